"""Rows of `numpy.linalg`: decompositions, norms, products and parts of matrices."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import Row, row
from tests.unit.rules.rows.values import A34, ROW4, definite, normal, spread, well_posed

A43, STACK = normal(4, 3), normal(2, 4, 3)
WIDE = np.swapaxes(STACK, -1, -2).copy()


def separate(*shape: int) -> np.ndarray:
    """Matrices with real eigenvalues that are far apart."""
    v = well_posed(*shape)
    return v @ (np.diag(np.arange(1.0, shape[-1] + 1)) @ np.linalg.inv(v))


def over(call: str, *values: np.ndarray, tolerance: float = 1e-7) -> list[Row]:
    return [row(call, a=value, tolerance=tolerance) for value in values]


EIGENVALUES = [
    *over("np.linalg.eigh(a)", definite(3, 3), definite(2, 3, 3)),
    *over("np.linalg.eigh(a, UPLO='U')", normal(3, 3)),
    *over("np.linalg.eigh(a, 'L')", normal(3, 3)),
    *over("np.linalg.eigvalsh(a)", definite(3, 3), definite(2, 3, 3)),
    *over("np.linalg.eigvalsh(a, 'U')", normal(3, 3)),
    *over("np.linalg.eig(a)", separate(3, 3), separate(2, 3, 3), tolerance=1e-6),
    *over("np.linalg.eigvals(a)", separate(3, 3), separate(2, 3, 3), tolerance=1e-6),
]

SINGULAR_VALUES = [
    *over("np.linalg.svd(a, full_matrices=False)", A43, A34, normal(3, 3), STACK, WIDE),
    *over("np.linalg.svd(a)", A43, A34, normal(3, 3), STACK, WIDE),
    *over("np.linalg.svd(a, True)", normal(2, 3, 3)),
    *over("np.linalg.svd(a, compute_uv=False)", A43, WIDE),
    *over("np.linalg.svd(a, False, False)", A43),
    *over("np.linalg.svdvals(a)", A43, WIDE),
]

FACTORS = [
    *over("np.linalg.cholesky(a, upper=True)", definite(3, 3), definite(2, 3, 3)),
    *over("np.linalg.qr(a)", A43, A34, normal(3, 3), STACK, WIDE),
    *over("np.linalg.qr(a, mode='reduced')", A43),
    *over("np.linalg.qr(a, 'complete')", A34, normal(3, 3)),
    *over("np.linalg.qr(a, 'r')", A43, A34, STACK),
    *over("np.linalg.pinv(a)", A43, A34, normal(3, 3), STACK, tolerance=1e-6),
    *over("np.linalg.pinv(a, 1e-10)", A43),
    *over("np.linalg.pinv(a, rtol=1e-10)", A43),
    *over("np.linalg.pinv(a, hermitian=True)", definite(3, 3), tolerance=1e-6),
    row("np.linalg.lstsq(a, b)", a=A43, b=ROW4),
    row("np.linalg.lstsq(a, b)", a=A43, b=normal(4, 2)),
    row("np.linalg.lstsq(a, b, rcond=None)", a=A34, b=normal(3)),
    row("np.linalg.lstsq(a, b, 1e-10)", a=A34, b=normal(3, 2)),
    row("np.linalg.lstsq(a, b)", a=well_posed(3, 3), b=normal(3, 1)),
]

VECTOR_ORDERS = ("1", "2", "np.inf", "-np.inf", "3", "1.5", "0.5", "-1", "-2", "0")
MATRIX_ORDERS = ("1", "-1", "2", "-2", "np.inf", "-np.inf", "'fro'", "'nuc'")
NORMS = [
    *(row("np.linalg.norm(x)", x=x) for x in (ROW4, A34, spread(2, 3, 4))),
    row("np.linalg.norm(x, keepdims=True)", x=A34),
    row("np.linalg.norm(x, axis=1)", x=A34),
    row("np.linalg.norm(x, axis=(-1,))", x=A34),
    row("np.linalg.norm(x, axis=0, keepdims=True)", x=A34),
    row("np.linalg.norm(x, axis=(0, 1))", x=A34),
    row("np.linalg.norm(x, axis=k)", x=A34, k=1),
    row("np.linalg.norm(x, None, k, True)", x=A34, k=1),
    *(row(f"np.linalg.norm(x, ord={p}, axis=-2)", x=spread(3, 4)) for p in VECTOR_ORDERS),
    *(row(f"np.linalg.norm(x, {p})", x=spread(4)) for p in VECTOR_ORDERS),
    row("np.linalg.norm(x, 3, 0, True)", x=spread(3, 4)),
    *(row("np.linalg.norm(x, p, axis=k)", x=spread(3, 4), p=p, k=1) for p in (1, 2, 3.0, -1)),
    row("np.linalg.norm(x, p)", x=spread(4), p=np.inf),
    *(row(f"np.linalg.norm(x, {p})", x=spread(3, 4)) for p in MATRIX_ORDERS),
    *(row(f"np.linalg.norm(x, {p}, (2, 0))", x=spread(3, 2, 4)) for p in MATRIX_ORDERS),
    *(row("np.linalg.norm(x, p, k, True)", x=spread(3, 2, 4), p=p, k=(0, 2))
      for p in ("fro", 2, "nuc", -1, -np.inf)),
    *(row(f"np.linalg.vector_norm(x, ord={p}, axis=1)", x=spread(3, 4)) for p in VECTOR_ORDERS),
    *(row(f"np.linalg.vector_norm(x, ord={p}, keepdims=True)", x=spread(3, 4))
      for p in ("2", "1", "4", "np.inf")),
    row("np.linalg.vector_norm(x)", x=ROW4),
    row("np.linalg.vector_norm(x, axis=(0, 2))", x=normal(2, 3, 4)),
    *(row(f"np.linalg.matrix_norm(x, ord={p})", x=spread(2, 3, 4)) for p in MATRIX_ORDERS),
    row("np.linalg.matrix_norm(x, ord=p, keepdims=True)", x=spread(3, 4), p=1),
    row("np.linalg.matrix_norm(x)", x=A34),
    *(row(f"np.linalg.cond(x{p})", x=well_posed(3, 3), tolerance=1e-6)
      for p in ("", ", 2", ", -2", ", 1", ", np.inf", ", 'fro'", ", 'nuc'")),
    *(row(f"np.linalg.cond(x{p})", x=well_posed(2, 3, 3), tolerance=1e-6) for p in ("", ", p=1")),
    row("np.linalg.cond(x)", x=A34, tolerance=1e-6),
]  # fmt: skip

PRODUCTS = [
    row("np.linalg.matmul(a, b)", a=A34, b=ROW4),
    row("np.linalg.outer(a, b)", a=ROW4, b=normal(3)),
    row("np.linalg.tensordot(a, b, axes=1)", a=A34, b=A43),
    row("np.linalg.matrix_transpose(a)", a=STACK),
    row("np.linalg.cross(a, b)", a=normal(3), b=normal(3, seed=1)),
    row("np.linalg.cross(a, b)", a=normal(5, 3), b=normal(5, 3, seed=1)),
    row("np.linalg.cross(a, b, axis=0)", a=normal(3, 5), b=normal(3, 1)),
    row("np.linalg.vecdot(a, b)", a=ROW4, b=normal(4, seed=1)),
    row("np.linalg.vecdot(a, b)", a=A34, b=ROW4),
    row("np.linalg.vecdot(a, b, axis=0)", a=A34, b=normal(3, 4, seed=1)),
    *over("np.linalg.diagonal(a)", A34, STACK),
    *over("np.linalg.diagonal(a, offset=-1)", A34, STACK),
    *over("np.linalg.trace(a)", normal(3, 3), STACK),
    *over("np.linalg.trace(a, offset=1)", normal(3, 3), STACK),
    row("helper.on_last_diagonal(g, a, 1)", g=normal(2, 2), a=STACK, fixed="a"),
    row("helper.on_last_diagonal(g, a, 0)", g=normal(2, 1), a=STACK, fixed="a"),
    row("np.linalg.multi_dot([a, b])", a=A34, b=A43),
    row("np.linalg.multi_dot([a, b, c])", a=A34, b=A43, c=normal(3, 2)),
    row("np.linalg.multi_dot((u, a, b, v))", u=normal(3), a=A34, b=A43, v=normal(3, seed=1)),
    row("np.linalg.multi_dot([a, b, v])", a=A34, b=A43, v=normal(3, seed=1)),
    *(row(f"np.linalg.matrix_power(a, {n})", a=well_posed(3, 3), tolerance=1e-6)
      for n in (0, 1, 2, 3, 5, -1, -2)),
    row("np.linalg.matrix_power(a, n)", a=well_posed(2, 3, 3), n=3, tolerance=1e-6),
    row("np.linalg.tensorinv(a)", a=well_posed(6, 6).reshape(2, 3, 6), tolerance=1e-6),
    row("np.linalg.tensorinv(a, ind=1)", a=well_posed(6, 6).reshape(6, 3, 2), tolerance=1e-6),
    row("np.linalg.tensorsolve(a, b)", a=well_posed(6, 6).reshape(2, 3, 6), b=normal(2, 3)),
    row("np.linalg.tensorsolve(a, b, (0,))", a=well_posed(6, 6).reshape(6, 2, 3), b=normal(2, 3)),
    row("np.linalg.tensorsolve(a, b, axes=(1,))",
        a=well_posed(6, 6).reshape(2, 3, 6).transpose(0, 2, 1).copy(), b=normal(2, 3)),
    row("helper.tensor_as_matrix(a, (0,), y)", a=normal(6, 2, 3), y=normal(6), fixed="y"),
    row("helper.matrix_as_tensor(m, a, (0,), y)", m=normal(6, 6), a=normal(6, 2, 3), y=normal(6),
        fixed="a y"),
]  # fmt: skip

ROWS = [*EIGENVALUES, *SINGULAR_VALUES, *FACTORS, *NORMS, *PRODUCTS]
