"""Elements of arrays of unknown rank that outlive a write to the array: they must be numbers.

    first = x[0]
    x[0] = 2.0 * x[1]
    return first * x[0]

If `x` has one axis, `first` is a number, which the write leaves alone; if it has two, a view, which
changes. The derivative is made for numbers, and a line after the first checks that it is one.
"""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.effects import Effects
from gradgen.analysis.liveness import Liveness
from gradgen.analysis.memory import memory
from gradgen.analysis.shapes import Shapes
from gradgen.analysis.values import UNKNOWN
from gradgen.reader.unit import Unit
from gradgen.transform.callees import is_taken_apart
from gradgen.transform.normalise_writes import numpy_name


def check_elements(tree: ast.FunctionDef, unit: Unit, effects: Effects, shapes: Shapes) -> None:
    """Insert a check after each assignment of an element that must be a number."""
    statements = [s for s in syntax.walk_statements(tree.body) if _is_element(s, shapes)]
    elements = set[str]().union(*map(syntax.names_bound, statements))
    elements = {name for name in elements if not is_taken_apart(tree, name)}
    if not elements or unit.generated or not effects.mutates(*tree.body):
        return
    numpy = numpy_name(tree, unit) or syntax.name("np")
    followed = memory(tree, effects)
    live = Liveness(tree.body).after
    wanted = {
        name
        for statement in followed.known
        for name in followed.seen.get(statement, frozenset()) & elements
        if name in live.get(statement, set()) and name not in effects.mutates(statement)
    }
    for holder in ast.walk(tree) if wanted else ():
        for field in ("body", "orelse", "finalbody"):
            block = getattr(holder, field, None)
            if isinstance(block, list):
                setattr(holder, field, _checked(block, wanted, shapes, numpy))


def _is_element(statement: ast.stmt, shapes: Shapes) -> bool:
    """Whether a statement is `name = x[i]`, and whether that is a number is not known."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return False
    value = statement.value
    if not isinstance(value, ast.Subscript) or shapes.of.get(value, UNKNOWN).kind != "unknown":
        return False
    parts = value.slice.elts if isinstance(value.slice, ast.Tuple) else [value.slice]
    whole = all(_is_whole(part, shapes) for part in parts)
    base = shapes.of.get(value.value, UNKNOWN).kind
    return whole and base in ("array", "unknown") and isinstance(value.value, ast.Name)


def _is_whole(part: ast.expr, shapes: Shapes) -> bool:
    if isinstance(part, ast.UnaryOp):
        part = part.operand
    if isinstance(part, ast.Constant):
        return isinstance(part.value, int)
    return shapes.of.get(part, UNKNOWN).dtype == "int"


def _checked(
    block: list[ast.stmt], wanted: set[str], shapes: Shapes, numpy: ast.expr
) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for statement in block:
        made.append(statement)
        if not _is_element(statement, shapes):
            continue
        assert isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        name = statement.targets[0].id
        if name not in wanted:
            continue
        text = f"`{name}` must be a number: `{syntax.base_name(statement.value)}` changes after it"
        check = syntax.statement(
            "if np.ndim(x) != 0:\n    raise ValueError(reason)",
            np=numpy,
            x=syntax.name(name),
            reason=ast.Constant(value=text),
        )
        made.append(syntax.fix_locations(ast.copy_location(check, statement)))
    return made
