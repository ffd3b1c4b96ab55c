"""Evaluates the part of a template that is decided when code is generated.

What goes in is an expression over literals and generation-time values; what comes out is its
value, or `Undecided` where it depends on something that is known only when the code runs.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from gradgen.syntax import key


class Undecided(Exception):
    """The value of `name` is known only at run time."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


Lookup = Callable[[str], object]
Functions = Mapping[str, Callable[..., object]]

OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
    ast.Not: operator.not_, ast.USub: operator.neg, ast.UAdd: operator.pos,
}  # fmt: skip


def evaluate(node: ast.expr, lookup: Lookup, functions: Functions) -> Any:
    """Return the value of an expression.

    Parameters
    ----------
    node
        The expression.
    lookup
        Gives the value of a name, or raises `Undecided`.
    functions
        What may be called; arguments that are mere names of parameters are handed on as such
        where the function is marked `by_name`.
    """
    value = partial(evaluate, lookup=lookup, functions=functions)
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return lookup(node.id)
        case ast.Tuple():
            return tuple(value(element) for element in node.elts)
        case ast.List():
            return [value(element) for element in node.elts]
        case ast.UnaryOp() | ast.BinOp():
            return _operate(node, value)
        case ast.BoolOp():
            return _short_circuit(node, value)
        case ast.Compare():
            return _compare(node, value)
        case ast.IfExp():
            return value(node.body) if value(node.test) else value(node.orelse)
        case ast.Subscript():
            return value(node.value)[value(node.slice)]
        case ast.Slice():
            parts = (node.lower, node.upper, node.step)
            return slice(*(None if part is None else value(part) for part in parts))
        case ast.Call(func=ast.Name(id=name)) if name in functions and not node.keywords:
            called = functions[name]
            if getattr(called, "by_name", False):
                return called(*(_parameter_name(argument, value) for argument in node.args))
            return called(*(value(argument) for argument in node.args))
    raise Undecided(key(node))


def by_name(function: Callable[..., object]) -> Callable[..., object]:
    """Mark a function that wants the names of parameters, not their values."""
    function.by_name = True  # type: ignore[attr-defined]
    return function


def _parameter_name(node: ast.expr, value: Callable[[ast.expr], Any]) -> object:
    return node.id if isinstance(node, ast.Name) else value(node)


def _operate(node: ast.UnaryOp | ast.BinOp, value: Callable[[ast.expr], Any]) -> Any:
    function = OPERATORS.get(type(node.op))
    if function is None:
        raise Undecided(key(node))
    if isinstance(node, ast.UnaryOp):
        return _apply(function, value(node.operand))
    return _apply(function, value(node.left), value(node.right))


def _apply(function: Callable[..., Any], *operands: Any) -> Any:
    """Apply an operator; what only stands for a value of run time has none yet."""
    for operand in operands:
        if getattr(operand, "of_run_time", False):
            raise Undecided(str(operand))
    return function(*operands)


def _short_circuit(node: ast.BoolOp, value: Callable[[ast.expr], Any]) -> Any:
    stop = isinstance(node.op, ast.Or)
    for operand in node.values:
        result = value(operand)
        if bool(result) is stop:
            return result
    return result


def _compare(node: ast.Compare, value: Callable[[ast.expr], Any]) -> bool:
    left = value(node.left)
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        right = value(comparator)
        if not _apply(OPERATORS[type(op)], left, right):
            return False
        left = right
    return True
