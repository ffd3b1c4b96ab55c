"""What the names in a program's functions meant when it was made, to tell whether they still do.

A text holds constants of the user's module, and the derivatives of the functions that it calls:
when a cell of a notebook is run again, or a constant is set, an earlier text is out of date.
"""

from __future__ import annotations

import ast
import builtins
import weakref
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

from gradgen.analysis.names import free_references
from gradgen.reader.unit import MISSING
from gradgen.syntax import OUTER, walk
from gradgen.transform.program import Program

Path = tuple[str, ...]


class Meanings:
    """What the free names of a program's functions mean now; no function is kept alive by it."""

    def __init__(self, program: Program) -> None:
        units = [program.unit, *(function.unit for function in program.functions)]
        by_function = {id(unit.function): unit for unit in units}
        self._of = [
            _Meaning(unit.host or unit.function, tuple(sorted(set(_paths(unit.tree)))))
            for unit in by_function.values()
        ]
        self._of += [_Meaning(function, ()) for function in program.copies.used]

    def still_hold(self) -> bool:
        """Tell whether every name still means the same object."""
        return all(meaning.still_holds() for meaning in self._of)


class _Meaning:
    def __init__(self, function: Callable[..., Any], paths: tuple[Path, ...]) -> None:
        self.function = weakref.ref(function)
        self.paths = paths
        self.found = self._now(function)

    def still_holds(self) -> bool:
        function = self.function()
        if function is None:
            return False
        return all(a is b for a, b in zip(self._now(function), self.found, strict=True))

    def _now(self, function: Callable[..., Any]) -> list[object]:
        parts = [getattr(function, part, None) for part in ("__code__", "__defaults__")]
        found = [*parts, *(_look_up(function, path) for path in self.paths)]
        return [weakref.ref(one) if isinstance(one, FunctionType) else one for one in found]


def _paths(tree: ast.FunctionDef) -> Iterator[Path]:
    """Yield `("config", "gravity")` for `config.gravity`, where `config` is a free name."""
    free = {id(node) for node in free_references(tree)}
    for node in walk(tree):
        path: Path = ()
        inner: ast.AST = node
        while isinstance(inner, ast.Attribute):
            path = (inner.attr, *path)
            inner = inner.value
        if isinstance(inner, ast.Name) and id(inner) in free:
            yield (inner.id.removesuffix(OUTER), *path)


def _look_up(function: Callable[..., Any], path: Path) -> object:
    """Return what a name means to a function now, followed through modules only."""
    name, *attributes = path
    code = function.__code__
    cells = dict(zip(code.co_freevars, function.__closure__ or (), strict=True))
    found: object
    if name in cells:
        try:
            found = cells[name].cell_contents
        except ValueError:
            return MISSING
    else:
        found = function.__globals__.get(name, getattr(builtins, name, MISSING))
    for attribute in attributes:
        if not isinstance(found, ModuleType):
            return found
        found = getattr(found, attribute, MISSING)
    return found
