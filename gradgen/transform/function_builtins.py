"""Calls of `map`, `filter` and `functools.reduce`, as comprehensions and loops.

map(f, xs)              (f(x) for x in xs)
list(map(f, xs))        [f(x) for x in xs]
filter(f, xs)           (x for x in xs if f(x))
reduce(f, xs, start)    folded(f, xs, start), a loop in a function of its own
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable
from typing import Any

from gradgen.syntax import clone, expr, fix_locations, name, stored
from gradgen.transform.function_scope import Shadow, Surroundings
from gradgen.transform.function_values import Known, Value


def folded(step: Callable[[Any, Any], Any], values: Any, start: Any) -> Any:
    """Return `step(…step(step(start, values[0]), values[1])…, values[-1])`."""
    result = start
    for value in values:
        result = step(result, value)
    return result


def folded_from_first(step: Callable[[Any, Any], Any], values: Any) -> Any:
    """Return `step(…step(values[0], values[1])…, values[-1])`."""
    result = values[0]
    others = values[1:]
    for value in others:
        result = step(result, value)
    return result


def unrolled(
    value: Value | None, node: ast.Call, around: Surroundings, shadow: Shadow
) -> ast.expr | None:
    """Return what a call of one of these becomes; None for other calls."""
    if isinstance(node.func, ast.Name) and len(node.args) == 1:
        inner = node.args[0]
        is_list = around.scope.lookup(node.func) is list and not node.keywords
        if is_list and isinstance(inner, ast.Call):
            made = unrolled(around.value(inner.func, shadow), inner, around, shadow)
            if isinstance(made, ast.GeneratorExp):
                return ast.copy_location(ast.ListComp(made.elt, made.generators), node)
        if is_list:
            return None
    if not isinstance(value, Known) or node.keywords or len(node.args) < 2:
        return None
    function, *values = node.args
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return None
    if value.found is map and around.value(function, shadow) is not None:
        return _mapped(node, function, values, around)
    if value.found is filter and len(values) == 1 and around.value(function, shadow) is not None:
        item = name(around.names.fresh("value"))
        made = expr("(x for x in values if f(x))", x=item, values=values[0], f=function)
        return _stored(made, node)
    if value.found is functools.reduce and len(values) <= 2:
        loop = folded if len(values) == 2 else folded_from_first
        called = around.spelled(loop, name(loop.__name__), shadow)
        return ast.copy_location(ast.Call(func=called, args=node.args, keywords=[]), node)
    return None


def _mapped(
    node: ast.Call, function: ast.expr, values: list[ast.expr], around: Surroundings
) -> ast.expr:
    items = [name(around.names.fresh("value")) for _ in values]
    if len(values) == 1:
        made = expr("(f(x) for x in values)", x=items[0], values=values[0], f=function)
    else:
        target = ast.Tuple(elts=list(items), ctx=ast.Load())
        call = expr("f()", f=function)
        assert isinstance(call, ast.Call)
        call.args = [clone(item) for item in items]
        together = expr("zip()")
        assert isinstance(together, ast.Call)
        together.args = values
        made = expr("(call for x in values)", call=call, x=target, values=together)
    return _stored(made, node)


def _stored(made: ast.expr, node: ast.Call) -> ast.expr:
    assert isinstance(made, ast.GeneratorExp)
    generator = made.generators[0]
    generator.target = stored(generator.target)
    return fix_locations(ast.copy_location(made, node))
