"""Eigenvalues, singular values, QR, and what is made of them: pseudo-inverse, least squares.

Sources: M. Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
differentiation" (2008) for eigenvalues; J. Townsend, "Differentiating the singular value
decomposition" (2016); S. Walter and L. Lehmann, "Algorithmic differentiation of linear algebra
functions with application in optimum experimental design" (2010) for QR; G. Golub and V. Pereyra,
"The differentiation of pseudo-inverses and nonlinear least squares problems whose variables
separate" (1973).

Two conventions hold for all of them. Vectors that belong to equal values may turn among
themselves: that rotation is taken as none, which is right for whatever does not depend on how they
are chosen. A function that reads one triangle of its matrix has a gradient in that triangle.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, tangent

# Eigenvalues of symmetric matrices


@adjoint("numpy.linalg.eigh(a, UPLO='L') -> (eigenvalues, eigenvectors)", expensive=True)
def eigh(eigenvalues, eigenvectors, a, UPLO):
    """With `v` the vectors: `v @ (diag(grad[w]) + gaps * (v.T @ grad[v])) @ v.T`."""
    if rank(a) == 2:
        scaled = eigenvectors * grad[eigenvalues]
    else:
        scaled = eigenvectors * np.expand_dims(grad[eigenvalues], -2)
    turned = inverse_gaps(eigenvalues) * (eigenvectors.mT @ grad[eigenvectors])
    if not has_adjoint(eigenvectors):
        grad[a] = triangle_grad(scaled @ eigenvectors.mT, UPLO)
    elif not has_adjoint(eigenvalues):
        grad[a] = triangle_grad(eigenvectors @ turned @ eigenvectors.mT, UPLO)
    else:
        grad[a] = triangle_grad((scaled + eigenvectors @ turned) @ eigenvectors.mT, UPLO)


@tangent("numpy.linalg.eigh(a, UPLO='L') -> (eigenvalues, eigenvectors)")
def eigh(eigenvalues, eigenvectors, a, UPLO):
    moved = symmetric_from(d[a], UPLO) @ eigenvectors
    d[eigenvalues] = np.sum(eigenvectors * moved, axis=-2)
    d[eigenvectors] = eigenvectors @ (inverse_gaps(eigenvalues) * (eigenvectors.mT @ moved))


@adjoint("numpy.linalg.eigvalsh(a, UPLO='L') -> y", expensive=True)
def eigvalsh(y, a, UPLO):
    """With `v` the eigenvectors: `v @ diag(grad[y]) @ v.T`."""
    vectors = np.linalg.eigh(a, UPLO=UPLO)[1]
    if rank(a) == 2:
        grad[a] = triangle_grad((vectors * grad[y]) @ vectors.T, UPLO)
    else:
        scaled = vectors * np.expand_dims(grad[y], -2)
        grad[a] = triangle_grad(scaled @ np.swapaxes(vectors, -1, -2), UPLO)


@tangent("numpy.linalg.eigvalsh(a, UPLO='L') -> y")
def eigvalsh(y, a, UPLO):
    vectors = np.linalg.eigh(a, UPLO=UPLO)[1]
    d[y] = np.sum(vectors * (symmetric_from(d[a], UPLO) @ vectors), axis=-2)


# Eigenvalues of other matrices


@adjoint("numpy.linalg.eig(a) -> (eigenvalues, eigenvectors)", expensive=True)
def eig(eigenvalues, eigenvectors, a):
    """For real eigenvalues, no two of them equal: `inv(v).T @ diag(grad[w]) @ v.T`, and so on.

    The eigenvectors have length 1, as NumPy gives them.
    """
    scaled = np.expand_dims(grad[eigenvalues], -1) * eigenvectors.mT
    grad[a] += np.linalg.solve(eigenvectors.mT, scaled)
    grad[a] += eigenvectors_grad(grad[eigenvectors], eigenvalues, eigenvectors)


@tangent("numpy.linalg.eig(a) -> (eigenvalues, eigenvectors)")
def eig(eigenvalues, eigenvectors, a):
    inverse = np.linalg.inv(eigenvectors)
    d[eigenvalues] = np.sum(np.swapaxes(inverse, -1, -2) * (d[a] @ eigenvectors), axis=-2)
    d[eigenvectors] = eigenvectors_tangent(d[a], eigenvalues, eigenvectors)


@adjoint("numpy.linalg.eigvals(a) -> y", expensive=True)
def eigvals(y, a):
    """For real eigenvalues, no two of them equal: `inv(v).T @ diag(grad[y]) @ v.T`."""
    vectors = np.linalg.eig(a)[1]
    if rank(a) == 2:
        grad[a] = np.linalg.solve(vectors.T, np.expand_dims(grad[y], -1) * vectors.T)
    else:
        transposed = np.swapaxes(vectors, -1, -2)
        grad[a] = np.linalg.solve(transposed, np.expand_dims(grad[y], -1) * transposed)


@tangent("numpy.linalg.eigvals(a) -> y")
def eigvals(y, a):
    vectors = np.linalg.eig(a)[1]
    d[y] = np.sum(np.swapaxes(np.linalg.inv(vectors), -1, -2) * (d[a] @ vectors), axis=-2)


# Singular values


@adjoint("numpy.linalg.svd(a, full_matrices=True, compute_uv=True) -> (U, S, Vh)", expensive=True)
def svd(U, S, Vh, a, full_matrices, compute_uv):
    """The adjoint of `S` gives `U @ diag(grad[S]) @ Vh`; those of `U` and `Vh` as by Townsend.

    Columns of `U` that belong to no singular value may turn among themselves as well, and a
    singular value 0 has vectors without a derivative: it is taken as 0.
    """
    if not known(compute_uv) or not compute_uv:
        refuse("`np.linalg.svd` whose `compute_uv` is not a literal", "write it out")
    elif not same_shape(U, Vh) and not (known(full_matrices) and not full_matrices):
        grad[a] += singular_values_grad(grad[S], U, Vh)
    elif rank(a) == 2:
        grad[a] += (U * grad[S]) @ Vh
    else:
        grad[a] += (U * np.expand_dims(grad[S], -2)) @ Vh
    grad[a] += left_vectors_grad(grad[U], U, S, Vh)
    grad[a] += right_vectors_grad(grad[Vh], U, S, Vh)


@tangent("numpy.linalg.svd(a, full_matrices=True, compute_uv=True) -> (U, S, Vh)")
def svd(U, S, Vh, a, full_matrices, compute_uv):
    if not known(compute_uv) or not compute_uv:
        refuse("`np.linalg.svd` whose `compute_uv` is not a literal", "write it out")
    elif known(full_matrices) and not full_matrices:
        d[S] = np.sum(U * (d[a] @ Vh.mT), axis=-2)
    else:
        d[S] = singular_values_tangent(d[a], U, S, Vh)
    d[U] = left_vectors_tangent(d[a], U, S, Vh)
    d[Vh] = right_vectors_tangent(d[a], U, S, Vh)


@adjoint("numpy.linalg.svdvals(a) -> y", expensive=True)
def svdvals(y, a):
    """`U @ diag(grad[y]) @ Vh`."""
    factors = np.linalg.svd(a, full_matrices=False)
    if rank(a) == 2:
        grad[a] = (factors[0] * grad[y]) @ factors[2]
    else:
        grad[a] = (factors[0] * np.expand_dims(grad[y], -2)) @ factors[2]


@tangent("numpy.linalg.svdvals(a) -> y")
def svdvals(y, a):
    factors = np.linalg.svd(a, full_matrices=False)
    d[y] = np.sum(factors[0] * (d[a] @ np.swapaxes(factors[2], -1, -2)), axis=-2)


ONLY_VALUES = "numpy.linalg.svd[compute_uv=False](a, full_matrices=True, compute_uv=True) -> y"


@adjoint(ONLY_VALUES, expensive=True)
def svd_values(y, a, full_matrices, compute_uv):
    """`U @ diag(grad[y]) @ Vh`."""
    factors = np.linalg.svd(a, full_matrices=False)
    if rank(a) == 2:
        grad[a] = (factors[0] * grad[y]) @ factors[2]
    else:
        grad[a] = (factors[0] * np.expand_dims(grad[y], -2)) @ factors[2]


@tangent(ONLY_VALUES)
def svd_values(y, a, full_matrices, compute_uv):
    factors = np.linalg.svd(a, full_matrices=False)
    d[y] = np.sum(factors[0] * (d[a] @ np.swapaxes(factors[2], -1, -2)), axis=-2)


# QR


@adjoint("numpy.linalg.qr(a, mode='reduced') -> (Q, R)", expensive=True)
def qr(Q, R, a, mode):
    """`(grad[Q] + Q @ m) @ inv(R).T`, where `m` is symmetric.

    Its lower triangle is that of `R @ grad[R].T - grad[Q].T @ Q`. The first columns of `a` must be
    independent. Columns of `Q` beyond those of `a` may turn among
    themselves.
    """
    if not known(mode) or mode not in ("reduced", "complete"):
        refuse("`np.linalg.qr` in this `mode`", "write `mode='reduced'`, `'complete'` or `'r'`")
    elif not has_adjoint(Q):
        grad[a] = qr_grad(np.zeros_like(Q), grad[R], Q, R)
    elif not has_adjoint(R):
        grad[a] = qr_grad(grad[Q], np.zeros_like(R), Q, R)
    else:
        grad[a] = qr_grad(grad[Q], grad[R], Q, R)


@tangent("numpy.linalg.qr(a, mode='reduced') -> (Q, R)")
def qr(Q, R, a, mode):
    if not known(mode) or mode not in ("reduced", "complete"):
        refuse("`np.linalg.qr` in this `mode`", "write `mode='reduced'`, `'complete'` or `'r'`")
    tangents = qr_tangent(d[a], Q, R)
    d[Q] = tangents[0]
    d[R] = tangents[1]


@adjoint("numpy.linalg.qr[mode='r'](a, mode='reduced') -> y", expensive=True)
def qr_triangle(y, a, mode):
    Q = np.linalg.qr(a)[0]
    grad[a] = qr_grad(np.zeros_like(Q), grad[y], Q, y)


@tangent("numpy.linalg.qr[mode='r'](a, mode='reduced') -> y")
def qr_triangle(y, a, mode):
    d[y] = qr_tangent(d[a], np.linalg.qr(a)[0], y)[1]


# Pseudo-inverse and least squares


@adjoint("numpy.linalg.pinv(a, rcond=None, hermitian=False, *, rtol=...) -> y", expensive=True)
def pinv(y, a, rcond, hermitian, rtol):
    """Where the rank of `a` does not change: Golub and Pereyra, equation 4.12."""
    if not known(hermitian):
        refuse("`np.linalg.pinv` whose `hermitian` is not a literal", "write it out")
    elif hermitian:
        grad[a] = triangle_grad(pinv_grad(grad[y], symmetric_from(a, "L"), y), "L")
    else:
        grad[a] = pinv_grad(grad[y], a, y)


@tangent("numpy.linalg.pinv(a, rcond=None, hermitian=False, *, rtol=...) -> y")
def pinv(y, a, rcond, hermitian, rtol):
    if not known(hermitian):
        refuse("`np.linalg.pinv` whose `hermitian` is not a literal", "write it out")
    elif hermitian:
        d[y] = pinv_tangent(symmetric_from(d[a], "L"), symmetric_from(a, "L"), y)
    else:
        d[y] = pinv_tangent(d[a], a, y)


LSTSQ = "numpy.linalg.lstsq(a, b, rcond=None) -> (x, residuals, rank, s)"


@adjoint(LSTSQ, expensive=True)
def lstsq(x, residuals, rank, s, a, b, rcond):
    """`x = pinv(a) @ b`, differentiated where the rank of `a` does not change.

    The terms of the residual and of what `a` leaves undetermined are 0 for a square matrix.
    """
    residual = b - a @ x
    dual = np.linalg.lstsq(a.T, grad[x], rcond=rcond)[0]
    apart = residuals_grad(grad[residuals], residual)
    factors = np.linalg.svd(a, full_matrices=False)
    grad[b] += dual
    grad[b] += apart
    if rank(b) == 1:
        grad[a] += (
            np.outer(residual, np.linalg.lstsq(a, dual, rcond=rcond)[0])
            + np.outer(np.linalg.lstsq(a.T, x, rcond=rcond)[0], grad[x] - a.T @ dual)
            - np.outer(dual, x)
        )
        grad[a] += -np.outer(apart, x)
    elif rank(b) == 2:
        grad[a] += (
            residual @ np.linalg.lstsq(a, dual, rcond=rcond)[0].T
            + np.linalg.lstsq(a.T, x, rcond=rcond)[0] @ (grad[x] - a.T @ dual).T
            - dual @ x.T
        )
        grad[a] += -apart @ x.T
    else:
        grad[a] += (
            outer_of_columns(residual, np.linalg.lstsq(a, dual, rcond=rcond)[0])
            + outer_of_columns(np.linalg.lstsq(a.T, x, rcond=rcond)[0], grad[x] - a.T @ dual)
            - outer_of_columns(dual, x)
        )
        grad[a] += -outer_of_columns(apart, x)
    grad[a] += (factors[0] * grad[s]) @ factors[2]


@tangent(LSTSQ)
def lstsq(x, residuals, rank, s, a, b, rcond):
    residual = b - a @ x
    moved = d[b] - d[a] @ x
    free = d[a].T @ np.linalg.lstsq(a.T, x, rcond=rcond)[0]
    normal = np.linalg.lstsq(a.T, d[a].T @ residual, rcond=rcond)[0]
    d[x] = np.linalg.lstsq(a, moved + normal - a @ free, rcond=rcond)[0] + free
    d[residuals] = residuals_tangent(moved, residual, residuals)
    d[rank] = 0
    factors = np.linalg.svd(a, full_matrices=False)
    d[s] = np.sum(factors[0] * (d[a] @ factors[2].T), axis=-2)
