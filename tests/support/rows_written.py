"""Arrays that are written by calls, with what they are called with."""

from __future__ import annotations

import numpy as np

from tests.programs import written_by_calls as w
from tests.support.samples import row

ROWS = [
    row(
        w.reused_buffer,
        "x",
        lambda d: (d.normal(3), 2),
        lambda d: (d.normal(2), 1),
        lambda d: (d.normal(2), 0),
    ),
    row(w.updated_by_ufuncs, "x c", lambda d: (d.apart(4), 0.4), lambda d: (d.apart(1), 0.2)),
    row(
        w.products_into_arrays,
        "m v",
        lambda d: (d.normal(3, 3), d.normal(3)),
        lambda d: (d.normal(1, 1), d.normal(1)),
    ),
    row(w.value_and_out, "x", lambda d: (d.normal(3),), lambda d: (d.positive(3),)),
    row(w.into_slices, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),)),
    row(
        w.copied_over,
        "x y",
        lambda d: (d.normal(4), d.apart(4)),
        lambda d: (d.normal(2), -d.positive(2)),
    ),
    row(w.filled, "x", lambda d: (d.normal(4),), lambda d: (d.normal(2),)),
    row(
        w.sorted_in_place,
        "x w",
        lambda d: (d.apart(4), d.normal(4)),
        lambda d: (d.apart(1), d.normal(1)),
    ),
    row(w.sorted_rows, "m", lambda d: (d.apart(3, 2),), lambda d: (d.apart(1, 2),)),
    row(
        w.diagonal_filled,
        "m d",
        lambda d: (d.normal(3, 3), d.normal(3)),
        lambda d: (d.normal(1, 1), d.normal(1)),
    ),
    row(
        w.taken_from_bins,
        "x",
        lambda d: (d.normal(5), np.array([0, 2, 2, 1, 0])),
        lambda d: (d.normal(1), np.array([3])),
    ),
    row(
        w.ping_pong,
        "u0",
        lambda d: (d.normal(5), 3),
        lambda d: (d.normal(4), 2),
        lambda d: (d.normal(3), 1),
        lambda d: (d.normal(3), 0),
    ),
    row(
        w.ping_pong_calls,
        "u0",
        lambda d: (d.normal(5), 3),
        lambda d: (d.normal(4), 2),
        lambda d: (d.normal(3), 0),
    ),
]
