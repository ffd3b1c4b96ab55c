"""The backward walk through writes in place: elements, slices, and `+=` in its several senses."""

from __future__ import annotations

import ast

from gradgen import rules, syntax
from gradgen.analysis.uses import Primitive, arithmetic_of_update
from gradgen.analysis.values import Info, Shape
from gradgen.transform.accumulate import Accumulator, Slot, State, may_be_view
from gradgen.transform.adjoint import Walk
from gradgen.transform.adjoint_parts import Adjoint
from gradgen.transform.algebra import Product
from gradgen.transform.items import Item, Step
from gradgen.transform.nest_evidence import may_be_nest
from gradgen.transform.normalise_comprehensions import fills_anew
from gradgen.transform.reverse_steps import Steps
from gradgen.transform.rule_text import index_object


class Writes(Steps):
    """Makes the steps of writes in place."""

    def write(
        self,
        statement: ast.Assign | ast.AugAssign,
        target: ast.Subscript,
        value: ast.expr,
        state: State,
        in_loop: bool,
    ) -> Item:
        """Reverse `u[i] = e`: `e` gets `grad_u[i]`, which is zero before."""
        variable = syntax.base_name(target)
        if variable is None:
            self.check_nameless(statement)
        if variable is None or variable not in state:
            return Step(statement, [statement])
        self.check_index(statement, target)
        self.check_entry(statement, target)
        walk = self.walk(statement, value, None, in_loop)
        self.check_dtype(statement, target, value, walk)
        walk.roles[id(value)] = "new"
        accumulator = Accumulator(self.context, state, walk)
        adjoint_target = self.adjoint_element(target, accumulator)
        region = self.region(statement, target, value)
        shape = self.context.info(region, statement).shape
        incoming = Adjoint(Product.of(adjoint_target, shape, incoming=True), view=True)
        prepared, accumulator.out = accumulator.out, []
        if self.reads(value, variable) or self.may_repeat(statement, target):
            return self.write_of_itself(
                statement, target, value, walk, accumulator, adjoint_target, prepared
            )
        walk.push(value, walk.to_operand(incoming, region, value))
        accumulator.add_all(walk.contributions, {})
        if not self.context.is_entry(target, statement):
            self.copy_views(accumulator, adjoint_target)
        if not fills_anew(self.context.origin.get(statement)):
            cleared = self.cleared(walk, target)
            accumulator.out.append(syntax.assign(adjoint_target, cleared))
        step = self.step(statement, walk, accumulator)
        step.reverse[:0] = prepared
        return step

    def region(self, statement: ast.stmt, target: ast.Subscript, value: ast.expr) -> ast.expr:
        """Return what has the shape of an element after a write: that of a list is the value."""
        entry = self.context.is_entry(target, statement)
        return value if entry and isinstance(statement, ast.Assign) else syntax.loaded(target)

    def cleared(self, walk: Walk, target: ast.Subscript) -> ast.expr:
        """Return the zero that the adjoint of an element has before the element is written."""
        if not self.context.is_entry(target, walk.statement) and not self.may_be_entry(target):
            return ast.Constant(value=0.0)
        old = syntax.loaded(target)
        return walk.zero(old, self.context.info(old, walk.statement))

    def may_be_entry(self, target: ast.Subscript) -> bool:
        """Whether an element is one of an argument that may be a list of arrays."""
        name, context = syntax.base_name(target), self.context
        if name is None or name not in context.parameters or target.value.__class__ is not ast.Name:
            return False
        info = context.info(target.value, None)
        return info.kind == "unknown" and may_be_nest(context.unit.tree, context.unit, name, info)

    def write_of_itself(
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
        region = self.region(statement, target, value)
        info = self.context.info(region, statement)
        made = self.context.fresh("grad_new", info)
        taken = adjoint_target
        repeats = self.may_repeat(statement, target)
        if repeats:
            assert isinstance(adjoint_target, ast.Subscript)
            taken = syntax.expr(
                "helper(whole, index)",
                helper=syntax.name(self.context.helper("stored_grad")),
                whole=adjoint_target.value,
                index=index_object(adjoint_target.slice),
            )
        elif (
            info.kind != "number"
            and not self.context.is_entry(target, statement)
            and self.context.basic_index(target.slice, statement)
        ):
            taken = syntax.expr("part.copy()", part=adjoint_target)
            if self.context.info(syntax.loaded(target), statement).kind == "unknown":
                taken = self.context.copied_part(adjoint_target, statement)
        incoming = Adjoint(Product.of(syntax.name(made), info.shape, incoming=True))
        walk.push(value, walk.to_operand(incoming, region, value))
        same = syntax.key(syntax.loaded(target))
        own = [c for c in walk.contributions if syntax.key(c.leaf) == same]
        others = [c for c in walk.contributions if syntax.key(c.leaf) != same]
        fresh = self.cleared(walk, target) if not own else accumulator.element_value(own)
        stays = isinstance(fresh, ast.Name) and fresh.id == made and not repeats
        out: list[ast.stmt] = [
            *prepared,
            syntax.assign(made, taken),
            *walk.lets,
            *([] if stays else [syntax.assign(adjoint_target, fresh)]),
        ]
        walk.lets = []
        accumulator.add_all(others, {})
        step = self.step(statement, walk, accumulator)
        step.reverse[:0] = out
        return step

    def copied_view(self, value: ast.expr, info: Info) -> ast.expr:
        """Return text for a copy of a view; a single element may be a number, which has none."""
        if any(isinstance(inner, ast.Slice) for inner in syntax.walk(value)):
            return syntax.expr("part.copy()", part=value)
        if info.rank is None and isinstance(value, ast.Call):
            return syntax.expr("1.0 * part", part=value)
        return self.context.copied(value, info)

    def copy_views(self, accumulator: Accumulator, element: ast.expr) -> None:
        """Copy what an adjoint would otherwise see of an array that changes next."""
        adjoints = {self.context.adjoint_of(variable): variable for variable in accumulator.state}
        seen = syntax.names_in(element) & {*adjoints}
        for line in (*accumulator.walk.lets, *accumulator.out):
            target = line.targets[0] if isinstance(line, ast.Assign) else None
            if not (isinstance(line, ast.Assign) and isinstance(target, ast.Name)):
                continue
            info = self.context.infos.get(target.id, Info())
            if info.kind == "number" or not may_be_view(line.value):
                continue
            if seen.isdisjoint(self.context.effects.sources(line.value)):
                continue
            if target.id in adjoints:
                line.value = self.copied_view(line.value, info)
                accumulator.state[adjoints[target.id]] = Slot(own=True)
            else:
                seen.add(target.id)

    def adjoint_element(self, target: ast.Subscript, accumulator: Accumulator) -> ast.expr:
        """Return `grad_u[i]` for `u[i]`, of an array that can be written."""
        path: list[ast.expr] = []
        base: ast.expr = target
        while isinstance(base, ast.Subscript):
            path.insert(0, base.slice)
            base = base.value
        assert isinstance(base, ast.Name)
        leaf = syntax.loaded(target if len(path) > 1 else base)
        element = accumulator.buffer(base.id, leaf)
        for index in path:
            element = syntax.expr("whole[index]", whole=element, index=index)
        return element

    def check_index(self, statement: ast.stmt, target: ast.Subscript) -> None:
        """Refuse a write through what may be a copy."""
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
            base = inner

    def check_nameless(self, statement: ast.Assign | ast.AugAssign) -> None:
        """Refuse a write to what a call gives, if it may be memory that a gradient passes through.

        `x.reshape(-1)[0] = c` writes to `x`, or to a copy of it.
        """
        ever = self.context.activity.ever
        varied = self.context.activity.varied(statement.value, frozenset(ever))
        if varied or self.effects.mutates(statement) & ever:
            raise self.context.refuse(
                "GG303",
                statement,
                "a write through an expression that may or may not be a view",
                "write to the array itself: `x[i, j] = ...`",
            )

    def check_dtype(
        self, statement: ast.stmt, target: ast.Subscript, value: ast.expr, walk: Walk
    ) -> None:
        """Refuse to store a varied value into an array that truncates it."""
        name = syntax.name(_variable(target))
        dtype = self.context.info(name, statement).dtype
        if dtype in ("int", "bool") and walk.is_varied(value):
            raise self.context.refuse(
                "GG130",
                statement,
                f"`{name.id}` is an array of {dtype}s: what is stored in it is cut off",
                "make it an array of floats: `np.zeros(n)`, `x.astype(float)`",
                "a write into an array that is not of floats",
            )

    def may_repeat(self, statement: ast.stmt, target: ast.Subscript) -> bool:
        """Tell whether an index may name one element twice: an array of positions may."""
        index = target.slice
        if self.context.basic_index(index, statement) or self.context.mask_index(index, statement):
            return False
        if self.context.is_entry(target, statement):
            return False
        try:
            literal = ast.literal_eval(index)
        except ValueError:
            return True
        positions = literal if isinstance(literal, list) else []
        small = all(isinstance(i, int) and i >= 0 for i in positions)
        return not (positions and small and len(set(positions)) == len(positions))

    def reads(self, value: ast.expr, variable: str) -> bool:
        """Tell whether a value reads a variable, or another name of its memory."""
        members = self.context.aliases.members(variable) | {variable}
        return not members.isdisjoint(syntax.names_in(value))

    def update(self, statement: ast.AugAssign, state: State, in_loop: bool) -> Item:
        """Reverse `u += e`, of a name or of an element."""
        target = statement.target
        root = arithmetic_of_update(statement)
        if isinstance(target, ast.Attribute):
            self.refuse_attribute(statement, target)
            return Step(statement, [statement])
        variable = syntax.base_name(target)
        if variable is None:
            self.check_nameless(statement)
        if variable is None or variable not in state:
            return Step(statement, [statement])
        adding = isinstance(statement.op, (ast.Add, ast.Sub))
        if isinstance(target, ast.Subscript):
            self.check_entry(statement, target)
            repeats = self.may_repeat(statement, target)
            if not adding or repeats or self.reads(statement.value, variable):
                return self.write(statement, target, root, state, in_loop)
            return self.add_to_element(statement, target, root, state, in_loop)
        assert isinstance(target, ast.Name)
        before = self.context.shapes.before.get(statement, {}).get(variable, Info())
        same = self.context.equal(before.shape, self.context.info(root, statement).shape)
        if adding and (before.kind == "array" or same):
            return self.add_to_name(statement, target, root, state, in_loop)
        slot = state.pop(variable)
        walk = self.walk(statement, root, None, in_loop)
        accumulator = Accumulator(self.context, {**state, variable: slot}, walk)
        incoming = accumulator.read(variable, self.context.info(root, statement))
        accumulator.state = state
        walk.push(root, Adjoint(incoming))
        accumulator.add_all(walk.contributions, {variable: slot})
        return self.step(statement, walk, accumulator)

    def check_entry(self, statement: ast.stmt, target: ast.Subscript) -> None:
        """Refuse to change an array in place that a container may hold twice."""
        if statement in self.context.memory.doubled:
            base = syntax.base_name(target)
            raise self.context.refuse(
                "GG301",
                statement,
                f"`{base}` may hold this array twice, and sees the change in both places",
                f"make a new one: `{syntax.key(target)} = {syntax.key(target)} + ...`",
                "in-place update of memory that two names share",
            )

    def add_to_name(
        self,
        statement: ast.Assign | ast.AugAssign,
        target: ast.Name,
        root: ast.BinOp,
        state: State,
        in_loop: bool,
    ) -> Item:
        """Reverse `v += e`, or `v = v + e`: the adjoint of `v` stays what it is."""
        walk = self.walk(statement, root.right, None, in_loop)
        accumulator = Accumulator(self.context, state, walk)
        incoming = accumulator.read(target.id, self.context.info(root, statement))
        if isinstance(root.op, ast.Sub):
            incoming = incoming.negated()
        if walk.is_varied(root.right):
            given = Adjoint(incoming)
            walk.push(root.right, walk.to_operand(given, root, root.right))
        accumulator.add_all(walk.contributions, {target.id: state[target.id]})
        return self.step(statement, walk, accumulator)

    def add_to_element(
        self,
        statement: ast.AugAssign,
        target: ast.Subscript,
        root: ast.BinOp,
        state: State,
        in_loop: bool,
    ) -> Item:
        """Reverse `u[i] += e`, where `e` does not read `u`: `e` gets `grad_u[i]`."""
        self.check_index(statement, target)
        walk = self.walk(statement, statement.value, None, in_loop)
        self.check_dtype(statement, target, statement.value, walk)
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
        accumulator.add_all(walk.contributions, {})
        if slot.own:
            self.copy_views(accumulator, element)
        step = self.step(statement, walk, accumulator)
        step.reverse[:0] = prepared
        return step

    def added_nest(self, statement: ast.Assign) -> ast.expr | None:
        """Return what `grad = nest_sum(grad, part)` adds to a container of gradients."""
        use = self.context.uses.of(statement.value)
        if not (isinstance(use, Primitive) and use.rule.name == "helper.nest_sum"):
            return None
        (target,) = statement.targets
        whole, part = use.data()["a"], use.data()["b"]
        return part if syntax.key(whole) == syntax.key(syntax.loaded(target)) else None

    def add_nest(self, statement: ast.Assign, part: ast.expr, state: State, in_loop: bool) -> Item:
        """Reverse `grad = nest_sum(grad, part)`: `part` gets what the sum gets."""
        target = syntax.loaded(statement.targets[0])
        variable = _variable(target)
        walk = self.walk(statement, part, None, in_loop)
        if variable not in state or not walk.is_varied(part):
            return Step(statement, [statement])
        accumulator = Accumulator(self.context, state, walk)
        slot = state[variable]
        if slot.number is not None:
            accumulator.buffer(variable, target)
        given = _element_of(target, syntax.name(self.context.adjoint_of(variable)))
        if slot.own and isinstance(target, ast.Subscript):
            helper = syntax.name(self.context.helper("nest_copy"))
            given = syntax.expr("helper(part)", helper=helper, part=given)
        walk.push(part, Adjoint(Product.of(given, Shape()), view=True))
        consumed = {variable: slot} if isinstance(target, ast.Name) else {}
        accumulator.add_all(walk.contributions, consumed)
        return self.step(statement, walk, accumulator)

    def scattered(self, statement: ast.Expr) -> tuple[ast.Name, ast.expr, ast.expr] | None:
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

    def scatter(
        self,
        statement: ast.Expr,
        array: ast.Name,
        index: ast.expr,
        value: ast.expr,
        state: State,
        in_loop: bool,
    ) -> Item:
        """Reverse `np.add.at(u, i, v)`: `v` gets `grad_u[i]`, an element as often as it counts."""
        walk = self.walk(statement, value, None, in_loop)
        if array.id not in state or not walk.is_varied(value):
            return Step(statement, [statement])
        accumulator = Accumulator(self.context, state, walk)
        element = syntax.expr("u[i]", u=array, i=index)
        info = self.context.info(element, statement)
        gathered = syntax.expr("g[i]", g=syntax.name(self.context.adjoint_of(array.id)), i=index)
        given = Adjoint(Product.of(gathered, info.shape, incoming=True), view=True)
        walk.push(value, walk.to_operand(given, element, value))
        accumulator.add_all(walk.contributions, {array.id: state[array.id]})
        return self.step(statement, walk, accumulator)


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
