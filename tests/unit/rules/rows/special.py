"""Rows of `scipy.special`."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import MODULES, Row, row
from tests.unit.rules.rows.values import A34, B34, ROW4, normal, positive, within


def share(*shape: int, seed: int = 0) -> np.ndarray:
    """Values between 0.1 and 0.9."""
    return 0.5 + 0.4 * within(*shape, seed=seed) / 0.9


def calls(names: str, *values: object) -> list[Row]:
    return [
        row(f"scipy.special.{name}(x)", x=value, tolerance=1e-6)
        for name in names.split()
        for value in values
    ]


def pairs(text: str, first: np.ndarray, second: np.ndarray, fixed: str = "") -> list[Row]:
    """Arrays of one shape, an array and a number, a number and an array."""
    return [
        row(f"scipy.special.{text}", a=a, b=b, fixed=fixed, tolerance=1e-6)
        for a, b in (
            (first, second),
            (first, float(second.flat[0])),
            (float(first.flat[0]), second),
            (first[:, None], second[None]),
        )
    ]


REDUCTIONS = [
    *(
        row(f"scipy.special.logsumexp(x{options})", x=A34)
        for options in ("", ", axis=0", ", -1, keepdims=True", ", axis=(0, 1)", ", keepdims=True")
    ),
    row("scipy.special.logsumexp(x)", x=ROW4),
    row("scipy.special.logsumexp(x, axis=1, b=b)", x=A34, b=positive(3, 4)),
    row("scipy.special.logsumexp(x, axis=1, b=b)", x=A34, b=positive(4)),
    row("scipy.special.logsumexp(x, axis=0, b=b, keepdims=True)", x=ROW4, b=positive(3, 4)),
    row("scipy.special.logsumexp(x, b=b)", x=ROW4, b=positive(4)),
    *(
        row(f"scipy.special.{name}(x{options})", x=A34)
        for name in ("softmax", "log_softmax")
        for options in ("", ", axis=0", ", axis=-1", ", axis=(0, 1)")
    ),
    row("scipy.special.softmax(x)", x=ROW4),
]

ONE = [
    *calls("expit log_expit softplus erf erfc erfcx erfi dawsn ndtr log_ndtr exp2 exp10 expm1"
           " exprel cosm1 sindg cosdg tandg", A34, 0.3, normal()),
    *calls("logit erfinv ndtri gammaln", share(3, 2), 0.3),
    *calls("erfcinv ndtri", share(3, 2), 0.3),
    *calls("ndtri_exp", -positive(3), -0.7),
    *calls("gamma gammaln loggamma rgamma digamma psi log1p cbrt entr", positive(3, 2), 0.7),
    *calls("cotdg", 30.0 * positive(3)),
    *calls("exprel", np.array([0.0, 1e-5, 0.4])),
    row("scipy.special.diric(x, 5)", x=A34),
    row("scipy.special.polygamma(2, x)", x=positive(3)),
    row("scipy.special.polygamma(n, x)", x=positive(3), n=np.array([1, 2, 3])),
    row("scipy.special.multigammaln(x, 3)", x=2.0 + positive(3)),
    row("scipy.special.multigammaln(x, 2)", x=2.5),
    row("scipy.special.hyp0f1(0.7, x)", x=A34),
    row("scipy.special.hyp1f1(0.7, 1.3, x)", x=A34),
    row("scipy.special.hyp2f1(0.7, 1.3, 2.2, x)", x=share(3, 2)),
    row("scipy.special.hyperu(0.7, 1.3, x)", x=positive(3)),
]  # fmt: skip

TWO = [
    *pairs("owens_t(a, b)", normal(4), normal(4, seed=1)),
    *(r for f in ("beta", "betaln", "poch", "boxcox", "boxcox1p", "powm1")
      for r in pairs(f"{f}(a, b)", positive(4), positive(4, seed=1))),
    *(r for f in ("xlogy", "xlog1py", "rel_entr", "kl_div", "pseudo_huber")
      for r in pairs(f"{f}(a, b)", positive(4), positive(4, seed=1))),
    *pairs("binom(a, b)", 3.0 + positive(4), positive(4, seed=1)),
    *pairs("zeta(a, b)", 1.0 + positive(4), positive(4, seed=1), fixed="a"),
    *(r for f in ("gammainc", "gammaincc")
      for r in pairs(f"{f}(a, b)", positive(4), positive(4, seed=1), fixed="a")),
    *(r for f in ("gammaincinv", "gammainccinv")
      for r in pairs(f"{f}(a, b)", positive(4), share(4), fixed="a")),
    *pairs("huber(a, b)", positive(4), 2.0 * positive(4, seed=1)),
    *pairs("inv_boxcox(a, b)", positive(4), positive(4, seed=1)),
    *pairs("inv_boxcox1p(a, b)", positive(4), positive(4, seed=1)),
    row("scipy.special.boxcox(x, k)", x=positive(3), k=1e-6, tolerance=1e-6),
    *(row(f"scipy.special.{f}(a, b, x)", x=share(3, 2), a=positive(2), b=1.3, fixed="a b")
      for f in ("betainc", "betaincc", "betaincinv", "betainccinv")),
    row("scipy.special.radian(d, m, s)", d=A34, m=ROW4, s=B34),
]  # fmt: skip

HELPERS = [row("helper.slope_of_log(a, b)", a=np.array([0.0, 0.5]), b=positive(2))]
GAMMA = [row("math.lgamma(x)", x=1.7), row("math.gamma(x)", x=1.7)]
ROWS = [*HELPERS, *([*GAMMA, *REDUCTIONS, *ONE, *TWO] if "scipy" in MODULES else [])]
