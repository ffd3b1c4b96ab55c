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


def free_references(tree: ast.AST) -> list[ast.Name]:
    """Return the nodes of a function (or of an expression) that name something outside it."""
    return list(_free(tree, frozenset()))


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
    elsewhere = {name for node in _own_nodes(body) for name in _declared_elsewhere(node)}
    bound = {name for node in _own_nodes(body) for name in _binds(node)}
    return frozenset(parameters | (bound - elsewhere))


def _free(node: ast.AST, bound: frozenset[str]) -> Iterator[ast.Name]:
    if isinstance(node, ast.Name):
        if node.id not in bound:
            yield node
    elif isinstance(node, _FUNCTIONS):
        yield from _free_in_function(node, bound)
    elif isinstance(node, _COMPREHENSIONS):
        yield from _free_in_comprehension(node, bound)
    else:
        for child in children(node):
            yield from _free(child, bound)


def _free_in_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, bound: frozenset[str]
) -> Iterator[ast.Name]:
    """Yield those of a function; its decorators, defaults and annotations stand outside it."""
    for outer in getattr(node, "decorator_list", []):
        yield from _free(outer, bound)
    yield from _free(node.args, bound)
    returns = getattr(node, "returns", None)
    if returns is not None:
        yield from _free(returns, bound)
    inner = bound | bound_names(node)
    for statement in node.body if isinstance(node.body, list) else [node.body]:
        yield from _free(statement, inner)


def _free_in_comprehension(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, bound: frozenset[str]
) -> Iterator[ast.Name]:
    """Yield those of a comprehension; its first iterable stands outside it."""
    yield from _free(node.generators[0].iter, bound)
    targets = [generator.target for generator in node.generators]
    inner = bound | {name for n in _own_nodes(targets) for name in _binds(n)}
    for child in children(node):
        if child is not node.generators[0]:
            yield from _free(child, inner)
    for condition in [node.generators[0].target, *node.generators[0].ifs]:
        yield from _free(condition, inner)


def _own_nodes(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes of one scope: not those inside the functions and classes in it."""
    for node in nodes:
        yield node
        if isinstance(node, _FUNCTIONS):
            yield from _own_nodes(getattr(node, "decorator_list", []))
            yield from _own_nodes([*node.args.defaults, *filter(None, node.args.kw_defaults)])
        elif isinstance(node, ast.ClassDef):
            yield from _own_nodes([*node.decorator_list, *node.bases])
        elif isinstance(node, _COMPREHENSIONS):
            yield from (n for n in walk(node) if isinstance(n, ast.NamedExpr))
            yield from (n.target for n in walk(node) if isinstance(n, ast.NamedExpr))
        else:
            yield from _own_nodes(children(node))


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


def _declared_elsewhere(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
