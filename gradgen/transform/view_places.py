"""Names of parts of arrays that must go wherever they are used, since the array is written.

    for k in range(3):
        edge = x[k]
        edge[0] = c                  becomes      x[k, 0] = c
    return np.sum(x) + edge[1]                    return np.sum(x) + x[k, 1]

`live_views` gives up names within one block, where a person would not have made them. What is left
here are names without which the function would be refused: writes would be seen through names that
are read afterwards. Such a name may go where each of its uses sees no other value of it, and what
the part is written with, `x` and `k`, has not been bound again in between.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gradgen import syntax
from gradgen.analysis.aliases import Aliases, aliases_known
from gradgen.analysis.effects import Effects, binds, captured
from gradgen.analysis.liveness import Liveness
from gradgen.analysis.memory import Memory, memory
from gradgen.analysis.reaching import Reaching
from gradgen.analysis.shapes import Shapes, infer, infos_of
from gradgen.analysis.values import UNKNOWN
from gradgen.transform.callees import Callees, parameter_names
from gradgen.transform.checked_numbers import check_numbers
from gradgen.transform.ends import Prepared
from gradgen.transform.live_views import Parts, names_inside, put_part

_BLOCKS = ("body", "orelse", "finalbody")
_PLAIN = (ast.Name, ast.Constant, ast.UnaryOp, ast.BinOp, ast.Slice, ast.Tuple)


def name_parts_everywhere(
    tree: ast.FunctionDef, source: Prepared, effects: Effects, shapes: Shapes, callees: Callees
) -> None:
    """Put the part of an array in the place of each name that would have the function refused."""
    if source.unit.generated or not effects.mutates(*tree.body):
        return
    while _change(tree, source, effects, shapes, callees.resort.checks):
        syntax.fix_locations(tree)
        shapes = infer(source.unit, tree, source.parameters, callees.result)
        effects = callees.effects(source.unit, infos_of(shapes))


def _change(
    tree: ast.FunctionDef, source: Prepared, effects: Effects, shapes: Shapes, checks: bool
) -> bool:
    """Give up one name, or else check some to be numbers; return whether there were any."""
    aliases = aliases_known(tree, effects)
    live = Liveness(tree.body, always=captured(tree.body) | {*getattr(source, "in_place", ())})
    troubled = _troubled(tree, effects, aliases, live)
    walked = _walked(tree, effects, aliases) if checks else set()
    if not troubled | walked:
        return False
    inside = names_inside(tree.body)
    parts = Parts(tree, source, effects, shapes, aliases, live, inside)
    gone = any(
        _Name(parts, statement, block).give_up()
        for statement, block in list(_assignments(tree))
        if troubled & binds(statement)
    ) or any(
        _taken_over(parts, statement, block)
        for statement, block in list(_assignments(tree))
        if troubled & binds(statement)
    )
    return gone or (checks and check_numbers(tree, source, shapes, troubled | walked))


def _troubled(
    tree: ast.FunctionDef, effects: Effects, aliases: Aliases, live: Liveness
) -> set[str]:
    """Return the names through which a write is seen that is made through another of them."""
    followed = memory(tree, effects)
    found: set[str] = set()
    for statement in syntax.walk_statements(tree.body):
        if any(getattr(statement, block, None) for block in _BLOCKS):
            continue
        written = effects.mutates(statement)
        if written:
            others = (_observers(statement, effects, aliases, followed) - written) & live.after[
                statement
            ]
            found |= (written | others) if others else set()
    return found


def _walked(tree: ast.FunctionDef, effects: Effects, aliases: Aliases) -> set[str]:
    """Return the variables of loops that may be rows through which what is walked is written."""
    found: set[str] = set()
    for statement in syntax.walk_statements(tree.body):
        if isinstance(statement, ast.For):
            variables = syntax.names_bound(statement.target)
            written = effects.mutates(*statement.body)
            found |= {v for v in variables if not aliases.members(v).isdisjoint(written)}
    return found


def _observers(
    statement: ast.stmt, effects: Effects, aliases: Aliases, followed: Memory
) -> frozenset[str]:
    if statement in followed.known:
        return followed.observers(statement)
    parts = effects.written(statement)
    return aliases.observers(
        frozenset().union(*(aliases.written(part, deep) for part, deep in parts))
    )


def _assignments(tree: ast.FunctionDef) -> Iterator[tuple[ast.Assign, list[ast.stmt]]]:
    """Yield the assignments to one name, each with the block it stands in; of `try` none."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop(0)
        for slot in _BLOCKS:
            block = getattr(node, slot, None)
            if not isinstance(block, list):
                continue
            for statement in block:
                if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                    if isinstance(statement.targets[0], ast.Name):
                        yield statement, block
                elif not isinstance(statement, (ast.Try, ast.TryStar, ast.FunctionDef)):
                    waiting.append(statement)


