"""Small algebra on the text that gradgen made; the user's own expressions stay as they are.

grad_x += -2.0 * e                    ->     grad_x -= 2.0 * e
grad_a = 0.0 … grad_a += e            ->     grad_a = e
g = np.zeros_like(x) … g[i] += e      ->     g[i] = e, with the zeros above it
1.0 * grad_y, -(-grad_y)              ->     grad_y
"""

from __future__ import annotations

import ast

from gradgen.analysis.aliases import Thing
from gradgen.analysis.effects import binds
from gradgen.analysis.liveness import Liveness
from gradgen.syntax import (
    Comment,
    base_name,
    clone,
    content,
    expr,
    names_in,
    walk,
    walk_statements,
)
from gradgen.transform.simplify_body import Body, all_blocks, without
from gradgen.transform.simplify_inline import mentions_of


def tidy_algebra(body: Body) -> bool:
    """Apply the rewrites to what is assigned to names that gradgen made."""
    changed = False
    for statement in walk_statements(body.tree.body):
        if isinstance(statement, (ast.Assign, ast.AugAssign)) and _is_made(statement, body):
            changed |= _tidied(statement, body)
    live = body.live
    gone: set[ast.stmt] = set()
    for block in all_blocks(body.tree.body):
        for position, start in enumerate(block):
            if isinstance(start, ast.Assign) and _is_start(start):
                met = _meets_addition(start, block, position, body, live)
                changed |= met is not None
                if met is not None and isinstance(met.targets[0], ast.Name):
                    gone.add(start)  # zeros of which an element is set are still needed
    return without(body, gone) or changed


def _tidied(statement: ast.Assign | ast.AugAssign, body: Body) -> bool:
    """Tidy the value of a statement; return whether that changed it."""
    if not any(_is_one(node) or _is_negative(node) for node in walk(statement.value)):
        return False
    before = content(statement)
    tidied = _Tidy(body).visit(clone(statement.value))
    if isinstance(statement, ast.AugAssign):
        statement.value = tidied
        _move_sign(statement)
    elif _may_be(statement, tidied, body):
        statement.value = tidied
    return content(statement) != before


def _is_made(statement: ast.Assign | ast.AugAssign, body: Body) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return all(names_in(target) & body.made for target in targets)


class _Tidy(ast.NodeTransformer):
    """Leave out factors of one, and signs that cancel, where an adjoint is the other operand."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.op, (ast.Mult, ast.Div)) and _is_one(node.right):
            return node.left if self._is_floating(node.left) else node
        if isinstance(node.op, ast.Mult) and _is_one(node.left):
            return node.right if self._is_floating(node.right) else node
        if isinstance(node.op, (ast.Add, ast.Sub)) and self._is_floating(node):
            opposite = positive(node.right)
            if opposite is not None:
                node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
                node.right = opposite
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        inner = node.operand
        if isinstance(node.op, ast.USub) and isinstance(inner, ast.UnaryOp):
            return inner.operand if isinstance(inner.op, ast.USub) else node
        return node

    def _is_floating(self, node: ast.expr) -> bool:
        """Whether an adjoint occurs in a product: the result is of floating dtype anyway."""
        return any(
            name in self.body.made and name.startswith(("grad", "d_")) for name in names_in(node)
        )


def _is_negative(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)


def _is_one(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is float and node.value == 1.0


def positive(node: ast.expr) -> ast.expr | None:
    """Return `e` for a product that is written `-e`, or None."""
    if _is_negative(node):
        return node.operand  # type: ignore[attr-defined,no-any-return]
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div)):
        left = positive(node.left)
        if left is not None:
            return ast.BinOp(left=left, op=node.op, right=node.right)
    return None


def _move_sign(statement: ast.AugAssign) -> None:
    """Turn `x += -e` into `x -= e`, and the reverse."""
    opposite = positive(statement.value)
    if opposite is not None and isinstance(statement.op, (ast.Add, ast.Sub)):
        statement.op = ast.Sub() if isinstance(statement.op, ast.Add) else ast.Add()
        statement.value = opposite


def _meets_addition(
    start: ast.Assign, block: list[ast.stmt], position: int, body: Body, live: Liveness
) -> ast.Assign | None:
    """Make the first addition to an accumulator an assignment, where nothing comes between."""
    target = start.targets[0]
    if len(start.targets) != 1 or not isinstance(target, ast.Name):
        return None
    if target.id not in body.made or target.id in body.pinned:
        return None
    where = _next_mention(target.id, block, position)
    first = block[where] if where is not None else None
    if where is None or not isinstance(first, ast.AugAssign):
        return None
    if not isinstance(first.op, (ast.Add, ast.Sub)) or len(mentions_of(target.id, first)) != 1:
        return None
    if base_name(first.target) != target.id or not body.effects.is_pure(first.value):
        return None
    sign = "value" if isinstance(first.op, ast.Add) else "-value"
    value = _Tidy(body).visit(expr(sign, value=first.value))
    if isinstance(first.target, ast.Name):
        if not _is_zero(start.value) or not _may_be(start, value, body):
            return None
        if live.leaks(target.id, block[position:where]):
            return None
    elif not _is_element(first.target) or not _is_zeros(start.value):
        return None
    block[where] = made = ast.Assign(targets=[first.target], value=value)
    return made


def _is_start(start: ast.Assign) -> bool:
    return _is_zero(start.value) or _is_zeros(start.value)


def _next_mention(name: str, block: list[ast.stmt], position: int) -> int | None:
    """Return where in a block a name occurs next."""
    for index in range(position + 1, len(block)):
        if not isinstance(block[index], Comment) and mentions_of(name, block[index]):
            return index
    return None


def _may_be(statement: ast.Assign, value: ast.expr, body: Body) -> bool:
    """Whether a target may be a value that is no longer fresh: none of its memory is written."""
    shared = body.effects.sources(value)
    if shared <= body.effects.sources(statement.value):
        return True
    things = frozenset[Thing]().union(*(body.aliases.reached(name) for name in shared))
    names = binds(*statement.targets) | shared
    return (
        not any(thing.outside for thing in things)
        and names.isdisjoint(body.aliases.observers(body.written(*body.tree.body)))
        and names.isdisjoint(body.results())
    )


def _is_element(target: ast.expr) -> bool:
    return isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name)


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is float and node.value == 0.0


def _is_zeros(node: ast.expr) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr == "zeros_like"
