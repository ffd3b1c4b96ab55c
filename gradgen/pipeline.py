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

import ast
from collections.abc import Callable, Collection
from dataclasses import replace
from types import FunctionType

from gradgen import runtime
from gradgen.analysis.declarations import declared
from gradgen.analysis.values import Info
from gradgen.errors import UnsupportedError, faults_reported
from gradgen.reader.unit import Unit
from gradgen.syntax import names_in, walk
from gradgen.transform.assumed import with_numbers, with_ranks
from gradgen.transform.differentiate import differentiate
from gradgen.transform.functions import resolve_functions
from gradgen.transform.normalise import normalise
from gradgen.transform.opened import close_objects
from gradgen.transform.parted_names import with_parted_names
from gradgen.transform.program import MadeFunction, Program, Request, Resort
from gradgen.transform.simplify import simplify

OF_RANKS = frozenset({"GG128", "GG301", "GG307"})
"""What may be refused only since it is not known whether something is a number, or an array."""

OF_TEXT = frozenset({"GG121", "GG201", "GG305"})
"""What may be refused only since a call stays a call, or a name stands for several things."""

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
            other = _another_way(program, codes)
            if other is None:
                raise
            return _passed(other, after)


def _another_way(program: Program, codes: set[str]) -> Program | None:
    """Return the program of a function that was refused, as it is not; None if there is no way.

    First more is assumed of what it is given, then more is done to its text (see `Resort`): no
    more of that than is needed.
    """
    if (OF_RANKS | OF_TEXT).isdisjoint(codes):
        return None
    found = _with_more(program) if OF_RANKS & codes else None
    if found is not None:
        return found
    parted = with_parted_names(program.unit) is not program.unit
    calls = _calls_functions(program.unit)
    resorts = [Resort(checks=True, calls=calls, names=parted), Resort(checks=True)]
    if OF_RANKS.isdisjoint(codes):
        resorts = [Resort(calls=calls, names=parted), Resort(names=parted)]
    for resort in dict.fromkeys(resorts):
        found = _with_more(replace(program, resort=resort)) if resort != Resort() else None
        if found is not None:
            return _with_less(found)
    return None


def _with_more(program: Program) -> Program | None:
    """Return a program that passes, with more assumed of its arguments; None if there is none."""
    if program.resort != Resort() and _passes(program, program.parameters):
        return program
    tried = program.parameters
    ranks = with_ranks(program.unit, tried)
    for assumed in (ranks, with_numbers(program.unit, ranks)):
        if assumed != tried and _passes(program, assumed):
            return _with(program, _stated(program, assumed))
        tried = assumed
    return None


def _with_less(program: Program) -> Program:
    """Return a program that passes with no more done to its text than it needs."""
    for done in ("calls", "names", "checks"):
        less = replace(program, resort=replace(program.resort, **{done: False}))
        if getattr(program.resort, done) and _passes(less, program.parameters):
            program = less
    return _with(program, program.parameters)


def _calls_functions(unit: Unit) -> bool:
    """Whether a function calls others of the user's."""
    calls = [node for node in walk(unit.tree) if isinstance(node, ast.Call)]
    return any(isinstance(unit.scope.lookup(call.func), FunctionType) for call in calls)


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
    again = start(program.unit, program.request, program.resort)
    return replace(again, parameters=parameters)


def _passed(program: Program, after: str | None) -> Program:
    if after == "read":
        return program
    made = program
    for name, transform in PIPELINE:
        made = transform(made)
        if name == after:
            break
    helpers = runtime.with_callees(made.helpers)
    if made.name in helpers:  # `qr_grad`, for a function of the user's that is called `qr`
        name = derivative_name(made.unit, made.request.mode, helpers)
        return _passed(replace(_with(program, program.parameters), name=name), after)
    return made


def start(unit: Unit, request: Request, resort: Resort | None = None) -> Program:
    """Return the program that the passes start from: the user's function alone."""
    resort = resort or Resort()
    unit = with_parted_names(unit) if resort.names else unit
    function = MadeFunction(unit.tree, unit)
    parameters = declared(unit, request.example)
    if not request.analyses:
        parameters = {p: info for p, info in parameters.items() if info.kind in ("list", "dict")}
    return Program(
        unit, request, derivative_name(unit, request.mode), [function], parameters, resort=resort
    )


def derivative_name(unit: Unit, mode: str, helpers: Collection[str] = ()) -> str:
    """Return `loss_grad`, or the next name that neither the user's function nor a helper has."""
    wanted = name = f"{unit.name}_{mode}"
    taken = names_in(unit.tree) | unit.scope.local_names | set(helpers)
    number = 2
    while name in taken:
        name = f"{wanted}{number}"
        number += 1
    return name
