"""What an expression *is*: a use of a primitive with a rule, a call of a user function, or neither.

>>> use_of(<np.exp(x)>)        ->  Primitive(rule of numpy.exp, x bound to `x`)
>>> use_of(<dense(x, w, b)>)   ->  UserCall(dense, …)
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType

from gradgen import rules
from gradgen.reader.unit import MISSING, Unit
from gradgen.runtime import HELPERS

OF_OBJECTS = ("dataclasses", "copy", "collections", "types")
"""Modules of Python whose functions take any object apart, which their text does not tell."""


CHOICES = ("axis", "axes", "dtype", "keepdims")
"""Options that are never real numbers, whatever is known of the names that they come from."""


@dataclass(frozen=True)
class Primitive:
    """A use of a primitive: its rule, and which expression stands for which parameter."""

    rule: rules.Rule
    binding: rules.Binding
    node: ast.expr

    def data(self) -> dict[str, ast.expr]:
        """Return what can carry a gradient, by parameter (`operands 0` in sequences)."""
        found = dict(self.binding.data)
        for parameter, elements in self.binding.sequences.items():
            for index, element in enumerate(elements):
                found[f"{parameter} {index}"] = element
        return found

    def results(self) -> dict[str, ast.expr]:
        """Return an expression for each result: the call, or its elements."""
        if len(self.rule.results) == 1:
            return {self.rule.result: self.node}
        return {
            result: ast.Subscript(self.node, ast.Constant(place), ast.Load())
            for place, result in enumerate(self.rule.results)
        }

    def read(self) -> dict[str, ast.expr]:
        """Return every argument whose value, not only its shape or type, enters the result."""
        like = {p.name for p in self.rule.parameters if p.kind == "like"}
        left_out = {*like, *CHOICES}
        options = {p: e for p, e in self.binding.options.items() if p not in left_out}
        return {**self.data(), **options}


@dataclass(frozen=True)
class UserCall:
    """A call of a function that has source and no rule."""

    function: FunctionType
    node: ast.Call


@dataclass(frozen=True)
class Unbound:
    """A call of a function that has a rule, in a way that the rule does not cover."""

    rule: rules.Rule
    node: ast.expr
    reason: str
    help: str


Use = Primitive | UserCall | Unbound


def arithmetic_of_update(statement: ast.AugAssign) -> ast.BinOp:
    """Return `v + e` for `v += e`."""
    from gradgen.syntax import loaded

    made = ast.BinOp(left=loaded(statement.target), op=statement.op, right=statement.value)
    return ast.copy_location(made, statement)


class Uses:
    """Finds, and remembers, what the expressions of one function are."""

    def __init__(self, unit: Unit, known: Mapping[str, object] | None = None) -> None:
        self.unit = unit
        self.known = known or {}
        self._found: dict[int, tuple[ast.expr, Use | None]] = {}

    def of(self, node: ast.expr) -> Use | None:
        """Return what `node` is; None for names, constants, displays, elements, unknown calls."""
        cached = self._found.get(id(node))
        if cached is not None and cached[0] is node:
            return cached[1]
        use = self._find(node)
        self._found[id(node)] = (node, use)
        return use

    def called(self, node: ast.expr) -> object:
        """Return the object that a chain of names means, or MISSING."""
        if isinstance(node, ast.Name) and node.id in self.known:
            return self.known[node.id]
        return self.unit.scope.lookup(node)

    def _find(self, node: ast.expr) -> Use | None:
        if isinstance(node, (ast.BinOp, ast.UnaryOp)):
            return self._bound(rules.operator(node.op), node)
        if isinstance(node, ast.Compare):
            return self._bound(rules.operator(node.ops[0]), node) if len(node.ops) == 1 else None
        if isinstance(node, ast.Attribute):
            if self.called(node) is not MISSING:
                return None
            rule = rules.attribute(node.attr)
            return None if rule is None else self._bound(rule, node, node.value)
        if isinstance(node, ast.Call):
            return self._call(node)
        return None

    def _call(self, node: ast.Call) -> Use | None:
        meant = self.called(node.func)
        if meant is MISSING:
            if isinstance(node.func, ast.Attribute):
                rule = rules.method(node.func.attr)
                return None if rule is None else self._bound(rule, node, node.func.value)
            return self._helper(node)
        rule = rules.find(meant)
        if rule is not None:
            return self._bound(rule, node)
        if isinstance(meant, FunctionType) and meant.__module__ not in OF_OBJECTS:
            return UserCall(meant, node)
        return None

    def _helper(self, node: ast.Call) -> Use | None:
        """Return the rule of a helper that a function calls before it is differentiated."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in HELPERS or name in self.unit.scope.local_names:
            return None
        rule = rules.find_name(f"helper.{name}")
        return None if rule is None else self._bound(rule, node)

    def _bound(
        self,
        rule: rules.Rule,
        node: ast.Call | ast.BinOp | ast.UnaryOp | ast.Compare | ast.Attribute,
        receiver: ast.expr | None = None,
    ) -> Use:
        rule = rules.in_form(rule, node, receiver)
        try:
            return Primitive(rule, rules.bind(rule, node, receiver), node)
        except rules.RuleMismatch as mismatch:
            return Unbound(rule, node, mismatch.reason, mismatch.help)


Lookup = Callable[[ast.expr], Use | None]
