"""Numbers of every kind, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import numbers as p
from tests.support.samples import row


def _number(d):
    return (1.3,)


def _other(d):
    return (-1.3,)


def _with(*rest):
    return lambda d: (1.37, *rest)


def _array_with(*rest):
    return lambda d: (d.apart(3), *rest)


def _array(d):
    return (d.apart(3),)


def _longer(d):
    return (d.apart(5),)


COUNTS = np.array([2, 0, 1])
ROWS = [
    row(p.integers_divided, "x", _with(5), _with(4)),
    row(p.quotients_of_integers, "x", _with(7), _with(2)),
    row(p.rest_of_numbers, "x p", lambda d: (5.3, 2.0), lambda d: (-1.3, 0.7)),
    row(p.whole_part_times, "x", _number, _other),
    row(p.rest_with_sign, "x", _number, _other),
    row(p.rests_of_arrays, "x", _array, _longer),
    row(p.rounded_constants, "x", _with(2.36), _with(0.6)),
    row(p.rounded_values, "x", lambda d: (1.337,), lambda d: (-2.713,)),
    row(p.truncated_value, "x", lambda d: (2.7,), lambda d: (-2.7,)),
    row(p.steps_of_numbers, "x", lambda d: (2.7,), lambda d: (-2.7,)),
    row(p.flags_as_bits, "x", _with(3), _with(0), _with(2)),
    row(
        p.masks_as_bits,
        "x",
        _array_with(np.array([True, False, True])),
        _array_with(np.array([False, False, False])),
    ),
    row(p.truth_in_arithmetic, "x", _with(True), lambda d: (-1.3, False)),
    row(p.masks_in_products, "x", _array, _longer),
    row(
        p.integer_arrays_as_data,
        "x",
        lambda d: (d.positive(3), np.array([2, 0, 2, 1]), np.array([1, 2, 3, 1])),
        lambda d: (d.positive(3), np.array([1]), np.array([2, 0, 1])),
    ),
    row(p.integer_powers, "x", _with(3), _with(0), lambda d: (-1.3, 2)),
    row(p.powers_by_integers, "x", _array, lambda d: (d.positive(3),)),
    row(p.integers_and_floats, "x", _with(4), _with(0)),
    row(p.complex_constant, "x", _with(1.0 + 2.0j), _with(3.0j)),
    row(p.numpy_scalars, "x", _number, _other),
    row(p.arrays_without_axes, "x", _number, _other),
    row(p.numbers_of_texts, "x", _array, _longer),
    row(p.smallest_from_infinity, "x", _array, _longer),
    row(p.sums_from_an_integer, "x", _with(3), _with(0)),
    row(p.squares_from_an_integer, "x", _array, _longer),
    row(p.positions_times, "x", _array, lambda d: (d.normal(3),)),
    row(p.cast_to_integers, "x", _array, _longer),
    row(p.counted, "x", lambda d: (d.positive(3),), lambda d: (d.positive(1),)),
    row(p.found_positions, "x", _array, _longer),
    row(p.looked_up_interval, "x", _with(np.arange(3.0)), lambda d: (0.7, np.arange(4.0))),
    row(p.powers_of_every_kind, "x", _number, lambda d: (0.4,)),
    row(p.sums_of_integers, "x", _number, _other),
    row(p.extremes_with_integers, "x", _with(4), lambda d: (-0.5, 1)),
    row(p.combinatorics, "x", _with(4), _with(2)),
    row(p.grid_of_integers, "x", _with(5), _with(1)),
    row(p.half_of_the_length, "x", lambda d: (d.apart(4),), lambda d: (d.apart(3),)),
    row(p.quotients_of_arrays, "x", _array_with(COUNTS), _array_with(COUNTS + 3)),
    row(p.asked_for_an_integer, "x", _with(2.0), _with(2.5)),
    row(p.only_the_shape, "x", _array, lambda d: (d.normal(2, 3),)),
    row(p.only_a_count, "x", _array, _longer),
    row(p.one_branch_depends, "x y", lambda d: (1.3, 2.0), lambda d: (-1.0, 2.0)),
    row(p.integer_that_counts_as_real, "n x", lambda d: (3.0, 0.7), lambda d: (1.5, 0.7)),
]
