"""Builtins, and the functions of `math` that NumPy does not have."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, constant, elementwise, linear, refused, tangent

# Casts


@linear("builtins.float(x) -> y", cheap=True)
def float_(y, x):
    grad[x] = grad[y]


@linear("ndarray.item(a) -> y")
def item(y, a):
    grad[a] = np.reshape(grad[y], np.shape(a))


@linear("ndarray.tolist(a) -> y")
def tolist(y, a):
    grad[a] = np.array(grad[y])


# Of several numbers


@linear("builtins.list(iterable) -> y", also=["builtins.tuple"])
def list_(y, iterable):
    grad[iterable] = list_grad(grad[y], iterable)


@linear("builtins.sum(iterable: sequence, start: data = 0) -> y", also=["math.fsum"])
def sum_(y, iterable, start):
    if listed(iterable):
        for element in iterable:
            grad[element] = unbroadcast(grad[y], element)
    elif kind(iterable) == "array":
        grad[iterable] = np.broadcast_to(grad[y], np.shape(iterable))
    else:
        grad[iterable] = sum_grad(grad[y], iterable)
    grad[start] = unbroadcast(grad[y], start)


@adjoint("builtins.max(*args) -> y")
def max_(y, args):
    """The greatest takes the gradient; where several tie, they share it evenly."""
    if len(args) == 1:
        for x in args:
            grad[x] = extreme_grad(grad[y], x, y)
    elif len(args) == 2:
        for x, other in both_ways(args):
            grad[x] = grad[y] * (x > other) + 0.5 * grad[y] * (x == other)
    else:
        for x in args:
            grad[x] = grad[y] * (x == y) / count_equal(y, args)


@tangent("builtins.max(*args) -> y")
def max_(y, args):
    if len(args) == 1:
        for x in args:
            d[y] += extreme_tangent(d[x], x, y)
    else:
        for x in args:
            d[y] += (x == y) * d[x] / count_equal(y, args)


@adjoint("builtins.min(*args) -> y")
def min_(y, args):
    """The least takes the gradient; where several tie, they share it evenly."""
    if len(args) == 1:
        for x in args:
            grad[x] = extreme_grad(grad[y], x, y)
    elif len(args) == 2:
        for x, other in both_ways(args):
            grad[x] = grad[y] * (x < other) + 0.5 * grad[y] * (x == other)
    else:
        for x in args:
            grad[x] = grad[y] * (x == y) / count_equal(y, args)


@tangent("builtins.min(*args) -> y")
def min_(y, args):
    if len(args) == 1:
        for x in args:
            d[y] += extreme_tangent(d[x], x, y)
    else:
        for x in args:
            d[y] += (x == y) * d[x] / count_equal(y, args)


# math

elementwise("math.erf(x) -> y", x="2.0 / np.sqrt(np.pi) * np.exp(-(x**2))")
elementwise("math.erfc(x) -> y", x="-2.0 / np.sqrt(np.pi) * np.exp(-(x**2))")
elementwise("math.gamma(x) -> y", x="y * scipy.special.digamma(x)", domain="x > 0")
elementwise("math.lgamma(x) -> y", x="scipy.special.digamma(x)", domain="x > 0")
elementwise(
    "math.fmod(a, b) -> y",
    also=["numpy.fmod"],
    a="1.0",
    b="-np.trunc(a / b)",
    domain="b != 0",
)
elementwise(
    "math.remainder(a, b) -> y",
    a="1.0",
    b="-np.rint(a / b)",
    domain="b != 0",
)


# Without a derivative

constant(
    "builtins.len builtins.range builtins.int builtins.bool builtins.isinstance builtins.issubclass"
    " builtins.type builtins.id builtins.hash builtins.callable builtins.hasattr builtins.str"
    " builtins.repr builtins.format builtins.any builtins.all builtins.slice builtins.ord"
    " builtins.chr",
    "not a real number that moves with its arguments",
)
constant("dict.keys", "the keys of a dict are no numbers that move")
constant("builtins.print builtins.input", "an effect, not a value", pure=False)
refused(
    "math.dist math.prod math.sumprod",
    "it has no rule",
    "write it with NumPy: `np.linalg.norm`, `np.prod`, `@`",
)
refused(
    "ndarray.fill ndarray.sort ndarray.partition ndarray.put numpy.put numpy.place numpy.putmask"
    " numpy.copyto numpy.fill_diagonal numpy.put_along_axis",
    "it writes into its first argument",
    "assign to the elements: `x[...] = value`",
    pure=False,
    writes=("a",),
)
