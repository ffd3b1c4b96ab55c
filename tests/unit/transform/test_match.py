"""`match` with `if` and `elif`: what is refused, and what is evaluated once."""

import ast

import pytest

from gradgen.errors import UnsupportedError
from gradgen.reader import read
from gradgen.transform.normalise import normalised


def text_of(function):
    return ast.unparse(normalised(read(function), ["x"]).tree)


def alternatives(x, spec):
    match spec:
        case ("a", k) | ("b", _, k):
            return k * x
    return x


def guard_that_binds_for_later(x, spec):
    match spec:
        case float(k) if k > 1.0:
            return x
    return k * x


def unknown_class(x, spec, kind):
    match spec:
        case kind(k):
            return k * x
    return x


@pytest.mark.parametrize(
    "function", [alternatives, guard_that_binds_for_later, unknown_class], ids=lambda f: f.__name__
)
def test_refused(function):
    with pytest.raises(UnsupportedError) as caught:
        text_of(function)
    assert caught.value.code == "GG106"


def subject_is_made(x, specs):
    match specs.pop():
        case 1:
            y = x
        case [first, *rest]:
            y = x * first * len(rest)
        case spec:
            y = spec * x
    return y


def test_a_subject_that_is_not_a_name_is_named():
    text = text_of(subject_is_made)
    assert text.count("specs.pop()") == 1
    assert "if subject == 1:" in text
    assert "len(subject) >= 1" in text
    assert "rest = list(subject[1:])" in text


def test_a_capture_is_an_assignment():
    assert "spec = subject" in text_of(subject_is_made)
