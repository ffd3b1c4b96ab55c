"""Loops, branches and exits in every mix, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import mixed_flow as p
from tests.support.samples import row


def _x(*rest):
    return lambda d: (0.7, *rest)


def _far(*rest):
    return lambda d: (5.0, *rest)


def _number(d):
    return (0.7,)


def _other(d):
    return (-0.4,)


def _array(d):
    return (d.apart(4),)


def _one(d):
    return (d.apart(1),)


def _none(d):
    return (np.zeros(0),)


def _pair(d):
    return (d.apart(4), d.apart(4))


def _positive_pair(d):
    return (d.positive(4), d.positive(4))


ROWS = [
    row(p.for_in_while, "x", _x(3), _x(0), _x(1)),
    row(p.while_in_for, "x", _x(2), _far(2), _x(0)),
    row(p.while_in_while, "x", _number, lambda d: (9.0,)),
    row(p.three_loops, "x", _x(3), _x(1), _x(0)),
    row(p.breaks_or_not, "x", lambda d: (1.0, 1e-3), lambda d: (1.0, 1e-30)),
    row(p.breaks_and_continues, "x", _x(4), lambda d: (3.0, 4), _x(0)),
    row(p.returns_from_two_loops, "x", _x(3), _x(1), lambda d: (4.0, 2)),
    row(p.returns_from_endless_loop, "x", _number, lambda d: (12.0,)),
    row(
        p.returns_at_every_depth,
        "x y",
        lambda d: (1.0, 2.0),
        lambda d: (1.0, -2.0),
        lambda d: (1.0, -0.5),
        lambda d: (-2.0, 1.0),
        lambda d: (-1.0, 1.0),
    ),
    row(p.bound_from_the_data, "x", lambda d: (1.2,), lambda d: (0.1,)),
    row(p.bound_changed_inside, "x", _x(3), _x(0)),
    row(p.counter_after_the_loop, "x", _x(3), _x(1)),
    row(p.element_after_the_loop, "x", _array, _one),
    row(p.counter_overwritten, "x", _x(3), _x(0)),
    row(p.element_overwritten, "x", _array, _none),
    row(p.counter_hides_a_value, "x", _x(3), _x(0), _x(1)),
    row(p.counter_hides_a_parameter, "x", _x(3), _x(1)),
    row(p.walks_a_tuple, "x", _number, _other),
    row(p.walks_a_dict, "x", _number, _other),
    row(p.counts_down, "x", _x(5), _x(0)),
    row(p.sweeps_down, "x", _array, _one),
    row(p.walks_three_strictly, "x y", _pair, lambda d: (d.normal(4), d.normal(4))),
    row(p.walks_to_the_shortest, "x y", _pair, lambda d: (d.normal(1), d.normal(2))),
    row(p.numbered_from_two, "x", _array, _one),
    row(p.numbered_pairs, "x y", _positive_pair, lambda d: (d.positive(1), d.positive(1))),
    row(p.pairs_with_numbers, "x y", _pair, lambda d: (d.normal(1), d.normal(1))),
    row(p.first_and_others, "x", _number, _other),
    row(p.defined_in_one_branch, "x", _x(True), _x(False)),
    row(p.choices, "x", _x(0.5), _x(1.0), _x(0.0)),
    row(p.values_of_and_or, "x y", _x(1.2), lambda d: (-0.4, 0.3)),
    row(p.guarded_division, "x", _x(0), _x(0.5), lambda d: (7.0, 0)),
    row(p.chained_tests, "x y", _x(1.2), lambda d: (2.0, 1.0)),
    row(p.chained_as_values, "x y", _x(1.2), lambda d: (2.0, 1.0)),
    row(p.halved_in_the_test, "x", _number, lambda d: (0.1,)),
    row(
        p.kinds_of_modes,
        "x",
        _x("sq"),
        _x(("pow", 3)),
        _x({"scale": 2.0}),
        _x(4),
        _x(None),
    ),
    row(p.exchanged_in_rounds, "x", _x(3), _x(0)),
    row(p.counts_to_zero, "x", _x(4), _x(0)),
    row(p.returns_in_else, "x", _array, lambda d: (np.array([1.0, 200.0]),)),
    row(p.walks_letters, "x", _x("aba"), _x("")),
    row(p.tests_of_three_parts, "x", _x(5), _x(0), lambda d: (7.0, 5)),
    row(p.loops_that_do_not_run, "x", _x(0), _x(2)),
    row(
        p.last_list_of_the_rounds,
        "x c",
        lambda d: (np.array([0.3, 0.5, 0.7]), 0.4),
        lambda d: (np.array([-0.2, 0.6, 0.1]), 0.8),
    ),
    row(
        p.last_part_of_the_rounds,
        "x c",
        lambda d: (np.array([0.3, 0.5, 0.7]), 0.4),
        lambda d: (np.array([-0.2, 0.6, 0.1]), 0.8),
    ),
    row(
        p.parts_in_rounds_of_rounds,
        "x c",
        lambda d: (np.array([0.3, 0.5, 0.7]), 0.4),
        lambda d: (np.array([-0.2, 0.6, 0.1]), 0.8),
    ),
    row(
        p.perhaps_a_part_of_a_round,
        "x c",
        lambda d: (np.array([0.3, 0.5, 0.7]), 0.4, 3),
        lambda d: (np.array([0.3, 0.5, 0.7]), 0.4, 0),
    ),
]
