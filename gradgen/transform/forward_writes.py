"""Writes in place, mirrored: `d_u[i] = d_e` beside `u[i] = e`.

Memory is shared among tangents as among values, so a write through a view is the same write to the
tangent.
"""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.uses import UserCall, arithmetic_of_update
from gradgen.transform.algebra import print_product
from gradgen.transform.context import Context
from gradgen.transform.forward_tangents import TangentWalk
from gradgen.transform.forward_values import mirrored
from gradgen.transform.forward_walk import ForwardWalk

MIRRORED_METHODS = frozenset(
    {"append", "extend", "insert", "pop", "popleft", "appendleft", "clear", "reverse"}
)


class Writes(ForwardWalk):
    """Writes the tangents of statements that change something in place."""

    def write(
        self, statement: ast.Assign, target: ast.Subscript, value: ast.expr
    ) -> list[ast.stmt]:
        """Return `u[i] = e` and `d_u[i] = d_e`."""
        base = self.base_of(statement, target, value)
        if base is None:
            return [statement]
        before = self.pure_index(statement, target)
        first = self.disturbs({base}, [value, target.slice])
        walk = self.walk(statement, value, None, {base})
        walk.roles[id(value)] = "new"
        given = walk.derive(value)
        is_array = self._is_array(target, statement)
        if given is None:
            text = ast.Constant(value=0.0) if is_array else walk.zeros(value)
        elif is_array:
            text = print_product(given.total())
        else:
            text = walk.owned(given, value)
        made = syntax.assign(mirrored(syntax.loaded(target), self.d), text)
        return [*before, *self.written(walk, statement, [made], first)]

    def _is_array(self, target: ast.Subscript, statement: ast.stmt) -> bool:
        """Whether an element of an array is written, in which NumPy stretches what it is given."""
        return self.context.info(syntax.loaded(target.value), statement).kind == "array"

    def update(self, statement: ast.AugAssign) -> list[ast.stmt]:
        """Return `u += e` and `d_u += d_e`."""
        target, value = statement.target, statement.value
        if isinstance(target, ast.Attribute):
            self.refuse_attribute(statement, target)
            return [statement]
        base = self.base_of(statement, target, value)
        if base is None:
            return [statement]
        before: list[ast.stmt] = []
        if isinstance(target, ast.Subscript):
            before = self.pure_index(statement, target)
        root = arithmetic_of_update(statement)
        d_target = mirrored(syntax.loaded(target), self.d)
        walk = self.walk(statement, root, None, {base})
        if isinstance(statement.op, (ast.Add, ast.Sub)):
            return [*before, *self._added(statement, d_target, root, walk)]
        given = walk.derive(value)
        if isinstance(statement.op, (ast.Mult, ast.Div)) and given is None:
            made = _updated(d_target, statement.op, walk.value(value))
            return [*before, *self.written(walk, statement, [made], True)]
        return [*before, *self._changed(statement, d_target, root, walk)]

    def _added(
        self, statement: ast.AugAssign, d_target: ast.expr, root: ast.BinOp, walk: TangentWalk
    ) -> list[ast.stmt]:
        """Write `d_u += d_e` beside `u += e`."""
        target, value = statement.target, statement.value
        info = self.context.info(syntax.loaded(target), statement)
        keeps_shape = info.kind == "array" or isinstance(target, ast.Subscript)
        keeps_shape = keeps_shape or self.context.equal(
            info.shape, self.context.info(root, statement).shape
        )
        given = walk.derive(value)
        tangents: list[ast.stmt] = []
        if given is not None:
            if info.kind in ("list", "tuple"):
                text = walk.owned(given, value)
            else:
                text = print_product(given.total())
                keeps_shape = keeps_shape or walk.fits(given, value)
            negative = isinstance(text, ast.UnaryOp) and isinstance(text.op, ast.USub)
            operator: ast.operator = statement.op
            if isinstance(text, ast.UnaryOp) and negative:
                text = text.operand
                operator = ast.Sub() if isinstance(operator, ast.Add) else ast.Add()
            tangents.append(_updated(d_target, operator, text))
        elif info.kind in ("list", "tuple"):
            zeros = walk.zeros(value)
            tangents.append(syntax.statement("d += zeros", d=d_target, zeros=zeros))
        if keeps_shape or info.kind in ("list", "tuple"):
            first = self.disturbs({_base(target)}, [value])
            return self.written(walk, statement, tangents, first)
        # A number may have become an array; where it was one, others may see its memory.
        is_seen = isinstance(target, ast.Name) and self._is_seen(target.id)
        form = "d += np.zeros_like(u)" if is_seen else "d = np.zeros_like(u) + d"
        made_whole = syntax.statement(form, d=d_target, u=syntax.loaded(target))
        made = self.written(walk, statement, tangents, True)
        return [*made, ast.copy_location(made_whole, statement)]

    def _changed(
        self, statement: ast.AugAssign, d_target: ast.expr, root: ast.BinOp, walk: TangentWalk
    ) -> list[ast.stmt]:
        """Write the tangent of `u *= e` before it, into the same memory if others see that."""
        target = statement.target
        info = self.context.info(syntax.loaded(target), statement)
        is_shared = isinstance(target, ast.Name) and self._is_seen(target.id)
        is_entry = isinstance(target, ast.Subscript) and self.context.is_entry(target, statement)
        if (is_shared and info.kind not in ("number", "array")) or (
            is_entry and info.kind != "number"
        ):
            return self._changed_in_two(statement, d_target, walk)
        given = walk.derive(root)
        if isinstance(target, ast.Name) and not (is_shared and info.kind == "array"):
            text = walk.zeros(root) if given is None else walk.owned(given, root)
            made = syntax.assign(d_target, text)
        else:
            text = ast.Constant(value=0.0) if given is None else print_product(given.total())
            whole = syntax.expr("d[...]", d=d_target) if is_shared else d_target
            made = syntax.assign(whole, text)
        return self.written(walk, statement, [made], True)

    def _changed_in_two(
        self, statement: ast.AugAssign, d_target: ast.expr, walk: TangentWalk
    ) -> list[ast.stmt]:
        """Write `d_u *= e`, `d_u += u * d_e` before `u *= e`, where `u` may be a number."""
        target, value = statement.target, statement.value
        given = walk.derive(value)
        if not isinstance(statement.op, (ast.Mult, ast.Div)) or given is None:
            raise self.context.refuse(
                "GG301",
                statement,
                f"whether `{_base(target)}` is a number or an array that others see is not known",
                "write a new value: `u = u ** ...`",
                "in-place update of what may be shared",
            )
        text = print_product(given.total())
        if walk.may_be_view(text):
            text = syntax.expr("np.positive(d)", d=text)
        moved = print_product(walk.let(text, value).total())
        holes = {"d": d_target, "u": syntax.loaded(target), "e": walk.value(value), "m": moved}
        steps = (
            "d *= e; d += u * m" if isinstance(statement.op, ast.Mult) else "d -= u / e * m; d /= e"
        )
        return self.written(walk, statement, syntax.statements(steps, **holes), True)

    def _is_seen(self, name: str) -> bool:
        """Whether another name, or the caller, may see a write to a variable."""
        aliases = self.context.aliases
        shared = aliases.members(name) - {name}
        return bool(shared) or any(thing.outside for thing in aliases.reached(name))

    def effect(self, statement: ast.Expr) -> list[ast.stmt]:
        """Return a call that stands alone, with what it does to tangents."""
        value = statement.value
        if isinstance(value, ast.Call):
            use = self.context.uses.of(value)
            if isinstance(use, UserCall):
                if self.writes_varied(value):
                    return self.call(self, statement, use)
                return [statement]
            if is_add_at(value, self.context):
                return self._add_at(statement, value)
            method = self._method(statement, value)
            if method is not None:
                return method
        written = self.effects.mutates(statement) & self.varied
        if written:
            raise self.context.refuse(
                "GG302",
                statement,
                f"this call changes `{sorted(written)[0]}`, which carries a derivative, in place",
                "assign the result instead: `x[...] = ...` or `x = ...`",
                "a call that writes to its argument",
            )
        return [statement]

    def _method(self, statement: ast.Expr, value: ast.Call) -> list[ast.stmt] | None:
        """Return `d_values.append(d_x)` beside `values.append(x)`."""
        function = value.func
        if not isinstance(function, ast.Attribute) or function.attr not in MIRRORED_METHODS:
            return None
        base = syntax.base_name(function.value)
        if base is None or base not in self.varied:
            return None
        walk = self.walk(statement, value, None, {base})
        call = mirrored(value, self.d)
        assert isinstance(call, ast.Call)
        if function.attr in ("append", "appendleft", "extend"):
            call.args = [walk.whole(argument) for argument in value.args]
        elif function.attr == "insert":
            call.args = [walk.value(value.args[0]), walk.whole(value.args[1])]
        seen = self.context.observers(statement) | {base}
        first = any(not seen.isdisjoint(syntax.names_in(part)) for part in value.args)
        return self.written(walk, statement, [ast.Expr(value=call)], first)

    def _add_at(self, statement: ast.Expr, value: ast.Call) -> list[ast.stmt]:
        """Return `np.add.at(d_u, index, d_e)` beside `np.add.at(u, index, e)`."""
        written, index, added = value.args
        base = self.base_of(statement, written, added)
        if base is None:
            return [statement]
        walk = self.walk(statement, added, None, {base})
        given = walk.derive(added)
        if given is None:
            return [statement]
        call = syntax.clone(value)
        call.args = [
            mirrored(written, self.d), walk.value(index), print_product(given.total())
        ]  # fmt: skip
        first = self.disturbs({base}, [added])
        return self.written(walk, statement, [ast.Expr(value=call)], first)


def is_add_at(call: ast.Call, context: Context) -> bool:
    """Whether a call is `np.add.at(u, index, e)` or `np.subtract.at(...)`."""
    function = call.func
    if not (isinstance(function, ast.Attribute) and function.attr == "at" and len(call.args) == 3):
        return False
    called = context.unit.scope.lookup(function.value)
    return getattr(called, "__name__", None) in ("add", "subtract")


def _updated(target: ast.expr, operator: ast.operator, value: ast.expr) -> ast.stmt:
    """Return `target += value`."""
    stored = syntax.stored(target)
    assert isinstance(stored, (ast.Name, ast.Attribute, ast.Subscript))
    return ast.AugAssign(target=stored, op=operator, value=value)


def _base(target: ast.expr) -> str:
    found = syntax.base_name(target)
    assert found is not None
    return found


__all__ = ["Writes", "is_add_at"]
