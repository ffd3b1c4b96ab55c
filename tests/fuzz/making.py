"""Gradients made without the analyses that only make the text better."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gradgen.pipeline import run
from gradgen.reader import read
from gradgen.transform.program import Request
from gradgen.writer.load import run_text
from gradgen.writer.module import module_plan, planned_text


class Plain:
    """A gradient with its text, as a `Derivative` has it."""

    def __init__(self, function: Callable[..., Any], source: str) -> None:
        self.function, self.source = function, source

    def __call__(self, *args: object) -> Any:
        """Return the gradients."""
        return self.function(*args)


def made_plainly(function: Callable[..., Any], wrt: tuple[str, ...]) -> Plain:
    """Return the gradient of a function by a tuple of parameters."""
    program = run(read(function), Request("grad", wrt, single=False, analyses=False))
    plan = module_plan([program])
    text = planned_text(plan, [program])
    made: Any = run_text(text, program.name, plan.live)[program.name]
    return Plain(made, text)
