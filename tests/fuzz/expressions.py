"""Random expressions of each kind."""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz.page import (
    ARRAYS,
    CELL,
    FUNCTION,
    INDEX,
    MASK,
    MATRIX,
    NUMBERS,
    PAIR,
    POSITIONS,
    SCALAR,
    TABLE,
    VECTOR,
    Helper,
    Page,
)
from tests.fuzz.rule_calls import ELEMENTWISE, ELEMENTWISE_OF_TWO, SHAPES

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
SHARING = (
    "np.asarray", "np.atleast", "np.ravel", "np.squeeze", "np.transpose", "np.flip", "np.as",
    "np.diag", "np.real",
)  # fmt: skip
Draw = Callable[[], str]


class Expressions(Page):
    """Writes expressions over what is known."""

    def expression(self, kind: str, depth: int = 1) -> str:
        """Return an expression of a kind."""
        if kind == SCALAR:
            return self.scalar(depth)
        if kind == VECTOR:
            return self.vector(depth)
        if kind == MATRIX:
            return self.matrix(depth)
        if kind == INDEX:
            return self.index()
        if kind == FUNCTION:
            return self.function()
        return self.container(kind)

    # ---- numbers --------------------------------------------------------------------
    def scalar(self, depth: int = 2) -> str:
        """Return an expression for a number."""
        if depth <= 0 or self.chance(0.25):
            return self.random.choice(self._numbers())()
        inner: list[Draw] = [
            lambda: self.unary(self.scalar(depth - 1)),
            lambda: self.binary(self.scalar(depth - 1), self.scalar(depth - 1)),
            lambda: self.binary(self.scalar(depth - 1), self.scalar(depth - 1)),
            lambda: f"np.sum({self.vector(depth - 1)})",
            lambda: f"({self.vector(depth - 1)}) @ ({self.vector(depth - 1)})",
            lambda: self.rule("v->s", self.vector(depth - 1)),
            lambda: self.rule("s->s", self.scalar(depth - 1)),
            lambda: self.rule("s,s->s", self.scalar(depth - 1), self.scalar(0)),
            lambda: self.rule("v,v->s", self.vector(0), self.vector(depth - 1)),
            lambda: f"({self.scalar(0)} if {self.test()} else {self.scalar(depth - 1)})",
            lambda: f"max({self.scalar(0)}, {self.scalar(0)} + 0.05)",
            lambda: f"{self.scalar(0)} * G",
            lambda: self.call(SCALAR, depth) or self.scalar(depth - 1),
            lambda: self.applied(self.scalar(depth - 1)),
        ]
        if self.chance(self.weights.rare):
            inner = [self._rare_number]
        if self.names(MATRIX) and self.chance(0.1):
            inner = [lambda: self.rule("m->s", self.matrix(0))]
        return self.random.choice(inner)()

    def _numbers(self) -> list[Draw]:
        leaf: list[Draw] = [self.number]
        if self.names(SCALAR):
            leaf += [lambda: self.random.choice(self.names(SCALAR))] * 4
        if self.names(VECTOR):
            leaf += [lambda: f"{self.any_name(VECTOR)}[{self.index()}]"] * 3
        if self.names(MATRIX):
            leaf += [lambda: f"{self.any_name(MATRIX)}[{self.two()}]"]
        if self.names(INDEX):
            leaf += [lambda: f"0.3 * {self.any_name(INDEX)}"]
        if self.names(NUMBERS):
            leaf += [lambda: f"{self.any_name(NUMBERS)}[{self.random.choice([0, -1])}]"] * 2
            leaf += [lambda: f"sum({self.any_name(NUMBERS)})"]
        if self.names(TABLE):
            leaf += [lambda: f'{self.any_name(TABLE)}["b"]'] * 2
        if self.names(PAIR):
            leaf += [lambda: f"{self.any_name(PAIR)}[0]"] * 2
        if self.names(CELL):
            leaf += [lambda: f"{self.any_name(CELL)}.gain"] * 2
        return leaf

    def _rare_number(self) -> str:
        """Return a number in one of the ways that Python has beside plain arithmetic."""
        vector, one = self.vector(0), self.unary("t")
        choices = [
            f"sum({one} for t in {vector})",
            f"max(t * G for t in {vector})",
            f"sum([{one} for t in {vector} if t > {self.number()}])",
            f"np.sum([{one} for t in {vector}])",
            f"functools.reduce(lambda a, b: 0.5 * a + b, {vector})",
            f"sum(map(lambda t: {one}, {vector}))",
            f"({self.scalar(0)} or {self.scalar(0)})",
            f"({self.test()} and {self.scalar(0)}) * 1.0",
            f"abs({self.scalar(0)}) * (1 if {self.test()} else -1)",
            f"round(3.7) * {self.scalar(0)}",
            f"{self.scalar(0)} * len({vector})",
            f"{self.scalar(0)} * (7 // 2 % 3)",
            f"float({self.scalar(0)})",
            f"(lambda t, s=G: {one} * s)({self.scalar(0)})",
        ]
        if self.names(CELL):
            choices += [f"{self.any_name(CELL)}.energy({vector})"] * 3
        return self.random.choice(choices)

    # ---- vectors ----------------------------------------------------------------------
    def vector(self, depth: int = 2) -> str:
        """Return an expression for a vector."""
        if depth <= 0 or self.chance(0.25):
            return self.random.choice(self._vectors())()
        mate = self.scalar if self.chance(0.4) else self.vector
        inner: list[Draw] = [
            lambda: self.unary(self.vector(depth - 1)),
            lambda: self.binary(self.vector(depth - 1), mate(depth - 1)),
            lambda: self.binary(mate(depth - 1), self.vector(depth - 1)),
            lambda: self._where(depth),
            lambda: self.rule("v->v", self.vector(depth - 1)),
            lambda: self.rule("v,v->v", self.vector(depth - 1), self.vector(0)),
            lambda: self.call(VECTOR, depth) or self.vector(depth - 1),
            lambda: self.applied(self.vector(depth - 1)),
        ]
        if self.names(MATRIX):
            inner += [
                lambda: f"{self.any_name(MATRIX)} @ ({self.vector(depth - 1)})",
                lambda: f"np.sum({self.matrix(0)}, axis={self.random.choice([0, 1, -1])})",
                lambda: self.rule("m->v", self.matrix(0)),
            ]
        if self.chance(2.0 * self.weights.rare):
            inner = [self._rare_vector]
        return self.random.choice(inner)()

    def _vectors(self) -> list[Draw]:
        names = self.names(VECTOR)
        leaf: list[Draw] = [lambda: "G * GV"]
        if names:
            leaf += [lambda: self.random.choice(names)] * 6
            leaf += [lambda: f"{self.random.choice(names)}[::-1]"]
        if self.names(MATRIX):
            leaf += [self.line]
        if names and self.names(POSITIONS):
            leaf += [lambda: f"{self.any_name(VECTOR)}[{self.any_name(POSITIONS)}]"] * 2
        if names and self.names(MASK):
            leaf += [lambda: f"{self.any_name(VECTOR)} * {self.any_name(MASK)}"]
        if self.names(ARRAYS):
            leaf += [lambda: f"{self.any_name(ARRAYS)}[{self.random.choice([0, -1])}]"] * 3
            leaf += [lambda: f"sum({self.any_name(ARRAYS)})"]
        if self.names(TABLE):
            leaf += [lambda: f'{self.any_name(TABLE)}["a"]'] * 2
        if self.names(PAIR):
            leaf += [lambda: f"{self.any_name(PAIR)}[1]"] * 2
        if self.names(CELL):
            leaf += [lambda: f"{self.any_name(CELL)}.u"] * 2
        return leaf

    def _rare_vector(self) -> str:
        """Return a vector that is put together, taken apart or turned."""
        one, other, number = self.vector(0), self.vector(0), self.scalar(0)
        return self.random.choice(
            [
                f"np.array([{number}, {self.scalar(1)}, {self.scalar(0)}])",
                f"np.concatenate([({one})[:1], ({other})[1:]])",
                f"np.stack([{one}, {other}])[{self.random.choice([0, 1, -1])}]",
                f"np.stack([{one}, {other}, {one}], axis=1)[0]",
                f"np.array([{self.unary('t')} for t in {one}])",
                f"np.array([t * s for t, s in zip({one}, {other})])",
                f"np.roll({one}, {self.random.choice([1, -1, 2])})",
                f"np.full_like({one}, {number})",
                f"np.hstack([{number}, ({one})[:2]])",
                f"({one}).reshape(1, 3)[0]",
                f"({one}).copy()",
                f"np.repeat(({one})[:1], 3)",
                f"np.clip({one}, -0.7, 0.8)",
                f"np.einsum('i,i->i', {one}, {other})",
                f"({one})[:, None].ravel()",
                f"np.concatenate([np.diff({one}), ({other})[:1]])",
            ]
        )

    def kept(self, depth: int = 1) -> str:
        """Return a vector to be kept in a container: mostly memory of its own."""
        text = self.vector(depth)
        return f"({text}).copy()" if self.shares(text) and not self.chance(0.1) else text

    def shares(self, text: str) -> bool:
        """Tell whether an expression may give memory that has a name already."""
        views = ("]", ".T", ".u", ".ravel()")
        return text in self.known or text.endswith(views) or text.startswith(SHARING)

    # ---- matrices and slices ---------------------------------------------------------------
    def matrix(self, depth: int = 1) -> str:
        """Return an expression for a matrix."""
        names = self.names(MATRIX)
        leaf: list[Draw] = [lambda: f"np.outer({self.vector(0)}, {self.vector(0)})"]
        if names:
            leaf += [lambda: self.random.choice(names)] * 4
            leaf += [lambda: f"{self.random.choice(names)}.T"]
        if depth <= 0 or self.chance(0.25):
            return self.random.choice(leaf)()
        mate = self.random.choice([self.scalar, self.vector, self.matrix])
        inner: list[Draw] = [
            lambda: self.unary(self.matrix(depth - 1)),
            lambda: self.binary(self.matrix(depth - 1), mate(depth - 1)),
            lambda: f"0.3 * ({self.matrix(depth - 1)}) @ ({self.matrix(depth - 1)})",
            lambda: self.rule("m->m", self.matrix(depth - 1)),
            lambda: self.rule("m,v->m", self.matrix(depth - 1), self.vector(0)),
            lambda: f"({self.vector(0)})[:, None] * {self.vector(0)}",
            lambda: f"np.stack([{self.vector(0)}, {self.vector(0)}, {self.vector(0)}])",
        ]
        return self.random.choice(inner)()

    def pair(self) -> str:
        """Return an expression for two elements, made of slices of one length."""
        names = self.names(VECTOR)
        made = f"{self.random.choice(names)}[{self.random.choice(PAIRS)}]"
        if self.chance(0.5):
            made = self.unary(made)
        if self.chance(0.6):
            other = f"{self.random.choice(names)}[{self.random.choice(PAIRS)}]"
            made = self.binary(made, other if self.chance(0.6) else self.scalar(1))
        return made

    def two(self) -> str:
        """Return the index of an element of a matrix."""
        return f"{self.index()}, {self.index()}"

    def line(self) -> str:
        """Return a row or a column of a matrix."""
        name = self.any_name(MATRIX)
        return f"{name}[{self.index()}]" if self.chance(0.6) else f"{name}[:, {self.index()}]"

    # ---- tests, containers, functions --------------------------------------------------------
    def test(self) -> str:
        """Return a test, nearly always of values that carry a gradient."""
        if self.names(INDEX) and self.chance(0.15):
            index = self.any_name(INDEX)
            return self.random.choice([f"{index} > 1", f"{index} % 2 == 0", f"{index} in (0, 2)"])
        left = self.scalar(0) if self.chance(0.7) else self.scalar(1)
        made = f"{left} {self.random.choice('<>')} {self.number()}"
        if self.chance(0.1):
            return f"{made} {self.random.choice(['and', 'or'])} {self.scalar(0)} > {self.number()}"
        if self.chance(0.05):
            return f"{self.number()} < {left} < {self.number()}"
        return f"not {made}" if self.chance(0.05) else made

    def container(self, kind: str) -> str:
        """Return a container: one that is known, or a new one."""
        name = self.any_name(kind)
        if name is not None and self.chance(0.7):
            return name
        if kind in (NUMBERS, ARRAYS):
            make = self.scalar if kind == NUMBERS else self.kept
            return f"[{', '.join(make(1) for _ in range(self.random.randint(1, 3)))}]"
        both = {"number": self.scalar(1), "array": self.kept(1)}
        if kind == TABLE:
            return '{{"a": {array}, "b": {number}}}'.format(**both)
        return {PAIR: "({number}, {array})", CELL: "Cell({number}, {array})"}[kind].format(**both)

    def function(self) -> str:
        """Return a function of one number or array, element by element."""
        name = self.any_name(FUNCTION)
        if name is not None and self.chance(0.6):
            return name
        if self.chance(0.3):
            return self.random.choice(["np.sin", "np.tanh", "np.arctan", "np.negative"])
        t = self.random.choice("tuv")
        text = self.unary(t)
        if self.chance(0.7):
            text = self.binary(text, self.scalar(0))
        return f"lambda {t}: {text}"

    def applied(self, text: str) -> str:
        """Return a known function of something, if there is one."""
        name = self.any_name(FUNCTION)
        return f"{name}({text})" if name is not None else self.unary(text)

    def call(self, kind: str, depth: int) -> str | None:
        """Return a call of a helper that gives one value of this kind, or None."""
        fit = [helper for helper in self.helpers if helper.results == (kind,)]
        fit = [helper for helper in fit if not helper.written]
        return self.call_text(self.random.choice(fit), depth - 1) if fit else None

    def call_text(self, helper: Helper, depth: int) -> str:
        """Return a call with random arguments, some by name."""
        given: list[tuple[str, str]] = []
        for name, kind in helper.parameters.items():
            if name in helper.optional and self.chance(0.5):
                continue
            text = self.expression(kind, min(depth, 1))
            if name in helper.written:
                text = self.place(kind)
                if any(text.partition("[")[0] == other.partition("[")[0] for _, other in given):
                    text = "np.ones(3)" if kind == VECTOR else self.expression(kind)
            elif helper.written and kind == VECTOR:
                text = self.kept(min(depth, 1))
            given.append((name, text))
        if helper.varied:
            texts = [self.scalar(1) for _ in range(self.random.randint(1, 3))]
            if self.names(NUMBERS) and self.chance(0.3):
                texts.append(f"*{self.any_name(NUMBERS)}")
            return f"{helper.name}({', '.join([*(text for _, text in given), *texts])})"
        plain = self.random.randint(0, len(given))
        first = [name in helper.named for name, _ in given]
        plain = min(plain, first.index(True) if True in first else plain)
        skipped = [name not in dict(given) for name in helper.parameters]
        plain = min(plain, skipped.index(True) if True in skipped else plain)
        rest = given[plain:]
        self.random.shuffle(rest)
        if rest and self.chance(self.weights.rare):
            options = ", ".join(f'"{name}": {text}' for name, text in rest)
            texts = [*(text for _, text in given[:plain]), f"**{{{options}}}"]
        else:
            texts = [text for _, text in given[:plain]] + [f"{n}={text}" for n, text in rest]
        return f"{helper.name}({', '.join(texts)})"

    def place(self, kind: str) -> str:
        """Return something that a function can write to."""
        name = self.any_name(kind)
        if kind == VECTOR and self.names(MATRIX) and (name is None or self.chance(0.15)):
            return self.line()
        if name is None:
            return "np.zeros(3)" if kind == VECTOR else self.container(kind)
        if kind == VECTOR and self.chance(0.1):
            return f"{name}[::-1]"
        return name

    # ---- templates ---------------------------------------------------------------------------
    def unary(self, text: str) -> str:
        """Return a function of something, element by element."""
        drawn = UNARY if self.chance(0.7) else ELEMENTWISE
        return self.random.choice(drawn).format(text)

    def binary(self, left: str, right: str) -> str:
        """Return a function of two things, element by element."""
        drawn = BINARY if self.chance(0.85) else ELEMENTWISE_OF_TWO
        return self.random.choice(drawn).format(left, right)

    def rule(self, shapes: str, *texts: str) -> str:
        """Return a call of a rule in the table."""
        return self.random.choice(SHAPES[shapes]).format(*texts)

    def _where(self, depth: int) -> str:
        tested = f"{self.vector(0)} > {self.number()}"
        if self.names(MASK) and self.chance(0.3):
            tested = str(self.any_name(MASK))
        return f"np.where({tested}, {self.vector(depth - 1)}, {self.vector(0)})"
