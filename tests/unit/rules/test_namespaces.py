"""Every public name of the namespaces that rules are for is in a list: a rule, constant, refused.

A name that a new version of NumPy brings is in none, and fails here.
"""

from __future__ import annotations

import importlib
import types

import numpy as np
import pytest

from gradgen import rules

rules.find(np.sum)  # the tables are read at the first question

MODULES = ("numpy", "numpy.linalg", "numpy.fft")


def public(module: str) -> list[str]:
    """Return the functions of a module; types, exceptions, submodules and numbers aside."""
    found = importlib.import_module(module)
    names = getattr(found, "__all__", None) or dir(found)
    functions = []
    for name in sorted(names):
        value = getattr(found, name, None)
        plain = isinstance(value, (type, types.ModuleType)) or not callable(value)
        if not name.startswith("_") and not plain:
            functions.append(name)
    return functions


@pytest.mark.parametrize("module", MODULES)
def test_every_function_is_in_a_list(module: str) -> None:
    found = importlib.import_module(module)
    missing = [
        name
        for name in public(module)
        if rules.find_name(f"{module}.{name}") is None and rules.find(getattr(found, name)) is None
    ]
    assert not missing


def test_every_method_and_attribute_of_arrays_is_in_a_list() -> None:
    names = [name for name in dir(np.ndarray) if not name.startswith("_")]
    missing = [name for name in names if rules.find_name(f"ndarray.{name}") is None]
    assert not missing


def test_aliases_are_one_primitive() -> None:
    assert rules.find(np.concat) is rules.find(np.concatenate)
    assert rules.find(np.permute_dims) is rules.find(np.transpose)
    assert rules.find(np.acos) is rules.find(np.arccos)
    assert rules.find(np.abs) is rules.find(np.absolute)
    assert rules.find(np.pow) is rules.find(np.power)


def test_what_is_refused_says_what_to_write_instead() -> None:
    for rule in rules.TABLE.values():
        assert rule.refused is None or rule.help, rule.name
