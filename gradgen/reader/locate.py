"""Finds the text and the tree of a function, and makes sure that they are what runs.

In: a plain Python function. Out: the text of its file and the `def` or `lambda` in it. The text
is compiled again, and the code that comes out must be the function's own: a file that was
edited after the import is refused, and of two lambdas on one line the right one is taken.
"""

from __future__ import annotations
import __future__

import ast
import functools
import inspect
import linecache
import operator
import os
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType

from gradgen.errors import UnsupportedError, refused, shown_path
from gradgen.reader.unit import SourceText

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

TEXT = "__gradgen_text__"
"""The name under which a generated module holds its text, should `linecache` be cleared."""

_FUTURES = functools.reduce(
    operator.or_,
    (getattr(__future__, feature).compiler_flag for feature in __future__.all_feature_names),
)

_NO_SOURCE_HELP = (
    "write the function in a file or a notebook cell and import it from there, or give\n"
    "it a rule of its own; text run with `exec` has to be entered in `linecache` first"
)


@dataclass(frozen=True)
class Found:
    """Where a function is defined: the file's text, the node in it, and what surrounds it."""

    source: SourceText
    node: Definition
    parents: tuple[ast.AST, ...]  # outermost first, the module included


def locate(function: FunctionType) -> Found:
    """Find the definition of a function; raise `SourceError` if it cannot be trusted."""
    source = _source(function)
    text = "".join(source.lines)
    code = function.__code__
    flags = (code.co_flags & _FUTURES) | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        definitions = _definitions(text, source.filename, flags)
    except (SyntaxError, ValueError):
        raise _stale(function, source) from None
    if not os.path.exists(source.filename) and not _is_named_in(definitions, code):
        raise _missing(function)  # what was found is the text of the module that it was run in
    alike = [made for made in definitions if _same_code(made.code, code)]
    alike = [made for made in alike if _same_defaults(made.node, function)]
    if not alike:
        raise _stale(function, source)
    in_place = [made for made in alike if made.code.co_firstlineno == code.co_firstlineno]
    exact = [made for made in in_place if _same_positions(made.code, code)]
    chosen = exact or in_place or alike
    if len(chosen) > 1 and len({ast.dump(made.node) for made in chosen}) > 1:
        line = chosen[0].code.co_firstlineno
        raise refused(
            "GG504",
            f"`{function.__qualname__}`",
            f"{shown_path(source.filename)}:{line} holds several functions that compile to the "
            "same code",
            "give each a line, or write a `def`",
        )
    return Found(source, chosen[0].node, chosen[0].parents)


def _source(function: FunctionType) -> SourceText:
    """Return the whole text of a function's file, from `linecache`, as the debugger sees it."""
    filename = function.__code__.co_filename
    linecache.checkcache(filename)
    lines = linecache.getlines(filename, function.__globals__)
    if not lines:
        lines = function.__globals__.get(TEXT, "").splitlines(keepends=True)
    if not lines:
        try:
            lines = inspect.findsource(function)[0]
        except (OSError, TypeError, IndexError):
            lines = []
    if not lines:
        raise _missing(function)
    return SourceText(filename, tuple(lines))


def _missing(function: FunctionType) -> UnsupportedError:
    filename = function.__code__.co_filename
    where = "nowhere" if filename.startswith("<") else f"not in {shown_path(filename)}"
    return refused(
        "GG501", f"`{function.__qualname__}`", f"its source is {where} to be read", _NO_SOURCE_HELP
    )


def _stale(function: FunctionType, source: SourceText) -> UnsupportedError:
    path = shown_path(source.filename)
    return refused(
        "GG503",
        f"`{function.__qualname__}`",
        f"the text in {path} is not what runs: it was changed after the function was made",
        "import the module again (in a notebook: run the cell again)",
    )


@dataclass(frozen=True)
class _Definition:
    node: Definition
    code: CodeType
    parents: tuple[ast.AST, ...]


@functools.lru_cache(maxsize=32)
def _definitions(text: str, filename: str, flags: int) -> tuple[_Definition, ...]:
    """Return every function and lambda of a text, with the code that it compiles to."""
    tree = ast.parse(text, filename)
    module = compile(text, filename, "exec", flags=flags, dont_inherit=True)
    codes = [code for code in _codes(module) if code is not module]
    nodes: dict[tuple[str, int], list[tuple[Definition, tuple[ast.AST, ...]]]] = {}
    for node, parents in _definition_nodes(tree, ()):
        nodes.setdefault((_name(node), _first_line(node)), []).append((node, parents))
    made = []
    for code in codes:
        for node, parents in _of_code(code, nodes.get((code.co_name, code.co_firstlineno), [])):
            made.append(_Definition(node, code, parents))
    return tuple(made)


