"""The forward walk: the tangent of each statement stands beside it.

The tangent follows the statement, and reads the value that was just made; it comes first where the
statement writes to something that it reads.
"""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.uses import Primitive, UserCall
from gradgen.analysis.values import Info
from gradgen.syntax import Comment
from gradgen.transform import contexts
from gradgen.transform.algebra import print_product
from gradgen.transform.forward_loops import tangent_loop
from gradgen.transform.forward_tangents import TangentWalk
from gradgen.transform.forward_values import is_taking, mirrored
from gradgen.transform.forward_writes import Writes


class Forwarder(Writes):
    """Writes the statements of one function with their tangents."""

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Return a block with its tangents."""
        made: list[ast.stmt] = []
        for statement in body:
            made += self.statement(statement)
        return made

    def statement(self, statement: ast.stmt) -> list[ast.stmt]:
        """Return one statement with its tangent."""
        match statement:
            case Comment():
                return [statement]
            case ast.If():
                return self._branch(statement)
            case ast.For():
                return tangent_loop(self, statement)
            case ast.With():
                contexts.check(statement, self.context, self.varied)
                statement.body = self.block(statement.body)
                return [statement]
            case ast.While() | ast.Try():
                statement.body = self.block(statement.body)
                return [statement]
            case ast.Return():
                return self.result(statement)
            case ast.Assign():
                return self._assign(statement)
            case ast.AugAssign():
                return self.update(statement)
            case ast.Expr():
                return self.effect(statement)
        return [statement]

    # ---- branches and results -------------------------------------------------------
    def _branch(self, statement: ast.If) -> list[ast.stmt]:
        statement.body = self.block(statement.body)
        rest = self.block(statement.orelse)
        last = statement.body[-1]
        if isinstance(last, (ast.Return, ast.Raise)) and _leaves(rest):
            statement.orelse = []
            return [statement, *rest]
        statement.orelse = rest
        return [statement]

    def result(self, statement: ast.Return) -> list[ast.stmt]:
        """Return `return out, d_out`."""
        value = statement.value or ast.Constant(value=None)
        walk = self.walk(statement, ast.Constant(value=None), None, set())
        made = ast.Return(
            value=ast.Tuple(elts=[value, self._derivative(value, walk)], ctx=ast.Load())
        )
        return [ast.copy_location(made, statement)]

    def _derivative(self, value: ast.expr, walk: TangentWalk) -> ast.expr:
        if isinstance(value, ast.Tuple):
            parts = [self._derivative(part, walk) for part in value.elts]
            return ast.Tuple(elts=parts, ctx=ast.Load())
        if isinstance(value, ast.Name) and value.id in self.varied:
            return syntax.name(self.d(value.id))
        return walk.zeros(value)

    # ---- assignments ----------------------------------------------------------------
    def _assign(self, statement: ast.Assign) -> list[ast.stmt]:
        (target,) = statement.targets
        value = statement.value
        use = self.context.uses.of(value)
        if isinstance(use, UserCall) and self.context.activity.varied(value, self.varied):
            return self.call(self, statement, use)
        if isinstance(use, UserCall) and self.writes_varied(value):
            return self.call(self, statement, use)
        if isinstance(target, ast.Attribute):
            self.refuse_attribute(statement, target)
            return [statement]
        if isinstance(target, ast.Subscript):
            return self.write(statement, target, value)
        if isinstance(target, (ast.Tuple, ast.List)):
            return self._unpack(statement, target)
        assert isinstance(target, ast.Name)
        if target.id not in self.varied:
            return [statement, *self._taken_too(value)]
        first = self.disturbs({target.id}, [value], rebinds=True)
        walk = self.walk(statement, value, None if first else target.id, {target.id})
        walk.name_result(value, None if first else target.id)
        given = walk.derive(value)
        if given is None:
            zeros = walk.zeros(value, None if first else target.id)
            return self.written(walk, statement, [syntax.assign(self.d(target.id), zeros)], first)
        text = print_product(given.total())
        if target.id not in self.loose:
            text = walk.owned(given, value)
        return self.written(walk, statement, [syntax.assign(self.d(target.id), text)], first)

    def _taken_too(self, value: ast.expr) -> list[ast.stmt]:
        """Return `d_values.pop()` beside `n = values.pop()` where only other elements vary."""
        if not is_taking(value):
            return []
        base = syntax.base_name(value.func)  # type: ignore[attr-defined]
        if base not in self.varied:
            return []
        return [ast.Expr(value=mirrored(value, self.d))]

    # ---- unpacking ------------------------------------------------------------------
    def _unpack(self, statement: ast.Assign, target: ast.Tuple | ast.List) -> list[ast.stmt]:
        value = statement.value
        names = [part.id for part in target.elts if isinstance(part, ast.Name)]
        if self.varied.isdisjoint(syntax.names_bound(target)) and not any(
            isinstance(part, (ast.Subscript, ast.Attribute)) for part in target.elts
        ):
            return [statement]
        if len(names) != len(target.elts):
            raise self.context.refuse(
                "GG122",
                statement,
                "the targets of this assignment are not plain names",
                "write one assignment for each target",
            )
        first = self.disturbs(set(names), [value], rebinds=True)
        walk = self.walk(statement, value, None, set(names))
        wanted = [name for name in names if name in self.varied]
        if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(names):
            return self._unpack_display(statement, names, value.elts, walk, first)
        use = self.context.uses.of(value)
        if isinstance(use, Primitive) and len(use.rule.results) == len(names):
            return self._unpack_results(statement, names, use, walk, first)
        given = walk.derive(value)
        if given is None:
            return self.written(walk, statement, self.zeros_after(statement, walk), False)
        text = walk.owned(given, value)
        if len(wanted) == 1:
            part = syntax.expr("x[i]", x=text, i=ast.Constant(names.index(wanted[0])))
            return self.written(walk, statement, [syntax.assign(self.d(wanted[0]), part)], first)
        made = ast.Tuple(elts=[syntax.name(self.target(n)) for n in names], ctx=ast.Load())
        return self.written(walk, statement, [syntax.assign(made, text)], first)

    def _unpack_display(
        self,
        statement: ast.Assign,
        names: list[str],
        values: list[ast.expr],
        walk: TangentWalk,
        first: bool,
    ) -> list[ast.stmt]:
        if not first:
            walk.parts = {syntax.key(v): n for n, v in zip(names, values, strict=True)}
        pairs: list[tuple[ast.expr, ast.expr]] = []
        for name, value in zip(names, values, strict=True):
            if name in self.varied:
                given = walk.derive(value)
                text = walk.zeros(value) if given is None else walk.owned(given, value)
                pairs.append((syntax.name(self.d(name)), text))
        return self.written(walk, statement, _together(pairs, first), first)

    def _unpack_results(
        self,
        statement: ast.Assign,
        names: list[str],
        use: Primitive,
        walk: TangentWalk,
        first: bool,
    ) -> list[ast.stmt]:
        pairs = list(zip(use.rule.results, names, strict=True))
        wanted = [(result, name) for result, name in pairs if name in self.varied]
        if not first:
            walk.result_names = dict(pairs)
        found = walk.results(use, [result for result, _ in wanted])
        made: list[tuple[ast.expr, ast.expr]] = []
        after = self.context.shapes.after.get(statement, {})
        for (_, name), given in zip(wanted, found, strict=True):
            if given is None:
                text = walk.zeros_of(syntax.name(name), after.get(name, Info()))
            else:
                text = print_product(given.total())
            made.append((syntax.name(self.d(name)), text))
        return self.written(walk, statement, _together(made, first), first)


def _together(pairs: list[tuple[ast.expr, ast.expr]], first: bool) -> list[ast.stmt]:
    """Assign several values: at once where the later ones read what the first ones replace."""
    if first and len(pairs) > 1:
        targets = ast.Tuple(elts=[target for target, _ in pairs], ctx=ast.Load())
        values = ast.Tuple(elts=[value for _, value in pairs], ctx=ast.Load())
        return [syntax.assign(targets, values)]
    return [syntax.assign(target, value) for target, value in pairs]


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether a block always ends the function."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.If):
        return _leaves(last.body) and _leaves(last.orelse)
    return isinstance(last, (ast.Return, ast.Raise))


__all__ = ["Forwarder"]
