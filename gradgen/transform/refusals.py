"""The refusal of an expression that has no derivative, in words that fit what it is."""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.callees import DRAWS
from gradgen.analysis.uses import Unbound, Use, UserCall
from gradgen.errors import UnsupportedError
from gradgen.transform.context import Context


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
