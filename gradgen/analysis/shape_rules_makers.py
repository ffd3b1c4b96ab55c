"""Shapes of new arrays, of copies, of what Python's own functions give, and of gradgen's helpers."""

from __future__ import annotations

from gradgen.analysis.shape_index import subscript
from gradgen.analysis.shape_rules import (
    FALSE,
    apply_elementwise,
    elementwise_dtype,
    shape_rule,
)
from gradgen.analysis.shape_rules_layout import shape_from
from gradgen.analysis.shape_rules_reductions import sort
from gradgen.analysis.shape_tools import (
    as_array,
    axis_symbol,
    broadcast,
    dim_of,
    element_of,
    elementwise,
    int_info,
    join_all,
    kind_of,
    made,
    product,
)
from gradgen.analysis.values import (
    BOOL,
    FLOAT,
    INT,
    NO_FACTS,
    NONE,
    NUMBER,
    SCALAR,
    UNKNOWN,
    UNKNOWN_DIM,
    Dim,
    Dtype,
    Info,
    Shape,
    constant,
    is_scalar,
    replace,
)


def _asked_dtype(dtype: Info, default: Dtype | None) -> Dtype | None:
    """Return the dtype that a `dtype=` argument asks for; types are strings by their name here."""
    if dtype.kind == "none":
        return default
    if isinstance(dtype.value, str):
        name = dtype.value.rpartition(".")[2]
        for known in ("float", "int", "bool", "complex"):
            if name.startswith(known):
                return known
        return "int" if name.startswith("uint") else None
    return None


# ---- new arrays -----------------------------------------------------------------


def filled(shape: Info, dtype: Dtype | None) -> Info:
    """Return what is known of an array made of a shape argument."""
    target, _ = shape_from(shape)
    if shape.of_shape is not None and (target.dims is not None or target.token is not None):
        return Info(kind_of(target, [Info("array")]), target, dtype)
    return made("shape", target.dims, [], [_as_tuple(shape)], dtype, "array")


def _as_tuple(shape: Info) -> Info:
    return Info(kind="tuple", items=(shape,)) if shape.kind == "number" else shape


@shape_rule("zeros", "ones", "empty")
def zeros(shape: Info, dtype: Info = NONE, order: Info = NONE) -> Info:
    """Return what is known of `np.zeros(shape)`."""
    return filled(shape, _asked_dtype(dtype, "float"))


@shape_rule("full")
def full(shape: Info, fill_value: Info, dtype: Info = NONE) -> Info:
    """Return what is known of `np.full(shape, value)`."""
    return filled(shape, _asked_dtype(dtype, as_array(fill_value).dtype))


@shape_rule("eye", "identity")
def eye(N: Info, M: Info = NONE, k: Info = NONE, dtype: Info = NONE) -> Info:
    """Return what is known of `np.eye(n, m)`."""
    columns = N if M.kind == "none" else M
    return filled(Info(kind="tuple", items=(N, columns)), _asked_dtype(dtype, "float"))


@shape_rule("zeros_like", "ones_like", "empty_like")
def zeros_like(a: Info, dtype: Info = NONE, **keywords: Info) -> Info:
    """Return what is known of `np.zeros_like(a)`."""
    return full_like(a, a, dtype, **keywords)


@shape_rule("full_like")
def full_like(a: Info, fill_value: Info, dtype: Info = NONE, **keywords: Info) -> Info:
    """Return what is known of `np.full_like(a, value)`; of a number it is a 0-d array."""
    a = as_array(a)
    asked = _asked_dtype(dtype, a.dtype)
    if "shape" in keywords:
        return filled(keywords["shape"], asked)
    kind = "number" if is_scalar(a.shape) is not None else "array"
    return Info(kind, a.shape, asked, a.dtype_facts if asked else NO_FACTS)  # type: ignore[arg-type]


@shape_rule("arange")
def arange(start: Info, stop: Info = NONE, step: Info = NONE, dtype: Info = NONE) -> Info:
    """Return what is known of `np.arange(n)` and `np.arange(a, b)`."""
    parts = [start, stop, step]
    whole = all(part.kind == "none" or part.dtype == "int" for part in parts)
    one = step.kind == "none" or (step.known and step.value == 1)
    dim = UNKNOWN_DIM
    if whole and one:
        dim = dim_of(start) if stop.kind == "none" else dim_of(stop).plus(dim_of(start), -1)
    if dim.is_number and dim.constant < 0:
        dim = Dim()
    dtype_of = _asked_dtype(dtype, "int" if whole else None)
    return made("arange", [dim], [], parts, dtype_of, "array")


@shape_rule("linspace", "logspace", "geomspace")
def linspace(start: Info, stop: Info, num: Info | None = None, *, endpoint: Info = NONE) -> Info:
    """Return what is known of `np.linspace(a, b, n)`."""
    ends = broadcast([as_array(start).shape, as_array(stop).shape])
    count = num if num is not None else constant(50)
    dims = None if ends.dims is None else [dim_of(count), *ends.dims]
    return made("linspace", dims, [as_array(start), as_array(stop)], [count], "float", "array")


