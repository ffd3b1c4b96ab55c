"""Sums, means, extremes: functions that reduce an array along axes."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, constant, linear, reduction, tangent


@linear(
    "numpy.sum(a, axis=None, *, keepdims=False) -> y",
    also=["numpy.add.reduce(a, axis=0, *, keepdims=False)", "ndarray.sum"],
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
    also=["numpy.maximum.reduce(a, axis=0, *, keepdims=False)", "numpy.amax", "ndarray.max"],
    roles={"y": "max"},
)
def max_(y, a, axis, keepdims):
    """Elements that tie for the maximum share the gradient evenly."""
    is_max = a == kept(y, axis, keepdims)
    count = np.sum(is_max, axis=axis, keepdims=axis is not None, dtype=y.dtype)
    share = kept(grad[y], axis, keepdims) / count
    grad[a] = share * is_max


@tangent(
    "numpy.max(a, axis=None, *, keepdims=False) -> y",
    also=["numpy.maximum.reduce(a, axis=0, *, keepdims=False)", "numpy.amax", "ndarray.max"],
)
def max_(y, a, axis, keepdims):
    is_max = a == kept(y, axis, keepdims)
    count = np.sum(is_max, axis=axis, keepdims=keepdims, dtype=y.dtype)
    d[y] = np.sum(is_max * d[a], axis=axis, keepdims=keepdims) / count


@adjoint(
    "numpy.min(a, axis=None, *, keepdims=False) -> y",
    also=["numpy.minimum.reduce(a, axis=0, *, keepdims=False)", "numpy.amin", "ndarray.min"],
    roles={"y": "min"},
)
def min_(y, a, axis, keepdims):
    """Elements that tie for the minimum share the gradient evenly."""
    is_min = a == kept(y, axis, keepdims)
    count = np.sum(is_min, axis=axis, keepdims=axis is not None, dtype=y.dtype)
    share = kept(grad[y], axis, keepdims) / count
    grad[a] = share * is_min


@tangent(
    "numpy.min(a, axis=None, *, keepdims=False) -> y",
    also=["numpy.minimum.reduce(a, axis=0, *, keepdims=False)", "numpy.amin", "ndarray.min"],
)
def min_(y, a, axis, keepdims):
    is_min = a == kept(y, axis, keepdims)
    count = np.sum(is_min, axis=axis, keepdims=keepdims, dtype=y.dtype)
    d[y] = np.sum(is_min * d[a], axis=axis, keepdims=keepdims) / count


@reduction(
    "numpy.prod(a, axis=None, *, keepdims=False) -> y",
    also=["numpy.multiply.reduce(a, axis=0, *, keepdims=False)", "ndarray.prod"],
)
def prod(y, a, axis, keepdims):
    """The product of all others, without a division: elements may be 0."""
    partial[a] = product_of_others(a, axis)


@reduction("numpy.var(a, axis=None, *, ddof=0, keepdims=False) -> y", also=["ndarray.var"])
def var(y, a, axis, ddof, keepdims):
    centred = a - np.mean(a, axis=axis, keepdims=axis is not None)
    partial[a] = 2.0 / (size(a, axis) - ddof) * centred


@reduction("numpy.std(a, axis=None, *, ddof=0, keepdims=False) -> y", also=["ndarray.std"])
def std(y, a, axis, ddof, keepdims):
    """Where all elements are equal, the subgradient 0."""
    centred = a - np.mean(a, axis=axis, keepdims=axis is not None)
    partial[a] = ratio(centred, kept(y, axis, keepdims)) / (size(a, axis) - ddof)


# Running sums and products


@linear(
    "numpy.cumsum(a, axis=None) -> y", also=["numpy.add.accumulate(a, axis=0)", "ndarray.cumsum"]
)
def cumsum(y, a, axis):
    """The running sum from the other end."""
    if not known(axis):
        grad[a] = cumsum_grad(grad[y], a, axis)
    elif axis is None and rank(a) == 1:
        grad[a] = np.flip(np.cumsum(np.flip(grad[y])))
    elif axis is None:
        grad[a] = np.reshape(np.flip(np.cumsum(np.flip(grad[y]))), np.shape(a))
    else:
        grad[a] = np.flip(np.cumsum(np.flip(grad[y], axis=axis), axis=axis), axis=axis)


@adjoint(
    "numpy.cumprod(a, axis=None) -> y",
    also=["numpy.multiply.accumulate(a, axis=0)", "ndarray.cumprod"],
)
def cumprod(y, a, axis):
    """A recurrence rather than a division by `a`: elements may be 0."""
    grad[a] = cumprod_grad(grad[y], a, y, axis)


@tangent(
    "numpy.cumprod(a, axis=None) -> y",
    also=["numpy.multiply.accumulate(a, axis=0)", "ndarray.cumprod"],
)
def cumprod(y, a, axis):
    d[y] = cumprod_tangent(d[a], a, y, axis)


# In order


@adjoint("numpy.sort(a, axis=-1) -> y")
def sort(y, a, axis):
    """Each element takes the gradient of the place that it was moved to."""
    order = np.argsort(a, axis=axis)
    if known(axis) and axis is None:
        grad[a] = np.reshape(grad[y][np.argsort(order)], np.shape(a))
    elif known(axis):
        grad[a] = np.take_along_axis(grad[y], np.argsort(order, axis=axis), axis=axis)
    else:
        refuse("`np.sort` along an axis that is not a literal", "write the axis out")


@tangent("numpy.sort(a, axis=-1) -> y")
def sort(y, a, axis):
    order = np.argsort(a, axis=axis)
    if known(axis) and axis is None:
        d[y] = np.ravel(d[a])[order]
    elif known(axis):
        d[y] = np.take_along_axis(d[a], order, axis=axis)
    else:
        refuse("`np.sort` along an axis that is not a literal", "write the axis out")


@adjoint("numpy.partition(a, kth: option, axis=-1) -> y")
def partition(y, a, kth, axis):
    """Each element takes the gradient of the place that it was moved to: the ranks tell it."""
    if not known(axis) or axis is None:
        refuse(
            "`np.partition` of all elements, or along an axis that is no literal", "write `axis`"
        )
    in_order = np.take_along_axis(grad[y], np.argsort(y, axis=axis), axis=axis)
    ranks = np.argsort(np.argsort(a, axis=axis), axis=axis)
    grad[a] = np.take_along_axis(in_order, ranks, axis=axis)


@tangent("numpy.partition(a, kth: option, axis=-1) -> y")
def partition(y, a, kth, axis):
    if not known(axis) or axis is None:
        refuse(
            "`np.partition` of all elements, or along an axis that is no literal", "write `axis`"
        )
    ranks = np.argsort(np.argsort(y, axis=axis), axis=axis)
    order = np.argsort(a, axis=axis)
    d[y] = np.take_along_axis(np.take_along_axis(d[a], order, axis=axis), ranks, axis=axis)


@linear("numpy.take_along_axis(arr, indices: option, axis: option) -> y")
def take_along_axis(y, arr, indices, axis):
    grad[arr] = take_along_axis_grad(grad[y], arr, indices, axis)


constant(
    "numpy.argmax numpy.argmin numpy.argsort numpy.nonzero numpy.flatnonzero numpy.searchsorted"
    " numpy.argwhere numpy.count_nonzero numpy.unravel_index numpy.digitize ndarray.argmax"
    " ndarray.argmin ndarray.argsort ndarray.nonzero ndarray.searchsorted numpy.ix_ numpy.lexsort"
    " numpy.argpartition numpy.ravel_multi_index",
    "an index or a count: it moves in jumps",
)
constant("numpy.any numpy.all ndarray.any ndarray.all", "a truth value")
