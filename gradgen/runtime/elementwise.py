# mypy: allow-untyped-defs, no-check-untyped-defs
"""Helpers for formulas that need care at a point."""

import numpy as np


def power_slope(a, b):
    """Derivative of `a**b` with respect to `a`: `b * a**(b - 1)`, and 0 for `0**0`."""
    base = a + ((a == 0) & (b == 0))
    return b * np.power(1.0 * base, b - 1)


def log_or_zero(x):
    """Natural logarithm of `x`, and 0 where `x` is 0."""
    return np.log(x + (x == 0))


def ratio(x, y):
    """`x / y`, and 0 where `y` is 0."""
    return x * (y != 0) / (y + (y == 0))


def count_equal(value, candidates):
    """Count the `candidates` that are equal to `value`."""
    return sum(1.0 * (candidate == value) for candidate in candidates)
