"""The first lines of a function: what it learns of its arguments and refuses by itself.

n, d = x.shape
assert w.shape == (d,)
if np.ndim(b) != 0:
    raise ValueError("b is a number")
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from gradgen.syntax import Comment, key, only_refuses

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


class Opening:
    """What the first statements of a body check.

    Attributes
    ----------
    length
        How many statements belong to the opening.
    refused
        The conditions, as text, under which the function refuses its arguments.
    unpacked
        The names that the shape of an argument is unpacked into.
    names
        Names of symbols, filled from `unpacked` by who knows the symbols.
    """

    def __init__(self, body: Sequence[ast.stmt]) -> None:
        self.length = 0
        self.refused: set[str] = set()
        self.unpacked: dict[str, tuple[str, ...]] = {}
        self.names: dict[str, str] = {}
        for position, one in enumerate(body):
            if isinstance(one, Comment):
                continue
            if not _is_docstring(one) and not self._takes(one):
                break
            self.length = position + 1

    def _takes(self, one: ast.stmt) -> bool:
        if isinstance(one, ast.Assign) and len(one.targets) == 1:
            return self._unpacking(one.targets[0], one.value)
        if isinstance(one, ast.Assert):
            self.refused |= {key(part) for part in _parts(_negated(one.test), ast.Or)}
            return True
        if isinstance(one, ast.If) and only_refuses(one):
            self.refused |= {key(part) for part in _parts(one.test, ast.Or)}
            return True
        return False

    def _unpacking(self, target: ast.expr, value: ast.expr) -> bool:
        if not (isinstance(value, ast.Attribute) and value.attr == "shape"):
            return False
        if not (isinstance(value.value, ast.Name) and isinstance(target, ast.Tuple)):
            return False
        names = [element.id for element in target.elts if isinstance(element, ast.Name)]
        if len(names) < len(target.elts):
            return False
        self.unpacked[value.value.id] = tuple(names)
        return True


def _is_docstring(one: ast.stmt) -> bool:
    return (
        isinstance(one, ast.Expr)
        and isinstance(one.value, ast.Constant)
        and isinstance(one.value.value, str)
    )


def _parts(test: ast.expr, op: type[ast.boolop]) -> list[ast.expr]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, op):
        return [part for value in test.values for part in _parts(value, op)]
    return [test]


def _negated(test: ast.expr) -> ast.expr:
    """Return the opposite of a condition, with `!=` for `==` and `or` for `and`."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return ast.BoolOp(op=ast.Or(), values=[_negated(value) for value in test.values])
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in OPPOSITE:
        opposite = OPPOSITE[type(test.ops[0])]()
        return ast.Compare(left=test.left, ops=[opposite], comparators=test.comparators)
    return ast.UnaryOp(op=ast.Not(), operand=test)
