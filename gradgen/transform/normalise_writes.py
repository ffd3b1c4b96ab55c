"""Writes in place that are calls, rewritten as assignments.

    np.sin(x, out=y)           y[...] = np.sin(x)
    np.multiply(y, x, out=y)   y *= x
    np.copyto(y, x)            y[...] = x
    y.fill(c)                  y[...] = c
    y.sort()                   y[...] = np.sort(y)
    np.subtract.at(y, i, x)    np.add.at(y, i, -x)
    np.fill_diagonal(y, c)     y[np.diag_indices_from(y)] = c

Only what is given as a name, or as a slice of one, is rewritten: a slice is a view for certain.
"""

from __future__ import annotations

import ast
from types import ModuleType

from gradgen import rules, syntax
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import children, clone, key, stored, walk
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_tree import Work

Written = ast.Assign | ast.AugAssign

_OPERATORS: dict[str, type[ast.operator]] = {
    "numpy.add": ast.Add,
    "numpy.subtract": ast.Sub,
    "numpy.multiply": ast.Mult,
    "numpy.divide": ast.Div,
    "numpy.power": ast.Pow,
    "numpy.matmul": ast.MatMult,
}
_METHODS = frozenset({"fill", "sort"})
_FUNCTIONS = frozenset({"copyto", "fill_diagonal"})


class CallsThatWrite:
    """Rewrites the calls that write to arrays, in one function."""

    def __init__(self, work: Work, activity: Activity) -> None:
        self.work = work
        self.activity = activity
        self.unit: Unit = work.unit
        self.lists = lists_in(work.tree)

    def may_hold(self, statement: ast.stmt) -> bool:
        """Tell whether a statement, or its header, may hold such a call: most do not."""
        return any(
            isinstance(inner, ast.Call) and self._may_write(inner)
            for part in children(statement)
            if not isinstance(part, ast.stmt)
            for inner in walk(part)
        )

    def _may_write(self, call: ast.Call) -> bool:
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        known = name in _METHODS or name in _FUNCTIONS or name == "at"
        return known or self._target(call) is not None

    def statement(self, call: ast.Call, source: ast.stmt) -> ast.stmt | None:
        """Return the assignment that a call, alone in its statement, stands for."""
        if not self.activity.may_be_active(call):
            return None
        found = self.assigned(call, source)
        if found is not None:
            return found[0]
        for form in (self._function, self._method, self._scattered):
            made = form(call, source)
            if made is not None:
                return made
        return None

    def assigned(self, call: ast.Call, source: ast.stmt) -> tuple[Written, ast.expr] | None:
        """Return the assignment for `f(…, out=y)`, and `y`, which is its value."""
        target = self._target(call)
        if target is None or not self.activity.may_be_active(call):
            return None
        rest = clone(call)
        rest.keywords = [keyword for keyword in rest.keywords if keyword.arg != "out"]
        if len(rest.keywords) == len(call.keywords):
            rest.args = rest.args[:-1]
        return self._update(rest, target, source) or self._whole(rest, target, source), target

    # ---- `out=` ---------------------------------------------------------------------
    def _target(self, call: ast.Call) -> ast.expr | None:
        """Return what `out` is, a name or a slice; None where it is not given or understood."""
        names = {keyword.arg for keyword in call.keywords}
        given = next((k.value for k in call.keywords if k.arg == "out"), None)
        if given is None:
            given = self._positional(call)
        if isinstance(given, ast.Tuple) and len(given.elts) == 1:
            given = given.elts[0]
        if given is None or not is_place(given) or names & {"where", "casting", None}:
            return None
        found = self.unit.scope.lookup(call.func)
        if found is MISSING:
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            return given if rules.method(method) is not None else None
        return given if rules.find(found) is not None else None

    def _positional(self, call: ast.Call) -> ast.expr | None:
        """Return the array after the operands of a ufunc: `y` in `np.sin(x, y)`."""
        found = self.unit.scope.lookup(call.func)
        if type(found).__name__ != "ufunc" or any(isinstance(a, ast.Starred) for a in call.args):
            return None
        operands = getattr(found, "nin", 0)
        return call.args[-1] if len(call.args) == operands + 1 else None

    def _update(self, rest: ast.Call, target: ast.expr, source: ast.stmt) -> Written | None:
        """Return `y *= x` for `np.multiply(y, x, out=y)`."""
        rule = rules.find(self.unit.scope.lookup(rest.func))
        operator = _OPERATORS.get(rule.name) if rule is not None else None
        if operator is None or len(rest.args) != 2 or rest.keywords:
            return None
        if key(rest.args[0]) != key(target):
            return None
        made = self.work.make("y += x", source, y=clone(target), x=rest.args[1])
        assert isinstance(made, ast.AugAssign)
        made.op = operator()
        return made

    def _whole(self, value: ast.expr, target: ast.expr, source: ast.stmt) -> ast.Assign:
        """Return `y[...] = value`."""
        whole = target
        if isinstance(target, ast.Name):
            whole = ast.copy_location(syntax.expr("y[...]", y=clone(target)), target)
        made = self.work.make("y = value", source, value=value)
        assert isinstance(made, ast.Assign)
        made.targets = [stored(clone(whole))]
        return made

    # ---- functions and methods ---------------------------------------------------------
    def _function(self, call: ast.Call, source: ast.stmt) -> ast.stmt | None:
        """Return the assignment for `np.copyto(y, x)` and `np.fill_diagonal(y, x)`."""
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr not in _FUNCTIONS:
            return None
        found = self.unit.scope.lookup(function)
        if getattr(found, "__module__", "") != "numpy" or len(call.args) != 2:
            return None
        target, value = call.args
        if not is_place(target):
            return None
        where = [keyword.value for keyword in call.keywords if keyword.arg == "where"]
        if len(where) != len(call.keywords):
            return None
        holes = {"np": function.value, "y": target, "x": value}
        if function.attr == "fill_diagonal":
            if where:
                return None
            return self.work.make("y[np.diag_indices_from(y)] = x", source, **holes)
        if where:
            value = syntax.expr("np.where(w, x, y)", w=where[0], **holes)
            value = _placed(value, call)
        return self._whole(value, target, source)

    def _method(self, call: ast.Call, source: ast.stmt) -> ast.stmt | None:
        """Return the assignment for `y.fill(c)` and `y.sort()`."""
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr not in _METHODS:
            return None
        target = function.value
        if not is_place(target) or self.unit.scope.lookup(function) is not MISSING:
            return None
        if function.attr == "fill":
            plain = len(call.args) == 1 and not call.keywords
            return self._whole(call.args[0], target, source) if plain else None
        numpy = numpy_name(self.work.tree, self.unit)
        if numpy is None or (isinstance(target, ast.Name) and target.id in self.lists):
            return None
        value = _placed(syntax.expr("np.sort(y)", np=numpy, y=target), call)
        assert isinstance(value, ast.Call)
        value.args += call.args
        value.keywords = call.keywords
        return self._whole(value, target, source)

    def _scattered(self, call: ast.Call, source: ast.stmt) -> ast.stmt | None:
        """Return `np.add.at(y, i, -x)` for `np.subtract.at(y, i, x)`."""
        function = call.func
        if not (isinstance(function, ast.Attribute) and function.attr == "at"):
            return None
        rule = rules.find(self.unit.scope.lookup(function.value))
        if rule is None or rule.name != "numpy.subtract" or len(call.args) != 3:
            return None
        if not isinstance(function.value, ast.Attribute):
            return None
        array, index, value = call.args
        holes = {"np": function.value.value, "y": array, "i": index, "x": value}
        return self.work.make("np.add.at(y, i, -x)", source, **holes)


