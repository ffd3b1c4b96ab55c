"""Statistics."""

import numpy as np
from jaxtyping import Float


def normal_likelihood(mu: float, log_sigma: float, x: Float[np.ndarray, "n"]):
    z = (x - mu) * np.exp(-log_sigma)
    return 0.5 * np.sum(z**2) + len(x) * log_sigma


def correlation(x: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"]):
    xc = x - x.mean()
    yc = y - y.mean()
    return np.sum(xc * yc) / np.sqrt(np.sum(xc**2) * np.sum(yc**2))


def standard_score_cubed(x: Float[np.ndarray, "n"]):
    """Skewness."""
    z = (x - np.mean(x)) / np.std(x)
    return np.mean(z**3)


def sample_variance(x: Float[np.ndarray, "n"]):
    return np.var(x, ddof=1)


def entropy(logits: Float[np.ndarray, "n"]):
    shifted = logits - np.max(logits)
    log_p = shifted - np.log(np.sum(np.exp(shifted)))
    return -np.sum(np.exp(log_p) * log_p)


def kl_divergence(p_logits: Float[np.ndarray, "n"], q: Float[np.ndarray, "n"]):
    p = np.exp(p_logits)
    p = p / p.sum()
    return np.sum(p * (np.log(p) - np.log(q)))


def mixture_likelihood(
    means: Float[np.ndarray, "k"], log_weights: Float[np.ndarray, "k"], x: Float[np.ndarray, "n"]
):
    """A Gaussian mixture, through a log-sum-exp."""
    log_w = log_weights - np.log(np.sum(np.exp(log_weights)))
    terms = log_w - 0.5 * (x[:, None] - means) ** 2
    top = np.max(terms, axis=1)
    return -np.sum(top + np.log(np.sum(np.exp(terms - top[:, None]), axis=1)))


def covariance_shrinkage(x: Float[np.ndarray, "n d"], weight: float):
    n, d = x.shape
    centered = x - np.mean(x, axis=0)
    cov = centered.T @ centered / (n - 1)
    shrunk = (1.0 - weight) * cov + weight * np.trace(cov) / d * np.eye(d)
    return np.sum(shrunk**2)


def hidden_markov(log_a: Float[np.ndarray, "k k"], emission: Float[np.ndarray, "t k"]):
    """The forward algorithm in ordinary space."""
    a = np.exp(log_a)
    a = a / np.sum(a, axis=1, keepdims=True)
    alpha = emission[0] / len(log_a)
    total = 0.0
    for t in range(1, len(emission)):
        alpha = (alpha @ a) * emission[t]
        norm = np.sum(alpha)
        total += np.log(norm)
        alpha = alpha / norm
    return total


def kernel_density(points: Float[np.ndarray, "n"], at: Float[np.ndarray, "m"], width: float):
    z = (at[:, np.newaxis] - points[np.newaxis, :]) / width
    density = np.mean(np.exp(-0.5 * z**2), axis=1) / (width * np.sqrt(2.0 * np.pi))
    return np.sum(np.log(density))
