"""What a row of the table of constructs is.

A row is a function that shows one construct, with arguments; its docstring names the construct.
To flip a row, change its codes: without any the construct is differentiated, `refused="GG121"`
says that both modes refuse it, `reverse="GG121"` or `forward="GG121"` that this mode does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Function = Callable[..., object]


@dataclass(frozen=True)
class Row:
    """One construct; the gradient is by the first parameter of each function."""

    section: str
    function: Function
    calls: tuple[tuple[object, ...], ...]
    codes: dict[str, str]  # by mode: the code that it is refused with, or ""
    inactive: Function | None

    def __str__(self) -> str:
        return self.function.__name__

    @property
    def construct(self) -> str:
        """The text of the first column."""
        return " ".join((self.function.__doc__ or "").split())

    @property
    def state(self) -> str:
        """The text of the second column, without the codes."""
        refusing = [mode for mode, code in self.codes.items() if code]
        if not refusing:
            return "differentiated"
        if len(refusing) == 1:
            return f"refused in {refusing[0]} mode"
        return "inactive only" if self.inactive is not None else "refused"


ROWS: list[Row] = []


class Section:
    """A part of the table; called, it makes a decorator for the function of a row."""

    def __init__(self, title: str) -> None:
        self.title = title

    def __call__(
        self,
        *calls: tuple[object, ...],
        refused: str = "",
        reverse: str = "",
        forward: str = "",
        inactive: Function | None = None,
    ) -> Callable[[Function], Function]:
        """Make a row.

        Parameters
        ----------
        calls : the arguments of each call to compare with differences
        refused, reverse, forward : the code of the error, in both modes or in one
        inactive : a function that works, where no gradient passes through the construct
        """
        codes = {"reverse": reverse or refused, "forward": forward or refused}

        def register(function: Function) -> Function:
            ROWS.append(Row(self.title, function, calls, codes, inactive))
            return function

        return register
