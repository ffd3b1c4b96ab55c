"""Linear algebra of complex matrices, where it is not that of real ones as it stands.

A matrix that is read as Hermitian has its gradient in the triangle that is read: that of an element
holds what its mirror image, its conjugate, does as well. Eigenvectors may be turned by a phase: it
is taken as none, which is right for whatever does not depend on it. Sources: M. Giles (2008);
C. Boeddeker et al., "On the computation of complex-valued gradients with application to
statistically optimum beamforming" (2017), section 4.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, holomorphic, linear, tangent

holomorphic(
    "numpy.linalg.eigvals numpy.linalg.tensorinv numpy.linalg.tensorsolve scipy.linalg.eigvals"
    " scipy.linalg.inv scipy.linalg.det scipy.linalg.expm scipy.linalg.expm_frechet"
    " scipy.linalg.sqrtm scipy.linalg.logm scipy.linalg.sinm scipy.linalg.cosm scipy.linalg.tanm"
    " scipy.linalg.sinhm scipy.linalg.coshm scipy.linalg.tanhm scipy.linalg.solve_sylvester"
    " scipy.linalg.khatri_rao scipy.linalg.solve_banded scipy.linalg.lu_factor"
)

# Eigenvalues


EIG = (
    "scipy.linalg.eig(a, b: fixed = None, left: fixed = False, right: fixed = True,"
    " overwrite_a: fixed = False, overwrite_b: fixed = False, check_finite=True,"
    " homogeneous_eigvals: fixed = False) -> (w, v)"
)
EIGVALS = (
    "scipy.linalg.eigvals(a, b: fixed = None, overwrite_a: fixed = False, check_finite=True,"
    " homogeneous_eigvals: fixed = False) -> y"
)


@adjoint(EIGVALS, expensive=True)
def eigvals(y, a, b, overwrite_a, check_finite, homogeneous_eigvals):
    """As `np.linalg.eigvals`, but complex in any case."""
    vectors = scipy.linalg.eig(a)[1]
    transposed = np.swapaxes(vectors, -1, -2)
    grad[a] = np.linalg.solve(transposed, np.expand_dims(grad[y], -1) * transposed)


@tangent(EIGVALS)
def eigvals(y, a, b, overwrite_a, check_finite, homogeneous_eigvals):
    vectors = scipy.linalg.eig(a)[1]
    d[y] = np.sum(np.swapaxes(np.linalg.inv(vectors), -1, -2) * (d[a] @ vectors), axis=-2)


@adjoint(EIG, also=[f"complex.{EIG.partition(' ->')[0]}"], expensive=True)
def eig(w, v, a, b, left, right, overwrite_a, overwrite_b, check_finite, homogeneous_eigvals):
    """For eigenvalues of which no two are equal; the eigenvectors have length 1."""
    transposed = np.swapaxes(v, -1, -2)
    grad[a] += np.linalg.solve(transposed, np.expand_dims(grad[w], -1) * transposed)
    grad[a] += complex_eigenvectors_grad(grad[v], w, v)


@tangent(EIG, also=[f"complex.{EIG.partition(' ->')[0]}"])
def eig(w, v, a, b, left, right, overwrite_a, overwrite_b, check_finite, homogeneous_eigvals):
    d[w] = np.sum(np.swapaxes(np.linalg.inv(v), -1, -2) * (d[a] @ v), axis=-2)
    d[v] = complex_eigenvectors_tangent(d[a], w, v)


@adjoint("complex.numpy.linalg.eig(a) -> (eigenvalues, eigenvectors)", expensive=True)
def numpy_eig(eigenvalues, eigenvectors, a):
    transposed = np.swapaxes(eigenvectors, -1, -2)
    grad[a] += np.linalg.solve(transposed, np.expand_dims(grad[eigenvalues], -1) * transposed)
    grad[a] += complex_eigenvectors_grad(grad[eigenvectors], eigenvalues, eigenvectors)


@tangent("complex.numpy.linalg.eig(a) -> (eigenvalues, eigenvectors)")
def numpy_eig(eigenvalues, eigenvectors, a):
    inverse = np.linalg.inv(eigenvectors)
    d[eigenvalues] = np.sum(np.swapaxes(inverse, -1, -2) * (d[a] @ eigenvectors), axis=-2)
    d[eigenvectors] = complex_eigenvectors_tangent(d[a], eigenvalues, eigenvectors)


@adjoint("complex.numpy.linalg.eigh(a, UPLO='L') -> (eigenvalues, eigenvectors)", expensive=True)
def eigh(eigenvalues, eigenvectors, a, UPLO):
    """Of a Hermitian matrix, whose eigenvalues are real."""
    scaled = np.conj(eigenvectors) * np.expand_dims(grad[eigenvalues], -2)
    transposed = np.swapaxes(eigenvectors, -1, -2)
    turned = np.conj(eigenvectors) @ (inverse_gaps(eigenvalues) * (transposed @ grad[eigenvectors]))
    if not has_adjoint(eigenvectors):
        grad[a] = hermitian_grad(scaled @ transposed, UPLO)
    elif not has_adjoint(eigenvalues):
        grad[a] = hermitian_grad(turned @ transposed, UPLO)
    else:
        grad[a] = hermitian_grad((scaled + turned) @ transposed, UPLO)


@tangent("complex.numpy.linalg.eigh(a, UPLO='L') -> (eigenvalues, eigenvectors)")
def eigh(eigenvalues, eigenvectors, a, UPLO):
    moved = hermitian_from(d[a], UPLO) @ eigenvectors
    inner = np.swapaxes(np.conj(eigenvectors), -1, -2) @ moved
    d[eigenvalues] = np.real(np.sum(np.conj(eigenvectors) * moved, axis=-2))
    d[eigenvectors] = eigenvectors @ (inverse_gaps(eigenvalues) * inner)


@adjoint("complex.numpy.linalg.eigvalsh(a, UPLO='L') -> y", expensive=True)
def eigvalsh(y, a, UPLO):
    vectors = np.linalg.eigh(a, UPLO=UPLO)[1]
    scaled = np.conj(vectors) * np.expand_dims(grad[y], -2)
    grad[a] = hermitian_grad(scaled @ np.swapaxes(vectors, -1, -2), UPLO)


@tangent("complex.numpy.linalg.eigvalsh(a, UPLO='L') -> y")
def eigvalsh(y, a, UPLO):
    vectors = np.linalg.eigh(a, UPLO=UPLO)[1]
    moved = hermitian_from(d[a], UPLO) @ vectors
    d[y] = np.real(np.sum(np.conj(vectors) * moved, axis=-2))


# Singular values


@adjoint("complex.numpy.linalg.svdvals(a) -> y", expensive=True)
def svdvals(y, a):
    """The conjugate of `U @ diag(grad[y]) @ Vh`."""
    factors = np.linalg.svd(a, full_matrices=False)
    grad[a] = np.conj((factors[0] * np.expand_dims(grad[y], -2)) @ factors[2])


@tangent("complex.numpy.linalg.svdvals(a) -> y")
def svdvals(y, a):
    factors = np.linalg.svd(a, full_matrices=False)
    moved = d[a] @ np.conj(np.swapaxes(factors[2], -1, -2))
    d[y] = np.real(np.sum(np.conj(factors[0]) * moved, axis=-2))


# Determinants, factors and norms


@adjoint("complex.numpy.linalg.slogdet(a) -> (sign, logabsdet)", expensive=True)
def slogdet(sign, logabsdet, a):
    """The sign is the phase of the determinant: it turns by the imaginary part of its log."""
    inverse = np.swapaxes(np.linalg.inv(a), -1, -2)
    if rank(a) == 2:
        grad[a] += grad[logabsdet] * inverse
        grad[a] += 1j * np.imag(grad[sign] * sign) * inverse
    else:
        grad[a] += np.expand_dims(grad[logabsdet], (-2, -1)) * inverse
        grad[a] += np.expand_dims(1j * np.imag(grad[sign] * sign), (-2, -1)) * inverse


@tangent("complex.numpy.linalg.slogdet(a) -> (sign, logabsdet)")
def slogdet(sign, logabsdet, a):
    moved = np.sum(np.swapaxes(np.linalg.inv(a), -1, -2) * d[a], axis=(-2, -1))
    d[sign] = sign * (1j * np.imag(moved))
    d[logabsdet] = np.real(moved)


@adjoint("complex.numpy.linalg.cholesky(a, *, upper=False) -> y", expensive=True)
def cholesky(y, a, upper):
    if not known(upper) or upper:
        refuse("`np.linalg.cholesky` of complex numbers with `upper`", "take the lower factor")
    grad[a] = complex_cholesky_grad(grad[y], y)


@tangent("complex.numpy.linalg.cholesky(a, *, upper=False) -> y")
def cholesky(y, a, upper):
    if not known(upper) or upper:
        refuse("`np.linalg.cholesky` of complex numbers with `upper`", "take the lower factor")
    d[y] = complex_cholesky_tangent(d[a], y)


@adjoint(
    "complex.numpy.linalg.norm(x, ord=None, axis=None, keepdims=False) -> y",
    also=["complex.scipy.linalg.norm"],
)
def norm(y, x, ord, axis, keepdims):
    """The root of all squared sizes added up; where it is 0, the subgradient 0."""
    if (known(ord) and (ord is None or ord == "fro" or (ord == 2 and rank(x) == 1))) or (
        known(ord) and ord == 2 and known(axis) and is_int(axis)
    ):
        grad[x] = kept(grad[y], axis, keepdims) * ratio(np.conj(x), kept(y, axis, keepdims))
    else:
        refuse("`np.linalg.norm` of complex numbers in this `ord`", "take the norm of `np.abs(z)`")


@tangent(
    "complex.numpy.linalg.norm(x, ord=None, axis=None, keepdims=False) -> y",
    also=["complex.scipy.linalg.norm"],
)
def norm(y, x, ord, axis, keepdims):
    if (known(ord) and (ord is None or ord == "fro" or (ord == 2 and rank(x) == 1))) or (
        known(ord) and ord == 2 and known(axis) and is_int(axis)
    ):
        slope = ratio(np.conj(x), kept(y, axis, keepdims))
    else:
        refuse("`np.linalg.norm` of complex numbers in this `ord`", "take the norm of `np.abs(z)`")
    d[y] = np.sum(np.real(slope * d[x]), axis=axis, keepdims=keepdims)


@linear("complex.scipy.linalg.toeplitz(c, r: data = None) -> y")
def toeplitz(y, c, r):
    """Without a row, the row is the conjugate of the column."""
    sums = antidiagonal_sums(np.flip(grad[y], 0))
    if given(r):
        grad[c] = below_diagonal(sums, c)
        grad[r] = above_diagonal(sums, r)
    else:
        grad[c] = below_diagonal(sums, c) + np.conj(above_diagonal(sums, c))
