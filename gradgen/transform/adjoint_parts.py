"""Adjoints of displays, elements and entries: `(a, b)`, `x[i]`, `params["w"]`, `values + w`."""

from __future__ import annotations

import ast
from abc import abstractmethod
from dataclasses import dataclass, field, replace

from gradgen import rules, syntax
from gradgen.analysis.uses import Primitive
from gradgen.analysis.values import Info, Shape
from gradgen.transform import algebra
from gradgen.transform.algebra import Product
from gradgen.transform.at_hand import Values
from gradgen.transform.rule_text import index_object


@dataclass(frozen=True)
class Adjoint:
    """The adjoint of a node: `short` where axes may be missing, `long` where some may be extra."""

    product: Product
    short: bool = False
    long: bool = False
    view: bool = False  # whether the printed product may be a view of another adjoint


@dataclass(frozen=True)
class Contribution:
    """What a leaf gets: `path` is the chain of indices from the variable, empty for the whole."""

    variable: str
    path: tuple[ast.expr, ...]
    adjoint: Adjoint
    leaf: ast.expr


@dataclass
class Parts(Values):
    """Passes adjoints on to the parts of containers.

    `lets` are statements of the backward pass that come before the contributions.
    """

    contributions: list[Contribution] = field(default_factory=list)
    lets: list[ast.stmt] = field(default_factory=list)

    def contribute(self, given: Contribution) -> None:
        """Note what a leaf gets; a real one gets the real part."""
        adjoint = self.as_real(given.adjoint, given.leaf)
        self.contributions.append(replace(given, adjoint=adjoint))

    def as_real(self, adjoint: Adjoint, node: ast.expr) -> Adjoint:
        """Return an adjoint, or its real part where it may be complex and the value is real."""
        if not self.context.is_complex or self.may_be_complex(node):
            return adjoint
        printed = algebra.print_product(adjoint.product)
        if not self.context.complex_text(printed):
            return adjoint
        shape = algebra.shape_of(adjoint.product)
        product = Product.of(syntax.expr("np.real(grad)", grad=printed), shape)
        return replace(adjoint, product=product)

    def may_be_complex(self, node: ast.expr) -> bool:
        """Tell whether a value of the function may be complex."""
        return self.context.complex.may_be(node, self.info(node))

    def for_numbers(self, use: Primitive) -> Primitive:
        """Return a use with the rule that holds for complex numbers, where some may be complex."""
        data = use.data().values()
        if not self.context.is_complex or not any(map(self.may_be_complex, (use.node, *data))):
            return use
        rule = rules.for_complex(use.rule)
        if rule is None:
            raise self.context.refuse(
                "GG129",
                use.node,
                f"`{use.rule.name}` of complex numbers has no derivative here",
                "compute with real and imaginary parts: `z.real`, `z.imag`",
                "a complex value",
            )
        return replace(use, rule=rule, binding=replace(use.binding, rule=rule))

    @abstractmethod
    def push(self, node: ast.expr, adjoint: Adjoint) -> None:
        """Pass the adjoint of a node on to the leaves below it."""

    @abstractmethod
    def push_results(self, use: Primitive, adjoints: dict[str, Adjoint]) -> None:
        """Pass on the adjoints of a primitive with several results (those that have one)."""

    @abstractmethod
    def fitted(self, adjoint: Adjoint, node: ast.expr) -> ast.expr:
        """Return text for an adjoint with exactly the shape of its node's value."""

    def named(self, adjoint: Adjoint, node: ast.expr, role: str | None = None) -> Adjoint:
        """Give an adjoint a name in the backward pass."""
        shape = algebra.shape_of(adjoint.product)
        info = replace(self.info(node), shape=shape)
        made = self.context.fresh("grad_" + (role or self.describe(node)), info)
        self.lets.append(syntax.assign(made, algebra.print_product(adjoint.product)))
        named = Product.of(syntax.name(made), shape, incoming=True)
        return replace(adjoint, product=named, view=False)

    # ---- displays -------------------------------------------------------------------
    def push_display(self, node: ast.Tuple | ast.List | ast.Dict, adjoint: Adjoint) -> None:
        """Pass the adjoint of a display on to its elements, or its entries."""
        if isinstance(node, ast.Dict):
            keys, values = list(node.keys), list(node.values)
        else:
            keys, values = [ast.Constant(index) for index in range(len(node.elts))], node.elts
        if None in keys or any(isinstance(value, ast.Starred) for value in values):
            raise self.context.refuse(
                "GG123",
                node,
                "a container with values that are differentiated is unpacked into another one",
                "write its elements one by one",
                "a container of differentiated values",
            )
        whole = self._at_hand(node, adjoint)
        for key, value in zip(keys, values, strict=True):
            assert key is not None
            part = syntax.expr("whole[key]", whole=whole, key=self.value(key))
            self.push(value, Adjoint(Product.of(part, self.info(value).shape), view=True))

    def _at_hand(self, node: ast.expr, adjoint: Adjoint) -> ast.expr:
        """Return a name or an element that is the adjoint of a container."""
        whole = algebra.print_product(adjoint.product)
        if not isinstance(whole, (ast.Name, ast.Subscript)):
            whole = self.named(adjoint, node).product.factors[0].node
        return whole

    def joined(self, node: ast.BinOp, adjoint: Adjoint) -> None:
        """Pass the adjoint of `values + others` on: to each its end of the list."""
        whole = self._at_hand(node, adjoint)
        count: ast.expr = ast.Constant(len(getattr(node.left, "elts", ())))
        if not isinstance(node.left, (ast.List, ast.Tuple)):
            count = syntax.expr("len(values)", values=self.value(node.left))
        first = syntax.expr("whole[:count]", whole=whole, count=count)
        rest = syntax.expr("whole[count:]", whole=whole, count=count)
        self.push(node.left, Adjoint(Product.of(first, Shape()), view=True))
        self.push(node.right, Adjoint(Product.of(rest, Shape()), view=True))

    # ---- elements -------------------------------------------------------------------
    def element(self, node: ast.Subscript, adjoint: Adjoint) -> None:
        """Pass the adjoint of an element on to what it is an element of."""
        path: list[ast.expr] = []
        base: ast.expr = node
        while isinstance(base, ast.Subscript):
            path.insert(0, base.slice)
            base = base.value
        if isinstance(base, ast.Name) and self._reaches(base, path[:-1]):
            self.contribute(Contribution(base.id, tuple(path), adjoint, node))
            return
        use = self.context.uses.of(node.value)
        if isinstance(use, Primitive) and len(use.rule.results) > 1:
            self._result_element(node, use, adjoint)
            return
        whole = self._buffer(node.value)
        element = syntax.expr("whole[index]", whole=whole, index=node.slice)
        value = self.fitted(adjoint, node)
        if self.context.may_be_nest(value):
            helper = syntax.name(self.context.helper("nest_sum"))
            value = syntax.expr("helper(e, v)", helper=helper, e=element, v=value)
            self.lets.append(syntax.assign(element, value))
        else:
            self.lets.append(self.accumulate_at(element, value))
        shape = self.info(node.value).shape
        self.push(node.value, Adjoint(Product.of(whole, shape)))

    def _reaches(self, base: ast.Name, path: list[ast.expr]) -> bool:
        """Whether indices lead to memory of a variable: a slice of a list is a copy of it."""
        slices = any(isinstance(index, ast.Slice) for index in path)
        if slices and self.info(base).kind != "array":
            return False
        return all(self.context.basic_index(index, self.statement) for index in path)

    def _result_element(self, node: ast.Subscript, use: Primitive, adjoint: Adjoint) -> None:
        """Pass on the adjoint of one of several results: `np.linalg.slogdet(a)[1]`."""
        try:
            index = ast.literal_eval(node.slice)
            result = use.rule.results[index]
        except (ValueError, TypeError, IndexError):
            raise self.context.refuse(
                "GG202",
                node,
                f"which result of `{use.rule.name}` is taken is not known",
                "unpack the results: `a, b = ...`",
                f"call of `{use.rule.name}`",
            ) from None
        shape = self.info(node).shape
        settled = Adjoint(Product.of(self.fitted(adjoint, node), shape))
        self.push_results(use, {result: settled})

    def _buffer(self, node: ast.expr) -> ast.Name:
        info = self.info(node)
        made = self.context.fresh("grad_" + self.describe(node), info)
        self.lets.append(syntax.assign(made, self.zeros_to_fill(node, info)))
        if info.kind != "array":
            self.context.nests.add(made)
        return syntax.name(made)

    def accumulate_at(
        self, element: ast.Subscript | ast.expr, value: ast.expr, entry: bool = False
    ) -> ast.stmt:
        """Return the statement that adds to an element, right for repeated indices as well.

        The `entry` of a list or a dict is one, whatever names it.
        """
        assert isinstance(element, ast.Subscript)
        index = element.slice
        if (
            entry
            or is_container(self.context.info(element.value, self.statement))
            or self.context.basic_index(index, self.statement)
            or self.context.mask_index(index, self.statement)
        ):
            made = syntax.statement("element += value", element=element, value=value)
            return made
        return syntax.statement(
            "np.add.at(whole, index, value)",
            whole=element.value,
            index=index_object(index),
            value=value,
        )


def is_container(info: Info) -> bool:
    """Tell whether a value is known to be a list, a tuple or a dict."""
    return info.kind in ("list", "tuple", "dict")


def is_whole(value: ast.expr) -> bool:
    """Tell whether no part is taken in an expression; a view of a part is copied where it is."""
    return not any(isinstance(node, ast.Subscript) for node in syntax.walk(value))


__all__ = ["Adjoint", "Contribution", "Parts", "is_container", "is_whole"]
