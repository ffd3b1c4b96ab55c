"""Branches: if, elif and else, nested, with variables that they define or overwrite."""

import numpy as np
from jaxtyping import Float


def leaky(x: float, slope: float):
    if x > 0.0:
        y = x
    else:
        y = slope * x
    return y * y


def income_tax(income: float, rate: float):
    """Three brackets."""
    if income < 1.0:
        tax = 0.0 * income
    elif income < 2.0:
        tax = rate * (income - 1.0) ** 2
    else:
        excess = income - 2.0
        tax = rate + 2.0 * rate * excess
    return tax * income


def nested_branches(x: float, y: float):
    z = x * y
    if x > 0.0:
        if y > 0.0:
            z = np.sin(z)
        else:
            z = z - y**3
        z = z * x
    elif y > 1.0:
        z = z + 1.0
        z = z * z
    return z + x


def friction(v: float, load: float, static: bool):
    """Both branches define the same two variables."""
    if static:
        limit = 0.8 * load
        force = limit * np.tanh(5.0 * v)
    else:
        limit = 0.5 * load
        force = limit * np.tanh(2.0 * v) + 0.01 * v
    return force * v + limit


def overwritten_in_branch(x: Float[np.ndarray, "n"], gain: float):
    y = gain * x
    if np.sum(x) > 0.0:
        y = y * y
        gain = gain * 2.0
    return np.sum(y) * gain


def branch_without_gradient(x: Float[np.ndarray, "n"], verbose: bool):
    """One branch does not touch anything active."""
    scale = 1.0
    if verbose:
        scale = 3.0
    return scale * np.sum(np.cos(x))


def overwritten_test(x: float, threshold: float):
    """The variable of the test is overwritten inside the branch."""
    y = x * x
    if x < threshold:
        x = 2.0 * x
        y = y * x
    else:
        x = np.exp(-x)
    return y + x


def regime_switch(x: Float[np.ndarray, "n"], k: int):
    """The branch is taken per element, by value and by index."""
    total = 0.0
    for i in range(len(x)):
        if i == k:
            total += x[i] ** 2
        elif x[i] > 0.0:
            total += np.log1p(x[i])
        else:
            total -= x[i] * total
    return total


def clipped_error(x: float, low: float, high: float):
    if x < low:
        x = low
    if x > high:
        x = high
    return (x - 0.5) ** 2 + x


def truthy_option(x: Float[np.ndarray, "n"], weights=None):
    """An optional argument."""
    if weights is None:
        return np.sum(x**2)
    return np.sum(weights * x**2)


def conjunction(x: float, y: float):
    if x > 0.0 and y > 0.0:
        out = x * np.log(y)
    elif x > 0.0 or y > 1.0:
        out = x - y * y
    else:
        out = x * y
    return out


def chained_comparison(x: float):
    out = x**2
    if 0.0 < x <= 1.0:
        out = out * x
    return out


def conditional_value(x: float, scale: float):
    """A conditional expression."""
    slope = scale if x > 0.0 else 0.1 * scale
    return slope * x * x


def last_branch_wins(x: float, n: int):
    """A branch in a loop overwrites what an earlier round computed."""
    y = x
    for i in range(n):
        if i % 2 == 0:
            y = y * x
        else:
            y = np.sin(y)
    return y
