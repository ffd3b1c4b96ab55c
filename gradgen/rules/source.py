"""Finds the source tree of a template: the function that a form decorates is read, not called."""

from __future__ import annotations

import ast
import linecache
from functools import cache

from gradgen.rules.registry import Template


@cache
def template_tree(template: Template) -> ast.FunctionDef:
    """Return the `def` of a template."""
    code = template.__code__
    definitions = _definitions("".join(linecache.getlines(code.co_filename)))
    found = definitions.get((code.co_name, code.co_firstlineno))
    if found is None:
        raise OSError(f"the source of the rule template `{code.co_name}` cannot be found")
    return found


@cache
def _definitions(text: str) -> dict[tuple[str, int], ast.FunctionDef]:
    """Return every function of a module by name and first line, decorators included."""
    return {
        (
            node.name,
            min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]),
        ): node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }
