"""The helpers that generated code may call: copied word for word into a generated module.

They are plain NumPy that gradgen can differentiate. This module hands out their text; it never
imports them, nor numpy.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _sources() -> dict[str, str]:
    """Return the text of each helper, by name, in the order of the files."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.name == "__init__.py":
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = ast.get_source_segment(text, node) or ""
    return found


HELPERS: tuple[str, ...] = tuple(_sources())

HANDING_ON = frozenset(
    "unbroadcast keep_axes split_like diag_grad unpad diffs_grad weights_along weights_grad"
    " as_rows rows_like cut_like".split()
)
"""Helpers that may give back their first argument as it is, or views of it; others make anew."""


def source_of(name: str) -> str:
    """Return the text of a helper."""
    return _sources()[name]


@cache
def names_in(name: str) -> frozenset[str]:
    """Return the names that the text of a helper holds."""
    tree = ast.parse(source_of(name))
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


@cache
def needs(name: str) -> tuple[str, ...]:
    """Return the other helpers that a helper calls, directly."""
    called = names_in(name)
    return tuple(helper for helper in HELPERS if helper in called and helper != name)


def with_callees(helpers: Iterable[str]) -> set[str]:
    """Return helpers and the helpers that those call."""
    made: set[str] = set()
    waiting = set(helpers)
    while waiting:
        name = waiting.pop()
        made.add(name)
        waiting |= set(needs(name)) - made
    return made


@cache
def digest(name: str) -> str:
    """Return what identifies the code of a helper, its layout and docstring aside."""
    return code_digest(source_of(name))


def code_digest(source: str) -> str:
    """Return the tree of a function as text, without its docstring."""
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:]
    return ast.dump(function)
