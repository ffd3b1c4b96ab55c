"""The table of rules, and one rule explained: what `gradgen rules` prints."""

from __future__ import annotations

import difflib
import textwrap
from collections import Counter

from gradgen.api import vjp
from gradgen.errors import GradgenError
from gradgen.rules import Rule, catalogue, find_name
from gradgen.writer.load import run_text

OPTIONS = {
    "axis": "0", "axis1": "0", "axis2": "1", "source": "0", "destination": "1", "shape": "(2, 3)",
    "newshape": "(-1,)", "repeats": "2", "reps": "2", "indices": "[1, 0]", "shift": "1", "k": "1",
    "condition": "mask", "indices_or_sections": "2", "subscripts": "'i,i->'", "axes": "(1, 0)",
    "dtype": "float", "num": "5", "decimals": "2", "n": "2", "q": "0.5", "pad_width": "1",
    "sections": "2", "obj": "0", "order": "2",
}  # fmt: skip
"""What options without a default are given in an example."""

MATRICES = ("numpy.linalg.", "scipy.linalg.", "operator.matmul", "ndarray.mT", "ndarray.T")


def table(pattern: str = "") -> str:
    """Return the rules whose names hold a pattern, one a line, and how many there are.

    Parameters
    ----------
    pattern : part of a dotted name, such as `"linalg"`; all rules by default

    Returns
    -------
    text : name, modes, whether CuPy runs it, keywords and convention of each rule
    """
    entries = [catalogue.entry(rule) for rule in catalogue.rules(pattern)]
    lines = [f"{'NAME':34} {'MODES':24} {'CUPY':4} {'KEYWORDS':28} CONVENTION"] if entries else []
    for one in entries:
        note = one.convention if one.kind == "rule" else f"{one.kind}: {one.convention}"
        keywords = ", ".join(one.options)
        lines.append(f"{one.name:34} {one.modes:24} {one.cupy:4} {keywords:28} {note}".rstrip())
    counts = Counter(one.kind for one in entries)
    lines.append(
        f"{counts['rule']} rules, {counts['constant']} without a derivative,"
        f" {counts['refused']} refused"
    )
    return "\n".join(lines)


def known(name: str) -> Rule | None:
    """Return the rule of a name as people write it: `np.tanh`, `numpy.tanh`, `tanh`."""
    dotted = name.replace("np.", "numpy.", 1) if name.startswith("np.") else name
    places = ("", "numpy.", "ndarray.", "math.", "scipy.special.", "builtins.", "operator.")
    found = (find_name(f"{place}{dotted}") for place in places)
    return next((rule for rule in found if rule is not None), None)


def near(name: str) -> list[str]:
    """Return the names that are most like one that is not known."""
    names = [rule.name for rule in catalogue.rules()]
    return difflib.get_close_matches(name, names, n=3, cutoff=0.5)


def explained(rule: Rule) -> str:
    """Return the page of one rule: signature, formula, convention, source and an example."""
    row = catalogue.entry(rule)
    lines = [rule.signature_text if row.kind == "rule" else rule.name, ""]
    if row.kind != "rule":
        return "\n".join([*lines, f"{row.kind}: {row.convention}"])
    lines += [f"modes: {row.modes}", f"keywords: {', '.join(row.options) or 'none'}"]
    lines.append(f"CuPy: {row.cupy}")
    if rule.traits.domain:
        lines.append(f"holds for: {rule.traits.domain}")
    lines += ["", "formula", *_indented(catalogue.formulas(rule))]
    said = list(catalogue.documentation(rule))
    if said:
        lines += ["", "convention and source", *_indented(said)]
    example = used(rule)
    if example:
        lines += ["", "generated", *_indented([example])]
    return "\n".join(lines)


def _indented(texts: object) -> list[str]:
    return [textwrap.indent(text, "    ") for text in texts]  # type: ignore[attr-defined]


def used(rule: Rule) -> str:
    """Return the body of the derivative of a function of one line, "" where none is at hand."""
    call = _call(rule)
    if call is None:
        return ""
    text, names, head = call
    dims = "n n" if rule.name.startswith(MATRICES) else "n"
    for declared in (f": \"Float[np.ndarray, '{dims}']\"", ": \"Float[np.ndarray, 'n n']\"", ""):
        parameters = ", ".join(f"{name}{declared}" for name in names)
        source = f"{head}\n\n\ndef use({parameters}):\n    return {text}\n"
        try:
            function = run_text(source, "use", {})["use"]
            made = vjp(function, wrt=tuple(names) if len(names) > 1 else names[0])  # type: ignore[arg-type]
        except (GradgenError, ImportError, AttributeError):
            continue
        start = made.source.index("def use_vjp")
        return made.source[start:].split("\n\n\n")[0].rstrip()
    return ""


def _call(rule: Rule) -> tuple[str, list[str], str] | None:
    """Return a call of a function, the names of its data, and the imports that it needs."""
    names: list[str] = []
    given: list[str] = []
    for parameter in rule.parameters:
        if parameter.carries_gradient and parameter.default is None:
            own = [parameter.name]
            if parameter.variadic or parameter.kind != "data":
                own = ["a", "b"]
            names += own
            listed = parameter.kind in ("sequence", "nested") and not parameter.variadic
            given.append(f"[{', '.join(own)}]" if listed else ", ".join(own))
        elif parameter.default is None and not parameter.variadic:
            if parameter.name not in OPTIONS:
                return None
            given.append(OPTIONS[parameter.name])
    module, _, name = rule.name.rpartition(".")
    if not names or module in ("operator", "dict", "copy"):
        return None
    if module == "ndarray":
        rest = ", ".join(given[1:])
        is_attribute = name in ("T", "mT", "real", "imag")
        text = f"{given[0]}.{name}" + ("" if is_attribute else f"({rest})")
        return text, names, "import numpy as np"
    root = module.partition(".")[0]
    if root == "numpy":
        return f"np{module[5:]}.{name}({', '.join(given)})", names, "import numpy as np"
    head = "import numpy as np" + ("" if root == "builtins" else f"\nimport {module}")
    prefix = "" if root == "builtins" else f"{module}."
    return f"{prefix}{name}({', '.join(given)})", names, head
