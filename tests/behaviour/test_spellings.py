"""Two spellings of one function have one gradient."""

import numpy as np
import pytest

from tests.support.generated import gradients
from tests.support.nests import flat, form
from tests.support.registry import PAIRS


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair[0])[:-2])
def test_gradients_are_equal(pair):
    first, second = pair
    for call in first.calls():
        for a, b in zip(gradients(first, call), gradients(second, call), strict=True):
            assert form(a) == form(b)
            size = np.max(np.abs(flat(a)), initial=0.0)
            np.testing.assert_allclose(flat(a), flat(b), rtol=1e-11, atol=1e-12 * size)
