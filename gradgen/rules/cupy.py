"""Which rules CuPy can run: those whose function it has, and every function of their derivative."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from gradgen import runtime
from gradgen.rules.cupy_names import RECORDED
from gradgen.rules.registry import Rule
from gradgen.rules.source import template_tree

HOST = ("math", "copy", "dict")
"""Modules whose functions are for numbers and containers of the host."""

TO_HOST = "ndarray.tolist"
"""What CuPy has, but brings data to the host."""


@lru_cache(maxsize=1)
def recorded() -> dict[str, tuple[str, ...] | None]:
    """Return the functions of CuPy by dotted name, with their parameters; None for any."""
    found: dict[str, tuple[str, ...] | None] = {}
    for module, text in RECORDED.items():
        for item in text.split():
            name, _, parameters = item.rstrip(")").partition("(")
            known = "(" in item and "?" not in item and "*" not in parameters
            found[f"{module}.{name}"] = tuple(parameters.split(",")) if known else None
    return found


def cupy_name(name: str) -> str:
    """Return what a function of NumPy or SciPy is called in CuPy."""
    root, _, rest = name.partition(".")
    roots = {"numpy": "cupy", "scipy": "cupyx.scipy", "ndarray": "cupy.ndarray"}
    return f"{roots.get(root, root)}.{rest}"


def lacks(rule: Rule) -> tuple[str, ...]:
    """Return what CuPy does not have of a function and its derivative; nothing where it runs.

    Parameters
    ----------
    rule : a rule with a derivative

    Returns
    -------
    names : dotted names as NumPy has them, `"numpy.interp"`
    """
    name = rule.name.removeprefix("complex.")
    root = name.partition(".")[0]
    if root in HOST:
        return (name,)
    wanted = {name} if root in ("numpy", "scipy", "ndarray") else set()
    wanted |= set(_called(rule))
    return tuple(sorted(n for n in wanted if n == TO_HOST or not has(cupy_name(n))))


def has(name: str) -> bool:
    """Tell whether CuPy has a function, or a universal function a method: `cupy.add.at`."""
    function, _, method = name.rpartition(".")
    in_ufunc = f"cupy.ufunc.{method}" in recorded() and recorded().get(function, ()) is None
    return name in recorded() or in_ufunc


def _called(rule: Rule) -> Iterator[str]:
    """Yield the functions that the derivative of a rule calls, in its helpers as well."""
    trees: list[ast.AST] = list(rule.partials.values())
    templates = (rule.adjoint, rule.tangent, rule.partial, rule.reduction)
    trees += [template_tree(template) for template in templates if template is not None]
    seen: set[str] = set()
    while trees:
        for node in ast.walk(trees.pop()):
            if isinstance(node, ast.Name) and node.id in runtime.HELPERS and node.id not in seen:
                seen.add(node.id)
                trees.append(ast.parse(runtime.source_of(node.id)))
            if isinstance(node, ast.Call) and is_chain(node.func):
                root, _, rest = ast.unparse(node.func).partition(".")
                if root in ("np", "scipy"):
                    yield f"numpy.{rest}" if root == "np" else f"scipy.{rest}"
            if isinstance(node, ast.Attribute) and node.attr == "tolist":
                yield TO_HOST


def is_chain(node: ast.expr) -> bool:
    """Tell whether an expression is a dotted name."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
