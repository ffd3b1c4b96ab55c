"""Samples along an axis: convolution, interpolation, differences, integrals."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, linear, tangent

# Convolution


@adjoint("numpy.convolve(a, v, mode='full') -> y", expensive=True)
def convolve(y, a, v, mode):
    """The correlation with the other factor; other modes cut a piece out of the full result."""
    if known(mode) and mode == "full":
        grad[a] = np.correlate(grad[y], v, mode="valid")
        grad[v] = np.correlate(grad[y], a, mode="valid")
    elif known(mode) and mode == "valid":
        padded = np.pad(grad[y], min(length(a, 0), length(v, 0)) - 1)
        grad[a] = np.correlate(padded, v, mode="valid")
        grad[v] = np.correlate(padded, a, mode="valid")
    else:
        padded = pad_to_full(grad[y], a, v, mode, False)
        grad[a] = np.correlate(padded, v, mode="valid")
        grad[v] = np.correlate(padded, a, mode="valid")


@tangent("numpy.convolve(a, v, mode='full') -> y")
def convolve(y, a, v, mode):
    d[y] = np.convolve(d[a], v, mode=mode) + np.convolve(a, d[v], mode=mode)


@adjoint("numpy.correlate(a, v, mode='valid') -> y", expensive=True)
def correlate(y, a, v, mode):
    """A convolution with `v` from its end; other modes cut a piece out of the full result."""
    if known(mode) and mode == "full":
        grad[a] = np.convolve(grad[y], v, mode="valid")
        grad[v] = np.correlate(grad[y], a, mode="valid")[::-1]
    elif known(mode) and mode == "valid":
        padded = np.pad(grad[y], min(length(a, 0), length(v, 0)) - 1)
        grad[a] = np.convolve(padded, v, mode="valid")
        grad[v] = np.correlate(padded, a, mode="valid")[::-1]
    else:
        padded = pad_to_full(grad[y], a, v, mode, True)
        grad[a] = np.convolve(padded, v, mode="valid")
        grad[v] = np.correlate(padded, a, mode="valid")[::-1]


@tangent("numpy.correlate(a, v, mode='valid') -> y")
def correlate(y, a, v, mode):
    d[y] = np.correlate(d[a], v, mode=mode) + np.correlate(a, d[v], mode=mode)


# Interpolation


@adjoint(
    "numpy.interp(x, xp, fp, left: data = None, right: data = None) -> y",
    domain="x not in xp",
)
def interp(y, x, xp, fp, left, right):
    """A value is shared by its two neighbours; at one of them the slope to the right counts.

    Outside of `xp` the value is that of `left`, or of the first of `fp`, and the slope is 0.
    """
    if given(left) and given(right):
        inside = np.where((xp[0] <= x) & (x <= xp[-1]), grad[y], 0.0)
    elif given(left):
        inside = np.where(xp[0] <= x, grad[y], 0.0)
    elif given(right):
        inside = np.where(x <= xp[-1], grad[y], 0.0)
    else:
        inside = grad[y]
    grad[x] = grad[y] * interp_slope(x, xp, fp)
    grad[xp] = -interp_grad(inside * interp_slope(x, xp, fp), x, xp, xp)
    grad[fp] = interp_grad(inside, x, xp, fp)
    grad[left] = np.sum(grad[y] * (x < xp[0]))
    grad[right] = np.sum(grad[y] * (x > xp[-1]))


@tangent("numpy.interp(x, xp, fp, left: data = None, right: data = None) -> y")
def interp(y, x, xp, fp, left, right):
    slope = interp_slope(x, xp, fp)
    d[y] += slope * d[x]
    d[y] += -slope * np.interp(x, xp, d[xp])
    if given(left) and given(right):
        d[y] += np.interp(x, xp, d[fp], left=d[left], right=d[right])
    elif given(left):
        d[y] += np.interp(x, xp, d[fp], left=d[left])
    elif given(right):
        d[y] += np.interp(x, xp, d[fp], right=d[right])
    else:
        d[y] += np.interp(x, xp, d[fp])


# Differences and integrals


@linear("numpy.diff(a, n=1, axis=-1, prepend: data = None, append: data = None) -> y")
def diff(y, a, n, axis, prepend, append):
    """Minus the differences, with zeros at both ends; what was joined to the ends is cut off."""
    if known(n) and n == 0:
        joined = grad[y]
    elif known(n) and n == 1:
        joined = diff_grad(grad[y], axis)
    elif known(n) and n == 2:
        joined = diff_grad(diff_grad(grad[y], axis), axis)
    else:
        joined = diffs_grad(grad[y], n, axis)
    if not given(prepend) and not given(append):
        grad[a] = joined
    elif (
        not known(axis)
        or (given(prepend) and rank(prepend) != 0)
        or (given(append) and rank(append) != 0)
    ):
        grad[prepend] = cut_like(joined, 0, prepend, axis)
        grad[a] = cut_like(joined, length_along(prepend, axis), a, axis)
        after = length_along(prepend, axis) + length(a, axis)
        grad[append] = cut_like(joined, after, append, axis)
    elif rank(a) == 1 and given(prepend) and given(append):
        grad[prepend] = joined[0]
        grad[a] = joined[1:-1]
        grad[append] = joined[-1]
    elif rank(a) == 1 and given(prepend):
        grad[prepend] = joined[0]
        grad[a] = joined[1:]
    elif rank(a) == 1:
        grad[a] = joined[:-1]
        grad[append] = joined[-1]
    elif given(prepend) and given(append):
        grad[prepend] = np.sum(joined[at(axis, 0)])
        grad[a] = joined[part(axis, 1, -1)]
        grad[append] = np.sum(joined[at(axis, -1)])
    elif given(prepend):
        grad[prepend] = np.sum(joined[at(axis, 0)])
        grad[a] = joined[part(axis, 1, None)]
    else:
        grad[a] = joined[part(axis, None, -1)]
        grad[append] = np.sum(joined[at(axis, -1)])


@linear("numpy.ediff1d(ary, to_end: data = None, to_begin: data = None) -> y")
def ediff1d(y, ary, to_end, to_begin):
    """The differences of all elements in one row, with what is joined to their ends."""
    if given(to_begin):
        inner = grad[y][size(to_begin) : size(to_begin) + size(ary) - 1]
        grad[to_end] = np.reshape(grad[y][size(to_begin) + size(ary) - 1 :], np.shape(to_end))
    elif given(to_end):
        inner = grad[y][: size(ary) - 1]
        grad[to_end] = np.reshape(grad[y][size(ary) - 1 :], np.shape(to_end))
    else:
        inner = grad[y]
    grad[ary] = np.reshape(diff_grad(inner, 0), np.shape(ary))
    grad[to_begin] = np.reshape(grad[y][: size(to_begin)], np.shape(to_begin))


@adjoint(
    "numpy.trapezoid(y, x: data = None, dx: data = 1.0, axis=-1) -> area",
    also=["scipy.integrate.trapezoid"],
)
def trapezoid(area, y, x, dx, axis):
    """Half the width of each interval goes to both its ends; widths get the mean of their ends."""
    if rank(y) == 1 and rank(x) == 1:
        half = 0.5 * grad[area]
        grad[y] = to_both_ends(half * np.diff(x), 0)
        grad[x] = diff_grad(half * (y[1:] + y[:-1]), 0)
    elif rank(y) == 1 and not given(x):
        grad[y] = to_both_ends(np.full_like(y[1:], 0.5 * grad[area] * dx), 0)
        grad[dx] = 0.5 * grad[area] * np.sum(y[1:] + y[:-1])
    elif rank(y) is not None and rank(x) == 1 and known(axis) and axis in (-1, rank(y) - 1):
        half = 0.5 * np.expand_dims(grad[area], -1)
        grad[y] = to_both_ends(half * np.diff(x), -1)
        grad[x] = diff_grad(np.sum(half * neighbour_sums(y, -1), axis=tuple(range(rank(y) - 1))), 0)
    else:
        grad[y] = trapezoid_grad(grad[area], y, x, dx, axis)
        grad[x] = trapezoid_grad_x(grad[area], y, x, axis)
        grad[dx] = np.sum(grad[area] * np.trapezoid(y, axis=axis))


@tangent(
    "numpy.trapezoid(y, x: data = None, dx: data = 1.0, axis=-1) -> area",
    also=["scipy.integrate.trapezoid"],
)
def trapezoid(area, y, x, dx, axis):
    """Linear in the values, and in the positions."""
    if given(x):
        d[area] = np.trapezoid(d[y], x=x, axis=axis) + np.trapezoid(y, x=d[x], axis=axis)
    elif given(dx):
        d[area] = np.trapezoid(d[y], dx=dx, axis=axis) + np.trapezoid(y, axis=axis) * d[dx]
    else:
        d[area] = np.trapezoid(d[y], axis=axis)


@adjoint("numpy.gradient(f, *varargs, axis=None, edge_order=1) -> y")
def gradient(y, f, varargs, axis, edge_order):
    """Slopes between neighbours, weighted by the widths beside them; at the ends, extrapolated."""
    if len(varargs) > 1:
        refuse("`np.gradient` along several axes with spacings", "call it once for each `axis`")
    elif rank(f) == 1 or (known(axis) and is_int(axis)):
        along = 0 if rank(f) == 1 else axis
        if len(varargs) == 0:
            grad[f] = gradient_grad(grad[y], f, 1.0, along, edge_order)
        else:
            grad[f] = gradient_grad(grad[y], f, varargs[0], along, edge_order)
        for h in varargs:
            grad[h] = spacing_grad(grad[y], f, h, along, edge_order)
    elif known(axis) and axis is None:
        if len(varargs) == 0:
            grad[f] = gradients_grad(grad[y], f, 1.0, edge_order)
        else:
            grad[f] = gradients_grad(grad[y], f, varargs[0], edge_order)
        for _h in varargs:
            refuse("`np.gradient` along axes that are not known, by its spacing", "write `axis=0`")
    else:
        refuse("`np.gradient` along several axes, or one that is no literal", "write `axis=0`")


@tangent("numpy.gradient(f, *varargs, axis=None, edge_order=1) -> y")
def gradient(y, f, varargs, axis, edge_order):
    if len(varargs) > 1:
        refuse("`np.gradient` along several axes with spacings", "call it once for each `axis`")
    elif len(varargs) == 0:
        d[y] = np.gradient(d[f], axis=axis, edge_order=edge_order)
    elif rank(f) == 1 or (known(axis) and is_int(axis)):
        along = 0 if rank(f) == 1 else axis
        d[y] += np.gradient(d[f], varargs[0], axis=axis, edge_order=edge_order)
        for h in varargs:
            d[y] += spacing_tangent(d[h], f, h, along, edge_order)
    elif known(axis) and axis is None:
        d[y] += np.gradient(d[f], varargs[0], edge_order=edge_order)
        for _h in varargs:
            refuse("`np.gradient` along axes that are not known, by its spacing", "write `axis=0`")
    else:
        refuse("`np.gradient` along several axes, or one that is no literal", "write `axis=0`")
