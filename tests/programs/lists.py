"""Lists and dicts as tables: filled by index, sorted, grouped, joined, taken apart into columns."""

import numpy as np


# ---- lists that are filled by index ------------------------------------------------
def repeated(x, n):
    """`[x] * n`, then an element is replaced."""
    values = [x] * n
    values[1] = np.sin(x)
    return sum(values) + values[0] * values[1]


def euler_table(x, n: int):
    """A table of zeros, read behind its last place by a count."""
    y = [0.0] * (n + 1)
    y[0] = x
    for k in range(n):
        y[k + 1] = y[k] + 0.1 * np.sin(y[k])
    return y[-1] ** 2 + y[n]


def table_of_none(x):
    """Places that are `None` until they are filled."""
    out = [None] * len(x)
    for i in range(len(x)):
        out[i] = x[i] ** 2 * (i + 1)
    return sum(out)


def thomas(rhs):
    """The algorithm of Thomas for a tridiagonal system, in lists."""
    n = len(rhs)
    upper = [0.0] * n
    right = [0.0] * n
    upper[0] = 0.2 / (2.0 + rhs[0])
    right[0] = rhs[0]
    for i in range(1, n):
        scale = 1.0 / (2.0 - upper[i - 1] * rhs[i])
        upper[i] = 0.3 * scale
        right[i] = (rhs[i] - right[i - 1]) * scale
    solution = [0.0] * n
    solution[-1] = right[-1]
    for i in range(n - 2, -1, -1):
        solution[i] = right[i] - upper[i] * solution[i + 1]
    return sum(solution)


def product_of_matrices(x):
    """Matrices as lists of rows."""
    a = [[x, 1.0], [2.0, x * x]]
    b = [[1.0, x], [x, 0.5]]
    c = [[0.0] * 2 for _ in range(2)]
    for i in range(2):
        for j in range(2):
            for k in range(2):
                c[i][j] += a[i][k] * b[k][j]
    return c[0][0] * c[1][1] - c[0][1] * c[1][0]


def de_casteljau(points, t):
    """A Bezier curve: a list that is written over, triangle by triangle."""
    left = list(points)
    for r in range(1, len(left)):
        for i in range(len(left) - r):
            left[i] = (1.0 - t) * left[i] + t * left[i + 1]
    return left[0]


def folded(values):
    """A list that becomes shorter until one value is left."""
    while len(values) > 1:
        values = [a * b + a for a, b in zip(values[:-1], values[1:])]
    return values[0]


# ---- in the midst of a list --------------------------------------------------------
def inserted(x):
    values = [x, x**2]
    values.insert(1, np.sin(x))
    return values[0] * values[1] + values[2]


def inserted_at(x, place):
    values = [x, x**2, x**3]
    values.insert(place, np.sin(x))
    return values[0] + 2.0 * values[1] + 3.0 * values[2] + 4.0 * values[3]


def popped(x):
    values = [x, x**2, np.sin(x), 2.0 * x]
    second = values.pop(1)
    values.pop(-2)
    return values[0] * values[1] + second


def swapped(x):
    values = [x, x * x, 3.0]
    values[0], values[2] = values[2], values[0]
    return values[0] + values[2] * values[1]


def joined_with_constants(x):
    """A list of constants has no gradient, and keeps its places."""
    padding = [1.0, 2.0]
    values = [v * v for v in x] + padding
    values = [0.5] + values
    return values[0] * values[1] * values[2] * values[-1]


def list_joined(x):
    """What is surely a list is joined: the argument may be an array."""
    values = list(x) + [1.0]
    return values[0] * values[1] * values[2]


def list_added_to_array(x):
    """A list beside an array is added."""
    shifted = np.sin(x) + [1.0, 2.0]
    return np.sum(shifted**2)


# ---- order -------------------------------------------------------------------------
def ranked(x):
    """Weights by rank."""
    ordered = sorted(v**2 for v in x)
    return sum(k * v for k, v in enumerate(ordered))


def ranked_downwards(x):
    ordered = sorted(list(x), key=lambda v: (v - 0.3) ** 2, reverse=True)
    return ordered[0] + 2.0 * ordered[1] + 3.0 * ordered[2]


def sorted_in_place(x):
    """Nearest first; the median of what is left."""
    distances = [abs(v - 0.2) for v in x]
    distances.sort()
    return distances[0] * distances[len(distances) // 2]


def farthest(x, centre):
    """`max` with a key gives the value itself."""
    return max(x, key=lambda v: (v - centre) ** 2) ** 2 * centre


def nearest_of(x, centre):
    squares = [v**2 for v in x]
    return min(squares, key=lambda v: abs(v - centre)) * centre


def span(x):
    """`max` and `min` of one list, with factors, beside its elements."""
    return max(x) * min(x) + max(x[0], x[1], 2.0 * x[2])


# ---- walks -------------------------------------------------------------------------
def folded_back(u):
    total = 0.0
    for a, b in zip(u, reversed(u)):
        total += a * b**2
    return total


def columns(x, n):
    """Points that are taken apart into coordinates."""
    points = [(x * k, np.sin(x * k)) for k in range(n)]
    xs, ys = zip(*points)
    return sum(a * b for a, b in zip(xs, ys)) + xs[-1]


# ---- dicts -------------------------------------------------------------------------
def named_parameters(theta):
    """Names for the places of an array."""
    values = dict(zip(["rate", "limit"], theta))
    return values["rate"] * np.sin(values["limit"])


def over_defaults(params):
    """`|` of dicts: what is given counts before what is usual."""
    settings = {"k": 1.0, "m": 2.0, "c": 0.5} | params
    return settings["k"] * settings["m"] * settings["c"]


def over_defaults_in_place(params):
    settings = dict(k=1.0, m=2.0, c=0.5)
    settings |= params
    return settings["k"] * settings["m"] * settings["c"]


def histogram(x, n):
    """Sums by group, with `get` of a computed key."""
    groups = {}
    for i in range(n):
        groups[i % 2] = groups.get(i % 2, 0.0) + x ** (i + 1)
    return groups[0] * groups[1]


def histogram_by_default(x, n):
    groups = {}
    for i in range(n):
        groups.setdefault(i % 2, 0.0)
        groups[i % 2] += x ** (i + 1)
    return groups[0] * groups[1]


def grouped(x, n):
    """Lists by group."""
    groups = {}
    for i in range(n):
        groups.setdefault(i % 2, []).append(x * (i + 1))
    return sum(groups[0]) * sum(groups[1])


def buckets(x, n):
    """A list of lists that grow."""
    found = [[] for _ in range(2)]
    for i in range(n):
        found[i % 2].append(x ** (i + 1))
    return sum(found[0]) * sum(found[1])


def trajectories(x, n):
    """A dict of lists, each with a name of its own."""
    path = {"place": [x], "speed": [1.0]}
    for _ in range(n):
        path["place"].append(path["place"][-1] + 0.1 * path["speed"][-1])
        path["speed"].append(path["speed"][-1] - 0.1 * path["place"][-1])
    return path["place"][-1] ** 2 + sum(path["speed"])
