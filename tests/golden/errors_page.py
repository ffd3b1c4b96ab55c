"""Runs docs/errors.md: `python -m tests.golden.errors_page` fills in its outputs.

The page has a section `### GG101: title` for each code: a fence that is refused with that code,
its message, and a fence that works.
"""

from __future__ import annotations

import re

from tests.docs.pages import ROOT, Fence, fences, rerun

PAGE = ROOT / "docs" / "errors.md"
SECTION = re.compile(r"^### (GG\d{3}): (.+)$", re.MULTILINE)


def sections(page: str) -> dict[str, tuple[str, list[Fence]]]:
    """Return the title and the fences of each section, by code."""
    found = list(SECTION.finditer(page))
    ends = [*(match.start() for match in found[1:]), len(page)]
    return {
        match[1]: (match[2], list(fences(page[match.start() : end])))
        for match, end in zip(found, ends, strict=True)
    }


if __name__ == "__main__":
    PAGE.write_text(rerun(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
