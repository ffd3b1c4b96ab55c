"""Objects that a function makes itself: where each is only read by its fields, they are variables.

state = State(x0, v0)                        state_x, state_v = x0, v0
for _ in range(n):              becomes      for _ in range(n):
state = State(state.x + dt, 0.0)             state_x, state_v = state_x + dt, 0.0
return state.x                               return state_x
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Collection, Iterator
from types import SimpleNamespace

from gradgen.reader.scope import own_nodes
from gradgen.reader.unit import Scope
from gradgen.syntax import base_name, walk
from gradgen.transform.objects import is_users, made_of_fields

Made = tuple[type, dict[str, ast.expr]]


def objects_made(
    tree: ast.FunctionDef, scope: Scope, count: Callable[[str], int], excluded: Collection[str]
) -> Iterator[tuple[str, type, dict[ast.stmt, dict[str, ast.expr]]]]:
    """Yield the variables that are always an object of one class, with the fields at each making.

    Parameters
    ----------
    count : how often a name is bound
    excluded : names that are used in other ways than by their fields
    """
    found: dict[str, dict[ast.stmt, Made]] = {}
    for node in own_nodes(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            target = node.targets[0]
            made = _made(node.value, scope)
            if made is not None and isinstance(target, ast.Name) and len(node.targets) == 1:
                found.setdefault(target.id, {})[node] = made
    written = {
        base_name(node)
        for node in walk(tree)
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
    }
    for label, makings in found.items():
        kinds = {(of, tuple(fields)) for of, fields in makings.values()}
        if len(kinds) == 1 and count(label) == len(makings) and label not in written:
            if label not in excluded:
                ((of, _),) = kinds
                yield label, of, {node: fields for node, (_, fields) in makings.items()}


def _made(call: ast.Call, scope: Scope) -> Made | None:
    """Return the class and the fields of an object that a call makes; None for another call."""
    of = scope.lookup(call.func)
    if not isinstance(of, type) or any(isinstance(a, ast.Starred) for a in call.args):
        return None
    given = {k.arg: k.value for k in call.keywords if k.arg is not None}
    if len(given) != len(call.keywords):
        return None
    if of is SimpleNamespace:
        return (of, given) if not call.args else None
    if not is_users(of) or not made_of_fields(of):
        return None
    defaults = _defaults(of)
    if defaults is None or len(call.args) > len(defaults):
        return None
    fields: dict[str, ast.expr] = {}
    positional = dict(zip(defaults, call.args, strict=False))
    for label, default in defaults.items():
        value = positional.get(label, given.get(label, default))
        if value is None or (label in positional and label in given):
            return None
        fields[label] = value
    return (of, fields) if set(given) <= set(fields) else None


def _defaults(of: type) -> dict[str, ast.expr | None] | None:
    """Return the fields of a class with the numbers that they are by default."""
    values: dict[str, object] = {}
    if dataclasses.is_dataclass(of):
        values = {field.name: field.default for field in dataclasses.fields(of)}
        if any(field.kw_only for field in dataclasses.fields(of)):
            return None
    elif issubclass(of, tuple):
        given = getattr(of, "_field_defaults", {})
        values = {label: given.get(label) for label in getattr(of, "_fields", ())}
    else:
        return None
    plain = (int, float, str, bool)
    return {
        label: ast.Constant(value=value) if isinstance(value, plain) else None
        for label, value in values.items()
    }
