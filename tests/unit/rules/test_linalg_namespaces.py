"""Every public function of `numpy.linalg` and `scipy.linalg` is in one list."""

from __future__ import annotations

import importlib
import inspect
from types import ModuleType

import pytest

from gradgen import rules

pytest.importorskip("scipy")
rules.find_name("numpy.sum")  # the tables are read at the first question


def names() -> list[str]:
    found = []
    for module in ("numpy.linalg", "scipy.linalg"):
        home = importlib.import_module(module)
        for name in home.__all__:
            if not isinstance(getattr(home, name), (type, ModuleType)):
                found.append(f"{module}.{name}")
    return found


@pytest.mark.parametrize("name", names())
def test_a_function_is_in_one_list(name: str) -> None:
    assert rules.find_name(name) is not None


RULES = [rule for key, rule in rules.TABLE.items() if key.startswith("scipy.linalg.")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_parameters_are_where_scipy_has_them(rule: rules.Rule) -> None:
    """A positional argument means the same in the rule and in SciPy."""
    called = getattr(importlib.import_module("scipy.linalg"), rule.name.rpartition(".")[2])
    if not rule.differentiable:
        return
    theirs = [*inspect.signature(called).parameters.values()]
    if any(p.kind is p.VAR_POSITIONAL for p in theirs):
        return
    ours = [p for p in rule.parameters if p.positional]
    for place, parameter in enumerate(ours):
        has_default = theirs[place].default is not theirs[place].empty
        assert has_default == (parameter.default is not None), rule.name
        if parameter.default is not None:
            assert theirs[place].name == parameter.name, rule.name
