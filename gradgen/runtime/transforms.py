"""Adjoints of Fourier transforms to and from real numbers."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np


def resized_like(g, x):
    """Cut an array to the shape of `x`, or fill it up with zeros at the ends."""
    kept = g[tuple(slice(0, length) for length in np.shape(x))]
    missing = np.subtract(np.shape(x), np.shape(kept))
    return np.pad(kept, [(0, int(length)) for length in missing])


def irfft_grad(g, z, axes, norm):
    """Return the adjoint of `np.fft.irfftn`: a wave that stands for two counts twice."""
    axes = tuple(range(np.ndim(g))) if axes is None else axes
    last, count = axes[-1], np.shape(g)[axes[-1]]
    waves = np.fft.ifftn(g, axes=axes, norm=norm)
    half = 2.0 * np.moveaxis(waves, last, -1)[..., : count // 2 + 1]
    half[..., 0] /= 2.0
    if count % 2 == 0:
        half[..., -1] /= 2.0
    return resized_like(np.moveaxis(half, -1, last), z)


def irfft_like(z, g, axes, norm):
    """Return `np.fft.irfftn(z)` in the shape of `g`."""
    axes = tuple(range(np.ndim(g))) if axes is None else axes
    return np.fft.irfftn(z, [np.shape(g)[axis] for axis in axes], axes, norm)
