"""Shapes of what rearranges, joins and splits arrays."""

from __future__ import annotations

from collections.abc import Sequence

from gradgen.analysis.shape_index import WHOLE, subscript
from gradgen.analysis.shape_rules import shape_rule
from gradgen.analysis.shape_rules_reductions import LAST, axes_of, flat
from gradgen.analysis.shape_tools import (
    Token,
    as_array,
    dim_of,
    made,
    product,
    promote,
    quotient,
    shape_of_dims,
)
from gradgen.analysis.values import (
    NO_FACTS,
    NONE,
    UNKNOWN,
    UNKNOWN_DIM,
    UNKNOWN_SHAPE,
    Dim,
    Info,
    Shape,
    constant,
    replace,
)

ZERO = constant(0)


def shape_from(info: Info) -> tuple[Shape, bool]:
    """Read a shape argument; the second part tells whether its rank at least is known."""
    if info.of_shape is not None and (info.of_shape.dims is not None or info.of_shape.token):
        return info.of_shape, info.of_shape.dims is not None
    if info.kind == "number" and info.dtype == "int":
        parts: Sequence[Info] = (info,)
    elif info.kind in ("tuple", "list") and info.items is not None:
        parts = info.items
    else:
        return UNKNOWN_SHAPE, False
    facts = NO_FACTS.union(*(part.dim_facts | part.shape.token_facts for part in parts))
    return shape_of_dims([dim_of(part) for part in parts], facts), True


@shape_rule("reshape")
def reshape(a: Info, *shape: Info, order: Info = NONE, **keywords: Info) -> Info:
    """Return what is known of `a.reshape(...)`, in its two spellings."""
    a = as_array(a)
    if "newshape" in keywords or "shape" in keywords:
        shape = (keywords.get("newshape", keywords.get("shape", UNKNOWN)),)
    wanted = shape[0] if len(shape) == 1 else Info(kind="tuple", items=tuple(shape))
    target, known = shape_from(wanted)
    if target.token is not None and wanted.of_shape is not None:
        return Info("array", target, a.dtype, a.dtype_facts)
    if not known or target.dims is None:
        return made("reshape", None, [a], [wanted], a.dtype, "array")
    dims = _fill(a.shape, list(target.dims))
    return made("reshape", dims, [a], [wanted], a.dtype, "array" if dims else "number")


def _fill(shape: Shape, dims: list[Dim]) -> list[Dim]:
    """Replace `-1` by what is left of the elements."""
    if Dim((), -1) not in dims:
        return dims
    place = dims.index(Dim((), -1))
    total = UNKNOWN_DIM if shape.dims is None else product(shape.dims)
    dims[place] = quotient(total, dims[:place] + dims[place + 1 :])
    return dims


@shape_rule("ravel", "flatten")
def ravel(a: Info, order: Info = NONE) -> Info:
    """Return what is known of the elements in one row."""
    return flat(a)


@shape_rule("transpose", "permute_dims")
def transpose(a: Info, *axes: Info, **keywords: Info) -> Info:
    """Return what is known of `a.transpose(...)`, in its two spellings."""
    a = as_array(a)
    if "axes" in keywords:
        axes = (keywords["axes"],)
    if not axes or axes[0].kind == "none":
        return _transposed(a)
    order = axes[0] if len(axes) == 1 else Info(kind="tuple", items=tuple(axes))
    dims = None
    if a.shape.dims is not None and order.items is not None:
        places = [item.value for item in order.items]
        rank = len(a.shape.dims)
        if all(isinstance(k, int) and -rank <= k < rank for k in places):
            dims = [a.shape.dims[k] for k in places if isinstance(k, int)]
    return made("permute", dims, [a], [order], a.dtype, "array")


def _transposed(a: Info, head: str = "transpose") -> Info:
    dims = None if a.shape.dims is None else a.shape.dims[::-1]
    if isinstance(a.shape.token, Token) and a.shape.token.head == head:
        shape = replace(a.shape, dims=dims, token=a.shape.token.parts[0])
        return replace(a, shape=shape)
    return made(head, dims, [a], (), a.dtype, "array" if a.kind == "array" else None)


@shape_rule("matrix_transpose", "linalg.matrix_transpose")
def matrix_transpose(x: Info) -> Info:
    """Return what is known of `x.mT`."""
    x = as_array(x)
    dims = x.shape.dims
    swapped = None if dims is None or len(dims) < 2 else (*dims[:-2], dims[-1], dims[-2])
    if isinstance(x.shape.token, Token) and x.shape.token.head == "mT":
        return replace(x, shape=replace(x.shape, dims=swapped, token=x.shape.token.parts[0]))
    return made("mT", swapped, [x], (), x.dtype, "array")


