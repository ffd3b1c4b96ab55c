"""Functions whose second derivatives people take, with their arguments."""

from __future__ import annotations

from tests.programs import second_order as s
from tests.support.samples import row


def _layers(d):
    return {
        "encoder": [(d.normal(3, 3), d.normal(3)) for _ in range(2)],
        "head": (d.normal(3, 2), d.normal(2)),
    }


ROWS = [
    row(
        s.heston_variance,
        "v0",
        lambda d: (s.Heston(1.2, 0.3, 0.2), 0.4, 3),
        lambda d: (s.Heston(1.2, 0.3, 0.2), 0.4, 1),
    ),
    row(
        s.implied_volatility,
        "price spot",
        lambda d: (0.1, 1.0, 1.05, 1.0),
        lambda d: (0.2, 1.0, 0.95, 0.5),
    ),
    row(s.kepler, "mean eccentricity", lambda d: (0.7, 0.3), lambda d: (-1.3, 0.5)),
    row(
        s.kalman,
        "params",
        lambda d: ({"a": 0.9, "q": 0.1, "r": 0.2}, [0.3, -0.1, 0.4]),
        lambda d: ({"a": 0.9, "q": 0.1, "r": 0.2}, []),
    ),
    row(
        s.discount_curve,
        "rates",
        lambda d: ([0.03, 0.04], [1.0, 2.0]),
        lambda d: ([0.03], [0.5]),
    ),
    row(s.chebyshev, "x", lambda d: (4, 0.3), lambda d: (1, 0.3)),
    row(
        s.encoder_decoder,
        "params",
        lambda d: (_layers(d), d.normal(4, 3)),
        lambda d: (_layers(d), d.normal(1, 3)),
    ),
    row(
        s.value_iteration,
        "rewards gamma",
        lambda d: ([0.1, 0.2, 0.3], 0.9),
        lambda d: ([0.4, 0.1, -0.2], 0.7),
    ),
    row(
        s.recurrent,
        "params",
        lambda d: ({"u": d.normal(3, 2), "w": d.normal(3, 3), "b": d.normal(3)}, d.normal(4, 2)),
        lambda d: ({"u": d.normal(3, 2), "w": d.normal(3, 3), "b": d.normal(3)}, d.normal(1, 2)),
    ),
    row(s.sorted_part, "x", lambda d: (d.apart(4),), lambda d: (d.apart(6),)),
]
