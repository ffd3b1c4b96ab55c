"""Helpers for products of arrays whose ranks are known only at run time."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.broadcasting import unbroadcast


def matmul_grad_left(grad, a, b):
    """Adjoint of `a` in `a @ b`, for operands of any rank."""
    if np.ndim(b) == 1:
        return grad * b if np.ndim(a) == 1 else unbroadcast(grad[..., None] * b, a)
    if np.ndim(a) == 1:
        return unbroadcast(np.squeeze(grad[..., None, :] @ np.swapaxes(b, -1, -2), -2), a)
    return unbroadcast(grad @ np.swapaxes(b, -1, -2), a)


def matmul_grad_right(grad, a, b):
    """Adjoint of `b` in `a @ b`, for operands of any rank."""
    if np.ndim(a) == 1:
        return grad * a if np.ndim(b) == 1 else unbroadcast(a[:, None] * grad[..., None, :], b)
    if np.ndim(b) == 1:
        return unbroadcast(np.squeeze(np.swapaxes(a, -1, -2) @ grad[..., None], -1), b)
    return unbroadcast(np.swapaxes(a, -1, -2) @ grad, b)


def dot_grad_left(grad, a, b):
    """Adjoint of `a` in `np.dot(a, b)`, for operands of any rank."""
    if np.ndim(a) == 0:
        return np.sum(grad * b)
    if np.ndim(b) <= 1:
        return grad[..., None] * b if np.ndim(b) == 1 and np.ndim(a) > 1 else grad * b
    kept = tuple(range(-(np.ndim(b) - 1), 0))
    others = (*range(np.ndim(b) - 2), np.ndim(b) - 1)
    return np.tensordot(grad, b, axes=(kept, others))


def dot_grad_right(grad, a, b):
    """Adjoint of `b` in `np.dot(a, b)`, for operands of any rank."""
    if np.ndim(b) == 0:
        return np.sum(grad * a)
    if np.ndim(a) == 0:
        return grad * a
    kept = tuple(range(np.ndim(a) - 1))
    summed = np.tensordot(a, grad, axes=(kept, kept))
    return summed if np.ndim(b) == 1 else np.moveaxis(summed, 0, -2)


def inner_grad_left(grad, a, b):
    """Adjoint of `a` in `np.inner(a, b)`, for operands of any rank."""
    if np.ndim(a) == 0:
        return np.sum(grad * b)
    if np.ndim(b) <= 1:
        return grad[..., None] * b if np.ndim(b) == 1 and np.ndim(a) > 1 else grad * b
    return np.tensordot(grad, b, axes=np.ndim(b) - 1)


def inner_grad_right(grad, a, b):
    """Adjoint of `b` in `np.inner(a, b)`, for operands of any rank."""
    if np.ndim(b) == 0:
        return np.sum(grad * a)
    if np.ndim(a) == 0:
        return grad * a
    kept = tuple(range(np.ndim(a) - 1))
    return np.tensordot(grad, a, axes=(kept, kept))


def tensordot_grad_left(grad, a, b, axes):
    """Adjoint of `a` in `np.tensordot(a, b, axes)`."""
    axes_a, axes_b = contracted_axes(a, b, axes)
    free_a = [i for i in range(np.ndim(a)) if i not in axes_a]
    free_b = [i for i in range(np.ndim(b)) if i not in axes_b]
    summed = np.tensordot(grad, b, axes=(range(len(free_a), np.ndim(grad)), free_b))
    order = [axes_a[axes_b.index(i)] for i in sorted(axes_b)]
    return np.transpose(summed, np.argsort([*free_a, *order]))


def tensordot_grad_right(grad, a, b, axes):
    """Adjoint of `b` in `np.tensordot(a, b, axes)`."""
    axes_a, axes_b = contracted_axes(a, b, axes)
    free_a = [i for i in range(np.ndim(a)) if i not in axes_a]
    free_b = [i for i in range(np.ndim(b)) if i not in axes_b]
    summed = np.tensordot(a, grad, axes=(free_a, range(len(free_a))))
    order = [axes_b[axes_a.index(i)] for i in sorted(axes_a)]
    return np.transpose(summed, np.argsort([*order, *free_b]))


def contracted_axes(a, b, axes):
    """Return the axes of `a` and of `b` that `np.tensordot(a, b, axes)` sums over, from 0 up."""
    if isinstance(axes, int):
        return list(range(np.ndim(a) - axes, np.ndim(a))), list(range(axes))
    axes_a, axes_b = (list(one) if np.ndim(one) else [one] for one in axes)
    return [i % np.ndim(a) for i in axes_a], [i % np.ndim(b) for i in axes_b]
