"""What the clean-up passes share: a body with its facts, and how statements leave it.

Statements stand in groups, each under a comment that quotes the user's line; groups stand under
the headings `# Forward pass` and `# Backward pass`. When all statements of a group go, so does
the comment, and a heading with nothing under it goes too.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gradgen.analysis.aliases import Aliases, Thing, Things, aliases_known
from gradgen.analysis.effects import Effects, binds, captured, names
from gradgen.analysis.liveness import Liveness
from gradgen.syntax import Comment, goes_on, negated, walk, walk_statements
from gradgen.transform.program import MadeFunction

BACKWARD = "Backward pass"
_HEADINGS = ("Forward pass", BACKWARD)


_LAZY = frozenset({"enumerate", "filter", "iter", "map", "reversed", "zip"})
BLOCKS = ("body", "orelse", "finalbody")


@dataclass(frozen=True)
class Doing:
    """What a statement does: whether that is more than `seen`, the names that show it."""

    effect: bool
    seen: frozenset[str]


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
        self.iterators = _iterators(function.tree.body)
        self.captured = captured(function.tree.body)
        self.pinned = self.captured | self.iterators
        self.doing: dict[ast.stmt, Doing] = {}
        self._changes: dict[ast.stmt, frozenset[str]] = {}
        self._written: dict[ast.stmt, Things] = {}
        self._names: dict[ast.AST, tuple[set[str], set[str]]] = {}

    def left(self) -> Body:
        """Return the body once statements were taken out: no names share memory that did not."""
        body = Body(self.function, self.effects)
        body.aliases = self.aliases
        return body

    @cached_property
    def aliases(self) -> Aliases:
        """Which names may share memory."""
        return aliases_known(self.tree, self.effects)

    @cached_property
    def tried(self) -> set[ast.stmt]:
        """The statements whose exceptions a `try` catches, and after which it goes on."""
        tries = [s for s in walk_statements(self.tree.body) if isinstance(s, ast.Try)]
        return {
            statement
            for node in tries
            if node.handlers and goes_on(node)
            for statement in _noticed(node)
            if not isinstance(getattr(statement, "value", None), (ast.Name, ast.Constant))
        }

    @cached_property
    def live(self) -> Liveness:
        """Which names are read later; it holds as long as no statement is changed."""
        return Liveness(self.tree.body, always=self.captured, reads=self.reads)

    def names(self, node: ast.AST) -> tuple[set[str], set[str]]:
        """Return the names that a node reads and binds, remembered."""
        if node not in self._names:
            self._names[node] = names(node)
        return self._names[node]

    def reads(self, node: ast.AST) -> set[str]:
        """Return the names that a node reads, remembered."""
        return self.names(node)[0]

    def written(self, *nodes: ast.AST) -> Things:
        """Return the objects that may be changed in place by statements or expressions."""
        return self.written_in([inner for node in nodes for inner in walk(node)])

    def written_in(self, nodes: list[ast.AST]) -> Things:
        """As `written`, of these nodes alone: those of a walk that was made."""
        parts = self.effects.written_in(nodes)
        return frozenset[Thing]().union(*(self.aliases.written(part, deep) for part, deep in parts))

    def written_by(self, statements: Iterable[ast.stmt]) -> Things:
        """Return the objects that statements may change in place, blocks inside them included."""
        found: Things = frozenset()
        for statement in statements:
            if statement not in self._written:
                blocks = inner_blocks(statement)
                inside = [self.written_by(block) for block in blocks or ()]
                own = [statement] if blocks is None else header(statement)
                self._written[statement] = self.written(*own).union(*inside)
            found |= self._written[statement]
        return found

    def results(self) -> set[str]:
        """Return the names of what the function hands back: two results are never one object."""
        returns = [node for node in walk_statements(self.tree.body) if isinstance(node, ast.Return)]
        return {
            node.id
            for statement in returns
            for node in walk(statement)
            if isinstance(node, ast.Name) and is_handed_back(statement, node)
        }

    def changes(self, *statements: ast.stmt) -> frozenset[str]:
        """Return the names whose value may be another after statements (each run any often)."""
        found: frozenset[str] = frozenset()
        for statement in statements:
            if statement not in self._changes:
                self._changes[statement] = self._changed_by(statement)
            found |= self._changes[statement]
        return found

    def _changed_by(self, statement: ast.stmt) -> frozenset[str]:
        blocks = inner_blocks(statement)
        if blocks is None:
            return self.aliases.observers(self.written_by([statement])) | binds(statement)
        parts = header(statement)
        own = self.aliases.observers(self.written(*parts)) | binds(*parts)
        return own.union(*(self.changes(*block) for block in blocks))


def _noticed(node: ast.Try) -> list[ast.stmt]:
    """Return the statements of a `try` of which it matters whether they fail.

    That is not so of the last one, if nothing is done about it.
    """
    inside = list(walk_statements(node.body))
    handled = [inner for handler in node.handlers for inner in handler.body] + node.orelse
    idle = all(isinstance(inner, (ast.Pass, Comment)) for inner in handled)
    return [statement for statement in inside if not (idle and statement is node.body[-1])]


def _iterators(block: Sequence[ast.stmt]) -> set[str]:
    """Return the names of iterators: to read one is to change it."""
    found: set[str] = set()
    for statement in walk_statements(list(block)):
        if isinstance(statement, ast.Assign):
            value = statement.value
            called = value.func if isinstance(value, ast.Call) else None
            lazy = isinstance(called, ast.Name) and called.id in _LAZY
            if lazy or isinstance(value, ast.GeneratorExp):
                found |= binds(*statement.targets)
    return found


def inner_blocks(statement: ast.stmt) -> list[list[ast.stmt]] | None:
    """Return the blocks of an `if` or a loop; None for statements that are taken as a whole."""
    if isinstance(statement, (ast.If, ast.For, ast.While)):
        return [statement.body, statement.orelse]
    return None


def header(node: ast.stmt) -> list[ast.AST]:
    """Return the expressions of a statement that are not in blocks of its own."""
    blocks = ("body", "orelse", "finalbody", "handlers", "cases")
    found: list[ast.AST] = []
    for field, value in ast.iter_fields(node):
        if field not in blocks:
            values = value if isinstance(value, list) else [value]
            found += [part for part in values if isinstance(part, ast.AST)]
    for case in getattr(node, "cases", []):
        found += [case.pattern, *([case.guard] if case.guard else [])]
    return found


def owners_of(statement: ast.stmt) -> list[ast.AST]:
    """Return what the blocks of a statement belong to (for a function inside: nothing)."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return []
    return [statement, *getattr(statement, "handlers", []), *getattr(statement, "cases", [])]


