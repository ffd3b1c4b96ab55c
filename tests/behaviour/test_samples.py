"""The samples themselves: they run, they are varied, and their reference derivatives are sane."""

import numpy as np
import pytest

from tests.behaviour.cases import ALL, each_call
from tests.support.differences import gradient
from tests.support.generated import state
from tests.support.registry import PAIRS, SAMPLES


def test_there_are_enough():
    assert len({sample.function for sample in SAMPLES}) >= 200
    assert len(PAIRS) >= 25
    assert all(len(sample.makers) >= 2 for sample in ALL)


@each_call()
def test_runs_and_changes_nothing(sample, k):
    call = sample.call(k)
    before = state(call)
    value = sample.function(*call.args, **call.kwargs)
    assert np.shape(value) == ()
    assert np.isfinite(value)
    assert state(call) == before


@each_call()
def test_differences_are_precise(sample, k):
    for name in sample.wrt:
        estimate = gradient(sample.function, sample.call(k), name)
        size = np.max(np.abs(estimate.value), initial=1.0)
        assert np.all(estimate.error <= 1e-9 * size)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair[0])[:-2])
def test_spellings_have_one_value(pair):
    first, second = pair
    for call in first.calls():
        np.testing.assert_allclose(
            first.function(*call.args), second.function(*call.args), rtol=1e-13
        )
