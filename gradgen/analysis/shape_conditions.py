"""What a condition tells of shapes where it holds: asserts, and `if ...: raise` before the rest.

`assert x.ndim == 2`, `assert x.shape == (n, d)`, `if w.shape != x.shape: raise ValueError`. What
the program checks by itself needs no guard, so it rests on no facts.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from gradgen.analysis.shape_environment import Env, reshaped
from gradgen.analysis.shape_expressions import Evaluator
from gradgen.analysis.shape_tools import axis_symbol
from gradgen.analysis.values import (
    NO_FACTS,
    SCALAR,
    UNKNOWN_DIM,
    Dim,
    Info,
    Shape,
    replace,
)
from gradgen.reader.unit import Unit


def refined(test: ast.expr, holds: bool, env: Env, unit: Unit) -> Env:
    """Return the environment where a condition holds, or where it does not."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return refined(test.operand, not holds, env, unit)
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) == holds:
        for part in test.values:
            env = refined(part, holds, env, unit)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        if isinstance(test.ops[0], ast.Eq if holds else ast.NotEq):
            _equal(test.left, test.comparators[0], env, unit)
    return env


def _equal(left: ast.expr, right: ast.expr, env: Env, unit: Unit) -> None:
    """Learn that two expressions are equal."""
    evaluator = Evaluator(unit, env)
    one, other = evaluator.info(left), evaluator.info(right)
    if isinstance(left, ast.Tuple) and isinstance(right, ast.Tuple):
        if len(left.elts) == len(right.elts):
            for a, b in zip(left.elts, right.elts, strict=True):
                _equal(a, b, env, unit)
        return
    for expression, known, value in ((left, one, other), (right, other, one)):
        if known.of_shape is not None:
            learn_shape(env, known.of_shape, value)
            return
        array = _array_of_ndim(expression)
        if array is not None and value.known and isinstance(value.value, int):
            learn_rank(env, evaluator.info(array).shape, value.value)
            return
    _learn_axis(left, other, evaluator, env)
    _learn_axis(right, one, evaluator, env)


def _array_of_ndim(node: ast.expr) -> ast.expr | None:
    """Return `x` of `x.ndim`, `np.ndim(x)` and `len(x.shape)`."""
    if isinstance(node, ast.Attribute) and node.attr == "ndim":
        return node.value
    if isinstance(node, ast.Call) and len(node.args) == 1:
        function, argument = node.func, node.args[0]
        if isinstance(function, ast.Attribute) and function.attr == "ndim":
            return argument
        named = isinstance(function, ast.Name) and function.id == "len"
        if named and isinstance(argument, ast.Attribute) and argument.attr == "shape":
            return argument.value
    return None


def learn_rank(env: Env, shape: Shape, rank: int) -> None:
    """Learn that what has this shape has this rank."""
    if shape.dims is not None or shape.token is None:
        return
    dims = tuple(axis_symbol(shape.token, k) for k in range(rank))
    found = Shape(dims=dims, token=shape.token) if rank else SCALAR
    reshaped(env, shape, found)


def learn_shape(env: Env, shape: Shape, value: Info) -> None:
    """Learn that what has this shape has the shape that `value` is."""
    if value.of_shape is not None:
        other = value.of_shape
        if other.dims is None and shape.dims is not None:
            shape, other = other, shape
        if shape.token is not None or shape.dims is not None:
            reshaped(env, shape, _named(other, shape))
        return
    if value.kind != "tuple" or value.items is None:
        return
    if shape.token is None and shape.dims is None:
        return
    facts = NO_FACTS.union(*(item.dim_facts for item in value.items))
    dims = tuple(
        Dim((), item.value)
        if item.known and isinstance(item.value, int)
        else item.dim or UNKNOWN_DIM
        for item in value.items
    )
    if shape.dims is not None and len(shape.dims) == len(dims):
        pairs = zip(dims, shape.dims, strict=True)
        dims = tuple(new if new.is_known else old for new, old in pairs)
    found = Shape(dims, shape.token, facts, NO_FACTS) if dims else SCALAR
    reshaped(env, shape, found)


def _named(other: Shape, shape: Shape) -> Shape:
    return other if other.token is not None else replace(other, token=shape.token)


def _learn_axis(expression: ast.expr, value: Info, evaluator: Evaluator, env: Env) -> None:
    """Learn `x.shape[k] == value` of an array of known rank."""
    if not isinstance(expression, ast.Subscript):
        return
    shape = evaluator.info(expression.value).of_shape
    axis = evaluator.info(expression.slice)
    if shape is None or shape.dims is None or not isinstance(axis.value, int):
        return
    dim = Dim((), value.value) if value.known and isinstance(value.value, int) else value.dim
    if dim is None or not -len(shape.dims) <= axis.value < len(shape.dims):
        return
    dims = list(shape.dims)
    dims[axis.value] = dim
    facts = shape.dims_facts | value.dim_facts
    reshaped(env, shape, Shape(tuple(dims), shape.token, facts, shape.token_facts))


__all__ = ["learn_rank", "learn_shape", "refined"]


def checked_numbers(statements: Sequence[ast.stmt]) -> set[str]:
    """Return the names that statements begin with checking to be numbers.

    if np.ndim(first) != 0:
        raise ValueError("`first` must be a number")
    """
    found: set[str] = set()
    for statement in statements:
        test = statement.test if isinstance(statement, ast.If) else None
        if not isinstance(statement, ast.If) or not isinstance(statement.body[0], ast.Raise):
            break
        if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.NotEq):
            break
        checked, rank = _array_of_ndim(test.left), test.comparators[0]
        if not isinstance(checked, ast.Name) or statement.orelse:
            break
        if not isinstance(rank, ast.Constant) or rank.value != 0 or len(test.ops) != 1:
            break
        found.add(checked.id)
    return found
