"""What templates are expanded to: the text that an expert would write, where ranks are known."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from gradgen import rules, syntax
from gradgen.rules.facts import NoFacts
from tests.unit.rules.battery import SampleFacts, rule_of
from tests.unit.rules.test_matching import bound

VECTOR, MATRIX = np.zeros(3), np.zeros((3, 3))
SAMPLES = {"x": MATRIX, "v": VECTOR, "w": VECTOR + 1, "m": MATRIX, "b": 1.5, "parts": [1.0]}


def texts(expansion: rules.Expansion) -> str:
    lets = [f"{name} = {syntax.key(value)}" for name, value in expansion.lets]
    results = [f"{name}: {syntax.key(value)}" for name, value in expansion.results.items()]
    return "; ".join([*lets, *results])


def facts(binding: rules.Binding, ranks: bool) -> rules.Facts:
    if not ranks:
        return NoFacts()
    given = {**binding.arguments(), **binding.options}
    values = {n: SAMPLES.get(ast.unparse(a), 0.0) for n, a in given.items()}
    results = [MATRIX for _ in binding.rule.results]
    return SampleFacts(binding, values, results if len(results) > 1 else MATRIX, ranks=True)


ADJOINTS = [
    ("np.sum(x)", "a", "a: np.broadcast_to(<grad>, np.shape(<a>))"),
    ("np.sum(x, axis=1)", "a", "a: np.broadcast_to(np.expand_dims(<grad>, 1), np.shape(<a>))"),
    ("np.mean(x)", "a", "a: np.broadcast_to(<grad> / size(<a>), np.shape(<a>))"),
    ("np.mean(x, 0, keepdims=True)", "a",
     "a: np.broadcast_to(<grad> / length(<a>, 0), np.shape(<a>))"),
    ("np.max(x)", "a",
     "is_max = <a> == <y>; count = np.sum(<let is_max>, dtype=<y>.dtype);"
     " share = <grad> / <let count>;"
     " a: <let share> * <let is_max>"),
    ("np.max(x, axis=1, keepdims=True)", "a",
     "is_max = <a> == <y>;"
     " count = np.sum(<let is_max>, axis=1, keepdims=True, dtype=<y>.dtype);"
     " share = <grad> / <let count>;"
     " a: <let share> * <let is_max>"),
    ("np.var(x, axis=0)", "a",
     "centred = <a> - np.mean(<a>, axis=0, keepdims=True);"
     " a: np.expand_dims(<grad>, 0) * (2.0 / length(<a>, 0) * <let centred>)"),
    ("np.tanh(x)", "x", "x: <grad> * (1.0 - <y> ** 2)"),
    ("x ** 2", "a", "a: <grad> * (2.0 * <a>)"),
    ("x ** 3", "a", "a: <grad> * (3.0 * <a> ** 2)"),
    ("x / m", "b", "b: <grad> * (-<a> / <b> ** 2)"),
    ("x @ m", "a b", "a: <grad> @ <b>.T; b: <a>.T @ <grad>"),
    ("x @ v", "a b", "a: np.outer(<grad>, <b>); b: <a>.T @ <grad>"),
    ("v @ x", "b", "b: np.outer(<a>, <grad>)"),
    ("v @ w", "a", "a: <grad> * <b>"),
    ("x.T", "a", "a: <grad>.T"),
    ("np.linalg.solve(x, v)", "a b",
     "dual = np.linalg.solve(<a>.T, <grad>); a: -np.outer(<let dual>, <y>); b: <let dual>"),
    ("np.linalg.inv(x)", "a", "a: -<y>.T @ <grad> @ <y>.T"),
    ("np.linalg.norm(v)", "x", "x: <grad> * ratio(<x>, <y>)"),
    ("np.concatenate([v, w])", "arrays 0 arrays 1",
     "arrays 0: <grad>[:length(<arrays 0>, 0)]; arrays 1: <grad>[length(<arrays 0>, 0):]"),
    ("np.stack([v, w], axis=-1)", "arrays 1", "arrays 1: <grad>[..., 1]"),
    ("np.array([[b, 1.0], [0.0, b]])", "object 3", "object 3: <grad>[1, 1]"),
    ("np.einsum('ij,jk->ik', x, m)", "operands 0",
     "summed = np.einsum('ik,jk->ij', <grad>, <operands 1>); operands 0: <let summed>"),
    ("np.where(x > 0, x, 0.0)", "a", "a: np.where(<condition>, <grad>, 0.0)"),
]  # fmt: skip
UNKNOWN = [
    ("x @ m", "a", "a: matmul_grad_left(<grad>, <a>, <b>)"),
    ("np.sum(x, axis=k)", "a",
     "a: np.broadcast_to(keep_axes(<grad>, <axis>, False), np.shape(<a>))"),
    ("x ** m", "a b",
     "a: <grad> * power_slope(<a>, <b>); b: <grad> * (<y> * log_or_zero(<a>))"),
    ("np.einsum('ij,jk->ik', x, m)", "operands 1",
     "summed = np.einsum('ik,ij->jk', <grad>, <operands 0>);"
     " operands 1: unbroadcast(<let summed>, <operands 1>)"),
    ("x.T", "a", "a: <grad>.T"),
    ("x.mT", "a", "a: np.swapaxes(<grad>, -1, -2)"),
]  # fmt: skip
TANGENTS = [
    ("np.sum(x, axis=k + 1)", "a", "y: np.sum(<d a>, axis=k + 1)"),
    ("x.sum(0)", "a", "y: <d a>.sum(0)"),
    ("x @ m", "a", "y: <d a> @ <b>"),
    ("x @ m", "a b", "y: <d a> @ <b> + <a> @ <d b>"),
    ("x * m", "a b", "y: <b> * <d a> + <a> * <d b>"),
    ("np.linalg.solve(x, v)", "a", "y: np.linalg.solve(<a>, -(<d a> @ <y>))"),
    ("np.linalg.solve(x, v)", "b", "y: np.linalg.solve(<a>, <d b>)"),
    ("np.where(c, x, m)", "a", "y: np.where(c, <d a>, 0.0)"),
    ("np.concatenate([v, w])", "arrays 0",
     "y: np.concatenate([<d arrays 0>, np.zeros_like(<arrays 1>)])"),
    ("np.maximum(x, 0.0)", "a",
     "y: (<a> > 0.0) * <d a> + 0.5 * <d a> * (<a> == 0.0)"),
    ("np.prod(x, axis=0)", "a", "y: np.sum(product_of_others(<a>, 0) * <d a>, axis=0)"),
    ("np.einsum('ij,jk->ik', x, m)", "operands 1",
     "y: np.einsum('ij,jk->ik', <operands 0>, <d operands 1>)"),
]  # fmt: skip


def parameters(wanted: str) -> set[str]:
    words = wanted.split()
    if words[0] in ("arrays", "operands", "object"):
        return {f"{name} {k}" for name, k in zip(words[::2], words[1::2], strict=True)}
    return set(words)


@pytest.mark.parametrize(("call", "wanted", "expected"), ADJOINTS)
def test_known_ranks_read_as_written_by_hand(call: str, wanted: str, expected: str) -> None:
    binding = bound(call)
    made = rules.expand_adjoint(binding.rule, binding, facts(binding, True), parameters(wanted))
    assert texts(made) == expected


@pytest.mark.parametrize(("call", "wanted", "expected"), UNKNOWN)
def test_unknown_ranks_are_left_to_helpers(call: str, wanted: str, expected: str) -> None:
    binding = bound(call)
    made = rules.expand_adjoint(binding.rule, binding, NoFacts(), parameters(wanted))
    assert texts(made) == expected


@pytest.mark.parametrize(("call", "active", "expected"), TANGENTS)
def test_tangents(call: str, active: str, expected: str) -> None:
    binding = bound(call)
    made = rules.expand_tangent(binding.rule, binding, facts(binding, True), parameters(active))
    assert texts(made) == expected


def test_slogdet_has_an_adjoint_for_each_result() -> None:
    binding = bound("np.linalg.slogdet(x)")
    made = rules.expand_adjoint(binding.rule, binding, facts(binding, True), {"a"})
    assert texts(made) == "a: <grad logabsdet> * np.linalg.inv(<a>).T"


def test_the_rules_of_users_take_the_same_forms() -> None:
    @rules.linear("mymodule.twice(x, factor=2.0) -> y")
    def twice(y, x, factor):
        """Shared subresults that nothing wants are left out."""
        unused = np.exp(x)  # noqa: F841
        grad[x] = factor * grad[y]

    try:
        rule = rules.find_name("mymodule.twice")
        binding = rules.bind(rule, ast.parse("twice(v)", mode="eval").body)
        made = rules.expand_adjoint(rule, binding, NoFacts(), {"x"})
        assert texts(made) == "x: 2.0 * <grad>"
    finally:
        del rules.TABLE["mymodule.twice"]


def test_operators_have_rules() -> None:
    for text in ("a + b", "a - b", "a * b", "a / b", "a // b", "a % b", "a ** b", "a @ b", "-a"):
        assert rule_of(ast.parse(text, mode="eval").body)[0].name.startswith("operator.")
    assert rules.operator(ast.Lt()).why_constant == "a truth value"
    assert rules.operator(ast.NotIn()).why_constant == "a truth value"
