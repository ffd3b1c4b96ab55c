"""By hand: no annotations, so ranks are unknown: helpers stand where shapes decide."""

import numpy as np


def score_grad(w, x, b):
    """Gradient of `score` with respect to `w` and `b`."""
    # Forward pass
    xw = x @ w
    z = xw + b

    # Backward pass
    # return np.sum(np.exp(-z)) / z.size
    grad_z = -np.exp(-z) / z.size
    # z = x @ w + b
    grad_w = matmul_grad_right(unbroadcast(grad_z, xw), x, w)
    grad_b = unbroadcast(grad_z, b)
    return grad_w, grad_b
