"""Finance: options, bonds, paths and portfolios."""

import math

import numpy as np
from jaxtyping import Float


def black_scholes(spot: float, strike: float, vol: float, rate: float, maturity: float):
    """A call, with the error function of the standard library."""
    root = vol * math.sqrt(maturity)
    d1 = (math.log(spot / strike) + (rate + 0.5 * vol**2) * maturity) / root
    d2 = d1 - root
    cdf1 = 0.5 * (1.0 + math.erf(d1 / math.sqrt(2.0)))
    cdf2 = 0.5 * (1.0 + math.erf(d2 / math.sqrt(2.0)))
    return spot * cdf1 - strike * math.exp(-rate * maturity) * cdf2


def normal_cdf(z):
    """A formula that is good to four digits."""
    return 0.5 * (1.0 + np.tanh(0.7978845608 * (z + 0.044715 * z**3)))


def option_book(
    spot: float,
    vol: Float[np.ndarray, "n"],
    strikes: Float[np.ndarray, "n"],
    maturity: float,
    positions: Float[np.ndarray, "n"],
):
    """Calls on one underlying, vectorised over strikes."""
    root = vol * np.sqrt(maturity)
    d1 = np.log(spot / strikes) / root + 0.5 * root
    prices = spot * normal_cdf(d1) - strikes * normal_cdf(d1 - root)
    return positions @ prices


def bond_price(yield_: float, coupon: float, years: int):
    price = 0.0
    for t in range(1, years + 1):
        price += coupon / (1.0 + yield_) ** t
    return price + 100.0 / (1.0 + yield_) ** years


def discount_curve(rates: Float[np.ndarray, "n"], cash: Float[np.ndarray, "n"]):
    """Forward rates to discount factors to a present value."""
    discount = np.exp(-np.cumsum(rates))
    return np.sum(discount * cash)


def heston_payoff(
    spot: float,
    variance: float,
    kappa: float,
    theta: float,
    noise_s: Float[np.ndarray, "n m"],
    noise_v: Float[np.ndarray, "n m"],
    dt: float = 0.1,
):
    """Euler paths, full truncation; the mean payoff of a call."""
    log_s = np.log(spot) + 0.0 * noise_s[:, 0]
    v = variance + 0.0 * noise_v[:, 0]
    for k in range(noise_s.shape[1]):
        v_plus = np.maximum(v, 0.0)
        root = np.sqrt(v_plus * dt + 1e-8)
        log_s = log_s - 0.5 * v_plus * dt + root * noise_s[:, k]
        v = v + kappa * (theta - v_plus) * dt + 0.3 * root * noise_v[:, k]
    payoff = np.maximum(np.exp(log_s) - 1.0, 0.0)
    return np.mean(payoff)


def portfolio_variance(weights: Float[np.ndarray, "n"], covariance: Float[np.ndarray, "n n"]):
    return weights @ covariance @ weights


def sharpe_ratio(
    weights: Float[np.ndarray, "k"], returns: Float[np.ndarray, "n k"], risk_free: float
):
    gains = returns @ weights - risk_free
    return np.mean(gains) / np.std(gains)


def garch_likelihood(params: Float[np.ndarray, "3"], returns: Float[np.ndarray, "n"]):
    """GARCH(1, 1)."""
    omega, alpha, beta = params
    variance = omega / (1.0 - alpha - beta)
    total = 0.0
    for r in returns:
        total += 0.5 * (np.log(variance) + r**2 / variance)
        variance = omega + alpha * r**2 + beta * variance
    return total


def binomial_tree(spot: float, strike: float, up: float, prob: float, n: int):
    """Backward induction over a tree, in one buffer that is overwritten."""
    levels = np.arange(n + 1)
    values = np.maximum(spot * up ** (2.0 * levels - n) - strike, 0.0)
    for _ in range(n):
        values = 0.99 * (prob * values[1:] + (1.0 - prob) * values[:-1])
    return values[0]
