"""Shapes of quantiles, weighted means, covariances, and of the helpers of their gradients."""

from __future__ import annotations

from gradgen.analysis.shape_rules import FALSE, shape_rule
from gradgen.analysis.shape_rules_helpers import unbroadcast
from gradgen.analysis.shape_rules_layout import matrix_transpose
from gradgen.analysis.shape_rules_reductions import reduce
from gradgen.analysis.shape_tools import as_array, made
from gradgen.analysis.values import NONE, UNKNOWN, UNKNOWN_DIM, Info, constant


@shape_rule("quantile", "percentile", "nanquantile", "nanpercentile")
def quantile(a: Info, q: Info, axis: Info = NONE, out: Info = NONE, overwrite_input: Info = NONE,
             method: Info = NONE, keepdims: Info = FALSE) -> Info:  # fmt: skip
    """Return what is known of a quantile; of several, nothing."""
    return reduce(a, axis, keepdims, None) if q.rank == 0 else UNKNOWN


@shape_rule("cov", "corrcoef")
def covariance(m: Info, y: Info = NONE, rowvar: Info = NONE, **keywords: Info) -> Info:
    """Return what is known of a covariance: of one vector a number, of two a matrix."""
    m = as_array(m)
    if m.rank == 1 and y.kind == "none":
        return made("cov", [], [m], (), "float" if m.dtype == "float" else None)
    if m.rank == 1 and as_array(y).rank == 1:
        pair = [constant(2), constant(2)]
        return made("covs", None, [m, as_array(y)], pair, None, "array")
    return UNKNOWN


@shape_rule("helper.weights_along")
def weights_along(weights: Info, a: Info, axis: Info) -> Info:
    """Return what is known of weights that were given the rank of what they belong to."""
    a, weights = as_array(a), as_array(weights)
    dims = None if a.rank is None else [UNKNOWN_DIM] * a.rank
    return made("weights_along", dims, [a, weights], [axis], weights.dtype, "array")


@shape_rule("helper.as_rows")
def as_rows(x: Info, rowvar: Info) -> Info:
    """Return what is known of rows of observations: a matrix."""
    x = as_array(x)
    if x.rank == 2 and rowvar.known:
        return x if rowvar.value else matrix_transpose(x)
    return made("as_rows", [UNKNOWN_DIM, UNKNOWN_DIM], [x], [rowvar], x.dtype, "array")


@shape_rule("helper.rows_like")
def rows_like(rows: Info, x: Info, rowvar: Info) -> Info:
    """Return what is known of rows put back: the shape of where they came from."""
    return unbroadcast(rows, x)


@shape_rule("helper.quantiles_tangent", "helper.covariance_tangent", "helper.correlation_tangent")
def of_several(*arguments: Info) -> Info:
    """Return that nothing is known."""
    return UNKNOWN


@shape_rule("helper.quantile_place", "helper.interpolated_start")
def place(*arguments: Info) -> Info:
    """Return that nothing is known of a place in an order."""
    return UNKNOWN
