"""Takes `try` apart, so that each way through it is a branch that the backward pass can follow.

    try:                                        failed = <attempt>(LinAlgError)
        L = np.linalg.cholesky(a)               if failed:
    except LinAlgError:               becomes       L = fallback(a)
        L = fallback(a)                         else:
    return L                                        tried_L = np.linalg.cholesky(a)
                                                    <attempted>()
                                                    L = tried_L
                                                return L

What stands between the two marks is tried; `attempts.with_attempts` writes it as a `try` again, in
the forward pass. A `try` that no derivative passes through stays as it is, and so does one whose
handlers all raise: where it ends, its body has run.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from gradgen import syntax
from gradgen.analysis.effects import Effects, binds, reads
from gradgen.errors import UnsupportedError
from gradgen.syntax import Comment, always_raises
from gradgen.transform.loops import surely_bound
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_flags import flagged
from gradgen.transform.normalise_tree import Work, blocks_of

ATTEMPT = "<attempt>"
ATTEMPTING = "<attempting>"
ATTEMPTED = "<attempted>"
_JUMPS = (ast.Return, ast.Break, ast.Continue)


def without_active_handlers(work: Work, activity: Activity) -> None:
    """Rewrite every `try` through which a derivative or a jump may pass."""
    if any(isinstance(n, (ast.Try, ast.TryStar)) for n in syntax.walk_statements(work.tree.body)):
        work.tree.body = _Tries(work, activity).block(work.tree.body)


@dataclass
class _Tries:
    work: Work
    activity: Activity
    effects: Effects = field(init=False)

    def __post_init__(self) -> None:
        self.effects = Effects(self.work.unit)

    def block(self, block: list[ast.stmt], in_loop: bool = False) -> list[ast.stmt]:
        """Return a block whose `try` statements are in core form."""
        made: list[ast.stmt] = []
        if self.work.unit.generated:
            block = self._read_back(block)
        for index, node in enumerate(block):
            inner = in_loop or isinstance(node, (ast.For, ast.While))
            for holder, part in blocks_of(node):
                setattr(holder, part, self.block(getattr(holder, part), inner))
            if isinstance(node, ast.TryStar):
                raise self._refused(node, "several exceptions may be caught at once")
            if isinstance(node, ast.Try):
                made += self._try(node, block[index + 1 :], in_loop)
            else:
                made.append(node)
        return made

    def _read_back(self, block: list[ast.stmt]) -> list[ast.stmt]:
        """Return a block in which each `try` that gradgen wrote is an attempt again."""
        index = 0
        while index < len(block):
            found = flagged(block, index) if isinstance(block[index], ast.Try) else None
            if found is None or not self._is_active(found.node.body):
                index += 1
                continue
            node, work = found.node, self.work
            begin = work.make("marker()", node, marker=_placed(ATTEMPTING, node))
            end = work.make("marker()", node, marker=_placed(ATTEMPTED, node))
            rest = found.rest([begin, *node.body, end])
            attempts = [
                _attempt(work, node, flag.handler, _placed(flag.name, node), flag.keeps)
                for flag in found.flags
            ]
            ends = index + 1 + len(found.between) + (found.branch is not None)
            start = index - len(attempts)
            block = [*block[:start], *attempts, *rest, *block[ends:]]
            index = start + len(attempts)
        return block

    def _refused(self, node: ast.AST, reason: str, help: str = "") -> UnsupportedError:
        help = help or (
            "let the `try` hold only the assignment that may fail, and use its value after it"
        )
        return self.work.unit.unsupported("GG105", _keyword(node), reason, help)

    def _try(self, node: ast.Try, after: list[ast.stmt], in_loop: bool) -> list[ast.stmt]:
        if not self._is_active([node]) and not _jumps([node]):
            return [node]
        if node.finalbody:
            return self._finally(node, after, in_loop)
        continuing = [handler for handler in node.handlers if not always_raises(handler.body)]
        if not continuing and not self._is_active(_bodies(node.handlers)):
            if in_loop and _jumps(node.body):
                raise self._refused(node, "a round of a loop is left from inside of it")
            otherwise, node.orelse = node.orelse, []
            return [node, *otherwise]
        return _Attempt(self, node, after, in_loop).made()

    def _finally(self, node: ast.Try, after: list[ast.stmt], in_loop: bool) -> list[ast.stmt]:
        """Keep the `finally`, around what the rest becomes."""
        if self._is_active(node.finalbody) or _jumps(node.finalbody):
            raise self._refused(
                node, "a gradient passes through its `finally`, or it leaves the function",
                "put what computes after the `try`, and keep in `finally` what only tidies up",
            )  # fmt: skip
        last, node.finalbody = node.finalbody, []
        inner = self._try(node, after, in_loop) if node.handlers else node.body
        if in_loop and _jumps(inner):
            raise self._refused(node, "a round of a loop is left from inside of it")
        outer = self.work.make("try:\n    pass\nfinally:\n    pass", node)
        assert isinstance(outer, ast.Try)
        outer.body, outer.finalbody = inner, last
        return [outer]

    def _is_active(self, block: list[ast.stmt]) -> bool:
        """Tell whether statements make, or change, anything that may carry a derivative."""
        names = self.activity.names
        if not names.isdisjoint(binds(*block)):
            return True
        stored = {
            syntax.base_name(node)
            for statement in block
            for node in syntax.walk(statement)
            if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store)
        }
        return not names.isdisjoint(stored) or bool(names & self.effects.mutates(*block))


@dataclass
class _Attempt:
    """One `try` with a handler after which the function goes on."""

    tries: _Tries
    node: ast.Try
    after: list[ast.stmt]
    in_loop: bool

    def made(self) -> list[ast.stmt]:
        node, work = self.node, self.tries.work
        held: list[ast.stmt] = []
        body = self._without_last(node.body, held)
        otherwise = [*held, *node.orelse]
        active = self.tries._is_active(node.body) or bool(held) or all(map(self._is_simple, body))
        flags = [self._flag(handler) for handler in node.handlers]
        rest = otherwise
        if active:
            tried, names = self._tried(body)
            begin = work.make("marker()", node, marker=_placed(ATTEMPTING, node))
            end = work.make("marker()", node, marker=_placed(ATTEMPTED, node))
            rest = [begin, *tried, end, *names, *otherwise]
        elif _jumps(body):
            raise self.tries._refused(node, "it is left in its midst")
        for handler, (_, test, _) in reversed(list(zip(node.handlers, flags, strict=True))):
            rest = [work.branch(test, handler.body, rest, node)]
        if active:
            first = [
                _attempt(work, node, handler, flag, keeps)
                for handler, (flag, _, keeps) in zip(node.handlers, flags, strict=True)
            ]
            return [*first, *rest]
        return [*self._kept(body, flags), *rest]

    def _flag(self, handler: ast.ExceptHandler) -> tuple[ast.Name, ast.expr, bool]:
        """Return the name that tells of an exception, and the test; the name may hold it."""
        work = self.tries.work
        read = handler.name is not None and any(
            isinstance(n, ast.Name) and n.id == handler.name
            for s in handler.body for n in syntax.walk(s)
        )  # fmt: skip
        again = any(
            isinstance(s, ast.Raise) and s.exc is None for s in syntax.walk_statements(handler.body)
        )
        if not read and not again:
            flag = work.fresh("failed", handler)
            return flag, flag, False
        flag = self._kept_name(handler) or work.fresh("error", handler)
        for statement in handler.body:
            for inner in syntax.walk(statement):
                if isinstance(inner, ast.Name) and inner.id == handler.name:
                    inner.id = flag.id
                if isinstance(inner, ast.Raise) and inner.exc is None:
                    inner.exc = syntax.clone(flag)
        test = syntax.expr("flag is not None", flag=flag)
        return flag, syntax.fix_locations(ast.copy_location(test, handler)), True

    def _kept_name(self, handler: ast.ExceptHandler) -> ast.Name | None:
        """Return the user's own name for the exception, where nothing else has it."""
        tree = self.tries.work.tree
        others = [n for n in syntax.walk(tree) if isinstance(n, ast.ExceptHandler)]
        bound = [
            n for n in syntax.walk(tree)
            if isinstance(n, ast.Name) and n.id == handler.name
            and not isinstance(n.ctx, ast.Load)
        ]  # fmt: skip
        if handler.name is None or bound or sum(n.name == handler.name for n in others) > 1:
            return None
        return _placed(handler.name, handler)

    def _kept(
        self, body: list[ast.stmt], flags: list[tuple[ast.Name, ast.expr, bool]]
    ) -> list[ast.stmt]:
        """Return the flags, and the `try` with handlers that only set them."""
        work, node = self.tries.work, self.node
        made: list[ast.stmt] = []
        for handler, (flag, _, keeps) in zip(node.handlers, flags, strict=True):
            made += [_set(work, flag, "None" if keeps else "False", node)]
            handler.name = work.fresh("caught", handler).id if keeps else None
            handler.body = [_set(work, flag, handler.name or "True", node)]
        kept = work.make("try:\n    pass\nexcept E:\n    pass", node)
        assert isinstance(kept, ast.Try)
        kept.body, kept.handlers = body or [work.make("pass", node)], node.handlers
        return [*made, kept]

    # ---- the body -------------------------------------------------------------------
    def _without_last(self, body: list[ast.stmt], held: list[ast.stmt]) -> list[ast.stmt]:
        """Take apart a last statement that does more than compute a value: `return f(x)`."""
        left = [node for node in body if not isinstance(node, Comment)]
        last = left[-1]
        work = self.tries.work
        value = getattr(last, "value", None)
        plain = isinstance(last, ast.Assign) and all(_is_name(t) for t in last.targets)
        if isinstance(last, (ast.Break, ast.Continue)):
            held.append(last)
            return [node for node in body if node is not last]
        if plain or not isinstance(last, (ast.Return, ast.AugAssign, ast.Assign)) or value is None:
            return body
        made = work.fresh("tried", last)
        if self.tries.activity.may_be_active(value):
            self.tries.activity.names.add(made.id)
        first = work.make("made = value", last, value=value)
        assert isinstance(first, ast.Assign)
        first.targets = [syntax.stored(made)]
        last.value = made
        held.append(last)
        return [first if node is last else node for node in body]

    def _tried(self, body: list[ast.stmt]) -> tuple[list[ast.stmt], list[ast.stmt]]:
        """Return the body with names of its own, and the assignments to the user's names."""
        work = self.tries.work
        own = {id(n) for s in (self.node,) for n in syntax.walk(s)}
        elsewhere = {
            n.id for n in syntax.walk(work.tree) if isinstance(n, ast.Name) and id(n) not in own
            if not isinstance(n.ctx, ast.Load)
        } | {a.arg for a in syntax.walk(work.tree.args) if isinstance(a, ast.arg)}  # fmt: skip
        self._check(body)
        again: dict[str, str] = {}
        for name in sorted(binds(*body)):
            if self.in_loop or name in elsewhere or len(body) > 1:
                if name in work.made and name not in elsewhere:
                    continue
                made = work.fresh(f"tried_{name}", self.node)
                again[name] = made.id
                if name in self.tries.activity.names:
                    self.tries.activity.names.add(made.id)
        made_by = {name: node for node in body for name in binds(node)}
        body = _renamed(body, again)
        names: list[ast.stmt] = []
        for name, made_name in again.items():
            source = made_by[name]
            taken = work.make("name = made", source, made=_placed(made_name, source))
            assert isinstance(taken, ast.Assign)
            taken.targets = [syntax.stored(_placed(name, self.node))]
            names.append(taken)
        return body, names

    def _check(self, body: list[ast.stmt]) -> None:
        """Refuse what may leave something half done when an exception is caught."""
        for node in body:
            if not self._is_simple(node):
                raise self.tries._refused(
                    self.node,
                    f"where an exception leaves it, line {node.lineno} may have run in part",
                )
        if self.tries.work.unit.generated:
            return  # gradgen asks the flag before it reads what was tried
        first = binds(*[node for node in body if not isinstance(node, Comment)][:-1])
        for name in sorted(first):
            if self._is_seen(name):
                raise self.tries._refused(
                    self.node,
                    f"where an exception leaves it, `{name}` may have its new value or the old one",
                )

    def _is_simple(self, node: ast.stmt) -> bool:
        if isinstance(node, ast.Assign):
            return all(_is_name(target) for target in node.targets)
        passive = isinstance(node, ast.Expr) and not self.tries._is_active([node])
        return passive or isinstance(node, (Comment, ast.Pass))

    def _is_seen(self, name: str) -> bool:
        """Whether a name that the body binds may be read where an exception was caught."""
        where = [*self.node.body, *self.node.orelse]
        for handler in self.node.handlers:
            if name in reads(*handler.body):
                return True
            if _leaves(handler.body):
                where += self.after
            elif name not in surely_bound(handler.body):
                where = [*self.node.body, *self.node.orelse]
                break
        else:
            if not any(_leaves(handler.body) for handler in self.node.handlers):
                return False  # each handler binds it anew
        own = {id(n) for statement in where for n in syntax.walk(statement)}
        return any(
            isinstance(n, ast.Name) and n.id == name and id(n) not in own
            and isinstance(n.ctx, ast.Load)
            for n in syntax.walk(self.tries.work.tree)
        )  # fmt: skip


