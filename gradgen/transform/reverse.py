"""The backward walk: each statement, from the last to the first, gets its adjoint statements.

Values that the adjoints read are named as if they still held; `saves` makes that true.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from gradgen import rules, syntax
from gradgen.analysis.activity import iterated, pairs_of_iteration
from gradgen.analysis.effects import Effects
from gradgen.analysis.uses import Primitive, UserCall, arithmetic_of_update
from gradgen.analysis.values import INT, Info
from gradgen.syntax import Comment
from gradgen.transform import containers
from gradgen.transform.accumulate import Accumulator, Slot, State, same_slot
from gradgen.transform.adjoint import Adjoint, Contribution, Walk
from gradgen.transform.algebra import Product
from gradgen.transform.context import Context
from gradgen.transform.items import Block, Branch, Item, Loop, Step, has_reverse, reverse_texts


class CallDifferentiator(Protocol):
    """Differentiates a statement that is one call of a user function (see `calls`)."""

    def __call__(
        self, reverser: Reverser, statement: ast.Assign, use: UserCall, state: State, in_loop: bool
    ) -> Step: ...


@dataclass(eq=False)
class Reverser:
    """Makes the reverse text of the statements of one function."""

    context: Context
    effects: Effects
    live_after: dict[ast.stmt, set[str]]
    call: CallDifferentiator

    def block(self, body: list[ast.stmt], state: State, in_loop: bool) -> list[Item]:
        """Walk a block backwards; `state` becomes the adjoints that hold before it."""
        items: list[Item] = []
        for statement in reversed(body):
            items.insert(0, self._statement(statement, state, in_loop))
        return items

    def _statement(self, statement: ast.stmt, state: State, in_loop: bool) -> Item:
        if isinstance(statement, Comment):
            return Step(statement, [statement])
        if isinstance(statement, ast.If):
            return self._branch(statement, state, in_loop)
        if isinstance(statement, (ast.For, ast.While)):
            return self._loop(statement, state)
        if isinstance(statement, ast.With):
            return Block(statement, self.block(statement.body, state, in_loop))
        self._check_writes(statement, state)
        called = containers.list_method(statement)
        if called is not None and called[0] in self.context.activity.ever:
            return self._list_method(statement, called, state, in_loop)
        if isinstance(statement, ast.Assign):
            return self._assign(statement, state, in_loop)
        if isinstance(statement, ast.AugAssign):
            return self._update(statement, state, in_loop)
        if isinstance(statement, ast.Expr):
            added = self._scattered(statement)
            if added is not None:
                return self._scatter(statement, *added, state, in_loop)
            self._check_effect(statement, state)
        return Step(statement, [statement])

    def _list_method(
        self,
        statement: ast.stmt,
        called: tuple[str, str, list[ast.expr]],
        state: State,
        in_loop: bool,
    ) -> Item:
        variable, method, arguments = called
        if method == "append" and isinstance(statement, ast.Expr) and len(arguments) == 1:
            return containers.append(self, statement, state, in_loop)
        if method == "pop" and isinstance(statement, ast.Assign) and not arguments:
            if variable in state or syntax.names_bound(statement) & set(state):
                return containers.pop(self, statement, state, in_loop)
            return Step(statement, [statement])
        raise self.context.refuse(
            "GG123",
            statement,
            f"`{variable}.{method}` is used in a way that is not supported for values that are"
            " differentiated",
            "use `values.append(x)`, `x = values.pop()` and loops over the list",
        )

    # ---- aliases --------------------------------------------------------------------
    def _check_writes(self, statement: ast.stmt, state: State) -> None:
        """Refuse a write in place that another name may see, if that name is read afterwards."""
        context = self.context
        written = self.effects.mutates(statement)
        if not written:
            return
        self._check_outside(statement, written)
        live = self.live_after.get(statement, set())
        for other in sorted((context.observers(statement) - written) & live):
            ever = context.activity.ever
            mine = sorted(written)[0]
            if mine not in ever and other not in ever:
                continue
            because = context.aliases.because(mine, other)
            line = f" (line {because.lineno})" if because is not None else ""
            raise context.refuse(
                "GG301",
                statement,
                f"`{other}` may share memory with `{mine}`{line} and is read after this write",
                f"take a copy where the two meet: `{other} = {other}.copy()`",
                "in-place update of memory that two names share",
            )

    def _check_outside(self, statement: ast.stmt, written: set[str]) -> None:
        """Refuse to write a varied value to something outside the function."""
        outside = sorted(written - self.context.unit.scope.local_names - self.context.made)
        after = self.context.activity.after.get(statement, frozenset())
        if outside and outside[0] in after:
            raise self.context.refuse(
                "GG306",
                statement,
                f"`{outside[0]}` stands outside the function, and what is written to it carries a"
                " gradient",
                "return the value instead, or write to an array that the function makes",
                "a write to something outside the function",
            )

    def _check_effect(self, statement: ast.Expr, state: State) -> None:
        """Refuse a statement that changes differentiated values in a way that has no adjoint."""
        written = self.effects.mutates(statement)
        before = self.context.activity.before.get(statement, frozenset())
        after = self.context.activity.after.get(statement, frozenset())
        names = {n for n in written if n in before or n in after}
        if not names:
            return
        raise self.context.refuse(
            "GG302",
            statement,
            f"this call changes `{sorted(names)[0]}`, which carries a gradient, in place",
            "assign the result instead: `x[...] = ...` or `x = ...`",
            "a call that writes to its argument",
        )

    # ---- assignments ----------------------------------------------------------------
    def walk(
        self, statement: ast.stmt, root: ast.expr, target: str | None, in_loop: bool
    ) -> Walk:
        """Start the walk of one statement."""
        varied = self.context.activity.before[statement]
        return Walk(self.context, statement, root, target, in_loop, varied)

    def _assign(self, statement: ast.Assign, state: State, in_loop: bool) -> Item:
        (target,) = statement.targets
        value = statement.value
        if isinstance(target, ast.Subscript):
            return self._write(statement, target, value, state, in_loop)
        if isinstance(target, (ast.Tuple, ast.List)):
            return self._unpack(statement, target, state, in_loop)
        if isinstance(target, ast.Attribute):
            self._refuse_attribute(statement, target)
            return Step(statement, [statement])
        assert isinstance(target, ast.Name)
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
        walk.push(value, Adjoint(incoming))
        accumulator.add_all(walk.contributions, {target.id: slot})
        return self._step(statement, walk, accumulator)

    def _target_info(self, target: ast.Name, value: ast.expr, statement: ast.stmt) -> Info:
        return self.context.info(value, statement)

    def _refuse_attribute(self, statement: ast.stmt, target: ast.Attribute) -> None:
        written = syntax.base_name(target)
        if written in self.context.activity.ever:
            raise self.context.refuse(
                "GG124",
                statement,
                "an attribute of an object that carries a gradient is assigned",
                "keep the value in a variable of its own",
            )

    def _step(self, statement: ast.stmt, walk: Walk, accumulator: Accumulator) -> Step:
        definitions = walk.definitions()
        forward = self._with_names(statement, walk) if definitions else statement
        return Step(statement, [forward], [*walk.lets, *accumulator.out], definitions)

    def _with_names(self, statement: ast.stmt, walk: Walk) -> ast.stmt:
        """Return the statement with the named values in their places."""
        if isinstance(statement, ast.Expr):
            return ast.copy_location(ast.Expr(value=walk.rebuilt(statement.value)), statement)
        assert isinstance(statement, (ast.Assign, ast.AugAssign))
        known = walk.hoisted.get(syntax.key(statement.value))
        value = syntax.name(known[0]) if known else walk.rebuilt(statement.value)
        made: ast.stmt
        if isinstance(statement, ast.Assign):
            made = ast.Assign(targets=statement.targets, value=value)
        else:
            made = ast.AugAssign(target=statement.target, op=statement.op, value=value)
        return ast.copy_location(made, statement)

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
        return self._step(statement, walk, accumulator)

    def _is_container(self, value: ast.Name, statement: ast.stmt) -> bool:
        """Whether a name holds a tuple or list; what nothing is known of may be one too."""
        info = self.context.info(value, statement)
        if info.kind == "unknown":
            return self.context.unit.generated or value.id in self.context.parameters
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
            raise self.context.refuse(
                "GG122",
                statement,
                "the value that is unpacked here is not understood",
                "give it a name and read its elements: `pair = ...`, then `a = pair[0]`",
            )
        for index, (name, info) in enumerate(zip(names, infos, strict=True)):
            if name in slots:
                leaf = syntax.expr("whole[index]", whole=value, index=ast.Constant(index))
                walk.push(leaf, Adjoint(accumulator.read(name, info)))

    # ---- writes in place ------------------------------------------------------------
    def _write(
        self,
        statement: ast.Assign | ast.AugAssign,
        target: ast.Subscript,
        value: ast.expr,
        state: State,
        in_loop: bool,
    ) -> Item:
        variable = syntax.base_name(target)
        if variable is None or variable not in state:
            return Step(statement, [statement])
        self._check_index(statement, target)
        walk = self.walk(statement, value, None, in_loop)
        walk.roles[id(value)] = "new"
        accumulator = Accumulator(self.context, state, walk)
        adjoint_target = self._adjoint_element(target, accumulator)
        shape = self.context.info(syntax.loaded(target), statement).shape
        region = syntax.loaded(target)
        incoming = Adjoint(Product.of(adjoint_target, shape, incoming=True), view=True)
        prepared, accumulator.out = accumulator.out, []
        if self._reads(value, variable):
            return self._write_of_itself(
                statement, target, value, walk, accumulator, adjoint_target, prepared
            )
        walk.push(value, walk.to_operand(incoming, region, value))
        for contribution in walk.contributions:
            self._copy_views(contribution, walk, adjoint_target)
        accumulator.add_all(walk.contributions, {})
        zero = syntax.assign(adjoint_target, ast.Constant(value=0.0))
        accumulator.out.append(zero)
        step = self._step(statement, walk, accumulator)
        step.reverse[:0] = prepared
        return step

    def _write_of_itself(
        self,
        statement: ast.stmt,
        target: ast.Subscript,
        value: ast.expr,
        walk: Walk,
        accumulator: Accumulator,
        adjoint_target: ast.expr,
        prepared: list[ast.stmt],
    ) -> Item:
        """Reverse `u[i] = f(u, …)`: what the new element gets is taken out before it is set."""
        region = syntax.loaded(target)
        info = self.context.info(region, statement)
        made = self.context.fresh("grad_new", info)
        taken = adjoint_target
        if info.kind != "number" and self.context.basic_index(target.slice, statement):
            taken = syntax.expr("part.copy()", part=adjoint_target)
        incoming = Adjoint(Product.of(syntax.name(made), info.shape, incoming=True))
        walk.push(value, walk.to_operand(incoming, region, value))
        same = syntax.key(region)
        own = [c for c in walk.contributions if syntax.key(c.leaf) == same]
        others = [c for c in walk.contributions if syntax.key(c.leaf) != same]
        fresh = ast.Constant(value=0.0) if not own else accumulator.element_value(own)
        out: list[ast.stmt] = [
            *prepared,
            syntax.assign(made, taken),
            *walk.lets,
            syntax.assign(adjoint_target, fresh),
        ]
        walk.lets = []
        accumulator.add_all(others, {})
        step = self._step(statement, walk, accumulator)
        step.reverse[:0] = out
        return step

    def _copy_views(
        self, contribution: Contribution, walk: Walk, adjoint_target: ast.expr
    ) -> None:
        """Copy a slice that is passed on whole: it is set to zero next."""
        given = contribution.adjoint
        if given.view and not contribution.path:
            index = walk.contributions.index(contribution)
            info = walk.info(contribution.leaf)
            if info.kind == "number":
                return
            product = Product.of(
                syntax.expr("part.copy()", part=_printed(given.product)),
                info.shape,
            )
            walk.contributions[index] = replace(
                contribution, adjoint=replace(given, product=product, view=False)
            )

    def _adjoint_element(self, target: ast.Subscript, accumulator: Accumulator) -> ast.expr:
        path: list[ast.expr] = []
        base: ast.expr = target
        while isinstance(base, ast.Subscript):
            path.insert(0, base.slice)
            base = base.value
        assert isinstance(base, ast.Name)
        element = accumulator.buffer(base.id, syntax.loaded(base))
        for index in path:
            element = syntax.expr("whole[index]", whole=element, index=index)
        return element

    def _check_index(self, statement: ast.stmt, target: ast.Subscript) -> None:
        base: ast.expr = target
        while isinstance(base, ast.Subscript):
            inner = base.value
            if not isinstance(inner, (ast.Subscript, ast.Name)):
                raise self.context.refuse(
                    "GG303",
                    statement,
                    "a write through an expression that may or may not be a view",
                    "write to the array itself: `x[i, j] = ...`",
                )
            index = base.slice
            simple = self.context.basic_index(index, statement)
            if not simple and base is not target:
                raise self.context.refuse(
                    "GG303",
                    statement,
                    "a write into a copy: fancy indexing does not give a view",
                    "use one index: `x[rows, column] = ...`",
                )
            if not simple and not self.context.mask_index(index, statement):
                self._check_distinct(statement, index)
            base = inner

    def _check_distinct(self, statement: ast.stmt, index: ast.expr) -> None:
        try:
            literal = ast.literal_eval(index)
        except ValueError:
            literal = None
        if isinstance(literal, list) and all(isinstance(i, int) and i >= 0 for i in literal):
            if len(set(literal)) == len(literal):
                return
        raise self.context.refuse(
            "GG304",
            statement,
            "a write to positions given by an array, which may name one element twice: NumPy"
            " keeps the last value only",
            "write in a loop over the positions, or use a boolean mask",
            "a write to an array of positions",
        )

    def _reads(self, value: ast.expr, variable: str) -> bool:
        members = self.context.aliases.members(variable) | {variable}
        return not members.isdisjoint(syntax.names_in(value))

    # ---- augmented assignment -------------------------------------------------------
    def _update(self, statement: ast.AugAssign, state: State, in_loop: bool) -> Item:
        target = statement.target
        root = arithmetic_of_update(statement)
        if isinstance(target, ast.Attribute):
            self._refuse_attribute(statement, target)
            return Step(statement, [statement])
        variable = syntax.base_name(target)
        if variable is None or variable not in state:
            return Step(statement, [statement])
        adding = isinstance(statement.op, (ast.Add, ast.Sub))
        if isinstance(target, ast.Subscript):
            if not adding or self._reads(statement.value, variable):
                return self._write(statement, target, root, state, in_loop)
            return self._add_to_element(statement, target, root, state, in_loop)
        assert isinstance(target, ast.Name)
        before = self.context.shapes.before.get(statement, {}).get(variable, Info())
        same = self.context.equal(before.shape, self.context.info(root, statement).shape)
        if adding and (before.kind == "array" or same):
            return self._add_to_name(statement, target, root, state, in_loop)
        slot = state.pop(variable)
        walk = self.walk(statement, root, None, in_loop)
        accumulator = Accumulator(self.context, {**state, variable: slot}, walk)
        incoming = accumulator.read(variable, self.context.info(root, statement))
        accumulator.state = state
        walk.push(root, Adjoint(incoming))
        accumulator.add_all(walk.contributions, {variable: slot})
        return self._step(statement, walk, accumulator)

    def _add_to_name(
        self,
        statement: ast.AugAssign,
        target: ast.Name,
        root: ast.BinOp,
        state: State,
        in_loop: bool,
    ) -> Item:
        """Reverse `v += e`: the adjoint of `v` stays what it is."""
        walk = self.walk(statement, statement.value, None, in_loop)
        accumulator = Accumulator(self.context, state, walk)
        incoming = accumulator.read(target.id, self.context.info(root, statement))
        if isinstance(statement.op, ast.Sub):
            incoming = incoming.negated()
        if walk.is_varied(statement.value):
            given = Adjoint(incoming)
            walk.push(statement.value, walk.to_operand(given, root, statement.value))
        accumulator.add_all(walk.contributions, {target.id: state[target.id]})
        return self._step(statement, walk, accumulator)

    def _add_to_element(
        self,
        statement: ast.AugAssign,
        target: ast.Subscript,
        root: ast.BinOp,
        state: State,
        in_loop: bool,
    ) -> Item:
        """Reverse `u[i] += e`, where `e` does not read `u`: `e` gets `grad_u[i]`."""
        self._check_index(statement, target)
        walk = self.walk(statement, statement.value, None, in_loop)
        if not walk.is_varied(statement.value):
            return Step(statement, [statement])
        accumulator = Accumulator(self.context, state, walk)
        element = _element_of(target, syntax.name(self.context.adjoint_of(_variable(target))))
        slot = state[_variable(target)]
        if slot.number is not None:
            accumulator.buffer(_variable(target), syntax.loaded(target))
        shape = self.context.info(syntax.loaded(target), statement).shape
        incoming = Product.of(element, shape, incoming=True)
        if isinstance(statement.op, ast.Sub):
            incoming = incoming.negated()
        prepared, accumulator.out = accumulator.out, []
        given = Adjoint(incoming, view=True)
        walk.push(statement.value, walk.to_operand(given, root, statement.value))
        for contribution in walk.contributions:
            self._copy_views(contribution, walk, element)
        accumulator.add_all(walk.contributions, {})
        step = self._step(statement, walk, accumulator)
        step.reverse[:0] = prepared
        return step

    def _scattered(self, statement: ast.Expr) -> tuple[ast.Name, ast.expr, ast.expr] | None:
        """Return array, positions and values of `np.add.at(u, i, v)`."""
        call = statement.value
        if not (isinstance(call, ast.Call) and len(call.args) == 3 and not call.keywords):
            return None
        function = call.func
        if not (isinstance(function, ast.Attribute) and function.attr == "at"):
            return None
        rule = rules.find(self.context.uses.called(function.value))
        if rule is None or rule.name != "numpy.add" or not isinstance(call.args[0], ast.Name):
            return None
        return call.args[0], call.args[1], call.args[2]

    def _scatter(
        self,
        statement: ast.Expr,
        array: ast.Name,
        index: ast.expr,
        value: ast.expr,
        state: State,
        in_loop: bool,
    ) -> Item:
        """Reverse `np.add.at(u, i, v)`: `v` gets `grad_u[i]`, each element as often as it counts."""
        walk = self.walk(statement, value, None, in_loop)
        if array.id not in state or not walk.is_varied(value):
            return Step(statement, [statement])
        accumulator = Accumulator(self.context, state, walk)
        element = syntax.expr("u[i]", u=array, i=index)
        info = self.context.info(element, statement)
        gathered = syntax.expr(
            "g[i]", g=syntax.name(self.context.adjoint_of(array.id)), i=index
        )
        given = Adjoint(Product.of(gathered, info.shape, incoming=True), view=True)
        walk.push(value, walk.to_operand(given, element, value))
        accumulator.add_all(walk.contributions, {array.id: state[array.id]})
        return self._step(statement, walk, accumulator)

    # ---- branches -------------------------------------------------------------------
    def _branch(self, statement: ast.If, state: State, in_loop: bool) -> Item:
        before: list[ast.stmt] = []
        if not statement.orelse:
            self._start_what_is_added(statement.body, state, in_loop, before, statement)
        then_state, else_state = dict(state), dict(state)
        body = self.block(statement.body, then_state, in_loop)
        orelse = self.block(statement.orelse, else_state, in_loop)
        item = Branch(statement, body, orelse, before)
        self._join(statement, then_state, else_state, item)
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
                self._start(variable, state, before, statement)

    def _start(
        self, variable: str, state: State, out: list[ast.stmt], statement: ast.stmt
    ) -> None:
        walk = self._outer_walk(statement)
        info = self._info_of(variable, statement)
        accumulator = Accumulator(self.context, state, walk)
        made = self.context.adjoint_of(variable)
        zero = walk.zero(syntax.name(variable), info)
        accumulator.assign(made, zero, info)
        state[variable] = Slot(own=True)
        out.extend(accumulator.out)

    def _outer_walk(self, statement: ast.stmt) -> Walk:
        return Walk(
            self.context, statement, ast.Constant(value=None), None, False, frozenset()
        )

    def _info_of(self, variable: str, statement: ast.stmt) -> Info:
        after = self.context.shapes.after.get(statement, {})
        before = self.context.shapes.before.get(statement, {})
        return after.get(variable) or before.get(variable) or Info()

    def _join(
        self, statement: ast.If, then_state: State, else_state: State, item: Branch
    ) -> None:
        """Make both branches end with the same adjoints: a number is written, an absence is zero."""
        for variable in sorted({*then_state, *else_state}, key=self._order):
            a, b = then_state.get(variable), else_state.get(variable)
            if a is not None and b is not None and same_slot(a, b):
                continue
            for mine, end in ((then_state, item.body_end), (else_state, item.orelse_end)):
                slot = mine.get(variable)
                if slot is None:
                    self._start(variable, mine, end, statement)
                elif slot.number is not None:
                    self._write_number(variable, mine, end, statement)
            own = then_state[variable].own and else_state[variable].own
            then_state[variable] = else_state[variable] = Slot(own=own)

    def _order(self, variable: str) -> tuple[int, str]:
        known = self.context.variables
        return (known.index(variable) if variable in known else len(known), variable)

    def _write_number(
        self, variable: str, state: State, out: list[ast.stmt], statement: ast.stmt
    ) -> None:
        accumulator = Accumulator(self.context, state, self._outer_walk(statement))
        accumulator.materialise(variable, self._info_of(variable, statement))
        out.extend(accumulator.out)

    # ---- loops ----------------------------------------------------------------------
    def _loop(self, statement: ast.For | ast.While, state: State) -> Item:
        item = Loop(statement, [])
        body = [*self._bindings(statement, item), *statement.body]
        entry = self._entry(body, state, statement, item.before)
        trial = dict(entry)
        item.body = self.block(body, trial, in_loop=True)
        for variable in sorted(entry, key=self._order):
            if variable not in trial:
                self._start(variable, trial, item.body_end, statement)
            elif entry[variable].number is None and trial[variable].number is not None:
                self._write_number(variable, trial, item.body_end, statement)
        if not has_reverse(item.body):
            item.body_end = []
        state.clear()
        for variable, slot in trial.items():
            shared = variable in entry and not entry[variable].own
            state[variable] = replace(slot, own=False) if shared else slot
        return item

    def _entry(
        self, body: list[ast.stmt], state: State, statement: ast.stmt, before: list[ast.stmt]
    ) -> State:
        """Find the adjoints that hold at the end of every round, and start those that must be."""
        entry = dict(state)
        for _ in range(10):
            saved = self.context.snapshot()
            trial = dict(entry)
            items = self.block(body, trial, in_loop=True)
            self.context.restore(saved)
            changed = self._own_what_is_copied(items, entry)
            for variable in sorted({*trial, *entry}, key=self._order):
                old, new = entry.get(variable), trial.get(variable)
                if old is None:
                    entry[variable], changed = Slot(own=True), True
                elif new is None:
                    if old.number is not None:
                        entry[variable], changed = Slot(own=True), True
                elif not same_slot(old, new):
                    joined = Slot(own=old.own and (new.own or new.number is not None))
                    if not same_slot(old, joined):
                        entry[variable], changed = joined, True
            if not changed:
                break
        for variable in sorted(entry, key=self._order):
            if variable not in state:
                self._start(variable, dict(state), before, statement)
            elif state[variable].number is not None and entry[variable].number is None:
                self._write_number(variable, dict(state), before, statement)
            elif entry[variable].own and not state[variable].own:
                made = syntax.name(self.context.adjoint_of(variable))
                before.append(syntax.assign(made, syntax.expr("g.copy()", g=made)))
        return entry

    def _own_what_is_copied(self, items: list[Item], entry: State) -> bool:
        """Own before the loop what every round would copy for itself; tell whether there is any."""
        copied = {syntax.key(text) for text in reverse_texts(items)}
        found = False
        for variable, slot in entry.items():
            made = self.context.adjoint_of(variable)
            if slot.number is None and not slot.own and f"{made} = {made}.copy()" in copied:
                entry[variable], found = Slot(own=True), True
        return found

    def _bindings(self, statement: ast.For | ast.While, item: Loop) -> list[ast.stmt]:
        """Return `row = x[i]` for each target that takes elements of a varied collection."""
        if isinstance(statement, ast.While):
            return []
        varied = self.context.activity.before[statement]
        if not any(
            self.context.activity.varied(part, varied) for part in iterated(statement.iter)
        ):
            return []
        made: list[ast.stmt] = []
        for target, source in pairs_of_iteration(statement.target, statement.iter):
            if source is None or not self.context.activity.varied(source, varied):
                continue
            made.append(self._binding(statement, target, source, item))
        return made

    def _binding(
        self, statement: ast.For, target: ast.expr, source: ast.expr, item: Loop
    ) -> ast.stmt:
        context = self.context
        if isinstance(source, ast.Name) and source.id in syntax.names_bound(statement.target):
            raise context.refuse(
                "GG127",
                statement,
                f"the loop variable hides `{source.id}`, the collection that the loop walks",
                "give the loop variable a name of its own",
                "a loop over a collection of the same name",
            )
        if isinstance(source, ast.Name) and context.info(source, statement).kind == "list":
            return containers.element_of_list(self, statement, target, source.id, item)
        backwards = list_walk(statement.iter)
        if not isinstance(source, ast.Name) or backwards is None:
            raise context.refuse(
                "GG125",
                statement.iter,
                "the loop walks an expression that carries a gradient",
                "give the collection a name before the loop, and walk it from front to back",
            )
        if context.info(source, statement).kind in ("tuple", "dict"):
            raise context.refuse(
                "GG123",
                statement.iter,
                f"the loop walks a {context.info(source, statement).kind} of values that are"
                " differentiated",
                "stack them into an array first: `np.stack(values)`",
            )
        counter = item.counter or self.context.fresh("i", INT)
        item.counter = counter
        index: ast.expr = syntax.name(counter)
        if backwards:
            rounds = _rounds(statement, source)
            index = syntax.expr("rounds - 1 - i", rounds=rounds, i=index)
        row = syntax.expr("x[i]", x=source, i=index)
        made = ast.copy_location(syntax.assign(syntax.loaded(target), row), statement)
        env = dict(context.shapes.before.get(statement.body[0], {}))
        env[counter] = INT
        context.shapes.before[made] = env
        context.shapes.after[made] = env
        context.activity.before[made] = context.activity.before[statement.body[0]] | {source.id}
        context.synthetic.add(made)
        context.origin[made] = statement
        return made


def list_walk(iterable: ast.expr) -> bool | None:
    """Whether a loop walks its collections from back to front; None where both, or neither, holds.

    `zip(x, y)` walks forwards, `reversed(list(enumerate(x)))` backwards.
    """
    if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name):
        name, arguments = iterable.func.id, iterable.args
        if name == "reversed" and len(arguments) == 1:
            inner = list_walk(arguments[0])
            return None if inner is None else not inner
        if name in ("list", "tuple", "enumerate") and arguments:
            return list_walk(arguments[0])
        if name == "zip":
            ways = {list_walk(argument) for argument in arguments if not _is_range(argument)}
            return ways.pop() if len(ways) == 1 else None
    return False


def _rounds(statement: ast.For, source: ast.expr) -> ast.expr:
    """Return text for the length that a backward walk over `source` starts from."""
    top = statement.iter
    walked = [s for _, s in pairs_of_iteration(statement.target, top) if s is not None]
    whole = isinstance(top, ast.Call) and isinstance(top.func, ast.Name) and top.func.id == "reversed"
    if not whole or len(walked) == 1:
        return syntax.expr("len(x)", x=source)
    made = syntax.expr("min()")
    assert isinstance(made, ast.Call)
    made.args = [syntax.expr("len(x)", x=part) for part in walked]
    return made


def _is_range(node: ast.expr) -> bool:
    return "range" in syntax.names_in(node) and not isinstance(node, ast.Name)


def _printed(product: Product) -> ast.expr:
    from gradgen.transform.algebra import print_product

    return print_product(product)


def _variable(target: ast.expr) -> str:
    found = syntax.base_name(target)
    assert found is not None
    return found


def _element_of(target: ast.expr, buffer: ast.expr) -> ast.expr:
    """Return the same element of another array: `grad_u[1:-1]` for `u[1:-1]`."""
    if isinstance(target, ast.Subscript):
        inner = _element_of(target.value, buffer)
        return syntax.expr("whole[index]", whole=inner, index=target.slice)
    return buffer


Seed = Callable[[State], None]
