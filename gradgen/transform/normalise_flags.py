"""Reads back what `attempts` wrote: a `try` that sets a flag, and the branches that ask the flag.

    failed = False                              failed = <attempt>(E)
    try:                                        if failed:
        tried = f(x)                                …
    except E:                     becomes       else:
        failed = True                               <attempting>()
    if failed:                                      tried = f(x)
        …                                           <attempted>()
    else:                                           y = tried
        y = tried

The branches tell where what was tried has a value.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from gradgen import syntax
from gradgen.analysis.effects import binds, reads
from gradgen.syntax import Comment
from gradgen.transform.normalise_tree import blocks_of

Mark = Callable[[ast.Try], list[ast.stmt]]


@dataclass
class Flag:
    """A handler, the name that tells of its exception, and what else the handler does."""

    handler: ast.ExceptHandler
    name: str
    keeps: bool
    more: list[ast.stmt]


@dataclass
class Flagged:
    """A `try` with its flags; `asks` are the statements up to the branches, those included."""

    node: ast.Try
    flags: list[Flag]
    between: list[ast.stmt]
    branch: ast.If | None

    def rest(self, tried: list[ast.stmt]) -> list[ast.stmt]:
        """Return what follows the attempts: the branches, with what is tried in the last one."""
        blocks, last = self._asked()
        made = [*tried, *last]
        for flag, block in reversed(list(zip(self.flags, blocks, strict=True))):
            test: ast.expr = syntax.name(flag.name)
            if flag.keeps:
                test = syntax.expr("flag is not None", flag=test)
            body = [*flag.more, *block] or [ast.Pass()]
            branch = ast.If(test=test, body=body, orelse=made)
            made = [syntax.fix_locations(ast.copy_location(branch, self.node))]
        return [*self.between, *made]

    def _asked(self) -> tuple[list[list[ast.stmt]], list[ast.stmt]]:
        """Return the block for each flag, and the one for where nothing failed."""
        node = self.branch
        if node is None:
            return [[] for _ in self.flags], []
        (first, *others) = self.flags
        if not others and syntax.condition(node.test, True) == (first.name, False):
            return [node.orelse], node.body
        blocks: list[list[ast.stmt]] = []
        block: list[ast.stmt] = [node]
        for _ in self.flags:
            (inner,) = block
            assert isinstance(inner, ast.If)
            blocks.append(inner.body)
            block = inner.orelse
        return blocks, block


def flagged(block: list[ast.stmt], index: int) -> Flagged | None:
    """Return the `try` at a place of a block as such a one, with its flags; None for others."""
    node = block[index]
    if not isinstance(node, ast.Try) or node.orelse or node.finalbody or not node.handlers:
        return None
    flags = [_flag(handler) for handler in node.handlers]
    known = [flag for flag in flags if flag is not None]
    starts = block[max(0, index - len(flags)) : index]
    if len(known) < len(flags) or [_started(s) for s in starts] != [f.name for f in known]:
        return None
    if not all(_is_simple(statement) for statement in node.body):
        return None
    found = Flagged(node, known, [], None)
    for position, statement in enumerate(block[index + 1 :], index + 1):
        if isinstance(statement, ast.If) and _asks(statement, known):
            between = block[index + 1 : position]
            if _may_pass(between, node.body):
                return Flagged(node, known, between, statement)
            break
        if {flag.name for flag in known} & binds(statement):
            break
    return found


def _flag(handler: ast.ExceptHandler) -> Flag | None:
    first, *more = [node for node in handler.body if not isinstance(node, Comment)]
    if not isinstance(first, ast.Assign) or not isinstance(first.targets[0], ast.Name):
        return None
    name, value = first.targets[0].id, first.value
    if isinstance(value, ast.Name) and value.id == handler.name:
        return Flag(handler, name, True, more)
    if isinstance(value, ast.Constant) and value.value is True:
        return Flag(handler, name, False, more)
    return None


def _started(node: ast.stmt) -> str | None:
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
        return None
    target = node.targets[0]
    plain = isinstance(target, ast.Name) and node.value.value in (None, False)
    return target.id if plain and isinstance(target, ast.Name) else None


def _is_simple(node: ast.stmt) -> bool:
    return isinstance(node, Comment) or (
        isinstance(node, ast.Assign)
        and all(isinstance(target, ast.Name) for target in node.targets)
    )


def _asks(node: ast.If, flags: list[Flag]) -> bool:
    """Whether a branch, and those below it, ask for all flags in order."""
    if len(flags) == 1 and syntax.condition(node.test, True) == (flags[0].name, False):
        return True
    block: list[ast.stmt] = [node]
    for flag in flags:
        inner = block[0] if len(block) == 1 else None
        text = f"{flag.name} is not None" if flag.keeps else flag.name
        if not isinstance(inner, ast.If) or syntax.key(inner.test) != text:
            return False
        block = inner.orelse
    return True


def _may_pass(between: list[ast.stmt], tried: list[ast.stmt]) -> bool:
    """Whether statements may run before what is tried: they neither read nor bind what it does."""
    bound, read = binds(*tried), reads(*tried)
    inner = any(True for statement in between for _ in blocks_of(statement))
    return not inner and not (reads(*between) & bound or binds(*between) & (bound | read))
