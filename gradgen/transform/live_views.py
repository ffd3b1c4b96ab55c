"""Names of a part of an array that is written: where both are used, the part itself is named.

    edge = u[0]
    edge[:] = 2.0 * u[1]      becomes      u[0, :] = 2.0 * u[1]
    return np.sum(u)                       return np.sum(u)

and, where a loop writes to the rows that it walks,

    for row in m:                          for i in range(len(m)):
        row *= 2.0                             m[i] *= 2.0

A name is given up only where it is bound once, used below in its own block alone, and what it
stands for means the same there: an array, whose name and index are not bound again.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass

from gradgen import rules, syntax
from gradgen.analysis.aliases import Aliases, aliases_known
from gradgen.analysis.effects import Effects, binds, reads
from gradgen.analysis.liveness import Liveness
from gradgen.analysis.shapes import Shapes
from gradgen.analysis.values import UNKNOWN, Info
from gradgen.transform.callees import parameter_names
from gradgen.transform.ends import Prepared, fresh
from gradgen.transform.nest_evidence import may_be_nest

_FUNCTIONS = (ast.Lambda, ast.FunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_BLOCKS = ("body", "orelse")
_HANDING_ON = {
    "numpy.asarray": 0, "numpy.asanyarray": 0, "numpy.atleast_1d": 1, "numpy.atleast_2d": 2,
}  # fmt: skip
"""Functions that hand an array on as it is, with the number of axes that it needs for that."""


def name_parts_themselves(
    tree: ast.FunctionDef, source: Prepared, effects: Effects, shapes: Shapes
) -> None:
    """Put the part of an array in the place of each name that it must not have (see above)."""
    if not effects.mutates(*tree.body):
        return
    while True:
        known = (aliases_known(tree, effects), Liveness(tree.body), names_inside(tree.body))
        if not Parts(tree, source, effects, shapes, *known).change():
            return


@dataclass(eq=False)
class Parts:
    """Looks for one name to give up."""

    tree: ast.FunctionDef
    source: Prepared
    effects: Effects
    shapes: Shapes
    aliases: Aliases
    live: Liveness
    inside: set[str]

    def change(self) -> bool:
        """Give up one name; return whether there was any."""
        for holder in ast.walk(self.tree):
            for slot in _BLOCKS:
                block = getattr(holder, slot, None)
                for statement in list(block) if isinstance(block, list) else ():
                    if isinstance(statement, ast.For):
                        if self._loop(statement):
                            return True
                    elif isinstance(block, list) and self._assignment(statement, block):
                        return True
        return False

    # ---- the two forms ----------------------------------------------------------------
    def _assignment(self, statement: ast.stmt, block: list[ast.stmt]) -> bool:
        """Give up `edge` of `edge = u[0]`."""
        if not isinstance(statement, ast.Assign):
            return False
        (target,), place = statement.targets, self.same_array(statement.value)
        if not isinstance(target, ast.Name) or not self.is_place(place):
            return False
        rest = block[block.index(statement) + 1 :]
        kind = self.shapes.of.get(place, UNKNOWN)
        if not self._is_to_go(target.id, place, kind, rest):
            return False
        for other in rest:
            put_part(other, target.id, place, self.may_be_nest(place))
        block.remove(statement)
        return True

    def _loop(self, statement: ast.For) -> bool:
        """Walk positions where a round writes to the row that it was given."""
        found = _walked(statement)
        if found is None:
            return False
        row, walked, counter = found
        body = statement.body
        kind = self.shapes.before.get(body[0], {}).get(row, UNKNOWN)
        if row not in self.effects.mutates(*body):
            return False
        index: ast.expr = syntax.name(counter or fresh(self.tree, self.source, "i", again=False))
        place = syntax.expr("x[i]", x=walked, i=index)
        place = syntax.fix_locations(ast.copy_location(place, statement.iter))
        if not self._is_to_go(row, place, kind, body):
            return False
        for other in body:
            put_part(other, row, place, self.may_be_nest(place))
        statement.target = ast.copy_location(syntax.stored(index), statement.target)
        rounds = syntax.expr("range(len(x))", x=walked)
        statement.iter = syntax.fix_locations(ast.copy_location(rounds, statement.iter))
        return True

    def same_array(self, value: ast.expr) -> ast.expr:
        """Return `x` for `np.asarray(x)`, where `x` is known to be an array."""
        if isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords:
            rule = rules.find(self.source.unit.scope.lookup(value.func))
            least = _HANDING_ON.get(rule.name if rule is not None else "")
            info = self.shapes.of.get(value.args[0], UNKNOWN)
            if least is not None and info.kind == "array" and (info.rank or 0) >= least:
                return value.args[0]
        return value

    # ---- when a name may go --------------------------------------------------------------
    def is_place(self, place: ast.expr) -> bool:
        """Whether a value is a name, or a part of one by ints and slices, which is a view."""
        if isinstance(place, ast.Name):
            return self.shapes.of.get(place, UNKNOWN).kind in ("array", "unknown")
        if not isinstance(place, ast.Subscript) or not isinstance(place.value, ast.Name):
            return False
        if self.shapes.of.get(place.value, UNKNOWN).kind not in ("array", "unknown"):
            return False
        parts = place.slice.elts if isinstance(place.slice, ast.Tuple) else [place.slice]
        return all(isinstance(p, ast.Slice) or self.is_whole(p) for p in parts)

    def may_be_nest(self, place: ast.expr) -> bool:
        """Whether `u[0][1:]` must not be written `u[0, 1:]`: `u` may be a list of arrays."""
        base = syntax.base_name(place)
        if base not in parameter_names(self.tree):
            return False
        info = self.source.parameters.get(base, UNKNOWN)
        return may_be_nest(self.tree, self.source.unit, base, info)

    def is_whole(self, part: ast.expr) -> bool:
        """Whether a part of an index is a whole number, or `...`."""
        if isinstance(part, ast.UnaryOp):
            part = part.operand
        if isinstance(part, ast.Constant):
            return isinstance(part.value, int) or part.value is Ellipsis
        info = self.shapes.of.get(part, UNKNOWN)
        return info.kind == "number" and info.dtype == "int"

    def _is_to_go(
        self,
        name: str,
        place: ast.expr,
        info: Info,
        rest: list[ast.stmt],
    ) -> bool:
        if name in parameter_names(self.tree) or ({name} | syntax.names_in(place)) & self.inside:
            return False
        if not rest or name in self.live.after[rest[-1]]:
            return False
        if not self._meets_writes(name, rest):
            return False
        base = syntax.base_name(place)
        used = syntax.names_in(place)
        if (used - {base}) & self.effects.mutates(*rest):
            return False  # the index may change
        taken_apart = updated = False
        both = {name, base} if isinstance(place, ast.Name) else {name}
        for node in (inner for line in rest for inner in syntax.walk(line)):
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
                taken_apart = taken_apart or node.value.id in both
        for statement in syntax.walk_statements(rest):
            bound = _bound_by(statement)
            update = isinstance(statement, ast.AugAssign)
            if name in bound:
                if not update:
                    return False
                updated = True
            if used & bound:
                if not (update and used & bound == {base} and self.is_array(statement)):
                    return False
        if info.kind == "array":
            return True
        if isinstance(place, ast.Subscript) and not self.is_whole_index(place):
            return self.is_no_list(base)
        return not updated and taken_apart

    def is_no_list(self, name: str | None) -> bool:
        """Whether a name is surely given arrays: slices of lists are copies."""
        bound = [
            statement
            for statement in syntax.walk_statements(self.tree.body)
            if name in _bound_by(statement) and not isinstance(statement, ast.AugAssign)
        ]
        return bool(bound) and all(
            self.shapes.of.get(statement.value, UNKNOWN).kind == "array"
            or _is_computed(statement.value)
            for statement in bound
            if isinstance(statement, ast.Assign)
        )

    def bound_again(self, name: str) -> bool:
        """Whether more than one statement, or the caller and a statement, give a name a value."""
        bound = [
            statement
            for statement in syntax.walk_statements(self.tree.body)
            if name in _bound_by(statement) and not isinstance(statement, ast.AugAssign)
        ]
        return len(bound) + (name in parameter_names(self.tree)) > 1

    def is_array(self, update: ast.stmt) -> bool:
        """Whether an update is one of an array, in place."""
        assert isinstance(update, ast.AugAssign)
        return self.shapes.of.get(update.target, UNKNOWN).kind == "array"

    def is_whole_index(self, place: ast.Subscript) -> bool:
        """Whether no part of an index is a slice."""
        parts = place.slice.elts if isinstance(place.slice, ast.Tuple) else [place.slice]
        return all(not isinstance(part, ast.Slice) for part in parts)

    def _meets_writes(self, name: str, rest: list[ast.stmt]) -> bool:
        """Whether what is written through one of the two names is read through the other."""
        members = self.aliases.members(name)
        for index, statement in enumerate(rest):
            written = self.effects.mutates(statement)
            if not written & members:
                continue
            nested = any(hasattr(statement, block) for block in _BLOCKS)
            later = rest[index:] if nested else rest[index + 1 :]
            if written & members != {name} and name in reads(*later) | binds(*later):
                return True
            if name in written:
                return self._is_read_elsewhere(members - {name}, statement)
        return False

    def _is_read_elsewhere(self, names: frozenset[str], written: ast.stmt) -> bool:
        """Whether the array is used under another name: else the name is but a new one."""
        lines = [s for s in syntax.walk_statements(self.tree.body) if s is not written]
        return any(
            names & reads(*(part for part in syntax.children(s) if isinstance(part, ast.expr)))
            for s in lines
            if getattr(s, "lineno", 0) >= getattr(written, "lineno", 0)
        ) or any(isinstance(s, (ast.For, ast.While)) for s in lines)


def names_inside(body: list[ast.stmt]) -> set[str]:
    """Return the names that functions inside the body read, and those that comprehensions bind."""
    found: set[str] = set()
    for node in (inner for line in body for inner in syntax.walk(line)):
        if isinstance(node, _FUNCTIONS):
            found |= reads(node) | binds(node)
        elif isinstance(node, _COMPREHENSIONS):
            found |= {name for part in node.generators for name in syntax.names_in(part.target)}
    return found


def _is_computed(value: ast.expr) -> bool:
    """Whether an expression has no list for a value: lists are added, and repeated, only."""
    if not isinstance(value, ast.BinOp):
        return isinstance(value, (ast.Call, ast.UnaryOp))
    both = [_is_computed(value.left), _is_computed(value.right)]
    floats = (isinstance(getattr(side, "value", None), float) for side in (value.left, value.right))
    if isinstance(value.op, ast.Mult):
        return all(both) or any(floats)
    return any(both) if isinstance(value.op, ast.Add) else True


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _bound_by(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds, without the blocks in it."""
    if isinstance(statement, (ast.If, ast.While)):
        return set()
    if isinstance(statement, ast.For):
        return binds(statement.target)
    if isinstance(statement, ast.With):
        return binds(*statement.items)
    return binds(statement)


