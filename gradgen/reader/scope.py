"""What the free names of a function mean: closure cells, module globals, builtins, imports.

In: a function and its tree. Out: `lookup(node)`, which gives the object that `np.tanh` or
`helper` stands for, or `MISSING` for locals and for whatever is only known at run time.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from types import FunctionType, ModuleType

from gradgen.reader.unit import MISSING
from gradgen.syntax import children, walk

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = (*_INNER, ast.ClassDef)
_NAMED = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.ExceptHandler,
    ast.MatchAs,
    ast.MatchStar,
)
_SEVERAL = object()  # stands for what is imported from several places
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


METHODS_OF_UFUNCS = frozenset({"accumulate", "outer", "reduce", "reduceat"})
"""Those that give a value; `at` writes."""


class FunctionScope:
    """The meaning of the names of one function. Resolution is by scope, never by spelling.

    `known` are names that gradgen gave to objects in a tree that it made of the function's.
    """

    def __init__(
        self,
        function: FunctionType,
        tree: ast.FunctionDef,
        known: Mapping[str, object] | None = None,
    ) -> None:
        self._function = function
        self.known = dict(known or {})
        self._imports = _imports(tree, function.__globals__)
        bound = _bound(tree)
        self._local_names = frozenset(bound | set(self._imports))
        only_imported = set(self._imports) - bound
        self._hidden = (self._local_names | _bound_inside(tree)) - only_imported
        self._others = _other_names(tree, self._hidden)
        self._cells = dict(
            zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
        )

    @property
    def local_names(self) -> frozenset[str]:
        """Parameters and every name that the function binds."""
        return self._local_names

    def lookup(self, node: ast.expr) -> object:
        """Return the object that a free name or a chain of attributes on one means, or `MISSING`.

        A chain is followed through modules and classes, and to the methods of ufuncs and of SciPy's
        distributions: an attribute of any other object may be a property, or change between now
        and the call.
        """
        if isinstance(node, ast.Name):
            if node.id in self._others:
                return self._meant_by(self._others[node.id])
            return MISSING if node.id in self._hidden else self.outside(node.id)
        if isinstance(node, ast.Attribute):
            owner = self.lookup(node.value)
            if isinstance(owner, (ModuleType, type)):
                return _attribute(owner, node.attr)
            if is_distribution(owner):
                return _method(owner, node.attr)
            if type(owner).__name__ == "ufunc" and node.attr in METHODS_OF_UFUNCS:
                return getattr(owner, node.attr, MISSING)
        return MISSING

    def outside(self, name: str) -> object:
        """Return what a name means where no parameter and no assignment hides it."""
        if name in self.known:
            return self.known[name]
        if name in self._imports:
            return self._imports[name]
        if name in self._cells:
            try:
                return self._cells[name].cell_contents
            except ValueError:  # the cell is filled later
                return MISSING
        module = self._function.__globals__
        return module[name] if name in module else getattr(builtins, name, MISSING)

    def _meant_by(self, value: ast.expr) -> object:
        """Return the module or function that `f = np.tanh` gives another name."""
        found = self.lookup(value)
        return found if isinstance(found, ModuleType) or callable(found) else MISSING


def is_distribution(found: object) -> bool:
    """Tell whether an object is a distribution of SciPy, such as `scipy.stats.norm`."""
    of = type(found)
    return of.__module__.startswith("scipy.stats.") and hasattr(of, "rvs")


@cache
def _method(owner: object, name: str) -> object:
    """Return a method of an object, always the same one: each access makes another."""
    return _attribute(owner, name)


def _attribute(owner: object, name: str) -> object:
    try:
        return getattr(owner, name)
    except Exception:  # a metaclass or a module's `__getattr__` may raise anything
        return MISSING


def own_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function that belong to its own scope (comprehensions' parts too)."""
    waiting = children(tree)[::-1]
    while waiting:
        child = waiting.pop()
        yield child
        if not isinstance(child, _SCOPES):
            waiting += children(child)[::-1]


