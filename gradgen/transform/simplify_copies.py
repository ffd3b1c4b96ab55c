"""Names that only stand for another name, and expressions that are computed twice.

saved_x = x                   two names for one object: where neither is bound again,
y = saved_x * 2.0      ->     one name does; the user's name, where there is one
"""

from __future__ import annotations

import ast

from gradgen.analysis.effects import binds, reads
from gradgen.analysis.liveness import Liveness
from gradgen.syntax import Comment, content, name, walk_statements
from gradgen.transform.simplify_body import (
    Body,
    Place,
    all_blocks,
    blocks_of,
    is_handed_back,
    places,
    without,
)
from gradgen.transform.simplify_inline import Mentions

Content = tuple[object, ...]
_COMPUTED = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Compare)
Held = dict[Content, tuple[str, set[str]]]  # by content: the name that holds it, its operands


def copy_of(statement: ast.stmt) -> tuple[str, str] | None:
    """Return `("t", "s")` for `t = s`."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Name) and isinstance(value, ast.Name):
        return target.id, value.id
    return None


def propagate_copies(body: Body) -> bool:
    """Read the original wherever a copy made by gradgen is read, and drop the copy."""
    where = places(body.tree.body)
    gone: set[ast.stmt] = set()
    touched = _one_sweep(body, body.live, where, gone)
    while not touched.isdisjoint(_candidates(body, where, gone)):
        touched = _one_sweep(body, Liveness(body.tree.body), where, gone)
    return without(body, gone)


def _one_sweep(
    body: Body, live: Liveness, where: dict[ast.stmt, Place], gone: set[ast.stmt]
) -> set[str]:
    """Propagate the copies whose names nothing has touched; return the names that were touched."""
    touched: set[str] = set()
    mentions = Mentions()
    for block in all_blocks(body.tree.body):
        for position, statement in enumerate(block):
            pair = copy_of(statement)
            if pair is None or statement in gone or not touched.isdisjoint(pair):
                continue
            if not _is_candidate(*pair, body, where[statement].forward):
                continue
            uses = _uses(*pair, block[position:], live, mentions)
            if uses is not None and _wanted(pair[0], uses, body):
                for use in uses:
                    use.id = pair[1]
                gone.add(statement)
                touched |= {*pair}
                mentions = Mentions()
    return touched


def _candidates(body: Body, where: dict[ast.stmt, Place], gone: set[ast.stmt]) -> set[str]:
    """Return the names of the copies that are left."""
    found: set[str] = set()
    for block in all_blocks(body.tree.body):
        for statement in block:
            pair = copy_of(statement) if statement not in gone else None
            if pair is not None and _is_candidate(*pair, body, where[statement].forward):
                found |= {*pair}
    return found


def _is_candidate(copy: str, original: str, body: Body, forward: bool) -> bool:
    """Whether a copy is gradgen's: a name it made, or a value that it brings back."""
    brought_back = original in body.made and not forward
    free = {copy, original}.isdisjoint(body.pinned) and copy not in body.function.keep
    return copy != original and free and (copy in body.made or brought_back)


def _wanted(copy: str, uses: list[ast.Name], body: Body) -> bool:
    """Whether the text gains: not for a gradient that is handed back, nor a value read often."""
    if copy not in body.made:
        return len(uses) <= 1
    returns = [node for node in body.tree.body if isinstance(node, ast.Return)]
    return not any(is_handed_back(node, use) for node in returns for use in uses)


def _uses(
    copy: str, original: str, block: list[ast.stmt], live: Liveness, mentions: Mentions
) -> list[ast.Name] | None:
    """Return the reads of the copy that a block starts with; None where it cannot be spared."""
    found: list[ast.Name] = []
    changed = False
    for statement in block[1:]:
        if isinstance(statement, Comment):
            continue
        if live.leaks(copy, [statement]):
            return None
        mentioned = mentions.of(copy, statement)
        ends = bool(mentioned) and _binds_whole(statement, copy)
        used = [mention for mention in mentioned if isinstance(mention.ctx, ast.Load)]
        binds_original = original in mentions.bound(statement)
        if used and (changed or (binds_original and not _value_only(statement))):
            return None
        if len(used) != len(mentioned) - ends:
            return None
        found += used
        if ends:
            return found
        changed = changed or binds_original
    return None if copy in live.after[block[-1]] else found


