"""Helpers for arrays that are lengthened, shortened and joined."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.moving import take_grad


def unpad(grad, a, pad_width):
    """Adjoint of `a` in `np.pad(a, pad_width)`: what stands where `a` stood."""
    before = [int(first) for first, _ in np.broadcast_to(pad_width, (np.ndim(a), 2))]
    return grad[tuple(slice(k, k + n) for k, n in zip(before, np.shape(a), strict=True))]


def pad_grad(grad, a, pad_width, mode):
    """Adjoint of `a` in `np.pad(a, pad_width, mode)`, where each element is a copy of another."""
    widths = np.broadcast_to(pad_width, (np.ndim(a), 2))
    for axis, n in enumerate(np.shape(a)):
        places = np.pad(np.arange(n), tuple(widths[axis]), mode=mode).tolist()
        like = np.take(grad, range(n), axis=axis)
        grad = take_grad(grad, like, places, axis)
    return grad


def pad_grad_linear(grad, a, pad_width, mode):
    """Adjoint of `a` in `np.pad(a, pad_width, mode)`, where each element is a sum of others."""
    widths = np.broadcast_to(pad_width, (np.ndim(a), 2))
    for axis, n in enumerate(np.shape(a)):
        shares = np.pad(np.eye(n, dtype=grad.dtype), (tuple(widths[axis]), (0, 0)), mode=mode)
        grad = np.moveaxis(np.tensordot(grad, shares, axes=(axis, 0)), -1, axis)
    return grad