def _walked(statement: ast.For) -> tuple[str, ast.Name, str | None] | None:
    """Return row, array and counter of `for row in x` and `for i, row in enumerate(x)`."""
    target, walked = statement.target, statement.iter
    counter: str | None = None
    if isinstance(walked, ast.Call) and _is(walked.func, "enumerate") and len(walked.args) == 1:
        pair = target.elts if isinstance(target, ast.Tuple) else []
        if walked.keywords or len(pair) != 2 or not isinstance(pair[0], ast.Name):
            return None
        counter, target, walked = pair[0].id, pair[1], walked.args[0]
        if counter in binds(*statement.body):
            return None
    if not isinstance(target, ast.Name) or not isinstance(walked, ast.Name):
        return None
    return (target.id, walked, counter) if not statement.orelse else None


def put_part(
    statement: ast.AST,
    name: str,
    place: ast.expr,
    apart: bool,
    uses: Collection[ast.AST] | None = None,
) -> None:
    """Put a part of an array in the place of its name, or of these uses of the name.

    Indices of a list stay `apart`.
    """

    class Put(ast.NodeTransformer):
        def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
            node.slice = self.visit(node.slice)
            if not self.is_use(node.value):
                node.value = self.visit(node.value)
                return node
            made = _part_of(place, node.slice, apart)
            made.ctx = node.ctx
            return ast.copy_location(made, node)

        def is_use(self, node: ast.AST) -> bool:
            return _is(node, name) if uses is None else node in uses

        def visit_Name(self, node: ast.Name) -> ast.expr:
            if not self.is_use(node):
                return node
            made = syntax.clone(place)
            assert isinstance(made, (ast.Name, ast.Subscript))
            made.ctx = node.ctx
            return ast.copy_location(made, node)

    Put().visit(statement)


