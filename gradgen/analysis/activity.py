"""Activity: which values depend on an input that is differentiated (*varied*).

The other half, whether a value reaches the output, needs no analysis: the backward walk finds
no adjoint to pass on. Varied is a flow-sensitive fact of names; an element written with a
varied value makes the whole array varied, and every name that may share its memory.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from gradgen.analysis.aliases import Aliases
from gradgen.analysis.effects import Effects, reads
from gradgen.analysis.memory import Memory
from gradgen.analysis.uses import CHOICES, Primitive, UserCall, Uses
from gradgen.analysis.values import Info
from gradgen.syntax import Comment, always_raises, base_name, children, loaded, walk

CONSTANT_DTYPES = ("int", "bool")
TEXTS = ("builtins.str", "builtins.repr", "builtins.format", "builtins.ascii")
"""What they give is constant for all but those who read a number back from it."""
CLOSED = (ast.JoinedStr, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Activity:
    """The varied names before each statement of a function body.

    Parameters
    ----------
    call_is_varied : tells whether the result of a user call with a varied argument is varied
    memory : tells which names see a write at the place where it happens, if that was followed
    """

    def __init__(
        self,
        body: list[ast.stmt],
        active: frozenset[str],
        uses: Uses,
        aliases: Aliases,
        effects: Effects,
        info: Callable[[ast.expr], Info | None],
        call_is_varied: Callable[[UserCall, list[bool]], bool],
        memory: Memory | None = None,
    ) -> None:
        self.uses = uses
        self.aliases = aliases
        self.effects = effects
        self.info = info
        self.call_is_varied = call_is_varied
        self.memory = memory or Memory()
        self.before: dict[ast.stmt, frozenset[str]] = {}
        self.after: dict[ast.stmt, frozenset[str]] = {}
        self.ever: set[str] = set(active)
        self._block(body, active)

    def varied(self, node: ast.expr, names: frozenset[str]) -> bool:
        """Tell whether the value of an expression depends on a varied name, differentiably."""
        if isinstance(node, ast.Name):
            return node.id in names
        if isinstance(node, ast.Constant):
            return False
        if isinstance(node, CLOSED):
            return not names.isdisjoint(reads(node))
        if isinstance(node, ast.Subscript):
            return self._real(node) and self.varied(node.value, names)
        if isinstance(node, ast.IfExp):
            return self.varied(node.body, names) or self.varied(node.orelse, names)
        if isinstance(node, (ast.Call, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Attribute)):
            return self._use_is_varied(node, names)
        return any(
            self.varied(child, names) for child in children(node) if isinstance(child, ast.expr)
        )

    def _real(self, node: ast.expr) -> bool:
        info = self.info(node)
        return info is None or not (info.dtype in CONSTANT_DTYPES or info.kind == "string")

    def _use_is_varied(self, node: ast.expr, names: frozenset[str]) -> bool:
        if not any(isinstance(inner, ast.Name) and inner.id in names for inner in walk(node)):
            return False
        use = self.uses.of(node)
        if isinstance(use, Primitive):
            if use.rule.why_constant is not None and use.rule.name not in TEXTS:
                return False
            return any(self.varied(value, names) for value in use.read().values())
        if isinstance(use, UserCall):
            given = [*use.node.args, *(keyword.value for keyword in use.node.keywords)]
            varied = [self.varied(value, names) for value in given]
            return any(varied) and self.call_is_varied(use, varied)
        if isinstance(node, ast.Compare):
            return False
        if isinstance(node, ast.Call):
            parts: list[ast.expr] = [*node.args]
            parts += [k.value for k in node.keywords if k.arg not in CHOICES or use is None]
            if isinstance(node.func, ast.Attribute):
                parts.append(node.func.value)
            elif not isinstance(node.func, ast.Name) or node.func.id in names:
                parts.append(node.func)
            return any(self.varied(part, names) for part in parts)
        return any(
            self.varied(child, names) for child in children(node) if isinstance(child, ast.expr)
        )

    def _block(self, body: list[ast.stmt], names: frozenset[str]) -> frozenset[str]:
        for statement in body:
            self.statement = statement
            self.before[statement] = names
            names = self._statement(statement, names)
            self.after[statement] = names
            self.ever |= names
        return names

    def _statement(self, statement: ast.stmt, names: frozenset[str]) -> frozenset[str]:
        if isinstance(statement, Comment):
            return names
        names = self._effects_within(statement, names)
        if isinstance(statement, ast.Assign):
            return self._assign(statement.targets[0], statement.value, names)
        if isinstance(statement, ast.AugAssign):
            varied = self.varied(statement.value, names) or self.varied(
                loaded(statement.target), names
            )
            return self._bind(statement.target, varied, names)
        if isinstance(statement, ast.If):
            return self._block(statement.body, names) | self._block(statement.orelse, names)
        if isinstance(statement, (ast.For, ast.While)):
            return self._loop(statement, names)
        if isinstance(statement, ast.With):
            return self._block(statement.body, names)
        if isinstance(statement, ast.Try):
            return self._try(statement, names)
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            captures = not names.isdisjoint(reads(statement))
            return names | {statement.name} if captures else names - {statement.name}
        if isinstance(statement, ast.Expr):
            return self._effect(statement.value, names)
        return names

    def _try(self, statement: ast.Try, names: frozenset[str]) -> frozenset[str]:
        done = self._block(statement.body, names)
        ends = self._block(statement.orelse, done)
        for handler in statement.handlers:
            caught = self._block(handler.body, names | done)
            ends = ends if always_raises(handler.body) else ends | caught
        return self._block(statement.finalbody, ends)

    def _loop(self, statement: ast.For | ast.While, names: frozenset[str]) -> frozenset[str]:
        while True:
            self.statement = statement
            head = names
            if isinstance(statement, ast.For):
                varied = self._iterates_over_varied(statement.iter, names)
                head = self._targets(statement.target, statement.iter, varied, names)
            after = names | self._block(statement.body, head)
            if after == names:
                return self._block(statement.orelse, names) | names
            names = after

    def _iterates_over_varied(self, iterable: ast.expr, names: frozenset[str]) -> bool:
        return any(self.varied(part, names) for part in iterated(iterable))

    def _targets(
        self, target: ast.expr, iterable: ast.expr, varied: bool, names: frozenset[str]
    ) -> frozenset[str]:
        parts = pairs_of_iteration(target, iterable)
        for part, source in parts:
            names = self._bind(part, source is not None and self.varied(source, names), names)
        return names

    def _assign(self, target: ast.expr, value: ast.expr, names: frozenset[str]) -> frozenset[str]:
        if isinstance(target, (ast.Tuple, ast.List)):
            if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
                varied = [self.varied(element, names) for element in value.elts]
            else:
                varied = [self.varied(value, names)] * len(target.elts)
            for element, is_varied in zip(target.elts, varied, strict=True):
                names = self._bind(element, is_varied, names)
            return names
        return self._bind(target, self.varied(value, names), names)

    def _bind(self, target: ast.expr, varied: bool, names: frozenset[str]) -> frozenset[str]:
        if isinstance(target, ast.Starred):
            target = target.value
        if isinstance(target, (ast.Tuple, ast.List)):
            for element in target.elts:
                names = self._bind(element, varied, names)
            return names
        if isinstance(target, ast.Name):
            if varied and self._real(target):
                return names | {target.id}
            return names - {target.id}
        written = base_name(target)
        if varied and written is not None:
            return names | self._seen_by(written)
        return names

    def _effects_within(self, statement: ast.stmt, names: frozenset[str]) -> frozenset[str]:
        """Return the varied names after the calls in a statement, or in its header."""
        parts = [getattr(statement, field, None) for field in ("value", "test", "iter")]
        for part in parts:
            for inner in walk(part) if isinstance(part, ast.expr) else ():
                if isinstance(inner, ast.Call):
                    names = self._effect(inner, names)
        return names

    def _effect(self, value: ast.expr, names: frozenset[str]) -> frozenset[str]:
        """Return the varied names after a call: what it changes is, if any argument is."""
        if not isinstance(value, ast.Call):
            return names
        given = [*value.args, *(keyword.value for keyword in value.keywords)]
        if any(self.varied(argument, names) for argument in given):
            for written in self.effects.mutates(value):
                names |= self._seen_by(written)
        return names

    def _seen_by(self, written: str) -> frozenset[str]:
        """Return the names through which the statement in work is seen to write to a name."""
        if self.statement in self.memory.known:
            return self.memory.observers(self.statement) | {written}
        return self.aliases.members(written) | {written}


def iterated(iterable: ast.expr) -> list[ast.expr]:
    """Return the collections that a loop walks: `x`, `y` for `enumerate(zip(x, reversed(y)))`."""
    if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name):
        if iterable.func.id in ("zip", "enumerate", "reversed", "list", "tuple"):
            return [part for argument in iterable.args for part in iterated(argument)]
        if iterable.func.id == "range":
            return []
    return [iterable]


def pairs_of_iteration(
    target: ast.expr, iterable: ast.expr
) -> list[tuple[ast.expr, ast.expr | None]]:
    """Pair each target of a loop with the collection it takes elements of (None: a counter).

    `for i, (a, b) in enumerate(zip(x, y))` gives `i` None, `a` x, `b` y.
    """
    if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name):
        name, arguments = iterable.func.id, iterable.args
        parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else None
        if name in ("reversed", "list", "tuple") and len(arguments) == 1:
            return pairs_of_iteration(target, arguments[0])
        if name == "range":
            return [(target, None)]
        if name == "enumerate" and parts is not None and len(parts) == 2:
            return [(parts[0], None), *pairs_of_iteration(parts[1], arguments[0])]
        if name == "zip" and parts is not None and len(parts) == len(arguments):
            return [
                pair
                for part, argument in zip(parts, arguments, strict=True)
                for pair in pairs_of_iteration(part, argument)
            ]
    return [(target, iterable)]
