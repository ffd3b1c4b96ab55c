"""docs/errors.md holds today's messages, and a way out of each that works."""

import ast
import re
from pathlib import Path

import pytest

import gradgen
from gradgen.errors import TITLES
from tests.docs.pages import rerun
from tests.golden.errors_page import PAGE, SECTION, sections

TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = sections(TEXT)


def raised():
    """Return the codes that stand in the source as strings, but for the list of titles."""
    root = Path(gradgen.__file__).parent
    return {
        node.value
        for path in root.rglob("*.py")
        if path != root / "errors.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"GG\d+", node.value)
    }


def test_every_code_has_a_title_and_a_section():
    assert raised() == set(TITLES)
    assert list(SECTIONS) == sorted(TITLES)


def test_no_code_has_two_sections():
    found = SECTION.findall(TEXT)
    assert len(found) == len(SECTIONS)


@pytest.mark.parametrize("code", SECTIONS)
def test_section(code):
    title, found = SECTIONS[code]
    assert title == TITLES[code]
    if any(fence.language == "console" for fence in found):
        refused, works = (fence for fence in found if fence.language == "console")
        assert f"explains {code}" in refused.text
        assert "explains" not in works.text
        return
    refused, message, works, *_ = found
    assert refused.language == works.language == "python"
    assert refused.directive == "run as"
    assert message.directive == "output"
    assert f"explains {code}" in message.text
    assert refused.name in message.text or code[:3] in ("GG4", "GG5", "GG6") or code == "GG118"


class Checked:
    """A gradient that is compared with differences whenever it is called."""

    def __init__(self, function, wrt, made):
        self.function, self.wrt, self.made = function, wrt, made

    def __call__(self, *args):
        if not any(hasattr(argument, "stiffness") for argument in args):
            gradgen.check_grad(self.function, *args, wrt=self.wrt, raise_on_failure=True)
            CHECKED.add(self.function.__name__)
        return self.made(*args)

    def __getattr__(self, name):
        return getattr(self.made, name)


CHECKED = set()
# The gradient is written to a file, or checked there; or it is one by the fields of an object, or
# by a rule (docs/how-to/own-rules.md has one that is used).
NOT_CALLED = {"GG131", "GG206", "GG404", "GG405", "GG406", "GG601"}


def test_every_rewrite_gives_the_right_gradient(monkeypatch):
    real = gradgen.grad

    def grad(function, wrt=0):
        return Checked(function, wrt, real(function, wrt))

    monkeypatch.setattr(gradgen, "grad", grad, raising=False)
    CHECKED.clear()
    rerun(TEXT)
    for code, (_, found) in SECTIONS.items():
        if code not in NOT_CALLED:
            works = found[2].text
            assert any(f"{name})" in works or f"{name}," in works for name in CHECKED), code


def test_page_is_what_runs_today():
    assert rerun(TEXT) == TEXT, "accept with: python -m tests.golden.errors_page"
