"""Products and sums: what is printed, and that it is the same number."""

from __future__ import annotations

import ast
import functools
import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradgen import syntax
from gradgen.analysis.values import (
    NO_FACTS,
    SCALAR,
    UNKNOWN_SHAPE,
    Dim,
    Fact,
    Info,
    Shape,
    equal_shapes,
)
from gradgen.transform import algebra
from gradgen.transform.algebra import Product

N, C, ONE = Dim.symbol("n"), Dim.symbol("c"), Dim((), 1)

SHAPES = {
    **dict.fromkeys(["n", "m", "alpha", "theta", "z.size", "s", "t", "np.cos(s)"], SCALAR),
    **dict.fromkeys(["vector", "weights", "grad_vector", "np.cos(vector)"], Shape((N,))),
    **dict.fromkeys(["column", "norm"], Shape((N, ONE))),
    **dict.fromkeys(["matrix", "onehot", "grad_matrix"], Shape((N, C))),
}
INTEGERS = {"counts", "more_counts", "flags"}


def shape_of(node: ast.expr) -> Shape | Info:
    text = syntax.key(node)
    if text in INTEGERS:
        return Info(kind="array", shape=Shape((N,)), dtype="bool" if text == "flags" else "int")
    return SHAPES.get(text, UNKNOWN_SHAPE)


def read(text: str) -> Product:
    if text.startswith("incoming "):
        node = syntax.expr(text.removeprefix("incoming "))
        return Product.of(node, SHAPES.get(syntax.key(node), UNKNOWN_SHAPE), incoming=True)
    return algebra.parse(syntax.expr(text), shape_of)


def tidy(tree: ast.expr) -> str:
    """The text as black lays it out, as far as powers go."""
    text = ast.unparse(tree)
    assert ast.dump(ast.parse(text, mode="eval").body) == ast.dump(tree), (
        "printed trees are Python's"
    )
    return text.replace(" ** ", "**")


PRODUCTS = {
    # numbers first, then scalars, then arrays
    "vector * 2 / n": "2.0 / n * vector",
    "vector * theta": "theta * vector",
    "0.5 * s / t": "0.5 * s / t",
    "s / t * 0.5": "0.5 * s / t",
    "-onehot / n": "-onehot / n",
    "onehot / n * -1": "-onehot / n",
    "-np.exp(-z) / z.size": "-np.exp(-z) / z.size",
    "g * -alpha": "-alpha * g",
    "-(g / n) * alpha": "-alpha / n * g",
    "g * 2 * alpha / n": "2.0 * alpha / n * g",
    "matrix / n / m": "matrix / (n * m)",
    "matrix / n / norm": "matrix / (n * norm)",
    # small arrays before large ones
    "column / norm * matrix": "column / norm * matrix",
    "matrix * column / norm": "column / norm * matrix",
    "matrix / norm": "matrix / norm",
    "2 * matrix / norm": "2.0 / norm * matrix",
    "matrix * weights * column": "weights * column * matrix",
    # order of arrival among equals
    "g * np.cos(theta * x)": "g * np.cos(theta * x)",
    "g * (1.0 - out**2)": "g * (1.0 - out**2)",
    "2.0 * (u - target)": "2.0 * (u - target)",
    "x * 2.0 * d_x": "2.0 * x * d_x",
    "g / norm2 * e": "g / norm2 * e",
    "g * np.cos(a) * b": "g * np.cos(a) * b",
    # powers and quotients
    "x * x": "x**2",
    "x * x * x": "x**3",
    "a / x**2": "a / x**2",
    "a / x / x": "a / x**2",
    "a / b / c": "a / (b * c)",
    "a / (b * c)": "a / (b * c)",
    "a / (b / c)": "a / b * c",
    "x**-1": "1.0 / x",
    "-1 / x": "-1.0 / x",
    "2 / x": "2.0 / x",
    "x**3 / x**2": "x",
    "x**2.0": "x**2",
    "x**(2 - 1.0)": "x",
    "(2 * x)**2": "4.0 * x**2",
    "(2 * x)**-2": "0.25 / x**2",
    "(a * b)**2": "(a * b)**2",
    "x**0.5": "x**0.5",
    "g * x**-0.5": "g / x**0.5",
    "x**0.5 * x**0.5": "x**0.5 * x**0.5",
    "(x**2)**0.5": "(x**2)**0.5",
    "(-x)**0.5": "(-x)**0.5",
    "x**p": "x**p",
    "x**0": "x**0",
    # numbers
    "x / 3": "x / 3.0",
    "2 * x / 3": "2.0 / 3.0 * x",
    "2 * x / 6 / n": "x / (3.0 * n)",
    "x / 2": "0.5 * x",
    "x / 10": "x / 10.0",
    "6 * x / 3": "2.0 * x",
    "3 * x * 0.1": "0.3 * x",
    "3 * 2": "6.0",
    "--x": "x",
    "+x": "x",
    "-x * -y": "x * y",
    "1.0 * x": "x",
    "0 * x": "0.0 * x",
    "x / 0.0": "x / 0.0",
    "1j * x": "1j * x",
    "True * x": "True * x",
    # what cancels, and what must not: the shape of x, a NaN at 0
    "n / n * x": "x",
    "x / x": "x / x",
    "x**2 / x": "x",
}


