"""What the reader hands on: a function as a tree, where it stands, and what its names mean."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from gradgen.errors import UnsupportedError, unsupported
from gradgen.syntax import OUTER

QUOTE_WIDTH = 80


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

    @property
    def known(self) -> dict[str, object]:
        """The names that gradgen gave to objects."""

    def lookup(self, node: ast.expr) -> object:
        """Return the object that a free name or a chain of attributes means, or `MISSING`."""

    def outside(self, name: str) -> object:
        """Return what a name means where no parameter and no assignment hides it."""


@dataclass
class Comments:
    """The user's comments, by statement: full lines above it, at its end, and below it.

    What stands at the end of the header of a block belongs `after` the block's statement; what
    is left at the end of a body is `below` its last statement.
    """

    before: dict[ast.stmt, list[str]] = field(default_factory=dict)
    after: dict[ast.stmt, str] = field(default_factory=dict)
    below: dict[ast.stmt, list[str]] = field(default_factory=dict)


@dataclass(eq=False)
class Unit:
    """A function that was read: `tree` is its own copy, with the line numbers of the file.

    `unwrapped` names the decorators that were looked through, outermost first. `host` is the user's
    function whose text it is, where gradgen made `function` to stand for a part or a copy of it;
    `objects` are the parameters of that one that are objects with attributes.
    """

    name: str
    tree: ast.FunctionDef
    source: SourceText
    scope: Scope
    function: Callable[..., object]
    comments: Comments = field(default_factory=Comments)
    generated: bool = False
    unwrapped: tuple[str, ...] = ()
    host: Callable[..., object] | None = None
    objects: frozenset[str] = frozenset()

    def unsupported(
        self,
        code: str,
        node: ast.AST,
        reason: str,
        help: str = "",
        what: str = "",
        related: tuple[ast.AST, str] | None = None,
    ) -> UnsupportedError:
        """Make (not raise) the error for a construct that cannot be differentiated."""
        source = self.source
        reason, help, what = (text.replace(OUTER, "") for text in (reason, help, what))
        return unsupported(
            source.filename, source.lines, self.name, node, code, reason, help, what, related
        )

    def quote(self, node: ast.stmt) -> str:
        """Return a statement, or the header of a block, as the user wrote it, on one line."""
        segment = self._segment(node)
        if not segment or (isinstance(node, ast.Return) and not segment.startswith("return")):
            return _shortened(ast.unparse(node))  # made by gradgen, or the body of a lambda
        first, *rest = segment.splitlines()
        if not rest or _is_block(node):
            return first.partition("#")[0].rstrip() if _is_block(node) else first
        return _shortened(ast.unparse(node))

    def _segment(self, node: ast.stmt) -> str:
        first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", None)
        if not 0 < first <= len(self.source.lines) or last is None:
            return ""
        lines = [line.rstrip("\r\n").encode() for line in self.source.lines[first - 1 : last]]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return "\n".join(line.decode(errors="replace") for line in lines)


def _is_block(node: ast.stmt) -> bool:
    return hasattr(node, "body")


def _shortened(text: str) -> str:
    first = text.splitlines()[0].replace(OUTER, "")
    return first if len(first) <= QUOTE_WIDTH else first[: QUOTE_WIDTH - 2].rstrip() + " …"
