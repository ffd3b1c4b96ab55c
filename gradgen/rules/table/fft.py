"""Fourier transforms: linear, and their matrices are symmetric, so each is its own adjoint.

The convention for complex numbers is that of `complex.py`: adjoints are transposes, without a
conjugate. What goes from real numbers to half of the waves, or back, counts each wave that stands
for two twice (NumPy's reference, `numpy.fft`, section "Real and Hermitian transforms").
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F821

from gradgen.rules.registry import constant, linear

# Complex to complex


@linear("numpy.fft.fft(a, n=None, axis=-1, norm=None) -> y", expensive=True)
def fft(y, a, n, axis, norm):
    if given(n):
        grad[a] = resized_like(np.fft.fft(grad[y], axis=axis, norm=norm), a)
    else:
        grad[a] = np.fft.fft(grad[y], axis=axis, norm=norm)


@linear("numpy.fft.ifft(a, n=None, axis=-1, norm=None) -> y", expensive=True)
def ifft(y, a, n, axis, norm):
    if given(n):
        grad[a] = resized_like(np.fft.ifft(grad[y], axis=axis, norm=norm), a)
    else:
        grad[a] = np.fft.ifft(grad[y], axis=axis, norm=norm)


@linear("numpy.fft.fft2(a, s=None, axes=(-2, -1), norm=None) -> y", expensive=True)
def fft2(y, a, s, axes, norm):
    if given(s):
        grad[a] = resized_like(np.fft.fft2(grad[y], axes=axes, norm=norm), a)
    else:
        grad[a] = np.fft.fft2(grad[y], axes=axes, norm=norm)


@linear("numpy.fft.ifft2(a, s=None, axes=(-2, -1), norm=None) -> y", expensive=True)
def ifft2(y, a, s, axes, norm):
    if given(s):
        grad[a] = resized_like(np.fft.ifft2(grad[y], axes=axes, norm=norm), a)
    else:
        grad[a] = np.fft.ifft2(grad[y], axes=axes, norm=norm)


@linear("numpy.fft.fftn(a, s=None, axes=None, norm=None) -> y", expensive=True)
def fftn(y, a, s, axes, norm):
    if given(s):
        grad[a] = resized_like(np.fft.fftn(grad[y], axes=axes, norm=norm), a)
    else:
        grad[a] = np.fft.fftn(grad[y], axes=axes, norm=norm)


@linear("numpy.fft.ifftn(a, s=None, axes=None, norm=None) -> y", expensive=True)
def ifftn(y, a, s, axes, norm):
    if given(s):
        grad[a] = resized_like(np.fft.ifftn(grad[y], axes=axes, norm=norm), a)
    else:
        grad[a] = np.fft.ifftn(grad[y], axes=axes, norm=norm)


# Real numbers to half of their waves: the other half is filled up with zeros


@linear("numpy.fft.rfft(a, n=None, axis=-1, norm=None) -> y", expensive=True)
def rfft(y, a, n, axis, norm):
    if given(n):
        grad[a] = resized_like(np.fft.fft(grad[y], n, axis=axis, norm=norm), a)
    else:
        grad[a] = np.fft.fft(grad[y], length(a, axis), axis=axis, norm=norm)


@linear("numpy.fft.rfft2(a, s=None, axes=(-2, -1), norm=None) -> y", expensive=True)
def rfft2(y, a, s, axes, norm):
    if given(s):
        grad[a] = resized_like(np.fft.fft2(grad[y], s, axes=axes, norm=norm), a)
    else:
        grad[a] = np.fft.fft2(resized_like(grad[y], a), axes=axes, norm=norm)


@linear("numpy.fft.rfftn(a, s=None, axes=None, norm=None) -> y", expensive=True)
def rfftn(y, a, s, axes, norm):
    if given(s):
        grad[a] = resized_like(np.fft.fftn(grad[y], s, axes=axes, norm=norm), a)
    else:
        grad[a] = np.fft.fftn(resized_like(grad[y], a), axes=axes, norm=norm)


@linear("numpy.fft.ihfft(a, n=None, axis=-1, norm=None) -> y", expensive=True)
def ihfft(y, a, n, axis, norm):
    """Half of `np.fft.ifft` of real numbers."""
    if given(n):
        grad[a] = resized_like(np.fft.ifft(grad[y], n, axis=axis, norm=norm), a)
    else:
        grad[a] = np.fft.ifft(grad[y], length(a, axis), axis=axis, norm=norm)


# Half of the waves to real numbers


@linear("numpy.fft.irfft(a, n=None, axis=-1, norm=None) -> y", expensive=True)
def irfft(y, a, n, axis, norm):
    grad[a] = np.real(irfft_grad(grad[y], a, (axis,), norm))


@linear("complex.numpy.fft.irfft(a, n=None, axis=-1, norm=None) -> y", expensive=True)
def complex_irfft(y, a, n, axis, norm):
    grad[a] = irfft_grad(grad[y], a, (axis,), norm)


@linear(
    "numpy.fft.irfftn(a, s=None, axes=None, norm=None) -> y",
    also=["numpy.fft.irfft2(a, s=None, axes=(-2, -1), norm=None)"],
    expensive=True,
)
def irfftn(y, a, s, axes, norm):
    grad[a] = np.real(irfft_grad(grad[y], a, axes, norm))


@linear(
    "complex.numpy.fft.irfftn(a, s=None, axes=None, norm=None) -> y",
    also=["complex.numpy.fft.irfft2(a, s=None, axes=(-2, -1), norm=None)"],
    expensive=True,
)
def complex_irfftn(y, a, s, axes, norm):
    grad[a] = irfft_grad(grad[y], a, axes, norm)


@linear("numpy.fft.hfft(a, n=None, axis=-1, norm=None) -> y", expensive=True)
def hfft(y, a, n, axis, norm):
    """`np.fft.irfft` of the conjugate, scaled as a forward transform."""
    if not known(norm):
        refuse("`np.fft.hfft` whose `norm` is not a literal", "write it out")
    elif norm == "ortho":
        grad[a] = np.real(irfft_grad(grad[y], a, (axis,), "ortho"))
    elif norm == "forward":
        grad[a] = np.real(irfft_grad(grad[y], a, (axis,), "backward"))
    else:
        grad[a] = np.real(irfft_grad(grad[y], a, (axis,), "forward"))


@linear("complex.numpy.fft.hfft(a, n=None, axis=-1, norm=None) -> y", expensive=True)
def complex_hfft(y, a, n, axis, norm):
    if not known(norm):
        refuse("`np.fft.hfft` whose `norm` is not a literal", "write it out")
    elif norm == "ortho":
        grad[a] = np.conj(irfft_grad(grad[y], a, (axis,), "ortho"))
    elif norm == "forward":
        grad[a] = np.conj(irfft_grad(grad[y], a, (axis,), "backward"))
    else:
        grad[a] = np.conj(irfft_grad(grad[y], a, (axis,), "forward"))


# Orders of frequencies


@linear("numpy.fft.fftshift(x, axes=None) -> y")
def fftshift(y, x, axes):
    grad[x] = np.fft.ifftshift(grad[y], axes=axes)


@linear("numpy.fft.ifftshift(x, axes=None) -> y")
def ifftshift(y, x, axes):
    grad[x] = np.fft.fftshift(grad[y], axes=axes)


constant("numpy.fft.fftfreq numpy.fft.rfftfreq", "frequencies of a grid: made of whole numbers")

# Helpers


@linear("helper.resized_like(g, x: like) -> y")
def resized_like(y, g, x):
    grad[g] = resized_like(grad[y], g)


@linear("helper.irfft_grad(g, z: like, axes: option, norm: option) -> y")
def irfft_grad(y, g, z, axes, norm):
    grad[g] = irfft_like(grad[y], g, axes, norm)


@linear("helper.irfft_like(z, g: like, axes: option, norm: option) -> y")
def irfft_like(y, z, g, axes, norm):
    grad[z] = irfft_grad(grad[y], z, axes, norm)
