"""Programs on samples, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import signals as p
from tests.support.samples import row

GRID = np.linspace(-1.0, 2.0, 7)

ROWS = [
    row(
        p.filter_fit,
        "taps x",
        lambda d: (d.normal(3), d.normal(6), d.normal(4)),
        lambda d: (d.normal(1), d.normal(2), d.normal(2)),
    ),
    row(
        p.smoothed_and_matched,
        "x kernel template",
        lambda d: (d.normal(6), d.normal(3), d.normal(4)),
        lambda d: (d.normal(2), d.normal(5), d.normal(1)),
    ),
    row(
        p.tabulated_force,
        "positions table",
        lambda d: (np.array([-1.3, 0.2, 1.7, 2.4]), GRID, d.normal(7)),
        lambda d: (np.array([0.1]), GRID[:2], d.normal(2)),
    ),
    row(
        p.warped_signal,
        "knots values",
        lambda d: (GRID + 0.05 * d.normal(7), d.normal(7), np.linspace(-1.2, 2.3, 9)),
        lambda d: (np.array([0.1, 0.9]), d.normal(2), np.array([0.0, 0.2, 0.5, 2.0])),
    ),
    row(
        p.work_along_path,
        "force x",
        lambda d: (d.normal(5), d.normal(5)),
        lambda d: (d.normal(2), d.normal(2)),
    ),
    row(
        p.mean_profile,
        "profile step",
        lambda d: (d.normal(3, 4), 0.3),
        lambda d: (d.normal(1, 2), -0.7),
    ),
    row(
        p.increments,
        "levels start",
        lambda d: (d.apart(4), 0.1),
        lambda d: (d.apart(1), -0.4),
    ),
    row(
        p.blurred_image,
        "image weights",
        lambda d: (d.normal(3, 4), d.normal(3)),
        lambda d: (d.normal(1, 1), d.normal(3)),
    ),
    row(
        p.periodic_waves,
        "u",
        lambda d: (d.normal(4), 2),
        lambda d: (d.normal(1), 3),
    ),
    row(
        p.terrain_slope,
        "height spacing",
        lambda d: (d.normal(3, 4), 0.3),
        lambda d: (d.normal(2, 2), 1.7),
    ),
    row(
        p.curvature_of_samples,
        "y x",
        lambda d: (d.normal(5), np.cumsum(d.positive(5))),
        lambda d: (d.normal(3), np.cumsum(d.positive(3))),
    ),
    row(
        p.polynomial_fit,
        "coefficients x",
        lambda d: (d.normal(3), np.cumsum(d.positive(5)), d.normal(5)),
        lambda d: (d.normal(1), np.cumsum(d.positive(3)), d.normal(3)),
    ),
    row(
        p.phase_speed,
        "phase step",
        lambda d: (np.array([0.1, 3.0, -3.1, -0.2]), 0.1),
        lambda d: (np.array([0.4, 6.0]), 0.7),
    ),
]
