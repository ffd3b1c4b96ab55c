"""Shapes of what convolutions, interpolation, differences and integrals give."""

from __future__ import annotations

from gradgen.analysis.shape_rules import FALSE, shape_rule
from gradgen.analysis.shape_rules_helpers import unbroadcast
from gradgen.analysis.shape_rules_reductions import LAST, diff, reduce
from gradgen.analysis.shape_tools import as_array, kind_of, made, promote
from gradgen.analysis.values import INT, NO_FACTS, NONE, UNKNOWN, UNKNOWN_DIM, Info, constant


@shape_rule("interp")
def interp(x: Info, xp: Info, fp: Info, left: Info = NONE, right: Info = NONE,
           period: Info = NONE) -> Info:  # fmt: skip
    """Return what is known of interpolated values: the shape of the positions."""
    x = as_array(x)
    return Info(kind_of(x.shape, [x]), x.shape, None, NO_FACTS)


@shape_rule("helper.interp_slope")
def interp_slope(x: Info, xp: Info, fp: Info) -> Info:
    """Return what is known of slopes: the shape of the positions."""
    return interp(x, xp, fp)


@shape_rule("convolve", "correlate")
def convolve(a: Info, v: Info, mode: Info = NONE) -> Info:
    """Return what is known of a convolution: a vector."""
    a, v = as_array(a), as_array(v)
    return made("convolve", [UNKNOWN_DIM], [a, v], [mode], promote([a.dtype, v.dtype]), "array")


@shape_rule("helper.pad_to_full")
def pad_to_full(grad: Info, a: Info, v: Info, mode: Info, correlated: Info) -> Info:
    """Return what is known of a gradient put among zeros: a vector."""
    return convolve(grad, a)


@shape_rule("ediff1d")
def ediff1d(ary: Info, to_end: Info = NONE, to_begin: Info = NONE) -> Info:
    """Return what is known of the differences of all elements: a vector."""
    ary = as_array(ary)
    dims = [UNKNOWN_DIM]
    if ary.rank == 1 and ary.shape.dims and to_end.kind == to_begin.kind == "none":
        dims = [ary.shape.dims[0].plus(-1)]
    return made("ediff1d", dims, [ary], [to_end, to_begin], ary.dtype, "array")


@shape_rule("trapezoid", "scipy.integrate.trapezoid")
def trapezoid(y: Info, x: Info = NONE, dx: Info = NONE, axis: Info = LAST) -> Info:
    """Return what is known of an integral along an axis."""
    dtype = promote([as_array(one).dtype for one in (y, x, dx) if one.kind != "none"])
    return reduce(y, axis, FALSE, dtype if dtype in ("float", "complex") else None)


@shape_rule("helper.interval_widths")
def interval_widths(y: Info, x: Info, dx: Info, axis: Info) -> Info:
    """Return what is known of the widths of intervals, which broadcast against `y`."""
    return diff(y, constant(1), axis) if x.kind == "none" else UNKNOWN


@shape_rule("helper.length_along")
def length_along(x: Info, axis: Info) -> Info:
    """Return what is known of a length."""
    return INT


@shape_rule("helper.cut_like")
def cut_like(grad: Info, first: Info, x: Info, axis: Info) -> Info:
    """Return what is known of a part of a gradient: the shape of what it belongs to."""
    return unbroadcast(grad, x)


@shape_rule("helper.to_both_ends")
def to_both_ends(half: Info, axis: Info) -> Info:
    """Return what is known of an array one longer along `axis`."""
    return diff(half, constant(-1), axis)


@shape_rule("helper.neighbour_sums")
def neighbour_sums(x: Info, axis: Info) -> Info:
    """Return what is known of an array one shorter along `axis`."""
    return diff(x, constant(1), axis)


@shape_rule("helper.diffs_grad")
def diffs_grad(grad: Info, n: Info, axis: Info) -> Info:
    """Return what is known of differences turned round: the rank."""
    grad = as_array(grad)
    dims = None if grad.rank is None else [UNKNOWN_DIM] * grad.rank
    return made("diffs_grad", dims, [grad], [n, axis], grad.dtype, "array")
