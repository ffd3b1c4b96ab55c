"""Calls of one-expression functions that give way to the expression.

    rate = lambda y: -k * y
    y = y + dt * rate(y)        becomes     y = y + dt * (-k * y)

Only where each argument is still evaluated once: an argument that is more than a name or a number
may occur once in the expression at most.
"""

from __future__ import annotations

import ast

from gradgen.analysis.effects import is_pure
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import clone, fix_locations, substitute, walk

LARGEST = 60
"""Nodes of an expression that is worth writing out at each call."""

_OWN_SCOPE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr)


def only_expression(tree: ast.FunctionDef) -> ast.expr | None:
    """Return the expression that is all that a function does, if it is short enough."""
    body = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    if len(body) != 1 or not isinstance(body[0], ast.Return) or body[0].value is None:
        return None
    nodes = walk(body[0].value)
    if len(nodes) > LARGEST or any(isinstance(node, _OWN_SCOPE) for node in nodes):
        return None
    return body[0].value


def inlined(
    expression: ast.expr,
    arguments: dict[str, ast.expr],
    call: ast.expr,
    unit: Unit,
    same_file: bool,
) -> ast.expr | None:
    """Return an expression with arguments in place of its parameters, None where that is not right.

    Parameters
    ----------
    arguments : what is given for each parameter that occurs in the expression
    call : gives the result its place in the text
    unit : the function that holds the call
    same_file : whether the places of the expression's parts are places of the same text
    """
    reads = [node.id for node in walk(expression) if isinstance(node, ast.Name)]
    for parameter, argument in arguments.items():
        count = reads.count(parameter)
        if not _is_simple(argument) and (count > 1 or not is_pure(argument, unit)):
            return None
    made = substitute(expression, {p: clone(a) for p, a in arguments.items()})
    for node in () if same_file else walk(made):
        for attribute in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
            if attribute in node.__dict__:
                del node.__dict__[attribute]
    return fix_locations(ast.copy_location(made, call))


def free_of(expression: ast.expr, unit: Unit, parameters: set[str]) -> dict[str, object] | None:
    """Return what names mean that are no parameters; None if that is not known of one."""
    found: dict[str, object] = {}
    for node in walk(expression):
        if isinstance(node, ast.Name) and node.id not in parameters:
            meant = unit.scope.lookup(node)
            if meant is MISSING:
                return None
            found[node.id] = meant
    return found


def _is_simple(argument: ast.expr) -> bool:
    """Tell whether an expression may be written as often as it is needed."""
    if isinstance(argument, ast.UnaryOp):
        return isinstance(argument.operand, ast.Constant)
    if isinstance(argument, ast.Subscript):
        return _is_simple(argument.slice) and _is_simple(argument.value)
    if isinstance(argument, ast.Attribute):
        return _is_simple(argument.value)
    return isinstance(argument, (ast.Name, ast.Constant))
