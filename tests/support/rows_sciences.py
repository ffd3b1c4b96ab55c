"""Programs of the sciences, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import sciences as p
from tests.support.samples import row

ROWS = [
    row(
        p.kepler_orbit,
        "mean_anomaly eccentricity",
        lambda d: (0.9, 0.3),
        lambda d: (2.1, 0.85),
    ),
    row(
        p.root_from_a_pair,
        "pair",
        lambda d: (np.array([1.0, 2.3]),),
        lambda d: (np.array([1.4, 3.1]),),
    ),
    row(
        p.bicycle_cost,
        "controls state0",
        lambda d: (0.2 * d.normal(4, 2), np.array([0.0, 0.1, 0.2, 2.0]), d.normal(4, 2)),
        lambda d: (0.2 * d.normal(1, 2), np.array([0.3, 0.1, 0.2, 1.0]), d.normal(1, 2)),
    ),
    row(
        p.shallow_water,
        "h u g",
        lambda d: (1 + 0.1 * d.normal(6), 0.1 * d.normal(6), 9.8, 1.0, 0.05, 3),
        lambda d: (1 + 0.1 * d.normal(4), 0.1 * d.normal(4), 9.8, 1.0, 0.05, 0),
    ),
    row(
        p.process_likelihood,
        "log_params y",
        lambda d: (0.3 * d.normal(3), d.apart(4), d.normal(4)),
        lambda d: (0.3 * d.normal(3), d.apart(1), d.normal(1)),
    ),
    row(
        p.moments_of_rows,
        "table order",
        lambda d: (d.normal(2, 3), d.normal(3)),
        lambda d: (d.normal(2, 3), d.positive(3)),
    ),
    row(
        p.attention,
        "x w_q w_k w_v",
        lambda d: (d.apart(3, 4), d.normal(4, 2), d.normal(4, 2), d.normal(4, 3)),
        lambda d: (d.apart(2, 3), d.normal(3, 1), d.normal(3, 1), d.normal(3, 2)),
    ),
    row(
        p.hidden_chain,
        "log_start log_moves log_seen",
        lambda d: (d.apart(3), d.apart(3, 3), d.apart(3, 4), np.array([0, 2, 1, 3])),
        lambda d: (d.apart(2), d.apart(2, 2), d.apart(2, 2), np.array([1])),
    ),
    row(
        p.gated_memory,
        "w u b",
        lambda d: (d.normal(2, 12), d.normal(3, 12), d.normal(12), d.normal(4, 2)),
        lambda d: (d.normal(2, 4), d.normal(1, 4), d.normal(4), d.normal(1, 2)),
    ),
    row(
        p.uneven_parts,
        "x",
        lambda d: (d.apart(7), [2, 3]),
        lambda d: (d.apart(5), [1, 4]),
    ),
    row(
        p.numbers_of_an_array,
        "x",
        lambda d: (d.apart(4),),
        lambda d: (d.apart(3),),
    ),
    row(
        p.plate,
        "nodes conductivity load",
        lambda d: (
            np.array([[0.0, 0.1], [1.0, 0.0], [1.1, 1.0], [0.0, 0.9]]),
            np.array([[0, 1, 2], [0, 2, 3]]),
            d.positive(2),
            0.7,
        ),
        lambda d: (
            np.array([[0.0, 0.0], [1.0, 0.2], [0.1, 1.0], [1.2, 1.1]]),
            np.array([[0, 1, 2], [1, 3, 2]]),
            d.positive(2),
            -0.4,
        ),
    ),
    row(
        p.tapered_power,
        "w",
        lambda d: (d.normal(5), np.array([0.2, 0.7]), np.array([0.0, 0.5, 1.0])),
        lambda d: (d.normal(5), np.array([0.4, 0.9]), np.array([0.0, 0.3, 1.0])),
    ),
    row(
        p.best_by_size,
        "value temperature",
        lambda d: (0.7, 0.5, 4),
        lambda d: (0.7, 0.5, 1),
    ),
    row(
        p.fall_of_a_pendulum,
        "angle speed",
        lambda d: (0.3, -0.2),
        lambda d: (0.1, -3.0),
        lambda d: (-0.1, 0.3),
    ),
    row(p.bubbled, "x", lambda d: (d.apart(4),), lambda d: (d.apart(1),)),
]