def parameters(arguments: ast.arguments) -> list[ast.arg]:
    """Return every parameter, `*args` and `**kwargs` included, in the order of the signature."""
    made = [*arguments.posonlyargs, *arguments.args]
    if arguments.vararg is not None:
        made.append(arguments.vararg)
    made += arguments.kwonlyargs
    if arguments.kwarg is not None:
        made.append(arguments.kwarg)
    return made


def _bound(tree: ast.FunctionDef) -> set[str]:
    """Return parameters and the names that the function's own scope binds, imports aside."""
    made = {parameter.arg for parameter in parameters(tree.args)}
    inside = {
        id(target)
        for node in own_nodes(tree)
        if isinstance(node, ast.comprehension)
        for target in walk(node.target)
    }
    for node in own_nodes(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            made |= set() if id(node) in inside else {node.id}
        elif isinstance(node, _NAMED) and node.name:
            made.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            made.add(node.rest)
    return made


def _other_names(tree: ast.FunctionDef, hidden: frozenset[str]) -> dict[str, ast.expr]:
    """Return the names that are bound once, to what a name from outside means."""
    bindings: dict[str, int] = {}
    found: dict[str, ast.expr] = {}
    for node in walk(tree):
        if isinstance(node, ast.arg):
            bindings[node.arg] = 2
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bindings[node.id] = bindings.get(node.id, 0) + 1
        elif isinstance(node, _NAMED) and node.name and node is not tree:
            bindings[node.name] = 2
        elif isinstance(node, ast.Assign) and isinstance(node.value, (ast.Name, ast.Attribute)):
            root: ast.expr = node.value
            while isinstance(root, ast.Attribute):
                root = root.value
            target = node.targets[0]
            if isinstance(target, ast.Name) and isinstance(root, ast.Name):
                if len(node.targets) == 1 and root.id not in hidden:
                    found[target.id] = node.value
    return {name: value for name, value in found.items() if bindings[name] == 1}


def _bound_inside(tree: ast.FunctionDef) -> set[str]:
    """Return the names that comprehensions, lambdas and functions inside the function bind."""
    made: set[str] = set()
    for node in walk(tree):
        if node is tree:
            continue
        if isinstance(node, _COMPREHENSIONS):
            for generator in node.generators:
                made |= {n.id for n in walk(generator.target) if isinstance(n, ast.Name)}
        elif isinstance(node, _INNER):
            made |= {parameter.arg for parameter in parameters(node.args)}
            if not isinstance(node, ast.Lambda):
                bound = (n for n in walk(node) if isinstance(n, ast.Name))
                made |= {n.id for n in bound if not isinstance(n.ctx, ast.Load)}
    return made


def _imports(tree: ast.FunctionDef, module: Mapping[str, object]) -> dict[str, object]:
    """Return what the `import` statements of a function's body bind, if only to one object."""
    made: dict[str, object] = {}
    for name, found in _imported(tree, module):
        known = made.get(name, MISSING)
        if known is MISSING:
            made[name] = found
        elif found is not MISSING and found is not known:
            made[name] = _SEVERAL
    return {name: MISSING if found is _SEVERAL else found for name, found in made.items()}


def _imported(tree: ast.FunctionDef, module: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for node in own_nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = _module(alias.name, 0, module)
                top = alias.name.partition(".")[0]
                yield alias.asname or top, whole if alias.asname else sys.modules.get(top, MISSING)
        elif isinstance(node, ast.ImportFrom):
            source = _module(node.module or "", node.level, module)
            for alias in node.names:
                yield alias.asname or alias.name, _member(source, alias.name)


def _module(dotted: str, level: int, module: Mapping[str, object]) -> object:
    try:
        package = str(module.get("__package__") or "")
        return importlib.import_module("." * level + dotted, package or None)
    except Exception:  # the function itself will fail there when it is called
        return MISSING


def _member(source: object, name: str) -> object:
    if not isinstance(source, ModuleType):
        return MISSING
    found = _attribute(source, name)
    return _module(f"{source.__name__}.{name}", 0, {}) if found is MISSING else found
