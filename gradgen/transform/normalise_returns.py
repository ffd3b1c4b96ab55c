"""Puts every `return` in tail position, so that each way through a function has one end.

    if a < 0.0:                        if a < 0.0:
        return -a * a                      return -a * a
    x = step(a)             becomes    else:
    return x                               x = step(a)
                                           return x

Where a branch only sometimes returns, what follows is written into both of its ends.
"""

from __future__ import annotations

import ast

from gradgen.errors import UnsupportedError
from gradgen.reader.unit import Unit
from gradgen.syntax import walk_statements
from gradgen.transform.normalise_tree import Work

MOST_COPIES = 4


def in_tail_form(body: list[ast.stmt], work: Work) -> list[ast.stmt]:
    """Return the body of a function with `return` in tail position only."""
    limit = MOST_COPIES * (sum(1 for _ in walk_statements(body)) + 8)
    made = _tail(body, work)
    if sum(1 for _ in walk_statements(made)) > limit:
        first = next(s for s in walk_statements(body) if isinstance(s, ast.Return))
        raise _too_many(work.unit, work.user(first))
    return made


def _tail(block: list[ast.stmt], work: Work) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for index, current in enumerate(block):
        rest = block[index + 1 :]
        if isinstance(current, (ast.Return, ast.Raise)):
            return [*made, current]
        if isinstance(current, (ast.With, ast.Try)) and has_return(current.body):
            if isinstance(current, ast.Try) and not always_leaves(current.body):
                raise _left_in_its_midst(work.unit, work.user(current))
            return [*made, *_tail([*_with(current, work), *rest], work)]
        if isinstance(current, ast.If) and has_return([current]):
            return [*made, _branches(current, rest, work)]
        made.append(current)
    if not always_leaves(made[-1:]):
        made.append(work.make("return None", _last(made, work)))
    return made


def _branches(current: ast.If, rest: list[ast.stmt], work: Work) -> ast.If:
    """Return an `if` that holds in each of its ends what came after it."""
    if always_leaves(current.body):
        current.orelse = _tail([*current.orelse, *rest], work)
        current.body = _tail(current.body, work)
    elif current.orelse and always_leaves(current.orelse):
        current.body = _tail([*current.body, *rest], work)
        current.orelse = _tail(current.orelse, work)
    else:
        current.body = _tail([*current.body, *work.copies(rest)], work)
        current.orelse = _tail([*current.orelse, *rest], work)
    return current


def _with(current: ast.With | ast.Try, work: Work) -> list[ast.stmt]:
    """Let the value that a `with` block returns at its end be returned after it."""
    source = next(s for s in walk_statements(current.body) if isinstance(s, ast.Return))
    out = work.out(source)
    current.body = _kept(_tail(current.body, work), out, work)
    return [current, work.make("return out", source, out=out)]


def _kept(block: list[ast.stmt], out: ast.Name, work: Work) -> list[ast.stmt]:
    """Return a block in tail form in which the result is assigned instead of returned."""
    made: list[ast.stmt] = []
    for current in block:
        if isinstance(current, ast.Return):
            value = current.value or ast.Constant(None)
            if not (isinstance(value, ast.Name) and value.id == out.id):
                made.append(work.make("out = value", current, out=out, value=value))
            continue
        if isinstance(current, ast.If) and has_return([current]):
            current.body = _kept(current.body, out, work)
            current.orelse = _kept(current.orelse, out, work)
        made.append(current)
    return made


def has_return(block: list[ast.stmt]) -> bool:
    """Tell whether a block holds a `return` of the function that it belongs to."""
    return any(
        isinstance(current, ast.Return)
        or (not isinstance(current, (ast.FunctionDef, ast.ClassDef)) and _inside(current))
        for current in block
    )


def _inside(current: ast.stmt) -> bool:
    return has_return(getattr(current, "body", [])) or has_return(getattr(current, "orelse", []))


def always_leaves(block: list[ast.stmt]) -> bool:
    """Tell whether every way through a block ends in `return` or `raise`."""
    return any(
        isinstance(current, (ast.Return, ast.Raise))
        or (
            isinstance(current, ast.If)
            and always_leaves(current.body)
            and always_leaves(current.orelse)
        )
        or (isinstance(current, ast.With) and always_leaves(current.body))
        or (
            isinstance(current, ast.Try)
            and always_leaves(current.body)
            and all(always_leaves(handler.body) for handler in current.handlers)
        )
        for current in block
    )


def _last(made: list[ast.stmt], work: Work) -> ast.stmt:
    return made[-1] if made else work.tree


def _too_many(unit: Unit, node: ast.stmt) -> UnsupportedError:
    return unit.unsupported(
        "GG117",
        node,
        "its ways out are so entangled that the text would grow many times over",
        "let each branch end in a `return`, or assign the result and return it at the end",
    )


def _left_in_its_midst(unit: Unit, node: ast.stmt) -> UnsupportedError:
    return unit.unsupported(
        "GG105",
        node,
        "only some ways through it return",
        "assign the result in the `try`, and return it after",
    )
