"""What the clean-up passes share: a body with its facts, and how statements leave it.

Statements stand in groups, each under a comment that quotes the user's line; groups stand under
the headings `# Forward pass` and `# Backward pass`. When all statements of a group go, so does
the comment, and a heading with nothing under it goes too.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from gradgen.analysis.aliases import Thing, Things, aliases_known
from gradgen.analysis.effects import Effects, binds, captured
from gradgen.syntax import Comment
from gradgen.transform.program import MadeFunction

BACKWARD = "Backward pass"
_HEADINGS = ("Forward pass", BACKWARD)


class Body:
    """The body of a generated function, with what is known of its names.

    The facts hold for the names of the body as it was; a pass may move and remove statements
    and keep on asking, since that makes nothing share memory that did not.
    """

    def __init__(self, function: MadeFunction, effects: Effects) -> None:
        self.function = function
        self.tree = function.tree
        self.made = function.made
        self.effects = effects
        self.aliases = aliases_known(function.tree, effects)
        self.pinned = captured(function.tree.body)
        self._changes: dict[ast.stmt, frozenset[str]] = {}

    def written(self, *nodes: ast.AST) -> Things:
        """Return the objects that may be changed in place by statements or expressions."""
        parts = self.effects.written(*nodes)
        return frozenset[Thing]().union(*(self.aliases.written(part, deep) for part, deep in parts))

    def changes(self, *statements: ast.stmt) -> frozenset[str]:
        """Return the names whose value may be another after statements (each run any often)."""
        found: frozenset[str] = frozenset()
        for statement in statements:
            if statement not in self._changes:
                self._changes[statement] = self._changed_by(statement)
            found |= self._changes[statement]
        return found

    def forget(self, statement: ast.stmt) -> None:
        """Take note that a statement is not what it was."""
        self._changes.clear()

    def _changed_by(self, statement: ast.stmt) -> frozenset[str]:
        return self.aliases.observers(self.written(statement)) | binds(statement)


def is_heading(statement: ast.stmt) -> bool:
    """Whether a statement is one of the two headings."""
    return isinstance(statement, Comment) and statement.text.startswith(_HEADINGS)


def is_group_head(statement: ast.stmt) -> bool:
    """Whether a statement is a comment that stands above others."""
    return isinstance(statement, Comment) and not statement.trailing


def groups(block: Sequence[ast.stmt]) -> list[tuple[list[Comment], list[ast.stmt]]]:
    """Split a block at its comments: each group is the comments above, and the statements."""
    found: list[tuple[list[Comment], list[ast.stmt]]] = [([], [])]
    for statement in block:
        if isinstance(statement, Comment) and is_group_head(statement):
            if found[-1][1]:
                found.append(([], []))
            found[-1][0].append(statement)
        else:
            found[-1][1].append(statement)
    return found


def negated(test: ast.expr) -> ast.expr:
    """Return the opposite of a test; only `==`, `in` and `is` have an exact opposite."""
    opposite: dict[type[ast.cmpop], type[ast.cmpop]] = {
        ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
        ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    }  # fmt: skip
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in opposite:
        flipped = opposite[type(test.ops[0])]()
        return ast.Compare(left=test.left, ops=[flipped], comparators=test.comparators)
    return ast.UnaryOp(op=ast.Not(), operand=test)


def without(tree: ast.FunctionDef, gone: Collection[ast.stmt]) -> None:
    """Take statements out of a function, with the comments that head nothing any more."""
    if not gone:
        return
    has_headings = any(is_heading(statement) for statement in tree.body)
    backward = not has_headings
    made: list[ast.stmt] = []
    for comments, statements in groups(tree.body):
        for comment in comments:
            if is_heading(comment):
                backward = comment.text.startswith(BACKWARD)
        made += _group(comments, statements, gone, backward)
    tree.body = _headings_used(made) or [ast.Pass()]


def _block(block: Sequence[ast.stmt], gone: Collection[ast.stmt], backward: bool) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for comments, statements in groups(block):
        made += _group(comments, statements, gone, backward)
    return made if any(not isinstance(statement, Comment) for statement in made) else []


def _group(
    comments: list[Comment], statements: list[ast.stmt], gone: Collection[ast.stmt], backward: bool
) -> list[ast.stmt]:
    """Return what is left of a group.

    A comment of the user's, in the forward pass, belongs to the statement under it; one that
    quotes a line, in the backward pass, to all statements up to the next.
    """
    left: list[ast.stmt] = []
    stays = True
    for statement in statements:
        if isinstance(statement, Comment):
            left += [statement] if stays else []
            continue
        rest = _statement(statement, gone, backward)
        stays = bool(rest)
        left += rest
    real = [statement for statement in statements if not isinstance(statement, Comment)]
    lost = not left if backward else bool(real) and not _statement(real[0], gone, backward)
    heads = [comment for comment in comments if is_heading(comment) or not (real and lost)]
    return [*heads, *left]


def _statement(statement: ast.stmt, gone: Collection[ast.stmt], backward: bool) -> list[ast.stmt]:
    if statement in gone:
        return []
    for owner in (statement, *getattr(statement, "handlers", []), *getattr(statement, "cases", [])):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(owner, field, None)
            if isinstance(block, list) and not isinstance(statement, ast.FunctionDef):
                setattr(owner, field, _block(block, gone, backward))
        if getattr(owner, "body", None) == []:
            if isinstance(statement, ast.If) and statement.orelse:
                statement.test, statement.body = negated(statement.test), statement.orelse
                statement.orelse = []
            elif isinstance(statement, ast.If):
                return [ast.Expr(value=statement.test)]
            else:
                owner.body = [ast.Pass()]
    return [statement]


def _headings_used(body: list[ast.stmt]) -> list[ast.stmt]:
    """Leave out headings under which no statement stands."""
    made: list[ast.stmt] = []
    used = False
    for statement in reversed(body):
        if is_heading(statement) and not used:
            continue
        used = not is_heading(statement) and (used or not isinstance(statement, Comment))
        made.append(statement)
    return made[::-1]
