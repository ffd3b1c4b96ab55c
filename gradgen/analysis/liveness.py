"""Which names are read later, at each point of structured code.

`live_after(body)` maps each statement to the names whose value may still be read once it has
run. `Liveness` can leave statements out of account: those that do not matter read nothing, so a
chain of assignments that ends nowhere is found at once, around loops too.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from gradgen.analysis.effects import captured, reads
from gradgen.syntax import walk_statements

Matters = Callable[[ast.stmt, set[str]], bool]
_JUMPS = (ast.Break, ast.Continue)
_PLAIN = (ast.Assign, ast.Expr, ast.AugAssign)


@dataclass(frozen=True)
class _Loop:
    statement: ast.stmt
    after_break: set[str]
    head: set[str]


class Liveness:
    """The live names of a body, by statement.

    `matters(statement, live)` is asked whether a statement is kept when the names in `live` are
    read after it; of a compound statement it is asked about the header alone, and one that holds
    a statement that is kept is kept too. A `break` or `continue` is kept with its loop.
    `always` is `captured(body)`, where that is known; `reads` tells what a node reads.

    Attributes
    ----------
    after, before : the live names after and before each statement
    inside : the live names at the start of the body of each loop
    kept : the statements that matter
    caught : the names that may be read after an error in the body
    """

    def __init__(
        self,
        body: Sequence[ast.stmt],
        at_end: Collection[str] = (),
        matters: Matters | None = None,
        always: Collection[str] | None = None,
        reads: Callable[[ast.AST], set[str]] = reads,
    ) -> None:
        self.after: dict[ast.stmt, set[str]] = defaultdict(set)
        self.before: dict[ast.stmt, set[str]] = defaultdict(set)
        self.inside: dict[ast.stmt, set[str]] = defaultdict(set)
        self.kept: set[ast.stmt] = set()
        self.caught: set[str] = set()
        self._matters = matters
        self._reads_of = reads
        self._always = captured(body) if always is None else set(always)
        self._known: dict[ast.AST, set[str]] = {}
        self._jumps: dict[ast.stmt, list[ast.stmt]] = {}
        self._heads: dict[ast.stmt, set[str]] = defaultdict(set)
        self._loops: list[_Loop] = []
        self._on_error: set[str] = set()
        self._on_return: set[str] = set()
        self._jumped = False
        again = True
        while again:
            size = len(self.kept)
            self._block(body, set(at_end) | self._always)
            # whether a jump is kept is known when its loop is: all else in the first round
            again = matters is not None and self._jumped and size != len(self.kept)
        del self._matters, self._reads_of  # they may know whoever keeps this

    def leaks(self, name: str, statements: Sequence[ast.stmt]) -> bool:
        """Whether control may leave statements early for a place where a name is read."""
        return name in self.caught or any(
            name in self.before[jump]
            for statement in statements
            for jump in self._jumps_in(statement)
        )

    def _jumps_in(self, statement: ast.stmt) -> list[ast.stmt]:
        if statement not in self._jumps:
            inside = walk_statements([statement])
            self._jumps[statement] = [node for node in inside if isinstance(node, _JUMPS)]
        return self._jumps[statement]

    def _block(self, body: Sequence[ast.stmt], live: set[str]) -> set[str]:
        for statement in reversed(body):
            if self._on_error:
                live = live | self._on_error
                self.caught |= self._on_error
            self.after[statement] |= live
            live = self._statement(statement, live)
            self.before[statement] |= live
        return live

    def _reads(self, node: ast.AST) -> set[str]:
        """Return what a node reads, remembered: loops and rounds ask again."""
        if node not in self._known:
            self._known[node] = self._reads_of(node)
        return self._known[node]

    def _keep(self, statement: ast.stmt, live: set[str], *blocks: Sequence[ast.stmt]) -> bool:
        if (
            statement in self.kept
            or self._matters is None
            or any(inner in self.kept for block in blocks for inner in block)
            or self._matters(statement, live)
        ):
            self.kept.add(statement)
            return True
        return False

    def _statement(self, node: ast.stmt, live: set[str]) -> set[str]:
        if isinstance(node, _PLAIN):
            if not self._keep(node, live):
                return live
            return (live - _killed(node)) | self._reads(node)
        if isinstance(node, ast.If):
            inside = self._block(node.body, live) | self._block(node.orelse, live)
            kept = self._keep(node, live, node.body, node.orelse)
            return self._reads(node.test) | inside if kept else live
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            return self._loop(node, live)
        if isinstance(node, (ast.Try, ast.TryStar)):
            return self._try(node, live)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self._with(node, live)
        if isinstance(node, ast.Match):
            return self._match(node, live)
        if isinstance(node, _JUMPS):
            self._jumped = True
            loop = self._loops[-1]
            if loop.statement in self.kept:
                self.kept.add(node)
            return loop.after_break if isinstance(node, ast.Break) else loop.head
        if not self._keep(node, live):
            return live
        if isinstance(node, (ast.Return, ast.Raise)):
            return self._reads(node) | self._always | self._on_return | self._on_error
        return (live - _killed(node)) | self._reads(node)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, live: set[str]) -> set[str]:
        ends = self._block(node.orelse, live)
        head = ends | self._heads[node]
        while True:
            head_reads = (
                self._reads(node.test) if isinstance(node, ast.While) else self._reads(node.target)
            )
            bound = set() if isinstance(node, ast.While) else _killed_by(node.target)
            self._loops.append(_Loop(node, live, head))
            inside = self._block(node.body, head)
            self._loops.pop()
            self.inside[node] |= inside
            kept = self._keep(node, live, node.body, node.orelse)
            grown = head | (inside - bound) | (head_reads if kept else set())
            if grown == head:
                break
            head = grown
        self._heads[node] = head
        if not kept:
            return live
        return head | (self._reads(node.iter) if not isinstance(node, ast.While) else set())

    def _try(self, node: ast.Try | ast.TryStar, live: set[str]) -> set[str]:
        outer_error, outer_return = self._on_error, self._on_return
        finish = self._block(node.finalbody, live | outer_error | outer_return)
        if node.finalbody:
            self._on_error = self._on_return = finish
        caught: set[str] = set()
        for handler in node.handlers:
            own = {handler.name} if handler.name else set()
            caught |= self._block(handler.body, finish) - own
            caught |= self._reads(handler.type) if handler.type else set()
        done = self._block(node.orelse, finish)
        self._on_error = self._on_error | caught
        inside = self._block(node.body, done)
        self._on_error, self._on_return = outer_error, outer_return
        handlers = [inner for handler in node.handlers for inner in handler.body]
        kept = self._keep(node, live, node.body, handlers, node.orelse, node.finalbody)
        return inside | caught if kept else live

    def _with(self, node: ast.With | ast.AsyncWith, live: set[str]) -> set[str]:
        outer = self._on_error
        self._on_error = outer | live  # a context manager may swallow an error
        inside = self._block(node.body, live)
        self._on_error = outer
        return (
            inside | set[str]().union(*map(self._reads, node.items))
            if self._keep(node, live, node.body)
            else live
        )

    def _match(self, node: ast.Match, live: set[str]) -> set[str]:
        inside = set(live)
        for case in node.cases:
            inside |= self._block(case.body, live) | self._reads(case)
        blocks = [inner for case in node.cases for inner in case.body]
        return inside | self._reads(node.subject) if self._keep(node, live, blocks) else live


def _killed_by(target: ast.expr) -> set[str]:
    """Return the names that an assignment to a target binds."""
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, ast.Starred):
        return _killed_by(target.value)
    if isinstance(target, (ast.Tuple, ast.List)):
        return set[str]().union(*(_killed_by(element) for element in target.elts))
    return set()


def _killed(node: ast.stmt) -> set[str]:
    """Return the names that a statement surely gives a new value, whatever it was before."""
    if isinstance(node, (ast.Assign, ast.Delete)):
        if len(node.targets) == 1:
            return _killed_by(node.targets[0])
        return set[str]().union(*(_killed_by(target) for target in node.targets))
    if isinstance(node, ast.AugAssign) or (isinstance(node, ast.AnnAssign) and node.value):
        return _killed_by(node.target)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    return set()


def live_after(body: Sequence[ast.stmt], at_end: Collection[str] = ()) -> dict[ast.stmt, set[str]]:
    """Return, for each statement, the names that may be read after it."""
    return dict(Liveness(body, at_end).after)
