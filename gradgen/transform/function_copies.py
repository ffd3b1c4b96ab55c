"""Copies of functions for the functions that they are given, and for what surrounds them.

    def newton(f, x0): … f(x) …          def newton_f(x0, a): … x**2 - a …
    newton(lambda x: x**2 - a, x0)       newton_f(x0, a)

A parameter that is given a known function is no parameter of the copy: its name means that function
there. What the function captures are parameters of the copy; so are the variables that a function
inside another one reads, and the arguments that `*args` and `**kwargs` take in a call.
"""

from __future__ import annotations
import __future__

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import CodeType, FunctionType

from gradgen.analysis.names import free_names
from gradgen.errors import GradgenError
from gradgen.reader import read
from gradgen.reader.language import check_language
from gradgen.reader.read import MADE
from gradgen.reader.scope import FunctionScope, parameters
from gradgen.reader.unit import Comments, Unit
from gradgen.syntax import (
    assign,
    clone,
    name,
    names_in,
    substitute,
    walk,
    walk_statements,
)
from gradgen.transform.function_bindings import defaults_of
from gradgen.transform.function_displays import part_of_display
from gradgen.transform.function_known import known_function
from gradgen.transform.function_values import Instance, Known, Partial, Record, Template, Value
from gradgen.transform.naming import Names

Plain = Callable[[Unit, "Copies", dict[str, Value]], Unit]


