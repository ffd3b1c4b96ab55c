"""Arguments that are lists, tuples and dicts: what is left alone, and what is refused."""

import copy

import numpy as np
import pytest

import gradgen
from tests.programs import containers, doubtful
from tests.support.nests import form
from tests.support.samples import Draw


def params():
    draw = Draw(3)
    return {"w": draw.normal(2), "b": draw.normal(3)}


def test_a_container_that_is_written_is_copied_with_what_it_holds():
    given = params()
    kept = copy.deepcopy(given)
    found = gradgen.grad(containers.written_parameters)(given, 0.3)
    expected = {"w": 2.0 * (kept["w"] + 0.3), "b": 3.0 * kept["b"] ** 2}
    expected["b"][0] = 0.0
    for name, value in kept.items():
        assert np.array_equal(given[name], value)
        np.testing.assert_allclose(found[name], expected[name])


def test_forward_mode_copies_as_well():
    given, along = params(), params()
    kept = copy.deepcopy((given, along))
    gradgen.jvp(containers.written_parameters)(given, 0.3, d_params=along)
    for before, after in zip(kept, (given, along), strict=True):
        for name, value in before.items():
            assert np.array_equal(after[name], value)


@pytest.mark.parametrize("kind", [list, tuple])
def test_the_gradient_has_the_containers_of_the_argument(kind):
    draw = Draw(5)
    layers = kind(kind([draw.normal(3, 3), draw.normal(3)]) for _ in range(2))
    found = gradgen.grad(containers.network)(layers, draw.normal(3), draw.normal(3))
    assert form(found) == form(layers)


def test_integers_in_a_container_are_refused_when_it_is_called():
    with pytest.raises(TypeError, match="pass floats"):
        gradgen.grad(containers.weight_decay)({"gain": np.arange(3)}, 0.1)


def test_the_adjoint_of_a_dict_takes_one():
    adjoint = gradgen.vjp(containers.record_of)
    found = adjoint(0.3, grad_out={"loss": 2.0, "aux": 3.0})
    np.testing.assert_allclose(found, 2.0 * 2.0 * 0.3 + 3.0 * np.cos(0.3))


def test_the_adjoint_of_a_list_that_grows_is_left_alone():
    def squares(x):
        found = []
        for value in x:
            found.append(value * value)
        return found

    adjoint, given = gradgen.vjp(squares), [1.0, 2.0]
    for _ in range(2):
        found = adjoint(np.array([0.3, 0.5]), grad_out=given)
        np.testing.assert_allclose(found, [0.6, 2.0])
    assert given == [1.0, 2.0]


def test_check_grad_reports_each_leaf():
    draw = Draw(7)
    layers = [(draw.normal(3, 2), draw.normal(2))]
    report = gradgen.check_grad(containers.network, layers, draw.normal(3), draw.normal(2))
    assert report.ok
    assert [argument.name for argument in report.arguments] == ["params[0][0]", "params[0][1]"]
    assert report.dot_product is not None


def test_check_grad_finds_the_leaf_that_is_wrong():
    def wrong(params):
        found = gradgen.grad(containers.named_entries)(params)
        return {**found, "bias": 0.0}

    given = {"gain": 0.3, "bias": 0.4}
    report = gradgen.check_grad(containers.named_entries, given, derivative=wrong)
    assert [a.name for a in report.arguments if not a.ok] == ['params["bias"]']
    report = gradgen.check_grad(containers.named_entries, given, derivative=lambda params: 0.0)
    assert [a.verdict for a in report.arguments] == ["shape"]


def test_an_array_that_stands_twice_in_a_container_that_is_written_is_refused():
    weights = np.array([0.3, 0.4])
    with pytest.raises(ValueError, match="holds an array twice"):
        gradgen.grad(doubtful.tied_weights_scaled)([weights, weights])
    apart = gradgen.grad(doubtful.tied_weights_scaled)([weights, weights.copy()])
    np.testing.assert_allclose(apart[1], [0.6, 0.4])
