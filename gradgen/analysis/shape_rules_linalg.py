"""Shapes of the functions of `numpy.linalg` and `scipy.linalg`."""

from __future__ import annotations

from collections.abc import Sequence

from gradgen.analysis.shape_rules import FALSE, shape_rule
from gradgen.analysis.shape_rules_products import (
    TWO,
    cross,
    dtype_of,
    matmul,
    matmul_dims,
    outer,
    tensordot,
)
from gradgen.analysis.shape_rules_reductions import reduce
from gradgen.analysis.shape_tools import as_array, elementwise, made, resting_on
from gradgen.analysis.values import (
    INT,
    NONE,
    UNKNOWN,
    UNKNOWN_DIM,
    Dim,
    Dtype,
    Info,
    Shape,
    constant,
    replace,
)

LAST = constant(-1)
TRUE = constant(True)
LAST_TWO = constant((-2, -1))


def floating_of(*operands: Info) -> Dtype | None:
    """Return the dtype of what linear algebra makes of arrays."""
    dtype = dtype_of(*operands)
    return "float" if dtype == "int" else dtype


@shape_rule("linalg.inv", "linalg.cholesky")
def square(a: Info, **keywords: Info) -> Info:
    """Return what is known of a matrix made of a matrix: its shape."""
    a = as_array(a)
    return Info("array", a.shape, floating_of(a), a.dtype_facts)


@shape_rule("linalg.pinv")
def pinv(a: Info, rcond: Info = NONE, hermitian: Info = FALSE, **keywords: Info) -> Info:
    """Return what is known of a pseudo-inverse."""
    a = as_array(a)
    dims = None
    if a.shape.dims is not None and len(a.shape.dims) >= 2:
        dims = [*a.shape.dims[:-2], a.shape.dims[-1], a.shape.dims[-2]]
    return made("pinv", dims, [a], (), floating_of(a), "array")


@shape_rule("linalg.det")
def det(a: Info) -> Info:
    """Return what is known of a determinant."""
    a = as_array(a)
    return made("det", without_last(a.shape, 2), [a], (), floating_of(a))


def without_last(shape: Shape, axes: int) -> list[Dim] | None:
    """Return the dimensions of a shape without its last ones."""
    if shape.dims is None or len(shape.dims) < axes:
        return None
    return list(shape.dims[: len(shape.dims) - axes])


@shape_rule("linalg.slogdet")
def slogdet(a: Info) -> Info:
    """Return what is known of a sign and a log of a determinant."""
    one = det(a)
    return Info(kind="tuple", items=(one, replace(one, dtype=real_of(as_array(a)))))


@shape_rule("linalg.solve")
def solve(a: Info, b: Info, **keywords: Info) -> Info:
    """Return what is known of the solution: the shape of the right-hand side, for one matrix."""
    a, b = as_array(a), as_array(b)
    if a.rank == 2 and b.rank in (1, 2):
        shape = resting_on(b.shape, a.shape.dims_facts | b.shape.dims_facts)
        return Info("array", shape, floating_of(a, b), a.dtype_facts | b.dtype_facts)
    return made("solve", None, [a, b], (), floating_of(a, b), "array")


# ---- decompositions -------------------------------------------------------------


def smaller(one: Dim, other: Dim) -> Dim:
    """Return the smaller of two lengths, where that is known."""
    if one == other:
        return one
    if one.is_number and other.is_number:
        return min(one, other, key=lambda dim: dim.constant)
    return UNKNOWN_DIM


def real_of(a: Info) -> Dtype | None:
    """Return the dtype of real results of linear algebra."""
    return "float" if floating_of(a) in ("float", "complex") else None


def stacked(head: str, a: Info, last: Sequence[Dim] | None, dtype: Dtype | None) -> Info:
    """Return a result for each matrix of a stack, with these dimensions."""
    before = without_last(a.shape, 2)
    dims = None if before is None or last is None else [*before, *last]
    return made(head, dims, [a], (), dtype, "array")


