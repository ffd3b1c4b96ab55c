"""Lists, tuples, dicts and comprehensions, with their arguments."""

from __future__ import annotations

import itertools

from tests.programs import comprehensions as c
from tests.programs import containers as p
from tests.support.samples import row


def _layers(d, *sizes):
    """Pairs of weights and biases between layers of these sizes."""
    return [(d.normal(a, b), d.normal(b)) for a, b in itertools.pairwise(sizes)]


def _named(d):
    return {"w1": d.normal(3, 4), "b1": d.normal(4), "w2": d.normal(4, 2), "b2": d.normal(2)}


def _deep(d, count):
    layers = [{"w": d.normal(3, 3), "b": d.normal(3)} for _ in range(count)]
    return {"layers": layers, "head": d.normal(3, 2)}


def _node(value, *children):
    return {"value": value, "children": list(children)}


NETWORKS = [
    row(
        p.network,
        "params x",
        lambda d: (_layers(d, 3, 4, 2), d.normal(5, 3), d.normal(5, 2)),
        lambda d: (tuple(_layers(d, 2, 2)), d.normal(2), d.normal(2)),
    ),
    row(
        p.network_with_head,
        "params",
        lambda d: (_layers(d, 3, 4, 2), d.normal(5, 3), d.normal(5, 2)),
        lambda d: (_layers(d, 3, 2), d.normal(5, 3), d.normal(5, 2)),
    ),
    row(
        p.network_from_second,
        "params",
        lambda d: (_layers(d, 3, 4, 2), d.normal(5, 3)),
        lambda d: (_layers(d, 3, 4), d.normal(3)),
    ),
    row(
        p.network_in_two_lists,
        "weights biases",
        lambda d: ([d.normal(3, 4), d.normal(4, 2)], [d.normal(4), d.normal(2)], d.normal(5, 3)),
        lambda d: ([], [], d.normal(3)),
    ),
    row(
        p.network_by_index,
        "weights biases",
        lambda d: ([d.normal(3, 4), d.normal(4, 2)], [d.normal(4), d.normal(2)], d.normal(5, 3)),
        lambda d: ([d.normal(3, 2)], [d.normal(2)], d.normal(3)),
    ),
    row(
        p.network_of_names,
        "params x",
        lambda d: (_named(d), d.normal(5, 3), d.normal(5, 2)),
        lambda d: (_named(d), d.normal(1, 3), d.normal(1, 2)),
    ),
    row(
        p.network_of_layers,
        "params",
        lambda d: (_deep(d, 2), d.normal(5, 3), d.normal(5, 2)),
        lambda d: (_deep(d, 0), d.normal(5, 3), d.normal(5, 2)),
    ),
    row(
        p.regularised,
        "params",
        lambda d: (_layers(d, 3, 4, 2), d.normal(5, 3), d.normal(5, 2), 0.1),
        lambda d: (_layers(d, 3, 2), d.normal(3), d.normal(2), 0.1),
    ),
    row(
        p.consistency,
        "params",
        lambda d: (_layers(d, 3, 4, 2), d.normal(5, 3)),
        lambda d: (_layers(d, 3, 2), d.normal(3)),
    ),
    row(
        p.backwards,
        "params",
        lambda d: (_layers(d, 3, 3, 3), d.normal(3)),
        lambda d: (_layers(d, 3, 3), d.normal(3)),
    ),
]

