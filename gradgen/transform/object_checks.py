"""The check that objects are of the very classes whose methods a derivative is made of.

An heir may have other methods under the same names. The check becomes part of the guard, where
there is one:

    if type(spring) is not Spring or np.ndim(x) != 0:
        raise ValueError("energy_grad is for spring of class Spring, x ()")
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Set

from gradgen import syntax
from gradgen.analysis.guard_facts import guard_of
from gradgen.reader.unit import Unit
from gradgen.transform.naming import Names
from gradgen.transform.objects import class_of_field, fields_of

DEEPEST = 3
"""How many attributes deep an object is looked into for objects whose methods are called."""

_JOINT = " is for "


def check_classes(unit: Unit, title: str, classes: Mapping[str, type], methods: Set[type]) -> None:
    """Put the check at the start of a function.

    Parameters
    ----------
    classes : the class that each parameter is taken to be of
    methods : the classes whose methods are called
    """
    tests: list[str] = []
    items: list[str] = []
    waiting: list[tuple[str, type]] = list(classes.items())
    for whole, of in waiting:  # grows by the objects in their fields
        if whole.count(".") < DEEPEST:
            inner = {label: class_of_field(of, label) for label in fields_of(of) or ()}
            waiting += [(f"{whole}.{p}", each) for p, each in inner.items() if each is not None]
        if of in methods:
            tests.append(f"type({whole}) is not {_spelled(of, unit)}")
            items.append(f"{whole} of class {of.__name__}")
    if tests:
        text = title + _JOINT + ", ".join(items)
        tree = unit.tree
        check = syntax.statement(f"if {' or '.join(tests)}:\n    raise ValueError({text!r})")
        first = 1 if ast.get_docstring(tree) is not None else 0
        for node in syntax.walk(check):
            ast.copy_location(node, tree.body[first])
        tree.body.insert(first, check)


def joined_checks(tree: ast.FunctionDef) -> None:
    """Let the check of classes be part of the guard that follows it."""
    check = guard_of(tree)
    if check is None or "type(" not in ast.unparse(check.test):
        return
    position = tree.body.index(check)
    rest = syntax.clone(tree)
    rest.body = tree.body[position + 1 :]
    guard = guard_of(rest) if rest.body else None
    if guard is None:
        return
    values = [part for test in (check.test, guard.test) for part in _alternatives(test)]
    _set_text(guard, f"{_text(check)}, {_text(guard).partition(_JOINT)[2]}")
    guard.test = ast.copy_location(ast.BoolOp(op=ast.Or(), values=values), guard.test)
    del tree.body[position]


def _alternatives(test: ast.expr) -> list[ast.expr]:
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]


def _constant(guard: ast.If) -> ast.Constant:
    found = next(node for node in syntax.walk(guard.body[0]) if isinstance(node, ast.Constant))
    assert isinstance(found.value, str)
    return found


def _text(guard: ast.If) -> str:
    return str(_constant(guard).value)


def _set_text(guard: ast.If, text: str) -> None:
    _constant(guard).value = text


def _spelled(found: type, unit: Unit) -> str:
    """Return the name of a class in a function, a new one where it has none."""
    wanted = found.__name__
    if unit.scope.lookup(syntax.name(wanted)) is not found:
        names = Names(syntax.names_in(unit.tree) | unit.scope.local_names | set(unit.scope.known))
        wanted = names.fresh(wanted)
        unit.scope.known[wanted] = found
    return wanted
