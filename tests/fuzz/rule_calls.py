"""Calls of what is in the table of rules, with arguments inside the domains that it states.

A rule is sorted by what it makes of numbers, vectors and matrices: `SHAPES["v->s"]` has templates
such as `np.mean({})`, `SHAPES["v,v->v"]` such as `np.hypot({}, {})`. Rules whose domain is
written in another way than those below are not drawn.
"""

from __future__ import annotations

import builtins
import math
import pkgutil
import re
import warnings

import numpy as np

from gradgen import rules
from gradgen.rules.registry import TABLE, Rule

SHORT = {"numpy": "np", "math": "math", "builtins": ""}
STEEP = {"exp", "exp2", "expm1", "sinh", "cosh", "tan"}
COARSE = {"float32", "float16", "longdouble"}
LARGE = {"rad2deg", "degrees"}
KINKED = {"absolute", "abs", "fabs", "maximum", "minimum", "fmax", "fmin", "copysign"}
INSIDE = (
    (r"{0} > 0|{0} != 0", "0.5 + ({{}}) ** 2"),
    (r"{0} > -1", "({{}}) ** 2 - 0.5"),
    (r"{0} > 1", "1.5 + ({{}}) ** 2"),
    (r"-1 < {0} < 1", "0.9 * np.tanh({{}})"),
)
NOT_BOTH_ZERO = "(a, b) != (0, 0)"
SYMMETRIC = "({0}) @ ({0}).T + 2.0 * np.eye(3)"
METHODS = (".reduce", ".accumulate")
GIVEN: dict[str, tuple[object, ...]] = {
    "s": (0.4,),
    "v": (np.array([0.3, -0.7, 0.9]),),
    "m": (np.diag([0.3, -0.7, 0.9]) + 2.0 * np.eye(3),),
    "s,s": (0.4, -0.6),
    "v,v": (np.array([0.3, -0.7, 0.9]), np.array([0.9, -0.2, 0.3])),
    "m,v": (np.eye(3), np.array([0.3, -0.7, 0.9])),
}


def _argument(rule: Rule, parameter: str) -> str | None:
    """Return text for an argument inside the domain of a rule, None where that is not known."""
    short, domain = rule.name.rpartition(".")[2], rule.traits.domain
    if domain == NOT_BOTH_ZERO:
        return "{}" if parameter == "a" else "2.0 + ({}) ** 2"
    if not domain or short in KINKED:
        return "np.tanh({})" if short in STEEP else "{}"
    for pattern, text in INSIDE:
        if re.search(rf"(^|, )({pattern.format(parameter)})(,|$)", domain):
            return text.format()
    return "{}" if parameter not in re.findall(r"[a-z_]+", domain) else None


def _template(rule: Rule) -> str | None:
    """Return the call of a rule with a hole for each of its data, None where that is not plain."""
    module, _, name = rule.name.rpartition(".")
    root, *rest = module.split(".")
    if root not in SHORT or name in COARSE | LARGE or not rule.fixed:
        return None
    if not rule.differentiable or not _exists(rule.name):
        return None
    needed = [parameter for parameter in rule.parameters if parameter.default is None]
    if not needed or any(parameter.kind != "data" for parameter in needed):
        return None
    texts = [_argument(rule, parameter.name) for parameter in needed]
    called = ".".join(part for part in (SHORT[root], *rest, name) if part)
    return None if None in texts else f"{called}({', '.join(map(str, texts))})"


def _exists(name: str) -> bool:
    """Tell whether there is a function of this name: in a module, or of a ufunc."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def _shape(template: str, values: tuple[object, ...]) -> str | None:
    """Return what a call gives: "s", "v" or "m"; None for anything else."""
    names = {f"_{place}": value for place, value in enumerate(values)}
    text = template.format(*names)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = eval(text, {"np": np, "math": math, **vars(builtins), **names})
    except Exception:  # the call is for other arguments
        return None
    if not isinstance(found, (float, np.ndarray)) or not np.all(np.isfinite(found)):
        return None
    return {(): "s", (3,): "v", (3, 3): "m"}.get(np.shape(found))


def _sorted() -> dict[str, list[str]]:
    """Return templates by what they take and what they give."""
    rules.find_name("numpy.sin")  # has the table filled
    made: dict[str, set[str]] = {}
    for rule in list(TABLE.values()):
        template = _template(rule)
        for given, values in GIVEN.items() if template is not None else ():
            if template.count("{}") != len(values):
                continue
            if given == "s" and rule.name.endswith(METHODS):
                continue  # which people call on arrays
            shape = _shape(template, values)
            if shape is not None:
                system = given == "m" and template.startswith("np.linalg.")
                text = template.replace("{}", SYMMETRIC) if system else template
                made.setdefault(f"{given}->{shape}", set()).add(text)
    return {key: sorted(texts) for key, texts in sorted(made.items())}


SHAPES: dict[str, list[str]] = _sorted()
ELEMENTWISE: list[str] = sorted({*SHAPES["s->s"]} & {*SHAPES["v->v"]})
ELEMENTWISE_OF_TWO: list[str] = sorted({*SHAPES["s,s->s"]} & {*SHAPES["v,v->v"]})
