"""The programs that the fuzzer found, with their arguments.

Those that write to their arguments are `DOUBTFUL`, as are those that reverse mode refuses: they
are right, and leave the arguments alone, or refused. The second derivatives of those that are not
`smooth` here are refused.
"""

from __future__ import annotations

import numpy as np

from tests.programs import fuzzed as p
from tests.support.samples import row


def _with_list(d):
    return d.apart(3), [d.normal(3), d.normal(3)]


def _vector_and_number(d):
    return d.normal(3), 0.7


def _two_vectors(d):
    return d.normal(3), d.normal(3)


def _number_and_table(d):
    return 0.7, {"a": d.normal(3), "b": 0.4}


def _twice(function, wrt, maker, smooth=True):
    """Return the row of a program with two draws of the same arguments."""
    return row(function, wrt, maker, maker, smooth=smooth)


ROWS = [
    _twice(p.element_updated_by_a_call_that_changes_it, "x rate", _vector_and_number, smooth=False),
    _twice(p.element_read_before_a_call_that_changes_it, "x rate", _vector_and_number),
    _twice(p.any_number_of_arguments, "x y", _vector_and_number),
    _twice(p.statistics_of_a_list, "x", lambda d: (d.apart(4),)),
    _twice(p.displays_with_stars, "x y", _vector_and_number),
    _twice(p.list_taken_away, "x parts", _with_list),
    _twice(p.part_of_an_argument_dropped, "x y", _vector_and_number),
    _twice(p.spread_and_squares, "w", lambda d: (d.normal(3, 3),)),
    _twice(p.attempt_with_an_idle_end, "x y", _vector_and_number, smooth=False),
    _twice(p.array_in_a_list_updated_by_itself, "x v", _two_vectors, smooth=False),
    row(p.doubled_in_a_branch, "x y", lambda d: (d.normal(3), 0.5), lambda d: (d.normal(3), 30.5)),
    _twice(p.written_while_counted, "x y", _vector_and_number),
    _twice(p.written_while_walked_backwards, "x w", _two_vectors),
    _twice(p.written_while_rows_are_walked, "m", lambda d: (d.normal(3, 3),), smooth=False),
    _twice(p.inner_products_of_numbers, "x y", _vector_and_number),
    _twice(p.list_made_in_a_branch, "x", _vector_and_number),
    _twice(p.other_array_of_the_same_name, "x", _vector_and_number),
    row(
        p.arguments_turned_around,
        "parts",
        lambda d: ([d.normal(3), d.normal(3)],),
        lambda d: (d.normal(2, 3),),
    ),
    row(
        p.result_that_only_a_test_reads,
        "x",
        lambda d: (np.array([0.3, 1.7, -0.4]),),
        lambda d: (np.array([0.3, -0.7, 0.4]),),
    ),
    _twice(p.displays_of_what_is_written_later, "x y", _vector_and_number),
    _twice(p.list_of_an_array_written_later, "x y", _vector_and_number),
    _twice(p.rounds_that_never_run, "x y", _vector_and_number, smooth=False),
    _twice(p.named_value_in_a_list, "x y", _vector_and_number, smooth=False),
]
DOUBTFUL = [
    (p.last_of_a_display, "x", _vector_and_number),
    (p.last_of_a_display, "y", _vector_and_number),
    (p.element_of_a_list_updated, "x", _with_list),
    (p.array_of_a_list_written, "x", _with_list),
    (p.list_lengthened, "x", _with_list),
    (p.list_lengthened_for_nothing, "x", _with_list),
    (p.array_in_a_list_updated, "x", _two_vectors),
    (p.array_in_a_list_updated, "v", _two_vectors),
    (p.element_that_outlives_a_write, "x", _vector_and_number),
    (p.list_that_holds_an_array_twice, "v", _two_vectors),
    (p.entry_updated_for_others, "x", _vector_and_number),
    (p.entry_updated_for_others, "y", _vector_and_number),
    (p.list_of_the_last_round, "x", lambda d: (d.normal(3),)),
    (p.array_of_a_list_under_another_name, "x", _vector_and_number),
    (p.spread_that_may_fail, "w", lambda d: (d.normal(3), d.normal(3, 3))),
    (p.element_in_a_product, "x", _with_list),
    (p.list_turned_round, "x", _with_list),
    (p.written_beside_a_list, "x", lambda d: (d.apart(3), 0.7, [d.normal(3), d.normal(3)])),
    (p.entry_raised_by_a_call, "x", _number_and_table),
    (p.taken_out_by_the_name_of_another, "x", lambda d: (d.normal(3),)),
]
