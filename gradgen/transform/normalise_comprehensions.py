"""Writes comprehensions over values that may carry a derivative as loops.

    values = [np.sin(a * x) for x in xs if x > 0.0]      total = sum(f(x) for x in xs)

becomes

    values = []                                          total = 0.0
    for x in xs:                                         for x in xs:
        if x > 0.0:                                          total = total + f(x)
            values.append(np.sin(a * x))

The variables of a comprehension are its own: they keep their names where no other part of the
function uses them, and get new ones where one does.
"""

from __future__ import annotations

import ast
from functools import cached_property

from gradgen.syntax import (
    children,
    clone,
    expr,
    key,
    names_in,
    stored,
    substitute,
    walk,
    walk_statements,
)
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_tree import Work
from gradgen.transform.normalise_walks import view_of_dict

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SUMS = frozenset({"sum", "fsum"})
CONSUMERS = SUMS | frozenset({"max", "min", "list", "tuple", "sorted", "any", "all"})
"""Functions that take every value of a generator, once, when they are called."""

Comprehension = ast.ListComp | ast.DictComp | ast.GeneratorExp


class Comprehensions:
    """Writes the comprehensions of one function as loops."""

    def __init__(self, work: Work, activity: Activity) -> None:
        self.work = work
        self.activity = activity
        self.around: set[str] = set()  # the variables of the comprehensions around

    def is_loop(self, node: ast.expr | None) -> bool:
        """Tell whether an expression is a comprehension, or a sum of one, that must be a loop."""
        if isinstance(node, (ast.ListComp, ast.DictComp)):
            return self._can_be_loop(node)
        if view_of_dict(node, self.activity):
            return True
        if not (isinstance(node, ast.Call) and self._generator(node)) or node.keywords:
            return False
        return len(node.args) <= 2 and self._called(node) in SUMS

    def take_list(self, node: ast.AST) -> None:
        """Give a call that takes every value of a generator a list of them instead."""
        if isinstance(node, ast.Call):
            generator = self._generator(node)
            if generator is not None:
                made = ast.ListComp(elt=generator.elt, generators=generator.generators)
                node.args[0] = ast.copy_location(made, generator)

    def hint(self, node: ast.expr) -> str:
        """Return a name for what a loop makes."""
        return "total" if isinstance(node, ast.Call) and node.args else "values"

    def may_fill(self, target: ast.expr, node: ast.expr) -> bool:
        """Tell whether a loop may fill a target while it runs: nothing in the loop reads it."""
        return isinstance(target, ast.Name) and target.id not in names_in(node)

    def loop(self, target: ast.Name, node: ast.expr, source: ast.stmt) -> list[ast.stmt]:
        """Return `target = node` as a loop, still to be normalised."""
        method = view_of_dict(node, self.activity)
        if method is not None:
            node = self._list_of_view(node, method)
        start: ast.expr
        if isinstance(node, ast.Call):
            start = node.args[1] if len(node.args) > 1 else ast.Constant(value=0.0)
            text, made_of = "target = target + value", node.args[0]
        elif isinstance(node, ast.DictComp):
            start = ast.Dict(keys=[], values=[])
            text, made_of = "target[key] = value", node
        else:
            start = ast.List(elts=[], ctx=ast.Load())
            text, made_of = "target.append(value)", node
        assert isinstance(made_of, Comprehension)
        first = self.work.make("target = start", source, target=target, start=start)
        first.targets = [stored(target)]  # type: ignore[attr-defined]
        return [first, self._loops(made_of, target, text, source)]

    def _list_of_view(self, node: ast.expr, method: str) -> ast.ListComp:
        """Return `[d[key] for key in d.keys()]` for `d.values()`."""
        assert isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        key = self.work.fresh("key", node)
        text = "[d[k] for k in d.keys()]" if method == "values" else "[(k, d[k]) for k in d.keys()]"
        made = expr(text, d=node.func.value, k=key)
        for inner in walk(made):
            ast.copy_location(inner, node)
        assert isinstance(made, ast.ListComp)
        return made

    # ---- what can be a loop ---------------------------------------------------------
    def _generator(self, node: ast.Call) -> ast.GeneratorExp | None:
        """Return the generator whose every value a call takes, if it must be a loop."""
        first = node.args[0] if node.args else None
        if not isinstance(first, (ast.GeneratorExp, ast.ListComp)):
            return None
        if not self._can_be_loop(first) or self._called(node) not in CONSUMERS:
            return None
        if isinstance(first, ast.ListComp):  # to take its values one by one is the same
            made = ast.GeneratorExp(elt=first.elt, generators=first.generators)
            first = node.args[0] = ast.copy_location(made, first)
        return first

    def _can_be_loop(self, node: Comprehension) -> bool:
        return self.activity.may_be_active(node) and not any(
            generator.is_async for generator in node.generators
        )

    def _called(self, node: ast.Call) -> str:
        found = self.work.unit.scope.lookup(node.func)
        known = getattr(found, "__module__", "") in ("builtins", "math")
        return str(getattr(found, "__name__", "")) if known else ""

    # ---- the loop -------------------------------------------------------------------
    def _loops(
        self, node: Comprehension, target: ast.Name, text: str, source: ast.stmt
    ) -> ast.stmt:
        """Return the loops of a comprehension, one inside the other.

        They come from the comprehension: that is what is quoted beside their derivatives.
        """
        origin = ast.copy_location(ast.Expr(value=node), node)
        node = self._with_own_names(node)
        holes: dict[str, ast.expr] = {"target": target}
        if isinstance(node, ast.DictComp):
            holes.update(key=node.key, value=node.value)
        else:
            holes["value"] = node.elt
        made = self.work.make(text, source, **holes)
        for generator in reversed(node.generators):
            for test in reversed(generator.ifs):
                made = self.work.branch(test, [made], [], source)
            loop = self.work.make(
                "for item in walked:\n    pass", source, item=generator.target,
                walked=generator.iter,
            )  # fmt: skip
            assert isinstance(loop, ast.For)
            loop.body = [made]
            made = loop
        for part in walk_statements([made]):
            self.work.origin[part] = origin
        return made

    def _with_own_names(self, node: Comprehension) -> Comprehension:
        """Return a comprehension whose variables nothing else in the function uses."""
        bound = _variables(node)
        late = any(isinstance(inner, ast.Lambda) for inner in walk(node))
        taken = self._outside | self.around
        holes: dict[str, ast.expr] = {}
        for variable in sorted(bound):
            if late or variable in taken:
                fresh = self.work.fresh(variable, node)
                holes[variable] = fresh
                if variable in self.activity.names:
                    self.activity.names.add(fresh.id)
        if not holes:
            return node
        first = clone(node.generators[0].iter)  # it is evaluated outside
        made = substitute(node, holes)
        made.generators[0].iter = first
        return made

    @cached_property
    def _outside(self) -> set[str]:
        """The names that occur in the function where no comprehension binds them."""
        arguments = {node.arg for node in walk(self.work.tree.args) if isinstance(node, ast.arg)}
        return arguments | set[str]().union(*map(_free, self.work.tree.body))


