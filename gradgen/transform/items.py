"""The program in both directions: each statement with its forward text and its reverse text.

The backward walk makes these; the forward walk (`saves`) decides from them what must be saved.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(eq=False)
class Step:
    """A simple statement, or a compound one that passes nothing back.

    `definitions` name values that the reverse text reads, before the statement; `after` are
    the names that it writes in place and whose new content the reverse text reads; `unseen` are
    those that its forward text does not write to after all.
    """

    statement: ast.stmt
    forward: list[ast.stmt] = field(default_factory=list)
    reverse: list[ast.stmt] = field(default_factory=list)
    definitions: list[ast.stmt] = field(default_factory=list)
    after: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()


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

    `before` and `after` are reverse text above and below the reversed loop; `leading` are steps
    of the block that the loop stands in, in front of it.
    """

    statement: ast.For | ast.While
    body: list[Item]
    before: list[ast.stmt] = field(default_factory=list)
    body_end: list[ast.stmt] = field(default_factory=list)
    after: list[ast.stmt] = field(default_factory=list)
    counter: str | None = None
    turned: bool = False
    leading: list[Step] = field(default_factory=list)


@dataclass(eq=False)
class Block:
    """A `with`, or a `try` that ends only if its body does: the body is run in both directions."""

    statement: ast.With | ast.Try
    body: list[Item]


Item = Step | Branch | Loop | Block


def reverse_texts(items: list[Item]) -> Iterator[ast.stmt]:
    """Yield every statement of the reverse text of a block."""
    for item in items:
        if isinstance(item, Step):
            yield from item.reverse
        elif isinstance(item, Branch):
            yield from (*item.before, *item.body_end, *item.orelse_end)
            yield from reverse_texts([*item.body, *item.orelse])
        elif isinstance(item, Loop):
            yield from (*item.before, *item.body_end, *item.after)
            yield from reverse_texts(item.body)
        else:
            yield from reverse_texts(item.body)


def has_reverse(items: list[Item]) -> bool:
    """Tell whether anything of a block passes something back."""
    return next(reverse_texts(items), None) is not None
