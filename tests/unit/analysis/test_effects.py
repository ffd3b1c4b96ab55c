"""What statements read, bind and change in place, and which expressions are pure."""

from __future__ import annotations

import ast
import textwrap

import pytest

from gradgen.analysis.effects import binds, captured, is_pure, mutates, reads
from tests.unit.transform.cleaning import unit_of


def statement(text: str) -> ast.stmt:
    return ast.parse(textwrap.dedent(text)).body[0]


@pytest.mark.parametrize(
    ("text", "read", "bound"),
    [
        ("x = y + z", "y z", "x"),
        ("x += y", "x y", "x"),
        ("u[i] = y", "u i y", ""),
        ("u.a = y", "u y", ""),
        ("a, (b, *c) = d", "d", "a b c"),
        ("for i in range(n):\n    s = s + i", "range n s i", "i s"),
        ("x = [a * i for i in y if i > b]", "a y b", "x"),
        ("x = [i for i in i]", "i", "x"),
        ("x = (y := z) + 1", "z", "x y"),
        ("x = [(last := v) for v in y]", "y", "x last"),
        ("f = lambda a, b=c: a + d", "c d", "f"),
        ("def g(a, b=c):\n    e = a\n    return e + d", "c d", "g"),
        ("del x", "", "x"),
        ("import numpy.linalg", "", "numpy"),
        ("with open(p) as f:\n    x = f", "open p f", "f x"),
        ("try:\n    x = a\nexcept E as e:\n    y = e", "a E e", "x e y"),
        ("match p:\n    case [a, *b]:\n        c = a", "p a", "a b c"),
        ("match p:\n    case {'k': d, **r}:\n        pass", "p", "d r"),
    ],
)  # fmt: skip
def test_names_read_and_bound(text: str, read: str, bound: str) -> None:
    assert reads(statement(text)) == set(read.split())
    assert binds(statement(text)) == set(bound.split())


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("u[i] = x", "u"),
        ("u.T[1:] = x", "u"),
        ("u += x", "u"),
        ("u[1:] += x", "u"),
        ("del u[0]", "u"),
        ("p.left = x", "p"),
        ("u.append(x)", "u"),
        ("y = u.pop()", "u"),
        ("u.sort()", "u"),
        ("u.fill(x)", "u"),
        ("np.add.at(u, i, x)", "u"),
        ("np.copyto(u, x)", "u"),
        ("np.fill_diagonal(u, x)", "u"),
        ("np.multiply(u, x, out=v)", "v"),
        ("y = unknown(u, x + v)", "u"),
        ("y = unknown([u, x])", "u x"),
        ("y = u.relax(x)", "u x"),
        ("if x:\n    u[0] = 1.0", "u"),
        ("y = np.sin(u) + u.sum() + len(u)", ""),
        ("y = np.reshape(u, -1)", ""),
        ("print(u)", ""),
        ("u = x", ""),
        ("np.ravel(u)[0] = x", "u"),
    ],
)
def test_names_changed_in_place(text: str, changed: str) -> None:
    function = "def f(u, v, x, y, p, i):\n" + textwrap.indent(text, "    ")
    unit = unit_of(function, unknown=lambda *a: None)
    assert mutates(unit.tree.body[0], unit) == set(changed.split())


@pytest.mark.parametrize(
    ("text", "pure"),
    [
        ("np.sin(x) + y[1:] ** 2", True),
        ("x.copy()", True),
        ("x.sum(axis=0) @ y.T", True),
        ("list(reversed(range(len(x))))", True),
        ("[a * 2 for a, b in zip(x, enumerate(y))]", True),
        ("{'a': x, 'b': (y, f'{x}')}", True),
        ("lambda a: a + x", True),
        ("float(x) if x else abs(y)", True),
        ("unbroadcast(x, y)", True),
        ("x.pop()", False),
        ("(z := x)", False),
        ("np.random.normal()", False),
        ("rng.normal()", False),
        ("print(x)", False),
        ("next(x)", False),
        ("unknown(x)", False),
        ("np.add(x, y, out=x)", False),
        ("x.relax()", False),
    ],
)
def test_pure_expressions(text: str, pure: bool) -> None:
    unit = unit_of(f"def f(x, y, rng):\n    return {text}", unknown=lambda *a: None)
    (returned,) = unit.tree.body
    assert isinstance(returned, ast.Return)
    assert returned.value is not None
    assert is_pure(returned.value, unit) is pure


def test_names_that_are_read_out_of_order() -> None:
    body = ast.parse(
        "a = 1\ng = lambda v: v * b\nh = (c * v for v in d)\n"
        "s = sum(e * v for v in k)\nglobal counter\ndef inner():\n    return q"
    ).body
    assert captured(body) == {"b", "c", "d", "counter", "q"}
