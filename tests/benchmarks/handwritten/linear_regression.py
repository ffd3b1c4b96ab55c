"""By hand: straight-line code, broadcasting, ranks known from annotations."""

import numpy as np
from jaxtyping import Float


def mse_grad(
    w: Float[np.ndarray, "d"],
    b: float,
    x: Float[np.ndarray, "n d"],
    y: Float[np.ndarray, "n"],
):
    """Gradient of `mse` with respect to `w` and `b`.

    Returns
    -------
    grad_w : like `w`
    grad_b : like `b`
    """
    n, d = x.shape
    if w.shape != (d,) or np.ndim(b) != 0 or y.shape != (n,):
        raise ValueError("mse_grad is for w (d,), b (), x (n, d), y (n,)")

    # Forward pass
    residual = x @ w + b - y  # one per sample

    # Backward pass
    # return np.mean(residual**2)
    grad_residual = 2.0 / n * residual
    # residual = x @ w + b - y
    grad_w = x.T @ grad_residual
    grad_b = np.sum(grad_residual)
    return grad_w, grad_b
