"""Calls of user functions: `g_jvp` gives the value and its tangent.

It is made once for a function, the parameters that have a tangent, what is known of the shapes,
and whether memory that it is given or gives is written later; recursive calls find the one that
is being made.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType

from gradgen import syntax
from gradgen.analysis.declarations import declared
from gradgen.analysis.effects import binds
from gradgen.analysis.names import free_names
from gradgen.analysis.uses import UserCall
from gradgen.analysis.values import Fact, Info
from gradgen.reader import read
from gradgen.reader.unit import Unit
from gradgen.transform.call_facts import canonical, kind_only, tells
from gradgen.transform.call_writes import Writes, check_apart, guards
from gradgen.transform.callees import Bound, Callees, CallMismatch, bind_call, merged
from gradgen.transform.context import Context
from gradgen.transform.derive import Source
from gradgen.transform.forward_tangents import TangentWalk
from gradgen.transform.forward_walk import ForwardWalk
from gradgen.transform.normalise import normalised
from gradgen.transform.program import MadeFunction


@dataclass(frozen=True)
class Pushed:
    """A function with its tangent: the body, what it relies on, and the names of its tangents."""

    tree: ast.FunctionDef
    made: set[str]
    facts: set[Fact]
    helpers: set[str]


@dataclass(eq=False)
class Companion:
    """The function `g_jvp` of a function `g`; `tangents` are its keyword-only parameters."""

    name: str
    tangents: dict[str, str]
    facts: set[Fact] = field(default_factory=set)
    made: MadeFunction | None = None


Push = Callable[[Source, "CompanionLibrary", bool, dict[str, str]], Pushed]


@dataclass(eq=False)
class CompanionLibrary:
    """Every `g_jvp` of one program, in the order in which they were asked for.

    `push` makes the body of a function with its tangents (see `forward`).
    """

    push: Push
    taken: set[str] = field(default_factory=set)
    callees: Callees = field(default_factory=Callees)
    companions: dict[object, Companion] = field(default_factory=dict)
    helpers: set[str] = field(default_factory=set)
    making: list[FunctionType] = field(default_factory=list)

    def functions(self, main: MadeFunction) -> list[MadeFunction]:
        """Return the derivative and the functions that it calls, each text once."""
        made = [main, *(c.made for c in self.companions.values() if c.made is not None)]
        while True:
            pairs = ((a, b) for k, a in enumerate(made) for b in made[k + 1 :])
            twins = next((pair for pair in pairs if _are_twins(*pair)), None)
            if twins is None:
                return made
            kept, twin = twins
            made.remove(twin)
            name: dict[str, ast.expr] = {twin.tree.name: syntax.name(kept.tree.name)}
            for function in made:
                function.tree = syntax.substitute(function.tree, name)

    # ---- one call -------------------------------------------------------------------
    def differentiate(
        self, forwarder: ForwardWalk, statement: ast.Assign | ast.Expr, use: UserCall
    ) -> list[ast.stmt]:
        """Return `y, d_y = g_jvp(x, d_x=d_x)`."""
        context = forwarder.context
        unit = self.callees.unit(use.function)
        if unit is None:
            read(use.function)  # raises: says why it cannot be read
            raise AssertionError("a function that could not be read was read")
        bound = self._bound(context, unit, use)
        holders = binds(statement) if isinstance(statement, ast.Assign) else set()
        walk = forwarder.walk(statement, use.node, None, holders)
        active = [parameter for parameter, value in bound.items() if walk.moves(value)]
        checks = self._check_writes(forwarder, statement, unit, use, bound, active)
        if not active:
            return [statement, *forwarder.zeros_after(statement, walk)]
        given = {name for p in active for name in syntax.names_in(bound[p])}
        owned = not forwarder.touched.isdisjoint(holders | given)
        infos = {p: context.argument_info(value, statement) for p, value in bound.items()}
        companion = self.companion(use.function, unit, tuple(active), infos, owned)
        for fact in companion.facts:
            _rely(context, fact, bound, infos)
        walk.holders = frozenset(holders | given)
        return [*checks, *self._call(forwarder, statement, use, walk, companion, bound)]

    def _bound(self, context: Context, unit: Unit, use: UserCall) -> Bound:
        try:
            return bind_call(unit.tree, use.node)
        except CallMismatch as mismatch:
            raise context.refuse(
                "GG205",
                use.node,
                str(mismatch),
                "pass the arguments one by one, by position or name",
            ) from None

    def _check_writes(
        self,
        forwarder: ForwardWalk,
        statement: ast.stmt,
        unit: Unit,
        use: UserCall,
        bound: Bound,
        active: list[str],
    ) -> list[ast.stmt]:
        """Refuse a call that writes varying values into an argument that has no tangent."""
        written = self.callees.summary(use.function, unit).written
        context = forwarder.context
        writes = Writes()
        for parameter in sorted(written & set(bound)):
            apart = context.unit.generated or not context.effects.sources(bound[parameter])
            if active and not apart:
                writes.numbers += check_apart(context, statement, use, parameter, bound)
            if active and parameter not in active:
                raise forwarder.context.refuse(
                    "GG305",
                    use.node,
                    f"`{use.function.__name__}` writes to its argument `{parameter}`",
                    "let it work on a copy and return the result",
                    "a call of a function that changes its argument in place",
                )
        return [ast.copy_location(check, statement) for check in guards(writes, unit, bound)]

    def _call(
        self,
        forwarder: ForwardWalk,
        statement: ast.Assign | ast.Expr,
        use: UserCall,
        walk: TangentWalk,
        companion: Companion,
        bound: Bound,
    ) -> list[ast.stmt]:
        tangents = {p: walk.whole(bound[p]) for p in companion.tangents}
        call = walk.rebuilt(use.node, top=True)
        assert isinstance(call, ast.Call)
        call.func = syntax.name(companion.name)
        for parameter, text in tangents.items():
            call.keywords.append(ast.keyword(arg=companion.tangents[parameter], value=text))
        made: ast.stmt = ast.Expr(value=call)
        if isinstance(statement, ast.Assign):
            (target,) = statement.targets
            pair = ast.Tuple(
                elts=[syntax.loaded(target), _tangent_of(target, forwarder)], ctx=ast.Load()
            )
            made = syntax.assign(pair, call)
        result = [*walk.definitions(), *walk.lets, made]
        for each in result:
            ast.copy_location(each, statement)
        return result

    # ---- one companion --------------------------------------------------------------
    def companion(
        self,
        function: FunctionType,
        unit: Unit,
        active: tuple[str, ...],
        infos: dict[str, Info],
        owned: bool,
    ) -> Companion:
        """Return the companion of a function, made if it is the first call of its kind."""
        known = {p: i for p, i in canonical(infos).items() if tells(i)}
        if function in self.making:
            known = {p: kind_only(i) for p, i in known.items()}
        key = (function, active, owned, tuple(sorted((p, repr(i)) for p, i in known.items())))
        if key not in self.companions:
            if unit.generated:  # it may call what has such a name
                self.taken |= free_names(unit.tree)
            companion = Companion(self._free(f"{unit.name}_jvp"), {})
            self.companions[key] = companion
            self.making.append(function)
            self._make(companion, unit, active, known, owned)
            self.making.pop()
        return self.companions[key]

    def _free(self, wanted: str) -> str:
        made, count = wanted, 1
        while made in self.taken:
            count += 1
            made = f"{wanted}{count}"
        self.taken.add(made)
        return made

    def _make(
        self,
        companion: Companion,
        unit: Unit,
        active: tuple[str, ...],
        infos: dict[str, Info],
        owned: bool,
    ) -> None:
        work = normalised(unit, active)
        own = declared(unit)
        parameters = merged(own, infos)
        unknown = {p for p in own if parameters.get(p) is own[p]}
        trusted = frozenset(parameters) - unknown
        source = Source(
            unit, work.tree, dict(work.origin), set(work.made), active, parameters,
            companion.name, trusted,
        )  # fmt: skip
        pushed = self.push(source, self, owned, companion.tangents)
        self.helpers |= pushed.helpers
        companion.facts = {f for f in pushed.facts if f.name in trusted}
        text = f"`{unit.name}`, and its tangent along those of {_listed(active)}."
        companion.made = MadeFunction(pushed.tree, unit, text, pushed.made)


def _are_twins(a: MadeFunction, b: MadeFunction) -> bool:
    """Whether two functions do the same, where each may call the other for itself."""
    if a.unit.function is not b.unit.function:
        return False
    either: dict[str, ast.expr] = dict.fromkeys((a.tree.name, b.tree.name), syntax.name("<self>"))
    trees = [syntax.substitute(made.tree, either) for made in (a, b)]
    for tree in trees:
        tree.name = "<self>"
    return syntax.same(*trees)


def _tangent_of(target: ast.expr, forwarder: ForwardWalk) -> ast.expr:
    if isinstance(target, (ast.Tuple, ast.List)):
        parts = [_tangent_of(part, forwarder) for part in target.elts]
        return ast.Tuple(elts=parts, ctx=ast.Load())
    if not isinstance(target, ast.Name):
        raise forwarder.context.refuse(
            "GG122",
            target,
            "the result of a call is written into an element",
            "give the result a name first: `value = ...`, then assign the element",
        )
    return syntax.name(forwarder.target(target.id))


def _rely(context: Context, fact: Fact, bound: Bound, infos: dict[str, Info]) -> None:
    info = infos.get(fact.name)
    if info is None:
        return
    given = bound[fact.name]
    if fact.what == "shape":
        context.rely(info.shape.dims_facts | info.shape.token_facts)
    elif isinstance(given, ast.Name) and given.id in context.parameters:
        context.rely(frozenset({context.dtype_fact(given.id)}))


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in names)
