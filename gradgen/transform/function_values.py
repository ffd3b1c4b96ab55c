"""Functions as values: what a name stands for that is called, or handed on to be called.

A value is taken apart for a copy of the function that it is given to: its `parts` are what it holds
(captured variables, fixed arguments), which become parameters of the copy, and `with_parts` puts
their names into it.

    lambda t: a * t                 Local, with the part `a`
    functools.partial(decay, k)     Partial, with the part `k`
    np.tanh, helper                 Known, without parts
    model: Oscillator               Instance, a value of known class; or Record, known by its fields
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import FunctionType

from gradgen.reader.scope import FunctionScope
from gradgen.reader.unit import Comments, SourceText

Part = tuple[str, ast.expr]


@dataclass(frozen=True, eq=False)
class Template:
    """The text that functions are made of: a user's function, or one inside of it.

    Attributes
    ----------
    host : the user's function that holds the text; it gives the meaning of free names
    scope : the meaning of the free names of the text
    values : the functions that names of the surrounding text stand for
    captured : the variables of the surrounding text that this one reads, itself or through others
    defaults : parameters whose default was evaluated where the function was defined
    default_values : what defaults were, where that is known
    default_functions : the functions that parameters are by default
    is_lambda : whether it has no name of its own
    generated : whether gradgen wrote it
    """

    name: str
    tree: ast.FunctionDef
    host: FunctionType
    scope: FunctionScope
    source: SourceText
    comments: Comments = field(default_factory=Comments)
    values: dict[str, Value] = field(default_factory=dict)
    captured: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    default_values: Mapping[str, object] = field(default_factory=dict)
    default_functions: Mapping[str, Value] = field(default_factory=dict)
    is_lambda: bool = False
    generated: bool = False


@dataclass(frozen=True, eq=False)
class Known:
    """A function that is known by the object that it is; `node` is how its user writes it."""

    found: object
    node: ast.expr

    @property
    def label(self) -> str:
        """What a copy of a function that is given this one is called by."""
        return self.node.attr if isinstance(self.node, ast.Attribute) else ast.unparse(self.node)

    @property
    def key(self) -> object:
        """What two values have in common for which one copy is enough."""
        return self.found if isinstance(self.found, FunctionType) else id(self.found)

    @property
    def parts(self) -> list[Part]:
        """What the value holds, by names that suit it."""
        return []

    def with_parts(self, parts: Sequence[ast.expr]) -> Known:
        """Return the value with other expressions for what it holds."""
        return self


@dataclass(frozen=True, eq=False)
class Local:
    """A function of another's body; `held` is what it captures, and defaults that it was given."""

    template: Template
    held: dict[str, ast.expr]

    @property
    def label(self) -> str:
        """What a copy of a function that is given this one is called by."""
        return "" if self.template.is_lambda else self.template.name

    @property
    def key(self) -> object:
        """What two values have in common for which one copy is enough."""
        return self.template.tree

    @property
    def parts(self) -> list[Part]:
        """What the value holds, by names that suit it."""
        return list(self.held.items())

    def with_parts(self, parts: Sequence[ast.expr]) -> Local:
        """Return the value with other expressions for what it holds."""
        return replace(self, held=dict(zip(self.held, parts, strict=True)))


@dataclass(frozen=True, eq=False)
class Partial:
    """A function some of whose arguments are fixed; `wanted` names those that are by position."""

    of: Known | Local | Partial
    wanted: tuple[str, ...]
    positional: tuple[ast.expr | Instance | Record, ...]
    named: dict[str, ast.expr]

    @property
    def label(self) -> str:
        """What a copy of a function that is given this one is called by."""
        return self.of.label

    @property
    def key(self) -> object:
        """What two values have in common for which one copy is enough."""
        inner = [None if isinstance(p, ast.expr) else p.key for p in self.positional]
        return ("partial", self.of.key, tuple(inner), tuple(self.named))

    @property
    def parts(self) -> list[Part]:
        """What the value holds, by names that suit it."""
        first = [
            part
            for label, given in zip(self.wanted, self.positional, strict=True)
            for part in ([(label, given)] if isinstance(given, ast.expr) else given.parts)
        ]
        return [*first, *self.named.items(), *self.of.parts]

    def with_parts(self, parts: Sequence[ast.expr]) -> Partial:
        """Return the value with other expressions for what it holds."""
        left = list(parts)
        positional: list[ast.expr | Instance | Record] = []
        for given in self.positional:
            count = 1 if isinstance(given, ast.expr) else len(given.parts)
            own, left = left[:count], left[count:]
            positional.append(own[0] if isinstance(given, ast.expr) else given.with_parts(own))
        named = dict(zip(self.named, left[: len(self.named)], strict=True))
        of = self.of.with_parts(left[len(self.named) :])
        assert isinstance(of, Known | Local | Partial)
        return Partial(of, self.wanted, tuple(positional), named)


@dataclass(frozen=True, eq=False)
class Instance:
    """An object whose class is known; `whole` is the expression that it is."""

    of: type
    whole: ast.expr

    @property
    def label(self) -> str:
        """What a copy of a function that is given this one is called by: nothing."""
        return ""

    @property
    def key(self) -> object:
        """What two values have in common for which one copy is enough."""
        return self.of

    @property
    def parts(self) -> list[Part]:
        """What the value holds, by names that suit it."""
        return [(self.of.__name__.lower(), self.whole)]

    def with_parts(self, parts: Sequence[ast.expr]) -> Instance:
        """Return the value with other expressions for what it holds."""
        return Instance(self.of, parts[0])


@dataclass(frozen=True, eq=False)
class Record:
    """An object that is known by its fields, each a variable or an object in turn."""

    of: type
    fields: Mapping[str, ast.expr | Value]

    @property
    def label(self) -> str:
        """What a copy of a function that is given this one is called by: nothing."""
        return ""

    @property
    def key(self) -> object:
        """What two values have in common for which one copy is enough."""
        inner = [None if isinstance(f, ast.expr) else f.key for f in self.fields.values()]
        return (self.of, tuple(self.fields), tuple(inner))

    @property
    def parts(self) -> list[Part]:
        """What the value holds, by names that suit it."""
        found: list[Part] = []
        for label, one in self.fields.items():
            found += [(label, one)] if isinstance(one, ast.expr) else one.parts
        return found

    def with_parts(self, parts: Sequence[ast.expr]) -> Record:
        """Return the value with other expressions for what it holds."""
        left = list(parts)
        made: dict[str, ast.expr | Value] = {}
        for label, one in self.fields.items():
            count = 1 if isinstance(one, ast.expr) else len(one.parts)
            own, left = left[:count], left[count:]
            made[label] = own[0] if isinstance(one, ast.expr) else one.with_parts(own)
        return Record(self.of, made)


Function = Known | Local | Partial
Value = Known | Local | Partial | Instance | Record
