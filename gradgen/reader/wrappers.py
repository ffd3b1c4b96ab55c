"""Looks through decorators that do nothing but call the function (timers, caches, checkers).

In: what a user calls. Out: the plain function below it, and the names of what was looked
through. A decorator that changes arguments or value is refused: the derivative of the function
below it would be silently wrong.
"""

from __future__ import annotations

import ast
import functools
from types import FunctionType

from gradgen.errors import refused
from gradgen.reader.locate import locate
from gradgen.reader.scope import FunctionScope, parameters
from gradgen.syntax import base_name, key, walk

TRANSPARENT_MODULES = ("jaxtyping", "beartype", "typeguard", "numba")
"""Packages whose decorators leave arguments and value alone."""


def unwrap(function: object) -> tuple[object, tuple[str, ...]]:
    """Follow `__wrapped__` through decorators that only call what they wrap."""
    seen: list[str] = []
    while hasattr(function, "__wrapped__") and not isinstance(function, type):
        wrapped = function.__wrapped__
        if not _is_transparent(function, wrapped):
            name = getattr(wrapped, "__qualname__", repr(wrapped))
            raise refused(
                "GG505",
                f"`{name}`",
                "its decorator does more than call it with the same arguments and return its value",
                f"differentiate the function below the decorator, `{name}.__wrapped__`, or take\n"
                "the decorator off",
            )
        seen.append(_label(function))
        function = wrapped
    return function, tuple(seen)


def _label(wrapper: object) -> str:
    if isinstance(wrapper, FunctionType):
        return wrapper.__code__.co_qualname.partition(".<locals>")[0]
    return type(wrapper).__name__.strip("_")


def _is_transparent(wrapper: object, wrapped: object) -> bool:
    if isinstance(wrapper, functools._lru_cache_wrapper):
        return True
    if not isinstance(wrapper, FunctionType):
        return type(wrapper).__module__.partition(".")[0] in TRANSPARENT_MODULES
    home = str(wrapper.__globals__.get("__name__", "")).partition(".")[0]
    if home in TRANSPARENT_MODULES:
        return True
    found = locate(wrapper).node
    return isinstance(found, ast.FunctionDef) and _only_calls(found, wrapper, wrapped)


def _only_calls(node: ast.FunctionDef, wrapper: FunctionType, wrapped: object) -> bool:
    """Tell whether every value that is returned is that of one plain call of `wrapped`."""
    scope = FunctionScope(wrapper, node)
    arguments = _handed_on(node.args)

    def calls(value: ast.expr | None) -> bool:
        return (
            isinstance(value, ast.Call)
            and scope.lookup(value.func) is wrapped
            and _written(value.args, value.keywords) == arguments
        )

    stores = [
        base_name(inner) if isinstance(inner, (ast.Subscript, ast.Attribute)) else inner.id
        for inner in walk(node)
        if isinstance(inner, (ast.Name, ast.Subscript, ast.Attribute))
        and not isinstance(inner.ctx, ast.Load)
    ]
    results = {
        inner.targets[0].id
        for inner in walk(node)
        if isinstance(inner, ast.Assign)
        and isinstance(inner.targets[0], ast.Name)
        and calls(inner.value)
        and stores.count(inner.targets[0].id) == 1
    }
    returns = [inner.value for inner in walk(node) if isinstance(inner, ast.Return)]
    changed = {parameter.arg for parameter in parameters(node.args)} & set(stores)
    return (
        bool(returns)
        and not changed
        and all(
            calls(value) or (isinstance(value, ast.Name) and value.id in results)
            for value in returns
        )
    )


def _handed_on(arguments: ast.arguments) -> tuple[list[str], list[str]]:
    """Return the positional and the keyword part of the call that hands all parameters on."""
    positional = [parameter.arg for parameter in (*arguments.posonlyargs, *arguments.args)]
    named = [f"{parameter.arg}={parameter.arg}" for parameter in arguments.kwonlyargs]
    if arguments.vararg is not None:
        positional.append(f"*{arguments.vararg.arg}")
    if arguments.kwarg is not None:
        named.append(f"**{arguments.kwarg.arg}")
    return positional, named


def _written(args: list[ast.expr], keywords: list[ast.keyword]) -> tuple[list[str], list[str]]:
    named = [f"{k.arg}={key(k.value)}" if k.arg else f"**{key(k.value)}" for k in keywords]
    return [key(argument) for argument in args], named
