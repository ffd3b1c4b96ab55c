"""Decides about one program: its derivative is right, or it was refused, or there is a fault."""

from __future__ import annotations

import copy
import inspect
import linecache
import signal
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

import gradgen
from gradgen.check.differences import richardson
from gradgen.errors import GradgenError, InternalError
from tests.fuzz.programs import RandomProgram

TOLERANCE = 1e-6
SECONDS_TO_RUN, SECONDS_TO_JUDGE = 2.0, 60.0
Function = Callable[..., Any]


class TookTooLong(BaseException):
    """A program or its derivative does not end: no `Exception`, which are verdicts."""


@dataclass(frozen=True)
class Verdict:
    """`right`, `refused`, `useless` (the program itself does not run), or a kind of fault."""

    kind: str
    text: str = ""

    @property
    def fault(self) -> bool:
        return self.kind not in ("right", "refused", "useless")


def loaded(program: RandomProgram) -> Function:
    """Return the function of a program, with source that can be found."""
    filename = f"<fuzz {program.seed}>"
    lines = program.source.splitlines(keepends=True)
    linecache.cache[filename] = (len(program.source), None, lines, filename)
    module = types.ModuleType(f"fuzz_{program.seed}")
    module.__file__ = filename
    sys.modules[module.__name__] = module
    exec(compile(program.source, filename, "exec"), module.__dict__)
    return getattr(module, program.name)


