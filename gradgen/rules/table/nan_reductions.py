"""Reductions that leave NaNs out: a NaN is a constant, and takes no gradient.

What a NaN was computed from takes 0 times a derivative that may be NaN itself, as in
`np.nanmean(residual**2)`: select what is present first, `np.mean(residual[~np.isnan(y)] ** 2)`.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, constant, reduction, tangent


@adjoint("numpy.nansum(a, axis=None, *, keepdims=False) -> y")
def nansum(y, a, axis, keepdims):
    """A NaN counts as the constant 0."""
    grad[a] = kept(grad[y], axis, keepdims) * ~np.isnan(a)


@tangent("numpy.nansum(a, axis=None, *, keepdims=False) -> y")
def nansum(y, a, axis, keepdims):
    d[y] = np.sum(d[a] * ~np.isnan(a), axis=axis, keepdims=keepdims)


@reduction("numpy.nanmean(a, axis=None, *, keepdims=False) -> y")
def nanmean(y, a, axis, keepdims):
    present = ~np.isnan(a)
    count = np.sum(present, axis=axis, keepdims=axis is not None, dtype=y.dtype)
    partial[a] = present / count


@reduction("numpy.nanvar(a, axis=None, *, ddof=0, keepdims=False) -> y")
def nanvar(y, a, axis, ddof, keepdims):
    present = ~np.isnan(a)
    count = np.sum(present, axis=axis, keepdims=axis is not None, dtype=y.dtype)
    centred = np.where(present, a - np.nanmean(a, axis=axis, keepdims=axis is not None), 0.0)
    partial[a] = 2.0 * centred / (count - ddof)


@reduction("numpy.nanstd(a, axis=None, *, ddof=0, keepdims=False) -> y")
def nanstd(y, a, axis, ddof, keepdims):
    """Where all elements are equal, the subgradient 0."""
    present = ~np.isnan(a)
    count = np.sum(present, axis=axis, keepdims=axis is not None, dtype=y.dtype)
    centred = np.where(present, a - np.nanmean(a, axis=axis, keepdims=axis is not None), 0.0)
    partial[a] = ratio(centred, kept(y, axis, keepdims)) / (count - ddof)


@reduction("numpy.nanprod(a, axis=None, *, keepdims=False) -> y")
def nanprod(y, a, axis, keepdims):
    """The product of all others, where a NaN counts as the constant 1."""
    present = ~np.isnan(a)
    partial[a] = product_of_others(np.where(present, a, 1.0), axis) * present


@reduction("numpy.nanmax(a, axis=None, *, keepdims=False) -> y")
def nanmax(y, a, axis, keepdims):
    """Elements that tie for the maximum share the gradient evenly."""
    is_max = a == kept(y, axis, keepdims)
    partial[a] = is_max / np.sum(is_max, axis=axis, keepdims=axis is not None, dtype=y.dtype)


@reduction("numpy.nanmin(a, axis=None, *, keepdims=False) -> y")
def nanmin(y, a, axis, keepdims):
    """Elements that tie for the minimum share the gradient evenly."""
    is_min = a == kept(y, axis, keepdims)
    partial[a] = is_min / np.sum(is_min, axis=axis, keepdims=axis is not None, dtype=y.dtype)


@reduction("numpy.ptp(a, axis=None, *, keepdims=False) -> y")
def ptp(y, a, axis, keepdims):
    """The greatest minus the least: elements that tie share the gradient evenly."""
    is_max = a == np.max(a, axis=axis, keepdims=axis is not None)
    is_min = a == np.min(a, axis=axis, keepdims=axis is not None)
    greatest = is_max / np.sum(is_max, axis=axis, keepdims=axis is not None, dtype=y.dtype)
    least = is_min / np.sum(is_min, axis=axis, keepdims=axis is not None, dtype=y.dtype)
    partial[a] = greatest - least


@adjoint("numpy.nancumsum(a, axis=None) -> y")
def nancumsum(y, a, axis):
    """A NaN counts as the constant 0."""
    grad[a] = cumsum_grad(grad[y], a, axis) * ~np.isnan(a)


@tangent("numpy.nancumsum(a, axis=None) -> y")
def nancumsum(y, a, axis):
    d[y] = np.cumsum(d[a] * ~np.isnan(a), axis=axis)


@adjoint("numpy.nancumprod(a, axis=None) -> y")
def nancumprod(y, a, axis):
    """A NaN counts as the constant 1."""
    present = ~np.isnan(a)
    grad[a] = present * cumprod_grad(grad[y], np.where(present, a, 1.0), y, axis)


@tangent("numpy.nancumprod(a, axis=None) -> y")
def nancumprod(y, a, axis):
    present = ~np.isnan(a)
    d[y] = cumprod_tangent(np.where(present, d[a], 0.0), np.where(present, a, 1.0), y, axis)


constant("numpy.nanargmax numpy.nanargmin", "an index or a count: it moves in jumps")
