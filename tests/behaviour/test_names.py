"""Names of the user's stay, and mean what they mean; gradgen takes the next free ones."""

import importlib
import inspect
import sys
import textwrap

import numpy as np
import pytest

import gradgen
from tests.programs import name_clashes as n

X = np.array([0.5, -1.2, 2.0])


def keyword_of(derivative, function):
    """Return the keyword that a derivative has and the function has not."""
    known = inspect.signature(function).parameters
    (made,) = [name for name in inspect.signature(derivative).parameters if name not in known]
    return made


@pytest.mark.parametrize(
    ("function", "arguments", "tangent", "adjoint"),
    [
        (n.many_tangents, (X, X + 1.0, X * 3.0), "d2_d_x", "grad_out"),
        (n.keywords_of_derivatives, (1.3,), "d2_x", "grad2_out"),
        (n.parameter_grad_out, (X, X + 1.0), "d_x", "grad2_out"),
        (n.prefixes_taken, (0.7, 1.2, -0.4, 1.1), "d_grad_x", "grad_out"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_keywords_of_derivatives_give_way(function, arguments, tangent, adjoint):
    gradgen.check_grad(function, *arguments, raise_on_failure=True)
    forward, backward = gradgen.jvp(function), gradgen.vjp(function)
    assert keyword_of(forward, function) == tangent
    assert keyword_of(backward, function) == adjoint
    direction = np.cos(arguments[0])
    _, slope = forward(*arguments, **{tangent: direction})
    gradient = backward(*arguments, **{adjoint: 1.0})
    assert slope == pytest.approx(np.sum(gradient * direction))
    assert np.array_equal(gradgen.grad(function)(*arguments), gradient)


def test_a_variable_called_as_the_derivative():
    def own(own_, x):
        own = own_ * x
        own_grad = own * x
        return np.sum(own_grad * own)

    gradgen.check_grad(own, 0.7, 1.2, wrt=("own_", "x"), raise_on_failure=True)
    assert gradgen.grad(own).__name__ == "own_grad2"


def test_user_names_stay():
    for function in (n.many_gradients, n.numbered, n.out_and_value, n.greek):
        source = gradgen.grad(function).source
        for line in inspect.getsource(function).splitlines()[1:-1]:
            assert line.strip() in source


MODULE = """
    import numpy as np

    GAIN = 2.0
    WEIGHTS = np.array([1.0, 2.0])

    def below(x):
        return x * x

    def f(x):
        return GAIN * np.sum(WEIGHTS * below(x))
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / "rebinding.py").write_text(textwrap.dedent(MODULE))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "rebinding", raising=False)
    yield importlib.import_module("rebinding")
    del sys.modules["rebinding"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("GAIN", 5.0, [10.0, 20.0]),
        ("WEIGHTS", np.array([3.0, 1.0]), [12.0, 4.0]),
        ("below", lambda x: x * 3.0, [6.0, 12.0]),
    ],
)
@pytest.mark.parametrize("mode", ["grad", "vjp", "jvp"])
def test_free_names_that_are_bound_again(module, name, value, expected, mode):
    x = np.ones(2)

    def gradient():
        made = getattr(gradgen, mode)(module.f)
        if mode == "jvp":
            return [made(x, d_x=unit)[1] for unit in np.eye(2)]
        return made(x, grad_out=1.0) if mode == "vjp" else made(x)

    np.testing.assert_allclose(gradient(), [4.0, 8.0])
    setattr(module, name, value)
    np.testing.assert_allclose(gradient(), expected)


def test_one_name_for_several_imports_is_refused():
    def chosen(x, fast):
        if fast:
            from numpy import sin as s
        else:
            from numpy import cos as s
        return np.sum(s(x))

    for operator in (gradgen.grad, gradgen.jvp):
        with pytest.raises(gradgen.MissingRuleError) as caught:
            operator(chosen)
        assert caught.value.code == "GG201"


def test_a_helper_s_name_is_refused():
    def stretched(x, b):
        zero_like = x * b
        return np.sum(zero_like * 2.0)

    with pytest.raises(gradgen.UnsupportedError) as caught:
        gradgen.grad(stretched)
    assert caught.value.code == "GG118"
    assert "rename your `zero_like`" in str(caught.value)
