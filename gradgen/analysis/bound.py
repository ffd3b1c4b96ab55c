"""Which names are bound on every path, at each point of structured code."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from gradgen.analysis.effects import binds
from gradgen.syntax import always_raises, children, walk_statements

_LAZY = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.GeneratorExp)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)


@dataclass
class Bound:
    """The names that are bound on every path before, and after, each statement.

    What a statement has read is bound after it: else it had not run.
    """

    before: dict[ast.stmt, set[str]] = field(default_factory=dict)
    after: dict[ast.stmt, set[str]] = field(default_factory=dict)

    def block(self, body: list[ast.stmt], sure: set[str]) -> set[str]:
        """Follow a block that is entered with the names `sure` bound."""
        sure = set(sure)
        for statement in body:
            self.before[statement] = set(sure)
            sure |= surely_reads(statement)
            if isinstance(statement, ast.If):
                then, other = self.block(statement.body, sure), self.block(statement.orelse, sure)
                ends = isinstance(statement.body[-1], (ast.Raise, ast.Return))
                sure |= other if ends else then & other
            elif isinstance(statement, ast.For):
                end = self.block(statement.body, sure | binds(statement.target))
                sure |= end if _surely_runs(statement) else set()
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


def surely_reads(statement: ast.stmt) -> set[str]:
    """Return the names that a statement, or the header of a block, reads whenever it runs."""
    found: set[str] = set()
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        found.add(statement.target.id)
    if isinstance(statement, ast.For):
        return found | _read(statement.iter)
    if isinstance(statement, (ast.If, ast.While)):
        return found | _read(statement.test)
    if isinstance(statement, (ast.Assign, ast.AugAssign, ast.Expr)):
        return found.union(*map(_read, children(statement)))
    return found


def _read(node: ast.AST) -> set[str]:
    """Return the names that an expression reads whenever it is evaluated."""
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Load) else set()
    if isinstance(node, _LAZY):
        return set()
    if isinstance(node, ast.IfExp):
        return _read(node.test)
    if isinstance(node, ast.BoolOp):
        return _read(node.values[0])
    if isinstance(node, ast.Compare):
        return _read(node.left) | _read(node.comparators[0])
    if isinstance(node, _COMPREHENSIONS):
        return _read(node.generators[0].iter)
    return set[str]().union(*map(_read, children(node)))


def _surely_runs(loop: ast.For) -> bool:
    """Whether a loop has a first round, which runs to its end: `for k in range(3)`."""
    if any(isinstance(s, (ast.Break, ast.Continue)) for s in walk_statements(loop.body)):
        return False
    walked = loop.iter
    if isinstance(walked, (ast.Tuple, ast.List)):
        return any(not isinstance(part, ast.Starred) for part in walked.elts)
    if not isinstance(walked, ast.Call) or not isinstance(walked.func, ast.Name):
        return False
    numbers = [part.value for part in walked.args if isinstance(part, ast.Constant)]
    if walked.func.id != "range" or walked.keywords or len(numbers) != len(walked.args):
        return False
    whole = [number for number in numbers if type(number) is int]
    return len(whole) == len(numbers) > 0 and 0 not in whole[2:] and len(range(*whole)) > 0
