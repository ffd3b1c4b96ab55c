"""What the passes hand on: the request, the functions as they now stand, and the facts used."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Literal

from gradgen.analysis.values import Fact, Info
from gradgen.reader.unit import Unit
from gradgen.transform.function_copies import Copies
from gradgen.transform.function_values import Record

Mode = Literal["grad", "value_and_grad", "vjp", "jvp"]


@dataclass(frozen=True)
class Request:
    """What is asked for: `wrt` are parameter names; `single` tells `"x"` from `("x",)`.

    Without `analyses` nothing is done that only makes the text better: shapes are not declared,
    the order of writes is not followed, everything that is overwritten is saved, nothing is
    cleaned up. The tests compare the two.
    """

    mode: Mode
    wrt: tuple[str, ...]
    single: bool
    example: tuple[object, ...] | None = None
    analyses: bool = True


@dataclass
class MadeFunction:
    """A function of the generated module: the derivative first, then what it calls.

    `tree` holds `syntax.Comment` statements; it has no docstring yet. `made` are the names in
    it that gradgen chose (the user's names are not in it).
    """

    tree: ast.FunctionDef
    unit: Unit
    docstring: str = ""
    made: set[str] = field(default_factory=set)
    facts: set[Fact] = field(default_factory=set)
    keep: set[str] = field(default_factory=set)  # made names worth a line, though used once


@dataclass(frozen=True)
class Opened:
    """What a program was before the objects in `wrt` were taken apart.

    `records` are the objects by parameter; `whole` is the attribute for each field's variable.
    """

    unit: Unit
    request: Request
    records: dict[str, Record]
    whole: dict[str, ast.expr]


@dataclass(frozen=True)
class Resort:
    """What is done for a function that would be refused without.

    `checks`: names that may be elements, or rows, of an array that is written, are checked to be
    numbers. `calls`: calls of functions that write to their arguments are written out. `names`:
    names that stand for several things, one after another, are parted.
    """

    checks: bool = False
    calls: bool = False
    names: bool = False


@dataclass
class Program:
    """The state between two passes."""

    unit: Unit
    request: Request
    name: str  # of the derivative: `loss_grad`
    functions: list[MadeFunction]  # before `differentiate`: the user's function alone
    parameters: dict[str, Info] = field(default_factory=dict)  # what is declared of them
    origin: dict[ast.stmt, ast.stmt] = field(default_factory=dict)  # to the user's statements
    helpers: set[str] = field(default_factory=set)  # runtime helpers that the text calls
    opened: Opened | None = None  # objects that were taken apart
    copies: Copies = field(default_factory=Copies)  # functions made of the user's
    resort: Resort = field(default_factory=Resort)
