"""Pairs of functions that are two spellings of one function, with lists, dicts and objects."""

import numpy as np


def repeat_a(x, n):
    values = [x] * n
    values[0] = x * x
    return sum(values)


def repeat_b(x, n):
    values = [x for _ in range(n)]
    values[0] = x * x
    return sum(values)


def union_a(params):
    found = {"k": 1.0, "m": 2.0} | params
    return found["k"] * found["m"]


def union_b(params):
    found = {"k": 1.0, "m": 2.0, **params}
    return found["k"] * found["m"]


def default_a(x, n):
    groups = {}
    for i in range(n):
        groups.setdefault(i % 2, 0.0)
        groups[i % 2] += x**i
    return groups[0] * groups[1]


def default_b(x, n):
    groups = {}
    for i in range(n):
        if i % 2 not in groups:
            groups[i % 2] = 0.0
        groups[i % 2] += x**i
    return groups[0] * groups[1]


def order_a(x):
    ordered = sorted(x)
    return ordered[0] + 2.0 * ordered[-1]


def order_b(x):
    ordered = np.sort(x)
    return ordered[0] + 2.0 * ordered[-1]


def names_a(theta):
    found = dict(zip(("rate", "limit"), theta))
    return found["rate"] ** 2 * found["limit"]


def names_b(theta):
    found = {key: value for key, value in zip(("rate", "limit"), theta)}
    return found["rate"] ** 2 * found["limit"]


def columns_a(x, n):
    xs, ys = zip(*[(x * k, np.sin(x * k)) for k in range(n)])
    return sum(a * b for a, b in zip(xs, ys))


def columns_b(x, n):
    xs = [x * k for k in range(n)]
    ys = [np.sin(x * k) for k in range(n)]
    return sum(a * b for a, b in zip(xs, ys))


def insert_a(x):
    values = [x, x**2, x**3]
    values.insert(1, np.sin(x))
    return values[0] * values[1] + values[3]


def insert_b(x):
    values = [x, x**2, x**3]
    values = values[:1] + [np.sin(x)] + values[1:]
    return values[0] * values[1] + values[3]


def turned_a(u):
    return sum(a * b**2 for a, b in zip(u, reversed(u)))


def turned_b(u):
    return sum(a * b**2 for a, b in zip(u, u[::-1]))
