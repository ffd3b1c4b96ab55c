"""Functions that functions return: what they hold are the arguments of the call that made them.

def spring(k):                              bond = spring(2.0 * k)
def potential(x):                       return bond(x)
return 0.5 * k * x**2
return potential                        bond: `potential`, with the part `2.0 * k`
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

from gradgen.reader.scope import parameters
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import clone, name, names_in, substitute
from gradgen.transform.function_calls import bound
from gradgen.transform.function_values import Function, Known, Local, Partial, Template, Value
from gradgen.transform.naming import Names

if TYPE_CHECKING:
    from gradgen.transform.function_scope import Surroundings

Reader = Callable[[FunctionType], Template | None]
Inside = Callable[[Unit, ast.FunctionDef, dict[str, Value]], "Surroundings"]


def may_return_function(function: object) -> bool:
    """Tell whether a function holds a function, which it may return."""
    if not isinstance(function, FunctionType):
        return False
    inner = [part for part in function.__code__.co_consts if isinstance(part, CodeType)]
    return any(not part.co_name.startswith("<") or part.co_name == "<lambda>" for part in inner)


def returned_function(
    call: ast.Call, value: Function, around: Surroundings, template: Template, inside: Inside
) -> Function | None:
    """Return the function that a call gives, with expressions of the caller for what it holds.

    Parameters
    ----------
    value, template : the function that is called, and its text
    inside : makes the surroundings of a text
    """
    last = template.tree.body[-1]
    arguments = bound(template.tree, call)
    if arguments is None or not isinstance(last, ast.Return) or last.value is None:
        return None
    if arguments.several or arguments.named or not _is_plain(template.tree):
        return None
    if isinstance(value, Local) and value.held:
        return None
    tree = template.tree
    given = {**_numbers(template), **arguments.parameters}
    functions = {p: v for p, argument in given.items() if (v := around.value(argument)) is not None}
    functions = {**template.default_functions, **functions}
    if functions:
        tree = clone(tree)  # what it calls is another function each time
    meant: dict[str, ast.expr] = dict(given)
    names = Names(names_in(tree) | set(given))
    values: dict[str, Value] = dict(template.values)
    for parameter, function in functions.items():
        labels = [names.fresh(label) for label, _ in function.parts]
        meant |= {label: part for label, (_, part) in zip(labels, function.parts, strict=True)}
        values[parameter] = function.with_parts([name(label) for label in labels])
    unit = Unit(
        template.name, tree, template.source, template.scope, template.host, template.comments,
        host=template.host,
    )  # fmt: skip
    inner = inside(unit, tree, values)
    returned = tree.body[-1].value  # type: ignore[attr-defined]
    found = inner.value(returned)
    if not isinstance(found, (Known, Local, Partial)) or inner.evaluated:
        return None
    if not _take_assigned(tree, meant, around, template):
        return None
    if any(not names_in(part) <= set(meant) for _, part in found.parts):
        return None
    made = found.with_parts([substitute(part, meant) for _, part in found.parts])
    assert isinstance(made, (Known, Local, Partial))
    return made


def _is_plain(tree: ast.FunctionDef) -> bool:
    """Tell whether a function only computes numbers, and defines what it returns."""
    body = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    stored: list[str] = [p.arg for p in parameters(tree.args)]
    for statement in body[:-1]:
        if isinstance(statement, ast.FunctionDef) and not statement.decorator_list:
            stored.append(statement.name)
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            stored.append(statement.targets[0].id)
        else:
            return False
    return len(stored) == len(set(stored))


def _numbers(template: Template) -> dict[str, ast.expr]:
    """Return the defaults of parameters that are numbers, texts or `None`."""
    plain = (int, float, str, bool, type(None))
    return {
        p: ast.Constant(value=value)
        for p, value in template.default_values.items()
        if isinstance(value, plain)
    }


def _take_assigned(
    tree: ast.FunctionDef, meant: dict[str, ast.expr], around: Surroundings, template: Template
) -> bool:
    """Add what the variables of a function are to what its parameters are."""
    for statement in tree.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            continue
        for label in names_in(statement.value) - set(meant):
            outside = template.scope.lookup(name(label))
            if outside is MISSING or around.scope.lookup(name(label)) is not outside:
                return False
        meant[statement.targets[0].id] = substitute(clone(statement.value), meant)
    return True
