"""Rules of the user's own: found, spelled, checked, and in place of gradgen's."""

from __future__ import annotations

import importlib
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

import gradgen
from gradgen.rules import TABLE, lookup

RULES = """
import numpy as np

from gradgen.rules import adjoint, elementwise, linear, tangent


def softabs(x):
    return np.sqrt(x * x + 1e-3)


elementwise("{module}.softabs(x) -> y", x="slope(x, y)")


def smooth(u, width=3):
    return np.convolve(u, np.ones(width) / width, mode="same")


@linear("{module}.smooth(u, width=3) -> y")
def smooth_rule(y, u, width):
    grad[u] = {module}.back(grad[y], width)


def back(g, width):
    return np.convolve(g, (np.ones(width) / width)[::-1], mode="same")


def slope(x, y):
    return x / y


def wrong(x):
    return x**2


elementwise("{module}.wrong(x) -> y", x="3.0 * x")


def pair(a, b):
    return a @ b, np.sum(a)


@adjoint("{module}.pair(a, b) -> (y, s)")
def pair_rule(y, s, a, b):
    grad[a] = np.outer(grad[y], b) + grad[s]
    grad[b] = a.mT @ grad[y]


@tangent("{module}.pair(a, b) -> (y, s)")
def pair_rule(y, s, a, b):
    d[y] = d[a] @ b + a @ d[b]
    d[s] = np.sum(d[a])


def back_to_front(x):
    return x[::-1]
"""

CALLS = """
import numpy as np
from {module} import smooth, softabs


def back(x):
    return 7.0 * x


def roughness(u):
    return np.sum(softabs(u - smooth(u, width=5)) * back(u))


def loss(x):
    return np.sum(np.tanh(x))
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    """Write a module with rules, and one that calls its functions; forget the rules at the end."""
    monkeypatch.syspath_prepend(str(tmp_path))
    name = "own_" + "".join(c for c in request.node.name if c.isalnum())
    lookup.find_name("numpy.sum")  # the tables are read
    before = dict(TABLE)
    for text, module in ((RULES, name), (CALLS, f"{name}_calls")):
        (tmp_path / f"{module}.py").write_text(text.replace("{module}", name), encoding="utf-8")
    importlib.invalidate_caches()
    yield importlib.import_module(name), importlib.import_module(f"{name}_calls")
    TABLE.clear()
    TABLE.update(before)
    lookup.renew()
    for module in (name, f"{name}_calls"):
        sys.modules.pop(module, None)


def test_names_of_a_rule_mean_what_they_mean_in_its_module(made) -> None:
    rules, calls = made
    gradient = gradgen.grad(calls.roughness)
    assert "7.0" not in gradient.source.split("back")[0]
    report = gradgen.check_grad(calls.roughness, np.linspace(-1.0, 2.0, 7))
    assert report.ok, report
    assert f"# By the rule of `{rules.__name__}` for `{rules.__name__}.smooth`." in gradient.source
    assert f"from {rules.__name__} import" in gradient.source


def test_written_modules_stand_alone(made, tmp_path: Path) -> None:
    _, calls = made
    path = gradgen.grad(calls.roughness).write(tmp_path / "written.py")
    namespace: dict[str, object] = {"__name__": "written"}
    exec(path.read_text(encoding="utf-8"), namespace)
    x = np.linspace(-1.0, 2.0, 7)
    found = namespace["roughness_grad"](x)  # type: ignore[operator]
    np.testing.assert_allclose(found, gradgen.grad(calls.roughness)(x))


def test_check_rule(made) -> None:
    rules, _ = made
    assert gradgen.check_rule(rules.softabs, np.linspace(-1.0, 1.0, 5)).ok
    assert gradgen.check_rule(rules.softabs, 0.7).ok
    assert gradgen.check_rule(rules.smooth, np.linspace(-1.0, 1.0, 5), width=3).ok
    assert gradgen.check_rule(rules.pair, np.eye(2) + 0.5, np.array([1.0, -2.0])).ok
    assert not gradgen.check_rule(rules.wrong, np.linspace(0.5, 1.0, 3)).ok
    with pytest.raises(gradgen.GradgenError, match="wrong"):
        gradgen.check_rule(rules.wrong, 2.0, raise_on_failure=True)
    with pytest.raises(gradgen.MissingRuleError, match="it has no rule"):
        gradgen.check_rule(rules.back_to_front, np.ones(3))


def test_a_rule_takes_the_place_of_one_of_gradgens(made) -> None:
    _, calls = made
    plain = gradgen.grad(calls.loss)(np.zeros(2))
    assert plain == pytest.approx([1.0, 1.0])
    gradgen.rules.elementwise("numpy.tanh(x) -> y", x="5.0 - y**2")

    def loss(x):
        return np.sum(np.tanh(x))

    gradient = gradgen.grad(loss)
    assert gradient(np.zeros(2)) == pytest.approx([5.0, 5.0])
    assert f"by the rule of `{__name__}` for `numpy.tanh`, in place of gradgen" in (
        gradient.source.replace("By", "by")
    )
    assert gradgen.grad(calls.loss)(np.zeros(2)) == pytest.approx([5.0, 5.0])


MALFORMED = {
    "grad[z] = grad[y]": "`grad[z]` is not to be assigned here",
    "return grad[y]": "templates are made of assignments",
    "d[y] = d[x]": "`d[y]` is not to be assigned here",
    "while x: pass": "templates are made of assignments",
}


@pytest.mark.parametrize("body", MALFORMED)
def test_malformed_templates_are_refused_at_their_line(body: str, tmp_path: Path) -> None:
    path = tmp_path / "malformed.py"
    text = f"""
        from gradgen.rules import adjoint

        @adjoint("somewhere.doubled(x) -> y")
        def doubled(y, x):
            {body}
    """
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    with pytest.raises(gradgen.UnsupportedError) as caught:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), {"__name__": __name__})
    assert caught.value.code == "GG206"
    assert caught.value.line == 6
    assert MALFORMED[body] in str(caught.value)


def test_malformed_signatures_and_texts_are_refused() -> None:
    for signature in ("package.f(x -> y", "f(x) -> y", "package.f(x)"):
        with pytest.raises(gradgen.UnsupportedError, match="is not the signature of a rule"):
            gradgen.rules.elementwise(signature, x="1.0")
    with pytest.raises(gradgen.UnsupportedError, match="is no argument that can have a derivative"):
        gradgen.rules.elementwise("package.f(x) -> y", q="1.0")
    with pytest.raises(gradgen.UnsupportedError, match="is not an expression"):
        gradgen.rules.elementwise("package.f(x) -> y", x="1.0 +")


def test_a_template_with_other_parameters_is_refused() -> None:
    with pytest.raises(gradgen.UnsupportedError, match=r"write `def template\(y, x\)`"):

        @gradgen.rules.adjoint("package.f(x) -> y")
        def template(y, q):
            grad[q] = grad[y]
