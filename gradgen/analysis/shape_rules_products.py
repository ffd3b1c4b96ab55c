"""Shapes of products of arrays and of linear algebra."""

from __future__ import annotations

from collections.abc import Sequence

from gradgen.analysis.shape_rules import shape_rule
from gradgen.analysis.shape_tools import (
    as_array,
    broadcast_dims,
    elementwise,
    literal,
    made,
    promote,
    resting_on,
)
from gradgen.analysis.values import (
    NUMBER,
    UNKNOWN,
    UNKNOWN_DIM,
    Dim,
    Dtype,
    Info,
    constant,
    is_scalar,
    replace,
)

TWO = constant(2)


def dtype_of(*operands: Info) -> Dtype | None:
    """Return the dtype of arithmetic on arrays."""
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
    return made("matmul", dims, [a, b], (), dtype_of(a, b))


@shape_rule("dot")
def dot(a: Info, b: Info) -> Info:
    """Return what is known of `np.dot(a, b)`."""
    a, b = as_array(a), as_array(b)
    if is_scalar(a.shape) is not None or is_scalar(b.shape) is not None:
        return elementwise([a, b], dtype_of(a, b))
    dims = None
    if a.shape.dims and b.shape.dims:
        dims = [*a.shape.dims[:-1], *b.shape.dims[:-2], *b.shape.dims[-1:][: len(b.shape.dims) - 1]]
    return made("dot", dims, [a, b], (), dtype_of(a, b))


@shape_rule("vdot")
def vdot(a: Info, b: Info) -> Info:
    """Return what is known of `np.vdot(a, b)`: a number."""
    return replace(NUMBER, dtype=dtype_of(a, b))


@shape_rule("inner")
def inner(a: Info, b: Info) -> Info:
    """Return what is known of `np.inner(a, b)`."""
    a, b = as_array(a), as_array(b)
    dims = None
    if a.shape.dims and b.shape.dims:
        dims = [*a.shape.dims[:-1], *b.shape.dims[:-1]]
    return made("inner", dims, [a, b], (), dtype_of(a, b))


@shape_rule("outer")
def outer(a: Info, b: Info) -> Info:
    """Return what is known of `np.outer(a, b)`."""
    a, b = as_array(a), as_array(b)
    dims = [
        one.shape.dims[0] if one.shape.dims and len(one.shape.dims) == 1 else UNKNOWN_DIM
        for one in (a, b)
    ]
    return made("outer", dims, [a, b], (), dtype_of(a, b), "array")


@shape_rule("cross")
def cross(a: Info, b: Info) -> Info:
    """Return what is known of `np.cross(a, b)` of vectors of length 3."""
    a, b = as_array(a), as_array(b)
    three = Dim((), 3)
    if any(not one.shape.dims or one.shape.dims[-1] != three for one in (a, b)):
        return made("cross", None, [a, b], (), dtype_of(a, b))
    made_of = elementwise([a, b], dtype_of(a, b))
    facts = a.shape.dims_facts | b.shape.dims_facts
    return replace(made_of, shape=resting_on(made_of.shape, facts))


@shape_rule("kron")
def kron(a: Info, b: Info) -> Info:
    """Return what is known of `np.kron(a, b)`."""
    a, b = as_array(a), as_array(b)
    known = a.rank is not None and b.rank is not None
    dims = [UNKNOWN_DIM] * max(a.rank or 0, b.rank or 0) if known else None
    return made("kron", dims, [a, b], (), dtype_of(a, b))


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
    return made("tensordot", dims, [a, b], [axes], dtype_of(a, b))


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
    return made("einsum", dims, arrays, [subscripts], dtype_of(*arrays))
