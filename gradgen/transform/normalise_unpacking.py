"""What is unpacked: values that come one by one are taken as a list, or written out.

q, k = (x @ w[name] for name in ("q", "k"))   ->   q, k = x @ w["q"], x @ w["k"]
"""

from __future__ import annotations

import ast
import builtins

from gradgen import rules
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import expr, substitute, tuple_of, walk

_LAZY = (map, zip, filter, reversed, iter)
_OWN_SCOPE = (ast.Lambda, ast.NamedExpr, ast.comprehension)


def to_unpack(target: ast.Tuple | ast.List, value: ast.expr, unit: Unit) -> ast.expr:
    """Return the values that an assignment unpacks as a tuple or list where they are neither."""
    parts = None if _has_star(target) else _written_out(value, unit)
    if parts is not None and len(parts) == len(target.elts):
        return _placed(tuple_of(parts), value)
    if isinstance(value, ast.GeneratorExp):
        return _placed(ast.ListComp(elt=value.elt, generators=value.generators), value)
    if isinstance(value, ast.Call) and _builtin(value.func, unit) in _LAZY:
        if any(isinstance(argument, ast.Starred) for argument in value.args):
            return value  # the columns of a table, `zip(*pairs)`
        return _placed(expr("list(values)", values=value), value)
    return value


def is_computed_array(value: ast.expr, unit: Unit) -> bool:
    """Tell whether an array is computed where it is unpacked: `a, b = np.exp(x)`."""
    if isinstance(value, (ast.BinOp, ast.UnaryOp)):
        return True
    if isinstance(value, ast.Subscript):
        return isinstance(value.slice, ast.List) or is_computed_array(value.value, unit)
    if not isinstance(value, ast.Call):
        return False
    called = unit.scope.lookup(value.func)
    if called is MISSING:
        method = value.func.attr if isinstance(value.func, ast.Attribute) else ""
        rule = rules.method(method)
    else:
        rule = rules.find(called)
    if rule is None or rule.name.startswith("builtins."):
        return False
    return len(rules.in_form(rule, value).results) == 1


def _written_out(value: ast.expr, unit: Unit) -> list[ast.expr] | None:
    """Return the values of a comprehension, or of `map`, over a display of names and constants."""
    if isinstance(value, (ast.GeneratorExp, ast.ListComp)) and len(value.generators) == 1:
        (one,) = value.generators
        items = _items(one.iter)
        if items is None or one.ifs or not isinstance(one.target, ast.Name):
            return None
        if any(isinstance(node, _OWN_SCOPE) for node in walk(value.elt)):
            return None
        return [substitute(value.elt, {one.target.id: item}) for item in items]
    if not isinstance(value, ast.Call) or value.keywords:
        return None
    lists = [_items(argument) for argument in value.args]
    if _builtin(value.func, unit) is zip:
        known = [items for items in lists if items is not None]
        rows: list[ast.expr] = [tuple_of(list(row)) for row in zip(*known, strict=False)]
        return rows if len(known) == len(lists) else None
    if _builtin(value.func, unit) is map and len(lists) == 2 and lists[1] is not None:
        if isinstance(value.args[0], (ast.Name, ast.Attribute)):
            return [expr("f(x)", f=value.args[0], x=item) for item in lists[1]]
    return None


def _items(node: ast.expr) -> list[ast.expr] | None:
    """Return the items of a display if to write one twice is to say the same twice."""
    if not isinstance(node, (ast.Tuple, ast.List)):
        return None
    plain = all(isinstance(item, (ast.Name, ast.Constant)) for item in node.elts)
    return node.elts if plain else None


def _builtin(function: ast.expr, unit: Unit) -> object:
    found = unit.scope.lookup(function)
    named = isinstance(function, ast.Name) and getattr(builtins, function.id, None) is found
    return found if named else None


def _has_star(target: ast.Tuple | ast.List) -> bool:
    return any(isinstance(part, ast.Starred) for part in target.elts)


def _placed(made: ast.expr, value: ast.expr) -> ast.expr:
    """Give the new nodes the place of the old expression, for messages."""
    for node in walk(made):
        if not hasattr(node, "lineno"):
            ast.copy_location(node, value)
    return made
