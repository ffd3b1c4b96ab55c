"""Derivatives of generated derivatives: reverse over reverse, forward over reverse."""

import functools

import numpy as np
import pytest

from gradgen.errors import UnsupportedError
from tests.behaviour.cases import ALL, each_sample
from tests.support.differences import gradient
from tests.support.generated import made, made_of_made
from tests.support.nests import dot, flat, form, normal_like

# The generated gradient of these writes in place in a way that is not told apart from sharing, or
# walks a collection in both directions at once.
REFUSED = {
    "aliases.view_dead_before_write": "GG301",
    "exceptions.carried_over": "GG128",
    "exceptions.sums_of_known": "GG128",
    "exceptions.told_apart": "GG128",
    "exits.inner_return": "GG128",
    "exits.several_returns": "GG128",
    "procedures.argument_reads_what_is_written": "GG301",
    "procedures.branching_call": "GG128",
    "procedures.calls_that_copy": "GG305",
    "procedures.limited_sums": "GG301",
    "procedures.power_iteration": "GG301",
    "procedures.solved": "GG305",
    "procedures.transformed": "GG305",
    "procedures.unannotated_power": "GG301",
    "loop_headers.walks_backwards": "GG125",
}
SMOOTH = [sample for sample in ALL if sample.smooth and sample.name not in REFUSED]


@each_sample([sample for sample in ALL if sample.smooth and sample.name in REFUSED])
def test_second_derivative_is_refused_for_now(sample):
    with pytest.raises(UnsupportedError) as caught:
        made_of_made("vjp", "grad", sample.function, sample.wrt[0], sample.asked)
    assert caught.value.code == REFUSED[sample.name]


@each_sample([sample for sample in ALL if sample.smooth and sample.name in REFUSED])
def test_forward_over_reverse_of_what_is_refused_agrees_with_differences(sample):
    name = sample.wrt[0]
    first = made("grad", sample.function, name)
    forward = made_of_made("jvp", "grad", sample.function, name, name)
    for call in sample.calls():
        direction = weight_like(call.bound(sample.function)[name])

        @functools.wraps(sample.function)
        def weighted(*args, direction=direction, **kwargs):
            return dot(direction, first(*args, **kwargs))

        _, product = forward(*call.args, **call.kwargs, **{f"d_{name}": direction})
        expected = gradient(weighted, call, name)  # a Hessian is symmetric
        assert np.all(expected.miss(product) <= expected.tolerance), (product, expected.value)


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
