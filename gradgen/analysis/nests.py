"""Variables of generated code that may hold containers: known by what is done to them.

grad_params = zero_like(params)                       `params` and `grad_params`,
grad_params["w"] = nest_sum(grad_params["w"], g)      by the key of a dict
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradgen.analysis.activity import pairs_of_iteration
from gradgen.syntax import walk, walk_statements

HELPERS = frozenset({"nest_sum", "nested_like", "nest_copy"})
SPARED = frozenset(
    "zero_like nested_like nest_sum nest_copy len range zip enumerate reversed list tuple"
    " isinstance type print".split()
)
"""Functions that take containers, and arrays as well."""


def nests(tree: ast.FunctionDef, called: frozenset[str]) -> frozenset[str]:
    """Return the names that may stand for containers; `called` are functions of the module."""
    found: set[str] = set()
    links: list[tuple[str, str]] = []
    for statement in walk_statements(tree.body):
        found |= _walked_apart(statement)
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            target = statement.targets[0].id
            for source in _handed_on(statement.value):
                links.append((target, source))
            if _is_call(statement.value, HELPERS):
                found.add(target)
    for node in walk(tree):
        found |= _taken_apart(node)
    while True:
        more = {a for pair in links for a, b in (pair, pair[::-1]) if b in found} - found
        if not more:
            return frozenset(found - _computed_with(tree, called))
        found |= more


def _walked_apart(statement: ast.stmt) -> set[str]:
    """Return the collections whose elements a loop takes apart: `for w, b in params`."""
    if not isinstance(statement, ast.For):
        return set()
    return {
        source.id
        for target, source in pairs_of_iteration(statement.target, statement.iter)
        if isinstance(target, ast.Tuple) and isinstance(source, ast.Name)
    }


def _taken_apart(node: ast.AST) -> set[str]:
    """Return the name in `params["w"]`, `params[0][1]`, or those given to a helper for nests."""
    if isinstance(node, ast.Subscript):
        text = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
        inner = node.value
        deep = isinstance(inner, ast.Subscript) and isinstance(inner.value, ast.Name)
        if text and isinstance(inner, ast.Name):
            return {inner.id}
        if deep and isinstance(inner, ast.Subscript):
            return _names([inner.value])
    if isinstance(node, ast.Call) and _is_call(node, HELPERS):
        return _names(node.args)
    return set()


def _handed_on(value: ast.expr) -> set[str]:
    """Return the names whose containers a value has the form of."""
    if _is_call(value, HELPERS | {"zero_like"}):
        assert isinstance(value, ast.Call)
        return _names(value.args)
    return _names([value])


def _is_call(node: ast.expr, functions: frozenset[str]) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions
    )


def _names(nodes: list[ast.expr]) -> set[str]:
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _computed_with(tree: ast.FunctionDef, called: frozenset[str]) -> set[str]:
    """Return the names that arithmetic, or a function of arrays, is done to."""
    return {name for node in walk(tree) for name in _operands(node, called)}


def _operands(node: ast.AST, called: frozenset[str]) -> Iterator[str]:
    parts: list[ast.expr] = []
    if isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
        parts = [node.operand]
    elif isinstance(node, ast.AugAssign):
        parts = [node.value, *([node.target] if isinstance(node.target, ast.Name) else [])]
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) or not _is_call(node, SPARED | called):
            parts = node.args
            if isinstance(node.func, ast.Attribute) and node.func.attr in _OF_LISTS:
                parts = []
    yield from _names(parts)


_OF_LISTS = ("append", "insert", "extend", "pop", "get", "items", "keys", "values", "update")
