"""Helpers for powers, chains and parts of matrices, and for tensors that stand for matrices."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.broadcasting import zero_like


def on_last_diagonal(grad, a, k):
    """Put `grad` on the `k`-th diagonal of the last two axes of zeros in the shape of `a`."""
    rows, columns = np.shape(a)[-2:]
    count = max(0, min(rows + min(k, 0), columns - max(k, 0)))
    first = k if k >= 0 else -k * columns
    flat = zero_like(np.reshape(a, (*np.shape(a)[:-2], rows * columns)))
    flat[..., first : first + count * (columns + 1) : columns + 1] = grad
    return np.reshape(flat, np.shape(a))


def matrix_power_tangent(d_a, a, n):
    """Tangent of `np.linalg.matrix_power(a, n)`: a block of the power of a block matrix."""
    size = np.shape(a)[-1]
    above = np.concatenate([a, d_a], axis=-1)
    below = np.concatenate([np.zeros_like(a), a], axis=-1)
    power = np.linalg.matrix_power(np.concatenate([above, below], axis=-2), n)
    return power[..., :size, size:]


def multi_dot_grad(grad, arrays, k):
    """Adjoint of the `k`-th factor of `np.linalg.multi_dot(arrays)`."""
    grad = np.reshape(grad, (-1, np.shape(arrays[-1])[1] if np.ndim(arrays[-1]) == 2 else 1))
    for before in arrays[:k]:
        grad = np.reshape(before, (-1, np.shape(before)[-1])).T @ grad
    for behind in reversed(arrays[k + 1 :]):
        grad = grad @ np.reshape(behind, (np.shape(behind)[0], -1)).T
    return np.reshape(grad, np.shape(arrays[k]))


def tensorinv_grad(grad, a, y):
    """Adjoint of `a` in `y = np.linalg.tensorinv(a, ind)`."""
    inverse = tensor_as_rows(y, a)
    return np.reshape(-inverse.T @ tensor_as_rows(grad, a) @ inverse.T, np.shape(a))


def tensorinv_tangent(d_a, y):
    """Tangent of `y = np.linalg.tensorinv(a, ind)`, given that of `a`."""
    inverse = tensor_as_rows(y, d_a)
    return np.reshape(-inverse @ np.reshape(d_a, np.shape(inverse)) @ inverse, np.shape(y))


def tensor_as_rows(y, a):
    """Return the square matrix that a tensor stands for."""
    side = round(np.size(a) ** 0.5)
    return np.reshape(y, (side, side))


def axes_in_order(a, axes):
    """Return the order of axes of `a` that puts `axes` last."""
    moved = [axis % np.ndim(a) for axis in ([] if axes is None else axes)]
    return [axis for axis in range(np.ndim(a)) if axis not in moved] + moved


def tensor_as_matrix(a, axes, y):
    """Return the matrix of the system `np.linalg.tensordot(a, y) == b`, `axes` moved to the end."""
    return np.reshape(np.transpose(a, axes_in_order(a, axes)), (-1, np.size(y)))


def matrix_as_tensor(matrix, a, axes, y):
    """Give a matrix the form of `a`, from which `tensor_as_matrix` made one like it."""
    order = axes_in_order(a, axes)
    shape = [np.shape(a)[axis] for axis in order]
    return np.transpose(np.reshape(matrix, shape), [order.index(i) for i in range(len(order))])