def blocks_of(statement: ast.stmt) -> list[list[ast.stmt]]:
    """Return the blocks of a statement (of a function inside: none)."""
    return [
        block
        for owner in owners_of(statement)
        for field in BLOCKS
        if (block := getattr(owner, field, None))
    ]


def all_blocks(block: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Yield a block and every block inside it."""
    yield block
    for statement in block:
        for inner in blocks_of(statement):
            yield from all_blocks(inner)


def is_handed_back(statement: ast.stmt, use: ast.Name) -> bool:
    """Whether a name is a result: the value of a `return`, or an item of the tuple there."""
    if not isinstance(statement, ast.Return):
        return False
    waiting = [statement.value]
    while waiting:
        value = waiting.pop()
        if value is use:
            return True
        if isinstance(value, ast.Tuple):
            waiting += value.elts
    return False


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


@dataclass(frozen=True)
class Place:
    """Where a statement stands: in which pass, and under which comment."""

    forward: bool
    quoted: Comment | None


def places(block: Sequence[ast.stmt], forward: bool = False) -> dict[ast.stmt, Place]:
    """Return the place of each statement; without headings, nothing is in the forward pass."""
    found: dict[ast.stmt, Place] = {}
    for comments, statements in groups(block):
        for comment in filter(is_heading, comments):
            forward = not comment.text.startswith(BACKWARD)
        quoted = next((comment for comment in comments if not is_heading(comment)), None)
        for statement in statements:
            found[statement] = Place(forward, quoted)
            for inner in blocks_of(statement):
                found |= places(inner, forward)
    return found


def without(body: Body, gone: Collection[ast.stmt]) -> bool:
    """Take statements out of a function, with the comments that head nothing any more.

    Return whether there were any.
    """
    if not gone:
        return False
    backward = not any(is_heading(statement) for statement in body.tree.body)
    made: list[ast.stmt] = []
    for comments, statements in groups(body.tree.body):
        for comment in filter(is_heading, comments):
            backward = comment.text.startswith(BACKWARD)
        made += _Removal(body, gone, backward).group(comments, statements)
    body.tree.body = _headings_used(made) or [ast.Pass()]
    return True


@dataclass(frozen=True)
class _Removal:
    """Takes statements out of the blocks of one of the two passes."""

    body: Body
    gone: Collection[ast.stmt]
    backward: bool

    def block(self, block: Sequence[ast.stmt]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for comments, statements in groups(block):
            made += self.group(comments, statements)
        return made if any(not isinstance(statement, Comment) for statement in made) else []

    def group(self, comments: list[Comment], statements: list[ast.stmt]) -> list[ast.stmt]:
        """Return what is left of a group.

        A comment of the user's, in the forward pass, belongs to the user's statement under it;
        one that quotes a line, in the backward pass, to all statements up to the next.
        """
        left: list[ast.stmt] = []
        alive = {statement: self.statement(statement) for statement in statements}
        stays = True
        for statement in statements:
            stays = stays if isinstance(statement, Comment) else bool(alive[statement])
            left += alive[statement] if stays else []
        real = [statement for statement in statements if not isinstance(statement, Comment)]
        lost = not left or (len(real) > 1 and all(_hands_out(node) for node in left))
        if real and not self.backward:
            lost = not alive[next((node for node in real if not self._is_made(node)), real[-1])]
        heads = [comment for comment in comments if is_heading(comment) or not (real and lost)]
        return [*heads, *left]

    def _is_made(self, node: ast.stmt) -> bool:
        return isinstance(node, ast.Assign) and binds(node) <= self.body.made

    def statement(self, statement: ast.stmt) -> list[ast.stmt]:
        if statement in self.gone:
            return []
        for owner in (
            statement,
            *getattr(statement, "handlers", []),
            *getattr(statement, "cases", []),
        ):
            for field in ("body", "orelse", "finalbody"):
                block = getattr(owner, field, None)
                if isinstance(block, list) and not isinstance(statement, ast.FunctionDef):
                    setattr(owner, field, self.block(block))
            if getattr(owner, "body", None) == []:
                if isinstance(statement, ast.If) and statement.orelse:
                    statement.test, statement.body = negated(statement.test), statement.orelse
                    statement.orelse = []
                elif isinstance(statement, ast.If):
                    return [ast.Expr(value=statement.test)]
                else:
                    owner.body = [ast.Pass()]
        if isinstance(statement, ast.Try) and not (statement.handlers or statement.finalbody):
            return [*statement.body, *statement.orelse]
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


def _hands_out(node: ast.stmt) -> bool:
    """Whether a statement only returns names: it belongs to no quoted line."""
    if not isinstance(node, ast.Return) or node.value is None:
        return False
    return all(
        isinstance(part, (ast.Name, ast.Tuple, ast.expr_context)) for part in ast.walk(node.value)
    )
