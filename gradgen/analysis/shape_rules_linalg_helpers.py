"""Shapes of what the helpers of linear algebra give: mostly that of one argument."""

from __future__ import annotations

from gradgen.analysis.shape_rules import shape_rule
from gradgen.analysis.shape_rules_linalg import sides, without_last
from gradgen.analysis.shape_tools import as_array, made
from gradgen.analysis.values import INT, UNKNOWN, UNKNOWN_DIM, Info, replace

LIKE = {
    "triangle_grad": 0, "symmetric_from": 0, "matrix_power_tangent": 0, "eigenvectors_grad": 0,
    "eigenvectors_tangent": 0, "norm_slope": 0, "vector_norm_slope": 0, "matrix_norm_slope": 0,
    "cond_slope": 0, "singular_norm_slope": 0, "pinv_grad": 1, "pinv_tangent": 2,
    "residuals_grad": 1, "residuals_tangent": 2, "left_vectors_tangent": 1,
    "right_vectors_tangent": 3, "on_last_diagonal": 1, "tensorinv_grad": 1,
    "tensorinv_tangent": 1, "matrix_as_tensor": 1, "triangular_part": 0, "times_columns": 1,
    "upper_cholesky_grad": 0, "upper_cholesky_tangent": 0, "cho_solve_grad": 2,
    "cho_solve_tangent": 1, "unit_lower": 0, "rows_in_order": 0, "rows_back": 0, "lu_inner": 0,
    "lu_outer": 0, "lu_solve_grad": 2, "lu_solve_tangent": 1, "transposed_bands": 0,
    "bands_times": 1, "below_diagonal": 1, "above_diagonal": 1, "first_row": 1,
    "wrapped_around": 1, "tridiagonal_times": 2, "lu_grad": 0, "lu_tangent": 0,
    "hermitian_from": 0, "hermitian_grad": 0, "complex_eigenvectors_grad": 0,
    "complex_eigenvectors_tangent": 0, "complex_cholesky_grad": 0, "complex_cholesky_tangent": 0,
    "outer_half_bands": 2, "half_bands_times": 1,
}  # fmt: skip
"""Helpers whose result has the shape of one of their arguments, and which one."""


def alike(x: Info) -> Info:
    """Return what is known of an array that has the shape of another one."""
    return replace(as_array(x), kind="array", value=None, known=False)


def _enter() -> None:
    for name, place in LIKE.items():

        def rule(*arguments: Info, place: int = place) -> Info:
            return alike(arguments[place]) if place < len(arguments) else UNKNOWN

        shape_rule(f"helper.{name}")(rule)


_enter()


@shape_rule("helper.inverse_gaps")
def inverse_gaps(values: Info) -> Info:
    """Return what is known of a table of differences."""
    a = as_array(values)
    dims = None if not a.shape.dims else [*a.shape.dims, a.shape.dims[-1]]
    return made("gaps", dims, [a], (), a.dtype, "array")


def between(u: Info, vh: Info) -> Info:
    """Return what is known of matrices with the rows of one and the columns of another."""
    u, vh = as_array(u), as_array(vh)
    before = without_last(u.shape, 2)
    dims = None if before is None else [*before, sides(u)[0], sides(vh)[1]]
    return made("between", dims, [u, vh], (), u.dtype, "array")


@shape_rule("helper.singular_values_grad")
def singular_values_grad(grad: Info, u: Info, vh: Info) -> Info:
    """Return what is known of a gradient by a matrix that was decomposed."""
    return between(u, vh)


@shape_rule("helper.left_vectors_grad", "helper.right_vectors_grad")
def vectors_grad(grad: Info, u: Info, s: Info, vh: Info) -> Info:
    """Return what is known of a gradient by a matrix that was decomposed."""
    return between(u, vh)


@shape_rule("helper.singular_values_tangent")
def singular_values_tangent(d_a: Info, u: Info, s: Info, vh: Info) -> Info:
    """Return what is known of tangents of singular values."""
    return alike(s)


@shape_rule("helper.qr_grad")
def qr_grad(grad_q: Info, grad_r: Info, q: Info, r: Info) -> Info:
    """Return what is known of a gradient by a matrix that was decomposed."""
    return between(q, r)


@shape_rule("helper.qr_tangent")
def qr_tangent(d_a: Info, q: Info, r: Info) -> Info:
    """Return what is known of the tangents of both factors."""
    return Info(kind="tuple", items=(alike(q), alike(r)))


@shape_rule("helper.rq_grad")
def rq_grad(grad_r: Info, grad_q: Info, r: Info, q: Info) -> Info:
    """Return what is known of a gradient by a matrix that was decomposed."""
    return between(r, q)


@shape_rule("helper.rq_tangent")
def rq_tangent(d_a: Info, r: Info, q: Info) -> Info:
    """Return what is known of the tangents of both factors."""
    return Info(kind="tuple", items=(alike(r), alike(q)))


@shape_rule("helper.multi_dot_grad")
def multi_dot_grad(grad: Info, arrays: Info, k: Info) -> Info:
    """Return what is known of the gradient by one factor of a product."""
    if arrays.items is None or not isinstance(k.value, int):
        return UNKNOWN
    return alike(arrays.items[k.value])


@shape_rule("helper.tensor_as_rows", "helper.tensor_as_matrix", "helper.outer_of_columns",
            "helper.outer_bands", "helper.first_row_only", "helper.block_above",
            "helper.upper_right", "helper.beside_diagonal", "helper.diagonal_blocks")  # fmt: skip
def matrix(x: Info, *others: Info) -> Info:
    """Return what is known of what is a matrix whatever it was made from."""
    dims = [UNKNOWN_DIM, UNKNOWN_DIM]
    return made("matrix", dims, [x, *others[-1:]], others[:-1], as_array(x).dtype, "array")


@shape_rule("helper.antidiagonal_sums")
def antidiagonal_sums(x: Info) -> Info:
    """Return what is known of sums along antidiagonals: a vector."""
    return made("antidiagonal sums", [UNKNOWN_DIM], [x], (), as_array(x).dtype, "array")


@shape_rule("helper.block_of")
def block_of(grad: Info, arrays: Info, k: Info) -> Info:
    """Return what is known of the gradient by one block."""
    return multi_dot_grad(grad, arrays, k)


@shape_rule("helper.block_placed")
def block_placed(block: Info, arrays: Info, k: Info) -> Info:
    """Return what is known of a matrix of zeros but for one block."""
    return matrix(block)


@shape_rule("helper.toeplitz_grad")
def toeplitz_grad(sums: Info, c_or_cr: Info) -> Info:
    """Return what is known of the gradient by what determines a Toeplitz matrix."""
    return alike(c_or_cr) if c_or_cr.kind == "array" else UNKNOWN


@shape_rule("helper.toeplitz_transposed")
def toeplitz_transposed(c_or_cr: Info) -> Info:
    """Return what is known of what determines the transposed matrix."""
    return c_or_cr if c_or_cr.kind == "array" else UNKNOWN


@shape_rule("helper.axes_in_order", "helper.row_order")
def axes_in_order(a: Info, axes: Info | None = None) -> Info:
    """Return what is known of a list of axes, or of rows."""
    return Info(kind="list", element=INT)
