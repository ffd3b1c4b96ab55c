"""Containers that may hold memory twice: `(function, wrt, maker)`."""

from __future__ import annotations

from tests.programs import shared_elements as p


def _vector(d):
    return (d.apart(4),)


ROWS = [
    (p.held_twice_in_a_list, "x", _vector),
    (p.held_twice_and_updated, "x", _vector),
    (p.appended_in_rounds, "x", _vector),
    (p.held_by_a_comprehension, "x", _vector),
    (p.repeated_by_times, "x", _vector),
    (p.parts_that_overlap, "x", _vector),
    (p.held_once, "x", _vector),
    (p.entries_of_their_own, "x", _vector),
    (p.held_twice_in_a_dict, "x", _vector),
    (p.held_in_two_lists, "x", _vector),
    (p.appended_twice_to_a_list, "x", _vector),
    (p.inserted_again, "x", _vector),
    (p.joined_with_itself, "x", _vector),
    (p.rows_of_their_own, "x", _vector),
    (p.held_twice_in_a_tuple, "x", _vector),
    (p.held_twice_and_walked, "x", _vector),
    (p.held_twice_and_given_away, "x", _vector),
    (p.rows_of_an_array, "x", _vector),
    (p.updated_under_another_name, "x", _vector),
    (p.entry_updated_under_another_name, "x", _vector),
    (p.elements_updated, "x", _vector),
    (p.numbers_updated, "x", _vector),
    (p.entry_updated, "x", _vector),
    (p.updated_after_it_was_named, "x", _vector),
    (p.rows_updated_in_a_list, "x", _vector),
]
