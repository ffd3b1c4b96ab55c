"""Tuples and dicts that need not exist at run time: all that reads them takes a known part.

options = {"scale": y}
f(x, **options) + options["scale"]        f(x, scale=y) + y
"""

from __future__ import annotations

import ast
from collections import Counter

from gradgen.reader.scope import FunctionScope, own_nodes
from gradgen.syntax import walk


def count_of_reads(tree: ast.FunctionDef, label: str) -> int:
    """Return how often a tree reads a name."""
    return sum(
        isinstance(n, ast.Name) and n.id == label and isinstance(n.ctx, ast.Load)
        for n in walk(tree)
    )


def reads_of_displays(tree: ast.FunctionDef, scope: FunctionScope) -> Counter[str]:
    """Return how often each name is read in a way that needs no tuple or dict at run time."""
    found: Counter[str] = Counter()
    for node in own_nodes(tree):
        part = part_of_display(node, scope)
        if part is not None:
            found[part] += 1
        elif isinstance(node, ast.Call):
            stars = [a.value for a in node.args if isinstance(a, ast.Starred)]
            stars += [k.value for k in node.keywords if k.arg is None]
            found.update(s.id for s in stars if isinstance(s, ast.Name))
    return found


def constant(node: ast.expr) -> int | str | None:
    """Return the number or the string that an index is written as; None for another index."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = constant(node.operand)
        return -value if isinstance(value, int) else None
    is_plain = isinstance(node, ast.Constant) and type(node.value) in (int, str)
    return node.value if is_plain else None  # type: ignore[attr-defined]


def part_of_display(node: ast.AST, scope: FunctionScope) -> str | None:
    """Return `x` for `x[0]`, `x["k"]`, `len(x)`, `x.get("k")` and `"k" in x`."""
    if isinstance(node, ast.Subscript) and constant(node.slice) is not None:
        is_read = isinstance(node.ctx, ast.Load)
        return node.value.id if is_read and isinstance(node.value, ast.Name) else None
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        other = node.comparators[0]
        is_key = len(node.ops) == 1 and isinstance(node.left, ast.Constant)
        return other.id if is_key and isinstance(other, ast.Name) else None
    if not isinstance(node, ast.Call) or node.keywords or not node.args:
        return None
    if isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        is_key = isinstance(node.args[0], ast.Constant) and len(node.args) <= 2
        owner = node.func.value
        return owner.id if is_key and isinstance(owner, ast.Name) else None
    (first, *_) = node.args
    if isinstance(first, ast.Name) and len(node.args) == 1 and scope.lookup(node.func) is len:
        return first.id
    return None
