"""Facts read back from the guard of a generated function, so that it is never printed twice.

    n, d = x.shape
    if w.shape != (d,) or x.dtype.kind != "f":
        raise ValueError("mse_grad is for w (d,), a floating-point x (n, d)")

says of `w` and `x` what the annotations `"d"` and `"n d"` would have said.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from gradgen.analysis.shapes import after
from gradgen.analysis.values import (
    NUMBER,
    Dim,
    Dtype,
    Fact,
    Info,
    Shape,
    replace,
)
from gradgen.reader.unit import Unit
from gradgen.syntax import Comment, only_refuses, walk

DTYPES: dict[str, Dtype] = {"f": "float", "iu": "int", "b": "bool", "c": "complex"}


def guard_of(tree: ast.FunctionDef) -> ast.If | None:
    """Return the guard that gradgen wrote into a function, None where there is none."""
    for statement in tree.body:
        if _is_guard(statement):
            assert isinstance(statement, ast.If)
            return statement
        if not _is_before_guard(statement):
            return None
    return None


def _is_guard(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.If) or statement.orelse or len(statement.body) != 1:
        return False
    (only,) = statement.body
    if not isinstance(only, ast.Raise) or not isinstance(only.exc, ast.Call):
        return False
    texts = [a.value for a in only.exc.args if isinstance(a, ast.Constant)]
    return len(texts) == 1 and isinstance(texts[0], str) and " is for " in texts[0]


def _is_before_guard(statement: ast.stmt) -> bool:
    if isinstance(statement, Comment):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    value = statement.value if isinstance(statement, ast.Assign) else None
    is_shape = isinstance(value, ast.Attribute) and value.attr == "shape"
    return is_shape or only_refuses(statement)


def read_back(unit: Unit, parameters: Mapping[str, Info]) -> dict[str, Info]:
    """Return what a generated function declares of its parameters, its guard included."""
    guard = guard_of(unit.tree)
    if guard is None:
        return dict(parameters)
    opening = unit.tree.body[: unit.tree.body.index(guard) + 1]
    env = after(unit, opening, parameters)
    if env is None:
        return dict(parameters)
    symbols = {
        info.dim.atom: name
        for name, info in env.items()
        if name not in parameters and info.dim is not None and info.dim.atom is not None
    }
    dtypes = _dtypes(guard.test)
    return {
        name: _declared(name, info, env[name], symbols, dtypes.get(name))
        for name, info in parameters.items()
    }


def _declared(
    name: str, before: Info, found: Info, symbols: Mapping[str, str], dtype: Dtype | None
) -> Info:
    """Return a declaration from what was known of a parameter and what the guard tells of it."""
    info = before
    if before.rank is None and found.shape.dims is not None:
        facts = frozenset({Fact(name)})
        dims = tuple(_renamed(dim, symbols) for dim in found.shape.dims)
        if dims:
            info = Info("array", Shape(dims, ("param", name), facts), before.dtype)
        else:
            shape = replace(NUMBER.shape, dims_facts=facts, token_facts=facts)
            info = replace(NUMBER, shape=shape, dtype=before.dtype)
    if dtype is not None:
        info = replace(info, dtype=dtype, dtype_facts=frozenset({Fact(name, "dtype")}))
    return info


def _renamed(dim: Dim, symbols: Mapping[str, str]) -> Dim:
    return Dim(tuple((symbols.get(s, s), factor) for s, factor in dim.terms), dim.constant)


def _dtypes(test: ast.expr) -> dict[str, Dtype]:
    """Return the dtypes that a guard asks for, `x.dtype.kind != "f"`."""
    found: dict[str, Dtype] = {}
    for part in test.values if isinstance(test, ast.BoolOp) else [test]:
        if not isinstance(part, ast.Compare) or not isinstance(part.left, ast.Attribute):
            continue
        value = part.comparators[0]
        names = [n.id for n in walk(part.left) if isinstance(n, ast.Name) and n.id != "np"]
        if part.left.attr == "kind" and isinstance(value, ast.Constant) and len(names) == 1:
            if isinstance(value.value, str) and value.value in DTYPES:
                found[names[0]] = DTYPES[value.value]
    return found
