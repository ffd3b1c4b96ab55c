"""Functions of physicists, quants and engineers whose second derivatives people take."""

import math
from dataclasses import dataclass

import numpy as np


@dataclass
class Heston:
    kappa: float
    theta: float
    sigma: float


def heston_variance(model: Heston, v0, n):
    """A path of a variance, by the parameters of a model in an object."""
    v = v0
    dt = 1.0 / n
    for _ in range(n):
        v = v + model.kappa * (model.theta - v) * dt + 0.1 * model.sigma * math.sqrt(v * dt)
    return v


def implied_volatility(price, spot, strike, maturity):
    """Newton's method that is left when it has converged."""
    vol = 0.3
    for _ in range(50):
        d1 = (math.log(spot / strike) + 0.5 * vol * vol * maturity) / (vol * math.sqrt(maturity))
        d2 = d1 - vol * math.sqrt(maturity)
        value = spot * normal_cdf(d1) - strike * normal_cdf(d2)
        vega = spot * math.sqrt(maturity) * math.exp(-0.5 * d1 * d1) / math.sqrt(2 * math.pi)
        vol = vol - (value - price) / vega
        if abs(value - price) < 1e-12:
            break
    return vol


def normal_cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def kepler(mean, eccentricity):
    """A `while` loop with a test of convergence."""
    angle = mean
    change = 1.0
    while abs(change) > 1e-13:
        change = (angle - eccentricity * math.sin(angle) - mean) / (
            1.0 - eccentricity * math.cos(angle)
        )
        angle = angle - change
    return math.cos(angle) - eccentricity


def kalman(params, observed):
    """A likelihood whose parameters are a dict."""
    x, p = 0.0, 1.0
    total = 0.0
    for y in observed:
        p = params["a"] ** 2 * p + params["q"]
        x = params["a"] * x
        s = p + params["r"]
        gain = p / s
        total += -0.5 * (math.log(s) + (y - x) ** 2 / s)
        x = x + gain * (y - x)
        p = (1.0 - gain) * p
    return total


def discount_curve(rates, times):
    """A dict whose keys are numbers."""
    curve = {t: math.exp(-r * t) for t, r in zip(times, rates)}
    total = 0.0
    for t in times:
        total += curve[t] * t
    return total * curve[times[0]]


def chebyshev(n, x):
    """A recursion with two calls."""
    if n == 0:
        return 1.0
    if n == 1:
        return x
    return 2.0 * x * chebyshev(n - 1, x) - chebyshev(n - 2, x)


def encoder_decoder(params, x):
    """Layers that are walked there and back."""
    h = x
    for w, b in params["encoder"]:
        h = np.tanh(h @ w + b)
    for w, _ in reversed(params["encoder"]):
        h = np.sin(h @ w.T)
    w, b = params["head"]
    return np.sum((h @ w + b) ** 2)


def value_iteration(rewards, gamma):
    """A list that every round makes anew."""
    v = [0.0 for _ in rewards]
    for _ in range(3):
        new = []
        for i, reward in enumerate(rewards):
            left = v[i - 1] if i > 0 else 0.0
            new.append(reward + gamma * np.tanh(left + v[i]))
        v = new
    return sum(v)


def recurrent(params, xs):
    """A list of the states of a network, read as a whole and at its end."""
    h = np.zeros_like(params["b"])
    states = []
    for x in xs:
        h = np.tanh(params["u"] @ x + params["w"] @ h + params["b"])
        states.append(h)
    return np.sum(np.stack(states) ** 2) + np.sum(states[-1])


def sorted_part(x):
    """Positions that are told from the values, along an axis."""
    order = np.take_along_axis(x, np.argsort(x, axis=-1), axis=-1)
    return np.sum(order[:2] ** 3)
