"""Programs on summaries of data: quantiles, weighted means, covariances, missing values."""

import numpy as np
from jaxtyping import Float


def robust_scale(x: Float[np.ndarray, "n"]):
    """The distances from a median, and a quantile of them."""
    distances = np.abs(x - np.median(x))
    return np.quantile(distances, 0.7) + np.percentile(x, 20.0) ** 2


def shortfall(returns: Float[np.ndarray, "t k"], weights: Float[np.ndarray, "k"]):
    """The mean of what is worse than a quantile of a portfolio."""
    portfolio = returns @ weights
    threshold = np.quantile(portfolio, 0.4)
    return threshold - np.mean(np.maximum(threshold - portfolio, 0.0)) / 0.4


def fit_with_gaps(slope: float, offset: float, x, y):
    """A regression where some of the values are missing."""
    residual = y - slope * x - offset
    return np.nanmean(residual) ** 2 + 0.1 * np.nanmax(residual) + np.nanstd(residual)


def weighted_centre(points: Float[np.ndarray, "n d"], mass: Float[np.ndarray, "n"]):
    """The moment of inertia around the centre of mass."""
    centre = np.average(points, axis=0, weights=mass)
    return np.sum(mass * np.sum((points - centre) ** 2, axis=1))


def minimum_variance(returns: Float[np.ndarray, "t k"], weights: Float[np.ndarray, "k"]):
    """The variance of a portfolio, and how alike its parts are."""
    covariance = np.cov(returns, rowvar=False)
    alike = np.corrcoef(returns, rowvar=False)
    return weights @ covariance @ weights + 0.1 * np.sum(alike**2)


def decorrelation(x: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"]):
    """Two signals that should not go together, and their ranges."""
    return np.corrcoef(x, y)[0, 1] ** 2 + np.cov(x, y)[0, 1] + np.ptp(x) * np.ptp(y)


def drawdown(returns: Float[np.ndarray, "n"]):
    """How far a value falls below its highest one so far."""
    value = np.cumsum(returns)
    peak = np.maximum.accumulate(value)
    return np.sum((peak - value) ** 2)


def forward_algorithm(
    log_moves: Float[np.ndarray, "k k"], log_start: Float[np.ndarray, "k"], steps
):
    """A hidden chain, whose probabilities are added in logarithms."""
    log_alpha = log_start
    for _ in range(steps):
        log_alpha = np.logaddexp.reduce(log_alpha[:, None] + log_moves, axis=0)
    return np.logaddexp.reduce(log_alpha)


def pair_energy(x: Float[np.ndarray, "n"], y: Float[np.ndarray, "m"], starts):
    """All differences of two sets of points, and sums of segments of one."""
    apart = np.subtract.outer(x, y)
    return np.sum(1.0 / (1.0 + apart**2)) + np.sum(np.add.reduceat(x, starts) ** 2)
