"""Operators, and the functions of NumPy that they stand for."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F811, F821

from gradgen.rules.registry import adjoint, constant, elementwise, tangent

elementwise("operator.add(a, b) -> y", also=["numpy.add"], a="1.0", b="1.0", cheap=True)
elementwise("operator.sub(a, b) -> y", also=["numpy.subtract"], a="1.0", b="-1.0", cheap=True)
elementwise("operator.mul(a, b) -> y", also=["numpy.multiply"], a="b", b="a", cheap=True)
elementwise(
    "operator.truediv(a, b) -> y",
    also=["numpy.divide", "numpy.true_divide"],
    a="1.0 / b",
    b="-a / b**2",
    domain="b != 0",
    cheap=True,
)
elementwise("operator.neg(a) -> y", also=["numpy.negative"], a="-1.0", cheap=True)
elementwise("operator.pos(a) -> y", also=["numpy.positive"], a="1.0", cheap=True)
elementwise(
    "operator.mod(a, b) -> y",
    also=["numpy.mod", "numpy.remainder"],
    a="1.0",
    b="-np.floor(a / b)",
    domain="b != 0",
)


@adjoint("numpy.modf(x) -> (fraction, whole)", also=["math.modf"])
def modf(fraction, whole, x):
    grad[x] = grad[fraction]


@tangent("numpy.modf(x) -> (fraction, whole)", also=["math.modf"])
def modf(fraction, whole, x):
    d[fraction] = d[x]
    d[whole] = np.zeros_like(whole)


@elementwise(
    "operator.pow(a, b) -> y",
    also=["numpy.power", "numpy.float_power", "math.pow", "builtins.pow"],
    domain="a > 0",
)
def power(y, a, b):
    """`b * a**(b - 1)` and `y * log(a)`; the first is 0 for `0**0`, the second where `a` is 0."""
    if not known(b) or is_text(b):  # in a branch that is never taken
        partial[a] = power_slope(a, b)
    elif b == 0:
        partial[a] = 0.0
    elif b == 1:
        partial[a] = 1.0
    elif b == 2:
        partial[a] = 2.0 * a
    elif b == 0.5:
        partial[a] = 0.5 / y
    elif b == -1:
        partial[a] = -1.0 / a**2
    else:
        partial[a] = float(b) * a ** (b - 1)
    if known(a) and a > 0:
        partial[b] = log(a) * y
    elif known(a) and a == 0:
        partial[b] = 0.0
    else:
        partial[b] = y * log_or_zero(a)


constant("operator.floordiv numpy.floor_divide", "a step function: flat between its jumps")
constant(
    "operator.eq operator.ne operator.lt operator.le operator.gt operator.ge operator.is_"
    " operator.is_not operator.contains operator.not_contains operator.not_"
    " numpy.equal numpy.not_equal numpy.less numpy.less_equal numpy.greater numpy.greater_equal"
    " numpy.isclose numpy.allclose numpy.array_equal numpy.isnan numpy.isinf numpy.isfinite",
    "a truth value",
)
constant(
    "operator.and_ operator.or_ operator.xor operator.invert operator.lshift operator.rshift"
    " numpy.logical_and numpy.logical_or numpy.logical_xor numpy.logical_not numpy.bitwise_and"
    " numpy.bitwise_or numpy.bitwise_xor numpy.invert numpy.left_shift numpy.right_shift",
    "an operation on bits",
)
