"""Which names may carry a derivative, before there is a core language to analyse.

In: a function and the names of the inputs that are differentiated. Out: `may_be_active(expr)`,
flow-insensitive and generous: what it calls inactive is inactive, and is left whole.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from functools import cached_property
from types import FunctionType

from gradgen import rules
from gradgen.analysis.aliases import Aliases, aliases
from gradgen.analysis.callees import callee
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import base_name, children, walk

METADATA = frozenset({"shape", "size", "ndim", "dtype", "nbytes", "itemsize"})


class Activity:
    """The names of a function that may depend on an active input."""

    def __init__(self, unit: Unit, tree: ast.FunctionDef, inputs: Collection[str]) -> None:
        self.unit = unit
        self.inputs = frozenset(inputs)
        self.names = set(inputs)
        self.statements = {node.value for node in walk(tree) if isinstance(node, ast.Expr)}
        self.tree = tree
        while True:
            before = len(self.names)
            for node in walk(tree):
                self._spread(node)
            if len(self.names) == before:
                return

    @cached_property
    def _shared(self) -> Aliases:
        return aliases(self.tree, self.unit)

    def may_be_active(self, node: ast.AST | None) -> bool:
        """Tell whether the value of an expression may carry a derivative."""
        if node is None or isinstance(node, (ast.Constant, ast.Compare, ast.JoinedStr)):
            return False
        if isinstance(node, ast.Name):
            return node.id in self.names
        if isinstance(node, ast.Attribute):
            return node.attr not in METADATA and self.may_be_active(node.value)
        if isinstance(node, ast.Subscript):
            return self.may_be_active(node.value)
        if isinstance(node, ast.IfExp):
            return self.may_be_active(node.body) or self.may_be_active(node.orelse)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return False
        if isinstance(node, ast.Call) and self._is_constant(node):
            return False
        return any(self.may_be_active(child) for child in children(node))

    def _is_constant(self, call: ast.Call) -> bool:
        found = self.unit.scope.lookup(call.func)
        rule = None if found is MISSING else rules.find(found)
        return rule is not None and rule.why_constant is not None

    def _spread(self, node: ast.AST) -> None:
        """Add what one node makes active: the targets of an assignment, what a call writes to."""
        if isinstance(node, ast.Assign):
            if self.may_be_active(node.value):
                self._add(node.targets)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            if self.may_be_active(node.value):
                self._add([node.target])
        elif isinstance(node, (ast.For, ast.comprehension)):
            if self.may_be_active(node.iter):
                self._add([node.target])
        elif isinstance(node, ast.withitem):
            if node.optional_vars is not None and self.may_be_active(node.context_expr):
                self._add([node.optional_vars])
        elif isinstance(node, ast.Call) and not self._only_gives_a_value(node):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if any(self.may_be_active(argument) for argument in given):
                self._add(list(callee(node, self.unit).writes), in_place=True)

    def _only_gives_a_value(self, call: ast.Call) -> bool:
        """Tell whether a call is of a user function, and its value is used.

        That such a call writes to its arguments is found, and refused, where it is differentiated.
        """
        found = self.unit.scope.lookup(call.func)
        return call not in self.statements and isinstance(found, FunctionType)

    def _add(self, targets: list[ast.expr], in_place: bool = False) -> None:
        for target in targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                self._add(target.elts, in_place)
                continue
            name = base_name(target)
            if name is None:
                continue
            self.names.add(name)
            if in_place or not isinstance(target, ast.Name):
                self.names |= self._shared.members(name)
