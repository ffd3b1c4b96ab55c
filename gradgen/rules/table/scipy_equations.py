"""Polar decomposition, LU, RQ, equations of Riccati and rarer systems, in `scipy.linalg`.

Sources: for the equations of Riccati, T. Kao and G. Hennequin, "Automatic differentiation of
Sylvester, Lyapunov, and algebraic Riccati equations" (2020); for LU as in `scipy_systems.py`.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, refused, tangent

# Factors


@adjoint("scipy.linalg.polar(a, side='right') -> (u, p)", expensive=True)
def polar(u, p, a, side):
    """Differentiate `p @ p = a.T @ a` and `u = a @ inv(p)`: the columns of `a` are independent."""
    if not known(side) or side not in ("right", "left"):
        refuse("`scipy.linalg.polar` whose `side` is not a literal", "write it out")
    elif side == "right":
        if has_adjoint(u):
            scaled = np.transpose(np.linalg.solve(p, np.transpose(grad[u])))
            inner = scipy.linalg.solve_sylvester(p, p, grad[p] - u.T @ scaled)
            grad[a] = scaled + a @ (inner + np.transpose(inner))
        else:
            inner = scipy.linalg.solve_sylvester(p, p, grad[p])
            grad[a] = a @ (inner + np.transpose(inner))
    elif has_adjoint(u):
        scaled = np.linalg.solve(p, grad[u])
        inner = scipy.linalg.solve_sylvester(p, p, grad[p] - scaled @ u.T)
        grad[a] = scaled + (inner + np.transpose(inner)) @ a
    else:
        inner = scipy.linalg.solve_sylvester(p, p, grad[p])
        grad[a] = (inner + np.transpose(inner)) @ a


@tangent("scipy.linalg.polar(a, side='right') -> (u, p)")
def polar(u, p, a, side):
    if not known(side) or side not in ("right", "left"):
        refuse("`scipy.linalg.polar` whose `side` is not a literal", "write it out")
    elif side == "right":
        moved = scipy.linalg.solve_sylvester(p, p, d[a].T @ a + a.T @ d[a])
        d[p] = moved
        d[u] = np.transpose(np.linalg.solve(p, np.transpose(d[a] - u @ moved)))
    else:
        moved = scipy.linalg.solve_sylvester(p, p, d[a] @ a.T + a @ d[a].T)
        d[p] = moved
        d[u] = np.linalg.solve(p, d[a] - moved @ u)


LU = (
    "scipy.linalg.lu(a, permute_l: fixed = False, overwrite_a: fixed = False, check_finite=True,"
    " p_indices: fixed = False) -> (p, lower, upper)"
)


@adjoint(LU, expensive=True)
def lu(p, lower, upper, a, permute_l, overwrite_a, check_finite, p_indices):
    """`p @ inv(lower).T @ m @ inv(upper).T` for a square matrix, as for `lu_factor`."""
    below = np.tril(lower.T @ grad[lower], -1)
    above = np.triu(grad[upper] @ upper.T)
    if not has_adjoint(upper):
        grad[a] += lu_grad(below, p, lower, upper)
    elif not has_adjoint(lower):
        grad[a] += lu_grad(above, p, lower, upper)
    else:
        grad[a] += lu_grad(below + above, p, lower, upper)


@tangent(LU)
def lu(p, lower, upper, a, permute_l, overwrite_a, check_finite, p_indices):
    inner = lu_tangent(d[a], p, lower, upper)
    d[p] = np.zeros_like(p)
    d[lower] = lower @ np.tril(inner, -1)
    d[upper] = np.triu(inner) @ upper


RQ = (
    "scipy.linalg.rq(a, overwrite_a: fixed = False, lwork: fixed = None, mode='full',"
    " check_finite=True) -> (R, Q)"
)


@adjoint(RQ, expensive=True)
def rq(R, Q, a, overwrite_a, lwork, mode, check_finite):
    """The factors of the transposed matrix with its columns in reverse order, by `qr`."""
    if not known(mode) or mode not in ("full", "economic"):
        refuse("`scipy.linalg.rq` in this `mode`", "write `mode='economic'` or `mode='full'`")
    elif not has_adjoint(Q):
        grad[a] = rq_grad(grad[R], np.zeros_like(Q), R, Q)
    elif not has_adjoint(R):
        grad[a] = rq_grad(np.zeros_like(R), grad[Q], R, Q)
    else:
        grad[a] = rq_grad(grad[R], grad[Q], R, Q)


@tangent(RQ)
def rq(R, Q, a, overwrite_a, lwork, mode, check_finite):
    if not known(mode) or mode not in ("full", "economic"):
        refuse("`scipy.linalg.rq` in this `mode`", "write `mode='economic'` or `mode='full'`")
    tangents = rq_tangent(d[a], R, Q)
    d[R] = tangents[0]
    d[Q] = tangents[1]


# Equations of Riccati


@adjoint(
    "scipy.linalg.solve_continuous_are(a, b, q, r, e: fixed = None, s: fixed = None, balanced=True)"
    " -> y",
    expensive=True,
)
def solve_continuous_are(y, a, b, q, r, e, s, balanced):
    """The dual solves the equation of Lyapunov of the closed loop, `a - b @ gain`."""
    gain = np.linalg.solve(r, b.T @ y)
    dual = scipy.linalg.solve_continuous_lyapunov(a - b @ gain, -grad[y])
    both = y @ (dual + np.transpose(dual))
    grad[a] = both
    grad[b] = -both @ np.transpose(gain)
    grad[q] = dual
    grad[r] = gain @ dual @ np.transpose(gain)


@tangent(
    "scipy.linalg.solve_continuous_are(a, b, q, r, e: fixed = None, s: fixed = None, balanced=True)"
    " -> y"
)
def solve_continuous_are(y, a, b, q, r, e, s, balanced):
    gain = np.linalg.solve(r, b.T @ y)
    moved = y @ d[a] - y @ d[b] @ gain
    changed = d[q] + np.transpose(gain) @ d[r] @ gain + moved + np.transpose(moved)
    loop = np.transpose(a - b @ gain)
    d[y] = -scipy.linalg.solve_continuous_lyapunov(loop, changed)


@adjoint(
    "scipy.linalg.solve_discrete_are(a, b, q, r, e: fixed = None, s: fixed = None, balanced=True)"
    " -> y",
    expensive=True,
)
def solve_discrete_are(y, a, b, q, r, e, s, balanced):
    """The dual solves the equation of Lyapunov of the closed loop, `a - b @ gain`."""
    gain = np.linalg.solve(r + b.T @ y @ b, b.T @ y @ a)
    loop = a - b @ gain
    dual = scipy.linalg.solve_discrete_lyapunov(loop, grad[y])
    both = y @ loop @ (dual + np.transpose(dual))
    grad[a] = both
    grad[b] = -both @ np.transpose(gain)
    grad[q] = dual
    grad[r] = gain @ dual @ np.transpose(gain)


@tangent(
    "scipy.linalg.solve_discrete_are(a, b, q, r, e: fixed = None, s: fixed = None, balanced=True)"
    " -> y"
)
def solve_discrete_are(y, a, b, q, r, e, s, balanced):
    gain = np.linalg.solve(r + b.T @ y @ b, b.T @ y @ a)
    loop = np.transpose(a - b @ gain)
    moved = loop @ y @ d[a] - loop @ y @ d[b] @ gain
    changed = d[q] + np.transpose(gain) @ d[r] @ gain + moved + np.transpose(moved)
    d[y] = scipy.linalg.solve_discrete_lyapunov(loop, changed)


# Systems with constant diagonals or a band


CIRCULANT = (
    "scipy.linalg.solve_circulant(c, b, singular='raise', tol=None, caxis: fixed = -1,"
    " baxis: fixed = 0, outaxis: fixed = 0) -> y"
)


@adjoint(CIRCULANT, expensive=True)
def solve_circulant(y, c, b, singular, tol, caxis, baxis, outaxis):
    """As for any system: each element of `c` fills a diagonal and goes on at the other edge."""
    dual = scipy.linalg.solve_circulant(np.roll(np.flip(c), 1), grad[y])
    sums = antidiagonal_sums(np.flip(-outer_of_columns(dual, y), 0))
    grad[c] = below_diagonal(sums, c) + wrapped_around(sums, c)
    grad[b] = dual


@tangent(CIRCULANT)
def solve_circulant(y, c, b, singular, tol, caxis, baxis, outaxis):
    d[y] = scipy.linalg.solve_circulant(c, d[b] - scipy.linalg.circulant(d[c]) @ y)


MATMUL_TOEPLITZ = (
    "scipy.linalg.matmul_toeplitz(c_or_cr: sequence, x, check_finite=False, workers=None) -> y"
)


@adjoint(MATMUL_TOEPLITZ, expensive=True)
def matmul_toeplitz(y, c_or_cr, x, check_finite, workers):
    """By the vector, the product with the transposed matrix."""
    sums = antidiagonal_sums(np.flip(outer_of_columns(grad[y], x), 0))
    if listed(c_or_cr):
        for column in c_or_cr[:1]:
            grad[column] = below_diagonal(sums, column)
        for row in c_or_cr[1:]:
            grad[row] = above_diagonal(sums, row)
        grad[x] = scipy.linalg.matmul_toeplitz(
            (first_row(c_or_cr[0], c_or_cr[1]), c_or_cr[0]), grad[y]
        )
    else:
        grad[c_or_cr] = toeplitz_grad(sums, c_or_cr)
        grad[x] = scipy.linalg.matmul_toeplitz(toeplitz_transposed(c_or_cr), grad[y])


@tangent(MATMUL_TOEPLITZ)
def matmul_toeplitz(y, c_or_cr, x, check_finite, workers):
    if listed(c_or_cr):
        for column in c_or_cr[:1]:
            d[y] += scipy.linalg.matmul_toeplitz((d[column], np.zeros_like(c_or_cr[1])), x)
        for row in c_or_cr[1:]:
            d[y] += scipy.linalg.toeplitz(np.zeros_like(c_or_cr[0]), d[row]) @ x
        d[y] += scipy.linalg.matmul_toeplitz((c_or_cr[0], c_or_cr[1]), d[x])
    else:
        d[y] = scipy.linalg.matmul_toeplitz(d[c_or_cr], x) + scipy.linalg.matmul_toeplitz(
            c_or_cr, d[x]
        )


SOLVEH_BANDED = (
    "scipy.linalg.solveh_banded(ab, b, overwrite_ab: fixed = False, overwrite_b: fixed = False,"
    " lower=False, check_finite=True) -> y"
)


@adjoint(SOLVEH_BANDED, expensive=True)
def solveh_banded(y, ab, b, overwrite_ab, overwrite_b, lower, check_finite):
    """As for any system, in the diagonals that are stored: each but the main one counts twice."""
    if not known(lower):
        refuse("`scipy.linalg.solveh_banded` whose `lower` is not a literal", "write it out")
    dual = scipy.linalg.solveh_banded(ab, grad[y], lower=lower)
    grad[ab] = -outer_half_bands(dual, y, ab, lower)
    grad[b] = dual


@tangent(SOLVEH_BANDED)
def solveh_banded(y, ab, b, overwrite_ab, overwrite_b, lower, check_finite):
    if not known(lower):
        refuse("`scipy.linalg.solveh_banded` whose `lower` is not a literal", "write it out")
    moved = half_bands_times(d[ab], y, lower)
    d[y] = scipy.linalg.solveh_banded(ab, d[b] - moved, lower=lower)


refused(
    "scipy.linalg.cholesky_banded scipy.linalg.cho_solve_banded",
    "the factor is kept in diagonals, which the derivative of a factorisation does not keep to",
    "write `scipy.linalg.solveh_banded(ab, b)`, or `cholesky` of the whole matrix",
)
refused(
    "scipy.linalg.eig_banded scipy.linalg.eigvals_banded",
    "the derivative takes whole eigenvectors, which are as large as the whole matrix",
    "write `np.linalg.eigh` of the whole matrix, or `scipy.linalg.eigh_tridiagonal`",
)
refused(
    "scipy.linalg.qr_delete scipy.linalg.qr_insert scipy.linalg.qr_update scipy.linalg.qr_multiply",
    "it changes factors in place of the matrix that they are of",
    "write `np.linalg.qr` of the changed matrix",
)
refused(
    "scipy.linalg.orthogonal_procrustes",
    "its rotation is a polar factor",
    "write `u, p = scipy.linalg.polar(A.T @ B)`: the rotation is `u`, the scale `np.trace(p)`",
)
refused(
    "scipy.linalg.subspace_angles",
    "it chooses between sines and cosines, element by element, as rounding advises",
    "write `np.arccos` of `np.linalg.svdvals(np.linalg.qr(a)[0].T @ np.linalg.qr(b)[0])`",
)
refused(
    "scipy.linalg.matrix_balance scipy.linalg.clarkson_woodruff_transform",
    "its scales are powers of two, or drawn: they move in jumps or by chance",
    "work with the matrix itself",
)
refused(
    "scipy.linalg.fiedler_companion",
    "it is a companion matrix in another order",
    "write `scipy.linalg.companion`, which has the same eigenvalues",
)
refused(
    "scipy.linalg.expm_cond",
    "it is an estimate by iterations that stop when they are near",
    "write the norm of `scipy.linalg.expm_frechet` along a direction",
)
