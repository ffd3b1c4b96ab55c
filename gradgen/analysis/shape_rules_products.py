"""Shapes of products of arrays and of linear algebra."""

from __future__ import annotations

from collections.abc import Sequence

from gradgen.analysis.shape_rules import FALSE, shape_rule
from gradgen.analysis.shape_tools import (
    as_array,
    broadcast_dims,
    elementwise,
    kind_of,
    literal,
    made,
    promote,
    resting_on,
)
from gradgen.analysis.values import (
    NO_FACTS,
    NONE,
    NUMBER,
    UNKNOWN,
    UNKNOWN_DIM,
    Dim,
    Dtype,
    Info,
    Shape,
    constant,
    is_scalar,
    replace,
)

TWO = constant(2)


def _dtype(*operands: Info) -> Dtype | None:
    return promote(as_array(one).dtype for one in operands)


def matmul_dims(a: Sequence[Dim] | None, b: Sequence[Dim] | None) -> list[Dim] | None:
    """Return the dimensions of `a @ b`, None where a rank is unknown."""
    if not a or not b:
        return None
    stacked = broadcast_dims(a[:-2], b[:-2])
    return [*stacked, *a[-2:-1], *([] if len(b) == 1 else b[-1:])]


@shape_rule("matmul", "operator.matmul")
def matmul(x1: Info, x2: Info) -> Info:
    """Return what is known of `a @ b`."""
    a, b = as_array(x1), as_array(x2)
    dims = matmul_dims(a.shape.dims, b.shape.dims)
    return made("matmul", dims, [a, b], (), _dtype(a, b))


@shape_rule("dot")
def dot(a: Info, b: Info) -> Info:
    """Return what is known of `np.dot(a, b)`."""
    a, b = as_array(a), as_array(b)
    if is_scalar(a.shape) is not None or is_scalar(b.shape) is not None:
        return elementwise([a, b], _dtype(a, b))
    dims = None
    if a.shape.dims and b.shape.dims:
        dims = [*a.shape.dims[:-1], *b.shape.dims[:-2], *b.shape.dims[-1:][: len(b.shape.dims) - 1]]
    return made("dot", dims, [a, b], (), _dtype(a, b))


@shape_rule("vdot")
def vdot(a: Info, b: Info) -> Info:
    """Return what is known of `np.vdot(a, b)`: a number."""
    return replace(NUMBER, dtype=_dtype(a, b))


@shape_rule("inner")
def inner(a: Info, b: Info) -> Info:
    """Return what is known of `np.inner(a, b)`."""
    a, b = as_array(a), as_array(b)
    dims = None
    if a.shape.dims and b.shape.dims:
        dims = [*a.shape.dims[:-1], *b.shape.dims[:-1]]
    return made("inner", dims, [a, b], (), _dtype(a, b))


@shape_rule("outer")
def outer(a: Info, b: Info) -> Info:
    """Return what is known of `np.outer(a, b)`."""
    a, b = as_array(a), as_array(b)
    dims = [
        one.shape.dims[0] if one.shape.dims and len(one.shape.dims) == 1 else UNKNOWN_DIM
        for one in (a, b)
    ]
    return made("outer", dims, [a, b], (), _dtype(a, b), "array")


@shape_rule("cross")
def cross(a: Info, b: Info) -> Info:
    """Return what is known of `np.cross(a, b)` of vectors of length 3."""
    a, b = as_array(a), as_array(b)
    three = Dim((), 3)
    if any(not one.shape.dims or one.shape.dims[-1] != three for one in (a, b)):
        return made("cross", None, [a, b], (), _dtype(a, b))
    made_of = elementwise([a, b], _dtype(a, b))
    facts = a.shape.dims_facts | b.shape.dims_facts
    return replace(made_of, shape=resting_on(made_of.shape, facts))


@shape_rule("kron")
def kron(a: Info, b: Info) -> Info:
    """Return what is known of `np.kron(a, b)`."""
    a, b = as_array(a), as_array(b)
    known = a.rank is not None and b.rank is not None
    dims = [UNKNOWN_DIM] * max(a.rank or 0, b.rank or 0) if known else None
    return made("kron", dims, [a, b], (), _dtype(a, b))


