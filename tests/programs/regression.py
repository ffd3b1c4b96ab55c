"""Regression losses."""

import numpy as np
from jaxtyping import Float


def ridge_loss(
    w: Float[np.ndarray, "d"],
    x: Float[np.ndarray, "n d"],
    y: Float[np.ndarray, "n"],
    strength: float = 0.1,
):
    """Least squares with a quadratic penalty."""
    residual = y - x @ w
    return 0.5 * residual @ residual + 0.5 * strength * np.sum(w * w)


def huber_loss(
    w: Float[np.ndarray, "d"],
    x: Float[np.ndarray, "n d"],
    y: Float[np.ndarray, "n"],
    delta: float,
):
    """Quadratic near zero, linear far from it."""
    size = np.abs(x @ w - y)
    quadratic = 0.5 * size**2
    linear = delta * (size - 0.5 * delta)
    return np.mean(np.where(size <= delta, quadratic, linear))


def poisson_deviance(
    coef: Float[np.ndarray, "d"],
    intercept: float,
    x: Float[np.ndarray, "n d"],
    counts: Float[np.ndarray, "n"],
):
    """Negative log-likelihood of a Poisson regression, constants left out."""
    log_rate = intercept + x @ coef
    return np.sum(np.exp(log_rate) - counts * log_rate)


def weighted_least_squares(
    slope: float,
    offset: float,
    t: Float[np.ndarray, "n"],
    y: Float[np.ndarray, "n"],
    sigma: Float[np.ndarray, "n"],
):
    """Chi-square of a straight line."""
    pull = (slope * t + offset - y) / sigma
    return np.sum(pull**2)


def polynomial_misfit(
    coefficients: Float[np.ndarray, "k"],
    t: Float[np.ndarray, "n"],
    y: Float[np.ndarray, "n"],
):
    """Squared error of a polynomial, evaluated by Horner's rule."""
    model = np.zeros_like(t)
    for k in range(len(coefficients)):
        model = model * t + coefficients[k]
    return np.mean((model - y) ** 2)


def log_cosh_loss(
    w: Float[np.ndarray, "d"], x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]
):
    """A smooth loss between absolute and squared error."""
    r = x @ w - y
    return np.mean(np.log(np.cosh(r)))


def elastic_net(
    w: Float[np.ndarray, "d"],
    x: Float[np.ndarray, "n d"],
    y: Float[np.ndarray, "n"],
    l1: float,
    l2: float,
):
    """Least squares with both penalties."""
    n, d = x.shape
    fit = np.sum((x @ w - y) ** 2) / (2 * n)
    return fit + l1 * np.sum(np.abs(w)) + 0.5 * l2 * np.dot(w, w)


def exponential_decay(
    amplitude: float,
    rate: float,
    t: Float[np.ndarray, "n"],
    y: Float[np.ndarray, "n"],
):
    """Squared error of `amplitude * exp(-rate * t)`."""
    model = amplitude * np.exp(-rate * t)
    r = model - y
    return np.sum(r * r)


def multi_output(
    weights: Float[np.ndarray, "d k"],
    bias: Float[np.ndarray, "k"],
    x: Float[np.ndarray, "n d"],
    y: Float[np.ndarray, "n k"],
):
    """Several linear regressions at once."""
    error = x @ weights + bias - y
    return np.sum(np.mean(error**2, axis=0))
