"""Programs on summaries of data, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import summaries as p
from tests.support.samples import row

GAPS = np.array([0.3, np.nan, 1.2, -0.7, np.nan])

ROWS = [
    row(p.robust_scale, "x", lambda d: (d.apart(5),), lambda d: (d.apart(4),)),
    row(
        p.shortfall,
        "returns weights",
        lambda d: (d.normal(6, 2), d.normal(2)),
        lambda d: (d.normal(4, 1), d.normal(1)),
    ),
    row(
        p.fit_with_gaps,
        "slope offset",
        lambda d: (0.4, -0.2, d.apart(5), GAPS),
        lambda d: (-1.3, 0.7, d.apart(5), GAPS[::-1].copy()),
    ),
    row(
        p.weighted_centre,
        "points mass",
        lambda d: (d.normal(4, 2), d.positive(4)),
        lambda d: (d.normal(2, 3), d.positive(2)),
    ),
    row(
        p.minimum_variance,
        "returns weights",
        lambda d: (d.normal(5, 3), d.normal(3)),
        lambda d: (d.normal(4, 2), d.normal(2)),
    ),
    row(
        p.decorrelation,
        "x y",
        lambda d: (d.apart(5), d.apart(5)),
        lambda d: (d.apart(3), d.apart(3)),
    ),
    row(p.drawdown, "returns", lambda d: (d.apart(6),), lambda d: (d.apart(2),)),
    row(
        p.forward_algorithm,
        "log_moves log_start",
        lambda d: (d.normal(3, 3), d.normal(3), 4),
        lambda d: (d.normal(1, 1), d.normal(1), 0),
    ),
    row(
        p.pair_energy,
        "x y",
        lambda d: (d.normal(5), d.normal(3), [0, 2, 3]),
        lambda d: (d.normal(2), d.normal(1), [0]),
    ),
]
