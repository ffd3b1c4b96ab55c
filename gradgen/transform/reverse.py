"""The backward walk: each statement, from the last to the first, gets its adjoint statements.

Values that the adjoints read are named as if they still held; `saves` makes that true.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Protocol

from gradgen import syntax
from gradgen.analysis.uses import Primitive, UserCall
from gradgen.analysis.values import Info
from gradgen.syntax import Comment
from gradgen.transform import containers, contexts
from gradgen.transform.accumulate import Accumulator, Slot, State, same_slot
from gradgen.transform.adjoint import Walk
from gradgen.transform.adjoint_parts import Adjoint
from gradgen.transform.items import Block, Branch, Item, Loop, Step, has_reverse
from gradgen.transform.normalise_comprehensions import is_running_sum
from gradgen.transform.reverse_loops import Loops


class CallDifferentiator(Protocol):
    """Differentiates a statement that is one call of a user function (see `calls`)."""

    def __call__(
        self,
        reverser: Reverser,
        statement: ast.Assign | ast.Expr,
        use: UserCall,
        state: State,
        in_loop: bool,
    ) -> Step:
        """Return the step of the statement; `state` becomes the adjoints that hold before it."""


@dataclass(eq=False)
class Reverser(Loops):
    """Makes the reverse text of the statements of one function."""

    call: CallDifferentiator

    def block(self, body: list[ast.stmt], state: State, in_loop: bool) -> list[Item]:
        """Walk a block backwards; `state` becomes the adjoints that hold before it."""
        items: list[Item] = []
        for statement in reversed(body):
            item = self._statement(statement, state, in_loop)
            items[:0] = [*item.leading, item] if isinstance(item, Loop) else [item]
        return items

    def _statement(self, statement: ast.stmt, state: State, in_loop: bool) -> Item:
        if isinstance(statement, Comment):
            return Step(statement, [statement])
        self.check_test(statement)
        if isinstance(statement, ast.If):
            return self._branch(statement, state, in_loop)
        if isinstance(statement, (ast.For, ast.While)):
            return self.loop(statement, state)
        if isinstance(statement, ast.With):
            contexts.check(statement, self.context, state)
            return Block(statement, self.block(statement.body, state, in_loop))
        if isinstance(statement, ast.Try):
            if syntax.goes_on(statement):
                return Step(statement, [statement])
            return Block(statement, self.block(statement.body, state, in_loop))
        self.check_writes(statement, state)
        if isinstance(statement, (ast.Assign, ast.Expr)):
            writing = self.writing_call(statement)
            if writing is not None:
                return self.call(self, statement, writing, state, in_loop)
        self.check_hidden_writes(statement)
        called = containers.list_method(statement)
        if called is not None and called[0] in self.context.activity.ever:
            return self._list_method(statement, called, state, in_loop)
        if isinstance(statement, ast.Assign):
            return self._assign(statement, state, in_loop)
        if isinstance(statement, ast.AugAssign):
            return self.update(statement, state, in_loop)
        if isinstance(statement, ast.Expr):
            added = self.scattered(statement)
            if added is not None:
                return self.scatter(statement, *added, state, in_loop)
            self.check_effect(statement, state)
        return Step(statement, [statement])

    def _list_method(
        self,
        statement: ast.stmt,
        called: tuple[str, str, list[ast.expr]],
        state: State,
        in_loop: bool,
    ) -> Item:
        variable, method, arguments = called
        if containers.is_adding(method, arguments) and isinstance(statement, ast.Expr):
            return containers.append(self, statement, state, in_loop)
        if containers.is_taking(method, arguments) and isinstance(statement, ast.Assign):
            if variable in state or syntax.names_bound(statement) & set(state):
                return containers.pop(self, statement, state, in_loop)
            return Step(statement, [statement])
        if method == "reverse" and not arguments:
            return containers.turn_round(self, statement, variable, state)
        raise self.context.refuse(
            "GG123",
            statement,
            f"`{variable}.{method}` is used in a way that is not supported for values that are"
            " differentiated",
            "add and take at the ends: `values.append(x)`, `x = values.pop()`, `x = values.pop(0)`",
        )

    # ---- assignments ----------------------------------------------------------------
    def _assign(self, statement: ast.Assign, state: State, in_loop: bool) -> Item:
        (target,) = statement.targets
        value = statement.value
        added = self.added_nest(statement)
        if added is not None:
            return self.add_nest(statement, added, state, in_loop)
        if isinstance(target, ast.Subscript):
            return self.write(statement, target, value, state, in_loop)
        if isinstance(target, (ast.Tuple, ast.List)):
            return self._unpack(statement, target, state, in_loop)
        if isinstance(target, ast.Attribute):
            self.refuse_attribute(statement, target)
            return Step(statement, [statement])
        assert isinstance(target, ast.Name)
        if target.id in state and is_running_sum(statement, self.context.origin.get(statement)):
            assert isinstance(value, ast.BinOp)
            return self.add_to_name(statement, target, value, state, in_loop)
        slot = state.pop(target.id, None)
        if slot is None or not self.context.activity.varied(
            value, self.context.activity.before[statement]
        ):
            return Step(statement, [statement])
        use = self.context.uses.of(value)
        if isinstance(use, UserCall):
            state[target.id] = slot
            return self.call(self, statement, use, state, in_loop)
        usable = None if target.id in syntax.names_in(value) else target.id
        walk = self.walk(statement, value, usable, in_loop)
        accumulator = Accumulator(self.context, {**state, target.id: slot}, walk)
        incoming = accumulator.read(target.id, self._target_info(target, value, statement))
        accumulator.state = state
        walk.name_result(value, usable)
        walk.push(value, Adjoint(incoming))
        accumulator.add_all(walk.contributions, {target.id: slot})
        return self.step(statement, walk, accumulator)

    def _target_info(self, target: ast.Name, value: ast.expr, statement: ast.stmt) -> Info:
        return self.context.info(value, statement)

    def _unpack(
        self, statement: ast.Assign, target: ast.Tuple | ast.List, state: State, in_loop: bool
    ) -> Item:
        names = [part.id for part in target.elts if isinstance(part, ast.Name)]
        varied = self.context.activity.varied(
            statement.value, self.context.activity.before[statement]
        )
        if len(names) != len(target.elts) and not isinstance(statement.value, ast.Name):
            if varied:
                raise self.context.refuse(
                    "GG122",
                    statement,
                    "the targets of this assignment are not plain names",
                    "write one assignment for each target",
                )
            for name in syntax.names_bound(target):
                state.pop(name, None)
            return Step(statement, [statement])
        use = self.context.uses.of(statement.value)
        value = statement.value
        if isinstance(value, ast.Name) and self._is_container(value, statement):
            if not varied or not any(name in state for name in names):
                for name in names:
                    state.pop(name, None)
                return Step(statement, [statement])
            return containers.unpack(self, statement, target, value.id, state)
        if isinstance(use, UserCall) and varied and any(name in state for name in names):
            return self.call(self, statement, use, state, in_loop)
        slots = {name: state.pop(name) for name in names if name in state}
        if not slots or not varied:
            return Step(statement, [statement])
        walk = self.walk(statement, statement.value, None, in_loop)
        accumulator = Accumulator(self.context, {**state, **slots}, walk)
        self._push_parts(statement, names, slots, walk, accumulator, use)
        accumulator.state = state
        accumulator.add_all(walk.contributions, slots)
        return self.step(statement, walk, accumulator)

    def _is_container(self, value: ast.Name, statement: ast.stmt) -> bool:
        """Whether a name holds a tuple or list; what nothing is known of may be one too."""
        info = self.context.info(value, statement)
        if info.kind == "unknown":
            known = value.id in self.context.given or value.id in self.context.computed
            return self.context.unit.generated and not known
        return info.kind in ("tuple", "list")

    def _push_parts(
        self,
        statement: ast.Assign,
        names: list[str],
        slots: dict[str, Slot],
        walk: Walk,
        accumulator: Accumulator,
        use: object,
    ) -> None:
        value = statement.value
        if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(names):
            for name, part in zip(names, value.elts, strict=True):
                if name in slots:
                    info = self.context.info(part, statement)
                    walk.push(part, Adjoint(accumulator.read(name, info)))
            return
        after = self.context.shapes.after.get(statement, {})
        infos = [after.get(name, Info()) for name in names]
        if isinstance(use, Primitive) and len(use.rule.results) == len(names):
            parts = {
                result: Adjoint(accumulator.read(name, info))
                for result, name, info in zip(use.rule.results, names, infos, strict=True)
                if name in slots
            }
            walk.result_names = dict(zip(use.rule.results, names, strict=True))
            walk.push_results(use, parts)
            return
        if not walk.is_access(value):
            self.refuse_call(statement)
            given = len(use.rule.results) if isinstance(use, Primitive) else 1
            raise self.context.refuse(
                "GG122",
                statement,
                f"there are {len(names)} names for what has {given} part{'s' * (given != 1)}",
                "give each part one name; what is one array can be named first: `pair = ...`",
            )
        for index, (name, info) in enumerate(zip(names, infos, strict=True)):
            if name in slots:
                leaf = syntax.expr("whole[index]", whole=value, index=ast.Constant(index))
                walk.push(leaf, Adjoint(accumulator.read(name, info)))

    # ---- branches -------------------------------------------------------------------
    def _branch(self, statement: ast.If, state: State, in_loop: bool) -> Item:
        before: list[ast.stmt] = []
        if not statement.orelse:
            self._start_what_is_added(statement.body, state, in_loop, before, statement)
        then_state, else_state = dict(state), dict(state)
        body = self.block(statement.body, then_state, in_loop)
        orelse = self.block(statement.orelse, else_state, in_loop)
        item = Branch(statement, body, orelse, before)
        held = {v for v, slot in state.items() if slot.number is None} - self.context.emptied
        self._join(statement, then_state, else_state, item, held)
        state.clear()
        state.update(then_state)
        return item

    def _start_what_is_added(
        self,
        body: list[ast.stmt],
        state: State,
        in_loop: bool,
        before: list[ast.stmt],
        statement: ast.stmt,
    ) -> None:
        """Start the adjoints that only the branch adds to, just before it."""
        saved = self.context.snapshot()
        trial = dict(state)
        items = self.block(body, trial, in_loop)
        self.context.restore(saved)
        if not has_reverse(items):
            return
        for variable in trial:
            if variable not in state:
                self.start(variable, state, before, statement)

    def _join(
        self,
        statement: ast.If,
        then_state: State,
        else_state: State,
        item: Branch,
        held: set[str],
    ) -> None:
        """Make both branches end with the same adjoints: numbers are written, absences are zero."""
        for variable in sorted({*then_state, *else_state}, key=self.order):
            a, b = then_state.get(variable), else_state.get(variable)
            if a is not None and b is not None and same_slot(a, b):
                continue
            if (a is None or b is None) and self._has_no_value(
                statement, variable, then_state, else_state
            ):
                continue
            for mine, end in ((then_state, item.body_end), (else_state, item.orelse_end)):
                slot = mine.get(variable)
                if slot is None:
                    self.start(variable, mine, end, statement, variable in held)
                elif slot.number is not None:
                    self.write_number(variable, mine, end, statement)
            own = then_state[variable].own and else_state[variable].own
            then_state[variable] = else_state[variable] = Slot(own=own)

    def _has_no_value(
        self, statement: ast.If, variable: str, then_state: State, else_state: State
    ) -> bool:
        """Settle the adjoint of a variable that has no value where a branch lacks its adjoint."""
        paths = self.context.paths
        if paths is None or variable in self.context.bound.before.get(statement, {variable}):
            return False
        there, missing = then_state, else_state
        if variable not in there:
            there, missing = else_state, then_state
        if paths.bound_within(variable, statement):
            there.pop(variable)  # it had none before the test
            return True
        if not paths.unbound(variable, statement, missing is then_state):
            return False
        missing[variable] = there[variable]
        return True
