"""Adjoint and tangent expressions, kept as sums of products until they are printed.

In: expressions of rules and of the user's text, as trees. Out: the same values, like terms merged
and common factors taken out. Only products and sums of adjoints are rearranged.

>>> from gradgen.analysis.values import SCALAR
>>> shape = {"n": SCALAR}.get
>>> def read(text: str) -> Product:
...     return parse(syntax.expr(text), lambda node: shape(syntax.key(node)) or Shape())
>>> syntax.key(print_sum([read("residual * 2 / n")]))
'2.0 / n * residual'
>>> syntax.key(print_sum([read("g"), read("-2 * n * g")]))
'(1.0 - 2.0 * n) * g'
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace

from gradgen import syntax
from gradgen.analysis.shape_tools import broadcast
from gradgen.analysis.values import NO_FACTS, Facts, Info, Shape, is_scalar
from gradgen.transform.coefficients import Number, add, literal, tidy
from gradgen.transform.products import (
    Factor,
    Product,
    binary,
    print_product,
    shape_of,
)

ShapeOf = Callable[[ast.expr], Shape | Info]


def split_scalars(product: Product) -> tuple[Product, Product, Facts]:
    """Split off the number and the factors proven to have rank 0; return the facts of the proofs.

    Returns
    -------
    scalars : the number and the scalar factors
    rest : the other factors
    facts : what the proofs rest on
    """
    scalars: list[Factor] = []
    rest: list[Factor] = []
    used = NO_FACTS
    for factor in product.factors:
        facts = is_scalar(factor.shape)
        (rest if facts is None else scalars).append(factor)
        used |= facts or NO_FACTS
    return replace(product, factors=tuple(scalars)), Product(1, tuple(rest)), used


def parse(node: ast.expr, shape_of: ShapeOf) -> Product:
    """Read a tree as a product: `*`, `/`, signs, numbers and literal exponents are taken apart.

    Everything else is one opaque factor. Where `shape_of` gives an `Info`, its dtype decides
    whether the factor is known to be floating; where it gives a `Shape`, it is taken to be.
    """
    value = literal(node)
    if value is not None:
        return Product.number(value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        inner = parse(node.operand, shape_of)
        return inner.negated() if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        taken = _parse_operator(node, shape_of)
        if taken is not None:
            return taken
    known = shape_of(node)
    if isinstance(known, Shape):
        return Product.of(node, known)
    return Product.of(node, known.shape, floating=_is_floating(known))


def _parse_operator(node: ast.BinOp, shape_of: ShapeOf) -> Product | None:
    if isinstance(node.op, ast.Mult):
        return parse(node.left, shape_of).times(parse(node.right, shape_of))
    if isinstance(node.op, ast.Div):
        divisor = parse(node.right, shape_of)
        if divisor.coefficient != 0:
            return parse(node.left, shape_of).over(divisor)
    exponent = literal(node.right) if isinstance(node.op, ast.Pow) else None
    base = parse(node.left, shape_of) if exponent else None
    if exponent and base and base.factors and base.all_floating:
        if len(base.factors) == 1:
            return base.power(exponent)
        # A product of the user's is raised as it is written.
        return Product(1, (Factor(node.left, base.shape(), exponent),))
    return None


def _is_floating(info: Info) -> bool:
    if info.dtype == "bool":
        return False
    return info.dtype in ("float", "complex") or info.kind == "number"


class _Folder(ast.NodeTransformer):
    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        inner = node.operand
        if isinstance(node.op, ast.UAdd):
            return inner
        if isinstance(node.op, ast.USub) and isinstance(inner, ast.UnaryOp):
            return inner.operand if isinstance(inner.op, ast.USub) else node
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        value = literal(node)
        if value is not None:
            return syntax.number(value)
        left, right = literal(node.left), literal(node.right)
        if isinstance(node.op, ast.Mult) and 1 in (left, right):
            return node.right if left == 1 else node.left
        if isinstance(node.op, ast.Div) and right == 1:
            return node.left
        if isinstance(node.op, (ast.Add, ast.Sub)) and right == 0:
            return node.left
        if isinstance(node.op, ast.Pow) and right is not None:
            if right == 1:
                return node.left
            node.right = syntax.number(tidy(right))
        return node


def fold(node: ast.expr) -> ast.expr:
    """Fold the numbers in the text of a rule: `p * x**(p - 1.0)` with p = 2 becomes `2 * x`."""
    if not any(isinstance(part, (ast.Constant, ast.UnaryOp)) for part in syntax.walk(node)):
        return syntax.clone(node)
    folded = _Folder().visit(syntax.clone(node))
    assert isinstance(folded, ast.expr)
    return folded


def collect(products: Iterable[Product]) -> list[Product]:
    """Merge like terms; a term whose coefficients sum to zero goes, the last one leaves a zero."""
    terms: dict[tuple[tuple[str, Number], ...], Product] = {}
    cancelled: set[tuple[tuple[str, Number], ...]] = set()
    for product in products:
        key = tuple(sorted((factor.text, factor.power) for factor in product.factors))
        old = terms.get(key)
        if old is None:
            terms[key] = product
            continue
        coefficient, divisor = _added(old, product)
        if coefficient == 0 and old.coefficient != 0:
            cancelled.add(key)
        terms[key] = Product(coefficient, old.factors, divisor)
    kept = [
        term
        for key, term in terms.items()
        if not (term.is_zero or (term.coefficient == 0 and key in cancelled))
    ]
    return kept or [Product.number(0)]


def _added(a: Product, b: Product) -> tuple[Number, Number]:
    """Return the number before the sum of two like terms."""
    if a.divisor == b.divisor:
        exact = add(a.coefficient, b.coefficient)
        return a.coefficient + b.coefficient if exact is None else exact, a.divisor
    top = a.coefficient * b.divisor + b.coefficient * a.divisor
    return top, a.divisor * b.divisor


def total(products: Iterable[Product]) -> Product:
    """Return a sum as one product: common factors times the sum of what is left."""
    terms = collect(products)
    if len(terms) == 1:
        return terms[0]
    common = _common(terms)
    rest = [_divided(term, common) for term in terms]
    if not any(term.floating for term in rest):
        # `mask + mask` is a logical or: each term keeps its own float.
        common, rest = Product.one(), terms
    if not common.is_one:
        rest.sort(key=lambda term: not (term.is_number and term.coefficient > 0))
    shape = broadcast(shape_of(term) for term in rest)
    return common.times(Product.of(_sum_tree(rest), shape))


def _common(terms: list[Product]) -> Product:
    """Return what all terms have in common: factors, and the number up to its sign."""
    first, *others = terms
    factors = [factor for factor in first.factors if all(factor in term.factors for term in others)]
    coefficient, divisor = first.magnitude
    if any(term.magnitude != first.magnitude for term in others):
        coefficient, divisor = 1, 1
    worth_it = bool(factors) or (coefficient, divisor) != (1, 1)
    if worth_it and all(term.coefficient < 0 for term in terms):
        coefficient = -coefficient
    return Product(coefficient, tuple(dict.fromkeys(factors)), divisor)


def _divided(term: Product, common: Product) -> Product:
    for factor in common.factors:
        term = term.without(factor)
    if abs(common.coefficient) != 1 or common.divisor != 1:
        sign = 1 if (term.coefficient < 0) == (common.coefficient < 0) else -1
        return Product(sign, term.factors)
    return term.scaled(common.coefficient)


def _sum_tree(terms: list[Product]) -> ast.expr:
    """Write a sum: a positive term first if there is one, and one that makes it a sum of floats."""
    ranked = sorted(terms, key=lambda term: (not term.floating, term.coefficient < 0))
    first = ranked[0] if terms[0].coefficient < 0 or not terms[0].floating else terms[0]
    tree = print_product(first, as_float=True)
    for term in terms:
        if term is not first:
            operator = ast.Sub() if term.coefficient < 0 else ast.Add()
            magnitude = replace(term, coefficient=abs(term.coefficient))
            tree = binary(tree, operator, print_product(magnitude))
    return tree


def print_sum(products: Iterable[Product], as_float: bool = False) -> ast.expr:
    """Write a sum of products: like terms merged, common factors taken out.

    With `as_float`, a value that may hold integers or booleans is multiplied by `1.0`.
    """
    return print_product(total(products), as_float)


__all__ = [
    "Factor", "Product", "ShapeOf", "collect", "fold", "parse", "print_product",
    "print_sum", "shape_of", "split_scalars", "total",
]  # fmt: skip
