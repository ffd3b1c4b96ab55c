"""Names of parts of an array that is written, with their arguments."""

from __future__ import annotations

from tests.programs import live_views as v
from tests.support.samples import row

ROWS = [
    row(v.edge_written, "m gain", lambda d: (d.normal(3, 2), 0.7), lambda d: (d.normal(2, 3), 1.3)),
    row(
        v.interior_updated,
        "x",
        lambda d: (d.normal(5), 2),
        lambda d: (d.normal(4), 1),
        lambda d: (d.normal(3), 0),
    ),
    row(v.neighbours_seen, "m", lambda d: (d.normal(3, 2),), lambda d: (d.normal(1, 2),)),
    row(v.rows_changed, "m", lambda d: (d.normal(3, 2),), lambda d: (d.normal(1, 1),)),
    row(v.second_name, "x", lambda d: (d.normal(3),), lambda d: (d.normal(2),)),
    row(v.window_moves, "x", lambda d: (d.normal(6), 2), lambda d: (d.normal(2), 2)),
    row(v.seen_in_a_sum, "x", lambda d: (d.normal(4),), lambda d: (d.normal(2),)),
    row(v.block_of_a_block, "m", lambda d: (d.normal(3, 3),), lambda d: (d.normal(2, 2),)),
    row(
        v.seen_beside_a_sum_of_terms,
        "x gain",
        lambda d: (d.normal(3), 0.7),
        lambda d: (d.normal(2), -1.2),
    ),
    row(v.handed_on, "x gain", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(2), -1.2)),
    row(
        v.smoothed_on_the_way,
        "x weight",
        lambda d: (d.normal(4), 0.7),
        lambda d: (d.normal(2), 0.3),
    ),
    row(
        v.parts_of_an_expression,
        "x angle",
        lambda d: (d.normal(3), 0.7),
        lambda d: (d.normal(3), -1.2),
    ),
    row(v.last_element_seen, "x gain", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(2), -1.2)),
]
