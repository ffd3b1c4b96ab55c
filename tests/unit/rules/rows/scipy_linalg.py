"""Rows of `scipy.linalg`."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import Row, row
from tests.unit.rules.rows.linalg import over, separate
from tests.unit.rules.rows.values import A34, ROW4, definite, normal, positive, well_posed

B3, B32 = normal(3), normal(3, 2)
GENERAL, POSITIVE = well_posed(3, 3), definite(3, 3)
PACKED = normal(3, 3) + 3.0 * np.eye(3)


def banded(*shape: int) -> np.ndarray:
    """Diagonals of which the second is the main one, and large."""
    return positive(*shape) + 6.0 * np.eye(shape[0])[:, 1:2]


def systems(call: str, a: np.ndarray, *more: np.ndarray, **fixed: object) -> list[Row]:
    """A system for a vector and for a matrix."""
    return [
        row(call, a=a, b=b, fixed=" ".join(fixed), tolerance=1e-6, **fixed)
        for b in (B3, B32, *more)
    ]


def solve(options: str, a: np.ndarray = POSITIVE) -> list[Row]:
    return systems(f"scipy.linalg.solve(a, b{options})", a)


SYSTEMS = [
    *solve("", GENERAL), *solve(", transposed=True", GENERAL), *solve(", assume_a='gen'"),
    *solve(", assume_a='pos'"), *solve(", True, assume_a='pos'"),
    *solve(", assume_a='sym'"), *solve(", lower=True, assume_a='her'"),
    *(r for structure in ("lower triangular", "upper triangular", "diagonal", "tridiagonal")
      for transposed in ("", ", transposed=True")
      for r in solve(f", assume_a='{structure}'{transposed}", GENERAL)),
    row("scipy.linalg.solve(a, b)", a=well_posed(2, 3, 3), b=normal(2, 3, 2), tolerance=1e-6),
    *(r for lower in ("", ", lower=True") for trans in ("", ", trans=1", ", trans='T'")
      for unit in ("", ", unit_diagonal=True")
      for r in systems(f"scipy.linalg.solve_triangular(a, b{trans}{lower}{unit})", GENERAL)),
    *systems("scipy.linalg.solve_triangular(a, b, 0, low, one)", GENERAL, low=True, one=False),
    *systems("scipy.linalg.solve_triangular(a, b, 0, low, one)", GENERAL, low=False, one=True),
    *over("scipy.linalg.inv(a)", GENERAL, tolerance=1e-6),
    *over("scipy.linalg.det(a)", GENERAL, well_posed(2, 3, 3), tolerance=1e-6),
    *over("scipy.linalg.cholesky(a)", POSITIVE),
    *over("scipy.linalg.cholesky(a, lower=True)", POSITIVE),
    *over("scipy.linalg.cho_factor(a)", definite(1, 1)),  # larger ones leave parts as they are
    *over("scipy.linalg.cho_factor(a, True)", definite(1, 1)),
    row("scipy.linalg.cho_solve((c, True), b)", c=PACKED, b=B3),
    row("scipy.linalg.cho_solve((c, False), b)", c=PACKED, b=B32),
    row("scipy.linalg.cho_solve([c, low], b)", c=PACKED, low=True, b=B3, fixed="low"),
    row("scipy.linalg.lu_solve((lu, piv), b)", lu=PACKED, piv=np.array([1, 2, 2]), b=B3),
    row("scipy.linalg.lu_solve((lu, piv), b, 1)", lu=PACKED, piv=np.array([1, 2, 2]), b=B32),
    row("scipy.linalg.lu_solve((lu, piv), b, trans=1)", lu=PACKED, piv=np.array([1, 2, 2]), b=B3),
    *over("scipy.linalg.lu_factor(a)", normal(4, 4), well_posed(3, 3), tolerance=1e-6),
    row("scipy.linalg.solve_banded((1, 1), a, b)", a=banded(3, 5), b=normal(5)),
    row("scipy.linalg.solve_banded((2, 1), a, b)", a=banded(4, 5),
        b=normal(5, 2)),
    row("helper.transposed_bands(a, (2, 1))", a=np.triu(np.tril(normal(4, 4), 2), 1)[::-1].copy()),
    row("helper.outer_bands(a, b, (2, 1))", a=normal(5), b=normal(5, seed=1)),
    row("helper.outer_bands(a, b, (1, 2))", a=normal(5, 2), b=normal(5, 2, seed=1)),
    row("helper.bands_times(a, b, (2, 1))", a=normal(4, 5), b=normal(5)),
    row("helper.bands_times(a, b, (1, 2))", a=normal(4, 5), b=normal(5, 2)),
    row("scipy.linalg.solve_toeplitz(c, b)", c=np.array([4.0, 1.0, 0.5]), b=B3),
    row("scipy.linalg.solve_toeplitz(c, b)", c=np.array([4.0, 1.0, 0.5]), b=B32),
    row("scipy.linalg.solve_toeplitz((c, r), b)", c=np.array([4.0, 1.0, 0.5]), r=B3, b=normal(3)),
    row("scipy.linalg.solve_toeplitz((c, r), b)", c=np.array([4.0, 1.0, 0.5]), r=B3, b=B32),
    row("scipy.linalg.solve_sylvester(a, b, q)", a=GENERAL, b=well_posed(2, 2), q=B32),
    row("scipy.linalg.solve_continuous_lyapunov(a, q)", a=GENERAL, q=normal(3, 3, seed=1)),
    row("scipy.linalg.solve_discrete_lyapunov(a, q)", a=0.3 * normal(3, 3), q=normal(3, 3, seed=1)),
    row("scipy.linalg.solve_discrete_lyapunov(a, q, method='bilinear')", a=0.3 * normal(3, 3),
        q=normal(3, 3, seed=1)),
]  # fmt: skip

A43, STACK = normal(4, 3), normal(2, 4, 3)
D3, E3 = normal(4), normal(3)
VALUES = [
    *over("scipy.linalg.eigh(a, driver='ev')", normal(3, 3), normal(2, 3, 3)),
    *over("scipy.linalg.eigh(a, lower=False)", normal(3, 3)),
    row("scipy.linalg.eigh(a, b)", a=normal(3, 3), b=POSITIVE, tolerance=1e-6),
    row("scipy.linalg.eigh(a, b=b, lower=False)", a=normal(3, 3), b=POSITIVE, tolerance=1e-6),
    *over("scipy.linalg.eigh(a, eigvals_only=True)", POSITIVE),
    row("scipy.linalg.eigh(a, b, eigvals_only=True, lower=False)", a=normal(3, 3), b=POSITIVE),
    *over("scipy.linalg.eigvalsh(a)", POSITIVE, definite(2, 3, 3)),
    row("scipy.linalg.eigvalsh(a, b, lower=False)", a=normal(3, 3), b=POSITIVE),
    row("scipy.linalg.eigh_tridiagonal(d, e)", d=D3, e=E3, tolerance=1e-6),
    row("scipy.linalg.eigh_tridiagonal(d, e, eigvals_only=True)", d=D3, e=E3),
    row("scipy.linalg.eigvalsh_tridiagonal(d, e)", d=D3, e=E3),
    *over("scipy.linalg.svd(a, full_matrices=False)", A43, A34, STACK),
    *over("scipy.linalg.svd(a)", A43, GENERAL),
    *over("scipy.linalg.svd(a, compute_uv=False)", A43, STACK),
    *over("scipy.linalg.svdvals(a)", A43, STACK),
    *over("scipy.linalg.qr(a, mode='economic')", A43, A34, STACK),
    *over("scipy.linalg.qr(a)", GENERAL, A34),
    *over("scipy.linalg.qr(a, mode='economic', pivoting=True)", A43, A34),
    *over("scipy.linalg.pinv(a)", A43, A34, GENERAL, tolerance=1e-6),
    *over("scipy.linalg.pinvh(a)", POSITIVE, tolerance=1e-6),
    *over("scipy.linalg.pinvh(a, lower=False)", POSITIVE, tolerance=1e-6),
    row("scipy.linalg.lstsq(a, b)", a=A43, b=ROW4),
    row("scipy.linalg.lstsq(a, b)", a=A43, b=normal(4, 2)),
    row("scipy.linalg.lstsq(a, b, 1e-10)", a=A34, b=normal(3, 2)),
]
SMALL = 0.3 * normal(3, 3)
FUNCTIONS = [
    *over("scipy.linalg.expm(a)", normal(3, 3)),
    row("scipy.linalg.expm_frechet(a, e, compute_expm=False)", a=normal(3, 3), e=GENERAL),
    row("scipy.linalg.expm_frechet(a, e)", a=normal(3, 3), e=GENERAL),
    *over("scipy.linalg.sqrtm(a)", separate(3, 3), POSITIVE),
    *over("scipy.linalg.logm(a)", separate(3, 3), POSITIVE, tolerance=1e-6),
    *(r for name in ("sinm", "cosm", "tanm", "sinhm", "coshm", "tanhm")
      for r in over(f"scipy.linalg.{name}(a)", SMALL)),
    *over("scipy.linalg.signm(a)", GENERAL - 4.0 * np.diag([0.0, 2.0, 0.0]), tolerance=1e-6),
    row("scipy.linalg.fractional_matrix_power(a, t)", a=separate(3, 3), t=0.4, tolerance=1e-6),
    row("scipy.linalg.fractional_matrix_power(a, 1.5)", a=POSITIVE, tolerance=1e-6),
]  # fmt: skip
SPECIAL = [
    row("scipy.linalg.norm(x)", x=A34),
    row("scipy.linalg.norm(x, 1, axis=0, keepdims=True)", x=A34),
    row("scipy.linalg.khatri_rao(a, b)", a=A34, b=normal(2, 4)),
    row("scipy.linalg.block_diag(a, b, c)", a=A34, b=ROW4, c=normal(2, 1)),
    row("scipy.linalg.block_diag(a, 1.0, b)", a=0.5, b=A34),
    row(
        "helper.block_of(g, [a, b, c], 1)",
        g=normal(6, 9),
        a=A34,
        b=ROW4,
        c=normal(2, 1),
        fixed="a b c",
    ),
    row("helper.block_placed(b, [a, b, c], 1)", b=ROW4, a=A34, c=normal(2, 1), fixed="a c"),
    row("scipy.linalg.toeplitz(c)", c=ROW4),
    row("scipy.linalg.toeplitz(c, r)", c=ROW4, r=B3),
    row("scipy.linalg.toeplitz(c, r=r)", c=B3, r=normal(5)),
    row("scipy.linalg.hankel(c)", c=ROW4),
    row("scipy.linalg.hankel(c, r)", c=ROW4, r=B3),
    row("scipy.linalg.circulant(c)", c=ROW4),
    row("scipy.linalg.companion(a)", a=positive(4)),
    row("scipy.linalg.leslie(f, s)", f=ROW4, s=B3),
    row("scipy.linalg.diagsvd(s, 3, 5)", s=B3),
    row("scipy.linalg.convolution_matrix(a, 3)", a=ROW4),
    row("scipy.linalg.convolution_matrix(a, 5)", a=B3),
    row("scipy.linalg.fiedler(a)", a=ROW4),
]

LOWER_BANDS = np.array([[6.0, 7.0, 8.0, 9.0], [1.0, 0.5, -1.0, 0.0], [0.3, 0.2, 0.0, 0.0]])
UPPER_BANDS = np.array([[0.0, 1.0, 0.5, -1.0], [6.0, 7.0, 8.0, 9.0]])
RICCATI = {"a": normal(3, 3), "b": normal(3, 2), "q": POSITIVE, "r": definite(2, 2)}
# `q` and `r` must stay symmetric: programs move them
OTHERS = [
    *over("scipy.linalg.polar(a)", GENERAL, A43),
    *over("scipy.linalg.polar(a, side='left')", GENERAL, A34),
    *over("scipy.linalg.lu(a)", GENERAL, normal(3, 3), tolerance=1e-6),
    *over("scipy.linalg.rq(a)", GENERAL, A43, tolerance=1e-6),
    *over("scipy.linalg.rq(a, mode='economic')", A34, A43, tolerance=1e-6),
    row("scipy.linalg.solve_continuous_are(a, b, q, r)", "q r", 1e-5, **RICCATI),
    row("scipy.linalg.solve_discrete_are(a, b, q, r)", "q r", 1e-5, **RICCATI),
    row("scipy.linalg.solve_circulant(c, b)", c=np.array([4.0, 1.0, 0.5]), b=B3),
    row("scipy.linalg.solve_circulant(c, b)", c=np.array([4.0, 1.0, 0.5]), b=B32),
    row("scipy.linalg.matmul_toeplitz((c, r), x)", c=ROW4, r=B3, x=normal(3, seed=1)),
    row("scipy.linalg.matmul_toeplitz(c, x)", c=ROW4, x=normal(4, 2)),
    row("scipy.linalg.solveh_banded(ab, b, lower=True)", ab=LOWER_BANDS, b=ROW4),
    row("scipy.linalg.solveh_banded(ab, b)", ab=UPPER_BANDS, b=normal(4, 2)),
]

ROWS = [*SYSTEMS, *VALUES, *FUNCTIONS, *SPECIAL, *OTHERS]
