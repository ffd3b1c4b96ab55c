"""The working copy of a function that is being normalised, and where its statements came from.

In: a unit. Out: a tree without docstring in which the user's comments are statements, and a
table from each of its statements to the user's.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gradgen.reader.unit import Comments, Unit
from gradgen.syntax import (
    Comment,
    Node,
    clone,
    comment,
    name,
    names_in,
    same,
    statement,
    substitute,
    walk,
    walk_statements,
)
from gradgen.transform.naming import Names


@dataclass(eq=False)
class Work:
    """A tree in work: `origin` leads to the user's statements, `made` are gradgen's names."""

    unit: Unit
    tree: ast.FunctionDef
    origin: dict[ast.stmt, ast.stmt] = field(default_factory=dict)
    names: Names = field(default_factory=lambda: Names(()))
    made: set[str] = field(default_factory=set)
    result: str = ""

    def user(self, node: ast.stmt) -> ast.stmt:
        """Return the user's statement that a statement came from."""
        return self.origin.get(node, node)

    def make(self, text: str, source: ast.stmt, **holes: ast.expr) -> ast.stmt:
        """Make a statement from a template; it takes its place and origin from `source`."""
        template = statement(text)
        for inner in walk(template):
            ast.copy_location(inner, source)
        made = substitute(template, holes)
        self.origin[made] = self.user(source)
        return made

    def branch(
        self, test: ast.expr, body: list[ast.stmt], orelse: list[ast.stmt], source: ast.stmt
    ) -> ast.If:
        """Make an `if` statement that came from `source`."""
        made = self.make("if test:\n    pass", source, test=test)
        assert isinstance(made, ast.If)
        made.body, made.orelse = body, orelse
        return made

    def copies(self, block: Iterable[ast.stmt]) -> list[ast.stmt]:
        """Return copies of statements that came from the same statements of the user."""
        made = []
        for node in block:
            copied = clone(node)
            both = zip(walk_statements([node]), walk_statements([copied]), strict=True)
            for before, after in both:
                self.origin[after] = self.user(before)
            made.append(copied)
        return made

    def fresh(self, preferred: str, source: ast.AST) -> ast.Name:
        """Return a name that nobody uses, placed where `source` is."""
        chosen = self.names.fresh(preferred)
        self.made.add(chosen)
        return ast.copy_location(name(chosen), source)

    def out(self, source: ast.AST) -> ast.Name:
        """Return the name of the function's result: the same one for each `return`."""
        if not self.result:
            self.result = self.fresh("out", source).id
        return ast.copy_location(name(self.result), source)


def placed(made: Node, source: ast.AST) -> Node:
    """Return a tree made of a template, placed where another one is."""
    for inner in walk(made):
        if not hasattr(inner, "lineno"):
            ast.copy_location(inner, source)
    return ast.copy_location(made, source)


def working_copy(
    unit: Unit, tree: ast.FunctionDef, known: Mapping[ast.stmt, ast.stmt], made: set[str]
) -> Work:
    """Return a copy of `tree` to work on.

    Parameters
    ----------
    known : the origins of a tree that was normalised before; it has its comments already
    """
    copied = clone(tree)
    taken = names_in(copied) | {copied.name} | unit.scope.local_names
    work = Work(unit, copied, names=Names(taken), made=set(made))
    users = unit.tree.body if same(tree, unit.tree) else tree.body
    is_new = users is unit.tree.body
    for user, own in zip(walk_statements(users), walk_statements(copied.body), strict=True):
        work.origin[own] = user if is_new else known.get(user, user)
    if is_new:
        copied.body = _with_comments(copied.body, unit.comments, work.origin)
    if copied.body and _is_constant(copied.body[0]):
        copied.body = copied.body[1:]
    return work


def _is_constant(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and not isinstance(node, Comment)
        and isinstance(node.value, ast.Constant)
    )


def _with_comments(
    block: list[ast.stmt], comments: Comments, origin: dict[ast.stmt, ast.stmt]
) -> list[ast.stmt]:
    """Return a block in which the user's comments stand as statements."""
    made: list[ast.stmt] = []
    for node in block:
        user = origin[node]
        above = list(comments.before.get(user, []))
        below = comments.below.get(user, [])
        beside = comments.after.get(user)
        if isinstance(node, (ast.Return, ast.Raise)):  # nothing comes after them
            above, below, beside = [*above, *([beside] if beside else []), *below], [], None
        made += [_placed(comment(text), user, origin) for text in above]
        made.append(node)
        for holder, part in blocks_of(node):
            setattr(holder, part, _with_comments(getattr(holder, part), comments, origin))
        if beside is not None:
            trailing = _placed(comment(beside, trailing=True), user, origin)
            if isinstance(getattr(node, "body", None), list):
                node.body.insert(0, trailing)  # type: ignore[attr-defined]
            else:
                made.append(trailing)
        made += [_placed(comment(text), user, origin) for text in below]
    return made


def blocks_of(node: ast.stmt) -> Iterator[tuple[ast.AST, str]]:
    """Yield where the blocks of a statement are, functions and classes aside."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return
    for part in ("body", "orelse"):
        if getattr(node, part, None):
            yield node, part
    for part in ("handlers", "cases"):
        for holder in getattr(node, part, []):
            yield holder, "body"
    if getattr(node, "finalbody", None):
        yield node, "finalbody"


def _placed(made: Comment, user: ast.stmt, origin: dict[ast.stmt, ast.stmt]) -> Comment:
    origin[made] = user
    ast.copy_location(made, user)
    ast.copy_location(made.value, user)
    return made
