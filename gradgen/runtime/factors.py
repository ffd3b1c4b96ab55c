"""Helpers for systems of equations whose matrix is factored, triangular or banded."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.pseudo_inverses import outer_of_columns
from gradgen.runtime.spectral import qr_grad, qr_tangent
from gradgen.runtime.systems import cholesky_grad, cholesky_tangent


def triangular_part(x, lower, unit_diagonal):
    """Take the triangle of `x` that a triangular solver reads: without a diagonal of ones."""
    if lower:
        return np.tril(x, -1 if unit_diagonal else 0)
    return np.triu(x, 1 if unit_diagonal else 0)


def times_columns(a, y, b):
    """Multiply matrices and the solutions `y` of systems; `b` tells vectors from matrices."""
    return np.squeeze(a @ y[..., None], -1) if np.ndim(b) == 1 else a @ y


def upper_cholesky_grad(grad, y):
    """Adjoint of `a` in `y = scipy.linalg.cholesky(a)`, which reads the upper triangle alone."""
    transposed = cholesky_grad(np.swapaxes(grad, -1, -2), np.swapaxes(y, -1, -2))
    return np.swapaxes(transposed, -1, -2)


def upper_cholesky_tangent(d_a, y):
    """Tangent of `y = scipy.linalg.cholesky(a)`, which reads the upper triangle alone."""
    transposed = cholesky_tangent(np.swapaxes(d_a, -1, -2), np.swapaxes(y, -1, -2))
    return np.swapaxes(transposed, -1, -2)


def cho_solve_grad(dual, y, c, lower):
    """Adjoint of `c` in `y = scipy.linalg.cho_solve((c, lower), b)`."""
    outer = outer_of_columns(dual, y)
    symmetric = -outer - np.swapaxes(outer, -1, -2)
    return np.tril(symmetric @ np.tril(c)) if lower else np.triu(np.triu(c) @ symmetric)


def cho_solve_tangent(d_c, y, c, lower):
    """Multiply the tangent of the matrix that `c` is the factor of and a solution `y`."""
    if lower:
        return np.tril(d_c) @ (np.tril(c).T @ y) + np.tril(c) @ (np.tril(d_c).T @ y)
    return np.triu(d_c).T @ (np.triu(c) @ y) + np.triu(c).T @ (np.triu(d_c) @ y)


def unit_lower(lu):
    """Return the lower triangular factor that `lu` holds below its diagonal."""
    return np.tril(lu, -1) + np.eye(len(lu), dtype=lu.dtype)


def row_order(pivots):
    """Return the order of rows that exchanging each row `i` with row `pivots[i]` leads to."""
    order = list(range(len(pivots)))
    for i in range(len(pivots)):
        other = int(pivots[i])
        order[i], order[other] = order[other], order[i]
    return order


def rows_in_order(x, pivots):
    """Bring the rows of `x` into the order that a factorisation puts them in."""
    return x[row_order(pivots)]


def rows_back(x, pivots):
    """Bring rows back from the order that a factorisation puts them in."""
    order = row_order(pivots)
    return x[[order.index(i) for i in range(len(order))]]


def lu_inner(grad, lu):
    """Adjoints of both triangular factors, turned between them."""
    below = np.tril(unit_lower(lu).T @ np.tril(grad, -1), -1)
    return below + np.triu(np.triu(grad) @ np.triu(lu).T)


def lu_outer(inner, lu):
    """Tangents of both triangular factors, from `inv(l) @ d_a @ inv(u)`."""
    return unit_lower(lu) @ np.tril(inner, -1) + np.triu(inner) @ np.triu(lu)


def lu_solve_grad(dual, y, lu, pivots):
    """Adjoint of `lu` in `y = scipy.linalg.lu_solve((lu, pivots), b)`."""
    outer = rows_in_order(-outer_of_columns(dual, y), pivots)
    return np.tril(outer @ np.triu(lu).T, -1) + np.triu(unit_lower(lu).T @ outer)


def lu_solve_tangent(d_lu, y, lu, pivots, trans):
    """Multiply the tangent of the matrix that `lu` holds the factors of and a solution `y`."""
    moved = np.tril(d_lu, -1) @ np.triu(lu) + unit_lower(lu) @ np.triu(d_lu)
    matrix = rows_back(moved, pivots)
    return matrix.T @ y if trans else matrix @ y


def transposed_bands(ab, l_and_u):
    """Store the diagonals of the transposed matrix: each one moved along, in reverse order."""
    lower, upper = l_and_u
    count = np.shape(ab)[1]
    edge = np.zeros_like(ab)
    wide = np.concatenate([edge, ab, edge], axis=1)
    shifts = range(-lower, upper + 1)
    return np.stack([wide[upper - k, count + k : 2 * count + k] for k in shifts])


def outer_bands(dual, y, l_and_u):
    """Store the diagonals of the product of `dual` and `y` as those of a banded matrix."""
    lower, upper = l_and_u
    edge = np.zeros_like(dual)
    wide = np.concatenate([edge, dual, edge])
    count = len(dual)
    rows = []
    for k in range(-upper, lower + 1):
        product = wide[count + k : 2 * count + k] * y
        rows.append(product if np.ndim(product) == 1 else np.sum(product, axis=1))
    return np.stack(rows)


def bands_times(ab, y, l_and_u):
    """Multiply a banded matrix and vectors, or matrices, `y`."""
    lower, upper = l_and_u
    edge = np.zeros_like(y)
    total = np.zeros_like(y)
    for k in range(-upper, lower + 1):
        band = ab[upper + k] if np.ndim(y) == 1 else ab[upper + k][:, None]
        wide = np.concatenate([edge, band * y, edge])
        total = total + wide[len(y) - k : 2 * len(y) - k]
    return total


def lu_grad(inner, p, lower, upper):
    """Adjoint of `a` in `p, lower, upper = scipy.linalg.lu(a)`, from what is between them."""
    return p @ np.linalg.solve(lower.T, np.linalg.solve(upper, inner.T).T)


def lu_tangent(d_a, p, lower, upper):
    """Bring the tangent of `a` between the factors, in `p, lower, upper = scipy.linalg.lu(a)`."""
    return np.linalg.solve(upper.T, np.linalg.solve(lower, p.T @ d_a).T).T


def rq_grad(grad_r, grad_q, r, q):
    """Adjoint of `a` in `r, q = scipy.linalg.rq(a)`: that of a QR factorisation, turned around."""
    turned_q, turned_r = np.flip(q.T, 1), np.flip(r.T, (0, 1))
    grad = qr_grad(np.flip(grad_q.T, 1), np.flip(grad_r.T, (0, 1)), turned_q, turned_r)
    return np.flip(grad.T, 0)


def rq_tangent(d_a, r, q):
    """Tangents of `r, q = scipy.linalg.rq(a)`."""
    turned_q, turned_r = np.flip(q.T, 1), np.flip(r.T, (0, 1))
    d_q, d_r = qr_tangent(np.flip(d_a, 0).T, turned_q, turned_r)
    return np.flip(d_r, (0, 1)).T, np.flip(d_q, 1).T


def outer_half_bands(dual, y, ab, lower):
    """Store the diagonals of the symmetric sum of products of `dual` and `y`, one side of it."""
    below = len(ab) - 1
    if lower:
        stored = outer_bands(dual, y, (below, 0)) + outer_bands(y, dual, (below, 0))
        return np.concatenate([0.5 * stored[:1], stored[1:]])
    stored = outer_bands(dual, y, (0, below)) + outer_bands(y, dual, (0, below))
    return np.concatenate([stored[:-1], 0.5 * stored[-1:]])


def half_bands_times(ab, y, lower):
    """Multiply a symmetric banded matrix, of which one side is stored, and `y`."""
    below = len(ab) - 1
    sides = (below, 0) if lower else (0, below)
    halved = np.concatenate([0.5 * ab[:1], ab[1:]] if lower else [ab[:-1], 0.5 * ab[-1:]])
    other = transposed_bands(halved, sides)
    return bands_times(halved, y, sides) + bands_times(other, y, (sides[1], sides[0]))
