"""The backward walk through loops: which adjoints a round carries, and what the header binds."""

from __future__ import annotations

import ast
from abc import abstractmethod
from dataclasses import replace

from gradgen import syntax
from gradgen.analysis.activity import iterated, pairs_of_iteration
from gradgen.analysis.effects import binds
from gradgen.analysis.shape_tools import Token
from gradgen.analysis.values import INT, Info
from gradgen.errors import UnsupportedError
from gradgen.transform import containers
from gradgen.transform.accumulate import Slot, State, same_slot
from gradgen.transform.context import Context
from gradgen.transform.items import Item, Loop, Step, reverse_texts
from gradgen.transform.loops import surely_runs
from gradgen.transform.normalise_exits import breaks
from gradgen.transform.reverse_writes import Writes


class Loops(Writes):
    """Makes the items of loops."""

    @abstractmethod
    def block(self, body: list[ast.stmt], state: State, in_loop: bool) -> list[Item]:
        """Walk a block backwards; `state` becomes the adjoints that hold before it."""

    def loop(self, statement: ast.For | ast.While, state: State) -> Item:
        """Walk a loop backwards; `state` becomes the adjoints that hold before it."""
        item = Loop(statement, [])
        bound = self.bindings(statement, item, state)
        body = [*self.hiding(statement, bound, state), *bound, *statement.body]
        entry, trial = self.settled(body, state, statement, item)
        filled = {self.context.adjoint_of(variable) for variable in trial}
        item.after = [line for line in item.after if syntax.names_in(line) <= filled]
        found = set(trial)
        for variable in sorted(entry, key=self.order):
            if variable not in trial and not lasts(self.info_of(variable, statement), statement):
                self.start_anew(variable, trial, item)
            elif variable not in trial:
                self.start(variable, trial, item.body_end, statement, held=True)
            elif entry[variable].number is None and trial[variable].number is not None:
                self.write_number(variable, trial, item.body_end, statement)
        if surely_runs(statement, self.context.unit):
            trial = {v: slot for v, slot in trial.items() if v in found}
        state.clear()
        for variable, slot in trial.items():
            shared = variable in entry and not entry[variable].own
            state[variable] = replace(slot, own=False) if shared else slot
        return item

    def start_anew(self, variable: str, trial: State, item: Loop) -> None:
        """Let each round but the last start from zeros that fit what the round has made.

            kept = []                        if grad_kept is None:
            for x in xs:                         grad_kept = [0.0] * len(kept)
                kept.append(x * x)           ...
                                             grad_kept = None

        The adjoint that comes from after the loop has the shape of the last round's value alone.
        """
        loop, made = item.statement, self.context.adjoint_of(variable)
        item.body.append(self._zeros_if_none(variable, loop.body[-1], loop))
        item.body_end.append(syntax.assign(made, ast.Constant(value=None)))
        self.context.emptied.add(variable)
        varied = self.context.activity.before.get(loop, frozenset())
        if variable in varied and not surely_runs(loop, self.context.unit):
            trial[variable] = Slot(own=True)
            item.leading.append(self._zeros_if_none(variable, loop, loop))

    def _zeros_if_none(self, variable: str, at: ast.stmt, loop: ast.For | ast.While) -> Step:
        """Return the step back in which an adjoint that is None becomes zero."""
        context, made = self.context, self.context.adjoint_of(variable)
        placeholder = ast.copy_location(ast.Pass(), at)
        known = context.shapes.before if at is loop else context.shapes.after
        context.shapes.before[placeholder] = context.shapes.after[placeholder] = known.get(at, {})
        context.activity.before[placeholder] = context.activity.before.get(at, frozenset())
        context.synthetic.add(placeholder)
        context.origin[placeholder] = context.origin.get(loop, loop)
        zeros: list[ast.stmt] = []
        self.start(variable, {}, zeros, placeholder)
        test = syntax.expr("made is None", made=syntax.name(made))
        return Step(placeholder, [], [ast.If(test=test, body=zeros, orelse=[])])

    def settled(
        self, body: list[ast.stmt], state: State, statement: ast.stmt, item: Loop
    ) -> tuple[State, State]:
        """Walk the body until the adjoints that hold at the end of every round are found.

        Return them, and those at its start; the item gets the walked body, and what must stand
        before the loop.
        """
        entry = dict(state)
        owned: set[str] = set()
        while True:  # each round an adjoint is added, or loses what was known of it
            saved = self.context.snapshot()
            before = self.started(entry, state, statement)
            trial = dict(entry)
            items = self.block(body, trial, in_loop=True)
            changed = self.own_what_is_copied(items, entry, owned)
            for variable in sorted({*trial, *entry}, key=self.order):
                old, new = entry.get(variable), trial.get(variable)
                if old is None:
                    entry[variable], changed = Slot(own=True), True
                elif new is None:
                    if old.number is not None:
                        entry[variable], changed = Slot(own=True), True
                elif not same_slot(old, new):
                    joined = Slot(own=old.own and (new.own or new.number is not None))
                    if not same_slot(old, joined):
                        entry[variable], changed = joined, True
            if not changed:
                item.body = items
                item.before += before
                return entry, trial
            self.context.restore(saved)

    def started(self, entry: State, state: State, statement: ast.stmt) -> list[ast.stmt]:
        """Return what starts, before a loop, the adjoints that its rounds carry."""
        before: list[ast.stmt] = []
        for variable in sorted(entry, key=self.order):
            if variable not in state:
                self.start(variable, dict(state), before, statement)
            elif state[variable].number is not None and entry[variable].number is None:
                self.write_number(variable, dict(state), before, statement)
            elif entry[variable].own and not state[variable].own:
                text = self.owning(variable)
                if "nest_sum" in text:
                    self.context.helpers |= {"nest_sum", "zero_like"}
                before.append(syntax.statement(text))
        return before

    def own_what_is_copied(self, items: list[Item], entry: State, owned: set[str]) -> bool:
        """Own before the loop what every round would copy for itself; tell whether there is any.

        `owned` are those for which that was tried: a round may give them up again.
        """
        copied = {syntax.key(text) for text in reverse_texts(items)}
        found = False
        for variable, slot in entry.items():
            if variable in owned or slot.number is not None or slot.own:
                continue
            if self.owning(variable) in copied:
                owned.add(variable)
                entry[variable], found = Slot(own=True), True
        return found

    def owning(self, variable: str) -> str:
        """Return the statement by which an adjoint gets memory, or a container, of its own."""
        made = self.context.adjoint_of(variable)
        if made not in self.context.nests:
            return f"{made} = {made}.copy()"
        return f"{made} = nest_sum(zero_like({variable}), {made})"

    def bindings(self, statement: ast.For | ast.While, item: Loop, state: State) -> list[ast.stmt]:
        """Return `row = x[i]` for each target that takes elements of a varied collection."""
        if isinstance(statement, ast.While):
            return []
        varied = self.context.activity.before[statement]
        if not any(self.context.activity.varied(part, varied) for part in iterated(statement.iter)):
            return []
        made: list[ast.stmt] = []
        for target, source in pairs_of_iteration(statement.target, statement.iter):
            if source is None or not self.context.activity.varied(source, varied):
                continue
            made.append(self.binding(statement, target, source, item, state))
        return made

    def hiding(
        self, statement: ast.For | ast.While, bound: list[ast.stmt], state: State
    ) -> list[ast.stmt]:
        """Return `i = 0` for each target that carries no gradient, and hides a value that does."""
        if isinstance(statement, ast.While):
            return []
        made: list[ast.stmt] = []
        for name in sorted((binds(statement.target) & set(state)) - binds(*bound)):
            hidden = ast.copy_location(
                syntax.assign(syntax.name(name), ast.Constant(value=0)), statement
            )
            self._place(hidden, statement, {})
            made.append(hidden)
        return made

    def _place(self, made: ast.stmt, loop: ast.For, env: dict[str, Info]) -> None:
        """Let a statement that stands for the header of a loop be the first of its body."""
        context = self.context
        known = {**context.shapes.before.get(loop.body[0], {}), **env}
        context.shapes.before[made] = known
        context.shapes.after[made] = known
        context.activity.before[made] = context.activity.before[loop.body[0]]
        context.synthetic.add(made)
        context.origin[made] = loop

    def _check_collection(self, statement: ast.For, source: ast.expr) -> None:
        """Refuse a loop that changes, or binds again, the collection that it walks."""
        name = syntax.base_name(source)
        if name is None:
            return
        changed = binds(*statement.body)
        for inner in statement.body:
            changed |= self.context.observers(inner)
        if name in changed:
            raise self.context.refuse(
                "GG307",
                statement.iter,
                f"the loop changes `{name}`, the collection that it walks",
                f"walk a copy: `for ... in {name}.copy():`, or positions: `range(len({name}))`",
                "a loop over a collection that it changes",
            )

    def binding(
        self, statement: ast.For, target: ast.expr, source: ast.expr, item: Loop, state: State
    ) -> ast.stmt:
        """Return `row = x[i]`, which stands for what a loop header binds."""
        context = self.context
        kind = context.info(source, statement).kind
        if isinstance(source, ast.Name) and kind == "list":
            if source.id in context.stacks:
                return containers.element_of_list(self, statement, target, source.id, item)
            if source.id not in state and containers.walks_all(statement, source.id):
                containers.start_empty(self, source.id, state, item)
                return containers.element_of_list(self, statement, target, source.id, item)
        self._check_collection(statement, source)
        whole, first = _from_front(source)
        base = syntax.base_name(whole)
        if base is None or not self.outer_walk(statement).is_access(whole):
            raise self._not_understood(statement)
        if kind == "dict":
            raise context.refuse(
                "GG123",
                statement.iter,
                "the loop walks the keys of a dict of values that are differentiated",
                "walk its entries: `for key, value in d.items()`",
                "a container of differentiated values",
            )
        known = _own_counter(statement, source)
        if known is not None:
            counter, walked = known
        else:
            counter = item.counter = item.counter or self.context.fresh("i", INT)
            item.turned = turned_whole(statement)
            walked = source if item.turned else statement.iter
        index = self._position(walked, source, syntax.name(counter), statement)
        if index is None:
            raise self._not_understood(statement)
        if first:
            index = syntax.expr("i + first", i=index, first=ast.Constant(first))
        row = syntax.expr("x[i]", x=whole, i=index)
        made = ast.copy_location(syntax.assign(syntax.loaded(target), row), statement)
        self._place(made, statement, {counter: INT})
        context.activity.before[made] |= {base}
        return made

    def _position(
        self, iterable: ast.expr, source: ast.expr, counter: ast.expr, statement: ast.For
    ) -> ast.expr | None:
        """Return the position in a source of what a walk gives in the round that is counted."""
        if iterable is source:
            return counter
        if not (isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name)):
            return None
        name, arguments = iterable.func.id, iterable.args
        if name == "zip":
            parts = [part for part in arguments if source in syntax.walk(part)]
            return self._position(parts[0], source, counter, statement)
        if name == "reversed" and len(arguments) == 1:
            rounds = _rounds(self.context, statement, source, arguments[0])
            counter = syntax.expr("rounds - 1 - i", rounds=rounds, i=counter)
        elif name not in ("list", "tuple", "enumerate") or not arguments:
            return None
        return self._position(arguments[0], source, counter, statement)

    def _not_understood(self, statement: ast.For) -> UnsupportedError:
        return self.context.refuse(
            "GG125",
            statement.iter,
            "the loop walks an expression that carries a gradient",
            "give each collection a name before the loop, and walk them by name: `zip(x, y)`",
        )


