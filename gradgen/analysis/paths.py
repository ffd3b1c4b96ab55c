"""Which variables cannot be bound where a branch is (not) taken, by the tests that bind them.

    if failed:                  if failed:
        …                           …
    else:                       else:
        tried = f(x)                read(tried)

Where `failed` holds, `tried` has no value at the second test either: both give the same.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from gradgen.analysis.effects import Effects, binds, reads
from gradgen.syntax import condition, names_in, walk

Condition = tuple[str, bool]


@dataclass
class _Place:
    """Where a statement stands: its number, the tests above it, and the loops around it."""

    number: int
    conditions: dict[Condition, int]  # each with the number of the `if`
    loops: tuple[ast.stmt, ...]


@dataclass
class Paths:
    """The places of the statements of a function; made when first asked."""

    tree: ast.FunctionDef
    effects: Effects
    _places: dict[ast.stmt, _Place] = field(default_factory=dict)
    _binding: dict[str, list[ast.stmt]] = field(default_factory=lambda: defaultdict(list))
    _changing: dict[str, list[ast.stmt]] = field(default_factory=lambda: defaultdict(list))
    _reading: dict[str, list[ast.stmt]] = field(default_factory=lambda: defaultdict(list))

    def unbound(self, variable: str, statement: ast.If, taken: bool) -> bool:
        """Tell whether a variable has no value below a test that is passed (not) taken."""
        self._look()
        here = self._places.get(statement)
        given = {node.arg for node in walk(self.tree.args) if isinstance(node, ast.arg)}
        if here is None or variable in given:
            return False
        ways = {**here.conditions, condition(statement.test, taken): here.number}
        return all(
            self._excludes(self._places[binding], here, ways) for binding in self._binding[variable]
        )

    def bound_within(self, variable: str, statement: ast.If) -> bool:
        """Tell whether a variable has no value before a test: only its branches bind it.

        What a round of a loop reads, it has bound itself.
        """
        self._look()
        inside = {node for node in walk(statement) if isinstance(node, ast.stmt)}
        given = {node.arg for node in walk(self.tree.args) if isinstance(node, ast.arg)}
        if variable in given or not inside.issuperset(self._binding[variable]):
            return False
        here = self._places.get(statement)
        if here is None or not here.loops:
            return here is not None
        bound = [self._places[binding] for binding in self._binding[variable]]
        return all(
            any(self._leads_to(one, self._places[reading]) for one in bound)
            for reading in self._reading[variable]
        )

    def may_follow(self, later: ast.stmt, statement: ast.stmt) -> bool:
        """Tell whether a statement may run after another one, in the same round or a later one."""
        self._look()
        a, b = self._places.get(later), self._places.get(statement)
        if a is None or b is None:
            return True
        return a.number > b.number or not set(a.loops).isdisjoint(b.loops)

    def _leads_to(self, bound: _Place, read: _Place) -> bool:
        """Whether a binding has surely been reached in the round in which a place is."""
        return (
            bound.number < read.number
            and read.loops[: len(bound.loops)] == bound.loops
            and all(
                known in read.conditions and not self._changes(known[0], number, read.number)
                for known, number in bound.conditions.items()
            )
        )

    def _excludes(self, bound: _Place, here: _Place, ways: dict[Condition, int]) -> bool:
        """Whether a binding cannot have been reached on the way to a place."""
        return bound.loops == here.loops and any(
            (text, not taken) in bound.conditions
            and not self._changes(text, bound.conditions[text, not taken], here.number)
            for text, taken in ways
        )

    def _changes(self, text: str, start: int, end: int) -> bool:
        """Whether a test may give something else at the second place than at the first."""
        return any(
            start <= self._places[statement].number <= end
            for name in _names_of(text)
            for statement in self._changing[name]
        )

    # ---- places -----------------------------------------------------------------------
    def _look(self) -> None:
        if not self._places:
            self._block(self.tree.body, {}, ())

    def _block(
        self,
        body: list[ast.stmt],
        conditions: dict[Condition, int],
        loops: tuple[ast.stmt, ...],
    ) -> None:
        for statement in body:
            number = len(self._places)
            self._places[statement] = _Place(number, conditions, loops)
            if isinstance(statement, ast.If):
                for name in reads(statement.test):
                    self._reading[name].append(statement)
                for block, taken in ((statement.body, True), (statement.orelse, False)):
                    below = {**conditions, condition(statement.test, taken): number}
                    self._block(block, below, loops)
                continue
            inner = (*loops, statement) if isinstance(statement, (ast.For, ast.While)) else loops
            blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
            blocks += [handler.body for handler in getattr(statement, "handlers", [])]
            header = [statement] if not any(blocks) else _header(statement)
            for name in reads(*header):
                self._reading[name].append(statement)
            for name in binds(*header):
                self._binding[name].append(statement)
            for name in binds(*header) | self.effects.mutates(*header):
                self._changing[name].append(statement)
            for block in blocks:
                self._block(block, conditions, inner)


@lru_cache(maxsize=1024)
def _names_of(text: str) -> frozenset[str]:
    """Return the names in the text of a test."""
    return frozenset(names_in(ast.parse(text, mode="eval")))


def _header(statement: ast.stmt) -> list[ast.AST]:
    found = [getattr(statement, name, None) for name in ("target", "iter", "test")]
    return [part for part in found if part is not None] + [*getattr(statement, "items", [])]
