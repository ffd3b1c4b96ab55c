"""Decides about one program: its derivative is right, or it was refused, or there is a fault."""

from __future__ import annotations

import ast
import copy
import inspect
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import gradgen
from gradgen.errors import GradgenError, InternalError
from tests.fuzz.loading import TookTooLong, apart, forget, layout, loaded, time_limit
from tests.fuzz.making import made_plainly
from tests.fuzz.moving import directions, dot, miss
from tests.fuzz.overlap import depends_on_overlap
from tests.fuzz.programs import RandomProgram
from tests.support import nests

SECONDS_TO_RUN, SECONDS_TO_JUDGE = 2.0, 60.0
Function = Callable[..., Any]


@dataclass(frozen=True)
class Checks:
    """What is checked of a program beside one gradient and one tangent."""

    second_order: bool = False
    both_forms: bool = False  # `grad` and `value_and_grad` agree
    twice: bool = False  # the text is the same when it is made again
    plainly: bool = False  # the gradient is that of a text made without analyses
    laid_out: bool = True  # the text is laid out, which black takes a tenth of the time for


@dataclass(frozen=True)
class Verdict:
    """`right`, `refused`, `useless` (the program itself does not run), or a kind of fault.

    A program is refused if one of the two modes is; `codes` are those of the errors, `texts` the
    modules that were made.
    """

    kind: str
    text: str = ""
    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def fault(self) -> bool:
        """Whether something is wrong with the derivative."""
        return self.kind not in ("right", "refused", "useless")


class Found(Exception):
    """A verdict that ends the judging."""

    def __init__(self, kind: str, text: str = "", code: str = "") -> None:
        self.kind, self.text, self.code = kind, text, code
        super().__init__(kind)


