"""Calls of user functions: `g_forward` gives the value and what to keep, `g_backward` the adjoint.

A pair is made once for a function, its active parameters and the known shapes; recursive calls
find the pair that is being made.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from types import FunctionType

from gradgen import syntax
from gradgen.analysis.declarations import declared
from gradgen.analysis.names import free_names
from gradgen.analysis.uses import UserCall
from gradgen.analysis.values import UNKNOWN, Fact, Info
from gradgen.reader.unit import Unit
from gradgen.transform.accumulate import Accumulator, State
from gradgen.transform.adjoint import Walk
from gradgen.transform.adjoint_parts import Adjoint
from gradgen.transform.algebra import Product, print_product
from gradgen.transform.call_facts import canonical, kind_only, tells, that_lasts
from gradgen.transform.call_writes import (
    Wanted,
    WritingCall,
    check_rebinding,
    guards,
    seen_writes,
)
from gradgen.transform.callees import Callees, CallMismatch, bind_call, merged, parameter_names
from gradgen.transform.containers import note_nests, taken_from
from gradgen.transform.context import Context
from gradgen.transform.derive import Deriver, Source
from gradgen.transform.items import Step
from gradgen.transform.nest_evidence import holds_containers
from gradgen.transform.normalise import normalised
from gradgen.transform.pair_text import bundles_of, split
from gradgen.transform.program import MadeFunction, Program
from gradgen.transform.reverse import CallDifferentiator, Reverser
from gradgen.transform.simplify import simplify_function


@dataclass(eq=False)
class Pair:
    """The two functions that a call is differentiated to.

    `keeps` tells whether the forward function returns something to keep; where it does not, the
    user's function itself is called. `arrays` are the arguments, written in place, that the
    backward function takes as the call left them; `has_value` tells whether it takes the adjoint
    of what is returned, and `returns` whether the forward function gives that. `facts` are the
    parameters whose shapes the text relies on.
    """

    function: FunctionType
    forward: str
    backward: str
    keeps: bool = True
    arrays: tuple[str, ...] = ()
    has_value: bool = True
    returns: bool = True
    facts: set[Fact] = field(default_factory=set)
    made: list[MadeFunction] = field(default_factory=list)
    recursive: bool = False
    nests: set[str] = field(default_factory=set)  # parameters whose gradient may be a container
    deep: set[str] = field(default_factory=set)  # parameters that may hold containers in containers


@dataclass(eq=False)
class PairLibrary:
    """Every pair of one program, in the order in which they were asked for."""

    program: Program
    taken: set[str] = field(default_factory=set)
    callees: Callees = field(default_factory=Callees)
    pairs: dict[object, Pair] = field(default_factory=dict)
    making: list[FunctionType] = field(default_factory=list)

    def differentiator(self) -> CallDifferentiator:
        """Return what differentiates a statement that is one call."""
        return self.differentiate

    def functions(self, main: MadeFunction) -> list[MadeFunction]:
        """Return the derivative and the functions of all pairs, each text once."""
        pairs = list(self.pairs.values())
        while True:
            twins = next(
                (
                    (a, b)
                    for k, a in enumerate(pairs)
                    for b in pairs[k + 1 :]
                    if a.function is b.function and _text(a, b) == _text(b, a)
                ),
                None,
            )
            if twins is None:
                break
            kept, twin = twins
            pairs.remove(twin)
            names: dict[str, ast.expr] = {twin.forward: syntax.name(kept.forward)}
            names[twin.backward] = syntax.name(kept.backward)
            for made in [main, *(made for pair in pairs for made in pair.made)]:
                made.tree = syntax.substitute(made.tree, names)
        return [main, *(made for pair in pairs for made in pair.made)]

    # ---- one call -------------------------------------------------------------------
    def differentiate(
        self,
        reverser: Reverser,
        statement: ast.Assign | ast.Expr,
        use: UserCall,
        state: State,
        in_loop: bool,
    ) -> Step:
        """Return the step of `y = g(x)`, `a, b = g(x)`, or of `g(x)` that writes to `x`."""
        context = reverser.context
        unit = self.callees.unit(use.function)
        if unit is None:
            return self._refuse_source(reverser, use)
        try:
            bound = bind_call(unit.tree, use.node)
        except CallMismatch as mismatch:
            raise context.refuse(
                "GG205",
                use.node,
                str(mismatch),
                "pass the arguments one by one, by position or name",
            ) from None
        varied = context.activity.before[statement]
        active = [p for p in bound if context.activity.varied(bound[p], varied)]
        infos = {p: context.argument_info(value, statement) for p, value in bound.items()}
        writes = seen_writes(reverser, statement, use, bound, self.callees, unit)
        seen = tuple(writes.seen)
        values = syntax.names_bound(statement) - syntax.names_bound(use.node)
        changed = not values.isdisjoint(context.written)
        changed = changed and context.result_changes(values, statement)
        if not seen:
            wanted = Wanted(tuple(active), changed=changed)
            pair = self.pair(use.function, unit, wanted, infos)
        else:
            bases = {p: syntax.base_name(bound[p]) or "" for p in seen}
            seeded = tuple(p for p in seen if bases[p] in state)
            if not active or not (seeded or values & set(state)):
                for name in {*values, *bases.values()}:
                    state.pop(name, None)
                return Step(statement, [statement])
            has_value = bool(values & set(state))
            returns = has_value or not values.isdisjoint(reverser.live_after.get(statement, ()))
            wanted = Wanted(tuple(active), seen, seeded, has_value, changed, returns)
            pair = self.pair(use.function, unit, wanted, infos)
        for fact in pair.facts:
            self._rely(context, fact, bound, infos)
        checks = guards(writes, unit, bound)
        if not seen:
            assert isinstance(statement, ast.Assign)
            step = self._step(reverser, statement, use, state, in_loop, pair, bound, active)
            step.forward[:0] = checks
            names = {syntax.base_name(bound[parameter]) or "" for parameter in writes.spared}
            step.unseen = frozenset(names)
            return step
        call = WritingCall(reverser, statement, use, pair, bound, wanted)
        step = call.step(state, in_loop)
        if pair.keeps:
            step.forward = [
                self._forward_call(reverser, statement, use, pair, call.kept, bound, seen)
            ]
        step.forward[:0] = checks
        return step

    def _refuse_source(self, reverser: Reverser, use: UserCall) -> Step:
        from gradgen.reader import read

        read(use.function)  # raises: says why it cannot be read
        raise AssertionError("a function that could not be read was read")

    def _rely(
        self, context: Context, fact: Fact, bound: dict[str, ast.expr], infos: dict[str, Info]
    ) -> None:
        info = infos.get(fact.name)
        if info is None:
            return
        given = bound[fact.name]
        if fact.what == "shape":
            context.rely(info.shape.dims_facts | info.shape.token_facts)
        elif isinstance(given, ast.Name) and given.id in context.parameters:
            context.rely(frozenset({context.dtype_fact(given.id)}))

    def _step(
        self,
        reverser: Reverser,
        statement: ast.Assign,
        use: UserCall,
        state: State,
        in_loop: bool,
        pair: Pair,
        bound: dict[str, ast.expr],
        active: list[str],
    ) -> Step:
        context = reverser.context
        (target,) = statement.targets
        parts = target.elts if isinstance(target, ast.Tuple) else [target]
        names = [part.id for part in parts if isinstance(part, ast.Name)]
        slots = {name: state.pop(name) for name in names if name in state}
        walk = reverser.walk(statement, statement.value, None, in_loop)
        accumulator = Accumulator(context, {**state, **slots}, walk)
        after = context.shapes.after.get(statement, {})
        seeds: list[ast.expr] = []
        for name in names:
            info = after.get(name, Info())
            if name in slots:
                seeds.append(print_product(accumulator.read(name, info)))
            else:
                seeds.append(walk.whole_zero(syntax.name(name), info))
        seed = seeds[0] if isinstance(target, ast.Name) else syntax.tuple_of(seeds)
        accumulator.state = state
        kept = context.fresh(context.names.prefix("saved_") + use.function.__name__)
        arguments: list[ast.expr] = [syntax.name(kept)] if pair.keeps else []
        call = syntax.expr("g()", g=syntax.name(pair.backward))
        assert isinstance(call, ast.Call)
        call.args = [*arguments, seed]
        note_nests(context, bound, pair.nests, pair.deep)
        if len(active) == 1 and not pair.nests:
            shape = walk.info(bound[active[0]]).shape
            walk.push(bound[active[0]], Adjoint(Product.of(call, shape)))
        else:
            made = []
            for parameter in sorted(pair.nests & set(active)):
                given = bound[parameter]
                if isinstance(given, ast.Name):
                    context.adjoint_of(given.id)  # its name is taken first
            for parameter in active:
                info = replace(walk.info(bound[parameter]), value=None, known=False)
                made.append(context.fresh(f"grad_{parameter}", info))
                if parameter in pair.nests:
                    context.nests.add(made[-1])
            targets: ast.expr = syntax.tuple_of([syntax.name(name) for name in made])
            if len(active) == 1:
                targets = syntax.name(made[0])
            walk.lets.append(syntax.assign(targets, call))
            for parameter, name in zip(active, made, strict=True):
                shape = walk.info(bound[parameter]).shape
                walk.push(
                    bound[parameter], Adjoint(Product.of(syntax.name(name), shape, incoming=True))
                )
        accumulator.add_all(walk.contributions, slots)
        step = reverser.step(statement, walk, accumulator)
        if pair.keeps:
            forward = self._forward_call(reverser, statement, use, pair, kept, bound, walk=walk)
            step.forward = [forward]
        return step

    def _forward_call(
        self,
        reverser: Reverser,
        statement: ast.Assign | ast.Expr,
        use: UserCall,
        pair: Pair,
        kept: str,
        bound: dict[str, ast.expr],
        seen: tuple[str, ...] = (),
        walk: Walk | None = None,
    ) -> ast.stmt:
        """Return `y, saved_g = g_forward(x)`; what may be overwritten later is copied."""
        context = reverser.context
        call = syntax.clone(use.node)
        call.func = syntax.name(pair.forward)
        stays = {syntax.key(bound[parameter]) for parameter in seen}

        def given(argument: ast.expr) -> ast.expr:
            safe = that_lasts(argument, context, statement, stays)
            return walk.rebuilt(argument) if walk is not None and safe is argument else safe

        call.args = [given(argument) for argument in call.args]
        for keyword in call.keywords:
            keyword.value = given(keyword.value)
        target: ast.expr = syntax.name(kept)
        if pair.returns and isinstance(statement, ast.Assign):
            target = syntax.tuple_of([syntax.loaded(statement.targets[0]), target])
        return ast.copy_location(syntax.assign(target, call), statement)

    # ---- one pair -------------------------------------------------------------------
    def pair(
        self,
        function: FunctionType,
        unit: Unit,
        wanted: Wanted,
        infos: dict[str, Info],
    ) -> Pair:
        """Return the pair for a function, made if it is the first call of its kind."""
        known = {p: i for p, i in canonical(infos).items() if tells(i)}
        if function in self.making:
            known = {p: kind_only(i) for p, i in known.items()}
        key = (function, wanted, tuple(sorted((p, repr(i)) for p, i in known.items())))
        if key in self.pairs:
            pair = self.pairs[key]
            pair.recursive = pair.recursive or not pair.made
            return pair
        name = unit.name
        if unit.generated:  # it may call what has such a name
            self.taken |= free_names(unit.tree)
        pair = Pair(function, self._free(f"{name}_forward"), self._free(f"{name}_backward"))
        pair.arrays, pair.has_value = wanted.in_place, wanted.has_value
        pair.returns = wanted.returns
        pair.nests = taken_from(unit.tree) & {
            *wanted.active
        }  # until more is known: calls of itself
        self.pairs[key] = pair
        self.making.append(function)
        self._make(pair, unit, wanted, known)
        self.making.pop()
        return pair

    def _free(self, wanted: str) -> str:
        made, count = wanted, 1
        while made in self.taken:
            count += 1
            made = f"{wanted}{count}"
        self.taken.add(made)
        return made

    def _make(self, pair: Pair, unit: Unit, wanted: Wanted, infos: dict[str, Info]) -> None:
        active = wanted.active
        work = normalised(unit, active)
        check_rebinding(unit, work.tree, wanted.in_place)
        own = declared(unit)
        parameters = merged(own, infos)
        for parameter in wanted.in_place:
            nest = self.callees.show(unit.tree, unit, parameter, holds_containers)
            if not nest and parameters.get(parameter, UNKNOWN).kind == "unknown":
                parameters[parameter] = Info(kind="array")
        unknown = {p for p in own if parameters.get(p) is own[p]}
        trusted = frozenset(parameters) - unknown
        source = Source(
            unit,
            work.tree,
            dict(work.origin),
            set(work.made),
            active,
            parameters,
            pair.forward,
            trusted,
            wanted.in_place,
            wanted.seeded,
            wanted.has_value,
            wanted.returns,
        )
        deriver = Deriver(source, "pair", False, self)
        derived = deriver.run()
        self.program.helpers |= derived.context.helpers
        names = derived.context.names
        pair.nests = {p for p in active if names.adjoint(p) in derived.context.nests}
        pair.deep = pair.nests & derived.context.deep
        pair.facts = {f for f in derived.context.facts if f.name in trusted}
        seeds = [deriver.seed_parameter] if wanted.has_value else []
        seeds += [derived.context.adjoint_of(parameter) for parameter in wanted.seeded]
        tree = syntax.clone(work.tree)
        tree.name = pair.forward
        for seed in seeds:
            tree.args.kwonlyargs.append(ast.arg(arg=seed))
            tree.args.kw_defaults.append(None)
        tree.body = derived.body
        made = MadeFunction(tree, unit, made=derived.context.made | derived.context.names.made)
        effects = replace(
            derived.effects,
            info_of=None,
            pure_names=frozenset({p.backward for p in self.pairs.values() if not p.arrays}),
        )
        cleaned = simplify_function(made, effects)
        bundles = {
            name
            for statement in syntax.walk_statements(cleaned.tree.body)
            for name in bundles_of(statement, {p.forward for p in self.pairs.values()})
        }
        bundles |= {p for p in parameter_names(unit.tree) if holds_containers(unit.tree, p)}
        if wanted.changed and bundles:
            self.program.helpers.add("nest_copy")
        pair.made, pair.keeps = split(cleaned, pair, unit, wanted, seeds, effects, bundles)


def _text(pair: Pair, other: Pair) -> list[str]:
    """Return the text of a pair, under names that stand for it and for another one alike."""
    names = {each.forward: "<forward>" for each in (pair, other)}
    names |= {each.backward: "<backward>" for each in (pair, other)}
    texts = []
    for made in pair.made:
        tree = syntax.substitute(made.tree, {a: syntax.name(b) for a, b in names.items()})
        tree.name = names.get(tree.name, tree.name)
        texts.append(ast.dump(tree))
    return texts
