"""Programs that may be refused, but must never get a wrong gradient.

Memory under two names, writes that do not look like writes, and constructs beyond the core
language.
"""

import functools
import math

import numpy as np
from scipy.special import ndtr

SCALES = {"a": 2.0, "b": 3.0}


def ping_pong(u, n):
    """Two buffers that change places."""
    old = u.copy()
    new = np.zeros_like(u)
    for _ in range(n):
        new[1:] = old[:-1] * old[1:]
        new[0] = old[0]
        old, new = new, old
    return np.sum(old**2) + np.sum(new)


def two_names_one_buffer(x):
    a = b = np.zeros(3)
    a[0] = x
    a[1] = x * x
    return np.sum(b) * b[1]


def view_then_write(u):
    v = u * 2.0
    head = v[:2]
    v[0] = v[1] ** 2
    return np.sum(head) * np.sum(v**2)


def write_through_view(u):
    v = u * 2.0
    head = v[:2]
    head[0] = head[1] ** 2
    return np.sum(v**2)


def write_through_reshape(u):
    v = u * 2.0
    flat = v.reshape(-1)
    flat[0] = flat[1] ** 2
    return np.sum(v**2)


def write_through_ravel(u):
    v = u * 2.0
    flat = np.ravel(v)
    flat[0] *= flat[1]
    return np.sum(v**2)


def write_through_transpose(m):
    v = m * 2.0
    t = v.T
    t[0] = t[1] ** 2
    return np.sum(v**3)


def write_through_asarray(u):
    v = u * 2.0
    same = np.asarray(v)
    same[0] = 0.0
    return np.sum(v**2)


def write_through_callee(u):
    v = u * 2.0
    same = give_back(v)
    same[0] = 0.0
    return np.sum(v**2)


def give_back(v):
    return v


def callee_writes(u, c):
    v = u * 2.0
    overwrite(v, c)
    return np.sum(v**2)


def overwrite(v, c):
    v[0] = c * v[1]


def rows_written(m):
    v = m * 2.0
    for line in v:
        line *= line
    return np.sum(v)


def rows_of_loop_kept(m):
    v = m * 1.0
    first = v[0]
    for i in range(len(v)):
        v[i] = v[i] ** 2
    return np.sum(first * v)


def conditional_alias(u, flag):
    v = u * 2.0
    w = v if flag else v.copy()
    w[0] = 1.0
    return np.sum(v**2) * w[0]


def augmented_alias(u):
    v = u * 2.0
    w = v
    w += 1.0
    return np.sum(v * u)


def augmented_parameter(u, c):
    """Rebinding for a number, writing for an array."""
    u *= c
    return np.sum(u**2)


def augmented_parameter_in_callee(u, c):
    return np.sum(augmented(u, c) * u)


def augmented(u, c):
    u *= c
    return u


def output_argument(u):
    v = u * 1.0
    np.sin(v, out=v)
    return np.sum(v**2)


def output_argument_other(u):
    v = np.zeros_like(u)
    np.multiply(u, u, out=v)
    return np.sum(v)


def output_argument_of_square(u):
    v = u * 1.0
    np.multiply(v, v, out=v)
    return np.sum(v)


def sorted_in_place(u):
    v = u * 1.0
    v.sort()
    return np.sum(v**2 * np.arange(len(v)))


def filled(u, c):
    v = u * 2.0
    v.fill(c)
    return np.sum(v * u)


def copied_to(u):
    v = np.zeros_like(u)
    np.copyto(v, u)
    return np.sum(v**2)


def added_at(u):
    v = np.zeros(3)
    np.add.at(v, [0, 1, 1], u[:3])
    return np.sum(v**2)


def diagonal_filled(m, c):
    v = m * 1.0
    np.fill_diagonal(v, c)
    return np.sum(v**2)


def put_along(u, c):
    v = u * 1.0
    np.put(v, [0], c)
    return np.sum(v**2)


def flat_written(m, c):
    v = m * 1.0
    v.flat[1] = c
    return np.sum(v**2)


def list_of_buffers(u):
    v = u * 1.0
    history = [v]
    v[0] = 0.0
    return np.sum(history[0] ** 2) + np.sum(v)


def list_appended(x, n):
    states = [x]
    for _ in range(n):
        states.append(np.sin(states[-1]) * x)
    return states[-1] * states[0]


def comprehension(x):
    return sum([value**2 for value in x])


def generator_expression(x):
    return sum(math.exp(value) for value in x)


def dictionary(x):
    parts = {"low": x * 2.0, "high": x**2}
    return parts["low"] * parts["high"]


def looked_up(x):
    return SCALES["a"] * x**2 * SCALES["b"]


def closure(x):
    def inner(y):
        return x * y

    return inner(x) + inner(2.0)


def anonymous(x):
    f = lambda y: x * y**2  # noqa: E731
    return f(x) + f(1.0)


def partial_call(x):
    f = functools.partial(math.pow, x)
    return f(2.0)


def with_break(x, n):
    for i in range(n):
        x = x * 1.5
        if x > 3.0:
            break
        x = x + 0.1 * i
    return x * x


