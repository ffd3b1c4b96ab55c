"""Helpers for `np.gradient`: slopes between neighbours, and how they are weighted."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np

from gradgen.runtime.running import diff_grad


def spaced(h, f):
    """Return the widths between points, along the first axis, for spacing `h` of `np.gradient`."""
    if np.ndim(h) == 0:
        return h * np.ones_like(f[1:])
    return np.reshape(np.diff(h), (-1, *[1] * (np.ndim(f) - 1))) * np.ones_like(f[1:])


def slopes_grad(g, widths, edge_order):
    """Adjoint of the slopes between neighbours in `np.gradient`, along the first axis."""
    both = widths[:-1] + widths[1:]
    out = np.zeros_like(g[1:])
    out[:-1] += g[1:-1] * widths[1:] / both
    out[1:] += g[1:-1] * widths[:-1] / both
    out[0] += g[0]
    out[-1] += g[-1]
    if edge_order == 2:
        first, last = g[0] * widths[0] / both[0], g[-1] * widths[-1] / both[-1]
        out[0] += first
        out[1] -= first
        out[-1] += last
        out[-2] -= last
    return out


def gradient_grad(grad, f, h, axis, edge_order):
    """Adjoint of `f` in `np.gradient(f, h, axis=axis, edge_order=edge_order)`."""
    moved = np.moveaxis(f, axis, 0)
    widths = spaced(h, moved)
    slopes = slopes_grad(np.moveaxis(grad, axis, 0), widths, edge_order)
    return np.moveaxis(diff_grad(slopes / widths, 0), 0, axis)


def gradients_grad(grads, f, h, edge_order):
    """Adjoint of `f` in `np.gradient(f, h, edge_order=edge_order)`, along every axis."""
    if np.ndim(f) == 1:
        return gradient_grad(grads, f, h, 0, edge_order)
    total = np.zeros_like(f)
    for axis, grad in enumerate(grads):
        total = total + gradient_grad(grad, f, h, axis, edge_order)
    return total


def weighted_slopes(slopes, widths, edge_order):
    """Return `np.gradient` along the first axis from the slopes between neighbours."""
    both = widths[:-1] + widths[1:]
    inner = (widths[:-1] * slopes[1:] + widths[1:] * slopes[:-1]) / both
    first, last = slopes[:1], slopes[-1:]
    if edge_order == 2:
        first = first + widths[:1] / both[:1] * (slopes[:1] - slopes[1:2])
        last = last + widths[-1:] / both[-1:] * (slopes[-1:] - slopes[-2:-1])
    return np.concatenate([first, inner, last])


def widths_grad(g, slopes, widths, edge_order):
    """Adjoint of the widths in `np.gradient` along the first axis, the values held."""
    both = widths[:-1] + widths[1:]
    inner = (widths[:-1] * slopes[1:] + widths[1:] * slopes[:-1]) / both
    out = -slopes_grad(g, widths, edge_order) * slopes / widths
    out[:-1] += g[1:-1] * (slopes[1:] - inner) / both
    out[1:] += g[1:-1] * (slopes[:-1] - inner) / both
    if edge_order == 2:
        first = g[0] * (slopes[0] - slopes[1]) / both[0] ** 2
        last = g[-1] * (slopes[-1] - slopes[-2]) / both[-1] ** 2
        out[0] += first * widths[1]
        out[1] -= first * widths[0]
        out[-1] += last * widths[-2]
        out[-2] -= last * widths[-1]
    return out


def spacing_grad(grad, f, h, axis, edge_order):
    """Adjoint of the spacing `h` in `np.gradient(f, h, axis=axis, edge_order=edge_order)`."""
    moved = np.moveaxis(f, axis, 0)
    widths = spaced(h, moved)
    slopes = np.diff(moved, axis=0) / widths
    by_width = widths_grad(np.moveaxis(grad, axis, 0), slopes, widths, edge_order)
    if np.ndim(h) == 0:
        return np.sum(by_width)
    return diff_grad(np.sum(np.reshape(by_width, (len(h) - 1, -1)), axis=1), 0)


def spacing_tangent(d_h, f, h, axis, edge_order):
    """Tangent of `np.gradient(f, h, axis=axis, edge_order=edge_order)` along `d_h`."""
    moved = np.moveaxis(f, axis, 0)
    widths, d_widths = spaced(h, moved), spaced(d_h, moved)
    both, d_both = widths[:-1] + widths[1:], d_widths[:-1] + d_widths[1:]
    slopes = np.diff(moved, axis=0) / widths
    inner = (widths[:-1] * slopes[1:] + widths[1:] * slopes[:-1]) / both
    d_slopes = -slopes * d_widths / widths
    by_weights = d_widths[:-1] * slopes[1:] + d_widths[1:] * slopes[:-1] - inner * d_both
    ends = np.zeros_like(slopes[:1])
    first, last = ends, ends
    if edge_order == 2:
        shares = widths[:1] / both[:1], widths[-1:] / both[-1:]
        first = (d_widths[:1] - shares[0] * d_both[:1]) / both[:1] * (slopes[:1] - slopes[1:2])
        last = (d_widths[-1:] - shares[1] * d_both[-1:]) / both[-1:] * (slopes[-1:] - slopes[-2:-1])
    moving = np.concatenate([first, by_weights / both, last])
    return np.moveaxis(moving + weighted_slopes(d_slopes, widths, edge_order), 0, axis)
