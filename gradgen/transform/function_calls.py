"""Calls as they are bound to parameters, with `*values` and `**options` written out.

g(*pair)          g(pair_1, pair_2)         where `pair = pair_1, pair_2` is known
g(x, **{"k": k})  g(x, k=k)
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from gradgen.syntax import clone, fix_locations
from gradgen.transform.function_displays import constant

Displays = Mapping[str, ast.expr]
"""The tuples and dicts, written out, that names stand for throughout a function."""


@dataclass(frozen=True)
class Bound:
    """The arguments of a call by parameter, and those that `*args` and `**kwargs` take."""

    parameters: dict[str, ast.expr] = field(default_factory=dict)
    several: list[ast.expr] = field(default_factory=list)
    named: dict[str, ast.expr] = field(default_factory=dict)


def bound(tree: ast.FunctionDef, call: ast.Call) -> Bound | None:
    """Return how a call without stars binds; None where it does not fit."""
    arguments = tree.args
    positional = [p.arg for p in (*arguments.posonlyargs, *arguments.args)]
    several = list(call.args[len(positional) :])
    if any(isinstance(part, ast.Starred) for part in call.args):
        return None
    if several and arguments.vararg is None:
        return None
    made = Bound(dict(zip(positional, call.args, strict=False)), several)
    only_by_position = {p.arg for p in arguments.posonlyargs}
    known = {*positional, *(p.arg for p in arguments.kwonlyargs)} - only_by_position
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg in made.parameters:
            return None
        if keyword.arg in known:
            made.parameters[keyword.arg] = keyword.value
        elif arguments.kwarg is not None:
            made.named[keyword.arg] = keyword.value
        else:
            return None
    return made


def without_stars(call: ast.Call, displays: Displays) -> None:
    """Write out what the stars of a call stand for, where that is known."""
    arguments: list[ast.expr] = []
    for part in call.args:
        elements = _elements(part.value, displays) if isinstance(part, ast.Starred) else None
        arguments += [part] if elements is None else elements
    keywords: list[ast.keyword] = []
    for keyword in call.keywords:
        items = _items(keyword.value, displays) if keyword.arg is None else None
        keywords += [keyword] if items is None else items
    call.args, call.keywords = arguments, keywords


def _elements(node: ast.expr, displays: Displays) -> list[ast.expr] | None:
    if isinstance(node, ast.Name):
        node = displays.get(node.id, node)
    if not isinstance(node, (ast.Tuple, ast.List)):
        return None
    made: list[ast.expr] = []
    for element in node.elts:
        if isinstance(element, ast.Starred):
            inner = _elements(element.value, displays)
            if inner is None:
                return None
            made += inner
        else:
            made.append(clone(element))
    return made


def _items(node: ast.expr, displays: Displays) -> list[ast.keyword] | None:
    if isinstance(node, ast.Name):
        node = displays.get(node.id, node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.args:
        return [clone(k) for k in node.keywords] if node.func.id == "dict" else None
    if not isinstance(node, ast.Dict):
        return None
    made: list[ast.keyword] = []
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return None
        made.append(ast.copy_location(ast.keyword(arg=key.value, value=clone(value)), value))
    return made


def read_of_display(node: ast.expr, display: ast.expr) -> ast.expr | None:
    """Return what `x[0]`, `x["k"]`, `len(x)`, `x.get("k")` or `"k" in x` is for a known `x`."""
    values: dict[object, ast.expr] = {}
    if isinstance(display, (ast.Tuple, ast.List)):
        values = dict(enumerate(display.elts))
        values |= {k - len(display.elts): value for k, value in enumerate(display.elts)}
    elif isinstance(display, ast.Dict):
        keys = [key.value for key in display.keys if isinstance(key, ast.Constant)]
        values = dict(zip(keys, display.values, strict=True))
    made: ast.expr | None = None
    if isinstance(node, ast.Subscript):
        made = values.get(constant(node.slice))
    elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Constant):
        holds = node.left.value in values
        made = ast.Constant(value=holds is isinstance(node.ops[0], ast.In))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        default = node.args[1] if len(node.args) > 1 else ast.Constant(value=None)
        (key, *_) = node.args
        made = values.get(key.value, default) if isinstance(key, ast.Constant) else None
    elif isinstance(node, ast.Call):
        made = ast.Constant(value=len(values) // (1 if isinstance(display, ast.Dict) else 2))
    return None if made is None else fix_locations(ast.copy_location(clone(made), node))
