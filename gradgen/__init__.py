"""Reads a NumPy function and writes its derivative as Python source for people to review.

>>> import gradgen
>>> print(gradgen.grad(loss, wrt=("w", "b")))  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradgen.api import grad, jvp, value_and_grad, vjp
    from gradgen.check import check_grad
    from gradgen.check.rule import check_rule
    from gradgen.derivative import Derivative
    from gradgen.errors import (
        GradgenError,
        InputError,
        InternalError,
        MissingRuleError,
        NotScalarError,
        SourceError,
        UnsupportedError,
    )

__version__ = "0.1.0"

_HOMES = {
    "grad": "gradgen.api",
    "value_and_grad": "gradgen.api",
    "vjp": "gradgen.api",
    "jvp": "gradgen.api",
    "check_grad": "gradgen.check",
    "check_rule": "gradgen.check.rule",
    "Derivative": "gradgen.derivative",
    "GradgenError": "gradgen.errors",
    "InputError": "gradgen.errors",
    "InternalError": "gradgen.errors",
    "MissingRuleError": "gradgen.errors",
    "NotScalarError": "gradgen.errors",
    "SourceError": "gradgen.errors",
    "UnsupportedError": "gradgen.errors",
}

__all__ = [
    "Derivative",
    "GradgenError",
    "InputError",
    "InternalError",
    "MissingRuleError",
    "NotScalarError",
    "SourceError",
    "UnsupportedError",
    "__version__",
    "check_grad",
    "check_rule",
    "grad",
    "jvp",
    "value_and_grad",
    "vjp",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `import gradgen` costs nothing."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'gradgen' has no attribute {name!r}")
    found: object = getattr(importlib.import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
