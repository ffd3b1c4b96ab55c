"""Shapes of Fourier transforms."""

from __future__ import annotations

from gradgen.analysis.shape_rules import shape_rule
from gradgen.analysis.shape_rules_reductions import LAST, axes_of
from gradgen.analysis.shape_tools import as_array, kind_of, made
from gradgen.analysis.values import NONE, UNKNOWN, UNKNOWN_DIM, Dtype, Info, constant

LAST_TWO = constant((-2, -1))


def transformed(a: Info, lengths: Info, axes: Info, dtype: Dtype, halves: bool = False) -> Info:
    """Return what is known of a transform: of the same shape where no lengths are given."""
    a = as_array(a)
    if lengths.kind == "none" and not halves:
        return Info(kind_of(a.shape, [a]), a.shape, dtype)
    dims = None
    found = None if a.shape.dims is None else axes_of(axes, len(a.shape.dims))
    if found is not None and a.shape.dims is not None:
        dims = [UNKNOWN_DIM if k in found else dim for k, dim in enumerate(a.shape.dims)]
    return made("transform", dims, [a], [lengths, axes], dtype, "array")


@shape_rule("fft.fft", "fft.ifft")
def fft(a: Info, n: Info = NONE, axis: Info = LAST, norm: Info = NONE) -> Info:
    """Return what is known of a transform along one axis."""
    return transformed(a, n, axis, "complex")


@shape_rule("fft.fft2", "fft.ifft2")
def fft2(a: Info, s: Info = NONE, axes: Info = LAST_TWO, norm: Info = NONE) -> Info:
    """Return what is known of a transform along two axes."""
    return transformed(a, s, axes, "complex")


@shape_rule("fft.fftn", "fft.ifftn")
def fftn(a: Info, s: Info = NONE, axes: Info = NONE, norm: Info = NONE) -> Info:
    """Return what is known of a transform along several axes."""
    return transformed(a, s, axes, "complex")


@shape_rule("fft.rfft", "fft.ihfft")
def rfft(a: Info, n: Info = NONE, axis: Info = LAST, norm: Info = NONE) -> Info:
    """Return what is known of half of the waves."""
    return transformed(a, n, axis, "complex", halves=True)


@shape_rule("fft.rfft2")
def rfft2(a: Info, s: Info = NONE, axes: Info = LAST_TWO, norm: Info = NONE) -> Info:
    """Return what is known of half of the waves of two axes."""
    return transformed(a, s, axes, "complex", halves=True)


@shape_rule("fft.rfftn")
def rfftn(a: Info, s: Info = NONE, axes: Info = NONE, norm: Info = NONE) -> Info:
    """Return what is known of half of the waves of several axes."""
    return transformed(a, s, axes, "complex", halves=True)


@shape_rule("fft.irfft", "fft.hfft")
def irfft(a: Info, n: Info = NONE, axis: Info = LAST, norm: Info = NONE) -> Info:
    """Return what is known of the real numbers that half of the waves make."""
    return transformed(a, n, axis, "float", halves=True)


@shape_rule("fft.irfft2")
def irfft2(a: Info, s: Info = NONE, axes: Info = LAST_TWO, norm: Info = NONE) -> Info:
    """Return what is known of the real numbers that half of the waves of two axes make."""
    return transformed(a, s, axes, "float", halves=True)


@shape_rule("fft.irfftn")
def irfftn(a: Info, s: Info = NONE, axes: Info = NONE, norm: Info = NONE) -> Info:
    """Return what is known of the real numbers that half of the waves of several axes make."""
    return transformed(a, s, axes, "float", halves=True)


@shape_rule("fft.fftshift", "fft.ifftshift")
def fftshift(x: Info, axes: Info = NONE) -> Info:
    """Return what is known of reordered frequencies."""
    x = as_array(x)
    return Info(kind_of(x.shape, [x]), x.shape, x.dtype, x.dtype_facts)


@shape_rule("fft.fftfreq", "fft.rfftfreq")
def fftfreq(n: Info, d: Info = UNKNOWN, device: Info = NONE) -> Info:
    """Return what is known of the frequencies of a grid."""
    return made("fftfreq", [UNKNOWN_DIM], [], [n], "float", "array")


@shape_rule("helper.resized_like")
def resized_like(g: Info, x: Info) -> Info:
    """Return what is known of an array cut to the shape of another one."""
    x = as_array(x)
    return Info(kind_of(x.shape, [x]), x.shape, g.dtype, g.dtype_facts)


@shape_rule("helper.irfft_grad")
def irfft_grad(g: Info, z: Info, axes: Info, norm: Info) -> Info:
    """Return what is known of the adjoint of half of the waves."""
    z = as_array(z)
    return Info(kind_of(z.shape, [z]), z.shape, "complex")


@shape_rule("helper.irfft_like")
def irfft_like(z: Info, g: Info, axes: Info, norm: Info) -> Info:
    """Return what is known of the real numbers that half of the waves make."""
    g = as_array(g)
    return Info(kind_of(g.shape, [g]), g.shape, "float")
