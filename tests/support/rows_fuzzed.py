"""The programs that the fuzzer found, with their arguments."""

from __future__ import annotations

from tests.programs import fuzzed as p
from tests.support.samples import row

PAIR = lambda d: (d.apart(3), [d.normal(3), d.normal(3)])  # noqa: E731

ROWS = [
    row(p.element_updated_by_a_call_that_changes_it, "x rate", lambda d: (d.normal(3), 0.7)),
    row(p.element_read_before_a_call_that_changes_it, "x rate", lambda d: (d.normal(3), 0.7)),
    row(p.last_of_a_display, "x y", lambda d: (d.normal(3), 0.7)),
    row(p.any_number_of_arguments, "x y", lambda d: (d.normal(3), 0.7)),
    row(p.statistics_of_a_list, "x", lambda d: (d.apart(4),)),
    row(p.displays_with_stars, "x y", lambda d: (d.normal(3), 0.7)),
    row(p.list_taken_away, "x parts", PAIR),
    row(p.element_of_a_list_updated, "x parts", PAIR),
    row(p.array_of_a_list_written, "x parts", PAIR),
    row(p.list_lengthened, "x parts", PAIR),
    row(p.list_lengthened_for_nothing, "x parts", PAIR),
    row(p.part_of_an_argument_dropped, "x y", lambda d: (d.normal(3), 0.7)),
    row(p.spread_and_squares, "w", lambda d: (d.normal(3, 3),)),
    row(p.attempt_with_an_idle_end, "x y", lambda d: (d.normal(3), 0.7)),
    row(p.array_in_a_list_updated, "x v", lambda d: (d.normal(3), d.normal(3))),
    row(p.array_in_a_list_updated_by_itself, "x v", lambda d: (d.normal(3), d.normal(3))),
    row(p.element_that_outlives_a_write, "x y", lambda d: (d.normal(3), 0.7)),
    row(p.written_while_counted, "x y", lambda d: (d.normal(3), 0.7)),
    row(p.written_while_walked_backwards, "x w", lambda d: (d.normal(3), d.normal(3))),
    row(p.written_while_rows_are_walked, "m", lambda d: (d.normal(3, 3),)),
]
REFUSED = [
    (p.list_that_holds_an_array_twice, "v", "GG301", lambda d: (d.normal(3), d.normal(3))),
    (p.list_of_the_last_round, "x", "GG123", lambda d: (d.normal(3),)),
]
