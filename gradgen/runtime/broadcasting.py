"""Helpers for shapes: what was broadcast is summed, what was reduced is put back."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np


def unbroadcast(grad, x):
    """Sum `grad` over the axes along which `x` was broadcast, to the shape of `x`."""
    shape = np.shape(x)
    if np.shape(grad) == shape:
        return grad
    added = tuple(range(np.ndim(grad) - len(shape)))
    grad = np.sum(grad, axis=added)
    first = len(shape) - np.ndim(grad)
    stretched = tuple(i for i, n in enumerate(shape[first:]) if n == 1)
    grad = np.sum(grad, axis=stretched, keepdims=True)
    return grad if np.shape(grad) == shape else np.broadcast_to(grad, shape).copy()


def keep_axes(y, axis, keepdims):
    """Put the axes that a reduction to `y` removed back, with length 1."""
    return y if axis is None or keepdims else np.expand_dims(y, axis)


def count_along(x, axis):
    """Count the elements of `x` along `axis`: an axis, a tuple of them, or None for all."""
    if axis is None:
        return np.size(x)
    count = 1
    for one in axis if isinstance(axis, tuple) else (axis,):
        count *= np.shape(x)[one]
    return count


def zero_like(x):
    """Zero in the shape of `x`, to add gradients to: integers could not hold them."""
    if isinstance(x, dict):
        return {key: zero_like(value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [zero_like(value) for value in x]
    if np.ndim(x) == 0:
        return 0.0
    if x.dtype.kind not in "fc":
        raise TypeError(f"cannot hold the gradient of an array of {x.dtype}: pass floats")
    return np.zeros_like(x)
