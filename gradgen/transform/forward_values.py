"""The values that a tangent reads, the shape that it must have, and the zeros where nothing moves.

A tangent may be smaller than its value (`d_b` for `x + b` where only the number `b` moves); NumPy
stretches it wherever it meets other arrays, so it is written out only where its shape counts.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace

from gradgen import syntax
from gradgen.analysis.effects import Effects
from gradgen.analysis.uses import Primitive
from gradgen.analysis.values import NO_FACTS, Info, Shape, is_scalar
from gradgen.transform import algebra
from gradgen.transform.adjoint import Walk
from gradgen.transform.algebra import Product


@dataclass(frozen=True)
class Tangent:
    """The tangent of a node, as a sum.

    Attributes
    ----------
    full
        Whether it surely has the shape of the value.
    borrowed
        Whether it may share memory with another tangent where the value shares none: it is copied
        where one of them is written.
    """

    terms: tuple[Product, ...]
    full: bool = True
    borrowed: bool = False

    def total(self) -> Product:
        """Return the sum as one product."""
        return algebra.total(self.terms)

    @staticmethod
    def of(node: ast.expr, shape: Shape, borrowed: bool = False) -> Tangent:
        """Return a tangent that is one opaque expression."""
        return Tangent((Product.of(node, shape),), borrowed=borrowed)


@dataclass
class TangentValues(Walk):
    """What one statement reads, as text.

    Attributes
    ----------
    effects
        What calls do: a value that cannot be had twice is named.
    loose
        Names whose tangent may be smaller than they are.
    current
        Names that vary just before the statement (`varied`: those that ever do).
    touched
        Names whose memory is written somewhere in the function.
    holders
        The names that the statement gives values to.
    parts
        Names that hold the values of expressions when the tangent is evaluated.
    """

    effects: Effects = field(kw_only=True)
    loose: frozenset[str] = frozenset()
    current: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    parts: dict[str, str] = field(default_factory=dict)

    def d(self, name: str) -> str:
        """Return the name of the tangent of a variable."""
        made = self.context.names.tangent(name)
        self.context.made.add(made)
        return made

    def index(self, node: ast.expr) -> ast.expr:
        """Return an index that may be written twice."""
        if self.effects.is_pure(node):
            return syntax.clone(node)
        return self.named_value(node)

    def _is_number(self, node: ast.expr) -> bool:
        """Whether a value is a number without a guard that says so."""
        return is_scalar(self.info(node).shape) == NO_FACTS

    def may_be_view(self, node: ast.expr) -> bool:
        """Whether text for a tangent may stand for memory of another one."""
        if isinstance(node, (ast.Name, ast.Subscript, ast.Attribute)):
            return True
        use = self.context.uses.of(node) if isinstance(node, ast.Call) else None
        return isinstance(use, Primitive) and use.rule.result_view != "never"

    def filled(self, template: ast.expr, use: Primitive, lets: dict[str, ast.expr]) -> ast.expr:
        """Fill the holes of a rule's text; what has a name by now is read by it."""
        return _ByName(self.hoisted).named(super().filled(template, use, lets))

    def value(self, node: ast.expr) -> ast.expr:
        """Return text for the value of a node, naming it before the statement if it must be."""
        known = self.parts.get(syntax.key(node))
        if known is not None:
            return syntax.name(known)
        hoisted = self.hoisted.get(syntax.key(node))
        if hoisted is not None:
            return syntax.name(hoisted[0])
        if node is self.root and self.target is not None:
            return syntax.name(self.target)
        if self.effects.is_pure(node):
            if self.is_access(node) or self._is_cheap(node) or self._is_short(node):
                return syntax.clone(node)
            if self._is_view(node) and self._is_view_of_access(node):
                return syntax.clone(node)
        return self.named_value(node)

    def _is_short(self, node: ast.expr) -> bool:
        """Whether a value is `-x` or `len(x)`: it reads best as it is."""
        if isinstance(node, ast.UnaryOp):
            return self.is_access(node.operand)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
            return node.func.id in ("len", "float") and self.is_access(node.args[0])
        return False

    def _is_view_of_access(self, node: ast.expr) -> bool:
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            return self.is_access(node.value)
        use = self.context.uses.of(node)
        return isinstance(use, Primitive) and all(map(self.is_access, use.data().values()))

    def named_value(self, node: ast.expr) -> ast.expr:
        """Name the value of a node before the statement."""
        known = self.hoisted.get(syntax.key(node))
        if known is None:
            known = self.context.fresh(self.describe(node), self.info(node)), node
            self.hoisted[syntax.key(node)] = known
        return syntax.name(known[0])

    def describe(self, node: ast.expr) -> str:
        """Return a telling name for a node's value; a target's name is taken."""
        target, self.target = self.target, None
        try:
            return super().describe(node)
        finally:
            self.target = target

    def fits(self, tangent: Tangent, node: ast.expr) -> bool:
        """Tell whether a tangent has the shape of its node's value, relying on what proves it."""
        if tangent.full:
            return True
        return self.context.equal(algebra.shape_of(tangent.total()), self.info(node).shape)

    def fitted(self, tangent: Tangent, node: ast.expr) -> ast.expr:  # type: ignore[override]
        """Return text for a tangent with exactly the shape of its node's value."""
        product = tangent.total()
        text = algebra.print_product(product)
        if self.fits(tangent, node):
            return text
        like = self.value(self._same_shaped_name(node, self.info(node).shape))
        if self.info(node).kind == "array":
            return syntax.expr("np.broadcast_to(d, np.shape(x))", d=text, x=like)
        return syntax.expr("np.zeros_like(x) + d", d=text, x=like)

    def owned(self, tangent: Tangent, node: ast.expr) -> ast.expr:
        """Return text for the tangent of a value that a name or a container holds."""
        info = self.info(node)
        text = algebra.print_product(tangent.total())
        if info.kind in ("tuple", "list", "dict", "object"):
            return text
        if not self.fits(tangent, node):
            like = self.value(node)
            return syntax.expr("np.zeros_like(x) + d", d=text, x=like)
        if not tangent.borrowed or info.kind == "number" or not self._is_touched(text):
            return text
        use = self.context.uses.of(node)
        part = isinstance(node, ast.Call) and all(map(self.is_access, node.args[1:]))
        if part and isinstance(use, Primitive) and use.rule.name == "numpy.einsum":
            return text  # a part of the tangent where the value is one: `np.einsum("ii->i", m)`
        if info.kind == "array":
            return syntax.expr("d.copy()", d=text)
        return syntax.expr("np.positive(d)", d=text)

    def _is_touched(self, text: ast.expr) -> bool:
        names = self.context.names
        of = {v for v in self.varied if names.tangent(v) in syntax.names_in(text)}
        return not self.touched.isdisjoint(of | self.holders)

    def zeros(self, node: ast.expr, made: str | None = None) -> ast.expr:
        """Return the tangent of a value that does not move; `made` is its name, if it has one."""
        info = self.info(node)
        if isinstance(node, ast.Starred):
            return ast.Starred(self.zeros(node.value), ast.Load())
        if isinstance(node, (ast.Tuple, ast.List)):
            elements = [self.zeros(element) for element in node.elts]
            return type(node)(elts=elements, ctx=ast.Load())
        if isinstance(node, ast.Dict):
            keys = [syntax.clone(key) if key else None for key in node.keys]
            return ast.Dict(keys=keys, values=[self.zeros(value) for value in node.values])
        if info.kind in ("none", "string"):
            return ast.Constant(value=None)
        if info.kind == "number":
            return ast.Constant(value=0.0)
        like = self.value(node) if made is None else syntax.name(made)
        return self.zeros_of(like, info, node)

    def zeros_of(self, like: ast.expr, info: Info, node: ast.expr | None = None) -> ast.expr:
        """Return zeros in the shape of a value that has a name."""
        if info.kind in ("tuple", "list") and info.items is not None:
            parts = [
                self.zeros_of(syntax.expr("x[i]", x=like, i=ast.Constant(i)), item)
                for i, item in enumerate(info.items)
            ]
            kind = ast.Tuple if info.kind == "tuple" else ast.List
            return kind(elts=parts, ctx=ast.Load())
        if info.kind == "number":
            return ast.Constant(value=0.0)
        if info.kind in ("none", "string"):
            return ast.Constant(value=None)
        if info.kind == "array" and info.dtype in ("int", "bool"):
            return syntax.expr("np.zeros_like(x, dtype=float)", x=like)
        if info.kind == "array" and info.dtype == "float":
            self.context.rely(info.dtype_facts)
            return syntax.expr("np.zeros_like(x)", x=like)
        if (
            info.kind == "array"
            and isinstance(like, ast.Name)
            and like.id in self.context.parameters
        ):
            self.needs_floating(like)
            return syntax.expr("np.zeros_like(x)", x=like)
        self.context.helper("zero_like")
        return syntax.expr("zero_like(x)", x=like)

    def parse(self, node: ast.expr, shape: Shape | None = None) -> Product:
        """Read text as a product; what a tangent enters is floating."""
        made = {self.context.names.tangent(v) for v in self.varied}

        def shape_of(part: ast.expr) -> Shape | Info:
            if shape is not None and part is node:
                return shape
            info = self.info(part)
            floating = info.dtype is None and (
                self.is_varied(part) or self._is_made(part) or bool(syntax.names_in(part) & made)
            )
            return replace(info, dtype="float") if floating else info

        return algebra.parse(node, shape_of)


