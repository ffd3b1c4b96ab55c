"""Headers of loops: `for row in x` walks the tangent as well, `for row, d_row in zip(x, d_x)`."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradgen import syntax
from gradgen.analysis.effects import binds
from gradgen.analysis.values import Info

if TYPE_CHECKING:
    from gradgen.transform.forward_statements import Forwarder
    from gradgen.transform.forward_tangents import TangentWalk


@dataclass(frozen=True)
class Part:
    """One target of a loop, and what it walks."""

    target: ast.expr
    iterable: ast.expr


def tangent_loop(forwarder: Forwarder, statement: ast.For) -> list[ast.stmt]:
    """Return a `for` whose targets have their tangents."""
    walk = forwarder.walk(statement, statement.iter, None, binds(statement.target))
    parts = _Header(forwarder, walk, statement).parts(statement.target, statement.iter)
    bound = {name for part in parts for name in binds(syntax.stored(part.target))}
    start: list[ast.stmt] = []
    inside = forwarder.context.shapes.before.get(statement.body[0], {})
    for name in sorted(binds(statement.target) & forwarder.varied):
        if forwarder.d(name) not in bound:
            zeros = walk.zeros_of(syntax.name(name), inside.get(name, Info()))
            start.append(syntax.assign(forwarder.d(name), zeros))
    made = forwarder.written(walk, statement, [], True)
    statement.target, statement.iter = _joined(parts)
    statement.body = [*start, *forwarder.block(statement.body)]
    return made


def _joined(parts: list[Part]) -> tuple[ast.expr, ast.expr]:
    """Return target and iterable of a loop over several collections."""
    if len(parts) == 1:
        return syntax.stored(parts[0].target), parts[0].iterable
    zipped = syntax.expr("zip()")
    assert isinstance(zipped, ast.Call)
    zipped.args = [part.iterable for part in parts]
    targets = ast.Tuple(elts=[part.target for part in parts], ctx=ast.Load())
    return syntax.stored(targets), zipped


@dataclass(frozen=True)
class _Header:
    forwarder: Forwarder
    walk: TangentWalk
    statement: ast.For

    def parts(self, target: ast.expr, iterable: ast.expr) -> list[Part]:
        """Return what is walked side by side, for one target."""
        here = [Part(syntax.loaded(target), self.walk.rebuilt(iterable))]
        if not self.walk.is_varied(iterable) and not self._holds_varied(iterable):
            return here
        names = binds(syntax.stored(target))
        if self.forwarder.varied.isdisjoint(names):
            return here
        if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name):
            found = self._call(target, iterable, iterable.func.id)
            if found is not None:
                return found
        return self._beside(target, iterable)

    def _holds_varied(self, iterable: ast.expr) -> bool:
        return isinstance(iterable, ast.Call) and any(
            self.walk.is_varied(argument) or self._holds_varied(argument)
            for argument in iterable.args
        )

    def _call(self, target: ast.expr, iterable: ast.Call, name: str) -> list[Part] | None:
        arguments = iterable.args
        pieces = target.elts if isinstance(target, (ast.Tuple, ast.List)) else None
        if name == "zip" and pieces is not None and len(pieces) == len(arguments):
            pairs = zip(pieces, arguments, strict=True)
            return [part for piece, argument in pairs for part in self.parts(piece, argument)]
        if name == "enumerate" and pieces is not None and len(pieces) == 2:
            inner, walked = _joined(self.parts(pieces[1], arguments[0]))
            pair = ast.Tuple(elts=[syntax.loaded(pieces[0]), inner], ctx=ast.Load())
            return [Part(syntax.loaded(pair), self._with_first(iterable, walked))]
        if name in ("list", "tuple") and len(arguments) == 1:
            inner, walked = _joined(self.parts(target, arguments[0]))
            return [Part(syntax.loaded(inner), self._with_first(iterable, walked))]
        if name == "reversed" and len(arguments) == 1:
            return self._reversed(target, iterable)
        if name in ("zip", "enumerate"):
            raise self.forwarder.context.refuse(
                "GG125",
                self.statement.iter,
                "the loop takes what it walks as one value, and that carries a derivative",
                "name its parts in the loop: `for i, row in enumerate(x)`",
            )
        return None

    def _with_first(self, call: ast.Call, argument: ast.expr) -> ast.Call:
        made = syntax.clone(call)
        made.args[0] = argument
        return made

    def _reversed(self, target: ast.expr, iterable: ast.Call) -> list[Part]:
        parts = self.parts(target, iterable.args[0])
        if len(parts) == 1 and isinstance(iterable.args[0], ast.Call):
            return [Part(parts[0].target, syntax.expr("reversed(x)", x=parts[0].iterable))]
        return [Part(p.target, syntax.expr("reversed(x)", x=p.iterable)) for p in parts]

    def _beside(self, target: ast.expr, collection: ast.expr) -> list[Part]:
        """Walk a collection, and its tangent beside it."""
        given = self.walk.tangent(collection)
        walked = Part(syntax.loaded(target), self.walk.rebuilt(collection))
        if given is None:
            return [walked]
        text = self.walk.owned(given, collection)
        return [walked, Part(self._tangent_of(target), text)]

    def _tangent_of(self, target: ast.expr) -> ast.expr:
        if isinstance(target, (ast.Tuple, ast.List)):
            parts = [self._tangent_of(part) for part in target.elts]
            return ast.Tuple(elts=parts, ctx=ast.Load())
        if not isinstance(target, ast.Name):
            raise self.forwarder.context.refuse(
                "GG122",
                self.statement,
                "a target of this loop is not a plain name",
                "take the element by a name, and assign it in the loop",
            )
        return syntax.name(self.forwarder.target(target.id))
