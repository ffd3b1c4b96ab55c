"""Shapes of integrals, convolutions and distances of SciPy, and of the helpers for them."""

from __future__ import annotations

from gradgen.analysis.shape_rules import FALSE, apply_elementwise, shape_rule
from gradgen.analysis.shape_rules_reductions import LAST, ONE, diff, reduce
from gradgen.analysis.shape_tools import as_array, made
from gradgen.analysis.values import NONE, UNKNOWN, UNKNOWN_DIM, Info


def _floating(*operands: Info) -> Info:
    return apply_elementwise("scipy.floating", [as_array(one) for one in operands], {})


@shape_rule("scipy.integrate.simpson")
def simpson(y: Info, x: Info = NONE, *, dx: Info = NONE, axis: Info = LAST) -> Info:
    """Return what is known of integrals along an axis."""
    return reduce(y, axis, FALSE, _floating(y).dtype)


@shape_rule("scipy.integrate.cumulative_trapezoid")
def cumulative_trapezoid(
    y: Info, x: Info = NONE, dx: Info = NONE, axis: Info = LAST, initial: Info = NONE
) -> Info:
    """Return what is known of running integrals along an axis: the rank."""
    return _of_rank(y, _floating(y))


@shape_rule(
    "scipy.signal.convolve", "scipy.signal.fftconvolve", "scipy.signal.oaconvolve",
    "scipy.signal.correlate",
)  # fmt: skip
def convolve(in1: Info, in2: Info, mode: Info = NONE, method: Info = NONE) -> Info:
    """Return what is known of a convolution: the rank, and with `same` the shape of the first."""
    whole = as_array(in1)
    if mode.known and mode.value == "same" and whole.shape.dims is not None:
        return made("samples", list(whole.shape.dims), [whole], [mode], _floating(in1, in2).dtype)
    return _of_rank(in1, _floating(in1, in2))


def _of_rank(x: Info, result: Info) -> Info:
    x = as_array(x)
    if x.rank is None:
        return UNKNOWN
    return made("samples", [UNKNOWN_DIM] * x.rank, [x], (), result.dtype, "array")


@shape_rule("scipy.spatial.distance.cdist")
def cdist(XA: Info, XB: Info, metric: Info = NONE) -> Info:
    """Return what is known of distances: a row for each of the first, a column for the others."""
    first, second = as_array(XA).shape.dims, as_array(XB).shape.dims
    dims = [UNKNOWN_DIM] * 2
    if first is not None and second is not None and len(first) == len(second) == 2:
        dims = [first[0], second[0]]
    return made("cdist", dims, [as_array(XA), as_array(XB)], (), "float", "array")


@shape_rule("helper.simpson_weights")
def simpson_weights(y: Info, x: Info, axis: Info) -> Info:
    """Return what is known of weights: the shape of the samples."""
    return _floating(y)


@shape_rule("helper.intervals_to_ends")
def intervals_to_ends(later: Info, y: Info, x: Info, dx: Info, axis: Info) -> Info:
    """Return what is known of the adjoint of samples."""
    return _floating(y)


@shape_rule("helper.intervals_to_positions")
def intervals_to_positions(later: Info, y: Info, x: Info, axis: Info) -> Info:
    """Return what is known of the adjoint of positions."""
    return _floating(x)


@shape_rule("helper.pad_convolution")
def pad_convolution(grad: Info, a: Info, v: Info, mode: Info) -> Info:
    """Return what is known of an array with zeros around it: the rank."""
    return _of_rank(grad, _floating(grad))


@shape_rule("helper.widths_to_positions")
def widths_to_positions(slopes: Info, x: Info, axis: Info) -> Info:
    """Return what is known of the adjoint of positions."""
    return _floating(x)


@shape_rule("helper.simpson_slopes")
def simpson_slopes(y: Info, x: Info, axis: Info) -> Info:
    """Return what is known of a slope for each interval."""
    return diff(y, ONE, axis)
