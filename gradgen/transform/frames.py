"""What one stretch of a program saves, and where: straight code, a loop's round, a branch in it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field


@dataclass(eq=False)
class Saved:
    """A value that one round of a loop saves: what it is called, and where it is taken."""

    variable: str
    value: ast.expr
    name: str
    place: ast.stmt
    rebinds: bool
    clean: bool = True  # nothing in the round has overwritten the variable before


@dataclass(eq=False)
class Frame:
    """Where saves go: straight code, the body of a loop, or a branch inside the body of a loop.

    `dirty` are the variables that something has overwritten since the frame began, `sure` those
    that are bound on every path so far, `carried` those that a round reads before it sets them,
    `early` the statements that stand before the branch, `presaved` what they save.
    """

    loop: bool = False
    parent: Frame | None = None
    saved: list[Saved] = field(default_factory=list)
    dirty: set[str] = field(default_factory=set)
    early: list[ast.stmt] = field(default_factory=list)
    presaved: dict[str, str] = field(default_factory=dict)
    stacks: list[str] = field(default_factory=list)
    sure: set[str] = field(default_factory=set)
    carried: set[str] = field(default_factory=set)

    @property
    def conditional(self) -> bool:
        """Whether this is a branch inside a loop."""
        return self.parent is not None

    def round(self) -> Frame:
        """Return the frame of the loop body that a branch stands in."""
        frame = self
        while frame.parent is not None:
            frame = frame.parent
        return frame


@dataclass
class Passes:
    """Forward and reverse text of a stretch of the program, and what is needed after it."""

    forward: list[ast.stmt]
    reverse: list[ast.stmt]
    need: set[str]
