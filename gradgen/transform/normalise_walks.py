"""Reduces what loops walk: views of dicts become keys, and expressions get a name before the loop.

for k, v in params.items():          for k in params.keys():
total += v              becomes      v = params[k]
total += v

for row in x.T:                      x_T = x.T
...                     becomes  for row in x_T:
"""

from __future__ import annotations

import ast

from gradgen.syntax import base_name, clone, expr, loaded, stored, walk
from gradgen.transform.naming import describe
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_tree import Work, placed

WALKERS = frozenset({"enumerate", "zip", "reversed", "list", "tuple"})


class Walks:
    """Rewrites the headers of the loops of one function."""

    def __init__(self, work: Work, activity: Activity) -> None:
        self.work = work
        self.activity = activity

    def header(self, node: ast.For, out: list[ast.stmt]) -> None:
        """Rewrite one loop; what is to come before it is put into `out`."""
        before: list[ast.stmt] = []
        node.target = self._without_stars(node.target, node, before)
        node.target, node.iter = self._part(node.target, node.iter, node, before, out)
        self._keys_of_dict(node)
        after_header = int(_is_trailing(node.body[0]))
        node.body[after_header:after_header] = before

    def _without_stars(self, target: ast.expr, loop: ast.For, body: list[ast.stmt]) -> ast.expr:
        """Return `item` for `first, *rest`, which is taken apart in the body."""
        if not isinstance(target, (ast.Tuple, ast.List)):
            return target
        if not any(isinstance(part, ast.Starred) for part in target.elts):
            target.elts = [self._without_stars(part, loop, body) for part in target.elts]
            return target
        whole = self.work.fresh("item", target)
        if self.activity.may_be_active(loop.iter):
            self.activity.names.add(whole.id)
        line = self.work.make("target = whole", loop, whole=whole)
        line.targets = [target]  # type: ignore[attr-defined]
        body.append(line)
        return stored(whole)

    def _part(
        self,
        target: ast.expr,
        walked: ast.expr,
        loop: ast.For,
        body: list[ast.stmt],
        out: list[ast.stmt],
    ) -> tuple[ast.expr, ast.expr]:
        """Return target and iterable for one part of a header."""
        parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
        if isinstance(walked, ast.Call) and isinstance(walked.func, ast.Name) and walked.args:
            name = walked.func.id
            if name in ("reversed", "list", "tuple") and len(walked.args) == 1:
                target, walked.args[0] = self._part(target, walked.args[0], loop, body, out)
                return target, walked
            if name == "enumerate" and len(parts) == 2:
                parts[1], walked.args[0] = self._part(parts[1], walked.args[0], loop, body, out)
                return target, walked
            if name == "zip" and len(parts) == len(walked.args):
                self._turn(walked, loop)
                for k, argument in enumerate(walked.args):
                    parts[k], walked.args[k] = self._part(parts[k], argument, loop, body, out)
                return target, walked
            if name in ("zip", "enumerate") and isinstance(target, ast.Name):
                return self._taken_together(target, walked, loop, body, out)
            if name in (*WALKERS, "range"):
                return target, walked
        method = view_of_dict(walked, self.activity)
        if method is not None:
            assert isinstance(walked, ast.Call) and isinstance(walked.func, ast.Attribute)
            return self._of_dict(target, walked, walked.func.value, method, loop, body)
        return target, self._named(walked, loop, out)

    def _turn(self, walked: ast.Call, loop: ast.For) -> None:
        """Write `zip(x, y[::-1])` for `zip(x, reversed(y))`; two that are reversed stay.

        So does an array that the loop writes to: its positions are walked.
        """
        written = {
            base_name(node)
            for statement in loop.body
            for node in walk(statement)
            if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
        }
        turned = [_is_call(argument, "reversed") for argument in walked.args]
        if all(turned):
            return
        for k, argument in enumerate(walked.args):
            if not turned[k] or not self.activity.may_be_active(argument):
                continue
            whole = argument.args[0]  # type: ignore[attr-defined]
            if isinstance(whole, (ast.Name, ast.Subscript)) and base_name(whole) not in written:
                walked.args[k] = placed(expr("x[::-1]", x=whole), argument)

    def _taken_together(
        self,
        target: ast.Name,
        walked: ast.Call,
        loop: ast.For,
        body: list[ast.stmt],
        out: list[ast.stmt],
    ) -> tuple[ast.expr, ast.expr]:
        """Return `x_item, y_item` for `pair` in `for pair in zip(x, y)`, and put them together."""
        if not self.activity.may_be_active(walked):
            return target, walked
        names: list[ast.expr] = []
        if walked.func.id == "enumerate":  # type: ignore[attr-defined]
            names.append(self.work.fresh("i", target))
        for argument in walked.args[: 1 if names else None]:
            item = self.work.fresh(f"{describe(argument) or 'x'}_item", target)
            if self.activity.may_be_active(argument):
                self.activity.names.add(item.id)
            names.append(item)
        pair = ast.copy_location(ast.Tuple(elts=names, ctx=ast.Load()), target)
        line = self.work.make("target = pair", loop, pair=pair)
        line.targets = [target]  # type: ignore[attr-defined]
        self.activity.names.add(target.id)
        body.append(line)
        return self._part(stored(pair), walked, loop, body, out)

    def _of_dict(
        self,
        target: ast.expr,
        view: ast.Call,
        holder: ast.expr,
        method: str,
        loop: ast.For,
        body: list[ast.stmt],
    ) -> tuple[ast.expr, ast.expr]:
        """Return key and keys for `key, value in d.items()`; the value is taken in the body."""
        value = target
        if (
            method == "items"
            and isinstance(target, (ast.Tuple, ast.List))
            and len(target.elts) == 2
        ):
            key, value = target.elts
        else:
            hint = f"{value.id}_name" if isinstance(value, ast.Name) else "key"
            key = ast.copy_location(ast.Name(self.work.fresh(hint, view).id, ast.Store()), view)
            if method == "items":
                return target, view
        entry = expr("d[k]", d=clone(holder), k=loaded(key))
        for inner in walk(entry):
            ast.copy_location(inner, view)
        taken = self.work.make("target = entry", loop, entry=entry)
        taken.targets = [value]  # type: ignore[attr-defined]
        body.append(taken)
        keys = clone(view)
        keys.func.attr = "keys"  # type: ignore[attr-defined]
        return key, keys

    def _keys_of_dict(self, node: ast.For) -> None:
        """Write `for k in d.keys()` for `for k in d` where `d[k]` tells that `d` is a dict."""
        target, holder = node.target, node.iter
        if not (isinstance(target, ast.Name) and _is_access(holder)):
            return
        if not self.activity.may_be_active(holder):
            return
        for inner in (part for statement in node.body for part in walk(statement)):
            if (
                isinstance(inner, ast.Subscript)
                and isinstance(inner.slice, ast.Name)
                and inner.slice.id == target.id
                and ast.dump(loaded(inner.value)) == ast.dump(loaded(holder))
            ):
                made = expr("d.keys()", d=holder)
                for part in walk(made):
                    ast.copy_location(part, holder)
                node.iter = made
                return

    def _named(self, walked: ast.expr, loop: ast.For, out: list[ast.stmt]) -> ast.expr:
        """Give what a loop walks a name before it, unless it has one."""
        base = walked
        if isinstance(base, ast.Subscript) and _is_plain_slice(base.slice):
            base = base.value
        if _is_access(base) or not self.activity.may_be_active(walked):
            return walked
        if isinstance(walked, ast.Call) and isinstance(walked.func, ast.Attribute):
            if walked.func.attr == "keys":
                return walked
        if isinstance(walked, ast.Tuple):  # what walks it is the same, and a list can be filled
            walked = ast.copy_location(ast.List(elts=walked.elts, ctx=ast.Load()), walked)
        name = self.work.fresh(describe(walked) or "items", walked)
        self.activity.names.add(name.id)
        out.append(self.work.make("name = walked", loop, name=name, walked=walked))
        return name


