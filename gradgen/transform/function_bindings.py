"""What a function's text binds: its names, its defaults, its statements in order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradgen.reader.scope import own_nodes, parameters
from gradgen.syntax import walk

_LOOPS = (ast.For, ast.While)


def defaults_of(arguments: ast.arguments) -> dict[str, ast.expr]:
    """Return the default of each parameter that has one."""
    positional = [p.arg for p in (*arguments.posonlyargs, *arguments.args)]
    first = len(positional) - len(arguments.defaults)
    made = dict(zip(positional[first:], arguments.defaults, strict=True))
    for p, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            made[p.arg] = default
    return made


def bindings(tree: ast.FunctionDef) -> Iterator[str]:
    """Yield each name as often as the function binds it."""
    yield from (p.arg for p in parameters(tree.args))
    for node in own_nodes(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name


def bound_in_loops(tree: ast.FunctionDef) -> Iterator[str]:
    """Yield the names that the loops of a function bind."""
    for node in own_nodes(tree):
        if isinstance(node, _LOOPS):
            for inner in walk(node):
                if isinstance(inner, ast.Name) and not isinstance(inner.ctx, ast.Load):
                    yield inner.id


def own_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a function's own scope, blocks inside blocks included."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        for field in ("body", "orelse", "finalbody"):
            yield from own_statements(getattr(statement, field, []))
        for part in (*getattr(statement, "handlers", []), *getattr(statement, "cases", [])):
            yield from own_statements(part.body)
