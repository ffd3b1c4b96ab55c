"""One array given twice to a function that writes to it: refused when it is called."""

import numpy as np
import pytest

import gradgen
from tests.programs import fuzzed
from tests.support.differences import gradient
from tests.support.samples import Call


def writes_first(a, b):
    a[0] = 2.0 * b[1]
    return np.sum(a * b)


ARGUMENTS = (np.array([0.3, 0.5, -0.7]), np.array([0.1, 1.5, 0.7]))


def test_separate_arrays_are_differentiated_and_left_alone():
    call = Call(ARGUMENTS)
    found = gradgen.grad(writes_first, wrt="b")(*call.copy().args)
    expected = gradient(writes_first, call, "b")
    assert np.all(expected.miss(found) <= expected.tolerance)
    assert ARGUMENTS[0][0] == 0.3


@pytest.mark.parametrize("given", ["itself", "a view"])
def test_shared_memory_is_refused(given):
    x = ARGUMENTS[0].copy()
    other = x if given == "itself" else x[::-1]
    with pytest.raises(ValueError, match="`a` and `b` must not share memory"):
        gradgen.grad(writes_first)(x, other)
    with pytest.raises(ValueError, match="`a` and `b` must not share memory"):
        gradgen.jvp(writes_first)(x, other, d_a=x)


def test_the_check_stands_before_the_shapes_at_second_order_too():
    x, w = ARGUMENTS[0], np.diag([1.0, 2.0, 3.0])
    first = gradgen.grad(fuzzed.spread_that_may_fail, wrt="w")
    weights = np.cos(w)
    found = gradgen.vjp(first, wrt="w")(x, w, grad_out=weights)
    along = np.sin(1.0 + np.arange(9.0)).reshape(3, 3)
    step = 1e-6 * along
    slope = np.sum(weights * (first(x, w + step) - first(x, w - step))) / 2e-6
    np.testing.assert_allclose(np.sum(found * along), slope, rtol=1e-6)
