"""`vjp`: functions with array results, and the weight of a scalar result."""

import functools

import numpy as np

from tests.behaviour.cases import ALL, each_sample
from tests.programs import arrays, gallery, ml, physics, unannotated
from tests.support.differences import gradient
from tests.support.generated import made, state
from tests.support.samples import row

ARRAYS = [
    row(
        gallery.dense,
        "x w b",
        lambda d: (d.normal(4, 3), d.normal(3, 2), d.normal(2)),
        lambda d: (d.normal(1, 2), d.normal(2, 1), d.normal(1)),
    ),
    row(ml.softmax, "z", lambda d: (d.normal(3, 4),), lambda d: (d.normal(5),)),
    row(
        physics.pendulum_rhs,
        "state damping",
        lambda d: (d.normal(2), 0.3),
        lambda d: (d.normal(2), 1.3),
    ),
    row(unannotated.normalise, "x", lambda d: (d.positive(4),), lambda d: (d.positive(2, 3),)),
    row(
        arrays.smoothed,
        "u weight",
        lambda d: (d.normal(6), 0.3, 2),
        lambda d: (d.normal(4), 0.3, 0),
    ),
    row(
        arrays.outer_table,
        "x y",
        lambda d: (d.normal(3), d.normal(2)),
        lambda d: (d.normal(0), d.normal(2)),
    ),
    row(
        arrays.cumulative,
        "x",
        lambda d: (d.normal(5),),
        lambda d: (d.normal(1),),
    ),
    row(
        arrays.identity,
        "x",
        lambda d: (d.normal(5),),
        lambda d: (d.normal(2, 2),),
    ),
]


@each_sample(ARRAYS)
def test_adjoint_of_an_array_agrees_with_differences(sample):
    derivative = made("vjp", sample.function, sample.asked)
    for call in sample.calls():
        shape = np.shape(sample.function(*call.copy().args))
        grad_out = np.random.default_rng(3).normal(size=shape)
        kept = grad_out.copy()
        before = state(call)
        found = derivative(*call.args, grad_out=grad_out)
        again = derivative(*call.args, grad_out=grad_out)
        assert state(call) == before
        assert np.array_equal(grad_out, kept)

        @functools.wraps(sample.function)
        def weighted(*args, grad_out=grad_out):
            return np.sum(grad_out * sample.function(*args))

        parts = (found,) if sample.one else found
        parts_again = (again,) if sample.one else again
        for name, got, second in zip(sample.wrt, parts, parts_again, strict=True):
            assert np.shape(got) == np.shape(call.bound(sample.function)[name])
            assert np.array_equal(got, second)
            expected = gradient(weighted, call, name)
            assert np.all(expected.miss(got) <= expected.tolerance), (got, expected.value)


@each_sample([sample for sample in ALL if sample.name.startswith(("gallery", "inplace", "calls"))])
def test_adjoint_of_a_scalar_is_the_weighted_gradient(sample):
    for call in sample.calls():
        found = made("vjp", sample.function, sample.asked)(*call.args, **call.kwargs, grad_out=-2.5)
        alone = made("grad", sample.function, sample.asked)(*call.args, **call.kwargs)
        parts = (found,) if sample.one else found
        expected = (alone,) if sample.one else alone
        for got, gradient_alone in zip(parts, expected, strict=True):
            size = np.max(np.abs(gradient_alone), initial=0.0)
            np.testing.assert_allclose(got, -2.5 * gradient_alone, rtol=1e-10, atol=1e-12 * size)