def sides(a: Info) -> tuple[Dim, Dim]:
    """Return the numbers of rows and of columns of matrices."""
    if a.shape.dims is None or len(a.shape.dims) < 2:
        return UNKNOWN_DIM, UNKNOWN_DIM
    return a.shape.dims[-2], a.shape.dims[-1]


@shape_rule("linalg.eigvalsh")
def eigvalsh(a: Info, UPLO: Info = NONE) -> Info:
    """Return what is known of eigenvalues, which are real."""
    a = as_array(a)
    return made("eigenvalues", without_last(a.shape, 1), [a], (), real_of(a), "array")


@shape_rule("linalg.eigvals")
def eigvals(a: Info) -> Info:
    """Return what is known of eigenvalues, which may be complex."""
    return replace(eigvalsh(a), dtype="complex" if as_array(a).dtype == "complex" else None)


@shape_rule("linalg.eigh")
def eigh(a: Info, UPLO: Info = NONE) -> Info:
    """Return what is known of eigenvalues and eigenvectors."""
    return Info(kind="tuple", items=(eigvalsh(a), square(a)))


@shape_rule("linalg.eig")
def eig(a: Info) -> Info:
    """Return what is known of eigenvalues and eigenvectors, which may be complex."""
    values = eigvals(a)
    return Info(kind="tuple", items=(values, replace(square(a), dtype=values.dtype)))


@shape_rule("linalg.svdvals")
def svdvals(a: Info, **keywords: Info) -> Info:
    """Return what is known of singular values."""
    a = as_array(a)
    return stacked("singular values", a, [smaller(*sides(a))], real_of(a))


@shape_rule("linalg.svd")
def svd(a: Info, full_matrices: Info = TRUE, compute_uv: Info = TRUE, **keywords: Info) -> Info:
    """Return what is known of singular values, and of vectors on both sides."""
    a = as_array(a)
    if not compute_uv.known or not full_matrices.known:
        return UNKNOWN
    if not compute_uv.value:
        return svdvals(a)
    rows, columns = sides(a)
    inner = smaller(rows, columns)
    left, right = (rows, columns) if full_matrices.value else (inner, inner)
    name = "full" if full_matrices.value else "thin"
    u = stacked(f"{name} left vectors", a, [rows, left], floating_of(a))
    vh = stacked(f"{name} right vectors", a, [right, columns], floating_of(a))
    return Info(kind="tuple", items=(u, svdvals(a), vh))


@shape_rule("linalg.qr")
def qr(a: Info, mode: Info = NONE) -> Info:
    """Return what is known of a QR factorisation."""
    a = as_array(a)
    rows, columns = sides(a)
    chosen = "reduced" if mode is NONE else mode.value
    inner = rows if chosen == "complete" else smaller(rows, columns)
    r = stacked(f"{chosen} r of", a, [inner, columns], floating_of(a))
    if chosen == "r":
        return r
    q = stacked(f"{chosen} q of", a, [rows, inner], floating_of(a))
    return Info(kind="tuple", items=(q, r)) if chosen in ("reduced", "complete") else UNKNOWN


@shape_rule("linalg.lstsq")
def lstsq(a: Info, b: Info, rcond: Info = NONE) -> Info:
    """Return what is known of a solution by least squares, residuals, rank, singular values."""
    a, b = as_array(a), as_array(b)
    columns = sides(a)[1]
    dims = None if not b.shape.dims else [columns, *b.shape.dims[1:]]
    x = made("least squares", dims, [a, b], (), floating_of(a, b), "array")
    residuals = made("residuals", [UNKNOWN_DIM], [a, b], (), floating_of(a, b), "array")
    return Info(kind="tuple", items=(x, residuals, INT, svdvals(a)))


# ---- norms, products and parts --------------------------------------------------


