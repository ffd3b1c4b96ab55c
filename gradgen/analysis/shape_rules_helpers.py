"""Shapes of what the helpers of `gradgen/runtime` give."""

from __future__ import annotations

from gradgen.analysis.shape_rules import elementwise_dtype, shape_rule
from gradgen.analysis.shape_rules_layout import expand_dims
from gradgen.analysis.shape_rules_reductions import diff
from gradgen.analysis.shape_tools import as_array, element_of, elementwise, kind_of
from gradgen.analysis.values import INT, UNKNOWN, Info, replace


@shape_rule("helper.unbroadcast")
def unbroadcast(grad: Info, x: Info) -> Info:
    """Return what is known of `unbroadcast(grad, x)`: the shape of `x`."""
    x = as_array(x)
    return Info(kind_of(x.shape, [x]), x.shape, grad.dtype, grad.dtype_facts)


SHAPE_OF_ARGUMENT = {
    0: """sinc_slope sinc_curvature lower_half product_of_others ranks_along quantile_weights
        quantile_weights_by""",
    1: """matmul_grad_left dot_grad_left inner_grad_left tensordot_grad_left on_diagonal diag_grad
        repeat_grad tile_grad take_grad take_along_axis_grad cumsum_grad cumprod_grad cholesky_grad
        cholesky_tangent solve_tangent unpad pad_grad pad_grad_linear trapezoid_grad
        quantiles_grad weights_grad covariance_grad correlation_grad""",
    2: """matmul_grad_right dot_grad_right inner_grad_right tensordot_grad_right solve_grad_left
        cumprod_tangent trapezoid_grad_x""",
    3: "interp_grad",
}
"""Helpers whose result has the shape of an argument, by the place of that argument."""


def _enter_shapes_of_arguments() -> None:
    for place, names in SHAPE_OF_ARGUMENT.items():

        def rule(*arguments: Info, place: int = place) -> Info:
            if len(arguments) <= place:
                return UNKNOWN
            return unbroadcast(arguments[0], arguments[place])

        shape_rule(*(f"helper.{name}" for name in names.split()))(rule)


_enter_shapes_of_arguments()


@shape_rule("helper.split_like")
def split_like(grad: Info, arrays: Info, axis: Info) -> Info:
    """Return what is known of pieces of the shapes of `arrays`."""
    if arrays.items is None:
        return Info(kind="list", element=UNKNOWN)
    return Info(kind="list", items=tuple(unbroadcast(grad, one) for one in arrays.items))


@shape_rule("helper.nest_copy", "helper.nested_like", "helper.nest_sum")
def nest(one: Info, other: Info = UNKNOWN) -> Info:
    """Return what is known of a container made like another one."""
    return Info(kind=one.kind) if one.kind in ("list", "dict") else UNKNOWN


@shape_rule("helper.zero_like")
def zero_like(x: Info) -> Info:
    """Return what is known of zeros like a value: a list for a tuple as well."""
    if x.kind == "dict":
        return Info(kind="dict")
    if x.kind in ("list", "tuple"):
        element = element_of(x)
        return Info(kind="list", element=UNKNOWN if element is None else zero_like(element))
    return unbroadcast(x, x)


@shape_rule("helper.join_like")
def join_like(pieces: Info, x: Info, axis: Info) -> Info:
    """Return what is known of pieces put together: the shape of what was cut."""
    return unbroadcast(x, x)


@shape_rule("helper.sum_like")
def sum_like(parts: Info, x: Info) -> Info:
    """Return what is known of a sum of the shape of `x`."""
    return unbroadcast(x, x)


@shape_rule("helper.sum_grad", "helper.list_grad", "helper.extreme_grad")
def of_elements(grad: Info, items: Info, *others: Info) -> Info:
    """Return what is known of the gradients of elements: a list for a list."""
    if items.kind not in ("list", "tuple"):
        return unbroadcast(grad, items)
    element = element_of(items)
    return Info(kind="list", element=UNKNOWN if element is None else unbroadcast(grad, element))


@shape_rule("helper.extreme_tangent")
def of_extreme(*arguments: Info) -> Info:
    """Return that nothing is known of the tangent of an extreme element."""
    return UNKNOWN


@shape_rule("helper.keep_axes")
def keep_axes(y: Info, axis: Info, keepdims: Info) -> Info:
    """Return what is known of a reduced array with its axes put back."""
    if axis.kind == "none" or (keepdims.known and keepdims.value):
        return y
    if axis.known and keepdims.known:
        return expand_dims(y, axis)
    return UNKNOWN


@shape_rule("helper.diff_grad")
def diff_grad(grad: Info, axis: Info) -> Info:
    """Return what is known of an array one longer along `axis`: the difference turned round."""
    return diff(grad, replace(INT, value=-1, known=True), axis)


@shape_rule("helper.count_along")
def count_along(x: Info, axis: Info) -> Info:
    """Return what is known of a number of elements."""
    return INT


@shape_rule("helper.power_slope", "helper.ratio", "helper.log_or_zero")
def formula(*operands: Info) -> Info:
    """Return what is known of an elementwise formula."""
    return elementwise(operands, elementwise_dtype("divide", operands))
