"""Puts what leaves a round of a loop at its end: `break` stays there, `continue` goes.

    for x in xs:                      for x in xs:
        if x < 0.0:                       if not x < 0.0:
            continue                          s = s + step(x)
        s = s + step(x)        becomes        if s > 3.0:
        if s > 3.0:                               s_above = True
            return s * s                          break
        s = 0.5 * s                           else:
                                                  s = 0.5 * s
                                      if s_above:
                                          return s * s

The result of a `return` is computed after the loop: nothing runs in between. What follows a
block that leaves only on some ways stands under a flag. `else` of a loop becomes an `if` after it.
"""

from __future__ import annotations

import ast

from gradgen.syntax import Comment, negated
from gradgen.transform.describe import flag as flag_of
from gradgen.transform.normalise_tree import Work

Loop = ast.For | ast.While
_LOOPS = (ast.For, ast.While)
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def with_plain_loops(body: list[ast.stmt], work: Work) -> list[ast.stmt]:
    """Return a block whose loops are left by their test, or by a `break` at the end of a round."""
    made: list[ast.stmt] = []
    for statement in body:
        if isinstance(statement, _INNER):
            made.append(statement)
            continue
        for part in blocks(statement):
            part[:] = with_plain_loops(part, work)
        if isinstance(statement, _LOOPS):
            made += _Exits(statement, work).plain()
        else:
            made.append(statement)
    return made


def blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """Return the blocks of a statement."""
    found = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    found += [handler.body for handler in getattr(statement, "handlers", [])]
    found += [case.body for case in getattr(statement, "cases", [])]
    return [block for block in found if block]


def leaves_round(body: list[ast.stmt], kinds: tuple[type[ast.stmt], ...]) -> bool:
    """Whether a block holds a jump out of the round it belongs to."""
    for statement in body:
        if isinstance(statement, kinds):
            return True
        if isinstance(statement, _INNER):
            continue
        inner = blocks(statement)
        if isinstance(statement, _LOOPS):
            kinds_inside = tuple(kind for kind in kinds if kind is ast.Return)
            if kinds_inside and any(leaves_round(block, kinds_inside) for block in inner):
                return True
        elif any(leaves_round(block, kinds) for block in inner):
            return True
    return False


def breaks(body: list[ast.stmt]) -> bool:
    """Whether a body holds a `break` of its own loop."""
    return leaves_round(body, (ast.Break,))


_JUMPS = (ast.Break, ast.Continue)


