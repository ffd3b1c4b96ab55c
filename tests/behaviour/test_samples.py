"""The samples themselves: they run, they are varied, and change nothing."""

import numpy as np
import pytest

from tests.behaviour.cases import ALL, each_sample, label
from tests.support.count_programs import by_theme, table
from tests.support.generated import state
from tests.support.registry import PAIRS


def test_there_are_enough():
    themes = by_theme()
    assert sum(themes.values()) >= 700, table(themes)
    assert all(count >= 5 for count in themes.values()), table(themes)
    assert len(PAIRS) >= 25
    assert all(len(sample.makers) >= 2 for sample in ALL)


def test_each_has_a_name_of_its_own():
    assert len({label(sample) for sample in ALL}) == len(ALL)


@each_sample()
def test_runs_and_changes_nothing(sample):
    for call in sample.calls():
        before = state(call)
        value = sample.function(*call.args, **call.kwargs)
        assert np.shape(value) == ()
        assert np.isfinite(value)
        assert state(call) == before


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair[0])[:-2])
def test_spellings_have_one_value(pair):
    first, second = pair
    for call in first.calls():
        np.testing.assert_allclose(
            first.function(*call.args), second.function(*call.args), rtol=1e-13
        )
