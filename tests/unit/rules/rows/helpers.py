"""Rows of the helpers that generated modules hold."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import row
from tests.unit.rules.rows.core import INNER, MATMUL
from tests.unit.rules.rows.values import (
    A34,
    COL3,
    ROW4,
    normal,
    positive,
)

ROWS = [
    row("helper.unbroadcast(g, x)", g=A34, x=ROW4, fixed="x"),
    row("helper.unbroadcast(g, x)", g=A34, x=COL3, fixed="x"),
    row("helper.unbroadcast(g, x)", g=A34, x=0.5, fixed="x"),
    row("helper.unbroadcast(g, x)", g=A34, x=A34, fixed="x"),
    row("helper.unbroadcast(g, x)", g=COL3, x=A34, fixed="x"),
    row("helper.unbroadcast(g, x)", g=0.5, x=A34, fixed="x"),
    row("helper.extreme_grad(g, v, y)", g=0.5, v=[0.5, 0.7, 0.7], y=0.7, fixed="v y"),
    row("helper.extreme_tangent(d, v, y)", d=[0.5, 0.7, 0.2], v=[0.5, 0.7, 0.7], y=0.7,
        fixed="v y"),
    row("helper.list_grad(g, x)", g=[0.5, 0.7], x=[0.1, 0.2], fixed="x"),
    row("helper.sum_grad(g, x)", g=ROW4, x=[ROW4, ROW4], fixed="x"),
    row("helper.sum_grad(g, x)", g=0.5, x=[0.1, A34], fixed="x"),
    row("helper.sum_like(p, x)", p=[ROW4, normal(4)], x=ROW4, fixed="x"),
    row("helper.split_like(g, x, 0)", g=A34, x=[ROW4, A34[:2]], fixed="x"),
    row("helper.join_like(p, x, 0)", p=[ROW4, A34[:2]], x=A34, fixed="x"),
    row("helper.nest_sum(a, b)", a=ROW4, b=normal(4)),
    row("helper.nested_like(g, x)", g=[0.5, A34], x=[0.2, A34], fixed="x"),
    row("helper.nest_copy(x)", x=[0.5, A34]),
    row("helper.keep_axes(y, 1, False)", y=COL3[:, 0]),
    row("helper.keep_axes(y, None, False)", y=0.5),
    row("helper.on_diagonal(g, a, 0)", g=0.5, a=A34, fixed="a"),
    row("helper.on_diagonal(g, a, 1)", g=normal(3), a=A34, fixed="a"),
    row("helper.on_diagonal(g, a, -1)", g=normal(2), a=A34, fixed="a"),
    row("helper.on_diagonal(g, a, 0)", g=normal(2), a=normal(3, 4, 2), fixed="a"),
    row("helper.diag_grad(g, v, 1)", g=normal(5, 5), v=ROW4, fixed="v"),
    row("helper.diag_grad(g, v, 1)", g=normal(3), v=A34, fixed="v"),
    row("helper.repeat_grad(g, a, 2, None)", g=normal(24), a=A34, fixed="a"),
    row("helper.repeat_grad(g, a, n, 0)", g=normal(5, 4), a=A34, n=np.array([0, 2, 3]), fixed="a"),
    row("helper.tile_grad(g, a, (2, 3))", g=normal(2, 12), a=ROW4, fixed="a"),
    row("helper.take_grad(g, a, i, 1)", g=normal(3, 2), a=A34, i=np.array([1, 1]), fixed="a"),
    row("helper.take_grad(g, a, i, None)", g=normal(2), a=A34, i=np.array([1, 1]), fixed="a"),
    row("helper.take_along_axis_grad(g, a, i, 1)", g=normal(3, 1), a=A34,
        i=np.array([[1], [1], [3]]), fixed="a"),
    row("helper.cumsum_grad(g, a, 0)", g=normal(3, 4), a=A34, fixed="a"),
    row("helper.cumsum_grad(g, a, None)", g=normal(12), a=A34, fixed="a"),
    row("helper.diff_grad(g, 0)", g=A34),
    row("helper.sinc_slope(x)", x=np.array([0.4, -1.3, 2.2])),
    row("helper.log_or_zero(x)", x=positive(3)),
    row("helper.ratio(a, b)", a=A34, b=positive(4)),
    *(row("helper.matmul_grad_left(g, a, b)", g=np.matmul(normal(*a), normal(*b)), a=normal(*a),
          b=normal(*b), fixed="a") for a, b in MATMUL if len(a) + len(b) > 2),
    *(row("helper.matmul_grad_right(g, a, b)", g=np.matmul(normal(*a), normal(*b)), a=normal(*a),
          b=normal(*b), fixed="b") for a, b in MATMUL if len(a) + len(b) > 2),
    *(row(f"helper.dot_grad_{side}(g, a, b)", g=np.dot(normal(*a), normal(*b)), a=normal(*a),
          b=normal(*b), fixed=fixed) for side, fixed in (("left", "a"), ("right", "b"))
      for a, b in [*MATMUL[1:4], ((6, 2, 3), (4, 3, 5)), ((2, 3), ())]),
    *(row(f"helper.inner_grad_{side}(g, a, b)", g=np.inner(normal(*a), normal(*b)), a=normal(*a),
          b=normal(*b), fixed=fixed) for side, fixed in (("left", "a"), ("right", "b"))
      for a, b in INNER[1:-1]),
    *(row(f"helper.tensordot_grad_{side}(g, a, b, ([1, 0], [0, 2]))", g=normal(4, 5),
          a=normal(2, 3, 4), b=normal(3, 5, 2), fixed=fixed)
      for side, fixed in (("left", "a"), ("right", "b"))),
]  # fmt: skip
