"""Lists that are given to functions of arrays: NumPy makes arrays of them, and so does the text.

    parts = [x, x * y]                    parts = [x, x * y]
    return np.mean(parts)       becomes   return np.mean(np.array(parts))

The adjoint of `np.array` is what makes a list of adjoints of the adjoint of an array. Without it
the adjoint of a function of arrays would be added to a list of numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradgen import syntax
from gradgen.analysis.effects import reads
from gradgen.analysis.shapes import Shapes
from gradgen.analysis.uses import Primitive, Uses
from gradgen.reader.unit import Unit
from gradgen.transform.normalise_writes import numpy_name

_LISTS = ("list", "tuple")
_TAKE_LISTS = ("builtins.", "helper.")
_OPERATOR = "operator."


def lists_as_arrays(tree: ast.FunctionDef, unit: Unit, shapes: Shapes, active: set[str]) -> None:
    """Write `np.array(...)` around each list of active values that is used as an array."""
    uses = Uses(unit)
    lists = {id(node): node for node, info in shapes.of.items() if info.kind in _LISTS}
    wrapped = {
        id(node)
        for node in syntax.walk(tree)
        if isinstance(node, (ast.Call, ast.BinOp))
        for node in _used_as_arrays(node, uses, shapes)
        if id(node) in lists and reads(node) & active
    }
    numpy = numpy_name(tree, unit) if wrapped else None
    if numpy is not None:
        _Wrapper(wrapped, numpy).visit(tree)


def _used_as_arrays(node: ast.expr, uses: Uses, shapes: Shapes) -> Iterator[ast.expr]:
    """Yield the arguments of a primitive that it reads as arrays."""
    use = uses.of(node)
    if not isinstance(use, Primitive) or use.rule.name.startswith(_TAKE_LISTS):
        return
    kinds = {parameter.name: parameter.kind for parameter in use.rule.parameters}
    given = {p: value for p, value in use.binding.data.items() if kinds.get(p) == "data"}
    if use.rule.name.startswith(_OPERATOR):
        found = {getattr(shapes.of.get(value), "kind", "") for value in given.values()}
        if "array" not in found:
            return
    receiver = getattr(getattr(node, "func", None), "value", None)
    yield from (value for value in given.values() if value is not receiver)  # a list's own method


class _Wrapper(ast.NodeTransformer):
    def __init__(self, wrapped: set[int], numpy: ast.expr) -> None:
        self.wrapped = wrapped
        self.numpy = numpy

    def visit(self, node: ast.AST) -> ast.AST:
        """Visit a node, and write `np.array(...)` around it if it is to be wrapped."""
        made: ast.AST = self.generic_visit(node)
        if id(node) in self.wrapped and isinstance(made, ast.expr):
            return ast.copy_location(syntax.expr("np.array(x)", np=self.numpy, x=made), made)
        return made
