"""What a generated module consists of: its functions, and what each of their free names needs.

In: made functions. Out: a `Plan`, which the text of the module and the namespace that it is run in
are both made from, so that they agree.
"""

from __future__ import annotations
import __future__

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from types import FunctionType, ModuleType

from gradgen import errors, runtime, syntax
from gradgen.reader.unit import MISSING, Unit
from gradgen.transform.program import MadeFunction
from gradgen.writer.array_module import TEMPLATE_NAME, adapt_array_module, is_array_module
from gradgen.writer.names import all_arguments, annotation_references, free_names, free_references
from gradgen.writer.origins import BUILTIN, Origin, origin, resolve, typing_origin

_NUMPY = Origin("import", "numpy")


@dataclass
class Plan:
    """The parts of a module: `origins` by the name that the module gives them."""

    functions: list[MadeFunction]
    origins: dict[str, Origin] = field(default_factory=dict)
    live: dict[str, object] = field(default_factory=dict)
    submodules: set[str] = field(default_factory=set)
    helpers: set[str] = field(default_factory=set)
    future_annotations: bool = False


def plan(functions: Iterable[MadeFunction], helpers: Iterable[str]) -> Plan:
    """Resolve every free name of the functions; names that clash are given aliases."""
    made = Plan([_copy(function) for function in functions], helpers=set(helpers))
    planner = _Planner(made)
    for function in made.functions:
        adapt_array_module(function)
        planner.add(function)
    made.helpers = _with_callees(made.helpers)
    if made.helpers:
        made.origins.setdefault("np", _NUMPY)
    return made


class _Planner:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.functions = {function.tree.name for function in plan.functions}
        self.taken = self.functions | set(runtime.HELPERS) | set(dir(builtins))
        for function in plan.functions:
            self.taken |= {argument.arg for argument in all_arguments(function.tree.args)}
            self.taken |= syntax.names_in(function.tree)

    def add(self, function: MadeFunction) -> None:
        """Resolve the free names of one function, in the order of the text."""
        references: dict[str, list[ast.Name]] = {}
        for node in free_references(function.tree):
            references.setdefault(node.id, []).append(node)
        only_annotate = _only_annotations(function.tree)
        for name, nodes in references.items():
            if self._is_made(name, function.unit):
                continue
            found = self._meaning(name, function.unit)
            if found is MISSING:
                self._missing(name, function.unit, name in only_annotate)
                continue
            self.plan.submodules |= set(_submodules(function.tree, nodes, found))
            self._bind(name, found, origin(name, found, function.unit), nodes)
        for name in _quoted_names(function.tree):
            found = resolve(name, function.unit)
            if found is not MISSING and name not in self.plan.origins:
                self._bind(name, found, origin(name, found, function.unit), [])
        if _postpones_annotations(function):
            self.plan.future_annotations = True

    def _meaning(self, name: str, unit: Unit) -> object:
        """Return what a name means; `np` that the user does not write is the templates'."""
        found = resolve(name, unit)
        if name == TEMPLATE_NAME and name not in _mentioned(unit) and not is_array_module(found):
            return MISSING
        return found

    def _is_made(self, name: str, unit: Unit) -> bool:
        """Tell whether a name is a function or helper of the module; refuse if it may be either."""
        if name not in self.functions and name not in runtime.HELPERS:
            return False
        if name not in _mentioned(unit):
            meant: object = MISSING
        else:
            meant = resolve(name, unit)
        if name in self.functions:
            if meant is MISSING or meant is unit.function or _defines(self.plan, name, meant):
                return True
            raise errors.internal(f"a function of the user's has the name of a made one, `{name}`")
        if meant is MISSING or is_helper(name, meant):
            self.plan.helpers.add(name)
            return True
        if name in self.plan.helpers:
            raise errors.refused(
                "GG118",
                f"`{unit.name}`",
                f"it uses the name `{name}`, which is that of a helper its derivative needs",
                f"rename your `{name}`",
            )
        return False

    def _missing(self, name: str, unit: Unit, only_annotates: bool) -> None:
        """Bind a name that means nothing in the user's module."""
        found = typing_origin(name, unit) if only_annotates else None
        if found is not None:
            self.plan.origins.setdefault(name, found)
        elif name == TEMPLATE_NAME:
            self.plan.origins.setdefault(name, _NUMPY)

    def _bind(self, name: str, found: object, found_at: Origin, nodes: list[ast.Name]) -> None:
        """Give a name of the module to an object, another one if the name is another's."""
        reserved = name in self.functions or (name in self.plan.helpers)
        if reserved or self.plan.origins.get(name, found_at) != found_at:
            name = self._alias(name, found_at)
            for node in nodes:
                node.id = name
        if found_at is BUILTIN and not hasattr(builtins, name):
            found_at = Origin("from", "builtins", str(getattr(found, "__name__", name)))
        self.plan.origins[name] = found_at
        if found_at.kind == "live":
            self.plan.live[name] = found

    def _alias(self, name: str, found_at: Origin) -> str:
        for known, known_at in self.plan.origins.items():
            if known_at == found_at and found_at is not BUILTIN and known not in self.functions:
                return known
        number = 2
        while f"{name}{number}" in self.taken or f"{name}{number}" in self.plan.origins:
            number += 1
        self.taken.add(f"{name}{number}")
        return f"{name}{number}"


