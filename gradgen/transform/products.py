"""Products of opaque factors, and how one is written: by size, so that an array is touched once.

>>> residual = Product.of(syntax.name("residual"), Shape())
>>> n = Product.of(syntax.name("n"), SCALAR)
>>> syntax.key(print_product(residual.scaled(2.0).over(n)))
'2.0 / n * residual'
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import takewhile

from gradgen import syntax
from gradgen.analysis.shape_tools import broadcast
from gradgen.analysis.values import (
    NO_FACTS,
    SCALAR,
    Dim,
    Shape,
    equal_shapes,
    is_scalar,
)
from gradgen.transform.coefficients import (
    Number,
    multiply,
    raised,
    simplest,
    tidy,
    written,
)


@dataclass(frozen=True)
class Factor:
    """One opaque factor of a product, raised to a power that is not zero.

    `incoming` marks the adjoint that a statement starts from: scalar coefficients that are plain
    names are printed before it. A factor that is not `floating` may hold integers or booleans, in
    which sums, powers and minus signs have other meanings: none is ever applied to it bare.
    """

    node: ast.expr = field(compare=False, repr=False)
    shape: Shape = field(compare=False, repr=False)
    power: Number = 1
    text: str = ""
    incoming: bool = field(default=False, compare=False)
    floating: bool = field(default=True, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "power", tidy(self.power))
        if not self.text:
            object.__setattr__(self, "text", syntax.key(self.node))

    @property
    def is_scalar(self) -> bool:
        """Whether the factor is known to have rank 0."""
        return is_scalar(self.shape) is not None

    @property
    def is_numerator(self) -> bool:
        """Whether the power is positive."""
        return self.power > 0

    @property
    def is_plain(self) -> bool:
        """Whether the factor is a name or an attribute of one, to the first power."""
        return self.power == 1 and isinstance(self.node, (ast.Name, ast.Attribute))


@dataclass(frozen=True)
class Product:
    """`coefficient / divisor` times factors; the divisor is there for numbers such as 1/3."""

    coefficient: Number
    factors: tuple[Factor, ...] = ()
    divisor: Number = 1

    def __post_init__(self) -> None:
        coefficient, divisor = simplest(self.coefficient, self.divisor)
        object.__setattr__(self, "coefficient", coefficient)
        object.__setattr__(self, "divisor", divisor)

    @staticmethod
    def one() -> Product:
        """Return the empty product."""
        return Product(1)

    @staticmethod
    def number(value: Number) -> Product:
        """Return a product that is a number."""
        return Product(value)

    @staticmethod
    def of(
        node: ast.expr, shape: Shape, *, incoming: bool = False, floating: bool = True
    ) -> Product:
        """Return the product of one opaque factor."""
        return Product(1, (Factor(node, shape, incoming=incoming, floating=floating),))

    @property
    def is_number(self) -> bool:
        """Whether there is no factor."""
        return not self.factors

    @property
    def is_one(self) -> bool:
        """Whether this is the number 1."""
        return self.is_number and self.coefficient == self.divisor == 1

    @property
    def is_zero(self) -> bool:
        """Whether this is the number 0 (`0.0 * x` is not: `x` may be NaN)."""
        return self.is_number and self.coefficient == 0

    @property
    def floating(self) -> bool:
        """Whether the product is known to hold floats, in whatever order it is printed."""
        return (
            self.is_number
            or self.magnitude != (1, 1)
            or any(factor.floating or not factor.is_numerator for factor in self.factors)
        )

    @property
    def magnitude(self) -> tuple[Number, Number]:
        """The number in front, its sign aside, and what divides it."""
        return abs(self.coefficient), self.divisor

    def times(self, other: Product) -> Product:
        """Return `self * other`; equal factors become powers."""
        coefficient = multiply(self.coefficient, other.coefficient)
        divisor = multiply(self.divisor, other.divisor)
        factors = reduce(_with_factor, other.factors, self.factors)
        if coefficient is None or divisor is None:  # out of range: the numbers stay apart
            apart = print_product(replace(other, factors=()))
            return replace(self, factors=(*factors, Factor(apart, SCALAR)))
        return Product(coefficient, factors, divisor)

    def over(self, other: Product) -> Product:
        """Return `self / other`."""
        inverse = tuple(replace(factor, power=-factor.power) for factor in other.factors)
        sign = -1 if other.coefficient < 0 else 1
        return self.times(Product(sign * other.divisor, inverse, abs(other.coefficient)))

    def negated(self) -> Product:
        """Return `-self`."""
        return replace(self, coefficient=-self.coefficient)

    def scaled(self, number: Number) -> Product:
        """Return `number * self`."""
        return self.times(Product.number(number))

    def power(self, exponent: Number) -> Product:
        """Return `self ** exponent`; it is spread over a number and a factor where exact."""
        exponent = tidy(exponent)
        if exponent == 1:
            return self
        if exponent == 0 or not self.all_floating:
            node = binary(print_product(self), ast.Pow(), syntax.number(exponent))
            return Product.of(node, self.shape(), floating=self.floating)
        return self._spread(exponent) or Product(
            1, (Factor(print_product(self), self.shape(), exponent),)
        )

    def _spread(self, exponent: Number) -> Product | None:
        whole = all(isinstance(p, int) for p in (exponent, *(f.power for f in self.factors)))
        if self.is_number or len(self.factors) > 1:
            return None
        if self.coefficient == self.divisor == self.factors[0].power == 1:
            return replace(self, factors=(replace(self.factors[0], power=exponent),))
        coefficient = raised(self.coefficient, abs(exponent))
        divisor = raised(self.divisor, abs(exponent))
        if not whole or not coefficient or not divisor:
            return None
        power = self.factors[0].power * abs(exponent)
        spread = Product(coefficient, (replace(self.factors[0], power=power),), divisor)
        return spread if exponent > 0 else Product.one().over(spread)

    @property
    def all_floating(self) -> bool:
        """Whether no factor may hold integers or booleans."""
        return all(factor.floating for factor in self.factors)

    def without(self, factor: Factor) -> Product:
        """Return the product with one factor left out."""
        factors = list(self.factors)
        factors.remove(factor)
        return replace(self, factors=tuple(factors))

    def names(self) -> set[str]:
        """Return the names that the factors read."""
        return set().union(*(syntax.names_in(factor.node) for factor in self.factors))

    def shape(self) -> Shape:
        """Return the shape: that of the factors, broadcast."""
        return shape_of(self)

    def cost(self) -> int:
        """Return a rough cost: 0 for a number or a name, 1 for a product of such, else more."""
        bare = self.is_number or (
            self.magnitude == (1, 1)
            and self.coefficient > 0
            and len(self.factors) == 1
            and self.factors[0].power == 1
        )
        return (0 if bare else 1) + sum(_node_cost(factor.node) for factor in self.factors)

    def renamed(self, holes: Mapping[str, ast.expr]) -> Product:
        """Return the product with the factors whose text is in `holes` replaced by those trees."""
        factors = tuple(
            replace(factor, node=holes[factor.text], text="") if factor.text in holes else factor
            for factor in self.factors
        )
        return replace(self, factors=factors)


def _with_factor(factors: tuple[Factor, ...], new: Factor) -> tuple[Factor, ...]:
    """Multiply by one factor: merge it with an equal one, or put it last."""
    for place, old in enumerate(factors):
        if old.text == new.text and _may_merge(old, new):
            power = tidy(old.power + new.power)
            merged = (replace(old, power=power, incoming=old.incoming or new.incoming),)
            return factors[:place] + (merged if power else ()) + factors[place + 1 :]
    return (*factors, new)


def _may_merge(old: Factor, new: Factor) -> bool:
    """Tell whether powers may be added: not if that drops an array's shape, or hides a NaN."""
    power = tidy(old.power + new.power)
    if power == 0:  # only where no guard is needed to know that the shape is ()
        return NO_FACTS in (is_scalar(old.shape), is_scalar(new.shape))
    if not (old.floating and new.floating):
        return False
    parts_are_whole = isinstance(old.power, int) and isinstance(new.power, int)
    return parts_are_whole or not isinstance(power, int)