@pytest.mark.parametrize(("before", "after"), PRODUCTS.items(), ids=list(PRODUCTS))
def test_products(before: str, after: str) -> None:
    assert tidy(algebra.print_product(read(before))) == after


SUMS = [
    (["g", "-2 * alpha * g"], "(1.0 - 2.0 * alpha) * g"),
    (["0.5 * g", "-0.5 * g * a / x**2"], "0.5 * g * (1.0 - a / x**2)"),
    (["g", "g * np.cos(s)"], "(1.0 + np.cos(s)) * g"),
    (["grad_a", "g * h"], "grad_a + g * h"),
    (["-a", "b"], "b - a"),
    (["-a", "-b"], "-a - b"),
    (["-a * g", "-b * g"], "-g * (a + b)"),
    (["a * g", "-2 * a * g"], "-a * g"),
    (["a * g", "-a * g"], "0.0"),
    (["a * g", "h", "-a * g"], "h"),
    (["0.1 * g", "0.2 * g"], "0.3 * g"),
    (["g / 3", "g / 3"], "2.0 / 3.0 * g"),
    (["g / 3", "g / 6"], "0.5 * g"),
    (["s * a", "a * s"], "2.0 * s * a"),
    (["2 * a", "2 * b"], "2.0 * (a + b)"),
    (["2 * a", "-2 * b"], "2.0 * (a - b)"),
    (["-2 * a", "2 * b"], "2.0 * (b - a)"),
    (["a * x", "a"], "a * (1.0 + x)"),
    (["a * x", "-a"], "a * (x - 1.0)"),
    (["g * a / n", "g * b / n"], "g / n * (a + b)"),
    (["a / x**2", "b / x"], "a / x**2 + b / x"),
    (["u - target", "x"], "u - target + x"),
    (["x", "u - target"], "x + (u - target)"),
    (["a", "b", "c"], "a + b + c"),
    (["x"], "x"),
    (["3", "4"], "7.0"),
    (["0 * x", "y"], "0.0 * x + y"),
]


@pytest.mark.parametrize(("before", "after"), SUMS, ids=[after for _, after in SUMS])
def test_sums(before: list[str], after: str) -> None:
    assert tidy(algebra.print_sum([read(text) for text in before])) == after


@pytest.mark.parametrize(
    ("factors", "after"),
    [
        (["incoming s", "t"], "t * s"),
        (["incoming s", "np.cos(s)"], "s * np.cos(s)"),
        (["incoming s", "0.5 / t"], "0.5 * s / t"),
        (["incoming grad_vector", "np.cos(vector)"], "grad_vector * np.cos(vector)"),
        (["incoming grad_vector", "vector"], "grad_vector * vector"),
        (["incoming grad_vector", "theta"], "theta * grad_vector"),
    ],
)
def test_plain_scalars_stand_before_the_incoming_adjoint(factors: list[str], after: str) -> None:
    product = functools.reduce(Product.times, map(read, factors))
    assert tidy(algebra.print_product(product)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["flags * -g"], "-g * flags"),
        (["-flags"], "-1.0 * flags"),
        (["flags"], "flags"),
        (["counts * counts * g"], "g * counts * counts"),
        (["counts * g"], "counts * g"),
        (["counts * more_counts"], "1.0 * counts * more_counts"),
        (["counts**2 * g"], "counts**2 * g"),
        (["g / counts / more_counts"], "g / counts / more_counts"),
        (["g * counts", "g * more_counts"], "g * counts + g * more_counts"),
        (["g", "-g * flags"], "g * (1.0 - flags)"),
        (["g * flags", "g * flags"], "2.0 * g * flags"),
        (["counts", "more_counts"], "1.0 * counts + more_counts"),
        (["counts", "-flags"], "1.0 * counts - flags"),
        (["counts", "x"], "x + counts"),
    ],
)
def test_integers_meet_a_float_first(before: list[str], after: str) -> None:
    assert tidy(algebra.print_sum([read(text) for text in before])) == after


