"""What random programs found, made small: each was wrong, or failed, once."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float


def _scaled(u, rate):
    u[:] = u * rate
    return u[1]


def element_updated_by_a_call_that_changes_it(x: Float[np.ndarray, "n"], rate: float):
    """`x[0]` is read before the call writes to it."""
    x = x.copy()
    x[0] += _scaled(x, rate)
    return np.sum(x * x)


def element_read_before_a_call_that_changes_it(x: Float[np.ndarray, "n"], rate: float):
    x = x.copy()
    total = 2.0 * x[0] + _scaled(x, rate) * x[2]
    return np.sum(x * x) + total


def last_of_a_display(x, y):
    """The loop walks a tuple whose elements carry gradients."""
    for value in (y, x[1], x[0] * y):
        x[::2] *= 1.4
    return value + np.sum(x)


def _weighted(weight, *parts):
    total = 0.0
    for part in parts:
        total += weight * np.tanh(part)
    return total


def any_number_of_arguments(x, y):
    return _weighted(y, x[0], x[1] * y, 0.3) * y


def statistics_of_a_list(x):
    """NumPy makes arrays of the lists that it is given."""
    losses = [value * value for value in x]
    return np.mean(losses) * np.std(losses) + np.max(losses) + np.dot(losses, x)


def displays_with_stars(x, y):
    values = [y, *x, 2.0 * y]
    more = [*values, *values]
    return values[1] * values[-1] + sum(more) * np.sum(np.array([y, *x]) ** 2)


def list_taken_away(x, parts: list):
    x = x.copy()
    x[:] -= sum(parts)
    return np.sum(x * x)


def element_of_a_list_updated(x, parts):
    """The arrays in the list are the caller's."""
    parts[1] -= x
    return np.sum(x) + np.sum(parts[1] ** 2)


def array_of_a_list_written(x, parts):
    first = parts[0]
    first[0] = x[0] * x[1]
    return np.sum(np.stack(parts) ** 2)


def list_lengthened(x, parts: list):
    parts.append(parts[1])
    parts += [x * 2.0]
    return np.sum(np.stack(parts) ** 2)


def list_lengthened_for_nothing(x, parts: list):
    parts.append(np.sin(x))
    return np.sum(x * x)


def part_of_an_argument_dropped(x, y):
    """The gradient by `x` is zero, in the shape of the argument."""
    x = x[:2]
    return y * y


def spread_and_squares(w: Float[np.ndarray, "n n"]):
    """The length that `np.std` divides by does not make `w` a number."""
    spread = np.std(w)
    return np.sum(w**2) * spread


def attempt_with_an_idle_end(x, y):
    try:
        y = y * x[0]
    except FloatingPointError:
        y = x[-1]
    finally:
        tried = True
    return y * y if tried else y


def array_in_a_list_updated(x, v):
    """The list holds the argument, which stays as it is."""
    state = [x, v]
    for _ in range(3):
        state[0] += 0.1 * state[1] * state[0]
    return np.sum(state[0] ** 2)


def array_in_a_list_updated_by_itself(x, v):
    y = x * 2.0
    state = [y, v]
    state[0] *= y
    return np.sum(state[0] ** 2)


def element_that_outlives_a_write(x, y):
    """`first` is a number if `x` has one axis, which the derivative checks."""
    first = x[0]
    x[0] = 2.0 * x[1] * y
    x[1] += first
    return first * x[0] + x[1]


def written_while_counted(x: Float[np.ndarray, "n"], y: float):
    x = x.copy()
    for k, value in enumerate(x):
        x[k] = y * value * value
        x[-1] += value
    return np.sum(x * x)


def written_while_walked_backwards(x: Float[np.ndarray, "n"], w: Float[np.ndarray, "n"]):
    w = w.copy()
    for a, b in zip(x, reversed(w), strict=True):
        w[0] += a * b
        w[1] *= b
    return np.sum(w * w)


def written_while_rows_are_walked(m: Float[np.ndarray, "n n"]):
    m = m.copy()
    for row in m:
        m[0, 0] += 0.3 * np.sum(row)
    return np.sum(m * m)


def list_that_holds_an_array_twice(x, v):
    """Refused: the change is seen in both places."""
    state = [x, x]
    state[0] += 0.1 * v
    return np.sum(state[1] ** 2)


def list_of_the_last_round(x):
    """Refused: the gradients of the lists of earlier rounds would be as long as theirs."""
    for value in x:
        kept = []
        kept.append(value * value)
    return sum(kept)


def doubled_in_a_branch(x: Float[np.ndarray, "n"], y: float):
    """What the branch saves restores `x` only where it was taken."""
    x = x.copy()
    y -= np.dot(x, x)
    for k in range(3):
        if y > 10.0 + k:
            y = np.dot(x, np.arctan2(x, 2.3))
            x += x
        x[k] = 0.3 * k
    return y


