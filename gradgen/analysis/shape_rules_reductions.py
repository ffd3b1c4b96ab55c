"""Shapes of reductions, cumulative functions and what orders elements."""

from __future__ import annotations

from collections.abc import Sequence

from gradgen.analysis.shape_rules import FALSE, shape_rule
from gradgen.analysis.shape_tools import as_array, made, product, resting_on
from gradgen.analysis.values import (
    NO_FACTS,
    NONE,
    NUMBER,
    UNKNOWN,
    UNKNOWN_DIM,
    Dim,
    Dtype,
    Info,
    constant,
    replace,
)

ZERO = constant(0)
ONE = constant(1)
LAST = constant(-1)


def axes_of(axis: Info, rank: int) -> set[int] | None:
    """Return the axes that an `axis` argument names, None where that is unknown or wrong."""
    if not axis.known:
        return None
    value = axis.value
    named = range(rank) if value is None else value if isinstance(value, tuple) else (value,)
    if not all(isinstance(one, int) and -rank <= one < rank for one in named):
        return None
    return {int(one) % rank for one in named}


def reduce(a: Info, axis: Info, keepdims: Info, dtype: Dtype | None) -> Info:
    """Return what is known of a reduction along an axis."""
    a = as_array(a)
    if axis.kind == "none" and keepdims == FALSE:
        return replace(NUMBER, dtype=dtype, dtype_facts=a.dtype_facts if dtype else NO_FACTS)
    dims = None
    if a.shape.dims is not None and keepdims.known:
        axes = axes_of(axis, len(a.shape.dims))
        if axes is not None:
            dims = _left(a.shape.dims, axes, bool(keepdims.value))
    return made("reduce", dims, [a], [axis, keepdims], dtype)


def _left(dims: Sequence[Dim], axes: set[int], keepdims: bool) -> list[Dim]:
    if keepdims:
        return [Dim((), 1) if k in axes else dim for k, dim in enumerate(dims)]
    return [dim for k, dim in enumerate(dims) if k not in axes]


def _summed(dtype: Dtype | None) -> Dtype | None:
    return "int" if dtype == "bool" else dtype


@shape_rule("sum", "prod", "nansum", "nanprod")
def sum_(a: Info, axis: Info = NONE, dtype: Info = NONE, out: Info = NONE,
         keepdims: Info = FALSE, initial: Info = NONE, where: Info = NONE) -> Info:  # fmt: skip
    """Return what is known of a sum."""
    return reduce(a, axis, keepdims, _summed(as_array(a).dtype) if dtype is NONE else None)


@shape_rule("mean", "nanmean")
def mean(a: Info, axis: Info = NONE, dtype: Info = NONE, out: Info = NONE,
         keepdims: Info = FALSE, where: Info = NONE) -> Info:  # fmt: skip
    """Return what is known of a mean."""
    return reduce(a, axis, keepdims, _averaged(as_array(a).dtype))


def _averaged(dtype: Dtype | None) -> Dtype | None:
    return dtype if dtype in ("complex", None) else "float"


@shape_rule("std", "var", "nanstd", "nanvar")
def spread(a: Info, axis: Info = NONE, dtype: Info = NONE, out: Info = NONE, ddof: Info = NONE,
           keepdims: Info = FALSE, **keywords: Info) -> Info:  # fmt: skip
    """Return what is known of a variance."""
    return reduce(a, axis, keepdims, "float" if as_array(a).dtype is not None else None)


@shape_rule("max", "min", "amax", "amin", "nanmax", "nanmin", "ptp")
def extreme(a: Info, axis: Info = NONE, out: Info = NONE, keepdims: Info = FALSE,
            initial: Info = NONE, where: Info = NONE) -> Info:  # fmt: skip
    """Return what is known of a maximum or minimum."""
    return reduce(a, axis, keepdims, as_array(a).dtype)


@shape_rule("median", "nanmedian")
def median(a: Info, axis: Info = NONE, out: Info = NONE, overwrite_input: Info = FALSE,
           keepdims: Info = FALSE) -> Info:  # fmt: skip
    """Return what is known of a median."""
    return reduce(a, axis, keepdims, _averaged(as_array(a).dtype))


@shape_rule("average")
def average(a: Info, axis: Info = NONE, weights: Info = NONE, returned: Info = FALSE, *,
            keepdims: Info = FALSE) -> Info:  # fmt: skip
    """Return what is known of a weighted mean."""
    return reduce(a, axis, keepdims, None) if returned == FALSE else UNKNOWN


