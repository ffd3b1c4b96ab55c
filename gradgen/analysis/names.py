"""The names that a tree takes from outside itself, found by Python's own rules of scope.

In goes a function; out come the `ast.Name` nodes that are not bound anywhere around them, so
that they can be resolved, imported or renamed.

>>> tree = ast.parse("def f(x, k=K): return np.sum([g(i) for i in x])").body[0]
>>> sorted({node.id for node in free_references(tree)})
['K', 'g', 'np']
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from gradgen.syntax import children, walk

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_WITH_SCOPE = frozenset({*_FUNCTIONS, *_COMPREHENSIONS, ast.ClassDef})
_WITH_NAMES = frozenset(
    {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.alias, ast.ExceptHandler}
    | {ast.MatchAs, ast.MatchStar, ast.MatchMapping}
)


def free_references(tree: ast.AST) -> list[ast.Name]:
    """Return the nodes of a function (or of an expression) that name something outside it."""
    found: list[ast.Name] = []
    _free(tree, frozenset(), found)
    return found


def free_names(tree: ast.AST) -> set[str]:
    """Return the names that a function (or an expression) takes from outside it."""
    return {node.id for node in free_references(tree)}


def annotation_references(tree: ast.FunctionDef) -> list[ast.Name]:
    """Return the free references that occur in the annotations of the signature alone."""
    annotations = [argument.annotation for argument in all_arguments(tree.args)]
    return [
        reference
        for annotation in [*annotations, tree.returns]
        if annotation is not None
        for reference in free_references(annotation)
    ]


def all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    """Return every parameter of a signature, in the order in which it is written."""
    stars = [arguments.vararg] if arguments.vararg else []
    more = [arguments.kwarg] if arguments.kwarg else []
    return [*arguments.posonlyargs, *arguments.args, *stars, *arguments.kwonlyargs, *more]


def bound_names(tree: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> frozenset[str]:
    """Return the parameters of a function and every name that its body binds."""
    body = tree.body if isinstance(tree.body, list) else [tree.body]
    parameters = {argument.arg for argument in all_arguments(tree.args)}
    own = _own_nodes(body)
    elsewhere: set[str] = set()
    bound: set[str] = set()
    for node in own:
        if isinstance(node, ast.Name):
            if node.ctx.__class__ is not ast.Load:
                bound.add(node.id)
        elif node.__class__ in _WITH_NAMES:
            bound.update(_binds(node))
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            elsewhere.update(node.names)
    return frozenset(parameters | (bound - elsewhere))


def _free(node: ast.AST, bound: frozenset[str], found: list[ast.Name]) -> None:
    """Add those in a node that are not bound around it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            if node.id not in bound:
                found.append(node)
        elif isinstance(node, _FUNCTIONS):
            _free_in_function(node, bound, found)
        elif isinstance(node, _COMPREHENSIONS):
            _free_in_comprehension(node, bound, found)
        elif not isinstance(node, ast.Constant):
            waiting += reversed(children(node))


def _free_in_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
    bound: frozenset[str],
    found: list[ast.Name],
) -> None:
    """Add those of a function; its decorators, defaults and annotations stand outside it."""
    for outer in getattr(node, "decorator_list", []):
        _free(outer, bound, found)
    _free(node.args, bound, found)
    returns = getattr(node, "returns", None)
    if returns is not None:
        _free(returns, bound, found)
    inner = bound | bound_names(node)
    for statement in node.body if isinstance(node.body, list) else [node.body]:
        _free(statement, inner, found)


def _free_in_comprehension(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    bound: frozenset[str],
    found: list[ast.Name],
) -> None:
    """Add those of a comprehension; its first iterable stands outside it."""
    _free(node.generators[0].iter, bound, found)
    targets = [generator.target for generator in node.generators]
    inner = bound | {name for n in _own_nodes(targets) for name in _binds(n)}
    for child in children(node):
        if child is not node.generators[0]:
            _free(child, inner, found)
    for condition in [node.generators[0].target, *node.generators[0].ifs]:
        _free(condition, inner, found)


def _own_nodes(nodes: Iterable[ast.AST]) -> list[ast.AST]:
    """Return the nodes of one scope: not those inside the functions and classes in it."""
    found = list(nodes)
    for node in found:  # grows by the parts of each
        if node.__class__ not in _WITH_SCOPE:
            found += children(node)
        elif isinstance(node, _FUNCTIONS):
            found += getattr(node, "decorator_list", [])
            found += [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        elif isinstance(node, ast.ClassDef):
            found += [*node.decorator_list, *node.bases]
        elif isinstance(node, _COMPREHENSIONS):
            found += [n.target for n in walk(node) if isinstance(n, ast.NamedExpr)]
    return found


def _binds(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.split(".")[0]
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest
