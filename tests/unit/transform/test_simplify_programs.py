"""Random programs give the same after the clean-up: loops, jumps, views, lists, in-place writes."""

from __future__ import annotations

import random

import numpy as np
import pytest

from gradgen.analysis.effects import Effects
from gradgen.transform.simplify import simplify_function
from tests.unit.transform.cleaning import check, function_of, parsed, run, same_result

ARRAYS = ["u", "v", "w", "x", "grad_x", "t", "s", "saved_u", "grad_t"]
NUMBERS = ["a", "b", "r", "grad_a", "grad_b"]
LISTS = ["hist", "saved"]
MADE = ["t", "s", "r", "grad_x", "saved_u", "grad_a", "grad_b", "grad_t", "saved"]


class Programs:
    """Writes programs; everything in them has a value, though an index may miss."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def array(self, depth: int = 0) -> str:
        name = self.pick(*ARRAYS)
        if depth > 2 or self.random.random() < 0.4:
            return name
        one, number = self.array(depth + 1), self.number(depth + 1)
        return self.pick(
            f"{one} {self.pick('+', '-', '*')} {self.array(depth + 1)}",
            f"np.tanh({one})",
            f"{number} * {one}",
            f"{name}.copy()",
            f"np.ravel({name})",
            f"{name}[::-1]",
            f"-({one})",
            f"np.zeros_like({name})",
            f"({one} if {number} > 0.0 else {name})",
            f"{self.pick(*LISTS)}[-1]",
        )

    def number(self, depth: int = 0) -> str:
        if depth > 2 or self.random.random() < 0.4:
            return self.pick(*NUMBERS, "1.0", "0.5")
        one = self.number(depth + 1)
        return self.pick(
            f"{one} {self.pick('+', '-', '*')} {self.number(depth + 1)}",
            f"np.sin({one})",
            f"{self.pick(*ARRAYS)}[{self.random.randrange(3)}]",
            f"-({one})",
            f"np.sum({self.array(depth + 1)})",
        )

    def simple(self) -> str:
        name, number = self.pick(*ARRAYS), self.pick(*NUMBERS)
        return self.pick(
            f"{name} = {self.array()}",
            f"{name} = {self.array()}",
            f"{number} = {self.number()}",
            f"{name}[{self.pick('0', '1:', '::2')}] {self.pick('=', '+=')} {self.number()}",
            f"{name}[1:] {self.pick('=', '+=')} {self.pick(*ARRAYS)}[:-1]",
            f"{name} {self.pick('+=', '-=', '*=')} {self.array()}",
            f"{number} {self.pick('+=', '-=')} {self.number()}",
            f"{self.pick(*LISTS)}.append({self.array()})",
            f"{name} = {self.pick(*LISTS)}.pop()",
            f"{name}, {self.pick(*ARRAYS)} = {self.pick(*ARRAYS)}, {self.array()}",
            f"np.copyto({name}, {self.array()})",
            f"touch({name})",
            f"np.multiply({name}, 1.5, out={self.pick(*ARRAYS)})",
        )

    def statement(self, depth: int) -> list[str]:
        kind = self.random.random()
        if depth > 2 or kind < 0.7:
            return [self.simple()]
        test = f"if {self.number()} > {self.number()}:"
        if kind < 0.8:
            return [test, *self.block(depth), "else:", *self.block(depth)]
        head = self.pick(
            "for i in range(3):", f"for {self.pick(*ARRAYS)} in reversed({self.pick(*LISTS)}[:2]):"
        )
        if kind < 0.93:
            jump = [f"    {test}", f"        {self.pick('break', 'continue')}"]
            return [head, *self.block(depth), *jump, *self.block(depth)]
        items = f"{self.pick(*ARRAYS)}, {self.pick(*NUMBERS)}, {self.array()}"
        targets = ", ".join([*self.random.sample(ARRAYS, 2), self.pick(*NUMBERS)])
        walk = f"for {targets} in reversed(saved_p):"
        swapped = items.split(", ", 2)
        pushed = f"    saved_p.append(({swapped[0]}, {swapped[2]}, {swapped[1]}))"
        start = ["saved_p = []", "for k in range(2):", pushed]
        return [*start, *self.block(depth), walk, *self.block(depth)]

    def block(self, depth: int) -> list[str]:
        lines = [self.statement(depth + 1) for _ in range(self.random.randrange(1, 4))]
        return ["    " + line for lines_ in lines for line in lines_]

    def program(self) -> str:
        first = [f"{name} = x0 * 1.0" for name in ARRAYS]
        first += ["w = u[:]", "r = a + b", "grad_a = 0.0", "grad_b = 0.0"]
        first += ["hist = [u, v]", "saved = []", "saved.append(w)"]
        middle = [line for _ in range(9) for line in self.statement(0)]
        results = ", ".join([*self.random.sample(ARRAYS, 2), self.pick(*NUMBERS)])
        lines = [*first, *middle, f"return {results}"]
        return "def f(x0, a, b):\n" + "\n".join("    " + line for line in lines)


def touch(array: np.ndarray) -> None:
    array *= 0.5


@pytest.mark.parametrize("seed", range(40))
def test_the_clean_up_changes_no_result(seed: int) -> None:
    programs = Programs(seed)
    text = programs.program()
    arguments = (np.array([0.3, -0.7, 0.9, 0.4]), 0.3, 0.6)
    with np.errstate(all="ignore"):
        try:
            expected = run(parsed(text), *arguments, touch=touch)
        except (IndexError, ValueError, TypeError):  # a list that ran empty, arrays that do not fit
            return
        made = {name for name in MADE if programs.random.random() < 0.8} | {"saved_p"}
        function = function_of(text, made, touch=touch)
        cleaned = simplify_function(function, Effects(function.unit))
        found = run(cleaned.tree, *arguments, touch=touch)
    assert same_result(expected, found), text


def test_a_value_that_a_break_carries_out_of_the_loop_stays() -> None:
    text = """
        def f(x, n):
            saved_x = x * 2.0
            t = 0.0
            grad_a = 1.0
            for i in range(n):
                t = np.sin(x) * i
                grad_a = 0.0
                x = x + 1.0
                if i > 1:
                    break
                y = x * t
                x = x + y
                t = 5.0
                grad_a += 3.0
            return x + t + grad_a + saved_x * saved_x
        """
    check(text, text, np.array([0.1, 0.2]), 4, made="t")