@shape_rule("swapaxes")
def swapaxes(a: Info, axis1: Info, axis2: Info) -> Info:
    """Return what is known of `np.swapaxes(a, i, j)`."""
    a = as_array(a)
    if {axis1.value, axis2.value} == {-1, -2}:
        return matrix_transpose(a)
    dims = None
    if a.shape.dims is not None:
        one, other = (axes_of(axis, len(a.shape.dims)) for axis in (axis1, axis2))
        if one and other and len(one) == len(other) == 1:
            i, j = one.pop(), other.pop()
            dims = list(a.shape.dims)
            dims[i], dims[j] = dims[j], dims[i]
    return made("swapaxes", dims, [a], [axis1, axis2], a.dtype, "array")


@shape_rule("moveaxis")
def moveaxis(a: Info, source: Info, destination: Info) -> Info:
    """Return what is known of `np.moveaxis(a, i, j)`."""
    a = as_array(a)
    dims = None
    if a.shape.dims is not None and isinstance(source.value, int):
        one, other = (axes_of(axis, len(a.shape.dims)) for axis in (source, destination))
        if one and other:
            dims = list(a.shape.dims)
            dims.insert(other.pop(), dims.pop(one.pop()))
    return made("moveaxis", dims, [a], [source, destination], a.dtype, "array")


@shape_rule("expand_dims")
def expand_dims(a: Info, axis: Info) -> Info:
    """Return what is known of `np.expand_dims(a, axis)`."""
    a = as_array(a)
    dims = None
    if a.shape.dims is not None and axis.known:
        count = len(axis.value) if isinstance(axis.value, tuple) else 1
        places = axes_of(axis, len(a.shape.dims) + count)
        if places is not None:
            rest = list(a.shape.dims)
            dims = [
                Dim((), 1) if k in places else rest.pop(0) for k in range(len(rest) + len(places))
            ]
    return made("expand_dims", dims, [a], [axis], a.dtype, "array")


@shape_rule("squeeze")
def squeeze(a: Info, axis: Info = NONE) -> Info:
    """Return what is known of `np.squeeze(a, axis)`; which axes go without `axis` is not known."""
    a = as_array(a)
    dims = None
    if a.shape.dims is not None and axis.kind != "none":
        gone = axes_of(axis, len(a.shape.dims))
        if gone is not None:
            dims = [dim for k, dim in enumerate(a.shape.dims) if k not in gone]
    elif a.shape.dims is not None and all(dim.is_number for dim in a.shape.dims):
        dims = [dim for dim in a.shape.dims if dim.constant != 1]
    return made("squeeze", dims, [a], [axis], a.dtype)


@shape_rule("atleast_1d")
def atleast_1d(a: Info) -> Info:
    """Return what is known of `np.atleast_1d(a)`."""
    a = as_array(a)
    dims = [Dim((), 1)] if a.rank == 0 else a.shape.dims
    return made("atleast_1d", dims, [a], (), a.dtype, "array")


@shape_rule("broadcast_to")
def broadcast_to(array: Info, shape: Info) -> Info:
    """Return what is known of `np.broadcast_to(a, shape)`: the shape that is asked for."""
    array = as_array(array)
    target, _ = shape_from(shape)
    if target.dims is None and target.token is None:
        return Info("array", dtype=array.dtype, dtype_facts=array.dtype_facts)
    if target.token is None:
        return made("shape", target.dims, [], [shape], array.dtype, "array")
    return Info("array", target, array.dtype, array.dtype_facts)


# ---- joining and splitting ------------------------------------------------------


def _parts(arrays: Info) -> list[Info] | None:
    if arrays.kind in ("tuple", "list") and arrays.items:
        return [as_array(item) for item in arrays.items]
    return None


@shape_rule("concatenate", "concat")
def concatenate(arrays: Info, axis: Info = ZERO, out: Info = NONE) -> Info:
    """Return what is known of `np.concatenate(parts, axis)`: the axis adds up."""
    parts = _parts(arrays)
    if parts is None:
        inner = as_array(arrays)
        dims = None if not inner.rank else [UNKNOWN_DIM] * (inner.rank - 1)
        facts = inner.shape.dims_facts
        return Info("array", shape_of_dims(dims or None, facts), inner.dtype, inner.dtype_facts)
    dtype = promote(part.dtype for part in parts)
    if axis.kind == "none":
        parts, axis = [flat(part) for part in parts], ZERO
    return made("concatenate", _added(parts, axis), parts, [axis], dtype, "array")


