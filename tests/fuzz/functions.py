"""Random functions: lambdas and closures in a body, and the helpers that a program calls."""

from __future__ import annotations

from tests.fuzz.blocks import Blocks
from tests.fuzz.page import (
    ARRAYS,
    CELL,
    FUNCTION,
    INDEX,
    MATRIX,
    NUMBERS,
    PAIR,
    SCALAR,
    TABLE,
    VECTOR,
    Helper,
)

RESULTS = ((SCALAR,), (SCALAR,), (VECTOR,), (VECTOR,), (SCALAR, VECTOR), (SCALAR, SCALAR))


class Maker(Blocks):
    """Writes one function body."""

    def statement(self, depth: int) -> None:
        """Write one statement of any kind."""
        weights = self.weights
        kinds = [
            (self.assign, 3.0),
            (self.augment, 2.0),
            (self.write, 4.0),
            (self.swap, 0.7),
            (self.tuple_call, 0.7),
            (self.unpack, 6 * weights.rare),
            (self.count, 6 * weights.rare),
            (self.check, 3 * weights.rare),
            (self.alias, 20 * weights.alias),
            (self.hidden_write, 20 * weights.hidden_write),
            (self.contain, 20 * weights.containers),
            (self.procedure, 20 * weights.procedures),
            (self.closure, 20 * weights.functions),
        ]
        if self.around:
            kinds.append((self.leave, 40 * weights.leave))
        if depth > 0:
            kinds += [(self.branch, 1.6), (self.loop, 2.2), (self.flagged, 0.4)]
            kinds += [(self.match, 5 * weights.rare), (self.context, 5 * weights.rare)]
            kinds += [(self.attempt, 5 * weights.rare)]
        makers, shares = zip(*kinds, strict=True)
        self.random.choices(makers, shares)[0](depth)

    def closure(self, depth: int) -> None:
        """Make a function in the body: a lambda, a `def`, or a helper with an argument fixed."""
        name = self.target(FUNCTION)
        fit = [h for h in self.helpers if [*h.parameters.values()] == [SCALAR, SCALAR]]
        fit = [h for h in fit if h.results == (SCALAR,) and not h.written and not h.named]
        if self.chance(0.4):
            self.put(f"{name} = {self.function()}")
        elif fit and self.chance(0.3):
            helper = self.random.choice(fit)
            first = next(iter(helper.parameters))
            scalar = self.target(SCALAR)
            self.put(f"bound = functools.partial({helper.name}, {first}={self.scalar(0)})")
            last = list(helper.parameters)[1]
            self.put(f"{scalar} = bound({last}={self.scalar(1)})")
            self.known[scalar] = SCALAR
            return
        else:
            name = self.fresh(FUNCTION)
            with self.body(f"def {name}(t):"):
                text = self.binary(self.unary("t"), self.scalar(0))
                if self.chance(0.5):
                    self.put(f"inner = {text}")
                    text = self.binary("inner", self.random.choice(["t", self.scalar(0)]))
                self.put(f"return {text}")
        self.known[name] = FUNCTION


