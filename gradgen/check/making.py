"""The derivatives that are to be checked, and the parameters that they are taken by."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Literal, TypeAlias

from gradgen import errors
from gradgen.pipeline import run
from gradgen.reader import read
from gradgen.transform.program import Request
from gradgen.writer import load, module_text

Wrt: TypeAlias = int | str | tuple[int | str, ...]


def wanted(function: Callable[..., object], wrt: Wrt) -> tuple[str, ...]:
    """Return the names of the parameters that `wrt` asks for."""
    names = list(inspect.signature(function).parameters)
    asked = wrt if isinstance(wrt, tuple) else (wrt,)
    found = []
    for one in asked:
        known = one in names if isinstance(one, str) else -len(names) <= one < len(names)
        if not known:
            raise errors.bad_input(
                "GG402",
                f"`{_name(function)}` with respect to {one!r}",
                f"its parameters are {', '.join(names) or 'none'}",
                "give `wrt` as a name or a position, or a tuple of them",
            )
        found.append(one if isinstance(one, str) else names[one])
    return tuple(found)


def make(
    mode: Literal["grad", "jvp"], function: Callable[..., object], names: tuple[str, ...]
) -> Callable[..., object]:
    """Generate a derivative by several parameters."""
    plain = getattr(function, "function", function)  # of a derivative that gradgen made
    program = run(read(plain), Request(mode, names, single=False))
    made = load(module_text(program), program)[program.name]
    assert callable(made)
    return made


def _name(function: Callable[..., object]) -> str:
    return getattr(function, "__name__", repr(function))
