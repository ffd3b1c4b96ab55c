"""Temporaries that are used once go back into the expression that uses them.

    exp_neg_z = np.exp(-z)
    grad_z = -exp_neg_z / z.size        ->      grad_z = -np.exp(-z) / z.size

That is done only for names that gradgen made, and only where the value is the same: the
expression is pure, and nothing from its definition to its use binds a name in it or may write to
memory that it reads. It never goes into a loop, and not where the line would become long.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from gradgen.analysis.effects import binds, reads
from gradgen.syntax import (
    Comment,
    children,
    content,
    key,
    substitute,
    walk,
    walk_statements,
)
from gradgen.transform.simplify_body import Body, blocks_of, is_handed_back, places, without

WIDTH = 80
_TRIVIAL = 8  # an expression of so few characters is never worth a name
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.Assert, ast.Raise)
_LATER = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr)


@dataclass(frozen=True)
class _Use:
    """Where a name is read: the innermost statement, and the indentation of its line."""

    statement: ast.stmt
    depth: int


def put_back(body: Body) -> bool:
    """Put every temporary that is used once back where it is used, if that changes nothing."""
    return _PutBack(body).run()


class _PutBack:
    def __init__(self, body: Body) -> None:
        self.body = body
        self.live = body.live
        self.gone: set[ast.stmt] = set()
        simple = [
            statement
            for statement in walk_statements(body.function.unit.tree.body)
            if isinstance(statement, _SIMPLE)
        ]
        self.users = {content(statement) for statement in simple}
        self.longest = max((len(walk(statement)) for statement in simple), default=0)
        self.definitions = _definitions(body)
        self.places = places(body.tree.body)
        self.fixed = body.pinned | body.function.keep
        self.mentions = Mentions()

    def run(self) -> bool:
        self._block(self.body.tree.body, depth=1)
        return without(self.body, self.gone)

    def _block(self, block: list[ast.stmt], depth: int) -> None:
        for position, statement in enumerate(block):
            if isinstance(statement, ast.Assign) and self._is_temporary(statement):
                if self._put_back(statement, block[position + 1 :], depth):
                    self.gone.add(statement)
            for inner in blocks_of(statement):
                self._block(inner, depth + 1)

    def _is_temporary(self, node: ast.Assign) -> bool:
        target = node.targets[0]
        if len(node.targets) != 1 or not isinstance(target, ast.Name):
            return False
        if target.id not in self.body.made or target.id in self.fixed:
            return False
        read = reads(node.value)
        return (
            target.id not in read
            and read.isdisjoint(self.body.pinned)
            and self.body.effects.is_pure(node.value)
        )

    def _put_back(self, node: ast.Assign, rest: list[ast.stmt], depth: int) -> bool:
        target = node.targets[0]
        assert isinstance(target, ast.Name)
        operands = reads(node.value)
        for statement in rest:
            if statement in self.gone or isinstance(statement, Comment):
                continue
            mentions = self.mentions.of(target.id, statement)
            if self.live.leaks(target.id, [statement]):
                return False
            if not mentions:
                if operands & self.body.changes(statement):
                    return False
                continue
            used = [name for name in mentions if isinstance(name.ctx, ast.Load)]
            if len(used) != 1 or not self._ends_here(statement, target.id, len(mentions)):
                return False
            place = _use_of(statement, used[0], depth)
            if place is None or not self._allowed(node, statement, place, used[0], operands):
                return False
            self.mentions = Mentions()
            return self._fill(node, place, used[0])
        return False

    def _ends_here(self, statement: ast.stmt, name: str, mentions: int) -> bool:
        """Whether the value of a name that is read in a statement is not read after it."""
        if mentions == 1:
            return name not in self.live.after[statement]
        return (
            mentions == 2
            and isinstance(statement, ast.Assign)
            and name in binds(*statement.targets)
        )

    def _allowed(
        self, node: ast.Assign, outer: ast.stmt, place: _Use, use: ast.Name, operands: set[str]
    ) -> bool:
        """Whether the value at the place is the value at the definition, and belongs there."""
        if use.id in self.body.effects.mutates(outer):
            return False
        where = self.places[node]
        if not where.forward and where.quoted not in (None, self.places[outer].quoted):
            return False
        handed_back = is_handed_back(place.statement, use)
        if handed_back and place.statement in self.body.tree.body:
            return False
        if self._is_derivative_of_the_users(use.id) and not handed_back:
            return False
        inner = place.statement
        if inner is outer and isinstance(inner, (*_SIMPLE, ast.If, ast.For)):
            parts = _evaluated_first(inner, use)
            if parts is not None:
                written = self.body.aliases.observers(self.body.written(*parts))
                return not operands & (written | binds(*parts))
        return not operands & self.body.changes(outer)

    def _is_derivative_of_the_users(self, name: str) -> bool:
        """Whether a name is `grad_v` or `d_v` of a variable of the user's."""
        kind, _, of = name.partition("_")
        derivative = kind.rstrip("0123456789") in ("grad", "d")
        return derivative and of in self.body.function.unit.scope.local_names

    def _fill(self, node: ast.Assign, place: _Use, use: ast.Name) -> bool:
        """Put the expression in, unless the line becomes too long."""
        statement, value = place.statement, node.value
        filled = _Fill(use, value)
        before = key(value)
        filled.visit(statement)
        if (
            len(before) <= max(len(use.id), _TRIVIAL)
            or _width(statement, place.depth) <= WIDTH
            or self._becomes_the_users(statement)
        ):
            return True
        _Fill(value, use).visit(statement)
        return False

    def _becomes_the_users(self, statement: ast.stmt) -> bool:
        """Whether a statement is one of the user's once all temporaries in it are put back."""
        if not isinstance(statement, _SIMPLE):
            return False
        for _ in range(len(self.definitions) + 1):
            if content(statement) in self.users:
                return True
            known = {
                name: self.definitions[name] for name in reads(statement) & {*self.definitions}
            }
            if not known or len(walk(statement)) > self.longest:
                return False
            statement = substitute(statement, known)
        return False


