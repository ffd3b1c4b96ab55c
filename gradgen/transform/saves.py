"""The forward walk: decides what the backward pass needs saved, and writes both passes.

`need` at a point are the variables whose value *there* is read by adjoints of statements that
have already run. A statement that overwrites one of them saves it first, and the reverse text
restores it; inside loops the saved values of a round are pushed on one list, which the backward
loop walks in reverse. Nothing else is saved.
"""

from __future__ import annotations

import ast
import builtins

from gradgen import syntax
from gradgen.analysis.bound import surely_reads
from gradgen.analysis.effects import Effects, binds, imported, reads
from gradgen.analysis.values import UNKNOWN
from gradgen.syntax import Comment
from gradgen.transform import contexts
from gradgen.transform.containers import at_an_end, list_method, list_restored
from gradgen.transform.context import Context
from gradgen.transform.frames import Frame, Passes, Saved
from gradgen.transform.items import Block, Branch, Item, Loop, Step, has_reverse
from gradgen.transform.loops import exposed, reads_contents, surely_bound
from gradgen.transform.naming import flag
from gradgen.transform.nest_evidence import has_keys, holds_containers
from gradgen.transform.normalise_comprehensions import fills_dict
from gradgen.transform.save_loops import LoopWriter
from gradgen.transform.written import elements_updated, mutated_outside

Need = frozenset[str]


