"""Objects, with their arguments: the rows are for objects that are constant."""

from __future__ import annotations

from tests.programs import objects as o
from tests.support.samples import row


def spring(d):
    return o.Spring(1.0 + d.positive(), d.positive())


def net(d):
    return o.Net(d.normal(2, 2), d.normal(2))


def stack(d):
    layers = [o.Layer(d.normal(2, 2), d.normal(2)) for _ in range(2)]
    return o.Stack(*layers, d.normal(), 2)


ROWS = [
    row(
        o.methods,
        "x v",
        lambda d: (d.normal(), d.normal(), spring(d)),
        lambda d: (0.3, -0.2, o.Spring(2.0)),
    ),
    row(
        o.heirs,
        "x",
        lambda d: (d.normal(), o.StiffSpring(1.5, 0.2)),
        lambda d: (0.3, o.StiffSpring(1.1)),
    ),
    row(
        o.method_handed_on,
        "x",
        lambda d: (d.normal(2), net(d)),
        lambda d: (d.normal(2), net(d)),
    ),
    row(
        o.function_of_the_class,
        "x",
        lambda d: (d.normal(), spring(d)),
        lambda d: (0.4, o.Spring(1.0)),
    ),
    row(
        o.field_of_a_field,
        "x",
        lambda d: (d.normal(2), stack(d)),
        lambda d: (d.normal(2), stack(d)),
    ),
    row(o.named_tuple, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(o.made_in_each_round, "x", lambda d: (0.3, 3), lambda d: (0.3, 0), lambda d: (0.3, 1)),
    row(o.made_in_a_branch, "x", lambda d: (0.3, True), lambda d: (0.3, False)),
    row(o.namespace, "x", lambda d: (0.3,), lambda d: (-1.2,)),
    row(o.made_and_handed_on, "x", lambda d: (0.3,), lambda d: (1.2,)),
]
