"""Rewrites statements into the core language; expressions stay the user's (see `normalise`)."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from gradgen.syntax import (
    Comment,
    base_name,
    clone,
    loaded,
    names_bound,
    names_in,
    names_read,
    stored,
    walk,
    walk_statements,
)
from gradgen.transform.describe import describe
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_comprehensions import Comprehensions
from gradgen.transform.normalise_containers import Containers
from gradgen.transform.normalise_lift import Lifter
from gradgen.transform.normalise_loops import prepare_loop
from gradgen.transform.normalise_tree import Work
from gradgen.transform.normalise_unpacking import is_computed_array, to_unpack
from gradgen.transform.normalise_walks import Walks
from gradgen.transform.normalise_writes import CallsThatWrite


class Statements:
    """Rewrites the blocks of one function."""

    def __init__(self, work: Work, activity: Activity) -> None:
        self.work = work
        self.activity = activity
        self.loops = Comprehensions(work, activity)
        self.walks = Walks(work, activity)
        self.containers = Containers(work, activity)
        self.lifter = Lifter(work, activity, self.assign, self.loops, self.containers)
        self.writes = CallsThatWrite(work, activity)

    def block(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Return a block in the core language; comments stay with their statements."""
        made: list[ast.stmt] = []
        latest: list[ast.stmt] = []
        for index, node in enumerate(body):
            if not (isinstance(node, Comment) and node.trailing):
                latest = self.statement(node)
                made += latest
            elif latest and isinstance(latest[-1], ast.If):
                latest[-1].body.insert(0, node)
            elif latest or index == 0:  # at the end of a line, or of the header of this block
                made.append(node)
        return made

    def inner(self, body: Sequence[ast.stmt], source: ast.stmt) -> list[ast.stmt]:
        """Return a block inside a statement: it must not become empty."""
        made = self.block(body)
        if all(isinstance(node, Comment) for node in made):
            made.append(self.work.make("pass", source))
        return made

    def statement(self, node: ast.stmt) -> list[ast.stmt]:
        """Return the statements that a statement becomes; none if it does nothing."""
        if isinstance(node, (Comment, ast.FunctionDef, ast.Import, ast.ImportFrom)):
            return [node]
        out: list[ast.stmt] = []
        if not isinstance(node, ast.While):
            self.lifter.lift_assignments(node, node, out)
            if self.writes.may_hold(node):
                return [*out, *self._with_writes(node)]
        return [*out, *self._statement(node)]

    def _with_writes(self, node: ast.stmt) -> list[ast.stmt]:
        """Return a statement whose calls write to arrays: each write is an assignment before it."""
        out: list[ast.stmt] = []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            self.lifter.lift_writes(node.value, node, out, self.writes)
            made = self.writes.statement(node.value, node)
            if made is not None:
                return [*out, *self._statement(made)]
        else:
            self.lifter.lift_writes(node, node, out, self.writes)
        return [*out, *self._statement(node)]

    def _statement(self, node: ast.stmt) -> list[ast.stmt]:
        match node:
            case ast.Pass() | ast.Delete() | ast.AnnAssign(value=None):
                return []
            case ast.Expr(value=ast.Constant()):
                return []
            case ast.AnnAssign(value=ast.expr() as value):
                return self.assign(node.target, value, node)
            case ast.Assign(targets=[target]):
                return self.assign(target, node.value, node, node)
            case ast.Assign():
                return self._several_targets(node)
            case ast.AugAssign():
                return self._augmented(node)
            case ast.Return():
                return self._return(node)
            case ast.Expr():
                return self._expression(node)
            case ast.If() | ast.For() | ast.While() | ast.With() | ast.Try():
                return self._compound(node)
        return [node]

    def _compound(self, node: ast.If | ast.For | ast.While | ast.With | ast.Try) -> list[ast.stmt]:
        out: list[ast.stmt] = []
        if isinstance(node, ast.For):
            walked: list[ast.stmt] = []
            self.walks.header(node, walked)
            for statement in walked:
                out += self.statement(statement)
            node.iter = self.lifter.lift(node.iter, node, out)
            prepare_loop(node, self.work, self.activity, out)
        node.body = self.inner(node.body, node)
        if not isinstance(node, (ast.With, ast.Try)) and node.orelse:
            node.orelse = self.block(node.orelse)
        return [*out, node]

    def assign(
        self,
        target: ast.expr,
        value: ast.expr,
        source: ast.stmt,
        same: ast.Assign | None = None,
    ) -> list[ast.stmt]:
        """Return `target = value` in the core language; `same` is that statement if it exists."""
        before: list[ast.stmt] = []
        plain = self._plainer(value, source, before)
        return [*before, *self._assigned(target, plain, source, same)]

    def _plainer(self, value: ast.expr, source: ast.stmt, before: list[ast.stmt]) -> ast.expr:
        """Return a value in simpler terms, after what has to stand before it."""

        def emit(target: ast.expr, value: ast.expr) -> None:
            before.extend(self.assign(target, value, source))

        return self.containers.plain(value, emit)

    def _assigned(
        self, target: ast.expr, value: ast.expr, source: ast.stmt, same: ast.Assign | None
    ) -> list[ast.stmt]:
        if isinstance(target, (ast.Tuple, ast.List)):
            columns = self.containers.lists.columns(target, value, source)
            if columns is not None:
                return [line for part in columns for line in self.statement(part)]
            if self.activity.may_be_active(value):
                value = to_unpack(target, value, self.work.unit)
            return self._unpack(target, value, source, same)
        taken = self.containers.lists.taken(target, value, source)
        if taken is not None:
            return [line for part in taken for line in self.statement(part)]
        if self.containers.is_merged(value):
            return self._merged(target, value, source)
        if isinstance(value, ast.IfExp) and self.lifter.is_choice(value):
            made: list[ast.stmt] = []
            test = self.lifter.without_assignments(value.test, source, made)
            body = self.assign(clone(target), value.body, source)
            orelse = self.assign(target, value.orelse, source)
            return [*made, self.work.branch(test, body, orelse, source)]
        if isinstance(value, ast.BoolOp) and self.lifter.is_choice(value):
            return self._first_that_decides(target, value, source)
        if self.loops.is_loop(value):
            return self._loop(target, value, source)
        if self.lifter.several(value):
            return self._several_results(target, value, source)
        out: list[ast.stmt] = []
        if same is None:
            value = self.lifter.without_assignments(value, source, out)
        if isinstance(target, ast.Name) and self.lifter.is_one_of_several(value):
            names = self.lifter.all_of_several(target, value)
            if names is not None:
                assert isinstance(value, ast.Subscript)
                return [*out, *self._unpack(names, value.value, source, None)]
            self.lifter.lift_parts(value, source, out)
        elif self.lifter.is_user_call(value) and isinstance(target, ast.Name):
            self.lifter.lift_parts(value, source, out)
        else:
            value = self.lifter.lift(value, source, out)
        if same is not None:
            same.value = value
            return [*out, same]
        return [*out, self._plain(target, value, source)]

    def _several_results(
        self, target: ast.expr, value: ast.expr, source: ast.stmt
    ) -> list[ast.stmt]:
        """Write `both = np.linalg.slogdet(a)` as an unpacking, `both = (sign, logdet)` after it."""
        names: list[ast.expr] = [self.work.fresh(r, value) for r in self.lifter.several(value)]
        self.activity.names |= {name.id for name in names if isinstance(name, ast.Name)}
        stores = [stored(name) for name in names]
        whole = ast.copy_location(ast.Tuple(elts=stores, ctx=ast.Store()), value)
        made = self._unpack(whole, value, source, None)
        both = _tuple(names, value, ast.Load())
        return [*made, *self.assign(target, both, source)]

    def _loop(self, target: ast.expr, value: ast.expr, source: ast.stmt) -> list[ast.stmt]:
        """Write `target = [f(x) for x in xs]` as a loop that fills the target."""
        if not isinstance(target, ast.Name) or not self.loops.may_fill(target, value):
            made = self.work.fresh(self.loops.hint(value), value)
            self.activity.names.add(made.id)
            return [*self._loop(made, value, source), self._plain(target, made, source)]
        first, loop = self.loops.loop(target, value, source)
        around = self.loops.around
        headers = [s.target for s in walk_statements([loop]) if isinstance(s, ast.For)]
        self.loops.around = around.union(*map(names_bound, headers))
        lines = [*self.statement(first), *self.statement(loop)]
        self.loops.around = around
        return lines

    def _merged(self, target: ast.expr, value: ast.expr, source: ast.stmt) -> list[ast.stmt]:
        """Write `target = {**a, "x": x}` as statements that fill a dict."""
        assert isinstance(value, ast.Dict)
        made = target if self.loops.may_fill(target, value) else self.work.fresh("merged", value)
        assert isinstance(made, ast.Name)
        self.activity.names.add(made.id)
        lines = [
            line
            for part in self.containers.merged(made, value, source)
            for line in self.statement(part)
        ]
        return lines if made is target else [*lines, self._plain(target, made, source)]

    def _plain(self, target: ast.expr, value: ast.expr, source: ast.stmt) -> ast.stmt:
        made = self.work.make("target = value", source, value=value)
        assert isinstance(made, ast.Assign)
        made.targets = [stored(target)]
        return made

    def _first_that_decides(
        self, target: ast.expr, value: ast.BoolOp, source: ast.stmt
    ) -> list[ast.stmt]:
        """Write `t = a and b` as `t = a`, `if t: t = b`; for `or`, `if not t`."""
        first, *others = value.values
        last = others[0] if len(others) == 1 else _same_place(ast.BoolOp(value.op, others), value)
        if not isinstance(target, ast.Name) or target.id in names_read(last):
            name = self.work.fresh("value", value)
            self.activity.names.add(name.id)
            made = self._first_that_decides(name, value, source)
            return [*made, self._plain(target, name, source)]
        made = self.assign(target, first, source)
        test: ast.expr = loaded(target)
        if isinstance(value.op, ast.Or):
            test = _same_place(ast.UnaryOp(ast.Not(), test), value)
        return [*made, self.work.branch(test, self.assign(target, last, source), [], source)]

    def _several_targets(self, node: ast.Assign) -> list[ast.stmt]:
        """Write `x = y = e` as `x = e`, `y = x`; a number is written to each."""
        first, *others = node.targets
        if isinstance(node.value, ast.Constant):
            return [made for t in node.targets for made in self.assign(t, clone(node.value), node)]
        if isinstance(first, ast.Name):
            shared: ast.expr = loaded(first)
            made = self.assign(first, node.value, node)
        else:
            shared = self.work.fresh(_hint(first), node.value)
            made = self.assign(shared, node.value, node)
            others = node.targets
        for target in others:
            made += self.assign(target, clone(shared), node)
        return made

    def _unpack(
        self,
        target: ast.Tuple | ast.List,
        value: ast.expr,
        source: ast.stmt,
        same: ast.Assign | None,
    ) -> list[ast.stmt]:
        """Write an unpacking as assignments to names: in parallel where the order matters."""
        if any(isinstance(part, ast.Starred) for part in target.elts):
            return self._starred(target, value, source, same)
        targets, values = _flat(target, value)
        if values is None:
            return self._unpack_one(target, value, source, same)
        names = all(isinstance(element, ast.Name) for element in targets)
        rewritten = any(self._needs_rewriting(element) for element in values)
        if names and not rewritten:
            if same is not None and len(targets) == len(target.elts):
                same.targets = [_tuple(targets, target, ast.Store())]
                same.value = _tuple(values, value, ast.Load())
                return [same]
            flat = self.work.make("target = value", source, value=_tuple(values, value, ast.Load()))
            assert isinstance(flat, ast.Assign)
            flat.targets = [_tuple(targets, target, ast.Store())]
            return [flat]
        if _can_follow_one_another(targets, values):
            pairs = zip(targets, values, strict=True)
            return [made for one, part in pairs for made in self.assign(one, part, source)]
        made: list[ast.stmt] = []
        held: list[ast.expr] = []
        for one, part in zip(targets, values, strict=True):
            name = self.work.fresh(_hint(one), part)
            if self.activity.may_be_active(part):
                self.activity.names.add(name.id)
            made += self.assign(name, part, source)
            held.append(name)
        for one, part in zip(targets, held, strict=True):
            made += self.assign(one, part, source)
        return made

    def _starred(
        self,
        target: ast.Tuple | ast.List,
        value: ast.expr,
        source: ast.stmt,
        same: ast.Assign | None,
    ) -> list[ast.stmt]:
        """Write `first, *rest = values` as one assignment for each target."""
        if not self.activity.may_be_active(value) and same is not None:
            return [same]
        whole = value
        made: list[ast.stmt] = []
        if not isinstance(whole, ast.Name) or whole.id in names_bound(target):
            whole = self.work.fresh("values", value)
            self.activity.names.add(whole.id)
            made = self.assign(whole, value, source)
        parts = self.containers.starred(target, whole, source)
        return made + [line for part in parts for line in self.statement(part)]

    def _unpack_one(
        self,
        target: ast.Tuple | ast.List,
        value: ast.expr,
        source: ast.stmt,
        same: ast.Assign | None,
    ) -> list[ast.stmt]:
        """Unpack a single value; what is not a name takes its part in a second step."""
        active = self.activity.may_be_active(value)
        computed = active and is_computed_array(value, self.work.unit)
        if computed or self.lifter.is_choice(value) or self.loops.is_loop(value):
            hint = describe(value) if computed else None
            whole = self.work.fresh(hint or "values", value)
            self.activity.names.add(whole.id)
            made = self.assign(whole, value, source)
            return made + self._unpack_one(target, whole, source, None)
        out: list[ast.stmt] = []
        self.lifter.lift_parts(value, source, out)
        after: list[ast.stmt] = []
        elements: list[ast.expr] = []
        for element in target.elts:
            if isinstance(element, ast.Name):
                elements.append(element)
                continue
            part = self.work.fresh(_hint(element), element)
            if active:
                self.activity.names.add(part.id)
            elements.append(ast.copy_location(ast.Name(part.id, ast.Store()), element))
            after += self.assign(element, part, source)
        if same is not None and not after and isinstance(same.targets[0], ast.Tuple):
            same.value = value
            return [*out, same]
        made_one = self.work.make("target = value", source, value=value)
        assert isinstance(made_one, ast.Assign)
        made_one.targets = [_tuple(elements, target, ast.Store())]
        return [*out, made_one, *after]

    def _needs_rewriting(self, value: ast.expr) -> bool:
        return any(
            isinstance(inner, ast.expr) and self.lifter.is_statement(inner) for inner in walk(value)
        )

    def _augmented(self, node: ast.AugAssign) -> list[ast.stmt]:
        value = node.value
        longer = self.containers.lengthened(node)
        if longer is not None:
            return [line for part in longer for line in self.statement(part)]
        if isinstance(value, ast.IfExp) and self.lifter.is_choice(value):
            other = clone(node)
            self.work.origin[other] = self.work.user(node)
            node.value, other.value = value.body, value.orelse
            return [
                self.work.branch(value.test, self._augmented(node), self._augmented(other), node)
            ]
        out: list[ast.stmt] = []
        node.value = self.lifter.lift(value, node, out)
        if isinstance(node.target, ast.Subscript) and any(map(self.lifter.may_write, out)):
            return self._old_value_first(node, out)
        return [*out, node]

    def _old_value_first(self, node: ast.AugAssign, lifted: list[ast.stmt]) -> list[ast.stmt]:
        """Write `x[i] += g(x)` so that the element is read before the call, which changes it."""
        assert isinstance(node.target, ast.Subscript)
        held = self.work.fresh(f"old_{base_name(node.target) or 'value'}", node.target)
        self.activity.names.add(held.id)
        first = self._plain(clone(held), loaded(node.target), node)
        updated = _same_place(ast.BinOp(clone(held), node.op, node.value), node.value)
        return [first, *lifted, self._plain(node.target, updated, node)]

    def _return(self, node: ast.Return) -> list[ast.stmt]:
        if node.value is None:
            return [self.work.make("return None", node)]
        before: list[ast.stmt] = []
        value = self._plainer(node.value, node, before)
        node.value = value
        return [*before, *self._returned(node, value)]

    def _returned(self, node: ast.Return, value: ast.expr) -> list[ast.stmt]:
        if isinstance(value, ast.IfExp) and self.lifter.is_choice(value):
            body = self._return(self._returning(value.body, node))
            orelse = self._return(self._returning(value.orelse, node))
            return [self.work.branch(value.test, body, orelse, node)]
        if self.lifter.is_statement(value):
            out = self.work.out(value)
            self.activity.names.add(out.id)
            made = self.assign(out, value, node)
            node.value = out
            return [*made, node]
        lifted: list[ast.stmt] = []
        node.value = self.lifter.lift(value, node, lifted)
        return [*lifted, node]

    def _returning(self, value: ast.expr, source: ast.Return) -> ast.Return:
        made = self.work.make("return value", source, value=value)
        assert isinstance(made, ast.Return)
        return made

    def _expression(self, node: ast.Expr) -> list[ast.stmt]:
        simpler = self.containers.statement(node)
        if simpler is not None:
            return [line for part in simpler for line in self.statement(part)]
        out: list[ast.stmt] = []
        if isinstance(node.value, ast.IfExp) and self.lifter.is_choice(node.value):
            other = clone(node)
            self.work.origin[other] = self.work.user(node)
            choice = node.value
            node.value, other.value = choice.body, choice.orelse
            return [
                self.work.branch(choice.test, self._expression(node), self._expression(other), node)
            ]
        if isinstance(node.value, ast.Call):
            self.lifter.lift_parts(node.value, node, out)
        else:
            node.value = self.lifter.lift(node.value, node, out)
        return [*out, node]


