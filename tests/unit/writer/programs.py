"""Programs made by hand, for the tests of the writer."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from gradgen import syntax
from gradgen.reader import read
from gradgen.transform.program import MadeFunction, Mode, Program, Request


def parsed(text: str) -> ast.FunctionDef:
    """Return a function; a line `"# text"` stands for a comment, `"#> text"` for a trailing one."""
    (node,) = ast.parse(text).body
    assert isinstance(node, ast.FunctionDef)
    made = _Comments().visit(node)
    assert isinstance(made, ast.FunctionDef)
    return made


class _Comments(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Constant) and str(node.value.value).startswith("#"):
            text = str(node.value.value)
            return syntax.comment(text.lstrip("#> "), trailing=text.startswith("#>"))
        return node


def program(
    function: Callable[..., Any],
    *texts: str,
    wrt: tuple[str, ...] = ("x",),
    single: bool = True,
    mode: Mode = "grad",
) -> Program:
    """Return a program of hand-made functions, the first being the derivative."""
    unit = read(function)
    functions = [MadeFunction(parsed(text), unit) for text in texts]
    name = functions[0].tree.name if functions else f"{unit.name}_{mode}"
    return Program(
        unit, Request(mode, wrt, single), name, functions or [MadeFunction(unit.tree, unit)]
    )
