"""Which facts about arguments the shapes of a program rest on."""

from __future__ import annotations

import ast
import textwrap

import pytest

from gradgen.analysis.declarations import declared
from gradgen.analysis.shapes import Shapes, infer, info_of
from gradgen.analysis.values import Fact, Info, equal_shapes, is_scalar
from gradgen.reader.unit import Unit
from tests.unit.analysis.units import unit_of

MSE = """
def mse(
    w: Float[np.ndarray, "d"], b: float, x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]
):
    residual = x @ w + b - y
    return np.mean(residual**2)
"""
HEAT = """
def heat(u0: Float[np.ndarray, "n"], alpha: float, target: Float[np.ndarray, "n"], steps: int):
    u = u0.copy()
    for _ in range(steps):
        u[1:-1] = u[1:-1] + alpha * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum((u - target) ** 2)
"""
ROLLOUT = """
def rollout(theta: float, x0: Float[np.ndarray, "n"], steps: int):
    x = x0
    for t in range(steps):
        x = np.sin(theta * x)
    return np.sum(x)
"""
SCORE = """
def score(w, x, b):
    z = x @ w + b
    return np.sum(np.exp(-z)) / z.size
"""
UNPACKED = """
def f(x, w):
    n, d = x.shape
    assert w.shape == (d,)
    z = x @ w
    return np.sum(z) / n
"""
CHAIN = """
def chain(x: Float[np.ndarray, "n"]):
    energy = 0.0
    for i in range(1, len(x)):
        energy += np.sin(x[i]) * x[i - 1]
    return energy
"""


def analysed(text: str) -> tuple[Unit, Shapes, dict[str, Info]]:
    unit = unit_of(text)
    shapes = infer(unit, unit.tree, declared(unit))
    (last,) = [one for one in unit.tree.body if isinstance(one, ast.Return)]
    return unit, shapes, shapes.before[last]


def at_end(text: str, expression: str) -> Info:
    unit, _, env = analysed(text)
    return info_of(ast.parse(expression, mode="eval").body, env, unit)


def names(facts: frozenset[Fact] | None) -> str | None:
    return None if facts is None else " ".join(sorted(fact.name for fact in facts))


@pytest.mark.parametrize(
    ("program", "one", "other", "facts"),
    [
        (MSE, "residual", "y", "b w x y"),
        (MSE, "2.0 / x.shape[0] * residual", "residual", "b w x y"),
        (MSE, "x.T @ residual", "w", "b w x y"),
        (MSE, "x.T @ y", "w", "w x y"),
        (MSE, "np.sum(residual)", "b", "b"),
        (MSE, "np.zeros_like(x)", "x", ""),
        (MSE, "w", "y", None),
        (HEAT, "u", "u0", ""),
        (HEAT, "u - target", "u", "target u0"),
        (HEAT, "u[2:]", "u[:-2]", ""),
        (HEAT, "alpha * u[2:]", "u[1:-1]", "alpha"),
        (HEAT, "u[2:]", "u", None),
        (ROLLOUT, "x", "x0", "theta"),
        (ROLLOUT, "np.sum(x)", "theta", "theta"),
        (SCORE, "-np.exp(-z) / z.size", "z", ""),
        (SCORE, "z * z + b", "z", ""),
        (SCORE, "unbroadcast(z, b)", "b", ""),
        (SCORE, "z", "b", None),
        (SCORE, "z", "x @ w", None),
        (UNPACKED, "x.T @ z", "w", ""),
        (UNPACKED, "np.zeros(n)", "z", ""),
        (CHAIN, "energy", "x[0]", "x"),
        (CHAIN, "x[1:]", "np.diff(x)", "x"),
    ],
)
def test_facts_of_equality(program: str, one: str, other: str, facts: str | None) -> None:
    proof = equal_shapes(at_end(program, one).shape, at_end(program, other).shape)
    assert names(proof) == facts


@pytest.mark.parametrize(
    ("program", "expression", "facts"),
    [
        (MSE, "b", "b"),
        (MSE, "2.0", ""),
        (MSE, "np.mean(residual)", ""),
        (MSE, "w @ w", "w"),
        (CHAIN, "x[0]", "x"),
        (SCORE, "b", None),
        (SCORE, "np.sum(z) / z.size", ""),
    ],
)
def test_facts_of_scalars(program: str, expression: str, facts: str | None) -> None:
    assert names(is_scalar(at_end(program, expression).shape)) == facts


def test_a_placeholder_is_a_name() -> None:
    unit, _, env = analysed(MSE)
    tree = ast.BinOp(ast.Name("<grad>", ast.Load()), ast.Mult(), ast.Name("<x>", ast.Load()))
    found = info_of(tree, {"<grad>": env["y"], "<x>": env["b"]}, unit)
    assert found.shape.token == ("param", "y")
    assert names(found.shape.token_facts) == "b"


def test_calls_of_user_functions_are_asked_for() -> None:
    text = """
    def loss(x: Float[np.ndarray, "n i"], w: Float[np.ndarray, "i o"]):
        hidden = dense(x, w=w)
        return np.sum(hidden)
    """
    dense = unit_of("def dense(x, w):\n    return np.tanh(x @ w)")

    def call(function: object, arguments: list[Info], keywords: dict[str, Info]) -> Info:
        assert function is test_calls_of_user_functions_are_asked_for
        (x,) = arguments
        return infer(dense, dense.tree, {"x": x, **keywords}).result

    unit = unit_of(text, {"dense": test_calls_of_user_functions_are_asked_for})
    shapes = infer(unit, unit.tree, declared(unit), call)
    hidden = shapes.before[unit.tree.body[1]]["hidden"]
    assert [dim.atom for dim in hidden.shape.dims or ()] == ["n", "o"]


def test_unknown_constructs_are_unknown() -> None:
    text = """
    def f(x, g, **options):
        y = {k: v for k, v in options.items()}
        z = g(*x, **y)
        w = (lambda t: t)(z)
        v = f"{w}"
        u = {1, 2} | {3}
        t = await_ if x is None else x[...]
        s = yes[0][1].two(3)(4)
        del u
        return s
    """
    unit = unit_of(textwrap.dedent(text))
    shapes = infer(unit, unit.tree, declared(unit))
    assert shapes.result.kind == "unknown"


def test_long_programs_are_read_in_linear_time() -> None:
    lines = "\n".join(["    x = x @ x", "    x = x + x.T"] * 200)
    unit = unit_of(f"def f(x):\n{lines}\n    return x\n")
    shapes = infer(unit, unit.tree, declared(unit))
    assert shapes.result.shape.token is not None
