"""The helpers: where they are special, and how a copy of one is recognised."""

from __future__ import annotations

import linecache

import numpy as np
import pytest

from gradgen import rules, runtime
from gradgen.rules.einsum import adjoint_subscripts, missing_axes, parse_subscripts
from tests.unit.rules.battery import HELPERS

unbroadcast, ratio, power_slope = (HELPERS[n] for n in ("unbroadcast", "ratio", "power_slope"))


@pytest.mark.parametrize(
    ("grad", "x"),
    [((3, 4), (3, 4)), ((3, 4), (4,)), ((3, 4), (3, 1)), ((2, 3, 4), (1, 4)), ((3, 4), ()),
     ((), (3, 4)), ((4,), (3, 4)), ((1, 4), (3, 1)), ((3, 1), (3, 4)), ((0, 4), (4,)), ((), ())],
)  # fmt: skip
def test_unbroadcast_gives_the_shape_of_its_variable(grad: tuple, x: tuple) -> None:
    made = unbroadcast(np.ones(grad), np.zeros(x))
    assert np.shape(made) == x
    assert np.shape(made) == () or made.flags.writeable


def test_unbroadcast_sums_what_was_stretched() -> None:
    assert np.array_equal(unbroadcast(np.ones((3, 4)), np.zeros((1, 4))), [[3.0] * 4])
    assert unbroadcast(np.ones((3, 4)), 1.0) == 12.0


def test_zeros_for_integers_are_refused() -> None:
    zero_like = HELPERS["zero_like"]
    assert zero_like(3) == 0.0
    assert zero_like(np.ones(2, dtype=np.float32)).dtype == np.float32
    with pytest.raises(TypeError, match="array of int64"):
        zero_like(np.array([1, 2]))


def test_conventions_at_the_edges() -> None:
    assert ratio(0.0, 0.0) == 0.0
    assert np.array_equal(ratio(np.array([0.0, 3.0]), np.array([0.0, 2.0])), [0.0, 1.5])
    assert power_slope(0.0, 0) == 0.0
    assert power_slope(0.0, 1) == 1.0
    assert power_slope(3, -1) == pytest.approx(-1 / 9)
    assert power_slope(np.float32(2.0), 3).dtype == np.float32
    assert HELPERS["log_or_zero"](0.0) == 0.0
    assert HELPERS["sinc_slope"](0.0) == 0.0
    assert HELPERS["count_equal"](1.0, (1.0, 2.0, 1.0)) == 2.0


def test_helpers_of_helpers_are_named() -> None:
    assert runtime.needs("matmul_grad_left") == ("unbroadcast",)
    assert runtime.needs("unbroadcast") == ()
    assert set(runtime.needs("repeat_grad")) == {"take_grad"}


def test_the_text_of_a_helper_runs_by_itself() -> None:
    for name in runtime.HELPERS:
        scope: dict[str, object] = {"np": np}
        exec(runtime.source_of(name), scope)
        assert callable(scope[name])
        assert set(runtime.needs(name)) <= set(runtime.HELPERS)


def copy_of(name: str, source: str) -> object:
    filename = f"<copy of {name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    scope: dict[str, object] = {"np": np}
    exec(compile(source, filename, "exec"), scope)
    return scope[name]


def test_a_copy_of_a_helper_is_recognised() -> None:
    found = rules.find(copy_of("unbroadcast", runtime.source_of("unbroadcast")))
    assert found is rules.find_name("helper.unbroadcast")
    assert rules.find(unbroadcast) is found


def test_another_function_of_the_name_is_not() -> None:
    assert rules.find(copy_of("ratio", "def ratio(x, y):\n    return y / x\n")) is None


def test_layout_and_docstring_do_not_matter() -> None:
    body = "    return (\n        x / (y + (y == 0)) * (y != 0)\n    )\n"
    source = f'def ratio(x, y):\n    """Other words."""\n{body}'
    assert rules.find(copy_of("ratio", source)) is rules.find_name("helper.ratio")


@pytest.mark.parametrize(
    ("text", "k", "subscripts", "missing"),
    [
        ("ij,jk->ik", 0, "ik,jk->ij", ()),
        ("ij, jk -> ik", 1, "ik,ij->jk", ()),
        ("i,i->", 1, ",i->i", ()),
        ("ij->j", 0, "j->j", (0,)),
        ("ij,k->k", 0, "k,k->", (0, 1)),
        ("ii->", 0, None, ()),
        ("...i->...", 0, None, ()),
    ],
)
def test_adjoint_subscripts(text: str, k: int, subscripts: str | None, missing: tuple) -> None:
    assert adjoint_subscripts(text, k) == subscripts
    if subscripts is not None:
        assert missing_axes(text, k) == missing


def test_implicit_results_have_the_indices_that_occur_once() -> None:
    assert parse_subscripts("ij,jk").result == "ik"
    assert parse_subscripts("ba").result == "ab"
