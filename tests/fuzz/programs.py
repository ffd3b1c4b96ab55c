"""Random programs over the language that gradgen differentiates, from a source of choices.

`program(seed)` gives the source of a function of numbers, vectors and a matrix, all of length 3 so
that most expressions fit together, sometimes of containers of them, and arguments for it. The
text leans towards what is easily differentiated wrongly: values that are overwritten before the
backward pass reads them, writes to elements and slices, views and second names, procedures,
containers that are changed, loops in loops and branches, variables of one branch, closures.

What two names share is written as people write it: a part of an array has a name of its own in
three of four cases, and what an expression hands on (`np.asarray(x)`) is mostly made anew. About
one program in ten is refused, half of these since two names share memory on some ways only.

`made(random)` makes one from any `random.Random`: Hypothesis gives one that it can make smaller.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import numpy as np

from tests.fuzz.functions import Library, Maker
from tests.fuzz.page import (
    ARRAYS,
    MASK,
    MATRIX,
    NUMBERS,
    POSITIONS,
    SCALAR,
    TABLE,
    VECTOR,
    N,
    Weights,
)

SIZE = "size"
ANNOTATIONS = {
    SCALAR: "float",
    VECTOR: 'Float[np.ndarray, "n"]',
    MATRIX: 'Float[np.ndarray, "n n"]',
    SIZE: "int",
    POSITIONS: 'Int[np.ndarray, "n"]',
    MASK: 'Bool[np.ndarray, "n"]',
    NUMBERS: "list",
    ARRAYS: "list",
    TABLE: "dict",
}
CELL_CLASS = """\
@dataclass
class Cell:
    gain: float
    u: np.ndarray

    def energy(self, v):
        return self.gain * np.sum(self.u * v)
"""


@dataclass(frozen=True)
class RandomProgram:
    """A function as text, with what to differentiate and arguments for it."""

    seed: int
    source: str
    name: str
    wrt: tuple[str, ...]
    args: tuple[object, ...]


def program(seed: int, weights: Weights | None = None) -> RandomProgram:
    """Write the program of a seed."""
    return made(random.Random(seed), seed, weights)


def made(chooser: random.Random, seed: int = 0, weights: Weights | None = None) -> RandomProgram:
    """Write a program by choices from a source of them; the seed gives name and arguments."""
    weights = weights or Weights()
    maker = Maker(chooser, weights)
    library = Library(maker)
    if maker.chance(weights.helpers):
        for number in range(chooser.randint(1, 3)):
            library.add(number)
    maker.helpers = library.helpers
    parameters = _parameters(maker)
    fixed = {SIZE, POSITIONS, MASK}
    wrt = tuple(name for name, kind in parameters.items() if kind not in fixed)
    maker.known = {name: kind for name, kind in parameters.items() if kind != SIZE}
    maker.sizes = ("n",)
    _write_body(maker)
    annotated = maker.chance(0.6)
    typed = [
        f"{n}: {ANNOTATIONS[k]}" if annotated or k == NUMBERS else n for n, k in parameters.items()
    ]
    name = f"program{seed}"
    body = "\n".join([f"def {name}({', '.join(typed)}):", *maker.lines]) + "\n"
    text = library.text + body
    numbers = np.random.default_rng(seed)
    args = tuple(_argument(kind, numbers) for kind in parameters.values())
    return RandomProgram(seed, _header(text) + text, name, wrt, args)


def _parameters(maker: Maker) -> dict[str, str]:
    """Return the kinds of the parameters; some of them are not differentiated."""
    parameters = {"x": VECTOR, "c": SCALAR}
    also = {"w": (MATRIX, 0.4), "table": (TABLE, 0.1), "parts": (ARRAYS, 0.1)}
    also |= {"rates": (NUMBERS, 0.06), "places": (POSITIONS, 0.12), "chosen": (MASK, 0.12)}
    for name, (kind, share) in also.items():
        if maker.chance(share):
            parameters[name] = kind
    return {**parameters, "n": SIZE}


def _write_body(maker: Maker) -> None:
    if maker.chance(0.7):
        maker.put("x = x.copy()")
    maker.block(maker.random.randint(2, 5), 2)
    if maker.chance(maker.weights.early_return):
        with maker.body(f"if {maker.test()}:"):
            maker.block(1, 0)
            maker.put(f"return {maker.result()}")
        maker.block(maker.random.randint(1, 3), 1)
    maker.put(f"return {maker.result()}")


def _header(text: str) -> str:
    """Return the imports, constants and classes that a text needs."""
    lines = [f"import {module}" for module in ("functools", "math") if f"{module}." in text]
    lines += ["from dataclasses import dataclass"] if "Cell(" in text else []
    used = [name for name in ("Bool", "Float", "Int") if re.search(rf"\b{name}\[", text)]
    lines += ["", "import numpy as np"] if lines else ["import numpy as np"]
    lines += [f"from jaxtyping import {', '.join(used)}"] if used else []
    lines += ["", "G = 1.3", "GV = np.array([0.4, -1.1, 0.8])", ""]
    return "\n".join(lines) + ("\n\n" + CELL_CLASS if "Cell(" in text else "") + "\n\n"


def _argument(kind: str, numbers: np.random.Generator) -> object:
    if kind == SIZE:
        return int(numbers.integers(0, N + 1))
    if kind == SCALAR:
        return float(numbers.normal())
    if kind == POSITIONS:
        return numbers.integers(0, N, size=N)
    if kind == MASK:
        return numbers.normal(size=N) > -0.3
    if kind == NUMBERS:
        return [float(numbers.normal()) for _ in range(2)]
    if kind == ARRAYS:
        return [numbers.normal(size=N) for _ in range(2)]
    if kind == TABLE:
        return {"a": numbers.normal(size=N), "b": float(numbers.normal())}
    return numbers.normal(size=(N,) if kind == VECTOR else (N, N))
