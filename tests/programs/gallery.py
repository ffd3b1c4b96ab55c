"""The user functions of the design gallery, named as there."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float


def mse(
    w: Float[np.ndarray, "d"],
    b: float,
    x: Float[np.ndarray, "n d"],
    y: Float[np.ndarray, "n"],
):
    """Mean squared error of a linear model."""
    residual = x @ w + b - y  # one per sample
    return np.mean(residual**2)


def dense(
    x: Float[np.ndarray, "n i"],
    w: Float[np.ndarray, "i o"],
    b: Float[np.ndarray, "o"],
):
    return np.tanh(x @ w + b)


def loss(
    w1: Float[np.ndarray, "i h"],
    b1: Float[np.ndarray, "h"],
    w2: Float[np.ndarray, "h c"],
    b2: Float[np.ndarray, "c"],
    x: Float[np.ndarray, "n i"],
    onehot: Float[np.ndarray, "n c"],
):
    """Cross-entropy of a one-hidden-layer classifier."""
    hidden = dense(x, w1, b1)
    logits = hidden @ w2 + b2
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_norm = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(np.sum(onehot * (shifted - log_norm), axis=1))


def rollout(theta: float, x0: Float[np.ndarray, "n"], steps: int):
    x = x0
    for t in range(steps):
        x = np.sin(theta * x)
    return np.sum(x)


def heat_misfit(
    u0: Float[np.ndarray, "n"], alpha: float, target: Float[np.ndarray, "n"], steps: int
):
    """Squared distance to `target` after `steps` explicit heat steps."""
    u = u0.copy()
    for _ in range(steps):
        u[1:-1] = u[1:-1] + alpha * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum((u - target) ** 2)


def soft_sqrt(a: float, tol: float = 1e-12):
    if a < 0.0:
        return -a * a
    x = 1.0
    while abs(x * x - a) > tol:
        x = 0.5 * (x + a / x)
    return x


def chain_energy(x: Float[np.ndarray, "n"]):
    energy = 0.0
    for i in range(1, len(x)):
        energy += np.sin(x[i]) * x[i - 1]
    return energy


def kinetic(q: Float[np.ndarray, "n"], m: Float[np.ndarray, "n"]):
    v = np.diff(q)
    return 0.5 * np.sum(m[1:] * v**2)


def score(w, x, b):
    z = x @ w + b
    return np.sum(np.exp(-z)) / z.size


def grow(s: float, rate: float, n: int):
    for i in range(n):
        if i % 3 == 2:
            continue
        s = rate * s
        if s > 3.0:
            break
        s = s + np.sin(s)
    return s * s


@dataclass
class Oscillator:
    stiffness: float
    damping: float

    def force(self, x: float, v: float):
        return -self.stiffness * x - self.damping * v


def trajectory_misfit(model: Oscillator, observed: Float[np.ndarray, "n"], dt: float = 0.01):
    x, v = 1.0, 0.0
    misfit = 0.0
    for target in observed:
        v = v + dt * model.force(x, v)
        x = x + dt * v
        misfit += (x - target) ** 2
    return misfit
