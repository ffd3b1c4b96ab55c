"""Functions that return from more than one place."""

import numpy as np
from jaxtyping import Float


def signed_root(x: float):
    if x < 0.0:
        return -np.sqrt(-x)
    return np.sqrt(x)


def guarded_log_likelihood(x: Float[np.ndarray, "n"], sigma: float):
    if len(x) == 0:
        return 0.0
    return -0.5 * np.sum((x / sigma) ** 2) - len(x) * np.log(sigma)


def three_exits(x: float, y: float):
    if x > 1.0:
        return x * y
    if y > 1.0:
        return x + y**2
    return x / (1.0 + y * y)


def exit_after_work(x: float, limit: float):
    """Something active happens before the first return."""
    y = np.exp(0.5 * x)
    if y > limit:
        return limit * np.log(y)
    z = y * x
    return z + y


def exit_in_both(x: Float[np.ndarray, "n"], kind: str):
    scale = np.sum(x**2)
    if kind == "log":
        return np.log(scale)
    elif kind == "root":
        return np.sqrt(scale)
    else:
        return scale


def nested_exit(x: float, n: int):
    if n > 0:
        y = x**n
        if y > 1.0:
            return y - 1.0
        x = x * y
    return x * 3.0


def exit_then_loop(x: float, n: int):
    if x < 0.0:
        return x * x
    for _ in range(n):
        x = np.sin(x) + 0.1
    return x
