"""Shapes of the functions of `scipy.linalg`."""

from __future__ import annotations

from gradgen.analysis import shape_rules_linalg as linalg
from gradgen.analysis.shape_rules import FALSE, shape_rule
from gradgen.analysis.shape_rules_linalg import TRUE, floating_of, sides, stacked
from gradgen.analysis.shape_rules_reductions import norm
from gradgen.analysis.shape_tools import as_array, made, resting_on
from gradgen.analysis.values import NONE, UNKNOWN, UNKNOWN_DIM, Info, constant, replace

ONE_OF = "scipy.linalg."
OF_MATRIX = "inv cholesky expm sqrtm logm sinm cosm tanm sinhm coshm tanhm signm pinvh".split()


@shape_rule(*(ONE_OF + name for name in OF_MATRIX), "scipy.linalg.fractional_matrix_power")
def square(a: Info, *others: Info, **keywords: Info) -> Info:
    """Return what is known of a matrix made of a matrix: its shape."""
    return linalg.square(a)


@shape_rule("scipy.linalg.det")
def det(a: Info, *others: Info, **keywords: Info) -> Info:
    """Return what is known of a determinant."""
    return linalg.det(a)


@shape_rule("scipy.linalg.solve", "scipy.linalg.solve_triangular")
def solve(a: Info, b: Info, *others: Info, **keywords: Info) -> Info:
    """Return what is known of the solution of a system."""
    return linalg.solve(a, b)


@shape_rule("scipy.linalg.cho_solve", "scipy.linalg.lu_solve", "scipy.linalg.solve_toeplitz")
def solve_factored(a: Info, b: Info, *others: Info, **keywords: Info) -> Info:
    """Return what is known of the solution of a system with one matrix: that of `b`."""
    b = as_array(b)
    shape = resting_on(b.shape, b.shape.dims_facts)
    return Info("array", shape, "float" if b.dtype == "float" else None, b.dtype_facts)


@shape_rule("scipy.linalg.solve_banded")
def solve_banded(l_and_u: Info, ab: Info, b: Info, *others: Info, **keywords: Info) -> Info:
    """Return what is known of the solution of a banded system."""
    return solve_factored(ab, b)


@shape_rule("scipy.linalg.solve_sylvester")
def solve_sylvester(a: Info, b: Info, q: Info) -> Info:
    """Return what is known of the solution: the shape of the right-hand side."""
    return replace(as_array(q), kind="array", dtype=floating_of(q))


@shape_rule("scipy.linalg.solve_continuous_lyapunov", "scipy.linalg.solve_discrete_lyapunov",
            "scipy.linalg.solve_lyapunov")  # fmt: skip
def solve_lyapunov(a: Info, q: Info, method: Info = NONE) -> Info:
    """Return what is known of the solution: the shape of the right-hand side."""
    return solve_sylvester(a, a, q)


@shape_rule("scipy.linalg.cho_factor")
def cho_factor(a: Info, lower: Info = FALSE, **keywords: Info) -> Info:
    """Return what is known of a factor, and of whether it is the lower one."""
    return Info(kind="tuple", items=(linalg.square(a), lower))


@shape_rule("scipy.linalg.lu_factor")
def lu_factor(a: Info, **keywords: Info) -> Info:
    """Return what is known of the factors, and of the exchanges of rows."""
    a = as_array(a)
    rows, columns = sides(a)
    pivots = stacked("pivots", a, [linalg.smaller(rows, columns)], "int")
    return Info(kind="tuple", items=(linalg.square(a), pivots))


@shape_rule("scipy.linalg.eigvalsh")
def eigvalsh(a: Info, b: Info = NONE, **keywords: Info) -> Info:
    """Return what is known of eigenvalues, which are real."""
    return linalg.eigvalsh(a)


@shape_rule("scipy.linalg.eigh")
def eigh(a: Info, b: Info = NONE, *, eigvals_only: Info = FALSE, **keywords: Info) -> Info:
    """Return what is known of eigenvalues and eigenvectors."""
    if not eigvals_only.known or "subset_by_index" in keywords or "subset_by_value" in keywords:
        return UNKNOWN
    return linalg.eigvalsh(a) if eigvals_only.value else linalg.eigh(a)


@shape_rule("scipy.linalg.eigvalsh_tridiagonal")
def eigvalsh_tridiagonal(d: Info, e: Info) -> Info:
    """Return what is known of the eigenvalues of a tridiagonal matrix."""
    d = as_array(d)
    return replace(d, kind="array", dtype=floating_of(d), value=None, known=False)


@shape_rule("scipy.linalg.eigh_tridiagonal")
def eigh_tridiagonal(d: Info, e: Info, eigvals_only: Info = FALSE) -> Info:
    """Return what is known of eigenvalues and eigenvectors of a tridiagonal matrix."""
    values = eigvalsh_tridiagonal(d, e)
    if not eigvals_only.known:
        return UNKNOWN
    if eigvals_only.value:
        return values
    dims = None if not values.shape.dims else [values.shape.dims[0]] * 2
    return Info(kind="tuple", items=(values, made("eigh", dims, [d], (), values.dtype, "array")))


@shape_rule("scipy.linalg.svdvals")
def svdvals(a: Info, *others: Info, **keywords: Info) -> Info:
    """Return what is known of singular values."""
    return linalg.svdvals(a)


@shape_rule("scipy.linalg.svd")
def svd(a: Info, full_matrices: Info = TRUE, compute_uv: Info = TRUE, **keywords: Info) -> Info:
    """Return what is known of singular values, and of vectors on both sides."""
    return linalg.svd(a, full_matrices, compute_uv)


