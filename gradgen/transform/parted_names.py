"""Names that are used for one thing after another: each thing gets a name of its own.

    f = np.sin                          f = np.sin
    y = f(x)                            y = f(x)
    f = np.cos              becomes     f2 = np.cos
    return y * f(x)                     return y * f2(x)

The text is then about variables that are given one value, or several that no use can tell apart.
That is done only for functions that would be refused otherwise: their derivatives show the names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from gradgen.analysis.effects import captured
from gradgen.analysis.reaching import Reaching
from gradgen.reader.scope import FunctionScope, parameters
from gradgen.reader.unit import Unit
from gradgen.syntax import clone, names_in, walk
from gradgen.transform.function_copies import moved
from gradgen.transform.function_scope import host_of
from gradgen.transform.naming import Names

_OTHERWISE_BOUND = (
    ast.Global, ast.Nonlocal, ast.Delete, ast.Import, ast.ImportFrom, ast.ClassDef, ast.NamedExpr,
    ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping,
)  # fmt: skip
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef)


def with_parted_names(unit: Unit) -> Unit:
    """Return a function in which names that stand for several things are parted."""
    tree = clone(unit.tree)
    given = {parameter.arg for parameter in parameters(tree.args)}
    names = Names(names_in(tree) | given | set(unit.scope.local_names) | {tree.name})
    kept = _kept(tree)
    changed = False
    for name in sorted(_bound_twice(tree, given) - kept):
        changed |= _part(tree, name, name in given, names)
    if not changed:
        return unit
    comments = moved(unit.comments, unit.tree, tree)
    scope = FunctionScope(host_of(unit), tree, unit.scope.known)
    return replace(unit, tree=tree, comments=comments, scope=scope)


def _part(tree: ast.FunctionDef, name: str, given: bool, names: Names) -> bool:
    """Give each of the things that one name stands for a name of its own, but the first."""
    reaching = Reaching(name, lambda _: False)
    reaching.follow(tree.body)
    together: dict[ast.stmt | None, ast.stmt | None] = {}

    def root(made: ast.stmt | None) -> ast.stmt | None:
        while together.get(made, made) is not made:
            made = together[made]
        return made

    for node in reaching.seen:
        seen = [root(made) for made, _ in reaching.values_at(node, given)]
        for other in seen[1:]:
            if root(other) is not root(seen[0]):
                together[root(other)] = root(seen[0])
    binding = [*reaching.bound.values(), *_functions(tree, name)]
    if not binding:
        return False
    binding.sort(key=lambda statement: (statement.lineno, statement.col_offset))
    first = None if given else root(binding[0])
    new: dict[ast.stmt | None, str] = {root(first): name}
    for statement in binding:
        if root(statement) not in new:
            new[root(statement)] = names.fresh(name)
    for node, values in reaching.seen.items():
        if values := reaching.values_at(node, given):
            node.id = new.get(root(next(iter(values))[0]), name)
    for node, statement in reaching.bound.items():
        node.id = new[root(statement)]
    for function in _functions(tree, name):
        function.name = new[root(function)]
    return len(new) > 1


def _functions(tree: ast.FunctionDef, name: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the functions in the body that have a name."""
    inner = [node for node in _own(tree) if isinstance(node, _INNER)]
    return [node for node in inner if node.name == name]


def _own(tree: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of a function, those of functions in it left out."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, (*_INNER, ast.Lambda, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)


def _bound_twice(tree: ast.FunctionDef, given: set[str]) -> set[str]:
    """Return the names that more than one place gives a value."""
    found = [*given]
    for node in _own(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.append(node.id)
        elif isinstance(node, _INNER):
            found.append(node.name)
    return {name for name in found if found.count(name) > 1}


def _kept(tree: ast.FunctionDef) -> set[str]:
    """Return the names that must stay: functions inside read them, or they are bound otherwise."""
    found = captured(tree.body)
    for node in walk(tree):
        if isinstance(node, _OTHERWISE_BOUND):
            found |= names_in(node) | {*getattr(node, "names", ())} | {getattr(node, "name", "")}
            found.add(getattr(node, "rest", None) or "")
        elif isinstance(node, ast.comprehension):
            found |= names_in(node.target)
        elif isinstance(node, ast.Lambda):
            found |= {parameter.arg for parameter in parameters(node.args)}
    return found
