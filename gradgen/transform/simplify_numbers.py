"""Numbers in the names of saved values: those that are left are counted from the start again.

saved_x2 = x           a name is given when a value may have to be saved, and another
y = np.sin(saved_x2)   before it may have gone since:  saved_x2 -> saved_x
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict

from gradgen.analysis.effects import names
from gradgen.syntax import walk
from gradgen.transform.program import MadeFunction

_SAVED = re.compile(r"(saved|saved_\w*?[^\W\d_]|\w+_before)_?(\d+)?")
_NAMED = {
    ast.Name: "id", ast.arg: "arg", ast.keyword: "arg", ast.Attribute: "attr", ast.alias: "name",
    ast.FunctionDef: "name", ast.ExceptHandler: "name", ast.MatchAs: "name", ast.MatchStar: "name",
}  # fmt: skip
_GRADIENT = re.compile(r"(grad_\w*?[^\W\d_])(\d+)?")


def count_again(function: MadeFunction) -> None:
    """Give such names the lowest numbers that are free, in their old order."""
    taken = _names(function)
    users = function.unit.scope.local_names
    _, bound = names(*function.tree.body)
    families: dict[str, list[tuple[int, str]]] = defaultdict(list)
    parameters = {node.arg for node in walk(function.tree) if isinstance(node, ast.arg)}
    for name in (function.made & taken & bound) - parameters:
        found = _SAVED.fullmatch(name) or _GRADIENT.fullmatch(name)
        if found is None or name.partition("_")[2] in users | taken:
            continue
        if name.startswith("grad_") and found[1].removeprefix("grad_") not in users:
            continue
        families[found[1]].append((int(found[2] or 1), name))
    renamed: dict[str, str] = {}
    for base, members in families.items():
        if base in users:
            continue
        free = taken - {name for _, name in members} | users
        number = 1
        for _, name in sorted(members):
            while (wanted := f"{base}{number}" if number > 1 else base) in free:
                number += 1
            number += 1
            if wanted != name:
                renamed[name] = wanted
    if renamed:
        _rename(function, renamed)


def _names(function: MadeFunction) -> set[str]:
    """Return every identifier of a function, its parameters and inner functions included."""
    found: set[str] = set()
    for node in walk(function.tree):
        field = _NAMED.get(node.__class__)
        if field is not None and isinstance(name := getattr(node, field), str):
            found.add(name)
    return found


def _rename(function: MadeFunction, renamed: dict[str, str]) -> None:
    for node in walk(function.tree):
        if isinstance(node, ast.Name):
            node.id = renamed.get(node.id, node.id)
    function.made = {renamed.get(name, name) for name in function.made}
    function.keep = {renamed.get(name, name) for name in function.keep}