def _placed(made: ast.expr, source: ast.expr) -> ast.expr:
    return syntax.fix_locations(ast.copy_location(made, source))


def is_place(node: ast.expr) -> bool:
    """Tell whether an expression is a name, or a slice of one, which is a view for certain."""
    if isinstance(node, ast.Name):
        return True
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return False
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return all(_is_plain(part) for part in parts)


def _is_plain(part: ast.expr) -> bool:
    if isinstance(part, ast.UnaryOp):
        part = part.operand
    if isinstance(part, ast.Constant):
        return part.value is Ellipsis or isinstance(part.value, int)
    return isinstance(part, ast.Slice)


def numpy_name(tree: ast.AST, unit: Unit) -> ast.expr | None:
    """Return a name by which a function knows NumPy."""
    for node in walk(tree):
        if isinstance(node, ast.Name):
            found = unit.scope.lookup(node)
            if isinstance(found, ModuleType) and found.__name__ == "numpy":
                return clone(node)
    usual = syntax.name("np")
    found = unit.scope.lookup(usual)
    return usual if isinstance(found, ModuleType) and found.__name__ == "numpy" else None


def lists_in(tree: ast.AST) -> set[str]:
    """Return the names that are given a list somewhere, or a list's methods are called on."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Assign) and _makes_list(node.value):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in ("append", "extend", "insert", "pop"):
                found.add(node.value.id)
    return found


def _makes_list(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp):
        return _makes_list(value.left) or _makes_list(value.right)
    named = isinstance(value, ast.Call) and isinstance(value.func, ast.Name)
    return isinstance(value, (ast.List, ast.ListComp)) or (
        named and value.func.id in ("list", "sorted")  # type: ignore[attr-defined]
    )
