"""Writes a loop in both directions: what a round saves goes on one list, walked in reverse."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from gradgen import syntax
from gradgen.analysis.effects import binds, reads
from gradgen.analysis.values import INT
from gradgen.syntax import Comment
from gradgen.transform.frames import Frame, Passes, Saved
from gradgen.transform.items import Loop
from gradgen.transform.loops import reads_contents, reversed_iteration
from gradgen.transform.normalise_exits import blocks, breaks

if TYPE_CHECKING:
    from gradgen.transform.saves import Saver


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
        self.iterable = item.statement.iter if isinstance(item.statement, ast.For) else None
        self.leaves = breaks(item.statement.body)

    def write(self) -> tuple[list[ast.stmt], list[ast.stmt], set[str]]:
        """Return forward text, reverse text, and what the header of the reverse loop needs."""
        body, reverse_body = self.passes.forward, self.passes.reverse
        self._recompute(reverse_body)
        self._push_locals(body)
        self._bind_directly(reverse_body)
        forward: list[ast.stmt] = []
        if self.leaves and (self.frame.saved or not self._counts()):
            self._push_targets(body, reverse_body)
        saved_list = self._push(body, forward)
        forward += [syntax.statement("stack = []", stack=syntax.name(s)) for s in self.frame.stacks]
        header, need = self._header(reverse_body, saved_list, forward, body)
        if self.leaves:
            body = self._left_at_the_end(body)
        statement = self.item.statement
        made: ast.stmt
        if isinstance(statement, ast.For):
            assert self.iterable is not None
            made = ast.For(target=statement.target, iter=self.iterable, body=body, orelse=[])
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
        mutated = self.saver.mutated_class(statement)
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

    def _is_repeatable(self, statement: ast.Assign, written: set[str], mutated: set[str]) -> bool:
        effects = self.saver.effects
        operands = reads(statement.value)
        calls = any(isinstance(node, ast.Call) for node in syntax.walk(statement.value))
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
            if self._changes_later(variable):
                value = self.saver.copy_that_lasts(variable, self.item.statement)
            self.frame.saved.append(Saved(variable, value, variable, mark, False))
            body.insert(self.saver.after_last_change(variable, body), mark)

    def _changes_later(self, variable: str) -> bool:
        """Whether the memory of a local changes after its round."""
        memory = self.context.memory
        if self.item.statement in memory.known:
            return memory.past_is_written(variable, self.item.statement, round_end=True)
        others = self.context.aliases.members(variable) - {variable}
        return bool(others & self.saver.written_in_place)

    def _bind_directly(self, reverse_body: list[ast.stmt]) -> None:
        """Let the reverse loop bind `v` itself where nothing there reads a newer value of it."""
        last: dict[str, Saved] = {}
        first: dict[str, Saved] = {}
        for saved in self.frame.saved:
            if saved.rebinds:
                last[saved.variable] = saved
                first.setdefault(saved.variable, saved)
        self.restored = {
            variable
            for variable, saved in first.items()
            if saved.clean
            and self.context.element_written.isdisjoint(self.context.aliases.members(variable))
        }
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

    # ---- loops that are left by `break` -------------------------------------------------
    def _counts(self) -> bool:
        """Whether the loop walks a `range`, which is cheap to walk again."""
        name = self.iterable.func if isinstance(self.iterable, ast.Call) else None
        return isinstance(name, ast.Name) and name.id == "range"

    def _push_targets(self, body: list[ast.stmt], reverse_body: list[ast.stmt]) -> None:
        """Save what the header bound: it may not have come to its end."""
        for variable in sorted(reads(*reverse_body) & self.targets, reverse=True):
            mark = ast.Pass()
            self.frame.saved.insert(
                0, Saved(variable, syntax.name(variable), variable, mark, rebinds=False)
            )
            body.insert(0, mark)

    def _left_at_the_end(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Let a round that is the last one save what it has to before it leaves."""
        if not _runs_on(body):
            return _without_else(body)
        place = next(k for k, statement in enumerate(body) if breaks([statement]))
        done = syntax.name(self.context.fresh("done"))
        start = syntax.statement("done = False", done=done)
        end = syntax.statement("if done:\n    break", done=done)
        return [*body[:place], start, _with_flag(body[place], done), *body[place + 1 :], end]

    def _trips(self, body: list[ast.stmt], forward: list[ast.stmt]) -> ast.expr:
        """Count the rounds that were begun, and return text for their number."""
        trips = syntax.name(self.context.fresh("trips", INT))
        forward.append(syntax.statement("trips = 0", trips=trips))
        body.insert(0 if self.leaves else len(body), syntax.statement("trips += 1", trips=trips))
        return trips

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
        parts: list[tuple[ast.expr, ast.expr]] = []
        need: set[str] = set()
        if isinstance(self.item.statement, ast.For):
            parts += self._walk_back(self.item.statement, reverse_body, saved_list, forward, body)
        elif saved_list is None:
            trips = self._trips(body, forward)
            parts.append((syntax.name("_"), syntax.expr("range(t)", t=trips)))
        need |= reads(*(source for _, source in parts))
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

    def _walk_back(
        self,
        statement: ast.For,
        reverse_body: list[ast.stmt],
        saved_list: str | None,
        forward: list[ast.stmt],
        body: list[ast.stmt],
    ) -> list[tuple[ast.expr, ast.expr]]:
        """Return target and iterable of the way back over what the loop walked, if wanted."""
        counter = self.item.counter
        wanted = reads(*reverse_body) & (self.targets | ({counter} if counter else set()))
        if self.leaves and saved_list is not None:
            if counter is None or counter not in wanted:
                return []
            back = syntax.expr("reversed(range(len(s)))", s=syntax.name(saved_list))
            return [(syntax.name(counter), back)]
        if not wanted and saved_list is not None:
            return []
        trips = self._trips(body, forward) if self.leaves else None
        if trips is not None and not wanted:
            return [(syntax.name("_"), syntax.expr("range(t)", t=trips))]
        if trips is not None and wanted == {counter}:
            assert counter is not None
            return [(syntax.name(counter), syntax.expr("reversed(range(t))", t=trips))]
        self._name_iterable(statement, forward)
        assert self.iterable is not None
        back_over = reversed_iteration(
            statement.target,
            self.iterable,
            wanted,
            counter,
            self.context,
            trips,
            self.item.turned,
        )
        return [back_over]

    def _name_iterable(self, statement: ast.For, forward: list[ast.stmt]) -> None:
        """Name what the loop walks, where evaluating it again would give something else."""
        changed = binds(*statement.body) | self.targets
        mutated = self.saver.mutated_class(statement)
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


