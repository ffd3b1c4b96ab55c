"""Shapes of what the methods of ufuncs give."""

from __future__ import annotations

from gradgen.analysis.shape_rules import FALSE, shape_rule
from gradgen.analysis.shape_rules_helpers import unbroadcast
from gradgen.analysis.shape_rules_reductions import reduce
from gradgen.analysis.shape_tools import as_array, made, promote
from gradgen.analysis.values import NO_FACTS, NONE, UNKNOWN_DIM, Info, constant, replace

ZERO = constant(0)


@shape_rule("add.reduce", "multiply.reduce", "maximum.reduce", "minimum.reduce",
            "logaddexp.reduce", "logaddexp2.reduce", "hypot.reduce")  # fmt: skip
def reduced(a: Info, axis: Info = ZERO, *, keepdims: Info = FALSE) -> Info:
    """Return what is known of a reduction; without an axis given it is the first one."""
    dtype = as_array(a).dtype
    return reduce(a, axis, keepdims, dtype if dtype in ("float", "complex") else None)


@shape_rule("add.accumulate", "multiply.accumulate", "maximum.accumulate", "minimum.accumulate")
def accumulated(a: Info, axis: Info = ZERO) -> Info:
    """Return what is known of running results: the shape of the array."""
    return replace(as_array(a), kind="array", known=False)


@shape_rule("helper.places_of_extremes")
def places_of_extremes(y: Info, axis: Info) -> Info:
    """Return what is known of places: the shape of the array."""
    return replace(accumulated(y), dtype="int", dtype_facts=NO_FACTS)


@shape_rule("add.outer", "subtract.outer", "multiply.outer")
def outer(a: Info, b: Info) -> Info:
    """Return what is known of each element with each other one: the axes of both."""
    a, b = as_array(a), as_array(b)
    dims = None
    if a.shape.dims is not None and b.shape.dims is not None:
        dims = [*a.shape.dims, *b.shape.dims]
    return made("outer of", dims, [a, b], (), promote([a.dtype, b.dtype]))


@shape_rule("add.reduceat")
def reduceat(a: Info, indices: Info, axis: Info = ZERO) -> Info:
    """Return what is known of sums of segments: the rank."""
    a = as_array(a)
    dims = None if a.rank is None else [UNKNOWN_DIM] * a.rank
    return made("reduceat", dims, [a], [indices, axis], a.dtype, "array")


@shape_rule("helper.reduceat_grad")
def reduceat_grad(grad: Info, a: Info, indices: Info, axis: Info = NONE) -> Info:
    """Return what is known of the gradient of what was summed: its shape."""
    return unbroadcast(grad, a)
