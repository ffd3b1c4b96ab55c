"""The shapes of NumPy's results: a table of functions on infos, keyed by dotted name.

Each function has the parameters of the NumPy function that it speaks of, with their names, and
gets what is known of the arguments. A call that does not fit has an unknown result.

>>> find("numpy.sum") is find("numpy.mean")
True
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from gradgen.analysis.shape_tools import as_array, elementwise, promote
from gradgen.analysis.values import UNKNOWN, Dtype, Info, constant

Rule = Callable[..., Info]
TABLE: dict[str, Rule] = {}

FALSE = constant(False)
"""The default of an option that is off."""


def shape_rule(*names: str) -> Callable[[Rule], Rule]:
    """Enter a function into the table, for these names; those of NumPy without `numpy.`."""

    def enter(rule: Rule) -> Rule:
        for name in names:
            rooted = name.partition(".")[0] in ROOTS and "." in name
            TABLE[name if rooted else f"numpy.{name}"] = rule
        return rule

    return enter


ROOTS = ("builtins", "math", "operator", "helper", "scipy", "copy")


def find(name: str) -> Rule | None:
    """Return the shape rule of a function by its dotted name."""
    return TABLE.get(name)


@cache
def _signature(rule: Rule) -> inspect.Signature:
    return inspect.signature(rule)


def apply(rule: Rule, arguments: Sequence[Info], keywords: Mapping[str, Info]) -> Info:
    """Apply a rule to a call, which may not fit it."""
    try:
        _signature(rule).bind(*arguments, **keywords)
    except TypeError:
        return UNKNOWN
    return rule(*arguments, **keywords)


# ---- elementwise functions ------------------------------------------------------

FLOATING = """
    exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan asin acos atan sinh cosh
    tanh arcsinh arccosh arctanh asinh acosh atanh sqrt cbrt arctan2 atan2 hypot true_divide divide
    logaddexp logaddexp2 deg2rad rad2deg degrees radians sinc i0 copysign nextafter
    float_power heaviside ldexp
""".split()
KEEPING = """
    add subtract multiply negative positive maximum minimum fmax fmin square floor_divide mod
    remainder fmod sign conj conjugate clip round around rint floor ceil trunc fix
""".split()
TRUTH = """
    less less_equal greater greater_equal equal not_equal isfinite isinf isnan isneginf isposinf
    signbit logical_and logical_or logical_xor logical_not isclose
""".split()
OTHER = "power pow absolute abs fabs reciprocal real imag angle nan_to_num invert".split()


def elementwise_dtype(name: str, operands: Iterable[Info]) -> Dtype | None:
    """Return the dtype of an elementwise function of operands."""
    short = name.rpartition(".")[2]
    dtypes: list[Dtype | None] = [as_array(one).dtype for one in operands]
    if short in TRUTH:
        return "bool"
    if short in ("absolute", "abs", "fabs", "real", "imag", "angle"):
        return "float" if set(dtypes) & {"float", "complex"} else promote(dtypes)
    if short in ("power", "pow"):
        return promote(dtypes) if set(dtypes) & {"float", "complex"} else None
    if short in FLOATING or name.startswith("scipy."):
        return "complex" if "complex" in dtypes else None if None in dtypes else "float"
    if short in KEEPING or short in OTHER:
        return promote(dtypes)
    return "float" if set(dtypes) == {"float"} else None


def apply_elementwise(name: str, operands: Sequence[Info], keywords: Mapping[str, Info]) -> Info:
    """Return the result of an elementwise function by its name; options do not change the shape."""
    if "out" in keywords or "where" in keywords:
        return UNKNOWN
    if name.startswith("scipy."):
        operands = [*operands, *keywords.values()]  # `norm.pdf(x, loc=mean)`
    return elementwise(operands, elementwise_dtype(name, operands))


def _enter_elementwise() -> None:
    for name in FLOATING + KEEPING + TRUTH + OTHER:

        def rule(*operands: Info, name: str = name, **keywords: Info) -> Info:
            return apply_elementwise(name, operands, keywords)

        TABLE[f"numpy.{name}"] = rule


_enter_elementwise()


@shape_rule("where")
def where(condition: Info, x: Info, y: Info) -> Info:
    """Return what is known of `np.where(condition, x, y)`."""
    made = elementwise([x, y, condition], None)
    dtype = promote([as_array(x).dtype, as_array(y).dtype])
    return Info(made.kind, made.shape, dtype, x.dtype_facts | y.dtype_facts)


@shape_rule("clip")
def clip(a: Info, a_min: Info | None = None, a_max: Info | None = None, **keywords: Info) -> Info:
    """Return what is known of `np.clip`, in its two spellings."""
    bounds = [a_min, a_max, keywords.pop("min", None), keywords.pop("max", None)]
    given = [a, *(one for one in bounds if one is not None and one.kind != "none")]
    return apply_elementwise("numpy.clip", given, keywords)


@shape_rule("round", "around")
def rounded(a: Info, decimals: Info | None = None) -> Info:
    """Return what is known of `np.round(a, decimals)`."""
    return elementwise([a], a.dtype)