def turned_whole(statement: ast.For) -> bool:
    """Tell whether a loop walks `reversed(x)` to its end: the reverse loop walks `x` itself."""
    iterable = statement.iter
    return (
        isinstance(iterable, ast.Call)
        and isinstance(iterable.func, ast.Name)
        and iterable.func.id == "reversed"
        and not isinstance(iterable.args[0], ast.Call)
        and not breaks(statement.body)
    )


def _from_front(source: ast.expr) -> tuple[ast.expr, int]:
    """Return what `x[2:-1]` is a part of, and the position it starts from."""
    if not isinstance(source, ast.Subscript) or not isinstance(source.slice, ast.Slice):
        return source, 0
    lower = 0 if source.slice.lower is None else getattr(source.slice.lower, "value", None)
    plain = isinstance(lower, int) and lower >= 0 and source.slice.step is None
    return (source.value, lower or 0) if plain else (source, 0)


def _own_counter(statement: ast.For, source: ast.expr) -> tuple[str, ast.expr] | None:
    """Return `i` of `for i, x in enumerate(…)`, and what is enumerated.

    The walk may be turned round, and be zipped with others; the loop must leave `i` alone.
    """
    found = _counted(statement.target, statement.iter, source)
    return None if found is None or found[0] in binds(*statement.body) else found


