"""The forward walk: decides what the backward pass needs saved, and writes both passes.

`need` at a point are the variables whose value *there* is read by adjoints of statements that
have already run. A statement that overwrites one of them saves it first, and the reverse text
restores it; inside loops the saved values of a round are pushed on one list, which the backward
loop walks in reverse. Nothing else is saved.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from gradgen import syntax
from gradgen.analysis.effects import Effects, binds, reads
from gradgen.syntax import Comment
from gradgen.transform.containers import list_method
from gradgen.transform.context import Context
from gradgen.transform.items import Block, Branch, Item, Loop, Step, has_reverse
from gradgen.transform.loops import exposed, reads_contents, reversed_iteration, surely_bound
from gradgen.transform.naming import flag

Need = frozenset[str]


@dataclass(eq=False)
class Saved:
    """A value that one round of a loop saves: what it is called, and where it is taken."""

    variable: str
    value: ast.expr
    name: str
    place: ast.stmt
    rebinds: bool
    clean: bool = True  # nothing in the round has overwritten the variable before


@dataclass(eq=False)
class Frame:
    """Where saves go: straight code, the body of a loop, or a branch inside the body of a loop.

    `dirty` are the variables that something has overwritten since the frame began, `sure` those
    that are bound on every path so far, `carried` those that a round reads before it sets them,
    `early` the statements that stand before the branch, `presaved` what they save.
    """

    loop: bool = False
    parent: Frame | None = None
    saved: list[Saved] = field(default_factory=list)
    dirty: set[str] = field(default_factory=set)
    early: list[ast.stmt] = field(default_factory=list)
    presaved: dict[str, str] = field(default_factory=dict)
    stacks: list[str] = field(default_factory=list)
    sure: set[str] = field(default_factory=set)
    carried: set[str] = field(default_factory=set)

    @property
    def conditional(self) -> bool:
        """Whether this is a branch inside a loop."""
        return self.parent is not None

    def round(self) -> Frame:
        """Return the frame of the loop body that a branch stands in."""
        frame = self
        while frame.parent is not None:
            frame = frame.parent
        return frame


@dataclass
class Passes:
    """Forward and reverse text of a stretch of the program, and what is needed after it."""

    forward: list[ast.stmt]
    reverse: list[ast.stmt]
    need: set[str]


class Saver:
    """Writes the two passes of one function."""

    def __init__(self, context: Context, effects: Effects, body: list[ast.stmt]) -> None:
        self.context = context
        self.effects = effects
        self.written_in_place = effects.mutates(*body)
        self.quoted: ast.stmt | None = None

    def block(self, items: list[Item], need: set[str], frame: Frame) -> Passes:
        """Write a block that is entered with `need`."""
        forward: list[ast.stmt] = []
        pieces: list[tuple[Item, list[ast.stmt]]] = []
        for item in items:
            passes = self._item(item, need, frame)
            forward += passes.forward
            pieces.append((item, passes.reverse))
            need = passes.need
        reverse: list[ast.stmt] = []
        quoted: ast.stmt | None = None
        for item, piece in reversed(pieces):
            if isinstance(item, Step) and item.reverse:
                origin = self.context.origin.get(item.statement, item.statement)
                if origin is not quoted and item.statement not in self.context.synthetic:
                    reverse.append(syntax.comment(self.context.unit.quote(origin)))
                    quoted = origin
            elif piece:
                quoted = None
            reverse += piece
        return Passes(forward, reverse, need)

    def _item(self, item: Item, need: set[str], frame: Frame) -> Passes:
        if isinstance(item, Step):
            return self._step(item, need, frame)
        if isinstance(item, Block):
            inside = self._inner(frame) if frame.loop or frame.conditional else frame
            inner = self.block(item.body, need | reads(*item.statement.items), inside)
            frame.dirty |= inside.dirty
            header = item.statement
            early = inside.early if inside is not frame else []
            forward: list[ast.stmt] = [
                *early, ast.With(items=header.items, body=inner.forward, lineno=header.lineno)
            ]
            reverse: list[ast.stmt] = []
            if inner.reverse:
                items = [syntax.clone(part) for part in header.items]
                reverse = [ast.With(items=items, body=inner.reverse, lineno=0)]
            return Passes(forward, reverse, inner.need)
        if not has_reverse([item]):
            return self._step(Step(item.statement, [item.statement]), need, frame)
        if isinstance(item, Branch):
            return self._branch(item, need, frame)
        return self._loop(item, need, frame)

    # ---- simple statements ----------------------------------------------------------
    def _step(self, item: Step, need: set[str], frame: Frame) -> Passes:
        statement = item.statement
        if isinstance(statement, Comment):
            return Passes([statement], [], need)
        if statement in self.context.synthetic:
            return Passes([], item.reverse, need | reads(*item.reverse))
        wanted = reads(*item.reverse)
        bound = binds(statement)
        old = {v for v in bound & wanted if self._reads_old(statement, v)}
        forward: list[ast.stmt] = list(item.definitions)
        restores: list[ast.stmt] = []
        out_of_place: set[str] = set()
        for variable in sorted(bound & (need | old)):
            updates = isinstance(statement, ast.AugAssign)
            if updates and self._updates_memory(statement, variable, need):
                continue
            out_of_place.add(variable)
            self._save_name(variable, frame, forward, restores)
        mutated = self.effects.mutates(statement) - out_of_place
        restore_first = bool(old)
        called = list_method(statement)
        if called is not None and mutated == {called[0]}:
            mutated = set()
            if called[0] in need:
                restores += self._list_restored(statement, called)
                restore_first = called[1] == "append"
        for variable in sorted(mutated):
            hidden = self.context.observers(statement) | {variable}
            reads_it = variable in wanted and self._reads_old(statement, variable)
            if hidden & need or reads_it:
                self._save_memory(statement, variable, frame, forward, restores)
                restore_first = restore_first or reads_it
        forward += self._forward(item, out_of_place)
        frame.dirty |= bound
        frame.sure |= bound | binds(*item.definitions)
        reverse = [*restores, *item.reverse] if restore_first else [*item.reverse, *restores]
        after = (need - out_of_place) | (wanted - old) | reads(*restores)
        return Passes(forward, reverse, after)

    def _list_restored(
        self, statement: ast.stmt, called: tuple[str, str, list[ast.expr]]
    ) -> list[ast.stmt]:
        """Return what undoes `values.append(x)` or `x = values.pop()`."""
        values = syntax.name(called[0])
        if called[1] == "append":
            return [syntax.statement("values.pop()", values=values)]
        assert isinstance(statement, ast.Assign)
        taken = syntax.loaded(statement.targets[0])
        return [syntax.statement("values.append(x)", values=values, x=taken)]

    def _reads_old(self, statement: ast.stmt, variable: str) -> bool:
        """Whether what the reverse text reads under this name is the value before the statement."""
        if isinstance(statement, ast.AugAssign):
            return True
        if isinstance(statement, ast.Assign):
            return variable in reads(statement)
        return isinstance(statement, (ast.If, ast.For, ast.While))

    def _updates_memory(self, statement: ast.stmt, variable: str, need: set[str]) -> bool:
        """Whether `v += e` must stay in place because another name that matters shares memory."""
        others = self.context.aliases.members(variable) - {variable}
        return bool(others & need) and variable in self.effects.mutates(statement)

    def _forward(self, item: Step, out_of_place: set[str]) -> list[ast.stmt]:
        forward: list[ast.stmt] = []
        for statement in item.forward:
            if (
                isinstance(statement, ast.AugAssign)
                and isinstance(statement.target, ast.Name)
                and statement.target.id in out_of_place
                and statement.target.id in self.effects.mutates(statement)
            ):
                value = ast.BinOp(
                    left=syntax.name(statement.target.id), op=statement.op, right=statement.value
                )
                statement = ast.copy_location(syntax.assign(statement.target, value), statement)
            forward.append(statement)
        return forward

    # ---- saving ---------------------------------------------------------------------
    def _save_name(
        self, variable: str, frame: Frame, forward: list[ast.stmt], restores: list[ast.stmt]
    ) -> None:
        """Save the value of a variable that is bound again next."""
        value: ast.expr = syntax.name(variable)
        shared = self.context.aliases.members(variable) & self.written_in_place
        if shared - {variable} or self._written_by_element(variable):
            value = self.copied(value)
        self._save(variable, value, frame, forward, restores, rebinds=True)

    def copied(self, value: ast.expr) -> ast.expr:
        """Return text for a copy of a variable."""
        kind = self.context.info(value).kind
        if kind == "number":
            return value
        return syntax.expr("np.copy(x)" if kind == "unknown" else "x.copy()", x=value)

    def _written_by_element(self, variable: str) -> bool:
        return variable in self.written_in_place and variable in self.context.element_written

    def _save_memory(
        self,
        statement: ast.stmt,
        variable: str,
        frame: Frame,
        forward: list[ast.stmt],
        restores: list[ast.stmt],
    ) -> None:
        """Save what a write in place hides."""
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        target = statement.target if isinstance(statement, ast.AugAssign) else target
        if isinstance(target, ast.Subscript) and syntax.base_name(target) == variable:
            value = syntax.loaded(target)
            number = self.context.info(value, statement).kind == "number"
            if self.context.basic_index(target.slice, statement) and not number:
                value = syntax.expr("part.copy()", part=value)
            place = target
        else:
            value = syntax.expr("x.copy()", x=syntax.name(variable))
            kind = self.context.info(syntax.name(variable), statement).kind
            text = "x[:]" if kind == "list" else "x[...]"
            place = syntax.expr(text, x=syntax.name(variable))
        self._save(variable, value, frame, forward, restores, rebinds=False, target=place)

    def _save(
        self,
        variable: str,
        value: ast.expr,
        frame: Frame,
        forward: list[ast.stmt],
        restores: list[ast.stmt],
        *,
        rebinds: bool,
        target: ast.expr | None = None,
    ) -> None:
        restored = target if target is not None else syntax.name(variable)
        if not frame.loop and not frame.conditional:
            made = self._named_save(variable)
            forward.append(syntax.assign(made, value))
            restores.append(syntax.assign(restored, syntax.name(made)))
            return
        if not frame.conditional:
            name = self.context.fresh(f"{variable}_before")
            mark = ast.Pass()
            clean = variable not in frame.dirty
            frame.saved.append(Saved(variable, value, name, mark, rebinds, clean))
            forward.append(mark)
            restores.append(syntax.assign(restored, syntax.name(name)))
            return
        if rebinds and variable not in frame.dirty:
            known = self._presave(variable, value, frame)
            if known is not None:
                restores.append(syntax.assign(restored, syntax.name(known)))
                return
        stack = self._stack(variable, frame)
        forward.append(
            syntax.statement("stack.append(value)", stack=syntax.name(stack), value=value)
        )
        popped = syntax.expr("stack.pop()", stack=syntax.name(stack))
        restores.append(syntax.assign(restored, popped))

    def _named_save(self, variable: str) -> str:
        made = self.context.names.saved(variable)
        self.context.made.add(made)
        return made

    def _presave(self, variable: str, value: ast.expr, frame: Frame) -> str | None:
        """Save, before the branch, a variable that the branch is the first to overwrite."""
        outer = frame.parent
        assert outer is not None
        if variable not in frame.presaved:
            if not outer.conditional:
                name = self.context.fresh(f"{variable}_before")
                mark = ast.Pass()
                clean = variable not in outer.dirty
                outer.saved.append(Saved(variable, value, name, mark, True, clean))
                frame.early.append(mark)
                frame.presaved[variable] = name
            elif variable not in outer.dirty:
                found = self._presave(variable, value, outer)
                if found is not None:
                    frame.presaved[variable] = found
        return frame.presaved.get(variable)

    def _stack(self, variable: str, frame: Frame) -> str:
        made = self._named_save(variable)
        frame.round().stacks.append(made)
        return made

    # ---- branches -------------------------------------------------------------------
    def _branch(self, item: Branch, need: set[str], frame: Frame) -> Passes:
        inside = frame.loop or frame.conditional
        frames = [self._inner(frame) if inside else Frame() for _ in range(2)]
        if inside:
            for inner in frames:
                inner.presaved = frames[0].presaved
                inner.early = frames[0].early
        both = surely_bound(item.statement.body) & surely_bound(item.statement.orelse)
        then = self._arm(item.body, item.body_end, need, frames[0], both)
        other = self._arm(item.orelse, item.orelse_end, need, frames[1], both)
        frame.sure |= both
        test: ast.expr = item.statement.test
        forward: list[ast.stmt] = list(frames[0].early)
        whole = item.statement
        changed = binds(*whole.body, *whole.orelse) | self._mutated_class(whole)
        need_test = reads(test)
        if need_test & changed or not self.effects.is_pure(test):
            made = self.context.fresh(flag(test))
            forward.append(syntax.assign(made, test))
            test = syntax.name(made)
            need_test = {made}
        forward.append(
            ast.copy_location(
                ast.If(test=test, body=then.forward or [ast.Pass()], orelse=other.forward), whole
            )
        )
        frame.dirty |= frames[0].dirty | frames[1].dirty | binds(whole)
        reverse: list[ast.stmt] = list(item.before)
        if then.reverse or other.reverse:
            reverse.append(
                _if(syntax.clone(test), then.reverse, other.reverse)
            )
        after = then.need | other.need | need_test | reads(*item.before)
        return Passes(forward, reverse, after)

    def _inner(self, frame: Frame) -> Frame:
        return Frame(loop=frame.loop, parent=frame, sure=set(frame.sure))

    def _mutated_class(self, statement: ast.stmt) -> set[str]:
        found: set[str] = set()
        for variable in self.effects.mutates(statement):
            found |= self.context.aliases.members(variable) | {variable}
        return found

    def _arm(
        self,
        items: list[Item],
        end: list[ast.stmt],
        need: set[str],
        frame: Frame,
        both: set[str],
    ) -> Passes:
        start = need | reads(*end)
        passes = self.block(items, start, frame)
        forward, reverse, after = passes.forward, passes.reverse, set(passes.need)
        if frame.conditional:
            assert frame.parent is not None
            kept = both | frame.parent.sure | frame.round().carried
            for variable in sorted((after & binds(*forward)) - kept):
                stack = self._stack(variable, frame)
                forward.append(
                    syntax.statement(
                        "stack.append(v)", stack=syntax.name(stack), v=syntax.name(variable)
                    )
                )
                popped = syntax.expr("stack.pop()", stack=syntax.name(stack))
                reverse.insert(0, syntax.assign(variable, popped))
                after.discard(variable)
        return Passes(forward, [*reverse, *end], after)

    # ---- loops ----------------------------------------------------------------------
    def _loop(self, item: Loop, need: set[str], frame: Frame) -> Passes:
        statement = item.statement
        targets = binds(statement.target) if isinstance(statement, ast.For) else set()
        body_text = statement.body
        assigned = binds(*body_text)
        carried = exposed(statement) & assigned
        outer = need - assigned - targets
        start = outer | reads(*item.body_end)
        while True:
            saved = self.context.snapshot()
            trial = self.block(item.body, set(start), Frame(loop=True, carried=carried))
            self.context.restore(saved)
            more = trial.need & carried
            if more <= start:
                break
            start |= more
        inner = Frame(loop=True, carried=carried)
        passes = self.block(item.body, set(start), inner)
        passes.reverse += item.body_end
        local = (passes.need & (binds(*passes.forward) | assigned)) - carried - targets
        self._check_targets(statement, targets & assigned & passes.need)
        writer = LoopWriter(self, item, inner, passes, targets, set(local))
        forward, reverse, also = writer.write()
        for variable in sorted(need & (assigned | targets)):
            if variable in writer.restored:
                continue
            made: list[ast.stmt] = []
            restores: list[ast.stmt] = []
            self._save_name(variable, frame, made, restores)
            forward[:0] = made
            reverse += restores
        frame.dirty |= assigned | targets
        after = (need - assigned - targets) | (passes.need - local - targets) | also
        after |= reads(*item.before)
        after -= {v for v in local if v not in reads(*item.before)}
        return Passes(forward, [*item.before, *reverse], after)

    def _check_targets(self, statement: ast.stmt, overwritten: set[str]) -> None:
        if overwritten:
            name = sorted(overwritten)[0]
            raise self.context.refuse(
                "GG126",
                statement,
                f"the loop variable `{name}` is overwritten inside the loop, and the gradient"
                " needs it",
                "use another name for the new value",
            )


class LoopWriter:
    """Writes one loop in both directions, once its body is known."""

    def __init__(
        self,
        saver: Saver,
        item: Loop,
        frame: Frame,
        passes: Passes,
        targets: set[str],
        local: set[str],
    ) -> None:
        self.saver = saver
        self.context = saver.context
        self.item = item
        self.frame = frame
        self.passes = passes
        self.targets = targets
        self.local = local
        self.restored: set[str] = set()

    def write(self) -> tuple[list[ast.stmt], list[ast.stmt], set[str]]:
        """Return forward text, reverse text, and what the header of the reverse loop needs."""
        body, reverse_body = self.passes.forward, self.passes.reverse
        self._recompute(reverse_body)
        self._push_locals(body)
        self._bind_directly(reverse_body)
        forward: list[ast.stmt] = []
        saved_list = self._push(body, forward)
        forward += [syntax.statement("stack = []", stack=syntax.name(s)) for s in self.frame.stacks]
        header, need = self._header(reverse_body, saved_list, forward, body)
        statement = self.item.statement
        made: ast.stmt
        if isinstance(statement, ast.For):
            iterable = self.iterable
            made = ast.For(target=statement.target, iter=iterable, body=body, orelse=[])
        else:
            made = ast.While(test=statement.test, body=body, orelse=[])
        forward.append(ast.copy_location(made, statement))
        target, source = header
        loop = ast.For(target=syntax.stored(target), iter=source, body=reverse_body, orelse=[])
        reverse: list[ast.stmt] = [loop, *self.item.after]
        need |= set(self.frame.stacks)
        return forward, reverse, need

    # ---- locals ---------------------------------------------------------------------
    def _recompute(self, reverse_body: list[ast.stmt]) -> None:
        """Repeat the definition of a local that is cheap and whose operands the round keeps."""
        statement = self.item.statement
        written = binds(*statement.body)
        mutated = self.saver._mutated_class(statement)
        repeated: list[ast.stmt] = []
        for inner in statement.body:
            if not isinstance(inner, ast.Assign) or not isinstance(inner.targets[0], ast.Name):
                continue
            variable = inner.targets[0].id
            if variable not in self.local or not self._is_repeatable(inner, written, mutated):
                continue
            count = sum(variable in binds(other) for other in statement.body)
            if count == 1:
                repeated.append(syntax.clone(inner))
                self.local.discard(variable)
                self.passes.need |= reads(inner)
        reverse_body[:0] = repeated

    def _is_repeatable(
        self, statement: ast.Assign, written: set[str], mutated: set[str]
    ) -> bool:
        effects = self.saver.effects
        operands = reads(statement.value)
        calls = any(isinstance(node, ast.Call) for node in ast.walk(statement.value))
        return (
            effects.is_pure(statement.value)
            and not (operands & (written | mutated))
            and not (binds(statement) & mutated)
            and not calls
        )

    def _push_locals(self, body: list[ast.stmt]) -> None:
        for variable in sorted(self.local):
            mark = ast.Pass()
            value: ast.expr = syntax.name(variable)
            others = self.context.aliases.members(variable) - {variable}
            if others & self.saver.written_in_place:
                value = self.saver.copied(value)
            self.frame.saved.append(Saved(variable, value, variable, mark, False))
            body.insert(self._last_change(variable, body) + 1, mark)

    def _last_change(self, variable: str, body: list[ast.stmt]) -> int:
        """Return the place of the last statement of a round that changes a variable."""
        members = self.context.aliases.members(variable) | {variable}
        return max(
            index
            for index, statement in enumerate(body)
            if variable in binds(statement)
            or not members.isdisjoint(self.saver.effects.mutates(statement))
        )

    def _bind_directly(self, reverse_body: list[ast.stmt]) -> None:
        """Let the reverse loop bind `v` itself where nothing there reads a newer value of it."""
        last: dict[str, Saved] = {}
        first: dict[str, Saved] = {}
        for saved in self.frame.saved:
            if saved.rebinds:
                last[saved.variable] = saved
                first.setdefault(saved.variable, saved)
        self.restored = {variable for variable, saved in first.items() if saved.clean}
        for variable, saved in last.items():
            if variable in self.passes.need or self._read_before(saved, reverse_body):
                continue
            _rename_restore(reverse_body, saved.name, variable)
            saved.name = variable

    def _read_before(self, saved: Saved, reverse_body: list[ast.stmt]) -> bool:
        """Whether the round reads the variable before this save is restored."""
        for statement in reverse_body:
            if _restores(statement, saved.name):
                return False
            if saved.variable in reads(statement) | binds(statement):
                return True
        return True

    # ---- the list -------------------------------------------------------------------
    def _push(self, body: list[ast.stmt], forward: list[ast.stmt]) -> str | None:
        saved = self.frame.saved
        if not saved:
            return None
        stem = saved[0].variable if len(saved) == 1 else ""
        names = self.context.names
        if stem.startswith(names.prefix("saved_")[:-1]):
            made = self.context.fresh(f"all_{stem}")
        else:
            plain = names.prefix("saved_")[:-1]
            made = names.saved(stem) if stem else self.context.fresh(plain)
        self.context.made.add(made)
        forward.append(syntax.statement("values = []", values=syntax.name(made)))
        places = [_position(body, s.place) for s in saved]
        order = sorted(range(len(saved)), key=lambda k: places[k])
        values: list[ast.expr] = []
        for k in order:
            values.append(self._value_at(saved[k], body, saved[order[-1]]))
        value = values[0] if len(values) == 1 else ast.Tuple(elts=values, ctx=ast.Load())
        push = syntax.statement("made.append(value)", made=syntax.name(made), value=value)
        _replace(body, saved[order[-1]].place, push)
        self.frame.saved = [saved[k] for k in order]
        return made

    def _value_at(self, saved: Saved, body: list[ast.stmt], last: Saved) -> ast.expr:
        """Return text for a saved value where the last one of the round is taken."""
        if saved is last:
            return saved.value
        start, end = _position(body, saved.place), _position(body, last.place)
        between = body[start + 1 : end + 1]
        unchanged = isinstance(saved.value, ast.Name) and saved.value.id not in binds(*between)
        if unchanged:
            body.remove(saved.place)
            return saved.value
        name = saved.name
        if name == saved.variable or name in reads(*self.passes.reverse) & {saved.variable}:
            name = self.context.fresh(f"{saved.variable}_before")
        _replace(body, saved.place, syntax.assign(name, saved.value))
        return syntax.name(name)

    # ---- the header -----------------------------------------------------------------
    def _header(
        self,
        reverse_body: list[ast.stmt],
        saved_list: str | None,
        forward: list[ast.stmt],
        body: list[ast.stmt],
    ) -> tuple[tuple[ast.expr, ast.expr], set[str]]:
        statement = self.item.statement
        parts: list[tuple[ast.expr, ast.expr]] = []
        need: set[str] = set()
        if isinstance(statement, ast.For):
            self.iterable = statement.iter
            wanted = reads(*reverse_body) & (
                self.targets | ({self.item.counter} if self.item.counter else set())
            )
            if wanted or saved_list is None:
                self._name_iterable(statement, forward)
                need |= reads(self.iterable)
                parts.append(
                    reversed_iteration(
                        statement.target,
                        self.iterable,
                        wanted,
                        self.item.counter,
                        self.context,
                        saved_list is None,
                    )
                )
        elif saved_list is None:
            trips = self.context.fresh("trips")
            forward.append(syntax.statement("trips = 0", trips=syntax.name(trips)))
            body.append(syntax.statement("trips += 1", trips=syntax.name(trips)))
            need.add(trips)
            parts.append((syntax.name("_"), syntax.expr("range(t)", t=syntax.name(trips))))
        if saved_list is not None:
            names: list[ast.expr] = [syntax.name(s.name) for s in self.frame.saved]
            target = names[0] if len(names) == 1 else ast.Tuple(elts=names, ctx=ast.Load())
            need.add(saved_list)
            parts.append((target, syntax.expr("reversed(s)", s=syntax.name(saved_list))))
        if len(parts) == 1:
            return parts[0], need
        (target, source), (names_of, lists) = parts
        pair = ast.Tuple(elts=[target, names_of], ctx=ast.Load())
        return (pair, syntax.expr("zip(a, b)", a=source, b=lists)), need

    def _name_iterable(self, statement: ast.For, forward: list[ast.stmt]) -> None:
        """Name what the loop walks, where evaluating it again would give something else."""
        changed = binds(*statement.body) | self.targets
        mutated = self.saver._mutated_class(statement)
        pure = self.saver.effects.is_pure(statement.iter)
        again = pure and not reads(statement.iter) & changed
        if again and not reads_contents(statement.iter) & mutated:
            return
        made = self.context.fresh("rounds")
        value = statement.iter
        is_range = (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id == "range"
        )
        if not is_range:
            value = syntax.expr("list(x)", x=value)
        forward.append(syntax.assign(made, value))
        self.iterable = syntax.name(made)


def _if(test: ast.expr, then: list[ast.stmt], other: list[ast.stmt]) -> ast.stmt:
    if then:
        return ast.If(test=test, body=then, orelse=other)
    return ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test), body=other, orelse=[])


def _restores(statement: ast.stmt, name: str) -> bool:
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Name)
        and statement.value.id == name
    )


def _rename_restore(body: list[ast.stmt], name: str, variable: str) -> None:
    """Drop `v = v_before`, which the loop header does now; other reads of `v_before` read `v`."""
    for statement in list(body):
        if _restores(statement, name) and isinstance(statement, ast.Assign):
            if isinstance(statement.targets[0], ast.Name):
                body.remove(statement)
                continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id == name:
                node.id = variable
        for inner in ("body", "orelse"):
            block = getattr(statement, inner, None)
            if isinstance(block, list):
                for nested in list(block):
                    if isinstance(nested, ast.Assign) and syntax.key(nested) == f"{variable} = {variable}":
                        block.remove(nested)
                if inner == "body" and not block:
                    block.append(ast.Pass())


def _position(body: list[ast.stmt], place: ast.stmt) -> int:
    return next(index for index, statement in enumerate(body) if statement is place)


def _replace(body: list[ast.stmt], place: ast.stmt, made: ast.stmt) -> None:
    body[_position(body, place)] = made


__all__ = ["Frame", "Need", "Passes", "Saver", "surely_bound"]
