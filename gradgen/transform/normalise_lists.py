"""Reduces what is done with lists to comprehensions, slices, `append` and loops.

    [x] * n                   [x for k in range(n)]
    dict(zip(names, x))       {key: value for key, value in zip(names, x)}
    sorted(x)                 order = np.argsort(x, kind="stable"); [x[k] for k in order]
    max(x, key=f)             x[np.argmax([f(value) for value in x])]
    values.insert(k, x)       values = values[:k] + [x] + values[k:]
    x = values.pop(2)         x = values[2]; values = values[:2] + values[3:]
    xs, ys = zip(*pairs)      for x, y in pairs: xs.append(x); ys.append(y)

Only what may carry a derivative is rewritten.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from functools import cached_property
from types import FunctionType

from gradgen.reader.unit import MISSING
from gradgen.syntax import clone, expr, loaded, names_in, stored, substitute, tuple_of, walk
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_tree import Work, placed
from gradgen.transform.normalise_writes import numpy_name

Emit = Callable[[ast.expr, ast.expr], None]
"""Assigns a value to a name before the statement at hand."""
Own = Callable[[], tuple[set[str], set[str]]]
MOST_WRITTEN = 8
"""Elements of a list that is written out."""
_MARKS = (ast.operator, ast.unaryop, ast.expr_context)


class Lists:
    """Rewrites what a function does with its lists, in expressions and in statements.

    Parameters
    ----------
    own : the local names that never mean anything but a list, and a dict, made in the function
    """

    def __init__(
        self, work: Work, activity: Activity, own: Callable[[], tuple[set[str], set[str]]]
    ) -> None:
        self.work = work
        self.activity = activity
        self._made = own

    # ---- expressions ----------------------------------------------------------------
    def plain(self, node: ast.expr, emit: Emit) -> ast.expr:
        """Return an expression in simpler terms, or the same node."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return self._repeated(node, emit)
        if not isinstance(node, ast.Call) or not node.args:
            return node
        called = self.work.unit.scope.lookup(node.func)
        if called is dict:
            return self._zipped(node)
        if called is sorted:
            return self._sorted(node, emit)
        if called is builtins.max or called is builtins.min:
            return self._best(node, "argmax" if called is builtins.max else "argmin", emit)
        return node

    def _repeated(self, node: ast.BinOp, emit: Emit) -> ast.expr:
        """Return `[x for k in range(n)]` for `[x] * n`, where `x` is a name or a number.

        Of a few elements, and a small number, all are written: `[x, y, x, y]`.
        """
        display, count = node.left, node.right
        if not isinstance(display, ast.List):
            display, count = count, display
        if not isinstance(display, ast.List) or not display.elts:
            return node
        times = count.value if isinstance(count, ast.Constant) else None
        plain = not any(isinstance(element, ast.Starred) for element in display.elts)
        if type(times) is int and plain and 0 < times * len(display.elts) <= MOST_WRITTEN:
            if len(display.elts) > 1 or not isinstance(display.elts[0], (ast.Name, ast.Constant)):
                named = [
                    one if isinstance(one, ast.Constant) else self._as_name(one, emit, "value")
                    for one in display.elts
                ]
                every = [clone(element) for _ in range(times) for element in named]
                return placed(ast.List(elts=every, ctx=ast.Load()), node)
        if len(display.elts) != 1:
            return node
        (element,) = display.elts
        if not isinstance(element, (ast.Name, ast.Constant)) or self.activity.may_be_active(count):
            return node
        k = self.work.fresh("k", node)
        made = expr("[x for k in range(n)]", x=element, k=k, n=count)
        return placed(made, node)

    def _zipped(self, node: ast.Call) -> ast.expr:
        """Return `{key: value for key, value in zip(a, b)}` for `dict(zip(a, b))`."""
        (pairs, *more) = node.args
        if more or node.keywords or not isinstance(pairs, ast.Call) or len(pairs.args) != 2:
            return node
        if not self._is(pairs, zip):
            return node
        key, value = self.work.fresh("key", node), self.work.fresh("value", node)
        self.activity.names.add(value.id)
        made = expr("{key: value for key, value in pairs}", key=key, value=value, pairs=pairs)
        return placed(made, node)

    def _sorted(self, node: ast.Call, emit: Emit) -> ast.expr:
        """Return the elements in the order that `np.argsort` gives."""
        options = {keyword.arg: keyword.value for keyword in node.keywords}
        reverse = options.pop("reverse", ast.Constant(value=False))
        numpy = numpy_name(self.work.tree, self.work.unit)
        if len(node.args) != 1 or not set(options) <= {"key"} or numpy is None:
            return node
        if not isinstance(reverse, ast.Constant):
            return node
        values = self._as_name(node.args[0], emit)
        keys = self._keys(values, options.get("key"), bool(reverse.value))
        if keys is None:
            return node
        order = self.work.fresh("order", node)
        emit(order, placed(expr('np.argsort(x, kind="stable")', np=numpy, x=keys), node))
        k = self.work.fresh("k", node)
        return placed(expr("[x[k] for k in order]", x=values, k=k, order=order), node)

    def _best(self, node: ast.Call, method: str, emit: Emit) -> ast.expr:
        """Return `x[np.argmax([f(value) for value in x])]` for `max(x, key=f)`."""
        options = {keyword.arg: keyword.value for keyword in node.keywords}
        numpy = numpy_name(self.work.tree, self.work.unit)
        if set(options) != {"key"} or len(node.args) != 1 or numpy is None:
            return node
        values = self._as_name(node.args[0], emit)
        keys = self._keys(values, options["key"], False)
        if keys is None:
            return node
        text = f"x[np.{method}(keys)]"
        return placed(expr(text, np=numpy, x=values, keys=keys), node)

    def _keys(self, values: ast.expr, key: ast.expr | None, turned: bool) -> ast.expr | None:
        """Return the numbers to sort by: the values, or what `key` makes of them."""
        if key is None and not turned:
            return clone(values)
        item = self.work.fresh("value", values)
        self.activity.names.add(item.id)
        made: ast.expr = item
        if isinstance(key, ast.Lambda):
            if len(key.args.args) != 1 or len(names_in(key.args)) > 0:
                return None
            made = substitute(clone(key.body), {key.args.args[0].arg: item})
        elif key is not None:
            if not isinstance(key, (ast.Name, ast.Attribute)):
                return None
            made = expr("f(x)", f=clone(key), x=item)
        text = "[-made for item in x]" if turned else "[made for item in x]"
        return expr(text, made=made, item=item, x=clone(values))

    def _as_name(self, node: ast.expr, emit: Emit, preferred: str = "values") -> ast.expr:
        if isinstance(node, ast.Name):
            return node
        if isinstance(node, ast.GeneratorExp):
            node = ast.copy_location(ast.ListComp(node.elt, node.generators), node)
        made = self.work.fresh(preferred, node)
        self.activity.names.add(made.id)
        emit(made, node)
        return made

    def _is(self, node: ast.expr, function: object) -> bool:
        return isinstance(node, ast.Call) and self.work.unit.scope.lookup(node.func) is function

    # ---- statements -----------------------------------------------------------------
    def changed(self, call: ast.Call, source: ast.stmt) -> list[ast.stmt] | None:
        """Return `values.insert(k, x)` and `values.sort()` as assignments, None for other calls."""
        assert isinstance(call.func, ast.Attribute)
        holder = call.func.value
        if call.func.attr == "append" and len(call.args) == 1 and self.is_own_part(holder):
            text = "values = values + [x]"
            return [self.work.make(text, source, values=clone(holder), x=call.args[0])]
        if not isinstance(holder, ast.Name) or not self._is_own(holder.id):
            return None
        if call.func.attr == "insert" and len(call.args) == 2 and not call.keywords:
            place, value = call.args
            if is_plain(place) and not (isinstance(place, ast.Constant) and place.value == 0):
                text = "values = values[:k] + [x] + values[k:]"
                return [self.work.make(text, source, values=holder, k=place, x=value)]
        if call.func.attr == "sort" and not call.args:
            ordered = placed(expr("sorted(values)", values=holder), call)
            assert isinstance(ordered, ast.Call)
            if self.work.unit.scope.lookup(ordered.func) is sorted:
                ordered.keywords = call.keywords
                return [self.work.make("values = made", source, values=holder, made=ordered)]
        return None

    def taken(self, target: ast.expr, value: ast.expr, source: ast.stmt) -> list[ast.stmt] | None:
        """Return `x = values.pop(k)` as two assignments, None for any other."""
        if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
            return None
        holder = value.func.value
        if value.func.attr != "pop" or len(value.args) != 1 or not isinstance(holder, ast.Name):
            return None
        place = _number(value.args[0])
        if place is None or place in (0, -1) or not self._is_own(holder.id):
            return None
        if holder.id in names_in(target):
            return None
        rest = f"values = values[:{place}] + values[{place + 1}:]"
        first = self.work.make("target = x", source, x=expr(f"values[{place}]", values=holder))
        first.targets = [target]  # type: ignore[attr-defined]
        for inner in walk(first):
            if not hasattr(inner, "lineno"):
                ast.copy_location(inner, source)
        return [first, self.work.make(rest, source, values=holder)]

    def _is_own(self, label: str) -> bool:
        """Tell whether a name is a list that no other name, and no other container, holds."""
        return label in self._made()[0] and label not in self._shared

    def is_own_part(self, node: ast.expr) -> bool:
        """Tell whether an expression is a list in a list, or in a dict, that nothing else holds."""
        if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)):
            return False
        label = node.value.id
        is_own = label in self._made()[0] | self._made()[1] and label not in self._shared
        return is_own and is_plain(node.slice) and label in self._of_lists

    @cached_property
    def _of_lists(self) -> set[str]:
        """The names of containers whose every element is a list that was made for it."""
        found: set[str] = set()
        others: set[str] = set()
        for node in walk(self.work.tree):
            values: list[ast.expr] = []
            if isinstance(node, ast.Assign):
                values = [node.value]
                target = node.targets[0]
                if isinstance(target, ast.Name) and len(node.targets) == 1:
                    (found if _holds_lists(node.value) else others).add(target.id)
                elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                    if not _is_new_list(node.value):
                        others.add(target.value.id)
            elif isinstance(node, (ast.Tuple, ast.List)):
                values = node.elts
            elif isinstance(node, ast.Call) and self._may_keep(node):
                values = node.args
            elif isinstance(node, ast.For) and isinstance(node.iter, ast.Name):
                others.add(node.iter.id)
            others |= {
                inner.value.id
                for inner in values
                if isinstance(inner, ast.Subscript) and isinstance(inner.value, ast.Name)
            }
        return found - others

    def _may_keep(self, call: ast.Call) -> bool:
        """Tell whether a call may hold on to what it is given: functions of libraries do not."""
        found = self.work.unit.scope.lookup(call.func)
        return found is MISSING or isinstance(found, FunctionType)

    @cached_property
    def _shared(self) -> set[str]:
        """The names that are given on as they are, or that an inner function reads."""
        found: set[str] = set()
        for node in walk(self.work.tree):
            parts: list[ast.expr | None] = []
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
                parts = [node.value]
            elif isinstance(node, (ast.Tuple, ast.List)):
                parts = [*node.elts]
            elif isinstance(node, ast.Dict):
                parts = [*node.values]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                parts = [*node.args]
            elif isinstance(node, ast.IfExp):
                parts = [node.body, node.orelse]
            elif isinstance(node, (ast.Lambda, ast.FunctionDef)) and node is not self.work.tree:
                found |= names_in(node)
            found |= {part.id for part in parts if isinstance(part, ast.Name)}
        return found

    def columns(
        self, target: ast.Tuple | ast.List, value: ast.expr, source: ast.stmt
    ) -> list[ast.stmt] | None:
        """Return `xs, ys = zip(*pairs)` as a loop that fills both."""
        if not self._is(value, zip):
            return None
        arguments: list[ast.expr] = value.args  # type: ignore[attr-defined]
        if len(arguments) != 1 or not isinstance(arguments[0], ast.Starred):
            return None
        rows = arguments[0].value
        if not self.activity.may_be_active(rows):
            return None
        made: list[ast.stmt] = []
        if not isinstance(rows, ast.Name):
            whole = self.work.fresh("rows", rows)
            self.activity.names.add(whole.id)
            made.append(self.work.make("rows = x", source, rows=whole, x=rows))
            rows = whole
        names = [part for part in target.elts if isinstance(part, ast.Name)]
        if len(names) < len(target.elts) or rows.id in {part.id for part in names}:
            return None
        items: list[ast.expr] = []
        for part in names:
            line = self.work.make("x = []", source)
            line.targets = [part]  # type: ignore[attr-defined]
            made.append(line)
            item = self.work.fresh(f"{part.id}_item", source)
            self.activity.names |= {item.id, part.id}
            items.append(item)
        loop = self.work.make("for item in rows:\n    pass", source, rows=rows)
        assert isinstance(loop, ast.For)
        loop.target = stored(ast.copy_location(tuple_of(items), source))
        loop.body = [
            self.work.make("x.append(item)", source, x=loaded(part), item=item)
            for part, item in zip(names, items, strict=True)
        ]
        return [*made, loop]


def _is_new_list(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and _is_new_list(node.right)
    return isinstance(node, (ast.List, ast.ListComp))


def _holds_lists(node: ast.expr) -> bool:
    """Tell whether an expression makes a list or a dict of new lists, or an empty one."""
    if isinstance(node, ast.List):
        return all(map(_is_new_list, node.elts))
    if isinstance(node, ast.Dict):
        return None not in node.keys and all(map(_is_new_list, node.values))
    if isinstance(node, ast.ListComp):
        return _is_new_list(node.elt)
    return isinstance(node, ast.DictComp) and _is_new_list(node.value)


def is_plain(node: ast.expr) -> bool:
    """Tell whether a position may be written twice."""
    return all(
        isinstance(inner, (ast.Name, ast.Constant, ast.BinOp, ast.UnaryOp, *_MARKS))
        for inner in walk(node)
    )


def _number(node: ast.expr) -> int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _number(node.operand)
        return None if value is None else -value
    is_number = isinstance(node, ast.Constant) and type(node.value) is int
    return node.value if is_number else None  # type: ignore[attr-defined]


__all__ = ["Emit", "Lists", "is_plain"]
