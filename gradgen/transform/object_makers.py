"""Objects that a function makes itself: where each is only read by its fields, they are variables.

state = State(x0, v0)                        state_x, state_v = x0, v0
for _ in range(n):              becomes      for _ in range(n):
state = State(state.x + dt, 0.0)             state_x, state_v = state_x + dt, 0.0
return state.x                               return state_x
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace

from gradgen.reader.scope import own_nodes
from gradgen.reader.unit import MISSING, Scope
from gradgen.syntax import base_name, expr, walk
from gradgen.transform.objects import fields_of, is_users, made_of_fields, member

_MADE: dict[object, str] = {list: "\0[]", dict: "\0{}"}
_SETS = object.__setattr__
Made = tuple[type, dict[str, ast.expr]]


@dataclass
class Making:
    """A variable that is always an object of one class, or of `SimpleNamespace`.

    `makings` has the fields that each statement sets which makes the object; `stored` are those
    that other statements set.
    """

    of: type
    makings: dict[ast.stmt, dict[str, ast.expr]] = field(default_factory=dict)
    stored: dict[str, list[ast.stmt]] = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        """The fields that are set anywhere."""
        found = dict.fromkeys(label for fields in self.makings.values() for label in fields)
        return list(found | dict.fromkeys(self.stored))


def objects_made(
    tree: ast.FunctionDef,
    scope: Scope,
    count: Callable[[str], int],
    excluded: Collection[str],
    empty: Mapping[ast.stmt, type],
) -> dict[str, Making]:
    """Return the variables that are always an object of one class.

    Parameters
    ----------
    count : how often a name is bound
    excluded : names that are used in other ways than by their fields
    empty : the statements that make an object without fields yet
    """
    found: dict[str, Making] = {}
    refused = set(excluded)
    statements = [n for n in own_nodes(tree) if isinstance(n, ast.Assign)]
    waiting = [n for n in statements if isinstance(n.value, (ast.Call, ast.Name)) and _label(n)]
    same: list[tuple[str, str]] = []
    while True:
        left = []
        for node in waiting:
            made: Made | None = (empty[node], {}) if node in empty else None
            if isinstance(node.value, ast.Call):
                made = made or makes(node.value, scope)
                made = made or _replacing(node.value, _label(node), scope, found)
            elif isinstance(node.value, ast.Name) and node.value.id in found:
                source = node.value.id
                if count(source) > 1 or count(_label(node)) > 1:
                    made = _copied(source, found[source])
                    same.append((_label(node), source))
            if made is None:
                left.append(node)
                continue
            making = found.setdefault(_label(node), Making(made[0]))
            making.makings[node] = made[1]
            if making.of is not made[0]:
                refused.add(_label(node))
        if len(left) == len(waiting):
            break
        waiting = left
    _note_stores(tree, found, refused)
    for pair in same:  # two names for one object, which must not change then
        if any(found[label].stored for label in pair if label in found):
            refused |= set(pair)
    refused |= {label for label, making in found.items() if not _keeps_what_is_set(making)}
    return {
        label: making
        for label, making in found.items()
        if label not in refused and count(label) == len(making.makings)
    }


def _keeps_what_is_set(making: Making) -> bool:
    """Tell whether a field is what was assigned to it last: no property, nothing of the class."""
    of = making.of
    if of is SimpleNamespace:
        return True
    if (
        member(of, "__getattribute__")
        is not (tuple if issubclass(of, tuple) else object).__getattribute__
    ):
        return False
    if not issubclass(of, tuple) and member(of, "__new__") is not object.__new__:
        return False
    if making.stored and (issubclass(of, tuple) or member(of, "__setattr__") is not _SETS):
        return False
    always = [set(fields) for fields in making.makings.values()]
    return all(
        member(of, label) is MISSING or all(label in fields for fields in always)
        for label in making.stored
    )


def _label(node: ast.Assign) -> str:
    target = node.targets[0]
    return target.id if isinstance(target, ast.Name) and len(node.targets) == 1 else ""


def _note_stores(tree: ast.FunctionDef, found: dict[str, Making], refused: set[str]) -> None:
    """Note the statements that set fields, and the objects of which a field is removed."""
    own: set[ast.AST] = set()
    for node in own_nodes(tree):
        own.add(node)
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in (part for each in targets for part in walk(each)):
                if not isinstance(target, ast.Attribute) or isinstance(target.ctx, ast.Load):
                    continue
                if isinstance(target.value, ast.Name) and target.value.id in found:
                    stored = found[target.value.id].stored
                    stored.setdefault(target.attr, []).append(node)
    for node in walk(tree):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            label = base_name(node)
            if label is not None and (node not in own or isinstance(node.ctx, ast.Del)):
                refused.add(label)


def _copied(source: str, making: Making) -> Made | None:
    """Return the fields of `other = object`, which is rebound later."""
    fields = list(making.fields)
    whole = ast.Name(source, ast.Load())
    return making.of, {label: expr(f"whole.{label}", whole=whole) for label in fields}


def _replacing(
    call: ast.Call, label: str, scope: Scope, found: Mapping[str, Making]
) -> Made | None:
    """Return the class and the fields of what `replace(object, …)` makes of a known object."""
    source = replaced_object(call, scope)
    if source not in found or found[source].of is SimpleNamespace:
        return None
    of = found[source].of
    given = {str(k.arg): k.value for k in call.keywords}
    fields = list(fields_of(of) or ())
    if not made_of_fields(of) or not set(given) <= set(fields):
        return None
    if source == label:
        return of, given
    kept = {f: expr(f"whole.{f}", whole=ast.Name(source, ast.Load())) for f in fields}
    return of, kept | given


def replaced_object(call: ast.Call, scope: Scope) -> str:
    """Return `object` for `replace(object, …)` and `object._replace(…)`, else an empty text."""
    func = call.func
    if any(keyword.arg is None for keyword in call.keywords):
        return ""
    whole: ast.expr | None = None
    if isinstance(func, ast.Attribute) and func.attr == "_replace" and not call.args:
        whole = func.value
    elif len(call.args) == 1 and scope.lookup(func) is dataclasses.replace:
        whole = call.args[0]
    return whole.id if isinstance(whole, ast.Name) else ""


def makes(call: ast.Call, scope: Scope) -> Made | None:
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
        values = {
            field.name: _MADE.get(field.default_factory, field.default)
            for field in dataclasses.fields(of)
        }
        if any(field.kw_only for field in dataclasses.fields(of)):
            return None
    elif issubclass(of, tuple):
        given = getattr(of, "_field_defaults", {})
        values = {label: given.get(label) for label in getattr(of, "_fields", ())}
    else:
        return None
    return {label: _default(value) for label, value in values.items()}


def _default(value: object) -> ast.expr | None:
    """Return text for the default of a field."""
    if isinstance(value, str) and value in _MADE.values():
        return ast.parse(value[1:], mode="eval").body
    return ast.Constant(value=value) if isinstance(value, (int, float, str, bool)) else None
