"""By hand: an in-place stencil, linear in `u`: with respect to `u0` nothing is saved."""

import numpy as np
from jaxtyping import Float


def heat_misfit_grad(
    u0: Float[np.ndarray, "n"], alpha: float, target: Float[np.ndarray, "n"], steps: int
):
    """Gradient of `heat_misfit` with respect to `u0`."""
    if u0.ndim != 1 or np.ndim(alpha) != 0 or target.shape != u0.shape:
        raise ValueError("heat_misfit_grad is for u0 (n,), alpha (), target (n,)")

    # Forward pass
    u = u0.copy()
    for _ in range(steps):
        u[1:-1] = u[1:-1] + alpha * (u[2:] - 2 * u[1:-1] + u[:-2])

    # Backward pass
    # return np.sum((u - target) ** 2)
    grad_u = 2.0 * (u - target)
    for _ in range(steps):
        # u[1:-1] = u[1:-1] + alpha * (u[2:] - 2 * u[1:-1] + u[:-2])
        grad_new = grad_u[1:-1].copy()
        grad_u[1:-1] = (1.0 - 2.0 * alpha) * grad_new
        grad_u[2:] += alpha * grad_new
        grad_u[:-2] += alpha * grad_new
    # u = u0.copy()
    grad_u0 = grad_u
    return grad_u0