class Saver:
    """Writes the two passes of one function."""

    def __init__(self, context: Context, effects: Effects, body: list[ast.stmt]) -> None:
        self.context = context
        self.effects = effects
        self.written_in_place = effects.mutates(*body)
        self.assigned_in_loops: set[str] = set()  # those around the statement in work
        self.restored_elsewhere: set[str] = set()  # through a name that shares their memory
        self.quoted: ast.stmt | None = None
        self.updated = elements_updated(body)

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
            return self._block(item, need, frame)
        if not has_reverse([item]):
            return self._step(Step(item.statement, [item.statement]), need, frame)
        if isinstance(item, Branch):
            return self._branch(item, need, frame)
        return self._loop(item, need, frame)

    def _block(self, item: Block, need: set[str], frame: Frame) -> Passes:
        """Write a `with` or a `try`; what it does beside its body is done in the forward pass."""
        statement = item.statement
        inside = self._inner(frame) if frame.loop or frame.conditional else frame
        inner = self.block(item.body, need | contexts.read_again(statement, self.context), inside)
        frame.dirty |= inside.dirty
        early = inside.early if inside is not frame else []
        forward = [*early, contexts.around(statement, inner.forward)]
        reverse = contexts.around_again(statement, inner.reverse, self.context)
        return Passes(forward, reverse, inner.need)

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
            if self._is_called_instead(variable, frame):
                continue
            self._must_be_bound(variable, statement)
            self._save_name(variable, statement, frame, forward, restores)
        mutated = self.effects.mutates(statement) - out_of_place - item.unseen
        restore_first = bool(old)
        called = list_method(statement)
        mutated -= mutated if fills_dict(self.context.origin.get(statement)) else set()
        if called is not None and mutated == {called[0]} and at_an_end(called):
            mutated = set()
            if called[0] in need | wanted:
                # first: what was popped goes back before its name has its old value again
                restores[:0] = list_restored(self.context, statement, called)
                restore_first = called[1] != "pop"
        for variable in sorted(mutated_outside(self.context, statement, mutated, need | wanted)):
            hidden = self.context.observers(statement) | {variable}
            read = (hidden & wanted) - item.after
            reads_it = any(self._reads_old(statement, name) for name in read)
            if hidden & need or reads_it:
                others = (hidden & (need | wanted)) - {variable}
                self._save_memory(statement, variable, frame, forward, restores, bool(others))
                if (hidden & need) - {variable}:
                    self.restored_elsewhere |= hidden
                restore_first = restore_first or reads_it
        forward += self._forward(item, out_of_place)
        frame.dirty |= bound | self.context.observers(statement)
        frame.sure |= bound | binds(*item.definitions)
        reverse = [*restores, *item.reverse] if restore_first else [*item.reverse, *restores]
        after = (need - out_of_place) | (wanted - old) | reads(*restores)
        return Passes(forward, reverse, after)

    def _reads_old(self, statement: ast.stmt, variable: str) -> bool:
        """Whether what the reverse text reads under this name is the value before the statement."""
        if isinstance(statement, ast.AugAssign):
            return True
        if isinstance(statement, ast.Assign):
            return variable in reads(statement)
        return isinstance(statement, (ast.If, ast.For, ast.While, ast.Expr))

    def _updates_memory(self, statement: ast.stmt, variable: str, need: set[str]) -> bool:
        """Whether `v += e` must stay in place because another name that matters shares memory."""
        if variable not in self.effects.mutates(statement):
            return False
        observers = self.context.observers(statement)
        seen = (observers | {variable}) & self.context.in_place
        return bool(seen) or bool((observers - {variable}) & need)

    def _forward(self, item: Step, out_of_place: set[str]) -> list[ast.stmt]:
        forward: list[ast.stmt] = []
        for statement in item.forward:
            if (
                isinstance(statement, ast.AugAssign)
                and isinstance(statement.target, ast.Name)
                and statement.target.id in out_of_place
                and self._may_be_array(statement)
            ):
                value = ast.BinOp(
                    left=syntax.name(statement.target.id), op=statement.op, right=statement.value
                )
                statement = ast.copy_location(syntax.assign(statement.target, value), statement)
            forward.append(statement)
        return forward

    def _may_be_array(self, update: ast.AugAssign) -> bool:
        """Tell whether an update may write to memory: a number of a device is an array."""
        given = self.context.shapes.before.get(update, {})
        arrays = any(given.get(p, UNKNOWN).kind != "number" for p in self.context.parameters)
        return arrays or not self.effects.mutates(update).isdisjoint(binds(update))

    # ---- saving ---------------------------------------------------------------------
    def _must_be_bound(self, variable: str, statement: ast.stmt) -> None:
        """Refuse to save a variable that some paths have not defined by now."""
        bound = self.context.bound.before.get(statement)
        if bound is None or variable in bound | surely_reads(statement):
            return
        raise self.context.refuse(
            "GG128",
            self.context.origin.get(statement, statement),
            f"`{variable}` is overwritten here, the gradient needs its old value, and some paths"
            " have not defined it",
            f"give `{variable}` a value on every path, before the branch or the loop",
            "a variable that only some paths define",
        )

    def _is_called_instead(self, variable: str, frame: Frame) -> bool:
        """Whether a variable that is bound here, and nowhere else, is a builtin to what reads it.

        The writer tells the two apart.
        """
        if frame.loop or not (variable == "np" or hasattr(builtins, variable)):
            return False
        names = [n for n in syntax.walk(self.context.unit.tree) if isinstance(n, ast.Name)]
        return sum(n.id == variable and isinstance(n.ctx, ast.Store) for n in names) == 1

    def _save_name(
        self,
        variable: str,
        statement: ast.stmt,
        frame: Frame,
        forward: list[ast.stmt],
        restores: list[ast.stmt],
    ) -> None:
        """Save the value of a variable that is bound again next; a copy where memory changes."""
        value: ast.expr = syntax.name(variable)
        if self._changes_later(variable, statement):
            value = self.copy_that_lasts(variable, statement)
        self._save(variable, value, frame, forward, restores, rebinds=True)

    def _changes_later(self, variable: str, statement: ast.stmt) -> bool:
        """Whether the memory of a variable that is saved before a statement changes after that."""
        if statement in self.context.memory.known:
            return self.context.memory.past_is_written(variable, statement)
        if isinstance(statement, (ast.If, ast.For, ast.While, ast.With, ast.Try)):
            if variable in self.effects.mutates(statement):
                return True
        shared = self.context.aliases.members(variable) & self.written_in_place
        return bool(shared - {variable}) or self._written_by_element(variable)

    def copy_that_lasts(
        self, variable: str, statement: ast.stmt, elsewhere: bool = False
    ) -> ast.expr:
        """Return text for a copy; refuse where an older content of the same memory is needed."""
        if elsewhere or variable in self.restored_elsewhere:
            raise self.context.refuse(
                "GG301",
                self.context.origin.get(statement, statement),
                f"`{variable}` shares memory that is written before and after this, and the"
                " gradient needs what was there",
                f"take a copy where `{variable}` is made: `.copy()`",
                "in-place update of memory that two names share",
            )
        return self.copied(syntax.name(variable))

    def copied(self, value: ast.expr) -> ast.expr:
        """Return text for a copy of a variable."""
        kind = self.context.info(value).kind
        if kind == "number":
            return value
        if kind == "unknown" and isinstance(value, ast.Name):
            if holds_containers(self.context.unit.tree, value.id):
                helper = syntax.name(self.context.helper("nest_copy"))
                return syntax.expr("helper(x)", helper=helper, x=value)
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
        seen: bool,
    ) -> None:
        """Save what a write in place hides; others that need it have `seen` it."""
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        target = statement.target if isinstance(statement, ast.AugAssign) else target
        if isinstance(target, ast.Subscript) and syntax.base_name(target) == variable:
            whole = isinstance(target.slice, ast.Constant) and target.slice.value is Ellipsis
            value: ast.expr = syntax.loaded(target.value if whole else target)
            kind = self.context.info(value, statement).kind
            positions = self.context.info(target.slice, statement).kind in ("array", "list")
            if self.context.is_entry(target, statement) and kind in ("unknown", "none"):
                value = self.context.old_entry(target, statement, self.updated)
            elif kind != "number" and not positions:
                value = self.context.copied_part(value, statement)
            place: ast.expr = target
            update = isinstance(statement, ast.AugAssign)
            if update and seen and kind != "number" and self.context.is_entry(target, statement):
                place = syntax.expr("part[...]", part=target)
        else:
            value = syntax.expr("x.copy()", x=syntax.name(variable))
            kind = self.context.info(syntax.name(variable), statement).kind
            if kind == "unknown" and isinstance(statement, ast.AugAssign):
                raise self.context.refuse(
                    "GG301",
                    self.context.origin.get(statement, statement),
                    f"`{variable}` may be a number or an array, other names share its memory if it"
                    " is an array, and the gradient needs what was there",
                    f"say what it is: `{variable}: float` among the parameters, or update a copy:"
                    f" `{variable} = {variable} + ...`",
                    "in-place update of memory that two names share",
                )
            text = "x[:]" if kind == "list" else "x[...]"
            if kind == "dict" or has_keys(self.context.unit.tree, variable):
                if seen:
                    self.copy_that_lasts(variable, statement, True)
                helper = syntax.name(self.context.helper("nest_copy"))
                text, value = "x", syntax.expr("helper(x)", helper=helper, x=syntax.name(variable))
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
        changed = binds(*whole.body, *whole.orelse) | self.mutated_class(whole)
        need_test = reads(test)
        alone = (need_test - need - then.need - other.need) & self.assigned_in_loops
        cheaper = bool(alone) and not _is_flag(test)
        if need_test & changed or cheaper or not self.effects.is_pure(test):
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
            reverse.append(_if(syntax.clone(test), then.reverse, other.reverse))
        after = then.need | other.need | need_test | reads(*item.before)
        return Passes(forward, reverse, after)

    def _inner(self, frame: Frame) -> Frame:
        return Frame(loop=frame.loop, parent=frame, sure=set(frame.sure))

    def mutated_class(self, statement: ast.stmt) -> set[str]:
        """Return what a statement changes in place, with the other names of that memory."""
        return self.effects.mutates(statement) | self.context.observers(statement)

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
                push = syntax.statement(
                    "stack.append(v)", stack=syntax.name(stack), v=syntax.name(variable)
                )
                forward.insert(self.after_last_change(variable, forward), push)
                popped = syntax.expr("stack.pop()", stack=syntax.name(stack))
                reverse.insert(0, syntax.assign(variable, popped))
                after.discard(variable)
        return Passes(forward, [*reverse, *end], after)

    def after_last_change(self, variable: str, body: list[ast.stmt]) -> int:
        """Return the place after the last statement of a block that changes a variable."""
        return 1 + max(
            index
            for index, statement in enumerate(body)
            if variable in binds(statement) or variable in self.mutated_class(statement)
        )

    # ---- loops ----------------------------------------------------------------------
    def _loop(self, item: Loop, need: set[str], frame: Frame) -> Passes:
        statement = item.statement
        targets = binds(statement.target) if isinstance(statement, ast.For) else set()
        body_text = statement.body
        assigned = binds(*body_text)
        carried = exposed(statement, self.context.unit) & assigned
        outer = need - assigned - targets
        start = outer | reads(*item.body_end)
        changed = self.mutated_class(statement) - assigned - targets
        around, self.assigned_in_loops = self.assigned_in_loops, self.assigned_in_loops | assigned
        while True:
            saved = self.context.snapshot()
            trial = self.block(item.body, set(start), Frame(loop=True, carried=carried))
            self.context.restore(saved)
            held = set[str]().union(*(reads_contents(line) for line in trial.reverse))
            more = trial.need & (carried | (changed & held))
            if more <= start:
                break
            start |= more
        inner = Frame(loop=True, carried=carried)
        passes = self.block(item.body, set(start), inner)
        self.assigned_in_loops = around
        passes.reverse += item.body_end
        local = (passes.need & (binds(*passes.forward) | assigned)) - carried - targets
        local -= imported(body_text)
        writer = LoopWriter(self, item, inner, passes, targets, set(local))
        forward, reverse, also = writer.write()
        for variable in sorted(need & (assigned | targets)):
            if variable in writer.restored:
                continue
            made: list[ast.stmt] = []
            restores: list[ast.stmt] = []
            self._must_be_bound(variable, statement)
            self._save_name(variable, statement, frame, made, restores)
            forward[:0] = made
            reverse += restores
        frame.dirty |= assigned | targets | self.mutated_class(statement)
        after = (need - assigned - targets) | (passes.need - local - targets) | also
        bound = local | {saved.name for saved in inner.saved if saved.name != saved.variable}
        after = (after - bound) | reads(*item.before)
        return Passes(forward, [*item.before, *reverse], after)


def _is_flag(test: ast.expr) -> bool:
    inner = test.operand if isinstance(test, ast.UnaryOp) else test
    return isinstance(inner, ast.Name)


def _if(test: ast.expr, then: list[ast.stmt], other: list[ast.stmt]) -> ast.stmt:
    if then:
        return ast.If(test=test, body=then, orelse=other)
    return ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test), body=other, orelse=[])
