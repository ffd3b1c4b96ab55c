"""Which results of a function its derivative needs."""

from __future__ import annotations

import ast

from gradgen.rules.registry import Rule
from gradgen.rules.source import template_tree


def results_read(rule: Rule) -> set[int]:
    """Return which results, counted from 0, the adjoint of a rule reads the values of."""
    if rule.adjoint is None:
        return set()
    tree = template_tree(rule.adjoint)
    words = [
        [node.func, *node.args] if isinstance(node, ast.Call) else [node.slice]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Call, ast.Subscript)) and _is_word(node)
    ]
    told = {id(name) for parts in words for part in parts for name in ast.walk(part)}
    found = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in told
    }
    return {k for k, result in enumerate(rule.results) if result in found}


def _is_word(node: ast.AST) -> bool:
    """Whether a node is `grad[y]`, `d[y]`, or asks something about an argument or result."""
    match node:
        case ast.Subscript(value=ast.Name(id="grad" | "d")):
            return True
        case ast.Call(func=ast.Name(id="has_adjoint" | "rank" | "same_shape" | "known")):
            return True
    return False
