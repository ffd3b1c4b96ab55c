"""Helpers for pseudo-inverses and least squares."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np


def pinv_grad(grad, a, y):
    """Adjoint of `a` in `y = np.linalg.pinv(a)`, for stacks of matrices too."""
    grad_t, y_t = np.swapaxes(grad, -1, -2), np.swapaxes(y, -1, -2)
    beside_range = (grad_t - a @ (y @ grad_t)) @ y @ y_t
    beside_rows = y_t @ y @ (grad_t - grad_t @ y @ a)
    return beside_range + beside_rows - y_t @ grad @ y_t


def pinv_tangent(d_a, a, y):
    """Tangent of `y = np.linalg.pinv(a)`, for stacks of matrices too."""
    d_t, y_t = np.swapaxes(d_a, -1, -2), np.swapaxes(y, -1, -2)
    beside_range = y @ y_t @ (d_t - (d_t @ a) @ y)
    beside_rows = (d_t - y @ (a @ d_t)) @ y_t @ y
    return beside_range + beside_rows - y @ d_a @ y


def outer_of_columns(x, y):
    """Multiply vectors to a matrix, or sum these products for the columns of matrices."""
    return np.outer(x, y) if np.ndim(x) == 1 else x @ np.swapaxes(y, -1, -2)


def residuals_grad(grad, residual):
    """Adjoint of `residual` in its sums of squares, which are none where the rank is not full."""
    return 2.0 * residual * grad if np.size(grad) > 0 else np.zeros_like(residual)


def residuals_tangent(d_residual, residual, sums):
    """Tangent of the sums of squares of `residual`, which are none where the rank is not full."""
    if np.size(sums) == 0:
        return np.zeros_like(sums)
    return np.reshape(2.0 * np.sum(residual * d_residual, axis=0), np.shape(sums))
