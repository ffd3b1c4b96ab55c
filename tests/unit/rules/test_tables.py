"""The tables themselves: what a reader may rely on without reading the machinery."""

from __future__ import annotations

import ast
import importlib
import inspect

import pytest

from gradgen import rules, runtime
from gradgen.rules.facts import NoFacts
from gradgen.rules.intrinsics import TREES, Arguments, values
from gradgen.rules.lookup import AREAS, ATTRIBUTES
from gradgen.rules.matching import Binding
from gradgen.rules.source import template_tree

rules.find_name("numpy.sum")  # the tables are read at the first question
RULES = list(rules.TABLE.values())
TEMPLATES = dict.fromkeys(  # in the order of the tables, whatever the hash seed
    template
    for rule in RULES
    for template in (rule.adjoint, rule.tangent, rule.partial, rule.reduction)
    if template is not None
)
BUILTINS = {"list", "enumerate", "range", "min", "len"}


def words() -> set[str]:
    rule = RULES[0]
    made = values(Arguments(rule, Binding(rule, ast.parse("a + b", mode="eval").body), NoFacts()))
    return {*made, *TREES, "refuse"}


def called_in(template: object) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(template_tree(template))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    } - {"adjoint", "tangent", "linear", "reduction", "elementwise"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: f"{t.__module__}.{t.__name__}")
def test_a_template_calls_words_and_helpers_only(template: object) -> None:
    assert called_in(template) <= words() | set(runtime.HELPERS) | BUILTINS


def test_every_word_is_used() -> None:
    used = {name for template in TEMPLATES for name in called_in(template)}
    assert words() <= used


def test_a_template_takes_the_result_and_the_parameters() -> None:
    for rule in RULES:
        for template in (rule.adjoint, rule.tangent, rule.partial, rule.reduction):
            if template is not None and "(" in rule.signature_text:
                given = [arg.arg for arg in template_tree(template).args.args]
                assert given == [*rule.results, *(p.name for p in rule.parameters)], rule.name


def test_a_partial_is_for_each_parameter_that_carries_a_gradient() -> None:
    for rule in RULES:
        if rule.partial_texts:
            assert set(rule.partial_texts) == {p.name for p in rule.data}, rule.name


def test_a_rule_is_complete() -> None:
    for rule in RULES:
        if rule.differentiable and not rule.elementwise and rule.reduction is None:
            assert rule.adjoint is not None, rule.name
            assert rule.linear or rule.tangent is not None, rule.name
        elif not rule.differentiable:
            assert rule.why_constant or rule.refused, rule.name


def test_one_result_is_called_y() -> None:
    single = [rule for rule in RULES if len(rule.results) == 1]
    assert {rule.result for rule in single if "y" not in rule.parameter_names} == {"y"}


def test_a_rule_names_a_function_that_exists() -> None:
    for rule in RULES:
        module, _, name = rule.name.rpartition(".")
        if module in ("numpy", "numpy.linalg", "math", "builtins"):
            newer = {"math.exp2", "math.cbrt", "math.sumprod"}
            assert rule.name in newer or hasattr(importlib.import_module(module), name), rule.name
        elif module == "helper":
            assert name in runtime.HELPERS


def test_parameters_are_where_numpy_has_them() -> None:
    """A positional argument means the same in the rule and in NumPy, a keyword is a keyword."""
    for rule in RULES:
        module, _, name = rule.name.rpartition(".")
        if module not in ("numpy", "numpy.linalg") or not rule.differentiable:
            continue
        try:
            actual = inspect.signature(getattr(importlib.import_module(module), name))
        except ValueError:
            continue
        theirs = list(actual.parameters.values())
        if any(p.kind is p.VAR_POSITIONAL for p in theirs):
            continue
        for place, parameter in enumerate(p for p in rule.parameters if p.positional):
            found = theirs[place]
            keyword = found.kind is not found.POSITIONAL_ONLY
            assert not keyword or found.name == parameter.name, rule.name
        names = {p.name for p in theirs}
        assert any(p.kind is p.VAR_KEYWORD for p in theirs) or all(
            p.name in names for p in rule.parameters if not p.positional
        ), rule.name


def test_methods_and_attributes_are_kept_apart() -> None:
    assert rules.method("sum") is not None
    assert rules.method("T") is None
    assert rules.attribute("T") is not None
    assert rules.attribute("sum") is None
    assert {"T", "mT", "shape"} <= ATTRIBUTES


def test_helpers_have_a_rule_or_plain_source() -> None:
    """Those without a rule are differentiated like a function of the user's."""
    without = {name for name in runtime.HELPERS if rules.find_name(f"helper.{name}") is None}
    assert without == set(DIFFERENTIATED_AS_THEY_ARE.split())


DIFFERENTIATED_AS_THEY_ARE = """
    above_diagonal antidiagonal_sums axes_in_order below_diagonal beside_diagonal block_above
    cho_solve_grad cho_solve_tangent cholesky_grad cholesky_tangent complex_cholesky_grad
    complex_cholesky_tangent complex_eigenvectors_grad complex_eigenvectors_tangent cond_slope
    correlation_grad correlation_tangent covariance_grad covariance_tangent cumprod_grad
    cumprod_tangent cut_like delete_grad diagonal_blocks eigenvectors_grad eigenvectors_tangent
    first_row first_row_only gradient_grad gradients_grad half_bands_times hermitian_from
    hermitian_grad insert_grad inserted_grad interp_grad interp_slope interval_widths
    intervals_to_ends intervals_to_positions inverse_gaps left_vectors_grad left_vectors_tangent
    lower_half lu_grad lu_inner lu_outer lu_solve_grad lu_solve_tangent lu_tangent
    matrix_norm_slope matrix_power_tangent multi_dot_grad norm_slope normal_dual normal_grad_cov
    normal_tangent_cov outer_half_bands outer_of_columns pad_convolution pad_grad_linear
    pad_to_full pinv_grad pinv_tangent polyfit_grad_x polyfit_tangent_x polynomial_slope
    power_slope powers_like product_of_others qr_grad qr_tangent quantiles_grad
    quantiles_tangent residuals_grad residuals_tangent right_vectors_grad right_vectors_tangent
    row_order rows_back rows_in_order rq_grad rq_tangent simpson_slopes simpson_weights
    sinc_curvature singular_norm_slope singular_values_grad singular_values_tangent slopes_grad
    solve_dual solve_grad_left solve_tangent spaced spacing_grad spacing_tangent stored_grad
    symmetric_from tensor_as_rows tensorinv_grad tensorinv_tangent times_columns times_points
    toeplitz_grad toeplitz_transposed trapezoid_grad trapezoid_grad_x triangle_grad
    triangular_part tridiagonal_times unit_lower upper_cholesky_grad upper_cholesky_tangent
    upper_right vander_slope vector_norm_slope weighted_slopes weights_grad widths_grad
    widths_to_positions wrapped_around
"""


def test_every_area_is_a_file() -> None:
    assert AREAS
    for area in AREAS:
        assert importlib.import_module(f"gradgen.rules.table.{area}").__doc__