def judge(program: RandomProgram, checks: Checks | None = None) -> Verdict:
    """Differentiate a program in reverse and forward mode, and compare with differences."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            function = loaded(program)
            judging = Judging(program, function, checks or Checks(), _value(function, program))
            with time_limit(SECONDS_TO_JUDGE), layout((checks or Checks()).laid_out):
                verdict = judging.verdict()
                if verdict.kind.startswith("wrong") and depends_on_overlap(program):
                    return Verdict("useless", "its value depends on how NumPy copies overlaps")
                return verdict
        except Found as found:
            return Verdict(found.kind, found.text)
        except TookTooLong:
            return Verdict("hangs")
        finally:
            forget(program)


def _value(function: Function, program: RandomProgram) -> object:
    """Return the value of the program, which must be one to compare with."""
    try:
        with time_limit(SECONDS_TO_RUN), np.errstate(over="raise", invalid="raise"):
            value = function(*copy.deepcopy(program.args))
            again = function(*copy.deepcopy(program.args))
            size = abs(float(value))
    except TookTooLong:
        raise Found("useless", "it does not end") from None
    except Exception as error:  # whatever a random program may raise
        raise Found("useless", repr(error)) from None
    if np.iscomplexobj(value) or np.ndim(value) != 0 or not size < 1e4 or value != again:
        raise Found("useless", "the value is no moderate number, or not always the same")
    return value


@dataclass
class Judging:
    """One program in work."""

    program: RandomProgram
    function: Function
    checks: Checks
    value: object
    places: list[int] = field(init=False)
    made: dict[str, Function] = field(default_factory=dict)
    refusals: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = list(inspect.signature(self.function).parameters)
        self.places = [names.index(name) for name in self.program.wrt]

    def verdict(self) -> Verdict:
        """Run the checks; a fault ends them, a refusal ends those that rest on it."""
        steps = [self.gradient, self.tangent]
        if self.checks.plainly:
            steps.append(self.without_analyses)
        if self.checks.second_order:
            steps.append(self.second_order)
        for step in steps:
            try:
                step()
            except Found as found:
                if found.kind != "refused":
                    return Verdict(found.kind, found.text, texts=self.texts)
                self.refusals.append((f"{found.code} {step.__name__}", found.text))
        first_order = [c for c, _ in self.refusals if c.endswith(("gradient", "tangent"))]
        kind = "refused" if first_order else "right"
        text = "\n".join(text for _, text in self.refusals)
        return Verdict(kind, text, tuple(code for code, _ in self.refusals), self.texts)

    @property
    def texts(self) -> tuple[str, ...]:
        """The modules that were made, but those that nothing was done for."""
        kept = (made for name, made in self.made.items() if name != "plain")
        return tuple(made.source for made in kept)  # type: ignore[attr-defined]

    # ---- the checks -----------------------------------------------------------------
    def gradient(self) -> None:
        """Check the gradient: with its value, or without, or both."""
        forms = ["value_and_grad", "grad"]
        if not self.checks.both_forms:
            forms = [forms[self.program.seed % 2]]
        gradients: object = None
        for form in forms:
            found = self.called(form, self.derivative(form, self.function), {})
            if form == "value_and_grad":
                self.check_value(form, found[0])
                found = found[1]
            if gradients is not None and not _close(gradients, found):
                raise Found("modes differ", f"{gradients}\n{found}\n{self.sources(*forms)}")
            gradients = found
        for name, place, gradient in zip(self.program.wrt, self.places, gradients, strict=True):
            if nests.form(gradient) != nests.form(self.program.args[place]):
                text = f"{name}: {nests.form(gradient)}\n{self.sources(forms[-1])}"
                raise Found("wrong shape", text)
        for direction in directions(self.program.args, self.places, 2):
            slope = dot(gradients, direction)
            self.compare("wrong gradient", self.function, direction, slope, forms[-1])

    def tangent(self) -> None:
        """Check the directional derivative."""
        made = self.derivative("jvp", self.function)
        direction = next(directions(self.program.args, self.places, 1))
        found = self.called("jvp", made, self.named(direction))
        self.check_value("jvp", found[0])
        self.compare("wrong tangent", self.function, direction, found[1], "jvp")

    def without_analyses(self) -> None:
        """Compare the gradient with that of a text that no analysis made better."""
        form = "grad" if "grad" in self.made else "value_and_grad"
        if form not in self.made:
            return
        plain = _attempt(lambda: made_plainly(self.function, self.program.wrt))
        self.made["plain"] = plain
        found = self.called("plain", plain, {})
        wanted = self.called(form, self.made[form], {})
        if not _close(wanted if form == "grad" else wanted[1], found):
            raise Found("analyses differ", f"{wanted}\n{found}\n{self.sources(form, 'plain')}")

    def second_order(self) -> None:
        """Compare both derivatives of the gradient with differences of it."""
        if "grad" not in self.made:
            return
        first = self.made["grad"]
        weights = next(directions(self.program.args, self.places, 1, seed=1))
        direction = next(directions(self.program.args, self.places, 1))

        def weighted(*args: object) -> float:
            return dot(weights, first(*args))

        reverse = self.derivative("vjp", first)
        seed = list(inspect.signature(reverse).parameters)[-1]
        found = self.called("vjp", reverse, {seed: weights})
        slope = dot(found, direction)
        self.compare("wrong gradient of the gradient", weighted, direction, slope, "grad", "vjp")
        forward = self.derivative("jvp", first, "jvp of grad")
        found = self.called("jvp of grad", forward, self.named(direction))
        slope = dot(weights, found[1])
        names = ("grad", "jvp of grad")
        self.compare("wrong tangent of the gradient", weighted, direction, slope, *names)

    # ---- parts of them ----------------------------------------------------------------
    def derivative(self, form: str, function: Function, name: str = "") -> Function:
        """Make a derivative, and check its text."""
        made = _attempt(lambda: getattr(gradgen, form)(function, wrt=self.program.wrt), name)
        self.made[name or form] = made
        ast.parse(made.source)  # type: ignore[attr-defined]
        if self.checks.twice and not name and form != "vjp":
            self.check_twice(form, made)
        return made

    def check_twice(self, form: str, made: Function) -> None:
        """Check that the text is the same when everything is made again."""
        with apart(self.program) as function:
            again = _attempt(lambda: getattr(gradgen, form)(function, wrt=self.program.wrt))
        if again.source != made.source:  # type: ignore[attr-defined]
            text = f"{made.source}\n{again.source}"  # type: ignore[attr-defined]
            raise Found("text differs", text)

    def named(self, direction: tuple[object, ...]) -> dict[str, object]:
        """Return a direction as keyword arguments."""
        pairs = zip(self.program.wrt, direction, strict=True)
        return {f"d_{name}": part for name, part in pairs}

    def called(self, name: str, derivative: Function, options: dict[str, object]) -> Any:
        """Return what a derivative gives; it must leave its arguments as they are."""
        args = self.program.args
        given, named = copy.deepcopy(args), copy.deepcopy(options)
        try:
            found = copy.deepcopy(derivative(*given, **named))
            again = derivative(*given, **named)
        except GradgenError as error:
            raise Found("refused", str(error), error.code) from None
        except Exception as error:
            if isinstance(error, ValueError) and _is_guard(str(error)):
                raise Found("refused", str(error), "guard") from None
            text = f"{traceback.format_exc(limit=-1)}\n{self.sources(name)}"
            raise Found("crash of the derivative", text) from None
        if not _same(given, args) or not _same([*named.values()], [*options.values()]):
            raise Found("argument modified", self.sources(name))
        if not _same(found, again):
            raise Found("second call differs", f"{found}\n{again}\n{self.sources(name)}")
        return found

    def check_value(self, name: str, value: object) -> None:
        """Check that a derivative gives the value of the program."""
        if not np.allclose(value, self.value, rtol=1e-12, atol=1e-12):
            text = f"{name}: {value} instead of {self.value}\n{self.sources(name)}"
            raise Found("wrong value", text)

    def compare(
        self, kind: str, function: Function, direction: tuple[object, ...], slope: Any, *names: str
    ) -> None:
        """Compare a slope with differences."""
        if np.ndim(slope) != 0:
            raise Found("wrong shape", f"{slope} for a slope\n{self.sources(*names)}")
        missed = miss(function, self.program.args, self.places, direction, float(slope))
        if missed:
            raise Found(kind, f"{missed}\n{self.sources(*names)}")

    def sources(self, *names: str) -> str:
        """Return the text of derivatives."""
        return "\n".join(self.made[name].source for name in names)  # type: ignore[attr-defined]


def _attempt(make: Callable[[], Function], name: str = "") -> Function:
    order = " at second order" if name else ""
    try:
        return make()
    except InternalError:
        raise Found(f"crash of the generator{order}", traceback.format_exc(limit=-4)) from None
    except GradgenError as error:
        raise Found("refused", str(error), error.code) from None
    except Exception:
        raise Found(f"crash of the generator{order}", traceback.format_exc(limit=-4)) from None


def _is_guard(message: str) -> bool:
    return " is for " in message or "must not share memory" in message or "must be a" in message


def _same(a: object, b: object) -> bool:
    if nests.form(a) != nests.form(b):
        return False
    return bool(np.array_equal(nests.flat(a), nests.flat(b), equal_nan=True))


def _close(a: object, b: object) -> bool:
    return nests.size_of(a) == nests.size_of(b) and bool(
        np.allclose(nests.flat(a), nests.flat(b), rtol=1e-9, atol=1e-9)
    )
