"""Backward functions leave the arrays that they are given alone.

    v[...] = saved_v                      v = saved_v
    rhs[k] = rhs_before     becomes       rhs = rhs.copy()
                                          …
                                          rhs[k] = rhs_before

What a call overwrote is put back in an array of the function's own; the caller saves what it needs
itself. Where another name is a part of the array, putting back has to be in place.
"""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.aliases import Aliases
from gradgen.analysis.effects import Effects, binds, reads


def leave_arguments(
    reverse: list[ast.stmt],
    parameters: tuple[str, ...],
    variables: list[str],
    aliases: Aliases,
    effects: Effects,
) -> list[ast.stmt]:
    """Return the text of a backward pass that writes to no array which it is given.

    `parameters` are arrays that the call has written to; of the `variables` of the forward pass,
    those are given that the backward pass does not bind.
    """
    for parameter in (*parameters, *_kept(reverse, variables, parameters)):
        others = aliases.members(parameter) - {parameter}
        if others.isdisjoint(reads(*reverse)):
            reverse = _left_alone(reverse, parameter, effects)
    return reverse


def _kept(reverse: list[ast.stmt], variables: list[str], parameters: tuple[str, ...]) -> list[str]:
    """Return the variables of the forward pass to whose elements the backward pass writes."""
    written = {
        syntax.base_name(node)
        for node in (inner for line in reverse for inner in syntax.walk(line))
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    }
    free = written - binds(*reverse) - {*parameters}
    return [variable for variable in variables if variable in free]


def _left_alone(reverse: list[ast.stmt], parameter: str, effects: Effects) -> list[ast.stmt]:
    """Return the text with an array of its own for one parameter, if it writes to that."""
    writes = [
        statement
        for statement in syntax.walk_statements(reverse)
        if not isinstance(statement, (ast.If, ast.For, ast.While, ast.With, ast.Try))
        and parameter in effects.mutates(statement)
    ]
    if not writes:
        return reverse
    whole = [statement for statement in writes if _is_whole(statement, parameter)]
    if len(whole) < len(writes):
        own = syntax.statement(f"x = {_copy(writes, parameter, effects)}", x=syntax.name(parameter))
        assert isinstance(own, ast.Assign)
        own.targets = [syntax.stored(syntax.name(parameter))]
        return [own, *reverse]
    for statement in whole:
        assert isinstance(statement, ast.Assign)
        statement.targets = [syntax.stored(syntax.name(parameter))]
    return reverse


def _copy(writes: list[ast.stmt], parameter: str, effects: Effects) -> str:
    """Return the text of a copy; elements of what may be a list are copied as well."""
    targets = [target for line in writes for target in syntax.walk(line)]
    deep = any(
        isinstance(target, ast.Subscript)
        and isinstance(target.ctx, ast.Store)
        and isinstance(target.value, ast.Subscript)
        and syntax.base_name(target) == parameter
        and effects.info(target.value.value).kind != "array"
        for target in targets
    )
    return "nest_copy(x)" if deep else "x.copy()"


def _is_whole(statement: ast.stmt, parameter: str) -> bool:
    """Whether a statement is `v[...] = saved_v`."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Name):
        return False
    target = statement.targets[0]
    return (
        isinstance(target, ast.Subscript)
        and isinstance(target.value, ast.Name)
        and target.value.id == parameter
        and isinstance(target.slice, ast.Constant)
        and target.slice.value is Ellipsis
    )
