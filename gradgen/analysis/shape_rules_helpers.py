"""Shapes of what the helpers of `gradgen/runtime` give."""

from __future__ import annotations

from gradgen.analysis.shape_rules import elementwise_dtype, shape_rule
from gradgen.analysis.shape_rules_layout import expand_dims
from gradgen.analysis.shape_tools import as_array, elementwise, kind_of
from gradgen.analysis.values import INT, UNKNOWN, Info


@shape_rule("helper.unbroadcast")
def unbroadcast(grad: Info, x: Info) -> Info:
    """Return what is known of `unbroadcast(grad, x)`: the shape of `x`."""
    x = as_array(x)
    return Info(kind_of(x.shape, [x]), x.shape, grad.dtype, grad.dtype_facts)


@shape_rule("helper.zero_like")
def zero_like(x: Info) -> Info:
    """Return what is known of a zero in the shape of `x`."""
    return unbroadcast(x, x)


@shape_rule("helper.matmul_grad_left", "helper.dot_grad_left", "helper.tensordot_grad_left")
def left(grad: Info, a: Info, b: Info, axes: Info | None = None) -> Info:
    """Return what is known of the adjoint of the first operand of a product."""
    return unbroadcast(grad, a)


@shape_rule("helper.matmul_grad_right", "helper.dot_grad_right", "helper.tensordot_grad_right")
def right(grad: Info, a: Info, b: Info, axes: Info | None = None) -> Info:
    """Return what is known of the adjoint of the second operand of a product."""
    return unbroadcast(grad, b)


@shape_rule("helper.keep_axes")
def keep_axes(y: Info, axis: Info, keepdims: Info) -> Info:
    """Return what is known of a reduced array with its axes put back."""
    if axis.kind == "none" or (keepdims.known and keepdims.value):
        return y
    if axis.known and keepdims.known:
        return expand_dims(y, axis)
    return UNKNOWN


@shape_rule("helper.count_along")
def count_along(x: Info, axis: Info) -> Info:
    """Return what is known of a number of elements."""
    return INT


@shape_rule("helper.power_slope", "helper.ratio", "helper.log_or_zero")
def formula(*operands: Info) -> Info:
    """Return what is known of an elementwise formula."""
    return elementwise(operands, elementwise_dtype("divide", operands))