def _attempt(
    work: Work, node: ast.Try, handler: ast.ExceptHandler, flag: ast.Name, keeps: bool
) -> ast.stmt:
    """Return `failed = <attempt>(kind)`, with a name for the exception if it is kept."""
    call = syntax.expr("attempt()", attempt=_placed(ATTEMPT, handler))
    assert isinstance(call, ast.Call)
    if handler.type is not None:
        call.args.append(handler.type)
    if keeps:
        caught = ast.Constant(work.fresh("caught", handler).id)
        call.keywords.append(ast.keyword(arg="keep", value=caught))
    for inner in syntax.walk(call):
        if not hasattr(inner, "lineno"):
            ast.copy_location(inner, handler)
    made = work.make("flag = call", node, call=call)
    assert isinstance(made, ast.Assign)
    made.targets = [syntax.stored(flag)]
    return made


def _leaves(block: list[ast.stmt]) -> bool:
    return bool(block) and isinstance(block[-1], (*_JUMPS, ast.Raise))


def _renamed(body: list[ast.stmt], again: dict[str, str]) -> list[ast.stmt]:
    """Give what a body binds other names: reads before the binding keep the old one."""
    now: dict[str, str] = {}
    for node in body:
        targets = {id(t) for target in getattr(node, "targets", []) for t in syntax.walk(target)}
        for inner in syntax.walk(node):
            if isinstance(inner, ast.Name) and id(inner) not in targets and inner.id in now:
                inner.id = now[inner.id]
        for inner in syntax.walk(node):
            if isinstance(inner, ast.Name) and id(inner) in targets and inner.id in again:
                now[inner.id] = again[inner.id]
                inner.id = again[inner.id]
    return body


