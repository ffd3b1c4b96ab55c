"""Random programs over the language that gradgen differentiates, from a seed.

`program(seed)` gives the source of a function of scalars, vectors and a matrix, all of length 3 so
that most expressions fit together, and arguments for it. The text leans towards what is easily
differentiated wrongly: values that are overwritten before the backward pass reads them, writes to
elements and slices, views and second names, loops in loops and branches, variables of one branch,
loop variables after their loop, calls.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

N = 3
SCALAR, VECTOR, MATRIX, INDEX = "s", "v", "m", "i"
ANNOTATIONS = {
    SCALAR: "float",
    VECTOR: 'Float[np.ndarray, "n"]',
    MATRIX: 'Float[np.ndarray, "n n"]',
    INDEX: "int",
}
UNARY = (
    "np.sin({})",
    "np.cos({})",
    "np.tanh({})",
    "np.exp(-({}) ** 2)",
    "({}) ** 2",
    "-({})",
    "0.5 * ({})",
    "np.sqrt(1.0 + ({}) ** 2)",
    "1.0 / (2.0 + ({}) ** 2)",
    "np.log(2.0 + np.square({}))",
)
BINARY = (
    "({}) + ({})",
    "({}) - ({})",
    "({}) * ({})",
    "({0}) / (1.5 + ({1}) ** 2)",
    "np.arctan2({}, 2.0 + ({}) ** 2)",
    "({0}) * ({1}) + ({0})",
)
PAIRS = ("1:", ":-1", ":2", "-2:", "::2", "::-2", "[0, 2]", "[2, 1]")
HEADER = """\
import numpy as np
from jaxtyping import Float

G = 1.3
GV = np.array([0.4, -1.1, 0.8])

