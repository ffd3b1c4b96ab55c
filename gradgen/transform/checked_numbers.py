"""Checks that names are numbers which may be elements, or rows, of an array that is written.

    first = z[0]                    first = z[0]
    z[0] = 2.0 * z[1]               if np.ndim(first) != 0:
                        becomes         raise ValueError("`first` must be a number: ...")
                                    z[0] = 2.0 * z[1]

Where nothing tells how many axes `z` has, `first` may be a row, which changes with `z`: only if it
is a number the derivative is right. Names that are used as rows are left alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradgen import rules, syntax
from gradgen.analysis.shape_conditions import checked_numbers
from gradgen.analysis.shape_names import is_ufunc
from gradgen.analysis.shapes import Shapes
from gradgen.analysis.values import UNKNOWN
from gradgen.reader.unit import Unit
from gradgen.transform.ends import Prepared

_BLOCKS = ("body", "orelse", "finalbody")


def check_numbers(
    tree: ast.FunctionDef, source: Prepared, shapes: Shapes, doubtful: set[str]
) -> bool:
    """Put in checks where names are bound that are `doubtful`; return whether there were any.

    Where one element is checked to be a number, the others of that array are too: the derivative
    of the derivative writes to them.
    """
    arrays = {
        syntax.base_name(statement.value)
        for statement, _, _ in _bindings(tree)
        if isinstance(statement, ast.Assign) and _elements(statement) & doubtful
    }
    doubtful = doubtful.union(
        *(
            _elements(statement)
            for statement, _, _ in _bindings(tree)
            if isinstance(statement, ast.Assign) and syntax.base_name(statement.value) in arrays
        )
    )
    wanted = {name for name in doubtful if not _is_used_as_array(tree, name, source.unit)}
    changed = False
    for statement, block, place in list(_bindings(tree)):
        names = _elements(statement) & wanted - checked_numbers(block[place:])
        nodes = [node for node in syntax.walk(_target(statement)) if isinstance(node, ast.Name)]
        names &= {n.id for n in nodes if shapes.of.get(n, UNKNOWN).kind == "unknown"}
        checks = [_check(name, statement) for name in sorted(names)]
        for check in checks:
            source.origin[check] = source.origin.get(statement, statement)
        if checks:
            at = block.index(statement) + 1 if statement in block else 0
            block[at:at] = checks
            changed = True
    return changed


def _check(name: str, at: ast.stmt) -> ast.stmt:
    text = f"`{name}` must be a number: the array that it is taken from is written to"
    made = syntax.statement(
        "if np.ndim(x) != 0:\n    raise ValueError(reason)",
        x=syntax.name(name),
        reason=ast.Constant(value=text),
    )
    for node in syntax.walk(made):
        ast.copy_location(node, at)
    return made


def _bindings(tree: ast.FunctionDef) -> Iterator[tuple[ast.stmt, list[ast.stmt], int]]:
    """Yield assignments and loops, each with where the checks of what it binds may stand."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop(0)
        for slot in _BLOCKS:
            block = getattr(node, slot, None)
            if not isinstance(block, list):
                continue
            for place, statement in enumerate(block):
                if isinstance(statement, ast.Assign):
                    yield statement, block, place + 1
                elif not isinstance(statement, ast.FunctionDef):
                    waiting.append(statement)
                if isinstance(statement, ast.For):
                    yield statement, statement.body, 0


def _target(statement: ast.stmt) -> ast.expr:
    return statement.target if isinstance(statement, ast.For) else statement.targets[0]  # type: ignore[attr-defined]


def _elements(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives elements, or rows, of arrays."""
    target = _target(statement)
    if isinstance(statement, ast.For):
        return syntax.names_bound(target)
    assert isinstance(statement, ast.Assign)
    value = statement.value
    if isinstance(target, ast.Tuple):
        return syntax.names_bound(target) if isinstance(value, ast.Name) else set()
    if not isinstance(target, ast.Name) or not isinstance(value, ast.Subscript):
        return set()
    parts = value.slice.elts if isinstance(value.slice, ast.Tuple) else [value.slice]
    whole = not any(isinstance(part, (ast.Slice, ast.List, ast.Compare)) for part in parts)
    return {target.id} if whole else set()


def _is_used_as_array(tree: ast.FunctionDef, name: str, unit: Unit) -> bool:
    """Whether a name stands where a number would be an error, or of no use."""
    return any(
        isinstance(child, ast.Name) and child.id == name and _wants_array(node, child, unit)
        for node in syntax.walk(tree)
        for child in syntax.children(node)
    )


def _wants_array(parent: ast.AST, child: ast.Name, unit: Unit) -> bool:
    if isinstance(parent, (ast.Subscript, ast.Attribute)):
        return parent.value is child
    if isinstance(parent, (ast.For, ast.comprehension)):
        return parent.iter is child
    if isinstance(parent, ast.BinOp):
        return isinstance(parent.op, ast.MatMult)
    if isinstance(parent, ast.Call):
        called = unit.scope.lookup(parent.func)
        return rules.find(called) is not None and not is_ufunc(called)
    return isinstance(parent, ast.Starred)
