"""Notes which variables of a generated function may be containers, for its derivative."""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.nests import HELPERS, nests
from gradgen.analysis.uses import UserCall
from gradgen.reader.unit import MISSING
from gradgen.transform.context import Context


def note_nest_names(context: Context, tree: ast.FunctionDef) -> None:
    """Note the variables, and that their adjoints may be containers as well; note those computed.

    Where no helper for containers is in the module, there are none.
    """
    scope = context.unit.scope
    context.filled = frozenset(_filled(tree))
    context.computed = frozenset(_computed(tree)) - context.filled
    if not context.unit.generated or all(
        scope.lookup(syntax.name(helper)) is MISSING for helper in HELPERS
    ):
        return
    calls = [node for node in syntax.walk(tree) if isinstance(node, ast.Call)]
    users = {syntax.key(c.func) for c in calls if isinstance(context.uses.of(c), UserCall)}
    kinds: dict[str, set[str]] = {}
    for node, info in context.shapes.of.items():
        if isinstance(node, ast.Name):
            kinds.setdefault(node.id, set()).add(info.kind)
    plain = {"number", "array"}
    found = nests(tree, frozenset(users))
    context.nest_names = frozenset(n for n in found if plain.isdisjoint(kinds.get(n, ())))
    context.nests |= {context.adjoint_of(variable) for variable in sorted(context.nest_names)}


def _computed(tree: ast.FunctionDef) -> set[str]:
    """Return the names that are given the result of arithmetic, which is no container."""
    return {
        target.id
        for node in syntax.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, (ast.BinOp, ast.UnaryOp))
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _filled(tree: ast.FunctionDef) -> set[str]:
    """Return the names of lists to fill, `[0.0] * n`: an index takes one element of them."""
    return {
        target.id
        for node in syntax.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp)
        if isinstance(node.value.op, ast.Mult)
        if any(_is_display(part) for part in (node.value.left, node.value.right))
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_display(node: ast.expr) -> bool:
    return isinstance(node, ast.List) and all(isinstance(e, ast.Constant) for e in node.elts)
