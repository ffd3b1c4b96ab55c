"""Names of several things, of parts on some ways, and of numbers perhaps, with their arguments."""

from __future__ import annotations

from tests.programs import parted as p
from tests.support.samples import row

ROWS = [
    row(p.wave_named_twice, "x angle", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(2), -1.1)),
    row(
        p.row_in_place_of_argument,
        "x m",
        lambda d: (d.normal(3), d.normal(4, 3)),
        lambda d: (d.normal(1), d.normal(3, 1)),
    ),
    row(p.edge_kept_by_loop, "x gain", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(4), -0.3)),
    row(
        p.part_named_where_needed,
        "x gain",
        lambda d: (d.normal(3), 0.7),
        lambda d: (d.normal(4), -0.3),
    ),
    row(p.state_and_next, "x rate", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(2), -1.1)),
    row(
        p.first_of_some,
        "x y",
        lambda d: (d.normal(3), d.normal(3), 0.7),
        lambda d: (d.normal(2), d.normal(2), -1.1),
    ),
    row(p.ends_of_some, "x rate", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(2), -1.1)),
    row(
        p.chosen_by_count,
        "x gain",
        lambda d: (d.normal(3), 0.7, 0),
        lambda d: (d.normal(2), -1.1, 1),
        lambda d: (d.normal(2), -1.1, 2),
    ),
    row(p.repeated_display, "x gain", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(2), -1.1)),
    row(p.spread_into_list, "x gain", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(2), -1.1)),
    row(p.last_round_used, "x gain", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(4), -1.1)),
    row(
        p.entries_changed,
        "x table",
        lambda d: (d.normal(3), {"gain": 0.7, "offset": 0.2}),
        lambda d: (10.0 + d.normal(2), {"gain": 2.0, "offset": 0.1}),
    ),
    row(p.given_twice, "x weight", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(4), -1.1)),
    row(
        p.containers_written, "x gain", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(2), -1.1)
    ),
    row(p.work_made_for_it, "x", lambda d: (d.normal(3),), lambda d: (d.normal(4),)),
    row(
        p.product_given_to_writer,
        "x parts",
        lambda d: (d.normal(3), [d.normal(3), d.normal(3)]),
        lambda d: (d.normal(2), [d.normal(2), d.normal(2)]),
    ),
    row(
        p.element_of_an_element,
        "x parts gain",
        lambda d: (d.normal(3), [d.normal(3), d.normal(3)], 0.7),
        lambda d: (d.normal(2), [d.normal(2), d.normal(2)], -1.1),
    ),
    row(
        p.guarded_captures,
        "x gain",
        lambda d: (d.normal(3), 0.7, 0),
        lambda d: (d.normal(2), -1.1, 1),
        lambda d: (d.normal(2), -1.1, 3),
    ),
    row(
        p.elements_kept,
        "x gain",
        lambda d: (d.normal(3), d.normal(3), 0.7),
        lambda d: (d.normal(2), d.normal(2), -1.1),
    ),
]
