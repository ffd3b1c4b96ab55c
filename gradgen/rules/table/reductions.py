# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F811, F821
"""Sums, means, extremes: functions that reduce an array along axes."""

from gradgen.rules.registry import adjoint, constant, linear, tangent


@linear(
    "numpy.sum(a, axis=None, *, keepdims=False) -> y",
    also=["ndarray.sum"],
    roles={"y": "sum"},
)
def sum_(y, a, axis, keepdims):
    grad[a] = np.broadcast_to(kept(grad[y], axis, keepdims), np.shape(a))


@linear(
    "numpy.mean(a, axis=None, *, keepdims=False) -> y",
    also=["ndarray.mean"],
    roles={"y": "mean"},
)
def mean(y, a, axis, keepdims):
    grad[a] = np.broadcast_to(kept(grad[y], axis, keepdims) / size(a, axis), np.shape(a))


@adjoint(
    "numpy.max(a, axis=None, *, keepdims=False) -> y",
    also=["numpy.amax", "ndarray.max"],
    roles={"y": "max"},
)
def max_(y, a, axis, keepdims):
    """Elements that tie for the maximum share the gradient evenly."""
    is_max = a == kept(y, axis, keepdims)
    share = kept(grad[y], axis, keepdims) / np.sum(is_max, axis=axis, keepdims=axis is not None)
    grad[a] = share * is_max


@tangent(
    "numpy.max(a, axis=None, *, keepdims=False) -> y",
    also=["numpy.amax", "ndarray.max"],
)
def max_(y, a, axis, keepdims):
    is_max = a == kept(y, axis, keepdims)
    count = np.sum(is_max, axis=axis, keepdims=keepdims)
    d[y] = np.sum(is_max * d[a], axis=axis, keepdims=keepdims) / count


@adjoint(
    "numpy.min(a, axis=None, *, keepdims=False) -> y",
    also=["numpy.amin", "ndarray.min"],
    roles={"y": "min"},
)
def min_(y, a, axis, keepdims):
    """Elements that tie for the minimum share the gradient evenly."""
    is_min = a == kept(y, axis, keepdims)
    share = kept(grad[y], axis, keepdims) / np.sum(is_min, axis=axis, keepdims=axis is not None)
    grad[a] = share * is_min


@tangent(
    "numpy.min(a, axis=None, *, keepdims=False) -> y",
    also=["numpy.amin", "ndarray.min"],
)
def min_(y, a, axis, keepdims):
    is_min = a == kept(y, axis, keepdims)
    count = np.sum(is_min, axis=axis, keepdims=keepdims)
    d[y] = np.sum(is_min * d[a], axis=axis, keepdims=keepdims) / count


constant(
    "numpy.argmax numpy.argmin numpy.argsort numpy.nonzero numpy.flatnonzero numpy.searchsorted"
    " numpy.argwhere numpy.count_nonzero numpy.unravel_index numpy.digitize ndarray.argmax"
    " ndarray.argmin ndarray.argsort ndarray.nonzero ndarray.searchsorted",
    "an index or a count: it moves in jumps",
)
constant("numpy.any numpy.all ndarray.any ndarray.all", "a truth value")
