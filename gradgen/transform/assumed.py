"""Ranks that are assumed of arguments where nothing is declared, for want of a better way.

    first = x[0]
    x[0] = 2.0 * x[1]
    return first * x[0]

If `x` has one axis, `first` is a number; if it has two, a view, which the write changes. A function
that is refused for that is differentiated for arrays of as many axes as it has indices for, as its
annotations could say, and the guard of the derivative checks it.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from gradgen.analysis.declarations import array
from gradgen.analysis.values import Dim, Info
from gradgen.reader.unit import Unit
from gradgen.syntax import walk
from gradgen.transform.nest_evidence import may_be_nest

LETTERS = ("n", "m", "k")


def with_ranks(unit: Unit, parameters: Mapping[str, Info]) -> dict[str, Info]:
    """Return the parameters with as many axes as the function shows, where nothing is known."""
    found = dict(parameters)
    for name, info in parameters.items():
        if info.kind == "unknown" and info.shape.dims is None:
            rank = 0 if _may_hold(unit, name, info) else _rank(unit.tree, name)
            dims = [Dim.symbol(f"{letter}_{name}") for letter in LETTERS[:rank]]
            found[name] = array(name, dims, None) if dims else info
    return found


def _may_hold(unit: Unit, name: str, info: Info) -> bool:
    """Whether an argument may be a list of arrays: a function is given an element, or all of it."""
    if not may_be_nest(unit.tree, unit, name, info):
        return False
    return any(
        isinstance(node, ast.Call)
        and any(_is(part, name) or _is_element(part, name) for part in node.args)
        for node in walk(unit.tree)
    )


def _is_element(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Subscript) and _is(node.value, name)


def _rank(tree: ast.FunctionDef, name: str) -> int:
    """Return the number of axes that an argument seems to have, 0 where nothing tells."""
    parents = {child: node for node in walk(tree) for child in ast.iter_child_nodes(node)}
    axes = 0
    for node in walk(tree):
        if isinstance(node, ast.For) and _is(node.iter, name):
            axes = max(axes, 1)
        if not isinstance(node, ast.Subscript) or not _is(node.value, name):
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
