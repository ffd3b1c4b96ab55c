"""Texts of generated functions in and out of the clean-up, comments included."""

from __future__ import annotations

import ast
import builtins
import re
import textwrap
from collections.abc import Callable, Collection
from types import SimpleNamespace

import numpy as np

from gradgen.analysis.effects import Effects, binds
from gradgen.reader.unit import MISSING, SourceText, Unit
from gradgen.syntax import Comment, clone, comment
from gradgen.transform.program import MadeFunction
from gradgen.transform.simplify import simplify_function
from gradgen.transform.simplify_body import Body


class TextScope:
    """The names of a function that is known by its text."""

    def __init__(self, tree: ast.FunctionDef, known: dict[str, object]) -> None:
        parameters = {node.arg for node in ast.walk(tree.args) if isinstance(node, ast.arg)}
        self.local_names = frozenset(binds(*tree.body) | parameters)
        self.known = {**vars(builtins), "np": np, **known}

    def lookup(self, node: ast.expr) -> object:
        if isinstance(node, ast.Attribute):
            owner = self.lookup(node.value)
            return MISSING if owner is MISSING else getattr(owner, node.attr, MISSING)
        if isinstance(node, ast.Name) and node.id not in self.local_names:
            return self.known.get(node.id, MISSING)
        return MISSING


class _Comments(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "_comment":
            text, trailing = (part.value for part in node.value.args)
            return comment(text, trailing)
        return node


def parsed(text: str) -> ast.FunctionDef:
    """Parse a function, its comments as comment statements."""
    lines: list[str] = []
    for line in textwrap.dedent(text).strip().splitlines():
        code, indent, note = (*re.match(r"((\s*).*?)(?:#(.*))?$", line).groups(),)
        if note is None:
            lines.append(line)
        elif code.strip():
            lines += [code.rstrip(), f"{indent}_comment({note.strip()!r}, True)"]
        else:
            lines.append(f"{indent}_comment({note.strip()!r}, False)")
    (tree,) = ast.parse("\n".join(lines)).body
    return _Comments().visit(tree)


class _Shown(ast.NodeTransformer):
    def visit_Comment(self, node: Comment) -> ast.stmt:
        return ast.Expr(value=ast.Name(id=f"# {node.text}" + " (trailing)" * node.trailing))


def shown(tree: ast.FunctionDef) -> str:
    """Return the text of a function, comments on lines of their own."""
    return ast.unparse(ast.fix_missing_locations(_Shown().visit(clone(tree))))


def unit_of(text: str, **known: object) -> Unit:
    """Return a unit for the text of a function; `known` are the names around it."""
    tree = parsed(text)
    source = SourceText("text.py", tuple(textwrap.dedent(text).splitlines()))
    return Unit(tree.name, tree, source, TextScope(tree, known), SimpleNamespace)


def function_of(text: str, made: Collection[str], **known: object) -> MadeFunction:
    """Return a generated function from its text."""
    unit = unit_of(text, **known)
    return MadeFunction(unit.tree, unit, made=set(made))


def cleaned(
    text: str,
    *passes: Callable[[Body], None],
    made: str = "",
    pure: Collection[str] = (),
    **known: object,
) -> ast.FunctionDef:
    """Return a function after the given passes, once each, or after all until nothing changes.

    `made` lists the names that gradgen chose; those that begin with `grad_` or `saved` are too.
    """
    function = function_of(text, (), **known)
    names = {node.id for node in ast.walk(function.tree) if isinstance(node, ast.Name)}
    function.made = set(made.split()) | {n for n in names if n.startswith(("grad_", "saved"))}
    effects = Effects(function.unit, pure_names=frozenset(pure))
    if not passes:
        return simplify_function(function, effects).tree
    for change in passes:
        change(Body(function, effects))
    return function.tree


def run(tree: ast.FunctionDef, *arguments: object, **known: object) -> object:
    """Run a function on copies of the arguments."""
    names: dict[str, object] = {"np": np, **known}
    exec(compile(shown(tree), "<text>", "exec"), names)  # the point of a test of generated text
    copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    return names[tree.name](*copies)


def same_result(left: object, right: object) -> bool:
    """Whether two results are equal, tuples item by item."""
    if isinstance(left, (tuple, list)):
        return len(left) == len(right) and all(map(same_result, left, right))
    return bool(np.allclose(left, right, rtol=1e-12, atol=0.0, equal_nan=True))


def check(
    before: str,
    after: str,
    *arguments: object,
    passes: Collection[Callable[[Body], None]] = (),
    made: str = "",
    pure: Collection[str] = (),
    **known: object,
) -> None:
    """Assert what a clean-up makes of a text, and that both give the same on numbers."""
    result = cleaned(before, *passes, made=made, pure=pure, **known)
    assert shown(result) == shown(parsed(after))
    if arguments:
        assert same_result(
            run(parsed(before), *arguments, **known), run(result, *arguments, **known)
        )