def _binds_whole(statement: ast.stmt, name: str) -> bool:
    """Whether a statement gives a name a new value, having read what it reads."""
    return _value_only(statement) and any(
        isinstance(target, ast.Name) and target.id == name
        for target in statement.targets  # type: ignore[attr-defined]
    )


def _value_only(statement: ast.stmt) -> bool:
    """Whether a statement binds only after everything in it is evaluated."""
    return (
        isinstance(statement, ast.Assign)
        and len(statement.targets) == 1
        and isinstance(statement.targets[0], ast.Name)
        and not binds(statement.value)
    )


def share_repeats(body: Body) -> bool:
    """Compute once what two temporaries compute alike: the second becomes a copy of the first."""
    twice = _computed_twice(body.tree.body)
    if not twice:
        return False
    written = body.aliases.observers(body.written_by(body.tree.body))
    repeats = _Repeats(body, twice, written | body.pinned | body.function.keep)
    repeats.block(body.tree.body, {})
    return repeats.found


def _computed_twice(block: list[ast.stmt]) -> set[Content]:
    """Return what more than one assignment in a function computes, by its content."""
    seen: set[Content] = set()
    twice: set[Content] = set()
    for statement in walk_statements(block):
        if isinstance(statement, ast.Assign) and isinstance(statement.value, _COMPUTED):
            value = content(statement.value)
            (twice if value in seen else seen).add(value)
    return twice


class _Repeats:
    """Walks a function with the expressions that still hold, by their content."""

    def __init__(self, body: Body, twice: set[Content], unshared: frozenset[str]) -> None:
        self.body = body
        self.twice = twice
        self.results = body.results()
        self.unshared = unshared  # names of objects that change in place, among others
        self.found = False

    def block(self, block: list[ast.stmt], held: Held) -> None:
        for statement in block:
            if isinstance(statement, Comment):
                continue
            inner = blocks_of(statement)
            if inner:
                repeated = not isinstance(statement, ast.If)
                start = self._without(held, statement) if repeated else held
                for part in inner:
                    self.block(part, dict(start))
            key = self._key(statement)
            if key is not None and self._share(statement, key, held):
                key = None
            held = self._without(held, statement)
            if key is not None:
                self._hold(statement, key, held)

    def _without(self, held: Held, statement: ast.stmt) -> Held:
        changed = self.body.changes(statement)
        if not changed:
            return held
        return {
            text: (holder, operands)
            for text, (holder, operands) in held.items()
            if holder not in changed and operands.isdisjoint(changed)
        }

    def _key(self, statement: ast.stmt) -> tuple[str, Content] | None:
        """Return the name and the content of an assignment whose value may be shared."""
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return None
        target, value = statement.targets[0], statement.value
        if not isinstance(target, ast.Name) or target.id in self.unshared:
            return None
        if not isinstance(value, _COMPUTED) or (text := content(value)) not in self.twice:
            return None
        if isinstance(value, ast.Call) and self.body.effects.callee(value).wraps:
            return None
        return (target.id, text) if self.body.effects.is_pure(value) else None

    def _share(self, statement: ast.stmt, key: tuple[str, Content], held: Held) -> bool:
        """Make an assignment a copy of what holds the same; return whether something does."""
        target, value = key
        if target in self.results or target not in self.body.made or value not in held:
            return False
        holder = held[value][0]
        if holder == target:
            return False
        assert isinstance(statement, ast.Assign)
        statement.value = name(holder)
        self.found = True
        return True

    def _hold(self, statement: ast.stmt, key: tuple[str, Content], held: Held) -> None:
        target, value = key
        assert isinstance(statement, ast.Assign)
        operands = reads(statement.value)
        if target not in operands:
            held.setdefault(value, (target, operands))
