"""Helpers for complex matrices: a step `d` changes a function by the real part of `grad * d`."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.spectral import inverse_gaps
from gradgen.runtime.systems import lower_half


def hermitian_from(a, uplo):
    """Complete the triangle of `a` that is read to a Hermitian matrix."""
    below = np.tril(a, -1) if uplo in ("L", "l") else np.swapaxes(np.conj(np.triu(a, 1)), -1, -2)
    return below + np.swapaxes(np.conj(below), -1, -2) + np.real(np.tril(np.triu(a)))


def hermitian_grad(grad, uplo):
    """Adjoint of a Hermitian matrix, for the one triangle of it that is read."""
    both = grad + np.swapaxes(np.conj(grad), -1, -2)
    read = np.tril(both, -1) if uplo in ("L", "l") else np.triu(both, 1)
    return read + np.real(np.tril(np.triu(grad)))


def complex_eigenvectors_grad(grad, values, vectors):
    """Adjoint of `a` by the eigenvectors, normed to length 1, of a complex matrix."""
    transposed = np.swapaxes(vectors, -1, -2)
    along = np.real(np.sum(vectors * grad, axis=-2, keepdims=True))
    inner = inverse_gaps(values) * (transposed @ (grad - np.conj(vectors) * along))
    return np.linalg.solve(transposed, inner @ transposed)


def complex_eigenvectors_tangent(d_a, values, vectors):
    """Tangent of the eigenvectors, normed to length 1, of a complex matrix."""
    moved = vectors @ (inverse_gaps(values) * np.linalg.solve(vectors, d_a @ vectors))
    return moved - vectors * np.real(np.sum(np.conj(vectors) * moved, axis=-2, keepdims=True))


def complex_cholesky_grad(grad, y):
    """Adjoint of `a` in `y = np.linalg.cholesky(a)`, for a Hermitian matrix."""
    inverse = np.linalg.inv(y)
    middle = lower_half(np.swapaxes(y, -1, -2) @ grad)
    return hermitian_grad(np.swapaxes(inverse, -1, -2) @ middle @ np.conj(inverse), "L")


def complex_cholesky_tangent(d_a, y):
    """Tangent of `y = np.linalg.cholesky(a)`, for a Hermitian matrix."""
    inverse = np.linalg.inv(y)
    between = inverse @ hermitian_from(d_a, "L") @ np.swapaxes(np.conj(inverse), -1, -2)
    return y @ lower_half(between)
