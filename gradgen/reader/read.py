"""Reads a function: text, tree, comments, scope; refuses what the language does not have.

>>> unit = read(loss)
>>> unit.tree.name, unit.scope.lookup(syntax.expr("np.sum"))
('loss', <function sum at ...>)
"""

from __future__ import annotations

import ast
import builtins
import inspect
from types import FunctionType

from gradgen.errors import UnsupportedError, refused
from gradgen.reader.binding import taken_apart, without_fixed
from gradgen.reader.comments import comments_of
from gradgen.reader.language import check_language
from gradgen.reader.locate import Found, locate
from gradgen.reader.scope import FunctionScope
from gradgen.reader.unit import MISSING, Comments, Unit
from gradgen.reader.wrappers import unwrap, with_signature
from gradgen.syntax import HEADER_MARK, OUTER, clone, walk

UNNAMED = "function"
_BUILTINS = frozenset(dir(builtins))

MADE = "__gradgen_unit__"
"""The attribute of a function that gradgen made of a part of the user's text: its unit."""


def read(function: object) -> Unit:
    """Read a Python function from its source.

    Parameters
    ----------
    function : a function of any kind: of a module, nested, a method, an object that is called, a
        `functools.partial`, a lambda, decorated with something that only calls it, or generated
        by gradgen

    Returns
    -------
    unit : the function as a tree of its own, with its comments and the meaning of its names

    Raises
    ------
    UnsupportedError
        if there is no source, if it is not what runs, or if it holds a construct that gradgen
        cannot differentiate; all such constructs are reported at once
    """
    made = getattr(function, "__dict__", {}).get(MADE)
    if isinstance(made, Unit):
        return made
    function, fixed = taken_apart(function)
    plain, unwrapped = unwrap(function)
    if not isinstance(plain, FunctionType):
        raise _not_plain(plain)
    found = locate(plain)
    whole = _as_def(found)
    if hasattr(plain, "__wrapped__"):
        whole = with_signature(whole, plain)
        whole.name = plain.__name__
    tree, values = without_fixed(whole, plain, fixed)
    tree.name = fixed.name or tree.name
    generated = _is_generated(found)
    scope = FunctionScope(plain, tree, values)
    _tell_from_builtins(tree, scope)
    unit = Unit(
        name=tree.name,
        tree=tree,
        source=found.source,
        scope=scope,
        function=plain,
        comments=_comments(found, tree, generated),
        generated=generated,
        unwrapped=unwrapped,
    )
    owner = next((node.name for node in found.parents[::-1] if isinstance(node, ast.ClassDef)), "")
    check_language(unit, found.node, owner)
    return unit


def _not_plain(function: object) -> UnsupportedError:
    """Make the error for what can be called but is not a function with a text of its own."""
    name = getattr(function, "__qualname__", None) or type(function).__qualname__
    if isinstance(function, type):
        reason = "it is a class"
        help = "write a function that makes the object and uses it"
    elif inspect.isbuiltin(function) or isinstance(function, type(len)):
        reason = "it is not written in Python"
        help = f"write a function that calls it: `def f(x): return {name}(x)`"
    elif callable(function):
        reason = f"it is an object of class `{type(function).__qualname__}`"
        help = f"give its function, `{type(function).__qualname__}.__call__`, or write a `def`\n"
        help += "that calls it"
    else:
        reason = f"it is a value of type `{type(function).__qualname__}`, not a function"
        help = "give the function itself, not what it returns"
    return refused("GG502", f"`{name}`", reason, help)


def _as_def(found: Found) -> ast.FunctionDef:
    """Return a fresh tree of the definition: no decorators, and a `def` in place of a lambda."""
    node = clone(found.node)
    if not isinstance(node, ast.Lambda):
        made = ast.FunctionDef(
            name=node.name, args=node.args, body=node.body, decorator_list=[], returns=node.returns
        )
        made.type_params = getattr(node, "type_params", [])  # type: ignore[attr-defined,unused-ignore]
        return ast.copy_location(made, node)
    value = ast.copy_location(ast.Return(value=node.body), node.body)
    made = ast.FunctionDef(
        name=_name_of_lambda(found), args=node.args, body=[value], decorator_list=[], returns=None
    )
    made.type_params = []  # type: ignore[attr-defined,unused-ignore]
    return ast.copy_location(made, node)


def _tell_from_builtins(tree: ast.FunctionDef, scope: FunctionScope) -> None:
    """Mark what the function calls `zip`, `range`, … and takes from a module of the user's."""
    for node in walk(tree):
        if isinstance(node, ast.Name) and node.id in _BUILTINS:
            found = scope.lookup(node)
            if found is not MISSING and found is not getattr(builtins, node.id):
                node.id += OUTER
                scope.known[node.id] = found


def _name_of_lambda(found: Found) -> str:
    """Return the variable that a lambda is assigned to, if that is all that happens to it."""
    parent = found.parents[-1]
    targets = (
        parent.targets
        if isinstance(parent, ast.Assign)
        else [parent.target]
        if isinstance(parent, (ast.AnnAssign, ast.NamedExpr))
        else []
    )
    if len(targets) == 1 and isinstance(targets[0], ast.Name):
        return targets[0].id
    return UNNAMED


def _comments(found: Found, tree: ast.FunctionDef, generated: bool) -> Comments:
    """Return the comments of a `def`; those that gradgen wrote above statements are not wanted."""
    if isinstance(found.node, ast.Lambda):
        return Comments()
    return comments_of(tree, found.source.lines, full_lines=not generated)


def _is_generated(found: Found) -> bool:
    """Tell whether gradgen wrote the text: its header stands in the first lines of the file."""
    return any(HEADER_MARK in line for line in found.source.lines[:5])