"""


@dataclass(frozen=True)
class RandomProgram:
    """A function as text, with what to differentiate and arguments for it."""

    seed: int
    source: str
    name: str
    wrt: tuple[str, ...]
    args: tuple[object, ...]


@dataclass(frozen=True)
class Helper:
    """A function that the program may call: the kinds of its parameters and of its results."""

    name: str
    parameters: dict[str, str]
    results: tuple[str, ...]


@dataclass
class Weights:
    """How often the dangerous parts are drawn, from 0 to 1; the rest fills up."""

    alias: float = 0.06
    hidden_write: float = 0.02
    lists: float = 0.04
    leave: float = 0.04
    early_return: float = 0.3
    helpers: float = 0.6


@dataclass
class Round:
    """A loop that is being written: whether rounds may be skipped, and whether one leaves."""

    may_skip: bool
    left: bool = False


@dataclass
class Maker:
    """Writes one function body, and knows which names surely hold what."""

    random: random.Random
    weights: Weights
    helpers: list[Helper] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    indent: int = 1
    loops: int = 0
    made: int = 0
    flags: dict[str, dict[str, str]] = field(default_factory=dict)
    reserved: set[str] = field(default_factory=set)
    around: list[Round] = field(default_factory=list)

    # Small choices

    def chance(self, p: float) -> bool:
        return self.random.random() < p

    def number(self) -> str:
        return repr(round(self.random.uniform(-1.5, 1.5), 2))

    def names(self, kind: str) -> list[str]:
        return [name for name, held in self.known.items() if held == kind]

    def fresh(self, kind: str) -> str:
        self.made += 1
        return f"{ {SCALAR: 'a', VECTOR: 'v', MATRIX: 'm', INDEX: 'k'}[kind] }{self.made}"

    def target(self, kind: str) -> str:
        """Return a name to assign to: one that exists, or a new one."""
        old = [name for name in self.names(kind) if name not in self.reserved]
        return self.random.choice(old) if old and self.chance(0.6) else self.fresh(kind)

    def index(self) -> str:
        indices = self.names(INDEX)
        if indices and self.chance(0.6):
            return self.random.choice(indices)
        return str(self.random.choice([0, 1, 2, -1]))

    def put(self, line: str) -> None:
        self.lines.append("    " * self.indent + line)

    # Expressions

    def scalar(self, depth: int = 2) -> str:
        leaf: list[Callable[[], str]] = [self.number]
        if self.names(SCALAR):
            leaf += [lambda: self.random.choice(self.names(SCALAR))] * 4
        if self.names(VECTOR):
            leaf += [lambda: f"{self.random.choice(self.names(VECTOR))}[{self.index()}]"] * 3
        if self.names(MATRIX):
            leaf += [lambda: f"{self.random.choice(self.names(MATRIX))}[{self._two()}]"]
        if self.names(INDEX):
            leaf += [lambda: f"0.3 * {self.random.choice(self.names(INDEX))}"]
        if depth <= 0 or self.chance(0.25):
            return self.random.choice(leaf)()
        inner: list[Callable[[], str]] = [
            lambda: self._unary(self.scalar(depth - 1)),
            lambda: self._binary(self.scalar(depth - 1), self.scalar(depth - 1)),
            lambda: self._binary(self.scalar(depth - 1), self.scalar(depth - 1)),
            lambda: f"np.sum({self.vector(depth - 1)})",
            lambda: f"({self.vector(depth - 1)}) @ ({self.vector(depth - 1)})",
            lambda: f"np.mean({self.vector(depth - 1)})",
            lambda: f"np.dot({self.vector(0)}, {self.vector(depth - 1)})",
            lambda: f"({self.scalar(0)} if {self.test()} else {self.scalar(depth - 1)})",
            lambda: f"max({self.scalar(0)}, {self.scalar(0)} + 0.05)",
            lambda: f"{self.scalar(0)} * G",
            lambda: self.call(SCALAR, depth) or self.scalar(depth - 1),
        ]
        return self.random.choice(inner)()

    def vector(self, depth: int = 2) -> str:
        names = self.names(VECTOR)
        leaf: list[Callable[[], str]] = [lambda: "G * GV"]
        if names:
            leaf += [lambda: self.random.choice(names)] * 6
            leaf += [lambda: f"{self.random.choice(names)}[::-1]"]
        if self.names(MATRIX):
            leaf += [self._line]
        if depth <= 0 or self.chance(0.25):
            return self.random.choice(leaf)()
        mate = self.scalar if self.chance(0.4) else self.vector
        inner: list[Callable[[], str]] = [
            lambda: self._unary(self.vector(depth - 1)),
            lambda: self._binary(self.vector(depth - 1), mate(depth - 1)),
            lambda: self._binary(mate(depth - 1), self.vector(depth - 1)),
            lambda: self._where(depth),
            lambda: f"np.cumsum({self.vector(depth - 1)})",
            lambda: self.call(VECTOR, depth) or self.vector(depth - 1),
        ]
        if self.names(MATRIX):
            inner += [
                lambda: f"{self.random.choice(self.names(MATRIX))} @ ({self.vector(depth - 1)})",
                lambda: f"np.sum({self.matrix(0)}, axis={self.random.choice([0, 1, -1])})",
            ]
        return self.random.choice(inner)()

    def matrix(self, depth: int = 1) -> str:
        names = self.names(MATRIX)
        leaf: list[Callable[[], str]] = [lambda: f"np.outer({self.vector(0)}, {self.vector(0)})"]
        if names:
            leaf += [lambda: self.random.choice(names)] * 4
            leaf += [lambda: f"{self.random.choice(names)}.T"]
        if depth <= 0 or self.chance(0.25):
            return self.random.choice(leaf)()
        mate = self.random.choice([self.scalar, self.vector, self.matrix])
        inner: list[Callable[[], str]] = [
            lambda: self._unary(self.matrix(depth - 1)),
            lambda: self._binary(self.matrix(depth - 1), mate(depth - 1)),
            lambda: f"0.3 * ({self.matrix(depth - 1)}) @ ({self.matrix(depth - 1)})",
        ]
        return self.random.choice(inner)()

    def pair(self) -> str:
        """Return an expression for two elements, made of slices of one length."""
        names = self.names(VECTOR)
        made = f"{self.random.choice(names)}[{self.random.choice(PAIRS)}]"
        if self.chance(0.5):
            made = self._unary(made)
        if self.chance(0.6):
            other = f"{self.random.choice(names)}[{self.random.choice(PAIRS)}]"
            made = self._binary(made, other if self.chance(0.6) else self.scalar(1))
        return made

    def test(self) -> str:
        left = self.scalar(0) if self.chance(0.7) else self.scalar(1)
        made = f"{left} {self.random.choice('<>')} {self.number()}"
        if self.chance(0.1):
            return f"{made} {self.random.choice(['and', 'or'])} {self.scalar(0)} > {self.number()}"
        return made

    def call(self, kind: str, depth: int) -> str | None:
        """Return a call of a helper that gives one value of this kind, or None."""
        fit = [helper for helper in self.helpers if helper.results == (kind,)]
        return self._call_text(self.random.choice(fit), depth - 1) if fit else None

    def _call_text(self, helper: Helper, depth: int) -> str:
        makers = {SCALAR: self.scalar, VECTOR: self.vector, MATRIX: self.matrix}
        given = [(name, makers[kind](min(depth, 1))) for name, kind in helper.parameters.items()]
        plain = self.random.randint(0, len(given))
        rest = given[plain:]
        self.random.shuffle(rest)
        texts = [text for _, text in given[:plain]] + [f"{name}={text}" for name, text in rest]
        return f"{helper.name}({', '.join(texts)})"

    def _unary(self, text: str) -> str:
        return self.random.choice(UNARY).format(text)

    def _binary(self, left: str, right: str) -> str:
        return self.random.choice(BINARY).format(left, right)

    def _where(self, depth: int) -> str:
        tested = f"{self.vector(0)} > {self.number()}"
        return f"np.where({tested}, {self.vector(depth - 1)}, {self.vector(0)})"

    def _two(self) -> str:
        return f"{self.index()}, {self.index()}"

    def _line(self) -> str:
        """Return a row or a column of a matrix."""
        name = self.random.choice(self.names(MATRIX))
        return f"{name}[{self.index()}]" if self.chance(0.6) else f"{name}[:, {self.index()}]"

    # Statements

    def block(self, count: int, depth: int) -> None:
        for _ in range(count):
            self.statement(depth)

    def statement(self, depth: int) -> None:
        kinds: list[tuple[Callable[[int], None], float]] = [
            (self.assign, 3.0),
            (self.augment, 2.0),
            (self.write, 4.0),
            (self.swap, 0.7),
            (self.tuple_call, 0.7),
            (self.alias, 20 * self.weights.alias),
            (self.hidden_write, 20 * self.weights.hidden_write),
            (self.listing, 20 * self.weights.lists),
        ]
        if self.around:
            kinds.append((self.leave, 40 * self.weights.leave))
        if depth > 0:
            kinds += [(self.branch, 1.6), (self.loop, 2.2), (self.flagged, 0.4)]
        makers, shares = zip(*kinds, strict=True)
        self.random.choices(makers, shares)[0](depth)

    def assign(self, depth: int) -> None:
        kind = self.random.choices([SCALAR, VECTOR, MATRIX], [4, 4, 1])[0]
        makers = {SCALAR: self.scalar, VECTOR: self.vector, MATRIX: self.matrix}
        text = makers[kind]()
        if text in self.known:
            text = f"{text}.copy()" if kind != SCALAR else f"1.0 * {text}"
        elif kind != SCALAR and text.endswith(("]", ".T")):
            text = f"1.0 * {text}"
        name = self.target(kind)
        self.put(f"{name} = {text}")
        self.known[name] = kind

    def augment(self, depth: int) -> None:
        kind = self.random.choices([SCALAR, VECTOR, MATRIX], [3, 3, 1])[0]
        names = [name for name in self.names(kind) if name not in self.reserved]
        if not names:
            return self.assign(depth)
        name = self.random.choice(names)
        mates = {
            SCALAR: [self.scalar],
            VECTOR: [self.scalar, self.vector, self.vector],
            MATRIX: [self.scalar, self.vector, self.matrix],
        }
        self.put(f"{name} {self._operator()} {self.random.choice(mates[kind])(1)}")
        return None

    def write(self, depth: int) -> None:
        """Write to elements, slices, rows, masks."""
        vectors, matrices = self.names(VECTOR), self.names(MATRIX)
        if matrices and self.chance(0.3):
            name = self.random.choice(matrices)
            where, value = self.random.choice(
                [
                    (self.index(), self.vector),
                    (f":, {self.index()}", self.vector),
                    (self._two(), self.scalar),
                    (":", self.vector),
                    ("...", self.matrix),
                ]
            )
        elif vectors:
            name = self.random.choice(vectors)
            where, value = self.random.choice(
                [
                    (self.index(), self.scalar),
                    (self.index(), self.scalar),
                    (self.random.choice(PAIRS), lambda depth: self.pair()),
                    (self.random.choice(PAIRS), lambda depth: self.pair()),
                    (self.random.choice(PAIRS), self.scalar),
                    (":", self.vector),
                    (f"{self.random.choice(vectors)} > {self.number()}", self.scalar),
                ]
            )
        else:
            return self.assign(depth)
        operator = "=" if self.chance(0.5) else self._operator()
        self.put(f"{name}[{where}] {operator} {value(1)}")
        return None

    def _operator(self) -> str:
        return self.random.choice(["+=", "-=", "*=", "+="])

    def swap(self, depth: int) -> None:
        """Assign several targets at once, from each other."""
        scalars = [name for name in self.names(SCALAR) if name not in self.reserved]
        if self.chance(0.4) and self.names(VECTOR):
            name = self.random.choice(self.names(VECTOR))
            one, two = self.index(), self.index()
            self.put(f"{name}[{one}], {name}[{two}] = {name}[{two}], {self.scalar(1)}")
        elif len(scalars) >= 2:
            one, two = self.random.sample(scalars, 2)
            self.put(f"{one}, {two} = {self._binary(two, one)}, {self.scalar(1)}")
        else:
            self.assign(depth)

    def tuple_call(self, depth: int) -> None:
        fit = [helper for helper in self.helpers if len(helper.results) > 1]
        if not fit:
            return self.assign(depth)
        helper = self.random.choice(fit)
        text = self._call_text(helper, 1)
        targets: list[str] = []
        for kind in helper.results:
            name = self.target(kind)
            targets.append(name if name not in targets else self.fresh(kind))
        self.put(f"{', '.join(targets)} = {text}")
        self.known.update(zip(targets, helper.results, strict=True))
        return None

    def alias(self, depth: int) -> None:
        """Give memory a second name, whole or in part."""
        sources = [(name, f"{name}{part}") for name in self.names(VECTOR) for part in ("", "[:]")]
        sources += [(name, f"{name}[::-1]") for name in self.names(VECTOR)]
        sources += [(name, f"{name}[{self.index()}]") for name in self.names(MATRIX)]
        sources += [(name, f"{name}[:, {self.index()}]") for name in self.names(MATRIX)]
        if not sources:
            return self.assign(depth)
        source, text = self.random.choice(sources)
        name = self.target(VECTOR)
        if name == source:
            name = self.fresh(VECTOR)
        self.put(f"{name} = {text}")
        self.known[name] = VECTOR
        return None

    def hidden_write(self, depth: int) -> None:
        """Write by a call."""
        names = self.names(VECTOR)
        if not names:
            return self.assign(depth)
        name, value = self.random.choice(names), self.vector(1)
        self.put(
            self.random.choice(
                [
                    f"np.sin({value}, out={name})",
                    f"np.multiply({value}, {self.vector(0)}, {name})",
                    f"np.copyto({name}, {value})",
                    f"{name}.fill({self.scalar(1)})",
                    f"{name}.sort()",
                    f"np.add.at({name}, [0, 1, 0], {value})",
                    f"np.add.at({name}, {self.index()}, {self.scalar(1)})",
                ]
            )
        )
        return None

    def listing(self, depth: int) -> None:
        """Collect values in a list, and read them back."""
        self.made += 1
        name, kept = f"kept{self.made}", self.random.choice([SCALAR, VECTOR])
        make = self.scalar if kept == SCALAR else self.vector
        self.put(f"{name} = []")
        if self.chance(0.6):
            with self._body(f"for k{self.made} in range({self.random.randint(0, 3)}):"):
                self.known[f"k{self.made}"] = INDEX
                self.assign(0)
                self.put(f"{name}.append({make(1)})")
                self.write(0)
        self.put(f"{name}.append({make(1)})")
        if self.chance(0.5):
            self.write(0)
        target, read = self.target(SCALAR), self.random.choice(["[0]", "[-1]"])
        if kept == SCALAR:
            self.put(f"{target} = {self.random.choice([f'{name}{read}', f'sum({name})'])} * G")
        else:
            whole = f"np.sum(np.stack({name}) ** 2)"
            self.put(f"{target} = {self.random.choice([whole, f'np.sum({name}{read} ** 2)'])}")
        self.known[target] = SCALAR

    # Statements with bodies

    @contextmanager
    def _body(self, header: str, keep: bool = False) -> Iterator[None]:
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

    def branch(self, depth: int) -> None:
        """Write an `if`; names that all of its branches make are known after it."""
        headers = [f"if {self.test()}:"]
        if self.chance(0.25):
            headers.append(f"elif {self.test()}:")
        if self.chance(0.7):
            headers.append("else:")
        before, after = dict(self.known), []
        for header in headers:
            self.known = dict(before)
            with self._body(header, keep=True):
                self.block(self.random.randint(1, 3), depth - 1)
            after.append(self.known)
        if headers[-1] != "else:":
            after.append(before)
        self.known = {
            name: kind
            for name, kind in after[0].items()
            if all(known.get(name) == kind for known in after)
        }

    def flagged(self, depth: int) -> None:
        """Make names in one branch only, or use them where the same test holds again."""
        if self.flags and self.chance(0.6):
            flag = self.random.choice(list(self.flags))
            with self._body(f"if {flag}:"):
                self.known.update(self.flags[flag])
                self.block(self.random.randint(1, 2), 0)
            return
        self.made += 1
        flag = f"flag{self.made}"
        self.put(f"{flag} = {self.test()}")
        before = dict(self.known)
        with self._body(f"if {flag}:", keep=True):
            self.block(self.random.randint(1, 3), 0)
        if self.indent == 1:
            self.flags[flag] = {n: k for n, k in self.known.items() if n not in before}
        self.known = before

    def leave(self, depth: int) -> None:
        """Leave the loop, or the round, or the function."""
        here = self.around[-1]
        here.left = True
        ways = ["break", "break", f"return {self.result()}", *["continue"] * (2 * here.may_skip)]
        before = dict(self.known)
        with self._body(f"if {self.test()}:"):
            if self.chance(0.5):
                self.block(1, 0)
            way = self.random.choice(ways)
            if way.startswith("return"):
                for outer in self.around:
                    outer.left = True
            self.put(way)
        self.known = before

    @contextmanager
    def _rounds(self, header: str, keep: bool, may_skip: bool = True) -> Iterator[None]:
        """Write a loop, perhaps with an `else`."""
        before = dict(self.known)
        self.around.append(Round(may_skip))
        with self._body(header, keep=keep):
            yield
        if self.around.pop().left:
            self.known = before
            if self.chance(0.2):
                with self._body("else:"):
                    self.block(1, 0)

    def loop(self, depth: int) -> None:
        self.loops += 1
        if self.loops > 4:
            return self.assign(depth)
        self.random.choices([self._range_loop, self._element_loop, self._while_loop], [5, 3, 1.5])[
            0
        ](depth)
        return None

    def _range_loop(self, depth: int) -> None:
        name = self.random.choice(self.names(INDEX) or [self.fresh(INDEX)])
        if name in self.reserved or self.chance(0.7):
            name = self.fresh(INDEX)
        rounds = self.random.choice(["0", "1", "2", "3", "3", "n"])
        text = self.random.choice([f"range({rounds})"] * 4 + [f"reversed(range({rounds}))"])
        surely = rounds in "123"
        with self._rounds(f"for {name} in {text}:", keep=surely):
            self.known[name] = INDEX
            self.reserved.add(name)
            self.block(self.random.randint(1, 4), depth - 1)
        self.reserved.discard(name)
        if not surely and name in self.known:
            self.known[name] = INDEX

    def _element_loop(self, depth: int) -> None:
        """Walk the elements of a vector, the rows of a matrix, or two vectors at once."""
        vectors, matrices = self.names(VECTOR), self.names(MATRIX)
        if not vectors:
            return self._range_loop(depth)
        one, two = self.random.choice(vectors), self.random.choice(vectors)
        x, y, k = self.fresh(SCALAR), self.fresh(SCALAR), self.fresh(INDEX)
        choices = [
            (f"for {x} in {one}:", {x: SCALAR}),
            (f"for {k}, {x} in enumerate({one}):", {k: INDEX, x: SCALAR}),
            (f"for {x}, {y} in zip({one}, {two}):", {x: SCALAR, y: SCALAR}),
            (f"for {x} in reversed({one}):", {x: SCALAR}),
        ]
        if matrices:
            row, matrix = self.fresh(VECTOR), self.random.choice(matrices)
            choices += [
                (f"for {row} in {matrix}:", {row: VECTOR}),
                (f"for {k}, {row} in enumerate({matrix}):", {k: INDEX, row: VECTOR}),
                (f"for {row}, {x} in zip({matrix}, {one}):", {row: VECTOR, x: SCALAR}),
            ]
        header, targets = self.random.choice(choices)
        with self._rounds(header, keep=True):
            self.known.update(targets)
            self.reserved.update(targets)
            self.block(self.random.randint(1, 3), depth - 1)
        self.reserved.difference_update(targets)
        return None

    def _while_loop(self, depth: int) -> None:
        count, last = self.fresh(INDEX), self.random.randint(0, 3)
        self.put(f"{count} = 0")
        also = f" and {self.test()}" if self.chance(0.4) else ""
        with self._rounds(f"while {count} < {last}{also}:", keep=False, may_skip=False):
            self.known[count] = INDEX
            self.reserved.add(count)
            early = self.chance(0.3)
            self.block(self.random.randint(1, 3), depth - 1)
            if early:
                self.known.pop(count, None)
            self.put(f"{count} += 1")
        self.reserved.discard(count)

    def result(self) -> str:
        """Return a number that depends on every name that is known."""
        terms = [f"{self.number()} * {name} ** 2" for name in self.names(SCALAR)[-6:]]
        terms += [f"np.sum({name} * np.sin({name}))" for name in self.names(VECTOR)[-6:]]
        terms += [f"np.sum({name} ** 2)" for name in self.names(MATRIX)[-3:]]
        self.random.shuffle(terms)
        return " + ".join(terms[: self.random.randint(1, max(1, len(terms)))]) or "0.0"


def _helper(number: int, random_: random.Random, weights: Weights, known: list[Helper]) -> str:
    """Write a helper, and add it to those that are known."""
    kinds = [random_.choice([SCALAR, VECTOR]) for _ in range(random_.randint(1, 2))]
    parameters = {f"{'pq'[i]}_{kind}": kind for i, kind in enumerate(kinds)}
    maker = Maker(random_, weights, list(known), dict(parameters), loops=3)
    if not maker.chance(0.3):
        for name, kind in parameters.items():
            if kind == VECTOR:
                maker.put(f"{name} = {name}.copy()")
    maker.block(random_.randint(0, 3), 1)
    results = random_.choice([(SCALAR,), (VECTOR,), (SCALAR, VECTOR), (SCALAR, SCALAR)])
    if maker.chance(0.2) and results == (SCALAR,):
        with maker._body(f"if {maker.test()}:"):
            maker.put(f"return {maker.scalar(1)}")
    makers = {SCALAR: maker.scalar, VECTOR: maker.vector}
    maker.put(f"return {', '.join(makers[kind](1) for kind in results)}")
    helper = Helper(f"helper{number}", parameters, results)
    known.append(helper)
    return "\n".join([f"def {helper.name}({', '.join(parameters)}):", *maker.lines]) + "\n\n\n"


def program(seed: int, weights: Weights | None = None) -> RandomProgram:
    """Write the program of a seed."""
    weights = weights or Weights()
    chooser = random.Random(seed)
    helpers: list[Helper] = []
    text = HEADER
    if chooser.random() < weights.helpers:
        for number in range(chooser.randint(1, 2)):
            text += _helper(number, chooser, weights, helpers)
    parameters = {"x": VECTOR, "c": SCALAR}
    if chooser.random() < 0.4:
        parameters["w"] = MATRIX
    parameters["n"] = INDEX
    wrt = tuple(name for name, kind in parameters.items() if kind != INDEX)
    maker = Maker(chooser, weights, helpers, {name: parameters[name] for name in wrt})
    if chooser.random() < 0.7:
        maker.put("x = x.copy()")
    maker.block(chooser.randint(2, 5), 2)
    if maker.chance(weights.early_return):
        with maker._body(f"if {maker.test()}:"):
            maker.block(1, 0)
            maker.put(f"return {maker.result()}")
        maker.block(chooser.randint(1, 3), 1)
    maker.put(f"return {maker.result()}")
    annotated = chooser.random() < 0.6
    typed = [f"{n}: {ANNOTATIONS[k]}" if annotated else n for n, k in parameters.items()]
    name = f"program{seed}"
    text += "\n".join([f"def {name}({', '.join(typed)}):", *maker.lines]) + "\n"
    numbers = np.random.default_rng(seed)
    args = tuple(_argument(kind, numbers) for kind in parameters.values())
    return RandomProgram(seed, text, name, wrt, args)


def _argument(kind: str, numbers: np.random.Generator) -> object:
    if kind == INDEX:
        return int(numbers.integers(0, N + 1))
    if kind == SCALAR:
        return float(numbers.normal())
    return numbers.normal(size=(N,) if kind == VECTOR else (N, N))
