"""Adjoints of lists and tuples: what the forward pass packs, the backward pass unpacks.

pair = (a, b)            grad_a, grad_b = grad_pair
a, b = pair              grad_pair = (grad_a, grad_b)
values.append(x)         grad_x = grad_values.pop()
x = values.pop()         grad_values.append(grad_x)
for x in values: …       for x in reversed(values): … grad_values.append(grad_x)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from gradgen import syntax
from gradgen.analysis.values import UNKNOWN, Info
from gradgen.transform.accumulate import Accumulator, Slot, State
from gradgen.transform.adjoint import Walk
from gradgen.transform.adjoint_parts import Adjoint
from gradgen.transform.algebra import Product, print_product
from gradgen.transform.items import Loop, Step

if TYPE_CHECKING:
    from gradgen.transform.context import Context
    from gradgen.transform.reverse_steps import Steps

CONTAINERS = ("list", "tuple", "dict")


def list_method(statement: ast.stmt) -> tuple[str, str, list[ast.expr]] | None:
    """Return list, method and arguments of `values.append(x)`, `x = values.pop()`, `insert`."""
    if isinstance(statement, (ast.Expr, ast.Assign)):
        call = statement.value
    else:
        return None
    if (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.attr in ("append", "pop", "insert", "reverse")
        and not call.keywords
    ):
        return call.func.value.id, call.func.attr, call.args
    return None


def is_adding(method: str, arguments: list[ast.expr]) -> bool:
    """Tell whether a method adds to an end of a list."""
    if method == "insert":
        return len(arguments) == 2 and is_first(arguments[:1])
    return method == "append" and len(arguments) == 1


def is_taking(method: str, arguments: list[ast.expr]) -> bool:
    """Tell whether a method takes from an end of a list."""
    return method == "pop" and (not arguments or is_first(arguments) or is_last(arguments))


def at_an_end(called: tuple[str, str, list[ast.expr]]) -> bool:
    """Tell whether a method of a list only changes one of its ends, or turns it round."""
    if called[1] == "reverse":
        return not called[2]
    return is_adding(*called[1:]) or is_taking(*called[1:])


def grown(body: list[ast.stmt]) -> frozenset[str]:
    """Return the names of lists that statements make longer or shorter."""
    called = map(list_method, syntax.walk_statements(body))
    return frozenset(found[0] for found in called if found is not None)


def list_restored(
    context: Context, statement: ast.stmt, called: tuple[str, str, list[ast.expr]]
) -> list[ast.stmt]:
    """Return what undoes `values.append(x)`, `x = values.pop()`, and the same at the front."""
    values = syntax.name(called[0])
    if called[1] == "append":
        return [syntax.statement("values.pop()", values=values)]
    if called[1] == "reverse":
        return [syntax.statement("values.reverse()", values=values)]
    if called[1] == "insert":
        return [syntax.statement("values.pop(0)", values=values)]
    if not isinstance(statement, ast.Assign):
        raise context.refuse(
            "GG123",
            statement,
            f"what `{called[0]}.pop()` takes out is dropped, and the gradient needs the list",
            f"give it a name: `last = {called[0]}.pop()`",
            "a container of differentiated values",
        )
    taken = syntax.loaded(statement.targets[0])
    if isinstance(taken, ast.Tuple) and called[0] in context.taken_apart:
        taken = ast.List(elts=taken.elts, ctx=ast.Load())
    text = "values.insert(0, x)" if is_first(called[2]) else "values.append(x)"
    return [syntax.statement(text, values=values, x=taken)]


def is_first(place: list[ast.expr]) -> bool:
    """Tell whether the arguments of a method are the position 0."""
    return len(place) == 1 and isinstance(place[0], ast.Constant) and place[0].value == 0


def is_last(place: list[ast.expr]) -> bool:
    """Tell whether the arguments of a method are the position -1."""
    return len(place) == 1 and syntax.key(place[0]) == "-1"


def append(steps: Steps, statement: ast.Expr, state: State, in_loop: bool) -> Step:
    """Return the step of `values.append(x)`, or of `values.insert(0, x)`."""
    called = list_method(statement)
    assert called is not None
    variable, _, (*place, value) = called
    context = steps.context
    if variable not in state:
        return Step(statement, [statement])
    walk = steps.walk(statement, value, None, in_loop)
    accumulator = Accumulator(context, state, walk)
    taken = syntax.expr("values.pop()", values=syntax.name(context.adjoint_of(variable)))
    assert isinstance(taken, ast.Call)
    taken.args = place
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    names = [_incoming(context, part, walk) for part in parts]
    target: ast.expr = syntax.name(names[0])
    if isinstance(value, ast.Tuple):
        target = ast.Tuple(elts=[syntax.name(name) for name in names], ctx=ast.Load())
    walk.lets.append(syntax.assign(target, taken))
    for name, part in zip(names, parts, strict=True):
        walk.push(part, Adjoint(Product.of(syntax.name(name), walk.info(part).shape)))
    accumulator.add_all(walk.contributions, {})
    return steps.step(statement, walk, accumulator)


def _incoming(context: Context, part: ast.expr, walk: Walk) -> str:
    return context.fresh("grad_" + walk.describe(part), walk.info(part))


def pop(steps: Steps, statement: ast.Assign, state: State, in_loop: bool) -> Step:
    """Return the step of `x = values.pop()`, or of `x = values.pop(0)`."""
    called = list_method(statement)
    assert called is not None
    variable, _, place = called
    context = steps.context
    walk = steps.walk(statement, statement.value, None, in_loop)
    (target,) = statement.targets
    lines: list[ast.stmt] = []
    _start_list(walk, variable, state, lines)
    taken = taken_apart(steps, target, state, walk)
    if isinstance(taken, ast.Tuple) and variable in context.taken_apart:
        taken = ast.List(elts=taken.elts, ctx=ast.Load())  # its parts are added to one by one
    made = syntax.name(context.adjoint_of(variable))
    text = "values.insert(0, x)" if is_first(place) else "values.append(x)"
    lines.append(syntax.statement(text, values=made, x=taken))
    return Step(statement, [statement], lines)


def _start_list(walk: Walk, variable: str, state: State, lines: list[ast.stmt]) -> None:
    if variable not in state:
        context = walk.context
        name = syntax.name(variable)
        zero = walk.zero(name, walk.info(name))
        lines.append(syntax.assign(context.adjoint_of(variable), zero))
        state[variable] = Slot(own=True)


def taken_apart(steps: Steps, target: ast.expr, state: State, walk: Walk) -> ast.expr:
    """Return the adjoint of what a target gets, nested as the target is; it is consumed."""
    if isinstance(target, (ast.Tuple, ast.List)):
        parts = [taken_apart(steps, part, state, walk) for part in target.elts]
        return ast.Tuple(elts=parts, ctx=ast.Load())
    assert isinstance(target, ast.Name)
    context = steps.context
    after = context.shapes.after.get(walk.statement, {})
    info = after.get(target.id, UNKNOWN)
    slot = state.pop(target.id, None)
    if slot is None:
        return walk.whole_zero(syntax.name(target.id), info)
    if slot.number is not None:
        return print_product(slot.number)
    return syntax.name(context.adjoint_of(target.id))


def unpack(
    steps: Steps,
    statement: ast.Assign,
    target: ast.Tuple | ast.List,
    variable: str,
    state: State,
) -> Step:
    """Return the step of `a, b = pair`."""
    context = steps.context
    walk = steps.walk(statement, statement.value, None, False)
    parts = taken_apart(steps, target, state, walk)
    made = context.adjoint_of(variable)
    if variable in state:
        assert isinstance(parts, ast.Tuple)
        old = syntax.name(made)
        parts.elts = [
            syntax.expr("old[i] + part", old=old, i=ast.Constant(index), part=part)
            for index, part in enumerate(parts.elts)
        ]
    info = context.infos[made] = context.info(statement.value, statement)
    if info.kind == "list" and isinstance(parts, ast.Tuple):
        parts = ast.List(elts=parts.elts, ctx=ast.Load())
    context.nests.add(made)
    state[variable] = Slot(own=False)
    return Step(statement, [statement], [syntax.assign(made, parts)])


def element_of_list(
    steps: Steps, statement: ast.For, target: ast.expr, source: str, item: Loop
) -> ast.stmt:
    """Return a statement that stands for what a loop header binds from a list."""
    context = steps.context
    made = ast.Assign(
        targets=[syntax.stored(syntax.loaded(target))],
        value=syntax.expr("values.pop()", values=syntax.name(source)),
        lineno=statement.lineno,
    )
    ast.copy_location(made, statement)
    env = dict(context.shapes.before.get(statement.body[0], {}))
    context.shapes.before[made] = env
    context.shapes.after[made] = env
    context.activity.before[made] = context.activity.before[statement.body[0]] | {source}
    context.synthetic.add(made)
    context.origin[made] = statement
    if not _walks_backwards(statement.iter, source):
        name = syntax.name(context.adjoint_of(source))
        item.after.append(syntax.statement("values.reverse()", values=name))
    return made


def nested(context: Context, name: str, info: Info, gradient: ast.expr) -> ast.expr:
    """Return the gradient of an argument with tuples where it was made with lists."""
    made = context.adjoint_of(name)
    if not (isinstance(gradient, ast.Name) and gradient.id == made and made in context.nests):
        return gradient
    if name not in context.deep and info.kind != "tuple":
        return gradient
    helper = syntax.name(context.helper("nested_like"))
    return syntax.expr("helper(grad, x)", helper=helper, grad=gradient, x=syntax.name(name))


def note_nests(
    context: Context, bound: dict[str, ast.expr], nests: set[str], deep: set[str]
) -> None:
    """Note which variables hold containers, as a function that they are given to tells."""
    for parameter in sorted(nests):
        given = bound.get(parameter)
        name = None if given is None else syntax.base_name(given)
        if name is not None and (parameter in deep or not isinstance(given, ast.Name)):
            context.deep.add(name)


def taken_from(tree: ast.FunctionDef) -> set[str]:
    """Return the names that a function takes apart: by an index, by a loop, or by unpacking."""
    found: set[str | None] = set()
    for node in syntax.walk(tree):
        if isinstance(node, ast.Subscript):
            found.add(syntax.base_name(node))
        elif isinstance(node, (ast.For, ast.comprehension)):
            found |= syntax.names_in(node.iter)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            found |= {node.value.id} if isinstance(node.value, ast.Name) else set()
    return {name for name in found if name is not None}


def walks_all(statement: ast.For, source: str) -> bool:
    """Tell whether a loop surely takes every element of a list, one after the other."""
    if any(
        isinstance(node, (ast.Break, ast.Return)) for s in statement.body for node in syntax.walk(s)
    ):
        return False
    walked = statement.iter
    while isinstance(walked, ast.Call) and isinstance(walked.func, ast.Name):
        if walked.func.id not in ("enumerate", "reversed", "list", "tuple") or not walked.args:
            return False
        walked = walked.args[0]
    return isinstance(walked, ast.Name) and walked.id == source


def turn_round(steps: Steps, statement: ast.stmt, variable: str, state: State) -> Step:
    """Return the step of `values.reverse()`."""
    if variable not in state:
        return Step(statement, [statement])
    walk = steps.outer_walk(statement)
    accumulator = Accumulator(steps.context, state, walk)
    made = accumulator.buffer(variable, syntax.name(variable))
    line = syntax.statement("values.reverse()", values=made)
    return Step(statement, [statement], [*accumulator.out, line])


def start_empty(steps: Steps, variable: str, state: State, item: Loop) -> None:
    """Start the adjoint of a list that the rounds of a loop fill, before the loop."""
    context = steps.context
    made = context.adjoint_of(variable)
    item.before.append(syntax.assign(made, ast.List(elts=[], ctx=ast.Load())))
    context.infos[made] = Info(kind="list")
    context.nests.add(made)
    state[variable] = Slot(own=True)


def _walks_backwards(iterable: ast.expr, source: str) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "reversed"
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id == source
        for node in syntax.walk(iterable)
    )
