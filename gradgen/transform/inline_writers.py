"""Calls of functions that write to their arguments, written out where they stand.

    def relax(u, v):
        u[0] += v[1]
                            becomes
    relax(x, x[::-1])                   v = x[::-1]
                                        x[0] += v[1]

Such a call becomes a pair of functions as a rule. Where the arguments share memory, are containers,
or get other values in the function, there is no such pair, and the text of the function says what
happens. Functions that call themselves, that hold functions, or whose names mean something else
where the call stands, stay calls.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import FunctionType

from gradgen import syntax
from gradgen.analysis.effects import Effects, binds
from gradgen.analysis.shapes import infer, infos_of
from gradgen.reader.unit import MISSING, Unit
from gradgen.transform.callees import Callees, CallMismatch, bind_call, parameter_names
from gradgen.transform.ends import Prepared, fresh
from gradgen.transform.normalise import normalised

_SCOPES = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Global)
_BLOCKS = ("body", "orelse", "finalbody")
MOST = 40
"""Calls that are written out in one function; where there are more, no one would read them."""


def inline_writers(tree: ast.FunctionDef, source: Prepared, callees: Callees) -> None:
    """Write out the calls of functions that write to their arguments."""
    work = _Inlining(tree, source, callees)
    while work.count < MOST and work.one_more():
        work.count += 1
    syntax.fix_locations(tree)


@dataclass(eq=False)
class _Inlining:
    """The calls of one function that are written out."""

    tree: ast.FunctionDef
    source: Prepared
    callees: Callees
    count: int = 0
    inside: dict[ast.stmt, tuple[FunctionType, ...]] = field(default_factory=dict)

    def one_more(self) -> bool:
        """Write out the first call that can be; return whether there was any."""
        unit = self.source.unit
        shapes = infer(unit, self.tree, self.source.parameters, self.callees.result)
        effects = self.callees.effects(unit, infos_of(shapes))
        for holder in ast.walk(self.tree):
            for slot in _BLOCKS:
                block = getattr(holder, slot, None)
                for statement in list(block) if isinstance(block, list) else ():
                    if not isinstance(statement, (ast.Assign, ast.Expr)):
                        continue
                    made = self._written_out(statement, effects)
                    if made is not None:
                        at = block.index(statement)  # type: ignore[union-attr]
                        block[at : at + 1] = made  # type: ignore[index]
                        return True
        return False

    def _written_out(self, statement: ast.stmt, effects: Effects) -> list[ast.stmt] | None:
        """Return what stands for a statement that is such a call, None for others."""
        call = getattr(statement, "value", None)
        if not isinstance(call, ast.Call):
            return None
        function = self.source.unit.scope.lookup(call.func)
        told = self.callees.callee(call, self.source.unit, effects.info_of)
        around = self.inside.get(statement, ())
        if told is None or not told.writes or not isinstance(function, FunctionType):
            return None
        called = self.callees.unit(function)
        if called is None or function in around or not self._has_same_names(called):
            return None
        try:
            given = bind_call(called.tree, call)
        except CallMismatch:
            return None
        parameters = parameter_names(called.tree)
        given |= {p: e for p, e in _defaults(called.tree).items() if p not in given}
        if set(given) != set(parameters):
            return None
        work = normalised(called, parameters)
        renamed, start = self._renamed(work.tree, given, statement)
        body = [syntax.substitute(inner, renamed) for inner in work.tree.body]
        made = [*start, *_ended(body, statement)]
        for inner in syntax.walk_statements(made):
            self.inside[inner] = (*around, function)
            self.source.origin[inner] = self.source.origin.get(statement, statement)
            ast.copy_location(inner, statement)
            for node in syntax.walk(inner):
                ast.copy_location(node, statement)
        self.callees.note_text(function)
        return made or [ast.copy_location(ast.Pass(), statement)]

    def _has_same_names(self, called: Unit) -> bool:
        """Whether what is free in a function means the same in the one that calls it."""
        own = set(parameter_names(called.tree)) | binds(*called.tree.body)
        scope = self.source.unit.scope
        for node in syntax.walk(called.tree):
            if isinstance(node, _SCOPES) and node is not called.tree:
                return False
            if isinstance(node, (ast.Try, ast.TryStar)):
                return False
            if isinstance(node, ast.Name) and node.id not in own | _bound_within(called.tree):
                meant = called.scope.lookup(node)
                if meant is MISSING or node.id in scope.local_names | self.source.made:
                    return False
                if scope.lookup(syntax.name(node.id)) is not meant:
                    return False
        return True

    def _renamed(
        self, tree: ast.FunctionDef, given: Mapping[str, ast.expr], statement: ast.stmt
    ) -> tuple[dict[str, ast.expr], list[ast.stmt]]:
        """Return names for the variables of a function, and what gives its parameters values."""
        bound = binds(*tree.body) | _bound_within(tree)
        names: dict[str, ast.expr] = {}
        start: list[ast.stmt] = []
        targets = syntax.names_bound(statement)
        for parameter, value in given.items():
            if isinstance(value, (ast.Name, ast.Constant)) and parameter not in bound:
                if not (isinstance(value, ast.Name) and value.id in targets):
                    names[parameter] = value
                    continue
            names[parameter] = syntax.name(fresh(self.tree, self.source, parameter, again=False))
            start.append(syntax.assign(names[parameter].id, value))  # type: ignore[attr-defined]
        for local in sorted(bound - set(given)):
            names[local] = syntax.name(fresh(self.tree, self.source, local, again=False))
        return names, start


def _defaults(tree: ast.FunctionDef) -> dict[str, ast.expr]:
    """Return the defaults that are numbers, by parameter."""
    arguments = tree.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = [
        *zip(reversed(positional), reversed(arguments.defaults), strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return {p.arg: default for p, default in pairs if isinstance(default, ast.Constant)}


def _bound_within(tree: ast.FunctionDef) -> set[str]:
    """Return the names that comprehensions bind."""
    return {
        name
        for node in syntax.walk(tree)
        if isinstance(node, ast.comprehension)
        for name in syntax.names_bound(node.target)
    }


def _ended(body: list[ast.stmt], statement: ast.stmt) -> list[ast.stmt]:
    """Return the body of a function with what it returns given to the targets of its call."""
    made: list[ast.stmt] = []
    for inner in body:
        if isinstance(inner, ast.Return):
            made += _result(inner.value or ast.Constant(value=None), statement)
            continue
        for slot in _BLOCKS:
            block = getattr(inner, slot, None)
            if isinstance(block, list) and block:
                left = _ended(block, statement)
                setattr(inner, slot, left or ([ast.Pass()] if slot == "body" else []))
        made.append(inner)
    return made


def _result(value: ast.expr, statement: ast.stmt) -> list[ast.stmt]:
    if not isinstance(statement, ast.Assign):
        calls = any(isinstance(node, ast.Call) for node in syntax.walk(value))
        return [ast.Expr(value=value)] if calls else []
    (target,) = statement.targets
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        if len(target.elts) == len(value.elts):
            pairs = zip(target.elts, value.elts, strict=True)
            return [syntax.assign(syntax.loaded(one), part) for one, part in pairs]
    return [syntax.assign(syntax.loaded(target), value)]
