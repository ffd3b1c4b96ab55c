"""Derivatives by objects: each field is a variable while code is generated, and put back after.

    def energy(spring: Spring, x):                   def energy(spring, x, *, stiffness):
        return 0.5 * spring.stiffness * x**2             return 0.5 * stiffness * x**2

                                     and back, when all is done

    return grad_stiffness                            return Spring(stiffness=grad_stiffness)

`opened` takes the objects apart, `closed` puts the signature, the attributes and the objects that
are returned in their places.
"""

from __future__ import annotations

import ast
import copy
import dataclasses
from dataclasses import dataclass, field, replace

from gradgen import syntax
from gradgen.analysis.declarations import declared
from gradgen.errors import UnsupportedError
from gradgen.reader.scope import FunctionScope, parameters
from gradgen.syntax import clone, name, names_in, walk
from gradgen.transform.function_copies import moved
from gradgen.transform.function_scope import host_of
from gradgen.transform.function_values import Instance, Record
from gradgen.transform.naming import Names
from gradgen.transform.object_checks import joined_checks
from gradgen.transform.objects import class_of_field, fields_of, made_of_fields
from gradgen.transform.program import MadeFunction, Opened, Program

_WHOLE = frozenset({"int", "str", "bool", "Callable", "bytes"})


def open_objects(program: Program, classes: dict[str, type]) -> Program:
    """Return the program with a parameter for each field of the objects that `wrt` names.

    Parameters
    ----------
    classes : the class of each parameter of which it is known
    """
    wanted = {p: of for p, of in classes.items() if p in program.request.wrt}
    if not wanted:
        return program
    unit = program.unit
    tree = clone(unit.tree)
    taken = names_in(tree) | unit.scope.local_names | {p.arg for p in parameters(tree.args)}
    opener = _Opener(Names(taken))
    records = {p: opener.record(of, name(p)) for p, of in wanted.items()}
    for variable, (_, annotation) in opener.fields.items():
        tree.args.kwonlyargs.append(ast.arg(arg=variable, annotation=annotation))
        tree.args.kw_defaults.append(None)
    syntax.fix_locations(tree)
    made = replace(
        unit,
        tree=tree,
        scope=FunctionScope(host_of(unit), tree, unit.scope.known),
        comments=moved(unit.comments, unit.tree, tree),
    )
    names: list[str] = []
    for p in program.request.wrt:
        parts = [part for _, part in records[p].parts] if p in records else [name(p)]
        names += [part.id for part in parts if isinstance(part, ast.Name)]
    request = replace(program.request, wrt=tuple(names), single=False)
    whole = {variable: whole for variable, (whole, _) in opener.fields.items()}
    return replace(
        program,
        unit=made,
        request=request,
        functions=[MadeFunction(tree, made)],
        parameters=declared(made, request.example),
        opened=Opened(unit, program.request, records, whole),
    )


@dataclass
class _Opener:
    """Gives each field a variable: its own name where nobody has it."""

    names: Names
    fields: dict[str, tuple[ast.expr, ast.expr | None]] = field(default_factory=dict)

    def record(self, of: type, whole: ast.expr) -> Record:
        found: dict[str, ast.expr | Instance | Record] = {}
        for label, annotation in (fields_of(of) or {}).items():
            part = syntax.expr(f"whole.{label}", whole=whole)
            inner = class_of_field(of, label)
            if inner is not None:
                found[label] = self.record(inner, part)
            elif _is_constant(annotation):
                found[label] = part
            else:
                joint = ast.unparse(part).replace(".", "_")
                variable = self.names.fresh(label if self.names.is_free(label) else joint)
                self.fields[variable] = part, annotation and clone(annotation)
                found[label] = name(variable)
        return Record(of, found)


def _is_constant(annotation: ast.expr | None) -> bool:
    """Tell whether a field is declared to be nothing that has a derivative."""
    if annotation is None:
        return False
    text = annotation.value if isinstance(annotation, ast.Constant) else ast.unparse(annotation)
    return str(text).partition("[")[0].rpartition(".")[2] in _WHOLE


def refuse_whole_uses(program: Program) -> None:
    """Refuse a use of an object that is opened other than of its fields and methods."""
    opened = program.opened
    if opened is None:
        return
    tree, unit = program.unit.tree, program.unit
    for p in opened.records:
        fine = set()
        for node in walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                fine.add(id(node.value))
            elif isinstance(node, ast.Call) and unit.scope.lookup(node.func) is type:
                fine |= {id(argument) for argument in node.args}
        for node in walk(tree):
            if isinstance(node, ast.Name) and node.id == p and id(node) not in fine:
                raise _refused(opened, p, node)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if syntax.base_name(node.func) == p:
                    raise _refused(opened, p, node)


def _refused(opened: Opened, parameter: str, node: ast.AST) -> UnsupportedError:
    of = opened.records[parameter].of.__name__
    return opened.unit.unsupported(
        "GG131",
        node,
        f"`{parameter}` is differentiated by its fields, and here it is used as a whole",
        f"hand on the fields that are needed, or call a method of `{of}` that has a text",
    )


# ---- back -----------------------------------------------------------------------
def close_objects(program: Program) -> Program:
    """Return the program of a derivative with the objects that were opened in their places."""
    opened = program.opened
    joined_checks(program.functions[0].tree)
    if opened is None or program.functions[0].tree.name != program.name:
        return program
    main, *others = program.functions
    closer = _Closer(program, opened, main)
    tree = closer.tree()
    closed = replace(main, tree=tree)
    return replace(
        program, unit=opened.unit, request=opened.request, functions=[closed, *others], opened=None
    )


