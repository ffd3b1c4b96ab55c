"""Context managers around what is differentiated: entered once, but for those that set a mode.

    with np.errstate(divide="ignore"):        the backward pass may divide by zero as well
    with timer("solve"):                      is entered in the forward pass alone

One that may swallow an exception would leave its body half done, and is refused.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Collection
from types import FunctionType

from gradgen import syntax
from gradgen.analysis.effects import binds, reads
from gradgen.reader.unit import MISSING, Unit
from gradgen.transform.context import Context

_MODES = frozenset({("numpy", "errstate"), ("warnings", "catch_warnings")})
_HARMLESS = frozenset({"nullcontext", "closing", "redirect_stdout", "redirect_stderr", "open"})


def check(statement: ast.With, context: Context, active: Collection[str]) -> None:
    """Refuse a context that may swallow an exception, or that binds an active value."""
    if not set(active) & binds(*statement.body) and not _is_active(statement, context):
        return
    for item in statement.items:
        varied = context.activity.before.get(statement, frozenset())
        if context.activity.varied(item.context_expr, varied):
            raise context.refuse(
                "GG132",
                item.context_expr,
                "the context is made from a value that carries a gradient",
                "compute with the value itself, and enter the context with plain settings",
            )
        if _may_swallow(item.context_expr, context.unit):
            raise context.refuse(
                "GG132",
                item.context_expr,
                "it may swallow an exception, and leave the block half done",
                "enter it around the call of the function, or let its `__exit__` return nothing",
            )


def _is_active(statement: ast.With, context: Context) -> bool:
    before = context.activity.before.get(statement, frozenset())
    after = context.activity.after.get(statement, frozenset())
    return bool((after | before) & binds(*statement.body))


def around(statement: ast.With | ast.Try, body: list[ast.stmt]) -> ast.stmt:
    """Return the statement with another body."""
    made = syntax.clone(statement)
    made.body = body or [ast.Pass()]
    return made


def around_again(
    statement: ast.With | ast.Try, body: list[ast.stmt], context: Context
) -> list[ast.stmt]:
    """Return reverse text under the contexts that hold for it too."""
    if isinstance(statement, ast.Try) or not body:
        return body
    items = [part for part in statement.items if _sets_a_mode(part, context.unit)]
    if not items:
        return body
    return [ast.With(items=[syntax.clone(part) for part in items], body=body, lineno=0)]


def read_again(statement: ast.With | ast.Try, context: Context) -> set[str]:
    """Return what the headers read that are entered again."""
    if isinstance(statement, ast.Try):
        return set()
    return reads(*(part for part in statement.items if _sets_a_mode(part, context.unit)))


def _sets_a_mode(item: ast.withitem, unit: Unit) -> bool:
    called = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
    if called is None or item.optional_vars is not None:
        return False
    found = unit.scope.lookup(called)
    return (getattr(found, "__module__", ""), getattr(found, "__name__", "")) in _MODES


def _may_swallow(node: ast.expr, unit: Unit) -> bool:
    """Tell whether a context manager may end an exception that leaves its block."""
    called = node.func if isinstance(node, ast.Call) else node
    found = unit.scope.lookup(called)
    if found is MISSING:
        return True
    name = getattr(found, "__name__", "")
    home = str(getattr(found, "__module__", "")).partition(".")[0]
    if (home in ("numpy", "warnings", "decimal", "threading", "_thread")) or name in _HARMLESS:
        return False
    kind = found if isinstance(found, type) else type(found)
    if isinstance(found, FunctionType):
        return _generator_catches(found)
    leaving = getattr(kind, "__exit__", None)
    if home == "contextlib" or not isinstance(leaving, FunctionType):
        return True
    return _gives_a_value(leaving)


def _tree(function: object) -> ast.AST | None:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))  # type: ignore[arg-type]
    except (OSError, TypeError, SyntaxError):
        return None


def _generator_catches(function: FunctionType) -> bool:
    """Tell whether a function under `contextmanager` catches what its `yield` raises."""
    plain = inspect.unwrap(function)
    tree = _tree(plain) if plain is not function else None
    if tree is None:
        return True
    return any(isinstance(node, ast.Try) and node.handlers for node in ast.walk(tree)) or any(
        isinstance(node, ast.With) for node in ast.walk(tree)
    )


def _gives_a_value(leaving: FunctionType) -> bool:
    """Tell whether `__exit__` may return something true."""
    tree = _tree(leaving)
    if tree is None:
        return True
    returned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    return not all(
        value is None or (isinstance(value, ast.Constant) and not value.value) for value in returned
    )
