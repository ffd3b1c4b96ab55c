"""Functions to be timed, and their gradients as an expert writes them by hand."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float


# ---- a two-layer perceptron --------------------------------------------------------------
def mlp_loss(
    w1: Float[np.ndarray, "d h"],
    b1: Float[np.ndarray, "h"],
    w2: Float[np.ndarray, "h c"],
    b2: Float[np.ndarray, "c"],
    x: Float[np.ndarray, "n d"],
    onehot: Float[np.ndarray, "n c"],
):
    hidden = np.tanh(x @ w1 + b1)
    logits = hidden @ w2 + b2
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_norm = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(np.sum(onehot * (shifted - log_norm), axis=1))


def mlp_loss_by_hand(w1, b1, w2, b2, x, onehot):
    hidden = np.tanh(x @ w1 + b1)
    logits = hidden @ w2 + b2
    exp_shifted = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    softmax = exp_shifted / np.sum(exp_shifted, axis=1, keepdims=True)
    grad_logits = (softmax - onehot) / len(x)
    grad_z = (grad_logits @ w2.T) * (1.0 - hidden**2)
    return x.T @ grad_z, np.sum(grad_z, axis=0), hidden.T @ grad_logits, np.sum(grad_logits, axis=0)


def mlp_loss_by_hand_in_steps(w1, b1, w2, b2, x, onehot):
    """As above, each adjoint by its name, as one writes for a reader."""
    hidden = np.tanh(x @ w1 + b1)
    logits = hidden @ w2 + b2
    exp_shifted = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    softmax = exp_shifted / np.sum(exp_shifted, axis=1, keepdims=True)
    grad_logits = (softmax - onehot) / len(x)
    grad_hidden = grad_logits @ w2.T
    grad_w2 = hidden.T @ grad_logits
    grad_b2 = np.sum(grad_logits, axis=0)
    grad_z = grad_hidden * (1.0 - hidden**2)
    grad_w1 = x.T @ grad_z
    grad_b1 = np.sum(grad_z, axis=0)
    return grad_w1, grad_b1, grad_w2, grad_b2


# ---- a scalar Runge-Kutta loop -------------------------------------------------------------
def decay(x: float, rate: float, dt: float, steps: int):
    for _ in range(steps):
        k1 = -rate * math.sin(x)
        k2 = -rate * math.sin(x + 0.5 * dt * k1)
        k3 = -rate * math.sin(x + 0.5 * dt * k2)
        k4 = -rate * math.sin(x + dt * k3)
        x = x + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    return x * x


def decay_by_hand(x, rate, dt, steps):
    saved = []
    for _ in range(steps):
        k1 = -rate * math.sin(x)
        k2 = -rate * math.sin(x + 0.5 * dt * k1)
        k3 = -rate * math.sin(x + 0.5 * dt * k2)
        k4 = -rate * math.sin(x + dt * k3)
        saved.append((x, k1, k2, k3))
        x = x + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    grad_x = 2.0 * x
    grad_rate = 0.0
    for x, k1, k2, k3 in reversed(saved):
        grad_k4 = dt / 6.0 * grad_x
        angle = x + dt * k3
        grad_rate -= math.sin(angle) * grad_k4
        grad_angle4 = -rate * math.cos(angle) * grad_k4
        grad_k3 = 2.0 * grad_k4 + dt * grad_angle4
        angle = x + 0.5 * dt * k2
        grad_rate -= math.sin(angle) * grad_k3
        grad_angle3 = -rate * math.cos(angle) * grad_k3
        grad_k2 = 2.0 * grad_k4 + 0.5 * dt * grad_angle3
        angle = x + 0.5 * dt * k1
        grad_rate -= math.sin(angle) * grad_k2
        grad_angle2 = -rate * math.cos(angle) * grad_k2
        grad_k1 = grad_k4 + 0.5 * dt * grad_angle2
        grad_rate -= math.sin(x) * grad_k1
        grad_x += grad_angle4 + grad_angle3 + grad_angle2 - rate * math.cos(x) * grad_k1
    return grad_x, grad_rate


# ---- a loop over elements ------------------------------------------------------------------
def neighbours(x: Float[np.ndarray, "n"]):
    s = 0.0
    for i in range(1, len(x)):
        s += np.sin(x[i]) * x[i - 1]
    return s


# ---- fifty lines of ordinary numerical Python ------------------------------------------------
def fifty_lines(
    w1: Float[np.ndarray, "d h"],
    w2: Float[np.ndarray, "h h"],
    w3: Float[np.ndarray, "h c"],
    bias: Float[np.ndarray, "h"],
    scale: float,
    x: Float[np.ndarray, "n d"],
    target: Float[np.ndarray, "n c"],
    steps: int,
):
    """A residual network with a relaxation loop and a few penalties, fifty lines of it."""
    centre = np.mean(x, axis=0)
    spread = np.sqrt(np.mean((x - centre) ** 2, axis=0) + 1e-6)
    scaled = (x - centre) / spread
    hidden = np.tanh(scaled @ w1 + bias)
    gate = 1.0 / (1.0 + np.exp(-scale * hidden))
    hidden = hidden * gate
    for step in range(steps):
        update = np.tanh(hidden @ w2)
        if step % 2 == 0:
            hidden = hidden + 0.5 * update
        else:
            hidden = hidden + 0.25 * update * gate
    logits = hidden @ w3
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    exp_shifted = np.exp(shifted)
    norm = np.sum(exp_shifted, axis=1, keepdims=True)
    probability = exp_shifted / norm
    log_probability = shifted - np.log(norm)
    cross_entropy = -np.mean(np.sum(target * log_probability, axis=1))
    entropy = -np.mean(np.sum(probability * log_probability, axis=1))
    penalty = 0.0
    penalty += 0.01 * np.sum(w1**2)
    penalty += 0.01 * np.sum(w2**2)
    penalty += 0.01 * np.sum(w3**2)
    if scale > 1.0:
        penalty += (scale - 1.0) ** 2
    elif scale < 0.5:
        penalty += (0.5 - scale) ** 2
    smooth = 0.0
    for i in range(1, len(bias)):
        smooth += (bias[i] - bias[i - 1]) ** 2
    first = hidden[:, 0]
    last = hidden[:, -1]
    contrast = np.sum(first * last) / (1.0 + np.sum(first**2))
    balance = np.mean(probability, axis=0)
    uniform = 1.0 / len(balance)
    imbalance = np.sum((balance - uniform) ** 2)
    activity = np.mean(np.abs(hidden))
    total = cross_entropy + 0.1 * entropy
    total = total + penalty
    total = total + 0.05 * smooth
    total = total + 0.02 * contrast
    total = total + 0.5 * imbalance
    total = total + 0.001 * activity
    return total
