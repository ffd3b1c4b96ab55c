"""Functions of matrices and matrices of a special form, in `scipy.linalg`.

Sources: A. Al-Mohy and N. Higham, "Computing the Frechet derivative of the matrix exponential, with
an application to condition number estimation" (2009) for `expm`; R. Mathias, "A chain rule for
matrix functions and applications" (1996) for the others: the derivative of a function of a matrix
along a direction is the upper right block of the function of `[[a, direction], [0, a]]`; its
adjoint is the derivative at `a.T`.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, alias, constant, linear, refused, tangent

# Functions of matrices


@adjoint("scipy.linalg.expm(a) -> y", expensive=True)
def expm(y, a):
    """The derivative of `expm` at `a.T` along the adjoint, by scaling and squaring."""
    grad[a] = scipy.linalg.expm_frechet(a.mT, grad[y], compute_expm=False)


@tangent("scipy.linalg.expm(a) -> y")
def expm(y, a):
    d[y] = scipy.linalg.expm_frechet(a, d[a], compute_expm=False)


FRECHET = "(a, e, method=None, compute_expm=True, check_finite=True)"


@adjoint(f"scipy.linalg.expm_frechet[compute_expm=False]{FRECHET} -> y", expensive=True)
def expm_frechet(y, a, e, method, compute_expm, check_finite):
    """A block of the derivative at `[[a, e], [0, a]]`: the second derivative of `expm`."""
    blocks = scipy.linalg.expm_frechet(
        np.transpose(block_above(a, e)), beside_diagonal(grad[y]), compute_expm=False
    )
    grad[a] = diagonal_blocks(blocks)
    grad[e] = scipy.linalg.expm_frechet(a.mT, grad[y], compute_expm=False)


@tangent(f"scipy.linalg.expm_frechet[compute_expm=False]{FRECHET} -> y")
def expm_frechet(y, a, e, method, compute_expm, check_finite):
    moved = block_above(d[a], np.zeros_like(e))
    blocks = scipy.linalg.expm_frechet(block_above(a, e), moved, compute_expm=False)
    d[y] = upper_right(blocks) + scipy.linalg.expm_frechet(a, d[e], compute_expm=False)


@adjoint(f"scipy.linalg.expm_frechet{FRECHET} -> (exponential, derivative)", expensive=True)
def expm_frechet_of_both(exponential, derivative, a, e, method, compute_expm, check_finite):
    """Both `expm(a)` and its derivative along `e`."""
    if not known(compute_expm) or not compute_expm:
        refuse("`scipy.linalg.expm_frechet` whose `compute_expm` is not a literal", "write it out")
    blocks = scipy.linalg.expm_frechet(
        np.transpose(block_above(a, e)), beside_diagonal(grad[derivative]), compute_expm=False
    )
    grad[a] += diagonal_blocks(blocks)
    grad[a] += scipy.linalg.expm_frechet(a.mT, grad[exponential], compute_expm=False)
    grad[e] += scipy.linalg.expm_frechet(a.mT, grad[derivative], compute_expm=False)


@tangent(f"scipy.linalg.expm_frechet{FRECHET} -> (exponential, derivative)")
def expm_frechet_of_both(exponential, derivative, a, e, method, compute_expm, check_finite):
    if not known(compute_expm) or not compute_expm:
        refuse("`scipy.linalg.expm_frechet` whose `compute_expm` is not a literal", "write it out")
    moved = block_above(d[a], np.zeros_like(e))
    blocks = scipy.linalg.expm_frechet(block_above(a, e), moved, compute_expm=False)
    d[exponential] = scipy.linalg.expm_frechet(a, d[a], compute_expm=False)
    d[derivative] = upper_right(blocks) + scipy.linalg.expm_frechet(a, d[e], compute_expm=False)


@adjoint("scipy.linalg.sqrtm(a) -> y", expensive=True)
def sqrtm(y, a):
    """Differentiate `y @ y = a`: an equation of Sylvester."""
    grad[a] = scipy.linalg.solve_sylvester(y.mT, y.mT, grad[y])


@tangent("scipy.linalg.sqrtm(a) -> y")
def sqrtm(y, a):
    d[y] = scipy.linalg.solve_sylvester(y, y, d[a])


@adjoint("scipy.linalg.logm(a) -> y", expensive=True)
def logm(y, a):
    grad[a] = upper_right(scipy.linalg.logm(block_above(a.mT, grad[y])))


@tangent("scipy.linalg.logm(a) -> y")
def logm(y, a):
    d[y] = upper_right(scipy.linalg.logm(block_above(a, d[a])))


@adjoint("scipy.linalg.sinm(a) -> y", expensive=True)
def sinm(y, a):
    grad[a] = upper_right(scipy.linalg.sinm(block_above(a.mT, grad[y])))


@tangent("scipy.linalg.sinm(a) -> y")
def sinm(y, a):
    d[y] = upper_right(scipy.linalg.sinm(block_above(a, d[a])))


@adjoint("scipy.linalg.cosm(a) -> y", expensive=True)
def cosm(y, a):
    grad[a] = upper_right(scipy.linalg.cosm(block_above(a.mT, grad[y])))


@tangent("scipy.linalg.cosm(a) -> y")
def cosm(y, a):
    d[y] = upper_right(scipy.linalg.cosm(block_above(a, d[a])))


@adjoint("scipy.linalg.tanm(a) -> y", expensive=True)
def tanm(y, a):
    grad[a] = upper_right(scipy.linalg.tanm(block_above(a.mT, grad[y])))


@tangent("scipy.linalg.tanm(a) -> y")
def tanm(y, a):
    d[y] = upper_right(scipy.linalg.tanm(block_above(a, d[a])))


@adjoint("scipy.linalg.sinhm(a) -> y", expensive=True)
def sinhm(y, a):
    grad[a] = upper_right(scipy.linalg.sinhm(block_above(a.mT, grad[y])))


@tangent("scipy.linalg.sinhm(a) -> y")
def sinhm(y, a):
    d[y] = upper_right(scipy.linalg.sinhm(block_above(a, d[a])))


@adjoint("scipy.linalg.coshm(a) -> y", expensive=True)
def coshm(y, a):
    grad[a] = upper_right(scipy.linalg.coshm(block_above(a.mT, grad[y])))


@tangent("scipy.linalg.coshm(a) -> y")
def coshm(y, a):
    d[y] = upper_right(scipy.linalg.coshm(block_above(a, d[a])))


@adjoint("scipy.linalg.tanhm(a) -> y", expensive=True)
def tanhm(y, a):
    grad[a] = upper_right(scipy.linalg.tanhm(block_above(a.mT, grad[y])))


@tangent("scipy.linalg.tanhm(a) -> y")
def tanhm(y, a):
    d[y] = upper_right(scipy.linalg.tanhm(block_above(a, d[a])))


@adjoint("scipy.linalg.signm(a) -> y", expensive=True)
def signm(y, a):
    grad[a] = upper_right(scipy.linalg.signm(block_above(a.mT, grad[y])))


@tangent("scipy.linalg.signm(a) -> y")
def signm(y, a):
    d[y] = upper_right(scipy.linalg.signm(block_above(a, d[a])))


@adjoint("scipy.linalg.fractional_matrix_power(a, t) -> y", expensive=True)
def fractional_matrix_power(y, a, t):
    """By the exponent: `y @ logm(a)`."""
    grad[a] = upper_right(scipy.linalg.fractional_matrix_power(block_above(a.mT, grad[y]), t))
    grad[t] = np.sum(grad[y] * (y @ scipy.linalg.logm(a)))


@tangent("scipy.linalg.fractional_matrix_power(a, t) -> y")
def fractional_matrix_power(y, a, t):
    d[y] = upper_right(scipy.linalg.fractional_matrix_power(block_above(a, d[a]), t)) + d[t] * (
        y @ scipy.linalg.logm(a)
    )


refused(
    "scipy.linalg.funm",
    "its algorithm needs eigenvalues that are apart, and for the derivative each one occurs twice",
    "write `v @ np.diag(f(w)) @ np.linalg.inv(v)` with `w, v = np.linalg.eig(a)`",
)

# Norms and products

alias("scipy.linalg.norm(x, ord=None, axis=None, keepdims=False) -> y", of="numpy.linalg.norm")


@adjoint("scipy.linalg.khatri_rao(a, b) -> y")
def khatri_rao(y, a, b):
    """For each column, the product of Kronecker."""
    blocks = np.reshape(grad[y], (length(a, 0), length(b, 0), length(a, 1)))
    grad[a] = np.sum(blocks * b, axis=1)
    grad[b] = np.sum(blocks * np.expand_dims(a, 1), axis=0)


@tangent("scipy.linalg.khatri_rao(a, b) -> y")
def khatri_rao(y, a, b):
    d[y] = scipy.linalg.khatri_rao(d[a], b) + scipy.linalg.khatri_rao(a, d[b])


# Matrices put together from vectors and blocks


@linear("scipy.linalg.block_diag(*arrays) -> y")
def block_diag(y, arrays):
    for k, array in enumerate(arrays):
        grad[array] = block_of(grad[y], arrays, k)


@linear("helper.block_of(g, arrays: like, k: option) -> y")
def block_of(y, g, arrays, k):
    grad[g] = block_placed(grad[y], arrays, k)


@linear("helper.block_placed(block, arrays: like, k: option) -> y")
def block_placed(y, block, arrays, k):
    grad[block] = block_of(grad[y], arrays, k)


@linear("scipy.linalg.toeplitz(c, r: data = None) -> y")
def toeplitz(y, c, r):
    """Each element fills a diagonal; the first of `r` is not read."""
    sums = antidiagonal_sums(np.flip(grad[y], 0))
    if given(r):
        grad[c] = below_diagonal(sums, c)
        grad[r] = above_diagonal(sums, r)
    else:
        grad[c] = below_diagonal(sums, c) + above_diagonal(sums, c)


@linear("scipy.linalg.circulant(c) -> y")
def circulant(y, c):
    """Each element fills a diagonal and goes on at the other edge."""
    sums = antidiagonal_sums(np.flip(grad[y], 0))
    grad[c] = below_diagonal(sums, c) + wrapped_around(sums, c)


@linear("scipy.linalg.hankel(c, r: data = None) -> y")
def hankel(y, c, r):
    """Each element fills an antidiagonal; the first of `r` is not read."""
    sums = antidiagonal_sums(grad[y])
    grad[c] = sums[: length(c, 0)]
    grad[r] = above_diagonal(sums, r)


@adjoint("scipy.linalg.companion(a) -> y")
def companion(y, a):
    """The first row is `-a[1:] / a[0]`."""
    rest = -grad[y][0] / a[0]
    grad[a] = np.concatenate([-np.reshape(np.sum(rest * a[1:]) / a[0], (1,)), rest])


@tangent("scipy.linalg.companion(a) -> y")
def companion(y, a):
    first = (a[1:] * d[a][0] / a[0] - d[a][1:]) / a[0]
    d[y] = first_row_only(first)


@linear("scipy.linalg.leslie(f, s) -> y")
def leslie(y, f, s):
    """Births in the first row, survival beside the diagonal."""
    grad[f] = grad[y][0]
    grad[s] = np.diagonal(grad[y], -1)


@linear("scipy.linalg.diagsvd(s, M: option, N: option) -> y")
def diagsvd(y, s, M, N):
    grad[s] = np.diagonal(grad[y])


@linear("scipy.linalg.convolution_matrix(a, n: option, mode='full') -> y")
def convolution_matrix(y, a, n, mode):
    """Each element fills a diagonal."""
    if not known(mode) or mode != "full":
        refuse("`scipy.linalg.convolution_matrix` in this `mode`", "cut rows from the full one")
    grad[a] = antidiagonal_sums(np.flip(grad[y].T, 0))[length(y, 1) - 1 :][: length(a, 0)]


@adjoint("scipy.linalg.fiedler(a) -> y")
def fiedler(y, a):
    """The differences `abs(a[i] - a[j])`, whose derivative is 0 where two are equal."""
    signs = np.sign(np.expand_dims(a, 1) - a)
    grad[a] = np.sum(signs * grad[y], axis=1) - np.sum(signs * grad[y], axis=0)


@tangent("scipy.linalg.fiedler(a) -> y")
def fiedler(y, a):
    signs = np.sign(np.expand_dims(a, 1) - a)
    d[y] = signs * (np.expand_dims(d[a], 1) - d[a])


constant(
    "scipy.linalg.dft scipy.linalg.hadamard scipy.linalg.helmert scipy.linalg.hilbert"
    " scipy.linalg.invhilbert scipy.linalg.pascal scipy.linalg.invpascal",
    "a matrix that its size determines",
)
constant(
    "scipy.linalg.bandwidth scipy.linalg.issymmetric scipy.linalg.ishermitian"
    " scipy.linalg.get_blas_funcs scipy.linalg.get_lapack_funcs scipy.linalg.find_best_blas_type",
    "a property of the array, not of its values",
)
