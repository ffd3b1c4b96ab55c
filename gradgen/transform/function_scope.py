"""What the names of a function's text stand for, as far as they stand for functions.

In: a unit, and what is known of its free names from outside. Out: `value(node)`, the function that
an expression is, and `spelled(value)`, the text for one.
"""

from __future__ import annotations

import ast
import functools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from types import FunctionType

from gradgen import rules
from gradgen.analysis.names import free_names, free_references
from gradgen.reader.scope import FunctionScope, own_nodes, parameters
from gradgen.reader.unit import MISSING, Comments, Unit
from gradgen.syntax import clone, expr, name, names_in, number, stored, walk
from gradgen.transform.function_bindings import (
    bindings,
    bound_in_loops,
    defaults_of,
    own_statements,
)
from gradgen.transform.function_calls import Displays
from gradgen.transform.function_displays import count_of_reads, reads_of_displays
from gradgen.transform.function_factories import Reader, may_return_function, returned_function
from gradgen.transform.function_known import is_same, known_function
from gradgen.transform.function_values import (
    Function,
    Instance,
    Known,
    Local,
    Partial,
    Record,
    Template,
    Value,
)
from gradgen.transform.naming import Names
from gradgen.transform.object_makers import Making, objects_made
from gradgen.transform.objects import class_of_field, fields_of, member

Shadow = frozenset[str]
NONE: Shadow = frozenset()


