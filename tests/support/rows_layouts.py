"""Programs that build arrays from parts, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import layouts as p
from tests.support.samples import row

ROWS = [
    row(
        p.closed_polygon,
        "x y",
        lambda d: (d.apart(5), d.apart(5)),
        lambda d: (d.apart(2), d.apart(2)),
    ),
    row(
        p.gaussian_on_grid,
        "x y width",
        lambda d: (d.normal(3), d.normal(4), 0.7),
        lambda d: (d.normal(1), d.normal(2), 1.3),
    ),
    row(
        p.saddle_system,
        "a b",
        lambda d: (d.normal(3, 3), d.normal(2, 3), d.normal(5)),
        lambda d: (d.normal(1, 1), d.normal(1, 1), d.normal(2)),
    ),
    row(
        p.tax,
        "income rates",
        lambda d: (np.array([0.2, 0.5, 0.9, 0.7]), d.positive(3)),
        lambda d: (np.array([1.2]), d.positive(3)),
    ),
    row(
        p.without_outliers,
        "x",
        lambda d: (d.apart(5), 2),
        lambda d: (d.apart(3), 0),
    ),
    row(
        p.turned_image,
        "image",
        lambda d: (d.normal(3, 4), d.normal(4)),
        lambda d: (d.normal(1, 2), d.normal(4)),
    ),
    row(
        p.chosen_rows,
        "table weights",
        lambda d: (d.apart(3, 4), d.normal(4), np.array([True, False, True])),
        lambda d: (d.apart(1, 2), d.normal(2), np.array([True])),
    ),
]
