"""Objects that functions make and change, functions that they keep and make, with arguments."""

from __future__ import annotations

import functools

from tests.programs import changing_objects as o
from tests.programs import kept_functions as k
from tests.support.samples import row

once = functools.partial(row, smooth=False)
"""Programs whose gradient takes containers apart in ways that are not differentiated again."""

OBJECTS = [
    row(o.replaced_state, "x", lambda d: (0.3, 3), lambda d: (0.3, 0), lambda d: (-0.7, 1)),
    row(o.state_through_calls, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(o.difference_to_previous, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(o.replaced_fields, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(o.frozen_points, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(o.default_rates, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(o.made_by_a_function, "x", lambda d: (0.3, True), lambda d: (0.3, False)),
    row(o.moved_on, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(o.set_attributes, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(o.stepping, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(o.set_in_a_branch, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(o.two_names_for_one, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(o.object_in_an_object, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(o.namespace_as_state, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(o.changed_by_a_function, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    once(o.tallied, "values", lambda d: ([0.3, 0.5],), lambda d: (d.normal(3),)),
    row(o.recurrent, "w xs", lambda d: (0.3, d.normal(3)), lambda d: (0.3, d.normal(1))),
    row(o.adam_steps, "w", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(o.controlled, "proportional integral", lambda d: (1.2, 0.3, 4), lambda d: (1.2, 0.3, 0)),
    row(o.heated, "x", lambda d: (0.3, 3), lambda d: (0.3, 0)),
    row(o.energy_of_an_heir, "x k", lambda d: (0.3, 1.3), lambda d: (-0.3, 0.7)),
    row(o.integrated, "x k", lambda d: (0.3, 1.3), lambda d: (-0.3, 0.7)),
]

FUNCTIONS = [
    row(
        k.activation_by_name,
        "x",
        lambda d: (0.3, "tanh"),
        lambda d: (0.3, "relu"),
        lambda d: (0.3, "softplus"),
    ),
    row(
        k.activation_of_the_module,
        "x w",
        lambda d: (0.3, 1.4, "tanh"),
        lambda d: (0.3, 1.4, "softplus"),
    ),
    row(k.activation_with_default, "x", lambda d: (0.3, "tanh"), lambda d: (0.3, "other")),
    row(k.known_activations, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(k.every_activation, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(k.by_position, "x", lambda d: (0.3, 0), lambda d: (0.3, 2)),
    row(k.chosen_by_flag, "x", lambda d: (0.3, True), lambda d: (0.3, False)),
    row(k.chosen_and_handed_on, "x", lambda d: (0.3, "tanh"), lambda d: (0.3, "softplus")),
    row(k.layers, "x k", lambda d: (0.3, 1.2), lambda d: (-0.3, 0.7)),
    row(k.transforms_of_the_module, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(k.weighted_terms, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(k.zipped_terms, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(k.summed_terms, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(k.layers_that_are_objects, "x w", lambda d: (0.3, 1.2), lambda d: (-0.3, 0.7)),
    row(k.partials, "x", lambda d: (0.3,), lambda d: (1.2,)),
    row(k.made_at_once, "x k", lambda d: (0.3, 1.2), lambda d: (-0.3, 0.7)),
    row(k.made_and_named, "x k", lambda d: (0.3, 1.2), lambda d: (-0.3, 0.7)),
    row(k.made_and_handed_on, "x k", lambda d: (0.3, 1.2), lambda d: (-0.3, 0.7)),
    row(k.made_of_functions, "x k", lambda d: (0.3, 1.2), lambda d: (-0.3, 0.7)),
    row(k.made_in_a_loop, "x k", lambda d: (0.3, 1.2, 3), lambda d: (0.3, 1.2, 0)),
]

ROWS = [*OBJECTS, *FUNCTIONS]

REFUSED = [
    (o.set_by_a_property, "x", lambda d: (0.3,)),
    (o.started_by_the_class, "x", lambda d: (0.3,)),
    (o.kept_in_a_list, "x", lambda d: (0.3,)),
    (o.known_by_a_call, "x", lambda d: (0.3,)),
    (o.previous_is_changed, "x", lambda d: (0.3, 2)),
    (o.made_once_only, "x", lambda d: (0.3,)),
    (o.one_of_two_classes, "x", lambda d: (0.3, True)),
    (o.changed_in_a_test, "x", lambda d: (0.3,)),
    (o.changed_twice_in_a_line, "x", lambda d: (0.3,)),
    (o.changed_in_a_comprehension, "x", lambda d: (0.3,)),
    (o.names_swapped, "x", lambda d: (0.3,)),
    (k.weights_before_they_change, "x", lambda d: (0.3,)),
    (k.elements_before_they_change, "x", lambda d: (0.3,)),
    (k.defined_twice, "x", lambda d: (0.3,)),
    (k.called_later, "x", lambda d: (0.3,)),
    (k.used_after_its_loop, "x", lambda d: (0.3,)),
    (k.option_changes, "x", lambda d: (0.3, "sine")),
    (k.dict_changes, "x", lambda d: (0.3, "sine")),
]
"""A right gradient, or an error: anything but a wrong one."""
