"""The guard of a generated function: one `if ...: raise` that states the facts the text relies on.

    n, d = x.shape
    if w.shape != (d,) or np.ndim(b) != 0 or y.shape != (n,):
        raise ValueError("mse_grad is for w (d,), b (), x (n, d), y (n,)")

Goes in: what is declared of the parameters, and the facts that decided something. Comes out:
statements. What the function itself checks in its first lines is not stated again.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping, Sequence, Set
from itertools import takewhile

from gradgen.analysis.guard_facts import guard_of as guard_of
from gradgen.analysis.guard_facts import read_back as read_back
from gradgen.analysis.names import all_arguments
from gradgen.analysis.shape_tools import product
from gradgen.analysis.shapes import infer
from gradgen.analysis.values import NO_FACTS, Dim, Fact, Facts, Info, Shape
from gradgen.reader.unit import Unit
from gradgen.syntax import (
    Comment,
    expr,
    key,
    name,
    names_in,
    number,
    only_refuses,
    statement,
    walk,
)
from gradgen.transform.guard_plan import Plan
from gradgen.transform.guard_text import message
from gradgen.transform.naming import Names
from gradgen.transform.nest_evidence import may_be_nest
from gradgen.transform.opening import Opening

State = tuple[frozenset[str], frozenset[Fact]]

DTYPES = {"int": 'not in "iu"', "bool": '!= "b"', "complex": '!= "c"'}


class Guard:
    """Gives dimensions their text while a derivative is made, and states the guard at its end.

    Parameters
    ----------
    unit
        The user's function.
    declared
        What is declared of its parameters, and of others that the derivative has (`grad_out`).
    taken
        Names in use; the guard adds those that it gives.
    title
        The name of the derivative, for the message.
    """

    def __init__(
        self, unit: Unit, declared: Mapping[str, Info], taken: set[str] | Names, title: str
    ) -> None:
        self.unit = unit
        self.declared = dict(declared)
        self.taken = taken
        self.title = title
        self.opening = Opening(())
        self.users = _users_names(unit, declared)
        self.given: dict[str, str] = {}
        self.asked: set[str] = set()
        self.facts = {Fact(p) for p, info in declared.items() if info.assumed}
        self.real: frozenset[str] = frozenset()  # undeclared parameters that are taken as real
        self.loose: set[str] = set()  # parameters that may be lists or dicts, which have no dtype

    # ---- text for dimensions ----------------------------------------------------

    def dim(self, dim: Dim, facts: Facts = NO_FACTS) -> ast.expr | None:
        """Return the text for a dimension, None where it has none.

        `facts` are what the dimension rests on: the guard will state them.
        """
        if not dim.is_known:
            return None
        total: ast.expr | None = None
        for symbol, factor in dim.terms:
            text = self._symbol(symbol, facts)
            if text is None:
                return None
            term = text if abs(factor) == 1 else expr("k * t", k=number(abs(factor)), t=text)
            if total is None:
                total = term if factor > 0 else expr("-t", t=term)
            else:
                total = expr("a + b" if factor > 0 else "a - b", a=total, b=term)
        self.facts |= facts
        if total is None:
            return number(dim.constant)
        if not dim.constant:
            return total
        sign = "a + k" if dim.constant > 0 else "a - k"
        return expr(sign, a=total, k=number(abs(dim.constant)))

    def size(self, shape: Shape) -> ast.expr | None:
        """Return the text for the number of elements of a shape, None where it has none."""
        if (
            isinstance(shape.token, tuple)
            and shape.token[0] == "param"
            and not self._is_short(shape)
        ):
            parameter = shape.token[1]
            if self._holds(parameter) and self.declared[parameter].kind == "array":
                self.facts |= shape.token_facts
                return expr("x.size", x=name(parameter))
        if shape.dims is None:
            return None
        if product(shape.dims).is_number:
            return self.dim(product(shape.dims), shape.dims_facts)
        factors = [self.dim(dim, shape.dims_facts) for dim in shape.dims]
        total: ast.expr = number(1)
        for position, factor in enumerate(factors):
            if factor is None:
                return None
            total = expr("a * b", a=total, b=factor) if position else factor
        return total

    def _is_short(self, shape: Shape) -> bool:
        """Tell whether the number of elements is a number or has a name of the user's."""
        if shape.dims is None or len(shape.dims) > 1:
            return False
        return all(dim.is_number or dim.atom in self.users for dim in shape.dims)

    def _symbol(self, symbol: str, facts: Facts) -> ast.expr | None:
        """Return the text of a symbol: a name of the user's, `x.size`, or a name to be bound."""
        if symbol in self.users:
            return name(self.users[symbol])
        if "*" in symbol:
            parts = [self._symbol(part, facts) for part in symbol.split("*")]
            total = parts[0]
            for part in parts[1:]:
                if part is None or total is None:
                    return None
                total = expr("a * b", a=total, b=part)
            return total
        owner, dot, axis = symbol.rpartition(".")
        if dot:
            if owner not in self.declared or not self._holds(owner):
                return None
            is_array = self.declared[owner].kind == "array"
            text = "x.shape[k]" if is_array else "np.shape(x)[k]"
            return expr(text, x=name(owner), k=number(int(axis)))
        return self._bound(symbol, facts)

    def _bound(self, symbol: str, facts: Facts) -> ast.expr | None:
        """Return the name that the guard binds for a symbol of the declarations."""
        holders = self._holders(symbol)
        if not holders:
            return None
        if all(self.declared[parameter].rank == 1 for parameter in holders):
            for parameter in holders:
                if Fact(parameter) in facts and self._holds(parameter):
                    return expr("x.size", x=name(parameter))
        self.asked.add(symbol)
        return name(self.name_of(symbol))

    def _holders(self, symbol: str) -> list[str]:
        """Return the parameters that have an axis of this length, those of high rank first."""
        dim = Dim.symbol(symbol)
        found = [p for p, info in self.declared.items() if dim in (info.shape.dims or ())]
        return sorted(found, key=lambda p: -(self.declared[p].rank or 0))

    def name_of(self, symbol: str, holder: str = "") -> str:
        """Return the name of a symbol in the guard; a new one is free, and may say whose it is."""
        known = self.users.get(symbol) or self.opening.names.get(symbol) or self.given.get(symbol)
        if known is not None:
            return known
        owner, dot, axis = symbol.rpartition(".")
        wanted = f"{owner}_{axis}" if dot else symbol
        if wanted in self.taken:
            wanted = f"{wanted}_{holder or self._holders(symbol)[0]}"
        while wanted in self.taken:
            wanted += "_"
        self.taken.add(wanted)
        self.given[symbol] = wanted
        return wanted

    def _holds(self, parameter: str) -> bool:
        """Tell whether a parameter's name means the argument through the whole function."""
        stores = _stores(self.unit.tree)
        return parameter in self.declared and parameter not in stores

    # ---- trials -----------------------------------------------------------------

    def state(self) -> State:
        """Return what `restore` needs to forget a trial."""
        return frozenset(self.asked), frozenset(self.facts)

    def restore(self, state: State) -> None:
        """Forget what was asked for since `state`."""
        self.asked, self.facts = set(state[0]), set(state[1])

    # ---- the guard --------------------------------------------------------------

    def statements(self, used: Set[Fact], body: Sequence[ast.stmt] | None = None) -> list[ast.stmt]:
        """Return the statements that check these facts.

        With `body`, what the first lines of it check is left out, and only names that it reads are
        bound.
        """
        facts = set(used) | self.facts
        asked = self.asked
        self.opening = Opening(body or ())
        if body is not None:
            read = set[str]().union(*(names_in(one) for one in body))
            asked = {symbol for symbol in asked if self.name_of(symbol) in read}
        shaped = [p for p in self.declared if Fact(p) in facts and self._has_shape(p)]
        typed = [
            p
            for p in self.declared
            if p in self.real or (Fact(p, "dtype") in facts and self._has_dtype(p))
        ]
        plan = Plan(self.declared, shaped, asked, self.opening, self.name_of)
        conditions: list[ast.expr] = []
        for parameter in self.declared:
            conditions += plan.conditions.get(parameter, [])
            if parameter in typed:
                conditions.append(self._dtype_condition(parameter, parameter in plan.conditions))
        conditions = [c for c in conditions if key(c) not in self.opening.refused]
        made = list(plan.bindings)
        if conditions:
            own = [p for p in self.declared if p in shaped or p in typed]
            text = message(
                self.title, own, self.declared, set(typed), self._own_parameters(), self.real
            )
            made.append(_refusal(plan.gathered(conditions), text))
        return made

    def into(self, body: Sequence[ast.stmt], used: Set[Fact]) -> list[ast.stmt]:
        """Return a generated body with the guard in its place: after the user's own checks."""
        place = Opening(body).length
        return [*body[:place], *self.statements(used, body), *body[place:]]

    def _has_shape(self, parameter: str) -> bool:
        return self.declared[parameter].shape.dims is not None

    def _has_dtype(self, parameter: str) -> bool:
        return self.declared[parameter].kind in ("array", "unknown")

    def _own_parameters(self) -> set[str]:
        arguments = self.unit.tree.args
        return {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}

    def _may_be_list(self, parameter: str) -> bool:
        """Whether an argument that is taken for an array, with no annotation, may be a list."""
        arguments = {a.arg: a.annotation for a in all_arguments(self.unit.tree.args)}
        undeclared = arguments.get(parameter, parameter) is None
        return undeclared and may_be_nest(self.unit.tree, self.unit, parameter, Info())

    def _dtype_condition(self, parameter: str, shaped: bool) -> ast.expr:
        info = self.declared[parameter]
        if parameter in self.real:
            return expr("np.iscomplexobj(x)", x=name(parameter))
        test = DTYPES.get(info.dtype or "", '!= "f"')
        if parameter in self.loose:
            return expr(f'hasattr(x, "dtype") and x.dtype.kind {test}', x=name(parameter))
        if info.kind == "array" and not shaped and self._may_be_list(parameter):
            return expr(f'not hasattr(x, "dtype") or x.dtype.kind {test}', x=name(parameter))
        kind = "x.dtype.kind" if info.kind == "array" else "np.result_type(x).kind"
        return expr(f"{kind} {test}", x=name(parameter))


