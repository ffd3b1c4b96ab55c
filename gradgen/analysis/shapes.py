"""Ranks and shapes of every expression of a function, by abstract interpretation of its text.

>>> shapes = infer(unit, unit.tree, declared(unit))        # doctest: +SKIP
>>> shapes.of[node].shape.dims                             # doctest: +SKIP
(Dim("n"), Dim("d"))

Goes in: a normalised function, and what is declared of its parameters. Comes out: what is known
of each expression node, of each name before and after each statement, and of the result.
"""

from __future__ import annotations

import ast
import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gradgen.analysis.shape_conditions import checked_numbers, learn_rank, refined
from gradgen.analysis.shape_environment import (
    Env,
    add_to_list,
    forget_lists,
    join_envs,
    rebind,
    value_symbol,
    widened,
)
from gradgen.analysis.shape_expressions import CallResult, Evaluator, spread
from gradgen.analysis.shape_rules_python import iterated
from gradgen.analysis.shape_tools import element_of, join
from gradgen.analysis.values import NONE, NUMBER, UNKNOWN, Dim, Info, replace
from gradgen.reader.unit import Unit
from gradgen.syntax import base_name, children, names_bound, names_in, walk

ROUNDS = 12
"""Rounds of a loop, beside one for each name it binds, after which what changes is given up."""


@dataclass
class Shapes:
    """What is known, by node identity."""

    of: dict[ast.expr, Info] = field(default_factory=dict)
    before: dict[ast.stmt, dict[str, Info]] = field(default_factory=dict)
    after: dict[ast.stmt, dict[str, Info]] = field(default_factory=dict)
    result: Info = UNKNOWN


def infer(
    unit: Unit,
    tree: ast.FunctionDef,
    parameters: Mapping[str, Info],
    call_result: CallResult | None = None,
) -> Shapes:
    """Interpret a function; parameters that are not in `parameters` are unknown."""
    shapes = Shapes()
    flow = _Flow(unit, shapes, call_result)
    flow.placeholders = _placeholders(tree) if unit.generated else set()
    arguments = tree.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    env: Env = {name: parameters.get(name, undeclared(name)) for name in names}
    for star, kind in ((arguments.vararg, "tuple"), (arguments.kwarg, "dict")):
        if star is not None:
            env[star.arg] = Info(kind="tuple" if kind == "tuple" else "dict")
    end = flow.body(tree.body, env)
    if end is not None:
        flow.results.append(NONE)
    shapes.result = flow.results[0] if flow.results else UNKNOWN
    for result in flow.results[1:]:
        shapes.result = join(shapes.result, result)
    return shapes


def undeclared(name: str) -> Info:
    """Return what is known of a parameter of which nothing is declared: its shape is its own."""
    return replace(UNKNOWN, shape=replace(UNKNOWN.shape, token=("param", name)))


def after(
    unit: Unit, statements: list[ast.stmt], env: Mapping[str, Info]
) -> dict[str, Info] | None:
    """Return what is known after some statements of a function, None where they never end."""
    return _Flow(unit, Shapes(), None).body(statements, dict(env))


def info_of(
    expression: ast.expr,
    env: Mapping[str, Info],
    unit: Unit,
    call_result: CallResult | None = None,
) -> Info:
    """Return what is known of an expression, from what is known of the names in it."""
    return Evaluator(unit, env, None, call_result).info(expression)


@dataclass
class _Loop:
    breaks: list[Env] = field(default_factory=list)
    continues: list[Env] = field(default_factory=list)


