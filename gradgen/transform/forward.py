"""Forward mode: each value has its tangent beside it, `d_v` for `v`.

v = np.diff(q)                          v = np.diff(q)
return 0.5 * np.sum(v**2)               d_v = np.diff(d_q)
becomes   out = 0.5 * np.sum(v**2)
d_out = np.sum(v * d_v)
return out, d_out
"""

from __future__ import annotations

import ast
from dataclasses import replace

from gradgen import syntax
from gradgen.analysis.aliases import Aliases, aliases_known
from gradgen.analysis.complex_numbers import ComplexNumbers
from gradgen.analysis.effects import Effects
from gradgen.analysis.memory import memory
from gradgen.analysis.shapes import infer, infos_of
from gradgen.analysis.uses import Uses
from gradgen.analysis.values import Info
from gradgen.runtime import HELPERS
from gradgen.transform.attempts import check_attempts, with_attempts
from gradgen.transform.callees import Callees, parameter_names
from gradgen.transform.context import Context
from gradgen.transform.derive import Source
from gradgen.transform.draws import name_effects
from gradgen.transform.element_updates import element_updates
from gradgen.transform.ends import (
    copies_of_written_arguments,
    helpers_called,
    may_be_active,
    name_arguments_of_writers,
    name_own_indices,
)
from gradgen.transform.forward_activity import ForwardActivity
from gradgen.transform.forward_calls import CompanionLibrary, Pushed
from gradgen.transform.forward_checks import check
from gradgen.transform.forward_results import join_unpacking, name_results
from gradgen.transform.forward_shapes import loose_names
from gradgen.transform.forward_statements import Forwarder
from gradgen.transform.guards import Guard
from gradgen.transform.inline_writers import inline_writers
from gradgen.transform.lists_as_arrays import lists_as_arrays
from gradgen.transform.naming import Names
from gradgen.transform.nest_evidence import may_be_nest
from gradgen.transform.opening import Opening
from gradgen.transform.program import MadeFunction, Program
from gradgen.transform.trees import copied


def differentiate_forward(program: Program) -> Program:
    """Return the program with its one function replaced by the directional derivative."""
    (function,) = program.functions
    taken = {program.name, program.unit.name} | syntax.names_in(program.unit.tree)
    library = CompanionLibrary(push, taken, Callees(program.copies, program.resort))
    source = Source(
        program.unit,
        function.tree,
        dict(program.origin),
        set(function.made),
        program.request.wrt,
        program.parameters,
        program.name,
    )
    pushed = push(source, library, None, {})
    main = MadeFunction(pushed.tree, program.unit, made=pushed.made, facts=pushed.facts)
    helpers = pushed.helpers | library.helpers
    return replace(program, functions=library.functions(main), helpers=helpers)


def push(
    source: Source, library: CompanionLibrary, owned: bool | None, tangents: dict[str, str]
) -> Pushed:
    """Return a function that gives its value and its tangent.

    Parameters
    ----------
    owned
        None for the function that the user calls, which never writes to its arguments; else
        whether memory that it is given, or gives back, is written elsewhere.
    tangents
        Filled with the names of the tangents of the parameters.
    """
    names = Names(_taken(source, library))
    names.take(*sorted(source.made))
    tree = _prepared(source, library, names, outermost=owned is None)
    users = syntax.names_in(tree)
    names.settle("d_", [*parameter_names(tree), *sorted(syntax.names_in(tree))])
    for parameter in source.wrt:
        tangents[parameter] = names.tangent(parameter)
    context, effects = _analysed(source, tree, library, names, tangents)
    if owned is None:
        context.guard.real = context.complex.taken_as_real(source.parameters)
    check(tree, context, effects)
    forwarder = Forwarder(
        context,
        effects,
        library.differentiate,
        loose_names(tree, context),
        _touched(tree, context.aliases, effects, bool(owned)),
    )
    start = _start(source, tree, forwarder)
    opening = Opening(tree.body).length
    body = forwarder.block(tree.body)
    check_attempts(body, users, context)
    tree.body = with_attempts([*body[:opening], *start, *body[opening:]], users)
    tree.body = join_unpacking(tree.body, context.made | names.made)
    if owned is None:
        _require_floats(source, tangents, forwarder)
    guard = context.guard
    trusted = source.trusted | {tangents[p] for p in tangents if p in source.trusted}
    guard.facts = {fact for fact in guard.facts if fact.name not in trusted}
    stated = {fact for fact in context.facts if fact.name not in trusted}
    tree.body = guard.into(tree.body, stated)
    tree.name = source.title
    tree.decorator_list = []
    tree.returns = None
    given = tangents if owned is not None else _given(tangents, tree)
    for parameter, tangent in given.items():
        tree.args.kwonlyargs.append(ast.arg(arg=tangent))
        tree.args.kw_defaults.append(None)
        if tangent != tangents[parameter]:
            tree.body.insert(0, syntax.assign(tangents[parameter], syntax.name(tangent)))
    syntax.fix_locations(tree)
    made = context.made | context.names.made
    return Pushed(tree, made - set(tangents.values()), context.facts, context.helpers)


def _given(tangents: dict[str, str], tree: ast.FunctionDef) -> dict[str, str]:
    """Return what the caller calls the tangents: `d_x`, unless a parameter has that name."""
    taken = set(parameter_names(tree))
    return {
        parameter: tangent if f"d_{parameter}" in taken else f"d_{parameter}"
        for parameter, tangent in tangents.items()
    }


