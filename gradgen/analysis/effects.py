"""What statements and expressions do: which names they read, bind, and whose objects they change.

>>> statement = ast.parse("u[i] = np.sin(x)").body[0]
>>> sorted(reads(statement)), sorted(binds(statement))
(['i', 'np', 'u', 'x'], [])

`Effects` knows the functions that are called as well: `mutates` of that statement is `{"u"}`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gradgen.analysis.callees import (
    DRAWS,
    Callee,
    arguments,
    callee,
    only_reports,
    unknown_call,
)
from gradgen.analysis.values import UNKNOWN, Info
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import children, walk, walk_statements

IMMUTABLE_KINDS = frozenset({"number", "string", "none", "range", "function"})
_METADATA = frozenset({"shape", "size", "ndim", "dtype", "nbytes", "itemsize", "kind", "name"})
_SCOPES = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COMMON = frozenset({ast.Name, ast.Constant, ast.BinOp, ast.Assign, ast.Attribute, ast.Subscript})
_WRITING = frozenset({ast.Subscript, ast.Attribute, ast.AugAssign, ast.Call})
_EAGER = frozenset(
    {"sum", "max", "min", "any", "all", "tuple", "list", "sorted", "set", "dict", "frozenset"}
)


class _Names:
    """Collect the names that a tree reads and binds in the scope it stands in."""

    def __init__(self) -> None:
        self.reads: set[str] = set()
        self.binds: set[str] = set()

    def visit(self, node: ast.AST) -> None:
        """Visit a node; the common kinds in one loop, since this is asked about everything."""
        waiting = [node]
        while waiting:
            node = waiting.pop()
            kind = node.__class__
            if isinstance(node, ast.Name):
                (self.reads if node.ctx.__class__ is ast.Load else self.binds).add(node.id)
            elif kind is ast.Constant:
                continue
            elif kind in _SPECIAL:
                getattr(self, f"visit_{node.__class__.__name__}")(node)
            else:
                waiting += children(node)

    def generic_visit(self, node: ast.AST) -> None:
        """Visit the parts of a node."""
        for part in children(node):
            self.visit(part)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.reads.add(node.target.id)
        self.generic_visit(node)

    def _comprehension(self, node: ast.expr) -> None:
        generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]
        self.visit(generators[0].iter)
        targets, inner = _Names(), _Names()
        for generator in generators:
            targets.visit(generator.target)
            for part in (generator.iter, *generator.ifs):
                if part is not generators[0].iter:
                    inner.visit(part)
        for slot in ("elt", "key", "value"):
            if hasattr(node, slot):
                inner.visit(getattr(node, slot))
        self.reads |= (inner.reads | targets.reads) - targets.binds
        self.binds |= inner.binds

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def _inside(self, arguments: ast.arguments, body: Iterable[ast.AST]) -> None:
        for default in (*arguments.defaults, *(d for d in arguments.kw_defaults if d)):
            self.visit(default)
        inner = _Names()
        for node in body:
            inner.visit(node)
        own = inner.binds | {
            parameter.arg for parameter in walk(arguments) if isinstance(parameter, ast.arg)
        }
        self.reads |= inner.reads - own

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._inside(node.args, [node.body])

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.binds.add(node.name)
        for decorator in node.decorator_list:
            self.visit(decorator)
        self._inside(node.args, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        inner = _Names()
        inner.generic_visit(node)
        self.binds.add(node.name)
        self.reads |= inner.reads

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.binds |= {node.name} if node.name else set()
        self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> None:
        self.binds.add(node.asname or node.name.split(".")[0])

    def _capture(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.binds |= {node.name} if node.name else set()
        self.generic_visit(node)

    visit_MatchAs = visit_MatchStar = _capture

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.binds |= {node.rest} if node.rest else set()
        self.generic_visit(node)


_SPECIAL = frozenset(
    getattr(ast, name.removeprefix("visit_")) for name in vars(_Names) if name.startswith("visit_")
)


def reads(*nodes: ast.AST) -> set[str]:
    """Return the names read, in blocks inside blocks too; the base of a written element is read."""
    found = _Names()
    for node in nodes:
        found.visit(node)
    return found.reads


def names(*nodes: ast.AST) -> tuple[set[str], set[str]]:
    """Return the names read and the names bound, found in one go."""
    found = _Names()
    for node in nodes:
        found.visit(node)
    return found.reads, found.binds


def binds(*nodes: ast.AST) -> set[str]:
    """Return the names that are bound again (or deleted), in blocks inside blocks too."""
    found = _Names()
    for node in nodes:
        found.visit(node)
    return found.binds


def imported(body: Sequence[ast.stmt]) -> set[str]:
    """Return the names that are bound by `import` statements: modules and what is in them."""
    found = (s for s in walk_statements(list(body)) if isinstance(s, _IMPORTS))
    return binds(*found)


def captured(body: Sequence[ast.stmt]) -> set[str]:
    """Return the names whose value may be read or set out of text order.

    They are what functions inside the body read, what lazy generators read, and what is
    declared `global` or `nonlocal`.
    """
    found: set[str] = set()
    eager: set[ast.AST] = set()
    for node in (inner for statement in body for inner in walk(statement)):
        kind = node.__class__
        if kind in _COMMON:
            continue
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in _EAGER:
                eager |= set(node.args)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found |= set(node.names)
        elif isinstance(node, _SCOPES) or (kind is ast.GeneratorExp and node not in eager):
            found |= reads(node)
    return found


@dataclass(frozen=True)
class Effects:
    """What statements do, knowing the functions that they call.

    `pure_names` are names of functions that are pure (the generated forward and backward
    functions); `info_of` tells the kinds of values; `call` is asked first about each call.
    """

    unit: Unit
    pure_names: frozenset[str] = frozenset()
    info_of: Callable[[ast.expr], Info] | None = None
    call: Callable[[ast.Call], Callee | None] | None = None
    _told: dict[ast.Call, tuple[tuple[ast.expr, ...], Callee]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def info(self, node: ast.expr) -> Info:
        """Return what is known of an expression."""
        return self.info_of(node) if self.info_of else UNKNOWN

    def callee(self, node: ast.Call) -> Callee:
        """Return what is known of a call."""
        if self.info_of is not None:  # by what is known of the arguments, which may grow
            return self._callee(node)
        owner = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        given = (node.func, owner, *arguments(node))
        known = self._told.get(node)
        if known is None or known[0] != given:
            known = self._told[node] = given, self._callee(node)
        return known[1]

    def _callee(self, node: ast.Call) -> Callee:
        told = self.call(node) if self.call else None
        if told is not None:
            return told
        if self._is_unknown_method(node):
            return unknown_call(node, node.func.value)  # type: ignore[attr-defined]
        return callee(node, self.unit, self.pure_names)

    def _is_unknown_method(self, node: ast.Call) -> bool:
        """Whether a call is of a method of an object of which nothing is known."""
        return (
            isinstance(node.func, ast.Attribute)
            and self.info(node.func.value).kind == "object"
            and not (node.func.attr in DRAWS or only_reports(node, self.unit))
            and self.unit.scope.lookup(node.func) is MISSING
        )

    def immutable(self, node: ast.expr) -> bool:
        """Whether the value of an expression is known to have no memory that could change."""
        return self.info(node).kind in IMMUTABLE_KINDS

    def holds_numbers(self, node: ast.expr) -> bool:
        """Whether a value is an array with one axis: its elements have no memory of their own."""
        info = self.info(node)
        return info.rank == 1 and (info.kind == "array" or isinstance(node, ast.Name))

    def sources(self, node: ast.expr) -> set[str]:
        """Return the names that the value of an expression may be, be a view of, or hold."""
        return _sources(node, self)

    def written(self, *nodes: ast.AST) -> list[tuple[ast.expr, bool]]:
        """Return the expressions whose object may be changed in place, inside blocks too.

        The flag tells whether what the object holds may be changed as well.
        """
        return self.written_in([inner for outer in nodes for inner in walk(outer)])

    def written_in(self, nodes: Iterable[ast.AST]) -> list[tuple[ast.expr, bool]]:
        """As `written`, of these nodes alone: those of a walk that was made."""
        found: list[tuple[ast.expr, bool]] = []
        for node in nodes:
            if node.__class__ not in _WRITING:
                continue
            if isinstance(node, (ast.Subscript, ast.Attribute)):
                if not isinstance(node.ctx, ast.Load):
                    found.append((node.value, False))
            elif isinstance(node, ast.AugAssign):
                if self._updates_memory(node.target):
                    found.append((node.target, False))
            elif isinstance(node, ast.Call):
                told = self.callee(node)
                found += [(part, not told.known) for part in told.writes]
                if self.closure(node, told):
                    found.append((node.func, True))
        return found

    def asked(self, *nodes: ast.AST) -> set[ast.expr]:
        """Return the objects whose methods are called that no array and no container has."""
        return {
            node.func.value
            for outer in nodes
            for node in walk(outer)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and not node.func.attr.startswith("__")
            and not self.callee(node).known
        }

    def _updates_memory(self, target: ast.expr) -> bool:
        """Whether `target += e` changes an object: a name's, or one that a container holds."""
        if isinstance(target, ast.Name):
            return not self.immutable(target)
        if not isinstance(target, ast.Subscript):
            return False
        return self.info(target.value).kind != "array" and not self.immutable(target)

    def mutates(self, *nodes: ast.AST) -> set[str]:
        """Return the names whose object, or what it holds, may be changed in place."""
        return set[str]().union(*(self.sources(part) for part, _ in self.written(*nodes)))

    def closure(self, node: ast.Call, told: Callee) -> set[str]:
        """Return the local function that a call is of: the call may reach what that captured."""
        function = node.func
        if told.known or not isinstance(function, ast.Name):
            return set()
        return {function.id} & self.unit.scope.local_names

    def is_pure(self, node: ast.AST) -> bool:
        """Whether evaluating an expression has no effect, and gives the same if evaluated again."""
        for inner in walk(node):
            if inner.__class__ in _COMMON:
                continue
            if isinstance(inner, (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)):
                return False
            if isinstance(inner, ast.Call) and not self.callee(inner).pure:
                return False
        return True


