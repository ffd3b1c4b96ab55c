"""Functions of arrays that are given lists and tuples, and functions of several values."""

import math

import numpy as np
from jaxtyping import Float


def mean_of_list(x, n):
    values = []
    for i in range(n):
        values.append(x * i)
    return np.mean(values) * 2.0


def sum_of_literal(x):
    return np.sum([x, x * x, 2.0]) * np.prod((x, 3.0))


def product_of_lists(x):
    values = [x, x * x]
    return np.dot(values, values) * np.linalg.norm(values)


def sines_of_list(x):
    values = [i * x for i in range(4)]
    return np.sum(np.sin(values)) + np.cumsum(values)[2]


def rows_summed(x, y):
    rows = [x, y * x]
    return np.sum(rows, axis=0)[0] * np.sum(rows)


def list_times_array(x, w: Float[np.ndarray, "3"]):
    values = [x * i for i in range(3)]
    return np.sum(values * w)


def largest_of_tuple(x):
    pair = (x, x * x)
    return np.max(pair) * np.min(pair)


def results_kept_together(a: Float[np.ndarray, "n n"]):
    both = np.linalg.slogdet(a)
    return both[1] * 2.0


def results_unpacked_later(a: Float[np.ndarray, "n n"]):
    both = np.linalg.slogdet(a)
    sign, logdet = both
    return sign * logdet


def _logdet(a: Float[np.ndarray, "n n"]):
    return np.linalg.slogdet(a)


def results_handed_on(a: Float[np.ndarray, "n n"]):
    sign, logdet = _logdet(a * a)
    return sign * logdet + _logdet(a)[1]


def results_in_a_list(a: Float[np.ndarray, "n n"]):
    found = []
    for k in range(2):
        found.append(np.linalg.slogdet(a * (k + 1.0)))
    return found[1][1] * found[0][1]


def results_with_a_star(a: Float[np.ndarray, "n n"]):
    sign, *rest = np.linalg.slogdet(a)
    return rest[0] * sign


def turns(x: float):
    whole, phase = divmod(x, 2 * math.pi)
    return math.sin(phase) * phase + whole


def quotient_and_rest(x, p):
    both = divmod(x * x, p)
    return both[0] * both[1] * p


def rest_of_arrays(x, p):
    whole, rest = np.divmod(x, p)
    return np.sum(whole * rest * x)


def rest_alone(x):
    return divmod(x, 0.7)[1] * x


def fraction(x):
    part, whole = math.modf(x * 2.0)
    return part * x + whole


def fractions(x):
    part, whole = np.modf(x * 3.0)
    return np.sum(part * x + whole * part)
