"""Questions about loops: what a round reads before it sets it, and how to walk it backwards."""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.activity import pairs_of_iteration
from gradgen.analysis.effects import binds, reads
from gradgen.reader.unit import Unit
from gradgen.transform.context import Context
from gradgen.transform.normalise_exits import breaks


def exposed(statement: ast.For | ast.While, unit: Unit) -> set[str]:
    """Return the names that one round may read before it has set them."""
    sure = binds(statement.target) if isinstance(statement, ast.For) else set()
    found = reads(statement.test) if isinstance(statement, ast.While) else set()
    return found | _exposed(statement.body, set(sure), unit)


def surely_runs(loop: ast.For | ast.While, unit: Unit) -> bool:
    """Whether the body of a loop is known to run once at least, up to its end."""
    if isinstance(loop, ast.While) or breaks(loop.body):
        return False
    if isinstance(loop.iter, (ast.Tuple, ast.List)):
        return any(not isinstance(part, ast.Starred) for part in loop.iter.elts)
    called = unit.scope.lookup(loop.iter.func) if isinstance(loop.iter, ast.Call) else None
    if not isinstance(loop.iter, ast.Call) or called is not range or loop.iter.keywords:
        return False
    given = [part.value for part in loop.iter.args if isinstance(part, ast.Constant)]
    counts = [count for count in given if isinstance(count, int)]
    return len(counts) == len(loop.iter.args) and len(range(*counts)) > 0


def _exposed(body: list[ast.stmt], sure: set[str], unit: Unit) -> set[str]:
    found: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.If):
            found |= reads(statement.test) - sure
            then, other = set(sure), set(sure)
            found |= _exposed(statement.body, then, unit) | _exposed(statement.orelse, other, unit)
            sure |= then & other
        elif isinstance(statement, (ast.For, ast.While)):
            inner = set(sure)
            if isinstance(statement, ast.For):
                found |= reads(statement.iter) - sure
                inner |= binds(statement.target)
            else:
                found |= reads(statement.test) - sure
            found |= _exposed(statement.body, inner, unit)
            sure |= inner if surely_runs(statement, unit) else set()
        elif isinstance(statement, ast.With):
            found |= _exposed(statement.body, sure, unit)
        elif isinstance(statement, ast.Try):
            found |= _exposed_in_try(statement, sure, unit)
        else:
            found |= reads(statement) - sure
            sure |= binds(statement)
    return found


def _exposed_in_try(statement: ast.Try, sure: set[str], unit: Unit) -> set[str]:
    done = set(sure)
    found = _exposed(statement.body, done, unit) | _exposed(statement.orelse, done, unit)
    for handler in statement.handlers:
        caught = sure | ({handler.name} if handler.name else set())
        found |= _exposed(handler.body, caught, unit)
        if not syntax.always_raises(handler.body):
            done &= caught
    sure |= done
    return found | _exposed(statement.finalbody, sure, unit)


def reads_contents(node: ast.AST) -> set[str]:
    """Return the names whose elements are read: not `x` in `range(len(x))`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
        return set()
    if isinstance(node, ast.Attribute) and node.attr in ("shape", "size", "ndim"):
        return set()
    if isinstance(node, ast.Name):
        return {node.id}
    return set[str]().union(*(reads_contents(part) for part in syntax.children(node)))


def surely_bound(body: list[ast.stmt]) -> set[str]:
    """Return the names that a body sets on every path."""
    found: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.If):
            found |= surely_bound(statement.body) & surely_bound(statement.orelse)
        elif isinstance(statement, ast.Try):
            sure = surely_bound([*statement.body, *statement.orelse])
            for handler in statement.handlers:
                if not syntax.always_raises(handler.body):
                    sure &= surely_bound(handler.body)
            found |= sure | surely_bound(statement.finalbody)
        elif not isinstance(statement, (ast.For, ast.While)):
            found |= binds(statement)
    return found


def reversed_iteration(
    target: ast.expr,
    iterable: ast.expr,
    wanted: set[str],
    counter: str | None,
    context: Context,
    trips: ast.expr | None = None,
    turned: bool = False,
) -> tuple[ast.expr, ast.expr]:
    """Return target and iterable of the loop that walks the rounds backwards.

    `range(n)` gives `reversed(range(n))`; a `zip`, whose parts may differ in length, is listed
    first. Where nothing of the target is wanted, the rounds are only counted. `trips` is how many
    rounds there were, of a loop that was left; `turned` asks for a counter from the back.
    """
    names = binds(syntax.stored(target))
    if not wanted:
        return _unused(target, names, context), syntax.clone(iterable)
    if counter is not None and counter in wanted:
        if not wanted & names:
            lengths = [s for _, s in pairs_of_iteration(target, iterable) if s is not None]
            if len(lengths) == 1:
                rounds = syntax.expr("range(len(x))", x=lengths[0])
                return syntax.name(counter), rounds if turned else _backwards(rounds, None)
        pair = ast.Tuple(elts=[syntax.name(counter), syntax.loaded(target)], ctx=ast.Load())
        if turned:
            return pair, syntax.expr("enumerate(x)", x=_backwards(iterable, None))
        return pair, _backwards(syntax.expr("enumerate(x)", x=iterable), trips)
    return syntax.loaded(target), _backwards(iterable, trips)


def _unused(target: ast.expr, names: set[str], context: Context) -> ast.expr:
    if names == {"_"}:
        return syntax.name("_")
    return syntax.name("_") if context.names.is_free("_") else syntax.loaded(target)


def _backwards(iterable: ast.expr, trips: ast.expr | None) -> ast.expr:
    name = ""
    if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name):
        name = iterable.func.id
    if name == "reversed" and trips is None:
        assert isinstance(iterable, ast.Call)
        return syntax.clone(iterable.args[0])
    if name in ("zip", "enumerate", "reversed") or (trips is not None and _is_keys(iterable)):
        iterable = syntax.expr("list(x)", x=iterable)
    if trips is not None:
        iterable = syntax.expr("x[:trips]", x=iterable, trips=trips)
    return syntax.expr("reversed(x)", x=iterable)


def _is_keys(iterable: ast.expr) -> bool:
    """Whether a loop walks the keys of a dict, which cannot be sliced."""
    function = iterable.func if isinstance(iterable, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr == "keys"


__all__ = ["exposed", "reversed_iteration", "surely_bound"]