class Library:
    """Writes the helpers of a program; one may call those before it."""

    def __init__(self, maker: Maker) -> None:
        self.first = maker
        self.helpers: list[Helper] = []
        self.text = ""

    def add(self, number: int) -> None:
        """Write one more helper."""
        form = self.first.random.choices(
            [self._plain, self._procedure, self._apply, self._sum, self._recursion],
            [6, 3, 1, 0.7, 0.7],
        )[0]
        helper, lines = form(number)
        self.helpers.append(helper)
        self.text += "\n".join(lines) + "\n\n\n"

    def _page(self, parameters: dict[str, str]) -> Maker:
        first = self.first
        return Maker(first.random, first.weights, list(self.helpers), dict(parameters), loops=3)

    def _drawn(self, count: int) -> dict[str, str]:
        kinds = self.first.random.choices(
            [SCALAR, VECTOR, MATRIX, NUMBERS, ARRAYS, TABLE, PAIR, CELL],
            [8, 8, 1, 0.7, 0.7, 0.7, 0.5, 0.7],
            k=count,
        )
        return {f"{letter}_{kind}": kind for letter, kind in zip("pqr", kinds, strict=False)}

    def _plain(self, number: int) -> tuple[Helper, list[str]]:
        """Write a function that computes one or two values, perhaps on copies."""
        choose = self.first.random
        parameters = self._drawn(choose.randint(1, 3))
        maker = self._page(parameters)
        if not maker.chance(0.3):
            for name in maker.names(VECTOR):
                maker.put(f"{name} = {name}.copy()")
        maker.block(choose.randint(0, 3), 1)
        results = choose.choice(RESULTS)
        if maker.chance(0.2) and results == (SCALAR,):
            with maker.body(f"if {maker.test()}:"):
                maker.put(f"return {maker.scalar(1)}")
        maker.put(f"return {', '.join(maker.expression(kind) for kind in results)}")
        signature, named, optional = self._signature(parameters)
        helper = Helper(f"helper{number}", parameters, results, named, optional)
        signature = signature.replace("_cell", "_cell: Cell")
        return helper, [f"def {helper.name}({signature}):", *maker.lines]

    def _signature(self, parameters: dict[str, str]) -> tuple[str, frozenset[str], frozenset[str]]:
        """Return a parameter list: the last may be named only, or have a default."""
        parts, last = list(parameters), list(parameters)[-1]
        named, optional = frozenset[str](), frozenset[str]()
        if parameters[last] == SCALAR and self.first.chance(0.3):
            parts[-1] = f"{last}={self.first.number()}"
            optional = frozenset({last})
        if len(parts) > 1 and self.first.chance(0.15):
            parts.insert(len(parts) - 1, "*")
            named = frozenset({last})
        return ", ".join(parts), named, optional

    def _procedure(self, number: int) -> tuple[Helper, list[str]]:
        """Write a function that changes its first argument, perhaps two, and returns little."""
        choose = self.first.random
        kind = choose.choices([VECTOR, ARRAYS, NUMBERS, TABLE], [8, 1, 1, 1])[0]
        parameters = {f"p_{kind}": kind, **self._drawn(1)}
        parameters = {f"{'pqr'[i]}_{k}": k for i, k in enumerate([kind, *self._others()])}
        maker = self._page(parameters)
        read = {name for name, k in parameters.items() if k == VECTOR and name[0] != "p"}
        read = {name for name in sorted(read) if maker.chance(0.7)}
        for name in sorted(read):
            maker.put(f"{name} = {name}.copy()")
        maker.put(self._change(maker, f"p_{kind}", kind))
        maker.block(choose.randint(0, 2), 1)
        if maker.known.get(f"p_{kind}") != kind or maker.chance(0.5):
            maker.known[f"p_{kind}"] = kind
        results: tuple[str, ...] = ()
        if maker.chance(0.25):
            results = (SCALAR,)
            maker.put(f"return {maker.scalar(1)}")
        written = {name for name, k in parameters.items() if k in (VECTOR, kind)}
        helper = Helper(f"update{number}", parameters, results, written=frozenset(written - read))
        return helper, [f"def {helper.name}({', '.join(parameters)}):", *maker.lines]

    def _others(self) -> list[str]:
        count = self.first.random.randint(0, 2)
        return self.first.random.choices([SCALAR, VECTOR, INDEX], [4, 3, 1], k=count)

    def _change(self, maker: Maker, name: str, kind: str) -> str:
        """Return a statement that changes an argument for the caller to see."""
        texts = {
            VECTOR: [
                f"{name}[{maker.index()}] {maker.operator()} {maker.scalar(1)}",
                f"{name}[:] = {maker.vector(1)}",
                f"{name} *= {maker.scalar(1)}",
                f"{name}[1:] -= {name}[:-1]",
            ],
            ARRAYS: [f"{name}.append({maker.vector(1)})", f"{name}[0][1] *= {maker.scalar(0)}"],
            NUMBERS: [f"{name}.append({maker.scalar(1)})", f"{name}[0] = {maker.scalar(1)}"],
            TABLE: [f'{name}["b"] = {maker.scalar(1)}', f'{name}["a"] *= {maker.scalar(0)}'],
        }
        return maker.random.choice(texts[kind])

    def _apply(self, number: int) -> tuple[Helper, list[str]]:
        """Write a function that is given a function."""
        kind = self.first.random.choice([SCALAR, VECTOR])
        parameters = {"f": FUNCTION, f"p_{kind}": kind}
        maker = self._page(parameters)
        p = f"p_{kind}"
        text = self.first.random.choice(
            [f"f({p}) + 0.5 * f(2.0 * {p})", f"f(f({p})) * {maker.scalar(0)}"]
        )
        lines = [*maker.lines, f"    return {text}"]
        if self.first.chance(0.4):
            lines = ["    for _ in range(2):", f"        {p} = {p} - 0.1 * f({p})", *lines]
        helper = Helper(f"apply{number}", parameters, (kind,))
        return helper, [f"def {helper.name}(f, {p}):", *lines]

    def _sum(self, number: int) -> tuple[Helper, list[str]]:
        """Write a function of any number of arguments."""
        maker = self._page({"p_scalar": SCALAR})
        one = maker.unary("part")
        lines = [
            f"def total{number}(p_scalar, *parts):",
            "    total = 0.0",
            "    for part in parts:",
            f"        total += p_scalar * {one}",
            "    return total",
        ]
        return Helper(f"total{number}", {"p_scalar": SCALAR}, (SCALAR,), varied=True), lines

    def _recursion(self, number: int) -> tuple[Helper, list[str]]:
        """Write a function that calls itself a few times."""
        kind = self.first.random.choice([SCALAR, VECTOR])
        p = f"p_{kind}"
        maker = self._page({p: kind})
        name = f"again{number}"
        lines = [
            f"def {name}({p}, depth):",
            "    if depth <= 0:",
            f"        return {maker.expression(kind)}",
            f"    return {maker.binary(f'{name}({maker.unary(p)}, depth - 1)', maker.scalar(0))}",
        ]
        return Helper(name, {p: kind, "depth": INDEX}, (kind,)), lines
