"""Quantiles, weighted means, covariances, and the reductions that leave NaNs out."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, reduction, refused, tangent

# Quantiles: two neighbours in the order of the elements share each one


@reduction("numpy.median(a, axis=None, *, keepdims=False) -> y", also=["numpy.nanmedian"])
def median(y, a, axis, keepdims):
    """Half each for the two in the middle; of elements that tie, one stands for all."""
    partial[a] = quantile_weights(a, 0.5, axis)


@adjoint(
    "numpy.quantile(a, q: option, axis=None, *, method='linear', keepdims=False) -> y",
    also=["numpy.nanquantile"],
)
def quantile(y, a, q, axis, method, keepdims):
    """Two neighbours share it, by where it stands between them; constant in `q`."""
    if rank(q) == 0 and known(method) and method == "linear":
        shares = quantile_weights(a, q, axis)
        grad[a] = kept(grad[y], axis, keepdims) * shares
    else:
        grad[a] = quantiles_grad(grad[y], a, q, axis, keepdims, method)


@tangent(
    "numpy.quantile(a, q: option, axis=None, *, method='linear', keepdims=False) -> y",
    also=["numpy.nanquantile"],
)
def quantile(y, a, q, axis, method, keepdims):
    if rank(q) == 0 and known(method) and method == "linear":
        shares = quantile_weights(a, q, axis)
        d[y] = np.sum(shares * d[a], axis=axis, keepdims=keepdims)
    else:
        d[y] = quantiles_tangent(d[a], a, q, axis, keepdims, method)


@adjoint(
    "numpy.percentile(a, q: option, axis=None, *, method='linear', keepdims=False) -> y",
    also=["numpy.nanpercentile"],
)
def percentile(y, a, q, axis, method, keepdims):
    """Two neighbours share it, by where it stands between them; constant in `q`."""
    if rank(q) == 0 and known(method) and method == "linear":
        shares = quantile_weights(a, q / 100.0, axis)
        grad[a] = kept(grad[y], axis, keepdims) * shares
    else:
        grad[a] = quantiles_grad(grad[y], a, np.asarray(q) / 100.0, axis, keepdims, method)


@tangent(
    "numpy.percentile(a, q: option, axis=None, *, method='linear', keepdims=False) -> y",
    also=["numpy.nanpercentile"],
)
def percentile(y, a, q, axis, method, keepdims):
    if rank(q) == 0 and known(method) and method == "linear":
        shares = quantile_weights(a, q / 100.0, axis)
        d[y] = np.sum(shares * d[a], axis=axis, keepdims=keepdims)
    else:
        d[y] = quantiles_tangent(d[a], a, np.asarray(q) / 100.0, axis, keepdims, method)


# Weighted means


@adjoint("numpy.average(a, axis=None, weights: data = None, *, keepdims=False) -> y")
def average(y, a, axis, weights, keepdims):
    """A weight counts by how far its element is from the average."""
    if not given(weights):
        grad[a] = np.broadcast_to(kept(grad[y], axis, keepdims) / size(a, axis), np.shape(a))
    elif same_shape(a, weights):
        total = np.sum(weights, axis=axis, keepdims=axis is not None)
        share = kept(grad[y], axis, keepdims) / total
        grad[a] = share * weights
        grad[weights] = share * (a - kept(y, axis, keepdims))
    else:
        spread = weights_along(weights, a, axis)
        total = np.sum(spread, axis=axis, keepdims=axis is not None)
        share = kept(grad[y], axis, keepdims) / total
        grad[a] = share * spread
        grad[weights] = weights_grad(share * (a - kept(y, axis, keepdims)), weights, a, axis)


@tangent("numpy.average(a, axis=None, weights: data = None, *, keepdims=False) -> y")
def average(y, a, axis, weights, keepdims):
    if not given(weights):
        d[y] = np.mean(d[a], axis=axis, keepdims=keepdims)
    elif same_shape(a, weights):
        total = np.sum(weights, axis=axis, keepdims=keepdims)
        d[y] += np.sum(weights * d[a], axis=axis, keepdims=keepdims) / total
        d[y] += (
            np.sum((a - kept(y, axis, keepdims)) * d[weights], axis=axis, keepdims=keepdims) / total
        )
    else:
        spread = weights_along(weights, a, axis)
        total = np.sum(spread, axis=axis, keepdims=axis is not None)
        share = (a - kept(y, axis, keepdims)) / total
        d[y] += np.sum(spread / total * d[a], axis=axis, keepdims=keepdims)
        d[y] += np.sum(share * weights_along(d[weights], a, axis), axis=axis, keepdims=keepdims)


# Covariances


@adjoint("numpy.cov(m, y: data = None, rowvar=True, bias=False, ddof=None) -> c")
def cov(c, m, y, rowvar, bias, ddof):
    """The products of centred rows: `(G + G.T) @ centred / (n - ddof)`."""
    if not known(bias) or not known(ddof):
        refuse("`np.cov` whose `bias` or `ddof` is not a literal", "write it out")
    lost = ddof if ddof is not None else 0 if bias else 1
    if given(y) and rank(m) == 1 and rank(y) == 1:
        both = covariance_grad(grad[c], np.stack([m, y]), lost)
        grad[m] = both[0]
        grad[y] = both[1]
    elif given(y):
        refuse("`np.cov` of two arrays that are not known to be vectors", "join them to one first")
    elif rank(m) == 1:
        grad[m] = 2.0 * grad[c] / (size(m) - lost) * (m - np.mean(m))
    elif rank(m) == 2 and known(rowvar) and rowvar:
        grad[m] = covariance_grad(grad[c], m, lost)
    elif rank(m) == 2 and known(rowvar):
        grad[m] = covariance_grad(grad[c], m.mT, lost).mT
    else:
        rows = as_rows(m, rowvar)
        grad[m] = rows_like(covariance_grad(grad[c], rows, lost), m, rowvar)


@tangent("numpy.cov(m, y: data = None, rowvar=True, bias=False, ddof=None) -> c")
def cov(c, m, y, rowvar, bias, ddof):
    if not known(bias) or not known(ddof):
        refuse("`np.cov` whose `bias` or `ddof` is not a literal", "write it out")
    lost = ddof if ddof is not None else 0 if bias else 1
    if given(y) and rank(m) == 1 and rank(y) == 1:
        d[c] = covariance_tangent(np.stack([d[m], d[y]]), np.stack([m, y]), lost)
    elif given(y):
        refuse("`np.cov` of two arrays that are not known to be vectors", "join them to one first")
    elif rank(m) == 1:
        d[c] = 2.0 * np.sum((m - np.mean(m)) * d[m]) / (size(m) - lost)
    else:
        d[c] = covariance_tangent(as_rows(d[m], rowvar), as_rows(m, rowvar), lost)


@adjoint("numpy.corrcoef(x, y: data = None, rowvar=True) -> r")
def corrcoef(r, x, y, rowvar):
    """The products of centred rows of length 1: what changes their lengths has no effect."""
    if given(y) and rank(x) == 1 and rank(y) == 1:
        both = correlation_grad(grad[r], np.stack([x, y]))
        grad[x] = both[0]
        grad[y] = both[1]
    elif given(y):
        refuse("`np.corrcoef` of two arrays that are not known to be vectors", "join them first")
    elif rank(x) == 2 and known(rowvar) and rowvar:
        grad[x] = correlation_grad(grad[r], x)
    elif rank(x) == 2 and known(rowvar):
        grad[x] = correlation_grad(grad[r], x.mT).mT
    else:
        rows = as_rows(x, rowvar)
        grad[x] = rows_like(correlation_grad(grad[r], rows), x, rowvar)


@tangent("numpy.corrcoef(x, y: data = None, rowvar=True) -> r")
def corrcoef(r, x, y, rowvar):
    if given(y) and rank(x) == 1 and rank(y) == 1:
        d[r] = correlation_tangent(np.stack([d[x], d[y]]), np.stack([x, y]))
    elif given(y):
        refuse("`np.corrcoef` of two arrays that are not known to be vectors", "join them first")
    else:
        d[r] = correlation_tangent(as_rows(d[x], rowvar), as_rows(x, rowvar))


refused(
    "numpy.histogram numpy.histogram2d numpy.histogramdd numpy.histogram_bin_edges numpy.bincount",
    "it counts, so it is flat between its jumps, and its weights are added by integer positions",
    "for weights write `np.add.at(out, positions, weights)`; for densities a smooth kernel",
)
