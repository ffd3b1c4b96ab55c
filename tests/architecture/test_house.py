"""Sizes, places and names: what keeps the repository easy to walk through."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE = 500
TOP_LEVEL = {
    ".ci",
    ".git",
    ".gitignore",
    "LICENSE",
    "README.md",
    "docs",
    "generated",
    "gradgen",
    "pyproject.toml",
    "shared",  # material of the developers, beside the checkout or in it; not part of the project
    "tests",
}
TEXT = {".py", ".md", ".toml", ".txt", ""}
# The parts are put together here, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(
    "|".join("/" + part + "/" for part in ("home", "Users", "root", "work", "opt", "tmp"))
)


def ignored(name: str) -> bool:
    """Return whether .gitignore leaves a name out."""
    patterns = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return any(fnmatch.fnmatch(name, pattern.rstrip("/")) for pattern in patterns)


def files() -> list[Path]:
    """Return the text files of the repository."""
    found = []
    for top in sorted(TOP_LEVEL - {".git", "shared"}):
        path = ROOT / top
        found += [path] if path.is_file() else sorted(path.rglob("*"))
    return [
        path
        for path in found
        if path.is_file()
        and path.suffix in TEXT
        and not any(ignored(part) for part in path.relative_to(ROOT).parts)
    ]


def test_the_top_level_holds_known_names_only() -> None:
    strangers = {path.name for path in ROOT.iterdir() if not ignored(path.name)} - TOP_LEVEL
    assert not strangers


@pytest.mark.parametrize(
    "path", sorted((ROOT / "gradgen").rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_a_module_is_a_few_screens_long(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert not text or text.startswith('"""'), "a module says what goes in and what comes out"


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    for path in files():
        text = path.read_text(encoding="utf-8")
        found = MACHINE_PATHS.search(text)
        assert found is None, f"{path.relative_to(ROOT)}: {found and found.group()}"


def test_pyproject_is_the_only_configuration() -> None:
    others = {"setup.cfg", "setup.py", "tox.ini", "pytest.ini", ".coveragerc", "mypy.ini"}
    others |= {"ruff.toml", ".ruff.toml", "requirements.txt", ".flake8"}
    assert not [path for path in files() if path.name in others]


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "gradgen" / "py.typed").exists()
