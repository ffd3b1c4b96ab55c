"""Comprehensions and generator expressions over differentiated values."""

import math

import numpy as np


def spring(x, stiffness):
    return 0.5 * stiffness * x**2


def sum_of_list(xs, a):
    values = [np.sin(a * x) for x in xs]
    return sum(values) ** 2


def sum_of_generator(xs, a):
    return sum(np.sin(a * x) for x in xs)


def energy_of_springs(xs, stiffness):
    """A function of the user's for every element."""
    return sum(spring(x, stiffness) for x in xs)


def distance(x, y):
    return math.sqrt(math.fsum((a - b) ** 2 for a, b in zip(x, y)))


def pairwise(x, charge):
    """Two loops in one expression, the second one over what is left."""
    n = len(x)
    return sum(charge / abs(x[i] - x[j]) for i in range(n) for j in range(i + 1, n))


def horner(coefficients, x):
    return sum(c * x**k for k, c in enumerate(coefficients))


def array_of_values(rate, times):
    return np.mean(np.array([np.exp(-rate * t) for t in times]) ** 2)


def stack_of_rows(phase, frequencies, t):
    waves = np.stack([np.cos(f * t + phase) for f in frequencies])
    return np.sum(waves**2)


def concatenated(parts, scale):
    joined = np.concatenate([scale * part for part in parts])
    return np.sum(joined**2)


def matrix_times_vector(rows, v):
    product = [sum(row[j] * v[j] for j in range(len(v))) for row in rows]
    return sum(p * p for p in product)


def convolution(signal, kernel):
    n = len(signal) - len(kernel) + 1
    out = [sum(k * signal[i + j] for j, k in enumerate(kernel)) for i in range(n)]
    return sum(o**2 for o in out)


def filtered(x, n):
    """Conditions, and a choice for each element."""
    values = [x**k if k % 2 else np.sin(k * x) for k in range(n) if k != 1]
    return sum(v * v for v in values)


def nested_lists(rows, a):
    table = [[np.sin(a * x) for x in row if x > 0.0] for row in rows]
    return sum(sum(row) for row in table) ** 2


def same_name(xs, x):
    """The variable of the comprehension is not the parameter of that name."""
    squares = [x**2 for x in xs]
    return sum(squares) * x


def shadowed_inside(rows, a):
    """A name that means something else one comprehension further in."""
    return sum(sum(x * a for x in x) for x in rows)


def dict_of_values(params, x):
    scaled = {name: 2.0 * value for name, value in params.items()}
    return scaled["gain"] * x**2 + scaled["bias"] * scaled["gain"]


def prefix_sums(xs):
    sums = [0.0]
    for x in xs:
        sums.append(sums[-1] + x**2)
    return sum(a * b for a, b in zip(sums[1:], sums[:-1]))


def segments(a, b):
    """Neighbours of a list of pairs."""
    points = [(a * k, b + k) for k in range(4)]
    return sum((x1 - x0) * (y1 + y0) ** 2 for (x0, y0), (x1, y1) in zip(points, points[1:]))


def largest(xs, a):
    return max(a * x for x in xs) + min([x**2 for x in xs])


def in_a_branch(xs, a):
    if a > 0.0:
        return sum(x**2 for x in xs) * a
    return sum([x**3 for x in xs]) * a


def in_a_loop(x, n):
    total = x
    for k in range(n):
        total = total + 0.1 * sum(total * j for j in range(k))
    return total


def started(xs, a):
    return sum((x**2 for x in xs), a)


def sum_of_arrays(phases, t):
    """The sum of a generator of arrays begins with a number."""
    wave = sum(np.sin(p * t) for p in phases)
    return np.sum(wave**2)


def three_projections(params, x):
    """Attention's projections, by name, unpacked from a generator."""
    q, k, v = (x @ params[name] for name in ("query", "key", "value"))
    return np.sum(np.tanh(q * k) * v)


def unpacked_from_list(xs, w):
    """As many values as there are targets, known at run time alone."""
    a, b, c = [np.sum(x * w) for x in xs]
    return a * b + c


def first_of_squares(xs):
    first, *rest = (x**2 for x in xs)
    return first * sum(rest)


def pairs_by_map_and_zip(x: float, y: float):
    a, b = map(np.sin, (x, y))
    p, q = zip((a, b), (b, x))
    return p[0] * q[1] + p[1] * q[0] * y
