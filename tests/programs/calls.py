"""User functions that call user functions."""

import math

import numpy as np
from jaxtyping import Float


def square(x):
    return x * x


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def mix(a, b=2.0, c=1.0, *, z=0.5):
    return a * b + z * np.sin(c) - a * z


def sum_of_calls(x: Float[np.ndarray, "n"]):
    return np.sum(square(x) + square(np.sin(x)))


def call_in_call(x: float):
    return square(sigmoid(square(x)))


def keywords_any_order(a: float, c: float):
    return mix(z=a, c=b_of(c), a=c) * mix(a, c=c)


def b_of(c):
    return c * c + 1.0


def defaults_used(x: float):
    return mix(x) + mix(x, 3.0) + mix(x, c=x)


def polar(x, y):
    """Two values."""
    r = np.sqrt(x * x + y * y)
    phi = np.arctan2(y, x)
    return r, phi


def tuple_result(x: float, y: float):
    r, phi = polar(x, y)
    return r * np.cos(2.0 * phi) + phi


def one_of_two(x: float, y: float):
    """Only the first of two results is used."""
    r, _ = polar(x, y)
    return r**3


def power(x, n):
    """Recursion."""
    if n == 0:
        return 1.0
    return x * power(x, n - 1)


def recursive_power(x: float, n: int):
    return power(x, n) + power(x * x, 2)


def even_part(x, n):
    if n == 0:
        return x
    return np.sin(odd_part(x, n - 1))


def odd_part(x, n):
    if n == 0:
        return 1.0 + x
    return x * even_part(x, n - 1)


def mutual_recursion(x: float, n: int):
    return even_part(x, n) * x


def scaled(x, scale):
    return np.tanh(scale * x)


def different_activity(x: Float[np.ndarray, "n"], s: float):
    """One function, called with active data, active options, both and neither."""
    a = scaled(x, 2.0)
    b = scaled(np.array([0.5, -1.0]), s)
    c = scaled(x, s)
    d = scaled(0.3, 0.7)
    return np.sum(a) + np.sum(b) * np.sum(c) + d


def fill(v, c):
    """Works on a copy of its own."""
    out = v.copy()
    out[0] = c
    out[1:] *= c
    return out


def callee_with_buffer(v: Float[np.ndarray, "n"], c: float):
    return np.sum(fill(v, c) ** 2)


def layer(h, w):
    return np.tanh(h @ w)


def call_in_loop(h: Float[np.ndarray, "k"], w: Float[np.ndarray, "k k"], depth: int):
    for _ in range(depth):
        h = layer(h, w) + h
    return np.sum(h**2)


def branchy(x):
    if x > 0.0:
        return np.log1p(x)
    return -x * x


def call_with_branches(x: Float[np.ndarray, "n"]):
    total = 0.0
    for value in x:
        total += branchy(value)
    return total * total


def repeated(x, n):
    """A loop in the callee."""
    for _ in range(n):
        x = x * math.cos(x)
    return x


def callee_with_loop(x: float):
    return repeated(x, 3) + repeated(2.0 * x, 0) * repeated(x, 1)


def call_inside_expression(x: Float[np.ndarray, "n"], w: float):
    return np.mean((square(w * x - 1.0) + sigmoid(x)) / (1.0 + square(w)))


def call_in_branch_test(x: float, y: float):
    if square(x) > 1.0:
        y = y * square(x)
    return y + sigmoid(y)


def unused_argument(x: float, y: float):
    """A callee that ignores what it is given."""
    return first_of(x, y) ** 2


def first_of(a, b):
    return a


def positional_and_keyword(a: float, b: float, *, scale: float = 1.5):
    return scale * square(a) + mix(b, a, z=scale)