class _ByName(ast.NodeTransformer):
    """Reads the values that have a name by their name."""

    def __init__(self, hoisted: dict[str, tuple[str, ast.expr]]) -> None:
        self.hoisted = hoisted

    def named(self, node: ast.expr) -> ast.expr:
        made = self.visit(node) if self.hoisted else node
        assert isinstance(made, ast.expr)
        return made

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, (ast.Call, ast.BinOp, ast.UnaryOp)):
            known = self.hoisted.get(syntax.key(node))
            if known is not None:
                return syntax.name(known[0])
        return self.generic_visit(node)


def is_taking(node: ast.expr) -> bool:
    """Whether an expression is `values.pop()`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("pop", "popleft")
        and not isinstance(node.func.value, ast.Call)
    )


def mirrored(node: ast.expr, d: object) -> ast.expr:
    """Return the same access to the tangent: `d_u[i]` for `u[i]`, `d_values.pop()`."""
    name = syntax.base_name(node.func if isinstance(node, ast.Call) else node)
    assert name is not None and callable(d)
    made = syntax.clone(node)
    inner: ast.expr = made
    while not isinstance(inner, ast.Name):
        inner = inner.func if isinstance(inner, ast.Call) else inner.value  # type: ignore[attr-defined]
    inner.id = d(name)
    return made


def real(info: Info) -> Info:
    """Return what is known of the tangent of a value: a real number where that is whole."""
    return replace(info, dtype="float" if info.dtype in ("int", "bool") else info.dtype, dim=None)


__all__ = ["Tangent", "TangentValues", "is_taking", "mirrored", "real"]
