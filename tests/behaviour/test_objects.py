"""Derivatives by objects: an object of the same class, with the derivative by each field."""

import copy
import dataclasses
import functools

import numpy as np
import pytest

import gradgen
from tests.programs import functions, gallery
from tests.programs import objects as o
from tests.support.rows_objects import net, spring, stack
from tests.support.samples import Draw

draw = Draw(7)
CASES = [
    (o.spring_energy, (spring(draw), 0.3, 0.7)),
    (o.spring_path, (spring(draw), 0.3, 3)),
    (o.spring_path, (spring(draw), 0.3, 0)),
    (o.total_energy, (spring(draw), 0.3)),
    (o.net_loss, (net(draw), draw.normal(2), draw.normal(2))),
    (o.bond_energy, (o.Bond(1.1, 2.0), 0.3)),
    (o.stack_loss, (stack(draw), draw.normal(2))),
    (o.decayed, (o.Decay(3.0, 1.5), 0.3)),
    (gallery.trajectory_misfit, (gallery.Oscillator(1.3, 0.2), draw.normal(6), 0.1)),
]
each_case = pytest.mark.parametrize(
    ("function", "args"), CASES, ids=[function.__name__ for function, _ in CASES]
)


def leaves(value, path=()):
    """Yield the path of each number and array in an object."""
    if isinstance(value, (float, np.ndarray)):
        yield path, value
    elif isinstance(value, tuple):
        for label in value._fields:
            yield from leaves(getattr(value, label), (*path, label))
    elif hasattr(value, "__dict__"):
        for label in vars(value):
            yield from leaves(getattr(value, label), (*path, label))


def at(value, path):
    for label in path:
        value = getattr(value, label)
    return value


def changed(value, path, new):
    """Return a copy of an object with another value for one of its fields."""
    if not path:
        return new
    first, *rest = path
    inner = changed(getattr(value, first), rest, new)
    if isinstance(value, tuple):
        return value._replace(**{first: inner})
    made = copy.copy(value)
    setattr(made, first, inner)
    return made


def difference(function, args, path, direction, step=1e-4):
    """Return the derivative along a direction of one field, of fourth order."""
    model, *others = args

    def moved(h):
        return function(changed(model, path, at(model, path) + h * direction), *others)

    one = (moved(step) - moved(-step)) / (2.0 * step)
    two = (moved(2.0 * step) - moved(-2.0 * step)) / (4.0 * step)
    return (4.0 * one - two) / 3.0


def directions(value):
    drawn = np.random.default_rng(3).normal(size=np.shape(value))
    return drawn if np.ndim(drawn) else float(drawn)


@each_case
def test_each_field_has_its_derivative(function, args):
    derivative = gradgen.value_and_grad(function)
    before = copy.deepcopy(args)
    for _ in range(2):
        value, found = derivative(*args)
        assert type(found) is type(args[0])
        assert np.isclose(value, function(*args))
        for path, leaf in leaves(args[0]):
            direction = directions(leaf)
            expected = difference(function, args, path, direction)
            assert np.isclose(np.sum(at(found, path) * direction), expected, 1e-6, 1e-8), path
    for path, leaf in leaves(before[0]):
        assert np.array_equal(at(args[0], path), leaf)


@each_case
def test_forward_mode_agrees(function, args):
    model, *others = args
    direction, expected = model, 0.0
    for path, leaf in leaves(model):
        along = directions(leaf)
        direction = changed(direction, path, along)
        expected += difference(function, args, path, along)
    found = gradgen.jvp(function)
    (name,) = found.wrt
    _, product = found(model, *others, **{f"d_{name}": direction})
    assert np.isclose(product, expected, 1e-6, 1e-8)


def test_by_an_object_and_a_number():
    derivative = gradgen.grad(o.spring_path, wrt=("x", "spring"))
    model = o.Spring(1.5, 0.2)
    grad_x, grad_spring = derivative(model, 0.3, 3)
    assert isinstance(grad_spring, o.Spring)
    assert np.isclose(grad_x, gradgen.grad(o.spring_path, wrt="x")(model, 0.3, 3))
    assert grad_spring == gradgen.grad(o.spring_path)(model, 0.3, 3)


def test_fields_without_a_derivative_stay():
    model = stack(Draw(1))
    found = gradgen.grad(o.stack_loss)(model, np.ones(2))
    assert found.rounds == model.rounds and found.labels == []


def test_an_object_of_another_class_is_refused():
    with pytest.raises(ValueError, match="Spring"):
        gradgen.grad(o.spring_path)(o.StiffSpring(1.0), 0.3, 1)
    with pytest.raises(ValueError, match="Spring"):
        gradgen.grad(o.methods)(0.1, 0.2, o.StiffSpring(1.0))


def test_a_written_module_stands_on_its_own(tmp_path):
    path = gradgen.grad(o.stack_loss).write(tmp_path)
    namespace: dict[str, object] = {}
    exec(path.read_text(), namespace)
    model = stack(Draw(1))
    found = namespace["stack_loss_grad"](model, np.ones(2))
    assert dataclasses.is_dataclass(found.first)


def test_bound_methods_and_objects_that_are_called():
    model = net(Draw(2))
    x, y = Draw(3).normal(2), Draw(4).normal(2)
    grad_x, grad_y = gradgen.grad(model.loss, wrt=("x", "y"))(x, y)
    expected = gradgen.grad(o.Net.loss, wrt=("x", "y"))(model, x, y)
    assert np.allclose(grad_x, expected[0]) and np.allclose(grad_y, expected[1])
    layer = o.Layer(model.w, model.b)
    assert np.allclose(
        gradgen.vjp(layer)(x, grad_out=y),
        gradgen.vjp(o.Layer.__call__, wrt="h")(layer, x, grad_out=y),
    )


def test_attributes_are_read_when_the_derivative_is_called():
    model = o.Spring(2.0, 0.1)
    derivative = gradgen.grad(model.force)
    assert np.isclose(derivative(1.0, 0.0), -2.0)
    model.stiffness = 3.0
    assert np.isclose(derivative(1.0, 0.0), -3.0)


def test_partials_are_differentiated_by_what_is_left():
    t, y = np.linspace(0.0, 1.0, 4), np.ones(4)
    theta = np.array([1.0, 0.5, 0.7])
    fixed = functools.partial(functions.fit, t=t, y=y)
    assert np.allclose(gradgen.grad(fixed)(theta), gradgen.grad(functions.fit)(theta, t, y))
    first = functools.partial(functions.law, 2.0)
    assert np.isclose(gradgen.grad(first, wrt="x")(3.0, 0.5), 2.0 * (1.0 - 1.0 / 3.0))


def test_a_partial_that_does_not_fit_is_refused():
    with pytest.raises(gradgen.SourceError):
        gradgen.grad(functools.partial(functions.law, speed=2.0))


@pytest.mark.parametrize("function", [o.changes_itself, o.is_changed])
@pytest.mark.parametrize("operator", [gradgen.grad, gradgen.jvp])
def test_an_object_that_changes_is_refused(function, operator):
    with pytest.raises(gradgen.UnsupportedError):
        operator(function, wrt="x")
