"""docs/errors.md holds today's messages, and a way out of each that works."""

import re
from pathlib import Path

import pytest

import gradgen
from gradgen.errors import TITLES
from tests.docs.pages import rerun
from tests.golden.errors_page import PAGE, sections

TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = sections(TEXT)

# No program of the supported Python versions is known that raises these.
WITHOUT_EXAMPLE = {"GG116", "GG203", "GG504"}


def raised():
    """Return the codes that stand in the source, but for the list of titles."""
    files = Path(gradgen.__file__).parent.rglob("*.py")
    texts = [path.read_text(encoding="utf-8") for path in files if path.name != "errors.py"]
    return {code for text in texts for code in re.findall(r'"(GG\d{3})"', text)}


def test_every_code_has_a_title_and_a_section():
    assert raised() == set(TITLES)
    assert set(SECTIONS) == set(TITLES) - WITHOUT_EXAMPLE


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


def test_page_is_what_runs_today():
    assert rerun(TEXT) == TEXT, "accept with: python -m tests.golden.errors_page"