def _runs_on(body: list[ast.stmt]) -> bool:
    """Whether something stands after a statement that may leave the loop, in any block."""
    for index, statement in enumerate(body):
        if isinstance(statement, ast.If) and breaks([statement]):
            rest = body[index + 1 :]
            if any(not isinstance(other, Comment) for other in rest):
                return True
            return _runs_on(statement.body) or _runs_on(statement.orelse)
    return False


def _without_else(body: list[ast.stmt]) -> list[ast.stmt]:
    """Write what follows `if ...: break` after it, as a person does."""
    made: list[ast.stmt] = []
    for statement in body:
        made.append(statement)
        if not isinstance(statement, ast.If):
            continue
        statement.body = _without_else(statement.body)
        rest, statement.orelse = _without_else(statement.orelse), []
        if isinstance(statement.body[-1], ast.Break):
            made += rest
        else:
            statement.orelse = rest
    return made


def _with_flag(statement: ast.stmt, flag: ast.Name) -> ast.stmt:
    """Return a statement that sets a flag in place of each `break` of the loop around it."""
    made = syntax.clone(statement)
    waiting: list[ast.stmt] = [made]
    while waiting:
        inner = waiting.pop()
        for block in blocks(inner) if not isinstance(inner, (ast.For, ast.While)) else []:
            for index, part in enumerate(block):
                if isinstance(part, ast.Break):
                    block[index] = syntax.statement("flag = True", flag=flag)
                else:
                    waiting.append(part)
    return made


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
        for node in syntax.walk(statement):
            if isinstance(node, ast.Name) and node.id == name:
                node.id = variable
        for inner in ("body", "orelse"):
            block = getattr(statement, inner, None)
            if isinstance(block, list):
                for nested in list(block):
                    if (
                        isinstance(nested, ast.Assign)
                        and syntax.key(nested) == f"{variable} = {variable}"
                    ):
                        block.remove(nested)
                if inner == "body" and not block:
                    block.append(ast.Pass())


def _position(body: list[ast.stmt], place: ast.stmt) -> int:
    return next(index for index, statement in enumerate(body) if statement is place)


def _replace(body: list[ast.stmt], place: ast.stmt, made: ast.stmt) -> None:
    body[_position(body, place)] = made
