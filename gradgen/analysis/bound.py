"""Which names are bound on every path, at each point of structured code."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from gradgen.analysis.effects import binds
from gradgen.syntax import always_raises


@dataclass
class Bound:
    """The names that are bound on every path before, and after, each statement."""

    before: dict[ast.stmt, set[str]] = field(default_factory=dict)
    after: dict[ast.stmt, set[str]] = field(default_factory=dict)

    def block(self, body: list[ast.stmt], sure: set[str]) -> set[str]:
        """Follow a block that is entered with the names `sure` bound."""
        sure = set(sure)
        for statement in body:
            self.before[statement] = set(sure)
            if isinstance(statement, ast.If):
                then, other = self.block(statement.body, sure), self.block(statement.orelse, sure)
                ends = isinstance(statement.body[-1], (ast.Raise, ast.Return))
                sure |= other if ends else then & other
            elif isinstance(statement, ast.For):
                self.block(statement.body, sure | binds(statement.target))
            elif isinstance(statement, ast.While):
                self.block(statement.body, sure)
            elif isinstance(statement, ast.With):
                sure |= self.block(statement.body, sure)
            elif isinstance(statement, ast.Try):
                sure |= self._try(statement, sure)
            else:
                sure |= binds(statement)
            self.after[statement] = set(sure)
        return sure

    def _try(self, statement: ast.Try, sure: set[str]) -> set[str]:
        ends = self.block(statement.orelse, self.block(statement.body, sure))
        for handler in statement.handlers:
            caught = self.block(handler.body, sure)
            ends = ends if always_raises(handler.body) else ends & caught
        return self.block(statement.finalbody, ends)
