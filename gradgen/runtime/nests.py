"""Helpers for gradients of containers: lists, tuples and dicts, one inside the other."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np


def nest_sum(a, b):
    """Add two gradients of one container, element by element."""
    if isinstance(a, dict):
        return {key: nest_sum(value, b[key]) for key, value in a.items()}
    if isinstance(a, (list, tuple)):
        return [nest_sum(x, y) for x, y in zip(a, b, strict=True)]
    return a + b


def nested_like(grad, x):
    """Give a gradient the containers of `x`: tuples where `x` has them."""
    if isinstance(x, dict):
        return {key: nested_like(grad[key], value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        made = [nested_like(part, value) for part, value in zip(grad, x, strict=True)]
        return made if isinstance(x, list) else tuple(made)
    return grad


def nest_copy(x, seen=None):
    """Copy a container with the arrays in it, each of which must stand in one place."""
    seen = set() if seen is None else seen
    if isinstance(x, dict):
        return {key: nest_copy(value, seen) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        made = [nest_copy(value, seen) for value in x]
        return made if isinstance(x, list) else tuple(made)
    if np.ndim(x) == 0:
        return x
    if id(x) in seen:
        raise ValueError("a container that is written to holds an array twice: copy it")
    seen.add(id(x))
    return x.copy()
