"""Whether an argument of which nothing is declared may be a list, a tuple or a dict of arrays.

It may if it is only used as in `np.stack(parts)`, `sum(parts)`, `for part in parts`. It is an array
where the function says so once: `parts * 2.0`, `parts.shape`, `np.exp(parts)`, `parts[1:, 0]`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

from gradgen import rules, syntax
from gradgen.analysis.values import Info
from gradgen.reader.unit import MISSING, Unit

_CONTAINERS = frozenset({"list", "dict", "tuple"})
_METHODS = frozenset(
    """items values keys get setdefault update append extend pop insert remove reverse index
    clear""".split()
)
_METHODS_OF_BOTH = frozenset({"copy", "sort"})
_CHECKS = frozenset({"shares_memory", "result_type"})  # what generated code asks of everything
_REDUCTIONS = frozenset({"sum", "mean", "max", "min", "prod", "std", "var", "linalg.norm"})


def may_be_nest(tree: ast.FunctionDef, unit: Unit, parameter: str, info: Info) -> bool:
    """Tell whether an argument may hold arrays, as far as the function shows."""
    if info.kind != "unknown":
        return info.kind in _CONTAINERS
    if holds_containers(tree, parameter):
        return True
    signs = {*_signs(tree, unit, parameter)}
    return "array" not in signs and ("list" in signs or "reduced" not in signs)


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


def has_keys(tree: ast.FunctionDef, name: str) -> bool:
    """Whether what a name is has entries with names: it is a dict."""
    return any(
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
        for node in syntax.walk(tree)
    )


def _signs(tree: ast.FunctionDef, unit: Unit, parameter: str) -> Iterator[str]:
    """Yield what each use of an argument shows it to be.

    It is an "array", or "reduced" as arrays are mostly, or a "list"; most uses show nothing.
    """

    def is_it(node: ast.expr | None) -> bool:
        return isinstance(node, ast.Name) and node.id == parameter

    for node in syntax.walk(tree):
        if isinstance(node, ast.Attribute) and is_it(node.value):
            yield _asked_by(node.attr)
        elif isinstance(node, ast.Call) and any(map(is_it, node.args)):
            yield _given_to(node, unit)
        elif _is_of_arrays(node, is_it):
            yield "array"


def _asked_by(attribute: str) -> str:
    """Return what an argument shows to be that has an attribute."""
    if attribute in _METHODS_OF_BOTH:
        return ""
    return "list" if attribute in _METHODS else "array"


def _is_of_arrays(node: ast.AST, is_it: Callable[[ast.expr | None], bool]) -> bool:
    """Whether an operator is used as only arrays have it."""
    if isinstance(node, ast.BinOp):
        others = [side for side in (node.left, node.right) if not is_it(side)]
        return len(others) < 2 and not any(isinstance(o, (ast.List, ast.ListComp)) for o in others)
    if isinstance(node, ast.UnaryOp):
        return is_it(node.operand)
    if isinstance(node, ast.AugAssign):
        return is_it(node.target) and not isinstance(node.value, (ast.List, ast.ListComp))
    if isinstance(node, ast.Compare):
        return is_it(node.left) or any(map(is_it, node.comparators))
    return (
        isinstance(node, ast.Subscript)
        and is_it(node.value)
        and (isinstance(node.slice, ast.Tuple))
    )


def _given_to(call: ast.Call, unit: Unit) -> str:
    """Return what a function shows an argument to be that it is given."""
    found = unit.scope.lookup(call.func)
    rule = None if found is MISSING else rules.find(found)
    if rule is None:
        return ""
    root, _, name = rule.name.partition(".")
    listed = any(parameter.kind in ("sequence", "nested") for parameter in rule.parameters)
    if listed or root == "builtins":
        return "list" if listed else ""
    if root != "numpy" or name in _CHECKS:
        return ""
    return "reduced" if name in _REDUCTIONS else "array"


def changes_elements(tree: ast.FunctionDef, parameter: str, written: AbstractSet[str]) -> bool:
    """Whether what an argument holds is changed, if it holds arrays."""
    return bool(written - {parameter}) or any(
        isinstance(node, ast.AugAssign)
        and isinstance(node.target, ast.Subscript)
        and syntax.base_name(node.target) == parameter
        for node in syntax.walk(tree)
    )
