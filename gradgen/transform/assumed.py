"""Ranks that are assumed of arguments where nothing is declared, for want of a better way.

    first = x[0]
    x[0] = 2.0 * x[1]
    return first * x[0]

If `x` has one axis, `first` is a number; if it has two, a view, which the write changes. A function
that is refused for that is differentiated for arrays of as many axes as it has indices for, as its
annotations could say, and the guard of the derivative checks it.

    x = start
    x -= step(x)
    return x - start

If `start` is a number, the second line makes another one; if it is an array, it changes it. Such a
function is differentiated for numbers, if arithmetic is all that is done with what it is given.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import FunctionType

from gradgen import rules
from gradgen.analysis.declarations import array, number
from gradgen.analysis.values import NUMBER, Dim, Info
from gradgen.reader.unit import Unit
from gradgen.syntax import names_bound, walk
from gradgen.transform.nest_evidence import may_be_nest

LETTERS = ("n", "m", "k")
COPIES = ("copy", "zeros_like", "ones_like", "empty_like")


def with_ranks(unit: Unit, parameters: Mapping[str, Info]) -> dict[str, Info]:
    """Return the parameters with as many axes as the function shows, where nothing is known."""
    found = dict(parameters)
    for name, info in parameters.items():
        if info.kind == "unknown" and info.shape.dims is None:
            rank = 0 if _may_hold(unit, name, info) else _rank(unit.tree, name)
            dims = [Dim.symbol(f"{letter}_{name}") for letter in LETTERS[:rank]]
            found[name] = array(name, dims, None) if dims else info
    return found


def with_numbers(unit: Unit, parameters: Mapping[str, Info]) -> dict[str, Info]:
    """Return the parameters as numbers where nothing is known but that they are computed with."""
    found = dict(parameters)
    parents = {child: node for node in walk(unit.tree) for child in ast.iter_child_nodes(node)}
    for name, info in parameters.items():
        unknown = info.kind == "unknown" and info.shape.dims is None
        if unknown and _is_computed(unit, name, parents):
            found[name] = number(name, NUMBER)
    return found


def _is_computed(unit: Unit, name: str, parents: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether a number could stand wherever an argument does, and what is computed of it."""
    names, asked = [name], {name}
    for one in names:
        for node in walk(unit.tree):
            if not isinstance(node, ast.Name) or node.id != one or not _is_read(node):
                continue
            child: ast.AST = node
            while _gives_number(unit, parents[child], child):
                child = parents[child]
            parent = parents[child]
            if isinstance(parent, (ast.Assign, ast.AugAssign)):
                targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
                fresh = set[str]().union(*map(names_bound, targets)) - asked
                names += sorted(fresh)
                asked |= fresh
            elif not _takes_number(unit, parent, child):
                return False
    return True


def _is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def _gives_number(unit: Unit, parent: ast.AST, child: ast.AST) -> bool:
    """Whether an expression is a number if a part of it is one."""
    if isinstance(parent, ast.BinOp):
        return not isinstance(parent.op, ast.MatMult)
    if isinstance(parent, ast.Call):
        called = unit.scope.lookup(parent.func)
        rule = rules.find(called)
        by_element = rule is not None and (rule.elementwise or rule.name.startswith("math."))
        return child in parent.args and (by_element or called in (float, min, max))
    return isinstance(parent, (ast.Tuple, ast.List, ast.IfExp, ast.UnaryOp))


def _takes_number(unit: Unit, parent: ast.AST, child: ast.AST) -> bool:
    """Whether a number may stand here, and nothing is told of what it is part of."""
    if isinstance(parent, ast.Subscript):
        return parent.slice is child
    if isinstance(parent, (ast.Call, ast.keyword)):
        if _is_put_into_list(parent):
            return True
        called = unit.scope.lookup(parent.func) if isinstance(parent, ast.Call) else None
        return called is None or isinstance(called, FunctionType) or called is range
    return isinstance(parent, (ast.Compare, ast.BoolOp, ast.Return, ast.If, ast.While))


def _is_put_into_list(call: ast.AST) -> bool:
    """Whether a call is `values.append(x)`, or `values.insert(0, x)`."""
    function = call.func if isinstance(call, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr in ("append", "insert")


def _may_hold(unit: Unit, name: str, info: Info) -> bool:
    """Whether an argument may be a list of arrays.

    A function is given an element, or all of it, or an element is an operand of a product.
    """
    if not may_be_nest(unit.tree, unit, name, info):
        return False
    return any(
        _is(part, name) or _is_element(part, name)
        for node in walk(unit.tree)
        for part in _operands(unit, node)
    )


def _operands(unit: Unit, node: ast.AST) -> list[ast.expr]:
    """Return the arguments of a call that does more than count, and the operands of `@`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return [node.left, node.right]
    if not isinstance(node, ast.Call) or unit.scope.lookup(node.func) in (len, enumerate):
        return []
    return node.args


def _is_element(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Subscript) and _is(node.value, name)


def _rank(tree: ast.FunctionDef, name: str) -> int:
    """Return the number of axes that an argument seems to have, 0 where nothing tells."""
    parents = {child: node for node in walk(tree) for child in ast.iter_child_nodes(node)}
    names = _copies(tree, name)
    axes = 0
    for node in walk(tree):
        if isinstance(node, ast.For) and _is_one(node.iter, names):
            axes = max(axes, 1 if isinstance(node.target, ast.Name) else 2)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Tuple, ast.List)):
            axes = max(axes, 1) if _is_one(node.value, names) else axes
        if not isinstance(node, ast.Subscript) or not _is_one(node.value, names):
            continue
        if isinstance(node.slice, ast.Tuple):
            if not all(_is_plain(part) for part in node.slice.elts):
                return 0
            axes = max(axes, len(node.slice.elts))
        elif isinstance(node.slice, ast.Constant) and not isinstance(node.slice.value, int):
            return 0
        elif not isinstance(node.slice, ast.Slice):
            axes = max(axes, 1 if _is_number(parents.get(node), node) else 2)
    return axes if axes <= len(LETTERS) else 0


def _copies(tree: ast.FunctionDef, name: str) -> set[str]:
    """Return the names of an argument and of its copies: `v` of `v = u.copy()`."""
    found, size = {name}, 0
    while size < len(found):
        size = len(found)
        for node in walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                call = node.value
                called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
                of = call.args[0] if call.args else getattr(call.func, "value", None)
                if called in COPIES and isinstance(of, ast.expr) and _is_one(of, found):
                    found |= {t.id for t in node.targets if isinstance(t, ast.Name)}
    return found


def _is_one(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _is_plain(part: ast.expr) -> bool:
    """Whether a part of an index stands for one axis."""
    return not (isinstance(part, ast.Constant) and not isinstance(part.value, int))


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_number(parent: ast.AST | None, element: ast.expr) -> bool:
    """Whether an element is used in a way that a number can be."""
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.MatMult):
        return False
    if isinstance(parent, (ast.Subscript, ast.Attribute)):
        return parent.value is not element
    return not isinstance(parent, (ast.For, ast.comprehension, ast.Starred))
