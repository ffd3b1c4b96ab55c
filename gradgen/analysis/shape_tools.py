"""The arithmetic of shapes: tokens, products of dimensions, broadcasting, joins of two paths.

A token names a shape by how it came about, `broadcast of (x, b)`, so that two expressions have the
same token only if they have the same shape whatever the ranks are. Tokens are hash-consed: equal
tokens are one object, and comparing them costs nothing however deep they are.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from weakref import WeakValueDictionary

from gradgen.analysis.values import (
    INT,
    NO_FACTS,
    SCALAR,
    UNKNOWN,
    UNKNOWN_DIM,
    UNKNOWN_SHAPE,
    Dim,
    Dtype,
    Facts,
    Info,
    Kind,
    Shape,
    constant,
    equal_shapes,
    is_scalar,
    replace,
)


@dataclass(frozen=True, eq=False)
class Token:
    """A shape named by what made it; equal ones are the same object."""

    head: str
    parts: tuple[Hashable, ...]
    serial: int

    def __repr__(self) -> str:
        return f"{self.head}{self.parts!r}"


_TOKENS: WeakValueDictionary[tuple[str, tuple[Hashable, ...]], Token] = WeakValueDictionary()
_COUNT = [0]


def token(head: str, *parts: Hashable) -> Token:
    """Return the token of what `head` makes of `parts`."""
    made = _TOKENS.get((head, parts))
    if made is None:
        _COUNT[0] += 1
        made = _TOKENS[head, parts] = Token(head, parts, _COUNT[0])
    return made


def axis_symbol(of: object, axis: int) -> Dim:
    """Return the dimension of a shape of unknown rank: `x.0` for the first one of parameter `x`."""
    if of is None:
        return UNKNOWN_DIM
    if isinstance(of, tuple):
        return Dim.symbol(f"{of[1]}.{axis}")
    return Dim.symbol(f"#{of.serial if isinstance(of, Token) else of}.{axis}")


# ---- dimensions -----------------------------------------------------------------


def dim_of(info: Info) -> Dim:
    """Return an int as a dimension."""
    if info.known and isinstance(info.value, int):
        return Dim((), info.value)
    return info.dim if info.dim is not None else UNKNOWN_DIM


def int_info(dim: Dim, facts: Facts = NO_FACTS) -> Info:
    """Return what is known of an int that equals a dimension."""
    if dim.is_number:
        return constant(dim.constant)
    return replace(INT, dim=dim, dim_facts=facts) if dim.is_known else INT


def _factors(dim: Dim) -> tuple[int, tuple[str, ...]] | None:
    """Split a product of symbols: `3 * n * d` is 3 and `("d", "n")`."""
    if dim.is_number:
        return dim.constant, ()
    if not dim.is_known or dim.constant or len(dim.terms) != 1:
        return None
    symbol, factor = dim.terms[0]
    return factor, tuple(symbol.split("*"))


def product(dims: Iterable[Dim]) -> Dim:
    """Return the product of dimensions; that of `n` and `d` is the symbol `d*n`."""
    dims = list(dims)
    if len(dims) == 1:
        return dims[0]
    number, symbols = 1, list[str]()
    linear: Dim | None = None
    for dim in dims:
        split = _factors(dim)
        if split is None:
            if linear is not None or not dim.is_known:
                return UNKNOWN_DIM
            linear = dim
            continue
        number *= split[0]
        symbols += split[1]
    if linear is not None:
        return UNKNOWN_DIM if symbols else linear.times(number)
    return Dim.symbol("*".join(sorted(symbols))).times(number) if symbols else Dim((), number)


def quotient(total: Dim, others: Iterable[Dim]) -> Dim:
    """Return what `-1` means in a reshape: `total` over the product of the other dimensions."""
    below = _factors(product(others))
    if below == (1, ()):
        return total
    above = _factors(total)
    if above is None or below is None or not below[0] or above[0] % below[0]:
        return UNKNOWN_DIM
    left = list(above[1])
    for symbol in below[1]:
        if symbol not in left:
            return UNKNOWN_DIM
        left.remove(symbol)
    return product([Dim((), above[0] // below[0]), *map(Dim.symbol, left)])


def broadcast_dim(a: Dim, b: Dim) -> Dim:
    """Return the dimension that two broadcast to."""
    one = Dim((), 1)
    if b == one:
        return a
    if a in (one, b):
        return b
    if a.is_number != b.is_number:  # a symbol against 3 is 1 or 3
        return a if a.is_number else b
    return UNKNOWN_DIM


def broadcast_dims(a: Sequence[Dim], b: Sequence[Dim]) -> tuple[Dim, ...]:
    """Return the dimensions that two shapes broadcast to."""
    rank = max(len(a), len(b))
    ones = (Dim((), 1),) * rank
    full_a, full_b = (*ones[len(a) :], *a), (*ones[len(b) :], *b)
    return tuple(map(broadcast_dim, full_a, full_b))


# ---- shapes ---------------------------------------------------------------------


def shape_of_dims(dims: Sequence[Dim] | None, facts: Facts = NO_FACTS) -> Shape:
    """Return a shape that is known by its dimensions alone."""
    if dims is None:
        return UNKNOWN_SHAPE
    if not dims:
        return replace(SCALAR, dims_facts=facts, token_facts=facts)
    return Shape(dims=tuple(dims), dims_facts=facts)


def resting_on(shape: Shape, facts: Facts) -> Shape:
    """Return the shape as one that rests on further facts."""
    if not facts:
        return shape
    return replace(
        shape, dims_facts=shape.dims_facts | facts, token_facts=shape.token_facts | facts
    )


def broadcast(shapes: Iterable[Shape]) -> Shape:
    """Return the shape of an elementwise result of operands of these shapes."""
    return reduce(_broadcast_pair, shapes, SCALAR)


def _broadcast_pair(a: Shape, b: Shape) -> Shape:
    for one, other in ((b, a), (a, b)):
        facts = is_scalar(one)
        if facts is not None:
            return resting_on(other, facts)
    facts = equal_shapes(a, b)
    if facts is not None:
        return _same(a, b, facts)
    if a.dims is None or b.dims is None:
        return Shape(token=_broadcast_token(a, b), token_facts=a.token_facts | b.token_facts)
    dims = broadcast_dims(a.dims, b.dims)
    facts = a.dims_facts | b.dims_facts
    for one in (a, b):
        if dims == one.dims and UNKNOWN_DIM not in dims:
            return Shape(dims, one.token, facts, one.token_facts | facts)
    return Shape(dims, _broadcast_token(a, b), facts, a.token_facts | b.token_facts)


def _same(a: Shape, b: Shape, facts: Facts) -> Shape:
    """Return what is known of a shape from two that are equal by `facts`."""
    known, other = (b, a) if a.dims is None else (a, b)
    named = a if a.token is not None else b
    facts_of_dims = known.dims_facts if known.dims is None else known.dims_facts | facts
    if known.dims is not None and known is b:
        facts_of_dims |= other.token_facts
    return Shape(known.dims, named.token, facts_of_dims, named.token_facts | facts)


def _broadcast_token(a: Shape, b: Shape) -> object:
    if a.token is None or b.token is None:
        return None
    parts = frozenset[Hashable]()
    for one in (a.token, b.token):
        if isinstance(one, Token) and one.head == "broadcast":
            inner = one.parts[0]
            assert isinstance(inner, frozenset)
            parts |= inner
        else:
            assert isinstance(one, Hashable)
            parts |= {one}
    return token("broadcast", parts)


# ---- values ---------------------------------------------------------------------


def promote(dtypes: Iterable[Dtype | None]) -> Dtype | None:
    """Return the dtype of arithmetic; two bools are left open."""
    order: list[Dtype] = ["bool", "int", "float", "complex"]
    found = list(dtypes)
    if None in found or not found:
        return "complex" if "complex" in found else None
    best = max(order.index(dtype) for dtype in found if dtype is not None)
    return None if best == 0 else order[best]


def kind_of(shape: Shape, operands: Iterable[Info] = ()) -> Kind:
    """Return whether a computed value is a number or an array."""
    if shape.dims is not None:
        return "array" if shape.dims else "number"
    if is_scalar(shape) is not None:
        return "number"
    return "array" if any(one.kind in ("array", "list") for one in operands) else "unknown"


def elementwise(operands: Sequence[Info], dtype: Dtype | None) -> Info:
    """Return what is known of an elementwise result."""
    operands = [as_array(operand) for operand in operands]
    shape = broadcast(operand.shape for operand in operands)
    facts = NO_FACTS.union(*(one.dtype_facts for one in operands))
    return Info(
        kind_of(shape, operands),
        shape,
        dtype,
        facts if dtype is not None else NO_FACTS,
    )


def literal(info: Info) -> tuple[bool, object]:
    """Return whether a value is known, and the value; a list is given as a tuple."""
    if info.kind == "list" and info.items is not None:
        parts = [literal(item) for item in info.items]
        return all(known for known, _ in parts), tuple(value for _, value in parts)
    if info.kind == "tuple" and info.items is not None and not info.known:
        return literal(replace(info, kind="list"))
    return info.known, info.value


def value_key(info: Info) -> tuple[Hashable, Facts] | None:
    """Return what stands for a value in a token, or None where it may differ from run to run."""
    if info.of_shape is not None and info.of_shape.token is not None:
        return ("shape", info.of_shape.token), info.of_shape.token_facts
    if info.known and isinstance(info.value, Hashable):
        return ("value", type(info.value).__name__, info.value), NO_FACTS
    if info.dim is not None and info.dim.is_known:
        return ("dim", info.dim), info.dim_facts
    if info.items is None or info.kind not in ("tuple", "list"):
        return None
    keys = [value_key(item) for item in info.items]
    parts = [key for key in keys if key is not None]
    if len(parts) < len(keys):
        return None
    facts = NO_FACTS.union(*(part[1] for part in parts))
    return (info.kind, *(part[0] for part in parts)), facts


def made(
    head: str,
    dims: Sequence[Dim] | None,
    of: Sequence[Info],
    values: Sequence[Info] = (),
    dtype: Dtype | None = None,
    kind: Kind | None = None,
) -> Info:
    """Return the result of a function whose shape depends on the shapes `of` and on `values`."""
    of = [as_array(one) for one in of]
    keys: list[tuple[Hashable, Facts] | None] = [
        None if one.shape.token is None else (one.shape.token, one.shape.token_facts) for one in of
    ]
    keys += [value_key(value) for value in values]
    facts = NO_FACTS.union(
        *(one.shape.dims_facts for one in of), *(_value_facts(value) for value in values)
    )
    shape = shape_of_dims(dims, facts)
    parts = [key for key in keys if key is not None]
    if len(parts) == len(keys) and shape.token is None:
        named = token(head, *(part[0] for part in parts))
        shape = replace(
            shape, token=named, token_facts=NO_FACTS.union(*(part[1] for part in parts))
        )
    dtype_facts = NO_FACTS.union(*(one.dtype_facts for one in of)) if dtype else NO_FACTS
    return Info(kind or kind_of(shape), shape, dtype, dtype_facts)


def _value_facts(info: Info) -> Facts:
    inner = NO_FACTS.union(*(_value_facts(item) for item in info.items or ()))
    return info.dim_facts | inner | (info.of_shape.dims_facts if info.of_shape else NO_FACTS)


def as_array(info: Info) -> Info:
    """Return a list or tuple as the array that NumPy makes of it; anything else unchanged."""
    if info.of_shape is not None and info.of_shape.dims is None:
        return Info(kind="array", shape=shape_of_dims([UNKNOWN_DIM]), dtype="int")
    if info.kind not in ("list", "tuple", "range"):
        return info
    inner = element_of(info)
    inner = as_array(inner) if inner is not None else UNKNOWN
    if inner.shape.dims is None:
        return Info(kind="array", dtype=inner.dtype)
    first = UNKNOWN_DIM if info.items is None else Dim((), len(info.items))
    dims = (first, *inner.shape.dims)
    shape = shape_of_dims(dims, inner.shape.dims_facts)
    if info.items is not None and inner.shape.token is not None:
        named = token("list", len(info.items), inner.shape.token)
        shape = replace(shape, token=named, token_facts=inner.shape.token_facts)
    return Info(kind="array", shape=shape, dtype=inner.dtype)


def element_of(info: Info) -> Info | None:
    """Return what every element of a list, tuple or range is; None for an empty one."""
    if info.items is not None:
        return join_all(info.items) if info.items else None
    if info.element is not None:
        return info.element
    return INT if info.kind == "range" else UNKNOWN


# ---- joins ----------------------------------------------------------------------


def join_all(infos: Iterable[Info]) -> Info:
    """Return what is known of a value that is one of these."""
    return reduce(join, infos)


def join_shapes(a: Shape, b: Shape) -> Shape:
    """Return what is known of a shape that is one of two.

    Dimensions must be known on both paths: one of them may have learned them from a condition.
    """
    if a == b:
        return a
    facts = equal_shapes(a, b)
    named = a.token if facts is not None and a.token is not None else None
    token_facts = NO_FACTS if facts is None else a.token_facts | b.token_facts | facts
    dims = None
    if a.dims is not None and b.dims is not None and len(a.dims) == len(b.dims):
        pairs = zip(a.dims, b.dims, strict=True)
        dims = tuple(one if one == other else UNKNOWN_DIM for one, other in pairs)
    if dims is None:
        return Shape(token=named, token_facts=token_facts if named is not None else NO_FACTS)
    return Shape(dims, named, a.dims_facts | b.dims_facts, token_facts if named else NO_FACTS)


def join(a: Info, b: Info, depth: int = 0) -> Info:
    """Return what is known of a value that is either of two."""
    if a == b:
        return a
    dtype = a.dtype if a.dtype == b.dtype else None
    if "complex" in (a.dtype, b.dtype):
        dtype = "complex"  # which says that a value may be, not that it is
    if a.kind != b.kind or depth > 4:
        return Info(
            shape=join_shapes(a.shape, b.shape), dtype=dtype if dtype == "complex" else None
        )
    known = a.known and b.known and type(a.value) is type(b.value) and a.value == b.value
    items = None
    if a.items is not None and b.items is not None and len(a.items) == len(b.items):
        items = tuple(join(x, y, depth + 1) for x, y in zip(a.items, b.items, strict=True))
    same_dim = a.dim is not None and a.dim == b.dim
    of_shape = a.of_shape and b.of_shape and join_shapes(a.of_shape, b.of_shape)
    return Info(
        kind=a.kind,
        shape=join_shapes(a.shape, b.shape),
        dtype=dtype,
        dtype_facts=a.dtype_facts | b.dtype_facts if dtype else NO_FACTS,
        items=items,
        element=None if items is not None else _join_elements(a, b, depth),
        dim=a.dim if same_dim else None,
        dim_facts=a.dim_facts | b.dim_facts if same_dim else NO_FACTS,
        of_shape=of_shape,
        origins=a.origins | b.origins,
        value=a.value if known else None,
        known=known,
    )


def _join_elements(a: Info, b: Info, depth: int) -> Info | None:
    if a.kind not in ("list", "tuple", "range"):
        return None
    one, other = element_of(a), element_of(b)
    if one is None or other is None:
        return other if one is None else one
    return join(one, other, depth + 1)
