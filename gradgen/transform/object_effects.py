"""What functions do to the objects that they are given, and whether they return new ones.

changes(Body.step, {0}, Body)      True: it sets `self.place`
returned_class(start)              Body: every way ends in `return Body(...)`
"""

from __future__ import annotations

import ast
from functools import lru_cache
from types import FunctionType, ModuleType, SimpleNamespace

from gradgen import rules
from gradgen.errors import GradgenError
from gradgen.reader import read
from gradgen.reader.scope import FunctionScope, own_nodes
from gradgen.reader.unit import Unit
from gradgen.transform.objects import fields_of, is_users, member

DEEPEST = 6
"""How many calls deep a text is looked into."""
_LIBRARIES = ("numpy", "scipy", "functools", "builtins", "dataclasses", "copy", "math")
_CHANGES = ("append", "extend", "insert", "pop", "update", "setdefault", "sort", "reverse", "fill")


def places_of(call: ast.Call, labels: set[str]) -> set[int | str]:
    """Return the positions and keywords at which a call is given one of some variables."""
    found: set[int | str] = set()
    for index, argument in enumerate(call.args):
        if isinstance(argument, ast.Name) and argument.id in labels:
            found.add(index)
    for keyword in call.keywords:
        if isinstance(keyword.value, ast.Name) and keyword.value.id in labels:
            found.add(str(keyword.arg))
    return found


def changes(function: FunctionType, places: set[int | str], of: type | None, depth: int) -> bool:
    """Tell whether a function changes the objects that it is given at some places."""
    unit = text_of(function)
    if unit is None or depth > DEEPEST:
        return False
    positional = [p.arg for p in (*unit.tree.args.posonlyargs, *unit.tree.args.args)]
    labels = {p for p in places if isinstance(p, str)}
    labels |= {positional[p] for p in places if isinstance(p, int) and p < len(positional)}
    for node in own_nodes(unit.tree):
        if _is_changed(node, labels):
            return True
        if not isinstance(node, ast.Call):
            continue
        func = node.func
        if is_field(func) and func.value.id in labels and of is not None:  # type: ignore
            found = member(of, func.attr)  # type: ignore[attr-defined]
            if is_users_function(found) and changes(found, {0}, of, depth + 1):  # type: ignore
                return True
            continue
        found = unit.scope.lookup(func)
        inner = places_of(node, labels)
        if inner and is_users_function(found) and changes(found, inner, None, depth + 1):  # type: ignore
            return True
    return False


def _is_changed(node: ast.AST, labels: set[str]) -> bool:
    """Tell whether a node sets a field of some variables, or changes the list that one is."""
    if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
        return is_field(node) and node.value.id in labels  # type: ignore[attr-defined]
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        whole: ast.expr = node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        whole = node.func.value
        if node.func.attr not in _CHANGES:
            return False
    else:
        return False
    while isinstance(whole, ast.Subscript):
        whole = whole.value
    return is_field(whole) and whole.value.id in labels  # type: ignore[attr-defined]


@lru_cache(maxsize=256)
def returned_class(function: object, depth: int = 0) -> type | None:
    """Return the class of the object that a function returns on every way, if that is plain."""
    if not isinstance(function, FunctionType) or not _names_a_class(function):
        return None
    unit = text_of(function)
    if unit is None or depth > DEEPEST or not isinstance(unit.scope, FunctionScope):
        return None
    found: set[type | None] = set()
    made: dict[str, type | None] = {}
    for node in own_nodes(unit.tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            made[node.targets[0].id] = _class_made(node.value, unit.scope)
    for node in own_nodes(unit.tree):
        if isinstance(node, ast.Return):
            value = node.value
            of = made.get(value.id) if isinstance(value, ast.Name) else None
            found.add(of if value is None or of else _class_made(value, unit.scope))
    (of, *more) = found or {None}
    return of if not more else None


def has_fields(of: type) -> bool:
    """Tell whether the objects of a class have fields that its text tells."""
    return fields_of(of) is not None or isinstance(member(of, "__init__"), FunctionType)


def _names_a_class(function: FunctionType) -> bool:
    """Tell whether a function may make an object: it reads the name of a class."""
    found = (function.__globals__.get(label) for label in function.__code__.co_names)
    return any(isinstance(one, (type, ModuleType)) for one in found)


def _class_made(value: ast.expr, scope: FunctionScope) -> type | None:
    if not isinstance(value, ast.Call):
        return None
    found = scope.lookup(value.func)
    if isinstance(found, type) and (found is SimpleNamespace or is_users(found)):
        return found if found is SimpleNamespace or has_fields(found) else None
    return None


@lru_cache(maxsize=256)
def text_of(function: FunctionType) -> Unit | None:
    """Return a function as it was read; None where that cannot be, or where it has stars."""
    if function.__code__.co_flags & 0x2A0:  # a generator, or a coroutine
        return None
    try:
        unit = read(function)
    except GradgenError:
        return None
    return unit if unit.tree.args.vararg is None and unit.tree.args.kwarg is None else None


def is_users_function(found: object) -> bool:
    """Tell whether an object is a function of the user's."""
    if not isinstance(found, FunctionType) or rules.find(found) is not None:
        return False
    home = str(found.__globals__.get("__name__", "")).partition(".")[0]
    return home not in _LIBRARIES and not hasattr(found, "__wrapped__")


def is_field(node: ast.AST) -> bool:
    """Tell whether a node is an attribute of a variable."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
