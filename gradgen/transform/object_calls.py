"""Calls that make or change objects of the function give way to the text of what they call.

    body = Body(x, v)                            body = Body(x, v)
    for _ in range(n):                           for _ in range(n):
        body.step(dt)               becomes          body.speed -= dt * np.sin(body.place)
    tracker = Tracker(x)                             body.place += dt * body.speed
                                                 tracker = Tracker(x)  # the object, still empty
                                                 tracker.total = 0.0

So that every field of such an object can be a variable (see `object_makers`).
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import FunctionType, SimpleNamespace

from gradgen.reader.scope import FunctionScope, own_nodes, parameters
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import assign, clone, name, names_in, substitute, walk
from gradgen.transform.function_calls import bound
from gradgen.transform.naming import Names
from gradgen.transform.object_effects import (
    DEEPEST,
    changes,
    has_fields,
    is_users_function,
    places_of,
    returned_class,
    text_of,
)
from gradgen.transform.object_makers import makes, replaced_object
from gradgen.transform.objects import is_users, member, owner_of

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Yield, ast.Try, ast.With)
Callee = tuple[FunctionType, list[ast.expr]]


@dataclass
class Written:
    """A function's text with the calls that make or change objects written out.

    Attributes
    ----------
    empty : the statements that make an object whose fields are set after it, with its class
    known : names that were given to objects
    changed : the objects whose methods were written out
    """

    empty: dict[ast.stmt, type] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)


def written_out(tree: ast.FunctionDef, unit: Unit, excluded: Iterable[str]) -> Written:
    """Write out, in place, the calls of a tree that make or change its objects."""
    assert isinstance(unit.scope, FunctionScope)
    writer = _Writer(tree, unit.scope, set(excluded))
    if any(writer.makes_object(node) for node in own_nodes(tree)):
        tree.body = writer.block(tree.body, 0)
    return writer.written


class _Writer:
    def __init__(self, tree: ast.FunctionDef, scope: FunctionScope, excluded: set[str]) -> None:
        self.scope = scope
        self.excluded = excluded
        self.names = Names(names_in(tree) | scope.local_names | set(scope.known) | {tree.name})
        self.objects: dict[str, type] = {}
        self.written = Written()

    def lookup(self, node: ast.expr) -> object:
        if isinstance(node, ast.Name) and node.id in self.written.known:
            return self.written.known[node.id]
        return self.scope.lookup(node)

    def makes_object(self, node: ast.AST) -> bool:
        """Tell whether a node calls a class of the user's, or a function that returns an object."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, (ast.Name, ast.Attribute)):
            return False
        found = self.lookup(node.func)
        if isinstance(found, type):
            return found is SimpleNamespace or (is_users(found) and has_fields(found))
        return is_users_function(found) and returned_class(found, 0) is not None

    # ---- statements -----------------------------------------------------------------
    def block(self, body: list[ast.stmt], depth: int) -> list[ast.stmt]:
        """Return a block with its calls written out."""
        made: list[ast.stmt] = []
        for statement in body:
            made += self.statement(statement, depth)
        return made

    def statement(self, node: ast.stmt, depth: int) -> list[ast.stmt]:
        """Return what one statement becomes."""
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) or depth > DEEPEST:
            return [node]
        for label in ("body", "orelse", "finalbody"):
            inner = getattr(node, label, None)
            if isinstance(inner, list) and inner:
                setattr(node, label, self.block(inner, depth))
        for case in getattr(node, "cases", []):
            case.body = self.block(case.body, depth)
        if not isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Return, ast.AnnAssign)):
            return [node]
        before: list[ast.stmt] = []
        self._name_inner(node, before)
        if before:
            return [*self.block(before, depth), *self.statement(node, depth)]
        if not isinstance(node.value, ast.Call):
            self._note(node, None)
            return [node]
        made = self._making(node, node.value, depth)
        if made is None:
            made = self._change(node, node.value, depth)
        if made is None:
            self._note(node, None)
        return [node] if made is None else made

    def _note(self, node: ast.stmt, of: type | None) -> None:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name):
            if of is None or target.id in self.excluded:
                self.objects.pop(target.id, None)
            else:
                self.objects[target.id] = of

    def _name_inner(self, node: ast.stmt, before: list[ast.stmt]) -> None:
        """Give a name to an object that is made, or changed, inside of a statement's value."""
        value: ast.expr | None = node.value  # type: ignore[attr-defined]
        if value is None or any(isinstance(n, _LAZY) for n in walk(value)):
            return
        inner = [n for n in own_nodes(value) if isinstance(n, ast.Call)]
        found = [n for n in inner if self._class(n) is not None]
        if not found:
            found = [n for n in inner if self._is_only_use(n, value)]
        if not found:
            return
        call = found[-1]
        of = self._class(call)
        hint = ast.unparse(call.func).rpartition(".")[2] if of is None else of.__name__.lower()
        label = self.names.fresh(hint)
        before.append(_placed(assign(label, clone(call)), node))
        _Replaced(call, name(label)).visit(node)

    def _is_only_use(self, call: ast.Call, value: ast.expr) -> bool:
        """Tell whether a call changes an object, and nothing else in the value reads that."""
        if self._changing(call) is None:
            return False
        given = {n.id for n in walk(call) if isinstance(n, ast.Name)} & set(self.objects)
        reads = [n.id for n in walk(value) if isinstance(n, ast.Name)]
        inside = [n.id for n in walk(call) if isinstance(n, ast.Name)]
        return all(reads.count(label) == inside.count(label) for label in given)

    def _class(self, call: ast.Call) -> type | None:
        found = self.lookup(call.func)
        if isinstance(found, type):
            return found if self.makes_object(call) else None
        return returned_class(found, 0) if isinstance(found, FunctionType) else None

    # ---- calls ----------------------------------------------------------------------
    def _making(self, node: ast.stmt, call: ast.Call, depth: int) -> list[ast.stmt] | None:
        """Return what `label = Class(…)` becomes; None for a statement of another kind."""
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if not isinstance(target, ast.Name) or target.id in self.excluded:
            return None
        replaced = self._replaced_class(call)
        if replaced is not None:
            self._note(node, replaced)
            return [node]
        of = self.lookup(call.func)
        if not isinstance(of, type) or not self.makes_object(call):
            return None
        if makes(call, self.scope) is not None:
            self._note(node, of)
            return [node]
        init = member(of, "__init__")
        if not isinstance(init, FunctionType) or dataclasses.is_dataclass(of):
            return None
        empty = _placed(assign(target.id, ast.Call(func=call.func, args=[], keywords=[])), node)
        body = self._text(init, call, [name(target.id)], node, None, depth)
        if body is None:
            return None
        self.written.empty[empty] = of
        self._note(node, of)
        return [empty, *self.block(body, depth + 1)]

    def _replaced_class(self, call: ast.Call) -> type | None:
        """Return the class of what `replace(object, …)` or `object._replace(…)` makes."""
        source = replaced_object(call, self.scope)
        return self.objects.get(source)

    def _change(self, node: ast.stmt, call: ast.Call, depth: int) -> list[ast.stmt] | None:
        """Return the text of a function that changes, or returns, an object of this one."""
        callee = self._changing(call)
        if callee is None:
            return None
        function, given = callee
        owners = [n.id for n in walk(call) if isinstance(n, ast.Name) and n.id in self.objects]
        self.written.changed |= set(owners)
        return self._written(function, call, given, node, depth)

    def _written(
        self, function: FunctionType, call: ast.Call, given: list[ast.expr], node: ast.stmt,
        depth: int,
    ) -> list[ast.stmt] | None:  # fmt: skip
        body = self._text(function, call, given, node, node, depth)
        return None if body is None else self.block(body, depth + 1)

    def _changing(self, call: ast.Call) -> Callee | None:
        """Return the function that a call changes an object by, or makes one, with its owner."""
        func = call.func
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
            of = self.objects.get(func.value.id)
            if of is not None:
                found = member(of, func.attr)
                if is_users_function(found) and self._is_worth(found, {0}, of):
                    return found, [func.value]  # type: ignore[return-value]
                return None
        if isinstance(func, ast.Name) and func.id in self.objects:
            of = self.objects[func.id]
            found = member(of, "__call__")
            is_worth = is_users_function(found) and self._is_worth(found, {0}, of)
            return (found, [func]) if is_worth else None  # type: ignore[return-value]
        found = self.lookup(func) if isinstance(func, (ast.Name, ast.Attribute)) else MISSING
        if not is_users_function(found):
            return None
        places = places_of(call, set(self.objects))
        return (found, []) if self._is_worth(found, places, None) else None  # type: ignore

    def _is_worth(self, function: object, places: set[int | str], of: type | None) -> bool:
        assert isinstance(function, FunctionType)
        return returned_class(function, 0) is not None or changes(function, places, of, 0)

    # ---- the text of a function -------------------------------------------------------
    def _text(
        self,
        function: FunctionType,
        call: ast.Call,
        given: list[ast.expr],
        at: ast.stmt,
        result: ast.stmt | None,
        depth: int,
    ) -> list[ast.stmt] | None:
        """Return the statements of a function for one call, None where they cannot stand there.

        Parameters
        ----------
        given : the object that the function is a method of, if it is
        result : the statement that takes its value, if any does
        """
        unit = text_of(function)
        if unit is None or depth > DEEPEST or not isinstance(unit.scope, FunctionScope):
            return None
        tree = clone(unit.tree)
        body = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
        if any(isinstance(n, _INNER) for s in body for n in walk(s)):
            return None
        made = clone(call)
        made.args = [*given, *made.args]
        arguments = bound(tree, made)
        if arguments is None or arguments.several or arguments.named:
            return None
        before: list[ast.stmt] = []
        holes = self._holes(unit, tree, body, arguments.parameters, before)
        if holes is None:
            return None
        whole: list[ast.stmt] = []
        for statement in body:
            method = _super_call(statement, unit.scope)
            statement = _plain(substitute(statement, holes))
            if method is None:
                whole.append(statement)
                continue
            above = self._above(function, method, given, statement, at, depth)
            if above is None:
                return None
            whole += above
        tailed = _tailed(whole, result)
        if tailed is None or any(self._is_super(n) for s in tailed for n in walk(s)):
            return None
        return [_placed(s, at, True) for s in (*before, *tailed)]

    def _above(
        self, function: FunctionType, method: str, given: list[ast.expr], call: ast.stmt,
        at: ast.stmt, depth: int,
    ) -> list[ast.stmt] | None:  # fmt: skip
        """Return the text of `super().method(…)`."""
        owner = owner_of(function)
        found = MISSING if owner is None else member(owner, method, function)
        if not isinstance(found, FunctionType):
            return [] if method == "__init__" and found in (object.__init__, MISSING) else None
        assert isinstance(call, ast.Expr) and isinstance(call.value, ast.Call)
        return self._text(found, call.value, given, at, None, depth + 1)

    def _is_super(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and self.lookup(node.func) is super

    def _holes(
        self,
        unit: Unit,
        tree: ast.FunctionDef,
        body: list[ast.stmt],
        given: dict[str, ast.expr],
        before: list[ast.stmt],
    ) -> dict[str, ast.expr] | None:
        """Return what each name of a function's text is called here."""
        holes: dict[str, ast.expr] = {}
        stored = {n.id for s in body for n in walk(s) if _is_stored(n)}  # type: ignore[attr-defined]
        inner = {n.arg for s in body for n in walk(s) if isinstance(n, ast.arg)}
        if inner & (stored | {p.arg for p in parameters(tree.args)}):
            return None  # one name with two meanings
        defaults = _defaults(unit, tree)
        for parameter in parameters(tree.args):
            label = parameter.arg
            value = given.get(label, defaults.get(label))
            if value is None:
                return None
            if label not in stored and isinstance(value, (ast.Name, ast.Constant)):
                holes[label] = value
                continue
            taken = self.names.fresh(label)
            before.append(assign(taken, clone(value)))
            holes[label] = name(taken)
        for label in sorted(stored - set(holes)):
            holes[label] = name(self.names.fresh(label))
        free = {n.id for s in body for n in walk(s) if isinstance(n, ast.Name)} - set(holes)
        for label in sorted(free):
            meant = unit.scope.lookup(name(label))
            if meant is MISSING:
                return None
            if self.lookup(name(label)) is not meant:
                known = next((k for k, v in self.written.known.items() if v is meant), None)
                chosen = known or self.names.fresh(label)
                self.written.known[chosen] = meant
                holes[label] = name(chosen)
        return holes


_LAZY = (ast.IfExp, ast.BoolOp, ast.Lambda, ast.ListComp, ast.DictComp, ast.GeneratorExp)


class _Replaced(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.expr, new: ast.expr) -> None:
        self.old = old
        self.new = new

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Return the new node for the old one."""
        if node is self.old:
            return ast.copy_location(self.new, node)
        return self.generic_visit(node)


def _is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)


def _defaults(unit: Unit, tree: ast.FunctionDef) -> dict[str, ast.expr]:
    """Return the defaults that are numbers, texts or `None`."""
    function = unit.function
    assert isinstance(function, FunctionType)
    positional = [p.arg for p in (*tree.args.posonlyargs, *tree.args.args)]
    given = function.__defaults__ or ()
    values = dict(zip(positional[len(positional) - len(given) :], given, strict=True))
    values |= function.__kwdefaults__ or {}
    plain = (int, float, str, bool, type(None))
    return {p: ast.Constant(value=v) for p, v in values.items() if isinstance(v, plain)}


def _super_call(node: ast.AST, scope: FunctionScope) -> str | None:
    """Return `m` for a statement `super().m(…)`."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
        return None
    above = call.func.value
    is_super = isinstance(above, ast.Call) and scope.lookup(above.func) is super
    return call.func.attr if is_super and not above.args else None  # type: ignore[attr-defined]


def _tailed(body: list[ast.stmt], result: ast.stmt | None) -> list[ast.stmt] | None:
    """Return a body whose every `return` is an assignment to what takes the value."""
    made: list[ast.stmt] = []
    for index, statement in enumerate(body):
        if isinstance(statement, ast.Return):
            return [*made, *_taken(statement.value, result)]
        if not any(isinstance(n, ast.Return) for n in walk(statement)):
            made.append(statement)
            continue
        if not isinstance(statement, ast.If) or not _always_returns(statement.body):
            return None
        rest = statement.orelse or body[index + 1 :]
        if statement.orelse and not _always_returns(statement.orelse):
            return None
        first, second = _tailed(statement.body, result), _tailed(rest, result)
        if first is None or second is None:
            return None
        statement.body = first or [ast.Pass()]
        statement.orelse = second
        return [*made, statement]
    return [*made, *_taken(None, result)]


def _taken(value: ast.expr | None, result: ast.stmt | None) -> list[ast.stmt]:
    if result is None or isinstance(result, ast.Expr):
        return []
    made = clone(result)
    made.value = ast.Constant(value=None) if value is None else value  # type: ignore[attr-defined]
    return [made]


def _plain(node: ast.stmt) -> ast.stmt:
    """Return an assignment without its annotation."""
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return assign(node.target, node.value)
    return node


def _always_returns(body: list[ast.stmt]) -> bool:
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _always_returns(last.body) and _always_returns(last.orelse)
    return isinstance(last, (ast.Return, ast.Raise))


def _placed(made: ast.stmt, at: ast.AST, over: bool = False) -> ast.stmt:
    """Place a statement where another one stands: it is that one which is quoted."""
    for node in walk(made):
        if over or not getattr(node, "lineno", 0):
            ast.copy_location(node, at)
        if over and isinstance(node, ast.stmt):
            node.end_lineno = None  # the call that stands there does not show what it does
    return made
