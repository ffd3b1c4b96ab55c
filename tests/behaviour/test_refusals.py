"""What cannot be differentiated is refused, with a code; what may be refused is never wrong."""

import numpy as np
import pytest

import gradgen
from gradgen.errors import UnsupportedError
from tests.programs import gallery, loops
from tests.support.differences import gradient
from tests.support.generated import state
from tests.support.registry import REFUSED
from tests.support.samples import Call, Draw

STRICT = [case for case in REFUSED if case.strictly]
OPEN = [case for case in REFUSED if not case.strictly]
OPERATORS = ["grad", "value_and_grad", "vjp", "jvp"]


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("case", STRICT, ids=str)
def test_refused_with_code_and_place(case, operator):
    with pytest.raises(UnsupportedError) as caught:
        getattr(gradgen, operator)(case.function, wrt=case.wrt)
    assert caught.value.code
    assert case.code in ("", caught.value.code)
    message = str(caught.value)
    assert "refused.py" in message
    assert case.function.__name__ in message
    assert "help" in message


@pytest.mark.parametrize("case", OPEN, ids=str)
def test_refused_or_right(case):
    call = Call(case.maker(Draw(0)))
    before = state(call)
    found, refusal = attempt(case, call)
    if refusal is not None:
        assert str(refusal)
        assert getattr(refusal, "code", "a guard of the generated text")
        return
    assert state(call) == before
    expected = gradient(case.function, call, case.wrt)
    assert np.all(expected.miss(found) <= expected.tolerance), (found, expected.value)


@pytest.mark.parametrize("case", OPEN, ids=str)
def test_refused_or_right_in_forward_mode(case):
    call = Call(case.maker(Draw(0)))
    bound = call.bound(case.function)
    try:
        derivative = gradgen.jvp(case.function, wrt=case.wrt)
        direction = np.cos(np.asarray(bound[case.wrt]) + 1.0)
        before = state(call)
        value, slope = derivative(*call.args, **{f"d_{case.wrt}": direction})
    except (UnsupportedError, ValueError):  # of generation, or of a guard in the call
        return
    assert state(call) == before
    assert np.array_equal(value, case.function(*call.copy().args))
    expected = gradient(case.function, call, case.wrt)
    along = expected.directions @ np.ravel(direction)
    tolerance = np.sum(np.abs(along) * expected.tolerance)
    assert abs(slope - np.sum(along * expected.value)) <= tolerance


def attempt(case, call):
    """Return the gradient, or the refusal: of generation, or of a guard in the call."""
    try:
        derivative = gradgen.grad(case.function, wrt=case.wrt)
    except UnsupportedError as error:
        return None, error
    try:
        return derivative(*call.args), None
    except ValueError as error:
        return None, error


@pytest.mark.parametrize("wrt", ["nothing", 7, ("x", "x"), 1.5])
def test_wrt_that_is_no_parameter(wrt):
    def square(x):
        return x * x

    with pytest.raises((gradgen.GradgenError, TypeError, ValueError)):
        gradgen.grad(square, wrt=wrt)


def test_array_of_integers_is_refused():
    with pytest.raises((gradgen.GradgenError, TypeError, ValueError)):
        gradgen.grad(loops.sum_of_squares)(np.array([1, 2, 3]))


def test_result_that_is_no_scalar():
    arguments = (np.ones((2, 3)), np.ones((3, 4)), np.ones(4))
    with pytest.raises((gradgen.GradgenError, TypeError, ValueError)):
        gradgen.grad(gallery.dense)(*arguments)
