"""Every rule against numbers: adjoint against differences, and against the tangent."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from gradgen import rules
from tests.unit.rules.battery import MODULES, Case, Row, dot, random_like, shapes
from tests.unit.rules.rows import ROWS

OURS = {"numpy", "math", "builtins", "operator", "ndarray", "helper", "copy", "complex"}
OURS |= {"scipy"} & set(MODULES)
NEED_SCIPY = {"math.gamma", "math.lgamma"}


def key(rule: rules.Rule) -> tuple[object, ...]:
    """What aliases of one rule share: the same parameters and the same templates."""
    templates = (
        rule.adjoint,
        rule.tangent,
        rule.partial,
        rule.reduction,
        tuple(rule.partial_texts.items()),
    )
    return (rule.signature.text, rule.linear, *templates)


@pytest.mark.parametrize("ranks", [True, False], ids=["ranks", "no_ranks"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row, ranks: bool) -> None:
    try:
        case = Case(row, ranks=ranks)
        grad = random_like(case.value, rng(row))
        gradients = case.adjoint(grad, set(case.active))
    except rules.RuleMismatch:
        if ranks:
            raise
        pytest.skip("the rule wants to know ranks, and says so")
    assert case.active
    directions = directions_of(case, row)
    expected = {name: case.differences({name: d}, grad) for name, d in directions.items()}
    scale = 1.0 + max(abs(value) for value in expected.values())
    for name, direction in directions.items():
        gradient = in_the_form_of(case.arguments[name], gradients[name])
        assert shapes(gradient) == shapes(case.arguments[name])
        found = dot(gradient, direction)
        assert found == pytest.approx(expected[name], abs=row.tolerance * scale), name
        alone = in_the_form_of(case.arguments[name], case.adjoint(grad, {name})[name])
        assert dot(alone, direction) == pytest.approx(found, rel=1e-12, abs=1e-12)
        one = case.tangent({name: direction})
        assert shapes(one) == shapes(case.value)
        assert dot(grad, one) == pytest.approx(found, abs=1e-10 * scale), name
    if len(case.rule.results) > 1:
        parts = case.each_result(grad, set(directions))
        for name, direction in directions.items():
            total = sum(dot(part[name], direction) for part in parts if name in part)
            assert total == pytest.approx(
                dot(gradients[name], direction), rel=1e-9, abs=1e-9 * scale
            )
    if len(directions) > 1:
        together = dot(grad, case.tangent(directions))
        total = sum(dot(gradients[name], direction) for name, direction in directions.items())
        assert together == pytest.approx(total, abs=1e-10 * scale)


def in_the_form_of(argument: object, gradient: object) -> object:
    """Return the gradient of a list as a list: where it was not known to be one it is an array."""
    return list(gradient) if isinstance(argument, list) else gradient


def rng(row: Row) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(row.call.encode()))


def directions_of(case: Case, row: Row) -> dict[str, object]:
    return {name: random_like(case.arguments[name], rng(row)) for name in case.active}


def test_every_rule_has_a_row() -> None:
    rules.find(np.sum)  # the tables are read at the first question
    covered = {key(Case(row, ranks=False).rule) for row in ROWS}
    missing = {
        name for name, rule in rules.TABLE.items()
        if rule.differentiable and name.split(".")[0] in OURS and key(rule) not in covered
        and not (name in NEED_SCIPY and "scipy" not in OURS)
    }  # fmt: skip
    assert not missing
