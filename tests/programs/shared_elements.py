"""Containers whose elements are arrays that other names, or other elements, may be as well."""

import numpy as np


def held_twice_in_a_list(x):
    u = x * 1.0
    two = [u, u]
    two[0][0] = 5.0 * x[1]
    return np.sum(two[1] ** 2)


def held_twice_and_updated(x):
    u = x * 1.0
    two = [u, u]
    two[0] += x
    return np.sum(two[1] ** 2)


def appended_in_rounds(x):
    u = x * 1.0
    h = []
    for k in range(3):
        h.append(u)
    h[0][1] = 5.0 * x[0]
    return np.sum(h[2] ** 2)


def held_by_a_comprehension(x):
    u = x * 1.0
    h = [u for _ in range(3)]
    h[0][1] = 5.0 * x[0]
    return np.sum(h[2] ** 2)


def repeated_by_times(x):
    u = x * 1.0
    h = [u] * 3
    h[0][1] = 5.0 * x[0]
    return np.sum(h[2] ** 2)


def parts_that_overlap(x):
    u = x * 1.0
    h = [u[:2], u[1:3]]
    h[0][1] = 5.0 * x[0]
    return np.sum(h[1] ** 2)


def held_once(x):
    h = [x * 1.0, x * 2.0]
    h[0][1] = 5.0 * x[0]
    h[1][...] = h[0] * 3.0
    return np.sum(h[1] ** 2) + np.sum(h[0])


def entries_of_their_own(x):
    h = {"a": x * 1.0, "b": x * 2.0}
    h["a"][0] = x[3]
    return np.sum(h["a"] * h["b"])


def held_twice_in_a_dict(x):
    u = x * 1.0
    h = {"a": u, "b": u}
    h["a"][0] = x[3]
    return np.sum(h["b"] ** 2)


def held_in_two_lists(x):
    u = x * 1.0
    h = [[u, x], [u]]
    h[0][0][1] = 3.0 * x[2]
    return np.sum(h[1][0] ** 2)


def appended_twice_to_a_list(x):
    u = x * 1.0
    h = [u]
    h.append(u)
    h[0][1] = 3.0 * x[2]
    return np.sum(h[1] ** 2)


def inserted_again(x):
    u = x * 1.0
    h = [u]
    h.insert(0, h[0])
    h[0][1] = 3.0 * x[2]
    return np.sum(h[1] ** 2)


def joined_with_itself(x):
    u = x * 1.0
    h = [u] + [u]
    h[0][1] = 3.0 * x[2]
    return np.sum(h[1] ** 2)


def rows_of_their_own(x):
    rows = [np.zeros(2) for _ in range(3)]
    for k in range(3):
        rows[k][0] = x[k] ** 2
    return np.sum(rows[0] * rows[2]) + np.sum(rows[1])


def held_twice_in_a_tuple(x):
    u = x * 1.0
    two = (u, u)
    two[0][0] = 5.0 * x[1]
    return np.sum(two[1] ** 2)


def held_twice_and_walked(x):
    u = x * 1.0
    h = [u, u]
    for r in h:
        r *= x
    return np.sum(h[0])


def square_first(a):
    a[0] = a[1] ** 2


def held_twice_and_given_away(x):
    u = x * 1.0
    h = [u, u]
    square_first(h[0])
    return np.sum(h[1] ** 2)


def rows_of_an_array(x):
    m = np.outer(x, x)
    h = list(m)
    h[0][1] = 3.0
    return np.sum(h[0] ** 2) + np.sum(m)


def updated_under_another_name(x):
    u = x * 1.0
    two = [u, x * 2.0]
    two[0] += x
    return np.sum(u**2) + np.sum(two[0])


def entry_updated_under_another_name(x):
    u = x * 1.0
    d = {"a": u}
    d["a"] *= x
    return np.sum(u**2) + np.sum(d["a"])


def elements_updated(x):
    ws = [x * 1.0, x * 2.0]
    for k in range(2):
        ws[k] += x
    return np.sum(ws[0] * ws[1])


def numbers_updated(x):
    ws = [x[0], x[1]]
    ws[0] += x[2]
    return ws[0] * ws[1]


def entry_updated(x):
    d = {"a": x[0]}
    d["a"] += x[1]
    return d["a"] ** 2


def updated_after_it_was_named(x):
    u = x * 1.0
    two = [u, x * 2.0]
    v = two[0]
    two[0] += x
    return np.sum(v**2)


def rows_updated_in_a_list(x):
    u = np.zeros((2, 4))
    rows = [u[0], u[1]]
    rows[0] += x
    rows[1] += 2.0 * x
    return np.sum(u**2)
