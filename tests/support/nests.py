"""Arguments that are lists, tuples and dicts of numbers and arrays, and gradients like them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np


def leaves(value: object) -> Iterator[object]:
    """Yield the numbers and arrays in a nest, in order; what is neither is left out."""
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from leaves(part)
    elif value is not None and not isinstance(value, str):
        yield value


def flat(value: object) -> np.ndarray:
    """Return all the numbers of a nest in one array."""
    return np.concatenate([np.zeros(0), *(np.ravel(leaf) for leaf in leaves(value))])


def size_of(value: object) -> int:
    """Return how many numbers a nest holds."""
    return sum(np.size(leaf) for leaf in leaves(value))


def form(value: object) -> object:
    """Return what two nests have in common that are of one form: containers, keys and shapes."""
    if isinstance(value, dict):
        return {key: form(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(form(part) for part in value)
    return np.shape(value)


def mapped(change: Callable[..., object], value: object, *others: object) -> object:
    """Return a nest with every leaf changed, given the leaves of others at the same place."""
    if isinstance(value, dict):
        return {k: mapped(change, part, *(o[k] for o in others)) for k, part in value.items()}
    if isinstance(value, (list, tuple)):
        parts = [mapped(change, part, *(o[k] for o in others)) for k, part in enumerate(value)]
        return value._make(parts) if hasattr(value, "_make") else type(value)(parts)
    return value if value is None or isinstance(value, str) else change(value, *others)


def unflat(numbers: np.ndarray, like: object) -> object:
    """Return numbers in the form of a nest; the inverse of `flat`."""
    taken = iter(numbers)

    def leaf(value):
        part = np.array([next(taken) for _ in range(np.size(value))]).reshape(np.shape(value))
        return part if np.ndim(value) else float(part)

    return mapped(leaf, like)


def normal_like(random: np.random.Generator, value: object) -> object:
    """Return a nest of random numbers."""

    def leaf(part):
        drawn = random.normal(size=np.shape(part))
        return drawn if np.ndim(part) else float(drawn)

    return mapped(leaf, value)


def scaled(factor: float, value: object) -> object:
    """Return a nest with every number multiplied."""
    return mapped(lambda leaf: factor * leaf, value)


def dot(a: object, b: object) -> float:
    """Return the sum of products of two nests of one form."""
    return float(np.sum(flat(a) * flat(b)))
