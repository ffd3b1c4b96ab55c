"""Looks through decorators that do nothing but call the function (timers, caches, checkers).

In: what a user calls. Out: the plain function below it, and the names of what was looked
through. A wrapper that does more than call the function is itself what is differentiated, with
the parameters of the function that it wraps in place of its `*args` and `**kwargs`.
"""

from __future__ import annotations

import ast
import functools
from types import FunctionType

from gradgen.errors import refused
from gradgen.reader.locate import locate
from gradgen.reader.scope import FunctionScope, parameters
from gradgen.syntax import assign, base_name, clone, expr, key, walk

TRANSPARENT_MODULES = ("jaxtyping", "beartype", "typeguard", "numba", "gradgen")
"""Packages whose decorators leave arguments and value alone, as a `Derivative` does."""


def unwrap(function: object) -> tuple[object, tuple[str, ...]]:
    """Follow `__wrapped__` through decorators that only call what they wrap."""
    seen: list[str] = []
    while hasattr(function, "__wrapped__") and not isinstance(function, type):
        wrapped = function.__wrapped__
        if not _is_transparent(function, wrapped):
            if isinstance(function, FunctionType):
                break
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


def with_signature(tree: ast.FunctionDef, wrapper: FunctionType) -> ast.FunctionDef:
    """Return a wrapper's definition with the parameters of what it wraps, if it takes any.

    def wrapper(*args, **kwargs):        def wrapper(x, y, *, scale=1.0):
        …                                    args = (x, y)
                                             kwargs = {"scale": scale}
                                             …
    """
    wrapped, _ = unwrap(getattr(wrapper, "__wrapped__", None))
    arguments = tree.args
    first = [*arguments.posonlyargs, *arguments.args]
    others = [*arguments.defaults, *arguments.kwonlyargs]
    if not isinstance(wrapped, FunctionType) or arguments.vararg is None or others:
        return tree
    inner = clone(locate(wrapped).node.args)
    named = [p.arg for p in inner.kwonlyargs]
    defaults = [*inner.defaults, *(d for d in inner.kw_defaults if d is not None)]
    bound = {n.id for n in walk(tree) if isinstance(n, ast.Name)}
    names = [p.arg for p in parameters(inner)][len(first) :]
    plain = all(isinstance(default, ast.Constant) for default in defaults)
    if inner.vararg or inner.kwarg or not plain or bound & set(names):
        return tree
    if named and arguments.kwarg is None:
        return tree
    made = clone(tree)
    given = [*inner.posonlyargs, *inner.args]
    rest = given[len(first) :]
    for own, known in zip(first, given, strict=False):
        own.annotation = own.annotation or known.annotation
    inner.posonlyargs, inner.args = [], [*first, *rest]
    inner.defaults = inner.defaults[-len(rest) :] if rest else []
    start: list[ast.stmt] = [
        assign(arguments.vararg.arg, expr(f"({''.join(f'{p.arg}, ' for p in rest)})"))
    ]
    if arguments.kwarg is not None:
        items = ", ".join(f"{p!r}: {p}" for p in named)
        start.append(assign(arguments.kwarg.arg, expr(f"{{{items}}}")))
    for statement in start:
        for node in walk(statement):
            ast.copy_location(node, tree.body[0])
    place = 1 if ast.get_docstring(tree) is not None else 0
    made.args = inner
    made.body[place:place] = start
    return made


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
