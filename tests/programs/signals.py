"""Programs on samples: filters, tables that are looked up, integrals, stencils at borders."""

import numpy as np
from jaxtyping import Float


def filter_fit(taps: Float[np.ndarray, "m"], x: Float[np.ndarray, "n"], wanted):
    """A filter is fitted to a response."""
    response = np.convolve(x, taps, mode="valid")
    return np.mean((response - wanted) ** 2)


def smoothed_and_matched(x, kernel, template):
    """A smoothed signal, and how well a template fits at each place of it."""
    smooth = np.convolve(x, kernel, mode="same")
    fit = np.correlate(smooth, template, "full")
    return np.log(np.sum(np.exp(fit)))


def tabulated_force(positions: Float[np.ndarray, "n"], grid, table: Float[np.ndarray, "k"]):
    """A force that is looked up in a table, beyond its end it vanishes."""
    force = np.interp(positions, grid, table, right=0.0)
    return np.sum(force**2 * positions)


def warped_signal(knots, values, t):
    """The knots of a piecewise linear curve are moved."""
    warped = np.interp(t, knots, values)
    return np.sum(np.diff(warped, n=2) ** 2)


def work_along_path(force: Float[np.ndarray, "n"], x: Float[np.ndarray, "n"]):
    """An integral over points that are not evenly spaced."""
    return np.trapezoid(force * np.cos(x), x) ** 2


def mean_profile(profile: Float[np.ndarray, "m n"], step: float):
    """Integrals of rows, and of their squares."""
    mass = np.trapezoid(profile, dx=step)
    energy = np.trapezoid(profile**2, dx=step, axis=0)
    return np.sum(mass**2) + np.trapezoid(energy)


def increments(levels: Float[np.ndarray, "n"], start: float):
    """What is added at each step, the first one from a start."""
    steps = np.diff(levels, prepend=start)
    return np.sum(np.abs(steps) ** 1.5) + np.sum(np.ediff1d(levels, to_end=start) ** 3)


def blurred_image(image: Float[np.ndarray, "m n"], weights: Float[np.ndarray, "3"]):
    """A stencil on an image whose border is repeated."""
    padded = np.pad(image, 1, mode="edge")
    rows = weights[0] * padded[:-2] + weights[1] * padded[1:-1] + weights[2] * padded[2:]
    return np.sum(rows[:, 1:-1] ** 3)


def periodic_waves(u, width):
    """A periodic domain, and one with zeros around it."""
    around = np.pad(u, width, mode="wrap")
    alone = np.pad(u, (width, 0))
    return np.sum(np.sin(around[width:] * alone)) + np.sum(around**2)


def terrain_slope(height: Float[np.ndarray, "m n"], spacing: float):
    """The steepness of a surface, along both axes and along one with its spacing."""
    down, across = np.gradient(height)
    steep = np.gradient(height, spacing, axis=1)
    return np.sum(down * across) + np.sum(np.sqrt(1.0 + steep**2))


def curvature_of_samples(y: Float[np.ndarray, "n"], x: Float[np.ndarray, "n"]):
    """Two derivatives at points that are not evenly spaced."""
    slope = np.gradient(y, x, edge_order=2)
    return np.sum(np.gradient(slope, x) ** 2)


def polynomial_fit(coefficients: Float[np.ndarray, "k"], x: Float[np.ndarray, "n"], y):
    """A polynomial, its fit to data, and a matrix of powers."""
    misfit = np.sum((np.polyval(coefficients, x) - y) ** 2)
    line = np.polyfit(x, np.sin(x), 1)
    return misfit + line[0] * line[1] + np.sum(np.vander(x, 3, increasing=True) ** 2)


def phase_speed(phase, step):
    """Angles are unwound before they are differenced; the rest of them counts as well."""
    turns = np.diff(np.unwrap(phase)) / step
    whole, rest = np.divmod(phase, 1.7)
    return np.sum(turns**2) + np.sum(whole * np.sin(rest)) + np.sum(np.nan_to_num(phase) ** 2)
