"""Which objects a container may hold more than once.

    both = [u, u]                       `u`, twice
    hist.append(u)                      `u`, if the loop around it does not make it anew
    rows.append(np.zeros(3))            nothing: each round makes its own

A write into one element of such a container is seen in others.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from gradgen.analysis.aliases import SPREAD, Aliases, Thing
from gradgen.syntax import children

Place = tuple[tuple[int, bool], ...]
"""The blocks around a statement, outermost first, each with whether it is the body of a loop."""

_LOOPS = (ast.For, ast.While, ast.AsyncFor)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def held_twice(aliases: Aliases, body: Sequence[ast.stmt]) -> frozenset[Thing]:
    """Return the objects that containers of a function may hold in more than one place."""
    if not aliases.insertions:
        return frozenset()
    places: dict[object, Place] = {}
    _find_places(body, (), False, places)
    maker = {thing: node for (node, _), thing in aliases.made_at.items()}
    found: set[Thing] = set()
    for thing, sites in aliases.insertions.items():
        home = places.get(maker[thing]) if thing in maker else None
        spread = [site for site in sites if site[1] == SPREAD]
        several = len(spread) > 1 or len(sites) - len(spread) > 1
        if several or any(_repeats(places.get(node), home) for node, _ in sites):
            found.add(thing)
    return frozenset(found)


def _repeats(site: Place | None, made: Place | None) -> bool:
    """Whether a site may run again before the object that it puts somewhere is made anew."""
    if site is None:
        return True
    loops = [index for index, (_, is_loop) in enumerate(site) if is_loop]
    if not loops:
        return False
    return made is None or len(made) <= loops[-1] or site[: len(made)] != made


def _find_places(
    block: Sequence[ast.stmt], around: Place, is_loop: bool, places: dict[object, Place]
) -> None:
    """Note the place of each node in a block."""
    here = (*around, (id(block), is_loop))
    for statement in block:
        places[statement] = here
        for child in children(statement):
            if isinstance(child, ast.ExceptHandler):
                _find_places(child.body, here, False, places)
            elif not isinstance(child, ast.stmt):
                _note(child, here, places)
        for name in ("body", "orelse", "finalbody"):
            part = getattr(statement, name, None)
            if isinstance(part, list):
                repeated = isinstance(statement, _LOOPS) and name == "body"
                _find_places(part, here, repeated, places)


def _note(node: ast.AST, here: Place, places: dict[object, Place]) -> None:
    """Note the place of an expression and its parts; a comprehension is a loop."""
    places[node] = here
    if isinstance(node, _COMPREHENSIONS):
        here = (*here, (id(node), True))
    for child in children(node):
        _note(child, here, places)


__all__ = ["held_twice"]
