"""Functions of complex arguments: the convention, in both modes, and what is refused."""

from __future__ import annotations

import re

import numpy as np
import pytest

import gradgen

RANDOM = np.random.default_rng(7)


def drawn(*shape: int):
    return RANDOM.normal(size=shape) + 1j * RANDOM.normal(size=shape)


def misfit(z: "Complex[np.ndarray, 'n']", w: float):
    return np.sum(np.abs(z - w) ** 2)


def phase_sum(z: complex, x: "Float[np.ndarray, 'n']"):
    return np.sum(np.real(np.exp(z * x)))


def energy(a: "Complex[np.ndarray, 'n n']", b: "Complex[np.ndarray, 'n']"):
    u = np.linalg.solve(a, b)
    return np.vdot(u, a @ u).real


def scaled(z, p):
    return z * p + np.conj(z)


def through_branches(x, z: "Complex[np.ndarray, 'n']"):
    y = scaled(z, x)
    total = 0.0
    for k in range(len(x)):
        if x[k] > 0:
            t = y[k] * x[k]
        else:
            t = x[k]
        total = total + abs(t) + np.imag(t)
    return total


def gram(z: "Complex[np.ndarray, 'n m']"):
    s = np.einsum("ij,kj->ik", z, z.conj())
    return np.trace(s).real + np.angle(np.mean(z)) + np.sum(np.cumsum(z, axis=0)[1:].imag)


def orbit(x, z: complex):
    orbit = [z]
    for k in range(3):
        orbit.append(orbit[-1] ** 2 + x[k])
    return abs(orbit[-1]) + orbit[1].real


def filtered(h: "Complex[np.ndarray, 'k']", x: "Float[np.ndarray, 'n']"):
    return np.sum(np.fft.irfft(np.fft.rfft(x) * h, len(x)) ** 3)


def written(z: "Complex[np.ndarray, 'n']", x: "Float[np.ndarray, 'n']"):
    u = z.copy()
    u[0] = x[0]
    u[1:] *= x[1:]
    return np.sum((u * u).imag) + np.sum(x)


CASES = [
    (misfit, (drawn(4), 0.7), ("z", "w")),
    (phase_sum, (0.3 + 0.2j, RANDOM.normal(size=3)), ("z", "x")),
    (energy, (drawn(3, 3), drawn(3)), ("a", "b")),
    (through_branches, (RANDOM.normal(size=4), drawn(4)), ("x", "z")),
    (gram, (drawn(2, 3),), ("z",)),
    (orbit, (0.3 * RANDOM.normal(size=3), 0.2 + 0.3j), ("x", "z")),
    (filtered, (drawn(4), RANDOM.normal(size=6)), ("h", "x")),
    (written, (drawn(4), RANDOM.normal(size=4)), ("z", "x")),
]
each = pytest.mark.parametrize(
    ("function", "args", "wrt"), CASES, ids=[case[0].__name__ for case in CASES]
)


def pairing(gradient, direction) -> float:
    """The convention: no conjugate, and the real part."""
    return float(np.sum(np.asarray(gradient) * np.asarray(direction)).real)


@each
def test_gradient_agrees_with_differences(function, args, wrt) -> None:
    gradgen.check_grad(function, *args, wrt=wrt)


@each
def test_forward_and_reverse_agree(function, args, wrt) -> None:
    gradients = gradgen.grad(function, wrt=wrt)(*args)
    for name, gradient in zip(wrt, gradients, strict=True):
        index = function.__code__.co_varnames.index(name)
        real = not np.iscomplexobj(args[index])
        direction = (
            RANDOM.normal(size=np.shape(args[index])) if real else drawn(*np.shape(args[index]))
        )
        _, tangent = gradgen.jvp(function, wrt=name)(*args, **{f"d_{name}": direction})
        assert tangent == pytest.approx(pairing(gradient, direction), rel=1e-10, abs=1e-12)
        assert np.iscomplexobj(gradient) != real


def test_a_step_against_the_conjugate_goes_down() -> None:
    z = drawn(4)
    gradient = gradgen.grad(misfit)(z, 0.7)
    assert misfit(z - 1e-3 * np.conj(gradient), 0.7) < misfit(z, 0.7)


def transfer(x):
    return np.exp(1j * x) * x


def test_vjp_of_a_complex_value_takes_a_complex_seed() -> None:
    x, seed, direction = RANDOM.normal(size=3), drawn(3), RANDOM.normal(size=3)
    gradient = gradgen.vjp(transfer)(x, grad_out=seed)
    _, tangent = gradgen.jvp(transfer)(x, d_x=direction)
    assert gradient.dtype == np.float64
    assert pairing(gradient, direction) == pytest.approx(pairing(seed, tangent), rel=1e-12)


def sum_of_sizes(x, h):
    return np.sum(np.abs(np.exp(1j * x) + h))


def plain_sizes(x, h):
    return np.sum(np.abs(x * h))


def test_what_is_not_declared_is_real() -> None:
    x, h = RANDOM.normal(size=3), drawn(3)
    with pytest.raises(ValueError, match="sum_of_sizes_grad is for a real x, a real h"):
        gradgen.grad(sum_of_sizes)(x, h)
    with pytest.raises(gradgen.InputError, match="the gradient by `x` is complex"):
        gradgen.grad(plain_sizes)(x, h)
    with pytest.raises(gradgen.InputError, match="`x` is complex, and what is not declared"):
        gradgen.grad(plain_sizes)(h, x)


def spread_of_waves(x):
    return np.std(np.exp(1j * x))


NO_RULE = re.escape("`numpy.std` of complex numbers has no derivative")


def complex_value(x):
    return np.sum(np.exp(1j * x))


def test_refusals() -> None:
    with pytest.raises(gradgen.UnsupportedError, match=NO_RULE):
        gradgen.grad(spread_of_waves)
    with pytest.raises(gradgen.UnsupportedError, match="`complex_value` returns a complex number"):
        gradgen.grad(complex_value)
    with pytest.raises(gradgen.UnsupportedError, match=NO_RULE):
        gradgen.jvp(spread_of_waves)
