"""Extrapolated differences are precise, and know where they are not."""

import math

import pytest

from gradgen.check.differences import richardson, ridders


@pytest.mark.parametrize(
    ("curve", "slope"),
    [
        (lambda t: 3.0 * t - 1.0, 3.0),
        (lambda t: math.exp(2.0 * t), 2.0),
        (lambda t: math.sin(50.0 * t), 50.0),
        (lambda t: 1.0 / (0.01 + t), -1e4),
        (lambda t: 7.0, 0.0),
        (lambda t: abs(t + 0.004), 1.0),
    ],
)
def test_smooth_curves(curve, slope):
    value, error = richardson(curve)
    assert abs(value - slope) <= 1e-8 * max(1.0, abs(slope))
    assert abs(value - slope) <= 10.0 * error + 1e-15


def test_jump_has_a_large_error():
    _, error = richardson(lambda t: 1.0 if t > 0.0 else 0.0)
    assert error > 0.1


def test_nowhere_defined_has_an_infinite_error():
    value, error = ridders(lambda t: math.nan, 0.1)
    assert math.isnan(value)
    assert math.isinf(error)


def test_noise_is_in_the_error():
    value, error = richardson(lambda t: 1e8 + t)
    assert abs(value - 1.0) <= 10.0 * error
    assert error < 1e-3
