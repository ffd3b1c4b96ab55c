"""Random statements with bodies: branches, loops, contexts, attempts, choices by pattern."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.fuzz.containers import Containers
from tests.fuzz.page import (
    ARRAYS,
    INDEX,
    MATRIX,
    NUMBERS,
    POSITIONS,
    SCALAR,
    VECTOR,
    Round,
)


class Blocks(Containers):
    """Writes blocks of statements."""

    def block(self, count: int, depth: int) -> None:
        """Write some statements."""
        for _ in range(count):
            self.statement(depth)

    def statement(self, depth: int) -> None:
        """Write one statement."""
        raise NotImplementedError

    # ---- branches ---------------------------------------------------------------------
    def branch(self, depth: int) -> None:
        """Write an `if`; names that all of its branches make are known after it."""
        headers = [f"if {self.test()}:"]
        walrus = self.chance(self.weights.rare)
        if walrus:
            name = self.target(SCALAR)
            headers = [f"if ({name} := {self.scalar(1)}) > {self.number()}:"]
            self.known[name] = SCALAR
        if self.chance(0.25):
            headers.append(f"elif {self.test()}:")
        if self.chance(0.7):
            headers.append("else:")
        before, after = dict(self.known), []
        for header in headers:
            self.known = dict(before)
            with self.body(header, keep=True):
                self.block(self.random.randint(1, 3), depth - 1)
            after.append(self.known)
        if headers[-1] != "else:":
            after.append(before)
        self.keep_what_all_know(after)

    def flagged(self, depth: int) -> None:
        """Make names in one branch only, or use them where the same test holds again."""
        if self.flags and self.chance(0.6):
            flag = self.random.choice(list(self.flags))
            with self.body(f"if {flag}:"):
                self.known.update(self.flags[flag])
                self.block(self.random.randint(1, 2), 0)
            return
        self.made += 1
        flag = f"flag{self.made}"
        self.put(f"{flag} = {self.test()}")
        before = dict(self.known)
        with self.body(f"if {flag}:", keep=True):
            self.block(self.random.randint(1, 3), 0)
        if self.indent == 1:
            self.flags[flag] = {n: k for n, k in self.known.items() if n not in before}
        self.known = before

    def match(self, depth: int) -> None:
        """Choose by a pattern: of a whole number, or of a tuple."""
        subject = self.random.choice([*self.sizes, *self.names(INDEX)] or ["2"])
        cases = ["case 0:", "case 1 | 2:", f"case k if k > {self.random.randint(0, 2)}:", "case _:"]
        if self.chance(0.3):
            subject = f"({subject}, {self.scalar(0)})"
            cases = ["case (0, _):", "case (1, value):", "case _:"]
        before, after = dict(self.known), []
        self.put(f"match {subject}:")
        self.indent += 1
        for header in cases:
            self.known = dict(before)
            if "value" in header:
                self.known["value"] = SCALAR
            with self.body(header, keep=True):
                self.block(self.random.randint(1, 2), 0)
            after.append(self.known)
        self.indent -= 1
        self.keep_what_all_know(after)
        self.known.pop("value", None)

    # ---- contexts, attempts, checks ------------------------------------------------------
    def context(self, depth: int) -> None:
        """Write a `with`, which may not be returned from."""
        self.closed += 1
        with self.body("with np.errstate(all='ignore'):", keep=True):
            self.block(self.random.randint(1, 3), depth - 1)
        self.closed -= 1

    def attempt(self, depth: int) -> None:
        """Write a `try`: around what carries no gradient, or around an assignment."""
        size = self.random.choice([*self.sizes, "2"])
        name = self.fresh(INDEX)
        if self.chance(0.5):
            self.put("try:")
            self.put(f"    {name} = 6 // {size} % 3")
            self.put("except ZeroDivisionError:")
            self.put(f"    {name} = 1")
            self.known[name] = INDEX
            return
        scalar = self.target(SCALAR)
        value, other = self.scalar(1), self.scalar(0)
        self.put("try:")
        self.put(f"    {scalar} = {value}")
        self.put("except FloatingPointError:")
        self.put(f"    {scalar} = {other}" if self.chance(0.5) else "    raise")
        if self.chance(0.3):
            self.put("finally:")
            self.put(f"    {name} = 1")
            self.known[name] = INDEX
        self.known[scalar] = SCALAR

    def check(self, depth: int) -> None:
        """Write an `assert`, or a branch that raises."""
        vector = self.any_name(VECTOR)
        tested = f"len({vector}) == 3" if vector is not None else "G > 0.0"
        if self.chance(0.5):
            self.put(f"assert {tested}, 'three are needed'")
        else:
            with self.body(f"if not {tested}:"):
                self.put("raise ValueError('three are needed')")

    # ---- leaving ----------------------------------------------------------------------
    def leave(self, depth: int) -> None:
        """Leave the loop, or the round, or the function."""
        here = self.around[-1]
        here.left = True
        ways = ["break", "break", *["continue"] * (2 * here.may_skip)]
        if not self.closed:
            ways.append(f"return {self.result()}")
        before = dict(self.known)
        with self.body(f"if {self.test()}:"):
            if self.chance(0.5):
                self.block(1, 0)
            way = self.random.choice(ways)
            if way.startswith("return"):
                for outer in self.around:
                    outer.left = True
            self.put(way)
        self.known = before

    def result(self) -> str:
        """Return a number that depends on many of the names that are known."""
        terms = [f"{self.number()} * {name} ** 2" for name in self.names(SCALAR)[-6:]]
        terms += [f"np.sum({name} * np.sin({name}))" for name in self.names(VECTOR)[-6:]]
        terms += [f"np.sum({name} ** 2)" for name in self.names(MATRIX)[-3:]]
        terms += [f"sum({name})" for name in self.names(NUMBERS)[-2:]]
        terms += [f"np.sum(np.stack({name}) ** 2)" for name in self.names(ARRAYS)[-2:]]
        self.random.shuffle(terms)
        return " + ".join(terms[: self.random.randint(1, max(1, len(terms)))]) or "0.0"

    # ---- loops ------------------------------------------------------------------------
    @contextmanager
    def rounds(self, header: str, keep: bool, may_skip: bool = True) -> Iterator[None]:
        """Write a loop, perhaps with an `else`."""
        before = dict(self.known)
        self.around.append(Round(may_skip))
        with self.body(header, keep=keep):
            yield
        if self.around.pop().left:
            self.known = before
            if self.chance(0.2):
                with self.body("else:"):
                    self.block(1, 0)

    def loop(self, depth: int) -> None:
        """Write a loop, as long as there are not too many."""
        self.loops += 1
        if self.loops > 4:
            return self.assign(depth)
        kinds = [self._range_loop, self._element_loop, self._while_loop]
        self.random.choices(kinds, [5, 4, 1.5])[0](depth)
        return None

    def _range_loop(self, depth: int) -> None:
        name = self.random.choice(self.names(INDEX) or [self.fresh(INDEX)])
        if name in self.reserved or self.chance(0.7):
            name = self.fresh(INDEX)
        rounds = self.random.choice(["0", "1", "2", "3", "3", *self.sizes])
        forms = [f"range({rounds})"] * 4 + [f"reversed(range({rounds}))"]
        forms += ["range(2, -1, -1)", f"range(1, {rounds})"]
        text = self.random.choice(forms)
        surely = rounds in "123" and "1, " not in text
        with self.rounds(f"for {name} in {text}:", keep=surely):
            self.known[name] = INDEX
            self.reserved.add(name)
            self.block(self.random.randint(1, 4), depth - 1)
        self.reserved.discard(name)
        if not surely and name in self.known:
            self.known[name] = INDEX

    def _element_loop(self, depth: int) -> None:
        """Walk a vector, a matrix, a container, or two at once."""
        if not self.names(VECTOR):
            return self._range_loop(depth)
        header, targets, walked = self.random.choice(self._walks())
        with self.rounds(header, keep=True):
            self.known.update(targets)
            self.reserved.update(targets, walked)
            self.block(self.random.randint(1, 3), depth - 1)
        self.reserved.difference_update(targets, walked)
        return None

    def _walks(self) -> list[tuple[str, dict[str, str], set[str]]]:
        """Return headers of loops, what they bind, and the lists that must not grow in them."""
        one, two = str(self.any_name(VECTOR)), str(self.any_name(VECTOR))
        x, y, k = self.fresh(SCALAR), self.fresh(SCALAR), self.fresh(INDEX)
        row = self.fresh(VECTOR)
        walks: list[tuple[str, dict[str, str], set[str]]] = [
            (f"for {x} in {one}:", {x: SCALAR}, set()),
            (f"for {k}, {x} in enumerate({one}):", {k: INDEX, x: SCALAR}, set()),
            (f"for {k}, {x} in enumerate({one}[1:], 1):", {k: INDEX, x: SCALAR}, set()),
            (f"for {x}, {y} in zip({one}, {two}):", {x: SCALAR, y: SCALAR}, set()),
            (f"for {x}, {y} in zip({one}, {two}, strict=True):", {x: SCALAR, y: SCALAR}, set()),
            (f"for {x} in reversed({one}):", {x: SCALAR}, set()),
            (f"for {x} in ({self.scalar(0)}, {self.scalar(0)}):", {x: SCALAR}, set()),
        ]
        matrix, numbers = self.any_name(MATRIX), self.any_name(NUMBERS)
        arrays, positions = self.any_name(ARRAYS), self.any_name(POSITIONS)
        if matrix is not None:
            walks += [
                (f"for {row} in {matrix}:", {row: VECTOR}, set()),
                (f"for {k}, {row} in enumerate({matrix}):", {k: INDEX, row: VECTOR}, set()),
                (f"for {row}, {x} in zip({matrix}, {one}):", {row: VECTOR, x: SCALAR}, set()),
            ]
        if numbers is not None:
            walks += [(f"for {x} in {numbers}:", {x: SCALAR}, {numbers})] * 2
            pairs = f"for {x}, {y} in zip({numbers}, {numbers}[::-1]):"
            walks += [(pairs, {x: SCALAR, y: SCALAR}, {numbers})]
        if arrays is not None:
            walks += [(f"for {row} in {arrays}:", {row: VECTOR}, {arrays})] * 2
        if positions is not None:
            walks += [(f"for {k} in {positions}:", {k: INDEX}, set())] * 2
        return walks

    def _while_loop(self, depth: int) -> None:
        count, last = self.fresh(INDEX), self.random.randint(0, 3)
        self.put(f"{count} = 0")
        also = f" and {self.test()}" if self.chance(0.4) else ""
        with self.rounds(f"while {count} < {last}{also}:", keep=False, may_skip=False):
            self.known[count] = INDEX
            self.reserved.add(count)
            early = self.chance(0.3)
            self.block(self.random.randint(1, 3), depth - 1)
            if early:
                self.known.pop(count, None)
            self.put(f"{count} += 1")
        self.reserved.discard(count)
