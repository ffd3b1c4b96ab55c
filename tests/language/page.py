"""Writes docs/language.md from the table: `python -m tests.language.page`."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from gradgen.errors import TITLES
from tests.language import constructs_calls, constructs_data, constructs_statements  # noqa: F401
from tests.language.table import ROWS, Row

PAGE = Path(__file__).resolve().parents[2] / "docs" / "language.md"
UPDATE = "python -m tests.language.page"

_HEAD = """\
# The language

What gradgen does with each construct of Python. *Differentiated*: a gradient may pass through it,
in reverse and in forward mode. *Inactive only*: it may stand in the function where no
gradient passes through it, and runs as it stands. *Refused*: with the error that is named, which
[shows a rewrite](errors.md).

The table is made from functions in `tests/language/`, one a row, that the tests differentiate and
compare with differences: what stands here is what happens.
"""


_ORDER = (
    "Assignments and expressions",
    "Branches",
    "Loops",
    "Errors and contexts",
    "Effects",
    "Names",
    "Containers and objects",
    "Functions and calls",
)


def text() -> str:
    """Return the page."""
    parts = [_HEAD]
    ordered = sorted(ROWS, key=lambda row: _ORDER.index(row.section))
    for title, rows in groupby(ordered, key=lambda row: row.section):
        lines = [f"## {title}", "", "| construct | |", "| --- | --- |"]
        lines += [f"| {row.construct} | {_state(row)} |" for row in rows]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _state(row: Row) -> str:
    codes = sorted({code for code in row.codes.values() if code})
    if not codes:
        return row.state
    return f"{row.state}: " + ", ".join(f"[{code}](errors.md#{_anchor(code)})" for code in codes)


def _anchor(code: str) -> str:
    """Return the anchor of the section of docs/errors.md on a code."""
    kept = [c for c in f"{code}: {TITLES[code]}".lower() if c.isalnum() or c in " -_"]
    return "".join(kept).replace(" ", "-")


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"written {PAGE.name}\n")
