"""Shapes of arrays that are lengthened, shortened, cut, chosen among, and laid out as grids."""

from __future__ import annotations

from gradgen.analysis.shape_rules import shape_rule
from gradgen.analysis.shape_rules_layout import ZERO, moveaxis, split, transpose
from gradgen.analysis.shape_rules_reductions import axes_of
from gradgen.analysis.shape_tools import (
    as_array,
    broadcast,
    elementwise,
    kind_of,
    made,
    promote,
    shape_of_dims,
)
from gradgen.analysis.values import INT, NONE, UNKNOWN, UNKNOWN_DIM, Dim, Info, constant


@shape_rule("insert", "delete")
def insert(arr: Info, obj: Info, *values: Info, axis: Info = NONE) -> Info:
    """Return what is known of an array with elements more or less along an axis."""
    axis = values[-1] if len(values) == 2 else axis
    return _changed(as_array(arr), axis, [obj])


@shape_rule("compress")
def compress(*arguments: Info, axis: Info = NONE) -> Info:
    """Return that it is an array: the method has its arguments in another order."""
    return Info("array")


def _changed(a: Info, axis: Info, asked: list[Info]) -> Info:
    dims: list[Dim] | None = [UNKNOWN_DIM]
    if axis.kind != "none":
        dims = None if a.shape.dims is None else list(a.shape.dims)
        places = None if dims is None else axes_of(axis, len(dims))
        if dims is not None and places and len(places) == 1:
            dims[places.pop()] = UNKNOWN_DIM
        else:
            dims = None
    return made("changed", dims, [a], [axis, *asked], a.dtype, "array")


@shape_rule("extract")
def extract(condition: Info, arr: Info) -> Info:
    """Return what is known of the elements that fulfil a condition: a vector."""
    return _changed(as_array(arr), NONE, [condition])


@shape_rule("select")
def select(condlist: Info, choicelist: Info, default: Info = ZERO) -> Info:
    """Return what is known of choices by conditions: all are broadcast against each other."""
    if condlist.items is None or choicelist.items is None:
        return UNKNOWN
    return _chosen([*condlist.items], [*choicelist.items, default])


@shape_rule("choose")
def choose(a: Info, choices: Info) -> Info:
    """Return what is known of choices by numbers: all are broadcast against each other."""
    return UNKNOWN if choices.items is None else _chosen([a], [*choices.items])


def _chosen(conditions: list[Info], choices: list[Info]) -> Info:
    result = elementwise([*choices, *conditions], None)
    dtype = promote([as_array(one).dtype for one in choices])
    facts = frozenset().union(*(as_array(one).dtype_facts for one in choices))
    return Info(result.kind, result.shape, dtype, facts)


@shape_rule("block")
def block(arrays: Info) -> Info:
    """Return what is known of blocks put together: an array."""
    return Info("array")


@shape_rule("dstack")
def dstack(tup: Info) -> Info:
    """Return what is known of arrays stacked along the third axis."""
    parts = [as_array(item) for item in tup.items or ()]
    if not parts or any(part.rank is None or part.rank > 3 for part in parts):
        return Info("array")
    return made("dstack", [UNKNOWN_DIM] * 3, parts, (), promote(p.dtype for p in parts), "array")


@shape_rule("hsplit")
def hsplit(ary: Info, indices_or_sections: Info) -> Info:
    """Return what is known of columns cut apart; of a vector, its parts."""
    if as_array(ary).rank is None:
        return UNKNOWN
    axis = ZERO if as_array(ary).rank == 1 else constant(1)
    return split(ary, indices_or_sections, axis)


@shape_rule("vsplit")
def vsplit(ary: Info, indices_or_sections: Info) -> Info:
    """Return what is known of rows cut apart."""
    return split(ary, indices_or_sections, ZERO)


@shape_rule("dsplit")
def dsplit(ary: Info, indices_or_sections: Info) -> Info:
    """Return what is known of an array cut apart along its third axis."""
    return split(ary, indices_or_sections, constant(2))


@shape_rule("unstack")
def unstack(x: Info, *, axis: Info = ZERO) -> Info:
    """Return what is known of the parts along an axis: arrays of a rank less."""
    x = as_array(x)
    places = None if x.shape.dims is None else axes_of(axis, len(x.shape.dims))
    if x.shape.dims is None or not places:
        return Info(kind="tuple", element=UNKNOWN)
    place = places.pop()
    dims = [dim for k, dim in enumerate(x.shape.dims) if k != place]
    shape = shape_of_dims(dims, x.shape.dims_facts)
    part = Info(kind_of(shape, [x]), shape, x.dtype, x.dtype_facts)
    count = x.shape.dims[place]
    if count.is_number:
        return Info(kind="tuple", items=(part,) * count.constant)
    return Info(kind="tuple", element=part)


@shape_rule("rot90")
def rot90(m: Info, k: Info | None = None, axes: Info = NONE) -> Info:
    """Return what is known of an array turned: by one quarter, a matrix transposed."""
    m = as_array(m)
    turns = 1 if k is None else k.value
    if m.rank == 2 and axes.kind == "none" and isinstance(turns, int):
        return m if turns % 2 == 0 else transpose(m)
    dims = None if m.rank is None else [UNKNOWN_DIM] * m.rank
    return made("rot90", dims, [m], [k or constant(1), axes], m.dtype, "array")


@shape_rule("rollaxis")
def rollaxis(a: Info, axis: Info, start: Info = ZERO) -> Info:
    """Return what is known of an array with an axis moved."""
    if not isinstance(axis.value, int) or not isinstance(start.value, int):
        return UNKNOWN
    if axis.value < 0 or start.value < 0:
        return UNKNOWN
    return moveaxis(a, axis, constant(start.value - (axis.value < start.value)))


@shape_rule("broadcast_arrays")
def broadcast_arrays(*args: Info) -> Info:
    """Return what is known of arrays that were broadcast against each other: one shape."""
    arrays = [as_array(one) for one in args]
    shape = broadcast([one.shape for one in arrays])
    parts = [Info("array", shape, one.dtype, one.dtype_facts) for one in arrays]
    return Info(kind="tuple", items=tuple(parts))


@shape_rule("helper.insert_grad", "helper.delete_grad")
def of_the_array(grad: Info, arr: Info, obj: Info, axis: Info) -> Info:
    """Return what is known of the gradient of an array: its shape."""
    arr = as_array(arr)
    return Info(kind_of(arr.shape, [arr]), arr.shape, grad.dtype, grad.dtype_facts)


@shape_rule("helper.inserted_grad")
def of_the_values(grad: Info, arr: Info, obj: Info, values: Info, axis: Info) -> Info:
    """Return what is known of the gradient of what was inserted: its shape."""
    return of_the_array(grad, values, obj, axis)


@shape_rule("helper.block_length")
def block_length(x: Info, axis: Info) -> Info:
    """Return what is known of a length."""
    return INT


@shape_rule("helper.insert_places", "helper.block_place")
def places(*arguments: Info) -> Info:
    """Return that nothing is known of places in an array."""
    return UNKNOWN
