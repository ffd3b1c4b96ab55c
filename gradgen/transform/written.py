"""Which names of a prepared function are written in place, and under which names that is seen."""

from __future__ import annotations

import ast
from collections import Counter

from gradgen import syntax
from gradgen.analysis.aliases import Aliases
from gradgen.analysis.effects import Effects, binds
from gradgen.transform.context import Context

_HOLDERS = ("list", "dict", "tuple", "object")


def written(tree: ast.FunctionDef, effects: Effects, aliases: Aliases) -> frozenset[str]:
    """Return the names whose memory is written in place somewhere."""
    parts = effects.written(*tree.body)
    return aliases.observers(
        frozenset().union(*(aliases.written(part, deep) for part, deep in parts))
    )


def element_written(tree: ast.FunctionDef) -> set[str]:
    """Return the names that are written through an index somewhere."""
    found: set[str] = set()
    for node in syntax.walk(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
            name = syntax.base_name(node)
            if name is not None:
                found.add(name)
    return found


def taken_apart(tree: ast.FunctionDef) -> frozenset[str]:
    """Return the names of which elements are taken, or that several loops walk."""
    found: set[str | None] = set()
    for node in syntax.walk(tree):
        if isinstance(node, ast.Subscript):
            found.add(syntax.base_name(node))
    walks = Counter(
        name
        for loop in syntax.walk_statements(tree.body)
        if isinstance(loop, ast.For)
        for name in syntax.names_in(loop.iter)
    )
    found |= {name for name, count in walks.items() if count > 1}
    return frozenset(name for name in found if name is not None)


def elements_updated(body: list[ast.stmt]) -> set[str | None]:
    """Return the names of which elements are updated in place, as by `x[i] += e`."""
    return {
        syntax.base_name(inner.target)
        for inner in syntax.walk_statements(body)
        if isinstance(inner, ast.AugAssign) and isinstance(inner.target, ast.Subscript)
    }


def mutated_outside(
    context: Context, statement: ast.stmt, mutated: set[str], needed: set[str]
) -> set[str]:
    """Return the names under which what a statement mutates is known before it.

    Those that the statement binds itself are not: of the names of the same memory, those that
    the gradient needs stand for them.

        if positive:
            row = table[0]      `row` may be undefined here, or something else
            row[1] = 0.0        `table` stands for it
    """
    inner = [s for s in syntax.walk_statements([statement]) if not hasattr(s, "body")]
    own = binds(statement) & mutated if statement not in inner else set()
    found = mutated - own
    for variable in sorted(own):
        for write in inner:
            if variable not in context.effects.mutates(write):
                continue
            others = (context.observers(write) & needed) - binds(statement)
            for name in sorted(others - found):
                if context.info(syntax.name(name), statement).kind in _HOLDERS:
                    raise context.refuse(
                        "GG301",
                        context.origin.get(write, write),
                        f"`{name}` may hold what this changes in place, and the gradient needs"
                        " what was there",
                        f"change a copy: `{variable} = {variable}.copy()` above this",
                        "in-place update of memory that two names share",
                    )
            found |= others
    return found
