"""The adjoint of one statement: its tree walked from the root, one rule at a time.

In: `v = e` and the adjoint of `v` as a product. Out: *contributions*, what each variable or
element that `e` reads gets, and the few values that want a name (in the forward pass or in the
backward one). Inner nodes have one parent, so one incoming adjoint; only leaves accumulate.

An adjoint may be smaller than what it belongs to (`1.0` for every element of an array: *short*)
until it must be written out, and larger (*long*: still to be summed over the axes along which
the operand was broadcast) while the ranks are unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from gradgen import rules, syntax
from gradgen.analysis.uses import Primitive
from gradgen.analysis.values import SCALAR, Dim, Info, Shape, equal_shapes
from gradgen.transform import algebra
from gradgen.transform.adjoint_parts import Adjoint, Contribution, Parts
from gradgen.transform.algebra import Product
from gradgen.transform.context import RuleFacts
from gradgen.transform.refusals import added_to_array, check_options, no_rule
from gradgen.transform.rule_text import (
    grad_key,
    indexed,
    is_broadcast,
    is_call,
    reads_grad,
    untransposed,
)


@dataclass
class Walk(Parts):
    """The state of one statement's walk, and what came of it."""

    # ---- walking --------------------------------------------------------------------
    def push(self, node: ast.expr, adjoint: Adjoint) -> None:
        """Pass the adjoint of a node on to the leaves below it."""
        if not self.is_varied(node):
            return
        if self.info(node).kind == "string":
            raise self.context.refuse(
                "GG121",
                node,
                "a value that is differentiated becomes text here, and comes back from it",
                "use the number itself",
                "a text of a differentiated value",
            )
        if isinstance(node, ast.Name):
            self.contribute(Contribution(node.id, (), adjoint, node))
        elif isinstance(node, ast.Subscript):
            self.element(node, adjoint)
        elif isinstance(node, (ast.Tuple, ast.List, ast.Dict)):
            self.push_display(node, adjoint)
        elif isinstance(node, ast.BinOp) and self._joins_lists(node):
            self.joined(node, adjoint)
        else:
            use = self.context.uses.of(node)
            if isinstance(use, Primitive):
                self._primitive(use, adjoint)
            else:
                raise no_rule(self.context, node, use)

    def _joins_lists(self, node: ast.BinOp) -> bool:
        """Whether `a + b` puts two lists, or two tuples, together."""
        kinds = (self.info(node.left).kind, self.info(node.right).kind)
        return isinstance(node.op, ast.Add) and kinds in (("list", "list"), ("tuple", "tuple"))

    # ---- primitives -----------------------------------------------------------------
    def _primitive(self, use: Primitive, adjoint: Adjoint) -> None:
        use = self.for_numbers(use)
        adjoint = self.as_real(adjoint, use.node)
        active = [p for p, value in use.data().items() if self.is_varied(value)]
        self._check_arguments(use)
        for parameter, value in use.data().items():
            role = use.rule.roles.get(parameter)
            if role:
                self.roles[id(value)] = role
        if use.rule.partials or use.rule.partial is not None:
            if len(active) > 1 and adjoint.product.cost() > 1:
                adjoint = self.named(adjoint, use.node)
            self._elementwise(use, active, adjoint)
        else:
            self._template(use, active, {use.rule.result: adjoint})

    def _check_arguments(self, use: Primitive) -> None:
        """Refuse an option that carries a gradient, and arithmetic on lists."""
        check_options(self.context, use, self.is_varied)
        if isinstance(use.node, ast.BinOp) and added_to_array(self.context, use.node, self.info):
            return
        kinds = {self.info(value).kind for value in use.data().values()}
        if use.rule.name.startswith("operator.") and kinds & {"list", "tuple", "dict"}:
            raise self.context.refuse(
                "GG123",
                use.node,
                "an operator on a list or tuple of values that are differentiated",
                "stack the values into an array first: `np.stack(values)`",
                "a container of differentiated values",
            )

    def push_results(self, use: Primitive, adjoints: dict[str, Adjoint]) -> None:
        """Pass on the adjoints of a primitive with several results (those that have one)."""
        use = self.for_numbers(use)
        active = [p for p, value in use.data().items() if self.is_varied(value)]
        self._template(use, active, adjoints)

    def _facts(self, use: Primitive) -> RuleFacts:
        values = {**use.data(), **use.binding.options, **use.results()}
        return RuleFacts(self.context, values, self.statement)

    def _elementwise(self, use: Primitive, active: list[str], adjoint: Adjoint) -> None:
        expansion = self._expand(rules.expand_partials, use, active)
        holes = self._lets(expansion, use, {})
        for parameter in active:
            partial = expansion.results[parameter]
            others = any(
                name.startswith("<") and name not in (f"<{parameter}>", f"<{use.rule.result}>")
                for name in syntax.names_in(partial)
            )
            factor = self.parse(self.filled(partial, use, holes))
            child = use.data()[parameter]
            product, view = adjoint.product.times(factor), adjoint.view and factor.is_one
            given = Adjoint(product, adjoint.short, adjoint.long, view)
            self.push(child, self.to_operand(given, use.node, child, others))

    def _expand(
        self,
        expand: Callable[..., rules.Expansion],
        use: Primitive,
        active: list[str],
        *given: Collection[str],
    ) -> rules.Expansion:
        try:
            return expand(use.rule, use.binding, self._facts(use), set(active), *given)
        except rules.RuleMismatch as mismatch:
            raise self.context.refuse(
                "GG202", use.node, mismatch.reason, mismatch.help, f"call of `{use.rule.name}`"
            ) from None

    def _lets(
        self, expansion: rules.Expansion, use: Primitive, grads: dict[str, Adjoint]
    ) -> dict[str, ast.expr]:
        """Write the shared subresults of a rule, and return what stands for them."""
        holes: dict[str, ast.expr] = {}
        for hint, value in expansion.lets:
            filled = self._with_grad(self.filled(value, use, holes), grads, use.node)
            made = self.context.fresh(hint, self.info(filled))
            self.lets.append(syntax.assign(made, filled))
            holes[f"<let {hint}>"] = syntax.name(made)
        return holes

    def to_operand(
        self, adjoint: Adjoint, node: ast.expr, child: ast.expr, others: bool = False
    ) -> Adjoint:
        """Turn an adjoint of an elementwise node's shape into one of an operand's shape."""
        whole, part = self.info(node).shape, self.info(child).shape
        own = algebra.shape_of(adjoint.product)
        if self.context.equal(part, whole) or self._alone_shapes(node, child):
            spread = self.context.equal(own, part) or self._holds(adjoint.product, child)
            return replace(adjoint, short=adjoint.short and not spread)
        short = adjoint.short
        if short and not others and not self.context.equal(own, whole):
            adjoint = self._counted(adjoint, node, part)
            if adjoint.product is not None and self._is_done(adjoint, part):
                return adjoint
            short = False
        if self.context.scalar(part):
            scalars, rest, facts = algebra.split_scalars(adjoint.product)
            self.context.rely(facts)
            if not rest.factors:
                return Adjoint(adjoint.product)
            total = syntax.expr("np.sum(rest)", rest=algebra.print_product(rest))
            return Adjoint(scalars.times(Product.of(total, SCALAR)))
        axes = None if adjoint.long or short else self._stretched(part, whole)
        if axes is not None:
            return self._summed(adjoint, axes, part)
        return replace(adjoint, short=short, long=True)

    def _alone_shapes(self, node: ast.expr, child: ast.expr) -> bool:
        """Whether a node has the shape of one operand since all others are numbers: `x ** 2`."""
        use = self.context.uses.of(node)
        if not isinstance(use, Primitive) or not use.rule.partials:
            return False
        others = [value for value in use.read().values() if value is not child]
        single = self.info(child).kind not in ("list", "tuple", "dict")
        kinds = {self.info(other).kind for other in others}
        numbers = [other for other in others if self.info(other).kind == "number"]
        return (
            single
            and kinds <= {"number", "none"}
            and all(self.context.scalar(self.info(number).shape) for number in numbers)
        )

    def _holds(self, product: Product, child: ast.expr) -> bool:
        """Whether a product has the operand itself as a factor, and so all of its axes."""
        text = syntax.key(self.value(child))
        return any(syntax.key(factor.node) == text for factor in product.factors)

    def _is_done(self, adjoint: Adjoint, part: Shape) -> bool:
        return equal_shapes(algebra.shape_of(adjoint.product), part) is not None

    def _counted(self, adjoint: Adjoint, node: ast.expr, part: Shape) -> Adjoint:
        """Make up for missing axes: a number for a scalar operand, else written out."""
        own = algebra.shape_of(adjoint.product)
        if not adjoint.long and self.context.scalar(own) and self.context.scalar(part):
            size = self.size(node)
            return Adjoint(adjoint.product.times(Product.of(size, SCALAR)))
        return Adjoint(Product.of(self.fitted(adjoint, node), self.info(node).shape))

    def _stretched(self, part: Shape, whole: Shape) -> tuple[tuple[int, ...], bool] | None:
        """Return the axes of `whole` to sum over, and whether they are kept, where known."""
        if part.dims is None or whole.dims is None:
            return None
        added = len(whole.dims) - len(part.dims)
        if added < 0 or not all(dim.is_known for dim in (*part.dims, *whole.dims)):
            return None
        stretched = [
            index
            for index, (have, want) in enumerate(
                zip(part.dims, whole.dims[added:], strict=True), added
            )
            if have != want
        ]
        if any(part.dims[index - added] != Dim((), 1) for index in stretched):
            return None
        if added and stretched:
            return None
        self.context.rely(part.dims_facts | whole.dims_facts)
        return (tuple(stretched), True) if stretched else (tuple(range(added)), False)

    def _summed(self, adjoint: Adjoint, axes: tuple[tuple[int, ...], bool], part: Shape) -> Adjoint:
        where, keep = axes
        if not where:
            return adjoint
        scalars, rest, facts = algebra.split_scalars(adjoint.product)
        self.context.rely(facts)
        axis: ast.expr = ast.Constant(where[0])
        if len(where) > 1:
            axis = ast.Tuple(elts=[ast.Constant(i) for i in where], ctx=ast.Load())
        text = "np.sum(rest, axis=axis, keepdims=True)" if keep else "np.sum(rest, axis=axis)"
        total = syntax.expr(text, rest=algebra.print_product(rest))
        for keyword in total.keywords:  # type: ignore[attr-defined]
            if keyword.arg == "axis":
                keyword.value = axis
        return Adjoint(scalars.times(Product.of(total, part)))

    # ---- templates ------------------------------------------------------------------
    def _template(self, use: Primitive, active: list[str], adjoints: dict[str, Adjoint]) -> None:
        """Expand a rule's template; it is linear: scalars of the adjoint stay outside."""
        expansion = self._expand(rules.expand_adjoint, use, active, set(adjoints))
        scalars = Product.one()
        grads = dict(adjoints)
        if len(use.rule.results) == 1:
            ((result, adjoint),) = adjoints.items()
            scalars, rest, used = algebra.split_scalars(adjoint.product)
            inner = replace(adjoint, product=rest)
            parts = [*(value for _, value in expansion.lets), *expansion.results.values()]
            reads = sum(reads_grad(name) for part in parts for name in syntax.walk(part))
            contained = any(
                self.info(use.data()[parameter]).kind in ("list", "tuple") for parameter in active
            ) or any(map(self.context.may_be_nest, expansion.results.values()))
            if contained or not use.rule.takes_factors:
                inner, scalars = self._settled(adjoint, use.node), Product.one()
            elif reads > 1 and (rest.cost() > 0 or inner.short or inner.long):
                inner = self.named(self._settled(adjoint, use.node), use.node, use.rule.result_role)
                scalars = Product.one()
            elif self.context.scalar(self.info(use.node).shape):
                # A scalar adjoint is a factor like any other; the template sees 1.
                self.context.rely(used)
                inner = replace(adjoint, product=Product.one(), view=False)
                scalars = adjoint.product
            else:
                self.context.rely(used)
            grads = {result: inner}
        holes = self._lets(expansion, use, grads)
        for parameter, value in expansion.results.items():
            child = use.data()[parameter]
            given = self._result(self.filled(value, use, holes), grads, use, child)
            product = given.product.times(scalars)
            given = replace(given, product=product, view=given.view and scalars.is_one)
            if use.rule.broadcasts:
                given = self.to_operand(given, use.node, child)
            self.push(child, given)

    def _result(
        self, result: ast.expr, grads: dict[str, Adjoint], use: Primitive, child: ast.expr
    ) -> Adjoint:
        """Read what a template gives as an adjoint; broadcasting is left for later."""
        node = use.node
        if any(is_broadcast(part) for part in syntax.walk(result)):
            return Adjoint(self._lazy_product(result, grads, node), short=True)
        shape = self.info(node if use.rule.broadcasts else child).shape
        if isinstance(result, ast.Name) and reads_grad(result):
            return replace(self._settled(grads[grad_key(result, grads)], node), view=True)
        filled = self._with_grad(result, grads, node)
        sign = 1
        while isinstance(filled, ast.UnaryOp) and isinstance(filled.op, ast.USub):
            filled, sign = filled.operand, -sign
        if isinstance(filled, ast.BinOp) and isinstance(filled.op, (ast.Mult, ast.Div)):
            return Adjoint(self.parse(filled, shape).scaled(sign))
        view = sign == 1 and not isinstance(filled, ast.BinOp)
        return Adjoint(self.parse(filled, shape).scaled(sign), view=view)

    def _lazy_product(self, result: ast.expr, grads: dict[str, Adjoint], node: ast.expr) -> Product:
        if isinstance(result, ast.BinOp) and isinstance(result.op, (ast.Mult, ast.Div)):
            left = self._lazy_product(result.left, grads, node)
            right = self._lazy_product(result.right, grads, node)
            return left.times(right) if isinstance(result.op, ast.Mult) else left.over(right)
        if isinstance(result, ast.UnaryOp) and isinstance(result.op, ast.USub):
            return self._lazy_product(result.operand, grads, node).negated()
        if is_broadcast(result):
            assert isinstance(result, ast.Call)
            return self._lazy_product(result.args[0], grads, node)
        if reads_grad(result):
            assert isinstance(result, ast.Name)
            return self._not_long(grads[grad_key(result, grads)], node).product
        if is_call(result, "expand_dims") and reads_grad(result.args[0]):  # type: ignore[attr-defined]
            assert isinstance(result, ast.Call) and isinstance(result.args[0], ast.Name)
            below = self._not_long(grads[grad_key(result.args[0], grads)], node)
            if self.context.scalar(algebra.shape_of(below.product)):
                return below.product
            filled = syntax.clone(result)
            filled.args[0] = self.fitted(below, node)
            return Product.of(indexed(filled, self.info(node)), self.info(filled).shape)
        return self.parse(self._with_grad(result, grads, node))

    def _with_grad(self, filled: ast.expr, grads: dict[str, Adjoint], node: ast.expr) -> ast.expr:
        holes: dict[str, ast.expr] = {}
        for inner in syntax.walk(filled):
            if isinstance(inner, ast.Name) and reads_grad(inner) and inner.id not in holes:
                adjoint = grads.get(grad_key(inner, grads))
                holes[inner.id] = (
                    ast.Constant(value=0.0) if adjoint is None else self.fitted(adjoint, node)
                )
        return untransposed(syntax.substitute(filled, holes), lambda part: self.info(part).rank)

    def _not_long(self, adjoint: Adjoint, node: ast.expr) -> Adjoint:
        return self._settled(adjoint, node) if adjoint.long else adjoint

    def _settled(self, adjoint: Adjoint, node: ast.expr) -> Adjoint:
        if not (adjoint.short or adjoint.long):
            return adjoint
        return Adjoint(Product.of(self.fitted(adjoint, node), self.info(node).shape))

    # ---- writing out ----------------------------------------------------------------
    def fitted(self, adjoint: Adjoint, node: ast.expr) -> ast.expr:
        """Return text for an adjoint with exactly the shape of its node's value."""
        product = adjoint.product
        if not adjoint.short and not adjoint.long:
            return algebra.print_product(product, as_float=True)
        info = self.info(node)
        own = algebra.shape_of(product)
        if equal_shapes(own, info.shape) is not None and self.context.equal(own, info.shape):
            return algebra.print_product(product, as_float=True)
        found = self._same_shaped_name(node, info.shape)
        stand_in = self.value(found)
        if adjoint.long:
            self.context.helper("unbroadcast")
            printed = algebra.print_product(product, as_float=True)
            return syntax.expr("unbroadcast(grad, x)", grad=printed, x=stand_in)
        return self.spread(product, stand_in, info, self.is_floating(found))

    def spread(
        self, product: Product, like: ast.expr, info: Info, floating: bool = True
    ) -> ast.expr:
        """Return text for a short product repeated to the shape of `like`, if that is floating."""
        own = algebra.shape_of(product)
        printed = algebra.print_product(product)
        if not self.context.scalar(own) or not floating:
            return syntax.expr("np.broadcast_to(grad, np.shape(x))", grad=printed, x=like)
        if info.kind != "array":
            zero = self.zero(like, info)
            return syntax.expr("zero + value", zero=zero, value=printed)
        self.needs_floating(like)
        if product.is_one:
            return syntax.expr("np.ones_like(x)", x=like)
        return syntax.expr("np.full_like(x, value)", x=like, value=printed)
