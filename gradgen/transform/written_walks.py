"""Loops over an array that they write to: they walk its positions.

    for value in x:                  for i in range(len(x)):
        x[0] += value                    value = x[i]
                                         x[0] += value

Each round of the first reads what is there by then, as the second does. In `enumerate`, `zip` and
`reversed` the array gives way to `range(len(x))`.
"""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.effects import Effects, binds
from gradgen.analysis.shapes import Shapes
from gradgen.analysis.values import UNKNOWN
from gradgen.transform.ends import Prepared, fresh

_ALONG = frozenset({"enumerate", "zip", "reversed"})


def walk_positions(
    tree: ast.FunctionDef, source: Prepared, effects: Effects, shapes: Shapes
) -> None:
    """Rewrite the loops of a function that write to the arrays that they walk."""
    if source.unit.generated:
        return
    for statement in syntax.walk_statements(tree.body):
        if isinstance(statement, ast.For):
            written = effects.mutates(*statement.body) - binds(*statement.body)
            for walked, target in _pairs(statement.iter, statement.target):
                kind = shapes.of.get(walked, UNKNOWN).kind
                base = syntax.base_name(walked)
                if base in written and kind == "array" and isinstance(target, ast.Name):
                    _rewrite(statement, walked, target, tree, source)


def _pairs(iterable: ast.expr, target: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Return the names, and slices of such, that a loop walks, with what a round binds of each."""
    if isinstance(iterable, ast.Name) or _is_slice(iterable):
        return [(iterable, target)]
    if not isinstance(iterable, ast.Call) or not isinstance(iterable.func, ast.Name):
        return []
    name, arguments = iterable.func.id, iterable.args
    if name == "reversed" and len(arguments) == 1:
        return _pairs(arguments[0], target)
    if not isinstance(target, ast.Tuple) or name not in _ALONG:
        return []
    if name == "enumerate" and len(target.elts) == 2:
        return _pairs(arguments[0], target.elts[1])
    if name == "zip" and len(target.elts) == len(arguments):
        both = zip(arguments, target.elts, strict=True)
        return [pair for argument, element in both for pair in _pairs(argument, element)]
    return []


def _is_slice(node: ast.expr) -> bool:
    """Whether a loop walks a slice of a name, between ends that are numbers."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return False
    ends = [node.slice.lower, node.slice.upper] if isinstance(node.slice, ast.Slice) else [node]
    plain = (end.operand if isinstance(end, ast.UnaryOp) else end for end in ends)
    return all(end is None or isinstance(end, ast.Constant) for end in plain)


def _rewrite(
    statement: ast.For,
    walked: ast.expr,
    target: ast.Name,
    tree: ast.FunctionDef,
    source: Prepared,
) -> None:
    """Walk the positions of one array; those that a loop counts are at hand."""
    counter = _counter(statement, walked)
    first_place = _first_counted(statement.iter) if counter is not None else None
    if first_place is not None and isinstance(walked, ast.Subscript):
        walked = walked.value
    index = fresh(tree, source, "i", again=False) if counter is None else counter.id
    taken = _element(walked, syntax.name(index))
    first = ast.copy_location(syntax.assign(target.id, taken), statement)
    positions = syntax.expr("range(len(x))", x=syntax.clone(walked))
    if first_place is not None:
        text = "range(first, len(x))"
        positions = syntax.expr(text, x=syntax.clone(walked), first=syntax.clone(first_place))
    positions = syntax.fix_locations(ast.copy_location(positions, walked))
    if counter is not None:
        statement.iter, statement.target = positions, counter
    else:
        statement.iter = _replaced(statement.iter, walked, positions)
        place = ast.copy_location(syntax.stored(syntax.name(index)), target)
        statement.target = _replaced(statement.target, target, place)
    statement.body.insert(0, syntax.fix_locations(first))
    source.origin[first] = source.origin.get(statement, statement)


def _element(walked: ast.expr, index: ast.Name) -> ast.expr:
    """Return `x[i + 1]` for the element `i` of `x[1:]`."""
    part = walked.slice if isinstance(walked, ast.Subscript) else None
    if isinstance(walked, ast.Subscript) and isinstance(part, ast.Slice) and part.step is None:
        if part.lower is None:
            return syntax.expr("x[i]", x=walked.value, i=index)
        if isinstance(part.lower, ast.Constant) and part.lower.value >= 0:  # type: ignore[operator]
            return syntax.expr("x[i + first]", x=walked.value, i=index, first=part.lower)
    return syntax.expr("x[i]", x=walked, i=index)


def _counter(statement: ast.For, walked: ast.expr) -> ast.Name | None:
    """Return `i` of `for i, value in enumerate(x)`, where the loop leaves it alone."""
    called, target = statement.iter, statement.target
    if not (isinstance(called, ast.Call) and isinstance(target, ast.Tuple)):
        return None
    plain = isinstance(called.func, ast.Name) and called.func.id == "enumerate"
    if not plain or called.args[0] is not walked:
        return None
    if _first_counted(called) is None and (called.keywords or called.args != [walked]):
        return None
    counter = target.elts[0]
    if not isinstance(counter, ast.Name) or counter.id in binds(*statement.body):
        return None
    return counter


def _first_counted(iterable: ast.expr) -> ast.expr | None:
    """Return `1` of `enumerate(x[1:], 1)`, which counts the positions in `x`."""
    if not isinstance(iterable, ast.Call):
        return None
    walked, *rest = [*iterable.args, *(keyword.value for keyword in iterable.keywords)]
    part = walked.slice if isinstance(walked, ast.Subscript) else None
    if not isinstance(part, ast.Slice) or part.upper is not None or part.step is not None:
        return None
    first = part.lower
    counted = isinstance(first, ast.Constant) and isinstance(first.value, int) and first.value > 0
    return first if counted and len(rest) == 1 and syntax.same(rest[0], first) else None  # type: ignore[arg-type]


def _replaced(whole: ast.expr, part: ast.expr, new: ast.expr) -> ast.expr:
    """Return an expression with another one in one place."""

    class Replaced(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is part else self.generic_visit(node)

    made = Replaced().visit(whole)
    assert isinstance(made, ast.expr)
    return made
