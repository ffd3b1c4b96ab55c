"""Machine learning: classifiers, layers, attention, recurrent nets."""

import numpy as np
from jaxtyping import Float


def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def softmax_regression(
    w: Float[np.ndarray, "d c"],
    b: Float[np.ndarray, "c"],
    x: Float[np.ndarray, "n d"],
    onehot: Float[np.ndarray, "n c"],
):
    p = softmax(x @ w + b)
    return -np.sum(onehot * np.log(p)) / len(x)


def logistic_loss(
    w: Float[np.ndarray, "d"],
    x: Float[np.ndarray, "n d"],
    sign: Float[np.ndarray, "n"],
    l2: float,
):
    """`sign` is -1 or +1."""
    margin = sign * (x @ w)
    return np.mean(np.logaddexp(0.0, -margin)) + l2 * np.sum(w**2)


def hinge(w: Float[np.ndarray, "d"], x: Float[np.ndarray, "n d"], sign: Float[np.ndarray, "n"]):
    margin = np.maximum(0.0, 1.0 - sign * (x @ w))
    return np.mean(margin**2)


def mlp_two_layers(
    w1: Float[np.ndarray, "i h"],
    b1: Float[np.ndarray, "h"],
    w2: Float[np.ndarray, "h"],
    b2: float,
    x: Float[np.ndarray, "n i"],
    y: Float[np.ndarray, "n"],
):
    h = np.maximum(x @ w1 + b1, 0.0)
    out = h @ w2 + b2
    return np.mean((out - y) ** 2)


def layer_norm(
    x: Float[np.ndarray, "n d"],
    gain: Float[np.ndarray, "d"],
    bias: Float[np.ndarray, "d"],
    target: Float[np.ndarray, "n d"],
):
    mean = np.mean(x, axis=-1, keepdims=True)
    centered = x - mean
    variance = np.mean(centered**2, axis=-1, keepdims=True)
    normed = centered / np.sqrt(variance + 1e-5)
    return np.sum((gain * normed + bias - target) ** 2)


def attention(
    q: Float[np.ndarray, "n d"],
    k: Float[np.ndarray, "m d"],
    v: Float[np.ndarray, "m e"],
    target: Float[np.ndarray, "n e"],
):
    """One head, scaled dot product."""
    n, d = q.shape
    logits = q @ k.T / np.sqrt(d)
    weights = softmax(logits)
    return np.mean((weights @ v - target) ** 2)


def rnn_loss(
    wx: Float[np.ndarray, "i h"],
    wh: Float[np.ndarray, "h h"],
    b: Float[np.ndarray, "h"],
    x: Float[np.ndarray, "t i"],
    y: Float[np.ndarray, "h"],
):
    """A simple recurrent net; the loss at the last step."""
    h = np.zeros_like(b)
    for row in x:
        h = np.tanh(row @ wx + h @ wh + b)
    return np.sum((h - y) ** 2)


def gru_step(h, x, wz, wr, wh):
    z = 1.0 / (1.0 + np.exp(-(x @ wz + h)))
    r = 1.0 / (1.0 + np.exp(-(x @ wr - h)))
    candidate = np.tanh(x @ wh + r * h)
    return (1.0 - z) * h + z * candidate


def gru(
    wz: Float[np.ndarray, "i h"],
    wr: Float[np.ndarray, "i h"],
    wh: Float[np.ndarray, "i h"],
    x: Float[np.ndarray, "t i"],
):
    h = np.zeros_like(wz[0])
    for t in range(x.shape[0]):
        h = gru_step(h, x[t], wz, wr, wh)
    return np.sum(h**2)


def deep_net(weights: Float[np.ndarray, "l d d"], x: Float[np.ndarray, "n d"]):
    """A stack of residual layers; one weight matrix for each round of a loop."""
    for w in weights:
        x = x + np.tanh(x @ w)
    return np.mean(x**2)


def convolution_1d(kernel: Float[np.ndarray, "k"], signal: Float[np.ndarray, "n"]):
    """A sliding window, written out."""
    k = len(kernel)
    out = np.zeros(len(signal) - k + 1)
    for i in range(len(out)):
        out[i] = kernel @ signal[i : i + k]
    return np.sum(np.maximum(out, 0.0) ** 2)


def gaussian_process_score(
    log_scale: float, x: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"], noise: float
):
    """Negative log marginal likelihood with a squared-exponential kernel."""
    scale = np.exp(log_scale)
    gap = (x[:, None] - x[None, :]) / scale
    kernel = np.exp(-0.5 * gap**2) + noise * np.eye(len(x))
    alpha = np.linalg.solve(kernel, y)
    sign, log_det = np.linalg.slogdet(kernel)
    return 0.5 * (y @ alpha + log_det)


def kmeans_inertia(centers: Float[np.ndarray, "k d"], points: Float[np.ndarray, "n d"]):
    gap = points[:, None, :] - centers
    distance = np.sum(gap**2, axis=2)
    return np.sum(np.min(distance, axis=1))


def gradient_descent(w: Float[np.ndarray, "d"], rate: float, x, y, steps: int):
    """A training loop, differentiated by its rate and its start."""
    for _ in range(steps):
        residual = x @ w - y
        w = w - rate * (x.T @ residual)
    residual = x @ w - y
    return residual @ residual