def _added(parts: Sequence[Info], axis: Info) -> list[Dim] | None:
    ranks = {part.rank for part in parts}
    first = parts[0].shape.dims
    if len(ranks) > 1 or not first or any(part.shape.dims is None for part in parts):
        return None
    place = axes_of(axis, len(first))
    if place is None or len(place) != 1:
        return None
    dims = list(first)
    (k,) = place
    for part in parts[1:]:
        assert part.shape.dims is not None
        dims = [_either(a, b) for a, b in zip(dims, part.shape.dims, strict=True)]
    dims[k] = Dim()
    for part in parts:
        assert part.shape.dims is not None
        dims[k] = dims[k].plus(part.shape.dims[k])
    return dims


def _either(a: Dim, b: Dim) -> Dim:
    """Return one of two dimensions that the program requires to be equal: a number if it can."""
    return b if not a.is_known or b.is_number else a


@shape_rule("stack")
def stack(arrays: Info, axis: Info = ZERO, out: Info = NONE) -> Info:
    """Return what is known of `np.stack(parts, axis)`: one axis more."""
    parts = _parts(arrays)
    if parts is None:
        inner = as_array(arrays)
        if axis == ZERO:
            return inner if inner.kind == "array" else Info("array")
        return Info("array", dtype=inner.dtype)
    dims = None
    first = parts[0].shape.dims
    if first is not None and all(part.shape.rank == len(first) for part in parts):
        place = axes_of(axis, len(first) + 1)
        if place is not None:
            dims = list(first)
            dims.insert(place.pop(), Dim((), len(parts)))
    return made("stack", dims, parts, [axis], promote(part.dtype for part in parts), "array")


@shape_rule("hstack", "vstack", "column_stack", "row_stack", "dstack")
def joined(tup: Info) -> Info:
    """Return what is known of the other ways of joining: an array."""
    return Info("array", dtype=as_array(tup).dtype)


@shape_rule("hstack")
def hstack(tup: Info) -> Info:
    """Return what is known of `np.hstack`: of vectors, they are joined."""
    parts = _parts(tup)
    if parts is None or any(part.rank is None for part in parts):
        return joined(tup)
    parts = [atleast_1d(part) if part.rank == 0 else part for part in parts]
    axis = ZERO if all(part.rank == 1 for part in parts) else constant(1)
    return concatenate(Info(kind="list", items=tuple(parts)), axis)


@shape_rule("vstack", "row_stack")
def vstack(tup: Info) -> Info:
    """Return what is known of `np.vstack`: vectors become rows."""
    parts = _parts(tup)
    if parts is None or any(not part.rank for part in parts):
        return joined(tup)
    rows = [subscript(part, [NONE, WHOLE]) if part.rank == 1 else part for part in parts]
    return concatenate(Info(kind="list", items=tuple(rows)), ZERO)


@shape_rule("column_stack")
def column_stack(tup: Info) -> Info:
    """Return what is known of `np.column_stack`: vectors become columns."""
    parts = _parts(tup)
    if parts is None or any(not part.rank for part in parts):
        return joined(tup)
    columns = [subscript(part, [WHOLE, NONE]) if part.rank == 1 else part for part in parts]
    return concatenate(Info(kind="list", items=tuple(columns)), constant(1))


@shape_rule("append")
def append(arr: Info, values: Info, axis: Info = NONE) -> Info:
    """Return what is known of `np.append(a, values)`."""
    values = as_array(values)
    values = atleast_1d(values) if values.rank == 0 else values
    return concatenate(Info(kind="list", items=(as_array(arr), values)), axis)