@shape_rule("array", "asarray", "ascontiguousarray", "asanyarray", "asfarray", "copy")
def array(object: Info, dtype: Info = NONE, *, copy: Info = NONE, **keywords: Info) -> Info:
    """Return what is known of `np.array(x)`."""
    a = as_array(object)
    if keywords:
        return UNKNOWN
    asked = _asked_dtype(dtype, a.dtype)
    facts = a.dtype_facts if asked == a.dtype else NO_FACTS
    return Info("array" if a.rank is None or a.rank else "number", a.shape, asked, facts)


@shape_rule("copy.copy", "copy.deepcopy")
def copied(x: Info) -> Info:
    """Return what is known of a copy: the same."""
    return x


@shape_rule("astype")
def astype(a: Info, dtype: Info, **keywords: Info) -> Info:
    """Return what is known of `a.astype(dtype)`."""
    return replace(as_array(a), dtype=_asked_dtype(dtype, None), dtype_facts=NO_FACTS)


@shape_rule("float64", "float32", "float16", "int64", "int32", "bool", "complex128")
def scalar_type(x: Info) -> Info:
    """Return what is known of `np.float64(x)`."""
    return replace(elementwise([x], None), known=False)


@shape_rule("random.normal", "random.uniform", "random.randn", "random.rand", "random.random")
def random(*keywords_: Info, size: Info = NONE, **keywords: Info) -> Info:
    """Return what is known of a draw: an array of the size asked for."""
    return UNKNOWN if size.kind == "none" else filled(size, "float")


@shape_rule("nonzero", "flatnonzero", "unique")
def some(a: Info) -> Info:
    """Return what is known of what depends on the values: nothing."""
    return UNKNOWN


# ---- questions ------------------------------------------------------------------


def shape_tuple(shape: Shape) -> Info:
    """Return what is known of `x.shape`."""
    items = None
    if shape.dims is not None:
        items = tuple(int_info(dim, shape.dims_facts) for dim in shape.dims)
    return Info(kind="tuple", items=items, element=None if items else INT, of_shape=shape)


@shape_rule("shape")
def shape_(a: Info) -> Info:
    """Return what is known of `np.shape(a)`."""
    return shape_tuple(as_array(a).shape)


@shape_rule("ndim")
def ndim(a: Info) -> Info:
    """Return what is known of `np.ndim(a)`: not the number itself, which would need a fact."""
    return INT


@shape_rule("size")
def size(a: Info, axis: Info = NONE) -> Info:
    """Return what is known of `np.size(a)`."""
    shape = as_array(a).shape
    if axis.kind != "none":
        return subscript_shape(shape, axis)
    if shape.dims is None:
        return INT
    return int_info(product(shape.dims), shape.dims_facts)


def subscript_shape(shape: Shape, axis: Info) -> Info:
    """Return what is known of `x.shape[axis]`."""
    if not isinstance(axis.value, int):
        return INT
    if shape.dims is None:
        return int_info(axis_symbol(shape.token, axis.value), shape.token_facts)
    if -len(shape.dims) <= axis.value < len(shape.dims):
        return int_info(shape.dims[axis.value], shape.dims_facts)
    return INT


@shape_rule("builtins.len")
def length(obj: Info) -> Info:
    """Return what is known of `len(x)`."""
    if obj.kind in ("array", "unknown", "number"):
        return subscript_shape(obj.shape, constant(0))
    if obj.items is not None:
        return constant(len(obj.items))
    return INT


# ---- Python's own functions -----------------------------------------------------


@shape_rule("builtins.float", "builtins.complex", "item")
def to_number(x: Info = NONE) -> Info:
    """Return what is known of `float(x)`."""
    return FLOAT


@shape_rule("item")
def item(a: Info, *args: Info) -> Info:
    """Return what is known of `x.item()`."""
    return replace(NUMBER, dtype=a.dtype, dtype_facts=a.dtype_facts)


@shape_rule("builtins.complex")
def to_complex(*parts: Info) -> Info:
    """Return what is known of `complex(x)`."""
    return replace(NUMBER, dtype="complex")


@shape_rule("builtins.int")
def to_int(x: Info = NONE) -> Info:
    """Return what is known of `int(x)`."""
    return x if x.dtype == "int" and x.dim is not None else INT


@shape_rule("builtins.bool", "builtins.isinstance", "builtins.callable", "builtins.hasattr")
def to_bool(*x: Info) -> Info:
    """Return what is known of a yes or no."""
    return BOOL


@shape_rule("builtins.abs")
def absolute(x: Info) -> Info:
    """Return what is known of `abs(x)`."""
    return elementwise([x], elementwise_dtype("absolute", [x]))


