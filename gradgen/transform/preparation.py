"""What is done to a normalised function before its derivative is made in reverse mode."""

from __future__ import annotations

import ast
from typing import Protocol

from gradgen import syntax
from gradgen.analysis.shapes import Shapes, infer, infos_of
from gradgen.transform.callees import Callees
from gradgen.transform.draws import name_effects
from gradgen.transform.element_updates import element_updates
from gradgen.transform.ends import (
    Prepared,
    copies_of_written_arguments,
    may_be_active,
    name_arguments_of_writers,
    name_own_indices,
    name_results,
    pop_into_names,
    single_exit,
)
from gradgen.transform.inline_writers import inline_writers
from gradgen.transform.lists_as_arrays import lists_as_arrays
from gradgen.transform.live_views import name_parts_themselves
from gradgen.transform.own_targets import name_targets_apart
from gradgen.transform.trees import copied, state_of
from gradgen.transform.view_places import name_parts_everywhere
from gradgen.transform.written_walks import walk_positions


class Source(Prepared, Protocol):
    """What is asked of the function (see `derive.Source`)."""

    tree: ast.FunctionDef
    wrt: tuple[str, ...]
    in_place: tuple[str, ...]


def prepared(source: Source, goal: str, callees: Callees) -> tuple[ast.FunctionDef, Shapes]:
    """Return the tree with one exit where it must have one, results named, arguments copied."""
    tree = copied(source)
    if callees.resort.calls:
        inline_writers(tree, source, callees)
    shapes = infer(source.unit, tree, source.parameters, callees.result)
    effects = callees.effects(source.unit, infos_of(shapes))
    active = may_be_active(tree, source.wrt, effects)
    before = state_of(tree)
    walk_positions(tree, source, effects, shapes)
    single_exit(tree, source, active, effects, always=goal == "pair")
    element_updates(tree, source, effects, active, called=goal == "pair")
    lists_as_arrays(tree, source.unit, shapes, active)
    name_results(tree, source)
    name_effects(tree, source, effects, active)
    pop_into_names(tree, source)
    name_targets_apart(tree, source)
    name_parts_themselves(tree, source, effects, shapes)
    name_parts_everywhere(tree, source, effects, shapes, callees)
    name_own_indices(tree, source, effects)
    name_arguments_of_writers(tree, source, effects)
    in_place, outermost = {*source.in_place}, goal != "pair"
    copies_of_written_arguments(tree, source, effects, callees, in_place, outermost)
    unchanged = state_of(tree) == before
    syntax.fix_locations(tree)
    if not unchanged:
        shapes = infer(source.unit, tree, source.parameters, callees.result)
    return tree, shapes
