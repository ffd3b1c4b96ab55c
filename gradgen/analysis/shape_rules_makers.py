"""Shapes of new arrays and copies, and what `x.shape` and `x.size` are."""

from __future__ import annotations

from gradgen.analysis.shape_rules import (
    shape_rule,
)
from gradgen.analysis.shape_rules_layout import shape_from
from gradgen.analysis.shape_tools import (
    as_array,
    axis_symbol,
    broadcast,
    dim_of,
    elementwise,
    int_info,
    kind_of,
    made,
    product,
)
from gradgen.analysis.values import (
    INT,
    NO_FACTS,
    NONE,
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
def linspace(start: Info, stop: Info, num: Info | None = None, endpoint: Info = NONE,
             base: Info = NONE) -> Info:  # fmt: skip
    """Return what is known of `np.linspace(a, b, n)`."""
    ends = broadcast([as_array(start).shape, as_array(stop).shape])
    count = num if num is not None else constant(50)
    dims = None if ends.dims is None else [dim_of(count), *ends.dims]
    return made("linspace", dims, [as_array(start), as_array(stop)], [count], "float", "array")


@shape_rule("array", "asarray", "ascontiguousarray", "asanyarray", "asfortranarray", "copy")
def array(object: Info, dtype: Info = NONE, *, copy: Info = NONE, **keywords: Info) -> Info:
    """Return what is known of `np.array(x)`."""
    a = as_array(object)
    if keywords:
        return UNKNOWN
    asked = _asked_dtype(dtype, a.dtype)
    facts = a.dtype_facts if asked == a.dtype else NO_FACTS
    return Info("array", a.shape, asked, facts)


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


@shape_rule("ix_")
def ix_(*args: Info) -> Info:
    """Return what is known of `np.ix_(rows, columns)`: positions, an array for each axis."""
    shape = Shape(dims=(UNKNOWN_DIM,) * len(args))
    return Info(kind="tuple", items=(Info("array", shape, "int"),) * len(args))


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
