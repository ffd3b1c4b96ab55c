"""Helpers for arrays that are lengthened, shortened and joined."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.broadcasting import unbroadcast
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


def insert_places(grad, arr, obj, axis):
    """Return where `np.insert(arr, obj, values, axis)` puts `arr`, and then the new elements."""
    total = np.size(grad) if axis is None else np.shape(grad)[axis]
    n = np.size(arr) if axis is None else np.shape(arr)[axis]
    return np.argsort(np.insert(np.arange(n), obj, np.arange(n, total))).tolist()


def insert_grad(grad, arr, obj, axis):
    """Adjoint of `arr` in `np.insert(arr, obj, values, axis)`."""
    n = np.size(arr) if axis is None else np.shape(arr)[axis]
    taken = np.take(grad, insert_places(grad, arr, obj, axis)[:n], axis=axis)
    return np.reshape(taken, np.shape(arr))


def inserted_grad(grad, arr, obj, values, axis):
    """Adjoint of `values` in `np.insert(arr, obj, values, axis)`."""
    n = np.size(arr) if axis is None else np.shape(arr)[axis]
    taken = np.take(grad, insert_places(grad, arr, obj, axis)[n:], axis=axis)
    if axis is not None and np.ndim(obj) == 0 and not isinstance(obj, slice):
        taken = np.moveaxis(taken, axis, 0)
    return unbroadcast(taken, values)


def delete_grad(grad, arr, obj, axis):
    """Adjoint of `arr` in `np.delete(arr, obj, axis)`: 0 for what is gone."""
    n = np.size(arr) if axis is None else np.shape(arr)[axis]
    return take_grad(grad, arr, np.delete(np.arange(n), obj).tolist(), axis)


def block_length(x, axis):
    """Count what a part of `np.block` takes up along `axis`, which counts from the end."""
    while isinstance(x, list):
        x = x[0]
    return 1 if np.ndim(x) < -axis else np.shape(x)[axis]


def block_place(arrays, path):
    """Return the index of the array at a path in `np.block(arrays)`."""
    places = path if isinstance(path, tuple) else (path,)
    cuts = []
    for level, k in enumerate(places):
        axis = level - len(places)
        first = sum(block_length(x, axis) for x in arrays[:k])
        cuts.append(slice(first, first + block_length(arrays[k], axis)))
        arrays = arrays[k]
    return (..., *cuts)