ARGUMENTS = [
    row(
        p.weight_decay,
        "params strength",
        lambda d: ({"gain": d.normal(3), "bias": 0.4}, 0.1),
        lambda d: ({"bias": d.normal(2, 2)}, 0.7),
    ),
    row(
        p.named_entries,
        "params",
        lambda d: ({"gain": d.normal(3), "bias": 0.4},),
        lambda d: ({"gain": 0.3, "bias": 0.4, "other": d.normal(2)},),
    ),
    row(
        p.until_heavy,
        "params x",
        lambda d: ({"a": d.positive(2), "b": d.positive(3), "c": 0.1}, 0.4),
        lambda d: ({"a": d.positive(2), "b": d.positive(3), "c": 0.1}, 0.01),
    ),
    row(
        p.polynomial,
        "coefficients x",
        lambda d: ([0.3, 0.7, -0.2], 1.3),
        lambda d: (d.normal(3), 0.4),
    ),
    row(
        p.first_and_rest,
        "values x",
        lambda d: ([0.3, 0.7, -0.2, 0.6], 1.3),
        lambda d: ([0.3, 0.7], 1.3),
    ),
    row(
        p.grid_values,
        "grid x",
        lambda d: ([[0.3, 0.4], [0.5, 0.6]], 1.3),
        lambda d: ([], 1.3),
    ),
    row(p.tail, "values", lambda d: ([0.3, 0.7, 0.2],), lambda d: (d.normal(4),)),
    row(
        p.tree_energy,
        "node",
        lambda d: (_node(0.3, _node(0.2), _node(0.5, _node(0.1))),),
        lambda d: (_node(0.3),),
    ),
]

