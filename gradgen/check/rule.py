"""One rule against differences of the function that it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gradgen import errors
from gradgen.check.gradient import check_grad
from gradgen.check.report import Report
from gradgen.rules import find
from gradgen.writer.load import run_text


def check_rule(
    function: Callable[..., Any],
    *args: Any,
    rtol: float = 1e-6,
    raise_on_failure: bool = False,
    **options: Any,
) -> Report:
    """Compare the rule of a function with differences, and its adjoint with its tangent.

    Parameters
    ----------
    function
        What the rule is for, `package.softabs`.
    *args
        Its data, real or complex floating arrays and numbers of any shape; others are held.
    rtol
        What may differ, relative to the gradient.
    raise_on_failure
        Whether a wrong rule raises an error.
    **options
        Keywords of the function.

    Returns
    -------
    report : for each argument, how far the gradient of a weighted sum of the results is off

    Raises
    ------
    GradientMismatchError
        where the rule is wrong, with `raise_on_failure`
    MissingRuleError
        where the function has no rule
    """
    rule = find(function)
    if rule is None:
        name = getattr(function, "__qualname__", repr(function))
        raise errors.refused(
            "GG201", f"`{name}`", "it has no rule", "write one: docs/how-to/own-rules.md"
        )
    names = [f"a{k}" for k in range(len(args))]
    given = ", ".join([*names, *(f"{key}={key}" for key in options)])
    value = function(*args, **options)
    weights = _weights(value)
    terms = [f"np.sum(out{place} * weights{place})" for place in _places(value)]
    parameters = ", ".join([*names, "weights", *options])
    text = (
        f"import numpy as np\n\n\ndef {rule.name.rpartition('.')[2]}_weighted({parameters}):\n"
        f"    out = function({given})\n    return {' + '.join(terms)}\n"
    )
    name = f"{rule.name.rpartition('.')[2]}_weighted"
    weighted = run_text(text, name, {"function": function})[name]
    active = tuple(name for name, value in zip(names, args, strict=True) if _moves(value))
    assert callable(weighted)
    values = (*args, weights, *options.values())
    return check_grad(weighted, *values, wrt=active, rtol=rtol, raise_on_failure=raise_on_failure)


def _places(value: object) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [f"[{k}]" for k in range(len(value))]
    return [""]


def _weights(value: Any) -> object:
    random = np.random.default_rng(0)
    if isinstance(value, (list, tuple)):
        return [random.normal(size=np.shape(one)) for one in value]
    return random.normal(size=np.shape(value))


def _moves(value: object) -> bool:
    return np.asarray(value).dtype.kind in "fc"
