"""The values that a derivative reads: what stands for the value of a node, and for its size.

A name or an element stands for itself; the whole right-hand side is the target; what is cheap is
written again; anything else gets a name, before the statement, in the forward pass.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import Any

from gradgen import syntax
from gradgen.analysis.uses import Primitive, UserCall
from gradgen.analysis.values import INT, Info, Shape, equal_shapes
from gradgen.runtime import HELPERS
from gradgen.transform import algebra
from gradgen.transform.algebra import Product
from gradgen.transform.context import Context
from gradgen.transform.naming import describe
from gradgen.transform.rule_text import as_in_math, is_short
from gradgen.transform.spelling import as_in_scipy, as_own


@dataclass
class Values:
    """The values of one statement, as text.

    `target` is the name that holds the value of `root` afterwards, where it can be used;
    `hoisted` are inner nodes whose values want a name in the forward pass.
    """

    context: Context
    statement: ast.stmt
    root: ast.expr
    target: str | None
    in_loop: bool
    varied: frozenset[str]
    hoisted: dict[str, tuple[str, ast.expr]] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    result_names: dict[str, str] = field(default_factory=dict)

    def is_varied(self, node: ast.expr) -> bool:
        """Tell whether a node depends on a varied variable."""
        return self.context.activity.varied(node, self.varied)

    def value(self, node: ast.expr) -> ast.expr:
        """Return text for the value of a node in the backward pass, naming it if it must be."""
        if self.is_access(node):
            return syntax.clone(node)
        if node is self.root and self.target is not None:
            return syntax.name(self.target)
        known = self.hoisted.get(syntax.key(node)) if self.hoisted else None
        if known is not None:
            return syntax.name(known[0])
        if (
            self._is_cheap(node)
            or (self.in_loop and not self._is_expensive(node))
            or self._is_view(node)
        ):
            return self.rebuilt(node)
        made = self.context.fresh(self.describe(node), self.info(node))
        self.context.complex.note(made, node)
        self.hoisted[syntax.key(node)] = (made, node)
        return syntax.name(made)

    def result_value(self, use: Primitive, result: str) -> ast.expr:
        """Return text for one result of a primitive."""
        if len(use.rule.results) == 1:
            return self.value(use.node)
        if result in self.result_names:
            return syntax.name(self.result_names[result])
        return syntax.expr(
            "whole[index]",
            whole=self.value(use.node),
            index=ast.Constant(use.rule.results.index(result)),
        )

    def name_result(self, node: ast.expr, name: str | None) -> None:
        """Note that a name holds one of several results, if it does: `np.linalg.slogdet(a)[1]`."""
        use = self.context.uses.of(node.value) if isinstance(node, ast.Subscript) else None
        if name is None or not isinstance(use, Primitive) or len(use.rule.results) < 2:
            return
        assert isinstance(node, ast.Subscript)
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
            self.result_names[use.rule.results[node.slice.value]] = name

    def is_access(self, node: ast.expr) -> bool:
        """Whether a node is a name, a constant, or an element or attribute of one."""
        if isinstance(node, (ast.Name, ast.Constant)):
            return True
        if isinstance(node, ast.Attribute):
            return self.is_access(node.value)
        if isinstance(node, ast.Subscript):
            return self.is_access(node.value) and self.context.basic_index(
                node.slice, self.statement
            )
        return isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)

    def _is_cheap(self, node: ast.expr) -> bool:
        if not isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Compare)):
            return not self.is_varied(node) and not isinstance(node, ast.Call)
        if self.info(node).kind != "number":
            return False
        parts = [part for part in syntax.children(node) if isinstance(part, ast.expr)]
        return all(self.is_access(part) for part in parts)

    def _is_view(self, node: ast.expr) -> bool:
        """Whether a name for the value might be a view, whose memory may be overwritten."""
        if isinstance(node, ast.Subscript):
            return True
        use = self.context.uses.of(node)
        if not isinstance(use, Primitive) or use.rule.result_view == "never":
            return False
        written = self.context.written
        return not use.rule.expensive or not written.isdisjoint(syntax.names_in(node))

    def _is_expensive(self, node: ast.expr) -> bool:
        for inner in syntax.walk(node):
            if isinstance(inner, ast.expr):
                use = self.context.uses.of(inner)
                if isinstance(use, UserCall) or (
                    isinstance(use, Primitive) and (use.rule.expensive or not use.rule.pure)
                ):
                    return True
        return False

    def rebuilt(self, node: ast.expr, top: bool = False) -> ast.expr:
        """Return a copy of a node in which every named part is its name."""
        known = self.hoisted.get(syntax.key(node)) if self.hoisted else None
        if known is not None and not top:
            return syntax.name(known[0])
        fields: dict[str, Any] = {
            name: self._rebuilt_field(value) for name, value in ast.iter_fields(node)
        }
        return ast.copy_location(type(node)(**fields), node)

    def _rebuilt_field(self, value: object) -> object:
        if isinstance(value, list):
            return [self._rebuilt_field(part) for part in value]
        if isinstance(value, ast.expr):
            return self.rebuilt(value)
        if isinstance(value, ast.keyword):
            return ast.keyword(arg=value.arg, value=self.rebuilt(value.value))
        return syntax.clone(value) if isinstance(value, ast.AST) else value

    def definitions(self) -> list[ast.stmt]:
        """Return the forward statements that give the hoisted values their names, in order."""
        inner_first = sorted(self.hoisted.values(), key=lambda pair: len(syntax.key(pair[1])))
        return [syntax.assign(made, self.rebuilt(node, top=True)) for made, node in inner_first]

    def size(self, node: ast.expr) -> ast.expr:
        """Return text for the number of elements of a node's value."""
        shape = self.info(node).shape
        stand_in = self._same_shaped_name(node, shape)
        before = self.context.guard.state()
        known = self.context.guard.size(shape)
        if known is not None and (is_short(known) or stand_in is node):
            return self._counted_by(known)
        self.context.guard.restore(before)
        if self.info(stand_in).kind == "array":
            return syntax.expr("x.size", x=self.value(stand_in))
        return syntax.expr("np.size(x)", x=self.value(stand_in))

    def length(self, node: ast.expr, axis: ast.expr) -> ast.expr:
        """Return text for the length of a node's value along one axis, or several."""
        shape = self.info(node).shape
        try:
            where = ast.literal_eval(axis)
        except ValueError:
            where = None
        if isinstance(where, int) and shape.dims is not None:
            known = self.context.guard.dim(shape.dims[where], shape.dims_facts)
            if known is not None:
                return self._counted_by(known)
        stand_in = self.value(self._same_shaped_name(node, shape))
        if isinstance(where, int):
            text = "x.shape[axis]" if self.info(stand_in).kind == "array" else "np.shape(x)[axis]"
            return syntax.expr(text, x=stand_in, axis=axis)
        if isinstance(where, tuple):
            factors = [self.length(node, syntax.number(part)) for part in where]
            product = factors[0]
            for factor in factors[1:]:
                product = syntax.expr("a * b", a=product, b=factor)
            return product
        return syntax.expr("np.size(x, axis)", x=stand_in, axis=axis)

    def _counted_by(self, text: ast.expr) -> ast.expr:
        """Return text that names dimensions, which the guard binds."""
        lengths = set(self.context.guard.given.values())
        for name in syntax.names_in(text) & lengths:
            self.context.infos.setdefault(name, INT)
        return text

    def _same_shaped_name(self, node: ast.expr, shape: Shape) -> ast.expr:
        """Return a name below `node` that is proved to have its shape, or `node` itself."""
        for inner in syntax.walk(node):
            if (
                isinstance(inner, ast.Name)
                and isinstance(inner.ctx, ast.Load)
                and inner is not node
            ):
                facts = equal_shapes(self.info(inner).shape, shape)
                if facts is not None and self.info(inner).kind != "number":
                    self.context.rely(facts)
                    return inner
        return node

    def zero(self, like: ast.expr, info: Info) -> ast.expr:
        """Return text for the zero that an accumulator of the shape of `like` starts from."""
        if info.kind == "list":
            return self._zero_list(like, info)
        if info.kind == "tuple" and info.items is not None and self._is_there(info):
            parts = [
                self.zero(syntax.expr("whole[i]", whole=like, i=ast.Constant(index)), item)
                for index, item in enumerate(info.items)
            ]
            return ast.Tuple(elts=parts, ctx=ast.Load())
        if info.kind == "number":
            self.context.rely(info.shape.token_facts)
            return ast.Constant(value=0.0)
        if info.kind == "array":
            self.needs_floating(like)
            return syntax.expr("np.zeros_like(x)", x=self.value(like))
        self.context.helper("zero_like")
        return syntax.expr("zero_like(x)", x=self.value(like))

    def _is_there(self, info: Info) -> bool:
        """Whether the parts of a tuple can be named: in generated code it may be None instead."""
        numbers = all(item.kind == "number" for item in info.items or ())
        return numbers or not self.context.unit.generated

    def whole_zero(self, like: ast.expr, info: Info) -> ast.expr:
        """Return text for the zero of what nothing depends on: a list has its elements."""
        return self.zeros_of_list(like, info) if info.kind == "list" else self.zero(like, info)

    def _zero_list(self, like: ast.expr, info: Info) -> ast.expr:
        """Return text for a list of zeros; the adjoint of a stack is filled from empty."""
        if isinstance(like, ast.Name) and like.id in self.context.stacks:
            return ast.List(elts=[], ctx=ast.Load())
        return self.zeros_of_list(like, info)

    def zeros_to_fill(self, like: ast.expr, info: Info) -> ast.expr:
        """Return text for zeros whose elements can be set one by one."""
        if info.kind == "list":
            return self.zeros_of_list(like, info)
        items = info.items or ()
        if info.kind == "tuple" and items and all(i.kind in ("number", "array") for i in items):
            parts = [
                self.zeros_to_fill(syntax.expr("whole[i]", whole=like, i=ast.Constant(index)), item)
                for index, item in enumerate(items)
            ]
            return ast.List(elts=parts, ctx=ast.Load())
        if info.kind not in ("tuple", "dict"):
            return self.zero(like, info)
        self.context.helper("zero_like")
        return syntax.expr("zero_like(x)", x=like)

    def zeros_of_list(self, like: ast.expr, info: Info) -> ast.expr:
        """Return text for a list with a zero for each element of a list."""
        if info.element is not None and info.element.kind == "number":
            return syntax.expr("[0.0] * len(x)", x=like)
        self.context.helper("zero_like")
        return syntax.expr("[zero_like(v) for v in x]", x=like, v=syntax.name("value"))

    def needs_floating(self, like: ast.expr) -> None:
        """State that an argument must be floating: `zeros_like` of integers would truncate."""
        if isinstance(like, ast.Name) and like.id in self.context.parameters:
            self.context.rely(frozenset({self.context.dtype_fact(like.id)}))

    def describe(self, node: ast.expr) -> str:
        """Return a telling name for a node's value."""
        if node is self.root and self.target is not None:
            return self.target
        found = describe(node, role=self.roles.get(id(node)), rank=self.info(node).rank)
        return found or "value"

    def _is_made(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self.context.made

    def info(self, node: ast.expr) -> Info:
        """Return what is known of a node."""
        return self.context.info(node, self.statement)

    def parse(self, node: ast.expr, shape: Shape | None = None) -> Product:
        """Read rule text as a product."""

        def shape_of(part: ast.expr) -> Shape | Info:
            if shape is not None and part is node:
                return shape
            info = self.info(part)
            floating = info.dtype is None and (self.is_varied(part) or self._is_made(part))
            return replace(info, dtype="float") if floating else info

        return algebra.parse(node, shape_of)

    def filled(self, template: ast.expr, use: Primitive, lets: dict[str, ast.expr]) -> ast.expr:
        """Fill the holes of a rule's text with references to the values they stand for."""
        data, options = use.data(), use.binding.options
        holes: dict[str, ast.expr] = dict(lets)
        folded = self._measures(template, use)
        for inner in syntax.walk(folded):
            if not isinstance(inner, ast.Name) or inner.id in holes:
                continue
            key = inner.id[1:-1] if inner.id.startswith("<") else ""
            if key in data:
                holes[inner.id] = self.value(data[key])
            elif key in options:
                holes[inner.id] = options[key]
            elif key in use.rule.results and inner.id != key:
                holes[inner.id] = self.result_value(use, key)
            elif inner.id in HELPERS:
                self.context.helper(inner.id)
        spelled = as_in_scipy(as_in_math(folded, use), use, self.context)
        if use.rule.home:
            spelled = as_own(spelled, use, self.context)
        return syntax.substitute(algebra.fold(spelled), holes)

    def _measures(self, template: ast.expr, use: Primitive) -> ast.expr:
        """Replace `size(x)` and `length(x, axis)` by text for the numbers they mean."""
        if not any(
            isinstance(node, ast.Name) and node.id in ("size", "length")
            for node in syntax.walk(template)
        ):
            return template
        made = _Measures(self, use).visit(syntax.clone(template))
        assert isinstance(made, ast.expr)
        return made

    def is_floating(self, like: ast.expr) -> bool:
        """Whether a value is known to hold floats: varied ones do."""
        return (
            self.info(like).dtype == "float"
            or (isinstance(like, ast.Name) and like.id in self.context.activity.ever)
            or self.is_varied(like)
        )


class _Measures(ast.NodeTransformer):
    """Replaces `size(x)` and `length(x, axis)` in the template of a primitive."""

    def __init__(self, values: Values, use: Primitive) -> None:
        self.values = values
        self.use = use
        self.data = use.data()

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name) or node.func.id not in ("size", "length"):
            return node
        of = node.args[0]
        assert isinstance(of, ast.Name)
        key = of.id[1:-1] if of.id.startswith("<") else of.id
        measured = self.data.get(key, self.use.node)
        if node.func.id == "size":
            return self.values.size(measured)
        options = self.use.binding.options
        axis = syntax.substitute(
            node.args[1], {f"<{p}>": value for p, value in options.items()} | dict(options)
        )
        return self.values.length(measured, axis)
