"""Helpers for samples along axes: integrals and convolutions of SciPy."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.broadcasting import unbroadcast
from gradgen.runtime.elementwise import ratio
from gradgen.runtime.running import diff_grad
from gradgen.runtime.signals import interval_widths, neighbour_sums, to_both_ends


def simpson_weights(y, x, axis):
    """Return the weights of the samples in `scipy.integrate.simpson(y, x=x, axis=axis)`."""
    h = np.moveaxis(interval_widths(1.0 * y, x, 1.0, axis), axis, 0)
    weights = np.zeros_like(np.moveaxis(1.0 * y, axis, 0))
    n = len(weights)
    paired = n - 1 if n % 2 == 1 else n - 2
    first, second = h[0:paired:2], h[1:paired:2]
    both = first + second
    weights[0:paired:2] += both / 6.0 * (2.0 - ratio(second, first))
    weights[1 : paired + 1 : 2] += both**2 / 6.0 * ratio(both, first * second)
    weights[2 : paired + 2 : 2] += both / 6.0 * (2.0 - ratio(first, second))
    if n == 2:
        weights += 0.5 * h
    elif n % 2 == 0:
        a, b = h[-2], h[-1]
        weights[-1] += ratio(b * (2.0 * b + 3.0 * a), 6.0 * (a + b))
        weights[-2] += ratio(b * (b + 3.0 * a), 6.0 * a)
        weights[-3] -= ratio(b**3, 6.0 * a * (a + b))
    return np.moveaxis(weights, 0, axis)


def intervals_to_ends(later, y, x, dx, axis):
    """Adjoint of `y` in areas of trapezoids along `axis`, from that of each interval."""
    return unbroadcast(to_both_ends(0.5 * later * interval_widths(y, x, dx, axis), axis), y)


def intervals_to_positions(later, y, x, axis):
    """Adjoint of `x` in areas of trapezoids along `axis`, from that of each interval."""
    heights = 0.5 * later * neighbour_sums(y, axis)
    if np.ndim(x) == 1:
        others = tuple(i for i in range(np.ndim(y)) if i != axis % np.ndim(y))
        return diff_grad(np.sum(heights, axis=others), 0)
    return unbroadcast(diff_grad(heights, axis), x)


def pad_convolution(grad, a, v, mode):
    """Put zeros around `grad` where `scipy.signal.convolve(a, v, mode)` cuts the full result."""
    widths = []
    for m, n, kept in zip(np.shape(a), np.shape(v), np.shape(grad), strict=True):
        left = min(m, n) - 1 if mode == "valid" else (n - 1) // 2 if mode == "same" else 0
        widths.append((left, m + n - 1 - left - kept))
    return np.pad(grad, widths)
