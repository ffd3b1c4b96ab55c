"""`lookup`: names mean what Python makes of them, by scope and never by spelling."""
# ruff: noqa: F401, F811, F841, I001

import math

import numpy
import numpy as np
from numpy import tanh as squash

from gradgen.reader import MISSING, read
from gradgen.syntax import expr

SCALE = 2.0


class Box:
    sine = math.sin

    @property
    def value(self):
        raise AssertionError("a property must not run")


BOX = Box()


def lookup(function, text):
    return read(function).scope.lookup(expr(text))


def test_globals_builtins_and_aliases():
    def f(x):
        return np.tanh(x) + numpy.tanh(x) + squash(x) + abs(x) * SCALE

    assert {lookup(f, text) for text in ("np.tanh", "numpy.tanh", "squash")} == {np.tanh}
    assert lookup(f, "np.linalg.inv") is np.linalg.inv
    assert lookup(f, "abs") is abs
    assert lookup(f, "SCALE") == 2.0
    assert lookup(f, "nowhere") is MISSING
    assert lookup(f, "np.nowhere.at_all") is MISSING
    assert lookup(f, "np.sin(x)") is MISSING


def test_locals_hide():
    def f(x, abs):
        for SCALE in x:
            pass
        with np.errstate() as squash:
            pass
        if (math := x) > 0:
            pass
        return abs

    for name in ("x", "abs", "SCALE", "squash", "math", "math.sin"):
        assert lookup(f, name) is MISSING
    assert read(f).scope.local_names == {"x", "abs", "SCALE", "squash", "math"}


def test_closure_cells():
    inner = math.cos

    def f(x):
        return inner(x) * late

    assert lookup(f, "inner") is math.cos
    assert lookup(f, "late") is MISSING
    late = 3.0
    assert lookup(f, "late") == 3.0


def test_own_name_in_a_nested_function():
    def f(n):
        return f(n - 1)

    assert lookup(f, "f") is f


def test_names_of_inner_scopes():
    def f(x):
        return sum(squash * 2 for squash in x) + (lambda SCALE: SCALE)(1)

    assert lookup(f, "squash") is MISSING
    assert lookup(f, "SCALE") is MISSING
    assert read(f).scope.local_names == {"x"}


def test_imports_inside():
    def f(x):
        import math as m
        import numpy.linalg
        from numpy import cosh, nothing_like_it

        return m.sin(x) * cosh(x)

    assert lookup(f, "m.sin") is math.sin
    assert lookup(f, "cosh") is np.cosh
    assert lookup(f, "numpy.linalg.inv") is np.linalg.inv
    assert lookup(f, "nothing_like_it") is MISSING
    assert {"m", "numpy", "cosh"} <= read(f).scope.local_names


def test_import_that_is_bound_again():
    def f(x):
        import math

        math = x
        return math.sin(x)

    assert lookup(f, "math") is MISSING


def test_chains_go_through_modules_and_classes_only():
    def f(x):
        return Box.sine(x) + BOX.value

    assert lookup(f, "Box.sine") is math.sin
    assert lookup(f, "BOX") is BOX
    assert lookup(f, "BOX.value") is MISSING
