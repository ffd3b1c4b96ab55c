"""Small questions about the tree of a function: whether it changed, which names occur in it."""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.effects import binds, reads
from gradgen.transform.callees import parameter_names


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
