"""Takes parts of an expression out into statements of their own, in the order of evaluation.

    y = 2.0 * g(x) + (a if c else x)     becomes     g_x = g(x)
                                                     if c:
                                                         value = a
                                                     else:
                                                         value = x
                                                     y = 2.0 * g_x + value

What stands to the left of a part that moves, and must not be overtaken by it (a call with an
effect, a name that it rebinds), moves along.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from types import FunctionType

from gradgen import rules
from gradgen.analysis.effects import is_pure
from gradgen.syntax import names_bound, names_in, names_read, stored, walk
from gradgen.transform.callees import Callees
from gradgen.transform.naming import describe
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_comprehensions import COMPREHENSIONS, Comprehensions
from gradgen.transform.normalise_containers import Containers
from gradgen.transform.normalise_results import (
    is_one_of_several,
    place_of,
    results_read,
    several,
)
from gradgen.transform.normalise_tree import Work
from gradgen.transform.normalise_writes import CallsThatWrite

OWN_SCOPE = (ast.Lambda, *COMPREHENSIONS)
_FIRST: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Assign: ("value", "targets"),
    ast.AnnAssign: ("value",),
    ast.AugAssign: ("value",),
    ast.For: ("iter",),
    ast.Assert: ("test",),
    ast.Raise: (),
}
"""What is evaluated in a statement, in order, where that is not the order of its fields."""
Emit = Callable[[ast.expr, ast.expr, ast.stmt], list[ast.stmt]]
"""Makes the statements that assign a value to a target; called for each part that is lifted."""


class Lifter:
    """Lifts calls of user functions, ternaries and `and`/`or` that may carry a derivative.

    Parameters
    ----------
    emit : turns `target = value` into statements of the core language
    loops, containers : know the comprehensions, and the displays, that become statements
    """

    def __init__(
        self,
        work: Work,
        activity: Activity,
        emit: Emit,
        loops: Comprehensions,
        containers: Containers,
    ) -> None:
        self.work = work
        self.activity = activity
        self.emit = emit
        self.loops = loops
        self.containers = containers
        self.callees = Callees()

    def is_user_call(self, node: ast.expr | None) -> bool:
        """Tell whether an expression calls a Python function without a rule on an active value."""
        if not isinstance(node, ast.Call) or not self.activity.may_be_active(node):
            return False
        called = self.work.unit.scope.lookup(node.func)
        return isinstance(called, FunctionType) and rules.find(called) is None

    def several(self, node: ast.expr | None) -> tuple[str, ...]:
        """Return the names of the values of a primitive that gives several active ones."""
        found = several(node, self.work.unit)
        return found if found and self.activity.may_be_active(node) else ()

    def is_one_of_several(self, node: ast.expr) -> bool:
        """Tell whether an expression takes one value of a primitive that gives several."""
        return is_one_of_several(node, self.work.unit) and self.activity.may_be_active(node)

    def all_of_several(self, target: ast.Name, node: ast.expr) -> ast.Tuple | None:
        """Return names for all results where one is taken whose derivative needs others too."""
        assert isinstance(node, ast.Subscript)
        results = self.several(node.value)
        place = place_of(node, results) or 0
        if not results_read(node.value, self.work.unit) - {place}:
            return None
        names = [self.work.fresh(result, node) for result in results]
        names[place] = target
        self.activity.names |= {name.id for name in names}
        return ast.copy_location(ast.Tuple([stored(n) for n in names], ast.Store()), node)

    def is_choice(self, node: ast.expr | None) -> bool:
        """Tell whether an expression chooses between values that may carry a derivative."""
        if not isinstance(node, (ast.IfExp, ast.BoolOp)):
            return False
        return self.activity.may_be_active(node) or may_assign(node)

    def is_statement(self, node: ast.expr) -> bool:
        """Tell whether an expression becomes a statement of its own, or several."""
        if self.loops.is_loop(node) or self.containers.is_merged(node):
            return True
        return self.is_choice(node) or self.is_user_call(node) or bool(self.several(node))

    def lift(self, node: ast.expr, source: ast.stmt, out: list[ast.stmt]) -> ast.expr:
        """Return `node` with names in place of its parts that were lifted into `out`."""

        def emit(target: ast.expr, value: ast.expr) -> None:
            out.extend(self.emit(target, value, source))

        node = self.containers.plain(node, emit)
        if self.loops.is_loop(node):
            return self._named(node, source, out, self.loops.hint(node))
        if self.containers.is_merged(node):
            return self._named(node, source, out, "merged")
        if isinstance(node, OWN_SCOPE) or not self.activity.may_be_active(node):
            return node
        if self.is_choice(node):
            return self._named(node, source, out, "value")
        if self.is_one_of_several(node):
            assert isinstance(node, ast.Subscript)
            results = self.several(node.value)
            if not results_read(node.value, self.work.unit):
                self.lift_parts(node.value, source, out)
                return node
            return self._named(node, source, out, results[place_of(node, results) or 0])
        self.lift_parts(node, source, out)
        if self.is_user_call(node) or self.several(node):
            return self._named(node, source, out)
        return node

    def lift_parts(self, node: ast.AST, source: ast.stmt, out: list[ast.stmt]) -> None:
        """Lift what stands inside of `node`, which itself stays."""
        if isinstance(node, OWN_SCOPE):
            return
        self.loops.take_list(node)
        if is_one_of_several(node, self.work.unit):
            assert isinstance(node, ast.Subscript)
            self.lift_parts(node.value, source, out)
            return
        if isinstance(node, (ast.Subscript, ast.Attribute, ast.Starred)):
            node.value = self.lift(node.value, source, out)
            return
        self._in_order(node, out, source, lambda part: self.lift(part, source, out))

    def without_assignments(
        self, node: ast.expr, source: ast.stmt, out: list[ast.stmt]
    ) -> ast.expr:
        """Return `node` with names in place of its assignment expressions, lifted into `out`."""
        if any(isinstance(inner, ast.NamedExpr) for inner in walk(node)):
            return self._assignment(node, source, out)
        return node

    def lift_assignments(self, node: ast.AST, source: ast.stmt, out: list[ast.stmt]) -> None:
        """Lift the assignment expressions inside of `node`."""
        if isinstance(node, ast.AugAssign):
            self._check_update(node)
        if any(isinstance(inner, ast.NamedExpr) for inner in walk(node)):
            self._in_order(node, out, source, lambda part: self._assignment(part, source, out))

    def _check_update(self, node: ast.AugAssign) -> None:
        """Refuse `x += (x := 2.0)`: the old value is read before the new one is assigned."""
        for inner in walk(node.value):
            if isinstance(inner, ast.NamedExpr) and inner.target.id in names_in(node.target):
                raise self.work.unit.unsupported(
                    "GG112",
                    inner,
                    f"`{inner.target.id}` is also what is updated",
                    f"assign `{inner.target.id}` in a statement of its own",
                )

    def _assignment(self, node: ast.expr, source: ast.stmt, out: list[ast.stmt]) -> ast.expr:
        if isinstance(node, OWN_SCOPE):
            return node
        if isinstance(node, (ast.IfExp, ast.BoolOp)) and may_assign(node):
            return self._named(node, source, out, "test" if _is_test(node) else "value")
        self.lift_assignments(node, source, out)
        if not isinstance(node, ast.NamedExpr):
            return node
        out += self.emit(node.target, node.value, source)
        return ast.copy_location(ast.Name(node.target.id, ast.Load()), node)

    def lift_writes(
        self, node: ast.AST, source: ast.stmt, out: list[ast.stmt], writes: CallsThatWrite
    ) -> None:
        """Lift the calls inside of `node` that are given `out=`: what they write is their value."""

        def visit(part: ast.expr) -> ast.expr:
            if isinstance(part, OWN_SCOPE):
                return part
            self.lift_writes(part, source, out, writes)
            made = writes.assigned(part, source) if isinstance(part, ast.Call) else None
            if made is None:
                return part
            statement, value = made
            if isinstance(statement, ast.Assign):
                out.extend(self.emit(statement.targets[0], statement.value, source))
            else:
                statement.value = self.lift(statement.value, source, out)
                out.append(statement)
            return value

        self._in_order(node, out, source, visit)

    def _in_order(
        self,
        node: ast.AST,
        out: list[ast.stmt],
        source: ast.stmt,
        visit: Callable[[ast.expr], ast.expr],
    ) -> None:
        """Visit the parts of a node; what must stay before a part that moved is named before it."""
        done: list[tuple[ast.AST, str, int | None]] = []
        for owner, field, index in _parts(node):
            start = len(out)
            _put(owner, field, index, visit(_get(owner, field, index)))
            moved = out[start:]
            if moved:
                named: list[ast.stmt] = []
                for place in done:
                    part = _get(*place)
                    if self._must_stay_before(part, moved):
                        _put(*place, self._named(part, source, named))
                out[start:start] = named
            done.append((owner, field, index))

    def _must_stay_before(self, part: ast.expr, moved: list[ast.stmt]) -> bool:
        if isinstance(part, (ast.Constant, ast.Starred)) or _is_dotted(part):
            return False
        if isinstance(part, ast.Name):
            return any(part.id in names_bound(statement) for statement in moved)
        if names_read(part) and any(map(self.may_write, moved)):
            return True
        bound = {name for statement in moved for name in names_bound(statement)}
        return bool(bound & names_read(part)) or not is_pure(part, self.work.unit)

    def may_write(self, statement: ast.stmt) -> bool:
        """Tell whether a statement may change an array in place, by a call of a function too."""
        if isinstance(statement, ast.AugAssign):
            return True
        if not isinstance(statement, ast.Assign):
            return False
        if any(isinstance(target, ast.Subscript) for target in statement.targets):
            return True
        if not self.is_user_call(statement.value):
            return False
        assert isinstance(statement.value, ast.Call)
        told = self.callees.callee(statement.value, self.work.unit)
        return told is not None and bool(told.writes)

    def _named(
        self, node: ast.expr, source: ast.stmt, out: list[ast.stmt], hint: str = ""
    ) -> ast.expr:
        name = self.work.fresh(hint or describe(node) or "value", node)
        if self.activity.may_be_active(node):
            self.activity.names.add(name.id)
        out += self.emit(name, node, source)
        return name


def may_assign(node: ast.IfExp | ast.BoolOp) -> bool:
    """Tell whether a part that may not run holds an assignment expression."""
    parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values[1:]
    return any(isinstance(inner, ast.NamedExpr) for part in parts for inner in walk(part))


def _is_test(node: ast.expr) -> bool:
    """Tell whether an expression is made of comparisons, as far as can be seen."""
    if isinstance(node, ast.BoolOp):
        return all(_is_test(part) for part in node.values)
    return isinstance(node, ast.Compare) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def _parts(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Yield the places of the expressions directly inside a node, in order of evaluation."""
    if isinstance(node, ast.With):
        for item in node.items:
            yield item, "context_expr", None
        return
    for field in _FIRST.get(type(node), node._fields):
        value = getattr(node, field)
        if isinstance(value, ast.expr):
            yield node, field, None
        elif isinstance(value, list):
            for index, element in enumerate(value):
                if isinstance(element, ast.keyword):
                    yield element, "value", None
                elif isinstance(element, ast.expr):
                    yield node, field, index


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _get(owner: ast.AST, field: str, index: int | None) -> ast.expr:
    value = getattr(owner, field)
    found: ast.expr = value if index is None else value[index]
    return found


def _put(owner: ast.AST, field: str, index: int | None, part: ast.expr) -> None:
    if index is None:
        setattr(owner, field, part)
    else:
        getattr(owner, field)[index] = part