def _refusal(conditions: Sequence[ast.expr], text: str) -> ast.stmt:
    test = conditions[0]
    if len(conditions) > 1:
        test = ast.BoolOp(op=ast.Or(), values=list(conditions))
    said = ast.Constant(value=text)
    return statement("if test:\n    raise ValueError(said)", test=test, said=said)


def _stores(tree: ast.FunctionDef) -> set[str]:
    return {
        node.id
        for node in walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del))
    }


def _users_names(unit: Unit, declared: Mapping[str, Info]) -> dict[str, str]:
    """Return the names that the function has for dimensions, from its first lines on.

    A name counts if it is bound once, before anything can branch off.
    """
    stored = [
        n.id for n in walk(unit.tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    ]
    names = {f"{p}=": p for p in declared if p not in stored and declared[p].dtype == "int"}
    straight = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Assert, Comment)
    first = copy.copy(unit.tree)
    first.body = list(
        takewhile(lambda one: isinstance(one, straight) or only_refuses(one), unit.tree.body)
    )
    shapes = infer(unit, first, declared)
    for one in first.body:
        for bound in names_in(one) if isinstance(one, (ast.Assign, ast.AnnAssign)) else ():
            info = shapes.after.get(one, {}).get(bound)
            if stored.count(bound) == 1 and info is not None and info.dim is not None:
                if info.dim.atom is not None:
                    names.setdefault(info.dim.atom, bound)
    return names
