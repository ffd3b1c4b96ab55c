"""Likelihoods and prices with the distributions of SciPy."""

import math

import numpy as np
from jaxtyping import Float
from scipy import special, stats
from scipy.special import gammaln, log_softmax, logsumexp, ndtr, xlogy
from scipy.stats import multivariate_normal, norm, poisson


def normal_likelihood(theta: Float[np.ndarray, "two"], x: Float[np.ndarray, "n"]):
    mean, log_scale = theta
    return -np.sum(norm.logpdf(x, loc=mean, scale=np.exp(log_scale)))


def mixture(
    weights: Float[np.ndarray, "k"],
    means: Float[np.ndarray, "k"],
    width: float,
    x: Float[np.ndarray, "n"],
):
    """A mixture of normal distributions, summed in logarithms."""
    log_p = norm.logpdf(x[:, None], means, width) + np.log(weights)
    return np.sum(logsumexp(log_p, axis=1))


def call_price(spot: float, strike: float, rate: float, width: float, years: float):
    """Black and Scholes, with the normal distribution function under two names."""
    d1 = (np.log(spot / strike) + (rate + 0.5 * width**2) * years) / (width * np.sqrt(years))
    d2 = d1 - width * np.sqrt(years)
    return spot * norm.cdf(d1) - strike * np.exp(-rate * years) * ndtr(d2)


def poisson_regression(
    w: Float[np.ndarray, "d"], x: Float[np.ndarray, "n d"], counts: Float[np.ndarray, "n"]
):
    return -np.sum(poisson.logpmf(counts, np.exp(x @ w)))


def gamma_likelihood(shape: float, scale: float, x: Float[np.ndarray, "n"]):
    return np.sum(stats.gamma.logpdf(x, shape, scale=scale))


def beta_by_hand(a: float, b: float, x: Float[np.ndarray, "n"]):
    log_p = xlogy(a - 1.0, x) + special.xlog1py(b - 1.0, -x) - special.betaln(a, b)
    return np.sum(log_p) + np.sum(stats.beta.logpdf(x, a, b))


def student_fit(df: float, loc: float, scale: float, x: Float[np.ndarray, "n"]):
    return -np.mean(stats.t.logpdf(x, df, loc, scale))


def censored(mean: float, width: float, seen: Float[np.ndarray, "n"], limit: float):
    """What lies above a limit is known to lie there only."""
    below = seen < limit
    inside = np.sum(norm.logpdf(seen[below], mean, width))
    return inside + np.sum(~below) * norm.logsf(limit, mean, width)


def gaussian_process(
    mean: Float[np.ndarray, "n"], factor: Float[np.ndarray, "n n"], y: Float[np.ndarray, "n"]
):
    cov = factor @ factor.T + np.eye(len(y))
    return multivariate_normal.logpdf(y, mean, cov)


def clusters(centres: Float[np.ndarray, "k d"], x: Float[np.ndarray, "n d"]):
    cov = np.array([[1.0, 0.2], [0.2, 0.5]])
    total = 0.0
    for centre in centres:
        total = total + np.sum(multivariate_normal.pdf(x, centre, cov))
    return total


def cross_entropy(logits: Float[np.ndarray, "n k"], targets: Float[np.ndarray, "n k"]):
    return -np.sum(targets * log_softmax(logits, axis=1))


def dirichlet_multinomial(alpha: Float[np.ndarray, "k"], counts: Float[np.ndarray, "k"]):
    total, n = np.sum(alpha), np.sum(counts)
    return gammaln(total) - gammaln(total + n) + np.sum(gammaln(alpha + counts) - gammaln(alpha))


def simplex_density(alpha: Float[np.ndarray, "k"], z: Float[np.ndarray, "k"]):
    return stats.dirichlet.logpdf(special.softmax(z), alpha)


def quantiles(p: Float[np.ndarray, "n"], scale: float):
    return np.sum(norm.ppf(p, scale=scale) ** 2) + np.sum(special.ndtri(p))


def log_factorials(x: float):
    return math.lgamma(x + 1.0) * math.gamma(x)


def smooth_loss(w: Float[np.ndarray, "d"], x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]):
    residual = x @ w - y
    return np.mean(special.pseudo_huber(1.5, residual)) + np.sum(special.log_expit(w))
