"""Names: free ones, and telling ones."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradgen import syntax
from gradgen.transform.naming import LONGEST, Names, argument_name, describe, flag


def test_fresh_takes_the_next_free_name() -> None:
    names = Names({"angle", "angle2"})
    assert [names.fresh("angle") for _ in range(2)] == ["angle3", "angle4"]
    assert names.fresh("z") == "z"
    assert names.fresh("w1") == "w1"
    assert names.fresh("w1") == "w1_2"
    assert names.made == {"angle3", "angle4", "z", "w1", "w1_2"}


@pytest.mark.parametrize(
    ("preferred", "made"),
    [
        ("sum", "sum2"),
        ("lambda", "lambda2"),
        ("match", "match2"),
        ("np", "np2"),
        ("θ", "θ"),
        ("ﬁt", "fit"),
        ("2x", "_2x"),
        ("a b", "a_b"),
        ("", "value"),
    ],
)
def test_fresh_is_an_identifier_that_hides_nothing(preferred: str, made: str) -> None:
    assert Names(()).fresh(preferred) == made


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=8), st.sets(st.text(max_size=3), max_size=5))
def test_fresh_never_clashes(preferred: str, taken: set[str]) -> None:
    names = Names(taken)
    made = [names.fresh(preferred) for _ in range(3)]
    assert len(set(made)) == 3 and not taken & set(made)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in made)


def test_is_free_and_take() -> None:
    names = Names({"x"})
    assert names.is_free("y") and not names.is_free("x") and not names.is_free("max")
    names.take("y")
    assert not names.is_free("y") and names.fresh("y") == "y2"
    assert names.made == {"y2"}


def test_adjoints_keep_their_name() -> None:
    names = Names({"x", "d"})
    assert names.adjoint("x") == names.adjoint("x") == "grad_x"
    assert names.tangent("x") == names.tangent("x") == "d_x"
    assert [names.saved("x"), names.saved("x")] == ["saved_x", "saved_x2"]


def test_prefixes_stand_aside_for_the_source() -> None:
    names = Names({"grad_x", "grad2_norm", "d_y", "saved_"})
    assert names.prefix("grad_") == "grad3_"
    assert names.prefix("d_") == "d2_"
    assert names.adjoint("x") == "grad3_x"
    assert names.tangent("y") == "d2_y"
    assert names.saved("x") == "saved2_x"


def test_names_given_out_do_not_move_the_prefix() -> None:
    names = Names({"x", "max"})
    names.fresh("grad_max")
    assert names.adjoint("x") == "grad_x"
    assert names.adjoint("max") == "grad_max2"


DESCRIBED = {
    # calls
    "np.exp(shifted)": "exp_shifted",
    "math.sin(x)": "sin_x",
    "np.exp(-z)": "exp_neg_z",
    "np.sqrt(a)": "sqrt_a",
    "np.linalg.inv(A)": "inv_A",
    "np.linalg.solve(A, b)": "solution",
    "np.max(logits)": "max_logits",
    "np.max(logits, axis=1)": "max_logits",
    "x.sum()": "sum_x",
    "x.copy()": "x_copy",
    "np.dot(a, b)": "ab",
    "np.outer(u, v)": "outer_uv",
    "np.where(c, a, b)": "chosen",
    "g(x)": "g_x",
    "g(x, y)": "g_value",
    "model.force(x, v)": "force",
    "np.tanh(x @ w + b)": "tanh_value",
    "np.exp(a_name_that_is_too_long)": "exp_value",
    # operators
    "theta * x": "theta_x",
    "x @ w": "xw",
    "hidden @ w2": "hidden_w2",
    "x.T @ y": "x_t_y",
    "-z": "neg_z",
    "a - b": "a_minus_b",
    "a + b": "a_plus_b",
    "a / b": "a_over_b",
    "1.0 - x": "one_minus_x",
    "2 * x": "twice_x",
    "x / 2": "half_x",
    "3.7 * x": "scaled_x",
    "1 / x": "inv_x",
    "x**2": "x_squared",
    "x**3": "x_cubed",
    "x**0.5": "sqrt_x",
    "x**p": "x_pow_p",
    "(x - mu) / sigma": "ratio",
    "first_long_name - second_long_name": "difference",
    "-(first_long_name + second_long_name)": "total",
    "first_long_name * second_long_name": "product",
    # elements
    "x[i]": "x_i",
    "x[i, j]": "x_ij",
    "x[i - 1]": "x_prev",
    "x[i + 1]": "x_next",
    "x[0]": "x_first",
    "x[-1]": "x_last",
    "x[3]": "x_3",
    "x[1:]": "x_tail",
    "x[:-1]": "x_head",
    "x[1:-1]": "x_inner",
    "x[a:b]": "x_part",
    "x[::2]": "x_part",
    "x[:, i]": "x_i",
    "x[None, :]": "x_as_row",
    "x[:, None]": "x_as_column",
    "x[mask]": "x_mask",
    "params['w']": "params_w",
    # what is like a name with a meaning of its own
    "d * x": "product",
    "grad_x * y": "product",
    # nothing to say
    "x": None,
    "2.0": None,
    "[1, 2]": None,
    "lambda x: x": None,
    "f()(x)": None,
}


@pytest.mark.parametrize(("text", "name"), DESCRIBED.items(), ids=list(DESCRIBED))
def test_describe(text: str, name: str | None) -> None:
    assert describe(syntax.expr(text)) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("np.max(logits, axis=1, keepdims=True)", "row_max"),
        ("np.sum(exp_shifted, axis=1, keepdims=True)", "row_sum"),
        ("np.sum(x, axis=-1)", "row_sum"),
        ("x.mean(axis=0)", "column_mean"),
        ("np.sum(x, 0)", "column_sum"),
        ("np.max(logits)", "max_logits"),
        ("np.exp(x)", "exp_x"),
    ],
)
def test_describe_reductions_of_a_matrix(text: str, name: str) -> None:
    assert describe(syntax.expr(text), rank=2) == name


def test_a_role_comes_first() -> None:
    assert describe(syntax.expr("theta * x"), role="angle") == "angle"


@pytest.mark.parametrize(
    ("target", "function", "name"),
    [
        ("log_norm", "log", "norm"),
        ("log_V", "log", "V"),
        ("norm", "log", None),
        ("log_2", "log", None),
        ("sqrt_a", "log", None),
    ],
)
def test_argument_name(target: str, function: str, name: str | None) -> None:
    assert argument_name(target, function) == name


FLAGS = {
    "x > 0": "x_positive",
    "x < 0.0": "x_negative",
    "x >= 0": "x_nonnegative",
    "x == 0": "x_zero",
    "s > 3.0": "s_large",
    "s < -1": "s_small",
    "a > b": "a_above_b",
    "a == b": "a_is_b",
    "i % 3 == 2": "i_mod_3_is_2",
    "mode == 'sin'": "mode_is_sin",
    "x is None": "x_is_none",
    "x is not None": "x_given",
    "not x": "not_x",
    "converged": "was_converged",
    "x[i] > 0": "x_i_positive",
    "np.any(m)": "any_m",
    "isinstance(x, T)": "x_is_T",
    "a and b": "a_and_b",
    "a or x > 0": "a_or_x_positive",
    "x in s": "x_in_s",
    "0 < x < 1": "took_branch",
    "x > 0 and y > 0 and z > 0": "took_branch",
    "(y := x) > 0": "took_branch",
    "d > x": "took_branch",
}


@pytest.mark.parametrize(("text", "name"), FLAGS.items(), ids=list(FLAGS))
def test_flag(text: str, name: str) -> None:
    assert flag(syntax.expr(text)) == name


@pytest.mark.parametrize("text", [*DESCRIBED, *FLAGS])
def test_names_are_short_identifiers(text: str) -> None:
    tree = syntax.expr(text)
    for name in (describe(tree) or "none", flag(tree)):
        assert len(name) <= LONGEST and name.isidentifier()
