"""The compiler: a function is read, and the passes turn it into its derivative, one by one.

    read           text to tree, names to objects                      gradgen.reader
    resolve        calls of what is known to be which function         gradgen.transform
    normalise      the user's statements in a small core language      gradgen.transform
    differentiate  the derivative, statement by statement          gradgen.transform
    simplify       what a person would not have written goes           gradgen.transform
    close          objects that were taken apart are put together      gradgen.transform

Each pass takes a `Program` and gives one; after any of them the program can be printed
(`gradgen show f --after simplify`), and from `normalise` on it also runs. The writer turns the
last one into text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gradgen.analysis.declarations import declared
from gradgen.analysis.values import Info
from gradgen.errors import UnsupportedError, faults_reported
from gradgen.reader.unit import Unit
from gradgen.syntax import names_in
from gradgen.transform.assumed import with_numbers, with_ranks
from gradgen.transform.differentiate import differentiate
from gradgen.transform.functions import resolve_functions
from gradgen.transform.normalise import normalise
from gradgen.transform.opened import close_objects
from gradgen.transform.program import MadeFunction, Program, Request
from gradgen.transform.simplify import simplify

OF_RANKS = frozenset({"GG128", "GG301", "GG307"})
"""What may be refused only since it is not known whether something is a number, or an array."""

Pass = Callable[[Program], Program]

PIPELINE: tuple[tuple[str, Pass], ...] = (
    ("resolve", resolve_functions),
    ("normalise", normalise),
    ("differentiate", differentiate),
    ("simplify", simplify),
    ("close", close_objects),
)

STAGES: tuple[str, ...] = ("read", *(name for name, _ in PIPELINE))


def run(unit: Unit, request: Request, after: str | None = None) -> Program:
    """Return the program of a function's derivative, or as it stands after one of `STAGES`."""
    with faults_reported(unit.name, unit.source.filename, unit.tree.lineno):
        program = start(unit, request)
        try:
            return _passed(program, after)
        except UnsupportedError as error:
            codes = {problem.code for problem in error.problems}
            if OF_RANKS.isdisjoint(codes):
                raise
            ranks = with_ranks(unit, program.parameters)
            for assumed in (ranks, with_numbers(unit, ranks)):
                if assumed != program.parameters and _passes(program, assumed):
                    return _passed(_with(program, _stated(program, assumed)), after)
            raise


def _stated(program: Program, assumed: dict[str, Info]) -> dict[str, Info]:
    """Return what is assumed of the parameters, with a mark where nothing goes without it."""
    found = dict(assumed)
    for name, info in program.parameters.items():
        if assumed[name] != info and not _passes(program, {**found, name: info}):
            found[name] = replace(assumed[name], assumed=True)
        elif assumed[name] != info:
            found[name] = info
    unmarked = {p: assumed[p] for p, info in found.items() if not info.assumed}
    return {**found, **unmarked}


def _passes(program: Program, parameters: dict[str, Info]) -> bool:
    try:
        _passed(_with(program, parameters), "differentiate")
    except UnsupportedError:
        return False
    return True


def _with(program: Program, parameters: dict[str, Info]) -> Program:
    return replace(start(program.unit, program.request), parameters=parameters)


def _passed(program: Program, after: str | None) -> Program:
    if after == "read":
        return program
    for name, transform in PIPELINE:
        program = transform(program)
        if name == after:
            break
    return program


def start(unit: Unit, request: Request) -> Program:
    """Return the program that the passes start from: the user's function alone."""
    function = MadeFunction(unit.tree, unit)
    parameters = declared(unit, request.example)
    if not request.analyses:
        parameters = {p: info for p, info in parameters.items() if info.kind in ("list", "dict")}
    return Program(unit, request, derivative_name(unit, request.mode), [function], parameters)


def derivative_name(unit: Unit, mode: str) -> str:
    """Return `loss_grad`, or the next name that nothing in the user's function has."""
    wanted = name = f"{unit.name}_{mode}"
    taken = names_in(unit.tree) | unit.scope.local_names
    number = 2
    while name in taken:
        name = f"{wanted}{number}"
        number += 1
    return name
