"""The name of the array module: `np` in templates becomes what the user's module calls it.

In a module that says `import numpy`, `np.ones_like(x)` becomes `numpy.ones_like(x)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from types import ModuleType

from gradgen import errors, syntax
from gradgen.analysis.names import free_references
from gradgen.reader.unit import MISSING, Unit
from gradgen.transform.program import MadeFunction

TEMPLATE_NAME = "np"
ARRAY_MODULES = ("numpy", "cupy", "dask.array")


def adapt_array_module(function: MadeFunction, free: Iterable[ast.Name]) -> None:
    """Rename `np` in one function, unless it is what the user's module calls it as well.

    `free` are the function's free references.
    """
    references = [node for node in free if node.id == TEMPLATE_NAME]
    bound = TEMPLATE_NAME in syntax.names_in(function.tree) and not references
    if not references and not bound:
        return
    unit = function.unit
    meant = unit.scope.lookup(syntax.name(TEMPLATE_NAME))
    if is_array_module(meant):
        return
    if TEMPLATE_NAME in unit.scope.local_names or _mentions(unit):
        raise errors.refused(
            "GG118",
            f"`{unit.name}`",
            f"it uses the name `{TEMPLATE_NAME}` for something that is not NumPy",
            f"rename your `{TEMPLATE_NAME}`",
        )
    alias = array_alias(unit)
    for node in references:
        node.id = alias


def array_alias(unit: Unit) -> str:
    """Return the name by which a function uses its array module; `np` if it uses none."""
    for node in free_references(unit.tree):
        if is_array_module(unit.scope.lookup(node)):
            return node.id
    return TEMPLATE_NAME


def is_array_module(found: object) -> bool:
    """Tell whether an object is NumPy, or a module that stands in for it."""
    return isinstance(found, ModuleType) and (
        found.__name__ in ARRAY_MODULES or hasattr(found, "ndarray")
    )


def _mentions(unit: Unit) -> bool:
    found = [node for node in free_references(unit.tree) if node.id == TEMPLATE_NAME]
    return bool(found) and unit.scope.lookup(found[0]) is not MISSING