def _sources(node: ast.expr, effects: Effects) -> set[str]:
    """Return the names that the value of `node` may share memory with."""
    if effects.immutable(node):
        return set()
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Attribute):
        return set() if node.attr in _METADATA else _sources(node.value, effects)
    if isinstance(node, ast.Call):
        told = effects.callee(node)
        own = effects.closure(node, told)
        return own.union(*(_sources(argument, effects) for argument in told.shares))
    if isinstance(node, ast.Subscript):
        return set() if copies(node, effects) else _sources(node.value, effects)
    if isinstance(node, (ast.UnaryOp, ast.Compare, ast.JoinedStr, ast.Constant)):
        return set()
    if isinstance(node, ast.BinOp):
        sequences = any(is_sequence(side, effects) for side in (node.left, node.right))
        sides = (node.left, node.right) if sequences else ()
        return set[str]().union(*(_sources(side, effects) for side in sides))
    if isinstance(node, ast.IfExp):
        return _sources(node.body, effects) | _sources(node.orelse, effects)
    if isinstance(node, (ast.Lambda, *_COMPREHENSIONS)):
        return reads(node)
    parts = [part for part in children(node) if isinstance(part, ast.expr)]
    return set[str]().union(*(_sources(part, effects) for part in parts))


def is_sequence(node: ast.expr, effects: Effects) -> bool:
    """Whether an expression is known to be a list or a tuple: `+` and `*` keep the elements."""
    if isinstance(node, (ast.List, ast.Tuple, ast.ListComp)):
        return True
    if isinstance(node, ast.BinOp):
        return is_sequence(node.left, effects) or is_sequence(node.right, effects)
    return effects.info(node).kind in {"list", "tuple"}


def copies(node: ast.Subscript, effects: Effects) -> bool:
    """Whether an index is known to copy: a list, a mask or an array of positions occurs in it."""
    index = node.slice
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return any(
        isinstance(part, (ast.List, ast.Compare)) or effects.info(part).kind == "array"
        for part in parts
    )


def mutates(node: ast.AST, unit: Unit) -> set[str]:
    """Return the names whose object may be changed in place by a statement."""
    return Effects(unit).mutates(node)


def is_pure(node: ast.AST, unit: Unit) -> bool:
    """Whether evaluating an expression has no effect, and gives the same if evaluated again."""
    return Effects(unit).is_pure(node)
