"""The fast text of an expression is that of `ast.unparse`."""

from __future__ import annotations

import ast
import random

import pytest

from gradgen.expression_text import plain_text

PLAIN = """\
x
-x ** 2
(-x) ** 2
x ** n ** 2
(x ** n) ** 2
a - (b - c) - d
a / (b * c) * -d
-(a + b)
(a + b).T
x[0, 1:, ::2, n - 1:m]
x[:, -1]
f(x)(y, *[])[z].w(k=-1, j=(a + b) * 2)
1e300 * 1e-07 + True
(a @ b) @ c + a @ (b @ c)
"""


@pytest.mark.parametrize("text", PLAIN.splitlines())
def test_same_as_unparse(text: str) -> None:
    node = ast.parse(text, mode="eval").body
    assert plain_text(node) in (ast.unparse(node), None)


@pytest.mark.parametrize(
    "text", ["'a'", "a if b else c", "1 .real", "1e400", "2j", "f(*a)", "f(**a)", "x[1,]", "--x"]
)
def test_others_are_left(text: str) -> None:
    assert plain_text(ast.parse(text, mode="eval").body) is None


def test_random_trees() -> None:
    rng = random.Random(11)
    plain = 0
    for _ in range(2000):
        node = made(rng, 5)
        ast.fix_missing_locations(node)
        text = plain_text(node)
        plain += text is not None
        assert text in (ast.unparse(node), None)
    assert plain > 1000


def made(rng: random.Random, depth: int) -> ast.expr:
    if depth == 0 or rng.random() < 0.2:
        return rng.choice([ast.Name("x", ast.Load()), ast.Constant(2), ast.Constant(-0.5)])
    kind = rng.randrange(6)
    if kind < 3:
        operators = [ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult, ast.Mod]
        sign = rng.choice(operators[: 6 if rng.random() < 0.05 else 5])()
        return ast.BinOp(made(rng, depth - 1), sign, made(rng, depth - 1))
    if kind == 3:
        return ast.BinOp(made(rng, depth - 1), ast.Pow(), made(rng, 0))
    if kind == 4:
        return ast.UnaryOp(ast.USub(), made(rng, depth - 1))
    function = ast.Attribute(ast.Name("np", ast.Load()), "exp", ast.Load())
    return ast.Call(function, [made(rng, depth - 1)], [])