def _is_named_in(definitions: tuple[_Definition, ...], code: CodeType) -> bool:
    return any(made.code.co_name == code.co_name for made in definitions)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _definition_nodes(
    node: ast.AST, parents: tuple[ast.AST, ...]
) -> Iterator[tuple[Definition, tuple[ast.AST, ...]]]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        yield node, parents
    for child in ast.iter_child_nodes(node):
        yield from _definition_nodes(child, (*parents, node))


def _name(node: Definition) -> str:
    return "<lambda>" if isinstance(node, ast.Lambda) else node.name


def _first_line(node: Definition) -> int:
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _of_code(
    code: CodeType, candidates: list[tuple[Definition, tuple[ast.AST, ...]]]
) -> list[tuple[Definition, tuple[ast.AST, ...]]]:
    """Return the definition that code came from: the innermost whose body holds its places.

    Without columns (`python -X no_debug_ranges`) all candidates remain.
    """
    if len(candidates) < 2:
        return candidates
    places = [place for place in _places(code) if place[1] is not None and place[3] is not None]
    holding = [
        (node, parents)
        for node, parents in candidates
        if isinstance(node, ast.Lambda) and places and _holds(node.body, places)
    ]
    if not holding:
        return candidates
    return [max(holding, key=lambda found: len(found[1]))]


_Place = tuple[int | None, int | None, int | None, int | None]


def _places(code: CodeType) -> list[_Place]:
    """Return (line, column, end line, end column) of each instruction that has columns."""
    made: list[_Place] = []
    for line, last_line, column, last_column in code.co_positions():
        if column is not None and (column, last_column) != (0, 0):
            made.append((line, column, last_line, last_column))
    return made


def _holds(body: ast.expr, places: list[_Place]) -> bool:
    first = (body.lineno, body.col_offset)
    last = (body.end_lineno or 0, body.end_col_offset or 0)
    return all(
        first <= (line or 0, column or 0) and (last_line or 0, last_column or 0) <= last
        for line, column, last_line, last_column in places
    )


def _same_code(a: CodeType, b: CodeType) -> bool:
    """Tell whether two code objects do the same, wherever they stand."""
    if a.co_name != b.co_name:
        return False
    if _is_rewritten_by_pytest(b):
        own = [name for name in b.co_varnames if not name.startswith("@py_")]
        return (
            list(a.co_varnames) == own
            and set(a.co_names) <= set(b.co_names)
            and _plain_constants(a) <= _plain_constants(b)
        )
    return (
        a.co_code == b.co_code
        and a.co_names == b.co_names
        and a.co_varnames == b.co_varnames
        and a.co_freevars == b.co_freevars
        and a.co_cellvars == b.co_cellvars
        and (a.co_argcount, a.co_posonlyargcount, a.co_kwonlyargcount, a.co_flags)
        == (b.co_argcount, b.co_posonlyargcount, b.co_kwonlyargcount, b.co_flags)
        and _same_constants(a.co_consts, b.co_consts)
    )


def _is_rewritten_by_pytest(code: CodeType) -> bool:
    """Tell whether pytest has rewritten the `assert` statements of a function."""
    return "@pytest_ar" in code.co_names


def _plain_constants(code: CodeType) -> set[str]:
    return {repr(constant) for constant in code.co_consts if not isinstance(constant, CodeType)}


def _same_constants(a: tuple[object, ...], b: tuple[object, ...]) -> bool:
    return len(a) == len(b) and all(
        _same_code(x, y)
        if isinstance(x, CodeType) and isinstance(y, CodeType)
        else _same_constants(x, y)
        if isinstance(x, tuple) and isinstance(y, tuple)
        else type(x) is type(y) and (x == y or repr(x) == repr(y)) and str(x) == str(y)
        for x, y in zip(a, b, strict=True)
    )


def _same_positions(a: CodeType, b: CodeType) -> bool:
    return list(a.co_positions()) == list(b.co_positions())


def _same_defaults(node: Definition, function: FunctionType) -> bool:
    """Tell whether default values that are written as constants are those of the function."""
    given = function.__defaults__ or ()
    written = node.args.defaults
    pairs = list(zip(written, given, strict=False))
    by_name = function.__kwdefaults__ or {}
    pairs += [
        (default, by_name[parameter.arg])
        for parameter, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        if default is not None and parameter.arg in by_name
    ]
    return len(written) == len(given) and all(
        not isinstance(default, ast.Constant) or _same_constants((default.value,), (value,))
        for default, value in pairs
    )
