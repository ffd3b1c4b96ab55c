"""Rows of the methods of ufuncs."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import row
from tests.unit.rules.rows.core import KEYWORDS, reductions
from tests.unit.rules.rows.values import A34, ROW4, normal, spread

ROWS = [
    *(
        r
        for f in ("add", "multiply", "logaddexp", "logaddexp2", "hypot")
        for r in reductions(f"np.{f}.reduce", normal(3, 4, 2), (*KEYWORDS, ", axis=None"))
    ),
    *(
        r
        for f in ("maximum", "minimum")
        for r in reductions(f"np.{f}.reduce", spread(3, 4, 2), (*KEYWORDS, ", axis=None"))
    ),
    *(
        r
        for f in ("add", "multiply", "maximum", "minimum")
        for r in reductions(
            f"np.{f}.accumulate", spread(3, 4), ("", ", axis=1", ", -1", ", axis=k")
        )
    ),
    row("np.maximum.accumulate(x)", x=np.array([0.5, 0.2, 0.9, 0.1, 1.4, 0.7])),
    row("np.add.reduceat(x, [0, 2, 3])", x=normal(5)),
    row("np.add.reduceat(x, i, axis=1)", x=A34, i=[2, 0, 3]),
    row("np.add.outer(a, b)", a=ROW4, b=normal(3)),
    row("np.subtract.outer(a, b)", a=A34, b=normal(2)),
    row("np.subtract.outer(a, b)", a=ROW4, b=ROW4 + 1.0),
    row("np.multiply.outer(a, b)", a=A34, b=normal(2)),
    row("np.multiply.outer(a, b)", a=ROW4, b=normal(3, 2)),
    row("helper.reduceat_grad(g, x, i, 0)", g=normal(3), x=normal(5), i=[0, 2, 3], fixed="x"),
]
