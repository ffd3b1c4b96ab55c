"""What every statement's reverse text has in common: its walk, its step, and what is refused."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from gradgen import syntax
from gradgen.analysis.effects import Effects
from gradgen.analysis.meeting import meeting
from gradgen.analysis.uses import Primitive, Unbound, UserCall
from gradgen.analysis.values import Info
from gradgen.transform.accumulate import Accumulator, Slot, State
from gradgen.transform.adjoint import Walk
from gradgen.transform.callees import has_star
from gradgen.transform.containers import list_method
from gradgen.transform.context import Context
from gradgen.transform.items import Step
from gradgen.transform.refusals import no_rule


@dataclass(eq=False)
class Steps:
    """Makes and checks the steps of the statements of one function."""

    context: Context
    effects: Effects
    live_after: dict[ast.stmt, set[str]]
    bound_after: dict[ast.stmt, set[str]]

    def check_writes(self, statement: ast.stmt, state: State) -> None:
        """Refuse a write in place that another name may see, if that name is read afterwards."""
        context = self.context
        written = self.effects.mutates(statement)
        if not written:
            return
        self.check_outside(statement, written)
        if self.context.unit.generated and list_method(statement) is not None:
            return  # lists of saved values are complete before they are put away
        live = self.live_after.get(statement, set())
        self._check_held(statement, live)
        for other in sorted((context.observers(statement) - written) & live):
            ever = context.activity.ever
            mine = sorted(written)[0]
            if mine not in ever and other not in ever:
                continue
            self.refuse_call(statement)
            because = meeting(context.aliases, mine, other)
            line = f" (line {because.lineno})" if because is not None else ""
            raise context.refuse(
                "GG301",
                statement,
                f"`{other}` may share memory with `{mine}`{line} and is read after this write",
                self._as_another_number(statement) or self._way_out(because, mine, other),
                "in-place update of memory that two names share",
            )

    def _check_held(self, statement: ast.stmt, live: set[str]) -> None:
        """Refuse a write to an element that its container may hold a second time."""
        context = self.context
        if not context.held_twice:
            return
        for part, deep in self.effects.written(statement):
            if isinstance(part, ast.Name):
                continue
            twice = context.aliases.written(part, deep) & context.held_twice
            for other in sorted(context.aliases.observers(twice) & live & context.activity.ever):
                raise context.refuse(
                    "GG301",
                    statement,
                    f"`{other}` may hold what is written here in two places, and is read after"
                    " this write",
                    "put a copy into each place: `u.copy()`",
                    "in-place update of memory that two names share",
                )

    def _as_another_number(self, statement: ast.stmt) -> str:
        """Return advice for `x -= step`, if nothing tells whether `x` is a number or an array."""
        if not isinstance(statement, ast.AugAssign) or not isinstance(statement.target, ast.Name):
            return ""
        if self.context.info(syntax.loaded(statement.target), statement).kind != "unknown":
            return ""
        target = statement.target.id
        operator = syntax.key(ast.BinOp(ast.Name("a"), statement.op, ast.Name("b")))[2:-2]
        return f"write `{target} = {target} {operator} ...`, which makes another number or array"

    def _way_out(self, because: ast.stmt | None, mine: str, other: str) -> str:
        """Return advice for a write to `mine` that is seen through `other`."""
        users = self.context.origin.get(because, because) if because is not None else None
        own = because is not None and users is not None and syntax.same(users, because)
        if own and isinstance(because, ast.Assign) and mine in syntax.names_bound(because):
            if other in syntax.names_in(because.value):
                return f"write to `{other}` itself, not through `{mine}`"
        return f"take a copy where the two meet: {_copied(because if own else None, other)}"

    def refuse_call(self, statement: ast.stmt) -> None:
        """Refuse a call that is not understood as such, whatever it may do to memory."""
        value = getattr(statement, "value", None)
        varied = frozenset(self.context.activity.ever)
        for call in syntax.walk(value) if isinstance(value, ast.expr) else ():
            if isinstance(call, ast.Call) and not self.effects.callee(call).known:
                if self.context.uses.of(call) is None and self.context.activity.varied(
                    call, varied
                ):
                    raise no_rule(self.context, call, None)
        if not isinstance(value, ast.Call) or not isinstance(statement, ast.Assign):
            return
        use = self.context.uses.of(value)
        if not isinstance(use, (Primitive, UserCall)):
            raise no_rule(self.context, value, use)
        if isinstance(use, UserCall) and has_star(value):
            raise self.context.refuse(
                "GG205",
                value,
                "the call unpacks arguments with a star",
                "pass the arguments one by one, by position or name",
            )

    def check_outside(self, statement: ast.stmt, written: set[str]) -> None:
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

    def check_test(self, statement: ast.stmt) -> None:
        """Refuse a test, or what a loop walks, that writes to values a gradient passes through."""
        parts = [getattr(statement, field, None) for field in ("test", "iter")]
        written = self.effects.mutates(*(part for part in parts if part is not None))
        if written & self.context.activity.ever:
            raise self.context.refuse(
                "GG305",
                statement,
                f"a call in this line writes to `{sorted(written)[0]}`, which a gradient passes"
                " through",
                "call it in a statement of its own, on a copy",
                "a call of a function that changes its argument in place",
            )

    def writing_call(self, statement: ast.Assign | ast.Expr) -> UserCall | None:
        """Return a call of a user function that writes to something that varies, if it is one."""
        if isinstance(statement, ast.Assign) and not isinstance(
            statement.targets[0], (ast.Name, ast.Tuple)
        ):
            return None
        use = self.context.uses.of(statement.value)
        if not isinstance(use, UserCall) or has_star(use.node):
            return None
        written = self.effects.mutates(statement.value)
        return use if written & self.context.activity.ever else None

    def check_hidden_writes(self, statement: ast.stmt, whole_calls: bool = False) -> None:
        """Refuse a call inside an expression that writes to its arguments (`out=y`).

        With `whole_calls`, a call that is the whole right side may write to its arguments.
        """
        if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Return)):
            return
        if statement.value is None:
            return
        calls = [n for n in ast.walk(statement.value) if isinstance(n, ast.Call)]
        if list_method(statement) is not None or not calls:
            return
        written = self.effects.mutates(statement.value)
        ever = self.context.activity.ever
        whole = isinstance(self.context.uses.of(statement.value), UserCall)
        changed = sorted(written & ever)
        if not changed:
            return
        if whole and whole_calls:
            return
        self.refuse_call(statement)
        if whole:
            raise self.context.refuse(
                "GG305",
                statement,
                f"this call writes to `{changed[0]}`, which a gradient passes through",
                "let the function work on a copy and return the result",
                "a call of a function that changes its argument in place",
            )
        raise self.context.refuse(
            "GG302",
            statement,
            f"this call may write to `{changed[0]}`, which a gradient passes through",
            "assign the result instead: `y[...] = f(x)` or `y = f(x)`",
            "a call that writes to its argument",
        )

    def check_discarded(self, statement: ast.Expr) -> None:
        """Refuse `np.sqrt(x, y)` as a statement: without an effect it would be of no use."""
        use = self.context.uses.of(statement.value)
        if not isinstance(use, (Primitive, Unbound)):
            return
        given = syntax.names_in(statement.value) & self.context.activity.ever
        if use.rule.why_constant is None and use.rule.pure and given:
            raise self.context.refuse(
                "GG302",
                statement,
                "the value of this call is dropped: if it writes to an argument, the gradient"
                " would miss it",
                "assign the result: `y = f(x)` or `y[...] = f(x)`",
                "a call that writes to its argument",
            )

    def check_effect(self, statement: ast.Expr, state: State) -> None:
        """Refuse a statement that changes differentiated values in a way that has no adjoint."""
        self.check_discarded(statement)
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

    def walk(self, statement: ast.stmt, root: ast.expr, target: str | None, in_loop: bool) -> Walk:
        """Start the walk of one statement."""
        varied = self.context.activity.before[statement]
        return Walk(self.context, statement, root, target, in_loop, varied)

    def step(self, statement: ast.stmt, walk: Walk, accumulator: Accumulator) -> Step:
        """Return the step of a statement that has been walked."""
        definitions = walk.definitions()
        forward = self.with_names(statement, walk) if definitions else statement
        return Step(statement, [forward], [*walk.lets, *accumulator.out], definitions)

    def with_names(self, statement: ast.stmt, walk: Walk) -> ast.stmt:
        """Return the statement with the named values in their places."""
        if isinstance(statement, ast.Expr):
            return ast.copy_location(ast.Expr(value=walk.rebuilt(statement.value)), statement)
        assert isinstance(statement, (ast.Assign, ast.AugAssign))
        known = walk.hoisted.get(syntax.key(statement.value))
        value = syntax.name(known[0]) if known else walk.rebuilt(statement.value)
        made: ast.stmt
        if isinstance(statement, ast.Assign):
            named = {name for name, _ in walk.hoisted.values()}
            bound = syntax.names_bound(statement.targets[0])
            if bound & self.context.written and named & self.effects.sources(value):
                # The target is written in place later on, the named value must last.
                value = self.context.copied(value, walk.info(statement.value))
            made = ast.Assign(targets=statement.targets, value=value)
        else:
            made = ast.AugAssign(target=statement.target, op=statement.op, value=value)
        return ast.copy_location(made, statement)

    def refuse_attribute(self, statement: ast.stmt, target: ast.Attribute) -> None:
        """Refuse to assign an attribute of an object that carries a gradient."""
        written = syntax.base_name(target)
        if written in self.context.activity.ever:
            raise self.context.refuse(
                "GG124",
                statement,
                "an attribute of an object that carries a gradient is assigned",
                "keep the value in a variable of its own",
            )

    def outer_walk(self, statement: ast.stmt) -> Walk:
        """Return a walk that makes zeros and sizes only: nothing is varied in it."""
        return Walk(self.context, statement, ast.Constant(value=None), None, False, frozenset())

    def info_of(self, variable: str, statement: ast.stmt) -> Info:
        """Return what is known of a variable after a statement, or else before it."""
        after = self.context.shapes.after.get(statement, {})
        before = self.context.shapes.before.get(statement, {})
        return after.get(variable) or before.get(variable) or Info()

    def order(self, variable: str) -> tuple[int, str]:
        """Return the key that sorts variables as they stand in the text."""
        known = self.context.variables
        return (known.index(variable) if variable in known else len(known), variable)

    def start(
        self,
        variable: str,
        state: State,
        out: list[ast.stmt],
        statement: ast.stmt,
        held: bool = False,
    ) -> None:
        """Write zeros for the adjoint of a variable; like its old adjoint, where it `held` one."""
        walk = self.outer_walk(statement)
        info = self.info_of(variable, statement)
        accumulator = Accumulator(self.context, state, walk)
        made = self.context.adjoint_of(variable)
        like = syntax.name(made) if held else self.like(variable, info, statement)
        filled = info.kind == "tuple" and not held  # rounds may add to its elements
        zero = walk.zeros_to_fill(like, info) if filled else walk.zero(like, info)
        accumulator.assign(made, zero, info)
        state[variable] = Slot(own=True)
        out.extend(accumulator.out)

    def like(self, variable: str, info: Info, statement: ast.stmt) -> ast.expr:
        """Return a name that is surely bound and has the shape of a variable."""
        bound = self.bound_after.get(statement)
        if bound is None or variable in bound or info.kind in ("number", "list"):
            return syntax.name(variable)
        for other in self.context.variables:
            if other not in bound or other not in self.context.activity.ever:
                continue
            known = self.info_of(other, statement)
            if known.kind == info.kind and self.context.equal(known.shape, info.shape):
                return syntax.name(other)
        raise self.context.refuse(
            "GG128",
            self.context.origin.get(statement, statement),
            f"`{variable}` carries a gradient, is defined on some paths only, and is read here",
            f"give `{variable}` a value on every path: `{variable} = np.zeros_like(...)` before",
            "a variable that only some paths define",
        )

    def write_number(
        self, variable: str, state: State, out: list[ast.stmt], statement: ast.stmt
    ) -> None:
        """Write the adjoint of a variable that was a number without a name so far."""
        accumulator = Accumulator(self.context, state, self.outer_walk(statement))
        accumulator.materialise(variable, self.info_of(variable, statement))
        out.extend(accumulator.out)


def _copied(because: ast.stmt | None, name: str) -> str:
    """Return the assignment that made two names share memory, with a copy."""
    if isinstance(because, ast.Assign) and isinstance(because.targets[0], ast.Name):
        value = ast.unparse(because.value)
        simple = isinstance(because.value, (ast.Name, ast.Subscript, ast.Attribute, ast.Call))
        return f"`{because.targets[0].id} = {value if simple else f'({value})'}.copy()`"
    return f"`{name} = {name}.copy()`"
