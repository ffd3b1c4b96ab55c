"""Helpers for eigenvalues and singular values, of matrices and of stacks of them."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.elementwise import ratio


def symmetric_from(a, uplo):
    """Complete the triangle of `a` that is read to a symmetric matrix."""
    if uplo in ("L", "l"):
        return np.tril(a) + np.swapaxes(np.tril(a, -1), -1, -2)
    return np.triu(a) + np.swapaxes(np.triu(a, 1), -1, -2)


def triangle_grad(grad, uplo):
    """Adjoint of a symmetric matrix, for the one triangle of it that is read."""
    if uplo in ("L", "l"):
        return np.tril(grad) + np.swapaxes(np.triu(grad, 1), -1, -2)
    return np.triu(grad) + np.swapaxes(np.tril(grad, -1), -1, -2)


def inverse_gaps(values):
    """Tabulate `1 / (values[j] - values[i])`, and 0 where two are equal."""
    return ratio(1.0, values[..., None, :] - values[..., :, None])


def tridiagonal_times(d, e, v):
    """Multiply the symmetric matrix with the diagonal `d`, and `e` beside it, and `v`."""
    edge = np.zeros_like(v[:1])
    above = np.concatenate([e[:, None] * v[1:], edge])
    below = np.concatenate([edge, e[:, None] * v[:-1]])
    return d[:, None] * v + above + below


def eigenvectors_grad(grad, values, vectors):
    """Adjoint of `a` by the eigenvectors, normed to length 1, of a matrix that is not symmetric."""
    transposed = np.swapaxes(vectors, -1, -2)
    along = np.sum(vectors * grad, axis=-2, keepdims=True)
    inner = inverse_gaps(values) * (transposed @ (grad - vectors * along))
    return np.linalg.solve(transposed, inner @ transposed)


def eigenvectors_tangent(d_a, values, vectors):
    """Tangent of the eigenvectors, normed to length 1, of a matrix that is not symmetric."""
    moved = vectors @ (inverse_gaps(values) * np.linalg.solve(vectors, d_a @ vectors))
    return moved - vectors * np.sum(vectors * moved, axis=-2, keepdims=True)


def singular_values_grad(grad, u, vh):
    """Adjoint of `a` by `s` in `u, s, vh = np.linalg.svd(a)`, where `u` or `vh` may be square."""
    count = np.shape(grad)[-1]
    return (u[..., :count] * grad[..., None, :]) @ vh[..., :count, :]


def singular_values_tangent(d_a, u, s, vh):
    """Tangent of `s` in `u, s, vh = np.linalg.svd(a)`, where `u` or `vh` may be square."""
    count = np.shape(s)[-1]
    right = np.swapaxes(vh[..., :count, :], -1, -2)
    return np.sum(u[..., :count] * (d_a @ right), axis=-2)


def left_vectors_grad(grad, u, s, vh):
    """Adjoint of `a` by `u` in `u, s, vh = np.linalg.svd(a)`; what spans no range may turn."""
    count = np.shape(s)[-1]
    thin, g, right = u[..., :count], grad[..., :count], vh[..., :count, :]
    if np.shape(u)[-1] > count:
        rest = u[..., count:]
        g = g - rest @ (np.swapaxes(grad[..., count:], -1, -2) @ thin)
    inner = np.swapaxes(thin, -1, -2) @ g
    turned = inverse_gaps(s**2) * (inner - np.swapaxes(inner, -1, -2))
    total = thin @ (turned * s[..., None, :])
    if np.shape(u)[-2] > count:
        total = total + ratio(g - thin @ inner, s[..., None, :])
    return total @ right


def left_vectors_tangent(d_a, u, s, vh):
    """Tangent of `u` in `u, s, vh = np.linalg.svd(a)`."""
    count = np.shape(s)[-1]
    thin = u[..., :count]
    moved = d_a @ np.swapaxes(vh[..., :count, :], -1, -2)
    inner = np.swapaxes(thin, -1, -2) @ moved
    scaled = inner * s[..., None, :]
    d_u = thin @ (inverse_gaps(s**2) * (scaled + np.swapaxes(scaled, -1, -2)))
    if np.shape(u)[-2] > count:
        d_u = d_u + ratio(moved - thin @ inner, s[..., None, :])
    if np.shape(u)[-1] > count:
        turned = np.swapaxes(d_u, -1, -2) @ u[..., count:]
        d_u = np.concatenate([d_u, -thin @ turned], axis=-1)
    return d_u


def right_vectors_grad(grad, u, s, vh):
    """Adjoint of `a` by `vh` in `u, s, vh = np.linalg.svd(a)`: that of the transposed problem."""
    left, right = np.swapaxes(vh, -1, -2), np.swapaxes(u, -1, -2)
    return np.swapaxes(left_vectors_grad(np.swapaxes(grad, -1, -2), left, s, right), -1, -2)


def right_vectors_tangent(d_a, u, s, vh):
    """Tangent of `vh` in `u, s, vh = np.linalg.svd(a)`: that of the transposed problem."""
    left, right = np.swapaxes(vh, -1, -2), np.swapaxes(u, -1, -2)
    return np.swapaxes(left_vectors_tangent(np.swapaxes(d_a, -1, -2), left, s, right), -1, -2)


def qr_grad(grad_q, grad_r, q, r):
    """Adjoint of `a` in `q, r = np.linalg.qr(a)`."""
    rows, columns = np.shape(q)[-2], np.shape(r)[-1]
    count = min(rows, columns)
    thin, g, triangle = q[..., :count], grad_q[..., :count], r[..., :count, :count]
    if np.shape(q)[-1] > count:
        rest = q[..., count:]
        g = g - rest @ (np.swapaxes(grad_q[..., count:], -1, -2) @ thin)
    beyond, g_beyond = r[..., :count, count:], grad_r[..., :count, count:]
    g = g + thin @ (beyond @ np.swapaxes(g_beyond, -1, -2))  # `a` ends in `q @ beyond`
    inner = triangle @ np.swapaxes(grad_r[..., :count, :count], -1, -2)
    inner = inner - np.swapaxes(g, -1, -2) @ thin
    total = np.swapaxes(g + thin @ symmetric_from(inner, "L"), -1, -2)
    first = np.swapaxes(np.linalg.solve(triangle, total), -1, -2)
    return np.concatenate([first, thin @ g_beyond], axis=-1)


def qr_tangent(d_a, q, r):
    """Tangents of `q, r = np.linalg.qr(a)`."""
    rows, columns = np.shape(q)[-2], np.shape(r)[-1]
    count = min(rows, columns)
    thin, triangle = q[..., :count], r[..., :count, :count]
    first = np.swapaxes(d_a[..., :count], -1, -2)
    moved = np.swapaxes(np.linalg.solve(np.swapaxes(triangle, -1, -2), first), -1, -2)
    inner = np.swapaxes(thin, -1, -2) @ moved
    below = np.tril(inner, -1)
    turned = below - np.swapaxes(below, -1, -2)
    d_q = moved + thin @ (turned - inner)
    d_r = (inner - turned) @ triangle
    if columns > count:
        beyond = d_a[..., count:] - d_q @ r[..., :count, count:]
        d_r = np.concatenate([d_r, np.swapaxes(thin, -1, -2) @ beyond], axis=-1)
    if np.shape(q)[-1] > count:
        rest = q[..., count:]
        d_q = np.concatenate([d_q, -thin @ (np.swapaxes(d_q, -1, -2) @ rest)], axis=-1)
        d_r = np.concatenate([d_r, np.zeros_like(r[..., count:, :])], axis=-2)
    return d_q, d_r