def _definitions(body: Body) -> dict[str, ast.expr]:
    """Return the values of the names of gradgen's that are bound once."""
    found: dict[str, list[ast.expr]] = {}
    for statement in walk_statements(body.tree.body):
        for name in binds(statement) if isinstance(statement, ast.Assign) else ():
            found.setdefault(name, []).append(statement.value)  # type: ignore[attr-defined]
    return {
        name: values[0] for name, values in found.items() if len(values) == 1 and name in body.made
    }


def mentions_of(name: str, statement: ast.stmt) -> list[ast.Name]:
    """Return every place in a statement where a name is read or bound."""
    return [n for n in walk(statement) if n.__class__ is ast.Name and n.id == name]


class Mentions:
    """Where names occur in statements; it holds until one is changed."""

    def __init__(self) -> None:
        self._of: dict[ast.stmt, dict[str, list[ast.Name]]] = {}
        self._bound: dict[ast.stmt, set[str]] = {}

    def of(self, name: str, statement: ast.stmt) -> list[ast.Name]:
        """Return every place in a statement where a name is read or bound."""
        known = self._of.get(statement)
        if known is None:
            known = self._of[statement] = {}
            for node in walk(statement):
                if isinstance(node, ast.Name):
                    known.setdefault(node.id, []).append(node)
        return known.get(name, [])

    def bound(self, statement: ast.stmt) -> set[str]:
        """Return the names that a statement binds."""
        if statement not in self._bound:
            self._bound[statement] = binds(statement)
        return self._bound[statement]


def _once(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of an expression that are evaluated at most once, and right away."""
    yield node
    if not isinstance(node, _LATER):
        for part in children(node):
            yield from _once(part)


def _use_of(statement: ast.stmt, use: ast.Name, depth: int) -> _Use | None:
    """Return the place of a use that is reached at most once; None inside loops and functions."""
    if isinstance(statement, _SIMPLE):
        return _Use(statement, depth) if use in _once(statement) else None
    if isinstance(statement, ast.For):
        return _Use(statement, depth) if use in _once(statement.iter) else None
    if isinstance(statement, ast.If):
        if use in _once(statement.test):
            return _Use(statement, depth)
        for inner in (*statement.body, *statement.orelse):
            if use in walk(inner):
                return _use_of(inner, use, depth + 1)
    return None


def _evaluated_first(statement: ast.stmt, use: ast.Name) -> list[ast.expr] | None:
    """Return what a statement evaluates before it binds or stores; None if the use is no part."""
    if isinstance(statement, ast.If):
        parts = [statement.test]
    elif isinstance(statement, ast.For):
        parts = [statement.iter]
    elif isinstance(statement, (ast.Assign, ast.AugAssign)):
        parts = [statement.value]
    else:
        parts = [part for part in children(statement) if isinstance(part, ast.expr)]
    return parts if any(use in walk(part) for part in parts) else None


class _Fill(ast.NodeTransformer):
    """Replace one node by another."""

    def __init__(self, old: ast.expr, new: ast.expr) -> None:
        self.old = old
        self.new = new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _width(statement: ast.stmt, depth: int) -> int:
    """Return the length of the longest line of a simple statement, or of a header."""
    text = key(statement)
    lines = text.splitlines()
    return 4 * depth + (max(map(len, lines)) if isinstance(statement, _SIMPLE) else len(lines[0]))
