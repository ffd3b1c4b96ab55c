"""Settings for all tests."""

import importlib

import pytest


def pytest_collection_modifyitems(items):
    """Skip what needs a CUDA device where there is none, and say so."""
    marked = [item for item in items if item.get_closest_marker("gpu")]
    reason = _no_device() if marked else ""
    for item in marked:
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


def _no_device() -> str:
    try:
        importlib.import_module("cupy").zeros(1).sum()
    except Exception as error:
        return f"no CUDA device: {error}"
    return ""
