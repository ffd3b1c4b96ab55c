"""Physics: oscillators, populations, diffusion, many bodies."""

import numpy as np
from jaxtyping import Float


def pendulum_rhs(state, damping):
    theta, omega = state
    return np.array([omega, -np.sin(theta) - damping * omega])


def pendulum_misfit(
    state0: Float[np.ndarray, "2"],
    damping: float,
    observed: Float[np.ndarray, "n"],
    dt: float = 0.1,
):
    """Runge-Kutta of order four against observed angles."""
    state = state0
    misfit = 0.0
    for target in observed:
        k1 = pendulum_rhs(state, damping)
        k2 = pendulum_rhs(state + 0.5 * dt * k1, damping)
        k3 = pendulum_rhs(state + 0.5 * dt * k2, damping)
        k4 = pendulum_rhs(state + dt * k3, damping)
        state = state + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        misfit += (state[0] - target) ** 2
    return misfit


def lotka_volterra(
    prey: float, hunters: float, rates: Float[np.ndarray, "4"], steps: int, dt: float = 0.05
):
    alpha, beta, gamma, delta = rates
    for _ in range(steps):
        eaten = beta * prey * hunters
        prey, hunters = (
            prey + dt * (alpha * prey - eaten),
            hunters + dt * (delta * eaten - gamma * hunters),
        )
    return prey + hunters**2


def damped_leapfrog(
    q: Float[np.ndarray, "n"], p: Float[np.ndarray, "n"], k: float, steps: int, dt: float = 0.1
):
    """Leapfrog for a chain of springs between walls; the energy at the end."""
    q = q.copy()
    p = p.copy()
    for _ in range(steps):
        stretch = np.diff(q)
        p[:-1] += dt * k * stretch
        p[1:] -= dt * k * stretch
        q += dt * p
    return 0.5 * np.sum(p**2) + 0.5 * k * np.sum(np.diff(q) ** 2)


def nbody_energy(
    positions: Float[np.ndarray, "n 3"],
    velocities: Float[np.ndarray, "n 3"],
    masses: Float[np.ndarray, "n"],
    softening: float = 0.1,
):
    """Kinetic and gravitational energy."""
    kinetic = 0.5 * np.sum(masses[:, None] * velocities**2)
    potential = 0.0
    for i in range(len(masses)):
        for j in range(i + 1, len(masses)):
            gap = positions[i] - positions[j]
            distance = np.sqrt(gap @ gap + softening**2)
            potential -= masses[i] * masses[j] / distance
    return kinetic + potential


def nbody_vectorised(positions: Float[np.ndarray, "n 3"], masses: Float[np.ndarray, "n"]):
    gap = positions[:, None, :] - positions[None, :, :]
    distance = np.sqrt(np.sum(gap**2, axis=-1) + 0.01)
    return -0.5 * np.sum(masses[:, None] * masses[None, :] / distance)


def soft_ising(angles: Float[np.ndarray, "n m"], coupling: float, field: float):
    """An XY-like spin model on a torus."""
    right = np.roll(angles, -1, axis=1)
    below = np.roll(angles, -1, axis=0)
    bonds = np.cos(angles - right) + np.cos(angles - below)
    return -coupling * np.sum(bonds) - field * np.sum(np.sin(angles))


def lennard_jones(x: Float[np.ndarray, "n"], epsilon: float, sigma: float):
    energy = 0.0
    for i in range(1, len(x)):
        for j in range(i):
            ratio = (sigma / (x[i] - x[j])) ** 6
            energy += 4.0 * epsilon * (ratio**2 - ratio)
    return energy


def advection(c: Float[np.ndarray, "n"], velocity: float, steps: int):
    """Upwind, periodic; the branch is taken by the sign of the velocity."""
    for _ in range(steps):
        if velocity > 0.0:
            c = c - velocity * (c - np.roll(c, 1))
        else:
            c = c - velocity * (np.roll(c, -1) - c)
    return np.sum(c**2 * np.arange(len(c)))


def burgers(u0: Float[np.ndarray, "n"], nu: float, steps: int, dt: float = 0.05):
    """Viscous Burgers equation with fixed ends."""
    u = u0.copy()
    for _ in range(steps):
        advected = u[1:-1] * (u[2:] - u[:-2]) * 0.5
        diffused = nu * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        u[1:-1] += dt * (diffused - advected)
    return np.mean(u**2)


def projectile(speed: float, angle: float, drag: float, steps: int):
    """Range of a thrown body; stops when it is below the ground."""
    x, y = 0.0, 1.0
    vx = speed * np.cos(angle)
    vy = speed * np.sin(angle)
    k = 0
    while y > 0.0 and k < steps:
        v = np.sqrt(vx**2 + vy**2)
        vx -= 0.05 * drag * v * vx
        vy -= 0.05 * (9.81 + drag * v * vy)
        x += 0.05 * vx
        y += 0.05 * vy
        k += 1
    return x + 0.1 * y
