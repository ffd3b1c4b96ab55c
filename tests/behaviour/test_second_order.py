"""Derivatives of generated derivatives: reverse over reverse, forward over reverse."""

import functools

import numpy as np

import gradgen
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


THEMES = ("comprehensions", "containers", "exceptions", "exits", "procedures", "second_order")
REFUSED_THRICE = ("second_order.value_iteration",)  # GG307: its lists of lists are walked twice
TWICE = [sample for sample in SMOOTH if sample.name.partition(".")[0] in THEMES]


@each_sample(TWICE)
def test_reverse_over_forward_agrees_with_differences(sample):
    name = sample.wrt[0]
    first = made("jvp", sample.function, name)
    second = made_of_made("vjp", "jvp", sample.function, name, name)
    for call in sample.calls():
        start = call.bound(sample.function)[name]
        moved = {f"d_{name}": weight_like(start)}

        @functools.wraps(sample.function)
        def tangent(*args, moved=moved, **kwargs):
            return first(*args, **kwargs, **moved)[1]

        found = second(*call.args, **call.kwargs, **moved, grad_out=(0.0, 1.0))
        expected = gradient(tangent, call, name)
        assert form(found) == form(start)
        assert np.all(expected.miss(found) <= expected.tolerance), (found, expected.value)


@each_sample(TWICE)
def test_reverse_over_reverse_of_the_adjoint_agrees_with_differences(sample):
    name = sample.wrt[0]
    first = made("vjp", sample.function, name)
    second = made_of_made("vjp", "vjp", sample.function, name, name)
    for call in sample.calls():
        weight = weight_like(call.bound(sample.function)[name])

        @functools.wraps(sample.function)
        def weighted(*args, weight=weight, **kwargs):
            return dot(weight, first(*args, **kwargs, grad_out=1.0))

        found = second(*call.args, **call.kwargs, grad_out=1.0, grad2_out=weight)
        expected = gradient(weighted, call, name)
        assert np.all(expected.miss(found) <= expected.tolerance), (found, expected.value)


@each_sample(
    [
        sample
        for sample in TWICE
        if sample.name.startswith("second_order") and sample.name not in REFUSED_THRICE
    ]
)
def test_third_derivative_agrees_with_differences(sample):
    for name in sample.wrt:
        if not isinstance(sample.call(0).bound(sample.function)[name], float):
            continue
        second = made_of_made("grad", "grad", sample.function, name, name)
        third = gradgen.grad(second, wrt=name)
        for call in sample.calls():
            expected = gradient(second, call, name)
            assert expected.miss(third(*call.args, **call.kwargs)) <= expected.tolerance
