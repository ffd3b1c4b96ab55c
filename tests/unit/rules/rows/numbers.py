"""Rows of parts of numbers, of ranges between numbers, and of polynomials."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import row
from tests.unit.rules.rows.core import reductions
from tests.unit.rules.rows.values import A34, ROW4, normal, positive, spread

POINTS = np.linspace(-1.0, 1.0, 6)

ROWS = [
    row("np.unwrap(x)", x=np.array([0.1, 3.0, -3.1, -0.2])),
    row("np.unwrap(x, axis=0, period=1.0)", x=A34),
    row("np.nan_to_num(x)", x=A34),
    row("np.nan_to_num(x, nan=1.0, posinf=2.0, neginf=k)", x=0.3, k=-2.0),
    row("np.nextafter(a, b)", a=A34, b=ROW4, fixed="b"),
    row("np.ldexp(a, k)", a=A34, k=np.array([1, -1, 0, 3])),
    row("np.ldexp(a, 2)", a=0.3),
    row("np.frexp(x)", x=A34),
    row("np.divmod(a, b)", a=A34, b=positive(3, 4)),
    row("np.divmod(a, b)", a=2.3, b=0.7),
    row("np.cumulative_sum(x)", x=ROW4),
    row("np.cumulative_sum(x, include_initial=True)", x=ROW4),
    *reductions("np.cumulative_sum", A34, (", axis=0", ", axis=-1, include_initial=True")),
    *reductions("np.cumulative_prod", A34, (", axis=0", ", axis=k")),
    row("np.linspace(a, b, 5)", a=0.5, b=2.0),
    row("np.linspace(0.0, b)", b=2.0),
    row("np.linspace(a, b, n, endpoint=False)", a=0.5, b=2.0, n=4),
    row("np.linspace(a, b, 4, False)", a=ROW4, b=0.3),
    row("np.logspace(a, b, 4)", a=0.5, b=0.1),
    row("np.logspace(a, b, 4, endpoint=False, base=2.0)", a=ROW4, b=0.1),
    row("np.geomspace(a, b, 4)", a=0.5, b=2.0),
    row("np.geomspace(a, b, 5, False)", a=positive(3), b=2.0),
    row("np.polyval(p, x)", p=normal(3), x=ROW4),
    row("np.polyval(p, x)", p=normal(3), x=0.3),
    row("np.polyval(p, x)", p=normal(1), x=A34),
    row("np.vander(x)", x=ROW4),
    row("np.vander(x, 3, increasing=True)", x=ROW4),
    row("np.vander(x, N=n)", x=ROW4, n=2),
    row("np.polyadd(p, q)", p=normal(3), q=normal(5)),
    row("np.polysub(p, q)", p=normal(3), q=normal(2)),
    row("np.polyfit(x, v, 2)", x=POINTS, v=normal(6)),
    row("np.polyfit(x, v, deg=n)", x=POINTS, v=normal(6), n=1),
    row("np.partition(x, 2)", x=spread(6)),
    row("np.partition(x, [0, 2], axis=0)", x=spread(3, 4)),
    row("np.vecdot(a, b)", a=A34, b=ROW4),
    row("np.matvec(a, b)", a=normal(2, 3, 4), b=ROW4),
    row("np.matvec(a, b)", a=A34, b=normal(2, 4)),
    row("np.vecmat(a, b)", a=normal(5, 3), b=A34),
    row("np.vecmat(a, b)", a=normal(3), b=A34),
    row("np.diagflat(x)", x=A34),
    row("np.diagflat(x, k=-1)", x=ROW4),
]
