"""Rows of convolution, interpolation, differences, integrals and padding."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import Row, row
from tests.unit.rules.rows.core import reductions
from tests.unit.rules.rows.values import A34, COL3, ROW4, normal

POINTS = np.array([-1.5, -0.4, 0.3, 1.1, 2.0])
VALUES = normal(5)
PLACES = np.array([-2.0, -0.7, 0.1, 0.2, 1.4, 2.7])


def convolutions() -> list[Row]:
    lengths = [(5, 3), (3, 5), (4, 4), (4, 1), (1, 1)]
    return [
        row(f"np.{f}(a, v{mode})", a=normal(n), v=normal(m, seed=1), k="same")
        for f in ("convolve", "correlate")
        for mode in ("", ", 'full'", ", mode='same'", ", 'valid'", ", k")
        for n, m in lengths
    ]


INTERPOLATION = [
    row("np.interp(x, xp, fp)", x=PLACES, xp=POINTS, fp=VALUES),
    row("np.interp(x, xp, fp)", x=PLACES.reshape(2, 3), xp=POINTS, fp=VALUES),
    row("np.interp(x, xp, fp)", x=0.25, xp=POINTS, fp=VALUES),
    row("np.interp(x, xp, fp)", x=0.25, xp=np.arange(5), fp=VALUES),
    row("np.interp(x, xp, fp, left, right)", x=PLACES, xp=POINTS, fp=VALUES, left=0.3, right=0.7),
    row("np.interp(x, xp, fp, left=left)", x=PLACES, xp=POINTS, fp=VALUES, left=0.3),
    row("np.interp(x, xp, fp, right=right)", x=PLACES, xp=POINTS, fp=VALUES, right=0.7),
    row("np.interp(x, [0.0, 1.0], [2, 5])", x=PLACES),
]

DIFFERENCES = [
    *reductions(
        "np.diff",
        A34,
        ("", ", axis=0", ", axis=k", ", 2", ", 2, axis=0", ", n=3", ", n=k", ", n=0"),
    ),
    row("np.diff(x)", x=normal(1)),
    row("np.diff(x, prepend=p)", x=ROW4, p=0.3),
    row("np.diff(x, append=q)", x=ROW4, q=0.3),
    row("np.diff(x, prepend=p, append=q)", x=ROW4, p=0.3, q=0.7),
    row("np.diff(x, prepend=0.0)", x=ROW4),
    row("np.diff(x, prepend=p)", x=A34, p=0.3),
    row("np.diff(x, append=q, axis=0)", x=A34, q=0.3),
    row("np.diff(x, 2, prepend=p, append=q)", x=A34, p=0.3, q=0.7),
    row("np.diff(x, prepend=p)", x=A34, p=COL3),
    row("np.diff(x, append=q)", x=A34, q=normal(3, 2)),
    row("np.diff(x, prepend=p, append=q, axis=k)", x=A34, p=normal(2, 4), q=0.7, k=0),
    row("np.diff(x, prepend=p)", x=ROW4, p=normal(2)),
    row("np.ediff1d(x)", x=A34),
    row("np.ediff1d(x, e)", x=ROW4, e=0.3),
    row("np.ediff1d(x, to_begin=b)", x=A34, b=normal(2)),
    row("np.ediff1d(x, to_end=e, to_begin=b)", x=ROW4, b=normal(2), e=normal(3)),
]

INTEGRALS = [
    row("np.trapezoid(v)", v=ROW4),
    row("np.trapezoid(v, dx=h)", v=ROW4, h=0.3),
    row("np.trapezoid(v, x)", v=ROW4, x=np.sort(normal(4, seed=1))),
    row("np.trapezoid(v, x=x)", v=A34, x=normal(4, seed=1)),
    row("np.trapezoid(v, x, axis=0)", v=A34, x=normal(3, seed=1)),
    row("np.trapezoid(v, x, axis=1)", v=A34, x=normal(3, 4, seed=1)),
    row("np.trapezoid(v, x, axis=k)", v=A34, x=COL3, k=0),
    row("np.trapezoid(v, dx=h, axis=0)", v=A34, h=0.3),
    row("np.trapezoid(v, dx=0.5)", v=A34),
]

SPACED = np.array([-1.0, -0.3, 0.1, 1.2, 1.5])

GRADIENTS = [
    *(
        row(f"np.gradient(x{h}{o})", x=normal(5), h=0.3, p=SPACED)
        for h in ("", ", h", ", p", ", 0.5")
        for o in ("", ", edge_order=2", ", axis=0")
    ),
    row("np.gradient(x, axis=1)", x=A34),
    row("np.gradient(x, h, axis=-2)", x=A34, h=0.7),
    row("np.gradient(x, p, axis=1, edge_order=2)", x=normal(3, 5, 2), p=SPACED),
    row("np.gradient(x)", x=A34),
    row("np.gradient(x, 0.5, edge_order=2)", x=normal(3, 4)),
]

PADDING = [
    *(
        row(f"np.pad(x, {w}{mode})", x=A34, k=2)
        for w in ("1", "(1, 2)", "((0, 2), (1, 0))", "k", "((1,), (2,))")
        for mode in ("", ", mode='edge'", ", 'reflect'", ", 'symmetric'", ", 'wrap'", ", 'mean'")
    ),
    row("np.pad(x, 5, 'reflect')", x=ROW4),
    row("np.pad(x, 3, mode='linear_ramp')", x=A34),
    row("np.pad(x, 2, constant_values=c)", x=A34, c=0.3),
    row("np.pad(x, k, constant_values=c)", x=ROW4, c=0.3, k=1),
    row("np.pad(x, 2, constant_values=0.0)", x=normal(2, 3, 2)),
]

HELPERS = [
    row("helper.unpad(g, a, 1)", g=normal(5, 6), a=A34, fixed="a"),
    row("helper.to_both_ends(h, 1)", h=A34),
    row("helper.neighbour_sums(x, 0)", x=A34),
    row("helper.diffs_grad(g, 2, 0)", g=A34),
    row("helper.pad_grad(g, a, 1, 'edge')", g=normal(5, 6), a=A34, fixed="a"),
]

ROWS = [*convolutions(), *INTERPOLATION, *DIFFERENCES, *INTEGRALS, *GRADIENTS, *PADDING, *HELPERS]
