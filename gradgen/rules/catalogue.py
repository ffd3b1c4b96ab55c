"""What a rule says of itself, in words: for the command line and for the page of rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from gradgen.rules.cupy import lacks
from gradgen.rules.lookup import find_name
from gradgen.rules.registry import HOLOMORPHIC, TABLE, Rule
from gradgen.rules.source import template_tree

FORMS = ("adjoint", "tangent", "partial", "reduction")


@dataclass(frozen=True)
class Entry:
    """One row of the table."""

    name: str
    kind: str  # "rule", "constant" or "refused"
    modes: str
    options: tuple[str, ...]
    convention: str
    cupy: str = ""


def rules(pattern: str = "") -> list[Rule]:
    """Return the rules of functions, by name: those that a pattern is part of."""
    find_name("numpy.sum")  # the table is read at the first question
    return [
        TABLE[name]
        for name in sorted(TABLE)
        if pattern in name and not name.startswith(("helper.", "complex."))
    ]


def entry(rule: Rule) -> Entry:
    """Return the row of a rule."""
    if rule.why_constant is not None:
        return Entry(rule.key, "constant", "", (), rule.why_constant)
    if rule.refused is not None:
        help = f"; {rule.help}" if rule.help else ""
        return Entry(rule.key, "refused", "", (), f"{rule.refused}{help}")
    options = tuple(p.name for p in rule.parameters if not p.carries_gradient)
    return Entry(rule.key, "rule", modes(rule), options, convention(rule), on_cupy(rule))


def on_cupy(rule: Rule) -> str:
    """Return "yes" where CuPy can run a function and its derivative, else what it lacks."""
    missing = lacks(rule)
    return f"no {missing[0].removeprefix('numpy.')}" if missing else "yes"


def modes(rule: Rule) -> str:
    """Return the modes that a rule is for."""
    reverse = rule.elementwise or rule.reduction is not None or rule.adjoint is not None
    forward = reverse if rule.adjoint is None else rule.linear or rule.tangent is not None
    named = [name for name, holds in (("reverse", reverse), ("forward", forward)) if holds]
    if rule.linear or rule.name in HOLOMORPHIC or f"complex.{rule.name}" in TABLE:
        named.append("complex")
    return " ".join(named)


def convention(rule: Rule) -> str:
    """Return where the derivative holds, and what it is where it does not."""
    held = f"holds for {rule.traits.domain}" if rule.traits.domain else ""
    said = next((text for text in documentation(rule)), "").split("\n")[0]
    return "; ".join(text for text in (held, said) if text)


def documentation(rule: Rule) -> Iterator[str]:
    """Yield what the templates of a rule say: conventions, and the sources of formulas."""
    for form in FORMS:
        template = getattr(rule, form)
        if template is not None:
            said = ast.get_docstring(template_tree(template))
            if said:
                yield said


def derivative(rule: Rule) -> str:
    """Return the derivative, or the form that it is stated in."""
    if rule.why_constant is not None:
        return f"none: {rule.why_constant}"
    if rule.refused is not None:
        return f"refused: {rule.refused}" + (f"; {rule.help}" if rule.help else "")
    if rule.partial_texts:
        return ", ".join(f"by `{name}`: `{text}`" for name, text in rule.partial_texts.items())
    if rule.partial is not None:
        return "elementwise, by cases"
    return "linear" if rule.linear else "adjoint and tangent templates"


def formulas(rule: Rule) -> Iterator[str]:
    """Yield the formulas of a rule as they stand in the table."""
    for name, text in rule.partial_texts.items():
        yield f"partial[{name}] = {text}"
    for form in FORMS:
        template = getattr(rule, form)
        if template is not None:
            body = template_tree(template).body
            has_words = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
            yield "\n".join(ast.unparse(statement) for statement in body[has_words:])
            if rule.linear and form == "adjoint":
                yield "linear: the tangent is the same call on the tangents"
