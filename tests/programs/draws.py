"""Random draws, reports and other calls with an effect: they run once, in the forward pass."""

import logging
import random
import sys
import warnings

import numpy as np
from jaxtyping import Float

LOG = logging.getLogger(__name__)
STEPS = [1.0, 2.0, 3.0]


def noisy_energy(x, seed):
    """A draw in the middle of an expression, and one in each round."""
    rng = np.random.default_rng(seed)
    y = x + 0.1 * rng.normal(size=len(x))
    for _ in range(2):
        y = y * rng.uniform(0.9, 1.1)
    return np.sum(y * y)


def two_draws(x, seed):
    """Two draws that read alike are two numbers, in this order."""
    rng = np.random.default_rng(seed)
    return x * x * rng.normal() + np.sin(x) * rng.normal() - x * rng.random()


def old_style(x, seed):
    """The module's own generators."""
    np.random.seed(seed)
    random.seed(seed)
    total = 0.0
    for _ in range(3):
        total += np.sin(x * np.random.rand()) * random.gauss(0.0, 1.0)
        if np.random.rand() < 0.5:
            total *= 2.0 * x
    return total


def price(spot, volatility, seed, paths=6):
    """A Monte Carlo price with paths drawn one by one."""
    rng = np.random.default_rng(seed)
    total = 0.0
    for _ in range(paths):
        z = rng.standard_normal()
        end = spot * np.exp(-0.5 * volatility**2 + volatility * z)
        total += max(end - 0.8, 0.0)
    return total / paths


def dropout(w, x, seed):
    """Masks that are drawn, one of them used in place."""
    rng = np.random.default_rng(seed)
    h = np.tanh(x @ w)
    kept = rng.random(h.shape) < 0.5
    h = h * kept / 0.5
    h *= rng.binomial(1, 0.5, size=h.shape)
    return np.sum(h**2)


def sampled_descent(w, data, seed):
    """Stochastic steps with progress reports."""
    rng = np.random.default_rng(seed)
    for step in range(4):
        i = rng.integers(len(data))
        residual = w * data[i] - 1.0
        w = w - 0.1 * residual * data[i]
        if step % 2 == 0:
            LOG.debug("step %d: %s", step, w)
            logging.debug(f"residual {residual}")
            print(step, w, file=sys.stderr)
    return w**2


def noise(rng, width):
    return width * rng.normal()


def draws_in_a_function(x, seed):
    """The function that is called draws, and what it gives is read twice."""
    rng = np.random.default_rng(seed)
    total = 0.0
    for _ in range(3):
        total += x * x * noise(rng, 0.1) + np.sin(x) * noise(rng, 0.1)
    return total


def perturbed(x, rng):
    return x * rng.normal() * x


def active_function_draws(x, seed):
    """The function that draws is differentiated."""
    rng = np.random.default_rng(seed)
    y = perturbed(x, rng)
    for _ in range(rng.integers(1, 4)):
        y = perturbed(y, rng) + x
    return y


def drawn_choice(x, seed):
    """A draw that only some calls reach, inside an expression."""
    rng = np.random.default_rng(seed)
    y = x * (rng.normal() if x > 0.0 else 1.0) * (2.0 + (x > 0.5 and rng.normal() > 0.0))
    return y * x * rng.normal()


def drawn_array_is_overwritten(u, seed):
    """What was drawn is a buffer like any other."""
    rng = np.random.default_rng(seed)
    first = rng.normal(size=3)
    first[0] = u[0]
    first += u
    second = rng.normal(size=3)
    return np.sum(first * second * first)


def order_is_drawn(x: Float[np.ndarray, "n"], seed):
    """A permutation by value, and a shuffle in place."""
    rng = np.random.default_rng(seed)
    order = np.arange(len(x))
    rng.shuffle(order)
    total = 0.0
    for i in order:
        total = total * 0.5 + x[i] ** 2
    return total + np.sum(x[rng.permutation(len(x))] * np.arange(len(x)))


def drawn_places(x: float, seed):
    """What is drawn says where to write, and where to read."""
    rng = np.random.default_rng(seed)
    u = np.zeros(4)
    for _ in range(3):
        u[rng.integers(4)] = x * rng.normal()
        u[rng.integers(4)] += x * x * rng.normal()
        u[rng.integers(4)] *= rng.normal()
    return np.sum(u * u) * (x + u[rng.integers(4)])


def collected(x: float, seed):
    """Draws inside of what is appended, scattered, and walked."""
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(3):
        values.append(np.sin(x * rng.normal()))
    total = 0.0
    for value in values:
        total = total + value * value
    u = np.zeros(3)
    np.add.at(u, [rng.integers(3), 0], x * rng.normal())
    for value in u * rng.normal():
        total = total * value + value * rng.normal()
    return total


def takes_off_a_list(x):
    """What is read before a call changes it keeps its old value."""
    steps = list(STEPS)
    y = steps[0] * x + x * steps.pop() * steps.pop() + x * x * len(steps)
    return y * x


def warns(x):
    y = x * x
    if y > 1e9:
        warnings.warn(f"y is {y}", stacklevel=1)
    sys.stderr.write(f"{y:0g}")
    return y * x
