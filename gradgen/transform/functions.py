"""Functions as values are taken out of the text: what is left are calls of functions by name.

    def loss(x):                                    def loss(x):
        def residual(y):                                r = residual(2.0 * x, x)
            r = y * x                                   return newton_f(r, x)
            return r - 1.0               becomes
        r = residual(2.0 * x)                       where `residual(y, x)` and `newton_f(x0, x)`
        return newton(lambda t: t - x, r)           are functions that gradgen made

A call of a one-expression function gives way to the expression. What cannot be followed (a
function in a list, one that is returned) stays as it is, and is refused later if it is active.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import replace
from types import FunctionType

from gradgen import rules
from gradgen.analysis.effects import is_pure
from gradgen.analysis.names import free_names
from gradgen.reader.scope import FunctionScope
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import assign, clone, loaded, name, names_bound, names_in, same, walk
from gradgen.transform.function_choices import chosen_apart
from gradgen.transform.function_copies import Copies, moved
from gradgen.transform.function_expressions import Rewriter
from gradgen.transform.function_factories import may_return_function
from gradgen.transform.function_known import holds_functions, known_function
from gradgen.transform.function_scope import NONE, Surroundings, host_of
from gradgen.transform.function_values import Instance, Value
from gradgen.transform.object_calls import written_out
from gradgen.transform.object_checks import check_classes
from gradgen.transform.object_effects import returned_class
from gradgen.transform.objects import class_of, fields_of, is_users, owner_of
from gradgen.transform.opened import open_objects, refuse_whole_uses
from gradgen.transform.program import MadeFunction, Program

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def resolve_functions(program: Program) -> Program:
    """Return the program with its functions free of functions as values, and of known objects."""
    classes = classes_of_parameters(program.unit)
    program = open_objects(program, classes)
    values: dict[str, Value] = {p: Instance(of, name(p)) for p, of in classes.items()}
    for label, value in program.unit.scope.known.items():
        of: type = type(value)
        if is_users(of) and fields_of(of) is not None:
            values[label] = Instance(of, name(label))
    if program.opened is not None:
        values |= program.opened.records
    unit = plain(program.unit, program.copies, values)
    if unit is not program.unit:
        program = replace(program, unit=unit, functions=[MadeFunction(unit.tree, unit)])
    if classes:
        unit = replace(unit, objects=frozenset(classes))
        program = replace(program, unit=unit, functions=[MadeFunction(unit.tree, unit)])
    refuse_whole_uses(program)
    check_classes(unit, program.name, classes, program.copies.methods)
    return program


def classes_of_parameters(unit: Unit) -> dict[str, type]:
    """Return the classes of parameters, by their annotation or of `self` in a method."""
    arguments = unit.tree.args
    found: dict[str, type] = {}
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    for index, parameter in enumerate(every):
        of = class_of(parameter.annotation, unit)
        function = unit.function
        if of is None and index == 0 and isinstance(function, FunctionType):
            is_first = function.__code__.co_varnames[0] == parameter.arg
            of = owner_of(function) if is_first else None
        if of is not None and fields_of(of) is not None:
            found[parameter.arg] = of
    return found


def plain(unit: Unit, copies: Copies, values: dict[str, Value]) -> Unit:
    """Return a function in which the functions that are known are called by name.

    Parameters
    ----------
    values : the functions that free names of the text, or dropped parameters, stand for
    """
    if unit.host is None and not values and not _may_need(unit):
        return unit
    excluded: set[str] = set()
    while True:
        tree = clone(unit.tree)
        comments = moved(unit.comments, unit.tree, tree)
        assert isinstance(unit.scope, FunctionScope)
        before = ast.dump(tree)
        chosen = chosen_apart(tree, unit.scope)
        written = written_out(tree, unit, excluded)
        known = {**unit.scope.known, **chosen, **written.known}
        scope = FunctionScope(host_of(unit), tree, known)
        whole = replace(unit, tree=tree, comments=comments, scope=scope)
        around = Surroundings(
            whole, tree, values, copies.methods, excluded, written.empty, copies.template
        )
        tree.body = _block(tree.body, Rewriter(around, copies, plain))
        named: set[str] = set().union(*(_named_outside(s, around.defining) for s in tree.body))
        empty = {names_bound(statement).pop() for statement in written.empty}
        kept = named & around.records | (empty | written.changed) - around.records - excluded
        if not kept:
            break
        excluded |= kept
    tree.body = _without_unused(tree.body, around, named)
    _drop_unread(tree, around.fields_set, whole)
    if unit.host is None and ast.dump(tree) == before:
        return unit
    labels = around.named()
    for node in walk(tree):
        if isinstance(node, ast.Name) and node.id in labels:
            node.id = labels[node.id]
    scope = FunctionScope(around.host, tree, around.known)
    return replace(unit, tree=tree, scope=scope, comments=comments, host=unit.host)


def _may_need(unit: Unit) -> bool:
    """Tell whether a function holds anything that is not a plain call of what has a name."""
    return any(_is_special(node, unit) for node in walk(unit.tree)[1:])


def _is_special(node: ast.AST, unit: Unit) -> bool:
    match node:
        case ast.Lambda() | ast.Starred() | ast.FunctionDef():
            return True
        case ast.Call(keywords=keywords):
            given = [node.func, *node.args, *(k.value for k in keywords)]
            return any(k.arg is None for k in keywords) or any(
                _is_function(part, unit, part is node.func) for part in given
            )
        case ast.Assign(value=value) | ast.IfExp(body=value):
            return _is_function(value, unit, False)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            return any(_is_function(part, unit, False) for part in parts)
        case ast.Subscript(value=ast.Name() as whole) | ast.For(iter=ast.Name() as whole):
            return holds_functions(unit.scope.lookup(whole))
        case ast.comprehension(iter=ast.Name() as whole) | ast.Attribute(value=ast.Name() as whole):
            return holds_functions(unit.scope.lookup(whole))
    return False


def _block(body: list[ast.stmt], rewriter: Rewriter) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for statement in body:
        made += _statement(statement, rewriter)
    return made


def _statement(node: ast.stmt, rewriter: Rewriter) -> list[ast.stmt]:
    """Return a statement with its calls rewritten, after what has to be evaluated before it."""
    surroundings = rewriter.surroundings
    if node in surroundings.defining:
        start: list[ast.stmt] = []
        for label, value in surroundings.evaluated.get(node, []):
            start.append(assign(label, rewriter.expression(clone(value), NONE, start)))
        if node in surroundings.made:
            labels, values = surroundings.made[node]
            if not labels:
                return [node]
            for target, value in _assignments(labels, rewriter, values, start):
                made = assign(target, value)
                surroundings.fields_set.append(made)
                start.append(made)
        return [*(_placed(made, node) for made in start), node]
    if isinstance(node, _INNER):
        return [node]
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
        fields = rewriter.unpacked(node.value)
        if fields is not None:
            node.value = ast.copy_location(ast.Tuple(elts=fields, ctx=ast.Load()), node.value)
    if isinstance(node, ast.If):
        before: list[ast.stmt] = []
        node.test = rewriter.expression(node.test, NONE, before)
        if isinstance(node.test, ast.Constant) and not before:
            return _block(node.body if node.test.value else node.orelse, rewriter)
        node.body, node.orelse = _block(node.body, rewriter), _block(node.orelse, rewriter)
        return [*(_placed(made, node) for made in before), node]
    out: list[ast.stmt] = []
    for field in node._fields:
        part = getattr(node, field, None)
        if isinstance(part, ast.expr):
            repeated = isinstance(node, ast.While)
            setattr(node, field, rewriter.expression(part, NONE, None if repeated else out))
        elif isinstance(part, list):
            setattr(node, field, _parts(part, rewriter, out))
    return [*(_placed(made, node) for made in out), node]


def _assignments(
    labels: list[str], rewriter: Rewriter, values: list[ast.expr], start: list[ast.stmt]
) -> list[tuple[ast.expr, ast.expr]]:
    """Return one assignment for the fields that are computed, one for each that is a constant."""
    made = [rewriter.expression(clone(part), NONE, start) for part in values]
    pairs: list[tuple[ast.expr, ast.expr]] = [
        (name(label), value) for label, value in zip(labels, made, strict=True)
    ]
    constant = [(a, b) for a, b in pairs if isinstance(b, ast.Constant)]
    computed = [(a, b) for a, b in pairs if not isinstance(b, ast.Constant)]
    if len(computed) < 2:
        return [*computed, *constant]
    targets, parts = [a for a, _ in computed], [b for _, b in computed]
    whole = ast.Tuple(elts=targets, ctx=ast.Load()), ast.Tuple(elts=parts, ctx=ast.Load())
    return [whole, *constant]


def _parts(part: list[ast.AST], rewriter: Rewriter, out: list[ast.stmt]) -> list[ast.AST]:
    made: list[ast.AST] = []
    for element in part:
        if isinstance(element, ast.stmt):
            made += _statement(element, rewriter)
        elif isinstance(element, ast.expr):
            made.append(rewriter.expression(element, NONE, out))
        else:
            for field in element._fields:  # an item of a `with`, a handler, a case
                inner = getattr(element, field, None)
                if isinstance(inner, ast.expr):
                    setattr(element, field, rewriter.expression(inner, NONE, None))
                elif isinstance(inner, list):
                    setattr(element, field, _parts(inner, rewriter, out))
            made.append(element)
    return made


def _placed(made: ast.stmt, at: ast.stmt) -> ast.stmt:
    for node in walk(made):
        if not hasattr(node, "lineno") or not getattr(node, "lineno", 0):
            ast.copy_location(node, at)
    return made


def _without_unused(
    body: list[ast.stmt], surroundings: Surroundings, named: set[str]
) -> list[ast.stmt]:
    """Return the body without the definitions of functions that nothing names any more."""
    waiting = dict(surroundings.defining)
    while True:
        found = [s for s, label in waiting.items() if label in named]
        if not found:
            break
        for statement in found:
            del waiting[statement]
            named |= free_names(statement)
    return _dropped(body, waiting)


def _drop_unread(tree: ast.FunctionDef, statements: list[ast.Assign], unit: Unit) -> None:
    """Take the fields that nothing reads out of the statements that set the fields of objects."""
    while True:
        read = {n.id for n in walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        changed = False
        for statement in statements:
            (target,) = statement.targets
            if not isinstance(target, ast.Tuple) or not isinstance(statement.value, ast.Tuple):
                continue
            pairs = list(zip(target.elts, statement.value.elts, strict=True))
            left = [pair for pair in pairs if not same(loaded(pair[0]), pair[1])]
            left = [(a, b) for a, b in left if names_in(a) & read or not is_pure(b, unit)]
            if len(left) in (0, len(pairs)):
                continue
            changed = True
            target.elts, statement.value.elts = [one for one, _ in left], [part for _, part in left]
            if len(left) == 1:
                ((statement.targets[0], statement.value),) = left
        if not changed:
            return


def _named_outside(node: ast.AST, defined: dict[ast.stmt, str]) -> set[str]:
    """Return the names that a statement reads, known definitions in it aside."""
    if isinstance(node, ast.stmt) and node in defined:
        return set()
    if not any(hasattr(node, field) for field in ("body", "handlers", "cases")):
        return names_in(node)
    found: set[str] = set()
    for child in ast.iter_child_nodes(node):
        found |= _named_outside(child, defined)
    return found


def _dropped(body: list[ast.stmt], unused: dict[ast.stmt, str]) -> list[ast.stmt]:
    kept: list[ast.stmt] = []
    for statement in body:
        if statement in unused:
            continue
        for field in ("body", "orelse", "finalbody"):
            block = getattr(statement, field, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                left = _dropped(block, unused)
                if not left and field == "body":
                    left = [ast.copy_location(ast.Pass(), statement)]
                setattr(statement, field, left)
        for case in getattr(statement, "cases", []):
            case.body = _dropped(case.body, unused) or [ast.copy_location(ast.Pass(), statement)]
        kept.append(statement)
    return kept


def _is_function(node: ast.expr, unit: Unit, called: bool) -> bool:
    """Tell whether an expression is a function that is not simply called by its name."""
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return False
    found = unit.scope.lookup(node)
    if not called:
        return known_function(found, node) is not None
    if isinstance(found, FunctionType):
        if returned_class(found) is not None or may_return_function(found):
            return True
        takes_any = found.__code__.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS)
        given = [*(found.__defaults__ or ()), *(found.__kwdefaults__ or {}).values()]
        return bool(takes_any) or any(
            value is None or known_function(value, node) is not None for value in given
        )
    return found is not MISSING and rules.find(found) is None and callable(found)
