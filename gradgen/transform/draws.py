"""Calls with an effect leave the expressions that are differentiated: they run exactly once.

A derivative writes parts of an expression again, and in another order; a random draw among them,
or a value taken off a list, must be what it was in the forward pass.

    y = x * rng.normal() + rng.uniform()      becomes      draw = rng.normal()
                                                           draw2 = rng.uniform()
                                                           y = x * draw + draw2
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FunctionType

from gradgen import rules, syntax
from gradgen.analysis.callees import DRAWS
from gradgen.analysis.effects import Effects, reads
from gradgen.reader.unit import MISSING
from gradgen.transform.containers import list_method
from gradgen.transform.ends import Prepared, fresh
from gradgen.transform.naming import describe

_LAZY = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def name_effects(
    tree: ast.FunctionDef, source: Prepared, effects: Effects, active: set[str]
) -> None:
    """Give a name, before the statement, to what has an effect inside of an active expression."""
    for block in list(_blocks(tree)):
        for statement in list(block):
            if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Expr)):
                continue
            if isinstance(statement, syntax.Comment) or _takes_out(statement):
                continue
            if not reads(statement) & active or effects.is_pure(statement):
                continue
            made = _Naming(tree, source, effects, active, statement).run()
            place = block.index(statement)
            block[place:place] = made


def _takes_out(statement: ast.stmt) -> bool:
    """Whether a statement is `x = values.pop()`."""
    called = list_method(statement)
    return called is not None and called[1] != "append"


def _blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for holder in syntax.walk(tree):
        for part in ("body", "orelse", "finalbody"):
            block = getattr(holder, part, None)
            if isinstance(block, list):
                yield block


@dataclass
class _Naming:
    """Names the calls of one statement, in the order in which they are evaluated."""

    tree: ast.FunctionDef
    source: Prepared
    effects: Effects
    active: set[str]
    statement: ast.Assign | ast.AugAssign | ast.Expr
    made: list[ast.stmt] = field(default_factory=list)
    earlier: list[tuple[ast.AST, str, int | None]] = field(default_factory=list)

    def run(self) -> list[ast.stmt]:
        """Return the statements that go before; the statement reads their names."""
        statement = self.statement
        if isinstance(statement, ast.Expr):
            if isinstance(statement.value, ast.Call):
                self._visit_parts(statement.value)
            return self.made
        if isinstance(statement, ast.AugAssign):
            self._visit_index(statement.target)
        self._visit(statement, "value", None)
        if isinstance(statement, ast.Assign):
            self._visit_index(statement.targets[0])
        return self.made

    def _visit_index(self, target: ast.expr) -> None:
        """Visit what is evaluated to find the place that is written to."""
        if isinstance(target, ast.Subscript):
            self._visit(target, "value", None)
            self._visit(target, "slice", None)

    def _visit(self, owner: ast.AST, name: str, index: int | None) -> None:
        node = _get(owner, name, index)
        if isinstance(node, _LAZY):
            return
        if self.effects.is_pure(node):
            if reads(node) & self.active:
                self._visit_parts(node)
            else:
                self.earlier.append((owner, name, index))
        elif _is_lazy(node) or self._has_effect(node):
            changed = self.effects.mutates(node)
            for place in self.earlier:
                if reads(_get(*place)) & changed:
                    self._take(*place)
            self.earlier = []
            self._take(owner, name, index)
        else:
            self._visit_parts(node)

    def _visit_parts(self, node: ast.expr) -> None:
        for part in _parts(node):
            self._visit(*part)

    def _has_effect(self, node: ast.expr) -> bool:
        """Whether a part is a call with an effect, and not one that is differentiated itself."""
        if not isinstance(node, ast.Call) or self.effects.callee(node).pure:
            return False
        if node is self.statement.value and isinstance(self.statement, ast.Assign):
            return False
        meant = self.source.unit.scope.lookup(node.func)
        differentiable = isinstance(meant, FunctionType) or (
            meant is not MISSING and rules.find(meant) is not None
        )
        return not (differentiable and reads(node) & self.active)

    def _take(self, owner: ast.AST, name: str, index: int | None) -> None:
        node = _get(owner, name, index)
        if isinstance(node, (ast.Name, ast.Constant)):
            return
        made = fresh(self.tree, self.source, _name(node), again=False)
        assignment = ast.copy_location(syntax.assign(made, node), self.statement)
        self.source.origin[assignment] = self.source.origin.get(self.statement, self.statement)
        self.made.append(assignment)
        held = ast.copy_location(syntax.name(made), node)
        if index is None:
            setattr(owner, name, held)
        else:
            getattr(owner, name)[index] = held


def _is_lazy(node: ast.expr) -> bool:
    """Whether parts of an expression may not run; those that carry a derivative are `if` by now."""
    return isinstance(node, (ast.IfExp, ast.BoolOp, ast.Compare))


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        called = node.func
        method = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if method in DRAWS:
            return "draw"
    return describe(node) or "value"


def _parts(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Yield the places of the expressions directly inside a node, in order of evaluation."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.expr):
            yield node, name, None
        elif isinstance(value, list):
            for index, part in enumerate(value):
                if isinstance(part, ast.keyword):
                    yield part, "value", None
                elif isinstance(part, ast.expr):
                    yield node, name, index


def _get(owner: ast.AST, name: str, index: int | None) -> ast.expr:
    value = getattr(owner, name)
    found: ast.expr = value if index is None else value[index]
    return found
