"""Names of parts of an array that is written, through them or beside them."""

import numpy as np
from jaxtyping import Float


def edge_written(m: Float[np.ndarray, "n d"], gain: float):
    """A row is changed through its own name."""
    u = m.copy()
    edge = u[0]
    edge[:] = gain * u[1] ** 2
    edge += u[-1]
    return np.sum(u**3)


def interior_updated(x: Float[np.ndarray, "n"], rounds: int):
    u = x**2
    inner = u[1:-1]
    for _ in range(rounds):
        inner += 0.1 * (u[2:] - 2.0 * inner + u[:-2]) * inner
    return np.sum(u**2)


def neighbours_seen(m: Float[np.ndarray, "n d"]):
    """What a view shows is changed beside it."""
    a = m * m
    for k in range(len(a) - 1):
        row = a[k]
        below = a[k + 1]
        row[:] = row * below
        below[0] = row[-1] ** 2
    return np.sum(a**2)


def rows_changed(m: Float[np.ndarray, "n d"]):
    """A loop changes the rows that it walks."""
    a = m.copy()
    for row in a:
        row *= row[0]
    for i, row in enumerate(a):
        row[0] = row[-1] * (i + 1.0)
    return np.sum(a**2)


def second_name(x):
    """Two names for one array, and three for another."""
    y = x**2
    z = y
    z[0] = y[1] ** 2
    a = b = c = x * 1.0
    b[1] = a[0] * z[0]
    return np.sum(y * c)


def window_moves(x: Float[np.ndarray, "n"], width: int):
    u = x.copy()
    for k in range(len(u) - width):
        window = u[k : k + width]
        window *= 0.5
        if k == 1:
            window[0] = u[-1] ** 2
    return np.sum(u**2)


def seen_in_a_sum(x: Float[np.ndarray, "n"]):
    """A view is read in each round, the array is changed under it."""
    u = x.copy()
    front = u[:2]
    total = 0.0
    for _ in range(3):
        total += np.sum(front**2)
        u[0] = u[1] * front[0]
    return total * np.sum(u)


def block_of_a_block(m: Float[np.ndarray, "n d"]):
    a = m.copy()
    block = a[1:, 1:]
    block[0, 0] = m[0, 0] ** 2
    block[...] = block * 2.0
    block[:] += a[:-1, :-1]
    return np.sum(a**2) * np.sum(block[0])


def seen_beside_a_sum_of_terms(x: Float[np.ndarray, "n"], gain: float):
    """A comprehension that has nothing to do with the view stands beside it."""
    u = np.asarray(x).copy()
    inner = u[1:]
    total = sum(term * gain for term in u)
    inner[:] = inner * total
    scaled = [value * inner[0] for value in u]
    return np.sum(u * u) + sum(scaled)


def handed_on(x: Float[np.ndarray, "n"], gain: float):
    u = x.copy()
    same = np.asarray(u)
    same[0] *= gain
    front = u[:2]
    u[1] += front[0] * front[1]
    return np.sum(u**2) * front[1]


def smoothed_on_the_way(x: Float[np.ndarray, "n"], weight: float):
    """Each round reads what the rounds before it have written."""
    u = x.copy()
    total = 0.0
    for k, value in enumerate(u[1:], 1):
        u[k - 1] += weight * value
        total += value * u[k]
    for left, right in zip(u[:-1], u[1:], strict=True):
        u[0] += left * right
    return total + np.sum(u**2)


def parts_of_an_expression(x: Float[np.ndarray, "n"], angle: float):
    a, b, c = x * angle
    p, q, r = np.sin(x)
    return a * b + c * p + q * r


def last_element_seen(x: Float[np.ndarray, "n"], gain: float):
    u = x.copy()
    for value in u:
        gain = gain + value**2
    u[-1] = gain
    return value * np.sum(u)
