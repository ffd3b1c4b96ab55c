"""Objects as functions: what gradgen has a rule for, reads, or writes out."""

from __future__ import annotations

import ast
import functools
import operator
from types import BuiltinMethodType, FunctionType, MethodType

from gradgen import rules
from gradgen.errors import GradgenError
from gradgen.reader.unit import MISSING
from gradgen.reader.wrappers import unwrap
from gradgen.transform.function_values import Known

MOST = 12
"""How many functions a loop is written out for."""


def known_function(found: object, node: ast.expr) -> Known | None:
    """Return a function that is known by its object, looked through what only calls it."""
    if found is MISSING:
        return None
    if isinstance(found, FunctionType) or rules.find(found) is not None:
        return Known(found, node)
    if any(found is handled for handled in HANDLED) or is_operator(found):
        return Known(found, node)
    if hasattr(found, "__wrapped__") and not isinstance(found, type):
        try:
            plain, _ = unwrap(found)
        except GradgenError:
            return None
        return Known(plain, node) if isinstance(plain, FunctionType) else None
    return None


HANDLED: tuple[object, ...] = (map, filter, functools.reduce)
"""Functions that are given functions, and are written out (see `function_builtins`)."""


def is_same(one: object, other: object) -> bool:
    """Tell whether two objects are one: a method, `np.add.reduce`, is made each time it is read."""
    if one is other:
        return True
    return (
        isinstance(one, (MethodType, BuiltinMethodType))
        and type(one) is type(other)
        and (one == other)
    )


def is_operator(found: object) -> bool:
    """Tell whether an object is a function of the module `operator`."""
    return getattr(operator, getattr(found, "__name__", ""), None) is found and callable(found)


def is_callable(found: object) -> bool:
    """Tell whether an object is a function that gradgen has a rule for, or reads."""
    is_function = isinstance(found, FunctionType) or rules.find(found) is not None
    return is_function and callable(found)


def holds_functions(found: object) -> bool:
    """Tell whether an object is a list or a dict of functions."""
    if not isinstance(found, (list, tuple, dict)):
        return False
    values = list(found.values()) if isinstance(found, dict) else list(found)
    return 0 < len(values) <= MOST and all(map(is_callable, values))
