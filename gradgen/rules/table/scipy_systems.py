"""Systems of equations and the factorisations that solve them, in `scipy.linalg`.

Sources: M. Giles, "Collected matrix derivative results" (2008); I. Murray, "Differentiation of the
Cholesky decomposition" (2016); for LU, F. de Hoog, R. Anderssen and M. Lukas, "Differentiation of
matrix functionals using triangular factorization" (2011). A function that reads a part of its
matrix has a gradient in that part.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, linear, tangent

# One matrix

SOLVE = (
    "scipy.linalg.solve(a, b, lower=False, overwrite_a: fixed = False, overwrite_b: fixed = False,"
    " check_finite=True, assume_a=None, transposed=False) -> y"
)


@adjoint(SOLVE, expensive=True)
def solve(y, a, b, lower, overwrite_a, overwrite_b, check_finite, assume_a, transposed):
    """With `a.T @ dual = grad[y]`: `grad[b] = dual` and `grad[a] = -dual @ y.T`."""
    if not known(transposed) or not known(assume_a) or not known(lower):
        refuse(
            "`scipy.linalg.solve` whose `assume_a`, `lower` or `transposed` is not a literal",
            "write them out",
        )
    if (
        transposed
        or assume_a in ("pos", "positive definite", "sym", "symmetric", "her", "hermitian")
        or assume_a == "diagonal"
    ):
        dual = scipy.linalg.solve(a, grad[y], lower=lower, assume_a=assume_a)
    elif assume_a == "lower triangular":
        dual = scipy.linalg.solve(a.mT, grad[y], assume_a="upper triangular")
    elif assume_a == "upper triangular":
        dual = scipy.linalg.solve(a.mT, grad[y], assume_a="lower triangular")
    else:
        dual = scipy.linalg.solve(a.mT, grad[y], assume_a=assume_a)
    if transposed and rank(a) == 2 and rank(b) == 1:
        whole = -np.outer(y, dual)
    elif transposed:
        whole = solve_grad_left(y, dual, a, b)
    elif rank(a) == 2 and rank(b) == 1:
        whole = -np.outer(dual, y)
    elif rank(a) == 2 and rank(b) == 2:
        whole = -dual @ y.mT
    else:
        whole = solve_grad_left(dual, y, a, b)
    if assume_a in ("pos", "positive definite", "sym", "symmetric", "her", "hermitian"):
        grad[a] = triangle_grad(whole, "L" if lower else "U")
    elif assume_a == "lower triangular":
        grad[a] = np.tril(whole)
    elif assume_a == "upper triangular":
        grad[a] = np.triu(whole)
    elif assume_a == "diagonal":
        grad[a] = np.tril(np.triu(whole))
    elif assume_a == "tridiagonal":
        grad[a] = np.tril(np.triu(whole, -1), 1)
    else:
        grad[a] = whole
    if rank(a) == 2 and (rank(b) == 1 or rank(b) == 2):
        grad[b] = dual
    else:
        grad[b] = unbroadcast(dual, b)


@tangent(SOLVE)
def solve(y, a, b, lower, overwrite_a, overwrite_b, check_finite, assume_a, transposed):
    if not known(transposed) or not known(assume_a) or not known(lower):
        refuse(
            "`scipy.linalg.solve` whose `assume_a`, `lower` or `transposed` is not a literal",
            "write them out",
        )
    if assume_a in ("pos", "positive definite", "sym", "symmetric", "her", "hermitian"):
        moved = times_columns(symmetric_from(d[a], "L" if lower else "U"), y, b)
    elif assume_a == "lower triangular" and transposed:
        moved = times_columns(np.swapaxes(np.tril(d[a]), -1, -2), y, b)
    elif assume_a == "lower triangular":
        moved = times_columns(np.tril(d[a]), y, b)
    elif assume_a == "upper triangular" and transposed:
        moved = times_columns(np.swapaxes(np.triu(d[a]), -1, -2), y, b)
    elif assume_a == "upper triangular":
        moved = times_columns(np.triu(d[a]), y, b)
    elif assume_a == "diagonal":
        moved = times_columns(np.tril(np.triu(d[a])), y, b)
    elif assume_a == "tridiagonal" and transposed:
        moved = times_columns(np.swapaxes(np.tril(np.triu(d[a], -1), 1), -1, -2), y, b)
    elif assume_a == "tridiagonal":
        moved = times_columns(np.tril(np.triu(d[a], -1), 1), y, b)
    elif transposed:
        moved = times_columns(np.swapaxes(d[a], -1, -2), y, b)
    else:
        moved = times_columns(d[a], y, b)
    d[y] = scipy.linalg.solve(
        a, d[b] - moved, lower=lower, assume_a=assume_a, transposed=transposed
    )


SOLVE_TRIANGULAR = (
    "scipy.linalg.solve_triangular(a, b, trans=0, lower=False, unit_diagonal=False,"
    " overwrite_b: fixed = False, check_finite=True) -> y"
)


@adjoint(SOLVE_TRIANGULAR, expensive=True)
def solve_triangular(y, a, b, trans, lower, unit_diagonal, overwrite_b, check_finite):
    """As for any system, in the triangle that is read."""
    if not known(trans):
        refuse("`scipy.linalg.solve_triangular` whose `trans` is not a literal", "write it out")
    elif trans in (0, "N"):
        dual = scipy.linalg.solve_triangular(
            a, grad[y], trans=1, lower=lower, unit_diagonal=unit_diagonal
        )
        if rank(a) == 2 and rank(b) == 1:
            whole = -np.outer(dual, y)
        elif rank(a) == 2 and rank(b) == 2:
            whole = -dual @ y.mT
        else:
            whole = solve_grad_left(dual, y, a, b)
    else:
        dual = scipy.linalg.solve_triangular(a, grad[y], lower=lower, unit_diagonal=unit_diagonal)
        if rank(a) == 2 and rank(b) == 1:
            whole = -np.outer(y, dual)
        else:
            whole = solve_grad_left(y, dual, a, b)
    if not known(lower) or not known(unit_diagonal):
        grad[a] = triangular_part(whole, lower, unit_diagonal)
    elif lower and unit_diagonal:
        grad[a] = np.tril(whole, -1)
    elif lower:
        grad[a] = np.tril(whole)
    elif unit_diagonal:
        grad[a] = np.triu(whole, 1)
    else:
        grad[a] = np.triu(whole)
    grad[b] = dual


@tangent(SOLVE_TRIANGULAR)
def solve_triangular(y, a, b, trans, lower, unit_diagonal, overwrite_b, check_finite):
    if not known(trans):
        refuse("`scipy.linalg.solve_triangular` whose `trans` is not a literal", "write it out")
    elif trans in (0, "N"):
        moved = triangular_part(d[a], lower, unit_diagonal) @ y
    else:
        moved = np.swapaxes(triangular_part(d[a], lower, unit_diagonal), -1, -2) @ y
    d[y] = scipy.linalg.solve_triangular(
        a, d[b] - moved, trans=trans, lower=lower, unit_diagonal=unit_diagonal
    )


INV = (
    "scipy.linalg.inv(a, overwrite_a: fixed = False, check_finite=True, *,"
    " assume_a: fixed = None, lower: fixed = False) -> y"
)


@adjoint(INV, expensive=True)
def inv(y, a, overwrite_a, check_finite, assume_a, lower):
    grad[a] = -y.mT @ grad[y] @ y.mT


@tangent(INV)
def inv(y, a, overwrite_a, check_finite, assume_a, lower):
    d[y] = -y @ d[a] @ y


DET = "scipy.linalg.det(a, overwrite_a: fixed = False, check_finite=True) -> y"


@adjoint(DET, expensive=True)
def det(y, a, overwrite_a, check_finite):
    """`y * inv(a).T`: a singular matrix raises `LinAlgError`."""
    if rank(a) == 2:
        grad[a] = grad[y] * y * np.linalg.inv(a).mT
    else:
        grad[a] = np.expand_dims(grad[y] * y, (-2, -1)) * np.swapaxes(np.linalg.inv(a), -1, -2)


@tangent(DET)
def det(y, a, overwrite_a, check_finite):
    if rank(a) == 2:
        d[y] = y * np.trace(np.linalg.solve(a, d[a]))
    else:
        d[y] = y * np.sum(np.swapaxes(np.linalg.inv(a), -1, -2) * d[a], axis=(-2, -1))


# Cholesky

CHOLESKY = (
    "scipy.linalg.cholesky(a, lower=False, overwrite_a: fixed = False, check_finite=True) -> y"
)


@adjoint(CHOLESKY, expensive=True)
def cholesky(y, a, lower, overwrite_a, check_finite):
    """The triangle of `a` that is read has the gradient: the upper one, unless `lower`."""
    if not known(lower):
        refuse("`scipy.linalg.cholesky` whose `lower` is not a literal", "write it out")
    elif lower:
        grad[a] = cholesky_grad(grad[y], y)
    else:
        grad[a] = upper_cholesky_grad(grad[y], y)


@tangent(CHOLESKY)
def cholesky(y, a, lower, overwrite_a, check_finite):
    if not known(lower):
        refuse("`scipy.linalg.cholesky` whose `lower` is not a literal", "write it out")
    elif lower:
        d[y] = cholesky_tangent(d[a], y)
    else:
        d[y] = upper_cholesky_tangent(d[a], y)


CHO_FACTOR = (
    "scipy.linalg.cho_factor(a, lower=False, overwrite_a: fixed = False, check_finite=True)"
    " -> (c, is_lower)"
)


@adjoint(CHO_FACTOR, expensive=True)
def cho_factor(c, is_lower, a, lower, overwrite_a, check_finite):
    """The other triangle of the factor holds what happens to be there: it has no gradient."""
    if known(lower) and lower:
        grad[a] += cholesky_grad(grad[c], np.tril(c))
    elif known(lower):
        grad[a] += upper_cholesky_grad(grad[c], np.triu(c))
    else:
        refuse("`scipy.linalg.cho_factor` whose `lower` is not a literal", "write it out")


@tangent(CHO_FACTOR)
def cho_factor(c, is_lower, a, lower, overwrite_a, check_finite):
    if known(lower) and lower:
        d[c] = cholesky_tangent(d[a], np.tril(c))
    elif known(lower):
        d[c] = upper_cholesky_tangent(d[a], np.triu(c))
    else:
        refuse("`scipy.linalg.cho_factor` whose `lower` is not a literal", "write it out")
    d[is_lower] = 0.0


CHO_SOLVE = (
    "scipy.linalg.cho_solve(c_and_lower: sequence, b, overwrite_b: fixed = False,"
    " check_finite=True) -> y"
)


@adjoint(CHO_SOLVE, expensive=True)
def cho_solve(y, c_and_lower, b, overwrite_b, check_finite):
    """As for any system, and from its matrix on to the factor."""
    if listed(c_and_lower):
        dual = scipy.linalg.cho_solve((c_and_lower[0], c_and_lower[1]), grad[y])
        for factor in c_and_lower[:1]:
            grad[factor] = cho_solve_grad(dual, y, factor, c_and_lower[1])
        for is_lower in c_and_lower[1:]:
            grad[is_lower] = 0.0
    else:
        dual = scipy.linalg.cho_solve(c_and_lower, grad[y])
        grad[c_and_lower] = [cho_solve_grad(dual, y, c_and_lower[0], c_and_lower[1]), 0.0]
    grad[b] = dual


@tangent(CHO_SOLVE)
def cho_solve(y, c_and_lower, b, overwrite_b, check_finite):
    if listed(c_and_lower):
        for factor in c_and_lower[:1]:
            moved = cho_solve_tangent(d[factor], y, factor, c_and_lower[1])
            d[y] += -scipy.linalg.cho_solve((c_and_lower[0], c_and_lower[1]), moved)
        d[y] += scipy.linalg.cho_solve((c_and_lower[0], c_and_lower[1]), d[b])
    else:
        moved = cho_solve_tangent(d[c_and_lower][0], y, c_and_lower[0], c_and_lower[1])
        d[y] = scipy.linalg.cho_solve(c_and_lower, d[b] - moved)


# LU

LU_FACTOR = "scipy.linalg.lu_factor(a, overwrite_a: fixed = False, check_finite=True) -> (lu, piv)"


@adjoint(LU_FACTOR, expensive=True)
def lu_factor(lu, piv, a, overwrite_a, check_finite):
    """`inv(l).T @ m @ inv(u).T` in the order of the rows of `a`, for a square matrix.

    `m` is made of the lower triangle of `l.T @ grad[l]` and the upper one of `grad[u] @ u.T`.
    """
    inner = lu_inner(grad[lu], lu)
    left = scipy.linalg.solve_triangular(lu, inner, trans=1, lower=True, unit_diagonal=True)
    grad[a] += rows_back(np.transpose(scipy.linalg.solve_triangular(lu, np.transpose(left))), piv)


@tangent(LU_FACTOR)
def lu_factor(lu, piv, a, overwrite_a, check_finite):
    left = scipy.linalg.solve_triangular(
        lu, rows_in_order(d[a], piv), lower=True, unit_diagonal=True
    )
    inner = np.transpose(scipy.linalg.solve_triangular(lu, np.transpose(left), trans=1))
    d[lu] = lu_outer(inner, lu)
    d[piv] = np.zeros_like(piv)


LU_SOLVE = (
    "scipy.linalg.lu_solve(lu_and_piv: sequence, b, trans=0, overwrite_b: fixed = False,"
    " check_finite=True) -> y"
)


@adjoint(LU_SOLVE, expensive=True)
def lu_solve(y, lu_and_piv, b, trans, overwrite_b, check_finite):
    """As for any system, and from its matrix on to the factors."""
    if not known(trans):
        refuse("`scipy.linalg.lu_solve` whose `trans` is not a literal", "write it out")
    elif listed(lu_and_piv) and trans == 0:
        dual = scipy.linalg.lu_solve((lu_and_piv[0], lu_and_piv[1]), grad[y], trans=1)
        for factors in lu_and_piv[:1]:
            grad[factors] = lu_solve_grad(dual, y, factors, lu_and_piv[1])
    elif listed(lu_and_piv):
        dual = scipy.linalg.lu_solve((lu_and_piv[0], lu_and_piv[1]), grad[y])
        for factors in lu_and_piv[:1]:
            grad[factors] = lu_solve_grad(y, dual, factors, lu_and_piv[1])
    elif trans == 0:
        dual = scipy.linalg.lu_solve(lu_and_piv, grad[y], trans=1)
        grad[lu_and_piv] = [lu_solve_grad(dual, y, lu_and_piv[0], lu_and_piv[1]), 0.0]
    else:
        dual = scipy.linalg.lu_solve(lu_and_piv, grad[y])
        grad[lu_and_piv] = [lu_solve_grad(y, dual, lu_and_piv[0], lu_and_piv[1]), 0.0]
    grad[b] = dual


@tangent(LU_SOLVE)
def lu_solve(y, lu_and_piv, b, trans, overwrite_b, check_finite):
    if not known(trans):
        refuse("`scipy.linalg.lu_solve` whose `trans` is not a literal", "write it out")
    elif listed(lu_and_piv):
        for factors in lu_and_piv[:1]:
            moved = lu_solve_tangent(d[factors], y, factors, lu_and_piv[1], trans)
            d[y] += -scipy.linalg.lu_solve((lu_and_piv[0], lu_and_piv[1]), moved, trans=trans)
        d[y] += scipy.linalg.lu_solve((lu_and_piv[0], lu_and_piv[1]), d[b], trans=trans)
    else:
        moved = lu_solve_tangent(d[lu_and_piv][0], y, lu_and_piv[0], lu_and_piv[1], trans)
        d[y] = scipy.linalg.lu_solve(lu_and_piv, d[b] - moved, trans=trans)


# Systems with a structure


BANDED = (
    "scipy.linalg.solve_banded(l_and_u: option, ab, b, overwrite_ab: fixed = False,"
    " overwrite_b: fixed = False, check_finite=True) -> y"
)


@adjoint(BANDED, expensive=True)
def solve_banded(y, l_and_u, ab, b, overwrite_ab, overwrite_b, check_finite):
    """As for any system, in the diagonals that are stored."""
    dual = scipy.linalg.solve_banded(
        (l_and_u[1], l_and_u[0]), transposed_bands(ab, l_and_u), grad[y]
    )
    grad[ab] = -outer_bands(dual, y, l_and_u)
    grad[b] = dual


@tangent(BANDED)
def solve_banded(y, l_and_u, ab, b, overwrite_ab, overwrite_b, check_finite):
    d[y] = scipy.linalg.solve_banded(l_and_u, ab, d[b] - bands_times(d[ab], y, l_and_u))


@linear("helper.transposed_bands(ab, l_and_u: option) -> y")
def transposed_bands(y, ab, l_and_u):
    grad[ab] = transposed_bands(grad[y], (l_and_u[1], l_and_u[0]))


@adjoint("helper.outer_bands(dual, x, l_and_u: option) -> y")
def outer_bands(y, dual, x, l_and_u):
    grad[dual] = bands_times(grad[y], x, l_and_u)
    grad[x] = bands_times(transposed_bands(grad[y], l_and_u), dual, (l_and_u[1], l_and_u[0]))


@tangent("helper.outer_bands(dual, x, l_and_u: option) -> y")
def outer_bands(y, dual, x, l_and_u):
    d[y] = outer_bands(d[dual], x, l_and_u) + outer_bands(dual, d[x], l_and_u)


@adjoint("helper.bands_times(ab, x, l_and_u: option) -> y")
def bands_times(y, ab, x, l_and_u):
    grad[ab] = outer_bands(grad[y], x, l_and_u)
    grad[x] = bands_times(transposed_bands(ab, l_and_u), grad[y], (l_and_u[1], l_and_u[0]))


@tangent("helper.bands_times(ab, x, l_and_u: option) -> y")
def bands_times(y, ab, x, l_and_u):
    d[y] = bands_times(d[ab], x, l_and_u) + bands_times(ab, d[x], l_and_u)


TOEPLITZ = "scipy.linalg.solve_toeplitz(c_or_cr: sequence, b, check_finite=True) -> y"


@adjoint(TOEPLITZ, expensive=True)
def solve_toeplitz(y, c_or_cr, b, check_finite):
    """As for any system: each element of the first column or row fills a diagonal."""
    if listed(c_or_cr):
        dual = scipy.linalg.solve_toeplitz((first_row(c_or_cr[0], c_or_cr[1]), c_or_cr[0]), grad[y])
    elif kind(c_or_cr) == "array":
        dual = scipy.linalg.solve_toeplitz(c_or_cr, grad[y])
    else:
        dual = scipy.linalg.solve_toeplitz(toeplitz_transposed(c_or_cr), grad[y])
    sums = antidiagonal_sums(np.flip(-outer_of_columns(dual, y), axis=0))
    if listed(c_or_cr):
        for column in c_or_cr[:1]:
            grad[column] = below_diagonal(sums, column)
        for row in c_or_cr[1:]:
            grad[row] = above_diagonal(sums, row)
    elif kind(c_or_cr) == "array":
        grad[c_or_cr] = below_diagonal(sums, c_or_cr) + above_diagonal(sums, c_or_cr)
    else:
        grad[c_or_cr] = toeplitz_grad(sums, c_or_cr)
    grad[b] = dual


@tangent(TOEPLITZ)
def solve_toeplitz(y, c_or_cr, b, check_finite):
    if listed(c_or_cr):
        for column in c_or_cr[:1]:
            matrix = scipy.linalg.toeplitz(d[column], np.zeros_like(c_or_cr[1]))
            d[y] += -scipy.linalg.solve_toeplitz((c_or_cr[0], c_or_cr[1]), matrix @ y)
        for row in c_or_cr[1:]:
            matrix = scipy.linalg.toeplitz(np.zeros_like(c_or_cr[0]), d[row])
            d[y] += -scipy.linalg.solve_toeplitz((c_or_cr[0], c_or_cr[1]), matrix @ y)
        d[y] += scipy.linalg.solve_toeplitz((c_or_cr[0], c_or_cr[1]), d[b])
    elif kind(c_or_cr) == "tuple":
        moved = scipy.linalg.toeplitz(d[c_or_cr][0], d[c_or_cr][1]) @ y
        d[y] = scipy.linalg.solve_toeplitz(c_or_cr, d[b] - moved)
    else:
        moved = scipy.linalg.toeplitz(d[c_or_cr]) @ y
        d[y] = scipy.linalg.solve_toeplitz(c_or_cr, d[b] - moved)


# Matrix equations


@adjoint("scipy.linalg.solve_sylvester(a, b, q) -> y", expensive=True)
def solve_sylvester(y, a, b, q):
    """Differentiate `a @ y + y @ b = q`: the dual solves the equation of the transposed."""
    dual = scipy.linalg.solve_sylvester(a.T, b.T, grad[y])
    grad[a] = -dual @ y.T
    grad[b] = -y.T @ dual
    grad[q] = dual


@tangent("scipy.linalg.solve_sylvester(a, b, q) -> y")
def solve_sylvester(y, a, b, q):
    d[y] = scipy.linalg.solve_sylvester(a, b, d[q] - d[a] @ y - y @ d[b])


@adjoint(
    "scipy.linalg.solve_continuous_lyapunov(a, q) -> y",
    also=["scipy.linalg.solve_lyapunov"],
    expensive=True,
)
def solve_continuous_lyapunov(y, a, q):
    """Differentiate `a @ y + y @ a.T = q`."""
    dual = scipy.linalg.solve_continuous_lyapunov(a.T, grad[y])
    grad[a] = -dual @ y.T - dual.T @ y
    grad[q] = dual


@tangent("scipy.linalg.solve_continuous_lyapunov(a, q) -> y", also=["scipy.linalg.solve_lyapunov"])
def solve_continuous_lyapunov(y, a, q):
    d[y] = scipy.linalg.solve_continuous_lyapunov(a, d[q] - d[a] @ y - y @ d[a].T)


@adjoint("scipy.linalg.solve_discrete_lyapunov(a, q, method=None) -> y", expensive=True)
def solve_discrete_lyapunov(y, a, q, method):
    """Differentiate `y = a @ y @ a.T + q`."""
    dual = scipy.linalg.solve_discrete_lyapunov(a.T, grad[y], method=method)
    grad[a] = dual @ a @ y.T + dual.T @ a @ y
    grad[q] = dual


@tangent("scipy.linalg.solve_discrete_lyapunov(a, q, method=None) -> y")
def solve_discrete_lyapunov(y, a, q, method):
    moved = d[a] @ y @ a.T + a @ y @ d[a].T
    d[y] = scipy.linalg.solve_discrete_lyapunov(a, d[q] + moved, method=method)