def is_helper(name: str, found: object) -> bool:
    """Tell whether an object is a copy of the runtime helper of that name."""
    if name not in runtime.HELPERS or not isinstance(found, FunctionType):
        return False
    import inspect

    try:
        text = inspect.getsource(found)
        return runtime.code_digest(text) == runtime.digest(name)
    except (OSError, TypeError, SyntaxError, ValueError):
        return False


def _copy(function: MadeFunction) -> MadeFunction:
    return MadeFunction(syntax.clone(function.tree), function.unit, function.docstring)


def _defines(plan: Plan, name: str, meant: object) -> bool:
    return any(f.tree.name == name and f.unit.function is meant for f in plan.functions)


@lru_cache(maxsize=256)
def _mentioned(unit: Unit) -> frozenset[str]:
    """Return the names that the user's own text takes from outside or binds."""
    return frozenset(free_names(unit.tree) | unit.scope.local_names)


def _only_annotations(tree: ast.FunctionDef) -> set[str]:
    annotations = {id(node) for node in annotation_references(tree)}
    elsewhere = {node.id for node in free_references(tree) if id(node) not in annotations}
    return {node.id for node in annotation_references(tree)} - elsewhere


def _quoted_names(tree: ast.FunctionDef) -> Iterator[str]:
    """Yield the names in annotations that are written as strings."""
    for argument in all_arguments(tree.args):
        quoted = argument.annotation
        if isinstance(quoted, ast.Constant) and isinstance(quoted.value, str):
            try:
                yield from sorted(free_names(ast.parse(quoted.value, mode="eval")))
            except SyntaxError:
                continue


def _postpones_annotations(function: MadeFunction) -> bool:
    code = getattr(function.unit.function, "__code__", None)
    flags = code.co_flags if code is not None else 0
    annotated = any(argument.annotation for argument in all_arguments(function.tree.args))
    return annotated and bool(flags & __future__.annotations.compiler_flag)


def _submodules(tree: ast.FunctionDef, roots: list[ast.Name], module: object) -> Iterator[str]:
    """Yield the submodules that `package.sub.f` needs imported, unless the package loads them."""
    if not isinstance(module, ModuleType):
        return
    wanted = {id(node) for node in roots}
    for node in ast.walk(tree):
        path: list[str] = []
        inner: ast.AST = node
        while isinstance(inner, ast.Attribute):
            path.insert(0, inner.attr)
            inner = inner.value
        if path and id(inner) in wanted:
            yield from _loaded_along(module, path)


def _loaded_along(module: ModuleType, path: list[str]) -> Iterator[str]:
    for name in path:
        inner = vars(module).get(name)
        full = f"{module.__name__}.{name}"
        lazy = "__getattr__" in vars(module)
        if not isinstance(inner, ModuleType) or inner.__name__ != full or lazy:
            return
        yield full
        module = inner


def _with_callees(helpers: set[str]) -> set[str]:
    """Return helpers and the helpers that those call."""
    made: set[str] = set()
    waiting = set(helpers)
    while waiting:
        name = waiting.pop()
        made.add(name)
        waiting |= set(runtime.needs(name)) - made
    return made
