"""The shapes of what gradgen's helpers give, beside what they do give."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from gradgen import runtime
from gradgen.analysis.declarations import declared
from gradgen.analysis.shape_rules import find
from gradgen.analysis.shapes import info_of
from tests.unit.analysis.units import unit_of

HEAD = """
def f(
    x: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"], a: Float[np.ndarray, "n n"],
    m: Float[np.ndarray, "n d"], v: Float[np.ndarray, "d"], s: float,
):
    return 0.0
"""
OPEN = {"count_equal", "sum_grad", "contracted_axes", "solve_dual", "stored_grad"}
"""Helpers of which nothing is said."""

CALLS = """
unbroadcast(m, v)
unbroadcast(m, s)
zero_like(m)
keep_axes(x, 0, False)
keep_axes(x, None, False)
keep_axes(m, 1, True)
count_along(m, 0)
split_like(np.concatenate([x, y]), [x, y], 0)[1]
power_slope(x, 2.0)
log_or_zero(x + 1.0)
ratio(m, v)
matmul_grad_left(x, m, v)
matmul_grad_right(x, m, v)
dot_grad_left(x, m, v)
dot_grad_right(x, m, v)
inner_grad_left(x, m, v)
inner_grad_right(x, m, v)
on_diagonal(x, a, 0)
diag_grad(a, x, 0)
sinc_slope(x)
product_of_others(x, 0)
cumsum_grad(m, m, 0)
diff_grad(x[1:], 0)
lower_half(a)
solve_grad_left(x, y, a, y)
solve_tangent(a, y, a + 9.0 * np.eye(5), y)
""".strip().splitlines()


@pytest.mark.parametrize("text", CALLS)
def test_shape(text: str) -> None:
    unit = unit_of(HEAD)
    info = info_of(ast.parse(text, mode="eval").body, declared(unit), unit)
    space: dict[str, object] = {"np": np}
    for name in runtime.HELPERS:
        exec(runtime.source_of(name), space)
    sizes = {"x": (5,), "y": (5,), "a": (5, 5), "m": (5, 4), "v": (4,), "s": ()}
    space |= {name: np.ones(shape) for name, shape in sizes.items()}
    expected = np.shape(eval(text, space))
    assert info.shape.dims is not None
    named = {"n": 5, "d": 4, None: 1}
    assert tuple(named[dim.atom] for dim in info.shape.dims) == expected


@pytest.mark.parametrize("name", runtime.HELPERS)
def test_every_helper_is_spoken_of(name: str) -> None:
    assert name in OPEN or find(f"helper.{name}") is not None
