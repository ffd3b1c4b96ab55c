"""Parts and neighbours of floating-point numbers, replaced and unwound values, ranges of them."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, constant, elementwise, linear, tangent

# Elementwise

elementwise("numpy.unwrap(p, discont=None, axis=-1, *, period=6.283185307179586) -> y", p="1.0")
elementwise("numpy.nan_to_num(x, *, nan=0.0, posinf=None, neginf=None) -> y", x="np.isfinite(x)")
elementwise("numpy.nextafter(a, b) -> y", a="1.0", b="0.0")


@linear("numpy.ldexp(a, b: option) -> y", broadcasts=True)
def ldexp(y, a, b):
    grad[a] = np.ldexp(grad[y], b)


@adjoint("numpy.frexp(x) -> (mantissa, exponent)")
def frexp(mantissa, exponent, x):
    """The exponent is constant between powers of 2."""
    grad[x] = grad[mantissa] * ratio(mantissa, x)


@tangent("numpy.frexp(x) -> (mantissa, exponent)")
def frexp(mantissa, exponent, x):
    d[mantissa] = ratio(mantissa, x) * d[x]
    d[exponent] = np.zeros_like(exponent)


@adjoint("numpy.divmod(a, b) -> (quotient, rest)", also=["builtins.divmod"])
def divmod_(quotient, rest, a, b):
    """The quotient is constant between its jumps."""
    grad[a] = unbroadcast(grad[rest], a)
    grad[b] = unbroadcast(-grad[rest] * quotient, b)


@tangent("numpy.divmod(a, b) -> (quotient, rest)", also=["builtins.divmod"])
def divmod_(quotient, rest, a, b):
    d[quotient] = np.zeros_like(quotient)
    d[rest] = np.broadcast_to(d[a] - quotient * d[b], np.shape(rest))


constant("numpy.spacing", "a step function: flat between its jumps")

# Running sums and products, with names of the array API


@linear("numpy.cumulative_sum(x, *, axis=None, include_initial=False) -> y")
def cumulative_sum(y, x, axis, include_initial):
    """The running sum from the other end."""
    if not known(include_initial) or not known(axis):
        refuse("`np.cumulative_sum` whose options are not literals", "write them out")
    along = 0 if axis is None else axis
    sums = np.flip(np.cumsum(np.flip(grad[y], axis=along), axis=along), axis=along)
    if include_initial:
        grad[x] = sums[part(along, 1, None)]
    else:
        grad[x] = sums


@adjoint("numpy.cumulative_prod(x, *, axis=None) -> y")
def cumulative_prod(y, x, axis):
    """A recurrence rather than a division by `x`: elements may be 0."""
    grad[x] = cumprod_grad(grad[y], x, y, axis)


@tangent("numpy.cumulative_prod(x, *, axis=None) -> y")
def cumulative_prod(y, x, axis):
    d[y] = cumprod_tangent(d[x], x, y, axis)


# Ranges between two numbers


@linear("numpy.linspace(start, stop, num=50, endpoint=True) -> y")
def linspace(y, start, stop, num, endpoint):
    """`start` counts 1 at the first point and 0 at the last, `stop` the other way round."""
    if rank(start) == 0 and rank(stop) == 0 and known(endpoint) and endpoint:
        grad[start] = np.sum(np.linspace(1.0, 0.0, num) * grad[y])
        grad[stop] = np.sum(np.linspace(0.0, 1.0, num) * grad[y])
    else:
        shares = np.linspace(0.0, 1.0, num, endpoint=endpoint)
        grad[start] = unbroadcast(np.tensordot(1.0 - shares, grad[y], axes=1), start)
        grad[stop] = unbroadcast(np.tensordot(shares, grad[y], axes=1), stop)


@adjoint("numpy.logspace(start, stop, num=50, endpoint=True, base=10.0) -> y")
def logspace(y, start, stop, num, endpoint, base):
    """Powers of `base`, whose exponents are those of `np.linspace`."""
    shares = np.linspace(0.0, 1.0, num, endpoint=endpoint)
    slope = np.log(base) * y * grad[y]
    grad[start] = unbroadcast(np.tensordot(1.0 - shares, slope, axes=1), start)
    grad[stop] = unbroadcast(np.tensordot(shares, slope, axes=1), stop)


@tangent("numpy.logspace(start, stop, num=50, endpoint=True, base=10.0) -> y")
def logspace(y, start, stop, num, endpoint, base):
    d[y] = np.log(base) * y * np.linspace(d[start], d[stop], num, endpoint=endpoint)


@adjoint("numpy.geomspace(start, stop, num=50, endpoint=True) -> y", domain="start > 0, stop > 0")
def geomspace(y, start, stop, num, endpoint):
    """Its logarithm is that of `np.linspace` between the logarithms."""
    shares = np.linspace(0.0, 1.0, num, endpoint=endpoint)
    grad[start] = unbroadcast(np.tensordot(1.0 - shares, y * grad[y], axes=1), start) / start
    grad[stop] = unbroadcast(np.tensordot(shares, y * grad[y], axes=1), stop) / stop


@tangent("numpy.geomspace(start, stop, num=50, endpoint=True) -> y")
def geomspace(y, start, stop, num, endpoint):
    d[y] = y * np.linspace(d[start] / start, d[stop] / stop, num, endpoint=endpoint)
