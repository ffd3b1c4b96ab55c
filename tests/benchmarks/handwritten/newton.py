"""By hand: `while` with a data-dependent end, an early return, an unchanged test."""

import numpy as np


def soft_sqrt_grad(a: float, tol: float = 1e-12):
    """Gradient of `soft_sqrt` with respect to `a`."""
    if np.ndim(a) != 0:
        raise ValueError("soft_sqrt_grad is for a ()")
    if a < 0.0:
        # return -a * a
        return -2.0 * a

    # Forward pass
    x = 1.0
    saved_x = []
    while abs(x * x - a) > tol:
        saved_x.append(x)
        x = 0.5 * (x + a / x)

    # Backward pass
    # return x
    grad_x = 1.0
    grad_a = 0.0
    for x in reversed(saved_x):
        # x = 0.5 * (x + a / x)
        grad_a += 0.5 * grad_x / x
        grad_x = 0.5 * grad_x * (1.0 - a / x**2)
    return grad_a
