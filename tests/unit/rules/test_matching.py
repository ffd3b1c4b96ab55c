"""Calls bound to rules, and what is refused: by its name, with a way out."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from gradgen import rules
from gradgen.rules.facts import NoFacts
from tests.unit.rules.battery import rule_of


def bound(text: str) -> rules.Binding:
    node = ast.parse(text, mode="eval").body
    rule, receiver = rule_of(node)
    return rules.bind(rule, node, receiver)


def texts(made: dict[str, ast.expr]) -> dict[str, str]:
    return {name: ast.unparse(node) for name, node in made.items()}


@pytest.mark.parametrize(
    ("call", "data", "options"),
    [
        ("np.sum(x)", {"a": "x"}, {"axis": "None", "keepdims": "False"}),
        ("np.sum(x * 2, 1)", {"a": "x * 2"}, {"axis": "1", "keepdims": "False"}),
        ("np.sum(axis=0, a=x)", {"a": "x"}, {"axis": "0", "keepdims": "False"}),
        ("x.sum(0, keepdims=k)", {"a": "x"}, {"axis": "0", "keepdims": "k"}),
        ("x.reshape(2, -1)", {"a": "x"}, {"shape": "(2, -1)"}),
        ("x.reshape((2, 3))", {"a": "x"}, {"shape": "(2, 3)"}),
        ("x.T", {"a": "x"}, {}),
        ("a @ b", {"a": "a", "b": "b"}, {}),
        ("-a", {"a": "a"}, {}),
        ("np.clip(x, None, 1.0)", {"a": "x", "a_min": "None", "a_max": "1.0"}, {}),
        ("np.clip(x, a_max=1.0)", {"a": "x", "a_max": "1.0"}, {}),
    ],
)
def test_arguments_find_their_parameters(call: str, data: dict, options: dict) -> None:
    binding = bound(call)
    assert texts(binding.data) == data
    assert texts(binding.options) == options


def test_a_list_is_taken_apart() -> None:
    binding = bound("np.concatenate([a, b[1:], [c, d]], axis=1)")
    assert [ast.unparse(e) for e in binding.sequences["arrays"]] == ["a", "b[1:]", "[c, d]"]
    assert texts(binding.arguments()) == {
        "arrays 0": "a", "arrays 1": "b[1:]", "arrays 2": "[c, d]",
    }  # fmt: skip


def test_nested_lists_are_taken_apart_to_the_end() -> None:
    binding = bound("np.array([[a, b], [c, 0.0]])")
    assert [ast.unparse(e) for e in binding.sequences["object"]] == ["a", "b", "c", "0.0"]
    assert binding.paths["object"] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_list_that_is_not_written_out_stays_whole() -> None:
    assert texts(bound("np.stack(parts)").data) == {"arrays": "parts"}
    assert texts(bound("np.stack([*parts, a])").data) == {"arrays": "[*parts, a]"}


def test_the_call_is_written_again_with_other_data() -> None:
    binding = bound("np.concatenate([f(a), b], axis=k + 1)")
    made = binding.call({"arrays 0": ast.parse("d_a", mode="eval").body})
    assert ast.unparse(made) == "np.concatenate([d_a, b], axis=k + 1)"
    assert ast.unparse(binding.node) == "np.concatenate([f(a), b], axis=k + 1)"


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("np.sum(x, dtype=float)", "`np.sum` with `dtype` has no derivative"),
        ("np.sum(x, where=m, initial=0)", "`np.sum` with `where`, `initial` has no derivative"),
        ("np.sum(x, 0, None)", "`np.sum` with more than 2 positional arguments"),
        ("np.sum(x, 0, axis=1)", "`np.sum` is given `axis` twice"),
        ("np.sum()", "`np.sum` lacks its argument `a`"),
        ("np.sum(*args)", "`np.sum` with `*args` unpacked"),
        ("np.sum(x, **options)", "`np.sum` with `**options` unpacked"),
        ("np.exp(x, out=y)", "`np.exp` with `out` has no derivative"),
        ("max(a, b, key=f)", "`max` with `key` has no derivative"),
        ("pow(a, b, 7)", "`pow` with more than 2 positional arguments"),
        ("np.arange(a, b)", "its length depends on its arguments, so it moves in jumps"),
    ],
)
def test_what_is_not_covered_is_named(call: str, reason: str) -> None:
    with pytest.raises(rules.RuleMismatch) as caught:
        bound(call)
    assert caught.value.reason == reason


def test_the_help_shows_what_is_covered() -> None:
    with pytest.raises(rules.RuleMismatch) as caught:
        bound("np.sum(x, dtype=float)")
    assert caught.value.help == "the rule covers `np.sum(a, axis=None, *, keepdims=False)`"


NO_MODE = "`np.linalg.qr` in this `mode`"
NO_CHOICE = "`np.linalg.svd` whose `compute_uv` is not a literal"
NO_EINSUM = "`np.einsum` with `...`, or with an index twice in one operand"
NO_CAST = "a cast to a type that is not known to be `float`"


@pytest.mark.parametrize(
    ("call", "wanted", "reason"),
    [
        ("np.linalg.qr(x, mode=p)", "a", NO_MODE),
        ("np.linalg.svd(x, compute_uv=p)", "a", NO_CHOICE),
        (
            "np.einsum(s, a)",
            "operands 0",
            "`np.einsum` with subscripts that are not a literal text",
        ),
        ("np.einsum('ii->', a)", "operands 0", NO_EINSUM),
        ("np.einsum('...i->...', a)", "operands 0", NO_EINSUM),
        ("np.pad(x, 1, 'maximum')", "array", "`np.pad` with this `mode`"),
        ("x.astype(t)", "a", NO_CAST),
        ("x.astype(int)", "a", NO_CAST),
        ("np.sum(x)", "axis", "`numpy.sum` has no derivative by its argument `axis`"),
        ("np.full_like(x, 1.0)", "a", "`numpy.full_like` has no derivative by its argument `a`"),
    ],
)
def test_templates_refuse_what_they_do_not_cover(call: str, wanted: str, reason: str) -> None:
    binding = bound(call)
    with pytest.raises(rules.RuleMismatch) as caught:
        rules.expand_adjoint(binding.rule, binding, NoFacts(), {wanted})
    assert caught.value.reason == reason


def test_rules_are_found_by_identity() -> None:
    from numpy import tanh as renamed

    assert rules.find(renamed) is rules.find_name("numpy.tanh")
    assert rules.find(np.abs) is rules.find_name("numpy.absolute")
    assert rules.find(abs).name == "builtins.abs"
    assert rules.find(print).why_constant == "an effect, not a value"
    assert rules.find(lambda x: x) is None
    assert rules.find([]) is None


def test_a_module_of_the_same_names_is_looked_at_when_it_comes(monkeypatch) -> None:
    import sys
    import types

    cupy = types.ModuleType("cupy")
    cupy.tanh = lambda x: x
    assert rules.find(cupy.tanh) is None
    monkeypatch.setitem(sys.modules, "cupy", cupy)
    assert rules.find(cupy.tanh) is not None
