"""Writes attempts as `try` statements: the forward pass finds out what failed.

    failed = <attempt>(E)                     failed = False
    if failed:                                try:
        y = 0.0                becomes            y = f(x)
    else:                                     except E:
        y = f(x)                                  failed = True
        <attempted>()                             y = 0.0

The backward pass asks the flag (see `normalise_try`).
"""

from __future__ import annotations

import ast
from collections.abc import Collection

from gradgen import errors, syntax
from gradgen.analysis.effects import binds, reads
from gradgen.syntax import Comment
from gradgen.transform.context import Context
from gradgen.transform.normalise_try import ATTEMPT, ATTEMPTED, ATTEMPTING


def check_attempts(block: list[ast.stmt], users: Collection[str], context: Context) -> None:
    """Refuse to try a call that gives a value with its tangent: either of them may have failed."""
    tried = False
    for node in syntax.walk_statements(block):
        tried = (tried or _is_mark(node, ATTEMPTING)) and not _is_mark(node, ATTEMPTED)
        bound = binds(node)
        if tried and isinstance(node, ast.Assign) and bound & set(users) and bound - set(users):
            raise context.refuse(
                "GG105",
                context.origin.get(node, node),
                "an exception in this call may come from the value or from its tangent",
                "test for the case first, with `if`",
            )


def with_attempts(block: list[ast.stmt], users: Collection[str]) -> list[ast.stmt]:
    """Return a block, and the blocks in it, with the attempts as `try` statements.

    Only what makes the values of `users`, the names of the function before it was differentiated,
    stays in the `try`: what else is computed from them must not be taken for their failure.
    """
    made: list[ast.stmt] = []
    index = 0
    while index < len(block):
        node = block[index]
        if _attempt(node) is not None:
            count = 1
            while index + count < len(block) and _attempt(block[index + count]) is not None:
                count += 1
            return [*made, *with_attempts(_tried(block[index:], count, users), users)]
        for part in ("body", "orelse", "finalbody"):
            if getattr(node, part, None) and not isinstance(node, ast.FunctionDef):
                setattr(node, part, with_attempts(getattr(node, part), users))
        for handler in getattr(node, "handlers", []):
            handler.body = with_attempts(handler.body, users)
        made.append(node)
        index += 1
    return made


def _attempt(node: ast.stmt) -> ast.Call | None:
    """Return the call of `failed = <attempt>(...)`."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return None
    called = node.value.func
    return node.value if isinstance(called, ast.Name) and called.id == ATTEMPT else None


def _tried(block: list[ast.stmt], count: int, users: Collection[str]) -> list[ast.stmt]:
    """Return a block that starts with `count` attempts, with a `try` in their place."""
    rest = block[count:]
    body = _taken(rest, users)
    made: list[ast.stmt] = []
    handlers = []
    for node in block[:count]:
        call = _attempt(node)
        assert isinstance(node, ast.Assign) and call is not None
        keep = ast.literal_eval(call.keywords[0].value) if call.keywords else None
        start = syntax.assign(node.targets[0], ast.Constant(None if keep else False))
        made.append(ast.copy_location(start, node))
        told: ast.expr = syntax.name(keep) if keep else ast.Constant(True)
        handler = ast.ExceptHandler(
            type=call.args[0] if call.args else None,
            name=keep,
            body=[syntax.assign(syntax.loaded(node.targets[0]), told)],
        )
        handlers.append(handler)
    whole = ast.Try(body=body or [ast.Pass()], handlers=handlers, orelse=[], finalbody=[])
    made.append(ast.copy_location(whole, block[0]))
    if count == 1 and rest and isinstance(rest[0], ast.If) and not _real(rest[0].orelse):
        flag = syntax.key(made[0].targets[0])  # type: ignore[attr-defined]
        if syntax.key(rest[0].test) == flag:
            handlers[0].body += [n for n in rest[0].body if not isinstance(n, ast.Pass)]
            rest = rest[1:]
    elif rest and isinstance(rest[0], ast.If):
        _closed(rest[0])
    return [*made, *rest]


def _taken(block: list[ast.stmt], users: Collection[str]) -> list[ast.stmt]:
    """Take what is tried out of the branch, or from below the branches, where nothing failed."""
    start = next((k for k, node in enumerate(block) if _is_mark(node, ATTEMPTING)), None)
    if start is not None:
        end = next(k for k, node in enumerate(block) if _is_mark(node, ATTEMPTED))
        found = block[start + 1 : end]
        made = _makers(found, users)
        block[start : end + 1] = [node for node in found if node not in made]
        return made
    for node in block:
        for part in ("body", "orelse"):
            if isinstance(node, ast.If) and _holds_mark(getattr(node, part)):
                return _taken(getattr(node, part), users)
    raise errors.internal("what is tried is not found")


def _holds_mark(block: list[ast.stmt]) -> bool:
    return any(_is_mark(node, ATTEMPTING) for node in syntax.walk_statements(block))


def _is_mark(node: ast.stmt, name: str) -> bool:
    called = node.value if isinstance(node, ast.Expr) and not isinstance(node, Comment) else None
    return (
        isinstance(called, ast.Call)
        and isinstance(called.func, ast.Name)
        and called.func.id == name
    )


def _makers(block: list[ast.stmt], users: Collection[str]) -> list[ast.stmt]:
    """Return the statements that the values of the user's names are made by, in order."""
    made: list[ast.stmt] = []
    needed = set(users)
    for node in reversed(block):
        effect = isinstance(node, ast.Expr) and not isinstance(node, Comment)
        if binds(node) & needed or (effect and not _keeps_a_value(node)):
            needed |= reads(node)
            made.insert(0, node)
    return made


def _keeps_a_value(node: ast.stmt) -> bool:
    """Whether a statement is `saved_x.append(x)`: what failed half way has kept nothing."""
    called = node.value if isinstance(node, ast.Expr) else None
    return (
        isinstance(called, ast.Call)
        and isinstance(called.func, ast.Attribute)
        and called.func.attr == "append"
    )


def _real(block: list[ast.stmt]) -> list[ast.stmt]:
    return [node for node in block if not isinstance(node, (Comment, ast.Pass))]


def _closed(branch: ast.If) -> None:
    """Leave no branch without a statement."""
    if not _real(branch.body):
        branch.body = [*branch.body, ast.Pass()]
    if len(branch.orelse) == 1 and isinstance(branch.orelse[0], ast.If):
        _closed(branch.orelse[0])
