"""What varies in forward mode: a write in place is followed to every name that sees it.

Reverse mode refuses such writes; here the tangents share memory as the values do.
"""

from __future__ import annotations

import ast

from gradgen.analysis.activity import Activity


class ForwardActivity(Activity):
    """The varied names before each statement, and in `ever` those that ever vary."""

    def _statement(self, statement: ast.stmt, names: frozenset[str]) -> frozenset[str]:
        after = super()._statement(statement, names)
        if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Expr)):
            return after
        written = self.effects.mutates(statement)
        if written and self._reads_varied(statement.value, names | (written & after)):
            for name in written:
                after |= {name} | self.aliases.members(name)
        return after

    def _reads_varied(self, value: ast.expr, names: frozenset[str]) -> bool:
        """Whether a value, or an argument of a call, varies."""
        if self.varied(value, names):
            return True
        given = (
            [*value.args, *(k.value for k in value.keywords)] if isinstance(value, ast.Call) else []
        )
        return any(self.varied(argument, names) for argument in given)
