"""Helpers that put gradients back where elements were taken from."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.broadcasting import unbroadcast, zero_like


def split_like(grad, arrays, axis):
    """Cut `grad` along `axis` into pieces of the shapes of the `arrays` that were joined there."""
    along = 0 if axis is None else axis
    pieces = []
    first = 0
    rest = max(1, np.size(grad) // max(1, np.shape(grad)[along]))
    for x in arrays:
        end = first + np.size(x) // rest
        piece = np.take(grad, range(first, end), axis=along)
        pieces.append(np.reshape(piece, np.shape(x)))
        first = end
    return pieces


def join_like(pieces, x, axis):
    """Put `pieces` together along `axis`, as `x` was cut by `split_like`."""
    along = 0 if axis is None else axis
    shape = np.shape(x)
    rest = max(1, np.size(x) // max(1, shape[along]))
    shaped = [
        np.reshape(piece, (*shape[:along], np.size(piece) // rest, *shape[along + 1 :]))
        for piece in pieces
    ]
    return np.concatenate(shaped, axis=along)


def stored_grad(grad, index):
    """Adjoint of `v` in `x[index] = v`: what a later value of the same index hides gets 0."""
    taken = grad[index]
    order = np.reshape(np.cumsum(np.ones_like(taken, dtype=int)), np.shape(taken))
    last = np.zeros_like(grad, dtype=int)
    last[index] = order
    return np.where(last[index] == order, taken, 0.0)


def sum_like(parts, x):
    """Sum `parts`, each brought to the shape of `x`: the adjoint of `sum_grad`."""
    return sum((unbroadcast(part, x) for part in parts), zero_like(x))


def list_grad(grad, items):
    """Adjoint of `items` in `list(items)`: a list for a list, an array for an array."""
    if isinstance(items, (list, tuple)):
        return list(grad)
    return np.reshape(np.array(grad), np.shape(items))


def sum_grad(grad, items):
    """Adjoint of `items` in `sum(items)`: a list for a list, an array for an array."""
    if isinstance(items, (list, tuple)):
        return [np.copy(unbroadcast(grad, item)) for item in items]
    return np.broadcast_to(grad, np.shape(items)).copy()


def on_diagonal(grad, a, k):
    """Put `grad` on the `k`-th diagonal of zeros in the shape of `a`."""
    rows, columns, *rest = np.shape(a)
    count = max(0, min(rows + min(k, 0), columns - max(k, 0)))
    first = k if k >= 0 else -k * columns
    flat = zero_like(np.reshape(a, (rows * columns, *rest)))
    flat[first : first + count * (columns + 1) : columns + 1] = grad
    return np.reshape(flat, np.shape(a))


def diag_grad(grad, v, k):
    """Adjoint of `v` in `np.diag(v, k)`, for a vector or a matrix."""
    return np.diagonal(grad, k) if np.ndim(v) == 1 else on_diagonal(grad, v, k)


def repeat_grad(grad, a, repeats, axis):
    """Adjoint of `a` in `np.repeat(a, repeats, axis)`: the sum over its copies."""
    if axis is None:
        return np.reshape(repeat_grad(grad, np.ravel(a), repeats, 0), np.shape(a))
    before, after = np.shape(a)[: axis % np.ndim(a) + 1], np.shape(a)[axis % np.ndim(a) + 1 :]
    if np.ndim(repeats) == 0:
        return np.sum(np.reshape(grad, (*before, repeats, *after)), axis=len(before))
    places = [place for place, count in enumerate(repeats) for _ in range(count)]
    return take_grad(grad, a, places, axis)


def tile_grad(grad, a, reps):
    """Adjoint of `a` in `np.tile(a, reps)`: the sum over its copies."""
    shape = (1,) * (np.ndim(grad) - np.ndim(a)) + np.shape(a)
    blocks = []
    for total, one in zip(np.shape(grad), shape, strict=True):
        blocks += [total // max(1, one), one]
    copies = tuple(range(0, 2 * len(shape), 2))
    return np.reshape(np.sum(np.reshape(grad, blocks), axis=copies), np.shape(a))


def take_grad(grad, a, indices, axis):
    """Adjoint of `a` in `np.take(a, indices, axis)`: indices that repeat add up."""
    if axis is None:
        return np.reshape(take_grad(grad, np.ravel(a), indices, 0), np.shape(a))
    out = zero_like(a)
    before = (slice(None),) * (axis % np.ndim(a))
    np.add.at(out, (*before, indices), grad)
    return out


def take_along_axis_grad(grad, a, indices, axis):
    """Adjoint of `a` in `np.take_along_axis(a, indices, axis)`: indices that repeat add up."""
    if axis is None:
        return take_grad(grad, a, indices, None)
    out = zero_like(a)
    places = list(np.indices(np.shape(grad)))
    places[axis] = np.broadcast_to(indices, np.shape(grad))
    np.add.at(out, tuple(places), grad)
    return out
