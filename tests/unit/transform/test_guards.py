"""The text of guards: what the gallery shows, and the cases around it."""

from __future__ import annotations

import ast
import textwrap

import numpy as np
import pytest

from gradgen.analysis.declarations import declared
from gradgen.analysis.values import Dim, Fact, Info, Shape
from gradgen.transform.guards import Guard
from tests.unit.analysis.units import unit_of


def facts_of(text: str) -> set[Fact]:
    return {
        Fact(word.rstrip("!"), "dtype" if word.endswith("!") else "shape") for word in text.split()
    }


def guard_text(
    parameters: str,
    facts: str,
    title: str = "f_grad",
    body: str = "return 0.0",
    needs: str = "",
    extra: dict[str, Info] | None = None,
    example: tuple[object, ...] | None = None,
) -> str:
    """Return the guard, and after it the rest of the function."""
    unit = unit_of(f"def f({parameters}):\n" + textwrap.indent(textwrap.dedent(body), "    "))
    known = declared(unit, example) | (extra or {})
    guard = Guard(unit, known, set(unit.scope.local_names), title)
    made: list[ast.stmt] = list(unit.tree.body)
    for symbol in needs.split():
        text = guard.dim(Dim.symbol(symbol))
        assert text is not None
        made.insert(len(made) - 1, ast.Expr(text))
    whole = ast.fix_missing_locations(ast.Module(guard.into(made, facts_of(facts)), []))
    return ast.unparse(whole).replace("'", '"').removesuffix("return 0.0").strip()


MSE = 'w: Float[np.ndarray, "d"], b: float, x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]'
HEAT = 'u0: Float[np.ndarray, "n"], alpha: float, target: Float[np.ndarray, "n"], steps: int'
MLP = (
    'w1: Float[np.ndarray, "i h"], b1: Float[np.ndarray, "h"], w2: Float[np.ndarray, "h c"], '
    'b2: Float[np.ndarray, "c"], x: Float[np.ndarray, "n i"], onehot: Float[np.ndarray, "n c"]'
)
CASES = [
    (
        MSE,
        "w b x y",
        "mse_grad",
        """
        n, d = x.shape
        if w.shape != (d,) or np.ndim(b) != 0 or y.shape != (n,):
            raise ValueError("mse_grad is for w (d,), b (), x (n, d), y (n,)")
        """,
    ),
    (
        HEAT,
        "u0 alpha target",
        "heat_misfit_grad",
        """
        if u0.ndim != 1 or np.ndim(alpha) != 0 or target.shape != u0.shape:
            raise ValueError("heat_misfit_grad is for u0 (n,), alpha (), target (n,)")
        """,
    ),
    (
        'x: Float[np.ndarray, "n"]',
        "x x!",
        "chain_energy_grad",
        """
        if x.ndim != 1 or x.dtype.kind != "f":
            raise ValueError("chain_energy_grad is for a floating-point x (n,)")
        """,
    ),
    (
        "theta: float, x0: Float[np.ndarray, 'n']",
        "theta",
        "rollout_grad",
        """
        if np.ndim(theta) != 0:
            raise ValueError("rollout_grad is for theta ()")
        """,
    ),
    (
        MLP,
        "w1 b1 w2 b2 x onehot",
        "loss_grad",
        """
        n, c = onehot.shape
        i, h = w1.shape
        if (b1.shape, w2.shape, b2.shape, x.shape) != ((h,), (h, c), (c,), (n, i)):
            raise ValueError("loss_grad is for w1 (i, h), b1 (h,), w2 (h, c), …")
        """,
    ),
    (MSE, "", "f_grad", ""),
    (
        MSE,
        "x",
        "f_grad",
        """
        if x.ndim != 2:
            raise ValueError("f_grad is for x (n, d)")
        """,
    ),
    (
        'a: Float[np.ndarray, "n n"]',
        "a",
        "f_grad",
        """
        if a.ndim != 2 or a.shape[1] != a.shape[0]:
            raise ValueError("f_grad is for a (n, n)")
        """,
    ),
    (
        'a: Float[np.ndarray, "n n"], b: Float[np.ndarray, "n"]',
        "a b",
        "f_grad",
        """
        n, = b.shape
        if a.shape != (n, n):
            raise ValueError("f_grad is for a (n, n), b (n,)")
        """,
    ),
    (
        'v: Float[np.ndarray, "3"], p: Float[np.ndarray, "n 3"]',
        "v p",
        "f_grad",
        """
        if v.shape != (3,) or p.ndim != 2 or p.shape[1] != 3:
            raise ValueError("f_grad is for v (3,), p (n, 3)")
        """,
    ),
    (
        'x: Float[np.ndarray, "n"], k: Float[np.ndarray, "n+1"]',
        "x k",
        "f_grad",
        """
        n, = x.shape
        if k.shape != (n + 1,):
            raise ValueError("f_grad is for x (n,), k (n + 1,)")
        """,
    ),
    (
        'a: Float[np.ndarray, "n k"], b: Float[np.ndarray, "n m"]',
        "a b",
        "f_grad",
        """
        n, m = b.shape
        if a.ndim != 2 or a.shape[0] != n:
            raise ValueError("f_grad is for a (n, k), b (n, m)")
        """,
    ),
    (
        "a: np.ndarray[tuple[int, int], np.dtype[np.float64]], b: np.ndarray[tuple[int], X]",
        "a b",
        "f_grad",
        """
        if a.ndim != 2 or b.ndim != 1:
            raise ValueError("f_grad is for a (n, m), b (k,)")
        """,
    ),
    (
        'i: Int[np.ndarray, "m"], z: np.ndarray, u',
        "i! z! u!",
        "f_grad",
        """
        if i.dtype.kind not in "iu" or z.dtype.kind != "f" or np.result_type(u).kind != "f":
            raise ValueError("f_grad is for an integer i (m,), a floating-point z, …")
        """,
    ),
]