def fills_dict(origin: ast.stmt | None) -> bool:
    """Tell whether a statement of the core language sets one entry of a dict comprehension."""
    return isinstance(origin, ast.Expr) and isinstance(origin.value, ast.DictComp)


def fills_anew(origin: ast.stmt | None) -> bool:
    """Tell whether a statement sets an entry of a dict comprehension that no round sets again."""
    node = origin.value if isinstance(origin, ast.Expr) else None
    if not isinstance(node, ast.DictComp) or len(node.generators) > 1:
        return False
    target, walked = node.generators[0].target, node.generators[0].iter
    if not isinstance(walked, ast.Call):
        return False
    function = walked.func
    way = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if way in ("items", "enumerate") and isinstance(target, ast.Tuple):
        target = target.elts[0]
    elif way not in ("keys", "range"):
        return False
    return isinstance(target, ast.Name) and key(target) == key(node.key)


def is_running_sum(statement: ast.Assign, origin: ast.stmt | None) -> bool:
    """Tell whether a statement of the core language adds to the sum of a generator.

    What is added to may be a number at first and an array later on: only its last value counts.
    """
    target, value = statement.targets[0], statement.value
    return (
        isinstance(origin, ast.Expr)
        and isinstance(origin.value, ast.GeneratorExp)
        and isinstance(target, ast.Name)
        and isinstance(value, ast.BinOp)
        and isinstance(value.left, ast.Name)
        and value.left.id == target.id
        and target.id not in names_in(value.right)
    )


def _variables(node: Comprehension) -> set[str]:
    return {
        inner.id
        for generator in node.generators
        for inner in walk(generator.target)
        if isinstance(inner, ast.Name)
    }


def _free(node: ast.AST) -> set[str]:
    """Return the names in a tree but for the variables of comprehensions."""
    if isinstance(node, ast.Name):
        return {node.id}
    found = set[str]().union(*map(_free, children(node)))
    if isinstance(node, COMPREHENSIONS):
        generators: list[ast.comprehension] = node.generators
        bound = {n for g in generators for n in names_in(g.target)}
        return (found - bound) | _free(generators[0].iter)
    return found
