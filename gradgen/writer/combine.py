"""The functions of several programs to the functions of one module, without clashes of names.

Functions that two programs have in common are written once. A pair (`dense_forward`, …) that
another program has in another form takes the next free names.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

from gradgen import errors, syntax
from gradgen.analysis.names import free_references
from gradgen.transform.program import MadeFunction


def combined(programs: Sequence[Sequence[MadeFunction]]) -> list[MadeFunction]:
    """Return the functions of all programs; the first of each keeps its name."""
    firsts = {functions[0].tree.name for functions in programs}
    if len(firsts) < len(programs):
        names = [functions[0].tree.name for functions in programs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise errors.bad_input(
            "GG405",
            "several functions into one file",
            f"more than one of them would be called `{twice[0]}`",
            "write them into files of their own",
        )
    made: dict[str, MadeFunction] = {}
    for functions in programs:
        rest = {function.tree.name: function for function in functions[1:]}
        clashing = [name for name in rest if name in made or name in firsts]
        if all(name in made and _same(rest[name], made[name]) for name in clashing):
            renamed = {}
        else:
            renamed = _fresh(clashing, {*made, *rest, *firsts})
        for function in functions:
            moved = _renamed(function, renamed) if renamed else function
            made.setdefault(moved.tree.name, moved)
    return list(made.values())


def _same(a: MadeFunction, b: MadeFunction) -> bool:
    return a.unit.function is b.unit.function and syntax.same(a.tree, b.tree)


def _fresh(names: list[str], taken: set[str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for name in names:
        number = 2
        while f"{name}{number}" in taken:
            number += 1
        made[name] = f"{name}{number}"
        taken.add(made[name])
    return made


def _renamed(function: MadeFunction, renamed: dict[str, str]) -> MadeFunction:
    tree = syntax.clone(function.tree)
    tree.name = renamed.get(tree.name, tree.name)
    for node in free_references(tree):
        node.id = renamed.get(node.id, node.id)
    made = copy.copy(function)
    made.tree = tree
    return made
