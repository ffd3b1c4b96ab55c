"""Functions some of whose arguments are fixed: bound methods, objects that are called, partials.

In: what a user gives to be differentiated. Out: the plain function, and the values of parameters
that are no parameters of the derivative.

    model.loss                      Model.loss, with `self` fixed
    functools.partial(loss, k=2)    loss, with `k` fixed
    model                           Model.__call__, with `self` fixed
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType, MethodType

from gradgen.errors import refused
from gradgen.syntax import clone, walk


@dataclass(frozen=True)
class Fixed:
    """The arguments that are given already; `name` is what the derivative is called after."""

    positional: tuple[object, ...] = ()
    named: dict[str, object] = field(default_factory=dict)
    name: str = ""


def taken_apart(function: object) -> tuple[object, Fixed]:
    """Return a function with the arguments that it is bound to."""
    if isinstance(function, MethodType):
        inner, fixed = taken_apart(function.__func__)
        return inner, Fixed((function.__self__, *fixed.positional), fixed.named)
    if isinstance(function, functools.partial):
        inner, fixed = taken_apart(function.func)
        return inner, Fixed(
            (*fixed.positional, *function.args), {**fixed.named, **function.keywords}, fixed.name
        )
    call = next(
        (vars(c)["__call__"] for c in type(function).__mro__ if "__call__" in vars(c)), None
    )
    if isinstance(call, FunctionType) and not hasattr(function, "__wrapped__"):
        return call, Fixed((function,), {}, type(function).__name__.lower())
    return function, Fixed()


def without_fixed(
    tree: ast.FunctionDef, function: Callable[..., object], fixed: Fixed
) -> tuple[ast.FunctionDef, dict[str, object]]:
    """Return a definition without the parameters that are fixed, and their values by name."""
    if not fixed.positional and not fixed.named:
        return tree, {}
    try:
        values = (
            inspect.signature(function).bind_partial(*fixed.positional, **fixed.named).arguments
        )
    except TypeError as error:
        raise refused(
            "GG502", f"`{tree.name}`", str(error), "fix arguments that it takes"
        ) from None
    bound = {
        n.id for n in walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)
    }
    stars = {a.arg for a in (tree.args.vararg, tree.args.kwarg) if a is not None}
    for name in values:
        if name in bound | stars:
            raise refused(
                "GG502",
                f"`{tree.name}`",
                f"its argument `{name}` is fixed, and it is assigned, or stands for several",
                "write a `def` or a `lambda` that calls the function",
            )
    made = clone(tree)
    arguments = made.args
    for kind in ("posonlyargs", "args"):
        kept = [p for p in getattr(arguments, kind) if p.arg not in values]
        setattr(arguments, kind, kept)
    _keep_defaults(tree.args, arguments, set(values))
    return made, dict(values)


def _keep_defaults(old: ast.arguments, new: ast.arguments, fixed: set[str]) -> None:
    """Give parameters the defaults that they had."""
    positional = [*old.posonlyargs, *old.args]
    first = len(positional) - len(old.defaults)
    new.defaults = [
        default
        for p, default in zip(positional[first:], old.defaults, strict=True)
        if p.arg not in fixed
    ]
    named = [
        (p, default)
        for p, default in zip(old.kwonlyargs, old.kw_defaults, strict=True)
        if p.arg not in fixed
    ]
    new.kwonlyargs = [clone(p) for p, _ in named]
    new.kw_defaults = [default for _, default in named]
    if len(new.defaults) > len(new.posonlyargs) + len(new.args):
        new.defaults = []