@shape_rule("builtins.round")
def rounded(number: Info, ndigits: Info = NONE) -> Info:
    """Return what is known of `round(x)`."""
    made_of = elementwise([number], number.dtype)
    return replace(made_of, dtype="int") if ndigits.kind == "none" else made_of


@shape_rule("builtins.pow", "math.pow", "operator.pow")
def power(base: Info, exp: Info) -> Info:
    """Return what is known of `pow(x, y)`."""
    return apply_elementwise("power", [base, exp], {})


@shape_rule("builtins.sum")
def total(iterable: Info, start: Info | None = None) -> Info:
    """Return what is known of `sum(...)`: where there may be no element it may be a number."""
    parts = [start or constant(0)]
    if iterable.items is not None:
        parts += iterable.items
    else:
        each = iterated(iterable)
        if is_scalar(each.shape) is None:
            return UNKNOWN
        parts.append(each)
    return elementwise(parts, elementwise_dtype("add", parts))


@shape_rule("builtins.max", "builtins.min")
def greatest(*values: Info, **keywords: Info) -> Info:
    """Return what is known of `max(...)`."""
    if len(values) == 1:
        return replace(iterated(values[0]), known=False, value=None, dim=None)
    joined = join_all(values)
    return replace(joined, known=False, value=None, dim=None)


@shape_rule("builtins.divmod")
def divmod_(x: Info, y: Info) -> Info:
    """Return what is known of `divmod(x, y)`."""
    one = elementwise([x, y], elementwise_dtype("mod", [x, y]))
    return Info(kind="tuple", items=(one, one))


def iterated(info: Info) -> Info:
    """Return what is known of each element that a loop over a value sees."""
    if info.kind in ("tuple", "list", "range"):
        return element_of(info) or UNKNOWN
    if info.kind == "array" and info.rank != 0:
        return subscript(info, [INT])
    return UNKNOWN


@shape_rule("builtins.range")
def range_(*bounds: Info) -> Info:
    """Return what is known of `range(...)`."""
    return Info(kind="range", element=INT)


@shape_rule("builtins.list", "builtins.tuple")
def list_(iterable: Info | None = None) -> Info:
    """Return what is known of `list(x)`."""
    if iterable is None:
        return Info(kind="list", items=())
    if iterable.kind in ("tuple", "list") and iterable.items is not None:
        return Info(kind="list", items=iterable.items)
    return Info(kind="list", element=iterated(iterable))


@shape_rule("builtins.tuple")
def tuple_(iterable: Info | None = None) -> Info:
    """Return what is known of `tuple(x)`."""
    return replace(list_(iterable), kind="tuple")


@shape_rule("builtins.reversed", "builtins.sorted")
def reversed_(iterable: Info, **keywords: Info) -> Info:
    """Return what is known of what `reversed` and `sorted` go through."""
    if iterable.kind == "range":
        return iterable
    return Info(kind="list", element=iterated(iterable))


@shape_rule("builtins.enumerate")
def enumerate_(iterable: Info, start: Info | None = None) -> Info:
    """Return what is known of `enumerate(x)`."""
    pair = Info(kind="tuple", items=(INT, iterated(iterable)))
    return Info(kind="list", element=pair)


@shape_rule("builtins.zip")
def zip_(*iterables: Info, strict: Info = FALSE) -> Info:
    """Return what is known of `zip(a, b)`."""
    row = Info(kind="tuple", items=tuple(iterated(one) for one in iterables))
    return Info(kind="list", element=row)


@shape_rule("builtins.str", "builtins.repr", "builtins.format")
def text(*x: Info) -> Info:
    """Return what is known of a text."""
    return Info(kind="string")


@shape_rule("builtins.print")
def print_(*x: Info, **keywords: Info) -> Info:
    """Return what is known of what `print` gives."""
    return NONE


@shape_rule("builtins.slice")
def slice_(*x: Info) -> Info:
    """Return what is known of a slice object."""
    return Info(kind="object")


# ---- gradgen's helpers ----------------------------------------------------------


@shape_rule("helper.unbroadcast")
def unbroadcast(grad: Info, x: Info) -> Info:
    """Return what is known of `unbroadcast(grad, x)`: the shape of `x`."""
    x = as_array(x)
    return Info(kind_of(x.shape, [x]), x.shape, grad.dtype, grad.dtype_facts)


@shape_rule("helper.matmul_grad_left")
def matmul_grad_left(grad: Info, a: Info, b: Info) -> Info:
    """Return what is known of the adjoint of `a` in `a @ b`."""
    return unbroadcast(grad, a)


@shape_rule("helper.matmul_grad_right")
def matmul_grad_right(grad: Info, a: Info, b: Info) -> Info:
    """Return what is known of the adjoint of `b` in `a @ b`."""
    return unbroadcast(grad, b)


__all__ = ["SCALAR", "filled", "iterated", "shape_tuple", "sort"]
