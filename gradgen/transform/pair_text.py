"""Splits the text of a derivative into `g_forward` and `g_backward`."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from gradgen import syntax
from gradgen.analysis.aliases import aliases_known
from gradgen.analysis.effects import Effects, binds
from gradgen.analysis.liveness import Liveness
from gradgen.reader.unit import Unit
from gradgen.syntax import Comment
from gradgen.transform.call_writes import Wanted, adjoint_text
from gradgen.transform.callees import parameter_names
from gradgen.transform.kept_fields import fields_for_objects
from gradgen.transform.loops import surely_bound
from gradgen.transform.normalise_writes import lists_in
from gradgen.transform.program import MadeFunction

if TYPE_CHECKING:
    from gradgen.transform.calls import Pair

BACKWARD = "Backward pass"


def split(
    function: MadeFunction,
    pair: Pair,
    unit: Unit,
    asked: Wanted,
    seeds: list[str],
    effects: Effects,
    bundles: set[str],
) -> tuple[list[MadeFunction], bool]:
    """Split forward and backward text, and let the first hand over what the second reads."""
    body = function.tree.body
    marks = [
        index
        for index, statement in enumerate(body)
        if isinstance(statement, Comment) and statement.text == BACKWARD
    ]
    end = body[-1]
    assert isinstance(end, ast.Return) and isinstance(end.value, ast.Tuple)
    value, *gradients = end.value.elts
    middle = marks[0] if marks else len(body) - 1
    forward = [s for s in body[:middle] if not _is_heading(s)]
    backward = [s for s in body[middle:-1] if not _is_heading(s)]
    result: ast.expr = gradients[0] if len(gradients) == 1 else syntax.tuple_of(gradients)
    backward.append(ast.Return(value=result))
    available = [*parameter_names(unit.tree)]
    for statement in syntax.walk_statements(forward):
        for name in sorted(binds(statement)):
            if name not in available:
                available.append(name)
    wanted = _read_before_set(backward)
    if asked.in_place and not pair.recursive:
        aliases = aliases_known(forward, effects)
        pair.arrays = tuple(p for p in asked.in_place if aliases.members(p) & wanted)
    kept = [name for name in available if name in wanted and name not in pair.arrays]
    taken = syntax.names_in(function.tree) | set(available) | wanted
    handed = fields_for_objects(kept, backward, unit.objects, taken)
    saved = "saved"
    while saved in taken:
        saved += "_"
    parameters = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(arg=name) for name in (*pair.arrays, *seeds)],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    made: list[MadeFunction] = []
    if kept:
        sure = surely_bound(forward) | set(parameter_names(unit.tree))
        forward[:0] = [
            syntax.assign(name, ast.Constant(value=None)) for name in kept if name not in sure
        ]
        names: list[ast.expr] = [syntax.name(name) for name in handed]
        parts = list(handed.values())
        if asked.changed:
            aliases = aliases_known(forward, effects)
            held = effects.sources(value)
            shared = held.union(*(aliases.members(name) for name in held))
            lists = lists_in(function.tree)
            for index, part in enumerate(parts):
                if not shared.isdisjoint(syntax.names_in(part)):
                    is_list = not lists.isdisjoint(syntax.names_in(part))
                    text = "x.copy()" if is_list else "np.copy(x)"
                    if not bundles.isdisjoint(syntax.names_in(part)):
                        text = "nest_copy(x)"
                    parts[index] = syntax.expr(text, x=part)
        bundle = parts[0] if len(parts) == 1 else syntax.tuple_of(parts)
        given = syntax.tuple_of([value, bundle]) if asked.returns else bundle
        forward.append(ast.Return(value=given))
        tree = syntax.clone(unit.tree)
        for argument in syntax.walk(tree.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None
        head = ast.FunctionDef(
            name=pair.forward,
            args=tree.args,
            body=forward,
            decorator_list=[],
            returns=None,
            lineno=0,
        )
        text = f"`{unit.name}`, and what `{pair.backward}` needs of it."
        if not asked.returns:
            text = f"`{unit.name}`; returns what `{pair.backward}` needs of it."
        made.append(replace(function, tree=head, docstring=text))
        if len(names) == 1:
            parameters.args.insert(0, ast.arg(arg=next(iter(handed))))
        else:
            parameters.args.insert(0, ast.arg(arg=saved))
            backward.insert(0, syntax.assign(syntax.tuple_of(names), syntax.name(saved)))
    head = ast.FunctionDef(
        name=pair.backward,
        args=parameters,
        body=backward,
        decorator_list=[],
        returns=None,
        lineno=0,
    )
    made.append(replace(function, tree=head, docstring=adjoint_text(unit.name, asked)))
    for each in made:
        syntax.fix_locations(each.tree)
    return made, bool(kept)


def bundles_of(statement: ast.stmt, forwards: set[str]) -> set[str]:
    """Return the name of what a call of a forward function keeps."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    if not (isinstance(value, ast.Call) and syntax.key(value.func) in forwards):
        return set()
    (target,) = statement.targets  # type: ignore[attr-defined]
    kept = target.elts[-1] if isinstance(target, ast.Tuple) else target
    return syntax.names_bound(kept)


def _is_heading(statement: ast.stmt) -> bool:
    return isinstance(statement, Comment) and statement.text in ("Forward pass", BACKWARD)


def _read_before_set(body: list[ast.stmt]) -> set[str]:
    return set(Liveness(body).before[body[0]])
