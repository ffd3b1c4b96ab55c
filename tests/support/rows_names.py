"""Clashing names, and functions of lists, with their arguments."""
# ruff: noqa: RUF001

from __future__ import annotations

from tests.programs import array_functions_of_lists, name_clashes, shadowed_builtins
from tests.support.samples import row


def _number(d):
    return (1.3,)


def _other(d):
    return (-0.4,)


def _vector(d):
    return (d.normal(3),)


def _vectors(d):
    return (d.normal(3), d.normal(3))


def _numbers(d):
    return (0.7, 1.3)


n = name_clashes
NAMES = [
    row(n.many_gradients, "grad_x x", _vectors, _numbers),
    row(n.saved_by_the_user, "x", lambda d: (0.7, 3), lambda d: (0.7, 1)),
    row(n.out_and_value, "x out", _vectors, _numbers),
    row(n.numbered, "x x2 x_2", lambda d: (*_vectors(d), 0.7), lambda d: (0.7, 1.2, -0.4)),
    row(n.nearly_keywords, "lambda_ class_", _numbers, lambda d: (0.7, 1.2, 0.4)),
    row(n.greek, "α β Ω̂", lambda d: (*_vectors(d), 0.7), lambda d: (0.7, 1.2, -0.4)),
    row(n.two_spellings_of_one_name, "x", _number, _other),
    row(n.calls_what_pairs_are_called, "x", _number, _other),
    row(
        n.parameters_called_as_builtins,
        "sum max min",
        lambda d: (0.7, 1.2, -0.4),
        lambda d: (1.7, 0.2, 0.4),
    ),
    row(n.exceptions_are_numbers, "ValueError x", _numbers, lambda d: (-0.4, 0.2)),
    row(n.absolute, "abs", _number, _other),
    row(n.np_is_a_number, "np x", _numbers, lambda d: (-0.4, 0.2)),
    row(n.np_is_a_count, "x", _number, lambda d: (-0.4, 1)),
    row(n.sums_of_numpy, "x", lambda d: (d.apart(3),), lambda d: (d.apart(1),)),
    row(n.imports_in_a_loop, "x", _number, _other),
    row(n.imports_what_is_there, "x", _vector, _number),
    row(n.imports_submodules, "x", _vector, lambda d: (d.normal(1),)),
    row(n.deleted_parameter, "x y", _vectors, _numbers),
    row(n.deleted_and_bound_again, "x", _number, _other),
    row(n.deleted_each_round, "x", lambda d: (0.7, 3), lambda d: (0.7, 0)),
    row(n.deleted_though_needed, "x", _vector, _number),
    row(n.comprehension_hides_a_name, "x", _number, _other),
    row(n.comprehension_hides_its_source, "x", _vector, lambda d: (d.normal(2),)),
    row(n.lambda_hides_a_name, "x", _number, _other),
    row(n.dunders, "x", _number, _other),
    row(n.defaults_of_their_time, "x", _number, _other),
    row(n.defaults_below, "x", _number, _other),
    row(n.comment_beside_the_return, "x", _number, lambda d: (7.0,)),
]

b = shadowed_builtins
BUILTINS = [
    row(b.walks_its_own, "x", _vector, lambda d: (d.normal(1),)),
    row(b.counts_its_own, "x", _number, _other),
    row(b.casts_its_own, "x", _number, _other),
    row(b.lists_its_own, "x", _vector, lambda d: (d.normal(1),)),
    row(b.tests_its_own, "x", _number, _other),
    row(b.sums_its_own, "x w", _vectors, lambda d: (d.normal(2), 0.7)),
]

a = array_functions_of_lists


def _matrix(d):
    return (d.spd(2),)


def _larger_matrix(d):
    return (d.spd(3),)


LISTS = [
    row(a.mean_of_list, "x", lambda d: (0.7, 3), lambda d: (0.7, 1)),
    row(a.sum_of_literal, "x", _number, _other),
    row(a.product_of_lists, "x", _number, _other),
    row(a.sines_of_list, "x", _number, _other, smooth=False),
    row(a.rows_summed, "x y", _vectors, lambda d: (d.normal(1), d.normal(1))),
    row(a.list_times_array, "x w", lambda d: (0.7, d.normal(3)), lambda d: (-0.7, d.normal(3))),
    row(a.largest_of_tuple, "x", _number, _other),
    row(a.results_kept_together, "a", _matrix, _larger_matrix),
    row(a.results_unpacked_later, "a", _matrix, _larger_matrix),
    row(a.results_handed_on, "a", _matrix, _larger_matrix),
    row(a.results_in_a_list, "a", _matrix, _larger_matrix),
    row(a.results_with_a_star, "a", _matrix, _larger_matrix),
    row(a.turns, "x", lambda d: (9.0,), lambda d: (-1.3,)),
    row(a.quotient_and_rest, "x p", lambda d: (5.3, 0.7), lambda d: (-1.3, 0.4)),
    row(a.rest_of_arrays, "x p", lambda d: (d.normal(3), 0.7), lambda d: (0.9, 0.4)),
    row(a.rest_alone, "x", lambda d: (5.3,), lambda d: (-1.3,)),
    row(a.fraction, "x", _number, _other),
    row(a.fractions, "x", _vector, _number),
]

ROWS = [*NAMES, *BUILTINS, *LISTS]
