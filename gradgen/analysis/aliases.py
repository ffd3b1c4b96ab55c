"""Which names of a function body may share memory: through views, containers, and calls.

The body is read without regard to order. Each expression that makes a value stands for one
object; names point to objects, and containers hold them. After

    edge = u[0]
    hist.append(u)
    v = np.sin(u)

`u` and `edge` share an object (a basic index is a view), `hist` holds it, `v` is fresh.
"""

from __future__ import annotations

import ast
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gradgen.analysis.callees import Callee, arguments
from gradgen.analysis.effects import Effects, binds, copies, names, reads
from gradgen.analysis.values import Info
from gradgen.reader.unit import Unit
from gradgen.syntax import children, walk, walk_statements

_METADATA = frozenset({"shape", "size", "ndim", "dtype", "nbytes", "itemsize"})
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_CONTAINERS = frozenset({"list", "dict", "object", "tuple"})
_CONSTANTS = (int, float, complex, str, bytes, range, types.ModuleType)


@dataclass(frozen=True, eq=False)
class Thing:
    """An object of the abstract run: one for each place that makes one, the same by identity.

    A `container` holds other things; a thing that came from outside may be an array or a
    container, and stands for everything in it as well.
    """

    label: str
    container: bool = False
    outside: bool = False


Things = frozenset[Thing]
Insertions = dict[Thing, set[tuple[ast.AST, object]]]
"""Where each object is put into a container: the node, and which of its parts."""
SPREAD = "spread"
_NOTHING: Things = frozenset()


@dataclass
class Aliases:
    """The names of a body, and which of them may share memory."""

    things: dict[str, Things]
    holds: dict[Thing, dict[object, Things]]
    reasons: dict[tuple[str | Thing, Thing], ast.stmt]
    value: Callable[[ast.expr], Things]
    insertions: Insertions = field(default_factory=dict)
    made_at: dict[tuple[object, bool], Thing] = field(default_factory=dict)
    _reached: dict[str, Things] = field(default_factory=dict)
    _names: dict[Thing, set[str]] | None = None

    def reached(self, name: str) -> Things:
        """Return the objects that a name is, or holds at any depth."""
        if name not in self._reached:
            self._reached[name] = closure(self.things.get(name, _NOTHING), self.holds)
        return self._reached[name]

    def may_share(self, a: str, b: str) -> bool:
        """Whether a change in place of the object of one name may be seen through the other."""
        return a == b or not self.reached(a).isdisjoint(self.reached(b))

    def members(self, name: str) -> frozenset[str]:
        """Return the names that may share memory with a name, itself included."""
        return self.observers(self.reached(name)) | {name}

    def written(self, node: ast.expr, deep: bool = False) -> Things:
        """Return the objects that a write to the value of an expression may change.

        A list that grows is changed, what it holds is not; `deep` counts that in.
        """
        return closure(self.value(node), self.holds) if deep else self.value(node)

    def observers(self, things: Things) -> frozenset[str]:
        """Return the names through which a change of objects may be seen."""
        if self._names is None:
            self._names = defaultdict(set)
            for name, thing in ((n, t) for n in self.things for t in self.reached(n)):
                self._names[thing].add(name)
        return frozenset[str]().union(*(self._names.get(thing, ()) for thing in things))


def aliases(
    tree: ast.FunctionDef | Sequence[ast.stmt],
    unit: Unit,
    info_of: Callable[[ast.expr], Info] | None = None,
    call: Callable[[ast.Call], Callee | None] | None = None,
) -> Aliases:
    """Find which names of a function (or of a body) may share memory.

    Parameters are taken to be separate objects: a caller may break that by passing one array
    twice, which is for the caller of this function to decide on. `call` is asked first about
    each call.
    """
    return aliases_known(tree, Effects(unit, info_of=info_of, call=call))


