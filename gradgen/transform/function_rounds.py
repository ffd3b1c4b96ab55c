"""The rounds of a loop that is written out: its targets in each, and its body with them filled in.

for k, f in ((1, a), (2, b)): x = k * f(x)      {"k": 1, "f": a}, {"k": 2, "f": b}
"""

from __future__ import annotations

import ast

from gradgen.syntax import clone, names_bound, names_in, substitute, walk


def bound(target: ast.expr, element: ast.expr) -> dict[str, ast.expr] | None:
    """Return what each target of a loop is for one element."""
    if isinstance(target, ast.Name):
        return {target.id: element}
    if not isinstance(target, ast.Tuple) or not isinstance(element, ast.Tuple):
        return None
    if len(target.elts) != len(element.elts):
        return None
    found: dict[str, ast.expr] = {}
    for one, part in zip(target.elts, element.elts, strict=True):
        inner = bound(one, part)
        if inner is None:
            return None
        found |= inner
    return found


def one_round(body: list[ast.stmt], values: dict[str, ast.expr]) -> list[ast.stmt] | None:
    """Return the body of a loop for one round."""
    bound = set[str]().union(*map(names_bound, body))
    if bound & set(values) or any(bound & names_in(value) for value in values.values()):
        return None
    for statement in body:  # a function inside sees the variable as it is later on
        for node in walk(statement):
            if isinstance(node, (ast.Lambda, ast.FunctionDef)) and names_in(node) & set(values):
                return None
            if isinstance(node, ast.arg) and node.arg in values:
                return None
            if isinstance(node, ast.comprehension) and names_in(node.target) & set(values):
                return None
    return [_Settled().visit(substitute(clone(statement), values)) for statement in body]


class _Settled(ast.NodeTransformer):
    """Decides what is written out: `"a" == "b"`, and what depends on that."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Return the outcome of a comparison of two constants."""
        (operator, *more), (other, *_) = node.ops, node.comparators
        if more or not isinstance(node.left, ast.Constant) or not isinstance(other, ast.Constant):
            return self.generic_visit(node)
        if not isinstance(operator, (ast.Eq, ast.NotEq)):
            return node
        equal = node.left.value == other.value
        return ast.copy_location(ast.Constant(value=equal is isinstance(operator, ast.Eq)), node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """Return the part that a constant chooses."""
        self.generic_visit(node)
        if not isinstance(node.test, ast.Constant):
            return node
        return node.body if node.test.value else node.orelse


def leaves(body: list[ast.stmt]) -> bool:
    """Tell whether a body leaves its loop, or a round of it."""
    for statement in body:
        if isinstance(statement, (ast.Break, ast.Continue)):
            return True
        if isinstance(statement, (ast.For, ast.While, ast.FunctionDef)):
            continue
        for field in ("body", "orelse", "finalbody"):
            if leaves(getattr(statement, field, [])):
                return True
        if any(leaves(case.body) for case in getattr(statement, "cases", [])):
            return True
    return False


def before(body: list[ast.stmt], place: ast.stmt, start: list[ast.stmt] | None) -> list[ast.stmt]:
    """Put statements before one, or take that one away."""
    made: list[ast.stmt] = []
    for statement in body:
        if statement is place:
            made += [] if start is None else [*start, statement]
            continue
        for field in ("body", "orelse", "finalbody"):
            inner = getattr(statement, field, None)
            if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
                left = before(inner, place, start)
                setattr(statement, field, left or [ast.copy_location(ast.Pass(), statement)])
        for case in getattr(statement, "cases", []):
            case.body = before(case.body, place, start) or [
                ast.copy_location(ast.Pass(), statement)
            ]
        made.append(statement)
    return made
