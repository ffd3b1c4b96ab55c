"""What the documentation shows is what happens: every example runs, every output is today's."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, UPDATE, pages, rerun
from tests.docs.rules_table import RULES_PAGE, rules_page


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_run_and_print_what_stands_there(page: Path) -> None:
    before = page.read_text(encoding="utf-8")
    after = rerun(before)
    if after != before:
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "page", "today", "")
        pytest.fail("\n".join([*lines, f"To accept: {UPDATE}"]), pytrace=False)


def test_the_rules_page_is_made_from_the_registry() -> None:
    assert RULES_PAGE.read_text(encoding="utf-8") == rules_page(), (
        "docs/reference/rules.md is out of date: python -m tests.docs.rules_table"
    )


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", text):
        assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_the_readme_has_two_set_up_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^python3 -m venv ", text, re.MULTILINE)) == 2


def test_nobody_is_told_to_install_from_the_index() -> None:
    """The name gradgen belongs to another project there."""
    for page in pages():
        assert not re.search(r"pip install (-\S+ )*gradgen", page.read_text(encoding="utf-8"))
