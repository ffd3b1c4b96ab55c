"""Shapes of what `np.gradient` gives, and the helpers of its derivative."""

from __future__ import annotations

from gradgen.analysis.shape_rules import shape_rule
from gradgen.analysis.shape_rules_helpers import unbroadcast
from gradgen.analysis.shape_rules_reductions import diff
from gradgen.analysis.shape_tools import as_array, made
from gradgen.analysis.values import NONE, UNKNOWN, UNKNOWN_DIM, Info, constant, replace

ZERO, ONE = constant(0), constant(1)


@shape_rule("gradient")
def gradient(f: Info, *varargs: Info, axis: Info = NONE, edge_order: Info = ONE) -> Info:
    """Return what is known of slopes: one array for one axis, else one for each."""
    f = as_array(f)
    one = replace(f, kind="array", known=False)
    if f.rank == 1 or (axis.known and isinstance(axis.value, int)):
        return one
    if f.rank is not None and axis.kind == "none":
        return Info(kind="tuple", items=(one,) * f.rank)
    return UNKNOWN


@shape_rule("helper.gradient_grad")
def gradient_grad(grad: Info, f: Info, *others: Info) -> Info:
    """Return what is known of the gradient of values: their shape."""
    return unbroadcast(grad, f)


@shape_rule("helper.gradients_grad")
def gradients_grad(grads: Info, f: Info, *others: Info) -> Info:
    """Return what is known of the gradient of values: their shape."""
    return unbroadcast(f, f)


@shape_rule("helper.spacing_grad")
def spacing_grad(grad: Info, f: Info, h: Info, *others: Info) -> Info:
    """Return what is known of the gradient of spacings: their shape."""
    return unbroadcast(grad, h)


@shape_rule("helper.spacing_tangent")
def spacing_tangent(d_h: Info, f: Info, *others: Info) -> Info:
    """Return what is known of a tangent of slopes: the shape of the values."""
    return unbroadcast(d_h, f)


@shape_rule("helper.spaced")
def spaced(h: Info, f: Info) -> Info:
    """Return what is known of widths: one less than there are points."""
    return diff(f, ONE, ZERO)


@shape_rule("helper.slopes_grad")
def slopes_grad(g: Info, widths: Info, edge_order: Info) -> Info:
    """Return what is known of the gradient of slopes: one less than there are points."""
    return diff(g, ONE, ZERO)


@shape_rule("helper.widths_grad")
def widths_grad(g: Info, slopes: Info, widths: Info, edge_order: Info) -> Info:
    """Return what is known of the gradient of widths: their shape."""
    return unbroadcast(g, widths)


@shape_rule("helper.weighted_slopes")
def weighted_slopes(slopes: Info, widths: Info, edge_order: Info) -> Info:
    """Return what is known of slopes at points: the rank."""
    slopes = as_array(slopes)
    dims = None if slopes.rank is None else [UNKNOWN_DIM] * slopes.rank
    return made("weighted_slopes", dims, [slopes, as_array(widths)], [edge_order], None, "array")
