"""The gradient of every sample: right, repeatable, shaped like its argument, free of effects."""

import numpy as np
import pytest

from tests.behaviour.cases import ALL, each_sample
from tests.support.differences import gradient
from tests.support.generated import gradients, made, state
from tests.support.nests import flat, form, leaves


@each_sample()
def test_gradient_agrees_with_differences(sample):
    for call in sample.calls():
        for name, found in zip(sample.wrt, gradients(sample, call.copy()), strict=True):
            expected = gradient(sample.function, call, name)
            size = np.max(np.abs(expected.value), initial=1.0)
            assert np.all(expected.error <= 1e-9 * size)  # the sample is one that can be held
            assert np.all(expected.miss(found) <= expected.tolerance), (
                f"gradient of {name}: {found}\nexpected along each direction: {expected.value}"
            )


@each_sample()
def test_calls_have_no_effects_and_keep_shapes(sample):
    for call in sample.calls():
        before = state(call)
        value_is_that_of_the_function(sample, call)
        assert state(call) == before
        first = gradients(sample, call)
        assert state(call) == before
        has_shape_and_dtype_of_its_argument(sample, call, first)
        kept = [flat(found) for found in first]
        for found in leaves(first):  # what is done to a result reaches no argument, no constant
            if isinstance(found, np.ndarray) and found.flags.writeable:
                found[...] = -7.0
        assert state(call) == before
        second = gradients(sample, call)
        assert state(call) == before
        for a, b in zip(kept, second, strict=True):
            assert np.array_equal(a, flat(b))


def value_is_that_of_the_function(sample, call):
    expected = sample.function(*call.copy().args, **call.kwargs)
    derivative = made("value_and_grad", sample.function, sample.asked)
    value, found = derivative(*call.args, **call.kwargs)
    assert np.array_equal(value, expected)
    alone = made("grad", sample.function, sample.asked)(*call.args, **call.kwargs)
    assert isinstance(alone, tuple) != sample.one
    np.testing.assert_allclose(flat(found), flat(alone), rtol=1e-12)


def has_shape_and_dtype_of_its_argument(sample, call, found):
    bound = call.bound(sample.function)
    for name, got in zip(sample.wrt, found, strict=True):
        assert form(got) == form(bound[name])
        for part, given in zip(leaves(got), leaves(bound[name]), strict=True):
            assert np.asarray(part).dtype == np.float64 or np.ndim(given) == 0
            assert np.asarray(part).dtype.kind in "fi"
            if np.ndim(given):
                assert isinstance(part, np.ndarray)


@each_sample([sample for sample in ALL if sample.single])
def test_float32_stays_float32(sample):
    for call in sample.calls():
        exact = gradients(sample, call)
        small = call.astype(np.float32)
        bound = small.bound(sample.function)
        for name, got, expected in zip(sample.wrt, gradients(sample, small), exact, strict=True):
            if isinstance(bound[name], np.ndarray):
                assert got.dtype == np.float32
            size = np.max(np.abs(expected), initial=1.0)
            np.testing.assert_allclose(got, expected, rtol=1e-3, atol=1e-4 * size)


@pytest.mark.parametrize("form", ["position", "tuple"])
def test_wrt_in_other_forms(form):
    (sample,) = [s for s in ALL if s.name == "overwrites.gain_schedule"]
    call = sample.call(0)
    both = gradients(sample, call)
    if form == "position":
        assert np.array_equal(made("grad", sample.function, 1)(*call.args), both[1])
    else:
        (alone,) = made("grad", sample.function, ("data",))(*call.args)
        assert np.array_equal(alone, both[1])
