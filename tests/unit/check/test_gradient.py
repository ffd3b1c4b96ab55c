"""`check_grad` confirms right gradients and names what is wrong with wrong ones."""

import numpy as np
import pytest

from gradgen.check import GradientMismatchError, check_grad
from gradgen.errors import GradgenError, InputError, NotScalarError


def energy(x, k, n=2):
    return 0.5 * k * np.sum(x**n)


def energy_grad(x, k, n=2):
    return 0.5 * n * k * x ** (n - 1), 0.5 * np.sum(x**n)


X = np.array([0.5, -1.25, 2.0])
BOTH = ("x", "k")


def test_right_gradient_passes():
    report = check_grad(energy, X, 3.0, wrt=BOTH, derivative=energy_grad)
    assert report.ok
    assert [argument.name for argument in report.arguments] == ["x", "k"]
    assert [argument.shape for argument in report.arguments] == [(3,), ()]
    assert [argument.directions for argument in report.arguments] == [3, 1]
    assert all(argument.max_error < 1e-9 for argument in report.arguments)
    assert str(report).startswith("check_grad of `energy`: passed")


@pytest.mark.parametrize("wrt", [0, "x", -3])
def test_single_wrt_takes_a_single_gradient(wrt):
    report = check_grad(
        energy, X, 3.0, wrt=wrt, derivative=lambda x, k, n=2: energy_grad(x, k, n)[0]
    )
    assert report.ok


def test_keyword_arguments_and_defaults():
    assert check_grad(energy, X, n=3, k=1.5, wrt=BOTH, derivative=energy_grad).ok


def test_wrong_component_is_named():
    def wrong(x, k, n=2):
        grad_x, grad_k = energy_grad(x, k, n)
        grad_x[1] += 1e-3
        return grad_x, grad_k

    report = check_grad(energy, X, 3.0, wrt=BOTH, derivative=wrong)
    assert not report.ok
    first, second = report.arguments
    assert (first.verdict, second.verdict) == ("wrong", "ok")
    assert first.max_error == pytest.approx(1e-3, rel=1e-6)
    assert "x[1] is -3.749 and should be -3.75" in str(report)
    assert "FAILED" in str(report)


def test_default_of_a_parameter_that_is_checked():
    def scaled(x, gain=3.0):
        return gain * x**2

    assert check_grad(scaled, 0.7, wrt="gain", derivative=lambda x, gain: x**2).ok


def test_small_error_is_seen_and_rtol_counts():
    def off(x, k, n=2):
        return (1.0 + 1e-5) * energy_grad(x, k, n)[0]

    assert not check_grad(energy, X, 3.0, derivative=off).ok
    assert check_grad(energy, X, 3.0, derivative=off, rtol=1e-4).ok


def test_all_zero_gradient_is_flagged():
    report = check_grad(energy, X, 3.0, derivative=lambda x, k, n=2: np.zeros_like(x))
    (argument,) = report.arguments
    assert argument.verdict == "all zero"
    assert "should be" in argument.detail


def test_zero_gradient_that_is_right():
    report = check_grad(lambda x, y: y**2, 0.3, 0.7, derivative=lambda x, y: 0.0)
    assert report.ok


def test_wrong_shape_and_values_that_are_not_finite():
    report = check_grad(energy, X, 3.0, derivative=lambda x, k, n=2: 1.0)
    assert report.arguments[0].verdict == "shape"
    report = check_grad(energy, X, 3.0, derivative=lambda x, k, n=2: np.nan * x)
    assert report.arguments[0].verdict == "not finite"


def test_kink_is_unclear():
    report = check_grad(lambda x: abs(x), 0.0, derivative=lambda x: 1.0)
    assert not report.ok
    jump = check_grad(lambda x: float(x > 1.0), 1.0, derivative=lambda x: 0.0)
    assert jump.arguments[0].verdict == "unclear"


def test_large_arguments_are_compared_along_directions():
    x = np.linspace(-1.0, 2.0, 300)
    good = check_grad(energy, x, 3.0, derivative=lambda x, k, n=2: k * x)
    assert good.ok
    assert good.arguments[0].directions < 20

    def wrong(x, k, n=2):
        made = k * x
        made[123] += 0.01
        return made

    assert not check_grad(energy, x, 3.0, derivative=wrong).ok


def test_single_precision():
    x = X.astype(np.float32)
    assert check_grad(energy, x, 3.0, derivative=lambda x, k, n=2: k * x).ok


def test_sizes_far_from_one():
    assert check_grad(np.log, 1e-9, derivative=lambda x: 1.0 / x, wrt=0).ok
    assert check_grad(lambda x: x**2, 1e9, derivative=lambda x: 2.0 * x).ok


def test_empty_argument():
    assert check_grad(energy, np.zeros(0), 3.0, wrt=BOTH, derivative=energy_grad).ok


def test_arguments_are_untouched():
    def careless(x, k, n=2):
        x *= 2.0
        return k * x / 2.0

    x = X.copy()
    assert check_grad(energy, x, 3.0, derivative=careless).ok
    assert np.array_equal(x, X)


def test_reverse_against_forward():
    def tangent(x, k, n=2, *, d_x, d_k):
        grad_x, grad_k = energy_grad(x, k, n)
        return energy(x, k, n), np.sum(grad_x * d_x) + grad_k * d_k

    report = check_grad(energy, X, 3.0, wrt=BOTH, derivative=energy_grad, tangent=tangent)
    assert report.dot_product is not None
    assert report.ok

    def wrong(x, k, n=2, *, d_x, d_k):
        out, d_out = tangent(x, k, n, d_x=d_x, d_k=d_k)
        return out, d_out + 1e-6

    report = check_grad(energy, X, 3.0, wrt=BOTH, derivative=energy_grad, tangent=wrong)
    assert not report.ok
    assert "the two modes disagree" in str(report)


def test_raise_on_failure():
    with pytest.raises(GradientMismatchError, match="all zero") as caught:
        check_grad(energy, X, 3.0, derivative=lambda x, k, n=2: 0.0 * x, raise_on_failure=True)
    assert isinstance(caught.value, GradgenError)
    assert caught.value.code == "GG601"


def test_what_cannot_be_checked():
    with pytest.raises(NotScalarError, match="shape"):
        check_grad(lambda x: x * 2.0, X, derivative=lambda x: x)
    with pytest.raises(InputError, match="parameters are x, k, n"):
        check_grad(energy, X, 3.0, wrt="speed", derivative=energy_grad)


def test_table():
    report = check_grad(energy, X, 3.0, wrt=BOTH, derivative=energy_grad)
    head, first, second = str(report).splitlines()[1:]
    assert head.split() == ["argument", "shape", "max", "error", "difference", "±", "verdict"]
    assert first.split()[:2] == ["x", "(3,)"]
    assert second.endswith("ok")
