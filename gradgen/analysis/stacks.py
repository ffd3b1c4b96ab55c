"""Lists that are filled from empty and then walked once: those that loops keep their values on.

    saved = []                          for x in reversed(saved):
    for …: saved.append(x)                  …

The adjoint of such a list is a stack as well: the loop that walks the list fills it from empty,
and each `append` takes its part off again. Every other list has an adjoint with a zero for each of
its elements.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from gradgen.analysis.activity import iterated
from gradgen.analysis.effects import binds
from gradgen.syntax import children, key, names_bound, names_in, walk

Place = tuple[tuple[ast.stmt, str], ...]


def stacks(tree: ast.FunctionDef) -> frozenset[str]:
    """Return the lists of a function that are filled from empty and walked once, all through."""
    found = _Uses()
    found.block(tree.body, ())
    names = {name for name in found.walked if name not in found.others}
    return frozenset(name for name in names if found.is_stack(name))


@dataclass
class _Uses:
    """How a function uses its lists, and where: under which loops and branches."""

    filled: dict[str, list[Place]] = field(default_factory=dict)
    walked: dict[str, list[tuple[Place, ast.For | None]]] = field(default_factory=dict)
    bound: dict[str, list[Place]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)  # read, or bound, in any other way

    # ---- collecting -----------------------------------------------------------------
    def block(self, body: list[ast.stmt], place: Place) -> None:
        """Look at the statements of a block."""
        for statement in body:
            self._header(statement, place)
            for slot in ("body", "orelse", "finalbody"):
                inner = getattr(statement, slot, None)
                if isinstance(inner, list):
                    self.block(inner, (*place, (statement, slot)))
            for handler in getattr(statement, "handlers", []):
                self.block(handler.body, (*place, (statement, "handlers")))

    def _header(self, statement: ast.stmt, place: Place) -> None:
        if isinstance(statement, ast.For):
            self._walk(statement, place)
            self._binds(statement.target, (*place, (statement, "body")))
        elif isinstance(statement, (ast.While, ast.If)):
            if not isinstance(statement.test, ast.Name):
                self._reads(statement.test)
        elif isinstance(statement, ast.Assign):
            self._assign(statement, place)
        elif (isinstance(statement, ast.Expr) and self._method(statement.value, place)) or (
            isinstance(statement, ast.Return) and isinstance(statement.value, ast.Name)
        ):
            return
        else:
            self.others |= binds(statement) if isinstance(statement, ast.AugAssign) else set()
            for part in children(statement):
                if isinstance(part, ast.expr):
                    self._reads(part)

    def _walk(self, loop: ast.For, place: Place) -> None:
        parts = iterated(loop.iter)
        for part in parts:
            if isinstance(part, ast.Name):
                self.walked.setdefault(part.id, []).append((place, loop))
            else:
                self._reads(part)

    def _assign(self, statement: ast.Assign, place: Place) -> None:
        (target,) = statement.targets
        value = statement.value
        if isinstance(target, ast.Subscript):
            self._reads(target)
        elif isinstance(target, ast.Name) and not _is_empty(value):
            self.others.add(target.id)
        else:
            self._binds(target, place)
        if isinstance(value, ast.Name):
            if isinstance(target, ast.Name):
                self.others.add(value.id)
        elif not self._method(value, place):
            self._reads(value)

    def _binds(self, target: ast.expr, place: Place) -> None:
        for name in names_bound(target):
            self.bound.setdefault(name, []).append(place)

    def _method(self, value: ast.expr, place: Place) -> bool:
        """Take note of `values.append(x)` and `values.pop()`; return whether it is one."""
        if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
            return False
        holder, method = value.func.value, value.func.attr
        if not isinstance(holder, ast.Name) or value.keywords:
            return False
        if method == "append" and len(value.args) == 1:
            self.filled.setdefault(holder.id, []).append(place)
            self._reads(value.args[0])
            return True
        if method == "pop" and not value.args:
            self.walked.setdefault(holder.id, []).append((place, None))
            return True
        return False

    def _reads(self, node: ast.expr) -> None:
        """Take note of all names but those that are only packed, or counted."""
        if isinstance(node, ast.Tuple):
            for part in node.elts:
                self._reads(part)
        elif not isinstance(node, ast.Name) and not _counts(node):
            self.others |= names_in(node)

    # ---- deciding -------------------------------------------------------------------
    def is_stack(self, name: str) -> bool:
        """Tell whether a list that is used in no other way is filled and walked once."""
        walks = self.walked[name]
        loops = [loop for _, loop in walks if loop is not None]
        if loops and (len(walks) > 1 or _may_leave(loops[0].body)):
            return False
        place = walks[0][0]
        fills = self.filled.get(name, [])
        if fills and _branches(place) not in [_branches(fill) for fill in fills]:
            return False
        if not loops:
            return True
        around = [where for where in place if isinstance(where[0], (ast.For, ast.While))]
        inside = not around or any(around[-1] in bound for bound in self.bound.get(name, []))
        return inside and self._as_long(name, loops[0])

    def _as_long(self, name: str, loop: ast.For) -> bool:
        """Tell whether the lists that a loop walks along with another one are filled with it."""
        together = [part.id for part in iterated(loop.iter) if isinstance(part, ast.Name)]
        mine = self.filled.get(name)
        return all(
            other not in self.filled or mine is None or self.filled[other] == mine
            for other in together
        )


def _is_empty(value: ast.expr) -> bool:
    return isinstance(value, ast.List) and not value.elts


def _counts(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and key(node.func) == "len"


def _branches(place: Place) -> list[tuple[str, str]]:
    """Return the branches that a place stands in, by their tests."""
    return [(key(node.test), slot) for node, slot in place if isinstance(node, ast.If)]


def _may_leave(body: list[ast.stmt]) -> bool:
    """Tell whether a round of a loop may be its last."""
    return any(isinstance(node, (ast.Break, ast.Return)) for node in _own(body))


def _own(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the nodes of a block, but for the `break`s of its inner loops."""
    for statement in body:
        inner = isinstance(statement, (ast.For, ast.While))
        for node in walk(statement):
            if not (inner and isinstance(node, ast.Break)):
                yield node
