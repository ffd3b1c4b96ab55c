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
from tests.support.samples import Call

TINY = 1e-200
MANY = 40


@dataclass(frozen=True)
class Estimate:
    """The derivative along some directions of one argument, and how far each may be off.

    `directions` has one more axis in front than the argument.
    """

    directions: np.ndarray
    value: np.ndarray
    error: np.ndarray

    def miss(self, gradient: object) -> np.ndarray:
        """Return how far a gradient is from each value."""
        found = self.directions.reshape(len(self.value), np.size(gradient)) @ np.ravel(gradient)
        return np.abs(found - self.value)

    @property
    def tolerance(self) -> np.ndarray:
        """What may be missed: 1e-6 of the size of the gradient, and what is not known."""
        size = np.max(np.abs(self.value), initial=0.0)
        return 1e-6 * size + 10.0 * self.error + 1e-10


def along(function, call: Call, name: str, direction) -> Callable[[object], object]:
    """Return `t -> function(..., name + t * direction, ...)`, on fresh copies."""
    start = call.bound(function)[name]

    def curve(t):
        moved = call.copy().replaced(function, {name: start + t * direction})
        return function(*moved.args, **moved.kwargs)

    return curve


def complex_step(function, call: Call, name: str, direction) -> float | None:
    """Return the derivative by one complex step, or None where the function does not take it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            value = along(function, call, name, direction)(TINY * 1j)
            return complex(value).imag / TINY
        except (TypeError, ValueError, ArithmeticError, Warning):
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


def directions_of(shape: tuple[int, ...]) -> Iterator[np.ndarray]:
    """Yield every axis of a small argument, random directions of a large one."""
    size = int(np.prod(shape))
    if size <= MANY:
        yield from np.eye(size).reshape(size, *shape)
        return
    random = np.random.default_rng(0)
    for _ in range(5):
        made = random.normal(size=shape)
        yield made / np.linalg.norm(made)


def gradient(function, call: Call, name: str) -> Estimate:
    """Return the derivative of a scalar function by one argument."""
    shape = np.shape(call.bound(function)[name])
    directions = [made if shape else float(made) for made in directions_of(shape)]
    pairs = [directional(function, call, name, direction) for direction in directions]
    table = np.reshape(directions, (len(directions), *shape))
    value, error = np.array(pairs).reshape(-1, 2).T
    return Estimate(table, value, error)
