"""Rewrites the calls of an expression: of local functions, and of functions given functions."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from types import FunctionType

from gradgen import rules
from gradgen.reader.scope import parameters
from gradgen.syntax import clone, expr, fix_locations, name, names_in, stored, walk
from gradgen.transform.function_bindings import defaults_of
from gradgen.transform.function_builtins import unrolled
from gradgen.transform.function_calls import Bound, bound, read_of_display, without_stars
from gradgen.transform.function_copies import Copies, Given, Made, Plain
from gradgen.transform.function_displays import constant, part_of_display
from gradgen.transform.function_inline import free_of, inlined, only_expression
from gradgen.transform.function_known import is_operator
from gradgen.transform.function_scope import NONE, Shadow, Surroundings
from gradgen.transform.function_values import (
    Function,
    Instance,
    Known,
    Local,
    Partial,
    Record,
    Template,
    Value,
)

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LIBRARIES = ("numpy", "scipy", "functools", "builtins", "dataclasses", "copy", "collections")
_OPERATORS = {
    ("add", 2): "a + b", ("sub", 2): "a - b", ("mul", 2): "a * b", ("truediv", 2): "a / b",
    ("pow", 2): "a ** b", ("matmul", 2): "a @ b", ("neg", 1): "-a", ("pos", 1): "+a",
    ("floordiv", 2): "a // b", ("mod", 2): "a % b", ("getitem", 2): "a[b]",
}  # fmt: skip
Out = list[ast.stmt] | None
"""Takes statements that are run before; None where nothing may run before."""


@dataclass(frozen=True)
class Handed:
    """What a call hands to a copy: for its own parameters, for stars, and parts of functions."""

    parameters: dict[str, ast.expr]
    several: list[ast.expr]
    parts: list[ast.expr]


class Rewriter:
    """Rewrites the expressions of one function."""

    def __init__(self, surroundings: Surroundings, copies: Copies, plain: Plain) -> None:
        self.surroundings = surroundings
        self.copies = copies
        self.plain = plain

    def expression(self, node: ast.expr, shadow: Shadow, out: Out) -> ast.expr:
        """Return an expression with its calls rewritten.

        Parameters
        ----------
        shadow : the names that comprehensions around it bind
        """
        if isinstance(node, (ast.Lambda, ast.Name, ast.Constant)):
            return node
        part = self._part(node, shadow)
        if part is not None:
            return part
        if isinstance(node, ast.Attribute):
            return self._attribute(node, shadow, out)
        if isinstance(node, ast.Subscript):
            fields = self.unpacked(node.value, shadow)
            index = constant(node.slice)
            if (
                fields is not None
                and isinstance(index, int)
                and -len(fields) <= index < len(fields)
            ):
                return ast.copy_location(fields[index], node)
        if isinstance(node, _COMPREHENSIONS):
            return self._comprehension(node, shadow, out)
        if isinstance(node, ast.Call):
            return self._call(node, shadow, out)
        if isinstance(node, ast.Compare) and self._is_none(node, shadow) is not None:
            return ast.copy_location(ast.Constant(value=self._is_none(node, shadow)), node)
        if isinstance(node, ast.IfExp):
            node.test = self.expression(node.test, shadow, None)
            if isinstance(node.test, ast.Constant):
                chosen = node.body if node.test.value else node.orelse
                return self.expression(chosen, shadow, out)
        if isinstance(node, (ast.IfExp, ast.BoolOp)):
            out = None
        for field in node._fields:
            part = getattr(node, field, None)
            if isinstance(part, ast.expr):
                setattr(node, field, self.expression(part, shadow, out))
            elif isinstance(part, list):
                made = [
                    self.expression(e, shadow, out) if isinstance(e, ast.expr) else e for e in part
                ]
                setattr(node, field, made)
        return node

    def _attribute(self, node: ast.Attribute, shadow: Shadow, out: Out) -> ast.expr:
        """Return a field of a known object, or the call of a property."""
        found = self.surroundings.attribute(node, shadow)
        if isinstance(found, Partial):
            call = fix_locations(ast.copy_location(ast.Call(func=node, args=[], keywords=[]), node))
            return self._of_function(call, found, shadow, out) or node
        if found is not None:
            return ast.copy_location(found, node)
        node.value = self.expression(node.value, shadow, out)
        return node

    def _is_none(self, node: ast.Compare, shadow: Shadow) -> bool | None:
        """Return the outcome of `f is None` for a known function, None for another comparison."""
        (operator, *_), (other, *more) = node.ops, node.comparators
        if (
            more
            or not isinstance(operator, (ast.Is, ast.IsNot))
            or not isinstance(node.left, ast.Name)
        ):
            return None
        value = self.surroundings.value(node.left, shadow)
        if value is None or not isinstance(other, ast.Constant) or other.value is not None:
            return None
        is_none = isinstance(value, Known) and value.found is None
        return is_none is isinstance(operator, ast.Is)

    def unpacked(self, node: ast.expr, shadow: Shadow = NONE) -> list[ast.expr] | None:
        """Return the elements of a named tuple whose fields are variables."""
        value = self.surroundings.value(node, shadow)
        if not isinstance(value, Record) or not issubclass(value.of, tuple):
            return None
        fields = [clone(part) for part in value.fields.values() if isinstance(part, ast.expr)]
        return fields if len(fields) == len(value.fields) else None

    def _part(self, node: ast.expr, shadow: Shadow) -> ast.expr | None:
        """Return the part of a known tuple or dict that an expression reads."""
        label = part_of_display(node, self.surroundings.scope)
        if label is None or label in shadow or label not in self.surroundings.displays:
            return None
        if isinstance(node, ast.Call):
            node.args[1:] = [self.expression(e, shadow, None) for e in node.args[1:]]
        return read_of_display(node, self.surroundings.displays[label])

    def _comprehension(self, node: ast.expr, shadow: Shadow, out: Out) -> ast.expr:
        assert isinstance(node, _COMPREHENSIONS)
        inner = shadow
        for index, generator in enumerate(node.generators):
            generator.iter = self.expression(generator.iter, inner, out if index == 0 else None)
            inner |= names_in(generator.target)
            generator.ifs = [self.expression(test, inner, None) for test in generator.ifs]
        if isinstance(node, ast.DictComp):
            node.key = self.expression(node.key, inner, None)
            node.value = self.expression(node.value, inner, None)
        else:
            node.elt = self.expression(node.elt, inner, None)
        return node

    # ---- calls ----------------------------------------------------------------------
    def _call(self, node: ast.Call, shadow: Shadow, out: Out) -> ast.expr:
        around = self.surroundings
        value = around.value(node.func, shadow)
        if isinstance(value, (Instance, Record)):
            value = around.member_value(value, "__call__")
        if value is None:
            node.func = self.expression(node.func, shadow, out)
        written = unrolled(value, node, around, shadow)
        if written is not None:
            return self.expression(written, shadow, out)
        for index, argument in enumerate(node.args):
            if around.value(argument, shadow) is None:
                node.args[index] = self.expression(argument, shadow, out)
        for keyword in node.keywords:
            if around.value(keyword.value, shadow) is None:
                keyword.value = self.expression(keyword.value, shadow, out)
        displays = {k: v for k, v in around.displays.items() if k not in shadow}
        without_stars(node, displays)
        if value is None or isinstance(value, (Instance, Record)):
            return node
        if isinstance(value, Known) and value.found is None:
            return node
        original = clone(node)
        return self._of_function(node, value, shadow, out) or original

    def _of_function(
        self, node: ast.Call, value: Function, shadow: Shadow, out: Out
    ) -> ast.expr | None:
        """Return what a call of a function becomes; None where it has to stay as it was."""
        has_object = False
        while isinstance(value, Partial):
            has_object |= any(not isinstance(part, ast.expr) for part in value.positional)
            self._fill_in(node, value)
            value = value.of
        made = self._of_value(node, value, shadow, out)
        return None if made is node and has_object else made

    def _fill_in(self, node: ast.Call, value: Partial) -> None:
        """Add the arguments that a function was bound to, as by `functools.partial`, to a call."""
        given = {keyword.arg for keyword in node.keywords}
        positional = [
            clone(part) if isinstance(part, ast.expr) else self.surroundings.held_object(part)
            for part in value.positional
        ]
        node.args = [*positional, *node.args]
        for label, part in value.named.items():
            if label not in given:
                node.keywords.append(ast.keyword(arg=label, value=clone(part)))

    def _of_value(
        self, node: ast.Call, value: Known | Local, shadow: Shadow, out: Out
    ) -> ast.expr | None:
        """Return what a call of a known function becomes; None where it cannot be rewritten."""
        if isinstance(value, Local):
            template: Template | None = value.template
            if any(shadow & names_in(part) for _, part in value.parts):
                return None
        else:
            node.func = self.surroundings.spelled(value.found, value.node, shadow)
            template = self._template(value.found)
        if template is None:
            return _operation(node, value) or node
        arguments = bound(template.tree, node)
        if arguments is None and self._unpack(node, template, out):
            arguments = bound(template.tree, node)
        if arguments is None:
            return node if isinstance(value, Known) else None
        values = self._functions(arguments, template, shadow)
        functions = {p: v for p, v in values.items() if not isinstance(v, Instance)}
        signature = template.tree.args
        has_stars = signature.vararg is not None or signature.kwarg is not None
        if isinstance(value, Known) and not values and not has_stars:
            return node
        typed = {p: v.of for p, v in values.items() if isinstance(v, Instance)}
        parts = [part for function in functions.values() for _, part in function.parts]
        given = Given(
            functions, len(arguments.several), tuple(arguments.named), _same(parts), typed
        )
        label = node.func.id if isinstance(node.func, ast.Name) else template.name
        made = self.copies.make(template, given, self.plain, label)
        if made is None:
            return node if isinstance(value, Known) else None
        kept = [p for p in arguments.parameters if p not in functions]
        handed = Handed(
            {p: arguments.parameters[p] for p in kept},
            [*arguments.several, *arguments.named.values()],
            parts,
        )
        return self._replaced(node, value, made, handed, shadow)

    def _template(self, found: object) -> Template | None:
        """Return the text of a user's function, None for what gradgen does not copy."""
        if not isinstance(found, FunctionType) or rules.find(found) is not None:
            return None
        home = str(found.__globals__.get("__name__", "")).partition(".")[0]
        return None if home in _LIBRARIES else self.copies.template(found)

    def _functions(self, arguments: Bound, template: Template, shadow: Shadow) -> dict[str, Value]:
        """Return the known functions that a call hands over, by parameter."""
        found: dict[str, Value] = {}
        for parameter, argument in arguments.parameters.items():
            value = self.surroundings.value(argument, shadow)
            if value is not None and not any(shadow & names_in(e) for _, e in value.parts):
                found[parameter] = value
        for parameter, default in template.default_functions.items():
            if parameter not in arguments.parameters:
                found[parameter] = default
        for parameter in sorted(_called(template.tree) - set(found)):
            absent = defaults_of(template.tree.args).get(parameter)
            given = arguments.parameters.get(parameter, absent)
            if isinstance(given, ast.Constant) and given.value is None:
                found[parameter] = Known(None, given)
        return found

    def _unpack(self, node: ast.Call, template: Template, out: Out) -> bool:
        """Write `g(x, *values)` as `g(x, a, b)` after `a, b = values`, where `g` takes so many."""
        stars = [a for a in node.args if isinstance(a, ast.Starred)]
        signature = template.tree.args
        if len(stars) != 1 or node.args[-1] is not stars[0] or out is None or signature.vararg:
            return False
        positional = [p.arg for p in (*signature.posonlyargs, *signature.args)]
        named = {k.arg for k in node.keywords}
        left = positional[len(node.args) - 1 :]
        left = left[: len(left) - len(signature.defaults)]
        if named & set(left) or None in named or not isinstance(stars[0].value, ast.Name):
            return False
        if not left or (signature.defaults and not named):
            return False
        targets = [name(self.surroundings.names.fresh(p)) for p in left]
        one = ast.Tuple(elts=[stored(target) for target in targets], ctx=ast.Store())
        out.append(ast.Assign(targets=[one], value=stars[0].value, lineno=0))
        node.args[-1:] = [ast.copy_location(target, node) for target in targets]
        return True

    # ---- what a call becomes --------------------------------------------------------
    def _replaced(
        self, node: ast.Call, value: Known | Local, made: Made, handed: Handed, shadow: Shadow
    ) -> ast.expr:
        """Return the call of a copy, or the expression that it consists of."""
        given = dict(handed.parameters)
        if isinstance(value, Local):
            for parameter in value.template.defaults:
                given.setdefault(parameter, clone(value.held[parameter]))
        given |= dict(zip(made.several, handed.several, strict=True))
        if isinstance(value, Local):
            for variable, parameter in made.captured.items():
                given[parameter] = clone(value.held[variable])
        given |= {p: clone(part) for p, part in zip(made.parts, handed.parts, strict=True)}
        given = {p: argument for p, argument in given.items() if p not in made.unused}
        written = self._inlined(node, made, given, shadow)
        if written is not None:
            return written
        function = self.surroundings.spelled(made.function, name(made.tree.name), shadow)
        return _as_call(node, function, made.tree.args, given)

    def _inlined(
        self, node: ast.Call, made: Made, given: dict[str, ast.expr], shadow: Shadow
    ) -> ast.expr | None:
        """Return the expression that a function consists of, where it may stand for the call."""
        if made.unit is None:
            return None
        expression = only_expression(made.unit.tree)
        if expression is None:
            return None
        signature = made.unit.tree.args
        own = [*signature.args, *signature.kwonlyargs]
        free = free_of(expression, made.unit, {p.arg for p in own})
        if free is None or any(found is made.function for found in free.values()):
            return None
        arguments = dict(given)
        for parameter, default in _constants(signature).items():
            arguments.setdefault(parameter, default)
        if any(p.arg not in arguments for p in own):
            return None
        spelled = {
            label: self.surroundings.spelled(found, name(label), shadow)
            for label, found in free.items()
        }
        around = self.surroundings
        same_file = made.unit.source == around.unit.source
        return inlined(expression, {**spelled, **arguments}, node, around.unit, same_file)


