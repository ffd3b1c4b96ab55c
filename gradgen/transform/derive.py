"""The derivative of one function in reverse mode: analyses, both passes, how they begin and end."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from gradgen import syntax
from gradgen.analysis.activity import Activity
from gradgen.analysis.aliases import aliases_known
from gradgen.analysis.complex_numbers import ComplexNumbers
from gradgen.analysis.effects import Effects, binds, captured, reads
from gradgen.analysis.held import held_twice
from gradgen.analysis.liveness import Liveness
from gradgen.analysis.memory import Memory, memory
from gradgen.analysis.paths import Paths
from gradgen.analysis.shapes import Shapes, infos_of
from gradgen.analysis.stacks import stacks
from gradgen.analysis.uses import Primitive, UserCall, Uses
from gradgen.analysis.values import SCALAR, Info, is_scalar
from gradgen.reader.unit import Unit
from gradgen.runtime import HELPERS
from gradgen.transform.accumulate import Slot, State
from gradgen.transform.adjoint import Walk
from gradgen.transform.algebra import Product, print_product
from gradgen.transform.attempts import with_attempts
from gradgen.transform.callees import Callees, parameter_names
from gradgen.transform.containers import grown, nested
from gradgen.transform.context import Context
from gradgen.transform.ends import helpers_called
from gradgen.transform.frames import Frame
from gradgen.transform.given_arrays import leave_arguments
from gradgen.transform.guards import Guard
from gradgen.transform.naming import Names
from gradgen.transform.nest_names import note_nest_names
from gradgen.transform.preparation import prepared
from gradgen.transform.program import Program
from gradgen.transform.reverse import CallDifferentiator, Reverser
from gradgen.transform.saves import Saver
from gradgen.transform.trees import in_order
from gradgen.transform.written import element_written, taken_apart, written

Goal = Literal["grad", "value_and_grad", "vjp", "pair"]


@dataclass(eq=False)
class Source:
    """A normalised function that is to be differentiated."""

    unit: Unit
    tree: ast.FunctionDef
    origin: dict[ast.stmt, ast.stmt]
    made: set[str]
    wrt: tuple[str, ...]
    parameters: Mapping[str, Info]
    title: str
    trusted: frozenset[str] = frozenset()  # parameters that the caller's guard vouches for
    in_place: tuple[str, ...] = ()  # arguments that are written for the caller to see
    seeded: tuple[str, ...] = ()  # those of them whose adjoints after the call are given
    has_value: bool = True  # whether the adjoint of what is returned is given
    returns: bool = True  # whether what is returned is wanted at all


class Library(Protocol):
    """The pairs of functions that calls are differentiated to (see `calls`)."""

    program: Program
    callees: Callees
    taken: set[str]

    def differentiator(self) -> CallDifferentiator:
        """Return what differentiates a statement that is one call."""


@dataclass(eq=False)
class Derived:
    """The text of a derivative: the body, and the context that it rests on."""

    body: list[ast.stmt]
    context: Context
    effects: Effects


@dataclass(eq=False)
class Deriver:
    """Derives one function for one goal."""

    source: Source
    goal: Goal
    single: bool
    library: Library
    context: Context = field(init=False)
    effects: Effects = field(init=False)
    _seed_names: list[str] = field(default_factory=list)

    @property
    def analyses(self) -> bool:
        """Whether what only makes the text better is to be done."""
        return self.library.program.request.analyses

    def run(self) -> Derived:
        """Return the body of the derivative, guard included."""
        source = self.source
        tree, shapes = prepared(source, self.goal, self.library.callees)
        names = Names(self._taken(tree))
        for made in sorted(source.made):
            names.take(made)
        uses = Uses(source.unit)
        self.effects = self.library.callees.effects(source.unit, infos_of(shapes))
        aliases = aliases_known(tree, self.effects)
        followed = memory(tree, self.effects)
        guard = Guard(source.unit, source.parameters, names, source.title)
        activity = Activity(
            tree.body,
            frozenset(source.wrt),
            uses,
            aliases,
            self.effects,
            shapes.of.get,
            lambda use, varied: _result_varies(use, shapes),
            followed,
        )
        self.context = Context(
            source.unit, uses, self.effects, shapes, aliases, activity, names, guard,
            tuple(parameter_names(tree)),
            ComplexNumbers(uses, shapes, tree, self.library.callees.result),
            origin=source.origin,
            made=set(source.made),
            variables=in_order(tree),
            memory=followed if self.analyses else Memory(),
            element_written=element_written(tree),
            given=frozenset(() if self.goal == "pair" else parameter_names(tree)),
            written=written(tree, self.effects, aliases),
            in_place=frozenset(source.in_place),
            held_twice=held_twice(aliases, tree.body),
            grown=grown(tree.body),
            taken_apart=taken_apart(tree),
            paths=Paths(tree, self.effects),
            stacks=stacks(tree) if source.unit.generated else frozenset(),
        )  # fmt: skip
        self.context.helpers |= helpers_called(tree)
        if self.goal != "pair":
            guard.real = self.context.complex.taken_as_real(source.parameters)
        note_nest_names(self.context, tree)
        self.context.bound.block(tree.body, set(parameter_names(tree)))
        kept = captured(tree.body) | {*source.in_place}
        live = Liveness(tree.body, always=kept).after
        self.reverser = Reverser(
            self.context,
            self.effects,
            dict(live),
            self.context.bound.after,
            self.library.differentiator(),
        )
        body = with_attempts(self._tail(tree.body, top=True), self.context.variables)
        guard.facts = {fact for fact in guard.facts if fact.name not in source.trusted}
        stated = {fact for fact in self.context.facts if fact.name not in source.trusted}
        body = guard.into([*self._hold_seed(), *body], stated)
        return Derived(body, self.context, self.effects)

    # ---- before ---------------------------------------------------------------------
    def _taken(self, tree: ast.FunctionDef) -> set[str]:
        unit = self.source.unit
        names = syntax.names_in(tree) | set(unit.scope.local_names) | set(parameter_names(tree))
        return names | {unit.name} | set(HELPERS) | self.library.taken

    # ---- the structure of exits -----------------------------------------------------
    def _tail(self, body: list[ast.stmt], top: bool) -> list[ast.stmt]:
        """Return forward and backward text of a block that ends the function."""
        last = body[-1]
        if isinstance(last, ast.Raise):
            return body
        if isinstance(last, ast.If):
            self.reverser.check_test(last)
            inner = self._tail(last.body, top=False)
            rest = self._tail(last.orelse, top)
            made = ast.copy_location(ast.If(test=last.test, body=inner, orelse=[]), last)
            return [*body[:-1], made, *rest]
        assert isinstance(last, ast.Return)
        return self._straight(body[:-1], last, top)

    def _straight(self, body: list[ast.stmt], last: ast.Return, top: bool) -> list[ast.stmt]:
        state: State = {}
        self._seed_written(last, state)
        check, seeds = self._seed(last, state, body)
        items = self.reverser.block(body, state, in_loop=False)
        saver = Saver(self.context, self.effects, body)
        results, finish = self._results(state, last)
        passes = saver.block(items, self._read_by_results(results, last), Frame())
        reverse = [*seeds, *passes.reverse, *finish]
        if self.goal == "pair":
            context, given = self.context, self.source.in_place
            reverse = leave_arguments(
                reverse, given, context.variables, context.aliases, self.effects
            )
            if "nest_copy" in set[str]().union(*map(syntax.names_in, reverse)):
                context.helper("nest_copy")
        quote = self._quoted(last, body)
        forward = [*passes.forward, *check]
        self._keep_value(last, reverse, forward)
        value = self._returned(last, results)
        if top:
            opening = _opening(forward)
            heading = syntax.comment("Forward pass")
            forward = [*forward[:opening], heading, *forward[opening:]]
            reverse = [syntax.comment("Backward pass"), *quote, *reverse]
        else:
            reverse = [*quote, *reverse]
        return [*forward, *reverse, ast.copy_location(ast.Return(value=value), last)]

    def _quoted(self, last: ast.Return, body: list[ast.stmt]) -> list[ast.stmt]:
        """Quote `return x` where no statement of its own made `x`."""
        origin = self.context.origin.get(last, last)
        for statement in body:
            if self.context.origin.get(statement) is origin:
                return []
        return [syntax.comment(self.context.unit.quote(origin))]

    # ---- the seed -------------------------------------------------------------------
    def _seed(
        self, last: ast.Return, state: State, body: list[ast.stmt]
    ) -> tuple[list[ast.stmt], list[ast.stmt]]:
        """Start from the adjoint of the result; return a check of the value, and statements."""
        value = last.value
        if not self.source.has_value:
            return [], []
        if self.goal in ("grad", "value_and_grad"):
            check = self._must_be_scalar(last)
            if check:
                self._scalar_below(body, last)
            if isinstance(value, ast.Name):
                state[value.id] = Slot(number=Product.number(1.0))
            return check, []
        statements: list[ast.stmt] = []
        seed = syntax.name(self._grad_out())
        if isinstance(value, ast.Name):
            self._seed_name(value.id, seed, last, state, statements)
        elif isinstance(value, ast.Tuple):
            self._seed_tuple(value, seed, last, state, statements)
        return [], statements

    def _seed_written(self, last: ast.Return, state: State) -> None:
        """Start from the adjoints of the arguments as the call leaves them."""
        for parameter in self.source.seeded:
            made = self.context.adjoint_of(parameter)
            info = self._info_at(last, parameter)
            self.context.infos[made] = replace(info, value=None, known=False)
            state[parameter] = Slot(own=False)

    def _seed_tuple(
        self,
        value: ast.Tuple,
        seed: ast.expr,
        last: ast.Return,
        state: State,
        statements: list[ast.stmt],
    ) -> None:
        """Unpack the adjoint of a tuple; `_` takes the parts that nothing depends on."""
        varied = self.context.activity.before.get(last, frozenset())
        parts: list[ast.expr] = []
        for part in value.elts:
            if not isinstance(part, ast.Name) or part.id not in varied:
                parts.append(syntax.name("_"))
            elif part.id in state:
                again = self.context.fresh(f"{self.context.adjoint_of(part.id)}_again")
                parts.append(syntax.name(again))
                self._seed_name(part.id, syntax.name(again), last, state, statements)
            else:
                made = self.context.adjoint_of(part.id)
                self.context.infos[made] = self._info_at(last, part.id)
                state[part.id] = Slot(own=False)
                parts.append(syntax.name(made))
                self._own_list(part.id, state, statements)
        if state:
            target = ast.Tuple(elts=parts, ctx=ast.Load())
            statements.insert(0, syntax.assign(target, seed))

    def _info_at(self, last: ast.Return, variable: str) -> Info:
        return self.context.shapes.before.get(last, {}).get(variable, Info())

    def _seed_name(
        self,
        variable: str,
        seed: ast.expr,
        last: ast.Return,
        state: State,
        statements: list[ast.stmt],
    ) -> None:
        if variable not in self.context.activity.before.get(last, frozenset()):
            return
        context = self.context
        info = self._info_at(last, variable)
        made = context.adjoint_of(variable)
        if variable in state:
            seed = syntax.expr("a + b", a=syntax.name(made), b=seed)
        statements.append(syntax.assign(made, seed))
        context.infos[made] = info
        state[variable] = Slot(own=False)
        self._own_list(variable, state, statements)

    def _own_list(self, variable: str, state: State, statements: list[ast.stmt]) -> None:
        """Copy the adjoint of a list that the backward pass takes elements from."""
        if variable in self.context.grown:
            made = syntax.name(self.context.adjoint_of(variable))
            statements.append(syntax.assign(made.id, syntax.expr("list(x)", x=made)))
            state[variable] = Slot(own=True)

    def _grad_out(self) -> str:
        """Return the name that holds the adjoint of the result in the body."""
        if not self._seed_names:
            parameter = "grad_out"
            if parameter in self.context.parameters:
                parameter = self.context.names.prefix("grad_") + "out"
            if self.context.names.is_free(parameter):
                self.context.names.take(parameter)
                self.context.made.add(parameter)
                self._seed_names = [parameter, parameter]
            else:
                held = self.context.fresh(self.context.names.prefix("grad_") + "out")
                self._seed_names = [held if self.goal == "pair" else parameter, held]
        return self._seed_names[1]

    @property
    def seed_parameter(self) -> str:
        """The name of the parameter that takes the adjoint of the result."""
        self._grad_out()
        return self._seed_names[0]

    def _hold_seed(self) -> list[ast.stmt]:
        """Take the adjoint of the result aside where a variable bears the parameter's name."""
        if not self._seed_names or self._seed_names[0] == self._seed_names[1]:
            return []
        parameter, held = self._seed_names
        return [syntax.assign(held, syntax.name(parameter))]

    def _must_be_scalar(self, last: ast.Return) -> list[ast.stmt]:
        context, value = self.context, last.value
        info = Info()
        if isinstance(value, ast.expr):
            info = context.shapes.of.get(value) or context.info(value, last)
        facts = is_scalar(info.shape)
        title = self.source.unit.name
        if context.complex.may_be(value, info):
            raise context.refuse(
                "GG129",
                context.origin.get(last, last),
                f"`{title}` returns a complex number, and only a real one has a gradient",
                "return its real part or its size: `z.real`, `np.abs(z)`; or use `gradgen.vjp`",
                "a complex value",
            )
        if facts is not None:
            context.rely(facts)
            return []
        origin = context.origin.get(last, last)
        if info.kind in ("tuple", "list", "dict", "none", "string") or (
            info.shape.dims is not None and info.shape.dims
        ):
            what = "an array" if info.shape.dims else f"a {info.kind}"
            raise context.refuse(
                "GG401",
                origin,
                f"`{title}` returns {what}, and only a scalar has a gradient",
                "return one number (`np.sum(...)`), or use `gradgen.vjp`",
                "a value that is not a scalar",
            )
        text = (
            "if np.ndim(value) != 0:\n"
            f"    raise ValueError('the value of {title} must be a scalar')"
        )
        return [syntax.statement(text, value=value or ast.Constant(None))]

    def _scalar_below(self, body: list[ast.stmt], last: ast.Return) -> None:
        """Note that what a scalar result is made of, element by element, is scalar as well."""
        waiting = [
            statement.value
            for statement in syntax.walk_statements(body)
            if isinstance(statement, ast.Assign)
            and isinstance(self.context.origin.get(statement), ast.Return)
            and syntax.names_bound(statement) == {getattr(last.value, "id", None)}
        ]
        while waiting:
            node = waiting.pop()
            info = self.context.shapes.of.get(node, Info())
            self.context.shapes.of[node] = replace(info, shape=SCALAR)
            use = self.context.uses.of(node)
            if isinstance(use, Primitive) and use.rule.partials:
                waiting += use.data().values()

    # ---- the results ----------------------------------------------------------------
    def _results(self, state: State, last: ast.Return) -> tuple[list[ast.expr], list[ast.stmt]]:
        walk = Walk(self.context, last, ast.Constant(None), None, False, frozenset())
        results: list[ast.expr] = []
        finish: list[ast.stmt] = []
        self.given: set[str] = set()
        for name in self.source.wrt:
            info = self.source.parameters.get(name, Info())
            gradient = self._gradient(name, info, state, walk)
            if self.goal != "pair":
                gradient = nested(self.context, name, info, gradient)
            results.append(gradient)
        return results, finish

    def _read_by_results(self, results: list[ast.expr], last: ast.Return) -> set[str]:
        """Return the arguments whose shape a gradient has, where the name has another by then."""
        if not self.analyses:
            return {*self.context.parameters}
        names = reads(*results) & {*self.source.wrt}
        return {name for name in names if not self._keeps_shape(name, last)}

    def _keeps_shape(self, name: str, last: ast.Return) -> bool:
        before, now = self.source.parameters.get(name, Info()), self._info_at(last, name)
        return name not in self.context.grown and self.context.equal(before.shape, now.shape)

    def _gradient(self, name: str, info: Info, state: State, walk: Walk) -> ast.expr:
        slot = state.get(name)
        if slot is None:
            return walk.whole_zero(syntax.name(name), info)
        if slot.number is not None:
            if info.kind != "number":
                return walk.spread(slot.number, syntax.name(name), info)
            return print_product(slot.number)
        made = syntax.name(self.context.adjoint_of(name))
        if slot.own or info.kind == "number":
            return made
        root = self.context.same_buffer.get(made.id)
        if root is None or (root not in self.context.variables and root not in self.given):
            self.given.add(root or made.id)
            return made
        if made.id in self.context.nests:
            self.context.helper("nest_copy")
            return syntax.expr("nest_copy(x)", x=made)
        if info.kind == "array":
            return syntax.expr("x.copy()", x=made)
        return syntax.expr("1.0 * x", x=made)

    def _keep_value(
        self, last: ast.Return, reverse: list[ast.stmt], forward: list[ast.stmt]
    ) -> None:
        """Give the value to return a name that the backward pass leaves alone."""
        if self.goal in ("grad", "vjp") or last.value is None or not self.source.returns:
            return
        bound = binds(*reverse)
        written: set[str] = set()
        for name in self.effects.mutates(*reverse):
            written |= self.context.aliases.members(name)

        def kept(node: ast.expr) -> ast.expr:
            if not isinstance(node, ast.Name) or node.id not in bound | written:
                return node
            if node.id in self.context.in_place:
                return node  # the caller has it, and sees what is done to it
            made = self.context.fresh(
                "out" if isinstance(last.value, ast.Name) else f"{node.id}_out"
            )
            value: ast.expr = syntax.name(node.id)
            if node.id in written:
                value = self.context.copied(value, self._info_at(last, node.id))
            forward.append(syntax.assign(made, value))
            return syntax.name(made)

        if isinstance(last.value, ast.Tuple):
            elements = [kept(part) for part in last.value.elts]
            last.value = ast.Tuple(elts=elements, ctx=ast.Load())
        else:
            last.value = kept(last.value)

    def _returned(self, last: ast.Return, results: list[ast.expr]) -> ast.expr:
        gradients: ast.expr = ast.Tuple(elts=results, ctx=ast.Load())
        if self.single:
            gradients = results[0]
        if self.goal in ("grad", "vjp"):
            return gradients
        value = last.value or ast.Constant(value=None)
        if self.goal == "pair":
            value = value if self.source.returns else ast.Constant(value=None)
            return ast.Tuple(elts=[value, *results], ctx=ast.Load())
        return ast.Tuple(elts=[value, gradients], ctx=ast.Load())


def _opening(body: list[ast.stmt]) -> int:
    """Return the number of statements at the start that only refuse arguments."""
    for count, statement in enumerate(body):
        guards = isinstance(statement, ast.If) and isinstance(statement.body[-1], ast.Raise)
        if not (guards or isinstance(statement, ast.Assert)):
            return count
    return len(body)


def _result_varies(use: UserCall, shapes: Shapes) -> bool:
    info = shapes.of.get(use.node)
    return info is None or info.dtype not in ("int", "bool")
