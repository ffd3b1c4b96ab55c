"""Programs with special functions of SciPy, and their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import special_functions as p
from tests.support.samples import row

ROWS = [
    row(
        p.drum_mode,
        "amplitudes radius width",
        lambda d: (d.normal(3), 1.3, 0.7),
        lambda d: (d.normal(1), 0.4, 1.9),
    ),
    row(
        p.wave_guide,
        "k radius",
        lambda d: (d.positive(3), 0.8),
        lambda d: (d.positive(1), 1.7),
    ),
    row(p.pendulum_period, "length angle", lambda d: (1.3, 0.7), lambda d: (0.4, 2.1)),
    row(p.ellipse_perimeter, "a b", lambda d: (2.0, 1.3), lambda d: (1.1, 0.4)),
    row(
        p.solar_cell,
        "current resistance",
        lambda d: (d.positive(3), 0.6),
        lambda d: (d.normal(2), 1.7),
    ),
    row(
        p.line_shape,
        "x width decay",
        lambda d: (d.normal(3), 0.6, 0.4),
        lambda d: (d.normal(1), 1.2, 0.9),
    ),
    row(
        p.legendre_series,
        "c x",
        lambda d: (d.normal(4), 0.4 * d.positive(3)),
        lambda d: (d.normal(1), 0.4 * d.positive(2)),
    ),
    row(p.edge_diffraction, "z", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
    row(
        p.airy_beam,
        "x decay",
        lambda d: (d.normal(3), 0.3),
        lambda d: (d.normal(1), 0.9),
    ),
    row(p.work, "force step", lambda d: (d.normal(5), 0.3), lambda d: (d.normal(4), 0.7)),
    row(
        p.energy_used,
        "power t",
        lambda d: (d.normal(5), np.array([0.0, 0.3, 0.7, 1.4, 1.9])),
        lambda d: (d.normal(4), np.array([0.1, 0.7, 0.9, 1.6])),
    ),
    row(
        p.path_length,
        "speed t",
        lambda d: (d.normal(4), np.array([0.0, 0.3, 0.7, 1.4])),
        lambda d: (d.normal(2), np.array([0.1, 0.7])),
    ),
    row(
        p.blurred,
        "image kernel",
        lambda d: (d.normal(4, 5), d.normal(2, 3)),
        lambda d: (d.normal(3, 3), d.normal(1, 2)),
    ),
    row(
        p.matched_filter,
        "signal pulse",
        lambda d: (d.normal(6), d.normal(3)),
        lambda d: (d.normal(2), d.normal(2)),
    ),
    row(
        p.kernel_energy,
        "x centres width",
        lambda d: (d.normal(4, 2), d.normal(3, 2), 1.3),
        lambda d: (d.normal(1, 3), d.normal(2, 3), 0.7),
    ),
    row(
        p.soft_threshold_dose,
        "dose slope",
        lambda d: (d.normal(4), 1.3),
        lambda d: (d.normal(1), 0.4),
    ),
]
