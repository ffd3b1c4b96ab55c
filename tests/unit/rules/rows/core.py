"""Rows of the functions that most programs call."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import Row, row
from tests.unit.rules.rows.values import (
    A34,
    B34,
    COL3,
    ROW4,
    binary,
    definite,
    normal,
    positive,
    spread,
    unary,
    well_posed,
    within,
)

ARITHMETIC = [
    *(r for text in ("a + b", "a - b", "a * b") for r in binary(text)),
    *binary("a / b", positive),
    *binary("a % b", positive),
    *binary("a ** b", positive),
    *binary("np.power(a, b)", positive),
    row("a ** 2", a=A34),
    row("a ** 3", a=A34),
    row("a ** 1", a=A34),
    row("a ** 0", a=A34),
    row("a ** 0.5", a=positive(3)),
    row("a ** -1", a=positive(3)),
    row("a ** -1.5", a=positive(3)),
    row("2.0 ** b", b=A34),
    row("0.0 ** b", b=positive(3)),
    row("a ** k", a=normal(3), k=3),
    row("a ** k", a=np.array([0.0, 1.0, -2.0]), k=2),
    row("-a", a=A34),
    row("+a", a=A34),
]

UFUNCS = [
    *unary(
        "np.exp np.exp2 np.expm1 np.square np.sin np.cos np.arctan np.sinh np.cosh np.tanh"
        " np.arcsinh np.deg2rad np.rad2deg np.sinc np.tan",
        A34,
        0.3,
        normal(),
    ),
    *unary("np.log np.log2 np.log10 np.log1p np.sqrt np.cbrt np.reciprocal", positive(3, 2), 0.7),
    *unary("np.arcsin np.arccos np.arctanh", within(3, 2), 0.3),
    *unary("np.arccosh", 1.0 + positive(3), 2.0),
    *unary("np.absolute", spread(3, 2), -0.5),
    row("np.sinc(x)", x=np.array([0.0, 0.5])),
    *(r for f in ("np.logaddexp", "np.logaddexp2", "np.hypot") for r in binary(f"{f}(a, b)")),
    *binary("np.arctan2(a, b)", positive),
    *binary("np.maximum(a, b)", lambda *s, seed=0: spread(*s, seed=seed) + 0.07 * seed),
    *binary("np.minimum(a, b)", lambda *s, seed=0: spread(*s, seed=seed) + 0.07 * seed),
    row("np.maximum(a, 0.0)", a=spread(3, 2)),
    row("np.copysign(a, b)", a=spread(5), b=normal(5), fixed="b"),
    *binary("np.fmod(a, b)", positive),
    row("np.where(c, a, b)", c=A34 > 0, a=A34, b=ROW4),
    row("np.where(c, a, 1.0)", c=A34 > 0, a=2.0),
    row("np.clip(a, -1.0, 1.0)", a=spread(3, 4)),
    row("np.clip(a, lo, hi)", a=spread(3, 4), lo=-0.7, hi=0.8),
    row("np.clip(a, lo, None)", a=spread(3, 4), lo=-0.7),
    row("np.clip(a, None, a_max=hi)", a=spread(3, 4), hi=np.array([-0.5, 0.1, 0.2, 0.7])),
    row("a.clip(lo, max=hi)", a=spread(3, 4), lo=-0.7, hi=0.8),
    row("math.log(x)", x=0.7),
    row("math.log(x, b)", x=0.7, b=3.0),
    row("math.hypot(a, b, c)", a=1.0, b=2.0, c=-0.5),
    row("math.erf(x)", x=0.4),
    row("np.modf(x)", x=np.array([0.4, -1.3, 2.7])),
    row("math.modf(x)", x=-1.3),
    row("math.erfc(x)", x=0.4),
    row("math.remainder(a, b)", a=1.0, b=0.7),
    row("math.sin(x)", x=0.4),
    row("math.sqrt(x)", x=0.4),
]

KEYWORDS = ("", ", axis=0", ", axis=-1", ", 1, keepdims=True", ", keepdims=True", ", axis=(0, -1)",
            ", axis=k", ", axis=k, keepdims=True", ", axis=(1,)")  # fmt: skip


def reductions(call: str, value: object, keywords: tuple[str, ...] = KEYWORDS) -> list[Row]:
    return [row(f"{call}(x{options})", x=value, k=1) for options in keywords]


REDUCTIONS = [
    *(r for f in ("np.sum", "np.mean", "np.prod") for r in reductions(f, normal(3, 4, 2))),
    *(r for f in ("np.max", "np.min") for r in reductions(f, spread(3, 4, 2))),
    *(r for f in ("np.var", "np.std") for r in reductions(f, A34)),
    *(
        r
        for f in ("np.var", "np.std")
        for r in reductions(f, A34, (", axis=0, ddof=1", ", ddof=k"))
    ),
    *(
        row(f"x.{f}({o})", x=spread(3, 4))
        for f in ("sum", "mean", "max", "min", "prod", "var", "std")
        for o in ("", "axis=1", "0")
    ),
    *(row(f"np.{f}(x)", x=value) for f in ("sum", "mean", "max") for value in (0.5, normal())),
    row("np.prod(x, axis=0)", x=np.array([[1.0, 0.0], [0.0, 0.0], [3.0, 2.0]])),
    row("np.prod(x)", x=0.5),
    row("np.cumsum(x)", x=ROW4),
    *reductions("np.cumsum", A34, ("", ", axis=1", ", axis=-2", ", axis=k")),
    *reductions("np.cumprod", A34, ("", ", axis=1", ", axis=-2", ", axis=k")),
    row("np.cumprod(x)", x=np.array([1.5, 0.0, 2.0, 0.0, 3.0])),
    *reductions("np.sort", spread(3, 4), ("", ", axis=0", ", axis=None")),
    row("np.take_along_axis(x, i, axis=1)", x=A34, i=np.array([[0, 0], [1, 3], [2, 2]])),
    row("np.take_along_axis(x, i, 0)", x=A34, i=np.array([[0], [2]])),
]

SHAPING = [
    row("np.reshape(x, (4, 3))", x=A34),
    row("np.reshape(x, -1)", x=A34),
    row("x.reshape(2, -1)", x=A34),
    row("x.reshape((2, 6))", x=A34),
    row("x.reshape(-1)", x=A34),
    row("np.ravel(x)", x=A34),
    row("x.ravel()", x=A34),
    row("x.flatten()", x=A34),
    row("np.squeeze(x)", x=normal(1, 3, 1)),
    row("np.squeeze(x, axis=0)", x=normal(1, 3, 1)),
    row("x.squeeze(axis=(0, 2))", x=normal(1, 3, 1)),
    row("np.expand_dims(x, 0)", x=A34),
    row("np.expand_dims(x, axis=(0, -1))", x=A34),
    *(row(f"np.atleast_{n}d(x)", x=value) for n in (1, 2, 3) for value in (0.5, ROW4, A34)),
    row("np.broadcast_to(x, (2, 3, 4))", x=COL3),
    row("np.broadcast_to(x, s)", x=0.5, s=(2, 3)),
    row("np.transpose(x)", x=normal(2, 3, 4)),
    row("np.transpose(x, (1, 2, 0))", x=normal(2, 3, 4)),
    row("np.transpose(x, axes=(1, -1, 0))", x=normal(2, 3, 4)),
    row("np.transpose(x, p)", x=normal(2, 3, 4), p=(2, 0, 1)),
    row("x.transpose()", x=normal(2, 3, 4)),
    row("x.transpose(2, 0, 1)", x=normal(2, 3, 4)),
    row("x.transpose((2, 0, 1))", x=normal(2, 3, 4)),
    row("x.T", x=A34),
    row("x.T", x=normal(2, 3, 4)),
    row("x.mT", x=A34),
    row("x.mT", x=normal(2, 3, 4)),
    row("np.swapaxes(x, 0, -1)", x=normal(2, 3, 4)),
    row("x.swapaxes(1, 2)", x=normal(2, 3, 4)),
    row("np.moveaxis(x, 0, -1)", x=normal(2, 3, 4)),
    row("np.moveaxis(x, (0, 1), (2, 0))", x=normal(2, 3, 4)),
    row("np.flip(x)", x=A34),
    row("np.flip(x, axis=1)", x=A34),
    row("np.fliplr(x)", x=A34),
    row("np.flipud(x)", x=A34),
    row("np.roll(x, 1)", x=A34),
    row("np.roll(x, -2, axis=1)", x=A34),
    row("np.roll(x, (1, 2), axis=(0, 1))", x=A34),
    row("np.roll(x, k, axis=0)", x=A34, k=2),
    row("np.concatenate([a, b, c])", a=A34, b=normal(2, 4), c=B34),
    row("np.concatenate((a, b), axis=-1)", a=A34, b=normal(3, 2)),
    row("np.concatenate([a, b], 1)", a=A34, b=normal(3, 2)),
    row("np.concatenate([a, [1.0], b])", a=ROW4, b=normal(2)),
    row("np.concatenate([a, b], axis=None)", a=A34, b=normal(2)),
    row("np.concatenate([a, b], axis=k)", a=A34, b=normal(3, 2), k=1),
    row("np.concatenate(parts)", parts=[ROW4, normal(2)]),
    row("np.concatenate(parts, axis=1)", parts=[A34, normal(3, 2)]),
    row("np.split(a, 2, axis=1)", a=A34),
    row("np.split(a, [1, 2])", a=A34),
    row("np.array_split(a, 3, axis=k)", a=A34, k=1),
    row("a.tolist()", a=A34),
    row("np.stack([a, b])", a=A34, b=B34),
    row("np.stack([a, b], axis=-1)", a=A34, b=B34),
    row("np.stack((a, b), axis=1)", a=A34, b=B34),
    row("np.stack((a, b), axis=k)", a=A34, b=B34, k=1),
    row("np.stack(parts, axis=1)", parts=[A34, B34]),
    *(
        row(f"np.{f}([a, b])", a=a, b=b)
        for f in ("hstack", "vstack", "column_stack")
        for a, b in ((ROW4, normal(4, seed=2)), (A34, normal(3, 4, seed=2)))
    ),
    row("np.hstack([a, b])", a=0.5, b=ROW4),
    row("np.hstack([a, b])", a=A34, b=normal(3, 1)),
    row("np.hstack(parts)", parts=[ROW4, normal(2)]),
    row("np.vstack([a, b])", a=ROW4, b=A34),
    row("np.vstack(parts)", parts=[A34, ROW4]),
    row("np.column_stack([a, b])", a=COL3[:, 0], b=A34),
    row("np.column_stack(parts)", parts=[COL3[:, 0], A34]),
    row("np.repeat(x, 2)", x=A34),
    row("np.repeat(x, 2, axis=1)", x=A34),
    row("np.repeat(x, 3, axis=-2)", x=A34),
    row("np.repeat(x, n, axis=0)", x=A34, n=np.array([0, 2, 3])),
    row("x.repeat(3, axis=0)", x=A34),
    row("np.tile(x, 3)", x=ROW4),
    row("np.tile(x, (2, 1, 3))", x=A34),
    row("np.diagonal(x)", x=A34),
    row("np.diagonal(x, -1)", x=A34),
    row("np.diagonal(x, offset=1)", x=normal(3, 4, 2)),
    row("x.diagonal()", x=A34),
    row("np.diag(x)", x=ROW4),
    row("np.diag(x, 1)", x=ROW4),
    row("np.diag(x)", x=A34),
    row("np.diag(x, k=-1)", x=A34),
    row("np.tril(x)", x=A34),
    row("np.triu(x, 1)", x=A34),
    row("np.take(x, 2)", x=A34),
    row("np.take(x, i, axis=1)", x=A34, i=np.array([0, 0, 3])),
    row("x.take(i, axis=-2)", x=A34, i=np.array([[0, 2], [2, 2]])),
]

CREATION = [
    row("np.array(x)", x=A34),
    row("np.array([a, b, 1.0, c])", a=0.5, b=-1.0, c=2.0),
    row("np.array([[a, 0.0], [b, c]], dtype=float)", a=0.5, b=-1.0, c=2.0),
    row("np.array([r, s])", r=ROW4, s=normal(4, seed=1)),
    row("np.array(parts)", parts=[0.5, 1.5]),
    row("np.asarray(x)", x=A34),
    row("np.asarray([a, b])", a=0.5, b=-1.0),
    row("np.asarray(x, dtype=np.float64)", x=A34),
    row("np.asarray(parts)", parts=[0.5, 1.5]),
    row("np.ascontiguousarray(x)", x=A34),
    row("np.copy(x)", x=A34),
    row("x.copy()", x=A34),
    row("x.astype(float)", x=A34),
    row("x.astype(np.float64)", x=A34),
    row("x.astype('float64')", x=A34),
    row("np.float64(x)", x=0.5),
    row("np.full((2, 3), x)", x=0.5),
    row("np.full((2, 3), fill_value=x)", x=normal(3)),
    row("np.full_like(a, x)", a=A34, x=0.5, fixed="a"),
]


def ranks(text: str, shapes: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> list[Row]:
    return [row(text, a=normal(*a), b=normal(*b, seed=1)) for a, b in shapes]


MATMUL = [
    ((3,), (3,)), ((2, 3), (3,)), ((2,), (2, 3)), ((2, 3), (3, 4)), ((5, 2, 3), (3, 4)),
    ((2, 3), (5, 3, 4)), ((5, 2, 3), (5, 3, 4)), ((5, 2, 3), (3,)), ((2,), (5, 2, 3)),
    ((1, 2, 3), (5, 3, 4)), ((6, 1, 2, 3), (5, 3, 4)),
]  # fmt: skip
INNER = [
    ((3,), (3,)), ((2, 3), (4, 3)), ((2, 3), (3,)), ((3,), (2, 3)), ((5, 2, 3), (4, 3)),
    ((4, 3), (5, 2, 3)), ((), (3,)), ((2, 3), ()), ((), ()),
]  # fmt: skip

PRODUCTS = [
    *ranks("a @ b", MATMUL),
    *ranks("np.matmul(a, b)", [((2, 3), (3, 4))]),
    *ranks(
        "np.dot(a, b)",
        [
            *MATMUL[:4],
            ((2, 3), (4, 3, 5)),
            ((5, 2, 3), (3,)),
            ((3,), (4, 3, 5)),
            ((6, 2, 3), (4, 3, 5)),
            ((), (3,)),
            ((2, 3), ()),
            ((), ()),
        ],
    ),
    row("a.dot(b)", a=A34, b=ROW4),
    *ranks("np.inner(a, b)", INNER),
    *ranks("np.outer(a, b)", [((3,), (4,)), ((2, 3), (4,)), ((), (4,))]),
    *ranks("np.vdot(a, b)", [((3,), (3,)), ((2, 3), (2, 3)), ((2, 3), (3, 2))]),
    *ranks("np.tensordot(a, b)", [((2, 3, 4), (3, 4, 5))]),
    *ranks("np.tensordot(a, b, axes=1)", [((2, 3), (3, 4)), ((3,), (3,)), ((5, 2, 3), (3, 4))]),
    *ranks("np.tensordot(a, b, 0)", [((2, 3), (4,))]),
    *ranks("np.tensordot(a, b, axes=([1, 0], [0, 2]))", [((2, 3, 4), (3, 5, 2))]),
    *ranks("np.tensordot(a, b, axes=(0, -1))", [((2, 3, 4), (3, 5, 2))]),
    *ranks("np.einsum('ij,jk->ik', a, b)", [((2, 3), (3, 4))]),
    *ranks("np.einsum('ij,jk', a, b)", [((2, 3), (3, 4))]),
    *ranks("np.einsum('i,i->', a, b)", [((3,), (3,))]),
    *ranks("np.einsum('i,j->ji', a, b)", [((3,), (2,))]),
    *ranks("np.einsum('bij,bjk->bk', a, b)", [((5, 2, 3), (5, 3, 4)), ((1, 2, 3), (5, 3, 4))]),
    *ranks("np.einsum('i,kj->i', a, b)", [((3,), (2, 4))]),
    row("np.einsum('i,ij,j->', u, a, v)", u=normal(3), a=A34, v=ROW4),
    row("np.einsum('ij->ji', a)", a=A34),
    row("np.einsum('ij->', a)", a=A34),
    row("np.einsum('ij->j', a)", a=A34),
    *ranks("np.kron(a, b)", [((2, 3), (4, 5))]),
    *ranks("np.cross(a, b)", [((3,), (3,)), ((5, 3), (3,)), ((5, 3), (5, 3))]),
    row("np.trace(a)", a=A34),
    row("np.trace(a)", a=normal(3, 3, 2)),
    row("a.trace()", a=A34),
]

LINALG = [
    row("np.linalg.solve(a, b)", a=well_posed(3, 3), b=normal(3)),
    row("np.linalg.solve(a, b)", a=well_posed(3, 3), b=normal(3, 2)),
    row("np.linalg.solve(a, b)", a=well_posed(5, 3, 3), b=normal(5, 3, 2)),
    row("np.linalg.solve(a, b)", a=well_posed(5, 3, 3), b=normal(3)),
    row("np.linalg.solve(a, b)", a=well_posed(3, 3), b=normal(5, 3, 2)),
    *(
        row(f"np.linalg.{f}(a)", a=well_posed(*s), tolerance=1e-6)
        for f in ("inv", "det")
        for s in ((3, 3), (5, 3, 3))
    ),
    *(row("np.linalg.slogdet(a)", a=well_posed(*s)) for s in ((3, 3), (5, 3, 3))),
    *(row("np.linalg.cholesky(a)", a=definite(*s)) for s in ((3, 3), (5, 3, 3))),
]

PYTHON = [
    row("float(x)", x=0.5),
    row("x.item()", x=normal()),
    row("x.item()", x=normal(1, 1)),
    row("sum(x)", x=ROW4),
    row("sum(x)", x=A34),
    row("sum(parts)", parts=[0.5, 1.5, 2.5]),
    row("sum(parts)", parts=[ROW4, A34, 1.5]),
    row("sum([a, b, 1.0], c)", a=0.5, b=ROW4, c=2.0),
    row("sum(x, start)", x=ROW4, start=1.5),
    row("max(a, b)", a=0.5, b=0.7),
    row("max(a, 0.0)", a=0.5),
    row("max(a, b, c)", a=0.5, b=0.7, c=-0.3),
    row("min(a, b)", a=0.5, b=0.7),
    row("min(a, b, 0.1)", a=0.5, b=0.0),
    row("abs(x)", x=-0.5),
    row("max(values)", values=[0.5, -0.7, 0.2]),
    row("min(values)", values=[0.5, -0.7, 0.2]),
    row("max(x)", x=ROW4),
    row("list(values)", values=[0.5, A34]),
    row("tuple(values)", values=[0.5, 0.7]),
]

ROWS = [*ARITHMETIC, *UFUNCS, *REDUCTIONS, *SHAPING, *CREATION, *PRODUCTS, *LINALG, *PYTHON]
