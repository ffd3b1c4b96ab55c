"""What is known of a value before it exists: its kind, its shape, and the facts that tell so.

A shape is a tuple of symbolic dimensions, or an opaque token that knows only equality ("same
shape as `z`"), or both. Each carries the *facts* (statements about arguments) that it rests on,
so that a guard can state exactly the facts that decided something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replace  # the other files change an `Info` with it
from typing import Literal


@dataclass(frozen=True, order=True)
class Fact:
    """Something the generated text relies on: `what` ("shape", "dtype") of the argument `name`."""

    name: str
    what: Literal["shape", "dtype"] = "shape"


Facts = frozenset[Fact]
NO_FACTS: Facts = frozenset()


@dataclass(frozen=True)
class Dim:
    """A dimension: a linear form over symbols, `n - 2` being `Dim((("n", 1),), -2)`."""

    terms: tuple[tuple[str, int], ...] = ()
    constant: int = 0

    @staticmethod
    def symbol(name: str) -> Dim:
        """Return the dimension called `name`."""
        return Dim(((name, 1),))

    @property
    def is_known(self) -> bool:
        """Whether the dimension can be compared: `UNKNOWN_DIM` equals nothing, itself included."""
        return all(symbol != "?" for symbol, _ in self.terms)

    @property
    def atom(self) -> str | None:
        """The symbol that the dimension is, `n` but not `n - 2`."""
        if len(self.terms) == 1 and self.terms[0][1] == 1 and not self.constant:
            return self.terms[0][0] if self.is_known else None
        return None

    @property
    def is_number(self) -> bool:
        """Whether the dimension is known as a number."""
        return not self.terms

    def plus(self, other: Dim | int, sign: int = 1) -> Dim:
        """Return `self + sign * other`."""
        other = Dim((), other) if isinstance(other, int) else other
        if not (self.is_known and other.is_known):
            return UNKNOWN_DIM
        total = dict(self.terms)
        for symbol, factor in other.terms:
            total[symbol] = total.get(symbol, 0) + sign * factor
        terms = tuple(sorted((s, f) for s, f in total.items() if f))
        return Dim(terms, self.constant + sign * other.constant)

    def times(self, factor: int) -> Dim:
        """Return `factor * self`."""
        if factor == 0:
            return Dim()
        if not self.is_known:
            return self
        return Dim(tuple((s, f * factor) for s, f in self.terms), self.constant * factor)


UNKNOWN_DIM = Dim.symbol("?")


@dataclass(frozen=True)
class Shape:
    """A shape: `dims` where known, and a `token` that is equal for shapes known to be equal."""

    dims: tuple[Dim, ...] | None = None
    token: object = None
    dims_facts: Facts = NO_FACTS
    token_facts: Facts = NO_FACTS

    @property
    def rank(self) -> int | None:
        """The number of dimensions, where known (resting on `dims_facts`)."""
        return None if self.dims is None else len(self.dims)


SCALAR = Shape(dims=(), token="()")
UNKNOWN_SHAPE = Shape()


def equal_shapes(a: Shape, b: Shape) -> Facts | None:
    """Return the facts that prove two shapes equal, or None where nothing proves it.

    Tokens are tried first: they rest on fewer facts. Never compare `dims` themselves: a dimension
    may be `UNKNOWN_DIM`.
    """
    if a.token is not None and a.token == b.token:
        return a.token_facts | b.token_facts
    if a.dims is not None and a.dims == b.dims and all(dim.is_known for dim in a.dims):
        return a.dims_facts | b.dims_facts
    return None


def is_scalar(shape: Shape) -> Facts | None:
    """Return the facts that prove a shape to be `()`, or None."""
    return equal_shapes(shape, SCALAR)


Kind = Literal[
    "number",  # a Python or NumPy scalar (a 0-d array counts): arithmetic makes a new one
    "array",
    "tuple",
    "list",
    "dict",
    "string",
    "none",
    "range",
    "function",
    "object",
    "unknown",  # a number or an array, or anything else
]
Dtype = Literal["float", "int", "bool", "complex"]


@dataclass(frozen=True)
class Info:
    """What is known of a value."""

    kind: Kind = "unknown"
    shape: Shape = UNKNOWN_SHAPE
    dtype: Dtype | None = None
    dtype_facts: Facts = NO_FACTS  # what `dtype` rests on, for arrays
    items: tuple[Info, ...] | None = None  # of a tuple, or of a list that never changes
    element: Info | None = None  # of a list, a range, or a tuple of unknown length
    dim: Dim | None = None  # for an int that is known to equal a dimension
    dim_facts: Facts = NO_FACTS  # what `dim` rests on
    of_shape: Shape | None = None  # for a tuple: the shape that it is, as `x.shape`
    origins: frozenset[object] = frozenset()  # of a list: where it may have been made
    value: object = None  # the object, for a constant (numbers, strings, None, tuples, slices)
    known: bool = False  # whether `value` is meant
    assumed: bool = False  # of a parameter: whether its rank was taken for granted

    @property
    def rank(self) -> int | None:
        """The number of dimensions, where known."""
        return self.shape.rank


def constant(value: object) -> Info:
    """Return what is known of a constant: a number, a string, None, or a tuple of constants."""
    if value is None:
        return NONE
    if isinstance(value, str):
        return Info(kind="string", value=value, known=True)
    for kind, made in ((bool, BOOL), (int, INT), (float, FLOAT), (complex, COMPLEX)):
        if isinstance(value, kind):
            return replace(made, value=value, known=True)
    if isinstance(value, tuple):
        items = tuple(constant(item) for item in value)
        return Info(kind="tuple", items=items, value=value, known=all(item.known for item in items))
    return Info(kind="object")


def holds_numbers(info: Info) -> bool:
    """Whether a container is known to hold nothing but numbers: a copy of it shares nothing."""
    held = (info.element,) if info.items is None else info.items
    return all(item is not None and item.kind == "number" for item in held)


UNKNOWN = Info()
NUMBER = Info(kind="number", shape=SCALAR)
FLOAT = Info(kind="number", shape=SCALAR, dtype="float")
INT = Info(kind="number", shape=SCALAR, dtype="int")
BOOL = Info(kind="number", shape=SCALAR, dtype="bool")
COMPLEX = Info(kind="number", shape=SCALAR, dtype="complex")
STRING = Info(kind="string")
NONE = Info(kind="none", known=True)


@dataclass(frozen=True)
class Signature:
    """What is declared of a function's parameters: annotations, asserts, `example`, or a caller.

    `symbols` are the dimension names that appear; `examples` counts as declarations, since the
    guard checks them.
    """

    parameters: Mapping[str, Info] = field(default_factory=dict)
