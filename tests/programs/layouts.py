"""Programs that build arrays from parts: lengthened, cut, chosen among, laid out as grids."""

import numpy as np
from jaxtyping import Float


def closed_polygon(x: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"]):
    """The area and the length of a polygon, whose first corner is appended."""
    x_closed = np.append(x, x[0])
    y_closed = np.append(y, y[0])
    area = 0.5 * np.sum(x_closed[:-1] * y_closed[1:] - x_closed[1:] * y_closed[:-1])
    return area**2 + np.sum(np.sqrt(np.diff(x_closed) ** 2 + np.diff(y_closed) ** 2))


def gaussian_on_grid(x: Float[np.ndarray, "m"], y: Float[np.ndarray, "n"], width: float):
    """A function of two coordinates on a grid, along columns and rows."""
    across, along = np.meshgrid(x, y)
    return np.sum(np.exp(-(across**2 + along**2) / width))


def saddle_system(a: Float[np.ndarray, "n n"], b: Float[np.ndarray, "m n"], load):
    """A system of equations made of blocks."""
    n, m = a.shape[0], b.shape[0]
    matrix = np.block([[a @ a.T + 3.0 * np.eye(n), b.T], [b, -np.eye(m)]])
    return np.sum(np.linalg.solve(matrix, load) ** 2)


def tax(income: Float[np.ndarray, "n"], rates: Float[np.ndarray, "3"]):
    """Brackets, chosen by conditions."""
    low, middle, high = rates
    due = np.select(
        [income < 0.4, income < 0.8],
        [low * income, middle * (income - 0.4) + 0.4 * low],
        high * income,
    )
    return np.sum(due**2)


def without_outliers(x, place):
    """One value is put in, another one is left out."""
    longer = np.insert(x, place, x[0] * x[-1])
    shorter = np.delete(longer, 1)
    kept = np.compress(shorter > -0.2, shorter)
    return np.sum(shorter**3) + np.sum(np.sin(kept))


def turned_image(image: Float[np.ndarray, "m n"], weights):
    """An image in four positions."""
    total = 0.0
    for k in range(4):
        turned = np.rot90(image, k)
        total = total + weights[k] * turned[0, 0] ** 2
    left, right = np.hsplit(image, 2)
    return total + np.sum(left * right)


def chosen_rows(table: Float[np.ndarray, "m n"], weights: Float[np.ndarray, "n"], chosen):
    """Some rows of a table, by the method and by the function, in a product."""
    by_method = table.compress(chosen, axis=0) @ weights
    by_function = np.compress(chosen, table**2, axis=0) @ weights
    return np.sum(by_method * by_function) + np.sum(np.extract(table > 0.0, table))
