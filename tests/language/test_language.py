"""The page says what happens: each row is differentiated, or refused, as it says."""

import copy
import io
from contextlib import redirect_stdout

import numpy as np
import pytest

import gradgen
from tests.language.page import PAGE, UPDATE, text
from tests.language.table import ROWS

OPERATORS = {"reverse": gradgen.grad, "forward": gradgen.jvp}


def ids(rows):
    return [str(row) for row in rows]


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == text(), f"docs/language.md is out of date: {UPDATE}"


def test_every_row_is_named():
    assert all(row.construct for row in ROWS)
    assert len({row.construct for row in ROWS}) == len(ROWS)
    assert len(set(ids(ROWS))) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
@pytest.mark.parametrize("mode", OPERATORS)
def test_row(row, mode):
    if row.codes[mode]:
        refused(row, mode, row.codes[mode])
        if row.inactive is not None:
            agrees(row.inactive, row.calls, mode, row)
    else:
        agrees(row.function, row.calls, mode, row)


def refused(row, mode, code):
    try:
        OPERATORS[mode](row.function)
    except gradgen.UnsupportedError as error:
        if error.code != code:
            pytest.fail(
                f"`{row}` says that it is refused with {code}, and it is refused with"
                f" {error.code}: set `{mode}={error.code!r}`, then {UPDATE}"
            )
    else:
        pytest.fail(
            f"`{row}` says that it is refused with {code}, and {mode} mode takes it: delete the"
            f" code (or keep it for the other mode alone), then {UPDATE}"
        )


def agrees(function, calls, mode, row):
    try:
        derivative = OPERATORS[mode](function)
    except gradgen.UnsupportedError as error:
        pytest.fail(
            f"`{row}` says that it is differentiated, and {mode} mode refuses it:"
            f" if that is meant, set `{mode}={error.code!r}`, then {UPDATE}\n{error}"
        )
    assert calls, "a row needs arguments"
    for arguments in calls:
        expected = slope(function, arguments)
        given = copy.deepcopy(arguments)
        with redirect_stdout(io.StringIO()):
            if mode == "reverse":
                found = derivative(*given)
            else:
                name = derivative.wrt[0]
                along = np.ones_like(arguments[0]) if np.ndim(arguments[0]) else 1.0
                _, found = derivative(*given, **{f"d_{name}": along})
                expected = np.sum(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def slope(function, arguments, step=1e-6):
    """Return the gradient by the first argument, from differences."""
    x = arguments[0]

    def value(at):
        rest = copy.deepcopy(arguments[1:])
        with redirect_stdout(io.StringIO()):
            return function(at, *rest)

    if np.ndim(x) == 0:
        return (value(x + step) - value(x - step)) / (2 * step)
    units = np.eye(x.size).reshape(x.size, *x.shape) * step
    return np.reshape([(value(x + u) - value(x - u)) / (2 * step) for u in units], x.shape)