def _same_place(made: ast.expr, source: ast.expr) -> ast.expr:
    return ast.copy_location(made, source)


def _tuple(elements: list[ast.expr], source: ast.expr, ctx: ast.expr_context) -> ast.Tuple:
    return ast.copy_location(ast.Tuple(elts=elements, ctx=ctx), source)


def _hint(target: ast.expr) -> str:
    """Return a name for a value before it is stored: `new_u` for `u[i]`, `a_b` for `(a, b)`."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return "_".join(sorted(names_bound(target))) or "values"
    return f"new_{base_name(target) or 'value'}"


def _flat(target: ast.expr, value: ast.expr) -> tuple[list[ast.expr], list[ast.expr] | None]:
    """Pair `(a, b), c = (x, y), z` as `a, b, c` and `x, y, z`; None where that cannot be read."""
    if not isinstance(target, (ast.Tuple, ast.List)):
        return [target], [value]
    if not isinstance(value, (ast.Tuple, ast.List)) or len(value.elts) != len(target.elts):
        return [target], None
    if any(isinstance(element, ast.Starred) for element in value.elts):
        return [target], None
    targets: list[ast.expr] = []
    values: list[ast.expr] = []
    for one, part in zip(target.elts, value.elts, strict=True):
        inner, given = _flat(one, part)
        targets += inner
        values += [part] if given is None else given
    return targets, values


def _can_follow_one_another(targets: list[ast.expr], values: list[ast.expr]) -> bool:
    """Tell whether no target is read by a later value."""
    for index, target in enumerate(targets):
        later = values[index + 1 :]
        bound = names_bound(target)
        if names_in(target) != bound and not all(isinstance(v, ast.Constant) for v in later):
            return False  # what is written in place may be read under any name
        if any(bound & names_read(value) for value in later):
            return False
    return True
