"""Helpers for linear algebra."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.broadcasting import unbroadcast


def solve_dual(grad, a, b):
    """Solve `a.T @ dual = grad`, for stacks of matrices too; `b` tells vectors from matrices."""
    transposed = np.swapaxes(a, -1, -2)
    if np.ndim(b) == 1:
        return np.squeeze(np.linalg.solve(transposed, grad[..., None]), -1)
    return np.linalg.solve(transposed, grad)


def solve_grad_left(dual, y, a, b):
    """Adjoint of `a` in `y = np.linalg.solve(a, b)`: `-dual @ y.T`."""
    if np.ndim(b) == 1:
        return unbroadcast(-dual[..., None] * y[..., None, :], a)
    return unbroadcast(-dual @ np.swapaxes(y, -1, -2), a)


def solve_tangent(d_a, y, a, b):
    """Solve `a @ d = d_a @ y`, for stacks of matrices too; `b` tells vectors from matrices."""
    if np.ndim(b) == 1:
        return np.squeeze(np.linalg.solve(a, d_a @ y[..., None]), -1)
    return np.linalg.solve(a, d_a @ y)


def lower_half(x):
    """Take the lower triangle of `x`, and half its diagonal."""
    return 0.5 * (np.tril(x) + np.tril(x, -1))


def cholesky_grad(grad, y):
    """Adjoint of `a` in `y = np.linalg.cholesky(a)`, which reads the lower triangle alone."""
    inverse = np.linalg.inv(y)
    middle = lower_half(np.swapaxes(y, -1, -2) @ grad)
    one_sided = np.swapaxes(inverse, -1, -2) @ middle @ inverse
    return lower_half(one_sided + np.swapaxes(one_sided, -1, -2))


def cholesky_tangent(d_a, y):
    """Tangent of `y = np.linalg.cholesky(a)`, which reads the lower triangle alone."""
    inverse = np.linalg.inv(y)
    symmetric = np.tril(d_a) + np.swapaxes(np.tril(d_a, -1), -1, -2)
    return y @ lower_half(inverse @ symmetric @ np.swapaxes(inverse, -1, -2))
