"""Rows of arrays that are lengthened, shortened, cut, chosen among, and laid out as grids."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import row
from tests.unit.rules.rows.values import A34, B34, COL3, ROW4, normal

KEPT = np.array([True, False, True, True])
CHOSEN = np.array([0, 2, 1, 0])

ROWS = [
    row("np.append(x, v)", x=ROW4, v=0.3),
    row("np.append(x, v)", x=A34, v=normal(2)),
    row("np.append(x, v)", x=ROW4, v=normal(2)),
    row("np.append(x, v)", x=ROW4, v=A34),
    row("np.append(x, v, axis=1)", x=A34, v=normal(3, 2)),
    row("np.append(x, v, axis=k)", x=A34, v=normal(2, 4), k=0),
    row("np.append(x, v, k)", x=A34, v=0.3, k=None),
    row("np.insert(x, 2, v)", x=ROW4, v=0.3),
    row("np.insert(x, 2, v)", x=A34, v=normal(2)),
    row("np.insert(x, [3, 1, 1], v)", x=ROW4, v=normal(3)),
    row("np.insert(x, -1, v, axis=1)", x=A34, v=normal(3)),
    row("np.insert(x, 1, v, axis=0)", x=A34, v=normal(2, 4)),
    row("np.insert(x, [1, 2], v, axis=k)", x=A34, v=normal(3, 2), k=1),
    row("np.insert(x, i, v, 0)", x=A34, v=0.3, i=slice(0, 2)),
    row("np.delete(x, 2)", x=A34),
    row("np.delete(x, [0, -1], axis=1)", x=A34),
    row("np.delete(x, i, axis=k)", x=A34, i=slice(0, 2), k=0),
    row("np.dstack([a, b])", a=ROW4, b=normal(4, seed=1)),
    row("np.dstack([a, b])", a=A34, b=B34),
    row("np.dstack([a, b])", a=A34, b=normal(3, 4, 2)),
    row("np.dstack(parts)", parts=[A34, B34]),
    row("np.block([a, b, 2.0])", a=ROW4, b=0.3),
    row("np.block([[a, b], [c, 1.0]])", a=A34, b=COL3, c=ROW4),
    row("np.block([[[a]], [[b]]])", a=A34, b=B34),
    row("np.hsplit(x, 2)", x=A34),
    row("np.hsplit(x, [1, 3])", x=ROW4),
    row("np.vsplit(x, 3)", x=A34),
    row("np.dsplit(x, 2)", x=normal(2, 3, 4)),
    row("np.unstack(x)", x=A34),
    row("np.unstack(x, axis=-1)", x=A34),
    row("np.rot90(x)", x=A34),
    row("np.rot90(x, 3)", x=A34),
    row("np.rot90(x, k=k, axes=(1, 2))", x=normal(2, 3, 4), k=-1),
    row("np.rollaxis(x, 2)", x=normal(2, 3, 4)),
    row("np.rollaxis(x, 0, start=2)", x=normal(2, 3, 4)),
    row("np.compress(c, x, axis=1)", x=A34, c=KEPT),
    row("np.compress(c, x)", x=A34, c=KEPT),
    row("x.compress(c, axis=-1)", x=A34, c=KEPT),
    row("np.extract(c, x)", x=A34, c=A34 > 0),
    row("np.select([c, d], [a, b], e)", c=A34 > 0.5, d=A34 > 0, a=A34, b=ROW4, e=0.3),
    row("np.select([c, d], [a, 1.0])", c=A34 > 0.5, d=A34 > 0, a=A34),
    row("np.choose(i, [a, b, 1.0])", i=CHOSEN, a=ROW4, b=0.3),
    row("np.choose(i, (a, b, c))", i=CHOSEN, a=A34, b=COL3, c=0.3),
    row("np.broadcast_arrays(a, b)", a=A34, b=ROW4),
    row("np.meshgrid(a, b)", a=ROW4, b=normal(3)),
    row("np.meshgrid(a, b, indexing='ij')", a=ROW4, b=normal(3)),
    row("np.meshgrid(a, b, c)", a=ROW4, b=normal(3), c=normal(2)),
    row("np.meshgrid(a, b, sparse=True)", a=ROW4, b=0.3),
]
