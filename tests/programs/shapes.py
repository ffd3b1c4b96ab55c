"""Reshapes, transposes, broadcasts, sums over axes, joins."""

import numpy as np
from jaxtyping import Float


def reshaped(x: Float[np.ndarray, "n"], w: Float[np.ndarray, "3"]):
    m = np.reshape(x, (-1, 3))
    return np.sum(np.tanh(m @ w))


def raveled(m: Float[np.ndarray, "n k"], w: Float[np.ndarray, "nk"]):
    return m.ravel() @ w + np.sum(m.flatten() ** 2)


def transposed(a: Float[np.ndarray, "n m"]):
    gram = a.T @ a
    return np.sum(gram**2 * np.transpose(gram))


def axes_moved(t: Float[np.ndarray, "i j k"], w: Float[np.ndarray, "k i"]):
    moved = np.transpose(t, (2, 0, 1))
    swapped = np.swapaxes(t, 0, 1)
    return np.sum(moved * w[:, :, None]) * np.sum(swapped**2)


def broadcast_outer(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "m"]):
    table = a[:, None] * b + a[:, None] ** 2
    return np.sum(np.sin(table))


def broadcast_both(a: Float[np.ndarray, "n 1"], b: Float[np.ndarray, "1 m"], c: float):
    return np.sum((a - b) ** 2 * c)


def broadcast_scalar_array(c: float, x: Float[np.ndarray, "n m"]):
    return np.mean(np.exp(c * x) + c)


def einsum_bilinear(
    x: Float[np.ndarray, "n i"], w: Float[np.ndarray, "i j"], y: Float[np.ndarray, "n j"]
):
    return np.sum(np.einsum("ni,ij,nj->n", x, w, y) ** 2)


def einsum_trace(a: Float[np.ndarray, "n n"]):
    return np.einsum("ij,ji->", a, a)


def concatenated(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "m"]):
    joined = np.concatenate([a, b * 2.0, a**2])
    return np.sum(joined[1:] * joined[:-1])


def concatenated_columns(a: Float[np.ndarray, "n k"], b: Float[np.ndarray, "n m"]):
    joined = np.concatenate((a, b), axis=1)
    return np.sum(np.cumsum(joined, axis=1) ** 2)


def stacked(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "n"]):
    m = np.stack([a, b, a * b])
    return np.sum(m @ m.T)


def sums_over_axes(t: Float[np.ndarray, "i j k"]):
    by_rows = np.sum(t, axis=1)
    by_two = np.mean(t, axis=(0, 2))
    last = t.sum(axis=-1, keepdims=True)
    return np.sum(by_rows**2) + by_two @ by_two + np.sum(last * t)


def negative_indices(m: Float[np.ndarray, "n k"]):
    return m[-1, 0] * np.sum(m[:, -1]) + np.sum(m[::-1, :] * m) + m[0, -2] ** 2


def expanded(x: Float[np.ndarray, "n"]):
    row = np.expand_dims(x, 0)
    column = x[:, np.newaxis]
    return np.sum(np.squeeze(row @ column) * row)


def outer_and_diagonal(x: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"]):
    m = np.outer(x, y)
    return np.sum(np.diag(m)) + np.trace(m @ m)


def made_matrix(a: float, b: float):
    """A matrix made of scalars."""
    rotation = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    v = rotation @ np.array([b, 2.0])
    return v[0] * v[1] ** 2


def minimum_maximum(x: Float[np.ndarray, "n m"]):
    return np.max(x) * np.min(x) + np.sum(np.max(x, axis=0) * np.min(x, axis=0))


def where_masked(x: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"]):
    return np.sum(np.where(x > y, x * y, y**2))


def products(x: Float[np.ndarray, "n m"]):
    return np.prod(x[0]) + np.sum(np.prod(x, axis=1))


def tiled(x: Float[np.ndarray, "n"]):
    return np.sum(np.tile(x, 2) * np.repeat(x, 2))


def sorted_gaps(x: Float[np.ndarray, "n"]):
    ordered = np.sort(x)
    return np.sum(np.diff(ordered) ** 2 * np.arange(1, len(x)))
