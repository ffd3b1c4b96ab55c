"""Whether an argument of which nothing is declared may be a list, a tuple or a dict of arrays.

It may if it is only used as in `np.stack(parts)`, `sum(parts)`, `for part in parts`. It is an array
where the function says so once: `parts * 2.0`, `parts.shape`, `np.exp(parts)`, `parts[1:, 0]`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradgen import rules, syntax
from gradgen.analysis.values import Info
from gradgen.reader.unit import MISSING, Unit

_CONTAINERS = frozenset({"list", "dict", "tuple"})
_METHODS = frozenset(
    {"items", "values", "keys", "get", "append", "extend", "pop", "insert", "copy", "update"}
)


def may_be_nest(tree: ast.FunctionDef, unit: Unit, parameter: str, info: Info) -> bool:
    """Tell whether an argument may hold arrays, as far as the function shows."""
    if info.kind != "unknown":
        return info.kind in _CONTAINERS
    if holds_containers(tree, parameter):
        return True
    return not any(_signs(tree, unit, parameter))


def holds_containers(tree: ast.FunctionDef, parameter: str) -> bool:
    """Whether entries of an argument are named, or elements of its elements: it is no array."""
    for node in syntax.walk(tree):
        if isinstance(node, ast.Subscript) and syntax.base_name(node) == parameter:
            key = node.slice
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                return True
            if isinstance(node.value, ast.Subscript):
                return True
    return False


def _signs(tree: ast.FunctionDef, unit: Unit, parameter: str) -> Iterator[bool]:
    """Yield whether only an array is used so, for each use of an argument that may tell."""

    def is_it(node: ast.expr | None) -> bool:
        return isinstance(node, ast.Name) and node.id == parameter

    for node in syntax.walk(tree):
        if isinstance(node, ast.BinOp) and (is_it(node.left) or is_it(node.right)):
            others = [side for side in (node.left, node.right) if not is_it(side)]
            if not any(isinstance(other, (ast.List, ast.ListComp)) for other in others):
                yield True
        elif isinstance(node, ast.UnaryOp):
            yield is_it(node.operand)
        elif isinstance(node, ast.AugAssign):
            yield is_it(node.target) and not isinstance(node.value, (ast.List, ast.ListComp))
        elif isinstance(node, ast.Compare):
            yield is_it(node.left) or any(map(is_it, node.comparators))
        elif isinstance(node, ast.Attribute) and is_it(node.value):
            yield node.attr not in _METHODS
        elif isinstance(node, ast.Subscript) and is_it(node.value):
            yield isinstance(node.slice, ast.Tuple)
        elif isinstance(node, ast.Call) and any(map(is_it, node.args)):
            yield _takes_arrays(node, unit)


def _takes_arrays(call: ast.Call, unit: Unit) -> bool:
    """Whether a function of NumPy is called that takes arrays, and not lists of them."""
    found = unit.scope.lookup(call.func)
    rule = None if found is MISSING else rules.find(found)
    if rule is None or not rule.name.startswith("numpy."):
        return False
    return not any(parameter.kind in ("sequence", "nested") for parameter in rule.parameters)
