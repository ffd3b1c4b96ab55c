"""Reads and writes of elements, slices, index lists and masks, in place."""

import numpy as np
from jaxtyping import Float


def element_write(x: Float[np.ndarray, "n"], c: float):
    y = x.copy()
    y[0] = c * y[1]
    y[1] = y[0] * y[0]
    return np.sum(y**2)


def element_augmented(x: Float[np.ndarray, "n"], c: float):
    y = x**2
    y[0] += c
    y[1] *= c
    y[-1] -= y[0] * y[1]
    y[2] /= c
    return np.sum(y) * y[0]


def slice_write(x: Float[np.ndarray, "n"]):
    y = np.zeros_like(x)
    y[1:] = x[:-1] ** 2
    y[0] = x[-1]
    return np.sum(y * x)


def strided_write(x: Float[np.ndarray, "n"], c: float):
    y = x.copy()
    y[::2] = c * np.sin(y[::2])
    y[1::2] = y[1::2] ** 2
    return np.sum(y) * c


def stencil(u: Float[np.ndarray, "n"], steps: int):
    """Nonlinear: the overwritten values are needed."""
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += 0.1 * u[1:-1] * (u[2:] - u[:-2])
    return np.sum(u**2)


def stencil_2d(u0: Float[np.ndarray, "n m"], kappa: float, steps: int):
    u = u0.copy()
    for _ in range(steps):
        lap = u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4.0 * u[1:-1, 1:-1]
        u[1:-1, 1:-1] += kappa * lap
    return np.sum(u * u)


def recurrence(x: Float[np.ndarray, "n"], a: float):
    y = x.copy()
    for i in range(1, len(y)):
        y[i] = y[i] + a * np.sin(y[i - 1])
    return np.sum(y**2)


def fibonacci_like(x0: float, x1: float, n: int):
    """The first two elements drive all others."""
    x = np.zeros(n + 2)
    x[0] = x0
    x[1] = x1
    for i in range(2, n + 2):
        x[i] = x[i - 1] * 0.9 + np.tanh(x[i - 2])
    return x[n + 1] * x[n]


def used_before_and_after(u: Float[np.ndarray, "n"]):
    """Values that a write hides are used on both sides of it."""
    v = u.copy()
    before = np.sum(np.sin(v))
    v[1:-1] = v[1:-1] * v[:-2]
    after = np.sum(v**2)
    v[0] = 0.0
    return before * after + np.sum(v**3)


def gather(table: Float[np.ndarray, "k"], index):
    """Reads of repeated indices add up."""
    picked = table[index]
    return np.sum(picked**2 * np.arange(1, len(picked) + 1))


def gather_literal(coef: Float[np.ndarray, "k"]):
    r = coef[[1, 0, 2, 1]]
    return np.sum(r * np.array([1.0, -2.0, 3.0, 0.5])) * np.sum(r)


def scatter(x: Float[np.ndarray, "n"], index, c: float):
    y = x.copy()
    y[index] = c * y[index] ** 2
    return np.sum(y**2)


def scatter_last_wins(x: Float[np.ndarray, "n"], c: float):
    """NumPy keeps the last write of a repeated index."""
    r = x.copy()
    r[[0, 1, 0]] += c
    return np.sum(r**2)


def mask_write(x: Float[np.ndarray, "n"], floor: float):
    y = x.copy()
    y[x < 0.0] = floor
    return np.sum(y**2)


def mask_scale(x: Float[np.ndarray, "n"], slope: float):
    y = x.copy()
    negative = x < 0.0
    y[negative] *= slope
    return np.sum(y**3)


def mask_read(x: Float[np.ndarray, "n"]):
    kept = x[x > 0.0]
    return np.sum(np.log(kept)) + np.sum(kept) ** 2


def row_normalise(m: Float[np.ndarray, "n d"]):
    """Rows written one at a time."""
    out = np.zeros_like(m)
    for i in range(m.shape[0]):
        out[i] = m[i] / np.sqrt(np.sum(m[i] ** 2))
    return np.sum(out[:, 0] * m[:, -1])


def column_write(m: Float[np.ndarray, "n d"], v: Float[np.ndarray, "n"]):
    out = m.copy()
    out[:, 0] = v * out[:, 1]
    out[:, -1] += v**2
    return np.sum(out**2)


def table_fill(x: Float[np.ndarray, "n"], y: Float[np.ndarray, "m"]):
    """Dynamic programming: each cell from its neighbours."""
    n = len(x)
    m = len(y)
    cost = np.zeros((n + 1, m + 1))
    for i in range(n):
        for j in range(m):
            distance = (x[i] - y[j]) ** 2
            cost[i + 1, j + 1] = distance + 0.5 * cost[i, j + 1] + 0.3 * cost[i + 1, j]
    return cost[n, m]


def whole_write(x: Float[np.ndarray, "n"], c: float):
    """All elements at once, by a slice and by an ellipsis."""
    y = x.copy()
    y[:] = c * y**2
    y[...] = np.sin(y)
    return np.sum(y)


def broadcast_write(x: Float[np.ndarray, "n"], c: float):
    """One row into all rows, one number into a slice."""
    table = np.zeros((3, len(x)))
    table[:] = x
    table[1, 1:] = c
    return np.sum(table**2 * np.arange(3.0)[:, None])


def element_in_loop(x: Float[np.ndarray, "n"], n: int):
    """One element is overwritten in each round."""
    y = x * 1.0
    for _ in range(n):
        y[0] = np.sin(y[0]) * y[1]
        y[1] = y[1] + y[0]
    return y[0] * y[1]


def histogram(x: Float[np.ndarray, "n"], bins):
    """Weights added into bins, one element at a time."""
    counts = np.zeros(4)
    for i in range(len(x)):
        counts[bins[i]] += x[i] ** 2
    return np.sum(counts**2)


def augmented_whole(x: Float[np.ndarray, "n"], c: float):
    y = np.sin(x)
    y += c * x
    y *= y
    y -= x
    y /= 1.0 + c * c
    return np.sum(y**2)


def sweep(u: Float[np.ndarray, "n"], omega: float, sweeps: int):
    """Gauss-Seidel: each update reads updated neighbours."""
    u = u.copy()
    for _ in range(sweeps):
        for i in range(1, len(u) - 1):
            u[i] = (1.0 - omega) * u[i] + 0.5 * omega * (u[i - 1] + u[i + 1])
    return np.sum(u**2)


def two_buffers(u0: Float[np.ndarray, "n"], steps: int):
    """A new array each step."""
    u = u0
    for _ in range(steps):
        new = u.copy()
        new[1:-1] = u[1:-1] + 0.2 * (u[2:] - u[1:-1]) * u[:-2]
        u = new
    return np.sum(u**2)
