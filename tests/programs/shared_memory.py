"""Views, copies and lists whose memory changes before or after it is saved.

Each was wrong once: what was saved changed with the memory that it shares.
"""

import numpy as np


def view_across_a_write(x, w):
    """`x` is a view of `w` before and after `w` is overwritten."""
    x = w[1]
    w[:] = np.arctan2(w[:, 2], 2.0 + x[1] ** 2)
    x = w[1]
    return np.sum(x * x)


def spread_back_into_itself(x):
    """The adjoint of `m` is a view of the adjoint of `x`, which is cleared next."""
    m = np.arctan2(np.outer(x, x), 2.0 + x[1])
    x[:] = np.sum(m, axis=1)
    return np.sum(x * x)


def last_round_changed_later(x):
    """What the last round saved is written after the loop."""
    for k, _ in enumerate(x):
        v = x.copy()
        c = np.dot(v, x)
    v[k] = 1.3
    return c


def round_changed_in_the_next(x, n):
    """The next round of the outer loop writes what the last inner round saved."""
    v = x.copy()
    total = 0.0
    for i in range(n):
        v[0] = 0.3 * i
        for k in range(2):
            v = np.sin(v) * x
            total += np.dot(v, v)
    return total


def list_of_live_views(x, w):
    """A list holds a view of what the round updates."""
    for k in range(3):
        kept = []
        kept.append(x[::1])
        total = np.sum(kept[0] ** 2)
        x += w[:, k]
    return total


def doubled_in_a_branch(x, c):
    """`x` is updated as a whole in a branch that is not taken, and by elements after it."""
    c -= np.dot(x, x)
    for k in range(3):
        if c > 10.0 + k:
            c = np.dot(x, np.arctan2(x, 2.3))
            x += x
        x[k], x[k] = (x[k], 0.3 * k)
    return c


def written_to_itself(x, c):
    """The adjoint of the old content and of the new one are one array."""
    x *= c
    x[:] = x
    return np.sum(x * x)


def buffers_change_roles(u, n):
    """Two buffers, one of which is always written; each round reads the other one."""
    new = u.copy()
    for _ in range(n):
        new[1:-1] = u[1:-1] * u[2:] + 0.1 * u[:-2]
        u, new = new, u.copy()
    return np.sum(u * u)


def copied_buffer(u, n):
    """A fresh copy is changed, and takes the place of the old array."""
    for _ in range(n):
        new = u.copy()
        new[1:-1] = u[1:-1] * u[2:] + 0.1 * u[:-2]
        new[0] *= new[1]
        u = new
    return np.sum(u * u)


def history_of_states(u, n):
    """The states are kept, and the last one goes on."""
    states = [u]
    for k in range(n):
        u = np.sin(u) * u[::-1]
        states.append(u)
    u[0] = 2.0 * u[1]
    total = 0.0
    for state in states:
        total += np.sum(state**2)
    return total


def exponentials(x):
    return np.exp(x)


def result_updated(x):
    """The result of a call, which the call keeps for its adjoint, is updated in place."""
    y = exponentials(x)
    y += x
    return np.sum(y)


def result_updated_in_part(x):
    y = exponentials(x)
    y[0] += x[1]
    y[1:] -= 3.0
    return np.sum(y)


def first_from_second(a, b):
    a[0] = b[1] ** 2
    return a * b


def same_array_twice(x):
    """The function that is called sees its write through its other argument."""
    u = x * 1.0
    u = first_from_second(u, u)
    return np.sum(u)


def neighbouring_views(x):
    u = x * 1.0
    shifted(u[1:], u[:-1])
    return np.sum(u**2)


def shifted(new, old):
    new[1:] = old[:-1] * old[1:]


def written_through_a_call(x):
    """A reshaped array may be a view."""
    a = np.outer(x, x)
    a.reshape(-1)[2] = x[0] ** 2
    return np.sum(a**2)


def array_without_axes(x):
    """An array of one number, under two names, is updated in place."""
    a = np.array(np.sum(x))
    b = a
    a += x[0]
    return a * b