@shape_rule("all", "any")
def truth(a: Info, axis: Info = NONE, out: Info = NONE, keepdims: Info = FALSE) -> Info:
    """Return what is known of `np.all` and `np.any`."""
    return reduce(a, axis, keepdims, "bool")


@shape_rule("argmax", "argmin", "count_nonzero")
def position(a: Info, axis: Info = NONE, out: Info = NONE, *, keepdims: Info = FALSE) -> Info:
    """Return what is known of a position or count."""
    return reduce(a, axis, keepdims, "int")


@shape_rule("linalg.norm")
def norm(x: Info, ord: Info = NONE, axis: Info = NONE, keepdims: Info = FALSE) -> Info:
    """Return what is known of a norm; without an axis it is a number."""
    return reduce(x, axis, keepdims, "float" if as_array(x).dtype is not None else None)


# ---- along an axis, the shape kept ----------------------------------------------


def flat(a: Info, head: str = "ravel") -> Info:
    """Return what is known of the elements in one row."""
    a = as_array(a)
    if a.rank == 1:
        return replace(a, kind="array", shape=resting_on(a.shape, a.shape.dims_facts))
    dims = [UNKNOWN_DIM] if a.shape.dims is None else [product(a.shape.dims)]
    return made(head, dims, [a], (), a.dtype, "array")


@shape_rule("cumsum", "cumprod", "nancumsum", "nancumprod")
def cumulative(a: Info, axis: Info = NONE) -> Info:
    """Return what is known of a running sum; without an axis it is flat."""
    a = as_array(a)
    if axis.kind == "none":
        return flat(a)
    if not a.rank:  # of a number it is a vector of length 1
        return made("cumulative", None, [a], (), a.dtype, "array")
    return replace(a, kind="array", shape=resting_on(a.shape, a.shape.dims_facts))


@shape_rule("cumulative_sum", "cumulative_prod")
def cumulative_sum(x: Info, *, axis: Info = NONE, include_initial: Info = FALSE) -> Info:
    """Return what is known of a running sum; with a zero before it, it is one longer."""
    x = as_array(x)
    if include_initial == FALSE:
        return replace(x, kind="array", known=False)
    return diff(x, constant(-1), ZERO if axis.kind == "none" else axis)


@shape_rule("argsort")
def argsort(a: Info, axis: Info = LAST, kind: Info = NONE) -> Info:
    """Return what is known of the order of an array."""
    return replace(cumulative(a, axis), dtype="int", dtype_facts=NO_FACTS)


@shape_rule("sort")
def sort(a: Info, axis: Info = LAST, kind: Info = NONE) -> Info:
    """Return what is known of a sorted array."""
    a = as_array(a)
    return flat(a) if axis.kind == "none" else replace(a, kind="array", known=False)


@shape_rule("flip", "flipud", "fliplr", "roll")
def reordered(a: Info, shift: Info = NONE, axis: Info = NONE) -> Info:
    """Return what is known of an array with its elements in another order."""
    return replace(as_array(a), known=False)


@shape_rule("diff")
def diff(a: Info, n: Info = ONE, axis: Info = LAST, prepend: Info = NONE,
         append: Info = NONE) -> Info:  # fmt: skip
    """Return what is known of differences of neighbours."""
    a = as_array(a)
    dims = None
    axes = None if a.shape.dims is None else axes_of(axis, len(a.shape.dims))
    if axes is not None and n.known and isinstance(n.value, int) and a.shape.dims is not None:
        dims = list(a.shape.dims)
        for k in axes:
            dims[k] = dims[k].plus(-n.value)
            for part in (prepend, append):
                dims[k] = _added(dims[k], part, k)
    return made("diff", dims, [a], [n, axis, prepend, append], a.dtype, "array")


def _added(dim: Dim, part: Info, axis: int) -> Dim:
    """Return how long an axis is once something was joined to it."""
    if part.kind == "none":
        return dim
    if part.rank == 0:
        return dim.plus(1)
    dims = part.shape.dims
    return UNKNOWN_DIM if not dims or axis >= len(dims) else dim.plus(dims[axis])


@shape_rule("searchsorted", "digitize")
def searched(a: Info, v: Info, side: Info = NONE) -> Info:
    """Return what is known of positions found."""
    v = as_array(v)
    return replace(v, dtype="int", dtype_facts=NO_FACTS, known=False, value=None)