def _node_cost(node: ast.expr) -> int:
    if isinstance(node, (ast.Name, ast.Constant)):
        return 0
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        return _node_cost(node.value)
    own = 5 if isinstance(node, ast.Call) else 1
    return own + sum(
        _node_cost(child)
        for child in syntax.children(node)
        if isinstance(child, ast.expr) and not (isinstance(node, ast.Call) and child is node.func)
    )


def shape_of(product: Product) -> Shape:
    """Return the shape of a product: that of its factors, broadcast."""
    return broadcast(factor.shape for factor in product.factors)


def print_product(product: Product, as_float: bool = False) -> ast.expr:
    """Write a product: the number first, then scalars, small arrays, large arrays.

    With `as_float`, a value that may hold integers or booleans is multiplied by `1.0`.
    """
    product = _with_imaginary(product)
    groups = _groups(product.factors)
    lead = _lead(product, groups, as_float)
    tree = _start(product, lead)
    waiting = [] if product.divisor == 1 else [Factor(written(product.divisor), SCALAR)]
    started = lead is None
    for group in groups:
        numerators = [factor for factor in group if factor.is_numerator]
        waiting += [factor for factor in group if not factor.is_numerator]
        started = started or bool(numerators)
        for factor in numerators:
            if factor is not lead:
                tree = binary(tree, ast.Mult(), _base(factor))
        if started:
            tree, waiting = _divided_by(tree, waiting), []
    return tree


