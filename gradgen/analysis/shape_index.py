"""The shape of `x[...]`: ints, slices, None, `...`, masks and arrays of positions.

`u[1:-1]`, `u[2:]` and `u[:-2]` are all `n - 2` long, and have one token where the rank is unknown.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from gradgen.analysis.shape_tools import (
    as_array,
    axis_symbol,
    broadcast_dims,
    dim_of,
    element_of,
    int_info,
    kind_of,
    shape_of_dims,
    token,
    value_key,
)
from gradgen.analysis.values import (
    INT,
    NO_FACTS,
    NONE,
    STRING,
    UNKNOWN,
    UNKNOWN_DIM,
    Dim,
    Facts,
    Info,
    Shape,
    replace,
)


@dataclass(frozen=True)
class Slice:
    """A slice in an index, its parts as what is known of them."""

    lower: Info = NONE
    upper: Info = NONE
    step: Info = NONE

    @property
    def parts(self) -> tuple[Info, Info, Info]:
        """The three parts."""
        return self.lower, self.upper, self.step


class Dots:
    """`...` in an index."""


Index = Slice | Dots | Info
WHOLE = Slice()


def subscript(base: Info, index: Sequence[Index]) -> Info:
    """Return what is known of `base[index]`."""
    if base.kind in ("number", "array", "unknown"):
        return _array_element(base, index)
    if len(index) != 1 or isinstance(index[0], Dots):
        return UNKNOWN
    if base.kind == "string":
        return STRING
    if base.kind in ("tuple", "list", "range"):
        return _sequence_element(base, index[0])
    return UNKNOWN


# ---- tuples and lists -----------------------------------------------------------


def _sequence_element(base: Info, index: Slice | Info) -> Info:
    if isinstance(index, Slice):
        return _sequence_slice(base, index)
    if base.items is not None and index.known and isinstance(index.value, int):
        position = index.value
        if -len(base.items) <= position < len(base.items):
            return base.items[position]
        return UNKNOWN
    if base.of_shape is not None and index.known and isinstance(index.value, int):
        return int_info(axis_symbol(base.of_shape.token, index.value), base.of_shape.token_facts)
    return element_of(base) or UNKNOWN


def _sequence_slice(base: Info, index: Slice) -> Info:
    if base.items is not None and all(part.known for part in index.parts):
        lower, upper, step = (
            part.value if isinstance(part.value, int) else None for part in index.parts
        )
        items = base.items[lower:upper:step]
        known = base.known and isinstance(base.value, tuple)
        value = tuple(item.value for item in items) if known else None
        return replace(base, items=items, of_shape=None, value=value, known=known)
    if base.of_shape is not None:
        return Info(kind="tuple", element=INT)
    return Info(kind=base.kind, element=element_of(base) or UNKNOWN, origins=base.origins)


# ---- arrays ---------------------------------------------------------------------


def _array_element(base: Info, index: Sequence[Index]) -> Info:
    if any(isinstance(one, Info) and not _is_clear(one) for one in index):
        return Info(dtype=base.dtype, dtype_facts=base.dtype_facts)
    dims, facts = _dims(base.shape, index)
    shape = shape_of_dims(dims, facts)
    key = _key(base.shape, index)
    if base.kind == "unknown" and any(_is_position(one) for one in index):
        key = _key_of_item(base.shape, index)
    if key is not None and shape.token is None:
        shape = replace(shape, token=key[0], token_facts=key[1])
    return Info(kind_of(shape), shape, base.dtype, base.dtype_facts)


def _is_clear(one: Info) -> bool:
    """Tell whether an index is known to be an int, None, or an array of known rank and dtype."""
    if one.kind == "number":
        return one.dtype != "bool"
    if one.kind == "none":
        return True
    array = as_array(one)
    return array.kind == "array" and array.dtype in ("int", "bool") and array.rank is not None


def _is_position(one: Index) -> bool:
    return isinstance(one, Info) and one.kind == "number"


def _key_of_item(base: Shape, index: Sequence[Index]) -> tuple[Hashable, Facts] | None:
    """Return the token of an element of what may be a tuple: each item has a shape of its own."""
    (first, *rest) = index
    if rest or not isinstance(first, Info) or not first.known or base.token is None:
        return None
    return token("item", base.token, first.value), base.token_facts


def _is_whole(one: Index) -> bool:
    return isinstance(one, Slice) and all(part.kind == "none" for part in one.parts)


def _key(base: Shape, index: Sequence[Index]) -> tuple[Hashable, Facts] | None:
    """Return the token of an element, and the facts that it rests on."""
    index = list(index)
    while index and _is_whole(index[-1]) and not any(isinstance(one, Dots) for one in index):
        index.pop()
    if base.token is None:
        return None
    if not index or (len(index) == 1 and isinstance(index[0], Dots)):
        return base.token, base.token_facts
    keys = [_key_of_one(one) for one in index]
    parts = [key for key in keys if key is not None]
    if len(parts) < len(keys):
        return None
    facts = base.token_facts.union(*(part[1] for part in parts))
    if all(part[0] in (("cut", 0), "...") for part in parts):
        return base.token, facts
    return token("index", base.token, *(part[0] for part in parts)), facts


def _key_of_one(one: Index) -> tuple[Hashable, Facts] | None:
    if isinstance(one, Dots):
        return "...", NO_FACTS
    if isinstance(one, Info):
        if one.kind == "none":
            return "new", NO_FACTS
        if one.kind == "number":
            return "int", one.shape.token_facts
        array = as_array(one)
        if array.dtype != "int" or array.shape.token is None:
            return None
        return ("at", array.shape.token), array.shape.token_facts | array.dtype_facts
    removed = _removed(one)
    if removed is not None:
        return ("cut", removed), NO_FACTS
    keys = [value_key(part) for part in one.parts]
    parts = [key for key in keys if key is not None]
    if len(parts) < 3:
        return None
    return ("slice", *(part[0] for part in parts)), NO_FACTS.union(*(part[1] for part in parts))


def _known_int(info: Info, default: int) -> int | None:
    if info.kind == "none":
        return default
    return info.value if info.known and isinstance(info.value, int) else None


def _removed(cut: Slice) -> int | None:
    """Return how many elements a slice leaves out whatever the length is: 2 for `1:-1`."""
    lower, upper, step = (
        _known_int(cut.lower, 0),
        _known_int(cut.upper, -1),
        _known_int(cut.step, 1),
    )
    if step == -1 and cut.lower.kind == cut.upper.kind == "none":
        return 0
    if step != 1 or lower is None or upper is None or lower < 0 or upper >= 0:
        return None
    return lower if cut.upper.kind == "none" else lower - upper


def sliced(dim: Dim, cut: Slice) -> Dim:
    """Return the length of a slice of an axis of length `dim`."""
    removed = _removed(cut)
    values = [_known_int(part, 0) for part in cut.parts]
    if dim.is_number and None not in values and values[2 if cut.step.kind != "none" else 0] != 0:
        parts = [None if part.kind == "none" else part.value for part in cut.parts]
        return Dim((), len(range(*slice(*parts).indices(dim.constant))))
    if dim.is_number and cut.parts == (NONE, NONE, NONE):
        return dim
    if removed is not None:
        return dim.plus(-removed)
    left = dim.plus(dim_of(cut.upper), -1)
    lower = _known_int(cut.lower, 0)
    if _known_int(cut.step, 1) == 1 and left.is_number and lower is not None and lower >= 0:
        # `x[: n - 3]` of two elements is not empty, so no more than two may be left out at the end
        return dim.plus(-left.constant - lower) if 0 <= left.constant <= 2 else UNKNOWN_DIM
    return UNKNOWN_DIM


def _dims(base: Shape, index: Sequence[Index]) -> tuple[list[Dim] | None, Facts]:
    """Return the dimensions of an element, None where the rank is unknown."""
    if base.dims is None:
        return None, NO_FACTS
    taken = sum(_axes_taken(one) for one in index)
    missing = len(base.dims) - taken
    if missing < 0:
        return None, NO_FACTS
    index = list(index)
    dots = [position for position, one in enumerate(index) if isinstance(one, Dots)]
    position = dots[0] if dots else len(index)
    index[position : position + 1] = [WHOLE] * missing
    return _walk(base, index)


def _axes_taken(one: Index) -> int:
    if isinstance(one, Slice):
        return 1
    if isinstance(one, Dots) or one.kind == "none":
        return 0
    array = as_array(one)
    return (array.rank or 0) if array.kind == "array" and array.dtype == "bool" else 1


def _walk(base: Shape, index: list[Index]) -> tuple[list[Dim] | None, Facts]:
    """Consume the axes of `base` by the parts of a full index."""
    assert base.dims is not None
    facts, left = base.dims_facts, list(base.dims)
    arrays = [one for one in index if isinstance(one, Info) and as_array(one).kind == "array"]
    dims: list[Dim] = []
    chosen: tuple[Dim, ...] = ()
    places: list[tuple[int, int]] = []  # where an index of positions stood: in `index`, in `dims`
    for position, one in enumerate(index):
        if isinstance(one, Slice):
            dims.append(sliced(left.pop(0), one))
            facts |= one.lower.dim_facts | one.upper.dim_facts
        elif isinstance(one, Info) and one.kind == "none":
            dims.append(Dim((), 1))
        elif isinstance(one, Info):
            if arrays:
                places.append((position, len(dims)))
                chosen = broadcast_dims(chosen, _positions(as_array(one)))
                facts |= one.dtype_facts
            facts |= as_array(one).shape.dims_facts
            del left[: _axes_taken(one)]
    if places:
        together = places[-1][0] - places[0][0] == len(places) - 1
        place = places[0][1] if together else 0
        dims[place:place] = chosen
    return dims, facts


def _positions(array: Info) -> tuple[Dim, ...]:
    if array.kind != "array":
        return ()
    if array.dtype == "bool":
        return (UNKNOWN_DIM,)
    return array.shape.dims or ()