def with_continue(x, n):
    for i in range(n):
        if i % 2 == 0:
            continue
        x = np.sin(x) * 2.0
    return x


def return_in_loop(x, n):
    for _ in range(n):
        x = x * 1.5
        if x > 3.0:
            return x * x
    return x


def else_on_loop(x, n):
    for _ in range(n):
        x = np.sin(x)
    else:
        x = x * x
    return x


def caught(x):
    try:
        y = math.sqrt(x)
    except ValueError:
        y = 0.0
    return y * x


def assigned_expression(x):
    return (y := x * x) + y**2


def short_circuit(x, y):
    return (x and y) * (x or y)


def deleted(x):
    y = x * x
    z = y * x
    del y
    y = 3.0
    return z * y


def matched(x, kind):
    match kind:
        case "square":
            return x * x
        case _:
            return x


def formatted(x):
    message = f"{x:.3f}"
    return x * len(message)


def converted(x):
    """Conversions cut or keep the derivative."""
    return float(x) * x


def truncated(x):
    return int(x) * x


def rounded(x):
    return np.round(x) * x


def integer_copy(u):
    v = np.arange(3)
    w = v * u[0]
    v[1] = 7
    return np.sum(w * v)


def read_only_start(u, c):
    """An adjoint that starts as a broadcast view must not be added to in place."""
    total = np.sum(u)
    v = u * c
    return total + np.sum(v[1:]) + v[0] * total


def starred(x):
    first, *rest = (x * x, x * 2.0, x)
    return first * rest[0] + rest[1]


def log_gamma(x):
    return math.lgamma(x) * x


def normal_distribution(x):
    return ndtr(x) * x


def vectorised(u):
    return np.sum(np.vectorize(math.sin)(u))


def applied(m):
    return np.sum(np.apply_along_axis(np.sum, 0, m) ** 2)


def attribute_of_shape(u):
    return np.sum(u) * u.shape[0] / u.size


def sequence_unpacked(u):
    first, *rest = u
    return first * rest[0]


def negative_step(u):
    v = u * 1.0
    v[::-2] = v[::-2] ** 2
    return np.sum(v)


def ellipsis_index(m):
    v = m * 1.0
    v[..., 0] *= v[..., 1]
    return np.sum(v)


def newaxis_write(u):
    v = u * 1.0
    v[:, None][0] = 0.0
    return np.sum(v**2)


def boolean_matrix(m):
    v = m * 1.0
    v[v > 0.0] **= 2
    return np.sum(v)


def mixed_index(m, index):
    v = m * 1.0
    v[index, 1:] = v[index, :-1] ** 2
    return np.sum(v)


def repeated_index_write(u, c):
    v = u * 1.0
    v[[0, 0]] = np.array([1.0, 2.0]) * c
    return np.sum(v**2)


def maximum_tie(x):
    return max(x, 1.0) + min(x, 5.0)


def chained_methods(m):
    return (m.T @ m).sum(axis=0).max() + m.clip(-1.0, 1.0).sum()


def star_arguments(x, *rest):
    return x * x


def called_with_star(x):
    pair = (x, x * x)
    return product(*pair)


def product(a, b):
    return a * b


def called_with_double_star(x):
    options = {"a": x, "b": x * x}
    return product(**options)


def shadowed_array(x):
    """The target of the loop is the array that it walks."""
    total = 1.0
    for x in x:
        total = total * np.cos(x)
    return total


def tuple_indexed(x, y):
    """The elements of a tuple result are read, not unpacked."""
    both = polar(x, y)
    return both[0] * both[1]


def polar(x, y):
    return np.hypot(x, y), np.arctan2(y, x)


def read_after_write_in_loop(x, n):
    """What a round writes is read further down in the round before."""
    u = np.array([1.0, 2.0, 3.0, 4.0]) * x
    total = 0.0
    for k in range(n):
        u[k] = u[k] * 0.5 + 1.0
        y = u[k + 1] * u[k]
        total = total + np.sin(y)
    return total


def overwritten_in_loop(x, n):
    u = np.array([1.0, 2.0, 3.0, 4.0]) * x
    total = 0.0
    for k in range(n):
        u[:] = 0.5 + k * x
        total = total + np.sin(u[1] * u[2])
    return total


def popped_and_appended(x, n):
    values = [x, x * x]
    for _ in range(n):
        last = values.pop()
        values.append(np.sin(last) * values[-1])
    return values[-1]


def appended_twice(x, n):
    values = [x]
    for _ in range(n):
        values.append(values[-1] * x)
        if values[-1] > 0.1:
            values.append(np.sin(values[-2] * values[-1]))
    return values[-1] * values[-2]


def diagonal_doubled(m):
    """Einsum of one operand gives a part of it."""
    m = m.copy()
    diagonal = np.einsum("ii->i", m)
    diagonal *= 2.0
    return np.sum(m * m)


def tied_weights_scaled(weights):
    """What is written to one of them is seen in the other."""
    weights[0][0] = 2.0 * weights[0][0]
    return np.sum(weights[0] * weights[1])