def _counted(target: ast.expr, iterable: ast.expr, source: ast.expr) -> tuple[str, ast.expr] | None:
    """Return the counter of the innermost `enumerate` that walks a source, and what it walks."""
    if not (isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name)):
        return None
    name, arguments = iterable.func.id, iterable.args
    parts = target.elts if isinstance(target, ast.Tuple) else []
    if name in ("reversed", "list", "tuple") and len(arguments) == 1:
        return _counted(target, arguments[0], source)
    if name == "zip" and len(parts) == len(arguments):
        for part, argument in zip(parts, arguments, strict=True):
            if source in syntax.walk(argument):
                return _counted(part, argument, source)
    if name == "enumerate" and len(parts) == 2 and source in syntax.walk(arguments[0]):
        inner = _counted(parts[1], arguments[0], source)
        plain = len(arguments) == 1 and not iterable.keywords
        if inner is not None or not plain or not isinstance(parts[0], ast.Name):
            return inner
        return parts[0].id, arguments[0]
    return None


def _rounds(context: Context, statement: ast.For, source: ast.expr, turned: ast.expr) -> ast.expr:
    """Return text for the length of what is turned round, in which `source` is walked.

    It is that of the shortest collection that is turned round along with it.
    """
    shape = context.info(source, statement).shape
    others = [
        leaf
        for leaf in _walked(turned)
        if leaf is not source and not context.equal(context.info(leaf, statement).shape, shape)
    ]
    if not others:
        return syntax.expr("len(x)", x=source)
    made = syntax.expr("min()")
    assert isinstance(made, ast.Call)
    made.args = [syntax.expr("len(x)", x=part) for part in (source, *others)]
    return made


