"""Reduces the methods and displays of lists and dicts that the core language does without.

    values.extend([a, b])         values.append(a); values.append(b)
    state.update(x=x, v=v)        state["x"] = x; state["v"] = v
    dict(x=x)                     {"x": x}
    {**state, "x": x}             made = {}
                                  for key in state.keys(): made[key] = state[key]
                                  made["x"] = x
    state.get("x", 0.0)           state["x"] if "x" in state else 0.0
    first, *rest = values         first = values[0]; rest = list(values[1:])
    [a, *values]                  [a] + list(values)

Only what may carry a derivative is rewritten.
"""

from __future__ import annotations

import ast
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from gradgen.syntax import expr, name, names_bound, names_in, stored, walk
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_tree import Work

Placed = TypeVar("Placed", bound=ast.AST)


class Containers:
    """Rewrites what a function does with its lists and dicts."""

    def __init__(self, work: Work, activity: Activity) -> None:
        self.work = work
        self.activity = activity

    # ---- expressions ----------------------------------------------------------------
    def plain(self, node: ast.expr) -> ast.expr:
        """Return `{"x": x}` for `dict(x=x)`, a choice for `d.get(key)`, a sum for `[a, *b]`."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return self._together(node)
        if not isinstance(node, ast.Call) or not self.activity.may_be_active(node):
            return node
        if isinstance(node.func, ast.Name) and self.work.unit.scope.lookup(node.func) is dict:
            return self._dict(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            return self._get(node, node.func.value)
        return node

    def _together(self, node: ast.List | ast.Tuple) -> ast.expr:
        """Return `[a] + list(b)` for `[a, *b]`."""
        starred = any(isinstance(part, ast.Starred) for part in node.elts)
        if not starred or not self.activity.may_be_active(node):
            return node
        text = "list(b)" if isinstance(node, ast.List) else "tuple(b)"
        total: ast.expr | None = None
        for is_starred, run in groupby(node.elts, lambda part: isinstance(part, ast.Starred)):
            parts: list[ast.expr] = [type(node)(elts=list(run), ctx=ast.Load())]
            if is_starred:
                elements = parts[0].elts  # type: ignore[attr-defined]
                parts = [expr(text, b=part.value) for part in elements]
            for part in parts:
                total = part if total is None else ast.BinOp(total, ast.Add(), part)
        assert total is not None
        return _at(total, node)

    def _dict(self, node: ast.Call) -> ast.expr:
        if len(node.args) > 1 or not (node.args or node.keywords):
            return node
        keys: list[ast.expr | None] = [
            None if k.arg is None else _at(ast.Constant(k.arg), node) for k in node.keywords
        ]
        values = [keyword.value for keyword in node.keywords]
        if node.args:
            keys, values = [None, *keys], [node.args[0], *values]
        if any(not isinstance(v, ast.Name) for k, v in zip(keys, values, strict=True) if k is None):
            return node
        return ast.copy_location(ast.Dict(keys=keys, values=values), node)

    def _get(self, node: ast.Call, holder: ast.expr) -> ast.expr:
        known = isinstance(holder, ast.Name) and 1 <= len(node.args) <= 2 and not node.keywords
        if not known or not isinstance(node.args[0], (ast.Constant, ast.Name)):
            return node
        default = node.args[1] if len(node.args) == 2 else ast.Constant(value=None)
        made = expr("d[key] if key in d else default", d=holder, key=node.args[0], default=default)
        return _at(made, node)

    # ---- displays that take others apart ----------------------------------------------
    def is_merged(self, node: ast.expr) -> bool:
        """Tell whether an expression is `{**a, …}` with values that may carry a derivative."""
        return (
            isinstance(node, ast.Dict)
            and None in node.keys
            and self.activity.may_be_active(node)
            and all(
                key or isinstance(v, ast.Name)
                for key, v in zip(node.keys, node.values, strict=True)
            )
        )

    def merged(self, target: ast.Name, node: ast.Dict, source: ast.stmt) -> list[ast.stmt]:
        """Return `target = {**a, "x": x}` as statements that fill a dict."""
        made = [self.work.make("target = {}", source, target=target)]
        made[0].targets[0] = stored(target)  # type: ignore[attr-defined]
        for key, value in zip(node.keys, node.values, strict=True):
            made += self._entries(target, key, value, source)
        return made

    def _entries(
        self, holder: ast.expr, key: ast.expr | None, value: ast.expr, source: ast.stmt
    ) -> list[ast.stmt]:
        if key is not None:
            return [self.work.make("d[key] = value", source, d=holder, key=key, value=value)]
        fresh = self.work.fresh("key", value)
        text = "for key in other.keys():\n    d[key] = other[key]"
        made = self.work.make(text, source, key=fresh, other=value, d=holder)
        assert isinstance(made, ast.For)
        self.work.origin[made.body[0]] = self.work.user(source)
        return [made]

    # ---- statements -----------------------------------------------------------------
    def statement(self, node: ast.Expr) -> list[ast.stmt] | None:
        """Return `values.extend(…)` or `d.update(…)` in simpler statements, None for others."""
        call = node.value
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            return None
        holder = call.func.value
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if not any(map(self.activity.may_be_active, (holder, *given))):
            return None
        if not isinstance(holder, (ast.Name, ast.Subscript)):
            return None
        if call.func.attr == "extend" and len(call.args) == 1 and not call.keywords:
            return self.extended(holder, call.args[0], node)
        if call.func.attr == "pop" and isinstance(holder, ast.Name):
            taken = self.work.make("taken = pop", node, taken=self._popped(call), pop=call)
            return [taken]
        if call.func.attr == "update" and len(call.args) <= 1:
            return self._updated(holder, call, node)
        return None

    def _popped(self, call: ast.Call) -> ast.Name:
        made = self.work.fresh("popped", call)
        self.activity.names.add(made.id)
        return made

    def extended(
        self, holder: ast.expr, values: ast.expr, source: ast.stmt
    ) -> list[ast.stmt] | None:
        """Return one `append` for each element of a display, a loop for anything else."""
        text = "values.append(x)"
        if isinstance(values, (ast.List, ast.Tuple)):
            if any(isinstance(value, ast.Starred) for value in values.elts):
                return None
            return [self.work.make(text, source, values=holder, x=x) for x in values.elts]
        if names_in(holder) & names_in(values):
            return None
        item = self.work.fresh("item", values)
        if self.activity.may_be_active(values):
            self.activity.names.add(item.id)
        loop = self.work.make(
            "for item in walked:\n    values.append(item)",
            source, item=item, walked=values, values=holder,
        )  # fmt: skip
        assert isinstance(loop, ast.For)
        self.work.origin[loop.body[0]] = self.work.user(source)
        return [loop]

    def lengthened(self, node: ast.AugAssign) -> list[ast.stmt] | None:
        """Return `values += [x]` as `values.append(x)` where `values` is surely a list."""
        target = node.target
        if not (isinstance(target, ast.Name) and isinstance(node.op, ast.Add)):
            return None
        parts = (target, node.value)
        if target.id not in self._lists or not any(map(self.activity.may_be_active, parts)):
            return None
        return self.extended(ast.copy_location(name(target.id), target), node.value, node)

    @cached_property
    def _lists(self) -> set[str]:
        """The local names that never mean anything but a list made in the function."""
        lists: set[str] = set()
        others = {node.arg for node in walk(self.work.tree.args) if isinstance(node, ast.arg)}
        for node in walk(self.work.tree):
            if isinstance(node, ast.Assign):
                plain = _is_list(node.value) and isinstance(node.targets[0], ast.Name)
                for target in node.targets:
                    (lists if plain else others).update(names_bound(target))
            elif isinstance(node, ast.AugAssign):
                continue
            elif isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef):
                header = [getattr(node, field, None) for field in ("target", "items")]
                others |= set[str]().union(
                    *(names_bound(part) for part in header if isinstance(part, ast.AST))
                )
            elif isinstance(node, (ast.NamedExpr, ast.comprehension)):
                others |= names_bound(node.target)
        return lists - others

    def _updated(self, holder: ast.expr, call: ast.Call, source: ast.stmt) -> list[ast.stmt] | None:
        made: list[ast.stmt] = []
        if call.args:
            (other,) = call.args
            if isinstance(other, ast.Call):
                other = self.plain(other)
            if isinstance(other, ast.Dict) and None not in other.keys:
                for key, value in zip(other.keys, other.values, strict=True):
                    made += self._entries(holder, key, value, source)
            elif isinstance(other, ast.Name):
                made += self._entries(holder, None, other, source)
            else:
                return None
        for keyword in call.keywords:
            if keyword.arg is None:
                return None
            key = ast.copy_location(ast.Constant(keyword.arg), call)
            made += self._entries(holder, key, keyword.value, source)
        return made

    def starred(
        self, target: ast.Tuple | ast.List, value: ast.Name, source: ast.stmt
    ) -> list[ast.stmt]:
        """Return `first, *rest = values` as one assignment for each target."""
        made: list[ast.stmt] = []
        count = len(target.elts)
        place = next(i for i, part in enumerate(target.elts) if isinstance(part, ast.Starred))
        for position, part in enumerate(target.elts):
            if isinstance(part, ast.Starred):
                end = count - place - 1
                text = f"list(values[{place}:{-end if end else ''}])"
                part = part.value
            else:
                text = f"values[{position if position < place else position - count}]"
            taken = _at(expr(text, values=value), value)
            line = self.work.make("target = taken", source, taken=taken)
            line.targets = [stored(part)]  # type: ignore[attr-defined]
            made.append(line)
        return made


def _is_list(node: ast.expr) -> bool:
    """Whether an expression is a list by its form."""
    if isinstance(node, ast.BinOp):
        return _is_list(node.left) or _is_list(node.right)
    return isinstance(node, (ast.List, ast.ListComp))


def _at(made: Placed, source: ast.AST) -> Placed:
    """Return a tree placed where another one is."""
    for inner in walk(made):
        if not hasattr(inner, "lineno"):
            ast.copy_location(inner, source)
    return ast.copy_location(made, source)
