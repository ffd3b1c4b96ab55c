"""What every statement of one function shares while it is differentiated."""

from __future__ import annotations

import ast
from collections import ChainMap
from contextlib import suppress
from dataclasses import dataclass, field

from gradgen import syntax
from gradgen.analysis.activity import Activity
from gradgen.analysis.aliases import Aliases, Thing
from gradgen.analysis.bound import Bound
from gradgen.analysis.complex_numbers import ComplexNumbers, possibly_complex
from gradgen.analysis.effects import Effects
from gradgen.analysis.memory import Memory
from gradgen.analysis.paths import Paths
from gradgen.analysis.shapes import Shapes, info_of
from gradgen.analysis.uses import Uses
from gradgen.analysis.values import Fact, Facts, Info, Shape, equal_shapes, holds_numbers, is_scalar
from gradgen.errors import UnsupportedError
from gradgen.reader.unit import Unit
from gradgen.syntax import base_name, name
from gradgen.transform.guards import Guard, State
from gradgen.transform.naming import Names


@dataclass(frozen=True)
class Snapshot:
    """What a trial run of a block may change."""

    names: Names
    infos: dict[str, Info]
    facts: set[Fact]
    made: set[str]
    helpers: set[str]
    guard: State


@dataclass(eq=False)
class Context:
    """The analyses of a function, the names in it, and what its derivative relies on.

    `variables` are the user's names in text order; `synthetic` statements stand for what a loop
    header binds. `infos` are the infos of names that gradgen made; `facts` the facts about
    arguments that decided something; `helpers` the runtime helpers that the text calls.
    """

    unit: Unit
    uses: Uses
    effects: Effects
    shapes: Shapes
    aliases: Aliases
    activity: Activity
    names: Names
    guard: Guard
    parameters: tuple[str, ...]
    complex: ComplexNumbers
    origin: dict[ast.stmt, ast.stmt] = field(default_factory=dict)
    infos: dict[str, Info] = field(default_factory=dict)
    facts: set[Fact] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    helpers: set[str] = field(default_factory=set)
    synthetic: set[ast.stmt] = field(default_factory=set)
    variables: list[str] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    bound: Bound = field(default_factory=Bound)
    written: frozenset[str] = frozenset()  # names whose memory is written in place somewhere
    same_buffer: dict[str, str] = field(default_factory=dict)  # adjoints that are another's value
    element_written: set[str] = field(default_factory=set)
    in_place: frozenset[str] = frozenset()  # parameters whose writes the caller sees
    grown: frozenset[str] = frozenset()  # names of lists that get longer or shorter
    given: frozenset[str] = frozenset()  # the parameters that the user's own arguments are given to
    held_twice: frozenset[Thing] = frozenset()  # what containers may hold in several places
    paths: Paths | None = None
    nest_names: frozenset[str] = frozenset()  # variables of generated code that may be containers
    computed: frozenset[str] = frozenset()  # variables of results of arithmetic
    filled: frozenset[str] = frozenset()  # variables of lists of so many constants
    taken_apart: frozenset[str] = frozenset()  # names whose elements are taken, by index or twice
    stacks: frozenset[str] = frozenset()  # lists that are filled from empty and walked once
    nests: set[str] = field(default_factory=set)  # adjoints that may be lists or dicts of adjoints
    emptied: set[str] = field(default_factory=set)  # variables whose adjoint may be None
    deep: set[str] = field(default_factory=set)  # variables that may hold containers of containers

    def snapshot(self) -> Snapshot:
        """Return what a trial may change, for `restore`."""
        names, self.names = self.names, self.names.copy()
        kept = Snapshot(
            names,
            dict(self.infos),
            set(self.facts),
            set(self.made),
            set(self.helpers),
            self.guard.state(),
        )
        self.guard.taken = self.names
        return kept

    def restore(self, saved: Snapshot) -> None:
        """Forget what a trial did."""
        self.names, self.infos, self.facts = saved.names, saved.infos, saved.facts
        self.made, self.helpers = saved.made, saved.helpers
        self.guard.restore(saved.guard)
        self.guard.taken = self.names
        self.names.take(*self.guard.given.values())

    def dtype_fact(self, parameter: str) -> Fact:
        """Return the fact that an argument is floating."""
        return Fact(parameter, "dtype")

    def info(self, node: ast.expr, statement: ast.stmt | None = None) -> Info:
        """Return what is known of an expression of the function, or of one that gradgen made."""
        known = self.shapes.of.get(node)
        if known is not None:
            return known
        before = self.shapes.before.get(statement, {}) if statement is not None else {}
        return info_of(node, ChainMap(self.infos, before), self.unit)

    @property
    def is_complex(self) -> bool:
        """Whether any value of the function may be complex."""
        return self.complex.found

    def complex_text(self, text: ast.expr) -> bool:
        """Tell whether text of the derivative may be complex."""
        return self.complex.in_text(text, self.infos, self.names.adjoints())

    def argument_info(self, node: ast.expr, statement: ast.stmt) -> Info:
        """Return what is known of an argument of a call, complex where it may be."""
        info = self.info(node, statement)
        return possibly_complex(info) if self.complex.may_be(node, info) else info

    def rely(self, facts: Facts) -> None:
        """Record that the text rests on these facts."""
        self.facts |= facts

    def equal(self, a: Shape, b: Shape) -> bool:
        """Tell whether two shapes are proved equal, and rely on what proves it."""
        facts = equal_shapes(a, b)
        if facts is None:
            return False
        self.rely(facts)
        return True

    def scalar(self, shape: Shape) -> bool:
        """Tell whether a shape is proved to be `()`, and rely on what proves it."""
        facts = is_scalar(shape)
        if facts is None:
            return False
        self.rely(facts)
        return True

    def fresh(self, preferred: str, info: Info | None = None) -> str:
        """Return a name that nobody uses, and own it."""
        made = self.names.fresh(preferred)
        self.made.add(made)
        if info is not None:
            self.infos[made] = info
        return made

    def fresh_for_old(self, adjoint: str) -> str:
        """Return a name for what an adjoint was, of which the same is known."""
        made = self.fresh(f"{adjoint}_new", self.infos.get(adjoint))
        self.nests |= {made} if adjoint in self.nests else set()
        return made

    def adjoint_of(self, variable: str) -> str:
        """Return the name of the adjoint of a variable: `grad_x`."""
        made = self.names.adjoint(variable)
        self.made.add(made)
        return made

    def helper(self, name: str) -> str:
        """Return the name of a runtime helper, and have it copied into the module."""
        self.helpers.add(name)
        return name

    def basic_index(self, index: ast.expr, statement: ast.stmt | None) -> bool:
        """Tell whether an index is of ints, slices, `...` and None: each element once, a view.

        The keys of dicts, which are texts, count as well.
        """
        if isinstance(index, ast.Tuple):
            return all(self.basic_index(part, statement) for part in index.elts)
        if isinstance(index, ast.Slice):
            return True
        if isinstance(index, ast.Constant):
            plain = index.value is None or index.value is Ellipsis
            return plain or isinstance(index.value, (int, str))
        if isinstance(index, ast.UnaryOp):
            return self.basic_index(index.operand, statement)
        info = self.info(index, statement)
        return info.kind in ("none", "string") or (info.kind == "number" and info.dtype == "int")

    def is_entry(self, node: ast.Subscript, statement: ast.stmt | None) -> bool:
        """Tell whether an element is one of a list, tuple or dict, which only refers to it."""
        key = self.info(node.slice, statement)
        holder = self.info(node.value, statement)
        return key.kind == "string" or holder.kind in ("list", "tuple", "dict")

    def takes_one(self, node: ast.expr, statement: ast.stmt | None) -> bool:
        """Tell whether an index surely takes one element, or a part with each element once."""
        assert isinstance(node, ast.Subscript)
        if isinstance(node.value, ast.Name) and node.value.id in self.filled:
            return not isinstance(node.slice, ast.List)
        return self.basic_index(node.slice, statement) or self.is_entry(node, statement)

    def old_entry(
        self, target: ast.Subscript, statement: ast.stmt, updated: set[str | None]
    ) -> ast.expr:
        """Return text for the old value of an entry, a copy where entries change in place."""
        value: ast.expr = syntax.loaded(target)
        if isinstance(statement, ast.AugAssign):
            return syntax.expr("np.copy(part)", part=value)
        holder = self.info(target.value, statement)
        if holder.kind == "dict" or self.info(target.slice, statement).kind == "string":
            value = syntax.expr("d.get(k)", d=syntax.loaded(target.value), k=target.slice)
        if base_name(target) in updated:
            return syntax.expr("np.copy(part)", part=value)
        return value

    def mask_index(self, index: ast.expr, statement: ast.stmt | None) -> bool:
        """Tell whether an index is a boolean mask: each element at most once, a copy."""
        info = self.info(index, statement)
        return info.dtype == "bool"

    def refuse(
        self, code: str, node: ast.AST, reason: str, help: str = "", what: str = ""
    ) -> UnsupportedError:
        """Make the error for a construct that cannot be differentiated right."""
        return self.unit.unsupported(code, node, reason, help, what)

    def observers(self, statement: ast.stmt) -> frozenset[str]:
        """Return the names through which what a statement changes in place can be seen."""
        if statement in self.memory.known:
            return self.memory.observers(statement)
        things = frozenset().union(
            *(self.aliases.written(part, deep) for part, deep in self.effects.written(statement))
        )
        return self.aliases.observers(things)

    def changes_later(self, name: str, statement: ast.stmt) -> bool:
        """Tell whether the memory that a statement gives to a call may be written after that."""
        if statement in self.memory.known:
            return self.memory.past_is_written(name, statement)
        return name in self.written

    def result_changes(self, names: set[str], statement: ast.stmt) -> bool:
        """Tell whether what a statement gives to names may be written in place after it."""
        if statement not in self.memory.known or self.paths is None:
            return not names.isdisjoint(self.written)
        return any(
            not names.isdisjoint(seen) and self.paths.may_follow(writer, statement)
            for writer, seen in self.memory.seen.items()
            if writer is not statement
        )

    def copied(self, value: ast.expr, info: Info) -> ast.expr:
        """Return text for a copy of a value: an array's own, of a number nothing is needed.

        Of a tuple or a list that is written out, the elements that exist already are copied.
        """
        if isinstance(value, (ast.Tuple, ast.List)):
            parts = value.elts
            items = info.items or [info.element or Info()] * len(parts)
            if len(items) == len(parts) and not any(isinstance(p, ast.Starred) for p in parts):
                shared = self.effects.sources
                pairs = zip(parts, items, strict=True)
                lasting = [
                    self.copied(part, item) if shared(part) else part for part, item in pairs
                ]
                return value.__class__(elts=lasting, ctx=ast.Load())
        is_nest = info.kind in ("list", "tuple", "dict") and not holds_numbers(info)
        if info.kind == "number" or (info.kind == "tuple" and not is_nest):
            return value
        if is_nest or (isinstance(value, ast.Name) and value.id in self.nest_names):
            return syntax.expr("nest_copy(x)", nest_copy=name(self.helper("nest_copy")), x=value)
        has_method = info.kind in ("array", "list", "dict")
        return syntax.expr("x.copy()" if has_method else "1.0 * x", x=value)

    def may_be_nest(self, node: ast.expr) -> bool:
        """Tell whether text for an adjoint may stand for a list or a dict of adjoints."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return node.func.id in NEST_HELPERS
        return isinstance(node, ast.Name) and node.id in self.nests

    def part_of_nest(self, text: ast.expr, statement: ast.stmt | None) -> bool:
        """Tell whether text may stand for a container: in generated code, so may its parts."""
        if self.unit.generated and isinstance(text, ast.Subscript):
            index = self.info(text.slice, statement)
            of_array = index.kind == "array" or index.dtype == "bool"
            return base_name(text) in self.nests and not of_array
        return self.may_be_nest(text)

    def copied_part(self, element: ast.expr, statement: ast.stmt | None) -> ast.expr:
        """Return text for a copy of an element, which may be a number where nothing is known."""
        part = syntax.loaded(element)
        if not isinstance(part, ast.Subscript):
            return syntax.expr("x.copy()", x=part)
        several = any(isinstance(inner, ast.Slice) for inner in syntax.walk(part.slice))
        unsure = self.info(part, statement).kind == "unknown" and not several
        unsure = unsure and self.info(part.value, statement).kind != "array"
        return syntax.expr("np.copy(x)" if unsure else "x.copy()", x=part)

    def is_parameter(self, node: ast.expr) -> bool:
        """Tell whether an expression starts from a parameter of the function."""
        return base_name(node) in self.parameters


NEST_HELPERS = frozenset(
    "list_grad sum_grad extreme_grad nest_sum nest_copy split_like list tuple".split()
)
"""Functions that give a list of adjoints where they are given a list."""


class RuleFacts:
    """What a rule's template may ask about the values it is used on."""

    def __init__(self, context: Context, values: dict[str, ast.expr], statement: ast.stmt) -> None:
        self.context = context
        self.values = values
        self.statement = statement

    def _info(self, parameter: str) -> Info:
        node = self.values.get(parameter)
        return Info() if node is None else self.context.info(node, self.statement)

    def rank(self, parameter: str) -> int | None:
        """Return the rank of an operand, where known."""
        shape = self._info(parameter).shape
        if shape.dims is not None:
            self.context.rely(shape.dims_facts)
        return shape.rank

    def shape(self, parameter: str) -> Shape:
        """Return the shape of an operand."""
        return self._info(parameter).shape

    def equal(self, a: str, b: str) -> bool:
        """Tell whether two operands have the same shape."""
        return self.context.equal(self.shape(a), self.shape(b))

    def kind(self, parameter: str) -> str:
        """Return the kind of an operand (see `analysis.values.Kind`)."""
        return self._info(parameter).kind

    def literal(self, parameter: str) -> tuple[bool, object]:
        """Return whether an argument is a literal, and its value."""
        node = self.values.get(parameter)
        if node is None:
            return False, None
        if not isinstance(node, (ast.Name, ast.Attribute)):  # which are never literals
            with suppress(ValueError):
                return True, ast.literal_eval(node)
        info = self.context.info(node, self.statement)
        return info.known, info.value
