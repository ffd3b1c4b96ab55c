"""Functions of NumPy and of `math` that act element by element."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

import math

from gradgen.rules.registry import adjoint, constant, elementwise, linear, tangent

ANGLE = {"x": "angle"}
LOG_2, LOG_10 = math.log(2.0), math.log(10.0)  # Python floats: `np.log(2.0)` widens float32

# Exponentials and logarithms
elementwise("numpy.exp(x) -> y", also=["math.exp"], x="y", roles={"y": "exp"})
elementwise("numpy.exp2(x) -> y", also=["math.exp2"], x=f"{LOG_2} * y")
elementwise("numpy.expm1(x) -> y", also=["math.expm1"], x="y + 1.0")
elementwise("numpy.log(x) -> y", x="1.0 / x", domain="x > 0")
elementwise("numpy.log2(x) -> y", also=["math.log2"], x=f"1.0 / ({LOG_2} * x)", domain="x > 0")
elementwise("numpy.log10(x) -> y", also=["math.log10"], x=f"1.0 / ({LOG_10} * x)", domain="x > 0")
elementwise("numpy.log1p(x) -> y", also=["math.log1p"], x="1.0 / (1.0 + x)", domain="x > -1")
elementwise("numpy.logaddexp(a, b) -> y", a="np.exp(a - y)", b="np.exp(b - y)")
elementwise("numpy.logaddexp2(a, b) -> y", a="np.exp2(a - y)", b="np.exp2(b - y)")


@elementwise("math.log(x, base: data = None) -> y", domain="x > 0, base > 1")
def math_log(y, x, base):
    if given(base):
        partial[x] = 1.0 / (np.log(base) * x)
    else:
        partial[x] = 1.0 / x
    partial[base] = -y / (np.log(base) * base)


# Roots and powers
elementwise("numpy.sqrt(x) -> y", also=["math.sqrt"], x="0.5 / y", domain="x > 0")
elementwise("numpy.cbrt(x) -> y", also=["math.cbrt"], x="1.0 / (3.0 * y**2)", domain="x != 0")
elementwise("numpy.square(x) -> y", x="2.0 * x", cheap=True)
elementwise("numpy.reciprocal(x) -> y", x="-1.0 / x**2", domain="x != 0", cheap=True)
elementwise("numpy.hypot(a, b) -> y", a="ratio(a, y)", b="ratio(b, y)", roles={"y": "distance"})


@elementwise("math.hypot(*coordinates) -> y", roles={"y": "distance"})
def math_hypot(y, coordinates):
    for x in coordinates:
        partial[x] = ratio(x, y)


# Trigonometry
elementwise("numpy.sin(x) -> y", also=["math.sin"], x="np.cos(x)", roles=ANGLE)
elementwise("numpy.cos(x) -> y", also=["math.cos"], x="-np.sin(x)", roles=ANGLE)
elementwise("numpy.tan(x) -> y", also=["math.tan"], x="1.0 + y**2", roles=ANGLE)
elementwise(
    "numpy.arcsin(x) -> y", also=["math.asin"], x="1.0 / np.sqrt(1.0 - x**2)", domain="-1 < x < 1"
)
elementwise(
    "numpy.arccos(x) -> y", also=["math.acos"], x="-1.0 / np.sqrt(1.0 - x**2)", domain="-1 < x < 1"
)
elementwise("numpy.arctan(x) -> y", also=["math.atan"], x="1.0 / (1.0 + x**2)")
elementwise(
    "numpy.arctan2(a, b) -> y",
    also=["math.atan2"],
    a="b / (a**2 + b**2)",
    b="-a / (a**2 + b**2)",
    domain="(a, b) != (0, 0)",
)
elementwise("numpy.sinc(x) -> y", x="sinc_slope(x)")
elementwise("numpy.deg2rad(x) -> y", also=["numpy.radians", "math.radians"], x="np.pi / 180.0")
elementwise("numpy.rad2deg(x) -> y", also=["numpy.degrees", "math.degrees"], x="180.0 / np.pi")

# Hyperbolic functions
elementwise("numpy.sinh(x) -> y", also=["math.sinh"], x="np.cosh(x)")
elementwise("numpy.cosh(x) -> y", also=["math.cosh"], x="np.sinh(x)")
elementwise("numpy.tanh(x) -> y", also=["math.tanh"], x="1.0 - y**2", roles={"x": "z"})
elementwise("numpy.arcsinh(x) -> y", also=["math.asinh"], x="1.0 / np.sqrt(x**2 + 1.0)")
elementwise(
    "numpy.arccosh(x) -> y", also=["math.acosh"], x="1.0 / np.sqrt(x**2 - 1.0)", domain="x > 1"
)
elementwise(
    "numpy.arctanh(x) -> y", also=["math.atanh"], x="1.0 / (1.0 - x**2)", domain="-1 < x < 1"
)

# Functions with a kink: at the kink of abs the derivative is 0, where two values tie it is split
elementwise(
    "numpy.absolute(x) -> y",
    also=["numpy.abs", "numpy.fabs", "math.fabs", "builtins.abs", "operator.abs"],
    x="np.sign(x)",
    domain="x != 0",
)
elementwise(
    "numpy.copysign(a, b: like) -> y",
    also=["math.copysign"],
    a="np.sign(a) * np.copysign(1.0, b)",
    domain="a != 0",
)


@adjoint("numpy.maximum(a, b) -> y", also=["numpy.fmax"], broadcasts=True, domain="a != b")
def maximum(y, a, b):
    """The greater one takes the gradient; where they tie, half each."""
    grad[a] = grad[y] * (a > b) + 0.5 * grad[y] * (a == b)
    grad[b] = grad[y] * (b > a) + 0.5 * grad[y] * (a == b)


@tangent("numpy.maximum(a, b) -> y", also=["numpy.fmax"])
def maximum(y, a, b):
    d[y] = (a > b) * d[a] + 0.5 * d[a] * (a == b) + (b > a) * d[b] + 0.5 * d[b] * (a == b)


@adjoint("numpy.minimum(a, b) -> y", also=["numpy.fmin"], broadcasts=True, domain="a != b")
def minimum(y, a, b):
    """The smaller one takes the gradient; where they tie, half each."""
    grad[a] = grad[y] * (a < b) + 0.5 * grad[y] * (a == b)
    grad[b] = grad[y] * (b < a) + 0.5 * grad[y] * (a == b)


@tangent("numpy.minimum(a, b) -> y", also=["numpy.fmin"])
def minimum(y, a, b):
    d[y] = (a < b) * d[a] + 0.5 * d[a] * (a == b) + (b < a) * d[b] + 0.5 * d[b] * (a == b)


@linear("numpy.where(condition: option, a, b) -> y", broadcasts=True)
def where(y, condition, a, b):
    """What was not selected gets 0, not 0 times a gradient that may be infinite."""
    grad[a] = np.where(condition, grad[y], 0.0)
    grad[b] = np.where(condition, 0.0, grad[y])


@elementwise(
    "numpy.clip(a, a_min: data = None, a_max: data = None) -> y",
    domain="a != a_min, a != a_max",
)
def clip(y, a, a_min, a_max):
    """The gradient goes to `a` inside, bounds included, and to the bound that took over."""
    if given(a_min) and given(a_max):
        partial[a] = (a >= a_min) & (a <= a_max)
        partial[a_min] = (a < a_min) & (a_min <= a_max)
        partial[a_max] = np.maximum(a, a_min) > a_max
    elif given(a_min):
        partial[a] = a >= a_min
        partial[a_min] = a < a_min
    elif given(a_max):
        partial[a] = a <= a_max
        partial[a_max] = a > a_max
    else:
        partial[a] = 1.0


@elementwise("ndarray.clip(a, min: data = None, max: data = None) -> y")
def clip_method(y, a, min, max):
    if given(min) and given(max):
        partial[a] = (a >= min) & (a <= max)
        partial[min] = (a < min) & (min <= max)
        partial[max] = np.maximum(a, min) > max
    elif given(min):
        partial[a] = a >= min
        partial[min] = a < min
    elif given(max):
        partial[a] = a <= max
        partial[max] = a > max
    else:
        partial[a] = 1.0


constant(
    "numpy.sign numpy.signbit numpy.heaviside numpy.floor numpy.ceil numpy.trunc numpy.fix"
    " numpy.rint numpy.round numpy.around ndarray.round math.floor math.ceil math.trunc"
    " builtins.round",
    "a step function: flat between its jumps",
)
constant("math.isnan math.isinf math.isfinite math.isclose", "a truth value")
constant("math.factorial math.comb math.perm math.gcd math.lcm math.isqrt", "defined on integers")
