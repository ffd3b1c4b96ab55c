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


def simpson_slopes(y, x, axis):
    """Differentiate `scipy.integrate.simpson(y, x=x, axis=axis)` by the width of each interval."""
    h = np.moveaxis(interval_widths(1.0 * y, x, 1.0, axis), axis, 0)
    f = np.moveaxis(1.0 * y, axis, 0)
    slopes = np.zeros_like(f[1:])
    n = len(f)
    paired = n - 1 if n % 2 == 1 else n - 2
    p, q = h[0:paired:2], h[1:paired:2]
    left, middle, right = f[0:paired:2], f[1 : paired + 1 : 2], f[2 : paired + 2 : 2]
    both = p + q
    mean = left * (2.0 - q / p) + middle * both**2 / (p * q) + right * (2.0 - p / q)
    bend = middle * both * (p - q) / (p * q)
    slopes[0:paired:2] += (mean + both * (left * q / p**2 + bend / p - right / q)) / 6.0
    slopes[1:paired:2] += (mean + both * (right * p / q**2 - bend / q - left / p)) / 6.0
    if n == 2:
        slopes += 0.5 * (f[1:] + f[:-1])
    elif n % 2 == 0:
        a, b = h[-2], h[-1]
        last, before, first = f[-1], f[-2], f[-3]
        both = a + b
        slopes[-2] += (b / both) ** 2 * last / 6.0 - (b / a) ** 2 * before / 6.0
        slopes[-2] += b**3 * (2.0 * a + b) * first / (6.0 * (a * both) ** 2)
        slopes[-1] += (3.0 * a**2 + 4.0 * a * b + 2.0 * b**2) * last / (6.0 * both**2)
        slopes[-1] += (2.0 * b + 3.0 * a) * before / (6.0 * a)
        slopes[-1] -= b**2 * (3.0 * a + 2.0 * b) * first / (6.0 * a * both**2)
    return np.moveaxis(slopes, 0, axis)


def widths_to_positions(slopes, x, axis):
    """Adjoint of `x` from those of the widths of its intervals along `axis`."""
    if np.ndim(x) == 1:
        others = tuple(i for i in range(np.ndim(slopes)) if i != axis % np.ndim(slopes))
        return diff_grad(np.sum(slopes, axis=others), 0)
    return unbroadcast(diff_grad(slopes, axis), x)


def intervals_to_ends(later, y, x, dx, axis):
    """Adjoint of `y` in areas of trapezoids along `axis`, from that of each interval."""
    return unbroadcast(to_both_ends(0.5 * later * interval_widths(y, x, dx, axis), axis), y)


def intervals_to_positions(later, y, x, axis):
    """Adjoint of `x` in areas of trapezoids along `axis`, from that of each interval."""
    return widths_to_positions(0.5 * later * neighbour_sums(y, axis), x, axis)


def pad_convolution(grad, a, v, mode):
    """Put zeros around `grad` where `scipy.signal.convolve(a, v, mode)` cuts the full result."""
    widths = []
    for m, n, kept in zip(np.shape(a), np.shape(v), np.shape(grad), strict=True):
        left = min(m, n) - 1 if mode == "valid" else (n - 1) // 2 if mode == "same" else 0
        widths.append((left, m + n - 1 - left - kept))
    return np.pad(grad, widths)
