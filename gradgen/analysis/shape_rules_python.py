"""Shapes of what Python's own functions give: `len`, `sum`, `zip`, `range`, `float`, …."""

from __future__ import annotations

from gradgen.analysis.shape_index import subscript
from gradgen.analysis.shape_rules import FALSE, apply_elementwise, elementwise_dtype, shape_rule
from gradgen.analysis.shape_rules_makers import subscript_shape
from gradgen.analysis.shape_tools import element_of, elementwise, join_all
from gradgen.analysis.values import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    NUMBER,
    UNKNOWN,
    Info,
    constant,
    is_scalar,
    replace,
)


@shape_rule("builtins.len")
def length(obj: Info) -> Info:
    """Return what is known of `len(x)`."""
    if obj.kind in ("array", "unknown", "number"):
        return subscript_shape(obj.shape, constant(0))
    if obj.items is not None:
        return constant(len(obj.items))
    return INT


@shape_rule("builtins.float")
def to_number(x: Info = NONE) -> Info:
    """Return what is known of `float(x)`."""
    return FLOAT


@shape_rule("item")
def item(a: Info, *args: Info) -> Info:
    """Return what is known of `x.item()`."""
    return replace(NUMBER, dtype=a.dtype, dtype_facts=a.dtype_facts)


@shape_rule("tolist")
def tolist(a: Info) -> Info:
    """Return what is known of `x.tolist()`: numbers if there is one axis, else more lists."""
    number = replace(NUMBER, dtype=a.dtype, dtype_facts=a.dtype_facts | a.shape.dims_facts)
    return Info(kind="list", element=number if a.rank == 1 else UNKNOWN)


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


@shape_rule("builtins.dict")
def dict_(iterable: Info | None = None, **entries: Info) -> Info:
    """Return what is known of `dict(...)`."""
    return Info(kind="dict")


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
