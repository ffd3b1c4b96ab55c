"""The text of plain expressions, as `ast.unparse` gives it and several times faster.

Trees are compared and looked up by their text all the time, and most are arithmetic on names.

>>> plain_text(ast.parse("-(a+b)*f(x[:, 1], axis=0)", mode="eval").body)
'-(a + b) * f(x[:, 1], axis=0)'
>>> plain_text(ast.parse("lambda: 1", mode="eval").body) is None
True
"""

from __future__ import annotations

import ast
from math import isfinite

_SUM, _TERM, _SIGNED, _POWER, _ATOM = range(5)
_SIGNS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: (" + ", _SUM),
    ast.Sub: (" - ", _SUM),
    ast.Mult: (" * ", _TERM),
    ast.Div: (" / ", _TERM),
    ast.MatMult: (" @ ", _TERM),
}


class _NotPlainError(Exception):
    """A part of the expression is not plain."""


def plain_text(node: ast.AST) -> str | None:
    """Return what `ast.unparse` gives for an expression, or None for all but the common kinds."""
    try:
        return _text(node, _SUM)
    except _NotPlainError:
        return None


def _text(node: ast.AST, least: int) -> str:
    """Return the text of an expression, in parentheses where it binds less than `least`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return _number(node)
    if isinstance(node, ast.Attribute):
        return f"{_owner(node.value)}.{node.attr}"
    if isinstance(node, ast.BinOp):
        return _operation(node, least)
    if isinstance(node, ast.Call):
        given = [_text(argument, _SUM) for argument in node.args]
        given += [f"{_keyword(one)}={_text(one.value, _SUM)}" for one in node.keywords]
        return f"{_owner(node.func)}({', '.join(given)})"
    if isinstance(node, ast.Subscript):
        return f"{_owner(node.value)}[{_index(node.slice)}]"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        if isinstance(node.operand, ast.UnaryOp):
            raise _NotPlainError
        text = f"-{_text(node.operand, _SIGNED)}"
        return text if least <= _SIGNED else f"({text})"
    raise _NotPlainError


def _operation(node: ast.BinOp, least: int) -> str:
    if isinstance(node.op, ast.Pow):
        if not isinstance(node.right, (ast.Name, ast.Constant)):
            raise _NotPlainError
        text, binds = f"{_text(node.left, _ATOM)} ** {_text(node.right, _ATOM)}", _POWER
    elif node.op.__class__ in _SIGNS:
        sign, binds = _SIGNS[node.op.__class__]
        text = f"{_text(node.left, binds)}{sign}{_text(node.right, binds + 1)}"
    else:
        raise _NotPlainError
    return text if least <= binds else f"({text})"


def _number(node: ast.Constant) -> str:
    value = node.value
    if value is None or value is True or value is False or value.__class__ is int:
        return repr(value)
    if value.__class__ is float and isfinite(value):
        return repr(value)
    raise _NotPlainError


def _owner(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        raise _NotPlainError
    return _text(node, _ATOM)


def _keyword(node: ast.keyword) -> str:
    if node.arg is None:
        raise _NotPlainError
    return node.arg


def _index(node: ast.expr) -> str:
    if isinstance(node, ast.Tuple) and len(node.elts) > 1:
        return ", ".join(map(_index_part, node.elts))
    return _index_part(node)


def _index_part(node: ast.expr) -> str:
    if not isinstance(node, ast.Slice):
        return _text(node, _SUM)
    low, high = ("" if part is None else _text(part, _SUM) for part in (node.lower, node.upper))
    step = "" if node.step is None else f":{_text(node.step, _SUM)}"
    return f"{low}:{high}{step}"