@dataclass(eq=False)
class Made:
    """A function that gradgen made; `unit` is None while it is being made.

    Attributes
    ----------
    function : stands for it; it is never called when code is generated
    tree : its signature, and its text before its own calls were rewritten
    captured : the parameter for each variable of the surrounding text
    parts : the parameters for what the given functions hold, in their order
    several : the parameters for what `*args` took, and for what `**kwargs` took
    unused : those for parts that the text turned out not to read
    """

    function: FunctionType
    tree: ast.FunctionDef
    captured: dict[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    unused: frozenset[str] = frozenset()
    unit: Unit | None = None


@dataclass(frozen=True)
class Given:
    """What is known of the arguments of a call when code is generated.

    `functions` are the functions by parameter; `count` is how many arguments `*args` takes, and
    `named` are the names of those that `**kwargs` takes. `same` gives for each part of the
    functions the first part that is the same variable. `typed` are parameters of known class.
    """

    functions: Mapping[str, Value] = field(default_factory=dict)
    count: int = 0
    named: tuple[str, ...] = ()
    same: tuple[int, ...] = ()
    typed: Mapping[str, type] = field(default_factory=dict)


@dataclass(eq=False)
class Copies:
    """Every function that was made for one program, and the functions whose text it holds."""

    made: dict[object, Made | None] = field(default_factory=dict)
    templates: dict[FunctionType, Template | None] = field(default_factory=dict)
    used: list[FunctionType] = field(default_factory=list)
    methods: set[type] = field(default_factory=set)  # classes whose methods are called

    def template(self, function: FunctionType) -> Template | None:
        """Return the text of a user's function; None where it cannot be read."""
        if function not in self.templates:
            self.templates[function] = _template(function)
        return self.templates[function]

    def make(self, template: Template, given: Given, plain: Plain, label: str) -> Made | None:
        """Return the copy for some known arguments; None where they cannot be taken out of it.

        Parameters
        ----------
        plain : takes functions as values out of a text (see `functions`)
        label : what a lambda is called by where it is called
        """
        functions = tuple((p, v.key) for p, v in given.functions.items())
        typed = tuple(given.typed.items())
        key = (template.tree, functions, given.count, given.named, given.same, typed)
        if key not in self.made:
            self.used.append(template.host)
            self.made[key] = None  # for what cannot be made
            named = replace(template, name=label) if template.is_lambda else template
            made, unit, values = _opened(named, given)
            self.made[key] = made
            unit = plain(unit, self, values)
            if set(values) & free_names(unit.tree) - set(unit.scope.known):
                self.made[key] = None
            else:
                _drop_unused(made, unit)
                made.unit = made.function.__dict__[MADE] = unit
        return self.made[key]


def _drop_unused(made: Made, unit: Unit) -> None:
    """Take parts that a copy never reads out of its parameters, unless it calls itself."""
    if any(found is made.function for found in unit.scope.known.values()):
        return
    made.unused = frozenset(made.parts) - names_in(unit.tree)
    for arguments in (made.tree.args, unit.tree.args):
        arguments.args = [p for p in arguments.args if p.arg not in made.unused]
        kept = [
            (p, default)
            for p, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            if p.arg not in made.unused
        ]
        arguments.kwonlyargs = [p for p, _ in kept]
        arguments.kw_defaults = [default for _, default in kept]


def _template(function: FunctionType) -> Template | None:
    try:
        unit = read(function)
    except GradgenError:
        return None
    if not isinstance(unit.scope, FunctionScope) or not isinstance(unit.function, FunctionType):
        return None
    given = unit.function.__defaults__ or ()
    arguments = unit.tree.args
    positional = [p.arg for p in (*arguments.posonlyargs, *arguments.args)]
    values = dict(zip(positional[len(positional) - len(given) :], given, strict=True))
    values |= unit.function.__kwdefaults__ or {}
    written = defaults_of(arguments)
    functions = {p: known_function(v, written[p]) for p, v in values.items() if p in written}
    tree = unit.tree
    if unit.function.__module__ == "gradgen.transform.function_builtins":
        tree = _without_annotations(tree)
    return Template(
        unit.name,
        tree,
        unit.function,
        unit.scope,
        unit.source,
        unit.comments,
        default_values=values,
        generated=unit.generated,
        default_functions={p: v for p, v in functions.items() if v is not None},
    )


def _without_annotations(tree: ast.FunctionDef) -> ast.FunctionDef:
    made = clone(tree)
    made.returns = None
    for parameter in parameters(made.args):
        parameter.annotation = None
    return made


def _opened(template: Template, given: Given) -> tuple[Made, Unit, dict[str, Value]]:
    """Return a copy with its new parameters, not yet rewritten, and what its names stand for."""
    tree = clone(template.tree)
    comments = moved(template.comments, template.tree, tree)
    names = Names(names_in(tree) | {p.arg for p in parameters(tree.args)} | {template.name})
    names.take(*template.captured)
    made = Made(_stand_in(template, given), tree)
    own = template.scope.local_names
    captured = {c: names.fresh(f"outer_{c}") if c in own else c for c in template.captured}
    made.captured = captured
    values = {
        label: _renamed(value, captured)
        for label, value in template.values.items()
        if label not in own
    }
    _take_stars(template, tree, given, made, names)
    hints = [hint for value in given.functions.values() for hint, _ in value.parts]
    for index, (hint, first) in enumerate(zip(hints, given.same, strict=True)):
        made.parts.append(names.fresh(hint) if first == index else made.parts[first])
    parts = iter(made.parts)
    for parameter, value in given.functions.items():
        values[parameter] = value.with_parts([name(next(parts)) for _ in value.parts])
    values |= {p: Instance(of, name(p)) for p, of in given.typed.items()}
    _set_parameters(tree, made, given.functions, template.defaults)
    _set_defaults(made.function, template, tree)
    tree.name = made.function.__name__
    known = template.scope.known
    unit = Unit(
        tree.name,
        tree,
        template.source,
        FunctionScope(template.host, tree, known),
        made.function,
        comments,
        generated=template.generated,
        host=template.host,
        objects=frozenset(label for value in values.values() for label in _objects(value)),
    )
    check_language(unit, tree)
    return made, unit, values


def _objects(value: Value) -> Iterator[str]:
    """Yield the names of the objects that a value holds."""
    if isinstance(value, Instance) and isinstance(value.whole, ast.Name):
        yield value.whole.id
    elif isinstance(value, Partial):
        for part in value.positional:
            if not isinstance(part, ast.expr):
                yield from _objects(part)
    elif isinstance(value, Record):
        for field_ in value.fields.values():
            if not isinstance(field_, ast.expr):
                yield from _objects(field_)


def _renamed(value: Value, captured: dict[str, str]) -> Value:
    holes: dict[str, ast.expr] = {old: name(new) for old, new in captured.items() if old != new}
    return value.with_parts([substitute(part, holes) for _, part in value.parts])


def _take_stars(
    template: Template, tree: ast.FunctionDef, given: Given, made: Made, names: Names
) -> None:
    """Let `*args` be a tuple, and `**kwargs` a dict, of parameters of their own."""
    arguments = tree.args
    start: list[ast.stmt] = []
    stars = [(arguments.vararg, 1), (arguments.kwarg, 2)]
    places = [_with_stars(one, count) for one, count in stars if one is not None]
    if arguments.vararg is not None:
        several = arguments.vararg.arg
        one = several.removesuffix("s") if len(several) > 2 else several
        taken = [names.fresh(f"{one}_{index + 1}") for index in range(given.count)]
        made.several += taken
        elements: list[ast.expr] = [name(part) for part in taken]
        start.append(assign(several, ast.Tuple(elts=elements, ctx=ast.Load())))
        arguments.vararg = None
    if arguments.kwarg is not None:
        taken = [
            key if _is_taken_out(template, tree, arguments.kwarg.arg, key) else names.fresh(key)
            for key in given.named
        ]
        made.several += taken
        keys: list[ast.expr | None] = [ast.Constant(value=key) for key in given.named]
        values: list[ast.expr] = [name(part) for part in taken]
        start.append(assign(arguments.kwarg.arg, ast.Dict(keys=keys, values=values)))
        arguments.kwarg = None
    first = 1 if ast.get_docstring(tree) is not None else 0
    for statement, place in zip(start, places, strict=True):
        for node in walk(statement):
            ast.copy_location(node, place)
    tree.body[first:first] = start


def _with_stars(parameter: ast.arg, count: int) -> ast.arg:
    """Return the place of `*args`, or `**kwargs`, in the signature: what the text quotes."""
    place = ast.copy_location(ast.arg(arg=parameter.arg), parameter)
    place.col_offset -= count
    return place


def _is_taken_out(template: Template, tree: ast.FunctionDef, options: str, key: str) -> bool:
    """Drop `key = options["key"]`, the one that binds `key`, and tell whether it was there."""
    stores = [n for n in walk(tree) if isinstance(n, ast.Name) and n.id == key]
    found = [
        statement
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and statement.targets == [n for n in stores if isinstance(n.ctx, ast.Store)]
        and part_of_display(statement.value, template.scope) == options
        and key in [n.value for n in walk(statement.value) if isinstance(n, ast.Constant)][:1]
    ]
    for statement in found:
        tree.body.remove(statement)
    return bool(found)


def _set_parameters(
    tree: ast.FunctionDef, made: Made, functions: Iterable[str], evaluated: Sequence[str]
) -> None:
    """Drop the parameters that are known functions, and add those for what is handed in."""
    arguments, dropped = tree.args, set(functions)
    positional = [*arguments.posonlyargs, *arguments.args]
    without = len(positional) - len(arguments.defaults)
    defaults: dict[str, ast.expr | None] = {
        p.arg: arguments.defaults[index - without] if index >= without else None
        for index, p in enumerate(positional)
    }
    for p, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        defaults[p.arg] = default
    defaults |= dict.fromkeys(evaluated)  # given in each call
    required = [p for p in positional if p.arg not in dropped and defaults[p.arg] is None]
    optional = [p for p in positional if p.arg not in dropped and defaults[p.arg] is not None]
    named = [p for p in arguments.kwonlyargs if p.arg not in dropped]
    added = [
        ast.arg(arg=part)
        for part in (*made.several, *made.captured.values(), *dict.fromkeys(made.parts))
    ]
    in_order = [p for p in positional if p.arg not in dropped] == [*required, *optional]
    if not optional and not named:
        required, added = [*required, *added], []
    if not in_order:  # a default that was evaluated stands after one that was not
        required, named = [], [*required, *optional, *named]
        optional = []
    named = [*named, *added]
    arguments.posonlyargs = []
    arguments.args = [*required, *optional]
    arguments.defaults = [d for p in optional if (d := defaults[p.arg]) is not None]
    arguments.kwonlyargs = named
    arguments.kw_defaults = [defaults.get(p.arg) for p in named]


def _stand_in(template: Template, given: Given) -> FunctionType:
    """Return a function object for a copy: it has its name and its module, and no code."""
    chosen = _name(template, given)
    flags = template.host.__code__.co_flags & __future__.annotations.compiler_flag
    code = compile(f"def {chosen}(): pass", "<made>", "exec", flags, dont_inherit=True)
    body = next(part for part in code.co_consts if isinstance(part, CodeType))
    made = FunctionType(body, template.host.__globals__, chosen)
    made.__module__ = template.host.__module__
    return made


def _set_defaults(function: FunctionType, template: Template, tree: ast.FunctionDef) -> None:
    """Give a stand-in the values that the defaults of its parameters had."""
    values = template.default_values
    arguments = tree.args
    positional = [p.arg for p in arguments.args[len(arguments.args) - len(arguments.defaults) :]]
    if all(p in values for p in positional):
        function.__defaults__ = tuple(values[p] for p in positional)
    named = {p.arg: values[p.arg] for p in arguments.kwonlyargs if p.arg in values}
    function.__kwdefaults__ = named


def _name(template: Template, given: Given) -> str:
    functions = [
        (p, v)
        for p, v in given.functions.items()
        if not isinstance(v, Record) and not (isinstance(v, Known) and v.found is None)
    ]
    words = [value.label or parameter for parameter, value in functions]
    return "_".join([template.name, *(word.replace(".", "_") for word in words)])


def moved(comments: Comments, before: ast.FunctionDef, after: ast.FunctionDef) -> Comments:
    """Return the comments of a tree for the statements of its copy."""
    pairs = zip(walk_statements(before.body), walk_statements(after.body), strict=True)
    new = dict(pairs)
    return Comments(
        {new[s]: text for s, text in comments.before.items() if s in new},
        {new[s]: note for s, note in comments.after.items() if s in new},
        {new[s]: text for s, text in comments.below.items() if s in new},
    )
