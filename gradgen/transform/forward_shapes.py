"""Which tangents may be smaller than their values: those of names that only meet other arrays."""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.uses import Primitive
from gradgen.analysis.values import NO_FACTS, is_scalar
from gradgen.transform.callees import parameter_names
from gradgen.transform.context import Context


def loose_names(tree: ast.FunctionDef, context: Context) -> frozenset[str]:
    """Return the names whose tangent may be smaller than their value.

    They are read only where NumPy stretches what it meets: `z` in

        z = X @ w + b
        return np.sum(np.tanh(z))

    if `w` alone moves and the shape of `b` is not known. Elsewhere tangents are written out whole.
    """
    loose = _only_stretched(tree, context)
    values: dict[str, list[ast.expr]] = {}
    for node in syntax.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
    while True:
        kept = frozenset(
            name for name in loose if any(_is_short(e, loose, context) for e in values[name])
        )
        if kept == loose:
            return loose
        loose = kept


def _only_stretched(tree: ast.FunctionDef, context: Context) -> frozenset[str]:
    fixed = set(parameter_names(tree))
    bound: set[str] = set()
    stretched: set[ast.expr] = set()
    for node in syntax.walk(tree):
        use = context.uses.of(node) if isinstance(node, ast.expr) else None
        if isinstance(use, Primitive) and _stretches(use):
            stretched |= set(use.data().values())
    for node in syntax.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            bound.add(node.targets[0].id)
        elif isinstance(node, ast.Assign):
            fixed |= syntax.names_bound(node.targets[0])
        elif isinstance(node, (ast.For, ast.AugAssign)):
            fixed |= syntax.names_bound(node.target)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            if node not in stretched:
                fixed.add(node.id)
    return frozenset(bound - fixed)


def _stretches(use: Primitive) -> bool:
    """Whether the arguments of a primitive are broadcast, or only its tangent is no matter."""
    rule = use.rule
    return rule.why_constant is not None or (rule.broadcasts and rule.reduction is None)


def _is_short(node: ast.expr, loose: frozenset[str], context: Context) -> bool:
    """Whether the tangent of a value may be smaller than the value."""
    if isinstance(node, ast.Name):
        return node.id in loose
    use = context.uses.of(node)
    if not isinstance(use, Primitive) or not _stretches(use):
        return False
    ever = frozenset(context.activity.ever)
    data = list(use.data().items())
    active = [parameter for parameter, value in data if context.activity.varied(value, ever)]
    for parameter, value in data:
        if is_scalar(context.info(value).shape) == NO_FACTS:
            continue
        if parameter in active and not _is_short(value, loose, context):
            continue
        if not any(_names(use, other, parameter) for other in active):
            return True
    return False


def _names(use: Primitive, by: str, parameter: str) -> bool:
    """Whether the derivative by one argument is an expression of another (or of the result)."""
    if use.rule.linear:
        return False
    partial = use.rule.partials.get(by)
    if partial is None:
        return True
    return bool({f"<{parameter}>", f"<{use.rule.result}>"} & syntax.names_in(partial))


__all__ = ["loose_names"]
