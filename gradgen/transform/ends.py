"""Prepares the ends of a function: one exit, a named result, copies of arguments it writes to."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol

from gradgen import syntax
from gradgen.analysis.aliases import Thing, aliases_known
from gradgen.analysis.effects import Effects, binds, reads
from gradgen.analysis.liveness import Liveness
from gradgen.analysis.memory import memory
from gradgen.analysis.values import UNKNOWN, Info
from gradgen.reader.unit import Unit
from gradgen.syntax import Comment
from gradgen.transform.callees import Callees, has_updates, is_taken_apart, parameter_names
from gradgen.transform.loops import reads_contents
from gradgen.transform.naming import describe
from gradgen.transform.nest_evidence import changes_elements, holds_containers, may_be_nest


class Prepared(Protocol):
    """What is needed of a function (see `derive.Source`)."""

    unit: Unit
    origin: dict[ast.stmt, ast.stmt]
    made: set[str]
    parameters: Mapping[str, Info]


def may_be_active(tree: ast.FunctionDef, wrt: tuple[str, ...], effects: Effects) -> set[str]:
    """Return the names that may depend on the inputs, flow aside."""
    active = set(wrt)
    while True:
        size = len(active)
        for statement in syntax.walk_statements(tree.body):
            if isinstance(statement, Comment):
                continue
            if isinstance(statement, (ast.Assign, ast.AugAssign, ast.For)):
                source = statement.iter if isinstance(statement, ast.For) else statement.value
                if reads(source) & active:
                    targets = (
                        statement.targets
                        if isinstance(statement, ast.Assign)
                        else [statement.target]
                    )
                    for target in targets:
                        base = syntax.base_name(target)
                        active |= binds(target) | ({base} if base else set())
            calls = [part for part in _computed(statement) if isinstance(part, ast.expr)]
            if any(reads(part) & active for part in calls):
                active |= effects.mutates(*calls)
        if len(active) == size:
            return active


def _computed(statement: ast.stmt) -> list[object]:
    """Return the values that a statement computes itself, without the blocks in it."""
    return [getattr(statement, field, None) for field in ("value", "test", "iter")]


def single_exit(
    tree: ast.FunctionDef, source: Prepared, active: set[str], effects: Effects, always: bool
) -> None:
    """Give a function one `return` where active code comes before a choice of several.

    Branches that raise are left as they are; the rest stands below them.
    """
    tree.body = _flat(tree.body)
    last = tree.body[-1]
    if not isinstance(last, ast.If) or not _returns(last):
        return
    before = [s for s in tree.body[:-1] if not isinstance(s, Comment)]
    touched = binds(*before) | effects.mutates(*before)
    if not always and not touched & active:
        last.body = _nested(last.body, tree, source, active, effects)
        last.orelse = _nested(last.orelse, tree, source, active, effects)
        return
    out = fresh(tree, source, "out")
    tree.body = _assigned(tree.body, out, source)
    end = ast.copy_location(ast.Return(value=syntax.name(out)), last)
    source.origin[end] = source.origin.get(last, last)
    tree.body.append(end)


def _nested(
    body: list[ast.stmt],
    tree: ast.FunctionDef,
    source: Prepared,
    active: set[str],
    effects: Effects,
) -> list[ast.stmt]:
    inner = ast.FunctionDef(
        name=tree.name, args=tree.args, body=body, decorator_list=[], lineno=tree.lineno
    )
    single_exit(inner, source, active, effects, always=False)
    return inner.body


def _flat(body: list[ast.stmt]) -> list[ast.stmt]:
    """Write `if bad: raise …` without the rest of the function in its `else`."""
    last = body[-1]
    if isinstance(last, ast.If) and not _returns_in(last.body) and _returns_in(last.orelse):
        rest = _flat(last.orelse)
        made = ast.copy_location(ast.If(test=last.test, body=last.body, orelse=[]), last)
        return [*body[:-1], made, *rest]
    return body


def _returns(statement: ast.If) -> bool:
    return _returns_in(statement.body) or _returns_in(statement.orelse)


def _returns_in(body: list[ast.stmt]) -> bool:
    return any(isinstance(inner, ast.Return) for inner in syntax.walk_statements(body))


def _assigned(body: list[ast.stmt], out: str, source: Prepared) -> list[ast.stmt]:
    """Return a block with `out = e` for `return e`."""
    made: list[ast.stmt] = []
    for statement in body:
        if isinstance(statement, ast.Return):
            value = statement.value or ast.Constant(value=None)
            assignment = ast.copy_location(syntax.assign(out, value), statement)
            source.origin[assignment] = source.origin.get(statement, statement)
            made.append(assignment)
            continue
        if isinstance(statement, ast.If) and _returns(statement):
            statement.body = _assigned(statement.body, out, source)
            statement.orelse = _assigned(statement.orelse, out, source)
        made.append(statement)
    return made


def name_results(tree: ast.FunctionDef, source: Prepared) -> None:
    """Write `out = e`, `return out` for `return e`; each element of a tuple gets its own name."""
    tree.body = _named(tree.body, tree, source)


def _named(body: list[ast.stmt], tree: ast.FunctionDef, source: Prepared) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for statement in body:
        if isinstance(statement, ast.If) and _returns(statement):
            statement.body = _named(statement.body, tree, source)
            statement.orelse = _named(statement.orelse, tree, source)
        elif isinstance(statement, ast.Return) and statement.value is not None:
            made += _named_result(statement, statement.value, tree, source)
        made.append(statement)
    return made


def _named_result(
    statement: ast.Return, value: ast.expr, tree: ast.FunctionDef, source: Prepared
) -> list[ast.stmt]:
    made: list[ast.stmt] = []

    def give_name(node: ast.expr, preferred: str) -> ast.expr:
        if isinstance(node, (ast.Name, ast.Constant)):
            return node
        name = fresh(tree, source, preferred)
        assignment = ast.copy_location(syntax.assign(name, node), statement)
        source.origin[assignment] = source.origin.get(statement, statement)
        made.append(assignment)
        return ast.copy_location(syntax.name(name), node)

    if isinstance(value, ast.Tuple) and not any(isinstance(e, ast.Starred) for e in value.elts):
        value.elts = [give_name(e, f"out_{i}") for i, e in enumerate(value.elts)]
    else:
        statement.value = give_name(value, "out")
    return made


def pop_into_names(tree: ast.FunctionDef, source: Prepared) -> None:
    """Write `value = values.pop()`, `u[i] = value` for `u[i] = values.pop()`."""
    for holder in syntax.walk(tree):
        for field in ("body", "orelse"):
            block = getattr(holder, field, None)
            if not isinstance(block, list):
                continue
            for statement in list(block):
                if (
                    isinstance(statement, ast.Assign)
                    and isinstance(statement.targets[0], ast.Subscript)
                    and isinstance(statement.value, ast.Call)
                    and isinstance(statement.value.func, ast.Attribute)
                    and statement.value.func.attr == "pop"
                ):
                    held = fresh(tree, source, "popped")
                    first = ast.copy_location(syntax.assign(held, statement.value), statement)
                    source.origin[first] = source.origin.get(statement, statement)
                    statement.value = ast.copy_location(syntax.name(held), statement.value)
                    block.insert(block.index(statement), first)


def name_own_indices(tree: ast.FunctionDef, source: Prepared, effects: Effects) -> None:
    """Write `index = y > 0`, `y[index] = …` where an index is read off the written array."""
    if not any(map(_element_target, syntax.walk_statements(tree.body))):
        return
    aliases = aliases_known(tree, effects)
    for holder in ast.walk(tree):
        for field in ("body", "orelse"):
            block = getattr(holder, field, None)
            if not isinstance(block, list):
                continue
            for statement in list(block):
                target = _element_target(statement)
                if target is None:
                    continue
                base = syntax.base_name(target)
                parts = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
                for part in parts:
                    if isinstance(part, ast.Slice) or base is None:
                        continue
                    if not reads_contents(part) & (aliases.members(base) | {base}):
                        continue
                    name = fresh(tree, source, "index", again=False)
                    first = ast.copy_location(syntax.assign(name, syntax.clone(part)), statement)
                    source.origin[first] = source.origin.get(statement, statement)
                    block.insert(block.index(statement), first)
                    _replace_text(statement, syntax.key(part), name)


def name_arguments_of_writers(
    tree: ast.FunctionDef, source: Prepared, effects: Effects, made_too: bool = False
) -> None:
    """Write `value = v * u`, `add(u, value)` where an argument reads what the call writes to.

    What is made for the call to write to gets a name if it is to be named `made_too`.
    """
    calls = [
        (holder, field, statement)
        for holder in ast.walk(tree)
        for field in ("body", "orelse")
        if isinstance(getattr(holder, field, None), list)
        for statement in getattr(holder, field)
        if _writing_call(statement, effects) is not None
    ]
    if not calls:
        return
    aliases = aliases_known(tree, effects)
    for holder, field, statement in calls:
        call = _writing_call(statement, effects)
        assert call is not None
        told, written = effects.callee(call), effects.mutates(call)
        seen = written.union(*(aliases.members(name) for name in written))
        places: list[tuple[ast.AST, str, int | None]] = [
            (call, "args", index) for index in range(len(call.args))
        ]
        places += [(keyword, "value", None) for keyword in call.keywords]
        for owner, slot, index in places:
            held = getattr(owner, slot)
            given = held if index is None else held[index]
            made_for_it = made_too and given in told.writes and not effects.sources(given)
            if isinstance(given, ast.Starred) or not (made_for_it or _computed_from(given) & seen):
                continue
            name = fresh(tree, source, describe(given) or "value", again=False)
            first = ast.copy_location(syntax.assign(name, given), statement)
            source.origin[first] = source.origin.get(statement, statement)
            block = getattr(holder, field)
            block.insert(block.index(statement), first)
            made = ast.copy_location(syntax.name(name), given)
            if index is None:
                setattr(owner, slot, made)
            else:
                held[index] = made


def _writing_call(statement: ast.stmt, effects: Effects) -> ast.Call | None:
    """Return the call of a user function that a statement is, if that writes to arguments."""
    call = statement.value if isinstance(statement, (ast.Assign, ast.Expr)) else None
    if not isinstance(call, ast.Call):
        return None
    told = effects.call(call) if effects.call is not None else None
    return call if told is not None and told.writes else None


def _computed_from(given: ast.expr) -> set[str]:
    """Return the names that a value is computed from: of `u[i]`, those in the index."""
    found: set[str] = set()
    while isinstance(given, (ast.Subscript, ast.Attribute)):
        if isinstance(given, ast.Subscript):
            found |= reads(given.slice)
        given = given.value
    return found if isinstance(given, ast.Name) else found | reads(given)


def _element_target(statement: ast.stmt) -> ast.Subscript | None:
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        return statement.targets[0]
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Subscript):
        return statement.target
    return None


def _replace_text(statement: ast.stmt, text: str, name: str) -> None:
    """Replace each expression of a text in a statement by a name."""

    class Replaced(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            if isinstance(node, ast.expr) and syntax.key(node) == text:
                return ast.copy_location(syntax.name(name), node)
            return self.generic_visit(node)

    for field, value in ast.iter_fields(statement):
        if isinstance(value, ast.expr):
            setattr(statement, field, Replaced().visit(value))
        elif isinstance(value, list):
            setattr(statement, field, [Replaced().visit(v) for v in value])


def copies_of_written_arguments(
    tree: ast.FunctionDef,
    source: Prepared,
    effects: Effects,
    callees: Callees,
    in_place: AbstractSet[str] = frozenset(),
    outermost: bool = True,
) -> None:
    """Let the derivative work on copies of the arguments that the function writes to.

    Those that are written `in_place`, for the caller to see, stay as they are. Where another
    argument is read after the write, the `outermost` function checks that it is another array.

    Where an argument is written by `x += e` alone, through whatever name, and no other name of
    its memory is read afterwards, the update makes a new value instead.
    """
    mutated = effects.mutates(*tree.body)
    if not mutated:
        return
    aliases = aliases_known(tree, effects)
    followed = memory(tree, effects)
    asked = effects.asked(*tree.body)  # an object does to itself what it does in the function
    parts = [(part, deep) for part, deep in effects.written(*tree.body) if part not in asked]
    things = frozenset[Thing]().union(*(aliases.written(part, deep) for part, deep in parts))
    live = Liveness(tree.body).after
    copies: list[ast.stmt] = []
    checks: dict[frozenset[str], ast.stmt] = {}
    for parameter in parameter_names(tree):
        members = aliases.members(parameter)
        written = members & mutated
        if not written or parameter in in_place or things.isdisjoint(aliases.reached(parameter)):
            continue
        if followed.known and parameter not in followed.outside:
            continue
        info = source.parameters.get(parameter, UNKNOWN)
        known = info.kind != "unknown"
        is_array = info.kind == "array"
        holds = not is_array and callees.show(tree, source.unit, parameter, holds_containers)
        if outermost and not holds and info.kind not in ("list", "tuple", "dict"):
            for other in _read_after(tree, parameter, members & mutated, effects, live):
                if source.parameters.get(other, UNKNOWN).kind in ("array", "unknown"):
                    check = _separate(tree, parameter, other)
                    checks.setdefault(frozenset({parameter, other}), check)
        updates = _updates(tree, written, effects)
        if updates is not None and not any(
            (aliases.members(_target(update)) - {_target(update)}) & live[update]
            for update in updates
        ):
            _update_out_of_place(tree, updates, source)
            continue
        _refuse_object(tree, parameter, source.unit, written, effects)
        # What is never taken apart may be a number, and stays one.
        # So does an element that is updated: a list of arrays becomes an array.
        whole = is_taken_apart(tree, parameter) and (known or not has_updates(tree, parameter))
        text = "x = x.copy()" if whole else "x = np.positive(x)"
        if holds or (
            changes_elements(tree, parameter, written)
            and may_be_nest(tree, source.unit, parameter, info)
        ):
            text = "x = nest_copy(x)"
        copied = syntax.statement(text, x=syntax.name(parameter))
        copies.append(ast.copy_location(copied, tree.body[0]))
    tree.body[:0] = [*checks.values(), *copies]


def _read_after(
    tree: ast.FunctionDef,
    parameter: str,
    written: AbstractSet[str],
    effects: Effects,
    live: Mapping[ast.stmt, AbstractSet[str]],
) -> list[str]:
    """Return the other parameters that are read after an argument is written."""
    later: set[str] = set()
    for statement in syntax.walk_statements(tree.body):
        compound = isinstance(statement, (ast.If, ast.For, ast.While, ast.With))
        if not compound and effects.mutates(statement) & written:
            later |= live.get(statement, set())
    return [other for other in parameter_names(tree) if other in later and other != parameter]


def _separate(tree: ast.FunctionDef, written: str, other: str) -> ast.stmt:
    """Return a check that two arguments are separate arrays."""
    reason = f"`{written}` and `{other}` must not share memory: `{tree.name}` writes to `{written}`"
    check = syntax.statement(
        "if np.shares_memory(a, b):\n    raise ValueError(reason)",
        a=syntax.name(written),
        b=syntax.name(other),
        reason=ast.Constant(value=reason),
    )
    return ast.copy_location(check, tree.body[0])


def _refuse_object(
    tree: ast.FunctionDef,
    parameter: str,
    unit: Unit,
    written: frozenset[str],
    effects: Effects,
) -> None:
    """Refuse to change an object with attributes: a copy of it would share what they hold."""
    stores = [
        node
        for node in syntax.walk(tree)
        if isinstance(node, ast.Attribute)
        and not isinstance(node.ctx, ast.Load)
        and syntax.base_name(node) == parameter
    ]
    if not stores and parameter not in unit.objects:
        return
    places = [s for s in syntax.walk_statements(tree.body) if effects.mutates(s) & written]
    raise unit.unsupported(
        "GG124",
        stores[0] if stores else places[-1],
        f"`{parameter}` is an object that the caller sees change",
        "keep the value in a variable of its own, or return the new one",
    )


def helpers_called(tree: ast.FunctionDef) -> set[str]:
    """Return the helpers that a prepared function calls."""
    return {
        node.func.id
        for node in syntax.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "nest_copy"
    }


def _target(update: ast.AugAssign) -> str:
    assert isinstance(update.target, ast.Name)
    return update.target.id


def _updates(
    tree: ast.FunctionDef, written: frozenset[str], effects: Effects
) -> list[ast.AugAssign] | None:
    """Return the updates `x += e` of some names, None if they are written in other ways too."""
    if _walked(tree) & written:
        return None
    found: list[ast.AugAssign] = []
    for statement in syntax.walk_statements(tree.body):
        if isinstance(statement, (ast.If, ast.For, ast.While, ast.With, ast.Try)):
            continue
        if not effects.mutates(statement) & written:
            continue
        if not isinstance(statement, ast.AugAssign) or not isinstance(statement.target, ast.Name):
            return None
        found.append(statement)
    return found


def _walked(tree: ast.FunctionDef) -> set[str]:
    """Return the names that some loop walks: a change in place is seen by the walk."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For)]
    return set[str]().union(*(reads_contents(loop.iter) for loop in loops))


def _update_out_of_place(
    tree: ast.FunctionDef, updates: list[ast.AugAssign], source: Prepared
) -> None:
    """Write `x = x + e` for `x += e`."""

    class Updates(ast.NodeTransformer):
        def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
            if node not in updates:
                return node
            name = _target(node)
            left = ast.copy_location(syntax.name(name), node)
            value = ast.copy_location(ast.BinOp(left=left, op=node.op, right=node.value), node)
            made = ast.copy_location(syntax.assign(name, value), node)
            source.origin[made] = source.origin.get(node, node)
            return made

    Updates().visit(tree)


def fresh(tree: ast.FunctionDef, source: Prepared, preferred: str, again: bool = True) -> str:
    """Return a name that the function does not have; one that gradgen made may do `again`."""
    taken = syntax.names_in(tree) | set(parameter_names(tree)) | set(source.unit.scope.local_names)
    taken |= {tree.name} | (source.made - {preferred})
    made, count = preferred, 1
    while made in taken and not (again and made in source.made):
        count += 1
        made = f"{preferred}{count}"
    source.made.add(made)
    return made
