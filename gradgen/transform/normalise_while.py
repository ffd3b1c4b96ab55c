"""Assignment expressions in the test of a `while` go before the loop, and to the end of its rounds.

while (step := f(x)) > 1e-9:           step = f(x)
x = x - step             becomes   while step > 1e-9:
x = x - step
step = f(x)
"""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.transform.normalise_tree import Work, blocks_of


def without_assignments_in_tests(work: Work) -> None:
    """Rewrite every `while` whose test assigns something."""
    nodes = syntax.walk_statements(work.tree.body)
    if any(isinstance(node, ast.While) and _assigns(node.test) for node in nodes):
        work.tree.body = _block(work.tree.body, work)


def _assigns(node: ast.expr) -> bool:
    return any(isinstance(inner, ast.NamedExpr) for inner in syntax.walk(node))


def _block(block: list[ast.stmt], work: Work) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for node in block:
        for holder, part in blocks_of(node):
            setattr(holder, part, _block(getattr(holder, part), work))
        if isinstance(node, ast.While) and _assigns(node.test):
            made += _rewritten(node, work)
        else:
            made.append(node)
    return made


def _rewritten(node: ast.While, work: Work) -> list[ast.stmt]:
    """Return a loop whose test only reads, below the statement that makes what it reads."""
    test = node.test
    left = test.left if isinstance(test, ast.Compare) else test
    if isinstance(left, ast.NamedExpr) and not _assigns(left.value) and _only(left, test):
        name, value = left.target.id, left.value
        read = ast.copy_location(ast.Name(name, ast.Load()), left)
        if isinstance(test, ast.Compare):
            test.left = read
        else:
            node.test = read
    else:
        made = work.fresh("test", test)
        name, value, node.test = made.id, test, made
    assignment = work.make("name = value", node, value=value)
    assert isinstance(assignment, ast.Assign)
    assignment.targets = [ast.copy_location(ast.Name(name, ast.Store()), test)]
    node.body = [*_before_exits(node.body, assignment, work), *work.copies([assignment])]
    return [assignment, node]


def _only(left: ast.NamedExpr, test: ast.expr) -> bool:
    """Tell whether an assignment is the only one in a test."""
    return sum(isinstance(inner, ast.NamedExpr) for inner in syntax.walk(test)) == 1


def _before_exits(block: list[ast.stmt], assignment: ast.stmt, work: Work) -> list[ast.stmt]:
    """Put the assignment before each `continue` of the loop as well."""
    made: list[ast.stmt] = []
    for node in block:
        if isinstance(node, ast.Continue):
            made += work.copies([assignment])
        elif isinstance(node, (ast.For, ast.While)):
            node.orelse = _before_exits(node.orelse, assignment, work)
        else:
            for holder, part in blocks_of(node):
                inner = _before_exits(getattr(holder, part), assignment, work)
                setattr(holder, part, inner)
        made.append(node)
    return made
