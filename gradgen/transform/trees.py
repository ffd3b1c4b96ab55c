"""Small things done with the tree of a function: a copy, whether it changed, its names."""

from __future__ import annotations

import ast
from typing import Protocol

from gradgen import syntax
from gradgen.analysis.effects import binds, reads
from gradgen.transform.callees import parameter_names


class WithOrigins(Protocol):
    """A tree, and the user's statements that its own come from."""

    tree: ast.FunctionDef
    origin: dict[ast.stmt, ast.stmt]


def copied(source: WithOrigins) -> ast.FunctionDef:
    """Return a copy of the tree; the origins of its statements are those of the original."""
    tree = syntax.clone(source.tree)
    for old, new in zip(syntax.walk(source.tree), syntax.walk(tree), strict=True):
        if isinstance(old, ast.stmt) and isinstance(new, ast.stmt) and old in source.origin:
            source.origin[new] = source.origin[old]
    return tree


def state_of(tree: ast.FunctionDef) -> list[tuple[object, ...]]:
    """Return what tells whether a tree was changed: its very nodes, and what stands in each."""
    return [(node, *node.__dict__.values()) for node in syntax.walk(tree)]


def in_order(tree: ast.FunctionDef) -> list[str]:
    """Return the names of a function as they first occur in the text."""
    found = dict.fromkeys(parameter_names(tree))
    for statement in syntax.walk_statements(tree.body):
        for name in sorted(binds(statement) | reads(statement)):
            found.setdefault(name)
    return list(found)