def test_a_bare_integer_is_made_a_float_on_request() -> None:
    assert tidy(algebra.print_sum([read("counts")], as_float=True)) == "1.0 * counts"
    assert tidy(algebra.print_sum([read("counts * g")], as_float=True)) == "counts * g"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2 - 1.0", "1.0"),
        ("x**1.0", "x"),
        ("x**1", "x"),
        ("x**2.0", "x**2"),
        ("x**0.5", "x**0.5"),
        ("1.0 * x", "x"),
        ("x * 1", "x"),
        ("x / 1.0", "x"),
        ("--x", "x"),
        ("+x", "x"),
        ("2 * x**(2 - 1.0)", "2 * x"),
        ("1.1 * x**(1.1 - 1.0)", "1.1 * x**0.1"),
        ("0.5 * x**(0.5 - 1.0)", "0.5 * x**(-0.5)"),
        ("x**(1 / 3)", "x**(1 / 3)"),
        ("f(2 * 3, x)", "f(6, x)"),
        ("0 * x", "0 * x"),
        ("True * x", "True * x"),
        ("2 ** 1000000", "2**1000000"),
    ],
)
def test_fold(before: str, after: str) -> None:
    assert tidy(algebra.fold(syntax.expr(before))) == after


def test_fold_leaves_its_argument_alone() -> None:
    before = ast.parse("x**(2 - 1.0)", mode="eval").body
    algebra.fold(before)
    assert ast.unparse(before) == "x ** (2 - 1.0)"


def test_trees_are_never_shared() -> None:
    product = read("a * f(x)")
    nodes = [node for _ in range(2) for node in ast.walk(algebra.print_product(product))]
    named = [id(node) for node in nodes if isinstance(node, (ast.Name, ast.Call))]
    assert len(named) == len(set(named))


def test_queries() -> None:
    assert Product.one().is_one and Product.one().is_number
    assert Product.number(0).is_zero and not read("0 * x").is_zero
    assert read("x / 3").names() == {"x"}
    assert read("x * y / n").without(read("y").factors[0]) == read("x / n")
    assert read("x").scaled(-2.0) == read("-2 * x") == read("2 * x").negated()
    assert read("x").over(read("-3 * y")) == read("-x / (3 * y)")
    assert read("a * b").power(2) == read("(a * b)**2")
    assert read("x").power(1) is not None and read("x").power(1) == read("x")
    assert tidy(algebra.print_product(read("3").power(2))) == "3.0**2"
    renamed = read("2 * np.exp(z) / n").renamed({"np.exp(z)": syntax.name("out")})
    assert tidy(algebra.print_product(renamed)) == "2.0 / n * out"


@pytest.mark.parametrize(
    ("text", "cost"), [("2.0", 0), ("x", 0), ("-x", 1), ("2 * x / y", 1), ("x[i] * y.T", 1)]
)
def test_cheap_products(text: str, cost: int) -> None:
    assert read(text).cost() == cost


def test_calls_cost_more() -> None:
    assert 1 < read("2 * (x - y)").cost() < read("np.exp(x)").cost()
    assert read("np.exp(x)").cost() < read("np.exp(np.sin(x))").cost()


def test_shapes_are_broadcast() -> None:
    assert equal_shapes(read("column * matrix * n").shape(), Shape((N, C))) is not None
    assert equal_shapes(read("weights * 2").shape(), Shape((N,))) is not None
    assert equal_shapes(Product.number(2).shape(), SCALAR) is not None
    assert read("x * matrix").shape().dims is None


def test_split_scalars_tells_the_facts() -> None:
    fact = Fact("theta")
    theta = Shape((), "()", frozenset({fact}), frozenset({fact}))
    product = Product.of(syntax.name("theta"), theta).times(read("-2 * vector / n"))
    scalars, rest, facts = algebra.split_scalars(product)
    assert tidy(algebra.print_product(scalars)) == "-2.0 * theta / n"
    assert tidy(algebra.print_product(rest)) == "vector"
    assert facts == {fact}
    assert algebra.split_scalars(read("vector"))[2] == NO_FACTS


