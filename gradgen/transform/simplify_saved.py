"""Lists of saved tuples: items that the walk back never reads are not saved.

saved.append((a, b))                             saved.append(a)
for a, b in reversed(saved): ... a ...    ->     for a in reversed(saved): ... a ...
"""

from __future__ import annotations

import ast

from gradgen.analysis.effects import binds, reads
from gradgen.syntax import key, walk_statements
from gradgen.transform.simplify_body import Body
from gradgen.transform.simplify_inline import Mentions


def remove_unread_saves(body: Body) -> bool:
    """Drop the items of saved tuples that the walk back never reads.

    saved.append((a, b))                            saved.append(a)
    for a, b in reversed(saved): … a …       ->     for a in reversed(saved): … a …
    """
    narrowed = False
    mentions = Mentions()
    for saved in _lists(body):
        pushed = _pushed(saved, body)
        walked = _walked(saved, body)
        if not pushed or not walked:
            continue
        if len(pushed) + len(walked) + 1 != _mentions(saved, body, mentions):
            continue
        targets = [target for _, target in walked]
        width = len(pushed[0].elts)
        if any(len(part.elts) != width for part in (*pushed, *targets)):
            continue
        unread = [
            position
            for position in range(width)
            if all(body.effects.is_pure(part.elts[position]) for part in pushed)
            and not any(
                binds(target.elts[position]) & body.live.inside[loop]
                or reads(target.elts[position])
                for loop, target in walked
            )
        ]
        left = [position for position in range(width) if position not in unread] or [0]
        if len(left) < width:
            _narrow(body, [*pushed, *targets], left)
            narrowed, mentions = True, Mentions()
    return narrowed


def _lists(body: Body) -> list[str]:
    """Return the names that gradgen made for lists, which start empty and are bound once."""
    starts: dict[str, list[bool]] = {}
    for statement in walk_statements(body.tree.body):
        if isinstance(statement, ast.Assign):
            empty = isinstance(statement.value, ast.List) and not statement.value.elts
            for bound in binds(statement) & body.made - body.pinned:
                starts.setdefault(bound, []).append(empty)
    return sorted(name for name, found in starts.items() if found == [True])


def _mentions(name: str, body: Body, mentions: Mentions) -> int:
    return sum(len(mentions.of(name, statement)) for statement in body.tree.body)


def _pushed(saved: str, body: Body) -> list[ast.Tuple]:
    """Return the tuples that are appended to a list."""
    found: list[ast.Tuple] = []
    for statement in walk_statements(body.tree.body):
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and key(call.func) == f"{saved}.append":
            if len(call.args) == 1 and isinstance(call.args[0], ast.Tuple) and not call.keywords:
                found.append(call.args[0])
    return found


def _walked(saved: str, body: Body) -> list[tuple[ast.For, ast.Tuple]]:
    """Return the loops over a list, forwards or backwards, each with the target that unpacks it."""
    found: list[tuple[ast.For, ast.Tuple]] = []
    for loop in walk_statements(body.tree.body):
        if not isinstance(loop, ast.For):
            continue
        sources, targets = [loop.iter], [loop.target]
        if isinstance(loop.iter, ast.Call) and key(loop.iter.func) == "zip":
            if isinstance(loop.target, ast.Tuple) and len(loop.target.elts) == len(loop.iter.args):
                sources, targets = loop.iter.args, loop.target.elts
        for source, target in zip(sources, targets, strict=True):
            over = key(source) in (saved, f"reversed({saved})")
            if over and isinstance(target, ast.Tuple):
                found.append((loop, target))
    return found


class _Narrow(ast.NodeTransformer):
    def __init__(self, parts: list[ast.Tuple], left: list[int]) -> None:
        self.parts = set(parts)
        self.left = left

    def visit_Tuple(self, node: ast.Tuple) -> ast.expr:
        if node not in self.parts:
            self.generic_visit(node)
            return node
        node.elts = [node.elts[position] for position in self.left]
        return node.elts[0] if len(node.elts) == 1 else node


def _narrow(body: Body, parts: list[ast.Tuple], left: list[int]) -> None:
    _Narrow(parts, left).visit(body.tree)