@shape_rule("trace")
def trace(a: Info) -> Info:
    """Return what is known of `np.trace(a)`, the last two axes gone."""
    a = as_array(a)
    dims = None if a.shape.dims is None or len(a.shape.dims) < 2 else list(a.shape.dims[2:])
    return made("trace", dims, [a], (), a.dtype)


@shape_rule("diag")
def diag(v: Info, k: Info | None = None) -> Info:
    """Return what is known of `np.diag(v)`: a matrix of a vector, or the reverse."""
    v = as_array(v)
    if k is not None and not (k.known and k.value == 0):
        rank = {1: 2, 2: 1}.get(v.rank or 0)
        dims = None if rank is None else [UNKNOWN_DIM] * rank
        return made("diag", dims, [v], [k], v.dtype, "array")
    dims = None
    if v.shape.dims is not None and len(v.shape.dims) == 1:
        dims = [v.shape.dims[0], v.shape.dims[0]]
    elif v.shape.dims is not None and len(v.shape.dims) == 2:
        same = v.shape.dims[0] == v.shape.dims[1]
        dims = [v.shape.dims[0] if same else UNKNOWN_DIM]
    return made("diag", dims, [v], (), v.dtype, "array")


@shape_rule("diagonal")
def diagonal(a: Info) -> Info:
    """Return what is known of `np.diagonal(a)` of a matrix."""
    a = as_array(a)
    dims = diag(a).shape.dims if a.rank == 2 else None
    return made("diagonal", dims, [a], (), a.dtype, "array")


@shape_rule("tril", "triu")
def triangle(m: Info, k: Info | None = None) -> Info:
    """Return what is known of a triangle of a matrix: its shape."""
    m = as_array(m)
    if m.rank is None or m.rank < 2:
        return UNKNOWN
    return replace(m, kind="array", shape=resting_on(m.shape, m.shape.dims_facts))


@shape_rule("tensordot")
def tensordot(a: Info, b: Info, axes: Info = TWO) -> Info:
    """Return what is known of `np.tensordot(a, b, axes)`."""
    a, b = as_array(a), as_array(b)
    dims = None
    known, value = literal(axes)
    if a.shape.dims is not None and b.shape.dims is not None and known:
        dims = _contracted(a.shape.dims, b.shape.dims, value)
    return made("tensordot", dims, [a, b], [axes], _dtype(a, b))


def _contracted(a: Sequence[Dim], b: Sequence[Dim], axes: object) -> list[Dim] | None:
    if isinstance(axes, int):
        left, right = list(range(len(a) - axes, len(a))), list(range(axes))
    elif isinstance(axes, tuple) and len(axes) == 2:
        left, right = ([one] if isinstance(one, int) else list(one) for one in axes)
    else:
        return None
    left, right = [k % (len(a) or 1) for k in left], [k % (len(b) or 1) for k in right]
    return [dim for k, dim in enumerate(a) if k not in left] + [
        dim for k, dim in enumerate(b) if k not in right
    ]


@shape_rule("einsum")
def einsum(subscripts: Info, *operands: Info, **keywords: Info) -> Info:
    """Return what is known of `np.einsum("ij,j->i", a, b)`."""
    arrays = [as_array(one) for one in operands]
    if not isinstance(subscripts.value, str) or "." in subscripts.value:
        return UNKNOWN
    text = subscripts.value.replace(" ", "")
    inputs, arrow, output = text.partition("->")
    terms = inputs.split(",")
    if not arrow:
        output = "".join(sorted(c for c in set(text) - {","} if text.count(c) == 1))
    if len(terms) != len(arrays):
        return UNKNOWN
    sizes: dict[str, Dim] = {}
    for term, array in zip(terms, arrays, strict=True):
        for k, letter in enumerate(term):
            fits = array.shape.dims is not None and len(array.shape.dims) == len(term)
            dim = array.shape.dims[k] if fits and array.shape.dims else UNKNOWN_DIM
            if sizes.get(letter, UNKNOWN_DIM) == UNKNOWN_DIM:
                sizes[letter] = dim
    dims = [sizes.get(letter, UNKNOWN_DIM) for letter in output]
    # the text of the subscripts fixes the rank of the result whatever is known of the operands
    return made("einsum", dims, arrays, [subscripts], _dtype(*arrays))


# ---- linear algebra -------------------------------------------------------------


