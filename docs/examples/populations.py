"""Species that feed on each other: the model and its misfit to observations."""

import numpy as np
from jaxtyping import Float


def change(
    u: Float[np.ndarray, "s"], growth: Float[np.ndarray, "s"], feeding: Float[np.ndarray, "s s"]
):
    """Lotka-Volterra: how fast each population changes."""
    return u * (growth + feeding @ u)


def rk4_step(
    u: Float[np.ndarray, "s"],
    growth: Float[np.ndarray, "s"],
    feeding: Float[np.ndarray, "s s"],
    dt: float,
):
    """One classical Runge-Kutta step."""
    k1 = change(u, growth, feeding)
    k2 = change(u + 0.5 * dt * k1, growth, feeding)
    k3 = change(u + 0.5 * dt * k2, growth, feeding)
    k4 = change(u + dt * k3, growth, feeding)
    return u + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)


def misfit(
    growth: Float[np.ndarray, "s"],
    feeding: Float[np.ndarray, "s s"],
    observed: Float[np.ndarray, "t s"],
    dt: float,
    substeps: int,
):
    """Mean squared distance to the observations, from the first of them on."""
    u = observed[0]
    total = 0.0
    for k in range(1, len(observed)):
        for _ in range(substeps):
            u = rk4_step(u, growth, feeding, dt)
        total += np.sum((u - observed[k]) ** 2)
    return total / len(observed)
