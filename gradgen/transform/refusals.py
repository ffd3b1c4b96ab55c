"""The refusal of an expression that has no derivative, in words that fit what it is."""

from __future__ import annotations

import ast
from collections.abc import Callable

from gradgen import syntax
from gradgen.analysis.callees import DRAWS
from gradgen.analysis.uses import Primitive, Unbound, Use, UserCall
from gradgen.analysis.values import Info
from gradgen.errors import UnsupportedError
from gradgen.transform.context import Context

OF_DISTRIBUTIONS = frozenset("pdf logpdf pmf logpmf cdf logcdf sf logsf ppf isf".split())
"""Methods of the distributions of SciPy."""


def no_rule(context: Context, node: ast.expr, use: Use | None) -> UnsupportedError:
    """Return the refusal of an expression that has no derivative."""
    if isinstance(use, Unbound):
        return context.refuse("GG202", node, use.reason, use.help, f"call of `{use.rule.name}`")
    if isinstance(use, UserCall):
        return context.refuse(
            "GG203",
            node,
            f"the call of `{use.function.__name__}` stands where it cannot be lifted out",
            "give its result a name first: `value = ...` in a statement of its own",
        )
    called = syntax.key(node.func) if isinstance(node, ast.Call) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in DRAWS:
            return context.refuse(
                "GG201",
                node,
                "what is drawn here depends on an input that is differentiated, in a way that has"
                " no derivative",
                "draw with fixed parameters, and compute with what was drawn:"
                " `mean + width * rng.standard_normal()`",
                f"call of `{called}`",
            )
        if node.func.attr in OF_DISTRIBUTIONS:
            return context.refuse(
                "GG201",
                node,
                "a distribution that was made holds its parameters inside, and there is no rule for"
                f" `{called}`",
                "call the method with the parameters: `scipy.stats.norm.logpdf(x, loc, scale)`",
                f"call of `{called}`",
            )
    if called is not None:
        return context.refuse(
            "GG201",
            node,
            f"there is no rule for `{called}`, and its argument depends on an input that is"
            " differentiated",
            "write it with functions that have a rule (docs/reference/rules.md lists them)",
            f"call of `{called}`",
        )
    return context.refuse(
        "GG121",
        node,
        f"`{type(node).__name__}` of a value that is differentiated is not supported yet",
        "compute it in plain assignments and loops",
    )


def check_options(context: Context, use: Primitive, is_varied: Callable[[ast.expr], bool]) -> None:
    """Refuse an option that depends on an input that is differentiated."""
    for parameter, value in use.read().items():
        if parameter not in use.data() and is_varied(value):
            why = f": {use.rule.traits.why_option}" if use.rule.traits.why_option else ""
            raise context.refuse(
                "GG202",
                value,
                f"`{use.rule.name}` has no derivative by its argument `{parameter}`{why}",
                "compute this argument from values that are not differentiated",
                f"call of `{use.rule.name}`",
            )


def added_to_array(context: Context, node: ast.BinOp, info_of: Callable[[ast.expr], Info]) -> bool:
    """Tell whether `a + [1.0, 2.0]` is adds to an array; refuse what may be a list."""
    if not isinstance(node.op, (ast.Add, ast.Sub)):
        return False
    sides = (node.left, node.right)
    kinds = [info_of(side).kind for side in sides]
    if not {"list", "tuple"} & set(kinds):
        return False
    for side, kind in zip(sides, kinds, strict=True):
        if kind == "array" or isinstance(context.uses.of(side), Primitive):
            return kind not in ("list", "tuple")
        if kind == "unknown":
            text = ast.unparse(side)
            raise context.refuse(
                "GG123",
                node,
                f"`{text}` may be a list, which is joined, or an array, which is added to",
                f"write `list({text})` or `np.array({text})` for what it is",
                "a container of differentiated values",
            )
    return False