class _Exits:
    """Reduces the exits of one loop; the loops in it are plain already."""

    def __init__(self, loop: Loop, work: Work) -> None:
        self.loop = loop
        self.work = work
        self.before: list[ast.stmt] = []
        self.after: list[ast.stmt] = []

    def plain(self) -> list[ast.stmt]:
        """Return the loop, with what must stand before and after it."""
        loop = self.loop
        otherwise, loop.orelse = loop.orelse, []
        if not leaves_round(loop.body, (*_JUMPS, ast.Return)):
            return [loop, *otherwise]
        if otherwise and breaks(loop.body):
            broke = self._flag("broke", loop)
            self._raise_flag(loop.body, broke)
            test = ast.UnaryOp(op=ast.Not(), operand=broke)
            otherwise = [self.work.branch(test, otherwise, [], loop)]
        only_way = _forever(loop) and not breaks(loop.body)
        self._returns(loop.body, None, only_way and _returns(loop.body) == 1)
        loop.body = self._tail(loop.body) or [ast.copy_location(ast.Pass(), loop)]
        return [*self.before, loop, *self.after, *otherwise]

    # ---- flags ----------------------------------------------------------------------
    def _flag(self, preferred: str, source: ast.stmt, before: bool = True) -> ast.Name:
        made = self.work.fresh(preferred, source)
        if before:
            self.before.append(self.work.make("flag = False", source, flag=made))
        return made

    def _set(self, flag: ast.Name, source: ast.stmt, value: bool = True) -> ast.stmt:
        return self.work.make(f"flag = {value}", source, flag=flag)

    def _raise_flag(self, body: list[ast.stmt], flag: ast.Name) -> None:
        """Set a flag before each `break`."""
        for index in reversed(range(len(body))):
            statement = body[index]
            if isinstance(statement, ast.Break):
                body.insert(index, self._set(flag, statement))
            elif not isinstance(statement, (*_INNER, *_LOOPS)):
                for block in blocks(statement):
                    self._raise_flag(block, flag)

    # ---- returns --------------------------------------------------------------------
    def _returns(self, body: list[ast.stmt], test: ast.expr | None, only_way: bool) -> None:
        """Leave the loop by `break` in place of `return`, and return after it."""
        for index in reversed(range(len(body))):
            statement = body[index]
            if isinstance(statement, ast.Return):
                leaving = ast.copy_location(ast.Break(), statement)
                self.work.origin[leaving] = self.work.user(statement)
                if only_way:
                    body[index] = leaving
                    self.after.append(statement)
                    continue
                if isinstance(test, ast.Name) and test.id in self.work.made:
                    flag = test  # an inner loop was left for the same reason
                    self.before.append(self.work.make("flag = False", self.loop, flag=flag))
                    body[index] = leaving
                else:
                    name = flag_of(test) if test is not None else "returned"
                    flag = self._flag("returned" if name == "took_branch" else name, self.loop)
                    body[index : index + 1] = [self._set(flag, statement), leaving]
                self.after.append(self.work.branch(flag, [statement], [], statement))
            elif not isinstance(statement, (*_INNER, *_LOOPS)):
                for block in blocks(statement):
                    inner = isinstance(statement, ast.If) and block is statement.body
                    asked = statement.test if inner else None  # type: ignore[attr-defined]
                    self._returns(block, asked, only_way)

    # ---- the ends of a round ----------------------------------------------------------
    def _tail(self, block: list[ast.stmt]) -> list[ast.stmt]:
        """Return a block that ends the round, with its jumps at its ends."""
        made: list[ast.stmt] = []
        for index, current in enumerate(block):
            rest = block[index + 1 :]
            if isinstance(current, ast.Continue):
                return [*made, *_trailing(rest)]
            if isinstance(current, ast.Break):
                return [*made, *_trailing(rest), current]
            if isinstance(current, _LOOPS) or not leaves_round([current], _JUMPS):
                made.append(current)
                continue
            if isinstance(current, ast.If) and _always_jumps(current.body):
                return [*made, *self._branch(current, current.body, [*current.orelse, *rest])]
            if isinstance(current, ast.If) and _always_jumps(current.orelse):
                return [*made, *self._branch(current, [*current.body, *rest], current.orelse)]
            if isinstance(current, ast.If) and not _real(rest):
                return [*made, *self._branch(current, current.body, current.orelse), *rest]
            return [*made, *self._under_flags(current, rest)]
        return made

    def _branch(
        self, current: ast.If, body: list[ast.stmt], orelse: list[ast.stmt]
    ) -> list[ast.stmt]:
        then, other = self._tail(body), self._tail(orelse)
        if not _real(then):
            if not _real(other):
                return [*then, *other]
            current.test, then, other = negated(current.test), [*then, *other], []
        current.body, current.orelse = then, other
        return [current]

    def _under_flags(self, current: ast.stmt, rest: list[ast.stmt]) -> list[ast.stmt]:
        """Let a block note how it leaves the round, and do so after it."""
        work, made, end = self.work, list[ast.stmt](), rest
        for kind, word in ((ast.Continue, "skipped"), (ast.Break, "done")):
            if not leaves_round([current], (kind,)):
                continue
            flag = self._flag(word, current, before=False)
            made.append(self._set(flag, current, value=False))
            _note(current, kind, flag, work)
            if kind is ast.Continue:
                test = ast.copy_location(ast.UnaryOp(op=ast.Not(), operand=flag), current)
                end = [work.branch(test, end, [], current)] if _real(end) else end
            else:
                leaving = ast.copy_location(ast.Break(), current)
                work.origin[leaving] = work.user(current)
                end = [work.branch(flag, [leaving], end, current)]
        return [*made, current, *self._tail(end)]


def _note(current: ast.stmt, kind: type[ast.stmt], flag: ast.Name, work: Work) -> None:
    """Set a flag in place of each jump of a kind, and pass by what would come after it."""
    for block in blocks(current):
        block[:] = _noted(block, kind, flag, work)


def _noted(
    block: list[ast.stmt], kind: type[ast.stmt], flag: ast.Name, work: Work
) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for index, statement in enumerate(block):
        if isinstance(statement, kind):
            return [*made, work.make("flag = True", statement, flag=flag)]
        made.append(statement)
        if isinstance(statement, (*_LOOPS, *_INNER)) or not leaves_round([statement], (kind,)):
            continue
        if isinstance(statement, ast.If) and _always_jumps(statement.body):
            statement.orelse += block[index + 1 :]
            _note(statement, kind, flag, work)
            return made
        _note(statement, kind, flag, work)
        rest = _noted(block[index + 1 :], kind, flag, work)
        if _real(rest):
            test = ast.copy_location(ast.UnaryOp(op=ast.Not(), operand=flag), statement)
            rest = [work.branch(test, rest, [], statement)]
        return [*made, *rest]
    return made


def _always_jumps(block: list[ast.stmt]) -> bool:
    """Whether every way through a block leaves the round, by `return` or `raise` as well."""
    return any(
        isinstance(current, (*_JUMPS, ast.Return, ast.Raise))
        or (
            isinstance(current, ast.If)
            and _always_jumps(current.body)
            and _always_jumps(current.orelse)
        )
        for current in block
    )


def _real(block: list[ast.stmt]) -> bool:
    return any(not isinstance(statement, (Comment, ast.Pass)) for statement in block)


def _trailing(rest: list[ast.stmt]) -> list[ast.stmt]:
    """Return the comment at the end of a line that leaves; the rest is never reached."""
    return [s for s in rest[:1] if isinstance(s, Comment) and s.trailing]


def _forever(loop: Loop) -> bool:
    return (
        isinstance(loop, ast.While)
        and isinstance(loop.test, ast.Constant)
        and bool(loop.test.value)
    )


def _returns(body: list[ast.stmt]) -> int:
    """Count the `return` statements of a body, those in its loops' places included."""
    count = 0
    for statement in body:
        count += isinstance(statement, ast.Return)
        if not isinstance(statement, _INNER):
            count += sum(_returns(block) for block in blocks(statement))
    return count
