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
from gradgen.analysis.values import UNKNOWN
from gradgen.transform.accumulate import Accumulator, Slot, State
from gradgen.transform.adjoint import Adjoint, Walk
from gradgen.transform.algebra import Product, print_product
from gradgen.transform.items import Loop, Step

if TYPE_CHECKING:
    from gradgen.transform.context import Context
    from gradgen.transform.reverse_steps import Steps

CONTAINERS = ("list", "tuple", "dict")


def list_method(statement: ast.stmt) -> tuple[str, str, list[ast.expr]] | None:
    """Return list, method and arguments of `values.append(x)` or `x = values.pop()`."""
    if isinstance(statement, (ast.Expr, ast.Assign)):
        call = statement.value
    else:
        return None
    if (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.attr in ("append", "pop")
        and not call.keywords
    ):
        return call.func.value.id, call.func.attr, call.args
    return None


def append(steps: Steps, statement: ast.Expr, state: State, in_loop: bool) -> Step:
    """Return the step of `values.append(x)`."""
    called = list_method(statement)
    assert called is not None
    variable, _, (value,) = called
    context = steps.context
    if variable not in state:
        return Step(statement, [statement])
    walk = steps.walk(statement, value, None, in_loop)
    accumulator = Accumulator(context, state, walk)
    taken = syntax.expr("values.pop()", values=syntax.name(context.adjoint_of(variable)))
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
    """Return the step of `x = values.pop()`."""
    called = list_method(statement)
    assert called is not None
    variable, _, _ = called
    context = steps.context
    walk = steps.walk(statement, statement.value, None, in_loop)
    (target,) = statement.targets
    lines: list[ast.stmt] = []
    _start_list(walk, variable, state, lines)
    taken = taken_apart(steps, target, state, walk)
    made = syntax.name(context.adjoint_of(variable))
    lines.append(syntax.statement("values.append(x)", values=made, x=taken))
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
    context.infos[made] = context.info(statement.value, statement)
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


def _walks_backwards(iterable: ast.expr, source: str) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "reversed"
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id == source
        for node in syntax.walk(iterable)
    )
