"""Attaches the user's comments to the statements that they belong to.

In: the tree of a function and the lines of its file. Out: for each statement the comments on
lines of their own above it, the one at its end, and what stands below it at the end of a body.
Notes to tools (`# noqa`, `# type: ignore`, `# fmt: off`, …) are not comments.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass

from gradgen.reader.unit import Comments
from gradgen.syntax import children, walk, walk_statements

_TO_TOOLS = re.compile(
    r"(type|pragma|fmt|pylint|pyright|mypy|ruff|flake8|isort|yapf)\s*:"
    r"|(noqa|nopep8|nosec|noinspection)\b|%%",
    re.IGNORECASE,
)

_CLAUSE = re.compile(r"\s*(else|except|finally)\b")


@dataclass(frozen=True)
class _Found:
    line: int
    column: int
    text: str
    alone: bool  # on a line of its own


def comments_of(tree: ast.FunctionDef, lines: Sequence[str], full_lines: bool = True) -> Comments:
    """Return the comments of a function; without `full_lines` only those at the end of a line."""
    made = Comments()
    statements = sorted(walk_statements(tree.body), key=lambda s: (s.lineno, s.col_offset))
    for found in _comments(tree, lines):
        if found.line < statements[0].lineno and not found.alone:
            continue  # beside the signature
        if not found.alone:
            _attach_trailing(made, found, statements)
        elif full_lines:
            _attach_full_line(made, found, statements, lines)
    return made


def _attach_trailing(made: Comments, found: _Found, statements: list[ast.stmt]) -> None:
    """Attach a comment at the end of a line: to the last statement whose text that line holds."""
    owners = [s for s in statements if s.lineno <= found.line <= _last_own_line(s)]
    if owners:
        owner = owners[-1]
        at_an_edge = found.line in (owner.lineno, _last_own_line(owner))
        if at_an_edge and owner not in made.after:
            made.after[owner] = found.text
        else:
            made.before.setdefault(owner, []).append(found.text)
        return
    following = [s for s in statements if s.lineno > found.line]  # beside `else:`, `finally:`
    if following:
        made.before.setdefault(following[0], []).append(found.text)


def _attach_full_line(
    made: Comments, found: _Found, statements: list[ast.stmt], lines: Sequence[str]
) -> None:
    """Attach a comment on its own line: to what follows, or to the end of the body it ends."""
    inside = [s for s in statements if s.lineno < found.line <= _last_own_line(s)]
    if inside:
        made.before.setdefault(inside[-1], []).append(found.text)
        return
    following = [s for s in statements if s.lineno > found.line]
    if following and not _ends_a_body(found, following[0], lines):
        made.before.setdefault(following[0], []).append(found.text)
        return
    earlier = [s for s in statements if s.lineno < found.line]
    level = [s for s in earlier if s.col_offset <= found.column]
    owner = (level or earlier)[-1]
    made.below.setdefault(owner, []).append(found.text)


def _ends_a_body(found: _Found, following: ast.stmt, lines: Sequence[str]) -> bool:
    """Tell whether a body ends between a comment and the statement after it."""
    between = lines[found.line : following.lineno]
    clauses = [line for line in between if _CLAUSE.match(line)]
    return found.column > min(
        [following.col_offset, *(len(line) - len(line.lstrip()) for line in clauses)]
    )


def _last_own_line(statement: ast.stmt) -> int:
    """Return the last line of a statement, or of the header of a block."""
    if not hasattr(statement, "body"):
        return statement.end_lineno or statement.lineno
    header = [
        getattr(inner, "end_lineno", 0)
        for child in children(statement)
        if not isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case))
        for inner in walk(child)
    ]
    return max([statement.lineno, *header])


def _comments(tree: ast.FunctionDef, lines: Sequence[str]) -> list[_Found]:
    """Return the comments from the first line of a function to the end of its body."""
    first = tree.lineno - 1
    end = _end_of_text(tree, lines)
    text = "".join(line if line.endswith("\n") else line + "\n" for line in lines[first:end])
    made = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start
                alone = not lines[first + line - 1][:column].strip()
                cleaned = token.string.lstrip("#").strip()
                if cleaned and not _TO_TOOLS.match(cleaned):
                    made.append(_Found(line + first, column, cleaned, alone))
    except (tokenize.TokenError, IndentationError):
        return made  # the text compiles; what cannot be cut into tokens are its last lines
    return made


def _end_of_text(tree: ast.FunctionDef, lines: Sequence[str]) -> int:
    """Return the last line of a function, with the comments that are left inside its body."""
    end = tree.end_lineno or tree.lineno
    level = tree.body[0].col_offset
    for number in range(end, len(lines)):
        line = lines[number]
        stripped = line.lstrip()
        if stripped and not (stripped.startswith("#") and len(line) - len(stripped) >= level):
            break
        if stripped:
            end = number + 1
    return end
