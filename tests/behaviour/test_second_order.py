"""Derivatives of generated derivatives: reverse over reverse, forward over reverse."""

import functools

import numpy as np

from tests.behaviour.cases import ALL, each_sample
from tests.support.differences import gradient
from tests.support.generated import made, made_of_made
from tests.support.nests import dot, flat, form, normal_like

SMOOTH = [sample for sample in ALL if sample.smooth]


def weight_like(value):
    return normal_like(np.random.default_rng(11), value)


@each_sample(SMOOTH)
def test_reverse_over_reverse_agrees_with_differences(sample):
    name = sample.wrt[0]  # the gradient by it, with a weight that makes it a scalar
    first = made("grad", sample.function, name)
    second = made_of_made("vjp", "grad", sample.function, name, sample.asked)
    for call in sample.calls():
        weight = weight_like(call.bound(sample.function)[name])

        @functools.wraps(sample.function)
        def weighted(*args, weight=weight, **kwargs):
            return dot(weight, first(*args, **kwargs))

        found = second(*call.args, **call.kwargs, grad_out=weight)
        for wanted, got in zip(sample.wrt, (found,) if sample.one else found, strict=True):
            expected = gradient(weighted, call, wanted)
            assert form(got) == form(call.bound(sample.function)[wanted])
            assert np.all(expected.miss(got) <= expected.tolerance), (got, expected.value)


@each_sample(SMOOTH)
def test_forward_over_reverse_agrees_with_reverse_over_reverse(sample):
    name = sample.wrt[0]
    forward = made_of_made("jvp", "grad", sample.function, name, name)
    reverse = made_of_made("vjp", "grad", sample.function, name, sample.asked)
    for call in sample.calls():
        direction = weight_like(call.bound(sample.function)[name])
        _, product = forward(*call.args, **call.kwargs, **{f"d_{name}": direction})
        mirrored = reverse(*call.args, **call.kwargs, grad_out=direction)
        first = mirrored if sample.one else mirrored[0]
        size = np.max(np.abs(flat(product)), initial=0.0)
        np.testing.assert_allclose(flat(product), flat(first), rtol=1e-8, atol=1e-8 * size + 1e-12)
