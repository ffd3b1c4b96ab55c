"""Two classifiers as plain NumPy functions: what the user of gradgen writes."""

import numpy as np
from jaxtyping import Float


def cross_entropy(logits: Float[np.ndarray, "n c"], onehot: Float[np.ndarray, "n c"]):
    """Mean cross-entropy of a softmax, without overflow."""
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_norm = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(np.sum(onehot * (shifted - log_norm), axis=1))


def softmax_logits(
    w: Float[np.ndarray, "d c"], b: Float[np.ndarray, "c"], x: Float[np.ndarray, "n d"]
):
    """Scores of multinomial logistic regression, one row per sample."""
    return x @ w + b


def softmax_loss(
    w: Float[np.ndarray, "d c"],
    b: Float[np.ndarray, "c"],
    x: Float[np.ndarray, "n d"],
    onehot: Float[np.ndarray, "n c"],
    decay: float,
):
    """Cross-entropy of multinomial logistic regression, with weight decay."""
    logits = softmax_logits(w, b, x)
    return cross_entropy(logits, onehot) + 0.5 * decay * np.sum(w**2)


def perceptron_logits(
    w1: Float[np.ndarray, "d h"],
    b1: Float[np.ndarray, "h"],
    w2: Float[np.ndarray, "h c"],
    b2: Float[np.ndarray, "c"],
    x: Float[np.ndarray, "n d"],
):
    """Scores of a perceptron with one hidden layer."""
    hidden = np.tanh(x @ w1 + b1)
    return hidden @ w2 + b2


def perceptron_loss(
    w1: Float[np.ndarray, "d h"],
    b1: Float[np.ndarray, "h"],
    w2: Float[np.ndarray, "h c"],
    b2: Float[np.ndarray, "c"],
    x: Float[np.ndarray, "n d"],
    onehot: Float[np.ndarray, "n c"],
    decay: float,
):
    """Cross-entropy of a two-layer perceptron, with weight decay."""
    logits = perceptron_logits(w1, b1, w2, b2, x)
    weights = np.sum(w1**2) + np.sum(w2**2)
    return cross_entropy(logits, onehot) + 0.5 * decay * weights