def entry_updated_for_others(x, y):
    """The tangent is updated in place, as the array in the dict is."""
    u = x * 2.0
    table = {"a": u, "b": np.exp(y)}
    _raise(table)
    return np.sum(u * u)


def _raise(table):
    table["a"] *= table["b"]


def inner_products_of_numbers(x, y: float):
    """`np.inner` multiplies what has no axis, or may have none."""
    squares = []
    squares.append(np.inner(y, y))
    return sum(squares) * np.inner(x[0], -0.8) + np.sum(np.inner(y, x))


def list_made_in_a_branch(x, y: float):
    """The list is none of what the gradient needs: only `x` is kept for it."""
    x = x * 1.0
    z = x * x
    if y > 0.1:
        products = [a * b for a, b in zip(x, x, strict=True)]
        print(f"{len(products)} products")
        x[2] += 0.9
    return np.sum(z)


def other_array_of_the_same_name(x, y: float):
    """The branch writes to `squares`, not to the zeros that `row` was before."""
    squares = x * x
    total = np.sum(squares * squares)
    row = np.zeros(3)
    if y > 0.1:
        row = squares
        row[2] = 0.9
    return total


def array_of_a_list_under_another_name(x, y: float):
    """Refused: a copy of the list would hold the same arrays."""
    state = [np.sin(x), np.cos(x)]
    total = np.sum(state[0] * state[1])
    if y > 0.1:
        first = state[0]
        first[2] = 0.9
    return total


def arguments_turned_around(parts):
    """`parts` may be a list of arrays as well as an array."""
    parts = parts[::-1]
    return np.sum(np.stack(parts) ** 2) * np.sum(parts[0])


def _raised_by(table, rate):
    table["a"] *= rate
    return rate * rate


def entry_raised_by_a_call(x, table):
    """Only the function that is called shows that `table` is a dict."""
    return x * _raised_by(table, x)


def _differenced(u, v):
    u[1:] -= u[:-1]
    return v[1] * 1.3


def result_that_only_a_test_reads(x: Float[np.ndarray, "n"]):
    """The call writes to `x`, and carries no gradient through what it returns."""
    x = x.copy()
    size = _differenced(x, 2.0 * x)
    if size > 1.1:
        x = x * 2.0
    else:
        x[:2] = np.log(2.0 + np.square(x[:-1]))
    return np.sum(x * np.sin(x))


def _product(pair, table):
    return pair[0] * pair[1] * table["a"]


def displays_of_what_is_written_later(x, y: float):
    """The call keeps a tuple and a dict of things of different shapes."""
    u = x * y
    total = np.sum(_product((u, y), {"a": u, "b": y}))
    u *= 2.0
    return total + np.sum(u)


def _of_two(parts):
    return np.sum(parts[0] * parts[0] * parts[1])


def list_of_an_array_written_later(x, y: float):
    """A copy of the list alone would hold the array that is written to."""
    u = x * y
    parts = [u, x * x]
    total = _of_two(parts)
    u *= 2.0
    return total + np.sum(u)


def named_value_in_a_list(x, y: float):
    """The exponential has a name in the derivative, and the list holds an array of its own."""
    arrays = [np.exp(-x), x - y]
    arrays[0][2] += x[1]
    return np.sum(np.stack(arrays) ** 2)


def rounds_that_never_run(x, y: float):
    """The inner loop saves two things a round, and the outer one none of them."""
    x = x.copy()
    for _ in range(2):
        for k in range(0):
            x[1:] *= y
            np.add.at(x, k, np.log2(0.5 + x[k] ** 2))
    return np.sum(x * x) * y


def element_in_a_product(x, parts):
    """`parts` may be a list of vectors: it is not taken for a matrix."""
    x = x.copy()
    first = x[0]
    x[:2] = x @ parts[0]
    return np.sum(x * x) * first


def list_turned_round(x, parts):
    """No array has `reverse`."""
    x = x.copy()
    parts.reverse()
    x[0] = np.sum(parts[0]) * x[1]
    return np.sum(x * x) * np.sum(np.stack(parts) ** 2)


def written_beside_a_list(x, y: float, parts):
    """`parts` may be a list, which has no dtype."""
    x = x.copy()
    x[:] -= np.fmax(parts[0], x[::-1])
    return np.sum(np.stack(parts) ** 2) * y


def spread_that_may_fail(x: Float[np.ndarray, "n"], w: Float[np.ndarray, "n n"]):
    """The caller's arrays are checked to be apart before their shapes are."""
    try:
        spread = np.var(w)
    except FloatingPointError:
        spread = 1.0
    w[0, -1] *= spread
    w[-1, :] -= x
    return np.sum(w**2)


def taken_out_by_the_name_of_another(x):
    x = x.copy()
    kept = [np.log(2.0 + x**2)]
    x[:2] = np.tanh(x[1:])
    c = np.sum(kept[0] ** 2)
    kept.append(np.abs(x) + 1.0)
    x = kept.pop(0)
    return np.sum(np.stack(kept) ** 2) * c
