"""Every public function of the namespaces of SciPy that gradgen covers is in one list."""

from __future__ import annotations

import importlib

import pytest

from gradgen import rules

pytest.importorskip("scipy")
rules.find_name("numpy.sum")  # the tables are read at the first question

DISTRIBUTIONS = "norm t chi2 beta gamma expon poisson multivariate_normal dirichlet".split()
METHODS = "pdf logpdf pmf logpmf cdf logcdf sf logsf ppf isf".split()


def names() -> list[str]:
    special = importlib.import_module("scipy.special")
    stats = importlib.import_module("scipy.stats")
    found = [f"scipy.special.{name}" for name in special.__all__]
    for name in DISTRIBUTIONS:
        found += [
            f"scipy.stats.{name}.{method}"
            for method in METHODS
            if hasattr(getattr(stats, name), method)
        ]
    return found + OTHERS.split()


OTHERS = """
    scipy.integrate.trapezoid scipy.integrate.simpson scipy.integrate.cumulative_trapezoid
    scipy.integrate.cumulative_simpson scipy.signal.convolve scipy.signal.fftconvolve
"""


@pytest.mark.parametrize("name", names())
def test_a_function_is_in_one_list(name: str) -> None:
    assert rule_of(name) is not None


def rule_of(dotted: str) -> rules.Rule | None:
    """Find a function by its name, or under the name of another that is the same object."""
    found = rules.find_name(dotted)
    if found is not None:
        return found
    parts = dotted.split(".")
    module = importlib.import_module(".".join(parts[:2]))
    meant = module
    for part in parts[2:]:
        meant = getattr(meant, part)
    return rules.find(meant)


def test_a_rule_names_a_function_that_exists() -> None:
    for name in rules.TABLE:
        if name.startswith(MODULES) and name not in INTERNAL:
            owner: object = importlib.import_module(".".join(name.split(".")[:2]))
            for part in name.split(".")[2:]:
                if name.startswith("scipy.spatial"):
                    importlib.import_module("scipy.spatial.distance")
                assert hasattr(owner, part), name
                owner = getattr(owner, part)


MODULES = tuple(
    f"scipy.{name}."
    for name in "special stats integrate signal spatial optimize interpolate".split()
)
INTERNAL = ("scipy.stats.rv_frozen",)
"""What stands for every distribution that was made with its parameters."""


def test_a_rule_is_found_by_its_object() -> None:
    for name, rule in rules.TABLE.items():
        if name.startswith("scipy.special.") and rule.differentiable:
            found = rules.find(getattr(importlib.import_module("scipy.special"), name[14:]))
            assert found is not None and found.signature.text == rule.signature.text, name
