"""What the statements of one function share while their tangents are written."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Protocol

from gradgen import syntax
from gradgen.analysis.effects import Effects, reads
from gradgen.analysis.uses import UserCall
from gradgen.analysis.values import Info
from gradgen.transform.context import Context
from gradgen.transform.forward_tangents import TangentWalk


class TangentCalls(Protocol):
    """Writes the call of a user function with its tangent (see `forward_calls`)."""

    def __call__(
        self, forwarder: ForwardWalk, statement: ast.Assign | ast.Expr, use: UserCall
    ) -> list[ast.stmt]:
        """Return the statements that `y = g(x)` becomes."""
        ...


@dataclass(eq=False)
class ForwardWalk:
    """Writes the statements of one function with their tangents.

    `loose` are the names whose tangent may be smaller than they are; `touched` those whose memory
    is written somewhere; `buffers` tells what is known of arrays whose elements are set.
    """

    context: Context
    effects: Effects
    call: TangentCalls
    loose: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    buffers: list[Info] = field(default_factory=list)
    varied: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.varied = frozenset(self.context.activity.ever)

    def walk(
        self, statement: ast.stmt, root: ast.expr, target: str | None, holders: set[str]
    ) -> TangentWalk:
        """Start the walk of one statement."""
        current = self.context.activity.before.get(statement, self.varied)
        return TangentWalk(
            self.context, statement, root, target, False, self.varied,
            effects=self.effects, loose=self.loose, current=current,
            touched=self.touched, holders=frozenset(holders),
        )  # fmt: skip

    def d(self, name: str) -> str:
        """Return the name of the tangent of a variable."""
        made = self.context.names.tangent(name)
        self.context.made.add(made)
        return made

    def written(
        self, walk: TangentWalk, statement: ast.stmt, tangents: list[ast.stmt], first: bool
    ) -> list[ast.stmt]:
        """Return named values, the statement, and its tangent after or before it."""
        definitions = walk.definitions()
        if definitions:
            statement = self.with_names(statement, walk)
        for made in (*definitions, *walk.lets, *tangents):
            ast.copy_location(made, statement)
        if first:
            return [*definitions, *walk.lets, *tangents, statement]
        return [*definitions, statement, *walk.lets, *tangents]

    def with_names(self, statement: ast.stmt, walk: TangentWalk) -> ast.stmt:
        """Return the statement with the named values in their places."""
        made: ast.stmt
        if isinstance(statement, ast.Assign):
            target = walk.rebuilt(statement.targets[0])
            made = ast.Assign(targets=[syntax.stored(target)], value=walk.rebuilt(statement.value))
        elif isinstance(statement, ast.AugAssign):
            target = walk.rebuilt(statement.target)
            stored = syntax.stored(target)
            assert isinstance(stored, (ast.Name, ast.Attribute, ast.Subscript))
            made = ast.AugAssign(
                target=stored, op=statement.op, value=walk.rebuilt(statement.value)
            )
        elif isinstance(statement, ast.For):
            statement.iter = walk.rebuilt(statement.iter)
            return statement
        else:
            assert isinstance(statement, ast.Expr)
            made = ast.Expr(value=walk.rebuilt(statement.value))
        return ast.copy_location(made, statement)

    def writes_varied(self, value: ast.expr) -> bool:
        """Tell whether evaluating an expression changes something that has a tangent."""
        return not self.effects.mutates(value).isdisjoint(self.varied)

    def disturbs(self, names: set[str], read: list[ast.expr], rebinds: bool = False) -> bool:
        """Tell whether what a statement writes is something that it reads."""
        others = reads(*read)
        if not others.isdisjoint(names):
            return True
        if rebinds:
            return False
        aliases = self.context.aliases
        return any(aliases.may_share(name, other) for name in names for other in others)

    def refuse_attribute(self, statement: ast.stmt, target: ast.Attribute) -> None:
        """Refuse an assignment to an attribute where a tangent would have to go along."""
        value = statement.value  # type: ignore[attr-defined]
        if syntax.base_name(target) in self.varied or self.context.activity.varied(
            value, self.varied
        ):
            raise self.context.refuse(
                "GG124",
                statement,
                "an attribute of an object is assigned, and carries a derivative",
                "keep the value in a variable of its own",
            )

    def zeros_after(self, statement: ast.stmt, walk: TangentWalk) -> list[ast.stmt]:
        """Return `d_v = 0.0` for each name that a statement gives a value that does not move."""
        if not isinstance(statement, ast.Assign):
            return []
        after = self.context.shapes.after.get(statement, {})
        names = syntax.names_bound(statement.targets[0]) & self.varied
        return [
            syntax.assign(self.d(name), walk.zeros_of(syntax.name(name), after.get(name, Info())))
            for name in sorted(names)
        ]

    def target(self, name: str) -> str:
        """Return the name for the tangent of a target, `_` where there is none."""
        if name in self.varied and name != "_":
            return self.d(name)
        is_read = "_" in syntax.names_read(self.context.unit.tree)
        return self.context.fresh("unused") if is_read else "_"

    def base_of(self, statement: ast.stmt, target: ast.expr, value: ast.expr) -> str | None:
        """Return the array that is written if its tangent must be; refuse what is not known."""
        base = syntax.base_name(target)
        if base is not None and base in self.varied:
            if isinstance(target, ast.Subscript):
                self.buffers.append(self.context.info(syntax.name(base), statement))
            return base
        written = self.effects.mutates(statement) & self.varied
        if written or (base is None and self.context.activity.varied(value, self.varied)):
            raise self.context.refuse(
                "GG303",
                statement,
                "a write through an expression that may or may not be a view",
                "write to the array itself: `x[i, j] = ...`",
            )
        return None

    def pure_index(
        self, statement: ast.Assign | ast.AugAssign, target: ast.Subscript
    ) -> list[ast.stmt]:
        """Name an index that must not be evaluated twice."""
        if self.effects.is_pure(target):
            return []
        index = self.context.fresh("index")
        made = syntax.assign(index, target.slice)
        target.slice = syntax.name(index)
        return [ast.copy_location(made, statement)]
