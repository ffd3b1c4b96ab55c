"""Programs with the distributions of SciPy, and their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import distributions as p
from tests.support.samples import row

COUNTS = np.array([2.0, 0.0, 3.0, 1.0])

ROWS = [
    row(
        p.normal_likelihood,
        "theta x",
        lambda d: (d.normal(2), d.normal(4)),
        lambda d: (d.normal(2), d.normal(1)),
    ),
    row(
        p.mixture,
        "weights means width x",
        lambda d: (d.positive(3), d.normal(3), 0.7, d.normal(4)),
        lambda d: (d.positive(1), d.normal(1), 1.3, d.normal(2)),
    ),
    row(
        p.call_price,
        "spot strike rate width years",
        lambda d: (100.0, 110.0, 0.02, 0.3, 1.5),
        lambda d: (80.0, 60.0, 0.05, 0.6, 0.5),
    ),
    row(
        p.poisson_regression,
        "w x",
        lambda d: (0.3 * d.normal(2), d.normal(4, 2), COUNTS),
        lambda d: (0.3 * d.normal(3), d.normal(1, 3), COUNTS[:1]),
    ),
    row(
        p.gamma_likelihood,
        "shape scale x",
        lambda d: (2.5, 0.7, d.positive(4)),
        lambda d: (0.6, 1.3, d.positive(2)),
    ),
    row(
        p.beta_by_hand,
        "a b x",
        lambda d: (2.5, 0.7, 0.3 * d.positive(4)),
        lambda d: (0.6, 1.3, 0.3 * d.positive(2)),
    ),
    row(
        p.student_fit,
        "df loc scale x",
        lambda d: (3.5, 0.2, 1.3, d.normal(4)),
        lambda d: (7.0, -0.2, 0.6, d.normal(2)),
    ),
    row(
        p.censored,
        "mean width seen limit",
        lambda d: (0.1, 0.8, np.array([0.2, -0.4, 1.7, 0.6]), 0.9),
        lambda d: (-0.3, 1.2, np.array([0.2, 1.4]), 1.9),
    ),
    row(
        p.gaussian_process,
        "mean factor y",
        lambda d: (d.normal(3), d.normal(3, 3), d.normal(3)),
        lambda d: (d.normal(3), 0.1 * d.normal(3, 3), d.apart(3)),
    ),
    row(
        p.clusters,
        "centres x",
        lambda d: (d.normal(3, 2), d.normal(4, 2)),
        lambda d: (d.normal(1, 2), d.normal(1, 2)),
    ),
    row(
        p.cross_entropy,
        "logits targets",
        lambda d: (d.normal(3, 4), d.positive(3, 4)),
        lambda d: (d.normal(1, 2), d.positive(1, 2)),
    ),
    row(
        p.dirichlet_multinomial,
        "alpha counts",
        lambda d: (d.positive(4), d.positive(4)),
        lambda d: (d.positive(2), d.positive(2)),
    ),
    row(
        p.simplex_density,
        "alpha z",
        lambda d: (d.positive(4), d.normal(4)),
        lambda d: (d.positive(2), d.normal(2)),
    ),
    row(
        p.quantiles,
        "p scale",
        lambda d: (np.array([0.1, 0.6, 0.9]), 1.3),
        lambda d: (np.array([0.3]), 0.7),
    ),
    row(p.log_factorials, "x", lambda d: (2.5,), lambda d: (0.7,)),
    row(
        p.smooth_loss,
        "w x y",
        lambda d: (d.normal(2), d.normal(4, 2), d.normal(4)),
        lambda d: (d.normal(3), d.normal(1, 3), d.normal(1)),
    ),
]
