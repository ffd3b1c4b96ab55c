"""Calls of functions that write to their arguments, seen from the caller.

    kernel(steps, a, b)     becomes     saved_kernel = kernel_forward(steps, a, b)

and, on the way back,

    grad_a, grad_b = kernel_backward(saved_kernel, a, b, grad_a, grad_b)

The forward function writes as the user's does. The backward one takes the adjoints of the arrays
after the call, and gives those before it. It is handed the arrays as the call left them, where it
reads them, and may put back in them what the call overwrote; what the caller itself needs of the
old content, the caller saves.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gradgen import syntax
from gradgen.analysis.uses import UserCall
from gradgen.analysis.values import UNKNOWN, Info
from gradgen.errors import UnsupportedError
from gradgen.reader.unit import Unit
from gradgen.transform.accumulate import Accumulator, Slot, State
from gradgen.transform.adjoint import Walk
from gradgen.transform.adjoint_parts import Adjoint
from gradgen.transform.algebra import Product, print_product
from gradgen.transform.callees import Callees
from gradgen.transform.context import Context
from gradgen.transform.items import Step

if TYPE_CHECKING:
    from gradgen.transform.calls import Pair
    from gradgen.transform.reverse import Reverser

_WHAT = "a call of a function that changes its argument in place"


@dataclass(frozen=True)
class Wanted:
    """What a pair is made for: the parameters that carry a gradient, and those that are written.

    `in_place` are written for the caller to see; the adjoints of those that are `seeded` are
    given as they are after the call, and that of the result if it `has_value`. A result that is
    `changed` by the caller must not be what is kept; one that nothing reads is not what the
    function `returns`.
    """

    active: tuple[str, ...]
    in_place: tuple[str, ...] = ()
    seeded: tuple[str, ...] = ()
    has_value: bool = True
    changed: bool = False
    returns: bool = True


def adjoint_text(name: str, wanted: Wanted) -> str:
    """Return the docstring of a backward function."""
    *others, last = [f"`{parameter}`" for parameter in wanted.active]
    title = f"{', '.join(others)} and {last}" if others else last
    those = "gradients of" if len(wanted.active) > 1 else "gradient of"
    if not wanted.in_place:
        return f"Adjoint of `{name}`: {those} {title} from that of its result."
    source = [f"`{parameter}`" for parameter in wanted.seeded]
    source += ["the result"] if wanted.has_value else []
    *some, end = source
    given = f"those of {', '.join(some)} and {end}" if some else f"that of {end}"
    return f"Adjoint of `{name}`: {those} {title}, from {given} afterwards."


@dataclass(eq=False)
class Writes:
    """What a call writes to: parameters that must be arrays, or numbers, for it to be understood.

    The caller sees what is written to those that are `seen`. Of `arrays` and `numbers`, it has
    to be checked when the function runs that they are: `v *= 2.0` changes an array for the caller
    to see, and a number not.
    """

    seen: list[str] = field(default_factory=list)
    arrays: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)  # written if they were arrays, but are numbers


def seen_writes(
    reverser: Reverser,
    statement: ast.stmt,
    use: UserCall,
    bound: dict[str, ast.expr],
    callees: Callees,
    unit: Unit,
) -> Writes:
    """Return which writes of a call the caller can see.

    It cannot where a value of its own is given, or where the name is bound again by the very
    statement, as in `u = step(u)`. Where a number may be given as well as an array, and the
    function returns what it was given, it is taken for a number.
    """
    context = reverser.context
    told = callees.summary(use.function, unit)
    rebound = syntax.names_bound(statement) if isinstance(statement, ast.Assign) else set()
    found = Writes()
    checked: list[str] = []
    for parameter, given in bound.items():
        if parameter not in told.written or not context.effects.sources(given):
            continue
        checked.append(parameter)
        if isinstance(given, ast.Name) and given.id in rebound:
            continue
        _check_argument(context, statement, use, parameter, given)
        if syntax.base_name(given) in rebound:
            raise _refusal(
                context, use, f"`{syntax.key(given)}` is written to, and the name bound again",
                "give the result another name",
            )  # fmt: skip
        unknown = context.info(given, statement).kind == "unknown"
        if unknown and not callees.takes_apart(unit, parameter):
            live = reverser.live_after.get(statement, set())
            if (context.observers(statement) - rebound).isdisjoint(live):
                continue
            if parameter in told.shared and rebound:
                found.spared.append(parameter)
                continue
            found.arrays.append(parameter)
        found.seen.append(parameter)
    for parameter in checked:
        found.numbers += check_apart(context, statement, use, parameter, bound)
    return found


def _refusal(context: Context, use: UserCall, reason: str, help: str) -> UnsupportedError:
    return context.refuse("GG305", use.node, reason, help, _WHAT)


def _check_argument(
    context: Context,
    statement: ast.stmt,
    use: UserCall,
    parameter: str,
    given: ast.expr,
) -> None:
    """Refuse an argument that is not known to be an array, or a slice of one."""
    kind = context.info(given, statement).kind
    called = f"`{use.function.__name__}` writes to its argument `{parameter}`"
    base: ast.expr = given
    while isinstance(base, ast.Subscript) and context.basic_index(base.slice, statement):
        base = base.value
    if not isinstance(base, ast.Name) or kind not in ("array", "unknown"):
        raise _refusal(
            context, use, f"{called}, which is neither an array nor a slice of one",
            "let it work on a copy and return the result",
        )  # fmt: skip


def check_apart(
    context: Context,
    statement: ast.stmt,
    use: UserCall,
    parameter: str,
    bound: dict[str, ast.expr],
) -> list[str]:
    """Refuse arguments that may share memory with one that is written.

    Returned are the parameters that share none if they are numbers: elements of the same array.
    """
    mine = bound[parameter]
    base = syntax.base_name(mine)
    numbers: list[str] = []
    if base is None:
        return numbers
    seers = context.aliases.members(base)
    if statement in context.memory.known:
        seers = context.memory.parts.get(mine, frozenset()) | {base}
    for other, given in bound.items():
        if other == parameter or context.info(given, statement).kind == "number":
            continue
        if seers.isdisjoint(context.effects.sources(given)) or _are_apart(mine, given):
            continue
        if _is_element(context, given, statement):
            numbers.append(other)
            continue
        raise _refusal(
            context,
            use,
            f"`{use.function.__name__}` writes to `{syntax.key(mine)}`, which may share memory"
            f" with `{syntax.key(given)}`",
            f"give it a copy: `{syntax.key(given)}.copy()`",
        )
    return numbers


def _is_element(context: Context, given: ast.expr, statement: ast.stmt) -> bool:
    """Whether an argument is an element by whole numbers: a number, or a part of an array."""
    if not isinstance(given, ast.Subscript) or context.info(given, statement).kind != "unknown":
        return False
    parts = given.slice.elts if isinstance(given.slice, ast.Tuple) else [given.slice]
    return all(context.info(part, statement).dtype == "int" for part in parts)


def _are_apart(a: ast.expr, b: ast.expr) -> bool:
    """Whether two elements of one array are different ones: `u[0]` and `u[1]`."""
    if not (isinstance(a, ast.Subscript) and isinstance(b, ast.Subscript)):
        return False
    if syntax.key(a.value) != syntax.key(b.value):
        return False
    places = [part.value if isinstance(part, ast.Constant) else None for part in (a.slice, b.slice)]
    first, second = places
    if not (isinstance(first, int) and isinstance(second, int)):
        return False
    return first != second and (first < 0) == (second < 0)


def guards(writes: Writes, unit: Unit, bound: Mapping[str, ast.expr]) -> list[ast.stmt]:
    """Return checks that what is given to a call is an array, or a number, as it was taken for."""
    made = []
    for parameter in dict.fromkeys((*writes.arrays, *writes.numbers, *writes.spared)):
        given = bound[parameter]
        name = f"`{syntax.key(given)}`"
        if parameter in writes.arrays:
            check = "if np.ndim(x) == 0:\n    raise ValueError(reason)"
            reason = f"{name} must be an array: `{unit.name}` changes it in place"
        else:
            check = "if np.ndim(x) != 0:\n    raise ValueError(reason)"
            reason = f"{name} must be a number: `{unit.name}` changes an array in place"
        made.append(syntax.statement(check, x=given, reason=ast.Constant(value=reason)))
    return made


def check_rebinding(unit: Unit, tree: ast.FunctionDef, parameters: tuple[str, ...]) -> None:
    """Refuse a function in which the name of an array that it writes to means something else."""
    for statement in syntax.walk_statements(tree.body):
        if isinstance(statement, (ast.AugAssign, ast.If, ast.While, ast.With)):
            continue
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        for target in targets:
            names = syntax.names_bound(target) if isinstance(target, ast.expr) else set()
            for parameter in parameters:
                if parameter in names:
                    raise unit.unsupported(
                        "GG305",
                        statement,
                        f"`{parameter}` is written to for the caller to see, and bound again here",
                        "use another name for the new value",
                        _WHAT,
                    )


@dataclass(eq=False)
class WritingCall:
    """Makes the step of one call that writes to its arguments."""

    reverser: Reverser
    statement: ast.Assign | ast.Expr
    use: UserCall
    pair: Pair
    bound: dict[str, ast.expr]
    wanted: Wanted
    kept: str = ""
    infos: dict[str, Info] = field(default_factory=dict)

    def step(self, state: State, in_loop: bool) -> Step:
        """Return the step; `state` becomes the adjoints that hold before the call."""
        context, statement, wanted = self.reverser.context, self.statement, self.wanted
        walk = self.reverser.walk(statement, statement.value, None, in_loop)
        results = self._result_names()
        slots = {name: state.pop(name) for name in results if name in state}
        accumulator = Accumulator(context, {**state, **slots}, walk)
        own = all(slot.own for slot in slots.values())
        buffers: dict[str, ast.expr] = {}
        for parameter in wanted.in_place:
            given = self.bound[parameter]
            slot = state.get(syntax.base_name(given) or "")
            own = own and (slot is None or slot.number is not None or slot.own)
            if isinstance(given, ast.Subscript) and self._is_taken(parameter):
                buffers[parameter] = self.reverser.adjoint_element(given, accumulator)
            elif parameter in wanted.seeded and isinstance(given, ast.Name):
                if slot is not None and slot.number is not None:
                    accumulator.buffer(given.id, given)
                buffers[parameter] = syntax.name(context.adjoint_of(given.id))
        prepared, accumulator.out = accumulator.out, []
        call = self._call(walk, accumulator, slots, results, buffers)
        for name in results:
            accumulator.state.pop(name, None)
        self._hand_on(call, walk, accumulator, buffers, own)
        accumulator.add_all(walk.contributions, slots)
        state.clear()
        state.update(accumulator.state)
        reverse = [*prepared, *walk.lets, *accumulator.out]
        bases = {syntax.base_name(self.bound[parameter]) or "" for parameter in wanted.in_place}
        return Step(statement, [statement], reverse, walk.definitions(), frozenset(bases))

    def _result_names(self) -> list[str]:
        if not isinstance(self.statement, ast.Assign):
            return []
        (target,) = self.statement.targets
        parts = target.elts if isinstance(target, ast.Tuple) else [target]
        return [part.id for part in parts if isinstance(part, ast.Name)]

    def _is_taken(self, parameter: str) -> bool:
        return parameter in self.wanted.seeded or parameter in self.wanted.active

    def _call(
        self,
        walk: Walk,
        accumulator: Accumulator,
        slots: dict[str, Slot],
        results: list[str],
        buffers: dict[str, ast.expr],
    ) -> ast.Call:
        """Return `kernel_backward(saved_kernel, a, b, grad_out, grad_a, grad_b)`."""
        context = self.reverser.context
        self.kept = context.fresh(context.names.prefix("saved_") + self.use.function.__name__)
        given: list[ast.expr] = [syntax.name(self.kept)] if self.pair.keeps else []
        given += [syntax.clone(self.bound[parameter]) for parameter in self.pair.arrays]
        if self.wanted.has_value:
            after = context.shapes.after.get(self.statement, {})
            seeds: list[ast.expr] = []
            for name in results:
                info = after.get(name, UNKNOWN)
                if name in slots:
                    seeds.append(print_product(accumulator.read(name, info)))
                else:
                    seeds.append(walk.zero(syntax.name(name), info))
            assert isinstance(self.statement, ast.Assign)
            one = isinstance(self.statement.targets[0], ast.Name)
            given.append(seeds[0] if one else ast.Tuple(elts=seeds, ctx=ast.Load()))
        given += [syntax.loaded(buffers[parameter]) for parameter in self.wanted.seeded]
        call = syntax.expr("g()", g=syntax.name(self.pair.backward))
        assert isinstance(call, ast.Call)
        call.args = given
        return call

    def _hand_on(
        self,
        call: ast.Call,
        walk: Walk,
        accumulator: Accumulator,
        buffers: dict[str, ast.expr],
        own: bool,
    ) -> None:
        """Give each argument its adjoint before the call: in the place of the one after it."""
        context, state = self.reverser.context, accumulator.state
        single = len(self.wanted.active) == 1
        targets: list[ast.expr] = []
        later: list[ast.stmt] = []
        before = len(walk.lets)  # what is made of its results stands below the call
        for parameter in self.wanted.in_place:
            name = syntax.base_name(self.bound[parameter])
            if parameter not in self.wanted.active and name is not None:
                state.pop(name, None)  # what it held before carries no gradient
        for parameter in self.wanted.active:
            given = self.bound[parameter]
            info = replace(walk.info(given), value=None, known=False)
            if parameter not in self.wanted.in_place:
                made = context.fresh(f"grad_{parameter}", info)
                if parameter in self.pair.nests:
                    context.nests.add(made)
                walk.push(given, Adjoint(Product.of(syntax.name(made), info.shape, incoming=True)))
                targets.append(syntax.name(made))
            elif isinstance(given, ast.Name):
                adjoint = context.adjoint_of(given.id)
                context.infos[adjoint] = info
                state[given.id] = Slot(own=own)
                targets.append(syntax.name(adjoint))
            elif single:
                targets.append(buffers[parameter])
            else:
                made = context.fresh(f"grad_{parameter}", info)
                later.append(syntax.assign(buffers[parameter], syntax.name(made)))
                targets.append(syntax.name(made))
        target = targets[0] if single else ast.Tuple(elts=targets, ctx=ast.Load())
        walk.lets[before:before] = [syntax.assign(target, call), *later]