@shape_rule("linalg.vector_norm")
def vector_norm(x: Info, *, axis: Info = NONE, keepdims: Info = FALSE, ord: Info = TWO) -> Info:
    """Return what is known of norms of vectors."""
    return reduce(x, axis, keepdims, real_of(as_array(x)))


@shape_rule("linalg.matrix_norm")
def matrix_norm(x: Info, *, keepdims: Info = FALSE, ord: Info = NONE) -> Info:
    """Return what is known of norms of matrices."""
    return reduce(x, LAST_TWO, keepdims, real_of(as_array(x)))


@shape_rule("linalg.cond")
def cond(x: Info, p: Info = NONE) -> Info:
    """Return what is known of a condition number."""
    return reduce(x, LAST_TWO, FALSE, real_of(as_array(x)))


@shape_rule("linalg.matrix_rank")
def matrix_rank(A: Info, **keywords: Info) -> Info:
    """Return what is known of a rank: a count."""
    return reduce(A, LAST_TWO, FALSE, "int") if as_array(A).rank != 1 else INT


@shape_rule("linalg.matrix_power")
def matrix_power(a: Info, n: Info) -> Info:
    """Return what is known of a power of a matrix: its shape."""
    return square(a) if n.known and isinstance(n.value, int) and n.value < 0 else as_array(a)


@shape_rule("linalg.multi_dot")
def multi_dot(arrays: Info, **keywords: Info) -> Info:
    """Return what is known of a product of several matrices."""
    parts = [as_array(one) for one in arrays.items or ()]
    if len(parts) < 2:
        return UNKNOWN
    dims: Sequence[Dim] | None = parts[0].shape.dims
    for part in parts[1:]:
        dims = matmul_dims(dims, part.shape.dims)
    return made("multi_dot", dims, parts, (), dtype_of(*parts))


shape_rule("linalg.matmul")(matmul)
shape_rule("linalg.tensordot")(tensordot)
shape_rule("linalg.outer")(lambda x1, x2: outer(x1, x2))
shape_rule("linalg.cross")(lambda x1, x2, axis=LAST: cross(x1, x2) if axis == LAST else UNKNOWN)


@shape_rule("linalg.vecdot")
def vecdot(x1: Info, x2: Info, *, axis: Info = LAST) -> Info:
    """Return what is known of products of vectors along an axis."""
    return reduce(elementwise([x1, x2], dtype_of(x1, x2)), axis, FALSE, dtype_of(x1, x2))


@shape_rule("linalg.trace")
def trace(x: Info, *, offset: Info = NONE) -> Info:
    """Return what is known of traces over the last two axes."""
    a = as_array(x)
    return made("trace", without_last(a.shape, 2), [a], (), a.dtype)


@shape_rule("linalg.diagonal")
def diagonal(x: Info, *, offset: Info = NONE) -> Info:
    """Return what is known of diagonals of the last two axes."""
    a = as_array(x)
    length = smaller(*sides(a)) if offset is NONE else UNKNOWN_DIM
    before = without_last(a.shape, 2)
    dims = None if before is None else [*before, length]
    return made("diagonal", dims, [a], [offset], a.dtype, "array")


@shape_rule("linalg.tensorsolve")
def tensorsolve(a: Info, b: Info, axes: Info = NONE) -> Info:
    """Return what is known of the solution of a system of tensors."""
    a, b = as_array(a), as_array(b)
    dims = None
    if a.shape.dims is not None and b.shape.dims is not None and axes is NONE:
        dims = list(a.shape.dims[len(b.shape.dims) :])
    return made("tensorsolve", dims, [a, b], [axes], floating_of(a, b), "array")


@shape_rule("linalg.tensorinv")
def tensorinv(a: Info, ind: Info = TWO) -> Info:
    """Return what is known of the inverse of a tensor."""
    a = as_array(a)
    dims = None
    if a.shape.dims is not None and isinstance(ind.value, int):
        dims = [*a.shape.dims[ind.value :], *a.shape.dims[: ind.value]]
    return made("tensorinv", dims, [a], [ind], floating_of(a), "array")
