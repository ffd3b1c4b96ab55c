"""What a caller knows of the arguments of a call, told in terms of the function's parameters."""

from __future__ import annotations

import ast
from dataclasses import replace

from gradgen import syntax
from gradgen.analysis.values import Dim, Fact, Info, Shape, holds_numbers
from gradgen.transform.context import Context


def kind_only(info: Info) -> Info:
    """Forget all but what a recursive call keeps: its kind, and that a number is a number."""
    shape = info.shape if info.kind == "number" else Shape()
    return Info(kind=info.kind, shape=shape, dtype=info.dtype)


def tells(info: Info) -> bool:
    """Tell whether a function is derived for what is known of an argument."""
    return info.kind != "unknown" or info.dtype == "complex"


def canonical(infos: dict[str, Info]) -> dict[str, Info]:
    """Restate what a caller knows of arguments in terms of the parameters alone."""
    symbols: dict[str, str] = {}
    tokens: dict[object, object] = {}
    for parameter in sorted(infos):
        info = infos[parameter]
        for axis, dim in enumerate(info.shape.dims or ()):
            if len(dim.terms) == 1 and dim.terms[0][1] == 1 and dim.constant == 0:
                symbols.setdefault(dim.terms[0][0], f"{parameter}.{axis}")
        if info.shape.token is not None and info.shape.dims != ():
            tokens.setdefault(info.shape.token, ("param", parameter))
    return {p: _restated(p, info, symbols, tokens) for p, info in infos.items()}


def _restated(
    parameter: str, info: Info, symbols: dict[str, str], tokens: dict[object, object]
) -> Info:
    fact = frozenset({Fact(parameter)})
    shape = info.shape
    dims = shape.dims
    if dims is not None:
        if all(symbol in symbols for dim in dims for symbol, _ in dim.terms):
            dims = tuple(
                Dim(tuple(sorted((symbols[s], f) for s, f in dim.terms)), dim.constant)
                for dim in dims
            )
        else:
            dims = None
    token = tokens.get(shape.token, shape.token) if shape.token is not None else None
    made = Shape(
        dims, token,
        fact if shape.dims_facts else frozenset(),
        fact if shape.token_facts else frozenset(),
    )  # fmt: skip
    known = info.known and isinstance(info.value, (int, float, str, bool, type(None)))
    return replace(info, shape=made, dim=None, known=known, value=info.value if known else None)


def that_lasts(
    argument: ast.expr, context: Context, statement: ast.stmt, stays: set[str]
) -> ast.expr:
    """Return an argument of a forward function: a copy of what is written to later on.

    Of a tuple, a list or a dict that is written out, each element is one of its own.
    """
    if isinstance(argument, (ast.BinOp, ast.UnaryOp, ast.Constant)):
        return argument
    if isinstance(argument, (ast.Tuple, ast.List, ast.Dict)):
        parts = argument.values if isinstance(argument, ast.Dict) else argument.elts
        lasting = [that_lasts(part, context, statement, stays) for part in parts]
        if all(safe is part for safe, part in zip(lasting, parts, strict=True)):
            return argument
        if isinstance(argument, ast.Dict):
            return ast.Dict(keys=argument.keys, values=lasting)
        return argument.__class__(elts=lasting, ctx=ast.Load())
    if isinstance(argument, ast.Starred):
        value = that_lasts(argument.value, context, statement, stays)
        return argument if value is argument.value else ast.Starred(value=value, ctx=ast.Load())
    info = context.info(argument, statement)
    if info.kind == "number" or syntax.key(argument) in stays:
        return argument
    names = context.effects.sources(argument)
    if any(context.changes_later(name, statement) for name in sorted(names)):
        text = "x.copy()" if info.kind in ("array", "list") else "np.copy(x)"
        if info.kind in ("list", "tuple", "dict") and not holds_numbers(info):
            context.helper("nest_copy")
            text = "nest_copy(x)"
        return syntax.expr(text, x=argument)
    return argument