def _floating(*operands: Info) -> Dtype | None:
    dtype = _dtype(*operands)
    return "float" if dtype == "int" else dtype


@shape_rule("linalg.inv", "linalg.cholesky", "scipy.linalg.inv", "scipy.linalg.expm",
            "scipy.linalg.sqrtm")  # fmt: skip
def square(a: Info) -> Info:
    """Return what is known of a matrix made of a matrix: its shape."""
    a = as_array(a)
    return Info("array", a.shape, _floating(a), a.dtype_facts)


@shape_rule("scipy.linalg.cholesky")
def cholesky(a: Info, lower: Info = FALSE, overwrite_a: Info = FALSE) -> Info:
    """Return what is known of a Cholesky factor."""
    return square(a)


@shape_rule("linalg.pinv")
def pinv(a: Info) -> Info:
    """Return what is known of a pseudo-inverse."""
    a = as_array(a)
    dims = None
    if a.shape.dims is not None and len(a.shape.dims) >= 2:
        dims = [*a.shape.dims[:-2], a.shape.dims[-1], a.shape.dims[-2]]
    return made("pinv", dims, [a], (), _floating(a), "array")


@shape_rule("linalg.det")
def det(a: Info) -> Info:
    """Return what is known of a determinant."""
    a = as_array(a)
    return made("det", _without(a.shape, 2), [a], (), _floating(a))


def _without(shape: Shape, axes: int) -> list[Dim] | None:
    if shape.dims is None or len(shape.dims) < axes:
        return None
    return list(shape.dims[: len(shape.dims) - axes])


@shape_rule("linalg.slogdet")
def slogdet(a: Info) -> Info:
    """Return what is known of a sign and a log of a determinant."""
    one = det(a)
    return Info(kind="tuple", items=(one, one))


@shape_rule("linalg.solve", "scipy.linalg.solve")
def solve(a: Info, b: Info, **keywords: Info) -> Info:
    """Return what is known of the solution: the shape of the right-hand side, for one matrix."""
    a, b = as_array(a), as_array(b)
    if a.rank == 2 and b.rank in (1, 2):
        shape = resting_on(b.shape, a.shape.dims_facts | b.shape.dims_facts)
        return Info("array", shape, _floating(a, b), a.dtype_facts | b.dtype_facts)
    return made("solve", None, [a, b], (), _floating(a, b), "array")


@shape_rule("scipy.linalg.solve_triangular", "scipy.linalg.cho_solve")
def solve_triangular(a: Info, b: Info, **keywords: Info) -> Info:
    """Return what is known of the solution of a triangular system."""
    b = as_array(b)
    return Info("array", b.shape, "float" if b.dtype == "float" else None, b.dtype_facts)


@shape_rule("linalg.eigvalsh", "linalg.eigvals")
def eigenvalues(a: Info) -> Info:
    """Return what is known of eigenvalues."""
    a = as_array(a)
    return made("eigenvalues", _without(a.shape, 1), [a], (), None, "array")


@shape_rule("linalg.eigh", "linalg.eig")
def eigh(a: Info) -> Info:
    """Return what is known of eigenvalues and eigenvectors."""
    return Info(kind="tuple", items=(eigenvalues(a), replace(square(a), dtype=None)))


@shape_rule("linalg.qr")
def qr(a: Info, mode: Info = NONE) -> Info:
    """Return what is known of a QR factorisation."""
    a = as_array(a)
    known = a.shape.dims is not None and len(a.shape.dims) >= 2
    dims = [UNKNOWN_DIM] * len(a.shape.dims or ()) if known else None
    parts = [made(head, dims, [a], [mode], _floating(a), "array") for head in ("q of", "r of")]
    return Info(kind="tuple", items=tuple(parts))


@shape_rule("interp")
def interp(x: Info, xp: Info, fp: Info, **keywords: Info) -> Info:
    """Return what is known of interpolated values: the shape of the positions."""
    x = as_array(x)
    return Info(kind_of(x.shape, [x]), x.shape, None, NO_FACTS)


@shape_rule("convolve", "correlate")
def convolve(a: Info, v: Info, mode: Info | None = None) -> Info:
    """Return what is known of a convolution: a vector."""
    default = constant("full")
    a, v = as_array(a), as_array(v)
    return made("convolve", [UNKNOWN_DIM], [a, v], [mode or default], _dtype(a, v), "array")
