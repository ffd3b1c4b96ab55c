"""The tangent of one expression: its tree walked from the leaves, one rule at a time.

In: `e`, and for each name `v` in it the tangent `d_v`. Out: a sum of products, and the few values
that want a name before the statement.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gradgen import rules, syntax
from gradgen.analysis.effects import is_sequence
from gradgen.analysis.uses import Primitive
from gradgen.analysis.values import SCALAR, Shape
from gradgen.transform import algebra
from gradgen.transform.algebra import Product
from gradgen.transform.context import NEST_HELPERS
from gradgen.transform.forward_values import Tangent, TangentValues, is_taking, mirrored, real
from gradgen.transform.refusals import added_to_array, check_options, no_rule


@dataclass
class TangentWalk(TangentValues):
    """The state of one statement's walk: tangents from the leaves up."""

    # ---- walking --------------------------------------------------------------------
    def derive(self, node: ast.expr) -> Tangent | None:
        """Return the tangent of a whole value; what got a name on the way is read by its name."""
        given = self.tangent(node)
        if given is None or not self.hoisted or self.lets:
            return given
        text = syntax.key(algebra.print_product(given.total()))
        return self.tangent(node) if any(known in text for known in self.hoisted) else given

    def tangent(self, node: ast.expr) -> Tangent | None:
        """Return the tangent of a node, None where it is zero."""
        if not self.moves(node):
            return None
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.Subscript):
            return self._part_of(node)
        if isinstance(node, (ast.Tuple, ast.List, ast.Dict)):
            return Tangent.of(self.display(node), Shape())
        if is_taking(node):
            return Tangent.of(mirrored(node, self.d), self.info(node).shape)
        if isinstance(node, ast.BinOp) and self._is_sequence(node):
            return Tangent.of(self._sequence(node), Shape())
        use = self.context.uses.of(node)
        if not isinstance(use, Primitive):
            raise no_rule(self.context, node, use)
        if len(use.rule.results) > 1:
            parts = [self._part(use, result) for result in use.rule.results]
            return Tangent.of(ast.Tuple(elts=parts, ctx=ast.Load()), Shape())
        return self._of_primitive(use)

    def moves(self, node: ast.expr) -> bool:
        """Tell whether the tangent of a value may be other than zero, or is shared memory."""
        if not self.is_varied(node):
            return False
        use = self.context.uses.of(node)
        is_view = isinstance(use, Primitive) and use.rule.result_view != "never"
        is_fresh = isinstance(node, (ast.BinOp, ast.UnaryOp)) or isinstance(use, Primitive)
        if self.info(node).kind == "number" or (is_fresh and not is_view and not is_taking(node)):
            return self.context.activity.varied(node, self.current)
        return True

    def _name(self, node: ast.Name) -> Tangent:
        info = self.info(node)
        made = self.d(node.id)
        full = node.id not in self.loose
        shape = info.shape if full else Shape()
        self.context.infos[made] = replace(real(info), shape=shape, value=None, known=False)
        return Tangent((Product.of(syntax.name(made), shape),), full=full)

    def _part_of(self, node: ast.Subscript) -> Tangent | None:
        use = self.context.uses.of(node.value)
        if isinstance(use, Primitive) and len(use.rule.results) > 1:
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
                result = use.rule.results[node.slice.value]
                return self.results(use, [result])[0]
        given = self.tangent(node.value)
        if given is None:
            return None
        index = self.index(node.slice)
        shape = self.info(node).shape
        product = given.total()
        if not self.fits(given, node.value):
            product = Product.of(self.fitted(given, node.value), self.info(node.value).shape)
        scalars, rest, facts = algebra.split_scalars(product)
        if not rest.factors:
            scalars, rest = Product.one(), product
        else:
            self.context.rely(facts)
        element = syntax.expr("x[i]", x=algebra.print_product(rest), i=index)
        return Tangent((scalars.times(Product.of(element, shape)),), borrowed=given.borrowed)

    def display(self, node: ast.Tuple | ast.List | ast.Dict) -> ast.expr:
        """Return the tangents of the elements, in the same form."""
        if isinstance(node, ast.Dict):
            values = [self.whole(value) for value in node.values]
            keys = [syntax.clone(key) if key else None for key in node.keys]
            return ast.Dict(keys=keys, values=values)
        elements = [
            ast.Starred(self.whole(element.value), ast.Load())
            if isinstance(element, ast.Starred)
            else self.whole(element)
            for element in node.elts
        ]
        return type(node)(elts=elements, ctx=ast.Load())

    def _is_sequence(self, node: ast.BinOp) -> bool:
        """Tell whether an operator joins or repeats lists: NumPy adds a list to an array."""
        return not added_to_array(self.context, node, self.info) and is_sequence(node, self.effects)

    def _sequence(self, node: ast.BinOp) -> ast.expr:
        """Return `d_values + [d_x]` for `values + [x]`, `[d_x] * n` for `[x] * n`."""
        sides = [
            self.whole(side) if is_sequence(side, self.effects) else self.value(side)
            for side in (node.left, node.right)
        ]
        return ast.BinOp(left=sides[0], op=node.op, right=sides[1])

    def whole(self, node: ast.expr) -> ast.expr:
        """Return text for the tangent of a value that is kept: whole, and of memory of its own."""
        given = self.tangent(node)
        if given is None:
            return self.zeros(node)
        return self.owned(given, node)

    # ---- primitives -----------------------------------------------------------------
    def _of_primitive(self, use: Primitive) -> Tangent | None:
        use = self.for_numbers(use)
        for parameter, value in use.data().items():
            role = use.rule.roles.get(parameter)
            if role:
                self.roles[id(value)] = role
        if use.rule.why_constant is not None:
            return None
        if use.rule.linear or use.rule.elementwise:
            check_options(self.context, use, self.moves)
        if use.rule.linear:
            return self._linear(use)
        if isinstance(use.node, ast.BinOp) and isinstance(use.node.op, (ast.Mult, ast.Div)):
            return self._product(use.node)
        if use.rule.elementwise and use.rule.tangent is None:
            return self._partials(use)
        return self.results(use, [use.rule.result])[0]

    def tangents_of(self, use: Primitive) -> dict[str, Tangent]:
        """Return the tangents of the arguments that have one."""
        found = {parameter: self.tangent(value) for parameter, value in use.data().items()}
        return {parameter: given for parameter, given in found.items() if given is not None}

    def _partials(self, use: Primitive) -> Tangent | None:
        given = self.tangents_of(use)
        if not given:
            return None
        expansion = self._expand(rules.expand_partials, use, list(given))
        holes = self._shared(expansion, use, {})
        terms: list[Product] = []
        covered: set[str] = set()
        for parameter, tangent in given.items():
            partial = expansion.results[parameter]
            factor = self.parse(self.filled(partial, use, holes))
            if factor.is_number and abs(factor.coefficient) == factor.divisor == 1:
                terms += [term.scaled(factor.coefficient) for term in tangent.terms]
            else:
                terms.append(factor.times(tangent.total()))
            if tangent.full:
                covered.add(parameter)
            if not factor.is_number:
                covered |= self._mentioned(partial, expansion, use)
        full = all(
            parameter in covered or self._is_number(value)
            for parameter, value in use.data().items()
        )
        return self._sum(terms, full)

    def _sum(self, terms: list[Product], full: bool) -> Tangent | None:
        """Return a sum; where terms cancel, what they say of the shape is lost."""
        left = algebra.collect(terms)
        if all(term.is_zero for term in left):
            return None
        lost = len({frozenset(f.text for f in term.factors) for term in terms}) - len(left)
        return Tangent(tuple(terms), full and lost <= 0, borrowed=self._is_bare(terms))

    def _product(self, node: ast.BinOp) -> Tangent | None:
        """Differentiate a chain of factors and divisors: one term for each that moves."""
        sign, parts = self._chain(node, 1, top=True)
        given = [self.tangent(part) for part, _ in parts]
        factors = [self.parse(self.value(part)) for part, _ in parts]
        moving = [k for k, tangent in enumerate(given) if tangent is not None]
        if len(moving) > 1 and any(parts[k][1] < 0 for k in moving) and not self._has_name(node):
            self.named_value(node)
        terms: list[Product] = []
        for k, tangent in enumerate(given):
            if tangent is not None:
                others = self._without(node, sign, parts, factors, k)
                if others.is_number and abs(others.coefficient) == others.divisor == 1:
                    terms += [term.scaled(others.coefficient) for term in tangent.terms]
                else:
                    terms.append(others.times(tangent.total()))
        if not terms:
            return None
        full = all(
            self._is_number(part)
            or (tangent is not None and tangent.full)
            or any(other != k and not factors[k].is_number for other in moving)
            for k, ((part, _), tangent) in enumerate(zip(parts, given, strict=True))
        )
        total = algebra.total(terms)
        if len(terms) > 1 and len(total.factors) > 1:
            terms = [total]  # what the terms have in common stays in front of them
        return self._sum(terms, full)

    def _chain(
        self, node: ast.expr, power: int, top: bool = False
    ) -> tuple[int, list[tuple[ast.expr, int]]]:
        """Take a product apart, as far as its parts have no name."""
        named = {*self.parts, *self.hoisted}
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            sign, parts = self._chain(node.operand, power)
            return -sign, parts
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div)):
            if top or syntax.key(node) not in named:
                sign, parts = self._chain(node.left, power)
                inner = -power if isinstance(node.op, ast.Div) else power
                other, more = self._chain(node.right, inner)
                return sign * other, [*parts, *more]
        return 1, [(node, power)]

    def _without(
        self,
        node: ast.BinOp,
        sign: int,
        parts: list[tuple[ast.expr, int]],
        factors: list[Product],
        k: int,
    ) -> Product:
        """Return the derivative of a product by its k-th part; `-y / b` by a divisor `b`."""
        if parts[k][1] < 0 and self._has_name(node):
            return self.parse(self.value(node)).negated().over(factors[k])
        total = Product.number(sign)
        for j, (_, power) in enumerate(parts):
            if j != k:
                total = total.times(factors[j]) if power > 0 else total.over(factors[j])
        if parts[k][1] < 0:
            total = total.negated().over(factors[k].power(2))
        return total

    def _has_name(self, node: ast.expr) -> bool:
        if node is self.root and self.target is not None:
            return True
        return syntax.key(node) in {*self.hoisted, *self.parts}

    def _mentioned(self, partial: ast.expr, expansion: rules.Expansion, use: Primitive) -> set[str]:
        names = syntax.names_in(partial)
        for hint, value in expansion.lets:
            if f"<let {hint}>" in names:
                names |= syntax.names_in(value)
        found = {name[1:-1] for name in names if name.startswith("<")}
        return set(use.data()) if use.rule.result in found else found

    def _is_bare(self, terms: list[Product]) -> bool:
        """Whether a sum is written as a name, an element or a view alone."""
        collected = algebra.collect(terms)
        if len(collected) != 1:
            return False
        (term,) = collected
        if term.magnitude != (1, 1) or term.coefficient < 0 or len(term.factors) != 1:
            return False
        (factor,) = term.factors
        return factor.power == 1 and self.may_be_view(factor.node)

    def _linear(self, use: Primitive) -> Tangent | None:
        if self.info(use.node).dtype in ("int", "bool"):
            return None  # a cast to whole numbers moves in jumps
        given = self.tangents_of(use)
        if not given:
            return None
        if use.rule.name == "helper.nest_sum" and len(given) == 1:
            return self._one_of_sum(use, *given.items())
        self._check_linear(use, list(given))
        expansion = self._expand(rules.expand_tangent, use, list(given))
        (template,) = expansion.results.values()
        shape = self.info(use.node).shape
        scalars = Product.one()
        texts: dict[str, ast.expr] = {}
        data = use.data()
        for parameter, tangent in given.items():
            child = data[parameter]
            if self._gives_list(use):
                texts[parameter] = self.fitted(tangent, child)
            elif len(data) == 1 and not use.rule.broadcasts and use.rule.takes_factors:
                counted = self._of_number(use, tangent, child)
                if counted is not None:
                    return counted
                scalars, texts[parameter] = self._split(tangent, child)
            elif use.rule.broadcasts:
                texts[parameter] = algebra.print_product(tangent.total())
            else:
                texts[parameter] = self.fitted(tangent, child)
        filled = self._with_tangents(self.filled(template, use, {}), texts)
        full = not use.rule.broadcasts or all(
            (parameter in given and given[parameter].full) or self._is_number(value)
            for parameter, value in data.items()
        )
        borrowed = use.rule.result_view != "never" and any(g.borrowed for g in given.values())
        return Tangent((scalars.times(Product.of(filled, shape)),), full, borrowed)

    def _one_of_sum(self, use: Primitive, moving: tuple[str, Tangent]) -> Tangent:
        """Return the tangent of a sum of containers of which one does not move: a copy."""
        parameter, tangent = moving
        text = self.fitted(tangent, use.data()[parameter])
        if not isinstance(text, ast.Call):
            zero = syntax.name(self.context.helper("zero_like"))
            both = syntax.name(self.context.helper("nest_sum"))
            text = syntax.expr("both(zero(x), x)", both=both, zero=zero, x=text)
        return Tangent((Product.of(text, self.info(use.node).shape),), full=True)

    def _gives_list(self, use: Primitive) -> bool:
        """Whether the value may be a list: no factor can stand before it."""
        called = isinstance(use.node, ast.Call) and isinstance(use.node.func, ast.Name)
        name = use.node.func.id if called else ""  # type: ignore[attr-defined]
        return name in NEST_HELPERS or self.info(use.node).kind in ("list", "tuple", "dict")

    def _check_linear(self, use: Primitive, active: list[str]) -> None:
        """Refuse what the rule refuses: its adjoint says where it is linear."""
        facts = set(self.context.facts)
        self._expand(rules.expand_adjoint, use, active)
        self.context.facts = facts

    def _of_number(self, use: Primitive, tangent: Tangent, child: ast.expr) -> Tangent | None:
        """Return the sum or mean of a number that stands for a whole array."""
        if use.rule.name not in ("numpy.sum", "ndarray.sum", "numpy.mean", "ndarray.mean"):
            return None
        if any(not _is_none(use.binding.options.get(k)) for k in ("axis", "keepdims")):
            return None
        product = tangent.total()
        if self.fits(tangent, child) or not self.context.scalar(algebra.shape_of(product)):
            return None
        if use.rule.name.endswith("sum"):
            product = product.times(Product.of(self.size(child), SCALAR))
        return Tangent((product,))

    def _split(self, tangent: Tangent, child: ast.expr) -> tuple[Product, ast.expr]:
        """Take the scalars out of what a linear function is applied to."""
        if not self.fits(tangent, child):
            return Product.one(), self.fitted(tangent, child)
        scalars, rest, facts = algebra.split_scalars(tangent.total())
        if not rest.factors:
            return Product.one(), algebra.print_product(tangent.total())
        self.context.rely(facts)
        return scalars, algebra.print_product(rest)

    # ---- templates ------------------------------------------------------------------
    def results(self, use: Primitive, wanted: list[str]) -> list[Tangent | None]:
        """Return the tangents of results of a primitive that has a template."""
        use = self.for_numbers(use)
        check_options(self.context, use, self.moves)
        given = self.tangents_of(use)
        if not given:
            return [None for _ in wanted]
        expansion = self._expand(rules.expand_tangent, use, list(given))
        self._name_repeated(expansion, use, given)
        holes = self._shared(expansion, use, given)
        moving = _moving(expansion)
        made: list[Tangent | None] = []
        for result in wanted:
            template = expansion.results[result]
            terms = [
                self._term(term, use, given, holes, moving).scaled(sign)
                for sign, term in _signed_terms(template)
            ]
            made.append(Tangent(tuple(terms), borrowed=self._is_bare(terms)))
        return made

    def _part(self, use: Primitive, result: str) -> ast.expr:
        (given,) = self.results(use, [result])
        if given is None:
            return ast.Constant(value=0.0)
        return algebra.print_product(given.total())

    def _name_repeated(
        self, expansion: rules.Expansion, use: Primitive, given: dict[str, Tangent]
    ) -> None:
        """Name a tangent that a template reads more than once."""
        trees = [*(value for _, value in expansion.lets), *expansion.results.values()]
        read = [n.id for tree in trees for n in syntax.walk(tree) if isinstance(n, ast.Name)]
        for parameter, tangent in list(given.items()):
            if read.count(f"<d {parameter}>") > 1 and tangent.total().cost() > 0:
                child = use.data()[parameter]
                text = self.fitted(tangent, child)
                given[parameter] = self.let(text, child)

    def let(self, text: ast.expr, node: ast.expr) -> Tangent:
        """Give the tangent of an inner node a name."""
        info = real(self.info(node))
        made = self.context.fresh(self.context.names.prefix("d_") + self.describe(node), info)
        self.lets.append(syntax.assign(made, text))
        return Tangent.of(syntax.name(made), info.shape)

    def _term(
        self,
        term: ast.expr,
        use: Primitive,
        given: dict[str, Tangent],
        holes: dict[str, ast.expr],
        moving: set[str],
    ) -> Product:
        """Fill one term, which is linear in its tangents: scalars of the only one come out."""
        shared = not syntax.names_in(term).isdisjoint(moving)
        filled = self.filled(term, use, holes)
        reads = [n.id for n in syntax.walk(filled) if isinstance(n, ast.Name) and n.id[:3] == "<d "]
        scalars = Product.one()
        texts: dict[str, ast.expr] = {}
        for name in dict.fromkeys(reads):
            parameter = name[3:-1]
            child = use.data()[parameter]
            alone = len(reads) == 1 and not shared and use.rule.takes_factors
            if alone and not use.rule.broadcasts:
                scalars, texts[parameter] = self._split(given[parameter], child)
            elif use.rule.broadcasts:
                texts[parameter] = algebra.print_product(given[parameter].total())
            else:
                texts[parameter] = self.fitted(given[parameter], child)
        return scalars.times(self.parse(self._with_tangents(filled, texts)))

    def _shared(
        self, expansion: rules.Expansion, use: Primitive, given: dict[str, Tangent]
    ) -> dict[str, ast.expr]:
        """Write the shared subresults of a rule, and return what stands for them."""
        holes: dict[str, ast.expr] = {}
        for hint, value in expansion.lets:
            texts = {p: self.fitted(tangent, use.data()[p]) for p, tangent in given.items()}
            filled = self._with_tangents(self.filled(value, use, holes), texts)
            made = self.context.fresh(hint, self.info(filled))
            self.lets.append(syntax.assign(made, filled))
            holes[f"<let {hint}>"] = syntax.name(made)
        return holes

    def _with_tangents(self, filled: ast.expr, texts: dict[str, ast.expr]) -> ast.expr:
        return syntax.substitute(filled, {f"<d {p}>": text for p, text in texts.items()})


def _moving(expansion: rules.Expansion) -> set[str]:
    """Return the placeholders of shared subresults that tangents are part of."""
    found: set[str] = set()
    for name, value in expansion.lets:
        read = syntax.names_in(value)
        if any(one.startswith("<d ") for one in read) or not read.isdisjoint(found):
            found.add(f"<let {name}>")
    return found


def _hole(name: str) -> ast.Name:
    return syntax.name(f"<{name}>")


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value in (None, False))


def _signed_terms(node: ast.expr, sign: int = 1) -> Iterable[tuple[int, ast.expr]]:
    """Take a sum apart."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [*_signed_terms(left, sign), *_signed_terms(right, sign)]
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return [*_signed_terms(left, sign), *_signed_terms(right, -sign)]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _signed_terms(operand, -sign)
    return [(sign, node)]


__all__ = ["TangentWalk"]
