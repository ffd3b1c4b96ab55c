"""Names that share memory, in the ways that are safe."""

import numpy as np
from jaxtyping import Float


def alias_read(x: Float[np.ndarray, "n"]):
    y = x
    return np.sum(y * x)


def alias_then_rebound(x: Float[np.ndarray, "n"]):
    y = x
    x = x * 2.0
    return np.sum(y * x)


def views_read(u: Float[np.ndarray, "n"]):
    left = u[:-1]
    right = u[1:]
    return np.sum((right - left) ** 2 * left)


def copy_then_write(u: Float[np.ndarray, "n"]):
    edge = u[:2].copy()
    v = u.copy()
    v[:2] = edge * edge
    v[2] = edge[0]
    return np.sum(v**2) * edge[1]


def transposed_view(m: Float[np.ndarray, "n n"]):
    t = m.T
    return np.sum(t * m * t)


def view_dead_before_write(u: Float[np.ndarray, "n"], c: float):
    """The view is not read again after the write, but its values are needed."""
    v = u * c
    head = v[:2]
    s = np.sum(head**2)
    v[:2] = 0.5
    return s * np.sum(v)


def reshaped_view(x: Float[np.ndarray, "n"]):
    m = x.reshape(2, -1)
    return np.sum(m[0] * m[1])


def row_alias_in_loop(m: Float[np.ndarray, "n d"]):
    previous = m[0]
    total = 0.0
    for row in m:
        total += np.sum(previous * row)
        previous = row
    return total


def history_by_name(x: Float[np.ndarray, "n"], steps: int):
    """An older state is kept by name while the newer is made."""
    old = x
    new = x * 0.9
    for _ in range(steps):
        next_state = 2.0 * new - old - 0.1 * np.sin(new)
        old = new
        new = next_state
    return np.sum(new * old)
