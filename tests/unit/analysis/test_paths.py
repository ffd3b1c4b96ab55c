"""Variables that cannot have a value where a test went the other way."""

from __future__ import annotations

import ast

from gradgen.analysis.effects import Effects
from gradgen.analysis.paths import Paths
from tests.unit.analysis.units import unit_of


def asked(text: str, variable: str, taken: bool) -> bool:
    """Return whether a variable is unbound below the last test of a function, (not) taken."""
    unit = unit_of(text)
    tests = [node for node in ast.walk(unit.tree) if isinstance(node, ast.If)]
    return Paths(unit.tree, Effects(unit)).unbound(variable, tests[-1], taken)


TWICE = """
def f(x, failed):
    if failed:
        y = x
    else:
        tried = x * x
        y = tried
    {between}
    if not failed:
        y = y + tried
    return y
"""


def test_the_same_test_tells() -> None:
    text = TWICE.format(between="pass")
    assert asked(text, "tried", taken=False)
    assert not asked(text, "tried", taken=True)
    assert not asked(text, "y", taken=False)
    assert not asked(text, "x", taken=False)


def test_a_test_that_may_have_changed_does_not_tell() -> None:
    assert not asked(TWICE.format(between="failed = x > 1.0"), "tried", taken=False)


def test_a_binding_in_a_loop_does_not_tell() -> None:
    text = """
def f(x, failed):
    for _ in range(3):
        if not failed:
            tried = x * x
    if failed:
        return x
    return tried
"""
    assert not asked(text, "tried", taken=True)
