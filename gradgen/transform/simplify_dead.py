"""Dead code: what nothing reads, directly, through an alias, or round a loop.

A statement stays if it has an effect (a call of a function that is not known to be pure, `raise`,
`assert`, `return`), or binds a name that is read later, or writes to an object that anything
read later may share memory with, or that the caller may see.
"""

from __future__ import annotations

import ast
from types import FunctionType

from gradgen import rules
from gradgen.analysis.aliases import Things
from gradgen.analysis.effects import names
from gradgen.analysis.liveness import Liveness
from gradgen.syntax import Comment, walk, walk_statements
from gradgen.transform.simplify_body import (
    Body,
    Doing,
    all_blocks,
    blocks_of,
    header,
    without,
)

_ALWAYS = (
    ast.Return, ast.Raise, ast.Assert, ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom,
    ast.With, ast.AsyncWith, ast.AsyncFor,
)  # fmt: skip
_NEVER = (ast.Pass, ast.Try, ast.TryStar)
_HARMLESS = frozenset({ast.Name, ast.Constant, ast.BinOp, ast.Attribute, ast.Subscript})


def remove_dead(body: Body) -> bool:
    """Take out the statements that do not matter, and `continue` at the end of a loop."""
    liveness = Liveness(
        body.tree.body,
        matters=lambda node, live: matters(node, live, body),
        always=body.captured,
        reads=body.reads,
    )
    gone = {
        statement
        for statement in walk_statements(body.tree.body)
        if statement not in liveness.kept and not isinstance(statement, Comment)
    }
    gone |= {
        jump
        for statement in walk_statements(body.tree.body)
        if isinstance(statement, (ast.For, ast.While))
        for jump in _last_continues(statement.body, gone)
    }
    changed = without(body, gone)
    if drop_unread(body, liveness):
        remove_dead(body)  # what was read by that alone
        return True
    if changed and body.captured:
        remove_dead(body.left())  # what functions read that are gone
    return changed


def drop_unread(body: Body, liveness: Liveness) -> bool:
    """Leave out names that nothing reads, of statements that are there for what they do.

    values.pop()     for  last = values.pop()
    first = x[0]     for  first, last = x[0], x[-1]
    """
    changed = False
    for block in all_blocks(body.tree.body):
        for position, statement in enumerate(block):
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                left = _read_parts(statement, liveness.after[statement], body)
                if left is not statement:
                    block[position] = ast.copy_location(left, statement)
                    changed = True
    return changed


def _read_parts(statement: ast.Assign, live: set[str], body: Body) -> ast.stmt:
    """Return what is left of an assignment, itself where all of it is read."""
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Name) and target.id not in live:
        alone = isinstance(value, ast.Call) or statement in body.tried
        return ast.Expr(value=value) if alone else statement
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple):
        return statement
    if len(target.elts) != len(value.elts) or not all(isinstance(t, ast.Name) for t in target.elts):
        return statement
    pairs = list(zip(target.elts, value.elts, strict=True))
    kept = [(t, v) for t, v in pairs if live & names(t)[1] or has_effect(v, body)]
    if not kept or len(kept) == len(pairs):
        return statement
    targets, values = [t for t, _ in kept], [v for _, v in kept]
    if len(kept) == 1:
        return ast.Assign(targets=targets, value=values[0])
    return ast.Assign(
        targets=[ast.Tuple(elts=targets, ctx=ast.Store())],
        value=ast.Tuple(elts=values, ctx=ast.Load()),
    )


def matters(node: ast.stmt, live: set[str], body: Body) -> bool:
    """Whether a statement (of a compound one, its header) does anything for the names in `live`."""
    if isinstance(node, (Comment, *_NEVER)):
        return False
    if node in body.tried:
        return True
    if isinstance(node, _ALWAYS):
        return True
    if isinstance(node, ast.Delete) and all(isinstance(name, ast.Name) for name in node.targets):
        return False
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name in live or bool(node.decorator_list) or isinstance(node, ast.ClassDef)
    if _is_self_assignment(node):
        return False
    doing = body.doing.get(node)
    if doing is None:
        doing = body.doing[node] = _doing(node, body)
    return doing.effect or not live.isdisjoint(doing.seen)


def _doing(node: ast.stmt, body: Body) -> Doing:
    """Return what the header of a statement does."""
    if blocks_of(node):
        inside = [inner for part in header(node) for inner in walk(part)]
        read, bound = names(*header(node))
    else:
        inside = walk(node)
        read, bound = body.names(node)
    written = body.written_in(inside)
    return Doing(
        effect=seen_outside(written)
        or _is_bare_call(node, body)
        or not body.iterators.isdisjoint(read)
        or _has_effect(inside, body),
        seen=body.aliases.observers(written) | bound,
    )


def _is_bare_call(node: ast.stmt, body: Body) -> bool:
    """Whether a statement calls a function of the user's for nothing but, say, its checks."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    called = body.effects.unit.scope.lookup(node.value.func)
    return isinstance(called, FunctionType) and rules.find(called) is None


def seen_outside(things: Things) -> bool:
    """Whether objects may be arguments, or parts of one, so that the caller sees a change."""
    return any(thing.outside for thing in things)


def has_effect(part: ast.AST, body: Body) -> bool:
    """Whether evaluating does more than give a value and write to known arguments."""
    return _has_effect(walk(part), body)


def _has_effect(nodes: list[ast.AST], body: Body) -> bool:
    for node in nodes:
        if node.__class__ in _HARMLESS:
            continue
        if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom)):
            return True
        if isinstance(node, ast.Call):
            told = body.effects.callee(node)
            if not told.pure and not (told.known and told.writes):
                return True
    return False


def _is_self_assignment(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name)
        and all(isinstance(t, ast.Name) and t.id == node.value.id for t in node.targets)
    )


def _last_continues(block: list[ast.stmt], gone: set[ast.stmt]) -> list[ast.stmt]:
    """Return each `continue` after which the round would end anyway."""
    left = [node for node in block if node not in gone and not isinstance(node, Comment)]
    if not left:
        return []
    last = left[-1]
    if isinstance(last, ast.Continue):
        return [last]
    if isinstance(last, ast.If):
        return [*_last_continues(last.body, gone), *_last_continues(last.orelse, gone)]
    return []
