"""The programs that leave loops early, with arguments for each way out."""

from __future__ import annotations

import numpy as np

from tests.programs import exits as e
from tests.support.samples import row

ROWS = [
    row(
        e.newton_root,
        "a x",
        lambda d: (2.0, 1.5),
        lambda d: (2.0, 1.0e3),
        smooth=False,
    ),
    row(
        e.first_above,
        "x",
        lambda d: (d.normal(6), 0.5),
        lambda d: (d.normal(6), 100.0),
        lambda d: (-d.positive(3), 0.5),
    ),
    row(
        e.nested_exits,
        "x",
        lambda d: (d.normal(4), 4),
        lambda d: (3.0 * d.normal(4), 4),
        lambda d: (d.normal(4), 0),
        lambda d: (d.normal(4), 1),
        lambda d: (d.positive(4), 3),
    ),
    row(e.bisected, "c", lambda d: (0.7, 1e-2), lambda d: (0.7, 3.0)),
    row(
        e.skips_halfway,
        "x",
        lambda d: (d.normal(5),),
        lambda d: (3.0 * d.positive(4),),
        lambda d: (d.normal(1),),
    ),
    row(
        e.breaks_halfway,
        "x",
        lambda d: (d.normal(6), 2.0),
        lambda d: (d.positive(6), 1.5),
        lambda d: (-d.positive(7), 1.5),
        lambda d: (d.normal(6), 100.0),
    ),
    row(
        e.both_ways_out,
        "x",
        lambda d: (d.normal(6), 1.0),
        lambda d: (d.positive(6), 0.8),
        lambda d: (d.positive(6), 50.0),
    ),
    row(e.adaptive_step, "y rate", lambda d: (1.3, 0.9, 1.0), lambda d: (1.3, 0.9, 0.0)),
    row(
        e.search_rows,
        "m c",
        lambda d: (d.normal(4, 3), 0.7),
        lambda d: (d.positive(4, 3), 1.7),
        lambda d: (-d.positive(2, 3), 1.7),
    ),
    row(e.inner_return, "m", lambda d: (d.normal(3, 2),), lambda d: (d.positive(3, 2),)),
    row(
        e.while_else,
        "x",
        lambda d: (0.7, 3),
        lambda d: (3.0, 5),
        lambda d: (0.7, 0),
    ),
    row(
        e.several_returns,
        "x",
        lambda d: (0.3 * d.normal(4),),
        lambda d: (np.array([0.2, -1.2, -3.0, 4.0]),),
        lambda d: (np.array([0.2, 1.2, 1.7]),),
        lambda d: (np.array([0.2, 1.2, -3.0, -2.0, 3.0]),),
    ),
    row(
        e.overwrites_then_leaves,
        "u rate",
        lambda d: (d.normal(5), 0.8),
        lambda d: (2.0 * d.positive(5), 0.8),
    ),
    row(e.always_leaves, "x", lambda d: (0.7, 3), lambda d: (0.7, 0)),
    row(
        e.settles,
        "x0 w",
        lambda d: (d.normal(3), 0.2 * d.normal(3, 3), 20),
        lambda d: (d.normal(3), d.normal(3, 3), 2),
    ),
]
