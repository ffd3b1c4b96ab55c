"""By hand: a user function called by another: a readable forward/backward pair."""

import numpy as np
from jaxtyping import Float


def loss_grad(
    w1: Float[np.ndarray, "i h"],
    b1: Float[np.ndarray, "h"],
    w2: Float[np.ndarray, "h c"],
    b2: Float[np.ndarray, "c"],
    x: Float[np.ndarray, "n i"],
    onehot: Float[np.ndarray, "n c"],
):
    """Gradient of `loss` with respect to `w1`, `b1`, `w2` and `b2`."""
    n, c = onehot.shape
    i, h = w1.shape
    if (x.shape, b1.shape, w2.shape, b2.shape) != ((n, i), (h,), (h, c), (c,)):
        raise ValueError("loss_grad is for w1 (i, h), b1 (h,), w2 (h, c), …")

    # Forward pass
    hidden, saved_dense = dense_forward(x, w1, b1)
    logits = hidden @ w2 + b2
    row_max = np.max(logits, axis=1, keepdims=True)
    shifted = logits - row_max
    exp_shifted = np.exp(shifted)
    norm = np.sum(exp_shifted, axis=1, keepdims=True)

    # Backward pass
    # return -np.mean(np.sum(onehot * (shifted - log_norm), axis=1))
    grad_shifted = -onehot / n
    grad_log_norm = -np.sum(grad_shifted, axis=1, keepdims=True)
    # log_norm = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    grad_shifted = grad_shifted + grad_log_norm / norm * exp_shifted
    # shifted = logits - np.max(logits, axis=1, keepdims=True)
    is_max = logits == row_max
    grad_max = -np.sum(grad_shifted, axis=1, keepdims=True)
    share = grad_max / np.sum(is_max, axis=1, keepdims=True)
    grad_logits = grad_shifted + share * is_max
    # logits = hidden @ w2 + b2
    grad_hidden = grad_logits @ w2.T
    grad_w2 = hidden.T @ grad_logits
    grad_b2 = np.sum(grad_logits, axis=0)
    # hidden = dense(x, w1, b1)
    grad_w1, grad_b1 = dense_backward(saved_dense, grad_hidden)
    return grad_w1, grad_b1, grad_w2, grad_b2


def dense_forward(x, w, b):
    """`dense`, and what `dense_backward` needs of it."""
    out = np.tanh(x @ w + b)
    return out, (x, out)


def dense_backward(saved, grad_out):
    """Adjoint of `dense`: gradients of `w` and `b` from that of its result."""
    x, out = saved
    # return np.tanh(x @ w + b)
    grad_z = grad_out * (1.0 - out**2)
    grad_w = x.T @ grad_z
    grad_b = np.sum(grad_z, axis=0)
    return grad_w, grad_b
