"""Random assignments: to names, elements and parts, by operators and by calls."""

from __future__ import annotations

from tests.fuzz.expressions import PAIRS, Expressions
from tests.fuzz.page import INDEX, MASK, MATRIX, POSITIONS, SCALAR, VECTOR


class Writes(Expressions):
    """Writes statements without bodies."""

    def assign(self, depth: int) -> None:
        """Assign a number, a vector or a matrix."""
        kind = self.random.choices([SCALAR, VECTOR, MATRIX], [4, 4, 1])[0]
        text = self.expression(kind, 2 if kind != MATRIX else 1)
        if text in self.known:
            text = f"{text}.copy()" if kind != SCALAR else f"1.0 * {text}"
        elif kind != SCALAR and self.shares(text) and not self.chance(self.weights.rare):
            text = f"1.0 * {text}"
        name = self.target(kind)
        if self.chance(self.weights.rare):
            self.put(f"{name}: {'float' if kind == SCALAR else 'np.ndarray'} = {text}")
        elif kind == SCALAR and self.chance(self.weights.rare):
            other = self.target(kind)
            self.put(f"{name} = {other} = {text}")
            self.known[other] = kind
        else:
            self.put(f"{name} = {text}")
        self.known[name] = kind

    def augment(self, depth: int) -> None:
        """Update a name."""
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
        if self.chance(0.1):
            operator, text = self.random.choice([("/=", "1.5 + ({}) ** 2"), ("**=", "2")])
            self.put(f"{name} {operator} {text.format(self.random.choice(mates[kind])(0))}")
        else:
            self.put(f"{name} {self.operator()} {self.random.choice(mates[kind])(1)}")
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
                    (self.two(), self.scalar),
                    (":", self.vector),
                    ("...", self.matrix),
                    (f"{self.index()}, ::-1", self.vector),
                ]
            )
        elif vectors:
            name = self.random.choice(vectors)
            choices = [
                (self.index(), self.scalar),
                (self.index(), self.scalar),
                (self.random.choice(PAIRS), lambda depth: self.pair()),
                (self.random.choice(PAIRS), lambda depth: self.pair()),
                (self.random.choice(PAIRS), self.scalar),
                (":", self.vector),
                (f"{self.random.choice(vectors)} > {self.number()}", self.scalar),
            ]
            if self.names(POSITIONS):
                choices += [(str(self.any_name(POSITIONS)), self.vector)] * 2
            if self.names(MASK):
                choices += [(str(self.any_name(MASK)), self.scalar)] * 2
            where, value = self.random.choice(choices)
        else:
            return self.assign(depth)
        operator = "=" if self.chance(0.5) else self.operator()
        self.put(f"{name}[{where}] {operator} {value(1)}")
        return None

    def operator(self) -> str:
        """Return the operator of an update."""
        return self.random.choice(["+=", "-=", "*=", "+="])

    def swap(self, depth: int) -> None:
        """Assign several targets at once, from each other."""
        scalars = [name for name in self.names(SCALAR) if name not in self.reserved]
        if self.chance(0.4) and self.names(VECTOR):
            name = self.any_name(VECTOR)
            one, two = self.index(), self.index()
            self.put(f"{name}[{one}], {name}[{two}] = {name}[{two}], {self.scalar(1)}")
        elif len(scalars) >= 2:
            one, two = self.random.sample(scalars, 2)
            self.put(f"{one}, {two} = {self.binary(two, one)}, {self.scalar(1)}")
        else:
            self.assign(depth)

    def unpack(self, depth: int) -> None:
        """Take a vector or a tuple apart."""
        names = [self.fresh(SCALAR) for _ in range(3)]
        one, two, three = names
        vector = self.vector(0)
        self.put(
            self.random.choice(
                [
                    f"{one}, {two}, {three} = {vector}",
                    f"({one}, {two}), {three} = ({self.scalar(0)}, {self.scalar(0)}), G",
                    f"[{one}, {two}, {three}] = {self.scalar(0)}, {self.scalar(1)}, 0.3",
                    f"{one}, {two}, {three} = ({vector}) * {self.scalar(0)}",
                ]
            )
        )
        self.known.update(dict.fromkeys(names, SCALAR))

    def tuple_call(self, depth: int) -> None:
        """Unpack what a helper returns."""
        fit = [helper for helper in self.helpers if len(helper.results) > 1]
        if not fit:
            return self.assign(depth)
        helper = self.random.choice(fit)
        text = self.call_text(helper, 1)
        targets: list[str] = []
        for kind in helper.results:
            name = self.target(kind)
            targets.append(name if name not in targets else self.fresh(kind))
        self.put(f"{', '.join(targets)} = {text}")
        self.known.update(zip(targets, helper.results, strict=True))
        return None

    def procedure(self, depth: int) -> None:
        """Call a helper that writes to its arguments."""
        fit = [helper for helper in self.helpers if helper.written]
        if not fit:
            return self.write(depth)
        helper = self.random.choice(fit)
        text = self.call_text(helper, 1)
        if helper.results:
            name = self.target(helper.results[0])
            self.put(f"{name} = {text}")
            self.known[name] = helper.results[0]
        else:
            self.put(text)
        return None

    def alias(self, depth: int) -> None:
        """Give memory a second name, whole or in part: mostly a name of its own, as people do."""
        sources = [(name, f"{name}{part}") for name in self.names(VECTOR) for part in ("", "[:]")]
        sources += [(name, f"{name}[::-1]") for name in self.names(VECTOR)]
        sources += [(name, f"{name}[{self.index()}]") for name in self.names(MATRIX)]
        sources += [(name, f"{name}[:, {self.index()}]") for name in self.names(MATRIX)]
        if self.chance(0.2):
            forms = ("{}.reshape(3, 1)[:, 0]", "{}.ravel()", "np.asarray({})")
            sources += [(n, self.random.choice(forms).format(n)) for n in self.names(VECTOR)]
            sources += [(n, f"{n}.T[{self.index()}]") for n in self.names(MATRIX)]
        if not sources:
            return self.assign(depth)
        source, text = self.random.choice(sources)
        name = self.target(VECTOR) if self.chance(0.25) else self.fresh(VECTOR)
        self.bind(self.fresh(VECTOR) if name == source else name, VECTOR, text)
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
                    f"np.add({name}, {value}, out={name})",
                    f"np.copyto({name}, {value})",
                    f"{name}.fill({self.scalar(1)})",
                    f"{name}.sort()",
                    f"np.add.at({name}, [0, 1, 0], {value})",
                    f"np.add.at({name}, {self.index()}, {self.scalar(1)})",
                    f"np.subtract.at({name}, [2, 2, 1], {value})",
                    f"np.cumsum({value}, out={name})",
                ]
            )
        )
        return None

    def count(self, depth: int) -> None:
        """Compute a whole number, which carries no gradient."""
        choices = ["2 * 3 % 4", "round(1.2)", "int(G)"]
        for size in self.sizes:
            choices += [f"{size} % 3", f"min({size}, 2)", f"({size} + 5) // 3 % 3"]
        vector = self.any_name(VECTOR)
        if vector is not None:
            choices += [f"len({vector}) - 1", f"{vector}.shape[0] - 2", f"{vector}.size // 2"]
            choices += [f"int(np.argmax({vector}))", f"int(np.sum({vector} > 0.1)) % 3"]
        self.bind(self.fresh(INDEX), INDEX, self.random.choice(choices))