def forget(program: RandomProgram) -> None:
    """Let a program go that is no longer needed."""
    linecache.cache.pop(f"<fuzz {program.seed}>", None)
    sys.modules.pop(f"fuzz_{program.seed}", None)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TookTooLong` in the body after some time, where the system has a timer."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def judge(program: RandomProgram, second_order: bool = False) -> Verdict:
    """Differentiate a program in reverse and forward mode, and compare with differences."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            function = loaded(program)
            value = _value(function, program)
            if isinstance(value, Verdict):
                return value
            with time_limit(SECONDS_TO_JUDGE):
                return _judged(function, program, value, second_order)
        except TookTooLong:
            return Verdict("hangs")
        finally:
            forget(program)


def _value(function: Function, program: RandomProgram) -> object:
    """Return the value of the program, or a verdict if it has none to compare with."""
    try:
        with time_limit(SECONDS_TO_RUN), np.errstate(over="raise", invalid="raise"):
            value = function(*copy.deepcopy(program.args))
            again = function(*copy.deepcopy(program.args))
            size = abs(float(value))
    except TookTooLong:
        return Verdict("useless", "it does not end")
    except Exception as error:  # whatever a random program may raise
        return Verdict("useless", repr(error))
    if np.ndim(value) != 0 or not size < 1e4 or value != again:
        return Verdict("useless", "the value is no moderate number, or not always the same")
    return value


def _judged(
    function: Function, program: RandomProgram, value: object, second_order: bool
) -> Verdict:
    names = list(inspect.signature(function).parameters)
    places = [names.index(name) for name in program.wrt]
    verdicts = []
    for check in (_check_grad, _check_jvp):
        verdicts.append(check(function, program, places, value))
        if verdicts[-1].fault:
            return verdicts[-1]
    if all(verdict.kind == "refused" for verdict in verdicts):
        return verdicts[0]
    if second_order and verdicts[0].kind == "right":
        verdict = _check_second(function, program, places)
        if verdict.fault:
            return verdict
    return Verdict("right")


def _check_grad(
    function: Function, program: RandomProgram, places: list[int], value: object
) -> Verdict:
    made = _attempt(lambda: gradgen.value_and_grad(function, wrt=program.wrt))
    if isinstance(made, Verdict):
        return made
    found = _called(made, program.args, {})
    if isinstance(found, Verdict):
        return found
    again, gradients = found
    if not np.allclose(again, value, rtol=1e-12, atol=1e-12):
        return Verdict("wrong value", f"{again} instead of {value}\n{made.source}")
    only = gradgen.grad(function, wrt=program.wrt)
    plain = _called(only, program.args, {})
    if isinstance(plain, Verdict):
        return plain
    for place, name, one, other in zip(places, program.wrt, gradients, plain, strict=True):
        if np.shape(one) != np.shape(program.args[place]):
            return Verdict("wrong shape", f"{name}: {np.shape(one)}\n{made.source}")
        if not np.allclose(one, other, rtol=1e-9, atol=1e-9):
            return Verdict("modes differ", f"{name}: {one} and {other}\n{only.source}")
    for direction in _directions(program.args, places):
        slope = sum(float(np.sum(g * d)) for g, d in zip(gradients, direction, strict=True))
        missed = _miss(function, program.args, places, direction, slope)
        if missed:
            return Verdict("wrong gradient", f"{missed}\n{only.source}")
    return Verdict("right")


def _check_jvp(
    function: Function, program: RandomProgram, places: list[int], value: object
) -> Verdict:
    made = _attempt(lambda: gradgen.jvp(function, wrt=program.wrt))
    if isinstance(made, Verdict):
        return made
    direction = next(_directions(program.args, places))
    options = {f"d_{name}": d for name, d in zip(program.wrt, direction, strict=True)}
    found = _called(made, program.args, options)
    if isinstance(found, Verdict):
        return found
    again, slope = found
    if not np.allclose(again, value, rtol=1e-12, atol=1e-12):
        return Verdict("wrong value", f"jvp: {again} instead of {value}\n{made.source}")
    missed = _miss(function, program.args, places, direction, slope)
    return Verdict("wrong tangent", f"{missed}\n{made.source}") if missed else Verdict("right")


def _check_second(function: Function, program: RandomProgram, places: list[int]) -> Verdict:
    """Compare both derivatives of the gradient with differences of it."""
    first = gradgen.grad(function, wrt=program.wrt)
    weights = next(_directions(program.args, places, seed=1))
    direction = next(_directions(program.args, places))

    def weighted(*args: object) -> float:
        parts = first(*args)
        return sum(float(np.sum(w * g)) for w, g in zip(weights, parts, strict=True))

    reverse = _attempt(lambda: gradgen.vjp(first, wrt=program.wrt))
    if not isinstance(reverse, Verdict):
        seed = list(inspect.signature(reverse).parameters)[-1]
        found = _called(reverse, program.args, {seed: weights})
        if isinstance(found, Verdict):
            return _second(found)
        slope = sum(float(np.sum(g * d)) for g, d in zip(found, direction, strict=True))
        missed = _miss(weighted, program.args, places, direction, slope)
        if missed:
            text = f"{missed}\n{first.source}\n{reverse.source}"
            return Verdict("wrong gradient of the gradient", text)
    elif reverse.fault:
        return _second(reverse)
    forward = _attempt(lambda: gradgen.jvp(first, wrt=program.wrt))
    if isinstance(forward, Verdict):
        return _second(forward) if forward.fault else Verdict("right")
    options = {f"d_{name}": d for name, d in zip(program.wrt, direction, strict=True)}
    found = _called(forward, program.args, options)
    if isinstance(found, Verdict):
        return _second(found)
    slope = sum(float(np.sum(w * d)) for w, d in zip(weights, found[1], strict=True))
    missed = _miss(weighted, program.args, places, direction, slope)
    if missed:
        text = f"{missed}\n{first.source}\n{forward.source}"
        return Verdict("wrong tangent of the gradient", text)
    return Verdict("right")


def _second(verdict: Verdict) -> Verdict:
    return Verdict(f"{verdict.kind} at second order", verdict.text) if verdict.fault else verdict


def _attempt(make: Callable[[], Function]) -> Function | Verdict:
    """Return a derivative, or a verdict if there is none."""
    try:
        return make()
    except InternalError:
        return Verdict("crash of the generator", traceback.format_exc(limit=-4))
    except GradgenError as error:
        return Verdict("refused", str(error))
    except Exception:
        return Verdict("crash of the generator", traceback.format_exc(limit=-4))


def _called(derivative: Function, args: tuple[object, ...], options: dict[str, object]) -> object:
    """Return what a derivative gives, or a verdict if it fails or touches its arguments."""
    given, named = copy.deepcopy(args), copy.deepcopy(options)
    try:
        found = copy.deepcopy(derivative(*given, **named))
        again = derivative(*given, **named)
    except GradgenError as error:
        return Verdict("refused", str(error))
    except Exception as error:
        if isinstance(error, ValueError) and " is for " in str(error):
            return Verdict("refused", str(error))
        text = traceback.format_exc(limit=-1)
        return Verdict("crash of the derivative", f"{text}\n{derivative.source}")
    if not _same(given, args) or not _same(list(named.values()), list(options.values())):
        return Verdict("argument modified", derivative.source)
    if not _same(found, again):
        return Verdict("second call differs", f"{found}\n{again}\n{derivative.source}")
    return found


def _same(a: object, b: object) -> bool:
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    return bool(np.array_equal(a, b, equal_nan=True))


def _directions(
    args: tuple[object, ...], places: list[int], seed: int = 0
) -> Iterator[tuple[object, ...]]:
    """Yield three directions in the space of the arguments that are differentiated."""
    numbers = np.random.default_rng(seed)
    for _ in range(3):
        drawn = [numbers.normal(size=np.shape(args[place])) for place in places]
        yield tuple(d if np.ndim(d) else float(d) for d in drawn)


def _miss(
    function: Function,
    args: tuple[object, ...],
    places: list[int],
    direction: tuple[object, ...],
    slope: object,
) -> str:
    """Return how a slope differs from differences, or "" if it does not, or if they say nothing."""

    def curve(t: float) -> float:
        moved = list(copy.deepcopy(args))
        for place, d in zip(places, direction, strict=True):
            moved[place] = moved[place] + t * d
        return float(function(*moved))

    wanted, error = richardson(curve)
    if not np.isfinite(wanted) or error > 1e-7 * (1.0 + abs(wanted)):
        return ""
    if abs(wanted - slope) <= TOLERANCE * (1.0 + abs(wanted)) + 10.0 * error:
        return ""
    return f"slope {slope} where differences give {wanted} +- {error}"
