"""The helpers of `gradgen/runtime`, so that what gradgen writes is differentiated as it is read.

Helpers that are not here are differentiated like a function of the user's.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F811, F821

from gradgen.rules.registry import adjoint, constant, elementwise, linear, tangent

# Shapes: each is the adjoint of a function of NumPy, so its own adjoint is that function


@linear("helper.unbroadcast(g, x: like) -> y", view="maybe", view_of="g")
def unbroadcast(y, g, x):
    grad[g] = unbroadcast(grad[y], g)


@linear("helper.keep_axes(reduced, axis: option, keepdims: option) -> y", cheap=True)
def keep_axes(y, reduced, axis, keepdims):
    grad[reduced] = np.reshape(grad[y], np.shape(reduced))


@linear("helper.on_diagonal(g, a: like, k: option) -> y")
def on_diagonal(y, g, a, k):
    if rank(a) == 2:
        grad[g] = unbroadcast(np.diagonal(grad[y], k), g)
    else:
        grad[g] = unbroadcast(np.moveaxis(np.diagonal(grad[y], k), -1, 0), g)


@linear("helper.diag_grad(g, v: like, k: option) -> y")
def diag_grad(y, g, v, k):
    grad[g] = np.diag(grad[y], k)


@linear("helper.repeat_grad(g, a: like, repeats: option, axis: option) -> y")
def repeat_grad(y, g, a, repeats, axis):
    grad[g] = np.repeat(grad[y], repeats, axis=axis)


@linear("helper.tile_grad(g, a: like, reps: option) -> y")
def tile_grad(y, g, a, reps):
    grad[g] = np.tile(grad[y], reps)


@linear("helper.take_grad(g, a: like, indices: option, axis: option) -> y")
def take_grad(y, g, a, indices, axis):
    grad[g] = np.take(grad[y], indices, axis=axis)


@linear("helper.take_along_axis_grad(g, a: like, indices: option, axis: option) -> y")
def take_along_axis_grad(y, g, a, indices, axis):
    grad[g] = np.take_along_axis(grad[y], indices, axis)


@linear("helper.cumsum_grad(g, a: like, axis: option) -> y")
def cumsum_grad(y, g, a, axis):
    grad[g] = np.cumsum(grad[y], axis=axis)


@linear("helper.diff_grad(g, axis: option) -> y")
def diff_grad(y, g, axis):
    grad[g] = np.diff(grad[y], axis=axis)


@linear("helper.extreme_grad(g, values: like, extreme: like) -> y")
def extreme_grad(y, g, values, extreme):
    grad[g] = extreme_tangent(grad[y], values, extreme)


@linear("helper.extreme_tangent(d_values, values: like, extreme: like) -> y")
def extreme_tangent(y, d_values, values, extreme):
    grad[d_values] = extreme_grad(grad[y], values, extreme)


@linear("helper.sum_grad(g, items: like) -> y")
def sum_grad(y, g, items):
    grad[g] = sum_like(grad[y], g)


@linear("helper.sum_like(parts, x: like) -> y")
def sum_like(y, parts, x):
    grad[parts] = sum_grad(grad[y], parts)


@linear("helper.split_like(g, arrays: like, axis: option) -> y")
def split_like(y, g, arrays, axis):
    grad[g] = join_like(grad[y], g, axis)


@linear("helper.join_like(pieces, x: like, axis: option) -> y")
def join_like(y, pieces, x, axis):
    grad[pieces] = split_like(grad[y], pieces, axis)


@linear("helper.list_grad(g, items: like) -> y")
def list_grad(y, g, items):
    grad[g] = list(grad[y])


@linear("helper.nest_sum(a, b) -> y")
def nest_sum(y, a, b):
    grad[a] = grad[y]
    grad[b] = grad[y]


@linear("helper.nested_like(g, x: like) -> y")
def nested_like(y, g, x):
    grad[g] = grad[y]


@linear("helper.nest_copy(x) -> y")
def nest_copy(y, x):
    grad[x] = grad[y]


constant("helper.zero_like helper.count_along helper.contracted_axes", "made of shapes alone")

# Formulas

elementwise("helper.log_or_zero(x) -> y", x="1.0 / (x + (x == 0))")
elementwise("helper.ratio(a, b) -> y", a="ratio(1.0, b)", b="-ratio(y, b)")
constant("helper.count_equal", "a count: it moves in jumps")
elementwise("helper.sinc_slope(x) -> y", x="sinc_curvature(x)")

# Products: with `y = left(g, b)` the adjoint of `a` in `a @ b`, `<y, v> = <g, v @ b>` for all v


@adjoint("helper.matmul_grad_left(g, a: like, b) -> y", expensive=True)
def matmul_grad_left(y, g, a, b):
    grad[g] = np.matmul(grad[y], b)
    grad[b] = matmul_grad_right(g, grad[y], b)


@tangent("helper.matmul_grad_left(g, a: like, b) -> y")
def matmul_grad_left(y, g, a, b):
    d[y] = matmul_grad_left(d[g], a, b) + matmul_grad_left(g, a, d[b])


@adjoint("helper.matmul_grad_right(g, a, b: like) -> y", expensive=True)
def matmul_grad_right(y, g, a, b):
    grad[g] = np.matmul(a, grad[y])
    grad[a] = matmul_grad_left(g, a, grad[y])


@tangent("helper.matmul_grad_right(g, a, b: like) -> y")
def matmul_grad_right(y, g, a, b):
    d[y] = matmul_grad_right(d[g], a, b) + matmul_grad_right(g, d[a], b)


@adjoint("helper.dot_grad_left(g, a: like, b) -> y", expensive=True)
def dot_grad_left(y, g, a, b):
    grad[g] = np.dot(grad[y], b)
    grad[b] = dot_grad_right(g, grad[y], b)


@tangent("helper.dot_grad_left(g, a: like, b) -> y")
def dot_grad_left(y, g, a, b):
    d[y] = dot_grad_left(d[g], a, b) + dot_grad_left(g, a, d[b])


@adjoint("helper.dot_grad_right(g, a, b: like) -> y", expensive=True)
def dot_grad_right(y, g, a, b):
    grad[g] = np.dot(a, grad[y])
    grad[a] = dot_grad_left(g, a, grad[y])


@tangent("helper.dot_grad_right(g, a, b: like) -> y")
def dot_grad_right(y, g, a, b):
    d[y] = dot_grad_right(d[g], a, b) + dot_grad_right(g, d[a], b)


@adjoint("helper.inner_grad_left(g, a: like, b) -> y", expensive=True)
def inner_grad_left(y, g, a, b):
    grad[g] = np.inner(grad[y], b)
    grad[b] = inner_grad_right(g, grad[y], b)


@tangent("helper.inner_grad_left(g, a: like, b) -> y")
def inner_grad_left(y, g, a, b):
    d[y] = inner_grad_left(d[g], a, b) + inner_grad_left(g, a, d[b])


@adjoint("helper.inner_grad_right(g, a, b: like) -> y", expensive=True)
def inner_grad_right(y, g, a, b):
    grad[g] = np.inner(a, grad[y])
    grad[a] = inner_grad_left(g, a, grad[y])


@tangent("helper.inner_grad_right(g, a, b: like) -> y")
def inner_grad_right(y, g, a, b):
    d[y] = inner_grad_right(d[g], a, b) + inner_grad_right(g, d[a], b)


@adjoint("helper.tensordot_grad_left(g, a: like, b, axes: option) -> y", expensive=True)
def tensordot_grad_left(y, g, a, b, axes):
    grad[g] = np.tensordot(grad[y], b, axes=axes)
    grad[b] = tensordot_grad_right(g, grad[y], b, axes)


@tangent("helper.tensordot_grad_left(g, a: like, b, axes: option) -> y")
def tensordot_grad_left(y, g, a, b, axes):
    d[y] = tensordot_grad_left(d[g], a, b, axes) + tensordot_grad_left(g, a, d[b], axes)


@adjoint("helper.tensordot_grad_right(g, a, b: like, axes: option) -> y", expensive=True)
def tensordot_grad_right(y, g, a, b, axes):
    grad[g] = np.tensordot(a, grad[y], axes=axes)
    grad[a] = tensordot_grad_left(g, a, grad[y], axes)


@tangent("helper.tensordot_grad_right(g, a, b: like, axes: option) -> y")
def tensordot_grad_right(y, g, a, b, axes):
    d[y] = tensordot_grad_right(d[g], a, b, axes) + tensordot_grad_right(g, d[a], b, axes)
