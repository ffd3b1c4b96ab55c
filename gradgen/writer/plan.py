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
from gradgen.analysis.names import (
    all_arguments,
    annotation_references,
    bound_names,
    free_names,
    free_references,
)
from gradgen.reader.unit import MISSING, Unit
from gradgen.transform.program import MadeFunction
from gradgen.writer.array_module import TEMPLATE_NAME, adapt_array_module, is_array_module
from gradgen.writer.origins import BUILTIN, Origin, origin, resolve, typing_origin
from gradgen.writer.shadowed import settle_shadowed
from gradgen.writer.users import copied, dressed, keep_spellings, settle_defaults

_NUMPY = Origin("import", "numpy")
_TEMPLATES = {
    TEMPLATE_NAME: _NUMPY,
    "Mapping": Origin("from", "collections.abc", "Mapping"),
    "Sequence": Origin("from", "collections.abc", "Sequence"),
}
"""What names mean that gradgen writes where the user has none of that name."""


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
    for function in made.functions:  # grows by the functions that have to be copied
        planner.add(function)
    made.helpers = runtime.with_callees(made.helpers)
    if any("np." in runtime.source_of(name) for name in made.helpers):
        made.origins.setdefault(TEMPLATE_NAME, _NUMPY)
    return made


class _Planner:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.made = frozenset(function.tree.name for function in plan.functions)
        self.copies: dict[int, str] = {}
        self.taken = {*self.made, *runtime.HELPERS, *dir(builtins)}
        self.builtins = _builtins_called(plan)
        for function in plan.functions:
            self.taken |= {argument.arg for argument in all_arguments(function.tree.args)}
            self.taken |= syntax.names_in(function.tree)

    def add(self, function: MadeFunction) -> None:
        """Resolve the free names of one function, in the order of the text."""
        unit, tree = function.unit, function.tree
        shadowed = settle_shadowed(function, self.taken)
        self.plan.origins |= shadowed
        keep_spellings(tree, unit)
        settled = settle_defaults(tree, unit)
        free = free_references(tree)
        module = unit.scope.lookup(syntax.name(TEMPLATE_NAME))
        if TEMPLATE_NAME not in bound_names(tree) or is_array_module(module):
            adapt_array_module(function, free)
        only_annotate = _only_annotations(tree, free)
        references: dict[str, list[ast.Name]] = {}
        for node in free:
            references.setdefault(node.id, []).append(node)
        for name, nodes in references.items():
            if name in shadowed:
                continue
            if name.endswith(syntax.OUTER):
                self._bind(name.removesuffix(syntax.OUTER), resolve(name, unit), unit, nodes)
            elif name in settled:
                self._bind(name, settled[name], unit, nodes)
            elif not self._is_made(name, unit):
                found = self._meaning(name, unit)
                if found is MISSING:
                    self._missing(name, unit, name in only_annotate)
                else:
                    self.plan.submodules |= set(_submodules(tree, nodes, found))
                    self._bind(name, found, unit, nodes)
        for name in _quoted_names(tree):
            found = resolve(name, unit)
            if found is not MISSING and name not in self.plan.origins:
                self._bind(name, found, unit, [])
        if _postpones_annotations(function):
            self.plan.future_annotations = True

    def _meaning(self, name: str, unit: Unit) -> object:
        """Return what a name means; one that the user does not write is the templates'."""
        if name not in _mentioned(unit):
            if name == TEMPLATE_NAME and not is_array_module(resolve(name, unit)):
                return MISSING
            if hasattr(builtins, name):
                return getattr(builtins, name)
        return resolve(name, unit)

    def _is_made(self, name: str, unit: Unit) -> bool:
        """Tell whether a name is a function or helper of the module; refuse if it may be either."""
        if name not in self.made and name not in runtime.HELPERS:
            return False
        meant = resolve(name, unit) if name in _mentioned(unit) else MISSING
        if name in self.made:
            if meant is MISSING or _defines(self.plan, name, meant):
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
        elif name in _TEMPLATES:
            self.plan.origins.setdefault(name, _TEMPLATES[name])

    def _bind(self, name: str, found: object, unit: Unit, nodes: list[ast.Name]) -> None:
        """Give a name of the module to an object, another one if the name is another's."""
        found_at = origin(name, found, unit)
        if found_at.kind == "live":
            self._bind_live(name, found, found_at, nodes)
            return
        chosen = self._chosen(name, found_at)
        if found_at is BUILTIN and chosen != name:
            found_at = Origin("from", "builtins", name)
        _rename(nodes, chosen)
        self.plan.origins[chosen] = found_at

    def _bind_live(self, name: str, found: object, found_at: Origin, nodes: list[ast.Name]) -> None:
        """Copy a function that cannot be imported; bind any other object when loading."""
        if id(found) in self.copies:
            _rename(nodes, self.copies[id(found)])
            return
        chosen = self._chosen(name, found_at)
        _rename(nodes, chosen)
        function = copied(found)
        if function is None:
            self.plan.origins[chosen] = found_at
            self.plan.live[chosen] = found
            return
        function.tree.name = chosen
        self.taken |= {chosen, *syntax.names_in(function.tree)}
        self.copies[id(found)] = chosen
        self.plan.functions.append(dressed(function))

    def _chosen(self, name: str, found_at: Origin) -> str:
        """Return a name of the module that is this origin's, or free for it."""
        origins = self.plan.origins
        others = {*self.made, *self.copies.values(), *self.plan.helpers}
        others |= set() if found_at is BUILTIN else self.builtins
        if name not in others and origins.get(name, found_at) == found_at:
            return name
        for known, known_at in origins.items():
            if known_at == found_at and found_at is not BUILTIN:
                return known
        number = 2
        while f"{name}{number}" in self.taken or f"{name}{number}" in origins:
            number += 1
        self.taken.add(f"{name}{number}")
        return f"{name}{number}"


def _rename(nodes: Iterable[ast.Name], name: str) -> None:
    for node in nodes:
        node.id = name


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


def _only_annotations(tree: ast.FunctionDef, free: Iterable[ast.Name]) -> set[str]:
    annotations = set(annotation_references(tree))
    elsewhere = {node.id for node in free if node not in annotations}
    return {node.id for node in annotations} - elsewhere


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
    for node in syntax.walk(tree):
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


def _builtins_called(plan: Plan) -> set[str]:
    """Return the builtins that the text of a module means by their own names."""
    named = {name for function in plan.functions for name in free_names(function.tree)}
    helpers = runtime.with_callees(plan.helpers | (named & set(runtime.HELPERS)))
    for helper in helpers:
        named |= runtime.names_in(helper)
    return named & set(dir(builtins))
