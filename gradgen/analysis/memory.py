"""What each write in place can be seen through, at the point where it happens.

The statements are followed in order, round after round. A name points to what it was last given;
an object that a statement makes again is another one than those of earlier rounds:

    for _ in range(n):
        new = u.copy()
        new[0] = 0.0        only `new` sees this: `u` is the object of the round before
        u = new

Every value that a statement replaces is followed too, as a *past* value: something may have kept
it. Functions that are defined inside the body make the order unknown; `aliases` speaks for them.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from gradgen.analysis.aliases import Solver, Thing, Things, closure
from gradgen.analysis.callees import arguments
from gradgen.analysis.effects import Effects, binds, names, reads
from gradgen.syntax import walk, walk_statements

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_NOTHING: Things = frozenset()
_MOST_HEADS = 6  # what rounds may start from is told apart, where arrays change their names

Held = dict[Thing, dict[object, Things]]


@dataclass
class Memory:
    """Through which names the writes of each statement can be seen.

    `known` are the statements that were followed. `past` has the names of past values, which
    hold a space: what a variable was before a statement that binds it or gives it to a call, or
    at the end of a round. `outside` are the names that came with an object that is written;
    `parts` has the names for each expression whose object is written. `doubled` are the statements
    that change an object in place which a container may hold twice.
    """

    seen: dict[ast.stmt, frozenset[str]] = field(default_factory=dict)
    past: dict[tuple[str, ast.stmt, bool], str] = field(default_factory=dict)
    known: set[ast.stmt] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    parts: dict[ast.expr, frozenset[str]] = field(default_factory=dict)
    doubled: set[ast.stmt] = field(default_factory=set)

    def observers(self, statement: ast.stmt) -> frozenset[str]:
        """Return the names through which what a statement writes in place can be seen."""
        return frozenset(name for name in self._everyone(statement) if " " not in name)

    def _everyone(self, statement: ast.stmt) -> frozenset[str]:
        found = self.seen.get(statement, _NO_NAMES)
        for block in _blocks(statement):
            found = found.union(*(self._everyone(inner) for inner in block))
        return found

    def past_is_written(self, variable: str, statement: ast.stmt, round_end: bool = False) -> bool:
        """Whether the past value of a variable may change in place later on.

        `x += e` binds an array of its own where the old one is kept: what `x` is updated with
        after that is no write to the old one, unless another name has that.
        """
        name = self.past.get((variable, statement, round_end))
        if name is None:
            return False
        own = isinstance(statement, ast.AugAssign) and self.observers(statement) <= {variable}
        return any(
            name in observers and not (own and _updates(writer, variable))
            for writer, observers in self.seen.items()
        )


def _updates(statement: ast.stmt, variable: str) -> bool:
    target = statement.target if isinstance(statement, ast.AugAssign) else None
    return isinstance(target, ast.Name) and target.id == variable


_NO_NAMES: frozenset[str] = frozenset()


@dataclass
class _State:
    """What names are, and what objects hold, at one point."""

    things: dict[str, Things]
    holds: Held

    def copy(self) -> _State:
        holds: Held = defaultdict(dict)
        for thing, inside in self.holds.items():
            holds[thing] = dict(inside)
        return _State(dict(self.things), holds)

    def join(self, other: _State) -> None:
        """Add what may hold on another path."""
        for name, things in other.things.items():
            self.things[name] = self.things.get(name, _NOTHING) | things
        for holder, inside in other.holds.items():
            mine = self.holds[holder]
            for where, things in inside.items():
                mine[where] = mine.get(where, _NOTHING) | things

    def covers(self, other: _State) -> bool:
        """Whether everything that may hold in the other state may hold in this one."""
        return all(
            things <= self.things.get(name, _NOTHING) for name, things in other.things.items()
        ) and all(
            things <= self.holds.get(holder, {}).get(where, _NOTHING)
            for holder, inside in other.holds.items()
            for where, things in inside.items()
        )


def memory(tree: ast.FunctionDef, effects: Effects) -> Memory:
    """Follow the writes in place of a function."""
    if any(isinstance(node, _INNER) for statement in tree.body for node in walk(statement)):
        return Memory()
    flow = _Flow(effects)
    given = {node.arg for node in walk(tree.args) if isinstance(node, ast.arg)}
    read, bound = names(*tree.body)
    for name in sorted(given | (read - bound)):
        flow.things[name] = frozenset({Thing(name, outside=True)})
    flow.block(tree.body)
    return flow.memory


def _hands_over(statement: ast.stmt) -> bool:
    """Whether a statement gives arrays other names, as `u, new = new, u` does."""
    if not isinstance(statement, ast.Assign):
        return False
    value = statement.value
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(isinstance(part, ast.Name) for part in parts)


def _given(statement: ast.stmt) -> set[str]:
    """Return the names that a statement which is one call gives to it."""
    call = statement.value if isinstance(statement, (ast.Assign, ast.Expr)) else None
    return reads(*arguments(call)) if isinstance(call, ast.Call) else set()


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    blocks += [handler.body for handler in getattr(statement, "handlers", [])]
    return [*blocks, *(case.body for case in getattr(statement, "cases", []))]


class _Flow(Solver):
    """Follows one function; `live` is None after a statement that leaves the block."""

    def __init__(self, effects: Effects) -> None:
        super().__init__(effects)
        self.memory = Memory()
        self.callees = {}
        self.dead = False
        self.breaks: list[list[_State]] = []
        self.continues: list[list[_State]] = []
        self.made_by: dict[ast.stmt, set[Thing]] = {}
        self.older: dict[Thing, Thing] = {}
        self.twice: set[Thing] = set()

    # ---- states ---------------------------------------------------------------------
    def state(self) -> _State:
        return _State(self.things, self.holds).copy()

    def enter(self, state: _State | None) -> None:
        self.dead = state is None
        if state is not None:
            self.things, self.holds = state.things, state.holds

    def joined(self, states: list[_State]) -> _State | None:
        if not states:
            return None
        whole = states[0].copy()
        for other in states[1:]:
            whole.join(other)
        return whole

    def living(self) -> list[_State]:
        return [] if self.dead else [self.state()]

    # ---- statements -----------------------------------------------------------------
    def block(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if self.dead:
                return
            self.one(statement)

    def one(self, statement: ast.stmt) -> None:
        self.statement = statement
        self.memory.known.add(statement)
        self.keep_past(statement, binds(statement) | _given(statement))
        if isinstance(statement, ast.If):
            self.note_writes(statement, [statement.test])
            self.value(statement.test)
            self.either([statement.body, statement.orelse])
        elif isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
            self.loop(statement)
        elif isinstance(statement, ast.Match):
            self.apply(statement)
            self.either([*(case.body for case in statement.cases), []])
        elif isinstance(statement, ast.Try):
            self.attempt(statement)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            self.note_writes(statement, statement.items)
            self.apply(statement)
            self.block(statement.body)
        elif isinstance(statement, (ast.Return, ast.Raise)):
            self.simple(statement)
            self.dead = True
        elif isinstance(statement, (ast.Break, ast.Continue)):
            (self.breaks if isinstance(statement, ast.Break) else self.continues)[-1].append(
                self.state()
            )
            self.dead = True
        else:
            self.simple(statement)

    def simple(self, statement: ast.stmt) -> None:
        self.set_apart(statement)
        self.note_writes(statement, [statement])
        self.apply(statement)

    def note_writes(self, statement: ast.stmt, nodes: Sequence[ast.AST | None]) -> None:
        """Note who sees what a statement, or its header, writes."""
        memory = self.memory
        for part, deep in self.effects.written(*(node for node in nodes if node is not None)):
            things = self.value(part)
            written = closure(things, self.holds) if deep else things
            if written:
                memory.outside |= {thing.label for thing in written if thing.outside}
                if isinstance(part, ast.Subscript):
                    held = written - self.value(part.value)
                    if not held.isdisjoint(self.twice):
                        memory.doubled.add(statement)
                seen = self.seers(written)
                memory.parts[part] = memory.parts.get(part, _NO_NAMES) | seen
                memory.seen[statement] = memory.seen.get(statement, _NO_NAMES) | seen

    def seers(self, written: Things) -> set[str]:
        """Return the names through which a change of objects can be seen now."""
        return {
            name
            for name, things in self.things.items()
            if not written.isdisjoint(closure(things, self.holds))
        }

    def either(self, blocks: list[list[ast.stmt]]) -> None:
        start, ends = self.state(), list[_State]()
        for block in blocks:
            self.enter(start.copy())
            self.block(block)
            ends += self.living()
        self.enter(self.joined(ends))

    def loop(self, statement: ast.For | ast.AsyncFor | ast.While) -> None:
        """Follow the first round apart from the others, which start from what a round leaves."""
        exits = [self.state()]
        self.breaks.append([])
        self.round(statement)
        apart = _MOST_HEADS if any(map(_hands_over, walk_statements(statement.body))) else 1
        heads: list[_State] = []
        waiting = self.living()
        while waiting:
            head = waiting.pop()
            if any(known.covers(head) for known in heads):
                continue
            if len(heads) == apart:
                for other in heads:
                    head.join(other)
                heads.clear()
            heads.append(head)
            self.enter(head.copy())
            self.round(statement)
            waiting += self.living()
        exits += heads
        breaks = self.breaks.pop()
        self.enter(self.joined(exits))
        if isinstance(statement, ast.While):
            self.value(statement.test)
        self.block(statement.orelse)
        self.enter(self.joined([*self.living(), *breaks]))

    def round(self, statement: ast.For | ast.AsyncFor | ast.While) -> None:
        """Follow one round, to where the next one begins."""
        self.continues.append([])
        self.statement = statement
        if isinstance(statement, ast.While):
            self.note_writes(statement, [statement.test])
            self.value(statement.test)
        else:
            self.note_writes(statement, [statement.iter, statement.target])
            self.apply(statement)
        self.block(statement.body)
        self.enter(self.joined([*self.living(), *self.continues.pop()]))
        if not self.dead:
            self.keep_past(statement, binds(*statement.body), round_end=True)

    def attempt(self, statement: ast.Try) -> None:
        begun = [self.state()]
        for inner in statement.body:
            if not self.dead:
                self.one(inner)
                begun += self.living()
        self.block(statement.orelse)
        ends = self.living()
        for handler in statement.handlers:
            self.enter(self.joined(begun))
            self.block(handler.body)
            ends += self.living()
        whole = self.joined(ends)
        self.enter(whole if whole is not None else self.joined(begun))
        self.block(statement.finalbody)
        self.dead = self.dead or whole is None

    # ---- objects of this round and of earlier ones ---------------------------------------
    def set_apart(self, statement: ast.stmt) -> None:
        """Tell what a statement makes next from what it made before."""
        for thing in self.made_by.get(statement, ()):
            if thing not in self.older:
                self.older[thing] = Thing(f"{thing.label}, before", thing.container)
            old = frozenset({self.older[thing]})
            for name, things in self.things.items():
                if thing in things:
                    self.things[name] = (things - {thing}) | old
            for inside in self.holds.values():
                for where, things in inside.items():
                    if thing in things:
                        inside[where] = (things - {thing}) | old
            for where, things in self.holds.pop(thing, {}).items():
                mine = self.holds[self.older[thing]]
                mine[where] = mine.get(where, _NOTHING) | things

    def keep_past(self, statement: ast.stmt, bound: set[str], round_end: bool = False) -> None:
        """Follow what the variables are here that a statement binds next, or a round has bound."""
        for variable in sorted(bound & {*self.things}):
            made = f"{variable} {len(self.memory.past)}"
            name = self.memory.past.setdefault((variable, statement, round_end), made)
            self.grow(name, self.things[variable])

    def made(self, node: object, container: bool = False) -> Thing:
        thing = super().made(node, container)
        self.made_by.setdefault(self.statement, set()).add(thing)
        return thing

    def assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            parts = [*target.elts, *value.elts]
            if len(target.elts) == len(value.elts) and not any(
                isinstance(part, ast.Starred) for part in parts
            ):
                given = [self.value(part) for part in value.elts]
                for element, things in zip(target.elts, given, strict=True):
                    self.bind(element, things)
                return
        super().assign(target, value)

    def put(self, holder: Thing, where: object, things: Things) -> None:
        held = _NOTHING.union(*self.holds[holder].values())
        self.twice |= things & held
        super().put(holder, where, things)

    def point(self, name: str, things: Things) -> None:
        self.things[name] = things

    def grow(self, name: str, things: Things) -> None:
        self.things[name] = self.things.get(name, _NOTHING) | things


__all__ = ["Memory", "memory"]
