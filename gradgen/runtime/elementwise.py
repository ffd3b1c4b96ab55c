"""Helpers for formulas that need care at a point."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np


def power_slope(a, b):
    """Differentiate `a**b` by `a`: `b * a**(b - 1)`, and 0 for `0**0`."""
    base = a + ((a == 0) & (b == 0))
    return b * np.power(1.0 * base, b - 1)


def log_or_zero(x):
    """Take the natural logarithm of `x`, and 0 where `x` is 0."""
    return np.log(x + (x == 0))


def ratio(x, y):
    """Divide `x` by `y`, and take 0 where `y` is 0."""
    return x / (y + (y == 0)) * (y != 0)


def sinc_slope(x):
    """Differentiate `np.sinc(x)`: `(cos(pi * x) - sinc(x)) / x`, and 0 where `x` is 0."""
    return ratio(np.cos(np.pi * x) - np.sinc(x), x)


def sinc_curvature(x):
    """Differentiate `np.sinc(x)` twice; near 0 by its series, where the formula cancels."""
    square = (np.pi * x) ** 2
    series = np.pi**2 * (-1.0 / 3.0 + square / 10.0 - square**2 / 168.0)
    formula = ratio(-np.pi * np.sin(np.pi * x) - 2.0 * sinc_slope(x), x)
    return np.where(np.abs(x) < 0.01, series, formula)


def count_equal(value, candidates):
    """Count the `candidates` that are equal to `value`."""
    return sum(1.0 * (candidate == value) for candidate in candidates)


def extreme_grad(grad, values, y):
    """Adjoint of `values` in `y = max(values)`, or `min`: ties share it evenly."""
    count = count_equal(y, values)
    shares = [grad * (value == y) / count for value in values]
    return shares if isinstance(values, (list, tuple)) else np.array(shares)


def extreme_tangent(d_values, values, y):
    """Tangent of `y = max(values)`, or `min`: the mean of those that tie."""
    total = sum(d * (value == y) for d, value in zip(d_values, values, strict=True))
    return total / count_equal(y, values)
