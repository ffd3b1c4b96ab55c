"""Functions as values, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import functions as f
from tests.support.samples import row

ROWS = [
    row(
        f.decay_to,
        "k x0",
        lambda d: (0.7, d.normal(), 4),
        lambda d: (0.7, d.normal(), 0),
        lambda d: (0.7, d.normal(), 1),
    ),
    row(f.square_root, "a", lambda d: (2.5,), lambda d: (0.7,)),
    row(f.cubic_root, "a b", lambda d: (1.5, 0.7), lambda d: (0.3, 1.2), smooth=False),
    row(
        f.swing,
        "y0 params",
        lambda d: (d.normal(2), np.array([9.8, 1.1])),
        lambda d: (d.normal(2), np.array([1.6, 0.4])),
    ),
    row(
        f.reads_later_value, "x c", lambda d: (d.normal(), d.normal()), lambda d: (d.normal(), 0.3)
    ),
    row(f.closure_in_loop, "x c", lambda d: (d.normal(), d.normal()), lambda d: (d.normal(), 0.3)),
    row(f.default_is_early, "x c", lambda d: (d.normal(), d.normal()), lambda d: (d.normal(), 0.3)),
    row(f.recursive_inside, "x", lambda d: (1.3, 3), lambda d: (1.3, 0), lambda d: (1.3, 1)),
    row(f.nested_layers, "x", lambda d: (0.4, True), lambda d: (0.4, False)),
    row(
        f.local_helper,
        "x a",
        lambda d: (d.normal(3), d.normal()),
        lambda d: (d.normal(1), d.normal()),
    ),
    row(f.shadowing, "x y", lambda d: (d.normal(), d.normal()), lambda d: (d.normal(), 0.3)),
    row(
        f.dense_net,
        "w x",
        lambda d: (d.normal(2, 3, 3), d.normal(3)),
        lambda d: (d.normal(1, 2, 2), d.normal(2)),
    ),
    row(f.quadrature, "a w", lambda d: (0.6, 1.3), lambda d: (-0.2, 2.1)),
    row(f.integral_bound, "b", lambda d: (1.2,), lambda d: (-0.4,)),
    row(
        f.derivative_of_closure,
        "x a",
        lambda d: (d.normal(), d.normal()),
        lambda d: (d.normal(), 0.3),
    ),
    row(f.composed, "x", lambda d: (0.8,), lambda d: (-0.8,)),
    row(f.helper_given_two_ways, "x c", lambda d: (0.8, 1.2), lambda d: (-0.3, 0.2)),
    row(f.logistic, "rate limit x0", lambda d: (0.8, 2.0, 0.3), lambda d: (1.8, 1.0, 0.6)),
    row(f.partial_by_name, "k x", lambda d: (0.8, 1.3), lambda d: (1.8, 0.3)),
    row(f.product, "values", lambda d: (d.positive(4),), lambda d: (d.positive(1),)),
    row(
        f.product_by_operator,
        "values x",
        lambda d: (d.positive(4), 0.3),
        lambda d: (d.positive(1), 0.7),
    ),
    row(
        f.fit,
        "theta",
        lambda d: (np.array([1.2, 0.4, 0.9]), np.linspace(0.0, 1.0, 5), d.normal(5)),
        lambda d: (np.array([0.2, 0.1, 0.5]), np.linspace(0.0, 1.0, 1), d.normal(1)),
    ),
    row(f.stars, "x y", lambda d: (1.1, 0.4), lambda d: (0.3, 0.9)),
    row(f.positional_only, "x y", lambda d: (1.1, 0.4), lambda d: (0.3, 0.9)),
    row(f.several, "x a b", lambda d: (1.1, 0.4, 0.7), lambda d: (0.3, 0.9, 1.7)),
    row(f.by_name, "x k", lambda d: (1.1, 0.4), lambda d: (0.3, 0.9)),
    row(f.through_a_wrapper, "x y", lambda d: (1.1, 0.4), lambda d: (0.3, 0.9)),
    row(f.alias, "x", lambda d: (1.1,), lambda d: (0.3,)),
    row(f.method_of_array_by_closure, "x", lambda d: (d.normal(3),), lambda d: (d.normal(2),)),
    row(f.tripled, "x y", lambda d: (1.1, 0.4), lambda d: (0.3, 0.9)),
    row(f.calls_decorated, "x y", lambda d: (1.1, 0.4), lambda d: (0.3, 0.9)),
    row(f.optional_function, "x k", lambda d: (1.1, 0.4), lambda d: (0.3, 0.9)),
]
