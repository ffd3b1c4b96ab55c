"""Writes to arrays in every form, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import written_arrays as p
from tests.support.samples import row


def _array(d):
    return (d.apart(4),)


def _other(d):
    return (d.normal(4),)


def _pair(d):
    return (d.apart(4), d.normal(4))


def _other_pair(d):
    return (d.normal(4), d.normal(4))


def _with_number(d):
    return (d.apart(4), 0.7)


def _other_with_number(d):
    return (d.normal(4), -1.3)


def _matrix(d):
    return (d.apart(2, 3),)


def _other_matrix(d):
    return (d.normal(2, 3),)


def _square(d):
    return (d.apart(3, 3),)


def _other_square(d):
    return (d.normal(3, 3),)


def _both(function, wrt="x"):
    return row(function, wrt, _array, _other)


FIRST, AGAIN = np.array([0, 2, 0]), np.array([1, 1, 1])
ROWS = [
    row(p.added_at_positions, "x", lambda d: (d.normal(4), FIRST), lambda d: (d.normal(4), AGAIN)),
    row(
        p.added_at_pairs,
        "x",
        lambda d: (d.normal(3), np.array([0, 1, 0]), np.array([1, 2, 1])),
        lambda d: (d.normal(1), np.array([1]), np.array([0])),
    ),
    row(
        p.subtracted_at_positions,
        "x",
        lambda d: (d.normal(4), FIRST),
        lambda d: (d.normal(4), AGAIN),
    ),
    row(p.stored_twice, "x c", _pair, _other_pair),
    row(p.updated_twice, "x c", _pair, _other_pair),
    _both(p.read_twice),
    _both(p.all_of_it),
    _both(p.new_axes),
    _both(p.masked_writes),
    row(p.masked_from_another, "x c", _pair, _other_pair),
    _both(p.given_out),
    _both(p.given_out_as_tuple),
    _both(p.given_a_part_out),
    row(
        p.products_given_out,
        "x s",
        lambda d: (d.normal(4), d.normal(3, 3)),
        lambda d: (d.normal(3), d.normal(3, 3)),
    ),
    _both(p.clipped_in_place),
    _both(p.copied_to),
    _both(p.copied_where),
    row(p.filled, "x c", _with_number, _other_with_number),
    row(p.operators_in_place, "x c", _with_number, lambda d: (d.normal(4), 0.4)),
    _both(p.rests_in_place),
    _both(p.written_by_two_names),
    _both(p.name_bound_again),
    row(p.flattened, "m", _matrix, _other_matrix),
    row(
        p.diagonal_filled,
        "s c",
        lambda d: (d.normal(3, 3), 0.7),
        lambda d: (d.normal(2, 2), -0.7),
    ),
    _both(p.copied_array),
    row(p.rows_by_number, "m", _matrix, _other_matrix),
    _both(p.history_of_copies),
    row(p.rows_exchanged, "m", _matrix, _other_matrix),
    row(p.rows_exchanged_by_positions, "m", _matrix, _other_matrix),
    _both(p.overlapping_parts),
    _both(p.turned_round_in_place),
    _both(p.from_the_end),
    _both(p.two_targets),
    _both(p.two_elements),
    _both(p.sorted_in_place),
    row(p.diagonals_and_triangles, "s", _square, _other_square),
    row(p.open_mesh, "s", _square, _other_square),
    row(p.rows_and_columns_by_masks, "s", _square, _other_square),
    _both(p.rolled_in_place),
    row(p.limited_in_place, "x c", lambda d: (d.apart(4), 0.3), lambda d: (d.normal(4), -0.3)),
    row(p.multiplied_in_place, "s", _square, _other_square),
    row(
        p.gradients_that_share_memory,
        "x v c",
        lambda d: (d.normal(4), d.normal(4), 0.7),
        lambda d: (d.normal(4), d.normal(4), -0.7),
    ),
    row(
        p.updated_in_rounds,
        "x v c",
        lambda d: (d.normal(4), d.normal(4), 0.7),
        lambda d: (d.normal(4), d.normal(4), -0.7),
    ),
]
