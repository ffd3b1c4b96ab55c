"""User functions seen from their callers: how arguments bind, what they write, what they return."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType

from gradgen import rules
from gradgen.analysis.aliases import Thing, aliases_known
from gradgen.analysis.callees import Callee
from gradgen.analysis.complex_numbers import result_of
from gradgen.analysis.declarations import declared
from gradgen.analysis.effects import Effects
from gradgen.analysis.memory import memory
from gradgen.analysis.shapes import infer, infos_of
from gradgen.analysis.uses import OF_OBJECTS, Uses
from gradgen.analysis.values import UNKNOWN, UNKNOWN_DIM, Info, Shape
from gradgen.errors import GradgenError
from gradgen.reader import read
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import base_name, walk
from gradgen.transform.function_copies import Copies
from gradgen.transform.functions import plain
from gradgen.transform.parted_names import with_parted_names
from gradgen.transform.program import Resort

Bound = dict[str, ast.expr]
InfoOf = Callable[[ast.expr], Info]
Evidence = Callable[[ast.FunctionDef, str], bool]
"""Whether the text of a function shows something of one of its parameters."""


class CallMismatch(Exception):
    """A call whose arguments cannot be bound to parameters when code is generated."""


def parameter_names(tree: ast.FunctionDef) -> list[str]:
    """Return the names of the parameters, in order."""
    arguments = tree.args
    return [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def has_star(call: ast.Call) -> bool:
    """Tell whether a call unpacks arguments with a star."""
    return any(isinstance(a, ast.Starred) for a in call.args) or any(
        keyword.arg is None for keyword in call.keywords
    )


def bind_call(tree: ast.FunctionDef, call: ast.Call) -> Bound:
    """Return the expression given for each parameter; those left to their defaults are absent.

    Raises
    ------
    CallMismatch
        Where `*args` or `**kwargs` are involved, or the call does not fit.
    """
    arguments = tree.args
    if arguments.vararg or arguments.kwarg:
        raise CallMismatch("the function takes `*args` or `**kwargs`")
    if has_star(call):
        raise CallMismatch("the call unpacks arguments with a star")
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    if len(call.args) > len(positional):
        raise CallMismatch("the call has too many arguments")
    bound = dict(zip(positional, call.args, strict=False))
    known = set(parameter_names(tree))
    for keyword in call.keywords:
        assert keyword.arg is not None
        if keyword.arg not in known or keyword.arg in bound:
            raise CallMismatch(f"the call gives `{keyword.arg}` in a way that does not fit")
        bound[keyword.arg] = keyword.value
    return bound


def is_taken_apart(tree: ast.FunctionDef, parameter: str) -> bool:
    """Whether an element or an attribute of an argument is named: then it is no number."""
    return any(
        isinstance(node, (ast.Subscript, ast.Attribute))
        and isinstance(node.value, ast.Name)
        and node.value.id == parameter
        for node in walk(tree)
    )


def has_updates(tree: ast.FunctionDef, parameter: str) -> bool:
    """Whether `x[k] += e` is written of an argument: if it is a list, of an array in it."""
    return any(
        isinstance(node, ast.AugAssign)
        and isinstance(node.target, ast.Subscript)
        and not isinstance(node.target.slice, (ast.Slice, ast.Tuple))
        and base_name(node.target) == parameter
        for node in walk(tree)
    )


@dataclass(frozen=True)
class Summary:
    """What a function does: `written` are parameters, `shared` those that the result may share.

    Where the result is one tuple, `parts` are the parameters that each part of it may share.
    """

    pure: bool = True
    written: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    parts: tuple[frozenset[str], ...] = ()


class Callees:
    """What is known of the user functions that a program reaches; each is read once.

    `resort` is what is done for functions that would be refused without.
    """

    def __init__(self, copies: Copies | None = None, resort: Resort | None = None) -> None:
        self._copies = copies or Copies()
        self.resort = resort or Resort()
        self._units: dict[FunctionType, Unit | None] = {}
        self._summaries: dict[object, Summary] = {}
        self._assumed: dict[FunctionType, Summary] = {}
        self._asked: set[FunctionType] = set()
        self._opened: set[ast.FunctionDef] = set()
        self._inferring: list[FunctionType] = []

    def note_text(self, function: FunctionType) -> None:
        """Note that the program holds the text of a function."""
        self._copies.used.append(function)

    def unit(self, function: FunctionType) -> Unit | None:
        """Return a function as read, None where it has no source that can be differentiated."""
        if function not in self._units:
            try:
                unit = with_parted_names(read(function)) if self.resort.names else read(function)
                self._units[function] = plain(unit, self._copies, {})
            except GradgenError:
                self._units[function] = None
        return self._units[function]

    def effects(self, unit: Unit, info_of: InfoOf | None = None) -> Effects:
        """Return the effects of the statements of a function, calls of user functions included."""
        return Effects(unit, info_of=info_of, call=lambda call: self.callee(call, unit, info_of))

    def callee(self, call: ast.Call, unit: Unit, info_of: InfoOf | None = None) -> Callee | None:
        """Return what a call of a user function does; None for other calls."""
        meant = unit.scope.lookup(call.func)
        if meant is MISSING or not isinstance(meant, FunctionType) or rules.find(meant):
            return None
        called = self.unit(meant)
        if called is None:
            return None
        try:
            bound = bind_call(called.tree, call)
        except CallMismatch:
            return None
        infos = {}
        if info_of is not None and called.generated:
            infos = {name: info_of(given) for name, given in bound.items()}
        told = self.summary(meant, called, infos)
        return Callee(
            pure=told.pure,
            writes=tuple(bound[name] for name in sorted(told.written) if name in bound),
            shares=tuple(bound[name] for name in sorted(told.shared) if name in bound),
            parts=tuple(
                tuple(bound[name] for name in sorted(part) if name in bound) for part in told.parts
            ),
        )

    def summary(
        self, function: FunctionType, unit: Unit, infos: Mapping[str, Info] | None = None
    ) -> Summary:
        """Return what a function does to its arguments, of which `infos` may tell more.

        A function that calls itself is taken to do nothing at first, and looked at again with
        what was found, until that is all.
        """
        known = {p: kind_and_rank(i) for p, i in (infos or {}).items() if i.kind != "unknown"}
        key = (function, tuple(sorted((p, repr(i)) for p, i in known.items())))
        if key in self._summaries:
            return self._summaries[key]
        if function in self._assumed:
            self._asked.add(function)
            return self._assumed[function]
        self._assumed[function] = Summary()
        settled = dict(self._summaries)
        while True:
            found = self._summarised(unit, known)
            if function not in self._asked or found == self._assumed[function]:
                break
            self._assumed[function] = found
            self._summaries = dict(settled)
        del self._assumed[function]
        self._asked.discard(function)
        self._summaries[key] = found
        return found

    def _summarised(self, unit: Unit, known: dict[str, Info]) -> Summary:
        info_of = None
        if known:
            declarations = merged(declared(unit), known)
            info_of = infos_of(infer(unit, unit.tree, declarations, self.result))
        effects = self.effects(unit, info_of)
        parameters = set(parameter_names(unit.tree))
        aliases = aliases_known(unit.tree, effects)
        followed = memory(unit.tree, effects)
        written = frozenset(followed.outside)
        if not followed.known:
            parts = effects.written(*unit.tree.body)
            things = frozenset[Thing]().union(*(aliases.written(*part) for part in parts))
            written = aliases.observers(things)
        written &= parameters
        pure = not written and _has_no_effect(unit, effects)

        def shared(value: ast.expr) -> frozenset[str]:
            names = (aliases.members(name) for name in effects.sources(value))
            return frozenset[str]().union(*names) & parameters

        values = [
            node.value
            for node in ast.walk(unit.tree)
            if isinstance(node, ast.Return) and node.value is not None
        ]
        each: tuple[frozenset[str], ...] = ()
        if len(values) == 1 and isinstance(values[0], ast.Tuple):
            each = tuple(shared(part) for part in values[0].elts)
        return Summary(pure, written, frozenset[str]().union(*map(shared, values)), each)

    def takes_apart(self, unit: Unit, parameter: str) -> bool:
        """Tell whether a function is sure to be given no number for a parameter."""
        return self.show(unit.tree, unit, parameter, is_taken_apart)

    def show(self, tree: ast.FunctionDef, unit: Unit, parameter: str, shows: Evidence) -> bool:
        """Tell whether a function shows something of a parameter.

        It does, or hands the parameter to a function that does.
        """
        if shows(tree, parameter):
            return True
        if tree in self._opened:
            return False
        self._opened.add(tree)
        found = any(
            self._hands_on(call, unit, parameter, shows)
            for call in walk(tree)
            if isinstance(call, ast.Call)
        )
        self._opened.discard(tree)
        return found

    def _hands_on(self, call: ast.Call, unit: Unit, parameter: str, shows: Evidence) -> bool:
        meant = unit.scope.lookup(call.func)
        called = self.unit(meant) if isinstance(meant, FunctionType) else None
        if called is None or rules.find(meant):
            return False
        try:
            bound = bind_call(called.tree, call)
        except CallMismatch:
            return False
        return any(
            isinstance(given, ast.Name)
            and given.id == parameter
            and self.show(called.tree, called, inner, shows)
            for inner, given in bound.items()
        )

    def result(self, function: object, arguments: list[Info], keywords: Mapping[str, Info]) -> Info:
        """Return what is known of the result of a call, for the shape analysis."""
        if not isinstance(function, FunctionType) or function in self._inferring:
            return UNKNOWN  # what a call of itself gives is not followed
        if function.__module__ in OF_OBJECTS:
            return UNKNOWN
        unit = self.unit(function)
        if unit is None:
            return UNKNOWN
        names = parameter_names(unit.tree)
        infos = {**dict(zip(names, arguments, strict=False)), **keywords}
        parameters = merged(declared(unit), infos)
        self._inferring.append(function)
        try:
            shapes = infer(unit, unit.tree, parameters, self.result)
            return result_of(unit.tree, shapes, Uses(unit), self.result)
        finally:
            self._inferring.pop()


def kind_and_rank(info: Info) -> Info:
    """Return what is known of an argument, but for its lengths."""
    dims = None if info.shape.dims is None else tuple(UNKNOWN_DIM for _ in info.shape.dims)
    return Info(kind=info.kind, shape=Shape(dims), dtype=info.dtype)


def merged(declarations: Mapping[str, Info], given: Mapping[str, Info]) -> dict[str, Info]:
    """Return what is known of parameters: from the caller where it knows, else declared."""
    found = dict(declarations)
    for name, info in given.items():
        told = declarations.get(name)
        if told is None or told.kind == "unknown" or info.shape.dims is not None:
            found[name] = info
    return found


def _has_no_effect(unit: Unit, effects: Effects) -> bool:
    for node in walk(unit.tree):
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
            return False
        if isinstance(node, ast.Call) and not effects.callee(node).pure:
            return False
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            return False
    return True