@pytest.mark.parametrize(("parameters", "facts", "title", "expected"), CASES)
def test_guard(parameters: str, facts: str, title: str, expected: str) -> None:
    assert guard_text(parameters, facts, title) == textwrap.dedent(expected).strip()


def test_an_argument_of_the_derivative_is_checked_and_not_named() -> None:
    shape = Shape((Dim.symbol("n"),), dims_facts=frozenset({Fact("grad_out")}))
    found = guard_text(
        'x: Float[np.ndarray, "n"]',
        "x x! grad_out",
        "chain_energy_grad_vjp",
        extra={"grad_out": Info("array", shape)},
    )
    assert found == (
        'if x.ndim != 1 or x.dtype.kind != "f" or grad_out.shape != x.shape:\n'
        '    raise ValueError("chain_energy_grad_vjp is for a floating-point x (n,)")'
    )


def test_an_example_is_checked() -> None:
    example = (np.ones((3, 4)), np.ones(4), np.ones((3, 1)), 2.0)
    found = guard_text("a, b, c, s", "a b c s", example=example)
    assert found == (
        "n, m = a.shape\n"
        "if b.shape != (m,) or c.shape != (n, 1) or np.ndim(s) != 0:\n"
        '    raise ValueError("f_grad is for a (n, m), b (m,), c (n, 1), s ()")'
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # what the function checks in its first lines is not checked again
        (
            "n, d = x.shape\nassert w.shape == (d,)\nreturn 0.0",
            "n, d = x.shape\nassert w.shape == (d,)\nif y.shape != (n,):\n"
            '    raise ValueError("f_grad is for w (d,), x (n, d), y (n,)")',
        ),
        (
            "rows, cols = x.shape\nreturn 0.0",
            "rows, cols = x.shape\nif w.shape != (cols,) or y.shape != (rows,):\n"
            '    raise ValueError("f_grad is for w (d,), x (n, d), y (n,)")',
        ),
        # the user's n is another thing
        (
            "n = 3\nreturn 0.0",
            "n_x, d = x.shape\nif w.shape != (d,) or y.shape != (n_x,):\n"
            '    raise ValueError("f_grad is for w (d,), x (n, d), y (n,)")\nn = 3',
        ),
    ],
)
def test_the_first_lines_of_the_function(body: str, expected: str) -> None:
    assert guard_text(MSE, "w x y", body=body) == expected


