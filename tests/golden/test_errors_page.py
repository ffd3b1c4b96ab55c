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

# No program of the supported Python versions raises these.
WITHOUT_EXAMPLE = {"GG116", "GG504"}


def raised_by(*rooms):
    root = Path(gradgen.__file__).parent
    files = [path for room in rooms for path in root.glob(room)]
    return {code for path in files for code in re.findall(r'"(GG\d{3})"', path.read_text())}


def test_every_code_of_the_reader_has_a_section():
    codes = raised_by("reader/*.py", "transform/normalise*.py") - WITHOUT_EXAMPLE
    assert codes <= set(SECTIONS)


@pytest.mark.parametrize("code", SECTIONS)
def test_section(code):
    title, (refused, message, works, *_) = SECTIONS[code]
    assert title == TITLES[code]
    assert refused.language == works.language == "python"
    assert refused.directive == "run as"
    assert message.directive == "output"
    assert f"explains {code}" in message.text
    assert refused.name in message.text or code.startswith("GG5")


def test_page_is_what_runs_today():
    assert rerun(TEXT) == TEXT, "accept with: python -m tests.golden.errors_page"
