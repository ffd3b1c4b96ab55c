"""What loops walk, and what they call its parts."""

import numpy as np
from jaxtyping import Float


def squares_overwritten(x: Float[np.ndarray, "n"]):
    """The loop variable takes a new value, twice."""
    total = 0.0
    for value in x:
        value = np.sin(value)
        value = value * value
        total = total + value
    return total


def counter_overwritten(x: Float[np.ndarray, "n"]):
    """A counter that is moved inside the round, and one that is moved in some rounds."""
    total = 0.0
    for i in range(len(x)):
        i = i + 1
        total += x[i - 1] * i
    for i in range(len(x)):
        if i == 1:
            i = 0
        total += x[i] ** 2 * total
    return total


def loops_share_a_name(x: float):
    """An inner loop takes over the variable of the outer one."""
    total = 0.0
    for i in range(3):
        for i in range(2):
            total = total + x ** (i + 1)
        total = total * i * x
    return total * i


def hides_its_collection(u: Float[np.ndarray, "n"]):
    total = 0.0
    for u in u:
        total = total * u + u**2
    return total * u


def collection_bound_again(x: Float[np.ndarray, "n"]):
    """The loop walks the array that the name had before."""
    total = 0.0
    for value in x:
        x = x * 0.5
        total = total + value * value * x[0]
    return total


def walks_expressions(x: Float[np.ndarray, "n"]):
    """Arrays that have no name of their own."""
    total = 0.0
    for value in x * 2.0:
        total = total * value + np.sin(value)
    for a, b in zip(x[1:], x[:-1], strict=True):
        total = total + a * b * total
    for row in np.outer(x, x):
        total = total + np.sum(row) ** 2
    for i, value in enumerate(x[::-1], start=1):
        total = total * value + i
    return total


def targets_of_every_kind(x: Float[np.ndarray, "n"]):
    """An element as a target, next to a name that its index reads."""
    u = np.zeros(len(x))
    for i, u[i] in enumerate(x):
        u[i] = u[i] * 2.0
    for (u[0], k), y in zip([(1.0, 0), (2.0, 1)], x, strict=False):
        u[k] = u[k] * y
    return np.sum(u * u)


def walks_a_set(x):
    """A set cannot be walked backwards."""
    total = 0.0
    for k in {1, 2, 3}:
        total = total * x + x**k
    return total


def walks_names(x, weights, word):
    """Keys, items and letters."""
    total = 0.0
    for name in weights:
        total = total + weights[name] * x
        x = x * x
    for name, weight in weights.items():
        total = total * np.cos(weight * x)
    for letter in word:
        total = np.sin(total * x) if letter == "s" else total * x
    return total


def walks_every_way(x: Float[np.ndarray, "n"]):
    """Backwards, in steps, in pairs with their place."""
    total = 0.0
    for i in range(len(x) - 1, -1, -1):
        total = total * x[i] + x[i]
    for i in range(0, len(x), 2):
        total = total * x[i]
    for i, (a, b) in enumerate(zip(x, x[::-1], strict=True)):
        total = total + a * b * i * total
    return total * i


def walks_backwards(x: Float[np.ndarray, "n"]):
    total = 0.0
    for value in reversed(x):
        total = total * value + np.sin(value)
    return total


def pairs_up_to_the_shorter(x: Float[np.ndarray, "n"], y):
    """The walk backwards starts where the shorter one ends."""
    total = 1.0
    for a, b in zip(x, y, strict=False):
        total = total * a + b * np.sin(a)
    return total


def variable_after_the_loop(x: Float[np.ndarray, "n"]):
    """The last item, and a name from outside that the loop takes over."""
    row = x * 2.0
    total = np.sum(row)
    for row in x:
        total = total + row * row
    return total * row
