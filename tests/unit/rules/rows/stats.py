"""Rows of the distributions of `scipy.stats`."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import MODULES, Row, row
from tests.unit.rules.rows.special import share
from tests.unit.rules.rows.values import definite, normal, positive, spread

DATA = positive(4)
COUNTS = {"bernoulli": np.array([0.0, 1.0, 1.0, 0.0])}


def distribution(name: str, x: np.ndarray, fixed: str = "", **shapes: object) -> list[Row]:
    """Every method, with all parameters, and with the data alone."""
    return [
        made
        for method in ("pdf", "logpdf", "cdf", "sf", "logcdf", "logsf", "ppf", "isf")
        for made in _method(f"scipy.stats.{name}.{method}", method, x, fixed, shapes)
    ]


def _method(
    call: str, method: str, x: np.ndarray, fixed: str, shapes: dict[str, object]
) -> list[Row]:
    first = share(4) if method in ("ppf", "isf") else x
    given = "".join(f", {shape}" for shape in shapes)
    fixed = "" if "pdf" in method else fixed
    scale = 1.0 if name_of(call) in ("beta", "uniform") else 1.3
    where = {"loc": -0.05, "scale": scale, **shapes}
    return [
        row(f"{call}(x{given})", x=first, fixed=fixed, tolerance=1e-6, **shapes),
        row(f"{call}(x{given}, loc, scale)", x=first, fixed=fixed, tolerance=1e-6, **where),
        row(f"{call}(x{given}, scale=scale)", x=first, fixed=fixed, tolerance=1e-6,
            **{**where, "scale": 1.1 + 0.1 * positive(4)}),
        row(f"{call}(x{given}, loc)", x=first[:, None], loc=-0.05 * positive(4), fixed=fixed,
            tolerance=1e-6, **shapes),
        row(f"{call}(x{given}, 0, 2.0)", x=float(first[0]), fixed=fixed, tolerance=1e-6, **shapes),
    ]  # fmt: skip


def name_of(call: str) -> str:
    return call.split(".")[2]


CONTINUOUS = [
    *distribution("norm", normal(4)),
    *distribution("t", normal(4), fixed="df", df=3.5),
    *distribution("chi2", DATA, fixed="df", df=3.5),
    *distribution("gamma", DATA, fixed="a", a=2.5),
    *distribution("gamma", DATA, fixed="a", a=positive(4, seed=2)),
    *distribution("invgamma", DATA, fixed="a", a=2.5),
    *distribution("beta", share(4), fixed="a b", a=2.5, b=1.7),
    *distribution("expon", DATA),
    *distribution("uniform", share(4)),
    *distribution("lognorm", DATA, s=0.7),
    *distribution("weibull_min", DATA, c=1.7),
    *distribution("pareto", 3.0 + DATA, b=1.7),
    *distribution("laplace", spread(4)),
    *distribution("logistic", normal(4)),
    *distribution("cauchy", normal(4)),
    *distribution("halfnorm", DATA),
    *distribution("rayleigh", DATA),
    *distribution("gumbel_r", normal(4)),
    *distribution("gumbel_l", normal(4)),
]
DISCRETE = [
    *(
        row(f"scipy.stats.{call}", k=COUNTS.get(name, np.array([2.0, 1.0, 3.0, 1.0])), p=p, n=n,
            mu=mu, fixed="k" + fixed)
        for name, arguments, fixed in (
            ("poisson", "mu", " n p"), ("bernoulli", "p", " n mu"), ("binom", "n, p", " n mu"),
            ("geom", "p", " n mu"), ("nbinom", "n, p", " mu"),
        )
        for method in (
            ("pmf", "logpmf", "cdf", "sf", "logcdf", "logsf")
            if name == "poisson"
            else ("pmf", "logpmf", "cdf", "sf")
            if name in ("binom", "geom")
            else ("pmf", "logpmf")
        )
        for p, n, mu in ((0.4, 5.0, 1.7), (share(4), 4.0, positive(4)))
        for call in (f"{name}.{method}(k, {arguments})", f"{name}.{method}(k, {arguments}, 0)")
    ),
]  # fmt: skip
VECTORS = [
    *(
        row(f"scipy.stats.multivariate_normal.{method}(x, mean, cov)", x=x, mean=normal(3),
            cov=definite(3, 3), tolerance=1e-6)
        for method in ("logpdf", "pdf")
        for x in (normal(3), normal(4, 3), normal(1, 3), normal(2, 4, 3), normal(4, 1, 3))
    ),
    *(
        row(f"scipy.stats.dirichlet.{method}(x, alpha)", x=np.array([0.2, 0.5, 0.3]),
            alpha=positive(3), fixed="x", tolerance=1e-6)
        for method in ("logpdf", "pdf")
    ),
]  # fmt: skip
ROWS = [*CONTINUOUS, *DISCRETE, *VECTORS] if "scipy" in MODULES else []
