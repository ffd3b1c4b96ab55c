"""Takes tuples and dicts apart that a function only uses by their places: one variable for each.

    state = (x, v)                               state_0, state_1 = x, v
    for _ in range(n):                           for _ in range(n):
        state = (state[0] + state[1], 0.9)  becomes  state_0, state_1 = state_0 + state_1, 0.9
    return state[0]                              return state_0

Every place is written out as a number or a text, and the container itself goes nowhere but into a
`return`: it is never given to a function, walked, or known by another name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from gradgen.syntax import children, name, stored, walk
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_tree import Work

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
Key = int | str


@dataclass
class _Record:
    """What is seen of one variable: its places, and where it is used."""

    keys: tuple[Key, ...] | None = None
    made: list[ast.Assign] = field(default_factory=list)
    elements: list[ast.Subscript] = field(default_factory=list)
    unpacked: list[ast.Assign] = field(default_factory=list)
    returned: list[ast.Return] = field(default_factory=list)
    refused: bool = False
    is_dict: bool = False

    def takes(self, display: ast.Tuple | ast.Dict) -> bool:
        """Tell whether a display has the same places as the others, and note them."""
        keys = _keys(display)
        is_dict = isinstance(display, ast.Dict)
        if keys is None or (self.keys is not None and (self.keys, self.is_dict) != (keys, is_dict)):
            return False
        self.keys, self.is_dict = keys, is_dict
        return True


def without_records(work: Work, activity: Activity) -> None:
    """Take apart, in place, the tuples and dicts of a function that can be."""
    records = {
        variable: record
        for variable, record in _records(work.tree).items()
        if variable in activity.names and _can_go(record)
    }
    if not records:
        return
    names: dict[tuple[str, Key], str] = {}
    for variable, record in records.items():
        for key in record.keys or ():
            made = work.fresh(f"{variable}_{key}", work.tree)
            names[variable, key] = made.id
            activity.names.add(made.id)
    _Apart(records, names).visit(work.tree)


def _can_go(record: _Record) -> bool:
    keys = record.keys
    if record.refused or not record.made or not keys:
        return False
    for element in record.elements:
        key = _key(element)
        if isinstance(key, int) and not record.is_dict:
            key = key + len(keys) if key < 0 else key
        if key not in keys or isinstance(key, str) != record.is_dict:
            return False
        if not record.is_dict and not isinstance(element.ctx, ast.Load):
            return False
    return all(
        not record.is_dict and len(_targets(statement)) == len(keys)
        for statement in record.unpacked
    )


def _records(tree: ast.FunctionDef) -> dict[str, _Record]:
    """Return what is seen of each variable that a display is assigned to."""
    found: dict[str, _Record] = {}
    for node in walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Name) and isinstance(value, (ast.Tuple, ast.Dict)):
                found.setdefault(target.id, _Record())
    if not found:
        return found
    for argument in walk(tree.args):
        if isinstance(argument, ast.arg) and argument.arg in found:
            found[argument.arg].refused = True
    for node in tree.body:
        _note(node, found)
    return found


def _note(node: ast.AST, found: dict[str, _Record]) -> None:
    """Note what a tree does with the variables."""
    if isinstance(node, ast.Name):
        if node.id in found:
            found[node.id].refused = True
    elif isinstance(node, _INNER):
        for inner in walk(node):
            if isinstance(inner, ast.Name) and inner.id in found:
                found[inner.id].refused = True
    else:
        for part in _left(node, found):
            _note(part, found)


def _left(node: ast.AST, found: dict[str, _Record]) -> Iterator[ast.AST]:
    """Note the use by place that a node is, and yield the parts that are left of it."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Name) and target.id in found:
            record = found[target.id]
            if isinstance(value, (ast.Tuple, ast.Dict)) and record.takes(value):
                record.made.append(node)
                yield from children(value)
                return
        if isinstance(value, ast.Name) and value.id in found and _targets(node):
            found[value.id].unpacked.append(node)
            yield target
            return
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Name):
        if node.value.id in found:
            found[node.value.id].returned.append(node)
            return
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        if node.value.id in found and _key(node) is not None:
            found[node.value.id].elements.append(node)
            return
    yield from children(node)


def _targets(node: ast.Assign) -> list[ast.expr]:
    target = node.targets[0]
    parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
    return [] if any(isinstance(part, ast.Starred) for part in parts) else parts


def _keys(display: ast.Tuple | ast.Dict) -> tuple[Key, ...] | None:
    if isinstance(display, ast.Tuple):
        starred = any(isinstance(part, ast.Starred) for part in display.elts)
        return None if starred else tuple(range(len(display.elts)))
    keys = [getattr(key, "value", None) for key in display.keys]
    texts = [key for key in keys if isinstance(key, str) and key.isidentifier()]
    return tuple(texts) if len(set(texts)) == len(keys) else None


def _key(node: ast.Subscript) -> Key | None:
    """Return the place that an element is taken from, where it is written out."""
    index = node.slice
    sign = 1
    if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub):
        index, sign = index.operand, -1
    if not isinstance(index, ast.Constant):
        return None
    value = index.value
    if isinstance(value, int) and not isinstance(value, bool):
        return sign * value
    return value if isinstance(value, str) and sign == 1 else None


class _Apart(ast.NodeTransformer):
    """Writes one variable for each place."""

    def __init__(self, records: dict[str, _Record], names: dict[tuple[str, Key], str]) -> None:
        self.records = records
        self.names = names

    def _whole(self, variable: str, source: ast.AST) -> list[ast.expr]:
        keys = self.records[variable].keys or ()
        made = [name(self.names[variable, key]) for key in keys]
        return [ast.copy_location(part, source) for part in made]

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        target = node.targets[0]
        value = node.value
        if isinstance(target, ast.Name) and target.id in self.records:
            assert isinstance(value, (ast.Tuple, ast.Dict))
            parts = value.elts if isinstance(value, ast.Tuple) else value.values
            parts = [self.visit(part) for part in parts]
            targets = self._whole(target.id, target)
            node.targets = [stored(_together(targets, target))]
            node.value = _together(parts, value)
            return node
        if isinstance(value, ast.Name) and value.id in self.records:
            node.value = _together(self._whole(value.id, value), value, always=True)
            node.targets = [self.visit(target)]
            return node
        return self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> ast.AST:
        value = node.value
        if not (isinstance(value, ast.Name) and value.id in self.records):
            return self.generic_visit(node)
        record = self.records[value.id]
        parts = self._whole(value.id, value)
        made: ast.expr = ast.Tuple(elts=parts, ctx=ast.Load())
        if record.is_dict:
            keys = [ast.copy_location(ast.Constant(key), value) for key in record.keys or ()]
            made = ast.Dict(keys=list(keys), values=parts)
        node.value = ast.copy_location(made, value)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if not (isinstance(node.value, ast.Name) and node.value.id in self.records):
            return self.generic_visit(node)
        record = self.records[node.value.id]
        key = _key(node)
        if isinstance(key, int) and key < 0:
            key += len(record.keys or ())
        assert key is not None
        made = ast.Name(self.names[node.value.id, key], node.ctx)
        return ast.copy_location(made, node)


def _together(parts: list[ast.expr], source: ast.AST, always: bool = False) -> ast.expr:
    """Return several values as a tuple, a single one as it is."""
    if len(parts) == 1 and not always:
        return parts[0]
    return ast.copy_location(ast.Tuple(elts=parts, ctx=ast.Load()), source)
