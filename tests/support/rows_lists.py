"""Lists and dicts that are filled, sorted and grouped, with their arguments."""

from __future__ import annotations

import functools

from tests.programs import lists as p
from tests.support.samples import row

once = functools.partial(row, smooth=False)
"""Programs whose gradient takes containers apart in ways that are not differentiated again."""

ROWS = [
    once(p.repeated, "x", lambda d: (0.7, 3), lambda d: (-0.4, 2)),
    once(p.euler_table, "x", lambda d: (0.7, 4), lambda d: (0.7, 1), lambda d: (0.7, 0)),
    once(p.table_of_none, "x", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
    once(p.thomas, "rhs", lambda d: (d.positive(4),), lambda d: (d.positive(1),)),
    once(p.product_of_matrices, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    once(p.de_casteljau, "points t", lambda d: ([0.1, 0.5, 0.2], 0.4), lambda d: ([0.3], 0.4)),
    once(p.folded, "values", lambda d: ([0.3, 0.4, 0.5],), lambda d: ([0.3],)),
    once(p.inserted, "x", lambda d: (0.7,), lambda d: (-0.4,)),
    once(p.inserted_at, "x", lambda d: (0.7, 1), lambda d: (0.7, -1), lambda d: (0.7, 7)),
    once(p.popped, "x", lambda d: (0.7,), lambda d: (-0.4,)),
    once(p.swapped, "x", lambda d: (0.7,), lambda d: (-0.4,)),
    once(p.joined_with_constants, "x", lambda d: ([0.3, 0.4],), lambda d: (d.normal(3),)),
    once(p.list_joined, "x", lambda d: ([0.3, 0.4],), lambda d: (d.normal(3),)),
    row(p.list_added_to_array, "x", lambda d: (d.normal(2),), lambda d: (d.normal(2),)),
    once(p.ranked, "x", lambda d: (d.apart(4),), lambda d: ([0.3],)),
    once(p.ranked_downwards, "x", lambda d: (d.apart(3),), lambda d: ([0.9, 0.15, 0.6],)),
    once(p.sorted_in_place, "x", lambda d: (d.apart(4),), lambda d: ([0.9, 0.1, 0.5],)),
    once(p.farthest, "x centre", lambda d: ([0.3, 0.9, -0.2], 0.4), lambda d: ([0.3], 0.5)),
    once(p.nearest_of, "x centre", lambda d: ([0.3, 0.9, -0.2], 0.4), lambda d: ([0.3], 0.5)),
    row(p.span, "x", lambda d: ([0.3, 0.9, 0.5],), lambda d: ([0.9, 0.2, 0.1],), smooth=False),
    once(p.folded_back, "u", lambda d: (d.normal(3),), lambda d: ([0.3, 0.4],)),
    once(p.columns, "x", lambda d: (0.7, 4), lambda d: (0.7, 1)),
    once(p.named_parameters, "theta", lambda d: (d.normal(2),), lambda d: ([0.3, 0.4],)),
    row(
        p.over_defaults,
        "params",
        lambda d: ({"k": 2.0, "m": 0.3},),
        lambda d: ({"c": 0.4},),
        smooth=False,
    ),
    row(
        p.over_defaults_in_place,
        "params",
        lambda d: ({"k": 2.0, "m": 0.3},),
        lambda d: ({"c": 0.4},),
        smooth=False,
    ),
    once(p.histogram, "x", lambda d: (0.7, 4), lambda d: (-0.4, 2)),
    once(p.histogram_by_default, "x", lambda d: (0.7, 4), lambda d: (-0.4, 2)),
    once(p.grouped, "x", lambda d: (0.7, 4), lambda d: (-0.4, 2)),
    once(p.buckets, "x", lambda d: (0.7, 4), lambda d: (-0.4, 2), lambda d: (-0.4, 0)),
    once(p.trajectories, "x", lambda d: (0.7, 3), lambda d: (-0.4, 0)),
]