def _is_name(target: ast.expr) -> bool:
    if isinstance(target, (ast.Tuple, ast.List)):
        return all(_is_name(part) for part in target.elts)
    return isinstance(target, ast.Name)


def _bodies(handlers: list[ast.ExceptHandler]) -> list[ast.stmt]:
    return [node for handler in handlers for node in handler.body]


def _jumps(block: list[ast.stmt]) -> bool:
    """Tell whether a block holds a jump that leaves it."""
    for node in block:
        if isinstance(node, _JUMPS):
            return True
        inner = [getattr(holder, part) for holder, part in blocks_of(node)]
        if isinstance(node, (ast.For, ast.While)):
            if any(isinstance(s, ast.Return) for b in inner for s in syntax.walk_statements(b)):
                return True
        elif any(_jumps(part) for part in inner):
            return True
    return False


def _placed(name: str, source: ast.AST) -> ast.Name:
    return ast.copy_location(ast.Name(name, ast.Load()), source)


def _set(work: Work, flag: ast.Name, value: str, source: ast.stmt) -> ast.stmt:
    made = work.make(f"flag = {value}", source)
    assert isinstance(made, ast.Assign)
    made.targets = [syntax.stored(flag)]
    return made


def _keyword(node: ast.AST) -> ast.AST:
    """Return a node for the carets: the keyword alone."""
    made = ast.copy_location(ast.Pass(), node)
    made.end_lineno, made.end_col_offset = made.lineno, made.col_offset + len("try")
    return made
