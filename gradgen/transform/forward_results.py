"""Names for what a function returns, and results of calls that are taken apart at once."""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.transform.derive import Source
from gradgen.transform.naming import Names


def name_results(tree: ast.FunctionDef, source: Source, names: Names) -> None:
    """Write `out = e`, `return out` for `return e`; elements of tuples get names of their own."""
    given: dict[str, str] = {}

    def name_for(preferred: str) -> str:
        if preferred not in given:
            given[preferred] = names.fresh(preferred)
            source.made.add(given[preferred])
        return given[preferred]

    def named(node: ast.expr, preferred: str, out: list[ast.stmt], end: ast.Return) -> ast.expr:
        if isinstance(node, (ast.Name, ast.Constant)):
            return node
        if isinstance(node, ast.Tuple) and not any(isinstance(e, ast.Starred) for e in node.elts):
            parts = [named(e, f"{preferred}_{i}", out, end) for i, e in enumerate(node.elts)]
            return ast.copy_location(ast.Tuple(elts=parts, ctx=ast.Load()), node)
        made = ast.copy_location(syntax.assign(name_for(preferred), node), end)
        source.origin[made] = source.origin.get(end, end)
        out.append(made)
        return ast.copy_location(syntax.name(name_for(preferred)), node)

    def block(body: list[ast.stmt]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for statement in body:
            for field in ("body", "orelse"):
                if hasattr(statement, field):
                    setattr(statement, field, block(getattr(statement, field)))
            if isinstance(statement, ast.Return) and statement.value is not None:
                statement.value = named(statement.value, "out", made, statement)
            made.append(statement)
        return made

    tree.body = block(tree.body)


def join_unpacking(body: list[ast.stmt], made: set[str]) -> list[ast.stmt]:
    """Write `(r, phi), kept = g(x)` for `pair, kept = g(x)` and `r, phi = pair`."""
    counts: dict[str, int] = {}
    for statement in body:
        for node in syntax.walk(statement):
            if isinstance(node, ast.Name):
                counts[node.id] = counts.get(node.id, 0) + 1
    return _joined(body, made, counts)


def _joined(body: list[ast.stmt], made: set[str], counts: dict[str, int]) -> list[ast.stmt]:
    joined: list[ast.stmt] = []
    for statement in body:
        for field in ("body", "orelse"):
            if isinstance(getattr(statement, field, None), list):
                setattr(statement, field, _joined(getattr(statement, field), made, counts))
        name = _unpacked(statement)
        earlier = _giving(joined, name) if name in made and counts.get(name) == 2 else None
        if earlier is None or not isinstance(statement, ast.Assign):
            joined.append(statement)
            continue
        hole = {name: syntax.loaded(statement.targets[0])}
        filled = syntax.substitute(syntax.loaded(earlier.targets[0]), hole)
        earlier.targets = [syntax.stored(filled)]
    return joined


def _unpacked(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name):
        if isinstance(statement.targets[0], ast.Tuple):
            return statement.value.id
    return ""


def _giving(joined: list[ast.stmt], name: str) -> ast.Assign | None:
    """Return the statement right before that gives a name as a part of what it unpacks.

    Only other parts of the same result may be taken apart between the two.
    """
    for statement in reversed(joined[-2:]):
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Tuple):
            return None
        if name in syntax.names_bound(statement.targets[0]):
            return statement
        if not isinstance(statement.value, ast.Name):
            return None
    return None


__all__ = ["join_unpacking", "name_results"]