def aliases_known(tree: ast.FunctionDef | Sequence[ast.stmt], effects: Effects) -> Aliases:
    """As `aliases`, with what is known of calls and kinds in one `Effects`."""
    body = tree.body if isinstance(tree, ast.FunctionDef) else list(tree)
    solver = Solver(effects)
    parameters = walk(tree.args) if isinstance(tree, ast.FunctionDef) else ()
    given = {node.arg for node in parameters if isinstance(node, ast.arg)}
    read, bound = names(*body)
    for name in sorted(given | (read - bound)):
        solver.things[name] = frozenset({Thing(name, outside=True)})
    solver.run(body)
    return Aliases(
        dict(solver.things), solver.holds, solver.reasons, solver.value, solver.insertions,
        solver.made_at,
    )  # fmt: skip


def closure(start: Iterable[Thing], holds: dict[Thing, dict[object, Things]]) -> Things:
    """Return objects with all that they hold, at any depth."""
    found = set(start)
    waiting = list(found)
    while waiting:
        inside = holds.get(waiting.pop(), {})
        for thing in frozenset().union(*inside.values()) - found:
            found.add(thing)
            waiting.append(thing)
    return frozenset(found)


class Solver:
    """Applies every statement, in any order, until nothing is added."""

    def __init__(self, effects: Effects) -> None:
        self.effects = effects
        self.things: dict[str, Things] = {}
        self.holds: dict[Thing, dict[object, Things]] = defaultdict(dict)
        self.reasons: dict[tuple[str | Thing, Thing], ast.stmt] = {}
        self.made_at: dict[tuple[object, bool], Thing] = {}
        self.insertions: Insertions = defaultdict(set)
        self.statement: ast.stmt = ast.Pass()
        self.clock = 0
        self.changed: dict[str | Thing, int] = {}  # when a name, or what a thing holds, changed
        self.asked: set[str | Thing] = set()  # what the statement in work depends on
        self.callees: dict[ast.Call, Callee] | None = None  # while the tree stays as it is
        self.constants: dict[str, bool] = {}

    def run(self, body: list[ast.stmt]) -> None:
        """Apply the statements in turn, each again when what it depends on has changed."""
        everything = list(walk_statements(body))  # the bodies of functions inside it included
        depends: dict[ast.stmt, set[str | Thing]] = {}
        since: dict[ast.stmt, int] = {}
        began = -1
        self.callees = {}
        while began != self.clock:
            began = self.clock
            for statement in everything:
                if statement in since and not self.changes(depends[statement], since[statement]):
                    continue
                self.statement, self.asked = statement, set()
                depends[statement], since[statement] = self.asked, self.clock
                self.apply(statement)
        self.callees = None

    def changes(self, names: set[str | Thing], since: int) -> bool:
        """Whether one of these changed since a time."""
        return any(self.changed.get(name, 0) > since for name in names)

    def change(self, name: str | Thing) -> None:
        """Note that a name, or what an object holds, changed now."""
        self.clock += 1
        self.changed[name] = self.clock

    def pointed(self, name: str) -> Things:
        """Return the objects that a name is so far."""
        self.asked.add(name)
        return self.things.get(name, _NOTHING)

    def reach(self, things: Things) -> Things:
        """Return objects with all that they hold so far."""
        found = closure(things, self.holds)
        self.asked |= found
        return found

    def callee(self, node: ast.Call) -> Callee:
        """Return what is known of a call."""
        if self.callees is None:
            return self.effects.callee(node)
        if node not in self.callees:
            self.callees[node] = self.effects.callee(node)
        return self.callees[node]

    # ---- what is added ----------------------------------------------------------
    def made(self, node: object, container: bool = False) -> Thing:
        """Return the object that stands for what a node, or a part of what it gives, is."""
        if (node, container) not in self.made_at:
            self.made_at[node, container] = Thing(f"made {len(self.made_at)}", container)
        return self.made_at[node, container]

    def point(self, name: str, things: Things) -> None:
        """Let a name be these objects."""
        known = self.things.get(name, _NOTHING)
        for thing in things - known:
            self.change(name)
            self.reasons[name, thing] = self.statement
        self.things[name] = known | things

    def grow(self, name: str, things: Things) -> None:
        """Let a name be other objects as well."""
        self.point(name, things)

    def put(self, holder: Thing, where: object, things: Things) -> None:
        """Let an object hold these."""
        inside = self.holds[holder]
        known = inside.get(where, _NOTHING)
        for thing in things - known:
            self.change(holder)
            self.reasons.setdefault((holder, thing), self.statement)
        inside[where] = known | things

    def inserted(self, things: Things, node: ast.AST, part: object = None) -> Things:
        """Note where objects are put into a container."""
        for thing in things:
            self.insertions[thing].add((node, part))
        return things

    def bind(self, target: ast.expr, things: Things) -> None:
        """Give a target its value: names are pointed, holders filled."""
        if isinstance(target, ast.Name):
            self.point(target.id, _NOTHING if self.effects.immutable(target) else things)
        elif isinstance(target, ast.Starred):
            kept = self.made(target, container=True)
            self.put(kept, None, self.elements(things))
            self.bind(target.value, frozenset({kept}))
        elif isinstance(target, (ast.Tuple, ast.List)):
            starred = any(isinstance(element, ast.Starred) for element in target.elts)
            for position, element in enumerate(target.elts):
                if isinstance(element, ast.Starred):
                    self.bind(element, things)
                else:
                    self.bind(element, self.elements(things, None if starred else position))
        elif isinstance(target, (ast.Subscript, ast.Attribute)):
            textual = isinstance(target, ast.Attribute) or isinstance(
                getattr(target.slice, "value", None), str
            )
            kind = self.effects.info(target.value).kind
            for holder in self.value(target.value):
                if holder.container or textual or kind in _CONTAINERS:
                    self.put(holder, None, self.inserted(things, target))

    # ---- what expressions are ----------------------------------------------------
    def elements(self, things: Things, position: int | None = None) -> Things:
        """Return what an index, a round of a loop, or unpacking may take out of things."""
        found: set[Thing] = {thing for thing in things if not thing.container}
        self.asked |= things
        for thing in things:
            for where, inside in self.holds[thing].items():
                if position is None or where is None or where == position:
                    found |= inside
        return frozenset(found)

    def wrapped(self, node: ast.AST, parts: Sequence[tuple[object, Things]]) -> Things:
        """Return a container made by a node, holding these parts."""
        holder = self.made(node, container=True)
        for where, things in parts:
            self.put(holder, where, things)
        return frozenset({holder})

    def value(self, node: ast.expr) -> Things:
        """Return the objects that the value of an expression may be, or be views of."""
        if isinstance(node, ast.NamedExpr):
            things = self.value(node.value)
            self.bind(node.target, things)
            return things
        if self.effects.immutable(node) or self.constant(node):
            if isinstance(node, ast.Call):
                self.called(node)  # `values.append(x)` is None, and puts `x` somewhere
            return _NOTHING
        if isinstance(node, ast.Name):
            return self.pointed(node.id)
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return self.display(node)
        if isinstance(node, ast.Dict):
            found = [self.inserted(self.value(p), node, k) for k, p in enumerate(node.values)]
            return self.wrapped(node, [(None, part) for part in found])
        if isinstance(node, ast.IfExp):
            return self.value(node.body) | self.value(node.orelse)
        if isinstance(node, ast.BoolOp):
            return _NOTHING.union(*(self.value(part) for part in node.values))
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            return self.access(node)
        if isinstance(node, ast.Call):
            return self.called(node)
        if isinstance(node, ast.BinOp):
            sides = self.value(node.left) | self.value(node.right)
            kept = frozenset([thing for thing in sides if thing.container])
            for part in (0, 1) if kept and isinstance(node.op, ast.Mult) else ():
                self.inserted(self.elements(kept), node, part)
            fresh = frozenset({self.made(node)})
            return fresh | self.wrapped_if(node, self.elements(kept)) if kept else fresh
        if isinstance(node, _COMPREHENSIONS):
            return self.comprehension(node)
        if isinstance(node, ast.Lambda):
            return self.wrapped(node, [(None, self.captured(node))])
        return frozenset({self.made(node)})

    def constant(self, node: ast.expr) -> bool:
        """Whether an expression names something from outside that cannot change in place."""
        if isinstance(node, ast.Name):
            if node.id not in self.constants:
                self.constants[node.id] = self.immovable(node)
            return self.constants[node.id]
        return isinstance(node, ast.Attribute) and self.immovable(node)

    def immovable(self, node: ast.expr) -> bool:
        """Whether what a name means outside the body cannot change in place."""
        found = self.effects.unit.scope.lookup(node)
        return found is None or callable(found) or isinstance(found, _CONSTANTS)

    def captured(self, node: ast.AST) -> Things:
        """Return what a function inside the body may reach without being given it."""
        return _NOTHING.union(*map(self.pointed, reads(node)))

    def wrapped_if(self, node: ast.AST, things: Things) -> Things:
        """Return a container of these, if there are any."""
        return self.wrapped(node, [(None, things)]) if things else _NOTHING

    def display(self, node: ast.Tuple | ast.List | ast.Set) -> Things:
        """Return the container that a display makes."""
        starred = any(isinstance(part, ast.Starred) for part in node.elts)
        parts: list[tuple[object, Things]] = []
        for position, part in enumerate(node.elts):
            if isinstance(part, ast.Starred):
                if not self.effects.holds_numbers(part.value):
                    parts.append((None, self.elements(self.value(part.value))))
            else:
                found = self.inserted(self.value(part), node, position)
                parts.append((None if starred else position, found))
        return self.wrapped(node, parts)

    def access(self, node: ast.Subscript | ast.Attribute) -> Things:
        """Return what an element, a slice or an attribute is."""
        if isinstance(node, ast.Attribute):
            if node.attr in _METADATA:
                return _NOTHING
            return self.elements(self.value(node.value))
        if copies(node, self.effects):
            return frozenset({self.made(node)})
        things = self.value(node.value)
        if isinstance(node.slice, ast.Slice):
            return things
        place = node.slice.value if isinstance(node.slice, ast.Constant) else None
        return self.elements(things, place if isinstance(place, int) and place >= 0 else None)

    def comprehension(self, node: ast.expr) -> Things:
        """Return the container that a comprehension makes."""
        for generator in node.generators:  # type: ignore[attr-defined]
            self.iterate(generator.target, generator.iter)
        results = [getattr(node, name) for name in ("elt", "key", "value") if hasattr(node, name)]
        found = [self.inserted(self.value(result), result) for result in results]
        return self.wrapped(node, [(None, part) for part in found])

    def iterate(self, target: ast.expr, iterable: ast.expr) -> None:
        """Bind the target of a loop; `zip` and `enumerate` are taken apart."""
        called = iterable.func if isinstance(iterable, ast.Call) else None
        name = called.id if isinstance(called, ast.Name) else ""
        if isinstance(iterable, ast.Call) and isinstance(target, ast.Tuple):
            if name == "zip" and len(iterable.args) == len(target.elts):
                for element, part in zip(target.elts, iterable.args, strict=True):
                    self.iterate(element, part)
                return
            if name == "enumerate" and len(target.elts) == 2:
                return self.iterate(target.elts[1], iterable.args[0])
        if isinstance(iterable, ast.Call) and name in _SAME_ROUNDS and iterable.args:
            return self.iterate(target, iterable.args[0])
        self.bind(target, self.elements(self.value(iterable)))

    def called(self, node: ast.Call) -> Things:
        """Follow a call: what it stores where, and what it gives back."""
        told = self.callee(node)
        for argument in arguments(node):
            self.value(argument)  # for what walrus and calls inside it do
        stored = _NOTHING.union(*(self.value(part) for part in told.stores))
        names = self.effects.closure(node, told)
        own = _NOTHING.union(*map(self.pointed, names))
        written = own.union(*(self.value(part) for part in told.writes))
        for holder in written if told.known else self.reach(written):
            if holder.container or (told.known and told.stores):
                extended = isinstance(node.func, ast.Attribute) and node.func.attr in _SPREADING
                put = self.elements(stored) if extended else stored
                self.put(holder, None, self.inserted(put, node, SPREAD if extended else None))
        return self.result(node, told, own)

    def result(self, node: ast.Call, told: Callee, own: Things) -> Things:
        """Return what a call gives back."""
        if told.parts:
            return self.wrapped(
                node, [self.result_part(node, i, told) for i in range(len(told.parts))]
            )
        shared = own.union(*(self.value(part) for part in told.shares))
        fresh = self.made(node)
        if told.wraps:
            return self.wrapped(node, [(None, self.pairs(node, told))])
        if told.copies:
            inside = self.elements(frozenset(thing for thing in shared if thing.container))
            return frozenset({fresh}) | self.wrapped_if(node, inside)
        if told.known and isinstance(node.func, ast.Attribute) and node.func.attr in _TAKING:
            return self.elements(shared)
        if told.known and not shared and self.effects.info(node).kind in ("list", "dict"):
            return self.wrapped(node, [(None, frozenset({fresh}))])
        return self.reach(shared) | {fresh}

    def result_part(self, node: ast.Call, position: int, told: Callee) -> tuple[object, Things]:
        """Return the position of one part of a tuple, and what it may be."""
        shared = _NOTHING.union(*(self.value(part) for part in told.parts[position]))
        return position, self.reach(shared) | {self.made((node, position))}

    def pairs(self, node: ast.Call, told: Callee) -> Things:
        """Return what rounds over `zip(a, b)`, `d.items()`, `list(x)` give, tuples included."""
        shared = [part for part in told.shares if not self.effects.holds_numbers(part)]
        inside = _NOTHING.union(*(self.elements(self.value(part)) for part in shared))
        pair = self.made(node.func, container=True)
        self.put(pair, None, inside)
        return inside | {pair}

    # ---- statements ---------------------------------------------------------------
    def apply(self, statement: ast.stmt) -> None:
        """Follow one statement, without the blocks in it."""
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                self.assign(target, statement.value)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self.assign(statement.target, statement.value)
        elif isinstance(statement, ast.AugAssign):
            self.augmented(statement)
        elif isinstance(statement, (ast.For, ast.AsyncFor)):
            self.iterate(statement.target, statement.iter)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                things = self.value(item.context_expr)
                if item.optional_vars is not None:
                    self.bind(item.optional_vars, things)
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            captured = self.captured(statement)
            self.point(statement.name, self.wrapped(statement, [(None, captured)]))
        elif isinstance(statement, ast.Match):
            things = self.value(statement.subject)
            for case in statement.cases:
                for name in binds(case.pattern):
                    self.grow(name, self.reach(things))
        else:
            for node in children(statement):
                if isinstance(node, ast.expr):
                    self.value(node)

    def assign(self, target: ast.expr, value: ast.expr) -> None:
        """Follow an assignment; tuples meet tuples part by part."""
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            plain = not any(isinstance(p, ast.Starred) for p in (*target.elts, *value.elts))
            if plain and len(target.elts) == len(value.elts):
                for element, part in zip(target.elts, value.elts, strict=True):
                    self.assign(element, part)
                return
        numbers = isinstance(target, (ast.Tuple, ast.List)) and self.effects.holds_numbers(value)
        self.bind(target, _NOTHING if numbers else self.value(value))

    def augmented(self, statement: ast.AugAssign) -> None:
        """Follow an update, in place or not."""
        things = self.value(statement.value)
        target = statement.target
        if not isinstance(target, ast.Name) or self.effects.immutable(target):
            return
        self.grow(target.id, frozenset({self.made(statement)}))
        for holder in self.pointed(target.id):
            if holder.container:
                self.put(holder, None, self.elements(things))


_SAME_ROUNDS = frozenset({"reversed", "list", "tuple"})
_SPREADING = frozenset({"extend", "update"})
_TAKING = frozenset({"pop", "popitem", "popleft", "setdefault", "get"})
