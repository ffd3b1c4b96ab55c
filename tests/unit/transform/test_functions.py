"""Functions as values are taken out of the text: programs before and after, as text."""

from __future__ import annotations

import ast
import functools

import numpy as np
import pytest

from gradgen import errors
from gradgen.api import request
from gradgen.pipeline import run
from gradgen.reader import read

OFFSET = 2.0


def resolved(function) -> list[str]:
    """Return the lines of a function after the pass, its header aside."""
    unit = read(function)
    program = run(unit, request(unit, "grad", 0), after="resolve")
    return ast.unparse(program.functions[0].tree).splitlines()[1:]


def made(function, name: str) -> list[str]:
    """Return the lines of a function that gradgen made for a call."""
    unit = read(function)
    program = run(unit, request(unit, "grad", 0), after="resolve")
    found = program.unit.scope.known[name]
    return ast.unparse(read(found).tree).splitlines()


def apply(f, x, scale=1.0):
    y = scale * f(x)
    return y


def inlined_where_called(x, a):
    f = lambda t: a * t + OFFSET  # noqa: E731
    a = a + 1.0
    return f(x)


def argument_that_would_be_copied(x):
    square = lambda t: t * t  # noqa: E731
    return square(np.sin(x) + x)


def handed_on(x, a):
    return apply(lambda t: a * t, x, scale=a)


def shadowed_by_a_comprehension(x, a):
    f = lambda t: a * t  # noqa: E731
    return sum([f(a) for a in x])


def escapes(x, a):
    f = lambda t: a * t  # noqa: E731
    return [f, f(x)]


def bound_twice(x, c):
    f = lambda t: 2.0 * t  # noqa: E731
    if c:
        f = lambda t: 3.0 * t  # noqa: E731
    return f(x)


def mapped(x):
    return list(map(lambda t, u: t * u, x, x))


def unpacked(x, theta):
    return apply(np.sin, *theta) + law(x, *theta)


def law(x, a, b):
    return a * x + b


def partly(x, k):
    half = functools.partial(law, b=2.0 * k)
    k = 3.0
    return half(x, k)


@pytest.mark.parametrize(
    ("function", "lines"),
    [
        (inlined_where_called, ["    a = a + 1.0", "    return a * x + OFFSET"]),
        (argument_that_would_be_copied, ["    return square(np.sin(x) + x)"]),
        (handed_on, ["    return apply_f(x, scale=a, a=a)"]),
        (
            shadowed_by_a_comprehension,
            ["    f = lambda t: a * t", "    return sum([f(a) for a in x])"],
        ),
        (escapes, ["    f = lambda t: a * t", "    return [f, a * x]"]),
        (mapped, ["    return [value * value2 for value, value2 in zip(x, x)]"]),
        (
            partly,
            ["    b = 2.0 * k", "    k = 3.0", "    return law(x, k, b=b)"],
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_left(function, lines):
    assert resolved(function) == lines


def test_nothing_changes_where_a_name_is_bound_twice():
    assert resolved(bound_twice)[-1] == "    return f(x)"


def test_unknown_lengths_are_unpacked():
    assert "    a, b = theta" in resolved(unpacked)


def test_a_copy_has_what_the_function_captures():
    assert made(handed_on, "apply_f") == [
        "def apply_f(x, scale=1.0, *, a):",
        "    y = scale * (a * x)",
        "    return y",
    ]


def test_what_is_not_followed_is_refused():
    import gradgen

    for function, wrt in ((escapes, "a"), (bound_twice, 0), (shadowed_by_a_comprehension, 0)):
        with pytest.raises(errors.UnsupportedError):
            gradgen.vjp(function, wrt=wrt)
