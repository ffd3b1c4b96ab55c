"""By hand: a loop that overwrites its state. One named list, walked in reverse."""

import numpy as np
from jaxtyping import Float


def rollout_grad(theta: float, x0: Float[np.ndarray, "n"], steps: int):
    """Gradient of `rollout` with respect to `theta` and `x0`."""
    if np.ndim(theta) != 0:
        raise ValueError("rollout_grad is for theta ()")

    # Forward pass
    x = x0
    saved_x = []
    for t in range(steps):
        saved_x.append(x)
        x = np.sin(theta * x)

    # Backward pass
    # return np.sum(x)
    grad_x = np.ones_like(x)
    grad_theta = 0.0
    for x in reversed(saved_x):
        # x = np.sin(theta * x)
        grad_angle = grad_x * np.cos(theta * x)
        grad_theta += np.sum(grad_angle * x)
        grad_x = theta * grad_angle
    # x = x0
    grad_x0 = grad_x
    return grad_theta, grad_x0
