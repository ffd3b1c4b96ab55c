"""Names of the user's that generated text needs for something else: `len`, `np`, `unbroadcast`.

The user's variable keeps its name. What gradgen calls is given another one:

    def loss_grad(list):                              def loss_grad(list):
        ...                                 becomes       ...
        for i in reversed(range(len(x)))                  for i in reversed2(range(len(x)))

with `from builtins import reversed as reversed2`, where `reversed` is a variable of the user's.
"""

from __future__ import annotations

import ast
import builtins

from gradgen import errors, runtime, syntax
from gradgen.analysis.names import bound_names
from gradgen.transform.program import MadeFunction
from gradgen.writer.array_module import is_array_module
from gradgen.writer.origins import Origin

_MODULE = "np"


def settle_shadowed(function: MadeFunction, taken: set[str]) -> dict[str, Origin]:
    """Rename what gradgen calls by a name that the function binds; return what the new names mean.

    What the user calls, or takes apart, by such a name cannot be told from it, and is refused; so
    is the name of a helper, which stands in the module.
    """
    bound = bound_names(function.tree)
    if bound.isdisjoint(_SHADOWABLE):
        return {}
    made: dict[str, Origin] = {}
    for name in sorted(bound & _SHADOWABLE):
        if name == _MODULE and is_array_module(function.unit.scope.lookup(syntax.name(name))):
            continue  # imported in the body
        uses = _uses(function.tree, name)
        users = _uses(function.unit.tree, name)
        if not uses or (name != _MODULE and len(uses) <= len(users)):
            continue  # all of them are the user's
        if users or name in runtime.HELPERS:
            raise errors.refused(
                "GG118",
                f"`{function.unit.name}`",
                f"it uses the name `{name}`, which its derivative needs for something else",
                f"rename your `{name}`",
            )
        alias = _free(name, taken)
        taken.add(alias)
        for node in uses:
            node.id = alias
        is_module = name == _MODULE
        made[alias] = Origin("import", "numpy") if is_module else Origin("from", "builtins", name)
    return made


_SHADOWABLE = frozenset({_MODULE, *runtime.HELPERS, *dir(builtins)})


def _uses(tree: ast.AST, name: str) -> list[ast.Name]:
    """Return where a name is called, or (the module's) taken apart."""
    found: list[ast.Name] = []
    for node in syntax.walk(tree):
        inner: ast.expr | None = None
        if isinstance(node, ast.Attribute) and name == _MODULE:
            inner = node.value
        elif isinstance(node, ast.Call) and name != _MODULE:
            inner = node.func
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            inner = node.exc
        if isinstance(inner, ast.Name) and inner.id == name:
            found.append(inner)
    return found


def _free(name: str, taken: set[str]) -> str:
    if name == _MODULE and "numpy" not in taken:
        return "numpy"
    number = 2
    while f"{name}{number}" in taken:
        number += 1
    return f"{name}{number}"
