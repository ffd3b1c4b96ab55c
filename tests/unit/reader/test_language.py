"""What is outside of the language is refused, with its code; what is inside is not."""
# ruff: noqa: E731, F841

import numpy as np
import pytest

from gradgen.errors import UnsupportedError
from gradgen.reader import read


def generator(x):
    yield x


def delegating(x):
    yield from x


async def coroutine(x):
    return x


def inner_nonlocal(x):
    def bump():
        nonlocal x
        x = 2 * x

    bump()
    return x


def looks_up(x):
    return locals()["x"]


def runs_inside(x):
    return (lambda: eval("x"))()


def defines(x):
    class Local:
        pass

    return x


def returns_in_with(x):
    with np.errstate():
        if x > 0:
            return x
    return x


def assigns_lazily(x):
    return 0 < x < (y := 2.0) < 3.0


def assigns_often(x):
    return [(y := v) for v in x]


def removes(x):
    del x[0]
    return x


class Model:
    def force(self, x):
        return self.__k * x


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (generator, "GG101"),
        (delegating, "GG101"),
        (coroutine, "GG102"),
        (inner_nonlocal, "GG103"),
        (looks_up, "GG104"),
        (runs_inside, "GG104"),
        (defines, "GG107"),
        (returns_in_with, "GG111"),
        (assigns_lazily, "GG112"),
        (assigns_often, "GG112"),
        (removes, "GG114"),
        (Model.force, "GG115"),
    ],
)
def test_refused(function, code):
    with pytest.raises(UnsupportedError) as caught:
        read(function)
    assert code in [problem.code for problem in caught.value.problems]
    assert all(problem.help and problem.reason for problem in caught.value.problems)
    assert caught.value.filename == __file__


def fine(x, *args, key=None, **kwargs):
    assert x is not None, "no x"
    if (n := len(args)) > 1:
        raise ValueError(n)
    square = lambda v: v * v
    pairs = {k: square(v) for k, v in kwargs.items() if k}
    print(f"{x=}", *args, vars(key))
    del pairs
    with np.errstate(all="ignore"):
        x = x * 2

        def helper(v):
            for w in v:
                return w

        return x


def test_accepted():
    assert read(fine).name == "fine"
