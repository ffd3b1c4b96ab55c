"""The user's own functions as they are printed, and the values of their defaults.

In: a unit. Out: its tree with comments as statements and the docstring in place; and, for a
signature, defaults that mean in the generated module what they mean in the user's.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from types import FunctionType, ModuleType

from gradgen import syntax
from gradgen.analysis.names import free_names
from gradgen.errors import GradgenError
from gradgen.reader import MISSING, Unit, read
from gradgen.transform.normalise_tree import working_copy
from gradgen.transform.program import MadeFunction
from gradgen.writer.origins import is_literal, literal_text, resolve
from gradgen.writer.printing import SPELLING, with_docstring

_ARITHMETIC = (
    ast.Name, ast.Constant, ast.BinOp, ast.UnaryOp, ast.Tuple, ast.operator, ast.unaryop, ast.Load,
)  # fmt: skip
_NUMBER = re.compile(r"[0-9.][0-9a-zA-Z_.]*([eE][+-][0-9_]+[jJ]?)?")


def as_written(unit: Unit) -> MadeFunction:
    """Return a user's function as it stands in the file, comments and docstring included."""
    tree = working_copy(unit, unit.tree, {}, set()).tree
    return MadeFunction(tree, unit, ast.get_docstring(unit.tree) or "")


def copied(found: object) -> MadeFunction | None:
    """Return a function that cannot be imported as one to be written out, if that is the same."""
    if not isinstance(found, FunctionType):
        return None
    try:
        unit = read(found)
    except GradgenError:
        return None
    return as_written(unit) if unit.function is found and not unit.unwrapped else None


def keep_spellings(tree: ast.AST, unit: Unit) -> None:
    """Note on each number how the user spells it; an equal number there is as good as the same."""
    lines = unit.source.lines
    for node in syntax.walk(tree):
        if not isinstance(node, ast.Constant) or type(node.value) not in (int, float, complex):
            continue
        line, first = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
        if 0 < line <= len(lines) and getattr(node, "end_lineno", None) == line:
            text = lines[line - 1].encode()[first : node.end_col_offset].decode(errors="ignore")
            if _NUMBER.fullmatch(text) and repr(_number(text)) == repr(node.value):
                setattr(node, SPELLING, text)


@lru_cache(maxsize=1024)
def _number(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return None


def dressed(function: MadeFunction) -> MadeFunction:
    """Return a function whose docstring is a statement of its tree."""
    if not function.docstring:
        return function
    tree = with_docstring(function.tree, function.docstring)
    return replace(function, tree=tree, docstring="")


def settle_defaults(tree: ast.FunctionDef, unit: Unit) -> dict[str, object]:
    """Make defaults mean what they meant where the function was defined.

    A name that has another value now, or that the parameters hide, gives way to the value: a
    literal, or else a name of its own. Returns the values of the latter by name.
    """
    settled: dict[str, object] = {}
    for index, (parameter, default) in enumerate(_defaults(tree)):
        value = _value_of(unit, parameter.arg)
        if value is MISSING or _holds(default, value, unit):
            continue
        if is_literal(value):
            made = syntax.expr(literal_text(value))
        else:
            made = syntax.name(f"default_{parameter.arg}")
            settled[f"default_{parameter.arg}"] = value
        _replace_default(tree, index, made)
    return settled


def _holds(default: ast.expr, value: object, unit: Unit) -> bool:
    """Tell whether an expression still has the value that it had as a default."""
    names = free_names(default)
    if isinstance(default, ast.Name):
        return resolve(default.id, unit) is value
    found = {name: resolve(name, unit) for name in sorted(names)}
    if names & unit.scope.local_names or any(meant is MISSING for meant in found.values()):
        return False
    if all(isinstance(meant, ModuleType) or callable(meant) for meant in found.values()):
        return True
    return _computed_again(default, found) == repr(value)


def _computed_again(default: ast.expr, found: dict[str, object]) -> str:
    """Return what arithmetic on numbers gives now, as text; nothing for any other expression."""
    if not all(isinstance(part, _ARITHMETIC) for part in ast.walk(default)):
        return ""
    if not all(is_literal(meant) for meant in found.values()):
        return ""
    try:
        return repr(eval(ast.unparse(default), {"__builtins__": {}}, found))
    except ArithmeticError:
        return ""


def _defaults(tree: ast.FunctionDef) -> Iterator[tuple[ast.arg, ast.expr]]:
    """Yield the parameters that have a default, positional ones first."""
    arguments = tree.args
    positional = [*arguments.posonlyargs, *arguments.args]
    yield from zip(
        positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True
    )
    for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            yield parameter, default


def _replace_default(tree: ast.FunctionDef, index: int, made: ast.expr) -> None:
    arguments = tree.args
    if index < len(arguments.defaults):
        arguments.defaults[index] = made
        return
    given = [k for k, default in enumerate(arguments.kw_defaults) if default is not None]
    arguments.kw_defaults[given[index - len(arguments.defaults)]] = made


def _value_of(unit: Unit, parameter: str) -> object:
    """Return the value of a parameter's default, from the function itself."""
    arguments = unit.tree.args
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    values = getattr(unit.function, "__defaults__", None) or ()
    by_name = dict(zip(positional[len(positional) - len(values) :], values, strict=True))
    by_name |= getattr(unit.function, "__kwdefaults__", None) or {}
    return by_name.get(parameter, MISSING)
