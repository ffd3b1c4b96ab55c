"""The program in both directions: each statement with its forward text and its reverse text.

The backward walk makes these; the forward walk (`saves`) decides from them what must be saved.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field


@dataclass(eq=False)
class Step:
    """A simple statement, or a compound one that passes nothing back.

    `definitions` name values that the reverse text reads, before the statement; `reads_old`
    are the names that the statement binds and whose old values the reverse text reads.
    """

    statement: ast.stmt
    forward: list[ast.stmt] = field(default_factory=list)
    reverse: list[ast.stmt] = field(default_factory=list)
    definitions: list[ast.stmt] = field(default_factory=list)


@dataclass(eq=False)
class Branch:
    """An `if`; `before` is reverse text that stands above the reversed `if`."""

    statement: ast.If
    body: list[Item]
    orelse: list[Item]
    before: list[ast.stmt] = field(default_factory=list)
    body_end: list[ast.stmt] = field(default_factory=list)
    orelse_end: list[ast.stmt] = field(default_factory=list)


@dataclass(eq=False)
class Loop:
    """A loop; `counter` is a name for the round, where the reverse text needs one.

    `before` and `after` are reverse text above and below the reversed loop.
    """

    statement: ast.For | ast.While
    body: list[Item]
    before: list[ast.stmt] = field(default_factory=list)
    body_end: list[ast.stmt] = field(default_factory=list)
    after: list[ast.stmt] = field(default_factory=list)
    counter: str | None = None


@dataclass(eq=False)
class Block:
    """A `with`: run forwards and backwards under the same header."""

    statement: ast.With
    body: list[Item]


Item = Step | Branch | Loop | Block


def has_reverse(items: list[Item]) -> bool:
    """Tell whether anything of a block passes something back."""
    for item in items:
        if isinstance(item, Step) and item.reverse:
            return True
        if isinstance(item, Branch) and (
            item.before
            or item.body_end
            or item.orelse_end
            or has_reverse(item.body)
            or has_reverse(item.orelse)
        ):
            return True
        if isinstance(item, Loop) and (item.before or item.body_end or has_reverse(item.body)):
            return True
        if isinstance(item, Block) and has_reverse(item.body):
            return True
    return False