MADE = [
    row(p.pair_by_index, "x y", lambda d: (0.3, 0.4), lambda d: (1.3, -0.4)),
    row(p.pair_in_loop, "x v", lambda d: (0.3, 0.4, 3), lambda d: (0.3, 0.4, 0)),
    row(p.tuple_through_calls, "x v", lambda d: (0.3, 0.4, 3), lambda d: (0.3, 0.4, 0)),
    row(
        p.dict_through_calls,
        "state",
        lambda d: ({"x": 0.3, "v": 0.4}, 3),
        lambda d: ({"x": 0.3, "v": 0.4}, 0),
    ),
    row(p.dict_in_place, "x v", lambda d: (0.3, 0.4), lambda d: (1.3, -0.4)),
    row(p.dict_of_arrays, "x", lambda d: (d.normal(3), 3), lambda d: (d.normal(3), 1)),
    row(p.dict_operations, "x v", lambda d: (0.3, 0.4), lambda d: (1.3, -0.4)),
    row(p.dict_walked, "x", lambda d: (0.3,), lambda d: (1.3,)),
    row(p.record_read, "x", lambda d: (0.3,), lambda d: (1.3,)),
    row(p.list_operations, "a b", lambda d: (0.3, 0.4), lambda d: (1.3, -0.4)),
    row(p.list_at_both_ends, "x y", lambda d: (0.3, 0.4), lambda d: (1.3, -0.4)),
    row(p.list_by_element, "x", lambda d: (0.3, 4), lambda d: (0.3, 1)),
    row(p.appended_and_read, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(p.appended_to_its_last, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(p.dict_of_counted, "values", lambda d: ([0.3, 0.7],), lambda d: (d.normal(3),)),
    row(p.list_replaced, "x", lambda d: (0.3, 3), lambda d: (0.3, 0), smooth=False),
    row(p.list_of_lists, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(p.stacked_rows, "x a", lambda d: (d.normal(3), 0.4), lambda d: (d.normal(2, 2), 0.4)),
    row(
        p.extremes,
        "values scale",
        lambda d: ([0.3, 0.7, -0.2], 0.4),
        lambda d: ([0.3], 0.4),
    ),
]

COMPREHENSIONS = [
    row(c.sum_of_list, "xs a", lambda d: ([0.3, 0.5], 0.7), lambda d: (d.normal(3), 0.7)),
    row(c.sum_of_generator, "xs a", lambda d: ([0.3, 0.5], 0.7), lambda d: ([], 0.7)),
    row(c.energy_of_springs, "xs stiffness", lambda d: ([0.3, 0.5], 0.7), lambda d: ([], 0.7)),
    row(c.distance, "x y", lambda d: (d.normal(3), d.normal(3)), lambda d: ([0.3], [0.7])),
    row(c.pairwise, "x charge", lambda d: (d.apart(4), 0.7), lambda d: (d.apart(1), 0.7)),
    row(c.horner, "coefficients x", lambda d: (d.normal(4), 0.7), lambda d: ([], 0.7)),
    row(
        c.array_of_values,
        "rate times",
        lambda d: (0.7, d.positive(3)),
        lambda d: (0.7, [0.4]),
    ),
    row(
        c.stack_of_rows,
        "phase frequencies t",
        lambda d: (0.7, [0.3, 0.5], d.normal(4)),
        lambda d: (0.7, [0.3], d.normal(1)),
    ),
    row(
        c.concatenated,
        "parts scale",
        lambda d: ([d.normal(2), d.normal(3)], 0.7),
        lambda d: ([d.normal(1)], 0.7),
    ),
    row(
        c.matrix_times_vector,
        "rows v",
        lambda d: ([[0.3, 0.4], [0.5, 0.6]], [0.7, 0.8]),
        lambda d: (d.normal(3, 2), d.normal(2)),
    ),
    row(
        c.convolution,
        "signal kernel",
        lambda d: (d.normal(5), d.normal(2)),
        lambda d: ([0.3, 0.4], [0.5]),
    ),
    row(c.filtered, "x", lambda d: (0.3, 5), lambda d: (0.3, 0)),
    row(
        c.nested_lists,
        "rows a",
        lambda d: ([[0.3, -0.4], [], [0.5]], 0.7),
        lambda d: ([[0.3]], 0.7),
    ),
    row(c.same_name, "xs x", lambda d: ([0.3, 0.4], 0.7), lambda d: ([], 0.7)),
    row(
        c.shadowed_inside,
        "rows a",
        lambda d: ([[0.3, 0.4], [0.5]], 0.7),
        lambda d: (d.normal(2, 2), 0.7),
    ),
    row(
        c.dict_of_values,
        "params x",
        lambda d: ({"gain": 0.3, "bias": 0.4}, 0.7),
        lambda d: ({"gain": 1.3, "bias": -0.4}, 0.7),
    ),
    row(
        c.three_projections,
        "params x",
        lambda d: ({k: d.normal(3, 3) for k in ("query", "key", "value")}, d.normal(2, 3)),
        lambda d: ({k: d.normal(1, 2) for k in ("query", "key", "value")}, d.normal(3, 1)),
    ),
    row(
        c.unpacked_from_list,
        "xs w",
        lambda d: ([d.normal(2) for _ in range(3)], d.normal(2)),
        lambda d: (d.normal(3, 2), d.normal(2)),
    ),
    row(c.first_of_squares, "xs", lambda d: ([0.3, 0.7, -0.2],), lambda d: ([0.3, 0.7],)),
    row(c.pairs_by_map_and_zip, "x y", lambda d: (0.4, 0.9), lambda d: (-0.4, 0.2)),
    row(c.prefix_sums, "xs", lambda d: ([0.3, 0.4, 0.5],), lambda d: (d.normal(2),)),
    row(c.segments, "a b", lambda d: (0.3, 0.4), lambda d: (1.3, -0.4)),
    row(c.largest, "xs a", lambda d: ([0.3, 0.7, -0.2], 0.4), lambda d: ([0.3], 0.4)),
    row(c.in_a_branch, "xs a", lambda d: ([0.3, 0.7], 0.4), lambda d: ([0.3, 0.7], -0.4)),
    row(c.in_a_loop, "x", lambda d: (0.3, 4), lambda d: (0.3, 0)),
    row(c.started, "xs a", lambda d: ([0.3, 0.7], 0.4), lambda d: ([], 0.4)),
    row(
        c.sum_of_arrays,
        "phases t",
        lambda d: ([0.3, 0.7], d.normal(3)),
        lambda d: ([0.3], d.normal(2)),
    ),
]

ROWS = [*NETWORKS, *ARGUMENTS, *MADE, *COMPREHENSIONS]
