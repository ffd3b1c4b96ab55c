"""Loops over ranges, arrays, zip and enumerate; nested loops; while."""

import numpy as np
from jaxtyping import Float


def sum_of_squares(x: Float[np.ndarray, "n"]):
    total = 0.0
    for i in range(len(x)):
        total = total + x[i] * x[i]
    return total


def over_values(x: Float[np.ndarray, "n"]):
    total = 0.0
    for value in x:
        total += np.exp(-value) * value
    return total


def over_rows(points: Float[np.ndarray, "n d"], center: Float[np.ndarray, "d"]):
    total = 0.0
    for p in points:
        total += np.sqrt(1.0 + np.sum((p - center) ** 2))
    return total


def zipped(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "n"]):
    total = 1.0
    for u, v in zip(a, b):
        total = total + u * np.cos(v) * total
    return total


def enumerated(x: Float[np.ndarray, "n"], decay: float):
    total = 0.0
    for i, value in enumerate(x):
        total += decay**i * value**2
    return total


def enumerate_zip(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "n"]):
    total = 0.0
    for i, (u, v) in enumerate(zip(a, b)):
        total += (i + 1) * u * v
    return total


def pairwise_potential(x: Float[np.ndarray, "n"]):
    """A nested loop whose inner range depends on the outer one."""
    energy = 0.0
    for i in range(len(x)):
        for j in range(i):
            r = x[i] - x[j]
            energy += 1.0 / (1.0 + r * r)
    return energy


def matrix_polynomial(a: Float[np.ndarray, "n n"], v: Float[np.ndarray, "n"], order: int):
    total = v
    term = v
    for k in range(1, order + 1):
        term = a @ term / k
        total = total + term
    return np.sum(total**2)


def target_reused(s: float, n: int):
    """The loop target is used in the body, and again after the loop."""
    i = 0
    for i in range(n):
        s = s * (i + 1.0) * 0.3
    return s * s + s * i


def target_between_loops(s: float, x: Float[np.ndarray, "n"]):
    """Two loops over the same target with a use of it between them."""
    i = 2
    total = s * (i + 1.0)
    for i in range(len(x)):
        total += x[i] * s
    total = total * (i + 1.0)
    s = np.sin(s)
    for i in range(2):
        total = total * (s + i)
    return total * (i + 1.0)


def value_after_loop(x: Float[np.ndarray, "n"]):
    """The last value that a loop over an array met carries a gradient."""
    total = 0.0
    value = 1.0
    for value in x:
        total += value**3
    return total * value


def while_halving(x: float):
    count = 0
    while x > 1.0:
        x = 0.5 * x + 0.1 * np.sin(x)
        count += 1
    return x * (count + 1.0)


def newton_cube_root(a: float):
    x = a
    while abs(x**3 - a) > 1e-12:
        x = x - (x**3 - a) / (3.0 * x**2)
    return x


def history_matters(a: float, n: int):
    """A recurrence that does not forget where it started."""
    x = a
    y = 1.0
    k = 0
    while k < n:
        x = x + 0.1 * np.sin(y * x)
        y = y * (1.0 + 0.1 * x)
        k += 1
    return x * y


def countdown(c: Float[np.ndarray, "n"], t: float):
    """A range that runs down."""
    value = 0.0
    for k in range(len(c) - 1, -1, -1):
        value = value * t + c[k]
    return value


def every_second(x: Float[np.ndarray, "n"]):
    total = 0.0
    for i in range(0, len(x), 2):
        total += x[i] ** 3
    return total


def local_in_loop(x: Float[np.ndarray, "n"], w: float):
    """Variables that live for one round."""
    total = 0.0
    for i in range(len(x)):
        z = w * x[i]
        h = np.tanh(z)
        total += h * h * z
    return total


def two_saved(x: float, y: float, n: int):
    """Two coupled states."""
    for _ in range(n):
        x_new = x + 0.1 * x * y
        y = y - 0.1 * x * y
        x = x_new
    return x * x + y


def saved_twice(x: float, n: int):
    """One variable overwritten twice in a round."""
    for _ in range(n):
        x = np.sin(x)
        x = x * x + 0.5
    return x


def nested_carried(x: float, n: int, m: int):
    total = 0.0
    for i in range(n):
        y = x
        for j in range(m):
            y = y * np.cos(y + j)
            total += y
        x = x + 0.1 * total
    return total * x


def while_in_for(x: Float[np.ndarray, "n"]):
    total = 0.0
    for i in range(len(x)):
        v = x[i]
        while v > 0.5:
            v = v * v * 0.4
        total += v
    return total


def running_mean(x: Float[np.ndarray, "n"]):
    mean = 0.0
    for i in range(len(x)):
        mean = mean + (x[i] - mean) / (i + 1)
    return mean**2


def over_constants(x: float):
    """A loop over a literal."""
    total = 0.0
    for c in (1.0, -0.5, 0.25):
        total = total * x + c
    return total


def growing_tensor(x: Float[np.ndarray, "n m"]):
    total = 0.0
    n, m = x.shape
    for i in range(n):
        for j in range(m):
            total += np.sin(x[i, j]) * (i - j)
    return total


def shift_register(x: float, rounds: int):
    """A signal that comes out of a chain of delays a dozen rounds after it went in."""
    v1 = v2 = v3 = v4 = v5 = v6 = v7 = 0.25
    v8 = v9 = v10 = v11 = v12 = v13 = 0.5
    total = 0.0
    for _ in range(rounds):
        total = total + v1 * v1
        v1 = v2
        v2 = v3
        v3 = v4
        v4 = v5
        v5 = v6
        v6 = v7
        v7 = v8
        v8 = v9
        v9 = v10
        v10 = v11
        v11 = v12
        v12 = v13
        v13 = np.sin(x)
        x = 1.1 * x
    return total
