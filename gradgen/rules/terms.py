"""Sums in templates: put together, or without the terms that are zero."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from gradgen import syntax


def total_of(terms: Iterable[ast.expr]) -> ast.expr:
    """Return the sum of terms."""
    total, *rest = terms
    for term in rest:
        total = syntax.expr("A + B", A=total, B=term)
    return total


class DropTerms(ast.NodeTransformer):
    """Drops the inactive terms of every sum; where a whole sum is inactive, so is what holds it."""

    def __init__(self, is_active: Callable[[ast.expr], bool]) -> None:
        self.is_active = is_active

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Drop the terms of one sum."""
        terms = _terms(node)
        kept = [(sign, term) for sign, term in terms if self.is_active(term)]
        if len(terms) == 1 or not kept:
            self.generic_visit(node)
            return node
        return _signed_sum([(sign, self.visit(term)) for sign, term in kept])


def _terms(node: ast.expr, sign: int = 1) -> list[tuple[int, ast.expr]]:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _terms(left, sign) + _terms(right, sign)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _terms(left, sign) + _terms(right, -sign)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _terms(operand, -sign)
    return [(sign, node)]


def _signed_sum(terms: list[tuple[int, ast.expr]]) -> ast.expr:
    (sign, total), *rest = terms
    if sign < 0:
        total = syntax.expr("-A", A=total)
    for sign, term in rest:
        total = syntax.expr("A + B" if sign > 0 else "A - B", A=total, B=term)
    return total