def _with_imaginary(product: Product) -> Product:
    """Take the number in front into an imaginary one: `2.0j` for `2.0 * 1j`."""
    if product.coefficient in (0, 1):
        return product
    for factor in product.factors:
        value = getattr(factor.node, "value", None)
        if isinstance(value, complex) and factor.power == 1 and value.real == 0:
            made = abs(value * float(product.coefficient)) * 1j
            sign = -1 if (product.coefficient < 0) != (value.imag < 0) else 1
            lead = Factor(ast.Constant(value=made), SCALAR)
            others = tuple(other for other in product.factors if other is not factor)
            return replace(product, coefficient=sign, factors=(lead, *others))
    return product


def _start(product: Product, lead: Factor | None) -> ast.expr:
    """Write what stands first: the number, or a factor with the sign of the product."""
    if lead is None:
        return written(product.coefficient)
    tree = _base(lead)
    return ast.UnaryOp(op=ast.USub(), operand=tree) if product.coefficient < 0 else tree


def _lead(product: Product, groups: list[list[Factor]], as_float: bool) -> Factor | None:
    """Return the factor to write first, or None where that is a number.

    What is written first makes all that follows float: two masks are not multiplied bare.
    """
    numerators = [factor for group in groups for factor in group if factor.is_numerator]
    if product.magnitude[0] != 1 or not numerators:
        return None
    first = numerators[0]
    if first.floating:
        return first
    if len(numerators) > 1 and numerators[1].floating and product.coefficient > 0:
        return first
    for factor in numerators:
        if factor.floating:
            return factor
    is_bare = len(numerators) == 1 and product.coefficient > 0
    return first if is_bare and (product.floating or not as_float) else None


def _divided_by(tree: ast.expr, denominators: list[Factor]) -> ast.expr:
    """Divide by factors: by their product, unless that may be a product of integers."""
    if all(factor.floating for factor in denominators) and denominators:
        together = [_base(factor) for factor in denominators]
        return binary(tree, ast.Div(), reduce(lambda a, b: binary(a, ast.Mult(), b), together))
    for factor in denominators:
        tree = binary(tree, ast.Div(), _base(factor))
    return tree


def _base(factor: Factor) -> ast.expr:
    """Write a factor with its power, the sign of the power aside."""
    node = syntax.clone(factor.node)
    power = abs(factor.power)
    return node if power == 1 else binary(node, ast.Pow(), syntax.number(power))


def binary(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.expr:
    """Join two trees that nothing else holds."""
    return ast.BinOp(left=left, op=operator, right=right)


def _groups(factors: tuple[Factor, ...]) -> list[list[Factor]]:
    """Order factors by size: scalars, then arrays, no array after one that is larger.

    Arrays known to have the same shape make one group; others stay in the order they came in.
    """
    twice = len(set(map(id, factors))) < len(factors)  # the same object may stand twice
    apart = [replace(factor) for factor in factors] if twice else list(factors)
    scalars = [factor for factor in apart if factor.is_scalar]
    arrays = [factor for factor in apart if not factor.is_scalar]
    if any(factor.incoming for factor in scalars):
        scalars.sort(key=lambda factor: factor.incoming or not factor.is_plain)
    groups = [scalars]
    while arrays:
        first = next(
            factor
            for factor in arrays
            if not any(_is_smaller(other.shape, factor.shape) for other in arrays)
        )
        group = [first, *_alongside(first, arrays)]
        groups.append(group)
        arrays = [factor for factor in arrays if not any(factor is one for one in group)]
    return groups


def _alongside(first: Factor, arrays: list[Factor]) -> list[Factor]:
    """Return the arrays to print with `first`: of its shape, or denominators right after it."""
    equal = [
        factor
        for factor in arrays
        if factor is not first and equal_shapes(factor.shape, first.shape) is not None
    ]
    if equal or first.shape.dims is not None:
        return equal
    place = next(i for i, factor in enumerate(arrays) if factor is first)
    return list(
        takewhile(
            lambda factor: not factor.is_numerator and factor.shape.dims is None,
            arrays[place + 1 :],
        )
    )


_ONE = Dim((), 1)


def _is_smaller(a: Shape, b: Shape) -> bool:
    """Tell whether an array of shape `a` is stretched when it meets one of shape `b`."""
    if a.dims is None or b.dims is None or a.dims == b.dims or len(a.dims) > len(b.dims):
        return False
    ends = b.dims[len(b.dims) - len(a.dims) :]
    return all(one in (other, _ONE) for one, other in zip(a.dims, ends, strict=True))
