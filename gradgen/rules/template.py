"""Expands the templates of a rule for one call: tests decided, options filled in.

What goes in is a rule, a binding and what is known of the arguments; what comes out are
expressions with placeholders: `<x>` for an argument, `<y>` for the result, `<grad>` for its
adjoint (`<grad sign>` where there are several results), `<d x>` for a tangent, `<let share>` for
a shared subresult. The words of templates:

    grad[x], grad[y]         the adjoint of an argument (assigned) and of the result (read)
    grad[x] += ...           a term of it, left out where no result that it reads has an adjoint
    d[y], d[x]               the tangents
    partial[x]               the derivative of an elementwise function by `x`
    is_max = ...             a local name: a shared subresult, or a value of generation time
    if ...:                  decided when code is generated; a test that cannot be decided raises
    for x in arrays:         once for each array of a sequence that is wanted
    a.mT                     `a.T` for a matrix, `np.swapaxes(a, -1, -2)` for a stack of them

and those of `intrinsics.py`: rank, known, kind, kept, size, part, has_adjoint, refuse, ...
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, count

from gradgen import syntax
from gradgen.rules.evaluate import Undecided, evaluate
from gradgen.rules.facts import Facts
from gradgen.rules.intrinsics import TREES, Arguments, Unrolled, tree_of, values, without_defaults
from gradgen.rules.matching import Binding
from gradgen.rules.registry import Rule, RuleMismatch, Template
from gradgen.rules.source import template_tree
from gradgen.rules.terms import DropTerms, total_of


@dataclass
class Expansion:
    """Expressions with placeholders.

    Attributes
    ----------
    lets
        Shared subresults in order: a telling name, and the expression that `<let NAME>` stands for.
    results
        The adjoint of each argument wanted (`"x"`, `"arrays 0"`), or the tangent of each result.
    """

    lets: list[tuple[str, ast.expr]] = field(default_factory=list)
    results: dict[str, ast.expr] = field(default_factory=dict)


def expand_adjoint(
    rule: Rule,
    binding: Binding,
    facts: Facts,
    wanted: set[str],
    given: Collection[str] | None = None,
) -> Expansion:
    """Expand the adjoint of a call.

    Parameters
    ----------
    rule, binding
        The rule, and the call bound to it.
    facts
        What is known of the arguments.
    wanted
        The arguments whose gradient is wanted: names of parameters, `"arrays 0"` for an element.
    given
        The results that have an adjoint; None for all of them.

    Raises
    ------
    RuleMismatch
        Where the rule has no derivative by a wanted argument, or an option must be a literal.
    """
    expander = _Expander(rule, binding, facts, wanted, given)
    if rule.elementwise or rule.reduction is not None:
        expansion = expander.partials()
        factor = _hole("grad") if rule.elementwise else expander.fill(_REDUCED)
        for parameter, partial in expansion.results.items():
            expansion.results[parameter] = syntax.expr("G * P", G=factor, P=partial)
    else:
        expansion = expander.template(rule.adjoint, "grad")
    _check_complete(rule, wanted, expansion)
    return expansion


def expand_tangent(rule: Rule, binding: Binding, facts: Facts, active: set[str]) -> Expansion:
    """Expand the tangent of a call whose arguments `active` have tangents, as above."""
    expander = _Expander(rule, binding, facts, active)
    if rule.linear:
        arguments = Arguments(rule, binding, facts)
        replaced = {
            name: _hole(f"d {name}") if name in active else arguments.zero(name)
            for name in binding.arguments()
        }
        return Expansion(results={rule.result: binding.call(replaced)})
    by_partials = rule.elementwise or rule.reduction is not None
    if by_partials and rule.tangent is None:
        expansion = expander.partials()
        _check_complete(rule, active, expansion)
        terms = [
            syntax.expr("P * D", P=partial, D=_hole(f"d {parameter}"))
            for parameter, partial in expansion.results.items()
        ]
        total = total_of(terms)
        if not rule.elementwise:
            total = syntax.substitute(expander.fill(_TOTAL), {"TOTAL": total})
        return Expansion(expansion.lets, {rule.result: total})
    return expander.template(rule.tangent, "d")


def expand_partials(rule: Rule, binding: Binding, facts: Facts, wanted: set[str]) -> Expansion:
    """Expand the partial derivatives of an elementwise call, without the adjoint as a factor."""
    expansion = _Expander(rule, binding, facts, wanted).partials()
    _check_complete(rule, wanted, expansion)
    return expansion


_REDUCED = syntax.expr("kept(grad[y], axis, keepdims)")
_TOTAL = syntax.expr("np.sum(TOTAL, axis=axis, keepdims=keepdims)")


def _check_complete(rule: Rule, wanted: set[str], expansion: Expansion) -> None:
    for parameter in sorted(wanted - set(expansion.results)):
        name = parameter.split()[0]
        raise RuleMismatch(f"`{rule.name}` has no derivative by its argument `{name}`")


def _hole(name: str) -> ast.Name:
    return syntax.name(f"<{name}>")


@dataclass(frozen=True)
class _Constant:
    """A value of generation time that a local name of the template stands for."""

    value: object


class _Expander:
    """Runs the statements of a template; expressions go through `_Filler`."""

    def __init__(
        self,
        rule: Rule,
        binding: Binding,
        facts: Facts,
        wanted: set[str],
        given: Collection[str] | None = None,
    ) -> None:
        self.rule = rule
        self.wanted = wanted
        self.arguments = Arguments(rule, binding, facts)
        self.locals: dict[str, object] = {}  # _Constant, Unrolled (an element), or a let's hole
        self.expansion = Expansion()
        self.adjoints: dict[str, list[ast.expr]] = {}  # the terms of `grad[x] += ...`
        self.given = rule.results if given is None else given
        self.functions = values(self.arguments, self.given)

    def partials(self) -> Expansion:
        """Expand the partial derivatives that are wanted."""
        template = self.rule.partial or self.rule.reduction
        if template is not None:
            return self.template(template, "partial")
        self.expansion.results = {
            parameter: _tidied(
                syntax.substitute(self.rule.partials[parameter], self.arguments.inlined())
            )
            for parameter in self.rule.partials
            if parameter in self.wanted
        }
        return self.expansion

    def template(self, template: Template | None, word: str) -> Expansion:
        """Run a template that assigns to elements of `word`."""
        if template is None:
            mode = "reverse" if word == "grad" else "forward"
            raise RuleMismatch(f"`{self.rule.name}` has no rule for {mode} mode")
        self.word = word
        self.run(template_tree(template).body)
        self.drop_unused_lets()
        return self.expansion

    def run(self, body: list[ast.stmt]) -> None:
        """Run statements."""
        for statement in body:
            match statement:
                case ast.If():
                    self.run(statement.body if self.decide(statement.test) else statement.orelse)
                case ast.Assign(targets=[ast.Name(id=name)]):
                    self.bind_local(name, statement.value)
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=self.word)) as target]):
                    self.bind_result(target, statement.value)
                case ast.AugAssign(target=ast.Subscript() as target, op=ast.Add()):
                    self.add_result(target, statement.value)
                case ast.For(target=target, iter=iterable):
                    for element in filter(self.is_wanted, self.elements(iterable)):
                        self.bind_target(target, element)
                        self.run(statement.body)
                case ast.Expr(value=ast.Constant()):
                    pass  # the docstring
                case ast.Expr(value=ast.Call(func=ast.Name(id="refuse")) as call):
                    raise RuleMismatch(*(str(self.evaluate(argument)) for argument in call.args))
                case _:
                    raise AssertionError(f"not in the notation: {ast.unparse(statement)}")

    def evaluate(self, node: ast.expr) -> object:
        """Return the value of an expression at generation time, or raise `Undecided`."""
        return evaluate(node, self.lookup, self.functions)

    def decide(self, test: ast.expr) -> bool:
        """Decide an `if`."""
        try:
            return bool(self.evaluate(test))
        except Undecided as error:
            raise RuleMismatch(
                f"`{self.rule.name}` needs to know `{error.name}` when the derivative is generated",
                f"write `{error.name}` as a literal",
            ) from None

    def lookup(self, name: str) -> object:
        """Return the value of a name at generation time."""
        if name in self.locals:
            local = self.locals[name]
            if isinstance(local, _Constant):
                return local.value
            if isinstance(local, Unrolled):
                return local
            raise Undecided(name)
        return self.arguments.value(name)

    def bind_local(self, name: str, value: ast.expr) -> None:
        """Bind a local name: to a value of generation time, or to a shared subresult."""
        try:
            self.locals[name] = _Constant(self.evaluate(value))
        except Undecided:
            filled = self.fill(value)
            if self.word == "d" and self.is_active(filled):
                filled = self.without_inactive(filled)
            if not isinstance(filled, (ast.Name, ast.Constant)):
                self.locals[name] = _hole(f"let {self.let(name, filled)}")
            else:
                self.locals[name] = filled

    def let(self, name: str, value: ast.expr) -> str:
        """Enter a shared subresult; in a loop of the template its name takes a number."""
        taken = [let for let, _ in self.expansion.lets]
        free = next(
            n for n in chain([name], map(f"{name}_{{}}".format, count(1))) if n not in taken
        )
        self.expansion.lets.append((free, value))
        return free

    def is_wanted(self, element: object) -> bool:
        """Tell whether a round of a loop is for a wanted argument: the first one that it binds."""
        parts = element if isinstance(element, tuple) else (element,)
        named = [part.name for part in parts if isinstance(part, Unrolled)]
        return not named or named[0] in self.wanted

    def bind_target(self, target: ast.expr, element: object) -> None:
        """Bind the target of a loop."""
        if isinstance(target, ast.Tuple):
            assert isinstance(element, tuple)
            for part, value in zip(target.elts, element, strict=True):
                self.bind_target(part, value)
        else:
            assert isinstance(target, ast.Name)
            is_element = isinstance(element, Unrolled)
            self.locals[target.id] = element if is_element else _Constant(element)

    def elements(self, iterable: ast.expr) -> list[object]:
        """Return what a loop of a template runs over."""
        found = self.evaluate(iterable)
        assert isinstance(found, (list, tuple, range))
        return list(found)

    def bind_result(self, target: ast.Subscript, value: ast.expr) -> None:
        """Take an assignment to `grad[x]`, `d[y]` or `partial[x]`, if it is wanted."""
        assert isinstance(target.slice, ast.Name)
        name = self.argument_name(target.slice.id)
        if self.word == "d" or name in self.wanted:
            filled = self.fill(value)
            if self.word == "d":
                filled = self.without_inactive(filled, name)
            self.expansion.results[name] = filled

    def add_result(self, target: ast.Subscript, value: ast.expr) -> None:
        """Take `d[y] += term`, or `grad[x] += term`: a term without what it is linear in is 0."""
        assert isinstance(target.slice, ast.Name)
        if self.word == "grad":
            self.add_adjoint(self.argument_name(target.slice.id), value)
            return
        name, filled = target.slice.id, self.fill(value)
        if self.is_active(filled):
            filled = self.without_inactive(filled)
            before = self.expansion.results.get(name)
            added = filled if before is None else total_of([before, filled])
            self.expansion.results[name] = added

    def add_adjoint(self, name: str, value: ast.expr) -> None:
        """Add a term to an adjoint that is wanted, unless no result that it reads has one."""
        if name not in self.wanted:
            return
        filled = self.fill(value)
        terms = self.adjoints.setdefault(name, [])
        if self.reads_adjoint(filled):
            terms.append(filled)
        zero = self.arguments.zero(name) if not terms else None
        self.expansion.results[name] = zero or total_of(terms)

    def argument_name(self, name: str) -> str:
        """Return `"arrays 0"` for an element in a loop, and the name itself for a parameter."""
        local = self.locals.get(name)
        return local.name if isinstance(local, Unrolled) else name

    def fill(self, node: ast.expr) -> ast.expr:
        """Expand an expression of the template."""
        filled = _Filler(self).visit(syntax.clone(node))
        assert isinstance(filled, ast.expr)
        return filled

    def without_inactive(self, node: ast.expr, result: str = "") -> ast.expr:
        """Drop the terms of sums that have an inactive tangent, which is zero, as a factor.

        Where none is left, it is a zero tangent of `result`.
        """
        if not self.is_active(node):
            return self.arguments.zero(result or self.rule.result)
        made: ast.expr = DropTerms(self.is_active).visit(node)
        present = syntax.names_in(made)
        zeros = {
            f"<d {name}>": self.arguments.zero(name)
            for name in self.arguments.names() - self.wanted
            if f"<d {name}>" in present  # asking for the rank of others would guard it
        }
        return syntax.substitute(made, zeros)

    def is_active(self, term: ast.expr) -> bool:
        """Whether a term has an active tangent in it, shared subresults included."""
        names = _names_through_lets(term, dict(self.expansion.lets))
        tangents = {name[3:-1] for name in names if name.startswith("<d ")}
        return not tangents or bool(tangents & self.wanted)

    def reads_adjoint(self, term: ast.expr) -> bool:
        """Whether a term reads the adjoint of a result that has one, shared subresults included."""
        names = _names_through_lets(term, dict(self.expansion.lets))
        return "<grad>" in names or any(f"<grad {result}>" in names for result in self.given)

    def drop_unused_lets(self) -> None:
        """Keep the shared subresults that a wanted result reads."""
        lets = dict(self.expansion.lets)
        used: set[str] = set()
        for result in self.expansion.results.values():
            used |= _names_through_lets(result, lets)
        self.expansion.lets = [(n, e) for n, e in self.expansion.lets if f"<let {n}>" in used]


def _names_through_lets(node: ast.expr, lets: dict[str, ast.expr]) -> set[str]:
    names = syntax.names_in(node)
    for name in [name for name in names if name.startswith("<let ")]:
        names |= _names_through_lets(lets[name[5:-1]], lets)
    return names


def _tidied(node: ast.expr) -> ast.expr:
    has_calls = any(isinstance(part, ast.Call) for part in syntax.walk(node))
    return _Tidied().visit(node) if has_calls else node


class _Tidied(ast.NodeTransformer):
    """Drops arguments that are given their default."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        return without_defaults(node)


