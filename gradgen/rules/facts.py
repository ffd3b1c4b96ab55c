"""What a template may ask about the arguments of the call that it is expanded for."""

from __future__ import annotations

from typing import Protocol


class Facts(Protocol):
    """Facts about arguments, by parameter; whoever answers notes which of them were used.

    The name of the result asks about the result, `"arrays 0"` about the first of a sequence.
    """

    def rank(self, parameter: str) -> int | None:
        """Return the number of dimensions, where known."""

    def shape(self, parameter: str) -> object:
        """Return the shape, with `dims`: a tuple, or None where unknown."""

    def equal(self, first: str, second: str) -> bool:
        """Tell whether two shapes are known to be equal."""

    def literal(self, parameter: str) -> tuple[bool, object]:
        """Return whether the value is known now, and the value."""

    def kind(self, parameter: str) -> str:
        """Return `"number"`, `"array"`, `"list"`, `"tuple"`, `"none"`, ... or `"unknown"`."""


class NoFacts:
    """Nothing is known: every `if` takes the branch that is right for everything."""

    def rank(self, parameter: str) -> int | None:
        """Return None."""
        return None

    def shape(self, parameter: str) -> object:
        """Return None."""
        return None

    def equal(self, first: str, second: str) -> bool:
        """Return False."""
        return False

    def literal(self, parameter: str) -> tuple[bool, object]:
        """Return that nothing is known."""
        return False, None

    def kind(self, parameter: str) -> str:
        """Return `"unknown"`."""
        return "unknown"
