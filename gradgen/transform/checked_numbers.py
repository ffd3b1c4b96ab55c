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
from gradgen.transform.describe import describe
from gradgen.transform.ends import Prepared, fresh

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
    changed = _name_what_is_put_in(tree, source, shapes, doubtful)
    wanted = {name for name in doubtful if not _is_used_as_array(tree, name, source.unit)}
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


def _name_what_is_put_in(
    tree: ast.FunctionDef, source: Prepared, shapes: Shapes, doubtful: set[str]
) -> bool:
    """Write `first = x[0]`, `values.append(first)` for `values.append(x[0])`, with a check."""
    changed = False
    for holder in syntax.walk(tree):
        for slot in _BLOCKS:
            block = getattr(holder, slot, None)
            for statement in list(block) if isinstance(block, list) else ():
                call = _put_in(statement, doubtful)
                element = call.args[-1] if call is not None else None
                if call is None or element is None or not isinstance(block, list):
                    continue
                unknown = shapes.of.get(element, UNKNOWN).kind == "unknown"
                values = call.func.value.id  # type: ignore[attr-defined]
                if not unknown or _holds_arrays(tree, values, source.unit):
                    continue
                name = fresh(tree, source, describe(element) or "value", again=False)
                first = ast.copy_location(syntax.assign(name, element), statement)
                made = [first, _check(name, statement)]
                for line in made:
                    source.origin[line] = source.origin.get(statement, statement)
                call.args[-1] = ast.copy_location(syntax.name(name), element)
                at = block.index(statement)
                block[at:at] = made
                changed = True
    return changed


def _put_in(statement: ast.stmt, doubtful: set[str]) -> ast.Call | None:
    """Return the call `values.append(x[0])` that a statement is, of a list that is doubtful."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    function = call.func if isinstance(call, ast.Call) else None
    if not isinstance(call, ast.Call) or not isinstance(function, ast.Attribute):
        return None
    if function.attr not in ("append", "insert") or not call.args or call.keywords:
        return None
    if not isinstance(function.value, ast.Name) or function.value.id not in doubtful:
        return None
    element = call.args[-1]
    return call if isinstance(element, ast.Subscript) and _is_whole_index(element) else None


def _holds_arrays(tree: ast.FunctionDef, values: str, unit: Unit) -> bool:
    """Whether the elements of a list are used as arrays: `values[0][1]`, `np.stack(values)`."""
    for node in syntax.walk(tree):
        for child in syntax.children(node):
            is_it = isinstance(child, ast.Name) and child.id == values
            if isinstance(node, ast.Call) and is_it and node.args:
                if rules.find(unit.scope.lookup(node.func)) is not None and child in node.args:
                    if unit.scope.lookup(node.func) not in (sum, len, max, min):
                        return True
            taken = isinstance(child, ast.Subscript) and syntax.base_name(child) == values
            if taken and isinstance(node, (ast.Subscript, ast.Attribute)) and node.value is child:
                return True
    return False


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
    return {target.id} if _is_whole_index(value) else set()


def _is_whole_index(value: ast.Subscript) -> bool:
    """Whether an index may take one element: no slice, list or mask is in it."""
    parts = value.slice.elts if isinstance(value.slice, ast.Tuple) else [value.slice]
    return not any(isinstance(part, (ast.Slice, ast.List, ast.Compare)) for part in parts)


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
