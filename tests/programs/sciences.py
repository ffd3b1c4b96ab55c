"""Programs of physicists, engineers and statisticians, as they write them for themselves."""

import math

import numpy as np
from jaxtyping import Float


def kepler_orbit(mean_anomaly, eccentricity):
    """Newton's iteration on numbers of which nothing is declared; the start is read again."""
    anomaly = mean_anomaly if eccentricity < 0.8 else math.pi
    for _ in range(50):
        excess = anomaly - eccentricity * math.sin(anomaly) - mean_anomaly
        step = excess / (1 - eccentricity * math.cos(anomaly))
        anomaly -= step
        if abs(step) < 1e-12:
            break
    return anomaly


def root_from_a_pair(pair):
    """What a Newton iteration changes came out of an array, and is read again."""
    start, wanted = pair
    x = start
    for _ in range(4):
        x -= (x * x - wanted) / (2 * x)
    return x - 0.5 * start


def bicycle_cost(controls, state0, ref, length=2.5, dt=0.1):
    """A kinematic bicycle: the state is unpacked, and each part of it is updated in place."""
    x, y, heading, speed = state0
    cost = 0.0
    previous = None
    for k, (acceleration, steering) in enumerate(controls):
        x += speed * math.cos(heading) * dt
        y += speed * math.sin(heading) * dt
        heading += speed / length * math.tan(steering) * dt
        speed += acceleration * dt
        cost += (x - ref[k, 0]) ** 2 + (y - ref[k, 1]) ** 2 + 0.01 * acceleration**2
        if previous is not None:
            cost += 0.1 * (steering - previous) ** 2
        previous = steering
    return cost


def shallow_water(h, u, g, dx, dt, steps):
    """Copies of an argument whose ends are set to their neighbours, as a pair."""
    h = h.copy()
    u = u.copy()
    for _ in range(steps):
        flux = h * u
        h_new = h.copy()
        u_new = u.copy()
        h_new[1:-1] -= dt / (2 * dx) * (flux[2:] - flux[:-2])
        u_new[1:-1] -= dt * g * (h[2:] - h[:-2]) / (2 * dx)
        h_new[0], h_new[-1] = h_new[1], h_new[-2]
        u_new[0] = u_new[-1] = 0.0
        h[:], u[:] = h_new, u_new
    return np.sum(h * u**2) + g * np.sum(h**2)


def process_likelihood(
    log_params: Float[np.ndarray, "3"], x: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"]
):
    """A Gaussian process: what is unpacked is computed in the same line."""
    amplitude, length, noise = np.exp(log_params)
    squares = (x[:, None] - x[None, :]) ** 2
    covariance = amplitude * np.exp(-0.5 * squares / length**2) + noise * np.eye(len(x))
    _, logdet = np.linalg.slogdet(covariance)
    return 0.5 * y @ np.linalg.solve(covariance, y) + 0.5 * logdet


def moments_of_rows(table, order):
    """What is unpacked: a product, a sum along an axis, a list of positions."""
    low, high = table @ order
    first, second = table.sum(axis=1) + low
    a, b, c = order[[2, 0, 0]]
    return low * high + first * second + a * b * c


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def attention(x, w_q, w_k, w_v):
    """The rows that attend to one another; a helper with the axis as an option."""
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    return np.mean((softmax(q @ k.T / np.sqrt(q.shape[1])) @ v) ** 2)


def log_sum_exp(a, axis=None):
    top = np.max(a, axis=axis, keepdims=True)
    total = np.log(np.sum(np.exp(a - top), axis=axis, keepdims=True)) + top
    return np.squeeze(total, axis=axis)


def hidden_chain(log_start, log_moves, log_seen, seen):
    """The forward algorithm for a hidden Markov chain, in logarithms."""
    alpha = log_start + log_seen[:, seen[0]]
    for symbol in seen[1:]:
        alpha = log_sum_exp(alpha[:, None] + log_moves, axis=0) + log_seen[:, symbol]
    return log_sum_exp(alpha)


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def gated_memory(w, u, b, xs: Float[np.ndarray, "t d"]):
    """A long short-term memory, whose gates are split from one product."""
    h = np.zeros(u.shape[0])
    c = np.zeros(u.shape[0])
    for x in xs:
        take, keep, show, new = np.split(x @ w + h @ u + b, 4)
        c = sigmoid(keep) * c + sigmoid(take) * np.tanh(new)
        h = sigmoid(show) * np.tanh(c)
    return np.sum(h**2)


def uneven_parts(x, cuts):
    """Parts of unequal lengths, each with its own weight."""
    low, middle, high = np.array_split(x, 3)
    first, _, last = np.split(x, cuts)
    return np.prod(low) + 2.0 * np.prod(middle) + np.sum(high**3) + np.sum(first**2) * last[0]


def numbers_of_an_array(x):
    """The elements as a list of Python numbers."""
    values = x.tolist()
    total = 0.0
    for value in values:
        total += value**3
    a, b, *_ = values
    return total + a * b


def plate(nodes, triangles, conductivity, load):
    """Finite elements on triangles: blocks of a matrix are added to, and taken out of it."""
    n = nodes.shape[0]
    stiffness = np.zeros((n, n))
    force = np.zeros(n)
    for e, corners in enumerate(triangles):
        p = nodes[corners]
        (x1, y1), (x2, y2) = p[1] - p[0], p[2] - p[0]
        area = 0.5 * abs(x1 * y2 - x2 * y1)
        slopes = np.array([[y1 - y2, y2, -y1], [x2 - x1, -x2, x1]])
        block = conductivity[e] * (slopes.T @ slopes) / (4 * area)
        stiffness[np.ix_(corners, corners)] += block
        np.add.at(force, corners, load * area / 3)
    free = np.arange(1, n)
    u = np.linalg.solve(stiffness[np.ix_(free, free)], force[free])
    return force[free] @ u


def tapered_power(w, x, grid):
    """Functions of NumPy without a rule, of what carries no gradient."""
    scale = np.interp(x, grid, np.linspace(0.0, 1.0, len(grid)))
    middle = np.median(grid)
    total = 0.0
    for k in range(len(x)):
        window = np.hanning(len(w))
        total += scale[k] * np.sum(window * w**2) + middle * w[0]
    return total


def best_by_size(value, temperature, capacity):
    """A table of a dynamic program, of a length of which nothing is declared."""
    best = [0.0] * (capacity + 1)
    for c in range(1, capacity + 1):
        take = best[c - 1] + value * c
        best[c] = temperature * np.logaddexp(best[c] / temperature, take / temperature)
    return best[capacity]


def fall_of_a_pendulum(angle, speed, dt=0.05):
    """The time to pass the lowest point, found between two steps of numbers without a type."""
    t = 0.0
    while angle > 0:
        new_speed = speed - dt * 9.81 * np.sin(angle)
        new_angle = angle + dt * new_speed
        if new_angle <= 0:
            fraction = angle / (angle - new_angle)
            return t + fraction * dt
        angle, speed = new_angle, new_speed
        t += dt
    return t


def bubbled(x):
    """Neighbours that trade places, in a copy of an array of which nothing is declared."""
    x = x.copy()
    for i in range(len(x)):
        for j in range(len(x) - 1 - i):
            if x[j] > x[j + 1]:
                x[j], x[j + 1] = x[j + 1], x[j]
    return sum(value**2 * (i + 1) for i, value in enumerate(x))
