"""Names that only hand a value on: the value gets the name that it ends up with.

grad_w, grad_x2 = dense_backward(saved, grad_x)
grad_x = grad_x2                                   ->   grad_w, grad_x = dense_backward(...)
"""

from __future__ import annotations

import ast
from collections import Counter

from gradgen.syntax import Comment, walk
from gradgen.transform.simplify_body import Body, all_blocks, without
from gradgen.transform.simplify_copies import copy_of

_PLAIN = (ast.Assign, ast.AugAssign, ast.Expr)


def name_at_once(body: Body) -> bool:
    """Give values their last name where nothing reads the one before but the copy."""
    copies = [
        (block, position, pair)
        for block in all_blocks(body.tree.body)
        for position, statement in enumerate(block)
        if (pair := copy_of(statement)) is not None and pair[1] in body.made
    ]
    if not copies:
        return False
    mentions = Counter(node.id for node in walk(body.tree) if isinstance(node, ast.Name))
    fixed = body.pinned | body.function.keep
    gone: set[ast.stmt] = set()
    for block, position, (last, first) in copies:
        if mentions[first] != 2 or first == last or {first, last} & fixed:
            continue
        target = _bound_before(block[:position], first, last)
        if target is not None:
            target.id = last
            gone.add(block[position])
    return without(body, gone)


def _bound_before(block: list[ast.stmt], first: str, last: str) -> ast.Name | None:
    """Return where `first` is bound, if nothing from there on has to do with `last`."""
    for statement in reversed(block):
        if not isinstance(statement, _PLAIN) or isinstance(statement, Comment):
            return None
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            names = _names(statement.targets[0])
            bound = [name for name in names or () if name.id == first]
            if bound:
                apart = names is not None and last not in {name.id for name in names}
                return bound[0] if apart else None
        if any(isinstance(node, ast.Name) and node.id == last for node in walk(statement)):
            return None
    return None


def _names(target: ast.expr) -> list[ast.Name] | None:
    """Return the names of a target that is a name, or a tuple of nothing but names."""
    parts = target.elts if isinstance(target, ast.Tuple) else [target]
    names = [part for part in parts if isinstance(part, ast.Name)]
    return names if len(names) == len(parts) else None
