"""The table of rows: each rule is called in each of the ways that it covers, a module a subject."""

from __future__ import annotations

import importlib
import pkgutil

from tests.unit.rules.battery import Row

ROWS: list[Row] = [
    row
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__))
    if module != "values"
    for row in importlib.import_module(f"{__name__}.{module}").ROWS
]
