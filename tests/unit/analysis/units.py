"""Units made of a text, for tests of the analyses alone."""

from __future__ import annotations

import ast
import builtins
import textwrap

import numpy as np

from gradgen.reader.unit import MISSING, SourceText, Unit
from gradgen.syntax import names_bound


class Names:
    """The meaning of names: those of a dictionary, then Python's own."""

    def __init__(self, known: dict[str, object], local_names: frozenset[str]) -> None:
        self.known = known
        self.local_names = local_names

    def lookup(self, node: ast.expr) -> object:
        chain = []
        while isinstance(node, ast.Attribute):
            chain.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return MISSING
        found = self.known.get(node.id, getattr(builtins, node.id, MISSING))
        for attribute in reversed(chain):
            found = getattr(found, attribute, MISSING)
        return found


def unit_of(text: str, known: dict[str, object] | None = None, generated: bool = False) -> Unit:
    """Make the unit of the last function in a text, in which `np` is NumPy."""
    text = textwrap.dedent(text)
    tree = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)][-1]
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names = Names({"np": np, **(known or {})}, frozenset(arguments | names_bound(tree)))
    source = SourceText("program.py", tuple(text.splitlines()))
    return Unit(tree.name, tree, source, names, lambda: None, generated=generated)
