"""Functions that make arrays, and copies and casts of them."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F821

from gradgen.rules.registry import constant, linear, refused


@linear("numpy.array(object: nested, dtype=None) -> y")
def array(y, object, dtype):
    """An array of scalars and arrays, nested lists too: each has its own place in it."""
    if given(dtype) and not is_real(dtype):
        refuse("an array of a type that is not known to be `float`", "write `dtype=float`")
    elif listed(object):
        for element in object:
            grad[element] = grad[y][path(element)]
    elif kind(object) == "list" or kind(object) == "tuple":
        grad[object] = list(grad[y])
    else:
        grad[object] = grad[y]


@linear(
    "numpy.asarray(a: nested, dtype=None) -> y",
    also=["numpy.asanyarray", "numpy.asarray_chkfinite"],
    view="maybe",
    view_of="a",
)
def asarray(y, a, dtype):
    if given(dtype) and not is_real(dtype):
        refuse("an array of a type that is not known to be `float`", "write `dtype=float`")
    elif listed(a):
        for element in a:
            grad[element] = grad[y][path(element)]
    elif kind(a) == "list" or kind(a) == "tuple":
        grad[a] = list(grad[y])
    else:
        grad[a] = grad[y]


@linear("numpy.ascontiguousarray(a) -> y", also=["numpy.asfortranarray"], view="maybe", view_of="a")
def ascontiguousarray(y, a):
    grad[a] = grad[y]


@linear("numpy.copy(a) -> y", also=["ndarray.copy", "copy.copy", "copy.deepcopy"], cheap=True)
def copy(y, a):
    grad[a] = grad[y]


@linear("ndarray.astype(a, dtype: option) -> y", also=["numpy.astype"])
def astype(y, a, dtype):
    if is_real(dtype):
        grad[a] = grad[y]
    else:
        refuse("a cast to a type that is not known to be `float`", "write `x.astype(float)`")


@linear(
    "numpy.float64(x) -> y",
    also=["numpy.float32", "numpy.float16", "numpy.longdouble"],
    cheap=True,
    view="maybe",
    view_of="x",
)
def float64(y, x):
    grad[x] = grad[y]


@linear("numpy.full(shape: option, fill_value: data) -> y", broadcasts=True)
def full(y, shape, fill_value):
    grad[fill_value] = grad[y]


@linear("numpy.full_like(a: like, fill_value: data) -> y", broadcasts=True)
def full_like(y, a, fill_value):
    grad[fill_value] = grad[y]


constant(
    "numpy.zeros_like numpy.ones_like numpy.empty_like numpy.zeros numpy.ones numpy.empty"
    " numpy.eye numpy.identity numpy.tri numpy.indices numpy.bool_ numpy.int64 numpy.int32"
    " numpy.int16 numpy.int8 numpy.intp numpy.uint8 numpy.diag_indices numpy.tril_indices"
    " numpy.diag_indices_from"
    " numpy.triu_indices numpy.finfo numpy.iinfo numpy.dtype",
    "made of constants, or of whole numbers",
)
refused(
    "numpy.arange",
    "its length depends on its arguments, so it moves in jumps",
    "write `start + step * np.arange(n)` with a whole number `n`",
)
