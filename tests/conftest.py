"""Settings for all tests."""

import importlib
import os

import pytest
from hypothesis import settings

settings.register_profile("ci", settings(max_examples=50, deadline=None, derandomize=True))
settings.register_profile("dev", settings(deadline=None))
settings.load_profile("ci" if os.environ.get("CI") else "dev")


REPEATED = ("tests/unit/rules/test_rows.py", "tests/unit/rules/test_cupy.py")
"""Thousands of tests of the same code."""


def pytest_collection_modifyitems(items):
    """Skip what needs a CUDA device where there is none, and say so."""
    for item in items:
        if item.nodeid.startswith(REPEATED):
            item.add_marker(pytest.mark.repeated)
    marked = [item for item in items if item.get_closest_marker("gpu")]
    reason = _no_device() if marked else ""
    for item in marked:
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give all tests of a sample to one process: each derivative is made once in a process."""
    from xdist.scheduler import LoadScopeScheduling

    class BySample(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return scope_of(nodeid)

    return BySample(config, log)


def scope_of(nodeid):
    """Return what the test of a sample is about, the file of another, with its first parameter.

    The samples are `theme.function-wrt` in tests/behaviour, `programs/theme/function_grad` in
    tests/golden.
    """
    name, bracket, parameters = nodeid.partition("[")
    if not bracket:
        return name
    if name.startswith("tests/behaviour/"):
        return parameters.partition("-")[0].rstrip("]")
    if "programs/" in parameters:
        return ".".join(parameters.rstrip("]").split("/")[1:]).removesuffix("_grad")
    return name.partition("::")[0]


def _no_device() -> str:
    try:
        importlib.import_module("cupy").zeros(1).sum()
    except Exception as error:
        return f"no CUDA device: {error}"
    return ""
