"""Which assignments of a name each place that uses it may see, in structured code.

    v = x[1:]         the first
    if c > 0.0:
        v = x[:-1]    the second
        use(v)        sees the second
    use(v)            sees both

An assignment is *spoiled* on the ways on which something has changed that its value is made of:
after `x = f(x)` the name `v` above is no part of what `x` is now.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gradgen.analysis.effects import binds
from gradgen.syntax import children, walk

Seen = tuple[ast.stmt | None, bool]
"""A statement that gives a name its value, None for the caller; and whether that is spoiled."""

_State = frozenset[Seen]
_DEAD: _State = frozenset()
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(eq=False)
class Reaching:
    """The assignments of one name that its uses see.

    `spoils` tells of the parts of a statement that run together whether they spoil values; an
    update in place, `v += e`, is a use. Where a name has no value yet, nothing can use it.

    Attributes
    ----------
    seen : for each node that is the name, what it may see
    bound : for each node that gives the name a value, its statement
    """

    name: str
    spoils: Callable[[Sequence[ast.AST]], bool]
    seen: dict[ast.Name, set[Seen]] = field(default_factory=lambda: defaultdict(set))
    bound: dict[ast.Name, ast.stmt] = field(default_factory=dict)
    at_end: set[Seen] = field(default_factory=set)
    _breaks: list[_State] = field(default_factory=list)
    _continues: list[_State] = field(default_factory=list)
    _tried: list[set[Seen]] = field(default_factory=list)

    def follow(self, body: Sequence[ast.stmt]) -> None:
        """Follow the body of a function."""
        self.at_end |= self._block(body, frozenset({(None, False)}))

    def values_at(self, node: ast.Name, given: bool) -> set[Seen]:
        """Return what a use may see; the caller's value only if it has been `given` one."""
        return {seen for seen in self.seen[node] if given or seen[0] is not None}

    def _block(self, body: Sequence[ast.stmt], state: _State) -> _State:
        for statement in body:
            if not state:
                break
            state = self._statement(statement, state)
            for tried in self._tried:
                tried |= state
        return state

    def _statement(self, node: ast.stmt, state: _State) -> _State:
        if isinstance(node, ast.If):
            state = self._run(node, [node.test], state)
            return self._block(node.body, state) | self._block(node.orelse, state)
        if isinstance(node, _LOOPS):
            return self._loop(node, state)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self._block(node.body, self._run(node, node.items, state))
        if isinstance(node, (ast.Try, ast.TryStar)):
            return self._try(node, state)
        if isinstance(node, ast.Match):
            state = self._run(node, [node.subject], state)
            ends = _DEAD
            for case in node.cases:
                here = self._run(node, [case.pattern], state)
                if case.guard is not None:
                    here = self._run(node, [case.guard], here)
                ends |= self._block(case.body, here)
                state |= here  # what was captured stays, though the guard does not hold
            return ends | state
        if isinstance(node, ast.Break):
            self._breaks[-1] |= state
            return _DEAD
        if isinstance(node, ast.Continue):
            self._continues[-1] |= state
            return _DEAD
        if isinstance(node, _SCOPES):
            for inner in walk(node):
                if isinstance(inner, ast.Name) and inner.id == self.name:
                    self.seen[inner] |= state
            return frozenset({(node, False)}) if node.name == self.name else state
        state = self._run(node, children(node), state)
        if isinstance(node, (ast.Return, ast.Raise)):
            self.at_end |= state
            return _DEAD
        return state

    def _run(self, node: ast.stmt, parts: Sequence[ast.AST], state: _State) -> _State:
        """Follow parts of a statement that run together: what they read, then what they bind."""
        update = isinstance(node, ast.AugAssign)
        for inner in (one for part in parts for one in walk(part)):
            if isinstance(inner, ast.Name) and inner.id == self.name:
                if update or isinstance(inner.ctx, ast.Load):
                    self.seen[inner] |= state
                else:
                    self.bound[inner] = node
        if self.spoils(parts if not update else [node]):
            state = frozenset((made, True) for made, _ in state)
        return state if update or self.name not in binds(*parts) else frozenset({(node, False)})

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, state: _State) -> _State:
        if not isinstance(node, ast.While):
            state = self._run(node, [node.iter], state)
        self._breaks.append(_DEAD)
        head = _DEAD
        while not state <= head:
            head |= state
            first = [node.test] if isinstance(node, ast.While) else [node.target]
            self._continues.append(_DEAD)
            end = self._block(node.body, self._run(node, first, head))
            state = head | end | self._continues.pop()
        broken = self._breaks.pop()
        return self._block(node.orelse, head) | broken

    def _try(self, node: ast.Try | ast.TryStar, state: _State) -> _State:
        self._tried.append(set(state))
        end = self._block(node.body, state)
        caught = frozenset(self._tried.pop())
        end = self._block(node.orelse, end)
        for handler in node.handlers:
            end |= self._block(handler.body, caught)
        return self._block(node.finalbody, end | caught if node.finalbody else end)
