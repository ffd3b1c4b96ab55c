"""What holds where numbers are complex.

The gradient of a real function by a complex `z = x + 1j * y` is `df/dx - 1j * df/dy`: a step `dz`
changes the function by the real part of `grad_z * dz`, with no conjugate. So a function that is
holomorphic has the rule that it has for real numbers, and a linear one as well; those that are
neither have a rule here, `complex.` before their name. (C. Jones and others call this the
convention of JAX and autograd; the conjugate is the direction of steepest ascent.)
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F811, F821

from gradgen.rules.registry import adjoint, elementwise, holomorphic, linear, real_linear, tangent

holomorphic(
    "operator.add operator.sub operator.mul operator.truediv operator.neg operator.pos operator.pow"
    " operator.matmul numpy.add numpy.subtract numpy.multiply numpy.divide numpy.true_divide"
    " numpy.negative numpy.positive numpy.power numpy.float_power builtins.pow numpy.matmul"
    " numpy.exp numpy.exp2 numpy.expm1 numpy.log numpy.log2 numpy.log10 numpy.log1p numpy.sqrt"
    " numpy.square numpy.reciprocal numpy.sin numpy.cos numpy.tan numpy.arcsin numpy.arccos"
    " numpy.arctan numpy.sinh numpy.cosh numpy.tanh numpy.arcsinh numpy.arccosh numpy.arctanh"
    " numpy.acos numpy.acosh numpy.asin numpy.asinh numpy.atan numpy.atanh numpy.pow"
    " numpy.prod ndarray.prod numpy.cumprod ndarray.cumprod numpy.dot ndarray.dot numpy.inner"
    " numpy.outer numpy.kron numpy.cross numpy.tensordot numpy.einsum numpy.linalg.solve"
    " numpy.linalg.inv numpy.linalg.det numpy.linalg.matrix_power numpy.linalg.multi_dot"
    " numpy.linalg.outer numpy.linalg.tensordot numpy.linalg.matmul numpy.linalg.cross"
    " numpy.convolve numpy.polyval numpy.vander helper.matmul_grad_left helper.matmul_grad_right"
    " helper.dot_grad_left helper.dot_grad_right helper.inner_grad_left helper.inner_grad_right"
    " helper.tensordot_grad_left helper.tensordot_grad_right helper.ratio"
)

real_linear("numpy.real ndarray.real")

# Parts of a number


@linear("numpy.real(val) -> y", also=["ndarray.real"], cheap=True)
def real(y, val):
    grad[val] = grad[y]


@adjoint("numpy.imag(val) -> y", also=["ndarray.imag"], cheap=True)
def imag(y, val):
    """Of real numbers it is 0."""
    grad[val] = np.zeros_like(val)


@tangent("numpy.imag(val) -> y", also=["ndarray.imag"])
def imag(y, val):
    d[y] = np.zeros_like(y)


@linear("complex.numpy.imag(val) -> y", also=["complex.ndarray.imag"])
def complex_imag(y, val):
    grad[val] = -1j * grad[y]


@linear(
    "numpy.conj(x) -> y",
    also=["numpy.conjugate", "ndarray.conj", "ndarray.conjugate"],
    cheap=True,
    view="maybe",
    view_of="x",
)
def conj(y, x):
    """Of real numbers it is the number itself."""
    grad[x] = grad[y]


@linear(
    "complex.numpy.conj(x) -> y",
    also=["complex.numpy.conjugate", "complex.ndarray.conj", "complex.ndarray.conjugate"],
)
def complex_conj(y, x):
    grad[x] = np.conj(grad[y])


@adjoint("numpy.angle(z, deg=False) -> y")
def angle(y, z, deg):
    """Of real numbers it is 0 or pi: flat between its jumps."""
    grad[z] = np.zeros_like(z)


@tangent("numpy.angle(z, deg=False) -> y")
def angle(y, z, deg):
    d[y] = np.zeros_like(y)


@elementwise("complex.numpy.angle(z, deg=False) -> y")
def complex_angle(y, z, deg):
    if not known(deg):
        refuse("`np.angle` whose `deg` is not a literal", "write it out")
    elif deg:
        partial[z] = -180.0j / np.pi / z
    else:
        partial[z] = -1j / z


@tangent("complex.numpy.angle(z, deg=False) -> y")
def complex_angle(y, z, deg):
    if not known(deg):
        refuse("`np.angle` whose `deg` is not a literal", "write it out")
    elif deg:
        d[y] = 180.0 / np.pi * np.imag(d[z] / z)
    else:
        d[y] = np.imag(d[z] / z)


# Sizes


@elementwise(
    "complex.numpy.absolute(x) -> y",
    also=["complex.numpy.abs", "complex.builtins.abs", "complex.operator.abs"],
    domain="x != 0",
)
def complex_absolute(y, x):
    """At 0 the subgradient 0."""
    partial[x] = ratio(np.conj(x), y)


@tangent(
    "complex.numpy.absolute(x) -> y",
    also=["complex.numpy.abs", "complex.builtins.abs", "complex.operator.abs"],
)
def complex_absolute(y, x):
    d[y] = ratio(np.real(np.conj(x) * d[x]), y)


@adjoint("complex.numpy.vdot(a, b) -> y", expensive=True)
def complex_vdot(y, a, b):
    """Of the conjugate of `a`."""
    if rank(a) is None or rank(b) is None:
        grad[a] = np.reshape(np.conj(grad[y] * b), np.shape(a))
        grad[b] = grad[y] * np.reshape(np.conj(a), np.shape(b))
    elif rank(a) == rank(b):
        grad[a] = np.conj(grad[y] * b)
        grad[b] = grad[y] * np.conj(a)
    else:
        grad[a] = np.reshape(np.conj(grad[y] * b), np.shape(a))
        grad[b] = grad[y] * np.reshape(np.conj(a), np.shape(b))


@tangent("complex.numpy.vdot(a, b) -> y")
def complex_vdot(y, a, b):
    d[y] = np.vdot(d[a], b) + np.vdot(a, d[b])