def view_of_dict(node: ast.expr | None, activity: Activity) -> str | None:
    """Return the method of `d.items()` on a dict that may carry a derivative."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("items", "values")
        and not (node.args or node.keywords)
        and _is_access(node.func.value)
        and activity.may_be_active(node.func.value)
    ):
        return node.func.attr
    return None


def _is_call(node: ast.expr, function: str) -> bool:
    """Tell whether an expression is a call of a builtin with one argument."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and (node.func.id == function and len(node.args) == 1)
    )


def _is_access(node: ast.expr) -> bool:
    """Whether an expression is a name, or an element at a plain index of one."""
    while isinstance(node, ast.Subscript):
        if not isinstance(node.slice, (ast.Constant, ast.Name, ast.UnaryOp)):
            return False
        node = node.value
    return isinstance(node, ast.Name)


def _is_plain_slice(node: ast.expr) -> bool:
    """Whether a slice starts at a plain position from the front, and leaves nothing out."""
    if not isinstance(node, ast.Slice) or node.step is not None:
        return False
    lower = node.lower
    return lower is None or (
        isinstance(lower, ast.Constant) and isinstance(lower.value, int) and lower.value >= 0
    )


def _is_trailing(node: ast.stmt) -> bool:
    return bool(getattr(node, "trailing", False))


__all__ = ["Walks", "view_of_dict"]
