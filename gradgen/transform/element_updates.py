"""Updates of elements of lists and dicts: the element is made anew.

    layers[k] += step * grad          becomes          layers[k] = layers[k] + step * grad

In Python the first changes an array in place. What the list holds may be memory of an argument,
or of a tangent, which must stay as they are. Where another name sees the array change, or the
list holds it twice, the update is refused, or checked to be one of a number.
"""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.aliases import aliases_known
from gradgen.analysis.effects import Effects
from gradgen.analysis.held import held_twice
from gradgen.analysis.liveness import Liveness
from gradgen.analysis.uses import arithmetic_of_update
from gradgen.transform.ends import Prepared

_HOLDERS = ("list", "dict")
_NUMBERS = ("number", "string", "none")


def element_updates(
    tree: ast.FunctionDef, source: Prepared, effects: Effects, active: set[str], called: bool
) -> None:
    """Write each update of an element that may be an array as an assignment of a new one.

    A function that is `called` by another may update what that one holds by other names.
    """
    found = [s for s in syntax.walk_statements(tree.body) if _is_update(s, effects)]
    if not found:
        return
    aliases = aliases_known(tree, effects)
    twice = held_twice(aliases, tree.body)
    live = Liveness(tree.body).after
    made: dict[int, list[ast.stmt]] = {}
    for statement in found:
        assert isinstance(statement, ast.AugAssign)
        base = str(syntax.base_name(statement.target))
        things = aliases.written(syntax.loaded(statement.target))
        others = aliases.observers(things) - {base}
        if things & twice:
            others |= {base}
        seen = sorted(others & live.get(statement, set()))
        check: list[ast.stmt] = []
        if called and any(thing.outside for thing in things):
            check = [_check(statement, "the caller", source, effects)]
        elif seen and active & {*seen, base}:
            check = [_check(statement, f"`{seen[0]}`", source, effects)]
        new = syntax.assign(syntax.loaded(statement.target), arithmetic_of_update(statement))
        made[id(statement)] = [*check, new]
        for line in made[id(statement)]:
            ast.copy_location(line, statement)
            source.origin[line] = source.origin.get(statement, statement)
    _Replaced(made).visit(tree)


def _check(statement: ast.AugAssign, seen: str, source: Prepared, effects: Effects) -> ast.stmt:
    """Return the check that an element is a number; refuse what is known to be an array."""
    reason = f"{seen} may hold the array that is updated here, and is read after this"
    if seen == "the caller":
        reason = "the caller may hold the array that is updated here by another name"
    if effects.info(statement.target).kind == "array":
        raise source.unit.unsupported(
            "GG301",
            source.origin.get(statement, statement),
            reason,
            "put a copy into the container: `u.copy()`",
        )
    text = f"`{ast.unparse(statement.target)}` must be a number: {reason}"
    return syntax.statement(
        "if np.ndim(x) != 0:\n    raise ValueError(reason)",
        x=syntax.loaded(statement.target),
        reason=ast.Constant(value=text.replace("updated here", "updated")),
    )


def _is_update(statement: ast.stmt, effects: Effects) -> bool:
    """Tell whether a statement updates an element that may be an array."""
    if not isinstance(statement, ast.AugAssign) or not isinstance(statement.target, ast.Subscript):
        return False
    if isinstance(statement.target.slice, ast.Slice):
        return False
    holder = effects.info(statement.target.value).kind
    return holder in _HOLDERS and effects.info(statement.target).kind not in _NUMBERS


class _Replaced(ast.NodeTransformer):
    def __init__(self, made: dict[int, list[ast.stmt]]) -> None:
        self.made = made

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt | list[ast.stmt]:
        """Put the assignment in the place of an update."""
        return self.made.get(id(node), node)