def _taken_over(parts: Parts, statement: ast.Assign, block: list[ast.stmt]) -> bool:
    """Put `v` in the place of `x` below `v = x`, or `v = x[:]`: there `x` is bound again."""
    (target,) = statement.targets
    value = statement.value
    if isinstance(value, ast.Subscript) and syntax.key(value.slice) in (":", "..."):
        value = value.value
    if not isinstance(value, ast.Name) or not isinstance(target, ast.Name):
        return False
    info = parts.shapes.of.get(value, UNKNOWN)
    if value.id == target.id or info.kind != "array" or not info.rank:
        return False
    back = ast.copy_location(syntax.assign(value.id, syntax.name(target.id)), statement)
    parts.shapes.of[back.value] = info
    at = block.index(statement) + 1
    block.insert(at, back)
    if _Name(parts, back, block).give_up():
        return True
    block.remove(back)
    return False


@dataclass(eq=False)
class _Name:
    """One assignment of a part of an array to a name, which may be given up."""

    parts: Parts
    statement: ast.Assign
    block: list[ast.stmt]

    def give_up(self) -> bool:
        """Put the part in the place of the name, wherever this assignment is seen."""
        parts, tree = self.parts, self.parts.tree
        (target,) = self.statement.targets
        assert isinstance(target, ast.Name)
        name, place = target.id, parts.same_array(self.statement.value)
        base = syntax.base_name(place)
        if not parts.is_place(place) or base is None or base == name or not _is_plain(place):
            return False
        if ({name} | syntax.names_in(place)) & parts.inside:
            return False
        reaching = Reaching(name, self._spoils(base, syntax.names_in(place)))
        reaching.follow(tree.body)
        same = self._same_elsewhere(name, place)
        mine, given = {(statement, False) for statement in same}, name in parameter_names(tree)
        seen = {node: reaching.values_at(node, given) for node in reaching.seen}
        uses = {node for node, values in seen.items() if any(made in same for made, _ in values)}
        if any(not seen[node] <= mine for node in uses):
            return False
        updated = any(not isinstance(node.ctx, ast.Load) for node in uses)
        if not uses or not self._means_the_same(place, name, base, updated):
            return False
        put_part(tree, name, place, parts.may_be_nest(place), uses)
        for statement, block in same.items():
            block.remove(statement)
            if not block:
                block.append(ast.copy_location(ast.Pass(), statement))
        return True

    def _same_elsewhere(self, name: str, place: ast.expr) -> dict[ast.stmt, list[ast.stmt]]:
        """Return the statements that give the name the same part, each with its block."""
        found: dict[ast.stmt, list[ast.stmt]] = {self.statement: self.block}
        for statement, block in _assignments(self.parts.tree):
            if name in syntax.names_bound(statement):
                if syntax.same(self.parts.same_array(statement.value), place):
                    found[statement] = block
        return found

    def _spoils(self, base: str, used: set[str]) -> Callable[[Sequence[ast.AST]], bool]:
        """Return what tells whether the text of the part means something else after a step."""
        effects = self.parts.effects

        def spoils(nodes: Sequence[ast.AST]) -> bool:
            bound = used & binds(*nodes)
            if bound == {base} and len(nodes) == 1 and isinstance(nodes[0], ast.AugAssign):
                bound = set() if self.parts.is_array(nodes[0]) else bound
            return bool(bound or (used - {base}) & effects.mutates(*nodes))

        return spoils

    def _means_the_same(self, place: ast.expr, name: str, base: str, updated: bool) -> bool:
        """Whether a part is surely a view of the array, and no copy or number."""
        parts = self.parts
        kind = parts.shapes.of.get(place, UNKNOWN)
        if isinstance(place, ast.Name):
            return kind.kind == "array" or not updated or self._is_taken_apart({name, base})
        assert isinstance(place, ast.Subscript)
        whole = parts.shapes.of.get(place.value, UNKNOWN)
        if whole.kind == "array":
            return kind.kind == "array"
        if parts.is_whole_index(place):
            return False
        if base in parameter_names(parts.tree) and not parts.bound_again(base):
            return not parts.may_be_nest(place)
        return parts.is_no_list(base)

    def _is_taken_apart(self, names: set[str]) -> bool:
        """Whether an element is taken on every way through the function: that is no number."""
        for statement in self.parts.tree.body:
            if any(isinstance(inner, ast.Return) for inner in syntax.walk_statements([statement])):
                return False
            if isinstance(statement, (ast.Assign, ast.AugAssign)):
                targets = getattr(statement, "targets", None) or [statement.target]  # type: ignore[union-attr]
                for target in targets:
                    if isinstance(target, ast.Subscript) and syntax.base_name(target) in names:
                        return not any(self.parts.bound_again(name) for name in names)
        return False


def _is_plain(place: ast.expr) -> bool:
    """Whether a part is written with names and numbers alone."""
    return isinstance(place, ast.Name) or (
        isinstance(place, ast.Subscript)
        and all(isinstance(node, _PLAIN) for node in syntax.walk(place.slice))
    )