def _prepared(
    source: Source, library: CompanionLibrary, names: Names, outermost: bool
) -> ast.FunctionDef:
    """Return a copy of the tree with named results; arguments that are written are copied."""
    tree = copied(source)
    if library.callees.resort.calls:
        inline_writers(tree, source, library.callees)
    shapes = infer(source.unit, tree, source.parameters, library.callees.result)
    effects = library.callees.effects(source.unit, infos_of(shapes))
    active = may_be_active(tree, source.wrt, effects)
    element_updates(tree, source, effects, active, called=not outermost)
    lists_as_arrays(tree, source.unit, shapes, active)
    name_results(tree, source, names)
    name_effects(tree, source, effects, active)
    name_own_indices(tree, source, effects)
    name_arguments_of_writers(tree, source, effects, made_too=True)
    if outermost:
        copies_of_written_arguments(tree, source, effects, library.callees)
    syntax.fix_locations(tree)
    return tree


def _taken(source: Source, library: CompanionLibrary) -> set[str]:
    unit, tree = source.unit, source.tree
    names = syntax.names_in(tree) | set(unit.scope.local_names) | set(parameter_names(tree))
    return names | {unit.name, source.title} | set(HELPERS) | library.taken


def _analysed(
    source: Source,
    tree: ast.FunctionDef,
    library: CompanionLibrary,
    names: Names,
    tangents: dict[str, str],
) -> tuple[Context, Effects]:
    unit = source.unit
    uses = Uses(unit)
    shapes = infer(unit, tree, source.parameters, library.callees.result)

    info_of = infos_of(shapes)
    effects = library.callees.effects(unit, info_of)
    aliases = aliases_known(tree, effects)
    known = dict(source.parameters)
    for parameter, tangent in tangents.items():
        if parameter in known:
            known[tangent] = replace(known[parameter], value=None, known=False, dim=None)
    guard = Guard(unit, known, names, source.title)
    activity = ForwardActivity(
        tree.body,
        frozenset(source.wrt),
        uses,
        aliases,
        effects,
        shapes.of.get,
        lambda use, _: info_of(use.node).dtype not in ("int", "bool"),
    )
    context = Context(
        unit, uses, effects, shapes, aliases, activity, names, guard,
        tuple(parameter_names(tree)),
        ComplexNumbers(uses, shapes, tree, library.callees.result),
        origin=source.origin,
        made=set(source.made),
        memory=memory(tree, effects),
        helpers=helpers_called(tree),
    )  # fmt: skip
    return context, effects


def _touched(
    tree: ast.FunctionDef, aliases: Aliases, effects: Effects, owned: bool
) -> frozenset[str]:
    """Return the names whose memory is written: in the function, or elsewhere if it is `owned`."""
    written = {
        thing
        for part, deep in effects.written(*tree.body)
        for thing in aliases.written(part, deep)
        if not thing.container
    }
    if owned:
        returned = {
            name
            for node in syntax.walk(tree)
            if isinstance(node, ast.Return) and node.value is not None
            for name in syntax.names_in(node.value)
        }
        for name in returned | set(parameter_names(tree)):
            written |= {thing for thing in aliases.reached(name) if not thing.container}
    return aliases.observers(frozenset(written))


def _start(source: Source, tree: ast.FunctionDef, forwarder: Forwarder) -> list[ast.stmt]:
    """Start the tangents of arguments that varying values are written into."""
    context = forwarder.context
    made: list[ast.stmt] = []
    for parameter in parameter_names(tree):
        if parameter in forwarder.varied and parameter not in source.wrt:
            walk = forwarder.walk(tree.body[0], ast.Constant(None), None, set())
            info = source.parameters.get(parameter, Info())
            zeros = walk.zeros_of(syntax.name(parameter), info)
            made.append(syntax.assign(context.names.tangent(parameter), zeros))
            context.made.add(context.names.tangent(parameter))
    return made


def _require_floats(source: Source, tangents: dict[str, str], forwarder: Forwarder) -> None:
    """Have the guard refuse integers where elements of tangents are set: they would be cut off."""
    context = forwarder.context
    for parameter, tangent in tangents.items():
        info = source.parameters.get(parameter, Info())
        own = context.dtype_fact(parameter)
        if info.kind not in ("array", "unknown") or _looks_inside(source.tree, parameter):
            continue
        if may_be_nest(source.tree, source.unit, parameter, info):
            context.guard.loose |= {parameter, tangent}
        if own in context.facts or any(_rests_on(parameter, b) for b in forwarder.buffers):
            context.rely(frozenset({own, context.dtype_fact(tangent)}))


def _looks_inside(tree: ast.FunctionDef, parameter: str) -> bool:
    """Whether `zero_like` is called of an argument: it refuses integers, in containers too."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "zero_like"
        and syntax.names_in(node) == {"zero_like", parameter}
        for node in syntax.walk(tree)
    )


def _rests_on(parameter: str, buffer: Info) -> bool:
    """Whether an array may have the dtype of a parameter."""
    if buffer.dtype is None or buffer.kind == "unknown":
        return buffer.kind not in ("list", "tuple", "dict")
    return any(fact.name == parameter for fact in buffer.dtype_facts)


__all__ = ["differentiate_forward", "push"]
