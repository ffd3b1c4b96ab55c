"""A module that has functions of its own by the names of builtins."""
# ruff: noqa: A001, A002

import builtins

import numpy as np


def enumerate(values):
    return values[1:]


def reversed(values):
    return values[1:] * 2.0


def range(n):
    return [k * 2 for k in builtins.range(n)]


def len(values):
    return 7


def max(a, b):
    return a * b


def abs(x):
    return x * 5.0


def float(x):
    return x * 2.0


def int(x):
    return 2.0 * x


def list(values):
    return values * 2.0


def tuple(values):
    return values[::-1] * 2.0


def isinstance(a, b):
    return a * b


def sum(values):
    return np.sum(values) * 3.0


zip = 3.0


def walks_its_own(x):
    total = 0.0
    for v in enumerate(x):
        total += v * v
    for v in reversed(x):
        total += v * total
    return total


def counts_its_own(x):
    total = 0.0
    for i in range(3):
        total += i * x * total + x
    return total * len([x])


def casts_its_own(x):
    return max(x, x + 1.0) * abs(x) * float(x) + int(x)


def lists_its_own(x):
    total = 0.0
    for v in list(x):
        total += v * v * total + v
    for v in tuple(x):
        total += v**2
    return total


def tests_its_own(x):
    return isinstance(x, 3.0) * x * zip


def sums_its_own(x, w):
    return sum([v * v for v in reversed(x * w)])
