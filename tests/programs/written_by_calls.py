"""Arrays that are written by calls: `out=`, `np.copyto`, `fill`, `sort`, and buffers that swap."""

import numpy as np
from jaxtyping import Float


def reused_buffer(x: Float[np.ndarray, "n"], rounds: int):
    """One buffer takes every intermediate result."""
    work = np.empty_like(x)
    y = x.copy()
    for _ in range(rounds):
        np.sin(y, out=work)
        np.multiply(work, x, out=y)
        np.add(y, work, y)
    return np.sum(y**2)


def updated_by_ufuncs(x, c):
    y = x * 1.0
    np.multiply(y, y, out=y)
    np.subtract(y, c, out=y)
    np.divide(y, 1.0 + x**2, out=y)
    np.maximum(y, -0.1, out=y)
    return np.sum(y * x)


def products_into_arrays(m: Float[np.ndarray, "n n"], v: Float[np.ndarray, "n"]):
    first = np.zeros_like(v)
    second = np.zeros((2, len(v)))
    np.dot(m, v, out=first)
    np.matmul(m, first, out=second[0])
    np.sum(m * v, axis=1, out=second[1])
    (m @ m).mean(axis=0, out=first)
    return np.sum(second[0] * second[1] * first)


def value_and_out(x):
    """The result of a call with `out` is the array that it wrote."""
    y = np.zeros_like(x)
    z = np.add(x, x**2, out=y)
    scaled = np.sum(np.exp(y, out=y)) * x[0]
    return scaled + np.sum(z * y)


def into_slices(x: Float[np.ndarray, "n"]):
    padded = np.zeros(len(x) + 2)
    np.multiply(x, x, out=padded[1:-1])
    np.negative(x, out=padded[: len(x)])
    return np.sum(padded**3)


def copied_over(x, y):
    old = x * 1.0
    total = np.sum(old**2)
    np.copyto(old, y * x)
    total = total + np.sum(old**3)
    np.copyto(old, x, where=y > 0.0)
    return total * np.sum(old)


def filled(x):
    y = x**2
    total = np.sum(y**2)
    y.fill(x[1])
    y[:2].fill(0.5)
    return total * np.sum(y * x)


def sorted_in_place(x, w):
    y = x**3
    y.sort()
    return np.sum(y * w)


def sorted_rows(m: Float[np.ndarray, "n d"]):
    y = m * 2.0
    y.sort(axis=0)
    return np.sum(y[0] * y[-1])


def diagonal_filled(m: Float[np.ndarray, "n n"], d: Float[np.ndarray, "n"]):
    a = m @ m
    np.fill_diagonal(a, d**2)
    b = m.copy()
    np.fill_diagonal(b, 1.0)
    return np.sum(a * b * m)


def taken_from_bins(x: Float[np.ndarray, "n"], bins):
    counts = np.ones(4)
    np.add.at(counts, bins, x)
    np.subtract.at(counts, bins, 0.3 * x**2)
    return np.prod(counts)


def ping_pong(u0: Float[np.ndarray, "n"], rounds: int):
    """Two buffers change their roles each round."""
    u = u0.copy()
    new = u0.copy()
    for _ in range(rounds):
        new[1:-1] = u[1:-1] * u[2:] + 0.3 * u[:-2]
        u, new = new, u
    return np.sum(u**2)


def smooth(new, old):
    new[1:-1] = old[1:-1] * (old[2:] + old[:-2])


def ping_pong_calls(u0: Float[np.ndarray, "n"], rounds: int):
    u = u0.copy()
    new = np.zeros_like(u)
    for _ in range(rounds):
        smooth(new, u)
        new[0] = u[-1]
        new[-1] = u[0] ** 2
        u, new = new, u
    return np.sum(u * u0)
