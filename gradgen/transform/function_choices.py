"""Functions that are kept in lists and dicts: loops over them are written out, choices are tests.

    for layer in (dense, np.tanh):        x = dense(x)
        x = layer(x)                      x = np.tanh(x)

    acts = {"tanh": np.tanh, "relu": relu}           if name not in ("tanh", "relu"):
    y = acts[name](x)                      becomes       raise KeyError(name)
                                                     y = np.tanh(x) if name == "tanh" else relu(x)

A list or a dict is known if it is written out, in the function or outside of it, and nothing
changes it. `sum(f(x) for f in (a, b))` becomes `sum([a(x), b(x)])`.
"""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from types import FunctionType

from gradgen import rules, syntax
from gradgen.reader.scope import FunctionScope, own_nodes
from gradgen.reader.unit import MISSING
from gradgen.syntax import (
    assign,
    clone,
    expr,
    name,
    names_in,
    substitute,
    walk,
)
from gradgen.transform.function_known import MOST, holds_functions, is_callable
from gradgen.transform.function_rounds import before, bound, leaves, one_round
from gradgen.transform.naming import Names
from gradgen.transform.objects import is_users, member

_READS = ("get", "keys", "items", "values")


def chosen_apart(tree: ast.FunctionDef, scope: FunctionScope) -> dict[str, object]:
    """Write out, in place, what takes functions from lists and dicts; return the names it gave."""
    apart = _Apart(tree, scope)
    if apart.may_need():
        apart.name_elements()
        tree.body = apart.block(tree.body)
        apart.drop_unread()
    return apart.known


_LASTING = (
    ast.Name, ast.Constant, ast.Compare, ast.UnaryOp, ast.BoolOp,
    ast.cmpop, ast.unaryop, ast.boolop, ast.expr_context,
)  # fmt: skip


@dataclass
class Choice:
    """The functions of which one is taken: the first whose test holds, else the last.

    `check` refuses a key that none of them has.
    """

    tests: list[ast.expr]
    values: list[ast.expr]
    check: ast.If | None = None


def _choice(known: ast.expr, key: ast.Name, default: ast.expr | None) -> Choice | None:
    """Return the choice between the functions of a display, by a key that is a variable."""
    if isinstance(known, ast.Dict):
        keys, values, error = [k for k in known.keys if k is not None], known.values, "KeyError"
    elif isinstance(known, (ast.List, ast.Tuple)) and default is None:
        keys = [ast.Constant(value=k) for k in range(len(known.elts))]
        values, error = known.elts, "IndexError"
    else:
        return None
    tests: list[ast.expr] = [expr("k == key", k=clone(key), key=clone(k)) for k in keys]
    if default is not None:
        return Choice(tests, [*values, default])
    check = syntax.statement(
        f"if k not in keys:\n    raise {error}(k)",
        k=clone(key), keys=ast.Tuple(elts=[clone(k) for k in keys], ctx=ast.Load()),
    )  # fmt: skip
    assert isinstance(check, ast.If)
    return Choice(tests[:-1], values, check)


