"""The operators: a function in, its derivative out.

>>> df = grad(loss, wrt=("w", "b"))  # doctest: +SKIP
>>> grad_w, grad_b = df(w, b, x, y)  # doctest: +SKIP
"""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from gradgen import errors
from gradgen.analysis.complex_numbers import holds_complex
from gradgen.derivative import Derivative, Generated
from gradgen.pipeline import run
from gradgen.reader import Unit, read
from gradgen.rules.own import registered
from gradgen.transform.program import Mode, Program, Request
from gradgen.writer.load import run_text
from gradgen.writer.meanings import Meanings
from gradgen.writer.module import module_plan, planned_text

Wrt: TypeAlias = int | str | Sequence[int | str]
Function: TypeAlias = Callable[..., Any]


@dataclass(frozen=True)
class _Known:
    """A derivative that was made; it does not hold the user's function, which keys it."""

    generated: Generated
    function: Function
    meanings: Meanings


_made: weakref.WeakKeyDictionary[Function, dict[object, _Known]] = weakref.WeakKeyDictionary()


def grad(f: Function, wrt: Wrt = 0, example: Sequence[Any] | None = None) -> Derivative:
    """Make the gradient of a function whose value is a scalar.

    Parameters
    ----------
    f : a Python function, or a `Derivative`
    wrt : position or name of the parameter to differentiate by, or a tuple of them
    example : arguments as in a call; their ranks and dtypes are taken as known

    Returns
    -------
    gradient : takes what `f` takes; gives one gradient, or a tuple of them if `wrt` is one

    Raises
    ------
    UnsupportedError
        if the function cannot be differentiated: says where, why, and what to write instead
    InputError
        if `wrt` does not fit the function
    """
    return derivative(f, "grad", wrt, example)


def value_and_grad(f: Function, wrt: Wrt = 0, example: Sequence[Any] | None = None) -> Derivative:
    """Make the function that gives `(value, gradient)`; everything else is as in `grad`."""
    return derivative(f, "value_and_grad", wrt, example)


def vjp(f: Function, wrt: Wrt = 0, example: Sequence[Any] | None = None) -> Derivative:
    """Make the adjoint of a function of any value.

    It takes what `f` takes and, by keyword, `grad_out`, which is like the value of `f`; it gives
    the gradient of `sum(grad_out * f(...))`. Everything else is as in `grad`.
    """
    return derivative(f, "vjp", wrt, example)


def jvp(f: Function, wrt: Wrt = 0, example: Sequence[Any] | None = None) -> Derivative:
    """Make the directional derivative of a function of any value.

    It takes what `f` takes and, by keyword, a direction `d_NAME` for each parameter of `wrt`; it
    gives `(out, d_out)`. Everything else is as in `grad`.
    """
    return derivative(f, "jvp", wrt, example)


def derivative(f: Function, mode: Mode, wrt: Wrt, example: Sequence[Any] | None) -> Derivative:
    """Make a derivative, or take it from what was made for this function before."""
    plain = f.function if isinstance(f, Derivative) else f
    key = (mode, repr(wrt), registered())
    known = _recall(plain, key) if example is None else None
    if known is not None:
        return Derivative(known.generated, f, known.function)
    example = None if example is None else tuple(example)
    with _collection_paused():
        unit = read(plain)
        program = run(unit, request(unit, mode, wrt, example))
        with errors.faults_reported(unit.name, unit.source.filename, unit.tree.lineno):
            plan = module_plan([program])
            text = planned_text(plan, [program])
    single = program.request.single
    generated = Generated(
        text, program.name, mode, _positions(program), plan.live, single, _complex(program)
    )
    namespace = run_text(text, program.name, plan.live)
    made = Derivative(generated, f, namespace[program.name])  # type: ignore[arg-type]
    if example is None:
        known = _Known(generated, made.function, Meanings(program))
        with suppress(TypeError):  # an object that is called may be without a hash
            _made.setdefault(plain, {})[key] = known
    return made


def _complex(program: Program) -> frozenset[str]:
    """Return the parameters differentiated by that are declared complex."""
    declared = program.parameters
    return frozenset(
        name for name in program.request.wrt if name in declared and holds_complex(declared[name])
    )


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Keep the garbage collector from going through a program's trees again and again.

    They are many objects that live for a moment, next to none of them in a cycle.
    """
    pausing = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if pausing:
            gc.enable()


def request(unit: Unit, mode: Mode, wrt: Wrt, example: tuple[object, ...] | None = None) -> Request:
    """Return a request with `wrt` as names; refuse what the function has no parameter for."""
    single = isinstance(wrt, (int, str)) or not isinstance(wrt, Sequence)
    wanted: list[object] = [wrt] if single else list(wrt)  # type: ignore[arg-type]
    if not wanted:
        raise _bad_wrt(unit, wrt, "it names no parameter")
    names = tuple(_parameter(unit, one, wrt) for one in wanted)
    for name in names:
        if names.count(name) > 1:
            raise _bad_wrt(unit, wrt, f"it names `{name}` more than once")
    return Request(mode, names, single, example)


def _parameter(unit: Unit, wanted: object, wrt: Wrt) -> str:
    arguments = unit.tree.args
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    named = [*positional, *(a.arg for a in arguments.kwonlyargs)]
    if not named:
        raise _bad_wrt(unit, wrt, "the function has no parameter to differentiate by")
    if isinstance(wanted, str):
        if wanted in named:
            return wanted
        stars = [a.arg for a in (arguments.vararg, arguments.kwarg) if a is not None]
        if wanted in stars:
            raise _bad_wrt(unit, wrt, f"`{wanted}` stands for any number of arguments")
        raise _bad_wrt(unit, wrt, f"there is no parameter `{wanted}`")
    if not isinstance(wanted, int) or isinstance(wanted, bool):
        raise _bad_wrt(unit, wrt, f"{wanted!r} is neither a position nor a name")
    if not -len(positional) <= wanted < len(positional):
        raise _bad_wrt(unit, wrt, f"there is no parameter at position {wanted}")
    return positional[wanted]


def _bad_wrt(unit: Unit, wrt: Wrt, reason: str) -> errors.InputError:
    arguments = unit.tree.args
    named = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    help = f"give positions or names out of {', '.join(f'`{name}`' for name in named)}"
    if not named:
        help = "make what it depends on a parameter"
    return errors.bad_input("GG402", f"`{unit.name}` with `wrt={wrt!r}`", reason, help)


def _positions(program: Program) -> tuple[tuple[str, int], ...]:
    """Return each parameter of `wrt` with its position; a keyword-only one is out of reach."""
    arguments = program.unit.tree.args
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    return tuple(
        (name, positional.index(name) if name in positional else sys.maxsize)
        for name in program.request.wrt
    )


def _recall(function: Function, key: object) -> _Known | None:
    """Return what was made for a function before, unless a name in it has changed its meaning."""
    try:
        known = _made.get(function, {}).get(key)
    except TypeError:  # what cannot be referred to weakly is no function, and is refused
        return None
    return known if known is not None and known.meanings.still_hold() else None
