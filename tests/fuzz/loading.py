"""Programs as modules that exist for a moment, with source that can be found."""

from __future__ import annotations

import importlib.machinery
import linecache
import signal
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from gradgen.syntax import HEADER_MARK
from gradgen.writer import module
from tests.fuzz.programs import RandomProgram


class TookTooLong(BaseException):
    """A program or its derivative does not end: no `Exception`, which are verdicts."""


def loaded(program: RandomProgram) -> Callable[..., Any]:
    """Return the function of a program."""
    name = module_name(program)
    filename = f"<{name}>"
    lines = program.source.splitlines(keepends=True)
    linecache.cache[filename] = (len(program.source), None, lines, filename)
    made = types.ModuleType(name)
    made.__file__ = filename
    made.__spec__ = importlib.machinery.ModuleSpec(name, None)  # as one that can be imported
    sys.modules[name] = made
    exec(compile(program.source, filename, "exec"), made.__dict__)
    found: Callable[..., Any] = getattr(made, program.name)
    return found


@contextmanager
def apart(program: RandomProgram) -> Iterator[Callable[..., Any]]:
    """Load a program once more, and put the module that it was back at the end."""
    before = sys.modules[module_name(program)]
    try:
        yield loaded(program)
    finally:
        sys.modules[module_name(program)] = before


def forget(program: RandomProgram) -> None:
    """Let a program go that is no longer needed."""
    linecache.cache.pop(f"<{module_name(program)}>", None)
    sys.modules.pop(module_name(program), None)


def module_name(program: RandomProgram) -> str:
    """Return the name of the module that a program is loaded as."""
    return f"fuzz_{program.seed}"


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


@contextmanager
def layout(wanted: bool) -> Iterator[None]:
    """Let gradgen lay out the modules that it writes in the body, or leave them as printed."""
    before = module.laid_out

    def helpers_only(text: str) -> str:
        return text if HEADER_MARK in text[:80] else before(text)

    module.laid_out = before if wanted else helpers_only
    try:
        yield
    finally:
        module.laid_out = before