class _Apart:
    def __init__(self, tree: ast.FunctionDef, scope: FunctionScope) -> None:
        self.tree = tree
        self.scope = scope
        self.known: dict[str, object] = {}
        self.displays: dict[str, ast.expr] = {}
        self.made: dict[str, ast.Assign] = {}
        self.names: Names | None = None
        self.checked: set[str] = set()
        self.chosen: dict[str, Choice] = {}
        self.bound: dict[str, int] = {}
        self.parameters = {a.arg for a in walk(tree.args) if isinstance(a, ast.arg)}
        inner = [n for n in walk(tree)[1:] if isinstance(n, (ast.Lambda, ast.FunctionDef))]
        self.inner = set[str]().union(*map(names_in, inner))

    def may_need(self) -> bool:
        """Tell whether a function takes functions from lists or dicts at all."""
        bindings: dict[str, int] = {}
        for node in own_nodes(self.tree):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                bindings[node.id] = bindings.get(node.id, 0) + 1
        found = False
        for node in own_nodes(self.tree):
            if isinstance(node, ast.Assign) and self._holds_functions(node.value):
                target = node.targets[0]
                if isinstance(target, ast.Name) and bindings.get(target.id) == 1:
                    self.displays[target.id] = node.value
                    self.made[target.id] = node
            found |= isinstance(node, (ast.List, ast.Tuple, ast.Dict)) and self._holds_functions(
                node
            )
            if isinstance(node, ast.IfExp):
                found |= self._is_function(node.body) and self._is_function(node.orelse)
            if isinstance(node, ast.Name) and node.id not in self.displays:
                outside = self.scope.lookup(node)
                if holds_functions(outside):
                    found = True
        self.bound = bindings
        self.displays = {label: one for label, one in self.displays.items() if self._lasts(one)}
        self._drop_changed()
        return found

    def _drop_changed(self) -> None:
        """Forget the lists that something may change, or that are used as a whole."""
        plain: set[int] = set()
        for node in walk(self.tree):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                plain.add(id(node.value))
            elif isinstance(node, (ast.For, ast.comprehension)):
                plain |= {id(n) for n in walk(node.iter)}
            elif isinstance(node, ast.Attribute) and node.attr in _READS:
                plain.add(id(node.value))
            elif isinstance(node, ast.Compare):
                plain |= {id(n) for n in node.comparators}
        for node in walk(self.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                if node.id in self.displays and id(node) not in plain:
                    del self.displays[node.id]

    def _is_function(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Lambda):
            return True
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            return holds_functions(self.scope.lookup(node.value))
        if not isinstance(node, (ast.Name, ast.Attribute)):
            return False
        found = self.scope.lookup(node)
        if found is MISSING:
            if not isinstance(node, ast.Name):
                return False
            definitions = [n for n in walk(self.tree) if isinstance(n, ast.FunctionDef)]
            stores = [n for n in walk(self.tree) if isinstance(n, ast.Name) and n.id == node.id]
            return [n.name for n in definitions].count(node.id) == 1 and all(
                isinstance(n.ctx, ast.Load) for n in stores
            )
        return is_callable(found)

    def _holds_functions(self, node: ast.expr) -> bool:
        """Tell whether a display holds functions, or pairs with functions."""
        if isinstance(node, (ast.List, ast.Tuple)):
            parts = node.elts
        elif isinstance(node, ast.Dict) and all(isinstance(k, ast.Constant) for k in node.keys):
            parts = node.values
        else:
            return False
        return bool(parts) and all(
            self._is_function(part)
            or self._makes(part)
            or (isinstance(part, ast.Tuple) and self._is_pair(part))
            for part in parts
        )

    def _is_pair(self, node: ast.Tuple) -> bool:
        """Tell whether a tuple holds functions, and else variables and numbers."""
        functions = [self._is_function(part) for part in node.elts]
        plain = (ast.Name, ast.Constant)
        return any(functions) and all(
            known or isinstance(part, plain)
            for part, known in zip(node.elts, functions, strict=True)
        )

    def _lasts(self, node: ast.expr) -> bool:
        """Tell whether the variables in a list are what they were where it was made."""
        parts = node.values if isinstance(node, ast.Dict) else node.elts  # type: ignore[attr-defined]
        return all(
            self.bound.get(n.id, 0) + (n.id in self.parameters) <= 1
            for part in parts
            if not self._makes(part)  # which gets a name where the list is made
            for n in own_nodes(ast.Expr(value=part))
            if isinstance(n, ast.Name)
        )

    def _makes(self, node: ast.expr) -> bool:
        """Tell whether an element is made there: an object that is called, a partial."""
        found = self.scope.lookup(node.func) if isinstance(node, ast.Call) else None
        if found is functools.partial:
            return True
        return is_users(found) and isinstance(member(found, "__call__"), FunctionType)  # type: ignore

    def name_elements(self) -> None:
        """Give names to the elements of a list that are made where the list is."""
        self.names = Names(names_in(self.tree) | self.scope.local_names | set(self.scope.known))
        for label, display in self.displays.items():
            parts = display.values if isinstance(display, ast.Dict) else display.elts  # type: ignore
            start: list[ast.stmt] = []
            for index, part in enumerate(parts):
                if self._makes(part):
                    made = self.names.fresh(f"{label.removesuffix('s')}_{index + 1}")
                    start.append(_placed(assign(made, part), part))
                    parts[index] = ast.copy_location(name(made), part)
            if start:
                self.tree.body = before(self.tree.body, self.made[label], start)

    def drop_unread(self) -> None:
        """Drop the lists that nothing reads any more."""
        for label in [*self.displays, *self.chosen]:
            reads = [n for n in walk(self.tree) if isinstance(n, ast.Name) and n.id == label]
            if len(reads) == 1:
                self.tree.body = before(self.tree.body, self.made[label], None)

    # ---- what is known ---------------------------------------------------------------
    def display(self, node: ast.expr) -> ast.expr | None:
        """Return the list, tuple or dict that an expression is, written out."""
        if isinstance(node, (ast.List, ast.Tuple, ast.Dict)):
            return node if self._holds_functions(node) else None
        if not isinstance(node, ast.Name):
            return None
        if node.id in self.displays:
            return self.displays[node.id]
        found = self.scope.lookup(node)
        if isinstance(found, dict) and holds_functions(found):
            if not all(isinstance(key, (str, int)) for key in found):
                return None
            keys: list[ast.expr | None] = [ast.Constant(value=key) for key in found]
            return ast.Dict(keys=keys, values=[self._spelled(v) for v in found.values()])
        if isinstance(found, (list, tuple)) and holds_functions(found):
            return ast.List(elts=[self._spelled(v) for v in found], ctx=ast.Load())
        return None

    def _spelled(self, found: object) -> ast.expr:
        wanted = str(getattr(found, "__name__", "function"))
        wanted = wanted if wanted.isidentifier() else "function"
        if self.scope.lookup(name(wanted)) is found:
            return name(wanted)
        module = "np" if rules.find(found) is not None else ""
        if module and self.scope.lookup(expr(f"{module}.{wanted}")) is found:
            return expr(f"{module}.{wanted}")
        for label, meant in self.known.items():
            if meant is found:
                return name(label)
        assert self.names is not None
        label = self.names.fresh(wanted)
        self.known[label] = found
        return name(label)

    # ---- statements ------------------------------------------------------------------
    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Return a block with loops over functions written out."""
        made: list[ast.stmt] = []
        for statement in body:
            made += self.statement(statement)
        return made

    def statement(self, node: ast.stmt) -> list[ast.stmt]:
        """Return what a statement becomes."""
        if isinstance(node, ast.For):
            rounds = self._rounds(node.target, node.iter)
            if rounds is not None and self._is_only_in(node) and not leaves(node.body):
                written = [one_round(node.body, round_) for round_ in rounds]
                if all(one is not None for one in written):
                    return [s for one in written for s in self.block(one or [])]
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) or self.note_choice(node):
            return [node]
        before: list[ast.stmt] = []
        at_top = any(node is one for one in self.tree.body)
        changer = _Choices(self, before, isinstance(node, ast.While), at_top)
        for field in node._fields:
            part = getattr(node, field, None)
            if isinstance(part, list) and part and isinstance(part[0], ast.stmt):
                setattr(node, field, self.block(part))
            elif isinstance(part, ast.expr):
                setattr(node, field, changer.visit(part))
        return [*(_placed(s, node) for s in before), node]

    def _is_only_in(self, loop: ast.For) -> bool:
        """Tell whether the targets of a loop are read in its body alone, and it has no `else`."""
        targets = names_in(loop.target)
        inside = sum(isinstance(n, ast.Name) and n.id in targets for n in walk(loop))
        whole = sum(isinstance(n, ast.Name) and n.id in targets for n in walk(self.tree))
        return not loop.orelse and inside == whole

    def _rounds(self, target: ast.expr, walked: ast.expr) -> list[dict[str, ast.expr]] | None:
        """Return what the targets of a loop are in each round; None where that is not known."""
        function = walked.func if isinstance(walked, ast.Call) else None
        called = function.id if isinstance(function, ast.Name) else ""
        if isinstance(walked, ast.Call) and called in ("enumerate", "reversed") and walked.args:
            return self._wrapped(target, walked, called)
        if isinstance(walked, ast.Call) and called == "zip" and isinstance(target, ast.Tuple):
            return self._zipped(target, walked)
        of_dict = isinstance(function, ast.Attribute) and function.attr in _READS[1:]
        known = self.display(function.value if of_dict else walked)  # type: ignore[union-attr]
        if isinstance(known, ast.Dict):
            if not of_dict:
                return None
            keys = [key for key in known.keys if key is not None]
            kind = function.attr  # type: ignore[union-attr]
            elements = keys if kind == "keys" else known.values
            if kind == "items":
                pairs = zip(keys, known.values, strict=True)
                elements = [ast.Tuple(elts=[k, v], ctx=ast.Load()) for k, v in pairs]
            known = ast.List(elts=elements, ctx=ast.Load())
        if not isinstance(known, (ast.List, ast.Tuple)) or len(known.elts) > MOST:
            return None
        rounds = [bound(target, element) for element in known.elts]
        return None if None in rounds else rounds  # type: ignore[return-value]

    def _wrapped(
        self, target: ast.expr, walked: ast.Call, called: str
    ) -> list[dict[str, ast.expr]] | None:
        (first, *more) = walked.args
        if more or walked.keywords:
            return None
        if called == "reversed":
            rounds = self._rounds(target, first)
            return None if rounds is None else rounds[::-1]
        if not isinstance(target, ast.Tuple) or len(target.elts) != 2:
            return None
        rounds = self._rounds(target.elts[1], first)
        counter = target.elts[0]
        if rounds is None or not isinstance(counter, ast.Name):
            return None
        return [{counter.id: ast.Constant(value=k), **one} for k, one in enumerate(rounds)]

    def _zipped(self, target: ast.Tuple, walked: ast.Call) -> list[dict[str, ast.expr]] | None:
        parts: list[list[dict[str, ast.expr]]] = []
        for piece, argument in zip(target.elts, walked.args, strict=False):
            rounds = self._rounds(piece, argument)
            if rounds is None and isinstance(argument, (ast.List, ast.Tuple)):
                made = [bound(piece, element) for element in argument.elts]
                rounds = None if None in made else made  # type: ignore[assignment]
            if rounds is None:
                return None
            parts.append(rounds)
        if len(parts) != len(target.elts) or len({len(part) for part in parts}) != 1:
            return None
        return [{k: v for one in row for k, v in one.items()} for row in zip(*parts, strict=True)]

    # ---- functions that are chosen -----------------------------------------------------
    def choice(self, node: ast.expr) -> Choice | None:
        """Return the functions that an expression chooses from; None for any other."""
        if isinstance(node, ast.Name):
            return self.chosen.get(node.id)
        if isinstance(node, ast.IfExp):
            if self._is_function(node.body) and self._is_function(node.orelse):
                return Choice([node.test], [node.body, node.orelse])
            return None
        default: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr != "get" or len(node.args) != 2 or node.keywords:
                return None
            whole, (key, default) = node.func.value, node.args
        elif isinstance(node, ast.Subscript):
            whole, key = node.value, node.slice
        else:
            return None
        known = self.display(whole)
        if known is None or not isinstance(key, ast.Name):
            return None
        return (
            _choice(known, key, default) if default is None or self._is_function(default) else None
        )

    def note_choice(self, node: ast.stmt) -> bool:
        """Note `f = acts[name]` where the name, and what it is chosen by, are bound once."""
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if not isinstance(node, ast.Assign) or not isinstance(target, ast.Name):
            return False
        found = (
            None
            if len(node.targets) > 1 or self.bound.get(target.id) != 1
            else self.choice(node.value)
        )
        if found is None or target.id in self.inner:
            return False
        reads = set[str]().union(*map(names_in, found.tests))
        if any(not isinstance(n, _LASTING) for test in found.tests for n in walk(test)):
            return False
        if any(self.bound.get(label, 0) + (label in self.parameters) > 1 for label in reads):
            return False
        self.chosen[target.id] = found
        self.made[target.id] = node
        return True


class _Choices(ast.NodeTransformer):
    """Writes calls of functions from dicts, and generators over functions, out."""

    def __init__(self, apart: _Apart, before: list[ast.stmt], lazy: bool, at_top: bool) -> None:
        self.apart = apart
        self.before = before
        self.lazy = lazy
        self.at_top = at_top

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        """Leave what has a scope of its own."""
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Return the function at a known place."""
        self.generic_visit(node)
        known = self.apart.display(node.value)
        if known is None or not isinstance(node.slice, ast.Constant):
            return node
        if isinstance(known, ast.Dict):
            keys = [key.value for key in known.keys if isinstance(key, ast.Constant)]
            if node.slice.value in keys:
                return _at(known.values[keys.index(node.slice.value)], node)
        elif isinstance(known, (ast.List, ast.Tuple)) and isinstance(node.slice.value, int):
            if node.slice.value < len(known.elts):
                return _at(known.elts[node.slice.value], node)
        return node

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        """Return the list of the values, where functions are walked."""
        return self._list(node)

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        """Return the list of the values, where functions are walked."""
        return self._list(node)

    def _list(self, node: ast.ListComp | ast.GeneratorExp) -> ast.expr:
        (generator, *more) = node.generators
        rounds = (
            None if more or generator.ifs else self.apart._rounds(generator.target, generator.iter)
        )
        if rounds is None:
            return node
        made = [substitute(clone(node.elt), one) for one in rounds]
        return ast.copy_location(ast.List(elts=made, ctx=ast.Load()), node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """Leave what may not be evaluated."""
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        """Leave what may not be evaluated."""
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Return a choice between calls for a call of, or with, a function that is chosen."""
        self.generic_visit(node)
        places = [node.func, *node.args]
        found = [(k, one) for k, p in enumerate(places) if (one := self.apart.choice(p))]
        if len(found) != 1 or self.lazy:
            return node
        ((place, choice),) = found
        if choice.check is not None and ast.dump(choice.check.test) not in self.apart.checked:
            self.before.append(clone(choice.check))
            if self.at_top:
                self.apart.checked.add(ast.dump(choice.check.test))
        calls = [_called(node, place, value) for value in choice.values]
        last = calls[-1]
        for test, call in zip(choice.tests[::-1], calls[-2::-1], strict=True):
            last = ast.IfExp(test=clone(test), body=call, orelse=last)
        return _at(last, node)


def _called(node: ast.Call, place: int, function: ast.expr) -> ast.expr:
    """Return a call with a function in place of what it calls, or of an argument."""
    made = clone(node)
    if place == 0:
        made.func = clone(function)
    else:
        made.args[place - 1] = clone(function)
    return made


def _at(made: ast.expr, node: ast.AST) -> ast.expr:
    found = clone(made)
    for inner in walk(found):
        ast.copy_location(inner, node)
    return found


def _placed(made: ast.stmt, at: ast.AST) -> ast.stmt:
    for node in walk(made):
        ast.copy_location(node, at)
    if isinstance(made, ast.If):
        made.end_lineno = None
    return made
