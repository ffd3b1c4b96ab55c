"""Shapes of what functions of SciPy give that are not elementwise."""

from __future__ import annotations

from gradgen.analysis.shape_rules import FALSE, apply_elementwise, shape_rule
from gradgen.analysis.shape_rules_reductions import reduce
from gradgen.analysis.shape_tools import as_array
from gradgen.analysis.values import NONE, Info


def _floating(*operands: Info) -> Info:
    return apply_elementwise("scipy.special.floating", operands, {})


@shape_rule("scipy.special.logsumexp")
def logsumexp(a: Info, axis: Info = NONE, b: Info = NONE, keepdims: Info = FALSE) -> Info:
    """Return what is known of a log of a sum of exponentials."""
    whole = _floating(as_array(a)) if b is NONE else _floating(as_array(a), as_array(b))
    return reduce(whole, axis, keepdims, whole.dtype)


@shape_rule("scipy.special.softmax", "scipy.special.log_softmax")
def softmax(x: Info, axis: Info = NONE) -> Info:
    """Return what is known of a softmax: the shape of its argument."""
    return _floating(as_array(x))


@shape_rule("helper.slope_of_log")
def slope_of_log(a: Info, b: Info) -> Info:
    """Return what is known of a quotient."""
    return _floating(a, b)
