"""Functions and calls: one function a row."""

import functools

import numpy as np

from tests.language.table import Section

X = np.array([0.5, -1.2, 2.0])

calls = Section("Functions and calls")


def scaled(x, factor=2.0, *, offset=0.0):
    return x * factor + offset


def halves(x, n):
    return x if n == 0 else halves(np.sin(x) * 0.5, n - 1)


@calls((0.7,))
def user_function(x):
    """Functions of the user's, from any module; defaults, keywords, recursion"""
    return scaled(x, offset=x * x) * halves(x, 3)


def both(x):
    return x * x, np.sin(x)


@calls((0.7,))
def several_results(x):
    """Functions that return tuples"""
    a, b = both(x)
    return a * b


def shifted(u, by):
    u += by
    return None


@calls((X,))
def writes_to_its_argument(x):
    """A function that writes to its arguments"""
    u = x * x
    shifted(u, x)
    return np.sum(u * u)


@calls((0.7,))
def lambda_called(x):
    """`lambda`"""
    square = lambda value: value * value  # noqa: E731
    return square(x)


@calls((0.7,))
def closure(x):
    """A function made inside a function"""

    def square(factor):
        return factor * x

    return square(x)


@calls((0.7,))
def partial(x):
    """`functools.partial`"""
    return functools.partial(scaled, factor=x)(x)


def applied(function, x):
    return function(x)


@calls((0.7,))
def function_as_an_argument(x):
    """A function passed as an argument"""
    return applied(np.sin, x) * x


KINDS = {"sine": np.sin, "square": lambda value: value * value}


@calls((0.7, "sine"), (0.7, "square"))
def function_in_a_dict(x, kind):
    """Functions in lists and dicts that are written out; the key may be known at run time only"""
    for step in (np.cos, KINDS["square"]):
        x = step(x)
    return KINDS[kind](x)


def power(n):
    return lambda value: value**n


@calls((0.7,))
def function_that_is_returned(x):
    """Functions that functions return"""
    cube = power(3)
    return cube(x) + power(x)(2.0)


@calls((0.7, np.sin), refused="GG201")
def function_of_the_caller(x, function):
    """A function that the caller gives"""
    return function(x)


@calls((0.7,))
def starred_call(x):
    """`f(*args)`, `f(**options)`"""
    options = [x, x * x]
    return scaled(*options)


@calls((X,), refused="GG201")
def no_rule(x):
    """A function without a rule and without source"""
    return np.sum(np.emath.sqrt(x))
