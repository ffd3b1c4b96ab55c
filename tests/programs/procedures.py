"""Functions that write to their arguments, called by others: the procedure style."""

import numpy as np
from jaxtyping import Float


def couple(steps, a, b):
    """Updates both arrays in place, and returns nothing."""
    for _ in range(steps):
        a[1:-1] += 0.1 * b[1:-1] * (a[2:] - a[:-2])
        b *= np.cos(a)


def coupled_fields(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "n"], c: float, steps: int):
    u = c * a
    v = b.copy()
    couple(steps, u, v)
    return np.sum(u * v)


def coupled_arguments(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "n"]):
    """The arguments are handed on, and stay what they were for the caller."""
    couple(2, a, b)
    return np.sum(a * b**2)


def forces(x, f):
    f[:] = 0.0
    for i in range(len(x) - 1):
        stretch = x[i + 1] - x[i] - 1.0
        pull = stretch + 0.3 * stretch**3
        f[i] += pull
        f[i + 1] -= pull


def kick(v, f, dt):
    v += dt * f


def drift(x, v, dt):
    x += dt * v


def verlet(x0: Float[np.ndarray, "n"], v0: Float[np.ndarray, "n"], dt: float, steps: int):
    """Three procedures, a work array, and a loop."""
    x = x0.copy()
    v = v0.copy()
    f = np.zeros_like(x)
    forces(x, f)
    for _ in range(steps):
        kick(v, f, 0.5 * dt)
        drift(x, v, dt)
        forces(x, f)
        kick(v, f, 0.5 * dt)
    return np.sum(v**2) + np.sum(x * f)


def relax(u):
    u[1:-1] = 0.5 * u[2:] * u[:-2]


def relaxed_parts(x, n):
    """Slices of one array are handed over in turn."""
    u = x.copy()
    for _ in range(n):
        relax(u)
        relax(u[1:])
        relax(u[::2])
    return np.sum(u**2)


def boundary(u, left):
    u[0] = left * u[1]
    u[-1] = u[-2] ** 2


def relaxed_with_boundary(u, left):
    relax(u)
    boundary(u, left)


def nested_procedures(x, left):
    """A procedure that calls procedures."""
    u = x**2
    relaxed_with_boundary(u, left)
    relaxed_with_boundary(u[1:], left)
    return np.sum(u * x)


def normalise(v):
    """Changes its argument, and returns a number as well."""
    size = np.sqrt(np.sum(v**2))
    v /= size
    return size


def power_iteration(m: Float[np.ndarray, "n n"], rounds: int):
    v = np.ones(m.shape[0])
    growth = 0.0
    for _ in range(rounds):
        v = m @ v
        growth += np.log(normalise(v))
    return growth + v[0]


def unannotated_power(m, rounds):
    v = m[0]
    growth = 0.0
    for _ in range(rounds):
        v = np.dot(m, v)
        size = normalise(v)
        growth += np.log(size)
    return growth + v[0]


def scale(v, factor):
    v *= factor
    return v


def result_is_the_argument(x: Float[np.ndarray, "n"], c: float):
    """`u = step(u)`: the array comes back under its own name, and under another one."""
    u = np.sin(x)
    for _ in range(3):
        u = scale(u, c) * x
    w = scale(u, c)
    return np.sum(u * w)


def scaled_copies(x, c):
    return np.sum(scale(x * x, c) ** 2) + np.sum(scale(np.sin(x), 2.0))


def eliminate(m, rhs):
    n = len(rhs)
    for k in range(n - 1):
        for i in range(k + 1, n):
            ratio = m[i, k] / m[k, k]
            m[i, k:] -= ratio * m[k, k:]
            rhs[i] -= ratio * rhs[k]


def substitute_back(m, rhs):
    for k in range(len(rhs) - 1, -1, -1):
        rhs[k] -= m[k, k + 1 :] @ rhs[k + 1 :]
        rhs[k] /= m[k, k]