@shape_rule("split")
def split(ary: Info, indices_or_sections: Info, axis: Info = ZERO) -> Info:
    """Return what is known of `np.split(a, ...)`: a list of arrays, alike if it is by a number."""
    count = indices_or_sections.value
    if not isinstance(count, int) or count < 1:
        return array_split(ary, indices_or_sections, axis)
    a = as_array(ary)
    dims = None if a.shape.dims is None else list(a.shape.dims)
    places = None if dims is None else axes_of(axis, len(dims))
    if dims is not None and places and len(places) == 1:
        place = places.pop()
        whole = dims[place]
        dims[place] = Dim((), whole.constant // count) if whole.is_number else UNKNOWN_DIM
    else:
        dims = None
    part = made("split", dims, [a], [indices_or_sections, axis], a.dtype, "array")
    return Info(kind="list", items=(part,) * count)


@shape_rule("array_split")
def array_split(ary: Info, indices_or_sections: Info, axis: Info = ZERO) -> Info:
    """Return what is known of `np.array_split(a, ...)`: a list of arrays of the same rank."""
    a = as_array(ary)
    dims = None if a.shape.dims is None else list(a.shape.dims)
    places = None if dims is None else axes_of(axis, len(dims))
    if dims is not None and places and len(places) == 1:
        dims[places.pop()] = UNKNOWN_DIM
    else:
        dims = None
    part = Info("array", shape_of_dims(dims, a.shape.dims_facts), a.dtype, a.dtype_facts)
    count = indices_or_sections.value
    if isinstance(count, int):
        return Info(kind="list", items=(part,) * count)
    return Info(kind="list", element=part)


@shape_rule("tile")
def tile(A: Info, reps: Info) -> Info:
    """Return what is known of `np.tile(a, reps)`."""
    a = as_array(A)
    target, known = shape_from(reps)
    dims = None
    if known and target.dims is not None and a.shape.dims is not None:
        rank = max(len(target.dims), len(a.shape.dims))
        ones = [Dim((), 1)] * rank
        one, other = [*ones, *a.shape.dims][-rank:], [*ones, *target.dims][-rank:]
        dims = [product(pair) for pair in zip(one, other, strict=True)]
    return made("tile", dims, [a], [reps], a.dtype, "array")


@shape_rule("repeat")
def repeat(a: Info, repeats: Info, axis: Info = NONE) -> Info:
    """Return what is known of `np.repeat(a, k, axis)`."""
    a = as_array(a)
    if axis.kind == "none":
        a, axis = flat(a), ZERO
    dims = None
    places = None if a.shape.dims is None else axes_of(axis, len(a.shape.dims))
    if places is not None and len(places) == 1 and a.shape.dims is not None:
        k = places.pop()
        dims = list(a.shape.dims)
        dims[k] = product([dims[k], dim_of(repeats)]) if repeats.kind == "number" else UNKNOWN_DIM
    return made("repeat", dims, [a], [repeats, axis], a.dtype, "array")


@shape_rule("take")
def take(a: Info, indices: Info, axis: Info = NONE, mode: Info = NONE) -> Info:
    """Return what is known of `np.take(a, indices, axis)`."""
    a = flat(a) if axis.kind == "none" else as_array(a)
    if axis.kind == "none" or axis.value == 0:
        return subscript(a, [indices])
    places = None if a.shape.dims is None else axes_of(axis, len(a.shape.dims))
    if places is None or len(places) != 1:
        return Info(dtype=a.dtype)
    return subscript(a, [*([WHOLE] * places.pop()), indices])


@shape_rule("take_along_axis")
def take_along_axis(arr: Info, indices: Info, axis: Info = LAST) -> Info:
    """Return what is known of `np.take_along_axis`: of the shape of the positions, mostly."""
    arr, indices = as_array(arr), as_array(indices)
    dims = None if indices.rank is None else [UNKNOWN_DIM] * indices.rank
    return made("take_along_axis", dims, [arr, indices], [axis], arr.dtype, "array")


@shape_rule("meshgrid")
def meshgrid(*xi: Info, indexing: Info | None = None, **keywords: Info) -> Info:
    """Return what is known of `np.meshgrid(x, y)`."""
    arrays = [as_array(x) for x in xi]
    if keywords or any(x.rank != 1 for x in arrays) or (indexing and not indexing.known):
        return UNKNOWN
    dims = [x.shape.dims[0] for x in arrays if x.shape.dims]
    if len(dims) > 1 and (indexing is None or indexing.value == "xy"):
        dims[0], dims[1] = dims[1], dims[0]
    values = [indexing or constant("xy")]
    grids = [made("meshgrid", dims, arrays, values, x.dtype, "array") for x in arrays]
    return Info(kind="list", items=tuple(grids))


@shape_rule("pad")
def pad(array: Info, pad_width: Info, mode: Info | None = None, **keywords: Info) -> Info:
    """Return what is known of `np.pad(a, width)`."""
    a = as_array(array)
    dims = None if a.shape.dims is None else [UNKNOWN_DIM] * len(a.shape.dims)
    if a.shape.dims is not None and pad_width.known and isinstance(pad_width.value, int):
        dims = [dim.plus(2 * pad_width.value) for dim in a.shape.dims]
    return made("pad", dims, [a], [pad_width], a.dtype, "array")
