"""Where two names came to share memory, for messages: there a copy would part them.

row = x * x
rows = row          # here
row[1] = 0.0
return np.sum(rows)
"""

from __future__ import annotations

import ast

from gradgen.analysis.aliases import Aliases, Thing
from gradgen.analysis.effects import names
from gradgen.syntax import walk


def meeting(aliases: Aliases, a: str, b: str) -> ast.stmt | None:
    """Return the statement that made two names share memory: of equals the last in the text.

    One that makes one name of the other tells most, and one that hands an object on more than the
    one that made it.
    """
    shared = aliases.reached(a) & aliases.reached(b)
    holders: set[str | Thing] = {a, b, *aliases.reached(a), *aliases.reached(b)}
    makers = {thing: node for (node, _), thing in aliases.made_at.items()}
    found: dict[ast.stmt, tuple[bool, bool]] = {}
    for (holder, thing), statement in aliases.reasons.items():
        if holder in holders and thing in shared:
            handed = makers.get(thing) not in walk(statement)
            best = found.get(statement, (False, False))
            found[statement] = max(best, (_names_one_by_the_other(statement, a, b), handed))
    return max(found, key=lambda s: (found[s], s.lineno, s.col_offset), default=None)


def _names_one_by_the_other(statement: ast.stmt, a: str, b: str) -> bool:
    """Whether a statement gives one of two names what it makes of the other."""
    if isinstance(statement, ast.For):
        read, bound = names(statement.iter, statement.target)
    elif isinstance(statement, ast.Assign):
        read, bound = names(statement)
    else:
        return False
    return (a in read and b in bound) or (b in read and a in bound)