def test_a_scalar_that_rests_on_a_guard_does_not_cancel() -> None:
    facts = frozenset({Fact("theta")})
    theta = Product.of(syntax.name("theta"), Shape((), "()", facts, facts))
    assert tidy(algebra.print_product(theta.over(theta))) == "theta / theta"


# ---- the same numbers -----------------------------------------------------------

ATOMS = ["s", "t", "vector", "weights", "column", "matrix", "x", "np.exp(x)", "(x - t)"]
SAFE = [*ATOMS, "counts", "more_counts", "flags", "n"]


def _values() -> dict[str, object]:
    random = np.random.default_rng(3)

    def draw(*shape: int) -> np.ndarray:
        return random.uniform(0.5, 2.0, shape)

    return {
        "np": np, "n": 4, "s": 1.3, "t": 0.7, "vector": draw(4), "weights": draw(4),
        "column": draw(3, 1), "matrix": draw(3, 4), "x": draw(4) + 1.0,
        "counts": np.array([200, 100, 3, 4], np.uint8), "more_counts": np.array([90] * 4, np.uint8),
        "flags": np.array([True, False, True, True]),
    }  # fmt: skip


VALUES = _values()
FLOATS = {
    name: value.astype(float) if isinstance(value, np.ndarray) else value
    for name, value in VALUES.items()
}

numbers = st.sampled_from([1, -1, 2, -2, 3, 0.5, -0.25, 0.1])
terms = st.tuples(
    numbers,
    st.lists(st.tuples(st.sampled_from(SAFE), st.sampled_from([1, 1, 1, -1, 2])), max_size=5),
    st.sampled_from([1, 3, 7]),
)


def _term(number: float, factors: list[tuple[str, int]], divisor: int) -> Product:
    made = Product.number(number).over(Product.number(divisor))
    for text, power in factors:
        factor = read(text)
        made = made.over(factor) if power == -1 else made.times(factor)
        made = made.times(factor) if power == 2 else made
    return made


def _expected(number: float, factors: list[tuple[str, int]], divisor: int) -> object:
    powers = [eval(text, FLOATS) ** float(power) for text, power in factors]
    return functools.reduce(operator.mul, powers, number / divisor)


@settings(deadline=None, derandomize=True, max_examples=400)
@given(st.lists(terms, min_size=1, max_size=5))
def test_a_printed_sum_is_the_sum(chosen: list[tuple[float, list[tuple[str, int]], int]]) -> None:
    terms = [
        (number, [(t, p) for t, p in factors if p != -1 or t != "flags"], divisor)
        for number, factors, divisor in chosen
    ]
    printed = algebra.print_sum([_term(*term) for term in terms])
    result = eval(ast.unparse(printed), dict(VALUES))
    parts = [_expected(*term) for term in terms]
    size = sum(np.max(np.abs(part)) for part in parts)
    np.testing.assert_allclose(result, sum(parts), rtol=1e-9, atol=1e-12 * size)


leaves = st.sampled_from(["s", "t", "vector", "matrix", "2", "0.5", "3"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["*", "/", "+", "-"])
    exponents = st.sampled_from(["2", "-1", "0.5", "1.0"])
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda parts: "({} {} {})".format(*parts)),
        st.tuples(inner, exponents).map(lambda parts: "({}**{})".format(*parts)),
        inner.map(lambda part: f"(-{part})"),
    )


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.recursive(leaves, _larger, max_leaves=8))
def test_reading_and_printing_keep_the_value(text: str) -> None:
    values: dict[str, object] = {name: VALUES[name] for name in ("s", "t", "vector", "matrix")}
    complex_values = {name: value * (1 + 0.3j) for name, value in values.items()}  # type: ignore[operator]
    with np.errstate(all="ignore"):
        try:
            expected = eval(text, dict(complex_values))
        except (ZeroDivisionError, OverflowError):
            return
        result = eval(ast.unparse(algebra.print_product(read(text))), dict(complex_values))
    if np.all(np.isfinite(expected)) and np.all(np.abs(expected) > 1e-6):
        np.testing.assert_allclose(result, expected, rtol=1e-6)
