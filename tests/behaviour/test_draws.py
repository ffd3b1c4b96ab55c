"""Draws run once: a derivative leaves a generator where the function would leave it."""

import copy

import numpy as np
import pytest

import gradgen


def noisy(x, rng):
    y = x * rng.normal() + rng.uniform()
    total = 0.0
    for _ in range(3):
        total += y * x * rng.normal()
        if rng.random() < 0.5:
            total *= rng.uniform()
    return total * rng.normal()


@pytest.mark.parametrize("operator", ["grad", "value_and_grad", "vjp", "jvp"])
def test_the_generator_ends_where_the_function_leaves_it(operator):
    keywords = {"vjp": {"grad_out": 1.0}, "jvp": {"d_x": 1.0}}.get(operator, {})
    first, second = np.random.default_rng(3), np.random.default_rng(3)
    noisy(0.7, first)
    getattr(gradgen, operator)(noisy)(0.7, second, **keywords)
    assert first.bit_generator.state == second.bit_generator.state


def test_the_value_is_that_of_the_same_draws():
    rng = np.random.default_rng(3)
    value, _ = gradgen.value_and_grad(noisy)(0.7, copy.deepcopy(rng))
    assert value == noisy(0.7, rng)
