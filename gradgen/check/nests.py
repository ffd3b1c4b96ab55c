"""Arguments that are lists, tuples, dicts and objects: their numbers and arrays, one by one.

>>> [leaf.label for leaf in leaves("p", {"w": 1.0, "rest": [2.0, None]})]
['p["w"]', 'p["rest"][0]']
>>> [leaf.label for leaf in leaves("spring", types.SimpleNamespace(k=1.0, name="left"))]
['spring.k']
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass


class Field(str):
    """The name of an attribute, among the keys that lead to a leaf."""


@dataclass(frozen=True)
class Leaf:
    """A number or an array in an argument: the keys that lead to it, and how that is written."""

    name: str
    path: tuple[object, ...]
    label: str

    def of(self, value: object) -> object:
        """Return what stands in this place of a nest."""
        for key in self.path:
            value = getattr(value, key) if isinstance(key, Field) else value[key]  # type: ignore[index]
        return value


def leaves(name: str, value: object) -> Iterator[Leaf]:
    """Yield the places of a nest that hold numbers or arrays; texts and None are left out."""
    yield from _leaves(name, value, (), name)


def _leaves(name: str, value: object, path: tuple[object, ...], label: str) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for key, part in value.items():
            shown = f'"{key}"' if isinstance(key, str) else repr(key)
            yield from _leaves(name, part, (*path, key), f"{label}[{shown}]")
    elif isinstance(value, (list, tuple)):
        for key, part in enumerate(value):
            yield from _leaves(name, part, (*path, key), f"{label}[{key}]")
    elif (fields := _fields(value)) is not None:
        for field, part in fields.items():
            yield from _leaves(name, part, (*path, Field(field)), f"{label}.{field}")
    elif value is not None and not isinstance(value, str):
        yield Leaf(name, path, label)


def _fields(value: object) -> dict[str, object] | None:
    """Return the attributes of an object that may carry a derivative; None for other values.

    An attribute that its class declares as a whole number, or that is one or a truth value where
    nothing is declared, is a constant; so is a text.
    """
    attributes = getattr(value, "__dict__", None)
    if attributes is None or isinstance(value, type) or hasattr(value, "__array__"):
        return None
    declared: dict[str, object] = {}
    for each in reversed(type(value).__mro__):
        declared |= vars(each).get("__annotations__", {})
    return {
        name: part
        for name, part in attributes.items()
        if declared.get(name, type(part)) not in (int, bool, "int", "bool")
    }


def mapped(change: Callable[[object], object], value: object) -> object:
    """Return a nest with every number and array changed."""
    if isinstance(value, dict):
        return {key: mapped(change, part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return _sequence(value, [mapped(change, part) for part in value])
    if (fields := _fields(value)) is not None:
        return _with(value, {name: mapped(change, part) for name, part in fields.items()})
    return value if value is None or isinstance(value, str) else change(value)


def replaced(value: object, path: tuple[object, ...], leaf: object) -> object:
    """Return a nest with another value in one place."""
    if not path:
        return leaf
    key, *rest = path
    if isinstance(key, Field):
        return _with(value, {key: replaced(getattr(value, key), tuple(rest), leaf)})
    if isinstance(value, dict):
        return {**value, key: replaced(value[key], tuple(rest), leaf)}
    assert isinstance(value, (list, tuple))
    parts = [
        replaced(part, tuple(rest), leaf) if place == key else part
        for place, part in enumerate(value)
    ]
    return _sequence(value, parts)


def _sequence(value: list[object] | tuple[object, ...], parts: list[object]) -> object:
    """Return a list or tuple of the kind of another; a named tuple takes its parts one by one."""
    made: Callable[..., object] = type(value)
    return made(*parts) if hasattr(value, "_fields") else made(parts)


def _with(value: object, attributes: dict[str, object]) -> object:
    """Return a copy of an object, a frozen one too, with other attributes."""
    made = copy.copy(value)
    for name, part in attributes.items():
        object.__setattr__(made, name, part)
    return made


def like(gradient: object, value: object) -> bool:
    """Tell whether a gradient has the containers of an argument."""
    if isinstance(value, dict):
        if not isinstance(gradient, dict) or gradient.keys() != value.keys():
            return False
        return all(like(gradient[key], part) for key, part in value.items())
    if isinstance(value, (list, tuple)):
        if not isinstance(gradient, (list, tuple)) or len(gradient) != len(value):
            return False
        return all(like(one, part) for one, part in zip(gradient, value, strict=True))
    if (fields := _fields(value)) is not None:
        same = type(gradient) is type(value)
        return same and all(like(getattr(gradient, name), part) for name, part in fields.items())
    return not isinstance(gradient, (list, tuple, dict))
