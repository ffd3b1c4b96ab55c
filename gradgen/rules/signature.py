"""The signature notation of rules: `numpy.sum(a, axis=None, *, keepdims=False) -> y`.

It is written like a `def`: parameters without a default are *data* and may carry a gradient,
those with one are *options*. An annotation says otherwise where that is not so:

    a: data             may carry a gradient, though it has a default
    indices: option     never carries one, though it has no default
    overwrite_a: fixed  an option that nothing but its default is covered of
    x: like             only its shape, type or sign is read, so its derivative is zero
    arrays: sequence    a list of data, `np.concatenate([a, b])`
    object: nested      a list of data, of lists of them, ..., `np.array([[a, b], [c, d]])`
    *operands           any number of data
    *shape: option      any number of options, bound together as one tuple

>>> parse("numpy.stack(arrays: sequence, axis=0) -> y").parameters[0].kind
'sequence'
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal, cast

ParameterKind = Literal["data", "sequence", "nested", "option", "fixed", "like"]
KINDS = ("data", "sequence", "nested", "option", "fixed", "like")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a rule; `default` is None where an argument must be given."""

    name: str
    kind: ParameterKind
    default: ast.expr | None = None
    positional: bool = True
    variadic: bool = False

    @property
    def carries_gradient(self) -> bool:
        """Whether an argument for it can have a derivative."""
        return self.kind in ("data", "sequence", "nested")


@dataclass(frozen=True)
class Signature:
    """A parsed signature; `text` is the part in parentheses, as it was written."""

    name: str
    parameters: tuple[Parameter, ...]
    results: tuple[str, ...]
    text: str


def parse(signature: str) -> Signature:
    """Read `name(parameters) -> result` or `name(parameters) -> (first, second)`."""
    call, _, results = signature.partition("->")
    name, _, inside = call.strip().partition("(")
    text = inside.rsplit(")", 1)[0]
    (function,) = ast.parse(f"def function({text}): pass").body
    assert isinstance(function, ast.FunctionDef)
    return Signature(
        name=name.strip(),
        parameters=_parameters(function.args),
        results=tuple(result.strip() for result in results.strip().strip("()").split(",")),
        text=text,
    )


def _parameters(arguments: ast.arguments) -> tuple[Parameter, ...]:
    positional = arguments.posonlyargs + arguments.args
    required = len(positional) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [None] * required + list(arguments.defaults)
    made = [_parameter(arg, default) for arg, default in zip(positional, defaults, strict=True)]
    if arguments.vararg is not None:
        made.append(_parameter(arguments.vararg, None, variadic=True))
    made += [
        _parameter(arg, default, positional=False)
        for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    return tuple(made)


def _parameter(
    arg: ast.arg, default: ast.expr | None, positional: bool = True, variadic: bool = False
) -> Parameter:
    kind = "data" if default is None else "option"
    if arg.annotation is not None:
        assert isinstance(arg.annotation, ast.Name) and arg.annotation.id in KINDS, arg.arg
        kind = arg.annotation.id
    return Parameter(arg.arg, cast(ParameterKind, kind), default, positional, variadic)