def _called(tree: ast.FunctionDef) -> set[str]:
    """Return the parameters that a function calls."""
    named = {p.arg for p in parameters(tree.args)}
    calls = [node.func for node in walk(tree) if isinstance(node, ast.Call)]
    return {function.id for function in calls if isinstance(function, ast.Name)} & named


def _same(parts: list[ast.expr]) -> tuple[int, ...]:
    """Return for each part the first that is the same variable."""
    texts = [part.id if isinstance(part, ast.Name) else index for index, part in enumerate(parts)]
    return tuple(texts.index(text) for text in texts)


def _operation(node: ast.Call, value: Known | Local) -> ast.expr | None:
    """Return `a * b` for `operator.mul(a, b)`."""
    if not isinstance(value, Known) or not is_operator(value.found) or node.keywords:
        return None
    text = _OPERATORS.get((getattr(value.found, "__name__", ""), len(node.args)))
    if text is None or any(isinstance(part, ast.Starred) for part in node.args):
        return None
    holes = dict(zip("ab", node.args, strict=False))
    return fix_locations(ast.copy_location(expr(text, **holes), node))


def _as_call(
    node: ast.Call, function: ast.expr, signature: ast.arguments, given: dict[str, ast.expr]
) -> ast.Call:
    """Return the call of a made function: by position as far as the user's call was."""
    by_keyword = {keyword.arg for keyword in node.keywords}
    left = dict(given)
    positional: list[ast.expr] = []
    for parameter in signature.args:
        if parameter.arg not in left or parameter.arg in by_keyword:
            break
        positional.append(left.pop(parameter.arg))
    keywords = [ast.keyword(arg=p, value=argument) for p, argument in left.items()]
    made = ast.Call(func=function, args=positional, keywords=keywords)
    for part in walk(made):
        if isinstance(part, (ast.expr, ast.keyword)) and not hasattr(part, "lineno"):
            ast.copy_location(part, node)
    return ast.copy_location(made, node)


def _constants(signature: ast.arguments) -> dict[str, ast.expr]:
    """Return the defaults that are written as constants."""
    first = len(signature.args) - len(signature.defaults)
    made: dict[str, ast.expr] = {
        p.arg: default
        for p, default in zip(signature.args[first:], signature.defaults, strict=True)
        if isinstance(default, ast.Constant)
    }
    for p, default in zip(signature.kwonlyargs, signature.kw_defaults, strict=True):
        if isinstance(default, ast.Constant):
            made[p.arg] = default
    return made
