"""Objects whose class is known: their fields, and what their methods and properties are.

In: a class, or an annotation that names one. Out: the names of its fields with what is declared of
them, and what an attribute of its objects is: a function, a property, a constant of the class.

    @dataclass
    class Spring:                   fields_of(Spring)   {"stiffness": <float>, "rest": <float>}
        stiffness: float
        rest: float = 0.0
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import sys
import textwrap
from functools import lru_cache
from types import FunctionType

from gradgen import syntax
from gradgen.errors import GradgenError
from gradgen.reader.locate import locate
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import same, walk

Annotations = dict[str, ast.expr | None]
_MADE_BY_A_CLASS_STATEMENT = 1 << 9  # Py_TPFLAGS_HEAPTYPE
_PLAIN = (int, float, complex, bool, str, bytes, tuple, list, dict, set, frozenset, object, type)


def class_of(annotation: ast.expr | None, unit: Unit) -> type | None:
    """Return the class of the user's that an annotation names; None for any other annotation."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return None
    if not isinstance(annotation, (ast.Name, ast.Attribute)):
        return None
    found = unit.scope.lookup(annotation)
    return found if is_users(found) and isinstance(found, type) else None


def is_users(found: object) -> bool:
    """Tell whether a class is written in Python, with fields that can be read off its text."""
    if not isinstance(found, type) or found in _PLAIN:
        return False
    home = str(found.__module__).partition(".")[0]
    of_python = bool(found.__flags__ & _MADE_BY_A_CLASS_STATEMENT)
    return of_python and home not in ("numpy", "typing", "jaxtyping", "cupy", "abc", "collections")


def owner_of(function: FunctionType) -> type | None:
    """Return the class that a function is a method of, by its qualified name."""
    path = function.__qualname__.split(".")[:-1]
    found: object = function.__globals__
    for part in path:
        if isinstance(found, dict):
            found = found.get(part)
        else:
            found = getattr(found, part, None)
    if not isinstance(found, type) or not is_users(found):
        return None
    return found if vars(found).get(function.__name__) is function else None


@lru_cache(maxsize=256)
def fields_of(cls: type) -> Annotations | None:
    """Return the fields of the objects of a class with their annotations; None if not known.

    They are those of a dataclass or a named tuple, or what `__init__` assigns to `self`.
    """
    if dataclasses.is_dataclass(cls):
        names = [field.name for field in dataclasses.fields(cls)]
    elif issubclass(cls, tuple):
        names = list(getattr(cls, "_fields", ()))
    else:
        return _assigned(cls)
    declared = _declared(cls)
    return {name: declared.get(name) for name in names}


def made_of_fields(cls: type) -> bool:
    """Tell whether an object is made by giving each field by name, and nothing else happens."""
    tree = _tree(cls)
    if dataclasses.is_dataclass(cls):
        plain = all(field.init for field in dataclasses.fields(cls))
        return plain and not hasattr(cls, "__post_init__") and "__init__" in vars(cls)
    if issubclass(cls, tuple):
        return hasattr(cls, "_fields")
    inits = [
        node
        for node in (tree.body if tree is not None else [])
        if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    ]
    if len(inits) != 1:
        return False
    (init,) = inits
    own, *others = [p.arg for p in (*init.args.args, *init.args.kwonlyargs)]
    wanted = [ast.parse(f"{own}.{label} = {label}").body[0] for label in others]
    body = init.body[1:] if ast.get_docstring(init) is not None else init.body
    return len(body) == len(wanted) and all(
        any(same(statement, each) for statement in body) for each in wanted
    )


def class_of_field(cls: type, field: str) -> type | None:
    """Return the class of the user's that the annotation of a field names, if any."""
    annotation = (fields_of(cls) or {}).get(field)
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value, mode="eval").body
    if not isinstance(annotation, ast.Name):
        return None
    for each in cls.__mro__:
        found = getattr(sys.modules.get(each.__module__), annotation.id, None)
        if isinstance(found, type) and is_users(found) and fields_of(found):
            return found
    return None


def _declared(cls: type) -> Annotations:
    """Return the annotations in the bodies of a class and those it is made of."""
    found: Annotations = {}
    for each in reversed(cls.__mro__):
        for label, of in vars(each).get("__annotations__", {}).items():
            text = of if isinstance(of, str) else getattr(of, "__name__", "")
            found[label] = syntax.name(text) if str(text).isidentifier() else None
        for node in getattr(_tree(each), "body", []):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found[node.target.id] = node.annotation
    return found


def _assigned(cls: type) -> Annotations | None:
    """Return what the `__init__` methods of a class assign to attributes of the object."""
    found: Annotations = {}
    declared = _declared(cls)
    for each in reversed(cls.__mro__):
        for node in getattr(_tree(each), "body", []):
            if isinstance(node, ast.FunctionDef) and node.name == "__init__" and node.args.args:
                given = {p.arg: p.annotation for p in (*node.args.args, *node.args.kwonlyargs)}
                for name, value in _attributes(node, node.args.args[0].arg):
                    named = given.get(value.id) if isinstance(value, ast.Name) else None
                    found[name] = declared.get(name, named)
    return found or None


def _attributes(init: ast.FunctionDef, own: str) -> list[tuple[str, ast.expr]]:
    """Return each attribute of `self` that an `__init__` assigns, with the value."""
    found = []
    for node in walk(init):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            value = getattr(node, "value", None)
            is_own = isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
            if is_own and target.value.id == own and value is not None:  # type: ignore[attr-defined]
                found.append((target.attr, value))  # type: ignore[attr-defined]
    return found


@lru_cache(maxsize=256)
def _tree(cls: type) -> ast.ClassDef | None:
    """Return the text of a class as a tree; None where there is none."""
    for function in vars(cls).values():
        if isinstance(function, FunctionType) and function.__qualname__.startswith(
            cls.__qualname__
        ):
            try:
                parents = locate(function).parents
            except GradgenError:
                continue
            if parents and isinstance(parents[-1], ast.ClassDef):
                return parents[-1]
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):
        return None
    (found, *_) = tree.body
    return found if isinstance(found, ast.ClassDef) else None


def member(cls: type, attribute: str, above: FunctionType | None = None) -> object:
    """Return what stands in a class under a name: a function, a property, …, or `MISSING`.

    Parameters
    ----------
    above : a method; what its own class and those below it have is passed over, as by `super()`
    """
    classes = list(cls.__mro__)
    if above is not None:
        own = [k for k, each in enumerate(classes) if _holds(each, above)]
        classes = classes[own[0] + 1 :] if own else []
    for each in classes:
        if attribute in vars(each):
            return vars(each)[attribute]
    return MISSING


def _holds(cls: type, function: FunctionType) -> bool:
    for found in vars(cls).values():
        inner = getattr(found, "fget", None) or getattr(found, "__func__", None) or found
        if inner is function:
            return True
    return False
