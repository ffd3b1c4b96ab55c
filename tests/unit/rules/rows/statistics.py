"""Rows of quantiles, weighted means, covariances, and of reductions that leave NaNs out."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import Row, row
from tests.unit.rules.rows.core import KEYWORDS, reductions
from tests.unit.rules.rows.values import A34, B34, ROW4, normal, positive, spread

SPREAD = spread(3, 4, 2)
HOLES = np.where(np.arange(24).reshape(3, 4, 2) % 7 == 3, np.nan, SPREAD)
FLAT_HOLES = np.array([[0.5, np.nan, 1.5, -0.3], [np.nan, 0.7, 0.2, 0.9], [0.1, 1.1, -0.6, 0.4]])
METHODS = """
    linear lower higher nearest midpoint hazen weibull median_unbiased normal_unbiased
    interpolated_inverted_cdf inverted_cdf averaged_inverted_cdf closest_observation
""".split()


def quantiles() -> list[Row]:
    return [
        *reductions("np.median", SPREAD),
        row("np.median(x)", x=spread(5)),
        row("np.nanmedian(x, axis=1)", x=HOLES),
        *(row(f"np.quantile(x, 0.3, axis=0, method='{m}')", x=spread(7, 2)) for m in METHODS),
        *(
            row(f"np.{f}(x, {q}{o})", x=SPREAD, q=0.4, qs=np.array([0.1, 0.8]), k=1)
            for f, numbers in (
                ("quantile", ("0.3", "q", "1.0", "[0.2, 0.9]", "qs")),
                ("percentile", ("30", "q", "100", "[20, 90]", "qs")),
            )
            for q in numbers
            for o in ("", ", axis=1", ", (0, 2)", ", axis=k", ", axis=0, keepdims=True")
        ),
        row("np.nanquantile(x, 0.6, axis=1)", x=HOLES),
        row("np.nanpercentile(x, 25, axis=0, method='hazen')", x=HOLES),
    ]


AVERAGES = [
    row("np.average(x)", x=A34),
    row("np.average(x, 1)", x=A34),
    row("np.average(x, weights=w)", x=A34, w=positive(3, 4)),
    row("np.average(x, axis=k, weights=w)", x=A34, w=positive(3, 4), k=1),
    row("np.average(x, 0, w)", x=A34, w=positive(3)),
    row("np.average(x, axis=-1, weights=w, keepdims=True)", x=A34, w=positive(4)),
    row("np.average(x, axis=(2, 0), weights=w)", x=normal(3, 4, 2), w=positive(2, 3)),
]

COVARIANCES = [
    *(row(f"np.cov(m{o})", m=A34) for o in ("", ", ddof=0", ", bias=True", ", rowvar=False")),
    row("np.cov(m)", m=ROW4),
    row("np.cov(m, bias=True)", m=ROW4),
    row("np.cov(m)", m=normal(1, 4)),
    row("np.cov(m, v)", m=ROW4, v=normal(4, seed=1)),
    row("np.corrcoef(x)", x=A34),
    row("np.corrcoef(x, rowvar=False)", x=normal(4, 3)),
    row("np.corrcoef(x, v)", x=ROW4, v=normal(4, seed=1)),
]

NANS = [
    *(
        r
        for f in ("nansum", "nanmean", "nanprod", "nanmax", "nanmin", "nanvar", "nanstd")
        for r in reductions(f"np.{f}", HOLES, KEYWORDS)
    ),
    row("np.nanvar(x, axis=1, ddof=1)", x=HOLES),
    row("np.nanstd(x, ddof=k)", x=HOLES, k=1),
    *(
        row(f"np.nan{f}(x{o})", x=FLAT_HOLES, k=1)
        for f in ("cumsum", "cumprod")
        for o in ("", ", axis=0", ", axis=k")
    ),
    *reductions("np.ptp", SPREAD),
]

HELPERS = [
    row("helper.as_rows(x, False)", x=A34),
    row("helper.as_rows(x, True)", x=ROW4),
    row("helper.rows_like(r, x, False)", r=A34, x=B34.T, fixed="x"),
    row("helper.weights_along(w, a, 1)", w=ROW4, a=A34, fixed="a"),
]

ROWS = [*quantiles(), *AVERAGES, *COVARIANCES, *NANS, *HELPERS]
