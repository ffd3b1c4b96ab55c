"""Small tools on `ast` trees that every room shares: templates with holes, names, comments.

>>> fill = expr("a + b", a=expr("x"), b=expr("2.0 * y"))
>>> key(fill)
'x + 2.0 * y'
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)


class Comment(ast.Expr):
    """A comment, carried through the tree as a statement; the writer prints it as `# text`.

    `trailing` comments belong at the end of the line of the statement before them.
    """

    _fields = ("value",)
    trailing: bool = False

    @property
    def text(self) -> str:
        """The comment without its `# `."""
        assert isinstance(self.value, ast.Constant)
        return str(self.value.value)


def comment(text: str, trailing: bool = False) -> Comment:
    """Make a comment statement."""
    made = Comment(value=ast.Constant(value=text))
    made.trailing = trailing
    return made


def clone(node: Node) -> Node:
    """Return a deep copy of a tree."""
    return copy.deepcopy(node)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


class _Holes(ast.NodeTransformer):
    def __init__(self, holes: dict[str, ast.expr]) -> None:
        self.holes = holes

    def visit_Name(self, node: ast.Name) -> ast.expr:
        filled = self.holes.get(node.id)
        if filled is None:
            return node
        filled = clone(filled)
        if isinstance(filled, (ast.Name, ast.Subscript, ast.Attribute)):
            filled.ctx = type(node.ctx)()
        return filled


def substitute(node: Node, holes: dict[str, ast.expr]) -> Node:
    """Return a copy of `node` in which each name in `holes` is replaced by its tree."""
    made = _Holes(holes).visit(clone(node))
    return made  # type: ignore[no-any-return]


def expr(text: str, **holes: ast.expr) -> ast.expr:
    """Parse an expression; names given as keywords are holes and are filled."""
    (statement,) = _parsed(text).body
    assert isinstance(statement, ast.Expr), text
    return substitute(statement.value, holes)


def statements(text: str, **holes: ast.expr) -> list[ast.stmt]:
    """Parse statements; names given as keywords are holes and are filled."""
    return [substitute(statement, holes) for statement in _parsed(text).body]


def statement(text: str, **holes: ast.expr) -> ast.stmt:
    """Parse one statement; names given as keywords are holes and are filled."""
    (made,) = statements(text, **holes)
    return made


def name(identifier: str) -> ast.Name:
    """Make a name that is read."""
    return ast.Name(id=identifier, ctx=ast.Load())


def number(value: complex) -> ast.expr:
    """Make a number; a negative one is a unary minus, as Python parses it."""
    if isinstance(value, (int, float)) and (value < 0 or str(value).startswith("-")):
        return ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=-value))
    return ast.Constant(value=value)


def stored(node: Node) -> Node:
    """Return a copy of a target tree whose outermost context is Store."""
    made = clone(node)
    if isinstance(made, (ast.Tuple, ast.List)):
        made.elts = [stored(element) for element in made.elts]
    if isinstance(made, (ast.Name, ast.Subscript, ast.Attribute, ast.Tuple, ast.List, ast.Starred)):
        made.ctx = ast.Store()
    return made


def loaded(node: Node) -> Node:
    """Return a copy of a target tree as an expression that reads it."""
    made = clone(node)
    for inner in ast.walk(made):
        if isinstance(getattr(inner, "ctx", None), (ast.Store, ast.Del)):
            inner.ctx = ast.Load()  # type: ignore[attr-defined]
    return made


def assign(target: ast.expr | str, value: ast.expr) -> ast.Assign:
    """Make `target = value`."""
    left = name(target) if isinstance(target, str) else target
    return ast.Assign(targets=[stored(left)], value=value, lineno=0)


def key(node: ast.AST) -> str:
    """Return the text of a tree, for comparing and for looking up, never for printing."""
    return ast.unparse(ast.fix_missing_locations(node) if not hasattr(node, "lineno") else node)


def same(a: ast.AST, b: ast.AST) -> bool:
    """Tell whether two trees are equal, positions aside."""
    return ast.dump(a) == ast.dump(b)


def names_in(node: ast.AST) -> set[str]:
    """Return every identifier that occurs in a tree as a name, read or written."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def names_read(node: ast.AST) -> set[str]:
    """Return the names that a tree reads; the base of an element that is written counts as read."""
    return {
        inner.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)
    } | {
        inner.target.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.AugAssign) and isinstance(inner.target, ast.Name)
    }


def names_bound(node: ast.AST) -> set[str]:
    """Return the names that a tree binds (an element written is not a binding)."""
    return {
        inner.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, (ast.Store, ast.Del))
    }


def base_name(node: ast.expr) -> str | None:
    """Return `x` for `x`, `x[i]`, `x.T[1:]`, …: the name that a chain of accesses starts from."""
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def walk_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield every statement of a body, blocks inside blocks included, in text order."""
    for statement in body:
        yield statement
        for field in ("body", "orelse", "finalbody"):
            yield from walk_statements(getattr(statement, field, []))
        for handler in getattr(statement, "handlers", []):
            yield from walk_statements(handler.body)
        for case in getattr(statement, "cases", []):
            yield from walk_statements(case.body)
