"""Eigenvalues, singular values, QR and what is made of them, in `scipy.linalg`.

Formulas and conventions are those of `decompositions.py`; for two matrices, M. Giles (2008), 3.1,
extended by the normalisation `v.T @ b @ v = 1`.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, refused, tangent

# Eigenvalues

EIGH = (
    "(a, b: data = None, *, lower=True, eigvals_only=False, overwrite_a: fixed = False,"
    " overwrite_b: fixed = False, type: fixed = 1, check_finite=True, driver=None)"
)


@adjoint(f"scipy.linalg.eigh{EIGH} -> (w, v)", expensive=True)
def eigh(w, v, a, b, lower, eigvals_only, overwrite_a, overwrite_b, type, check_finite, driver):
    """With `b`, the vectors have length 1 in the sense of `v.T @ b @ v`."""
    if not known(eigvals_only) or eigvals_only or not known(lower):
        refuse(
            "`scipy.linalg.eigh` whose `lower` or `eigvals_only` is not a literal", "write them out"
        )
    scaled = v * np.expand_dims(grad[w], -2)
    turned = v @ (inverse_gaps(w) * (v.mT @ grad[v]))
    along = 0.5 * v * np.sum(v * grad[v], axis=-2, keepdims=True)
    if not has_adjoint(v):
        grad[a] = triangle_grad(scaled @ v.mT, "L" if lower else "U")
        grad[b] = triangle_grad(-(scaled * np.expand_dims(w, -2)) @ v.mT, "L" if lower else "U")
    elif not has_adjoint(w):
        grad[a] = triangle_grad(turned @ v.mT, "L" if lower else "U")
        grad[b] = triangle_grad(
            -(turned * np.expand_dims(w, -2) + along) @ v.mT, "L" if lower else "U"
        )
    else:
        moved = scaled + turned
        grad[a] = triangle_grad(moved @ v.mT, "L" if lower else "U")
        grad[b] = triangle_grad(
            -(moved * np.expand_dims(w, -2) + along) @ v.mT, "L" if lower else "U"
        )


@tangent(f"scipy.linalg.eigh{EIGH} -> (w, v)")
def eigh(w, v, a, b, lower, eigvals_only, overwrite_a, overwrite_b, type, check_finite, driver):
    if not known(eigvals_only) or eigvals_only or not known(lower):
        refuse(
            "`scipy.linalg.eigh` whose `lower` or `eigvals_only` is not a literal", "write them out"
        )
    moved = symmetric_from(d[a], "L" if lower else "U") @ v
    if not given(b):
        d[w] = np.sum(v * moved, axis=-2)
        d[v] = v @ (inverse_gaps(w) * (v.mT @ moved))
    else:
        turned = symmetric_from(d[b], "L" if lower else "U") @ v
        d[w] = np.sum(v * (moved - turned * np.expand_dims(w, -2)), axis=-2)
        d[v] = v @ (
            inverse_gaps(w) * (v.mT @ (moved - turned * np.expand_dims(w, -2)))
        ) - 0.5 * v * np.sum(v * turned, axis=-2, keepdims=True)


ONLY_VALUES = f"scipy.linalg.eigh[eigvals_only=True]{EIGH} -> y"


@adjoint(ONLY_VALUES, expensive=True)
def eigh_values(y, a, b, lower, eigvals_only, overwrite_a, overwrite_b, type, check_finite, driver):
    if not known(lower):
        refuse("`scipy.linalg.eigh` whose `lower` is not a literal", "write it out")
    elif given(b):
        vectors = scipy.linalg.eigh(a, b, lower=lower)[1]
    else:
        vectors = scipy.linalg.eigh(a, lower=lower)[1]
    scaled = vectors * np.expand_dims(grad[y], -2)
    grad[a] = triangle_grad(scaled @ np.swapaxes(vectors, -1, -2), "L" if lower else "U")
    grad[b] = triangle_grad(
        -(scaled * np.expand_dims(y, -2)) @ np.swapaxes(vectors, -1, -2), "L" if lower else "U"
    )


@tangent(ONLY_VALUES)
def eigh_values(y, a, b, lower, eigvals_only, overwrite_a, overwrite_b, type, check_finite, driver):
    if not known(lower):
        refuse("`scipy.linalg.eigh` whose `lower` is not a literal", "write it out")
    elif given(b):
        vectors = scipy.linalg.eigh(a, b, lower=lower)[1]
        turned = symmetric_from(d[b], "L" if lower else "U") @ vectors
        moved = symmetric_from(d[a], "L" if lower else "U") @ vectors
        d[y] = np.sum(vectors * (moved - turned * np.expand_dims(y, -2)), axis=-2)
    else:
        vectors = scipy.linalg.eigh(a, lower=lower)[1]
        d[y] = np.sum(vectors * (symmetric_from(d[a], "L" if lower else "U") @ vectors), axis=-2)


EIGVALSH = (
    "scipy.linalg.eigvalsh(a, b: data = None, *, lower=True, overwrite_a: fixed = False,"
    " overwrite_b: fixed = False, type: fixed = 1, check_finite=True, driver=None) -> y"
)


@adjoint(EIGVALSH, expensive=True)
def eigvalsh(y, a, b, lower, overwrite_a, overwrite_b, type, check_finite, driver):
    """With `v` the eigenvectors: `v @ diag(grad[y]) @ v.T`, and `-v @ diag(y * grad[y]) @ v.T`."""
    if not known(lower):
        refuse("`scipy.linalg.eigvalsh` whose `lower` is not a literal", "write it out")
    elif given(b):
        vectors = scipy.linalg.eigh(a, b, lower=lower)[1]
    else:
        vectors = scipy.linalg.eigh(a, lower=lower)[1]
    scaled = vectors * np.expand_dims(grad[y], -2)
    grad[a] = triangle_grad(scaled @ np.swapaxes(vectors, -1, -2), "L" if lower else "U")
    grad[b] = triangle_grad(
        -(scaled * np.expand_dims(y, -2)) @ np.swapaxes(vectors, -1, -2), "L" if lower else "U"
    )


@tangent(EIGVALSH)
def eigvalsh(y, a, b, lower, overwrite_a, overwrite_b, type, check_finite, driver):
    if not known(lower):
        refuse("`scipy.linalg.eigvalsh` whose `lower` is not a literal", "write it out")
    elif given(b):
        vectors = scipy.linalg.eigh(a, b, lower=lower)[1]
        turned = symmetric_from(d[b], "L" if lower else "U") @ vectors
        moved = symmetric_from(d[a], "L" if lower else "U") @ vectors
        d[y] = np.sum(vectors * (moved - turned * np.expand_dims(y, -2)), axis=-2)
    else:
        vectors = scipy.linalg.eigh(a, lower=lower)[1]
        d[y] = np.sum(vectors * (symmetric_from(d[a], "L" if lower else "U") @ vectors), axis=-2)


TRIDIAGONAL = (
    "(diagonal, e, eigvals_only=False, select: fixed = 'a', select_range: fixed = None,"
    " check_finite=True)"
)


@adjoint(f"scipy.linalg.eigh_tridiagonal{TRIDIAGONAL} -> (w, v)", expensive=True)
def eigh_tridiagonal(w, v, diagonal, e, eigvals_only, select, select_range, check_finite):
    """The diagonals of what `np.linalg.eigh` gives."""
    if not known(eigvals_only) or eigvals_only:
        refuse("`scipy.linalg.eigh_tridiagonal` in this form", "write `eigvals_only` as a literal")
    turned = v @ (inverse_gaps(w) * (v.T @ grad[v]))
    grad[diagonal] += np.sum(v * (v * grad[w]), axis=1)
    grad[diagonal] += np.sum(turned * v, axis=1)
    grad[e] += 2.0 * np.sum(v[1:] * grad[w] * v[:-1], axis=1)
    grad[e] += np.sum(turned[1:] * v[:-1], axis=1) + np.sum(turned[:-1] * v[1:], axis=1)


@tangent(f"scipy.linalg.eigh_tridiagonal{TRIDIAGONAL} -> (w, v)")
def eigh_tridiagonal(w, v, diagonal, e, eigvals_only, select, select_range, check_finite):
    if not known(eigvals_only) or eigvals_only:
        refuse("`scipy.linalg.eigh_tridiagonal` in this form", "write `eigvals_only` as a literal")
    moved = tridiagonal_times(d[diagonal], d[e], v)
    d[w] = np.sum(v * moved, axis=0)
    d[v] = v @ (inverse_gaps(w) * (v.T @ moved))


@adjoint(f"scipy.linalg.eigh_tridiagonal[eigvals_only=True]{TRIDIAGONAL} -> y", expensive=True)
def eigh_tridiagonal_values(y, diagonal, e, eigvals_only, select, select_range, check_finite):
    v = scipy.linalg.eigh_tridiagonal(diagonal, e)[1]
    grad[diagonal] = v**2 @ grad[y]
    grad[e] = 2.0 * (v[1:] * v[:-1]) @ grad[y]


@tangent(f"scipy.linalg.eigh_tridiagonal[eigvals_only=True]{TRIDIAGONAL} -> y")
def eigh_tridiagonal_values(y, diagonal, e, eigvals_only, select, select_range, check_finite):
    v = scipy.linalg.eigh_tridiagonal(diagonal, e)[1]
    d[y] = np.sum(v * tridiagonal_times(d[diagonal], d[e], v), axis=0)


@adjoint("scipy.linalg.eigvalsh_tridiagonal(diagonal, e) -> y", expensive=True)
def eigvalsh_tridiagonal(y, diagonal, e):
    v = scipy.linalg.eigh_tridiagonal(diagonal, e)[1]
    grad[diagonal] = v**2 @ grad[y]
    grad[e] = 2.0 * (v[1:] * v[:-1]) @ grad[y]


@tangent("scipy.linalg.eigvalsh_tridiagonal(diagonal, e) -> y")
def eigvalsh_tridiagonal(y, diagonal, e):
    v = scipy.linalg.eigh_tridiagonal(diagonal, e)[1]
    d[y] = np.sum(v * tridiagonal_times(d[diagonal], d[e], v), axis=0)


# Singular values

SVD = (
    "(a, full_matrices=True, compute_uv=True, overwrite_a: fixed = False, check_finite=True,"
    " lapack_driver='gesdd')"
)


@adjoint(f"scipy.linalg.svd{SVD} -> (U, s, Vh)", expensive=True)
def svd(U, s, Vh, a, full_matrices, compute_uv, overwrite_a, check_finite, lapack_driver):
    """As `np.linalg.svd`."""
    if not known(compute_uv) or not compute_uv:
        refuse("`scipy.linalg.svd` whose `compute_uv` is not a literal", "write it out")
    elif not same_shape(U, Vh) and not (known(full_matrices) and not full_matrices):
        grad[a] += singular_values_grad(grad[s], U, Vh)
    elif rank(a) == 2:
        grad[a] += (U * grad[s]) @ Vh
    else:
        grad[a] += (U * np.expand_dims(grad[s], -2)) @ Vh
    grad[a] += left_vectors_grad(grad[U], U, s, Vh)
    grad[a] += right_vectors_grad(grad[Vh], U, s, Vh)


@tangent(f"scipy.linalg.svd{SVD} -> (U, s, Vh)")
def svd(U, s, Vh, a, full_matrices, compute_uv, overwrite_a, check_finite, lapack_driver):
    if not known(compute_uv) or not compute_uv:
        refuse("`scipy.linalg.svd` whose `compute_uv` is not a literal", "write it out")
    elif known(full_matrices) and not full_matrices:
        d[s] = np.sum(U * (d[a] @ Vh.mT), axis=-2)
    else:
        d[s] = singular_values_tangent(d[a], U, s, Vh)
    d[U] = left_vectors_tangent(d[a], U, s, Vh)
    d[Vh] = right_vectors_tangent(d[a], U, s, Vh)


@adjoint(f"scipy.linalg.svd[compute_uv=False]{SVD} -> y", expensive=True)
def svd_values(y, a, full_matrices, compute_uv, overwrite_a, check_finite, lapack_driver):
    """`U @ diag(grad[y]) @ Vh`."""
    factors = np.linalg.svd(a, full_matrices=False)
    grad[a] = (factors[0] * np.expand_dims(grad[y], -2)) @ factors[2]


@tangent(f"scipy.linalg.svd[compute_uv=False]{SVD} -> y")
def svd_values(y, a, full_matrices, compute_uv, overwrite_a, check_finite, lapack_driver):
    factors = np.linalg.svd(a, full_matrices=False)
    d[y] = np.sum(factors[0] * (d[a] @ np.swapaxes(factors[2], -1, -2)), axis=-2)


SVDVALS = "scipy.linalg.svdvals(a, overwrite_a: fixed = False, check_finite=True) -> y"


@adjoint(SVDVALS, expensive=True)
def svdvals(y, a, overwrite_a, check_finite):
    """`U @ diag(grad[y]) @ Vh`."""
    factors = np.linalg.svd(a, full_matrices=False)
    grad[a] = (factors[0] * np.expand_dims(grad[y], -2)) @ factors[2]


@tangent(SVDVALS)
def svdvals(y, a, overwrite_a, check_finite):
    factors = np.linalg.svd(a, full_matrices=False)
    d[y] = np.sum(factors[0] * (d[a] @ np.swapaxes(factors[2], -1, -2)), axis=-2)


# QR and polar decomposition

QR = (
    "(a, overwrite_a: fixed = False, lwork: fixed = None, mode='full', pivoting=False,"
    " check_finite=True)"
)


@adjoint(f"scipy.linalg.qr{QR} -> (Q, R)", expensive=True)
def qr(Q, R, a, overwrite_a, lwork, mode, pivoting, check_finite):
    """As `np.linalg.qr`: columns of `Q` beyond those of `a` may turn among themselves."""
    if not known(pivoting) or pivoting or not known(mode) or mode not in ("full", "economic"):
        refuse("`scipy.linalg.qr` in this `mode`", "write `mode='economic'` or `mode='full'`")
    elif not has_adjoint(Q):
        grad[a] = qr_grad(np.zeros_like(Q), grad[R], Q, R)
    elif not has_adjoint(R):
        grad[a] = qr_grad(grad[Q], np.zeros_like(R), Q, R)
    else:
        grad[a] = qr_grad(grad[Q], grad[R], Q, R)


@tangent(f"scipy.linalg.qr{QR} -> (Q, R)")
def qr(Q, R, a, overwrite_a, lwork, mode, pivoting, check_finite):
    if not known(pivoting) or pivoting or not known(mode) or mode not in ("full", "economic"):
        refuse("`scipy.linalg.qr` in this `mode`", "write `mode='economic'` or `mode='full'`")
    tangents = qr_tangent(d[a], Q, R)
    d[Q] = tangents[0]
    d[R] = tangents[1]


@adjoint(f"scipy.linalg.qr[pivoting=True]{QR} -> (Q, R, P)", expensive=True)
def qr_pivoted(Q, R, P, a, overwrite_a, lwork, mode, pivoting, check_finite):
    """The factors of `a[:, P]`, while the order `P` of the columns stays as it is."""
    if not known(mode) or mode not in ("full", "economic"):
        refuse("`scipy.linalg.qr` in this `mode`", "write `mode='economic'` or `mode='full'`")
    elif not has_adjoint(Q):
        grad[a] += qr_grad(np.zeros_like(Q), grad[R], Q, R)[:, np.argsort(P)]
    elif not has_adjoint(R):
        grad[a] += qr_grad(grad[Q], np.zeros_like(R), Q, R)[:, np.argsort(P)]
    else:
        grad[a] += qr_grad(grad[Q], grad[R], Q, R)[:, np.argsort(P)]


@tangent(f"scipy.linalg.qr[pivoting=True]{QR} -> (Q, R, P)")
def qr_pivoted(Q, R, P, a, overwrite_a, lwork, mode, pivoting, check_finite):
    if not known(mode) or mode not in ("full", "economic"):
        refuse("`scipy.linalg.qr` in this `mode`", "write `mode='economic'` or `mode='full'`")
    tangents = qr_tangent(d[a][:, P], Q, R)
    d[Q] = tangents[0]
    d[R] = tangents[1]
    d[P] = np.zeros_like(P)


# Pseudo-inverse and least squares

PINV = (
    "scipy.linalg.pinv(a, *, atol=None, rtol=None, return_rank: fixed = False, check_finite=True)"
    " -> y"
)


@adjoint(PINV, expensive=True)
def pinv(y, a, atol, rtol, return_rank, check_finite):
    """As `np.linalg.pinv`, where the rank of `a` does not change."""
    grad[a] = pinv_grad(grad[y], a, y)


@tangent(PINV)
def pinv(y, a, atol, rtol, return_rank, check_finite):
    d[y] = pinv_tangent(d[a], a, y)


PINVH = (
    "scipy.linalg.pinvh(a, atol=None, rtol=None, lower=True, return_rank: fixed = False,"
    " check_finite=True) -> y"
)


@adjoint(PINVH, expensive=True)
def pinvh(y, a, atol, rtol, lower, return_rank, check_finite):
    """As `np.linalg.pinv`, of the symmetric matrix of which one triangle is read."""
    if not known(lower):
        refuse("`scipy.linalg.pinvh` whose `lower` is not a literal", "write it out")
    symmetric = symmetric_from(a, "L" if lower else "U")
    grad[a] = triangle_grad(pinv_grad(grad[y], symmetric, y), "L" if lower else "U")


@tangent(PINVH)
def pinvh(y, a, atol, rtol, lower, return_rank, check_finite):
    if not known(lower):
        refuse("`scipy.linalg.pinvh` whose `lower` is not a literal", "write it out")
    symmetric = symmetric_from(a, "L" if lower else "U")
    d[y] = pinv_tangent(symmetric_from(d[a], "L" if lower else "U"), symmetric, y)


LSTSQ = (
    "scipy.linalg.lstsq(a, b, cond=None, overwrite_a: fixed = False, overwrite_b: fixed = False,"
    " check_finite=True, lapack_driver: fixed = None) -> (x, residues, rank, s)"
)


@adjoint(LSTSQ, expensive=True)
def lstsq(x, residues, rank, s, a, b, cond, overwrite_a, overwrite_b, check_finite, lapack_driver):
    """`x = pinv(a) @ b`, differentiated where the rank of `a` does not change."""
    residual = b - a @ x
    dual = scipy.linalg.lstsq(a.T, grad[x], cond)[0]
    apart = residuals_grad(grad[residues], residual)
    factors = np.linalg.svd(a, full_matrices=False)
    grad[b] += dual
    grad[b] += apart
    if rank(b) == 1:
        grad[a] += (
            np.outer(residual, scipy.linalg.lstsq(a, dual, cond)[0])
            + np.outer(scipy.linalg.lstsq(a.T, x, cond)[0], grad[x] - a.T @ dual)
            - np.outer(dual, x)
        )
        grad[a] += -np.outer(apart, x)
    else:
        grad[a] += (
            outer_of_columns(residual, scipy.linalg.lstsq(a, dual, cond)[0])
            + outer_of_columns(scipy.linalg.lstsq(a.T, x, cond)[0], grad[x] - a.T @ dual)
            - outer_of_columns(dual, x)
        )
        grad[a] += -outer_of_columns(apart, x)
    grad[a] += (factors[0] * grad[s]) @ factors[2]


@tangent(LSTSQ)
def lstsq(x, residues, rank, s, a, b, cond, overwrite_a, overwrite_b, check_finite, lapack_driver):
    residual = b - a @ x
    moved = d[b] - d[a] @ x
    free = d[a].T @ scipy.linalg.lstsq(a.T, x, cond)[0]
    normal = scipy.linalg.lstsq(a.T, d[a].T @ residual, cond)[0]
    d[x] = scipy.linalg.lstsq(a, moved + normal - a @ free, cond)[0] + free
    d[residues] = residuals_tangent(moved, residual, residues)
    d[rank] = 0
    factors = np.linalg.svd(a, full_matrices=False)
    d[s] = np.sum(factors[0] * (d[a] @ factors[2].T), axis=-2)


refused(
    "scipy.linalg.null_space scipy.linalg.orth",
    "any orthonormal basis of that space will do, and which one comes out moves in jumps",
    "write the projection on it: `np.eye(n) - np.linalg.pinv(a) @ a`, `a @ np.linalg.pinv(a)`",
)
refused(
    "scipy.linalg.schur scipy.linalg.hessenberg scipy.linalg.qz scipy.linalg.ordqz"
    " scipy.linalg.rsf2csf scipy.linalg.cdf2rdf scipy.linalg.cossin scipy.linalg.ldl",
    "the matrix does not determine its factors: bases may turn, blocks come in another order",
    "write what is made of them by `np.linalg.eig`, `svd`, `qr` or `cholesky`",
)
