"""Marks that run a test once for every sample, or once for every set of arguments."""

from __future__ import annotations

import pytest

from tests.support.generated import cases
from tests.support.registry import PAIRS, SAMPLES

ALL = [*SAMPLES, *(sample for pair in PAIRS for sample in pair)]


def _label(sample):
    return f"{sample}-{'_'.join(sample.wrt)}"


def each_call(samples=ALL):
    """Parametrise a test by `sample` and `k`, the number of its arguments."""
    rows = [pytest.param(sample, k, id=label) for label, sample, k in cases(samples)]
    return pytest.mark.parametrize(("sample", "k"), rows)


def each_sample(samples=ALL):
    """Parametrise a test by `sample`."""
    return pytest.mark.parametrize(
        "sample", [pytest.param(sample, id=_label(sample)) for sample in samples]
    )
