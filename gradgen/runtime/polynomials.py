"""Helpers for polynomials, the highest power first."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np


def polynomial_slope(p):
    """Return the coefficients of the derivative of a polynomial."""
    exponents = np.flip(np.cumsum(np.ones_like(p[1:])))
    return p[:-1] * exponents


def powers_like(x, p):
    """Return what the coefficients `p` of a polynomial of `x` are multiplied by, a row for each."""
    exponents = np.flip(np.cumsum(np.ones_like(p))) - 1.0
    return np.expand_dims(np.ravel(x), 1) ** exponents


def vander_slope(y, increasing):
    """Differentiate `y = np.vander(x, n, increasing)` by `x`, element by element."""
    rising = y if increasing else np.flip(y, axis=1)
    exponents = np.cumsum(np.ones_like(rising[:, 1:]), axis=1)
    slope = np.concatenate([np.zeros_like(rising[:, :1]), exponents * rising[:, :-1]], axis=1)
    return slope if increasing else np.flip(slope, axis=1)


def polyfit_grad_x(grad, x, y, p, powers, inverse):
    """Adjoint of `x` in `p = np.polyfit(x, y, deg)`."""
    dual = grad @ inverse
    by_powers = np.outer(y - powers @ p, inverse @ dual) - np.outer(dual, p)
    return np.sum(by_powers * vander_slope(powers, False), axis=1)


def polyfit_tangent_x(d_x, y, p, powers, inverse):
    """Tangent of `p = np.polyfit(x, y, deg)` along `d_x`."""
    d_powers = vander_slope(powers, False) * np.expand_dims(d_x, 1)
    residual = y - powers @ p
    return inverse @ (inverse.T @ (d_powers.T @ residual)) - inverse @ (d_powers @ p)
