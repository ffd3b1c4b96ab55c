"""The page of rules, from the registry itself: `python -m tests.docs.rules_table` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gradgen import rules
from gradgen.rules import catalogue
from gradgen.rules.registry import TABLE, Rule

RULES_PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rules.md"

INTRODUCTION = """\
# Rules

Every primitive that gradgen knows. This page is made from the table of rules; do not edit it.

A rule covers the signature that stands here and no other argument. Rules are found by what is
called, not by how it is spelled: `np.tanh`, `numpy.tanh` and `from numpy import tanh as t` are one
primitive.
Parameters without a default are data, which can carry a gradient, and those with one are options;
`sequence` is a list or tuple of data, `like` is read for its shape only. In the derivative of an
elementwise function, `y` is its result. `complex.` stands before rules that hold where numbers
are complex ([complex numbers](../explanation/complex-numbers.md)). The last column says whether
CuPy can run a function and its derivative, and what it lacks if not. `gradgen rules NAME` explains
a rule.
"""

SECTIONS = (
    ("operator.", "Operators"),
    ("numpy.linalg.", "numpy.linalg"),
    ("numpy.", "numpy"),
    ("ndarray.", "Methods and attributes of arrays"),
    ("math.", "math"),
    ("builtins.", "Builtins"),
    ("helper.", "Helpers of generated modules"),
)


def section(name: str) -> str:
    """Return the heading under which a rule stands."""
    return next((title for prefix, title in SECTIONS if name.startswith(prefix)), "Others")


def signature(rule: Rule) -> str:
    """Return how a rule is called, in short; a constant function takes anything."""
    if not rule.differentiable:
        return f"`{rule.name}`"
    form = rule.key.removeprefix(rule.name)
    where = f" where `{form[1:-1]}`" if form else ""
    return f"`{rule.name}({rule.signature.text})`{where}"


def cell(text: str) -> str:
    """Return text that can stand in a table."""
    return " ".join(text.split()).replace("|", "\\|")


def rows(title: str) -> Iterator[str]:
    """Yield the rows of a section."""
    for name in sorted(key for key, rule in TABLE.items() if not rule.home):
        if section(name) == title:
            rule = TABLE[name]
            holds = f"`{rule.traits.domain}`" if rule.traits.domain else ""
            on_cupy = catalogue.on_cupy(rule) if rule.differentiable else ""
            cells = (signature(rule), catalogue.derivative(rule), holds, on_cupy)
            yield f"| {' | '.join(cell(text) for text in cells)} |"


def rules_page() -> str:
    """Return the page."""
    assert rules.find_name("numpy.sum") is not None  # the table is filled when first asked
    parts = [INTRODUCTION]
    for title in dict.fromkeys([*(title for _, title in SECTIONS), "Others"]):
        lines = list(rows(title))
        if lines:
            head = ["| function | derivative | holds for | CuPy |", "| --- | --- | --- | --- |"]
            parts.append("\n".join([f"## {title}", "", *head, *lines, ""]))
    return "\n".join(parts)


if __name__ == "__main__":
    RULES_PAGE.write_text(rules_page(), encoding="utf-8")
