"""Rows of linear algebra of complex matrices.

Eigenvectors are compared where no phase is free, in matrices of one element: programs compare what
does not depend on phases.
"""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import row
from tests.unit.rules.rows.linalg import over
from tests.unit.rules.rows.values import normal


def complex_normal(*shape: int) -> np.ndarray:
    return normal(*shape) + 1j * normal(*shape, seed=1)


def hermitian(*shape: int) -> np.ndarray:
    a = complex_normal(*shape)
    return a @ np.conj(np.swapaxes(a, -1, -2)) + 3.0 * np.eye(shape[-1])


Z33, Z43, STACK = complex_normal(3, 3), complex_normal(4, 3), complex_normal(2, 3, 3)
ONE = np.array([[0.7 + 0.4j]])

ROWS = [
    *over("np.linalg.eigvals(a)", Z33, STACK, tolerance=1e-6),
    *over("np.linalg.eig(a)", ONE),
    *over("scipy.linalg.eigvals(a)", Z33, tolerance=1e-6),
    *over("scipy.linalg.eig(a)", ONE),
    *over("np.linalg.eigh(a)", ONE),
    *over("np.linalg.eigvalsh(a)", hermitian(3, 3), hermitian(2, 3, 3)),
    *over("np.linalg.eigvalsh(a, 'U')", hermitian(3, 3)),
    *over("np.linalg.svdvals(a)", Z43, STACK),
    *over("np.linalg.slogdet(a)", Z33, STACK, tolerance=1e-6),
    *over("np.linalg.cholesky(a)", hermitian(3, 3), hermitian(2, 3, 3)),
    *(row(f"np.linalg.norm(x{rest})", x=Z43)
      for rest in ("", ", axis=0", ", 'fro'", ", 2, axis=1", ", axis=1, keepdims=True")),
    row("np.linalg.norm(x, 2)", x=Z43[0]),
    row("scipy.linalg.toeplitz(c)", c=complex_normal(3)),
    row("scipy.linalg.toeplitz(c, r)", c=complex_normal(3), r=normal(4)),
    row("scipy.linalg.norm(x)", x=Z43),
    *over("scipy.linalg.expm(a)", Z33),
    *over("scipy.linalg.inv(a)", Z33),
    *over("scipy.linalg.det(a)", Z33),
]  # fmt: skip
