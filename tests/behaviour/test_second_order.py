"""Derivatives of generated derivatives: reverse over reverse, forward over reverse."""

import functools

import numpy as np

from tests.behaviour.cases import ALL, each_call
from tests.support.differences import gradient
from tests.support.generated import made, made_of_made

SMOOTH = [sample for sample in ALL if sample.smooth]


def first_gradient(sample):
    """Return the generated gradient by the first of `wrt`, and a weight to make it a scalar."""
    name = sample.wrt[0]
    return name, made("grad", sample.function, name)


def weight_like(value):
    drawn = np.random.default_rng(11).normal(size=np.shape(value))
    return drawn if np.ndim(drawn) else float(drawn)


@each_call(SMOOTH)
def test_reverse_over_reverse_agrees_with_differences(sample, k):
    call = sample.call(k)
    name, first = first_gradient(sample)
    weight = weight_like(call.bound(sample.function)[name])

    @functools.wraps(sample.function)
    def weighted(*args, **kwargs):
        return np.sum(weight * first(*args, **kwargs))

    second = made_of_made("vjp", "grad", sample.function, name, sample.asked)
    found = second(*call.args, **call.kwargs, grad_out=weight)
    for wanted, got in zip(sample.wrt, (found,) if sample.one else found, strict=True):
        expected = gradient(weighted, call, wanted)
        assert np.shape(got) == np.shape(call.bound(sample.function)[wanted])
        assert np.all(expected.miss(got) <= expected.tolerance), (got, expected.value)


@each_call(SMOOTH)
def test_forward_over_reverse_agrees_with_reverse_over_reverse(sample, k):
    call = sample.call(k)
    name, _ = first_gradient(sample)
    direction = weight_like(call.bound(sample.function)[name])
    forward = made_of_made("jvp", "grad", sample.function, name, name)
    _, product = forward(*call.args, **call.kwargs, **{f"d_{name}": direction})
    reverse = made_of_made("vjp", "grad", sample.function, name, name)
    mirrored = reverse(*call.args, **call.kwargs, grad_out=direction)
    size = np.max(np.abs(product), initial=0.0)
    np.testing.assert_allclose(product, mirrored, rtol=1e-8, atol=1e-8 * size + 1e-12)
