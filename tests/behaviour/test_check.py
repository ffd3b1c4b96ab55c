"""`check_grad` with the derivatives that gradgen writes."""

import numpy as np

import gradgen
from tests.behaviour.cases import each_sample
from tests.support.generated import made
from tests.support.registry import SAMPLES

SOME = [sample for sample in SAMPLES if sample.name.startswith(("gallery", "finance", "inplace"))]


@each_sample(SOME)
def test_generated_gradient_passes(sample):
    derivatives = {
        "derivative": made("grad", sample.function, sample.asked),
        "tangent": made("jvp", sample.function, sample.asked),
    }
    for call in sample.calls():
        report = gradgen.check_grad(
            sample.function, *call.args, wrt=sample.asked, **derivatives, **call.kwargs
        )
        assert report.ok, str(report)
        assert report.dot_product is not None
        assert [argument.name for argument in report.arguments] == list(sample.wrt)


def test_derivatives_are_made_where_none_are_given():
    report = gradgen.check_grad(_quartic, 0.7)
    assert report.ok
    assert report.dot_product is not None


def test_derivative_of_a_derivative_is_checked_too():
    first = gradgen.grad(_quartic)
    assert gradgen.check_grad(first, 0.7).ok


def _quartic(x: float):
    return x**4 * np.sin(x)
