"""Functions that write to their arguments, with what they are called with."""

from __future__ import annotations

import numpy as np

from tests.programs import procedures as p
from tests.support.samples import row


def _system(d, n):
    return d.normal(n, n) + 3.0 * np.eye(n), d.normal(n)


ROWS = [
    row(
        p.coupled_fields,
        "a b c",
        lambda d: (d.normal(5), d.normal(5), 0.7, 3),
        lambda d: (d.normal(3), d.normal(3), 0.7, 1),
        lambda d: (d.normal(3), d.normal(3), 0.7, 0),
    ),
    row(
        p.verlet,
        "x0 v0 dt",
        lambda d: (d.normal(4), d.normal(4), 0.1, 3),
        lambda d: (d.normal(2), d.normal(2), 0.1, 0),
    ),
    row(p.relaxed_parts, "x", lambda d: (d.normal(6), 2), lambda d: (d.normal(4), 0)),
    row(p.nested_procedures, "x left", lambda d: (d.normal(6), 0.7), lambda d: (d.normal(5), -0.7)),
    row(
        p.power_iteration,
        "m",
        lambda d: (d.spd(3), 3),
        lambda d: (d.spd(3), 1),
        lambda d: (d.spd(3), 0),
    ),
    row(p.unannotated_power, "m", lambda d: (d.spd(3), 3), lambda d: (d.spd(3), 1)),
    row(
        p.result_is_the_argument, "x c", lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 0.7)
    ),
    row(p.scaled_copies, "x c", lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 0.7)),
    row(p.solved, "m rhs", lambda d: _system(d, 3), lambda d: _system(d, 1)),
    row(
        p.rotated_rows, "m angle", lambda d: (d.normal(3, 4), 0.4), lambda d: (d.normal(1, 2), 0.4)
    ),
    row(
        p.squashed_rows, "m gain", lambda d: (d.normal(3, 4), 0.8), lambda d: (d.normal(1, 1), 0.8)
    ),
    row(p.transformed, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),)),
    row(
        p.limited_sums,
        "x cap",
        lambda d: (d.normal(4), 0.7),
        lambda d: (d.normal(4), 20.7),
    ),
    row(p.filled_buffer, "x", lambda d: (d.normal(5),), lambda d: (d.normal(1),)),
    row(
        p.branching_call,
        "x c",
        lambda d: (d.normal(5), 0.7),
        lambda d: (d.normal(5), -0.7),
    ),
    row(p.read_between, "x", lambda d: (d.normal(3),), lambda d: (d.normal(2),)),
    row(p.calls_that_copy, "x", lambda d: (d.normal(3),), lambda d: (d.normal(2),)),
    row(p.saved_then_scaled, "x", lambda d: (d.normal(3),), lambda d: (d.normal(2),)),
    row(p.number_stays, "c", lambda d: (0.7,), lambda d: (-1.2,)),
    row(
        p.argument_reads_what_is_written,
        "x",
        lambda d: (d.normal(4),),
        lambda d: (d.normal(2),),
    ),
    row(p.element_handed_over, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),)),
]
