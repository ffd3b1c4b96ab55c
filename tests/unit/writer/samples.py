"""Functions whose derivatives the tests of the writer make by hand."""

import math
from math import pi

import numpy as np
from numpy import tanh as squash

GRAVITY = 9.81
TABLE = np.arange(3.0)
POINTS = (1, -2.5, "a", None)
np_like = {"zero": 0.0}


def scale(x):
    return GRAVITY * x


def pendulum(theta: float, length: float = 2.0 * pi):
    """Period of a pendulum."""
    # the small-angle formula
    period = 2.0 * math.pi * np.sqrt(length / GRAVITY)  # seconds
    return period * (1.0 + squash(theta) ** 2 / 16.0) * scale(1.0) * len(POINTS)


def lookup(x, i=0):
    return x * TABLE[i] * np_like["zero"]
