"""How the functions of SciPy that rules call are spelled: as the user's module spells its own.

In: the text of a rule, which names them in full, and the call that it is for. Out: the same text,
with names that mean these functions in the user's module, or that are free to.

    special.gammaln(x)                  special.digamma(x)
    gammaln(x)                          digamma(x), which is imported beside `gammaln`
    scipy.special.gammaln(x)            scipy.special.digamma(x)
    math.lgamma(x)                      special.digamma(x), with `from scipy import special`
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType

from gradgen import syntax
from gradgen.analysis.uses import Primitive
from gradgen.reader.scope import is_distribution
from gradgen.reader.unit import MISSING
from gradgen.rules.lookup import DISTRIBUTIONS
from gradgen.rules.own import LIBRARIES, check_names, scope_of
from gradgen.runtime import HELPERS
from gradgen.transform.context import Context

PACKAGE = "scipy"
TWINS = (PACKAGE, "cupyx.scipy")


def as_in_scipy(template: ast.expr, use: Primitive, context: Context) -> ast.expr:
    """Spell `scipy.special.digamma` as the user does, in the text of the rule of a call."""
    if not any(isinstance(node, ast.Name) and node.id == PACKAGE for node in syntax.walk(template)):
        return template
    spelling = _Spelling(use, context)

    class Spelled(ast.NodeTransformer):
        def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
            dotted = _dotted(node)
            if dotted is None:
                self.generic_visit(node)
                return node
            return spelling.of(dotted)

    made = Spelled().visit(syntax.clone(template))
    assert isinstance(made, ast.expr)
    return made


def as_own(template: ast.expr, use: Primitive, context: Context) -> ast.expr:
    """Spell what the rule of a user's calls by names that mean it in the module of the call."""
    if not use.rule.home:
        return template
    check_names(use.rule)
    spelling, known = _Spelling(use, context), scope_of(use.rule)

    class Spelled(ast.NodeTransformer):
        def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
            found = _value(node, known)
            if found is MISSING:
                self.generic_visit(node)
                return node
            return spelling.of_object(node, found)

        def visit_Name(self, node: ast.Name) -> ast.expr:
            found = _value(node, known)
            return node if found is MISSING else spelling.of_object(node, found)

    made = Spelled().visit(syntax.clone(template))
    assert isinstance(made, ast.expr)
    return made


def _value(node: ast.expr, known: Mapping[str, object]) -> object:
    """Return what a dotted name means in a module; nothing for a library that all know."""
    if isinstance(node, ast.Attribute):
        owner = _value(node.value, known)
        return MISSING if owner is MISSING else getattr(owner, node.attr, MISSING)
    if not isinstance(node, ast.Name) or node.id in (*LIBRARIES, *HELPERS):
        return MISSING
    return known.get(node.id, MISSING)


def _dotted(node: ast.expr) -> str | None:
    """Return the full name that a chain of attributes on SciPy is."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    is_package = isinstance(node, ast.Name) and node.id == PACKAGE
    return ".".join([PACKAGE, *parts]) if is_package else None


class _Spelling:
    def __init__(self, use: Primitive, context: Context) -> None:
        self.use = use
        self.context = context
        self.scope = context.unit.scope
        self.called = use.node.func if isinstance(use.node, ast.Call) else None
        self.meant = MISSING if self.called is None else self.scope.lookup(self.called)

    def of(self, dotted: str) -> ast.expr:
        """Return the user's spelling of a function; what it needs is set aside, or bound."""
        path, _, label = dotted.rpartition(".")
        if path.startswith(DISTRIBUTIONS):
            return syntax.expr(f"owner.{label}", owner=self.of(path))
        module = self._module(path)
        wanted = getattr(module, label)
        for spelled in self._meant_in_scope(module, label):
            root = _root(spelled)
            if self.scope.lookup(spelled) is wanted and root not in self.context.names.made:
                self.context.names.take(root)
                return spelled
        if isinstance(self.called, ast.Name) and self.meant is not MISSING:
            if self._is_free(label) and not self._is_global(label):
                return self._bound(label, wanted)
        home = path.rpartition(".")[2]
        for alias in (home, f"{PACKAGE}_{home}"):
            if self._is_free(alias) and not self._is_global(alias):
                return syntax.expr(f"home.{label}", home=self._bound(alias, module))
        alias = self.context.names.fresh(f"{PACKAGE}_{home}")
        return syntax.expr(f"home.{label}", home=self._bound(alias, module))

    def of_object(self, node: ast.expr, found: object) -> ast.expr:
        """Return a name of the user's for an object, or one that is bound to it."""
        if self.scope.lookup(node) is found and _root(node) not in self.context.names.made:
            self.context.names.take(_root(node))
            return node
        label = node.attr if isinstance(node, ast.Attribute) else _root(node)
        if self.scope.known.get(label) is found:
            return syntax.name(label)
        if not self._is_free(label) or self._is_global(label):
            label = self.context.names.fresh(label)
        return self._bound(label, found)

    def _module(self, path: str) -> ModuleType:
        """Return the module of that name, or the one that stands in for it in the user's call."""
        tail = path.removeprefix(PACKAGE)
        name = getattr(self.meant, "__name__", "")
        for twin in TWINS:
            found = sys.modules.get(twin + tail)
            if found is not None and getattr(found, name, MISSING) is self.meant:
                return found
        try:
            return importlib.import_module(path)
        except ImportError:
            raise self.context.refuse(
                "GG202",
                self.use.node,
                f"the derivative of `{self.use.rule.name}` needs `{path}`, which is not installed",
                "install SciPy",
                f"call of `{self.use.rule.name}`",
            ) from None

    def _meant_in_scope(self, module: ModuleType, label: str) -> Iterator[ast.expr]:
        """Yield how the user's module may name a function, the most like the call first."""
        owner = self.called
        while isinstance(owner, ast.Attribute):
            owner = owner.value
            found = self.scope.lookup(owner)
            if is_distribution(found):
                yield owner
            if isinstance(found, ModuleType):
                below = module.__name__.removeprefix(found.__name__).strip(".")
                path = ".".join([part for part in (below, label) if part])
                yield syntax.expr(f"owner.{path}", owner=owner)
        yield syntax.name(label)
        names = getattr(self.context.unit.function, "__globals__", {})
        for alias in [*self.scope.known, *(key for key in names if names[key] is module)]:
            yield syntax.expr(f"owner.{label}", owner=syntax.name(alias))

    def _is_free(self, label: str) -> bool:
        return self.context.names.is_free(label)

    def _is_global(self, label: str) -> bool:
        """Whether the user's module has something of that name."""
        return self.scope.lookup(syntax.name(label)) is not MISSING

    def _bound(self, label: str, found: object) -> ast.expr:
        self.context.names.take(label)
        self.scope.known[label] = found
        return syntax.name(label)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    assert isinstance(node, ast.Name)
    return node.id
