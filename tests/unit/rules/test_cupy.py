"""The derivatives of rules on a strict stand-in for arrays of CuPy: nothing goes to the host."""

from __future__ import annotations

import copy
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from gradgen import rules, runtime
from gradgen.rules.cupy import lacks
from tests.support.deviceless import DeviceModule, to_device, to_host
from tests.unit.rules.battery import Case, Row, leaves, random_like
from tests.unit.rules.rows import ROWS
from tests.unit.rules.test_rows import directions_of, rng

SCOPE: dict[str, object] = {"np": DeviceModule()}
exec("\n\n".join(map(runtime.source_of, runtime.HELPERS)), SCOPE)
SCOPE["helper"] = SimpleNamespace(**{name: SCOPE[name] for name in runtime.HELPERS})

LEFT_OUT = {  # options that CuPy does not take
    "np.linalg.cholesky(a, upper=True)",
    "np.linalg.pinv(a, rtol=1e-10)",
    "np.linalg.pinv(a, hermitian=True)",
    "np.repeat(x, n, axis=0)",
}
AREAS = ("operator", "numpy", "ndarray", "builtins")


def on_device(case: Case) -> Case:
    """Return a case whose values are on the device; what is known of them stays."""
    moved = copy.copy(case)
    values = {name: to_device(value) for name, value in case.row.values.items()}
    moved.row = replace(case.row, values={**values, **SCOPE})
    moved.arguments = {name: moved.run(a) for name, a in case.binding.arguments().items()}
    moved.value = moved.run(case.row.node)
    return moved


def test_most_rules_run_on_device() -> None:
    rules_of_rows = {Case(row, ranks=True).rule.name for row in ROWS if runs(row)}
    assert len(rules_of_rows) >= 200


def runs(row: Row) -> bool:
    """Tell whether CuPy has what a row calls, and the derivative of it."""
    try:
        rule = Case(row, ranks=True).rule
    except rules.RuleMismatch:
        return False
    area = rule.name.removeprefix("complex.").partition(".")[0]
    return area in AREAS and not lacks(rule) and row.call not in LEFT_OUT


@pytest.mark.parametrize("row", [row for row in ROWS if runs(row)], ids=str)
def test_row_on_device(row: Row) -> None:
    case = Case(row, ranks=True)
    moved = on_device(case)
    grad = random_like(case.value, rng(row))
    expected = case.adjoint(grad, set(case.active))
    found = moved.adjoint(to_device(grad), set(case.active))
    for name in case.active:
        assert_same(found[name], expected[name])
    directions = directions_of(case, row)
    tangent = moved.tangent({name: to_device(value) for name, value in directions.items()})
    assert_same(tangent, case.tangent(directions))


def assert_same(found: object, expected: object) -> None:
    for one, other in zip(leaves(found), leaves(expected), strict=True):
        np.testing.assert_allclose(to_host(one), other, rtol=1e-12, atol=1e-12)