class _Filler(ast.NodeTransformer):
    """Replaces the words of the notation in one expression by placeholders and literals."""

    def __init__(self, expander: _Expander) -> None:
        self.expander = expander
        self.arguments = expander.arguments

    def visit_Name(self, node: ast.Name) -> ast.expr:
        local = self.expander.locals.get(node.id)
        match local:
            case _Constant():
                return tree_of(local.value)
            case Unrolled():
                return _hole(local.name)
            case ast.expr():
                return syntax.clone(local)
        if node.id in self.arguments.binding.sequences:
            return tree_of(self.arguments.value(node.id))
        if self.arguments.is_placeholder(node.id):
            return self.arguments.inlined().get(f"<{node.id}>") or _hole(node.id)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        match node:
            case ast.Subscript(value=ast.Name(id="grad"), slice=ast.Name(id=name)):
                several = len(self.arguments.rule.results) > 1
                return _hole(f"grad {name}" if several else "grad")
            case ast.Subscript(value=ast.Name(id="d"), slice=ast.Name(id=name)):
                return _hole(f"d {self.expander.argument_name(name)}")
            case ast.Subscript(value=ast.Name(id=name)):
                binding = self.arguments.binding
                if name in binding.sequences or name in binding.options:
                    return self.decided(node)
        self.generic_visit(node)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if node.attr != "mT":
            self.generic_visit(node)
            return node
        if self.is_matrix(node.value):
            return syntax.expr("A.T", A=self.filled(node.value))
        return syntax.expr("np.swapaxes(A, -1, -2)", A=self.filled(node.value))

    def is_matrix(self, node: ast.expr) -> bool:
        """Whether an argument, the result or an adjoint of it is known to have rank 2."""
        match node:
            case ast.Name(id=name):
                return self.arguments.rank(self.expander.argument_name(name)) == 2
            case ast.Subscript(value=ast.Name(id="grad" | "d"), slice=ast.Name(id=name)):
                return self.arguments.rank(self.expander.argument_name(name)) == 2
        ranks = [
            self.arguments.rank(name)
            for name in syntax.names_in(node)
            if self.arguments.is_placeholder(name)
        ]
        return bool(ranks) and all(rank == 2 for rank in ranks)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Name) and node.func.id in self.expander.functions:
            with suppress(Undecided):  # `min(1, np.ndim(a))` is left for run time
                return tree_of(self.expander.evaluate(node))
        if isinstance(node.func, ast.Name) and node.func.id in TREES:
            filled = [self.filled(argument) for argument in node.args]
            return TREES[node.func.id](self.arguments, *filled)
        node.args = [element for argument in node.args for element in self.unpacked(argument)]
        node.keywords = [
            ast.keyword(arg=keyword.arg, value=self.filled(keyword.value))
            for keyword in node.keywords
        ]
        node.func = self.filled(node.func)
        return without_defaults(node)

    def unpacked(self, argument: ast.expr) -> list[ast.expr]:
        """Return an argument filled in, or the elements of an unpacked one."""
        if not isinstance(argument, ast.Starred):
            return [self.filled(argument)]
        return [tree_of(element) for element in self.expander.elements(argument.value)]

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        return self.decided(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        return self.decided(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        if isinstance(node.op, ast.Not):
            return self.decided(node)
        self.generic_visit(node)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        made = self.decided(node)
        match made:
            case ast.BinOp(left=left, op=ast.Sub(), right=ast.Constant(value=0)):
                return left  # `size(a) - ddof`
        return made

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        return self.filled(node.body if self.expander.decide(node.test) else node.orelse)

    def decided(self, node: ast.expr) -> ast.expr:
        """Return the value of an operation where it is known now, else the operation filled in."""
        try:
            return tree_of(self.expander.evaluate(node))
        except Undecided:
            self.generic_visit(node)
            return node

    def filled(self, node: ast.expr) -> ast.expr:
        """Expand a part of the expression."""
        made = self.visit(node)
        assert isinstance(made, ast.expr)
        return made
