"""What the reader hands on: a function as a tree, where it stands, and what its names mean."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from gradgen.errors import UnsupportedError, unsupported


class Missing:
    """The type of `MISSING`: a chain of names that means nothing outside the function."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


@dataclass(frozen=True)
class SourceText:
    """The text that a function was read from; `lines[k]` is line `k + 1` of the file."""

    filename: str
    lines: tuple[str, ...]


class Scope(Protocol):
    """The meaning of the names of a function."""

    @property
    def local_names(self) -> frozenset[str]:
        """Parameters and every name that the function binds."""

    def lookup(self, node: ast.expr) -> object:
        """Return the object that a free name or a chain of attributes on one means, or `MISSING`."""


@dataclass
class Comments:
    """The user's comments, by statement: full lines above it, and the one at its end."""

    before: dict[ast.stmt, list[str]] = field(default_factory=dict)
    after: dict[ast.stmt, str] = field(default_factory=dict)


@dataclass(eq=False)
class Unit:
    """A function that was read: `tree` is its own copy, with the line numbers of the file."""

    name: str
    tree: ast.FunctionDef
    source: SourceText
    scope: Scope
    function: Callable[..., object]
    comments: Comments = field(default_factory=Comments)
    generated: bool = False

    def unsupported(self, code: str, node: ast.AST, reason: str, help: str = "", what: str = "") -> UnsupportedError:
        """Make (not raise) the error for a construct of this function that cannot be differentiated."""
        return unsupported(self.source.filename, self.source.lines, self.name, node, code, reason, help, what)

    def quote(self, node: ast.stmt) -> str:
        """Return the first line of a statement as the user wrote it, for a comment."""
        text = ast.get_source_segment("\n".join(self.source.lines), node)
        return text.splitlines()[0] if text else ast.unparse(node).splitlines()[0]