def solved(m: Float[np.ndarray, "n n"], rhs: Float[np.ndarray, "n"]):
    """Gaussian elimination as textbooks have it."""
    m = m.copy()
    y = rhs.copy()
    eliminate(m, y)
    substitute_back(m, y)
    return np.sum(y**2)


def rotate(m, i, j, angle):
    c = np.cos(angle)
    s = np.sin(angle)
    row = m[i].copy()
    m[i] = c * row - s * m[j]
    m[j] = s * row + c * m[j]


def rotated_rows(m: Float[np.ndarray, "n d"], angle: float):
    m = m.copy()
    for k in range(len(m) - 1):
        rotate(m, k, k + 1, angle * (k + 1.0))
    return np.sum(m[0] * m[-1])


def squash(row, gain):
    """Nothing of what it overwrites is read again."""
    row[:] = np.tanh(gain * row)


def squashed_rows(m: Float[np.ndarray, "n d"], gain: float):
    m = m.copy()
    for i in range(m.shape[0]):
        squash(m[i], gain)
    squash(m[:, 0], 2.0)
    return np.sum(m**2)


def butterfly(x):
    """Calls itself on both halves."""
    n = len(x)
    if n == 1:
        return
    half = n // 2
    butterfly(x[:half])
    butterfly(x[half:])
    low = x[:half] + 0.5 * x[half:] ** 2
    high = x[:half] - x[half:]
    x[:half] = low
    x[half:] = high


def transformed(x: Float[np.ndarray, "n"]):
    y = x * 1.0
    butterfly(y)
    return np.sum(y**2 * np.arange(1.0, len(y) + 1.0))


def limited(u, cap):
    """Branches, one of which does nothing."""
    if np.sum(u) > cap:
        u *= cap / np.sum(u)
        return
    u[0] = cap * u[1]


def limited_sums(x: Float[np.ndarray, "n"], cap: float):
    u = x**2
    limited(u, cap)
    before = np.sum(u**2)
    limited(u, 0.5 * cap)
    return before * np.sum(u**3)


def running_means(x, out, width=2):
    for i in range(len(x)):
        out[i] = np.mean(x[max(0, i - width + 1) : i + 1])


def filled_buffer(x: Float[np.ndarray, "n"]):
    """The array that is written holds nothing before."""
    out = np.empty_like(x)
    running_means(x, out=out, width=3)
    again = np.zeros(len(x))
    running_means(out * x, again)
    return np.sum(again**2)


def branching_call(x: Float[np.ndarray, "n"], c: float):
    u = x.copy()
    if c > 0.0:
        squash(u, c)
    else:
        relax(u)
        u *= c
    return np.sum(u * x)


def read_between(x: Float[np.ndarray, "n"]):
    """What the array was before and after each call is read."""
    u = x.copy()
    total = 0.0
    for _ in range(3):
        total += np.sum(u**3)
        squash(u, 1.5)
        total += np.prod(u)
    return total


def copy_first(u):
    """Works on a copy: the caller sees nothing of it."""
    u = u.copy()
    u[0] = u[1] ** 2
    return np.sum(u)


def calls_that_copy(x: Float[np.ndarray, "n"]):
    return copy_first(x) * x[0]


def saved_then_scaled(x: Float[np.ndarray, "n"]):
    """What a call keeps is written afterwards."""
    u = x.copy()
    y = np.sin(u) * u
    s = product(u, y)
    u *= 2.0
    return np.sum(s * u)


def product(a, b):
    return a * b * a


def doubled_plus_one(c):
    """A number is changed for this function alone."""
    c *= 2.0
    c += 1.0
    return c


def number_stays(c):
    d = c**2
    e = doubled_plus_one(d)
    return d * e * c


def add_square(u, d):
    u += d * d


def argument_reads_what_is_written(x: Float[np.ndarray, "n"]):
    u = x * 1.0
    add_square(u, x * u)
    add_square(u[1:], u[0])
    return np.sum(u**2)


def element_handed_over(x):
    """Whether an element is a number is known when the function runs."""
    u = x * 1.0
    scale(u, np.sum(u))
    add_square(u, u[0])
    return np.sum(u**3)
