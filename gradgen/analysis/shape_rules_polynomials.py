"""Shapes of polynomials and of what is made of floating-point numbers."""

from __future__ import annotations

from gradgen.analysis.shape_rules import FALSE, shape_rule
from gradgen.analysis.shape_rules_helpers import unbroadcast
from gradgen.analysis.shape_tools import as_array, dim_of, elementwise, made, promote
from gradgen.analysis.values import NONE, UNKNOWN_DIM, Dim, Info


@shape_rule("polyval")
def polyval(p: Info, x: Info) -> Info:
    """Return what is known of the values of a polynomial: the shape of the points."""
    x = as_array(x)
    return elementwise([x], promote([as_array(p).dtype, x.dtype]))


@shape_rule("vander")
def vander(x: Info, N: Info = NONE, increasing: Info = FALSE) -> Info:
    """Return what is known of a matrix of powers."""
    x = as_array(x)
    rows = x.shape.dims[0] if x.rank == 1 and x.shape.dims else UNKNOWN_DIM
    columns = rows if N.kind == "none" else dim_of(N)
    return made("vander", [rows, columns], [x], [N], x.dtype, "array")


@shape_rule("helper.powers_like")
def powers_like(x: Info, p: Info) -> Info:
    """Return what is known of powers: a row for each point, a column for each coefficient."""
    x, p = as_array(x), as_array(p)
    rows = x.shape.dims[0] if x.rank == 1 and x.shape.dims else UNKNOWN_DIM
    columns = p.shape.dims[0] if p.rank == 1 and p.shape.dims else UNKNOWN_DIM
    return made("powers", [rows, columns], [x, p], (), promote([x.dtype, p.dtype]), "array")


@shape_rule("helper.polynomial_slope")
def polynomial_slope(p: Info) -> Info:
    """Return what is known of the coefficients of a derivative: one less."""
    p = as_array(p)
    dim = p.shape.dims[0].plus(-1) if p.rank == 1 and p.shape.dims else UNKNOWN_DIM
    return made("slope", [dim], [p], (), p.dtype, "array")


@shape_rule("helper.vander_slope")
def vander_slope(y: Info, increasing: Info) -> Info:
    """Return what is known of the slopes of powers: the shape of the powers."""
    return unbroadcast(y, y)


@shape_rule("polyadd", "polysub")
def polyadd(a1: Info, a2: Info) -> Info:
    """Return what is known of a sum of polynomials: a vector."""
    a1, a2 = as_array(a1), as_array(a2)
    return made("polyadd", [UNKNOWN_DIM], [a1, a2], (), promote([a1.dtype, a2.dtype]), "array")


@shape_rule("polyfit")
def polyfit(x: Info, y: Info, deg: Info) -> Info:
    """Return what is known of the coefficients of a fit to one set of values."""
    x, y = as_array(x), as_array(y)
    count = dim_of(deg)
    dims: list[Dim] | None = [count.plus(1) if count.is_known else UNKNOWN_DIM]
    return made("polyfit", dims if y.rank == 1 else None, [x, y], [deg], None, "array")


@shape_rule("helper.polyfit_grad_x")
def polyfit_grad_x(grad: Info, x: Info, *others: Info) -> Info:
    """Return what is known of the gradient of the points: their shape."""
    return unbroadcast(grad, x)


@shape_rule("helper.polyfit_tangent_x")
def polyfit_tangent_x(d_x: Info, y: Info, p: Info, *others: Info) -> Info:
    """Return what is known of the tangent of the coefficients: their shape."""
    return unbroadcast(d_x, p)


@shape_rule("frexp", "divmod", "modf")
def parts(*numbers: Info) -> Info:
    """Return what is known of two parts of numbers: their shape."""
    one = elementwise([*numbers], None)
    return Info(kind="tuple", items=(one, one))
