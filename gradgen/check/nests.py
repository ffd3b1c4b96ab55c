"""Arguments that are lists, tuples and dicts: their numbers and arrays, one by one.

>>> [leaf.label for leaf in leaves("p", {"w": 1.0, "rest": [2.0, None]})]
['p["w"]', 'p["rest"][0]']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Leaf:
    """A number or an array in an argument: the keys that lead to it, and how that is written."""

    name: str
    path: tuple[object, ...]
    label: str

    def of(self, value: object) -> object:
        """Return what stands in this place of a nest."""
        for key in self.path:
            value = value[key]  # type: ignore[index]
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
    elif value is not None and not isinstance(value, str):
        yield Leaf(name, path, label)


def mapped(change: Callable[[object], object], value: object) -> object:
    """Return a nest with every number and array changed."""
    if isinstance(value, dict):
        return {key: mapped(change, part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([mapped(change, part) for part in value])
    return value if value is None or isinstance(value, str) else change(value)


def replaced(value: object, path: tuple[object, ...], leaf: object) -> object:
    """Return a nest with another value in one place."""
    if not path:
        return leaf
    key, *rest = path
    if isinstance(value, dict):
        return {**value, key: replaced(value[key], tuple(rest), leaf)}
    assert isinstance(value, (list, tuple))
    parts = [
        replaced(part, tuple(rest), leaf) if place == key else part
        for place, part in enumerate(value)
    ]
    return type(value)(parts)


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
    return not isinstance(gradient, (list, tuple, dict))