class _Flow:
    """Walks statements; an environment of None means that the place is not reached."""

    def __init__(self, unit: Unit, shapes: Shapes, call_result: CallResult | None) -> None:
        self.unit = unit
        self.shapes = shapes
        self.call_result = call_result
        self.results: list[Info] = []
        self.loops: list[_Loop] = []
        self.sites: dict[tuple[int, str], str] = {}
        self.bindings: Counter[str] = Counter()
        self.placeholders: set[str] = set()
        self.checked: dict[ast.stmt, set[str]] = {}

    def body(self, statements: list[ast.stmt], env: Env | None) -> Env | None:
        """Interpret statements in order."""
        for place, statement in enumerate(statements):
            if env is None:
                return None
            if isinstance(statement, ast.Assign):
                self.checked[statement] = checked_numbers(statements[place + 1 :])
            self.shapes.before[statement] = dict(env)
            method = getattr(self, f"_{type(statement).__name__}", self._other)
            env = method(statement, env)
            if env is not None:
                self.shapes.after[statement] = dict(env)
        return env

    def info(self, node: ast.expr, env: Env) -> Info:
        """Evaluate an expression, and follow what it does to names and lists."""
        found = Evaluator(self.unit, env, self.shapes.of, self.call_result).info(node)
        self._effects(node, env)
        return found

    def _effects(self, node: ast.expr, env: Env) -> None:
        for inner in walk(node):
            if isinstance(inner, ast.NamedExpr):
                self._bind(inner.target, self.shapes.of.get(inner, UNKNOWN), env, inner)
            elif isinstance(inner, ast.Call):
                self._call_effects(inner, env)

    def _call_effects(self, call: ast.Call, env: Env) -> None:
        of = self.shapes.of
        if isinstance(call.func, ast.Attribute):
            receiver = of.get(call.func.value, UNKNOWN)
            arguments = [of.get(argument, UNKNOWN) for argument in call.args]
            if receiver.kind == "list" and call.func.attr in ("append", "insert", "extend"):
                last = arguments[-1] if arguments else UNKNOWN
                added = iterated(last) if call.func.attr == "extend" else last
                add_to_list(env, receiver.origins, added)
                return
            if receiver.kind == "list" and call.func.attr != "copy":
                add_to_list(env, receiver.origins, element_of(receiver))
                return
            if call.func.attr == "resize":
                self._forget_everything(env)
        lists = [of.get(argument, UNKNOWN) for argument in call.args]
        lists += [of.get(keyword.value, UNKNOWN) for keyword in call.keywords]
        if base_name(call.func) in env and not isinstance(call.func, ast.Attribute):
            forget_lists(env, list(env.values()))  # a function made here may see every list
        elif Evaluator(self.unit, env).library_name(call.func) is None:
            forget_lists(env, lists)

    def _forget_everything(self, env: Env) -> None:
        for name in env:
            env[name] = UNKNOWN

    # ---- binding ----------------------------------------------------------------

    def _bind(self, target: ast.expr, info: Info, env: Env, site: ast.AST) -> None:
        """Bind the names of a target; write to an element or attribute."""
        for name, part in spread(target, info):
            part = self._with_symbol(name, part, env, site)
            env[name] = part
        for inner in walk(target):
            if isinstance(inner, ast.expr) and isinstance(getattr(inner, "ctx", None), ast.Store):
                if isinstance(inner, ast.Name):
                    self.shapes.of[inner] = env.get(inner.id, UNKNOWN)
                elif isinstance(inner, (ast.Subscript, ast.Attribute)):
                    self._written(inner, info if inner is target else UNKNOWN, env)

    def _with_symbol(self, name: str, part: Info, env: Env, site: ast.AST) -> Info:
        """Give an int a symbol for its value, so that `x[:k]` and `y[:k]` can be compared."""
        key = (id(site), name)
        symbol = self.sites.get(key)
        if symbol is not None:
            rebind(env, symbol)  # what speaks of the value that this place gave the last time
        else:
            symbol = self.sites[key] = value_symbol(name, self.bindings[name])
            self.bindings[name] += 1
        plain = part.kind == "number" and part.dtype == "int" and not part.known
        if plain and part.dim is None:
            return replace(part, dim=Dim.symbol(symbol))
        return part

    def _written(self, target: ast.Subscript | ast.Attribute, info: Info, env: Env) -> None:
        evaluator = Evaluator(self.unit, env, self.shapes.of, self.call_result)
        base = evaluator.info(target.value)
        if isinstance(target, ast.Attribute):
            if target.attr == "shape":
                self._forget_everything(env)
            return
        self.shapes.of[target] = evaluator.info(_read(target))
        if isinstance(target.slice, ast.expr):
            evaluator.index(target.slice)
        if base.kind == "list":
            whole = isinstance(target.slice, ast.Slice)
            add_to_list(env, base.origins, iterated(info) if whole else info)

    # ---- statements -------------------------------------------------------------

    def _other(self, statement: ast.stmt, env: Env) -> Env:
        """Interpret what has no method: its expressions are read, its names become unknown."""
        for inner in children(statement):
            if isinstance(inner, ast.expr):
                self.info(inner, env)
        for name in names_bound(statement):
            env[name] = UNKNOWN
        return env

    def _FunctionDef(self, statement: ast.FunctionDef, env: Env) -> Env:
        env[statement.name] = Info(kind="function")
        return env

    def _Expr(self, statement: ast.Expr, env: Env) -> Env:
        self.info(statement.value, env)
        return env

    def _Comment(self, statement: ast.stmt, env: Env) -> Env:
        return env

    def _Assign(self, statement: ast.Assign, env: Env) -> Env:
        info = self.info(statement.value, env)
        for name in names_bound(statement) & self.placeholders if info is NONE else ():
            env.pop(name, None)
            return env
        for target in statement.targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                self._learn_rank(target, info, env)
            self._bind(target, info, env, statement)
            self._take_for_numbers(target, self.checked[statement], env)
            if isinstance(target, ast.Name) and target.id in self.checked[statement]:
                self.shapes.of[statement.value] = env[target.id]
        return env

    def _take_for_numbers(self, target: ast.expr, checked: set[str], env: Env) -> None:
        """Take names for numbers that are checked to be numbers right after they are bound."""
        for inner in walk(target) if checked else ():
            if isinstance(inner, ast.Name) and inner.id in checked:
                if isinstance(inner.ctx, ast.Store) and env[inner.id].kind == "unknown":
                    env[inner.id] = self.shapes.of[inner] = NUMBER

    def _learn_rank(self, target: ast.Tuple | ast.List, info: Info, env: Env) -> None:
        """Learn the rank from `n, d = x.shape`: the program itself checks it."""
        starred = any(isinstance(one, ast.Starred) for one in target.elts)
        if info.of_shape is not None and not starred:
            learn_rank(env, info.of_shape, len(target.elts))

    def _AnnAssign(self, statement: ast.AnnAssign, env: Env) -> Env:
        if statement.value is not None:
            self._bind(statement.target, self.info(statement.value, env), env, statement)
        return env

    def _AugAssign(self, statement: ast.AugAssign, env: Env) -> Env:
        value = self.info(statement.value, env)
        evaluator = Evaluator(self.unit, env, self.shapes.of, self.call_result)
        old = evaluator.info(_read(statement.target))
        new = evaluator.binary(statement.op, old, value)
        if old.kind == "list":
            add_to_list(env, old.origins, iterated(value))
            return env
        if old.kind == "array" and old.rank:
            new = replace(old, known=False)
        self._bind(statement.target, new, env, statement)
        return env

    def _Return(self, statement: ast.Return, env: Env) -> None:
        self.results.append(NONE if statement.value is None else self.info(statement.value, env))

    def _Raise(self, statement: ast.Raise, env: Env) -> None:
        for part in (statement.exc, statement.cause):
            if part is not None:
                self.info(part, env)

    def _Assert(self, statement: ast.Assert, env: Env) -> Env:
        self.info(statement.test, env)
        return refined(statement.test, True, env, self.unit)

    def _If(self, statement: ast.If, env: Env) -> Env | None:
        self.info(statement.test, env)
        taken = self.body(statement.body, refined(statement.test, True, dict(env), self.unit))
        other = self.body(statement.orelse, refined(statement.test, False, dict(env), self.unit))
        return join_envs([taken, other])

    def _With(self, statement: ast.With, env: Env) -> Env | None:
        for item in statement.items:
            self.info(item.context_expr, env)
            if item.optional_vars is not None:
                self._bind(item.optional_vars, UNKNOWN, env, statement)
        return self.body(statement.body, env)

    def _Try(self, statement: ast.Try, env: Env) -> Env | None:
        start = dict(env)
        end = self.body(statement.orelse, self.body(statement.body, env))
        for inner in statement.body:
            for name in names_bound(inner):
                start[name] = UNKNOWN
        forget_lists(start, list(start.values()))
        ends = [end]
        for handler in statement.handlers:
            caught = dict(start)
            if handler.name is not None:
                caught[handler.name] = Info(kind="object")
            ends.append(self.body(handler.body, caught))
        joined = join_envs(ends)
        return self.body(statement.finalbody, start if joined is None else joined)

    def _Match(self, statement: ast.Match, env: Env) -> Env | None:
        self.info(statement.subject, env)
        ends: list[Env | None] = [env]
        for case in statement.cases:
            inner = dict(env)
            for node in walk(case.pattern):
                name = getattr(node, "name", None) or getattr(node, "rest", None)
                if isinstance(name, str):
                    inner[name] = UNKNOWN
            ends.append(self.body(case.body, inner))
        return join_envs(ends)

    # ---- loops ------------------------------------------------------------------

    def _For(self, statement: ast.For, env: Env) -> Env | None:
        each = iterated(self.info(statement.iter, env))

        def enter(inner: Env) -> Env:
            self._bind(statement.target, each, inner, statement)
            self._take_for_numbers(statement.target, checked_numbers(statement.body), inner)
            return inner

        head, loop = self._fixed_point(statement, env, enter)
        return join_envs([self.body(statement.orelse, head), *loop.breaks])

    def _While(self, statement: ast.While, env: Env) -> Env | None:
        def enter(inner: Env) -> Env:
            self.info(statement.test, inner)
            return refined(statement.test, True, inner, self.unit)

        head, loop = self._fixed_point(statement, env, enter)
        forever = isinstance(statement.test, ast.Constant) and bool(statement.test.value)
        end = None if forever else self.body(statement.orelse, head)
        return join_envs([end, *loop.breaks])

    def _fixed_point(
        self, statement: ast.For | ast.While, env: Env, enter: Callable[[Env], Env]
    ) -> tuple[Env, _Loop]:
        """Interpret a loop body until what is known at its head changes no more."""
        head = dict(env)
        patience = ROUNDS + len(names_bound(statement))
        for number in itertools.count():
            loop = _Loop()
            self.loops.append(loop)
            before = len(self.results)
            end = self.body(statement.body, enter(dict(head)))
            self.loops.pop()
            joined = join_envs([head, end, *loop.continues])
            assert joined is not None
            if joined == head:
                break
            del self.results[before:]
            head = joined if number < patience else widened(head, joined)
        return dict(head), loop

    def _Break(self, statement: ast.Break, env: Env) -> None:
        self.loops[-1].breaks.append(env)

    def _Continue(self, statement: ast.Continue, env: Env) -> None:
        self.loops[-1].continues.append(env)


def _placeholders(tree: ast.FunctionDef) -> set[str]:
    """Return the names of generated code whose None stands for no value at all.

    Nothing asks whether they are None, or may do so.
    """
    empty: set[str] = set()
    asked: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            if node.value.value is None and isinstance(node.targets[0], ast.Name):
                empty.add(node.targets[0].id)
        elif isinstance(node, ast.Compare):
            asked |= names_in(node)
        elif isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            asked |= {part.id for part in given if isinstance(part, ast.Name)}
    return empty - asked


def _read(target: ast.expr) -> ast.expr:
    """Return a target as an expression that reads it; parts are the very nodes."""
    if isinstance(target, ast.Name):
        return ast.Name(id=target.id, ctx=ast.Load())
    if isinstance(target, ast.Subscript):
        return ast.Subscript(value=target.value, slice=target.slice, ctx=ast.Load())
    if isinstance(target, ast.Attribute):
        return ast.Attribute(value=target.value, attr=target.attr, ctx=ast.Load())
    return target


def infos_of(shapes: Shapes) -> Callable[[ast.expr], Info]:
    """Return what tells the info of each expression, unknown where there is none."""

    def info_of(node: ast.expr) -> Info:
        return shapes.of.get(node) or Info()

    return info_of
