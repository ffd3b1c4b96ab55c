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
from gradgen.analysis.names import all_arguments
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import clone, expr, stored, walk
from gradgen.transform.normalise_tree import Work


def several(node: ast.expr | None, unit: Unit) -> tuple[str, ...]:
    """Return the names of the values that a call of a primitive gives, if there are several."""
    if not isinstance(node, ast.Call):
        return ()
    called = unit.scope.lookup(node.func)
    rule = None if called is MISSING else rules.find(called)
    if rule is None:
        return ()
    results = rules.in_form(rule, node).results
    return results if len(results) > 1 else ()


def is_one_of_several(node: ast.AST, unit: Unit) -> bool:
    """Tell whether an expression takes one value of several: `np.linalg.slogdet(a)[1]`."""
    return isinstance(node, ast.Subscript) and place_of(node, several(node.value, unit)) is not None


def results_read(node: ast.expr, unit: Unit) -> set[int]:
    """Return which of its results the derivative of a call reads."""
    assert isinstance(node, ast.Call)
    found = rules.find(unit.scope.lookup(node.func))
    assert found is not None
    return rules.results_read(rules.in_form(found, node))


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


def without_result_fields(work: Work) -> None:
    """Give each of several results a name: `pair.sign` of `pair = np.linalg.slogdet(a)` is `sign`.

    What is taken from the call itself becomes an element, `np.linalg.slogdet(a)[0]`.
    """
    if not any(several(node, work.unit) for node in walk(work.tree) if type(node) is ast.Call):
        return
    loads = {n.id for n in walk(work.tree) if isinstance(n, ast.Name) and is_load(n)}
    for node in walk(work.tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            _name_rest(node.targets[0], node.value, loads, work)
    names = {
        name: {result: work.fresh(result, work.tree) for result in results}
        for name, results in _names_of_results(work).items()
    }
    taken = _Taken(work.unit, names)
    work.tree.body = [taken.visit(statement) for statement in work.tree.body]


def _name_rest(target: ast.Tuple, value: ast.expr, loads: set[str], work: Work) -> None:
    """Write `x, residuals, rank, s` for `x, *_`, and `U, s, Vh` for `_, s, _`: no `_` is read."""
    results = several(value, work.unit)
    if not results or not results_read(value, work.unit):
        return
    rest = [part for part in target.elts if isinstance(part, ast.Starred)]
    count = len(results) - len(target.elts) + 1
    if len(rest) == 1 and count >= 0 and isinstance(rest[0].value, ast.Name):
        if rest[0].value.id not in loads:
            place = target.elts.index(rest[0])
            target.elts[place : place + 1] = [clone(rest[0].value) for _ in range(count)]
    for place, part in enumerate(target.elts[: len(results)]):
        if isinstance(part, ast.Name) and part.id not in loads:
            if part.id.startswith("_") or any(_names(part, one) for one in target.elts[:place]):
                target.elts[place] = stored(work.fresh(results[place], part))


def _names(name: ast.Name, part: ast.expr) -> bool:
    return isinstance(part, ast.Name) and part.id == name.id


def is_load(node: ast.Name) -> bool:
    """Tell whether a name is read."""
    return isinstance(node.ctx, ast.Load)


def _names_of_results(work: Work) -> dict[str, tuple[str, ...]]:
    """Return the names that hold all results of a call, where they are read one by one.

    What takes them apart, as `cho_solve(factor, b)` does, is given a display of them instead.
    """
    of_target: dict[int, tuple[str, ...]] = {}
    taken: dict[int, ast.Attribute | ast.Subscript] = {}
    for node in walk(work.tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            of_target[id(node.targets[0])] = several(node.value, work.unit)
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            taken[id(node.value)] = node
    if not any(of_target.values()) or any(
        isinstance(node, (ast.Global, ast.Nonlocal)) for node in walk(work.tree)
    ):
        return {}
    given_whole = {
        id(argument)
        for node in walk(work.tree)
        if isinstance(node, ast.Call)
        for argument in _sequences(node, work.unit)
    }
    found: dict[str, tuple[str, ...]] = {}
    refused = {argument.arg for argument in all_arguments(work.tree.args)}
    for node in (node for node in walk(work.tree) if isinstance(node, ast.Name)):
        results = of_target.get(id(node), ())
        if isinstance(node.ctx, ast.Load):
            continue
        if not results or found.setdefault(node.id, results) != results:
            refused.add(node.id)
    for node in (node for node in walk(work.tree) if isinstance(node, ast.Name)):
        if node.id in found and isinstance(node.ctx, ast.Load):
            whole = id(node) in given_whole
            if not whole and place_of(taken.get(id(node)), found[node.id]) is None:
                refused.add(node.id)
    return {name: results for name, results in found.items() if name not in refused}


def _sequences(node: ast.Call, unit: Unit) -> list[ast.expr]:
    """Return the arguments that a primitive takes apart: `factor` in `cho_solve(factor, b)`."""
    called = unit.scope.lookup(node.func)
    rule = None if called is MISSING else rules.find(called)
    if rule is None:
        return []
    given = zip(rule.parameters, node.args, strict=False)
    return [argument for parameter, argument in given if parameter.kind == "sequence"]


def place_of(node: ast.AST | None, results: tuple[str, ...]) -> int | None:
    """Return which of the results an element or attribute is, where that is written out."""
    match node:
        case ast.Attribute(attr=name, ctx=ast.Load()) if name in results:
            return results.index(name)
        case ast.Subscript(slice=ast.Constant(value=int(place)), ctx=ast.Load()):
            return place if 0 <= place < len(results) else None
        case ast.Subscript(
            slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(place))),
            ctx=ast.Load(),
        ):
            return len(results) - place if 0 < place <= len(results) else None
    return None


class _Taken(ast.NodeTransformer):
    """Writes the names of results for what is taken from the names that hold all of them."""

    def __init__(self, unit: Unit, names: dict[str, dict[str, ast.Name]]) -> None:
        self.unit = unit
        self.names = names

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return self.taken(node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        for argument in _sequences(node, self.unit):
            if isinstance(argument, ast.Name) and argument.id in self.names:
                parts: list[ast.expr] = [clone(one) for one in self.names[argument.id].values()]
                shown = ast.copy_location(ast.Tuple(elts=parts, ctx=ast.Load()), argument)
                node.args[node.args.index(argument)] = shown
        self.generic_visit(node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        return self.taken(node)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self.names:
            return node
        stores: list[ast.expr] = [stored(name) for name in self.names[node.id].values()]
        return ast.copy_location(ast.Tuple(elts=stores, ctx=ast.Store()), node)

    def taken(self, node: ast.Attribute | ast.Subscript) -> ast.expr:
        """Return the name of a result; an element of a call; or what there was."""
        if isinstance(node.value, ast.Name) and node.value.id in self.names:
            place = place_of(node, tuple(self.names[node.value.id]))
            assert place is not None
            return ast.copy_location(clone([*self.names[node.value.id].values()][place]), node)
        self.generic_visit(node)
        results = several(node.value, self.unit)
        place = place_of(node, results) if isinstance(node, ast.Attribute) else None
        if place is None:
            return node
        index = ast.copy_location(ast.Constant(place), node)
        return ast.copy_location(ast.Subscript(node.value, index, ast.Load()), node)


__all__ = [
    "divided",
    "is_one_of_several",
    "place_of",
    "results_read",
    "several",
    "without_result_fields",
]
