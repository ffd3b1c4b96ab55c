"""Dead code: what nothing reads, directly, through an alias, or round a loop.

A statement stays if it has an effect (a call of a function that is not known to be pure, `raise`,
`assert`, `return`), or binds a name that is read later, or writes to an object that anything
read later may share memory with, or that the caller may see.
"""

from __future__ import annotations

import ast

from gradgen.analysis.aliases import Things
from gradgen.analysis.effects import names, reads
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
    return drop_unread(body) or changed


def drop_unread(body: Body) -> bool:
    """Write `values.pop()` for `popped = values.pop()` where nothing reads the name.

    The same for what a `try` computes only to find out whether it fails.
    """
    taken = [
        (block, position, statement)
        for block in all_blocks(body.tree.body)
        for position, statement in enumerate(block)
        if _is_popped(statement, body) or _is_only_tried(statement, body)
    ]
    if not taken:
        return False
    read = reads(*body.tree.body)
    changed = False
    for block, position, statement in taken:
        assert isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        if statement.targets[0].id not in read:
            block[position] = ast.copy_location(ast.Expr(value=statement.value), statement)
            changed = True
    return changed


def _is_popped(statement: ast.stmt, body: Body) -> bool:
    """Whether a statement gives a name that gradgen made to what a list hands out."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
        return False
    target, function = statement.targets[0], statement.value.func
    named = isinstance(target, ast.Name) and target.id in body.made
    return named and isinstance(function, ast.Attribute) and function.attr == "pop"


def _is_only_tried(statement: ast.stmt, body: Body) -> bool:
    """Whether a statement in a `try` gives a name that gradgen made its value."""
    if not isinstance(statement, ast.Assign) or statement not in body.tried:
        return False
    target = statement.targets[0]
    return isinstance(target, ast.Name) and target.id in body.made


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
        or not body.iterators.isdisjoint(read)
        or _has_effect(inside, body),
        seen=body.aliases.observers(written) | bound,
    )


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