def _walked(node: ast.expr) -> list[ast.expr]:
    """Return the collections that take part in one walk, unless they are sure to be as long."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in ("enumerate", "reversed", "list", "tuple") and node.args:
            return _walked(node.args[0])
        if node.func.id == "zip" and not any(_is_strict(k) for k in node.keywords):
            return [leaf for part in node.args for leaf in _walked(part)]
        if node.func.id == "zip":
            return []
    return [node]


def _is_strict(given: ast.keyword) -> bool:
    return (
        given.arg == "strict" and isinstance(given.value, ast.Constant) and bool(given.value.value)
    )


def lasts(info: Info, loop: ast.For | ast.While) -> bool:
    """Whether what each round gives a variable is known to have one and the same shape."""
    bound = binds(loop)
    shape = info.shape
    if info.kind in ("list", "dict", "tuple"):
        return False
    if shape.dims is None:
        return _token_lasts(shape.token)
    symbols = [symbol for dim in shape.dims for symbol, _ in dim.terms]
    return all(symbol != "?" and symbol.partition("=")[0] not in bound for symbol in symbols)


def _token_lasts(token: object) -> bool:
    """Whether a shape is that of a parameter, or of what such are broadcast to."""
    if isinstance(token, Token) and token.head == "broadcast":
        (parts,) = token.parts
        return isinstance(parts, frozenset) and all(map(_token_lasts, parts))
    return isinstance(token, tuple) and token[:1] == ("param",)
