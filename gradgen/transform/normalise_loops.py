"""Headers of loops: what is walked has a name that lasts, and a round leaves its items alone.

    for v in x * 2.0:                  doubled = x * 2.0
        v = np.sin(v)                  for v_start in doubled:
        total += v         becomes         v = v_start
                                           v = np.sin(v)
                                           total += v

Only loops through which a derivative may pass are rewritten.
"""

from __future__ import annotations

import ast
from ast import copy_location
from collections.abc import Iterator

from gradgen.analysis.effects import binds
from gradgen.syntax import Comment, clone, expr, names_bound, names_read, stored, walk
from gradgen.transform.naming import describe
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_tree import Work

_WRAPPERS = frozenset({"zip", "enumerate", "reversed", "list", "tuple"})
_SCOPES = (ast.Lambda, ast.FunctionDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_VIEWS = frozenset({"items", "keys", "values"})


def prepare_loop(node: ast.For, work: Work, activity: Activity, out: list[ast.stmt]) -> None:
    """Rewrite the header of a loop; what goes before the loop is put into `out`."""
    _plain_targets(node, work, activity)
    changed = binds(*node.body) | names_bound(node.target)
    node.iter = _named_collections(node.iter, node, work, activity, changed, out)
    if _passes_a_derivative(node, activity):
        _keep_items(node, work, activity)
        if _is_set(node.iter, work):
            node.iter = copy_location(expr("list(x)", x=node.iter), node.iter)


def _is_set(node: ast.expr, work: Work) -> bool:
    """Tell whether an expression is a set, which cannot be walked backwards."""
    if isinstance(node, ast.Call):
        return work.unit.scope.lookup(node.func) in (set, frozenset)
    return isinstance(node, (ast.Set, ast.SetComp))


def _plain_targets(node: ast.For, work: Work, activity: Activity) -> None:
    """Let a loop bind names only: `for i, u[i] in x` becomes `for i, item in x: u[i] = item`."""
    leaves = list(_leaves(node.target))
    first = next((k for k, leaf in enumerate(leaves) if not isinstance(leaf, ast.Name)), None)
    if first is None:
        return
    read = {name for leaf in leaves for name in names_read(leaf)}
    held: dict[int, ast.Name] = {}
    taken: list[ast.stmt] = []
    for leaf in leaves[first:]:
        if isinstance(leaf, ast.Name) and leaf.id not in read:
            continue  # else an index is read before its name is bound
        hint = f"{leaf.id}_start" if isinstance(leaf, ast.Name) else "item"
        held[id(leaf)] = made = work.fresh(hint, leaf)
        if activity.may_be_active(node.iter):
            activity.names.add(made.id)
        taken.append(assigned(leaf, made, node, work))
    node.target = _with_names(node.target, held)
    _at_start(node, taken)


def _leaves(target: ast.expr) -> Iterator[ast.expr]:
    """Yield the parts of a target that are bound one by one, in order."""
    if isinstance(target, (ast.Tuple, ast.List)):
        for part in target.elts:
            yield from _leaves(part)
    else:
        yield target


def _with_names(target: ast.expr, held: dict[int, ast.Name]) -> ast.expr:
    if isinstance(target, (ast.Tuple, ast.List)):
        parts = [_with_names(part, held) for part in target.elts]
        return ast.copy_location(ast.Tuple(elts=parts, ctx=ast.Store()), target)
    return stored(held[id(target)]) if id(target) in held else target


def assigned(target: ast.expr, value: ast.expr, source: ast.stmt, work: Work) -> ast.Assign:
    """Make `target = value`, which came from `source`."""
    made = work.make("target = value", source, value=value)
    assert isinstance(made, ast.Assign)
    made.targets = [stored(target)]
    return made


def _at_start(loop: ast.For, statements: list[ast.stmt]) -> None:
    """Put statements at the start of a round, below the comment at the end of the header."""
    place = int(isinstance(loop.body[0], Comment) and loop.body[0].trailing)
    loop.body[place:place] = statements


def _named_collections(
    iterable: ast.expr,
    loop: ast.For,
    work: Work,
    activity: Activity,
    changed: set[str],
    out: list[ast.stmt],
) -> ast.expr:
    """Return an iterable in which each active collection has a name that the loop leaves alone."""
    if not activity.may_be_active(iterable):
        return iterable
    if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name):
        if iterable.func.id in _WRAPPERS and iterable.func.id not in work.unit.scope.local_names:
            iterable.args = [
                _named_collections(part, loop, work, activity, changed, out)
                for part in iterable.args
            ]
            return iterable
    if isinstance(iterable, ast.Name):
        if iterable.id not in changed:
            return iterable
        hint = f"all_{iterable.id}"
    elif _is_place(iterable, changed):
        return iterable
    elif _is_expression(iterable):
        hint = describe(iterable) or "walked"
    else:
        return iterable
    made = work.fresh(hint, iterable)
    activity.names.add(made.id)
    out.append(assigned(made, iterable, loop, work))
    return made


def _is_place(node: ast.expr, changed: set[str]) -> bool:
    """Tell whether an expression is an entry, or a part from the front on, of what has a name."""
    if isinstance(node, ast.Name):
        return node.id not in changed
    if not isinstance(node, ast.Subscript) or not _is_place(node.value, changed):
        return False
    if isinstance(node.slice, ast.Slice):
        first = node.slice.lower
        plain = isinstance(first, ast.Constant) and isinstance(first.value, int)
        upper = node.slice.upper
        fixed = upper is None or names_read(upper).isdisjoint(changed)
        return (first is None or plain) and node.slice.step is None and fixed
    return isinstance(node.slice, ast.Constant)


def _is_expression(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return not (isinstance(node.func, ast.Attribute) and node.func.attr in _VIEWS)
    return isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Subscript, ast.Attribute))


def _passes_a_derivative(loop: ast.For, activity: Activity) -> bool:
    return not activity.names.isdisjoint(binds(*loop.body))


def _keep_items(loop: ast.For, work: Work, activity: Activity) -> None:
    """Let the header bind a name of its own where the body binds its target again."""
    again = names_bound(loop.target) & binds(*loop.body)
    if not again:
        return
    loop.target = clone(loop.target)
    taken: list[ast.stmt] = []
    for target in _names(loop.target):
        if target.id not in again:
            continue
        made = work.fresh(f"{target.id}_start", target)
        if target.id in activity.names:
            activity.names.add(made.id)
        if not _read_instead(loop.body, target.id, made):
            taken.append(assigned(clone(target), made, loop, work))
        target.id = made.id
    _at_start(loop, taken)


def _read_instead(body: list[ast.stmt], name: str, made: ast.Name) -> bool:
    """Let a round read `made` up to where it binds `name`, if it surely does so in the open."""
    for index, statement in enumerate(body):
        if name not in binds(statement):
            continue
        until = body[: index + 1]
        plain = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        if not plain or any(isinstance(inner, _SCOPES) for node in until for inner in walk(node)):
            return False
        for inner in (found for node in until for found in walk(node)):
            if isinstance(inner, ast.Name) and inner.id == name and isinstance(inner.ctx, ast.Load):
                inner.id = made.id
        return True
    return False


def _names(target: ast.expr) -> Iterator[ast.Name]:
    """Yield the names that a target binds, in order."""
    for node in walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node