def test_a_function_that_checks_all_has_no_guard() -> None:
    body = "if x.ndim != 1 or np.ndim(b) != 0:\n    raise TypeError('no')\nreturn 0.0"
    found = guard_text('x: Float[np.ndarray, "n"], b: float', "x b", body=body)
    assert "ValueError" not in found


def dim_text(parameters: str, body: str, dim: Dim, facts: str = "") -> str | None:
    unit = unit_of(f"def f({parameters}):\n" + textwrap.indent(body, "    "))
    guard = Guard(unit, declared(unit), set(unit.scope.local_names), "f_grad")
    found = guard.dim(dim, frozenset(facts_of(facts)))
    return None if found is None else ast.unparse(found)


N = Dim.symbol("n")


@pytest.mark.parametrize(
    ("parameters", "body", "dim", "facts", "expected"),
    [
        (MSE, "return 0.0", N, "", "n"),
        (MSE, "return 0.0", N.plus(-2), "", "n - 2"),
        (MSE, "return 0.0", N.times(2).plus(1), "", "2 * n + 1"),
        (MSE, "return 0.0", N.plus(Dim.symbol("d")), "", "d + n"),
        (MSE, "return 0.0", Dim.symbol("d*n"), "", "d * n"),
        (MSE, "return 0.0", Dim((), 3), "", "3"),
        (MSE, "m = len(y)\nreturn 0.0", N, "", "m"),
        (MSE, "n = 3\nreturn 0.0", N, "", "n_x"),
        (MSE, "if b > 0:\n    m = len(y)\nreturn 0.0", N, "", "n"),
        (MSE, "return 0.0", Dim.symbol("other"), "", None),
        (HEAT, "return 0.0", N, "target", "target.size"),
        (HEAT, "return 0.0", N, "", "n"),
        (HEAT, "u0 = 2.0\nreturn 0.0", N, "u0", "n"),
        (HEAT, "return 0.0", Dim.symbol("steps="), "", "steps"),
        (HEAT, "steps = 2\nreturn 0.0", Dim.symbol("steps="), "", None),
        ("x: np.ndarray", "return 0.0", Dim.symbol("x.1"), "", "x.shape[1]"),
        ("x", "return 0.0", Dim.symbol("x.1"), "", "np.shape(x)[1]"),
        ("x", "n, d = x.shape\nreturn 0.0", Dim.symbol("x.1"), "", "d"),
        ("x", "x = 2.0\nreturn 0.0", Dim.symbol("x.1"), "", None),
    ],
)
def test_text_of_a_dimension(
    parameters: str, body: str, dim: Dim, facts: str, expected: str | None
) -> None:
    assert dim_text(parameters, body, dim, facts) == expected


def test_text_of_a_size() -> None:
    unit = unit_of(f"def f({MSE}, z):\n    return 0.0")
    known = declared(unit)
    guard = Guard(unit, known, set(unit.scope.local_names), "f_grad")

    def text(shape: Shape) -> str | None:
        found = guard.size(shape)
        return None if found is None else ast.unparse(found)

    assert text(known["x"].shape) == "x.size"
    assert guard.facts == set()
    assert text(Shape(known["x"].shape.dims, dims_facts=frozenset({Fact("x")}))) == "n * d"
    assert guard.facts == {Fact("x")}
    assert text(Shape((Dim((), 3), Dim((), 2)))) == "6"
    assert text(known["z"].shape) is None
    assert text(Shape()) is None


def test_a_trial_can_be_forgotten() -> None:
    unit = unit_of(f"def f({MSE}):\n    return 0.0")
    guard = Guard(unit, declared(unit), set(unit.scope.local_names), "f_grad")
    before = guard.state()
    guard.dim(N, frozenset({Fact("y")}))
    assert guard.statements(set())
    guard.restore(before)
    assert guard.statements(set()) == []


def test_names_that_the_text_reads_are_bound() -> None:
    assert guard_text(MSE, "", needs="n") == "n, d = x.shape\nn"
    assert guard_text(HEAT, "u0 target", needs="n").splitlines()[0] == "n, = target.shape"