class Surroundings:
    """The variables of a function that is being rewritten, and the functions among them.

    Attributes
    ----------
    values : the functions that names stand for
    evaluated : by defining statement, what has to be evaluated there: names and expressions
    known : names that were given to objects
    methods : the classes whose methods are called
    made : by statement that makes an object, the variables for its fields, and their values
    records : the variables that are such objects
    fields_set : the assignments to the variables of their fields
    """

    def __init__(
        self,
        unit: Unit,
        tree: ast.FunctionDef,
        values: dict[str, Value],
        methods: set[type],
        excluded: Collection[str] = (),
        empty: Mapping[ast.stmt, type] | None = None,
        read: Reader | None = None,
    ) -> None:
        assert isinstance(unit.scope, FunctionScope)
        self.unit = unit
        self.tree = tree
        self.scope = unit.scope
        self.host = host_of(unit)
        self.known = dict(unit.scope.known)
        self.evaluated: dict[ast.stmt, list[tuple[str, ast.expr]]] = {}
        self.defining: dict[ast.stmt, str] = {}
        self.methods = methods
        self.read = read
        self.templates: dict[ast.AST, Template] = {}
        self._count = Counter(bindings(tree))
        own = {p.arg for p in parameters(tree.args)}
        self.values = {k: v for k, v in values.items() if self._count[k] == (k in own)}
        self._in_loops = set(bound_in_loops(tree))
        self._definitions = dict(self._local_definitions())
        taken = names_in(tree) | unit.scope.local_names | {tree.name} | free_names(tree)
        self.names = Names(taken | set(self.known))
        self.displays = dict(self._displays())
        self.made: dict[ast.stmt, tuple[list[str], list[ast.expr]]] = {}
        self.records: set[str] = set()
        self.fields_set: list[ast.Assign] = []
        for statement in own_statements(tree.body):
            self._register(statement)
        count = self._count.__getitem__
        made = objects_made(tree, self.scope, count, excluded, empty or {})
        for label, making in made.items():
            self._record(label, making)
        if made:
            for statement in own_statements(tree.body):
                self._register(statement)

    # ---- variables ------------------------------------------------------------------
    def is_variable(self, label: str) -> bool:
        """Tell whether a name is a variable of the function, not an import or a known function."""
        is_local = label in self.scope.local_names or label in self._count
        return is_local and self.scope.lookup(name(label)) is MISSING

    def keeps_its_value(self, node: ast.expr) -> bool:
        """Tell whether an expression has the same value wherever the function reads it."""
        if isinstance(node, ast.Name):
            return self._count[node.id] <= 1 and node.id not in self._in_loops
        return isinstance(node, ast.Constant)

    def _local_definitions(self) -> Iterator[tuple[str, ast.FunctionDef | ast.Lambda]]:
        for node in own_nodes(self.tree):
            if isinstance(node, ast.FunctionDef) and self._count[node.name] == 1:
                yield node.name, node
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                target = node.targets[0]
                if isinstance(target, ast.Name) and self._count[target.id] == 1:
                    yield target.id, node.value

    def _displays(self) -> Iterator[tuple[str, ast.expr]]:
        """Yield the tuples and dicts that names stand for, where all is known that reads them."""
        reads = reads_of_displays(self.tree, self.scope)
        for node in own_nodes(self.tree):
            if not isinstance(node, ast.Assign) or len(node.targets) > 1:
                continue
            target, value = node.targets[0], node.value
            if not isinstance(target, ast.Name) or not self.keeps_its_value(target):
                continue
            if reads.get(target.id) != count_of_reads(self.tree, target.id):
                continue
            display = self._display(target.id, value, node)
            if display is not None:
                self.defining[node] = target.id
                yield target.id, display

    def _display(self, label: str, value: ast.expr, at: ast.Assign) -> ast.expr | None:
        """Return a tuple or dict with names for what has to be evaluated where it is made."""
        if isinstance(value, (ast.Tuple, ast.List)):
            if any(isinstance(element, ast.Starred) for element in value.elts):
                return None
            elements = [
                self._held(f"{label.removesuffix('s')}_{k + 1}", element, at)
                for k, element in enumerate(value.elts)
            ]
            return ast.Tuple(elts=elements, ctx=ast.Load())
        if isinstance(value, ast.Call) and self.scope.lookup(value.func) is dict:
            if value.args or any(k.arg is None for k in value.keywords):
                return None
            keys: list[ast.expr | None] = [ast.Constant(value=k.arg) for k in value.keywords]
            value = ast.Dict(keys=keys, values=[k.value for k in value.keywords])
        if not isinstance(value, ast.Dict):
            return None
        words = [k.value for k in value.keys if isinstance(k, ast.Constant)]
        if len(words) < len(value.keys) or not all(isinstance(word, str) for word in words):
            return None
        held = [
            self._held(str(word), part, at) for word, part in zip(words, value.values, strict=True)
        ]
        return ast.Dict(keys=value.keys, values=held)

    def _record(self, label: str, making: Making) -> None:
        """Give each field of an object that the function makes a variable, or its function."""
        fields: dict[str, ast.expr | Value] = {}
        for field in making.fields:
            known = self._lasting(label, making, field)
            fields[field] = known or name(self.names.fresh(f"{label}_{field}"))
        self.values[label] = Record(making.of, fields)
        self.records.add(label)
        for statement, values in making.makings.items():
            self.defining[statement] = label
            chosen = {f: v for f, v in values.items() if isinstance(fields[f], ast.Name)}
            labels = [fields[f].id for f in chosen]  # type: ignore[union-attr]
            self.made[statement] = (labels, list(chosen.values()))
        for field, statements in making.stored.items():
            if not isinstance(fields[field], ast.Name):
                for statement in statements:
                    self.defining[statement] = label
                    self.made[statement] = ([], [])

    def _lasting(self, label: str, making: Making, field: str) -> Value | None:
        """Return the function, or the object, that a field is from the start to the end."""
        given = [fields[field] for fields in making.makings.values() if field in fields]
        given += [s.value for s in making.stored.get(field, []) if isinstance(s, ast.Assign)]
        if len(given) != 1 or len(making.stored.get(field, [])) + len(making.makings) > 2:
            return None
        if len(making.makings) > 1 or not isinstance(
            given[0], (ast.Name, ast.Attribute, ast.Lambda)
        ):
            return None
        return self.value(given[0])

    def is_own(self, owner: Value) -> bool:
        """Tell whether an object is made by this function, so that its fields may be set."""
        return any(self.values.get(label) is owner for label in self.records)

    # ---- functions ------------------------------------------------------------------
    def value(self, node: ast.expr, shadow: Shadow = NONE) -> Value | None:
        """Return the function that an expression is; None where that is not known."""
        if isinstance(node, ast.Lambda):
            return None if shadow & free_names(node) else self._local(node, None)
        if isinstance(node, ast.Call):
            if self._is_partial(node, shadow):
                return self._partial(node, None)
            return None if shadow & names_in(node) else self._returned(node, None)
        if not isinstance(node, (ast.Name, ast.Attribute)) or shadow & names_in(node):
            return None
        if isinstance(node, ast.Attribute):
            owner, above = self._owner(node.value)
            if owner is not None:
                return self.member_value(owner, node.attr, above)
        if isinstance(node, ast.Name) and node.id in self.values:
            return self.values[node.id]
        if isinstance(node, ast.Name) and node.id in self.known:
            return known_function(self.known[node.id], node)
        return known_function(self.scope.lookup(node), node)

    def _owner(self, node: ast.expr) -> tuple[Instance | Record | None, FunctionType | None]:
        """Return the object that an expression is, and the method below it for `super()`."""
        if isinstance(node, ast.Call) and not node.args and not node.keywords:
            if self.scope.lookup(node.func) is not super or self.host.__code__.co_argcount == 0:
                return None, None
            own = self.values.get(self.host.__code__.co_varnames[0])
            return (own, self.host) if isinstance(own, (Instance, Record)) else (None, None)
        own = self.value(node) if isinstance(node, (ast.Name, ast.Attribute)) else None
        return (own, None) if isinstance(own, (Instance, Record)) else (None, None)

    def member_value(
        self, owner: Instance | Record, attribute: str, above: FunctionType | None = None
    ) -> Value | None:
        """Return the method, or the object, that an attribute of an object is."""
        if isinstance(owner, Record) and above is None and attribute in owner.fields:
            field = owner.fields[attribute]
            return None if isinstance(field, ast.expr) else field
        annotations = fields_of(owner.of) or {}
        if isinstance(owner, Instance) and above is None and attribute in annotations:
            inner = class_of_field(owner.of, attribute)
            whole = expr(f"owner.{attribute}", owner=owner.whole)
            return None if inner is None else Instance(inner, whole)
        found = member(owner.of, attribute, above)
        if isinstance(found, staticmethod):
            return known_function(found.__func__, name(attribute))
        if not isinstance(found, FunctionType) or rules.find(found) is not None:
            return None
        self.methods.add(owner.of)
        return Partial(Known(found, name(attribute)), ("self",), (owner,), {})

    def attribute(self, node: ast.Attribute, shadow: Shadow) -> ast.expr | Partial | None:
        """Return what an attribute of a known object is: a field, or a call of a property."""
        if shadow & names_in(node) or isinstance(node.ctx, ast.Del):
            return None
        owner, above = self._owner(node.value)
        if owner is None:
            return None
        if isinstance(node.ctx, ast.Store):
            field = owner.fields.get(node.attr) if isinstance(owner, Record) else None
            return stored(field) if isinstance(field, ast.Name) and self.is_own(owner) else None
        if isinstance(owner, Record) and above is None and node.attr in owner.fields:
            field = owner.fields[node.attr]
            return clone(field) if isinstance(field, ast.expr) else None
        found = member(owner.of, node.attr, above)
        if isinstance(found, property) and isinstance(found.fget, FunctionType):
            self.methods.add(owner.of)
            return Partial(Known(found.fget, name(node.attr)), ("self",), (owner,), {})
        if isinstance(owner, Record) and type(found) in (int, float):
            return ast.copy_location(number(found), node)  # type: ignore[arg-type]
        return None

    def held_object(self, value: Instance | Record) -> ast.expr:
        """Return an expression that stands for a known object."""
        if isinstance(value, Instance):
            if isinstance(value.whole, ast.Name):
                self.values.setdefault(value.whole.id, value)
            return clone(value.whole)
        for label, known in self.values.items():
            if known is value:
                return name(label)
        label = f"<object {len(self.values)}>"
        self.values[label] = value
        return name(label)

    def spelled(self, found: object, node: ast.expr, shadow: Shadow = NONE) -> ast.expr:
        """Return the text for an object in this function: as it is written, or under a new name."""
        if not shadow & names_in(node) and is_same(self.scope.lookup(node), found):
            return clone(node)
        for label, known in self.known.items():
            if is_same(known, found) and label not in shadow:
                return name(label)
        wanted = node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)
        label = f"<{wanted} {len(self.known)}>"
        self.known[label] = found
        return name(label)

    def named(self) -> dict[str, str]:
        """Return names for the objects that were given none by the user, and know them by these."""
        chosen: dict[str, str] = {}
        left = Names(names_in(self.tree) | self.scope.local_names - set(self.values))
        read = names_in(self.tree)
        for label in [label for label in self.known if label.startswith("<")]:
            if label not in read:
                del self.known[label]
                continue
            wanted = label[1:].partition(" ")[0]
            chosen[label] = left.fresh(wanted)
            self.known[chosen[label]] = self.known.pop(label)
        return chosen

    def _register(self, statement: ast.stmt) -> None:
        """Note the function that a statement gives a name to."""
        if statement in self.defining:
            return
        if isinstance(statement, ast.FunctionDef):
            if self._count[statement.name] == 1 and not statement.decorator_list:
                self.values[statement.name] = self._local(statement, statement)
                self.defining[statement] = statement.name
            return
        if not isinstance(statement, ast.Assign) or len(statement.targets) > 1:
            return
        target, value = statement.targets[0], statement.value
        if not isinstance(target, ast.Name) or self._count[target.id] > 1:
            return
        found: Value | None
        if isinstance(value, ast.Lambda):
            found = self._local(value, statement)
        elif isinstance(value, ast.Call):
            is_partial = self._is_partial(value, NONE)
            found = (self._partial if is_partial else self._returned)(value, statement)
        else:
            found = self.value(value)
        if found is not None:
            self.values[target.id] = found
            self.defining[statement] = target.id

    def _returned(self, node: ast.Call, at: ast.stmt | None) -> Function | None:
        """Return the function that a call of a user's function gives, if it gives one."""
        value = self.value(node.func)
        template: Template | None = None
        if isinstance(value, Local):
            template = value.template
        elif isinstance(value, Known) and may_return_function(value.found) and self.read:
            assert isinstance(value.found, FunctionType)
            template = self.read(value.found)
        if template is None or not isinstance(value, (Known, Local)):
            return None

        def inside(unit: Unit, tree: ast.FunctionDef, values: dict[str, Value]) -> Surroundings:
            return Surroundings(unit, tree, values, self.methods, read=self.read)

        found = returned_function(node, value, self, template, inside)
        if found is None or at is None:
            return found
        held = found.with_parts([self._held(label, part, at) for label, part in found.parts])
        assert isinstance(held, (Known, Local, Partial))
        return held

    def _held(self, label: str, node: ast.expr, at: ast.stmt | None) -> ast.expr:
        """Return an expression for a value as it was where a function was defined."""
        if at is None or self.keeps_its_value(node):
            return node
        taken = self.names.fresh(label)
        self.evaluated.setdefault(at, []).append((taken, node))
        return name(taken)

    def _local(self, node: ast.FunctionDef | ast.Lambda, at: ast.stmt | None) -> Local:
        template = self._template(node, at)
        held: dict[str, ast.expr] = {variable: name(variable) for variable in template.captured}
        defaults = defaults_of(node.args)
        for parameter in template.defaults:
            held[parameter] = self._held(parameter, defaults[parameter], at)
        return Local(template, held)

    def _template(self, node: ast.FunctionDef | ast.Lambda, at: ast.stmt | None) -> Template:
        if node not in self.templates:
            label = "function"
            if isinstance(at, ast.Assign) and isinstance(at.targets[0], ast.Name):
                label = at.targets[0].id
            tree = _as_def(node, label)
            defaults = defaults_of(node.args)
            functions = {p: v for p, d in defaults.items() if (v := self.value(d)) is not None}
            self.templates[node] = Template(
                tree.name,
                tree,
                self.host,
                FunctionScope(self.host, tree, {**self.known, **self._imports()}),
                self.unit.source,
                self.unit.comments if node is tree else Comments(),
                self.values,
                tuple(dict.fromkeys(self._captured(node, set()))),
                tuple(
                    p
                    for p, default in defaults.items()
                    if not isinstance(default, ast.Constant) and p not in functions
                ),
                default_functions=functions,
                is_lambda=isinstance(node, ast.Lambda) and at is None,
            )
        return self.templates[node]

    def _imports(self) -> dict[str, object]:
        """Return what the `import` statements of the function's body bind."""
        found = {label: self.scope.lookup(name(label)) for label in self.scope.local_names}
        return {label: meant for label, meant in found.items() if meant is not MISSING}

    def _captured(self, node: ast.AST, seen: set[ast.AST]) -> Iterator[str]:
        """Yield the variables that a function inside reads, itself or through others."""
        seen.add(node)
        skipped = set()
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):  # defaults are evaluated elsewhere
            outside = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
            skipped = {id(n) for default in outside for n in walk(default)}
        for reference in free_references(node):
            label = reference.id
            if id(reference) in skipped:
                continue
            if label in self._definitions:
                inner = self._definitions[label]
                if inner not in seen:
                    yield from self._captured(inner, seen)
            elif label in self.values:
                for _, part in self.values[label].parts:
                    yield from sorted(names_in(part))
            elif self.is_variable(label):
                yield label

    def _is_partial(self, node: ast.Call, shadow: Shadow) -> bool:
        return (
            not shadow & names_in(node)
            and self.scope.lookup(node.func) is functools.partial
            and bool(node.args)
            and not any(isinstance(a, ast.Starred) for a in node.args)
            and all(k.arg is not None for k in node.keywords)
        )

    def _partial(self, node: ast.Call, at: ast.stmt | None) -> Partial | None:
        of = self.value(node.args[0])
        if of is None or isinstance(of, (Instance, Record)):
            return None
        known = _parameter_names(of)
        wanted = [*known, *(f"given_{k + 1}" for k in range(len(node.args)))][: len(node.args) - 1]
        positional = tuple(
            self._held(label, argument, at)
            for label, argument in zip(wanted, node.args[1:], strict=True)
        )
        named = {str(k.arg): self._held(str(k.arg), k.value, at) for k in node.keywords}
        return Partial(of, tuple(wanted), positional, named)


def host_of(unit: Unit) -> FunctionType:
    """Return the user's function that holds the text of a unit."""
    host = unit.host or unit.function
    assert isinstance(host, FunctionType)
    return host


def _parameter_names(value: Function) -> list[str]:
    if isinstance(value, Partial):
        return _parameter_names(value.of)[len(value.positional) :]
    if isinstance(value, Local):
        return [p.arg for p in parameters(value.template.tree.args)]
    if isinstance(value.found, FunctionType):
        return list(value.found.__code__.co_varnames[: value.found.__code__.co_argcount])
    return []


def _as_def(node: ast.FunctionDef | ast.Lambda, label: str) -> ast.FunctionDef:
    """Return a function of a body as a definition, a lambda as one that returns its expression."""
    if isinstance(node, ast.FunctionDef):
        return node
    value = ast.copy_location(ast.Return(value=clone(node.body)), node.body)
    made = ast.FunctionDef(
        name=label, args=clone(node.args), body=[value], decorator_list=[], returns=None
    )
    made.type_params = []  # type: ignore[attr-defined,unused-ignore]
    return ast.copy_location(made, node)


__all__ = ["NONE", "Displays", "Shadow", "Surroundings", "known_function"]