def _part_of(place: ast.expr, index: ast.expr, apart: bool) -> ast.Subscript:
    """Return `u[0, 1:]` for the part `1:` of `u[0]`, and `u[1:-1]` for all of it."""
    if isinstance(place, ast.Subscript):
        outer = place.slice.elts if isinstance(place.slice, ast.Tuple) else [place.slice]
        inner = index.elts if isinstance(index, ast.Tuple) else [index]
        if _is_everything(index):
            whole = syntax.clone(place)
            assert isinstance(whole, ast.Subscript)
            return whole
        inside = _element_of_slice(outer[0], index) if len(outer) == 1 else None
        if inside is not None:
            return ast.Subscript(value=syntax.clone(place.value), slice=inside, ctx=ast.Load())
        plain = not any(
            isinstance(part, (ast.Slice, ast.Constant)) and _opens(part) for part in outer
        )
        if (
            not apart
            and plain
            and all(isinstance(part, (ast.Slice, ast.Constant)) for part in inner)
        ):
            both = ast.Tuple(elts=[*map(syntax.clone, outer), *inner], ctx=ast.Load())
            return ast.Subscript(value=syntax.clone(place.value), slice=both, ctx=ast.Load())
    return ast.Subscript(value=syntax.clone(place), slice=index, ctx=ast.Load())


def _element_of_slice(part: ast.expr, index: ast.expr) -> ast.expr | None:
    """Return `3` for the element `2` of `1:`, where both are numbers and the slice has it."""
    if not isinstance(part, ast.Slice) or part.step is not None:
        return None
    lower, upper, place = (
        _count(one) for one in (part.lower or ast.Constant(0), part.upper, index)
    )
    if lower is None or place is None or (part.upper is not None and upper is None):
        return None
    return ast.Constant(lower + place) if upper is None or lower + place < upper else None


def _count(node: ast.expr | None) -> int | None:
    """Return a position that is written as a number, from the front."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _is_everything(index: ast.expr) -> bool:
    if isinstance(index, ast.Slice):
        return index.lower is None and index.upper is None and index.step is None
    return isinstance(index, ast.Constant) and index.value is Ellipsis


def _opens(part: ast.expr) -> bool:
    """Whether a part of an index keeps an axis: a slice, or `...`."""
    return isinstance(part, ast.Slice) or (
        isinstance(part, ast.Constant) and part.value is Ellipsis
    )
