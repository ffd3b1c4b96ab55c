"""The forward walk: the tangent of each statement stands beside it.

The tangent follows the statement, and reads the value that was just made; it comes first where the
statement writes to something that it reads. Memory is shared among tangents as among values, so a
write through a view is the same write to the tangent.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Protocol

from gradgen import syntax
from gradgen.analysis.effects import Effects, reads
from gradgen.analysis.uses import Primitive, UserCall, arithmetic_of_update
from gradgen.analysis.values import Info
from gradgen.syntax import Comment
from gradgen.transform.algebra import print_product
from gradgen.transform.context import Context
from gradgen.transform.forward_loops import tangent_loop
from gradgen.transform.forward_tangents import Tangent, TangentWalk, is_taking, mirrored

MIRRORED_METHODS = frozenset(
    {"append", "extend", "insert", "pop", "popleft", "appendleft", "clear", "reverse"}
)


class TangentCalls(Protocol):
    """Writes the call of a user function with its tangent (see `forward_calls`)."""

    def __call__(
        self, forwarder: Forwarder, statement: ast.Assign | ast.Expr, use: UserCall
    ) -> list[ast.stmt]: ...


@dataclass(eq=False)
class Forwarder:
    """Writes the statements of one function with their tangents.

    `loose` are the names whose tangent may be smaller than they are; `touched` those whose memory
    is written somewhere; `buffers` tells what is known of arrays whose elements are set.
    """

    context: Context
    effects: Effects
    call: TangentCalls
    loose: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    buffers: list[Info] = field(default_factory=list)
    varied: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.varied = frozenset(self.context.activity.ever)

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Return a block with its tangents."""
        made: list[ast.stmt] = []
        for statement in body:
            made += self.statement(statement)
        return made

    def statement(self, statement: ast.stmt) -> list[ast.stmt]:
        """Return one statement with its tangent."""
        match statement:
            case Comment():
                return [statement]
            case ast.If():
                return self._branch(statement)
            case ast.For():
                return tangent_loop(self, statement)
            case ast.While() | ast.With():
                statement.body = self.block(statement.body)
                return [statement]
            case ast.Return():
                return self.result(statement)
            case ast.Assign():
                return self._assign(statement)
            case ast.AugAssign():
                return self._update(statement)
            case ast.Expr():
                return self._effect(statement)
        return [statement]

    def walk(
        self, statement: ast.stmt, root: ast.expr, target: str | None, holders: set[str]
    ) -> TangentWalk:
        """Start the walk of one statement."""
        current = self.context.activity.before.get(statement, self.varied)
        return TangentWalk(
            self.context, statement, root, target, False, self.varied,
            effects=self.effects, loose=self.loose, current=current,
            touched=self.touched, holders=frozenset(holders),
        )  # fmt: skip

    def d(self, name: str) -> str:
        """Return the name of the tangent of a variable."""
        made = self.context.names.tangent(name)
        self.context.made.add(made)
        return made

    def written(
        self, walk: TangentWalk, statement: ast.stmt, tangents: list[ast.stmt], first: bool
    ) -> list[ast.stmt]:
        """Return named values, the statement, and its tangent after or before it."""
        definitions = walk.definitions()
        if definitions:
            statement = self._with_names(statement, walk)
        for made in (*definitions, *walk.lets, *tangents):
            ast.copy_location(made, statement)
        if first:
            return [*definitions, *walk.lets, *tangents, statement]
        return [*definitions, statement, *walk.lets, *tangents]

    def _with_names(self, statement: ast.stmt, walk: TangentWalk) -> ast.stmt:
        """Return the statement with the named values in their places."""
        made: ast.stmt
        if isinstance(statement, ast.Assign):
            target = walk.rebuilt(statement.targets[0])
            made = ast.Assign(targets=[syntax.stored(target)], value=walk.rebuilt(statement.value))
        elif isinstance(statement, ast.AugAssign):
            target = walk.rebuilt(statement.target)
            stored = syntax.stored(target)
            assert isinstance(stored, (ast.Name, ast.Attribute, ast.Subscript))
            made = ast.AugAssign(
                target=stored, op=statement.op, value=walk.rebuilt(statement.value)
            )
        elif isinstance(statement, ast.For):
            statement.iter = walk.rebuilt(statement.iter)
            return statement
        else:
            assert isinstance(statement, ast.Expr)
            made = ast.Expr(value=walk.rebuilt(statement.value))
        return ast.copy_location(made, statement)

    # ---- branches and results -------------------------------------------------------
    def _branch(self, statement: ast.If) -> list[ast.stmt]:
        statement.body = self.block(statement.body)
        rest = self.block(statement.orelse)
        last = statement.body[-1]
        if isinstance(last, (ast.Return, ast.Raise)) and _leaves(rest):
            statement.orelse = []
            return [statement, *rest]
        statement.orelse = rest
        return [statement]

    def result(self, statement: ast.Return) -> list[ast.stmt]:
        """Return `return out, d_out`."""
        value = statement.value or ast.Constant(value=None)
        walk = self.walk(statement, ast.Constant(value=None), None, set())
        made = ast.Return(
            value=ast.Tuple(elts=[value, self._derivative(value, walk)], ctx=ast.Load())
        )
        return [ast.copy_location(made, statement)]

    def _derivative(self, value: ast.expr, walk: TangentWalk) -> ast.expr:
        if isinstance(value, ast.Tuple):
            parts = [self._derivative(part, walk) for part in value.elts]
            return ast.Tuple(elts=parts, ctx=ast.Load())
        if isinstance(value, ast.Name) and value.id in self.varied:
            return syntax.name(self.d(value.id))
        return walk.zeros(value)

    # ---- assignments ----------------------------------------------------------------
    def _assign(self, statement: ast.Assign) -> list[ast.stmt]:
        (target,) = statement.targets
        value = statement.value
        use = self.context.uses.of(value)
        if isinstance(use, UserCall) and self.context.activity.varied(value, self.varied):
            return self.call(self, statement, use)
        if isinstance(use, UserCall) and self._writes_varied(value):
            return self.call(self, statement, use)
        if isinstance(target, ast.Attribute):
            self._refuse_attribute(statement, target)
            return [statement]
        if isinstance(target, ast.Subscript):
            return self._write(statement, target, value)
        if isinstance(target, (ast.Tuple, ast.List)):
            return self._unpack(statement, target)
        assert isinstance(target, ast.Name)
        if target.id not in self.varied:
            return [statement, *self._taken_too(value)]
        first = self.disturbs({target.id}, [value], rebinds=True)
        walk = self.walk(statement, value, None if first else target.id, {target.id})
        given = walk.derive(value)
        if given is None:
            zeros = walk.zeros(value, None if first else target.id)
            return self.written(walk, statement, [syntax.assign(self.d(target.id), zeros)], first)
        text = print_product(given.total())
        if target.id not in self.loose:
            text = walk.owned(given, value)
        return self.written(walk, statement, [syntax.assign(self.d(target.id), text)], first)

    def _taken_too(self, value: ast.expr) -> list[ast.stmt]:
        """Return `d_values.pop()` beside `n = values.pop()` where only other elements vary."""
        if not is_taking(value):
            return []
        base = syntax.base_name(value.func)  # type: ignore[attr-defined]
        if base not in self.varied:
            return []
        return [ast.Expr(value=mirrored(value, self.d))]

    def _writes_varied(self, value: ast.expr) -> bool:
        return not self.effects.mutates(value).isdisjoint(self.varied)

    def disturbs(self, names: set[str], read: list[ast.expr], rebinds: bool = False) -> bool:
        """Tell whether what a statement writes is something that it reads."""
        others = reads(*read)
        if not others.isdisjoint(names):
            return True
        if rebinds:
            return False
        aliases = self.context.aliases
        return any(aliases.may_share(name, other) for name in names for other in others)

    def _refuse_attribute(self, statement: ast.stmt, target: ast.Attribute) -> None:
        value = statement.value  # type: ignore[attr-defined]
        if syntax.base_name(target) in self.varied or self.context.activity.varied(
            value, self.varied
        ):
            raise self.context.refuse(
                "GG124",
                statement,
                "an attribute of an object is assigned, and carries a derivative",
                "keep the value in a variable of its own",
            )

    # ---- unpacking ------------------------------------------------------------------
    def _unpack(self, statement: ast.Assign, target: ast.Tuple | ast.List) -> list[ast.stmt]:
        value = statement.value
        names = [part.id for part in target.elts if isinstance(part, ast.Name)]
        if self.varied.isdisjoint(syntax.names_bound(target)) and not any(
            isinstance(part, (ast.Subscript, ast.Attribute)) for part in target.elts
        ):
            return [statement]
        if len(names) != len(target.elts):
            raise self.context.refuse(
                "GG122",
                statement,
                "the targets of this assignment are not plain names",
                "write one assignment for each target",
            )
        first = self.disturbs(set(names), [value], rebinds=True)
        walk = self.walk(statement, value, None, set(names))
        wanted = [name for name in names if name in self.varied]
        if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(names):
            return self._unpack_display(statement, names, value.elts, walk, first)
        use = self.context.uses.of(value)
        if isinstance(use, Primitive) and len(use.rule.results) == len(names):
            return self._unpack_results(statement, names, use, walk, first)
        given = walk.derive(value)
        if given is None:
            return self.written(walk, statement, self.zeros_after(statement, walk), False)
        text = walk.owned(given, value)
        if len(wanted) == 1:
            part = syntax.expr("x[i]", x=text, i=ast.Constant(names.index(wanted[0])))
            return self.written(walk, statement, [syntax.assign(self.d(wanted[0]), part)], first)
        made = ast.Tuple(elts=[syntax.name(self.target(n)) for n in names], ctx=ast.Load())
        return self.written(walk, statement, [syntax.assign(made, text)], first)

    def zeros_after(self, statement: ast.stmt, walk: TangentWalk) -> list[ast.stmt]:
        """Return `d_v = 0.0` for each name that a statement gives a value that does not move."""
        if not isinstance(statement, ast.Assign):
            return []
        after = self.context.shapes.after.get(statement, {})
        names = syntax.names_bound(statement.targets[0]) & self.varied
        return [
            syntax.assign(self.d(name), walk.zeros_of(syntax.name(name), after.get(name, Info())))
            for name in sorted(names)
        ]

    def target(self, name: str) -> str:
        """Return the name for the tangent of a target, `_` where there is none."""
        if name in self.varied and name != "_":
            return self.d(name)
        return (
            "_" if name == "_" or self.context.names.is_free("_") else self.context.fresh("unused")
        )

    def _unpack_display(
        self,
        statement: ast.Assign,
        names: list[str],
        values: list[ast.expr],
        walk: TangentWalk,
        first: bool,
    ) -> list[ast.stmt]:
        if not first:
            walk.parts = {syntax.key(v): n for n, v in zip(names, values, strict=True)}
        pairs: list[tuple[ast.expr, ast.expr]] = []
        for name, value in zip(names, values, strict=True):
            if name in self.varied:
                given = walk.derive(value)
                text = walk.zeros(value) if given is None else walk.owned(given, value)
                pairs.append((syntax.name(self.d(name)), text))
        return self.written(walk, statement, _together(pairs, first), first)

    def _unpack_results(
        self,
        statement: ast.Assign,
        names: list[str],
        use: Primitive,
        walk: TangentWalk,
        first: bool,
    ) -> list[ast.stmt]:
        pairs = list(zip(use.rule.results, names, strict=True))
        wanted = [(result, name) for result, name in pairs if name in self.varied]
        if not first:
            walk.result_names = dict(pairs)
        found = walk.results(use, [result for result, _ in wanted])
        made: list[tuple[ast.expr, ast.expr]] = []
        after = self.context.shapes.after.get(statement, {})
        for (_, name), given in zip(wanted, found, strict=True):
            if given is None:
                text = walk.zeros_of(syntax.name(name), after.get(name, Info()))
            else:
                text = print_product(given.total())
            made.append((syntax.name(self.d(name)), text))
        return self.written(walk, statement, _together(made, first), first)

    # ---- writes in place ------------------------------------------------------------
    def _write(
        self, statement: ast.Assign, target: ast.Subscript, value: ast.expr
    ) -> list[ast.stmt]:
        base = self._base(statement, target, value)
        if base is None:
            return [statement]
        before = self._pure_index(statement, target)
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

    def _base(self, statement: ast.stmt, target: ast.expr, value: ast.expr) -> str | None:
        """Return the array that is written if its tangent must be; refuse what is not known."""
        base = syntax.base_name(target)
        if base is not None and base in self.varied:
            if isinstance(target, ast.Subscript):
                self.buffers.append(self.context.info(syntax.name(base), statement))
            return base
        written = self.effects.mutates(statement) & self.varied
        if written or (base is None and self.context.activity.varied(value, self.varied)):
            raise self.context.refuse(
                "GG303",
                statement,
                "a write through an expression that may or may not be a view",
                "write to the array itself: `x[i, j] = ...`",
            )
        return None

    def _pure_index(
        self, statement: ast.Assign | ast.AugAssign, target: ast.Subscript
    ) -> list[ast.stmt]:
        """Name an index that must not be evaluated twice."""
        if self.effects.is_pure(target):
            return []
        index = self.context.fresh("index")
        made = syntax.assign(index, target.slice)
        target.slice = syntax.name(index)
        return [ast.copy_location(made, statement)]

    # ---- augmented assignment -------------------------------------------------------
    def _update(self, statement: ast.AugAssign) -> list[ast.stmt]:
        target, value = statement.target, statement.value
        if isinstance(target, ast.Attribute):
            self._refuse_attribute(statement, target)
            return [statement]
        base = self._base(statement, target, value)
        if base is None:
            return [statement]
        before: list[ast.stmt] = []
        if isinstance(target, ast.Subscript):
            before = self._pure_index(statement, target)
        root = arithmetic_of_update(statement)
        d_target = mirrored(syntax.loaded(target), self.d)
        walk = self.walk(statement, root, None, {base})
        if isinstance(statement.op, (ast.Add, ast.Sub)):
            return [*before, *self._added(statement, d_target, root, walk)]
        given = walk.derive(value)
        if isinstance(statement.op, (ast.Mult, ast.Div)) and given is None:
            made = ast.AugAssign(
                target=syntax.stored(d_target), op=statement.op, value=walk.value(value)
            )  # type: ignore[arg-type]
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
            made = ast.AugAssign(target=syntax.stored(d_target), op=operator, value=text)  # type: ignore[arg-type]
            tangents.append(made)
        elif info.kind in ("list", "tuple"):
            zeros = walk.zeros(value)
            tangents.append(syntax.statement("d += zeros", d=d_target, zeros=zeros))
        if keeps_shape or info.kind in ("list", "tuple"):
            first = self.disturbs({_base(target)}, [value])
            return self.written(walk, statement, tangents, first)
        # A number may have become an array; where it was one, others may see its memory.
        is_seen = isinstance(target, ast.Name) and self._is_seen(target.id)
        text = "d += np.zeros_like(u)" if is_seen else "d = np.zeros_like(u) + d"
        made_whole = syntax.statement(text, d=d_target, u=syntax.loaded(target))
        made = self.written(walk, statement, tangents, True)
        return [*made, ast.copy_location(made_whole, statement)]

    def _changed(
        self, statement: ast.AugAssign, d_target: ast.expr, root: ast.BinOp, walk: TangentWalk
    ) -> list[ast.stmt]:
        """Write the tangent of `u *= e` before it, into the same memory if others see that."""
        target = statement.target
        info = self.context.info(syntax.loaded(target), statement)
        is_shared = isinstance(target, ast.Name) and self._is_seen(target.id)
        if is_shared and info.kind not in ("number", "array"):
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
        text = (
            "d *= e; d += u * m" if isinstance(statement.op, ast.Mult) else "d -= u / e * m; d /= e"
        )
        return self.written(walk, statement, syntax.statements(text, **holes), True)

    def _is_seen(self, name: str) -> bool:
        """Whether another name, or the caller, may see a write to a variable."""
        aliases = self.context.aliases
        shared = aliases.members(name) - {name}
        return bool(shared) or any(thing.outside for thing in aliases.reached(name))

    # ---- effects --------------------------------------------------------------------
    def _effect(self, statement: ast.Expr) -> list[ast.stmt]:
        value = statement.value
        if isinstance(value, ast.Call):
            use = self.context.uses.of(value)
            if isinstance(use, UserCall):
                if self._writes_varied(value):
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
        return self.written(walk, statement, [ast.Expr(value=call)], False)

    def _add_at(self, statement: ast.Expr, value: ast.Call) -> list[ast.stmt]:
        """Return `np.add.at(d_u, index, d_e)` beside `np.add.at(u, index, e)`."""
        written, index, added = value.args
        base = self._base(statement, written, added)
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


def _together(pairs: list[tuple[ast.expr, ast.expr]], first: bool) -> list[ast.stmt]:
    """Assign several values: at once where the later ones read what the first ones replace."""
    if first and len(pairs) > 1:
        targets = ast.Tuple(elts=[target for target, _ in pairs], ctx=ast.Load())
        values = ast.Tuple(elts=[value for _, value in pairs], ctx=ast.Load())
        return [syntax.assign(targets, values)]
    return [syntax.assign(target, value) for target, value in pairs]


def _base(target: ast.expr) -> str:
    found = syntax.base_name(target)
    assert found is not None
    return found


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether a block always ends the function."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.If):
        return _leaves(last.body) and _leaves(last.orelse)
    return isinstance(last, (ast.Return, ast.Raise))


__all__ = ["Forwarder", "Tangent", "TangentCalls", "is_add_at"]
