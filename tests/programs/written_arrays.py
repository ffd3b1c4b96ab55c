"""Writes to arrays in every form."""

import numpy as np


def added_at_positions(x, idx):
    u = np.zeros(4)
    np.add.at(u, idx, x[:3])
    return np.sum(u**2)


def added_at_pairs(x, i, j):
    u = np.zeros((2, 3))
    np.add.at(u, (i, j), x)
    return np.sum(u**3)


def subtracted_at_positions(x, idx):
    u = x * 1.0
    np.subtract.at(u, idx, 2.0 * x[:3])
    return np.sum(u**2)


def stored_twice(x, c):
    r = x * 2.0
    r[[0, 1, 0]] = c[:3]
    return np.sum(r**2)


def updated_twice(x, c):
    r = x * 2.0
    r[[0, 1, 0]] += c[:3]
    return np.sum(r**2)


def read_twice(x):
    return np.sum(x[[1, 0, 1, 1]] ** 2 * np.arange(4.0))


def all_of_it(x):
    u = np.empty(4)
    u[...] = x * x
    u[..., 0] = 3.0 * x[1]
    return np.sum(u * x)


def new_axes(x):
    a = x[:, np.newaxis] * x[None, :]
    b = x[np.newaxis]
    return np.sum(a**2) + np.sum(b[0, 1:] * b[..., :-1])


def masked_writes(x):
    u = x * x
    u[u > 0.5] = 0.1
    u[x < 0] *= x[x < 0]
    return np.sum(u * x)


def masked_from_another(x, c):
    u = x * 1.0
    u[x > 0] = c[x > 0] * 2.0
    return np.sum(u**2)


def given_out(x):
    buf = np.empty(4)
    np.multiply(x, x, out=buf)
    np.sin(buf, out=buf)
    np.add(buf, x, buf)
    return np.sum(buf**2)


def given_out_as_tuple(x):
    buf = np.empty(4)
    np.sin(x, out=(buf,))
    return np.sum(buf * x)


def given_a_part_out(x):
    buf = np.zeros(6)
    np.multiply(x, 2.0, out=buf[1:5])
    return np.sum(buf**2)


def products_given_out(x, s):
    buf = np.empty(3)
    np.dot(s, x[:3], out=buf)
    np.matmul(s, buf, out=buf)
    return np.sum(buf**2)


def clipped_in_place(x):
    y = x * 1.0
    np.clip(y, -1.0, 1.0, out=y)
    return np.sum(y**2)


def copied_to(x):
    u = np.zeros(4)
    np.copyto(u, x)
    np.copyto(u[1:], x[:-1] ** 2)
    return np.sum(u**2)


def copied_where(x):
    u = np.ones(4)
    np.copyto(u, x * x, where=x > 0)
    return np.sum(u**2)


def filled(x, c):
    u = x * x
    u.fill(c)
    v = x * 1.0
    v[1:].fill(c * c)
    return np.sum(u * x) + np.sum(v**2)


def operators_in_place(x, c):
    u = x.copy()
    u += c
    u *= x
    u -= u[::-1].copy()
    u /= 2.0 + c
    u **= 2
    return np.sum(u)


def rests_in_place(x):
    u = x * 3.0
    u %= 0.7
    v = x * 1.0
    v //= 0.3
    return np.sum(u * u) + np.sum(v * x)


def written_by_two_names(x):
    y = x * 2.0
    z = y
    z[0] = 5.0 * x[1]
    y[1] += z[0]
    return np.sum(y * z)


def name_bound_again(x):
    y = x * 2.0
    z = y
    z = z + 1.0
    z[0] = 0.0
    return np.sum(y * z)


def flattened(m):
    u = m * 1.0
    v = u.flatten()
    v[1:3] = 0.5
    return np.sum(u**2) + np.sum(v**2)


def diagonal_filled(s, c):
    u = s * 1.0
    np.fill_diagonal(u, c)
    return np.sum(u**2)


def copied_array(x):
    u = x * 1.0
    v = np.array(u)
    v[0] = 3.0 * x[1]
    return np.sum(u**2) + np.sum(v**2)


def rows_by_number(m):
    u = m * 1.0
    for i, row in enumerate(u):
        row[i] = row[i] ** 2
    return np.sum(u**2)


def history_of_copies(x):
    u = x * 1.0
    hist = []
    for k in range(3):
        hist.append(u.copy())
        u[k] = u[k] ** 2
    return np.sum(hist[0] * hist[2])


def rows_exchanged(m):
    u = m * 1.0
    u[0], u[1] = u[1].copy(), u[0].copy()
    return np.sum(u[0] * 2.0 + u[1] ** 2)


def rows_exchanged_by_positions(m):
    u = m * 1.0
    u[[0, 1]] = u[[1, 0]]
    return np.sum(u[0] * 2.0 + u[1] ** 2)


def overlapping_parts(x):
    u = x * 1.0
    u[1:] = u[:-1] * x[0]
    u[:-1] += u[1:]
    return np.sum(u**2)


def turned_round_in_place(x):
    u = x * 1.0
    u[:] = u[::-1]
    u[::-1] = u * 2.0
    return np.sum(u**2 * np.arange(4.0))


def from_the_end(x):
    u = np.zeros(5)
    u[-1] = x[-2]
    u[-3:-1] = x[::3] * 2.0
    u[::-2] += x[:3]
    return np.sum(u**2)


def two_targets(x):
    a = b = x * 2.0
    a[0] = 5.0
    return np.sum(b**2)


def two_elements(x):
    u = np.zeros(3)
    u[0] = u[1] = x[0] * x[1]
    return np.sum(u**2)


def sorted_in_place(x):
    u = x * 1.0
    u.sort()
    return np.sum(u * np.arange(4.0))


def diagonals_and_triangles(s):
    u = s * 1.0
    u[np.arange(3), np.arange(3)] = 0.0
    u[np.diag_indices(3)] += 2.0
    u[np.triu_indices(3, 1)] *= 0.5
    return np.sum(u**2)


def open_mesh(s):
    u = s * 1.0
    u[np.ix_([0, 2], [1, 2])] += 1.5 * s[0, 0]
    return np.sum(u**2)


def rows_and_columns_by_masks(s):
    u = s * 1.0
    u[[True, False, True]] *= 2.0
    u[:, np.array([False, True, True])] += s[0, 0]
    return np.sum(u**2)


def rolled_in_place(x):
    u = x * 1.0
    u[:] = np.roll(u, 1)
    return np.sum(u * np.arange(4.0))


def limited_in_place(x, c):
    u = x * 1.0
    np.maximum(u, c, out=u)
    np.minimum(u, 1.0, out=u)
    return np.sum(u**2)


def multiplied_in_place(s):
    u = s * 1.0
    u @= s
    return np.sum(u**2)


def gradients_that_share_memory(x, v, c):
    u = x * 1.0
    u.fill(0.0)
    u += np.flip(v)
    u *= c
    u += np.asarray(v)
    u[1:3] = 0.0
    u += np.broadcast_to(v, (4,))
    return np.sum(u**2)


def updated_in_rounds(x, v, c):
    u = x * 1.0
    for k in range(3):
        u[k] = u[k] * c
        u += v
        u[k + 1] = c * k
    return np.sum(u**2)
