"""Helpers for samples along an axis: convolutions, interpolation, differences, integrals."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.broadcasting import unbroadcast, zero_like
from gradgen.runtime.elementwise import ratio
from gradgen.runtime.running import diff_grad


def pad_to_full(grad, a, v, mode, correlated):
    """Put zeros around `grad` where `np.convolve(a, v, mode)` cuts the full result off."""
    shorter = min(len(a), len(v))
    left = 0
    if mode == "valid":
        left = shorter - 1
    elif mode == "same":
        left = shorter // 2 if correlated and len(a) < len(v) else (shorter - 1) // 2
    return np.pad(grad, (left, len(a) + len(v) - 1 - left - len(grad)))


def interp_slope(x, xp, fp):
    """Differentiate `np.interp(x, xp, fp)` by `x`: the slope to the right, and 0 outside."""
    after = np.searchsorted(xp, x, side="right")
    left, right = np.maximum(after - 1, 0), np.minimum(after, len(xp) - 1)
    rise = np.take(fp, right) - np.take(fp, left)
    return ratio(rise, np.take(xp, right) - np.take(xp, left))


def interp_grad(grad, x, xp, like):
    """Adjoint of `fp` in `np.interp(x, xp, fp)`: each value is shared by its two neighbours."""
    after = np.searchsorted(xp, x, side="right")
    left, right = np.maximum(after - 1, 0), np.minimum(after, len(xp) - 1)
    first = np.take(xp, left)
    share = ratio(x - first, np.take(xp, right) - first)
    out = zero_like(like)
    np.add.at(out, left, grad * (1.0 - share))
    np.add.at(out, right, grad * share)
    return out


def diffs_grad(grad, n, axis):
    """Adjoint of `x` in `np.diff(x, n, axis)`."""
    for _ in range(n):
        grad = diff_grad(grad, axis)
    return grad


def length_along(x, axis):
    """Count what `x` adds along `axis` where it is joined to others: a number is one."""
    if x is None:
        return 0
    if axis is None:
        return np.size(x)
    return 1 if np.ndim(x) == 0 else np.shape(x)[axis]


def cut_like(grad, first, x, axis):
    """Cut the gradient of `x` out of that of what it was joined to, from `first` on."""
    if axis is None:
        return np.reshape(grad[first : first + np.size(x)], np.shape(x))
    places = range(first, first + length_along(x, axis))
    return unbroadcast(np.take(grad, places, axis=axis), x)


def neighbour_sums(x, axis):
    """Add each element along `axis` to the next one."""
    n = np.shape(x)[axis]
    return np.take(x, range(1, n), axis=axis) + np.take(x, range(n - 1), axis=axis)


def to_both_ends(half, axis):
    """Add what belongs to each interval along `axis` to both its ends."""
    edge = np.zeros_like(np.sum(half, axis=axis, keepdims=True))
    return np.concatenate([half, edge], axis=axis) + np.concatenate([edge, half], axis=axis)


def interval_widths(y, x, dx, axis):
    """Return the widths of the intervals of `np.trapezoid(y, x, dx, axis)`."""
    if x is None:
        return dx * np.ones_like(np.diff(y, axis=axis))
    if np.ndim(x) == 1:
        shape = [1] * np.ndim(y)
        shape[axis] = len(x) - 1
        return np.reshape(np.diff(x), shape)
    return np.diff(x, axis=axis)


def trapezoid_grad(grad, y, x, dx, axis):
    """Adjoint of `y` in `np.trapezoid(y, x, dx, axis)`: half of each interval for both its ends."""
    half = 0.5 * np.expand_dims(grad, axis) * interval_widths(y, x, dx, axis)
    return unbroadcast(to_both_ends(half, axis), y)


def trapezoid_grad_x(grad, y, x, axis):
    """Adjoint of `x` in `np.trapezoid(y, x, axis=axis)`: the mean heights of the intervals."""
    heights = 0.5 * np.expand_dims(grad, axis) * neighbour_sums(y, axis)
    if np.ndim(x) == 1:
        others = tuple(i for i in range(np.ndim(y)) if i != axis % np.ndim(y))
        return diff_grad(np.sum(heights, axis=others), 0)
    return unbroadcast(diff_grad(heights, axis), x)
