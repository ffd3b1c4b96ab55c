"""Functions of SciPy that rules call are spelled as the user's module spells its own."""

from __future__ import annotations

import importlib.util
import itertools
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import gradgen

special = pytest.importorskip("scipy.special")
COUNT = itertools.count()
BODY = """
import numpy as np

def loss(x):
    return np.sum({call} * x)
"""


def module_of(text: str, folder: Path) -> ModuleType:
    name = f"spelled_{next(COUNT)}"
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize(
    ("imports", "call", "wanted"),
    [
        ("from scipy import special", "special.gammaln(x)",
         ["from scipy import special\n", "special.digamma(x)"]),
        ("import scipy.special as sc", "sc.gammaln(x)",
         ["import scipy.special as sc\n", "sc.digamma(x)"]),
        ("import scipy", "scipy.special.gammaln(x)",
         ["import scipy\n", "scipy.special.digamma(x)"]),
        ("import scipy.special", "scipy.special.gammaln(x)", ["scipy.special.digamma(x)"]),
        ("from scipy.special import gammaln", "gammaln(x)",
         ["from scipy.special import digamma, gammaln\n", " digamma(x)"]),
        ("from scipy.special import gammaln as lg", "lg(x)",
         ["from scipy.special import digamma, gammaln as lg\n", " digamma(x)"]),
        ("from scipy.special import gammaln, digamma as psi\nfrom scipy import special",
         "gammaln(x)", ["from scipy import special\n", "special.digamma(x)"]),
        ("from scipy.special import gammaln\ndigamma = None", "gammaln(x)",
         ["from scipy import special\n", "special.digamma(x)"]),
        ("from scipy.special import gammaln\ndigamma = special = None", "gammaln(x)",
         ["import scipy.special as scipy_special\n", "scipy_special.digamma(x)"]),
    ],
)  # fmt: skip
def test_spelling(imports: str, call: str, wanted: list[str], tmp_path: Path) -> None:
    loss = module_of(imports + BODY.format(call=call), tmp_path).loss
    made = gradgen.grad(loss)
    assert all(text in made.source for text in wanted), made.source
    x = np.array([0.5, 1.5])
    np.testing.assert_allclose(made(x), special.gammaln(x) + x * special.digamma(x))
    _, tangent = gradgen.jvp(loss)(x, d_x=np.ones(2))
    np.testing.assert_allclose(tangent, np.sum(made(x)))


def test_names_of_the_function_stay(tmp_path: Path) -> None:
    text = """
import numpy as np
from scipy.special import gammaln

def loss(x, special):
    digamma = x * special
    return np.sum(gammaln(digamma))
"""
    made = gradgen.grad(module_of(text, tmp_path).loss)
    assert "scipy_special.digamma(digamma)" in made.source
    np.testing.assert_allclose(made(np.array([0.5]), 2.0), 2.0 * special.digamma(1.0))


def test_second_order_grows_the_imports(tmp_path: Path) -> None:
    text = "from scipy.special import gammaln" + BODY.format(call="gammaln(x)")
    first = gradgen.grad(module_of(text, tmp_path).loss)
    second = gradgen.jvp(first)
    assert "from scipy.special import digamma, gammaln, zeta" in second.source
    x = np.array([0.5, 1.5])
    _, tangent = second(x, d_x=np.ones(2))
    expected = 2.0 * special.digamma(x) + x * special.polygamma(1, x)
    np.testing.assert_allclose(tangent, expected)


def test_math_functions_take_their_derivative_from_scipy(tmp_path: Path) -> None:
    text = "import math\n\ndef loss(x: float):\n    return math.lgamma(x) * x\n"
    made = gradgen.grad(module_of(text, tmp_path).loss)
    assert "from scipy import special\n" in made.source
    assert made(1.5) == pytest.approx(special.gammaln(1.5) + 1.5 * special.digamma(1.5))
