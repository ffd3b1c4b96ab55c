"""Random statements about lists, tuples, dicts and objects of values that carry a gradient."""

from __future__ import annotations

from tests.fuzz.page import ARRAYS, CELL, INDEX, NUMBERS, PAIR, SCALAR, TABLE, VECTOR
from tests.fuzz.writes import Writes


class Containers(Writes):
    """Writes statements that make, change and read containers."""

    def contain(self, depth: int) -> None:
        """Make a container, change one, or take a value out of one."""
        kinds = (NUMBERS, ARRAYS, TABLE, PAIR, CELL)
        if not self.names(*kinds) or self.chance(0.35):
            return self.random.choice([self._make, self._make, self._collect])()
        name = str(self.any_name(*kinds))
        if self.known[name] in (NUMBERS, ARRAYS):
            return self._list(name, self.known[name])
        if self.known[name] == TABLE:
            return self._table(name)
        return self._fixed(name, self.known[name])

    def _make(self) -> None:
        """Make a container by a display, a comprehension or a copy."""
        kind = self.random.choice([NUMBERS, NUMBERS, ARRAYS, ARRAYS, TABLE, PAIR, CELL])
        if kind in (NUMBERS, ARRAYS) and self.chance(0.5):
            text = self._comprehension(kind)
        elif kind in (NUMBERS, ARRAYS):
            make = self.scalar if kind == NUMBERS else self.kept
            text = f"[{', '.join(make(1) for _ in range(self.random.randint(1, 3)))}]"
            text = f"{text} * 2" if self.chance(0.1) else text
        else:
            both = {"number": self.scalar(1), "array": self.kept(1)}
            forms = {
                TABLE: ['{{"a": {array}, "b": {number}}}', "dict(a={array}, b={number})"],
                PAIR: ["({number}, {array})", "{number}, {array}"],
                CELL: ["Cell({number}, {array})", "Cell(u={array}, gain={number})"],
            }
            text = self.random.choice(forms[kind]).format(**both)
        self.bind(self.target(kind), kind, text)

    def _comprehension(self, kind: str) -> str:
        """Return a comprehension that gives one element at least."""
        vector = self.vector(0)
        if kind == NUMBERS:
            return self.random.choice(
                [
                    f"[{self.unary('t')} for t in {vector}]",
                    f"[t * {self.scalar(0)} for t in {vector}]",
                    f"[t * s for t, s in zip({vector}, {self.vector(0)})]",
                    f"[k * t for k, t in enumerate({vector})]",
                    f"[{self.scalar(0)} * k for k in range(1, 3)]",
                    f"[0.1, *({vector})]",
                    f"list({vector})",
                ]
            )
        return self.random.choice(
            [
                f"[{self.vector(0)} * k for k in range(1, 3)]",
                f"[{self.unary('t')} for t in ({vector}, {self.vector(0)})]",
                f"[{self.kept(0)} for _ in range(2)]",
                f"[row * {self.scalar(0)} for row in {self.matrix(0)}]",
            ]
        )

    def _list(self, name: str, kind: str) -> None:
        """Change a list, or take something out."""
        make, held = (self.scalar, SCALAR) if kind == NUMBERS else (self.kept, VECTOR)
        value, other = make(1), make(0)
        changes = [
            f"{name}.append({value})",
            f"{name}.append({value})",
            f"{name}.insert(0, {value})",
            f"{name}.extend([{value}, {other}])",
            f"{name} += [{value}]",
            f"{name}[0] = {value}",
            f"{name}[-1] {self.operator()} {value}",
            f"{name} = {name} + [{value}]",
            f"{name}.reverse()",
            f"{name} = {name}[::-1]",
        ]
        if kind == ARRAYS:
            changes += [f"{name}[0][{self.index()}] {self.operator()} {self.scalar(0)}"] * 2
        if self.chance(0.65) and name not in self.reserved:
            self.put(self.random.choice(changes))
            return
        target = self.target(held)
        if name in self.reserved or self.chance(0.6):
            reads = ["{0}[0]", "{0}[-1]", "sum({0})"]
            if kind == ARRAYS:
                reads += ["np.sum(np.stack({0}), axis=0)", "np.array({0})[0]"]
            else:
                reads += ["max({0})", "np.mean({0})", "np.sum(np.array({0}) ** 2)", "len({0}) * G"]
            text = self.random.choice(reads).format(name)
            shared = kind == ARRAYS and text.endswith("]") and not self.chance(0.2)
            self.bind(target, held, f"{text}.copy()" if shared else text)
            return
        self.put(f"{name}.append({value})")
        self.bind(target, held, f"{name}.pop({self.random.choice(['', '', '0'])})")

    def _table(self, name: str) -> None:
        """Change a dict, or read it."""
        array, number = self.kept(1), self.scalar(1)
        self.put(
            self.random.choice(
                [
                    f'{name}["a"] = {array}',
                    f'{name}["b"] = {number}',
                    f'{name}["b"] {self.operator()} {number}',
                    f'{name}["a"] = {name}["a"] * {self.scalar(0)}',
                    f'{name}["a"] {self.operator()} {array}',
                    f'{name}["a"][{self.index()}] = {number}',
                    f"{name}.update(b={number})",
                    f'{name} = {{**{name}, "b": {number}}}',
                ]
            )
        )
        if self.chance(0.5):
            target = self.target(SCALAR)
            reads = ['{0}["b"] * G', 'np.sum({0}["a"])', '{0}.get("b", 0.0)']
            reads += ["sum([np.sum(part) for part in {0}.values()])"]
            self.bind(target, SCALAR, self.random.choice(reads).format(name))

    def _fixed(self, name: str, kind: str) -> None:
        """Take a tuple or an object apart, or make the next one."""
        number, array = self.fresh(SCALAR), self.fresh(VECTOR)
        if kind == PAIR and self.chance(0.6):
            self.put(f"{number}, {array} = {name}")
            self.known |= {number: SCALAR, array: VECTOR}
        elif kind == PAIR:
            self.bind(self.target(PAIR), PAIR, f"({self.scalar(1)}, {name}[1])")
        elif self.chance(0.3) and name not in self.reserved:
            self.bind(name, CELL, f"Cell({name}.gain * {self.scalar(0)}, {self.kept(0)})")
        elif self.chance(0.3):
            self.put(f"{name}.u[{self.index()}] {self.operator()} {self.scalar(0)}")
        else:
            reads = [f"{name}.energy({self.vector(0)})", f"{name}.gain * np.sum({name}.u)"]
            self.bind(self.target(SCALAR), SCALAR, self.random.choice(reads))

    def _collect(self) -> None:
        """Collect values in a list, round by round, and read them back."""
        self.made += 1
        kept = self.random.choice([NUMBERS, ARRAYS])
        name, make = f"kept{self.made}", self.scalar if kept == NUMBERS else self.kept
        self.put(f"{name} = []")
        if self.chance(0.6):
            with self.body(f"for k{self.made} in range({self.random.randint(0, 3)}):"):
                self.known[f"k{self.made}"] = INDEX
                self.assign(0)
                self.put(f"{name}.append({make(1)})")
                self.write(0)
        self.put(f"{name}.append({make(1)})")
        self.known[name] = kept
        if self.chance(0.5):
            self.write(0)
        target, read = self.target(SCALAR), self.random.choice(["[0]", "[-1]"])
        if kept == NUMBERS:
            text = f"{self.random.choice([f'{name}{read}', f'sum({name})'])} * G"
        else:
            whole = f"np.sum(np.stack({name}) ** 2)"
            text = self.random.choice([whole, f"np.sum({name}{read} ** 2)"])
        self.bind(target, SCALAR, text)
