"""The page that a random program is written on: its lines, and which names surely hold what.

Everything that is drawn comes from one `random.Random`, so that a seed makes a program again, and
so that Hypothesis, which has a `Random` of its own, can make programs smaller.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

N = 3  # the length of every axis, so that most expressions fit together
SCALAR, VECTOR, MATRIX, INDEX = "scalar", "vector", "matrix", "index"
POSITIONS, MASK = "positions", "mask"  # arrays of whole numbers below N, and of truth values
NUMBERS, ARRAYS = "numbers", "arrays"  # lists, never empty
TABLE, PAIR, CELL = "table", "pair", "cell"  # a dict, a tuple and an object: a number and a vector
FUNCTION = "function"  # of a number or an array, element by element
STEMS = {
    SCALAR: "a",
    VECTOR: "v",
    MATRIX: "m",
    INDEX: "k",
    POSITIONS: "places",
    MASK: "mask",
    NUMBERS: "numbers",
    ARRAYS: "arrays",
    TABLE: "table",
    PAIR: "pair",
    CELL: "cell",
    FUNCTION: "f",
}


@dataclass(frozen=True)
class Helper:
    """A function that the program may call: the kinds of its parameters and of its results.

    Those of its parameters that are in `named` can only be given by name, those in `optional` may
    be left out, those in `written` are changed in place. One that is `varied` takes any number.
    """

    name: str
    parameters: dict[str, str]
    results: tuple[str, ...]
    named: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    varied: bool = False


@dataclass
class Weights:
    """How often the parts that are dangerous or rare are drawn, from 0 to 1."""

    alias: float = 0.06
    hidden_write: float = 0.03
    containers: float = 0.12
    leave: float = 0.04
    rare: float = 0.05
    functions: float = 0.05
    procedures: float = 0.05
    early_return: float = 0.3
    helpers: float = 0.7


@dataclass
class Round:
    """A loop that is being written: whether rounds may be skipped, and whether one leaves."""

    may_skip: bool
    left: bool = False


@dataclass
class Page:
    """One function body in the making."""

    random: random.Random
    weights: Weights
    helpers: list[Helper] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    sizes: tuple[str, ...] = ()  # whole numbers that may be too large for an index
    lines: list[str] = field(default_factory=list)
    indent: int = 1
    loops: int = 0
    made: int = 0
    flags: dict[str, dict[str, str]] = field(default_factory=dict)
    reserved: set[str] = field(default_factory=set)
    around: list[Round] = field(default_factory=list)
    closed: int = 0  # how many blocks are open that must not be returned from

    def chance(self, p: float) -> bool:
        """Return True with a probability."""
        return self.random.random() < p

    def number(self) -> str:
        """Return a number of moderate size."""
        return repr(self.random.randint(-15, 15) / 10)

    def names(self, *kinds: str) -> list[str]:
        """Return the names that surely hold one of these kinds."""
        return [name for name, held in self.known.items() if held in kinds]

    def any_name(self, *kinds: str) -> str | None:
        """Return one of the names of these kinds, if there is any."""
        names = self.names(*kinds)
        return self.random.choice(names) if names else None

    def fresh(self, kind: str) -> str:
        """Return a new name."""
        self.made += 1
        return f"{STEMS[kind]}{self.made}"

    def target(self, kind: str) -> str:
        """Return a name to assign to: one that exists, or a new one."""
        old = [name for name in self.names(kind) if name not in self.reserved]
        return self.random.choice(old) if old and self.chance(0.6) else self.fresh(kind)

    def index(self) -> str:
        """Return the index of an element."""
        indices = self.names(INDEX)
        if indices and self.chance(0.6):
            return self.random.choice(indices)
        return str(self.random.choice([0, 1, 2, -1]))

    def put(self, line: str) -> None:
        """Write a line."""
        self.lines.append("    " * self.indent + line)

    def bind(self, name: str, kind: str, text: str) -> None:
        """Write an assignment."""
        self.put(f"{name} = {text}")
        self.known[name] = kind

    @contextmanager
    def body(self, header: str, keep: bool = False) -> Iterator[None]:
        """Write a header and the body below it; what the body makes is known within it only."""
        self.put(header)
        before, mark = dict(self.known), len(self.lines)
        self.indent += 1
        yield
        if len(self.lines) == mark:
            self.put("pass")
        self.indent -= 1
        if not keep:
            self.known = before

    def keep_what_all_know(self, ends: list[dict[str, str]]) -> None:
        """After a choice of ways: only what every way makes is known, and what it held before."""
        self.known = {
            name: kind
            for name, kind in ends[0].items()
            if all(known.get(name) == kind for known in ends)
        }
