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
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            if statement.target.id in after:
                after |= self._seen(statement)
        elif isinstance(statement, (ast.Assign, ast.Expr)):
            for call in ast.walk(statement.value):
                if isinstance(call, ast.Call) and self._puts_varied(call, names):
                    after |= self._seen(call)
        return after

    def _seen(self, node: ast.AST) -> frozenset[str]:
        """Return the names that see what a statement or a call writes to."""
        written = self.effects.mutates(node)
        return frozenset(written).union(*(self.aliases.members(name) for name in written))

    def _puts_varied(self, call: ast.Call, names: frozenset[str]) -> bool:
        """Whether a call that writes to something is given a value that varies."""
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        return any(self.varied(argument, names) for argument in given)
