"""A mark that runs a test once for every sample, which then goes through all of its arguments."""

from __future__ import annotations

import pytest

from tests.support.registry import PAIRS, SAMPLES

ALL = [*SAMPLES, *(sample for pair in PAIRS for sample in pair)]


def label(sample):
    """Return the id of a sample in the names of tests."""
    return f"{sample}-{'_'.join(sample.wrt)}"


def each_sample(samples=ALL):
    """Parametrise a test by `sample`."""
    return pytest.mark.parametrize(
        "sample", [pytest.param(sample, id=label(sample)) for sample in samples]
    )
