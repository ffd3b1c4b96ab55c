"""Loops that are left early: `break`, `continue`, `else`, `return` from inside."""

import math

import numpy as np
from jaxtyping import Float


def newton_root(a: float, x: float):
    """Newton's method, until it stands still."""
    for _ in range(50):
        fx = x * x - a
        if abs(fx) < 1e-12:
            return x
        x = x - fx / (2.0 * x)
    return x


def first_above(x, t: float):
    """`continue`, `return` out of the loop, and `else`."""
    total = 0.0
    for i, xi in enumerate(x):
        if xi < 0:
            continue
        total += xi**2
        if total > t:
            return total * i
    else:
        total = total * 2
    return total + 1.0


def nested_exits(x: Float[np.ndarray, "n"], n: int):
    """The inner loop breaks and goes on, the outer one returns."""
    s = 0.0
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            if x[i] * x[j] > 2.0:
                break
            s += x[i] * x[j] ** 2
        else:
            s = s * 1.5
        if s > 5.0:
            return s**2
    return s


def bisected(c: float, tol: float):
    """`while True` with one way out."""
    a, b = 0.0, 2.0
    while True:
        m = 0.5 * (a + b)
        if b - a < tol:
            return m * c
        if m**2 < 2.0:
            a = m
        else:
            b = m


def skips_halfway(x: Float[np.ndarray, "n"]):
    """`continue` inside a branch that others follow."""
    s = 1.0
    for xi in x:
        if xi > 0:
            s = s * xi
            if s > 3.0:
                continue
            s = s + 0.1
        s = s * 1.1 + np.sin(s)
        s = s - 0.1 * xi
        s = np.tanh(s) * 2
    return s


def breaks_halfway(x: Float[np.ndarray, "n"], limit: float):
    """`break` inside a branch that others follow, after a save."""
    s = 1.0
    for i in range(len(x)):
        s = s * (1.0 + 0.1 * x[i])
        if x[i] > 0:
            s = np.sin(s) + s
            if s > limit:
                # far enough
                break
            s = s + 0.1 * s**2
        elif i > 3:
            break
        s = s * s / (1.0 + s)
    return s


def both_ways_out(x: Float[np.ndarray, "n"], limit: float):
    """A block that goes on or leaves, on its ways."""
    s = 0.5
    kept = 0.0
    for i, value in enumerate(x):
        if i % 2 == 0:
            if value < 0:
                kept = kept + s * value
                continue
            if s > limit:
                break
            s = s + value
        s = s * np.cos(value)
        kept = kept + s
    return kept * s


def adaptive_step(y: float, rate: float, end: float):
    """An integrator that halves its step, and stops where it has come to the end."""
    t, h = 0.0, 0.4
    steps = 0
    while t < end:
        steps += 1
        if steps > 40:
            break
        slope = -rate * y
        trial = y + h * slope
        middle = y + 0.5 * h * slope
        better = middle - 0.5 * h * rate * middle
        if abs(better - trial) > 2e-3:
            h = 0.5 * h
            continue
        y = better
        t = t + h
    else:
        y = y * 1.01
    return y


def search_rows(m: Float[np.ndarray, "n k"], c: float):
    """Leaves with a row, and reads it after the loop."""
    best = np.zeros(m.shape[1])
    for row in m:
        if np.sum(row) < 0.0:
            continue
        best = row * c
        if np.sum(best) > 1.0:
            break
    return np.sum(best**2)


def inner_return(m: Float[np.ndarray, "n k"]):
    """Returns from the inner of two loops."""
    total = 0.0
    for i in range(m.shape[0]):
        for j in range(m.shape[1]):
            total = total + m[i, j] * math.sqrt(i + 1.0)
            if total > 2.0:
                return total * m[i, j]
        total = total * 0.9
    return total


def while_else(x: float, n: int):
    """`else` of a loop that may not run at all."""
    k = 0
    while k < n:
        x = x * 1.2
        if x > 4.0:
            x = np.log(x)
            break
        k += 1
    else:
        x = x**2
    return x


def several_returns(x: Float[np.ndarray, "n"]):
    """Three ways out, two of them in the loop."""
    running = 1.0
    for k, value in enumerate(x):
        if value > 1.5:
            return running * value
        running = running * (1.0 + value**2)
        if running > 20.0:
            return np.log(running) * k
    return running


def overwrites_then_leaves(u: Float[np.ndarray, "n"], rate: float):
    """Writes in place, and leaves in the midst."""
    u = u.copy()
    for i in range(1, len(u)):
        u[i] = u[i] + rate * u[i - 1] * u[i]
        if u[i] > 2.0:
            u[0] = u[i] * rate
            break
        u[i - 1] *= rate
    return np.sum(u**2)


def always_leaves(x: float, n: int):
    """Each round leaves; there is at most one."""
    for k in range(n):
        x = x * x + k
        break
    return np.sin(x)


def settles(x0: Float[np.ndarray, "n"], w: Float[np.ndarray, "n n"], n: int):
    """A fixed point, with what changed last."""
    x = x0
    for _ in range(n):
        new = np.tanh(w @ x + x0)
        change = np.sum((new - x) ** 2)
        x = new
        if change < 1e-3:
            break
    return np.sum(x * x0)
