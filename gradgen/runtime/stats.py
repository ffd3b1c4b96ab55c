"""Helpers for distributions of `scipy.stats`."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.systems import lower_half


def normal_dual(x, mean, cov):
    """Solve `cov @ dual = x - mean` for points along the last axis of `x`."""
    if np.shape(x)[-1:] != np.shape(cov)[-1:]:
        raise ValueError("the points have not as many coordinates as `cov` has columns")
    centred = x - mean
    return np.reshape(
        np.linalg.solve(cov, np.reshape(centred, (-1, np.shape(cov)[-1])).T).T, np.shape(centred)
    )


def times_points(grad, dual):
    """Multiply each point, along the last axis of `dual`, by its part of `grad`."""
    return np.reshape(grad, (*np.shape(dual)[:-1], 1)) * dual


def normal_grad_cov(grad, dual, cov):
    """Adjoint of `cov` in the logarithm of a normal density: the lower triangle, which is read."""
    points = np.reshape(dual, (-1, np.shape(cov)[-1]))
    weighted = np.reshape(times_points(grad, dual), (-1, np.shape(cov)[-1]))
    return lower_half(weighted.T @ points - np.sum(grad) * np.linalg.inv(cov))


def normal_tangent_cov(d_cov, dual, cov):
    """Tangent of the logarithm of a normal density along `d_cov`, of its lower triangle."""
    symmetric = np.tril(d_cov) + np.tril(d_cov, -1).T
    trace = np.sum(np.linalg.inv(cov) * symmetric)
    return 0.5 * (np.sum(dual @ symmetric * dual, axis=-1) - trace)
