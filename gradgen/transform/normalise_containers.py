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

from gradgen.syntax import clone, expr, name, names_bound, names_in, stored, walk
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_lists import Emit, Lists, is_plain
from gradgen.transform.normalise_results import divided
from gradgen.transform.normalise_tree import Work, placed


class Containers:
    """Rewrites what a function does with its lists and dicts."""

    def __init__(self, work: Work, activity: Activity) -> None:
        self.work = work
        self.activity = activity
        self.lists = Lists(work, activity, lambda: self._made)

    # ---- expressions ----------------------------------------------------------------
    def plain(self, node: ast.expr, emit: Emit) -> ast.expr:
        """Return `{"x": x}` for `dict(x=x)`, a choice for `d.get(key)`, a sum for `[a, *b]`."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return self._together(node)
        if not isinstance(node, (ast.Call, ast.BinOp, ast.Subscript)):
            return node
        if not self.activity.may_be_active(node):
            return node
        if not isinstance(node, ast.BinOp):
            node = divided(node, self.work.unit)
        if not isinstance(node, (ast.Call, ast.BinOp)):
            return node
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self._union(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined(node)
        simpler = self.lists.plain(node, emit)
        if simpler is not node or not isinstance(node, ast.Call):
            return simpler
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            return self._get(node, node.func.value)
        return self._dict_of(node)

    def _dict_of(self, node: ast.Call) -> ast.expr:
        is_dict = isinstance(node.func, ast.Name) and self.work.unit.scope.lookup(node.func) is dict
        return self._dict(node) if is_dict else node

    def _joined(self, node: ast.BinOp) -> ast.expr:
        """Return `list(a[k]) + [x]` for `a[k] + [x]` where `a` surely holds lists."""
        if self.lists.is_own_part(node.left) and self._is_list(node.right):
            node.left = self._listed(node.left)
        elif self.lists.is_own_part(node.right) and self._is_list(node.left):
            node.right = self._listed(node.right)
        return node

    def _is_list(self, node: ast.expr) -> bool:
        return _is_list(node) or (isinstance(node, ast.Name) and node.id in self._made[0])

    def _listed(self, node: ast.expr) -> ast.expr:
        known = self.work.unit.scope.lookup(name("list")) is list
        return placed(expr("list(x)", x=node), node) if known else node

    def _union(self, node: ast.BinOp) -> ast.expr:
        """Return `{**a, **b}` for `a | b` of dicts."""
        if not (self._is_dict(node.left) and self._is_dict(node.right)):
            return node
        made = ast.Dict(keys=[], values=[])
        for part in (self._union_part(node.left), self._union_part(node.right)):
            made.keys += part.keys
            made.values += part.values
        return ast.copy_location(made, node)

    def _union_part(self, node: ast.expr) -> ast.Dict:
        if isinstance(node, ast.BinOp):
            made = self._union(node)
        elif isinstance(node, ast.Call):
            made = self._dict(node)
        else:
            made = node
        return made if isinstance(made, ast.Dict) else ast.Dict(keys=[None], values=[made])

    def _is_dict(self, node: ast.expr) -> bool:
        """Tell whether an expression is a dict: by its form, or as `|` has no other meaning."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self._is_dict(node.left) and self._is_dict(node.right)
        if isinstance(node, ast.Name):
            return node.id in self._made[1] or (
                node.id in self.activity.inputs and node.id not in self._rebound
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return isinstance(self._dict(node), ast.Dict)
        return isinstance(node, ast.Dict)

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
        return placed(total, node)

    def _dict(self, node: ast.Call) -> ast.expr:
        if len(node.args) > 1 or not (node.args or node.keywords):
            return node
        keys: list[ast.expr | None] = [
            None if k.arg is None else placed(ast.Constant(k.arg), node) for k in node.keywords
        ]
        values = [keyword.value for keyword in node.keywords]
        if node.args:
            keys, values = [None, *keys], [node.args[0], *values]
        if any(not isinstance(v, ast.Name) for k, v in zip(keys, values, strict=True) if k is None):
            return node
        return ast.copy_location(ast.Dict(keys=keys, values=values), node)

    def _get(self, node: ast.Call, holder: ast.expr) -> ast.expr:
        known = isinstance(holder, ast.Name) and 1 <= len(node.args) <= 2 and not node.keywords
        if not known or not is_plain(node.args[0]):
            return node
        default = node.args[1] if len(node.args) == 2 else ast.Constant(value=None)
        made = expr("d[key] if key in d else default", d=holder, key=node.args[0], default=default)
        return placed(made, node)

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
        first = node.keys.index(None)
        start = ast.Dict(keys=node.keys[:first], values=node.values[:first])
        made = [self.work.make("target = start", source, start=placed(start, node))]
        made[0].targets = [stored(target)]  # type: ignore[attr-defined]
        for key, value in zip(node.keys[first:], node.values[first:], strict=True):
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
        default = self._default_of(holder, node) if given else None
        if default is not None:
            call.func.value = _entry_of(holder)
            return [*default, node]
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
        if call.func.attr == "setdefault":
            return self._set_by_default(call, node)
        return self.lists.changed(call, node)

    def _default_of(self, holder: ast.expr, source: ast.stmt) -> list[ast.stmt] | None:
        """Return what comes before `d.setdefault(key, []).append(x)`: the entry that is missing."""
        if not (isinstance(holder, ast.Call) and isinstance(holder.func, ast.Attribute)):
            return None
        is_default = holder.func.attr == "setdefault" and _is_access(holder.func.value)
        return self._set_by_default(holder, source) if is_default else None

    def _set_by_default(self, call: ast.Call, source: ast.stmt) -> list[ast.stmt] | None:
        """Return `d.setdefault(key, x)` as an assignment that is made where the key is missing."""
        if len(call.args) != 2 or call.keywords or not is_plain(call.args[0]):
            return None
        assert isinstance(call.func, ast.Attribute)
        holder, key, value = call.func.value, call.args[0], call.args[1]
        test = placed(expr("key not in d", key=key, d=holder), call)
        line = self.work.make("d[key] = x", source, d=holder, key=clone(key), x=value)
        return [self.work.branch(test, [line], [], source)]

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
        if not (isinstance(target, ast.Name) and isinstance(node.op, (ast.Add, ast.BitOr))):
            return None
        parts = (target, node.value)
        holder = ast.copy_location(name(target.id), target)
        if isinstance(node.op, ast.BitOr):
            if not (self._is_dict(holder) and self._is_dict(node.value)):
                return None
            other = self._union_part(node.value)
            pairs = zip(other.keys, other.values, strict=True)
            return [line for k, v in pairs for line in self._entries(holder, k, v, node)]
        if target.id not in self._made[0] or not any(map(self.activity.may_be_active, parts)):
            return None
        return self.extended(holder, node.value, node)

    @cached_property
    def _made(self) -> tuple[set[str], set[str]]:
        """The local names that never mean anything but a list, and a dict, made here."""
        lists: set[str] = set()
        dicts: set[str] = set()
        others = {node.arg for node in walk(self.work.tree.args) if isinstance(node, ast.arg)}
        for node in walk(self.work.tree):
            if isinstance(node, ast.Assign):
                kind = others
                if isinstance(node.targets[0], ast.Name):
                    value = node.value
                    kind = lists if _is_list(value) else dicts if _is_dict(value) else others
                for target in node.targets:
                    kind.update(names_bound(target))
            elif isinstance(node, ast.AugAssign):
                continue
            elif isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef):
                header = [getattr(node, field, None) for field in ("target", "items")]
                others |= set[str]().union(
                    *(names_bound(part) for part in header if isinstance(part, ast.AST))
                )
            elif isinstance(node, (ast.NamedExpr, ast.comprehension)):
                others |= names_bound(node.target)
        return lists - others - dicts, dicts - others - lists

    @cached_property
    def _rebound(self) -> set[str]:
        return set[str]().union(*map(names_bound, self.work.tree.body))

    def _updated(self, holder: ast.expr, call: ast.Call, source: ast.stmt) -> list[ast.stmt] | None:
        made: list[ast.stmt] = []
        if call.args:
            (other,) = call.args
            if isinstance(other, ast.Call):
                other = self._dict_of(other)
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
            taken = placed(expr(text, values=value), value)
            line = self.work.make("target = taken", source, taken=taken)
            line.targets = [stored(part)]  # type: ignore[attr-defined]
            made.append(line)
        return made


def _is_list(node: ast.expr) -> bool:
    """Whether an expression is a list by its form."""
    if isinstance(node, ast.BinOp):
        return _is_list(node.left) or _is_list(node.right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("list", "sorted")
    return isinstance(node, (ast.List, ast.ListComp))


def _is_dict(node: ast.expr) -> bool:
    """Whether an expression is a dict by its form."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "dict"
    return isinstance(node, (ast.Dict, ast.DictComp))


def _is_access(node: ast.expr) -> bool:
    while isinstance(node, ast.Subscript):
        node = node.value
    return isinstance(node, ast.Name)


def _entry_of(call: ast.expr) -> ast.expr:
    """Return `d[key]` for `d.setdefault(key, x)`."""
    assert isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
    made = expr("d[key]", d=clone(call.func.value), key=clone(call.args[0]))
    return placed(made, call)
