"""Helpers for norms whose order is known only at run time, and for norms by singular values."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.elementwise import ratio


def norm_slope(x, ord, axis):
    """Differentiate `np.linalg.norm(x, ord, axis)` by `x`, for any order and axes."""
    if ord is None:
        return ratio(x, np.sqrt(np.sum(x * x, axis=axis, keepdims=True)))
    axes = range(np.ndim(x)) if axis is None else axis
    if isinstance(axes, int) or len(axes) == 1:
        return vector_norm_slope(x, ord, axis)
    return matrix_norm_slope(x, ord, tuple(axes))


def vector_norm_slope(x, ord, axis):
    """Differentiate the norm of vectors along `axis` by `x`: 0 for an element that is 0."""
    sizes = np.abs(x)
    if ord == np.inf:
        is_extreme = sizes == np.max(sizes, axis=axis, keepdims=True)
    elif ord == -np.inf:
        is_extreme = sizes == np.min(sizes, axis=axis, keepdims=True)
    elif ord == 0:
        return np.zeros_like(x)
    elif ord == 1:
        return np.sign(x)
    else:
        norms = np.sum(sizes**ord, axis=axis, keepdims=True) ** (1.0 / ord)
        if ord > 1:
            return np.sign(x) * ratio(sizes, norms) ** (ord - 1.0)
        return np.sign(x) * (norms / (sizes + (x == 0))) ** (1.0 - ord)
    count = np.sum(is_extreme, axis=axis, keepdims=True, dtype=x.dtype)
    return np.sign(x) * is_extreme / count


def matrix_norm_slope(x, ord, axis):
    """Differentiate the norm of matrices along a pair of axes by `x`: ties share evenly."""
    if ord == "fro":
        return ratio(x, np.sqrt(np.sum(x * x, axis=axis, keepdims=True)))
    if ord == "nuc" or ord == 2 or ord == -2:
        return singular_norm_slope(x, ord, axis)
    summed = axis[0] if ord == 1 or ord == -1 else axis[1]
    other = axis[1] if ord == 1 or ord == -1 else axis[0]
    sums = np.sum(np.abs(x), axis=summed, keepdims=True)
    if ord > 0:
        is_extreme = sums == np.max(sums, axis=other, keepdims=True)
    else:
        is_extreme = sums == np.min(sums, axis=other, keepdims=True)
    count = np.sum(is_extreme, axis=other, keepdims=True, dtype=x.dtype)
    return np.sign(x) * is_extreme / count


def singular_norm_slope(x, ord, axis):
    """Differentiate the sum, the largest or the smallest of the singular values by `x`."""
    u, s, vh = np.linalg.svd(np.moveaxis(x, axis, (-2, -1)), full_matrices=False)
    weights = np.sign(s)  # 0 for a singular value 0
    if ord != "nuc":
        if ord == 2:
            is_extreme = s == np.max(s, axis=-1, keepdims=True)
        else:
            is_extreme = s == np.min(s, axis=-1, keepdims=True)
        count = np.sum(is_extreme, axis=-1, keepdims=True, dtype=s.dtype)
        weights = weights * is_extreme / count
    slope = (u * weights[..., None, :]) @ vh
    return np.moveaxis(slope, (-2, -1), axis)


def cond_slope(x, p):
    """Differentiate `np.linalg.cond(x, p)` by `x`."""
    if p is None or p == 2 or p == -2:
        first, last = (-2, 2) if p == -2 else (2, -2)
        above = np.linalg.norm(x, first, axis=(-2, -1), keepdims=True)
        below = np.linalg.norm(x, last, axis=(-2, -1), keepdims=True)
        up = singular_norm_slope(x, first, (-2, -1))
        return (up - singular_norm_slope(x, last, (-2, -1)) * (above / below)) / below
    inverse = np.linalg.inv(x)
    own = np.linalg.norm(x, p, axis=(-2, -1), keepdims=True)
    other = np.linalg.norm(inverse, p, axis=(-2, -1), keepdims=True)
    transposed = np.swapaxes(inverse, -1, -2)
    turned = transposed @ matrix_norm_slope(inverse, p, (-2, -1)) @ transposed
    return matrix_norm_slope(x, p, (-2, -1)) * other - own * turned
