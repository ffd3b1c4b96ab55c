"""Control and estimation."""

import numpy as np
from jaxtyping import Float


def lqr_rollout(
    gain: Float[np.ndarray, "m n"],
    a: Float[np.ndarray, "n n"],
    b: Float[np.ndarray, "n m"],
    x0: Float[np.ndarray, "n"],
    steps: int,
):
    """Cost of a linear feedback."""
    x = x0
    cost = 0.0
    for _ in range(steps):
        u = -gain @ x
        cost += x @ x + 0.1 * u @ u
        x = a @ x + b @ u
    return cost + 10.0 * x @ x


def kalman_step(mean, cov, z, a, h, q, r):
    mean = a @ mean
    cov = a @ cov @ a.T + q
    s = h @ cov @ h.T + r
    gain = np.linalg.solve(s, h @ cov).T
    innovation = z - h @ mean
    new_mean = mean + gain @ innovation
    new_cov = cov - gain @ h @ cov
    return new_mean, new_cov, innovation, s


def kalman_likelihood(
    a: Float[np.ndarray, "n n"],
    h: Float[np.ndarray, "m n"],
    q: Float[np.ndarray, "n n"],
    r: Float[np.ndarray, "m m"],
    observations: Float[np.ndarray, "t m"],
):
    mean = np.zeros_like(a[0])
    cov = np.eye(len(a))
    total = 0.0
    for z in observations:
        mean, cov, innovation, s = kalman_step(mean, cov, z, a, h, q, r)
        sign, log_det = np.linalg.slogdet(s)
        total += 0.5 * (log_det + innovation @ np.linalg.solve(s, innovation))
    return total


def pid_cost(kp: float, ki: float, kd: float, setpoint: Float[np.ndarray, "n"]):
    y, velocity, integral, last = 0.0, 0.0, 0.0, 0.0
    cost = 0.0
    for goal in setpoint:
        error = goal - y
        integral += 0.1 * error
        force = kp * error + ki * integral + kd * (error - last) / 0.1
        last = error
        velocity += 0.1 * (force - 0.5 * velocity)
        y += 0.1 * velocity
        cost += error**2 + 0.01 * force**2
    return cost


def trajectory_cost(controls: Float[np.ndarray, "n 2"], start: Float[np.ndarray, "3"]):
    """A unicycle: position and heading, driven by speed and turn rate."""
    x, y, heading = start[0], start[1], start[2]
    cost = 0.0
    for speed, turn in controls:
        x += 0.1 * speed * np.cos(heading)
        y += 0.1 * speed * np.sin(heading)
        heading += 0.1 * turn
        cost += (x - 1.0) ** 2 + (y - 1.0) ** 2 + 0.1 * (speed**2 + turn**2)
    return cost


def riccati(q: float, r: float, a: float, steps: int):
    """A scalar Riccati recursion."""
    p = q
    for _ in range(steps):
        k = a * p / (r + p)
        p = q + a * a * p - a * k * p
    return p
