"""Tangents: the value beside them is that of the function, and they agree with the gradient."""

import numpy as np

from tests.behaviour.cases import each_sample
from tests.support.generated import gradients, made, state
from tests.support.nests import flat, normal_like, scaled


def tangents_for(sample, call, seed=5):
    random = np.random.default_rng(seed)
    bound = call.bound(sample.function)
    return {f"d_{name}": normal_like(random, bound[name]) for name in sample.wrt}


@each_sample()
def test_forward_and_reverse_agree(sample):
    derivative = made("jvp", sample.function, sample.asked)
    for call in sample.calls():
        before = state(call)
        tangents = tangents_for(sample, call)
        kept = {name: flat(value) for name, value in tangents.items()}
        out, d_out = derivative(*call.args, **call.kwargs, **tangents)
        assert state(call) == before
        assert all(np.array_equal(flat(tangents[name]), value) for name, value in kept.items())
        assert np.array_equal(out, sample.function(*call.copy().args, **call.kwargs))
        assert np.shape(d_out) == ()
        agrees_with_the_gradient(sample, call, tangents, d_out)
        doubled = {name: scaled(2.0, value) for name, value in tangents.items()}
        _, twice = derivative(*call.args, **call.kwargs, **doubled)
        np.testing.assert_allclose(twice, 2.0 * d_out, rtol=1e-12, atol=1e-12)


def agrees_with_the_gradient(sample, call, tangents, d_out):
    terms = [
        flat(found) * flat(direction)
        for found, direction in zip(gradients(sample, call), tangents.values(), strict=True)
    ]
    products = np.hstack(terms)
    scale = np.sum(np.abs(products))
    assert abs(np.sum(products) - d_out) <= 1e-10 * scale + 1e-12