@shape_rule("scipy.linalg.qr")
def qr(a: Info, *, mode: Info = NONE, pivoting: Info = FALSE, **keywords: Info) -> Info:
    """Return what is known of a QR factorisation."""
    modes = {None: "complete", "full": "complete", "economic": "reduced"}
    if not pivoting.known or not isinstance(mode.value, (str, type(None))):
        return UNKNOWN
    if mode.value not in modes:
        return UNKNOWN
    both = linalg.qr(a, constant(modes[mode.value]))
    if not pivoting.value:
        return both
    order = stacked("order", as_array(a), [sides(as_array(a))[1]], "int")
    return Info(kind="tuple", items=(*(both.items or ()), order))


@shape_rule("scipy.linalg.pinv")
def pinv(a: Info, **keywords: Info) -> Info:
    """Return what is known of a pseudo-inverse."""
    return linalg.pinv(a)


@shape_rule("scipy.linalg.lstsq")
def lstsq(a: Info, b: Info, cond: Info = NONE, **keywords: Info) -> Info:
    """Return what is known of a solution by least squares, residues, rank, singular values."""
    x, _, rank, s = linalg.lstsq(a, b).items or (UNKNOWN,) * 4
    return Info(kind="tuple", items=(x, UNKNOWN, rank, s))


shape_rule("scipy.linalg.norm")(norm)


@shape_rule("scipy.linalg.expm_frechet")
def expm_frechet(A: Info, E: Info, method: Info = NONE, compute_expm: Info = TRUE) -> Info:
    """Return what is known of an exponential and its derivative."""
    if not compute_expm.known:
        return UNKNOWN
    one = linalg.square(A)
    return Info(kind="tuple", items=(one, one)) if compute_expm.value else one


@shape_rule("scipy.linalg.toeplitz", "scipy.linalg.hankel")
def toeplitz(c: Info, r: Info | None = None) -> Info:
    """Return what is known of a matrix that its first column and a row determine."""
    c = as_array(c)
    r = c if r is None else as_array(r)
    parts = (c.shape.dims, r.shape.dims)
    dims = [part[0] if part and len(part) == 1 else UNKNOWN_DIM for part in parts]
    return made("toeplitz", dims, [c, r], (), c.dtype if c.dtype == r.dtype else None, "array")


@shape_rule("scipy.linalg.circulant", "scipy.linalg.fiedler")
def circulant(c: Info) -> Info:
    """Return what is known of a square matrix that a vector determines."""
    return toeplitz(c)


@shape_rule("scipy.linalg.block_diag")
def block_diag(*arrays: Info) -> Info:
    """Return what is known of a matrix of blocks: its rank."""
    parts = [as_array(one) for one in arrays]
    if any(part.rank is None or part.rank > 2 for part in parts):
        return UNKNOWN
    dims = [UNKNOWN_DIM, UNKNOWN_DIM]
    return made("block_diag", dims, parts, (), floating_of(*parts), "array")


@shape_rule("scipy.linalg.leslie", "scipy.linalg.companion", "scipy.linalg.diagsvd",
            "scipy.linalg.convolution_matrix", "scipy.linalg.khatri_rao")  # fmt: skip
def matrix(x: Info, *others: Info, **keywords: Info) -> Info:
    """Return what is known of a matrix made of vectors: its rank."""
    return Info(kind="array", shape=made("", [UNKNOWN_DIM] * 2, [x]).shape, dtype=as_array(x).dtype)


@shape_rule("scipy.linalg.polar")
def polar(a: Info, side: Info | None = None) -> Info:
    """Return what is known of both factors."""
    a = as_array(a)
    length = sides(a)[0 if side is not None and side.value == "left" else 1]
    p = stacked("polar factor", a, [length, length], floating_of(a))
    return Info(
        kind="tuple", items=(linalg.square(a), p if side is None or side.known else UNKNOWN)
    )


@shape_rule("scipy.linalg.solve_circulant", "scipy.linalg.solveh_banded")
def solve_stored(c: Info, b: Info, *others: Info, **keywords: Info) -> Info:
    """Return what is known of the solution of a system: the shape of `b`."""
    return solve_factored(c, b)


@shape_rule("scipy.linalg.solve_continuous_are", "scipy.linalg.solve_discrete_are")
def solve_are(a: Info, b: Info, q: Info, r: Info, **keywords: Info) -> Info:
    """Return what is known of the solution of an equation of Riccati."""
    return linalg.square(a)


@shape_rule("scipy.linalg.eigvals")
def eigvals(a: Info, **keywords: Info) -> Info:
    """Return what is known of eigenvalues: they are complex in any case."""
    return replace(linalg.eigvals(a), dtype="complex")


@shape_rule("scipy.linalg.eig")
def eig(a: Info, **keywords: Info) -> Info:
    """Return what is known of eigenvalues and eigenvectors; those may be real."""
    return Info(kind="tuple", items=(eigvals(a), replace(linalg.square(a), dtype="complex")))


@shape_rule("scipy.linalg.matmul_toeplitz")
def matmul_toeplitz(c_or_cr: Info, x: Info, **keywords: Info) -> Info:
    """Return what is known of a product: the rank of `x`."""
    x = as_array(x)
    dims = None if not x.shape.dims else [UNKNOWN_DIM, *x.shape.dims[1:]]
    return made("matmul_toeplitz", dims, [x], [c_or_cr], None, "array")