class _Closer:
    def __init__(self, program: Program, opened: Opened, main: MadeFunction) -> None:
        self.program = program
        self.opened = opened
        self.main = main
        self.unit = main.unit
        self.names = Names(names_in(main.tree) | self.unit.scope.local_names)

    def tree(self) -> ast.FunctionDef:
        tree, opened = clone(self.main.tree), self.opened
        own = {p.arg for p in parameters(opened.unit.tree.args)}
        added = [p for p in tree.args.kwonlyargs if p.arg not in own | set(opened.whole)]
        tree.args = clone(opened.unit.tree.args)
        holes: dict[str, ast.expr] = {}
        start: list[ast.stmt] = []
        stored = {
            n.id for n in walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)
        }
        for variable, whole in opened.whole.items():
            if variable in stored:
                start.append(syntax.assign(variable, clone(whole)))
            else:
                holes[variable] = whole
        if self.program.request.mode == "jvp":
            added, more = self._tangents(added)
            holes |= more
        tree.args.kwonlyargs += added
        tree.args.kw_defaults += [None] * len(added)
        tree.body = self._returning(tree.body)
        tree.body = [syntax.substitute(statement, holes) for statement in [*start, *tree.body]]
        return syntax.fix_locations(tree)

    def _tangents(self, added: list[ast.arg]) -> tuple[list[ast.arg], dict[str, ast.expr]]:
        """Return a direction for each object, and what stands for those of its fields."""
        by_variable = dict(zip(self.program.request.wrt, added, strict=True))
        made: list[ast.arg] = []
        holes: dict[str, ast.expr] = {}
        for p in self.opened.request.wrt:
            if p not in self.opened.records:
                made.append(by_variable[p])
                continue
            direction = self.names.fresh(f"d_{p}")
            made.append(ast.arg(arg=direction))
            for _, part in self.opened.records[p].parts:
                if isinstance(part, ast.Name):
                    whole = self.opened.whole[part.id]
                    along = syntax.substitute(whole, {p: name(direction)})
                    holes[by_variable[part.id].arg] = along
        return made, holes

    # ---- what is returned -------------------------------------------------------
    def _returning(self, body: list[ast.stmt]) -> list[ast.stmt]:
        if self.program.request.mode == "jvp":
            return body
        made: list[ast.stmt] = []
        for statement in body:
            if isinstance(statement, ast.Return):
                before, value = self._returned(statement.value)
                made += [ast.copy_location(s, statement) for s in before]
                statement = ast.copy_location(ast.Return(value=value), statement)
            elif not isinstance(statement, ast.FunctionDef):
                for block in ("body", "orelse"):
                    if isinstance(getattr(statement, block, None), list):
                        setattr(statement, block, self._returning(getattr(statement, block)))
            made.append(statement)
        return made

    def _returned(self, value: ast.expr | None) -> tuple[list[ast.stmt], ast.expr]:
        assert isinstance(value, ast.Tuple)
        gradients: ast.expr = value
        if self.program.request.mode == "value_and_grad":
            gradients = value.elts[1]
        assert isinstance(gradients, ast.Tuple)
        left = dict(zip(self.program.request.wrt, gradients.elts, strict=True))
        before: list[ast.stmt] = []
        results = []
        for p in self.opened.request.wrt:
            if p in self.opened.records:
                results.append(self._object(self.opened.records[p], name(p), left, before))
            else:
                results.append(left[p])
        made = results[0] if self.opened.request.single else _tuple(results)
        if self.program.request.mode == "value_and_grad":
            made = _tuple([value.elts[0], made])
        return before, made

    def _object(
        self, record: Record, whole: ast.expr, left: dict[str, ast.expr], before: list[ast.stmt]
    ) -> ast.expr:
        """Return text for an object of the same class that holds the derivatives by its fields."""
        given: dict[str, ast.expr] = {}
        for label, part in record.fields.items():
            if isinstance(part, Record):
                inner = syntax.expr(f"whole.{label}", whole=whole)
                given[label] = self._object(part, inner, left, before)
            elif isinstance(part, ast.Name):
                given[label] = left[part.id]
        if len(given) == len(record.fields) and made_of_fields(record.of):
            return _call(self._spelled(record.of, record.of.__name__), given)
        if made_of_fields(record.of) and issubclass(record.of, tuple):
            return _call(syntax.expr("whole._replace", whole=whole), given)
        if made_of_fields(record.of) and dataclasses.is_dataclass(record.of):
            call = _call(self._spelled(dataclasses.replace, "replace"), given)
            call.args = [clone(whole)]
            return call
        held = name(self.names.fresh("grad_" + ast.unparse(whole).replace(".", "_")))
        copying = self._spelled(copy.copy, "copy")
        before.append(syntax.statement("held = f(x)", held=held, f=copying, x=whole))
        for label, value in given.items():
            before.append(syntax.statement(f"held.{label} = value", held=held, value=value))
        return held

    def _spelled(self, found: object, wanted: str) -> ast.expr:
        if self.unit.scope.lookup(name(wanted)) is found:
            return name(wanted)
        known = self.unit.scope.known
        label = next((label for label, each in known.items() if each is found), "")
        if not label:
            label = self.names.fresh(wanted)
            known[label] = found
        return name(label)


def _call(function: ast.expr, given: dict[str, ast.expr]) -> ast.Call:
    keywords = [ast.keyword(arg=label, value=value) for label, value in given.items()]
    return ast.Call(func=function, args=[], keywords=keywords)


def _tuple(elements: list[ast.expr]) -> ast.expr:
    return ast.Tuple(elts=elements, ctx=ast.Load())
