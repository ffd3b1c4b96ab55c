"""Reference derivatives of the original function: differences, made exact where possible.

`gradient(function, call, "x")` returns the derivative of a scalar function by the argument `x`,
and an estimate of its error, from extrapolated central differences; where a complex step agrees
with them, that exact value is taken instead.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from gradgen.check.differences import richardson
from gradgen.errors import InputError
from tests.support.nests import flat, mapped, size_of, unflat
from tests.support.samples import Call

TINY = 1e-200
MANY = 40


@dataclass(frozen=True)
class Estimate:
    """The derivative along some directions of one argument, and how far each may be off.

    `directions` has one row for each of them, with the numbers of the argument in order.
    """

    directions: np.ndarray
    value: np.ndarray
    error: np.ndarray

    def miss(self, gradient: object) -> np.ndarray:
        """Return how far a gradient is from each value."""
        return np.abs(self.directions @ flat(gradient) - self.value)

    @property
    def tolerance(self) -> np.ndarray:
        """What may be missed: 1e-6 of the size of the gradient, and what is not known."""
        size = np.max(np.abs(self.value), initial=0.0)
        return 1e-6 * size + 10.0 * self.error + 1e-10


def along(function, call: Call, name: str, direction) -> Callable[[object], object]:
    """Return `t -> function(..., name + t * direction, ...)`, on fresh copies."""
    start = call.bound(function)[name]

    def curve(t):
        point = mapped(lambda leaf, part: leaf + t * part, start, direction)
        moved = call.copy().replaced(function, {name: point})
        return function(*moved.args, **moved.kwargs)

    return curve


def complex_step(function, call: Call, name: str, direction) -> float | None:
    """Return the derivative by one complex step, or None where the function does not take it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            value = along(function, call, name, direction)(TINY * 1j)
            return complex(value).imag / TINY
        except (TypeError, ValueError, ArithmeticError, Warning, InputError):
            return None


def directional(function, call: Call, name: str, direction) -> tuple[float, float]:
    """Return the derivative along a direction of one argument, and its error."""
    curve = along(function, call, name, direction)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value, error = richardson(lambda t: float(curve(t)))
    exact = complex_step(function, call, name, direction)
    if exact is not None and abs(exact - value) <= 10.0 * error + 1e-9 * (1.0 + abs(value)):
        return exact, 1e-15 * abs(exact)
    return value, error


def directions_of(size: int) -> Iterator[np.ndarray]:
    """Yield every axis of a small argument, random directions of a large one."""
    if size <= MANY:
        yield from np.eye(size)
        return
    random = np.random.default_rng(0)
    for _ in range(5):
        made = random.normal(size=size)
        yield made / np.linalg.norm(made)


def gradient(function, call: Call, name: str) -> Estimate:
    """Return the derivative of a scalar function by one argument, which may be a nest."""
    start = call.bound(function)[name]
    size = size_of(start)
    rows = list(directions_of(size))
    pairs = [directional(function, call, name, unflat(made, start)) for made in rows]
    value, error = np.array(pairs).reshape(-1, 2).T
    return Estimate(np.reshape(rows, (len(rows), size)), value, error)
