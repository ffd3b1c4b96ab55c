"""Methods of ufuncs: `reduce`, `accumulate`, `outer`, `reduceat`; those of sums, products and
extremes are in `reductions.py`, `at` is a write.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D205, D401, F811, F821

from gradgen.rules.registry import adjoint, constant, linear, reduction, refused, tangent

# Along an axis


@reduction("numpy.logaddexp.reduce(a, axis=0, *, keepdims=False) -> y")
def logaddexp_reduce(y, a, axis, keepdims):
    """The shares of the exponentials in their sum: softmax."""
    partial[a] = np.exp(a - kept(y, axis, keepdims))


@reduction("numpy.logaddexp2.reduce(a, axis=0, *, keepdims=False) -> y")
def logaddexp2_reduce(y, a, axis, keepdims):
    partial[a] = np.exp2(a - kept(y, axis, keepdims))


@reduction("numpy.hypot.reduce(a, axis=0, *, keepdims=False) -> y")
def hypot_reduce(y, a, axis, keepdims):
    """Where the result is 0, the subgradient 0."""
    partial[a] = ratio(a, kept(y, axis, keepdims))


@adjoint(
    "numpy.maximum.accumulate(a, axis=0) -> y",
    also=["numpy.minimum.accumulate"],
)
def running_extreme(y, a, axis):
    """Each result is one of the elements; of those that tie, the first one."""
    grad[a] = take_along_axis_grad(grad[y], a, places_of_extremes(y, axis), axis)


@tangent(
    "numpy.maximum.accumulate(a, axis=0) -> y",
    also=["numpy.minimum.accumulate"],
)
def running_extreme(y, a, axis):
    d[y] = np.take_along_axis(d[a], places_of_extremes(y, axis), axis)


@linear("numpy.add.reduceat(a, indices: option, axis=0) -> y")
def add_reduceat(y, a, indices, axis):
    grad[a] = reduceat_grad(grad[y], a, indices, axis)


# Each element with each other one


@linear("numpy.add.outer(a, b) -> y")
def add_outer(y, a, b):
    if rank(a) is None or rank(b) is None:
        refuse("`np.add.outer` of arrays of unknown rank", "write `a[:, None] + b`")
    grad[a] = np.sum(grad[y], axis=-1 if rank(b) == 1 else tuple(range(-rank(b), 0)))
    grad[b] = np.sum(grad[y], axis=0 if rank(a) == 1 else tuple(range(rank(a))))


@linear("numpy.subtract.outer(a, b) -> y")
def subtract_outer(y, a, b):
    if rank(a) is None or rank(b) is None:
        refuse("`np.subtract.outer` of arrays of unknown rank", "write `a[:, None] - b`")
    grad[a] = np.sum(grad[y], axis=-1 if rank(b) == 1 else tuple(range(-rank(b), 0)))
    grad[b] = -np.sum(grad[y], axis=0 if rank(a) == 1 else tuple(range(rank(a))))


@adjoint("numpy.multiply.outer(a, b) -> y")
def multiply_outer(y, a, b):
    if rank(a) is None or rank(b) is None:
        refuse("`np.multiply.outer` of arrays of unknown rank", "write `a[:, None] * b`")
    grad[a] = np.tensordot(grad[y], b, axes=rank(b))
    grad[b] = np.tensordot(a, grad[y], axes=rank(a))


@tangent("numpy.multiply.outer(a, b) -> y")
def multiply_outer(y, a, b):
    d[y] = np.multiply.outer(d[a], b) + np.multiply.outer(a, d[b])


OTHERS = "divide true_divide power maximum minimum arctan2 hypot logaddexp logaddexp2 mod fmod"
refused(
    " ".join(f"numpy.{name}.outer" for name in OTHERS.split()),
    "it is the function itself of `a`, with axes put behind its own, and `b`",
    "write `np.hypot(a[:, None], b)`: broadcasting does the same",
)
constant(
    "numpy.logical_and.reduce numpy.logical_or.reduce numpy.logical_xor.reduce"
    " numpy.logical_and.accumulate numpy.logical_or.accumulate numpy.logical_xor.accumulate"
    " numpy.equal.outer numpy.not_equal.outer numpy.less.outer numpy.less_equal.outer"
    " numpy.greater.outer numpy.greater_equal.outer",
    "a truth value",
)
