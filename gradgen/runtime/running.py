"""Helpers for products, and for running sums and products."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np


def product_of_others(x, axis):
    """Multiply, for each element of `x`, all the others along `axis`: zeros are allowed."""
    every = tuple(range(np.ndim(x)))
    axes = every if axis is None else axis if isinstance(axis, tuple) else (axis,)
    first = tuple(range(len(axes)))
    moved = np.moveaxis(x, axes, first)
    lines = np.reshape(moved, (-1, *np.shape(moved)[len(axes) :]))
    ones = np.ones_like(lines[:1])
    before = np.cumprod(np.concatenate([ones, lines[:-1]]), axis=0)
    after = np.flip(np.cumprod(np.concatenate([ones, np.flip(lines[1:], 0)]), axis=0), 0)
    return np.moveaxis(np.reshape(before * after, np.shape(moved)), first, axes)


def cumsum_grad(grad, a, axis):
    """Adjoint of `a` in `np.cumsum(a, axis)`: the running sum from the other end."""
    return np.reshape(np.flip(np.cumsum(np.flip(grad, axis), axis), axis), np.shape(a))


def diff_grad(grad, axis):
    """Adjoint of `x` in `np.diff(x, axis=axis)`: minus the difference, with a 0 at both ends."""
    edge = np.zeros_like(np.sum(grad, axis=axis, keepdims=True))
    return -np.diff(np.concatenate([edge, grad, edge], axis=axis), axis=axis)


def cumprod_grad(grad, x, y, axis):
    """Adjoint of `x` in `y = np.cumprod(x, axis)`, from `y[k] = y[k - 1] * x[k]`."""
    if axis is None:
        return np.reshape(cumprod_grad(grad, np.ravel(x), y, 0), np.shape(x))
    g, x, y = np.moveaxis(grad, axis, 0), np.moveaxis(x, axis, 0), np.moveaxis(y, axis, 0)
    before = np.concatenate([np.ones_like(y[:1]), y[:-1]])
    out = np.zeros_like(y)
    carried = np.zeros_like(y[:1])
    for k in reversed(range(len(x))):
        total = carried + g[k : k + 1]
        out[k : k + 1] = total * before[k : k + 1]
        carried = total * x[k : k + 1]
    return np.moveaxis(out, 0, axis)


def cumprod_tangent(d_x, x, y, axis):
    """Tangent of `y = np.cumprod(x, axis)`, from `y[k] = y[k - 1] * x[k]`."""
    if axis is None:
        return cumprod_tangent(np.ravel(d_x), np.ravel(x), y, 0)
    d, x, y = np.moveaxis(d_x, axis, 0), np.moveaxis(x, axis, 0), np.moveaxis(y, axis, 0)
    before = np.concatenate([np.ones_like(y[:1]), y[:-1]])
    out = np.zeros_like(y)
    carried = np.zeros_like(y[:1])
    for k in range(len(x)):
        carried = carried * x[k : k + 1] + before[k : k + 1] * d[k : k + 1]
        out[k : k + 1] = carried
    return np.moveaxis(out, 0, axis)


def places_of_extremes(y, axis):
    """Return where each element of a running maximum, or minimum, was met first, along `axis`."""
    steps = np.cumsum(np.ones_like(y, dtype=int), axis=axis) - 1
    n = np.shape(y)[axis]
    later = np.take(y, range(1, n), axis=axis) != np.take(y, range(n - 1), axis=axis)
    first = np.ones_like(np.take(y, range(min(n, 1)), axis=axis), dtype=bool)
    is_new = np.concatenate([first, later], axis=axis)
    return np.maximum.accumulate(np.where(is_new, steps, 0), axis=axis)


def reduceat_grad(grad, a, indices, axis):
    """Adjoint of `a` in `np.add.reduceat(a, indices, axis)`: an element for each segment of it."""
    out = np.moveaxis(np.zeros_like(a), axis, 0)
    moved = np.moveaxis(grad, axis, 0)
    ends = [*indices[1:], len(out)]
    for k, first in enumerate(indices):
        end = max(ends[k], first + 1)
        out[first:end] += moved[k]
    return np.moveaxis(out, 0, axis)
