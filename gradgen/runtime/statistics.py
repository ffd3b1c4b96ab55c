"""Helpers for quantiles, weighted means and covariances."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.broadcasting import keep_axes


def ranks_along(a, axis):
    """Return the place of each element of `a` in their order along `axis`, from 0 on."""
    every = tuple(range(np.ndim(a)))
    axes = every if axis is None else axis if isinstance(axis, tuple) else (axis,)
    first = tuple(range(len(axes)))
    moved = np.moveaxis(a, axes, first)
    lines = np.reshape(moved, (-1, *np.shape(moved)[len(axes) :]))
    ranks = np.argsort(np.argsort(lines, axis=0), axis=0)
    return np.moveaxis(np.reshape(ranks, np.shape(moved)), first, axes)


def quantile_weights(a, q, axis):
    """Differentiate the `q`-th quantile along `axis` by `a`: two neighbours in order share it.

    NaNs count as if they were not there. The shares are constant where no two elements tie.
    """
    count = np.sum(~np.isnan(a), axis=axis, keepdims=axis is not None)
    place = np.maximum((count - 1) * q, 0)
    shares = np.maximum(1 - np.abs(ranks_along(a, axis) - place), 0)
    return shares.astype(np.result_type(a))


def quantile_weights_by(a, q, axis, method):
    """Differentiate the `q`-th quantile along `axis` by `a`, in the definition of `method`."""
    count = np.sum(~np.isnan(a), axis=axis, keepdims=axis is not None)
    place = quantile_place(count, q, method)
    shares = np.maximum(1 - np.abs(ranks_along(a, axis) - place), 0)
    return shares.astype(np.result_type(a))


def quantile_place(count, q, method):
    """Return where the `q`-th quantile stands among `count` elements in order, from 0 on.

    Between two of them they share it. The definitions: Hyndman and Fan (1996).
    """
    among = (count - 1) * q
    if method == "lower":
        place = np.floor(among)
    elif method == "higher":
        place = np.ceil(among)
    elif method == "nearest":
        place = np.rint(among)
    elif method == "midpoint":
        place = 0.5 * (np.floor(among) + np.ceil(among))
    elif method == "inverted_cdf":
        place = np.ceil(count * q) - 1
    elif method == "averaged_inverted_cdf":
        place = 0.5 * (np.ceil(count * q) - 1 + np.floor(count * q))
    elif method == "closest_observation":
        place = np.rint(count * q) - 1
    else:
        place = among + interpolated_start(q, method)
    return np.clip(place, 0, np.maximum(count - 1, 0))


def interpolated_start(q, method):
    """Return how far a continuous definition of quantiles stands from the linear one."""
    starts = {
        "linear": (1, 1), "interpolated_inverted_cdf": (0, 1), "hazen": (0.5, 0.5),
        "weibull": (0, 0), "median_unbiased": (1 / 3, 1 / 3), "normal_unbiased": (3 / 8, 3 / 8),
    }  # fmt: skip
    alpha, beta = starts[method]
    return q + alpha + q * (1 - alpha - beta) - 1


def quantiles_grad(grad, a, q, axis, keepdims, method):
    """Adjoint of `a` in `np.quantile(a, q, axis)`, for one or several `q`."""
    if np.ndim(q) == 0:
        return keep_axes(grad, axis, keepdims) * quantile_weights_by(a, q, axis, method)
    total = np.zeros_like(a)
    for k, one in enumerate(q):
        total = total + quantiles_grad(grad[k], a, one, axis, keepdims, method)
    return total


def quantiles_tangent(d_a, a, q, axis, keepdims, method):
    """Tangent of `np.quantile(a, q, axis)`, for one or several `q`."""
    if np.ndim(q) == 0:
        shares = quantile_weights_by(a, q, axis, method)
        return np.sum(shares * d_a, axis=axis, keepdims=keepdims)
    return np.stack([quantiles_tangent(d_a, a, one, axis, keepdims, method) for one in q])


def weights_along(weights, a, axis):
    """Give `weights` that belong to the elements along `axis` the rank of `a`."""
    if np.shape(weights) == np.shape(a):
        return weights
    axes = axis if isinstance(axis, tuple) else (axis,)
    axes = [one % np.ndim(a) for one in axes]
    ordered = np.transpose(weights, np.argsort(axes).tolist())
    return np.reshape(ordered, [n if i in axes else 1 for i, n in enumerate(np.shape(a))])


def weights_grad(grad, weights, a, axis):
    """Adjoint of `weights` in `weights_along(weights, a, axis)`, for `grad` like `a`."""
    if np.shape(weights) == np.shape(a):
        return grad
    axes = axis if isinstance(axis, tuple) else (axis,)
    axes = [one % np.ndim(a) for one in axes]
    others = tuple(i for i in range(np.ndim(a)) if i not in axes)
    return np.transpose(np.sum(grad, axis=others), np.argsort(np.argsort(axes)).tolist())


def as_rows(x, rowvar):
    """Return the observations of each variable as a row, as `np.cov` reads them."""
    if np.ndim(x) < 2:
        return np.reshape(x, (1, -1))
    return x if rowvar else np.transpose(x)


def rows_like(rows, x, rowvar):
    """Put rows back as they stood in `x`: the adjoint of `as_rows`."""
    if np.ndim(x) < 2:
        return np.reshape(rows, np.shape(x))
    return rows if rowvar else np.transpose(rows)


def covariance_grad(grad, rows, ddof):
    """Adjoint of `rows` in `np.cov(rows, ddof=ddof)`."""
    both = np.reshape(grad, (len(rows), len(rows)))
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    return (both + both.T) @ centred / (np.shape(rows)[1] - ddof)


def covariance_tangent(d_rows, rows, ddof):
    """Tangent of `np.cov(rows, ddof=ddof)`."""
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    half = d_rows @ centred.T / (np.shape(rows)[1] - ddof)
    return np.squeeze(half + half.T)


def correlation_grad(grad, rows):
    """Adjoint of `rows` in `np.corrcoef(rows)`: products of centred rows of length 1."""
    both = np.reshape(grad, (len(rows), len(rows)))
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    lengths = np.sqrt(np.sum(centred**2, axis=1, keepdims=True))
    unit = centred / lengths
    slope = (both + both.T) @ unit
    return (slope - unit * np.sum(unit * slope, axis=1, keepdims=True)) / lengths


def correlation_tangent(d_rows, rows):
    """Tangent of `np.corrcoef(rows)`."""
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    lengths = np.sqrt(np.sum(centred**2, axis=1, keepdims=True))
    unit = centred / lengths
    d_centred = d_rows - np.mean(d_rows, axis=1, keepdims=True)
    d_unit = (d_centred - unit * np.sum(unit * d_centred, axis=1, keepdims=True)) / lengths
    half = d_unit @ unit.T
    return np.squeeze(half + half.T)
