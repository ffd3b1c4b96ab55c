"""Constants of the module."""

import numpy
import numpy as np
from jaxtyping import Float
from numpy import tanh as squash

GRAVITY = 9.81
WEIGHTS = np.array([1.0, -2.0, 0.5])
STEPS = 3
ORIGIN = (0.5, -0.5)
TWO_PI = 2.0 * np.pi


def falling(height: float, v: float):
    return GRAVITY * height + 0.5 * v * v


def weighted(x: Float[np.ndarray, "3"]):
    return np.sum(WEIGHTS * x**2) * WEIGHTS[1]


def stepped(x: float):
    for _ in range(STEPS):
        x = np.sin(x) + x
    return x


def from_origin(x: float, y: float):
    return (x - ORIGIN[0]) ** 2 * (y - ORIGIN[1])


def fourier(x: Float[np.ndarray, "n"], k: int):
    return np.sum(np.cos(TWO_PI * k * x) + np.sin(np.pi * x) * np.e)


def renamed(x: Float[np.ndarray, "n"]):
    return numpy.sum(squash(x) * numpy.sqrt(1.0 + x**2))


def local_hides_global(x: float):
    """A local with the name of a module constant is a variable like any other."""
    GRAVITY = x * x
    GRAVITY = GRAVITY * np.sin(GRAVITY)
    return GRAVITY


def adjoint_like_names(grad_x: float, d_y: float, saved_x: float):
    """The user's names look like those that gradgen gives."""
    for _ in range(2):
        grad_x = grad_x * saved_x
        saved_x = np.sin(saved_x) * d_y
    out = grad_x * saved_x
    return out * d_y
