"""Functions of arrays that give several values: each value gets a name.

    both = np.linalg.slogdet(a)      becomes      sign, logdet = np.linalg.slogdet(a)
                                                  both = (sign, logdet)

`divmod(x, p)` is `(x // p, x % p)`.
"""

from __future__ import annotations

import ast
import builtins
import sys

from gradgen import rules
from gradgen.analysis.effects import is_pure
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import clone, expr


def several(node: ast.expr | None, unit: Unit) -> tuple[str, ...]:
    """Return the names of the values that a call of a primitive gives, if there are several."""
    if not isinstance(node, ast.Call):
        return ()
    called = unit.scope.lookup(node.func)
    rule = None if called is MISSING else rules.find(called)
    return rule.results if rule is not None and len(rule.results) > 1 else ()


def is_one_of_several(node: ast.AST, unit: Unit) -> bool:
    """Tell whether an expression takes one value of several: `np.linalg.slogdet(a)[1]`."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and bool(several(node.value, unit))
    )


def divided(node: ast.expr, unit: Unit) -> ast.expr:
    """Return `(x // p, x % p)` for `divmod(x, p)`, `x % p` for `divmod(x, p)[1]`."""
    if isinstance(node, ast.Subscript):
        if not isinstance(node.slice, ast.Constant) or node.slice.value not in (0, 1):
            return node
        whole = divided(node.value, unit)
        if isinstance(whole, ast.Tuple) and whole is not node.value:
            return whole.elts[1] if node.slice.value == 1 else whole.elts[0]
        return node
    if not isinstance(node, ast.Call) or len(node.args) != 2 or node.keywords:
        return node
    called = unit.scope.lookup(node.func)
    numpy = sys.modules.get("numpy")
    if called is not builtins.divmod and (numpy is None or called is not numpy.divmod):
        return node
    a, b = node.args
    starred = isinstance(a, ast.Starred) or isinstance(b, ast.Starred)
    if starred or not (is_pure(a, unit) and is_pure(b, unit)):
        return node
    made = expr("(a // b, c % d)", a=a, b=b, c=clone(a), d=clone(b))
    for part in ast.walk(made):
        if not hasattr(part, "lineno"):
            ast.copy_location(part, node)
    return made


__all__ = ["divided", "is_one_of_several", "several"]
