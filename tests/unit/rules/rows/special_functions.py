"""Rows of `scipy.special` beyond statistics: Bessel functions, integrals, polynomials."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import MODULES, Row, row
from tests.unit.rules.rows.special import calls, pairs, share
from tests.unit.rules.rows.values import A34, normal, positive, spread

ORDERS = np.array([1, 2, 3, 4])


def of_order(name: str, order: object, x: np.ndarray, options: str = "") -> list[Row]:
    """A function of an order and an argument: both as an array and as a number."""
    first = np.asarray(order).flat[0].item()
    return [
        row(f"scipy.special.{name}(n, x{options})", n=n, x=value, fixed="n", tolerance=1e-6)
        for n, value in ((first, x), (first, float(x.flat[0])), (order, x[:1]), (order, x[:, None]))
    ]


BESSEL = [
    *calls("j0 j1 i0 i1", A34, 0.0, normal()),
    *calls("i0e i1e", spread(5), 0.7),
    *calls("y0 y1 k0 k1 k0e k1e ber bei berp beip ker kei kerp keip itstruve0 itmodstruve0"
           " it2struve0", positive(4), 0.7),
    *(r for f in ("jv", "iv", "jve") for r in of_order(f, 0.3 + ORDERS, normal(4) ** 2 + 0.1)),
    *(r for f in ("yv", "kv", "yve", "ive", "kve", "struve", "modstruve")
      for r in of_order(f, 0.3 + ORDERS, positive(4))),
    *(r for f in ("yn", "kn", "jn") for r in of_order(f, ORDERS, positive(4))),
    *(r for f in ("jvp", "yvp", "ivp", "kvp") for o in ("", ", 2")
      for r in of_order(f, 0.3 + ORDERS, positive(4), o)[:2]),
    *(r for f in ("jn", "yn", "in", "kn") for o in ("", ", True", ", derivative=False")
      for r in of_order(f"spherical_{f}", ORDERS, positive(4), o)[:3]),
    *calls("airy itairy", positive(3), 0.4),
    *calls("airy", -positive(3)),
    *calls("airye itj0y0 iti0k0 it2j0y0 it2i0k0", positive(3), 0.4),
    *(r for f in ("pbdv", "pbvv", "pbwa") for r in of_order(f, 0.3 + share(4), positive(4))),
    row("scipy.special.besselpoly(a, 1.0, 1.5)", a=share(3), tolerance=1e-6),
]  # fmt: skip

INTEGRALS = [
    *calls("ellipk ellipe", share(3, 2), 0.0, 0.3, -0.4),
    *calls("ellipkm1", share(3, 2), 0.3),
    *(r for f in ("ellipkinc", "ellipeinc") for r in pairs(f"{f}(a, b)", A34[0], share(4))),
    *pairs("elliprc(a, b)", positive(4), 2.0 + positive(4)),
    *pairs("agm(a, b)", positive(4), 2.0 + positive(4)),
    *(row(f"scipy.special.ellipr{f}(a, b, c)", a=positive(3), b=2.1 + positive(3),
          c=5.0 + positive(1), tolerance=1e-6) for f in "fgd"),
    row("scipy.special.elliprd(0.0, b, 1.0)", b=positive(3) + 1.1, tolerance=1e-6),
    row("scipy.special.elliprj(a, b, c, p)", a=positive(3), b=2.1 + positive(3),
        c=5.0 + positive(1), p=9.0, tolerance=1e-6),
    row("scipy.special.ellipj(u, m)", u=A34, m=0.3, fixed="m"),
    row("scipy.special.ellipj(u, m)", u=0.7, m=share(3), fixed="m"),
    *calls("expi exp1 spence", positive(3), 0.7),
    *calls("spence", np.array([1.0, 0.999])),
    *of_order("expn", ORDERS, positive(4)),
    *calls("sici shichi", positive(3), 0.7),
    *calls("fresnel wrightomega", A34, 0.7),
    row("scipy.special.wright_bessel(0.5, 1.3, x)", x=positive(3), tolerance=1e-6),
    row("scipy.special.log_wright_bessel(0.5, 1.3, x)", x=positive(3), tolerance=1e-6),
    *(row("scipy.special.voigt_profile(x, s, g)", x=x, s=s, g=0.4)
      for x, s in ((A34, 0.7), (0.3, positive(3)), (normal(4), positive(4)))),
]  # fmt: skip

DEGREES = np.array([0, 1, 2, 5])
POLYNOMIALS = [
    *(r for f in ("legendre", "chebyt", "chebyu", "chebyc", "chebys", "sh_legendre", "sh_chebyt",
                  "sh_chebyu", "laguerre", "hermite", "hermitenorm")
      for r in of_order(f"eval_{f}", DEGREES, share(4))),
    *(row(f"scipy.special.eval_{f}(3, x)", x=np.array([-0.5, 1.0]))
      for f in ("legendre", "chebyt", "chebyu", "hermite", "hermitenorm", "laguerre")),
    *(row(f"scipy.special.eval_{f}(0, x)", x=share(3)) for f in ("hermite", "hermitenorm")),
    *(row(f"scipy.special.eval_{f}(n, 0.4, x)", x=share(4), n=n, fixed="n")
      for f in ("gegenbauer", "genlaguerre") for n in (3, DEGREES)),
    *(row(f"scipy.special.eval_{f}(n, 1.4, 0.7, x)", x=share(4), n=n, fixed="n")
      for f in ("jacobi", "sh_jacobi") for n in (3, DEGREES)),
    row("scipy.special.eval_sh_jacobi(2, 1.4, 0.7, x)", x=share(4)),
    row("scipy.special.assoc_laguerre(x, 3)", x=share(4)),
    row("scipy.special.assoc_laguerre(x, 3, 1.5)", x=share(4)),
    row("scipy.special.lpmv(1, 3, x)", x=share(4)),
]  # fmt: skip

COUNTS, DRAWS = np.array([0.0, 1.0, 2.4, 3.0]), 5


def counted(name: str, arguments: str, x: np.ndarray) -> list[Row]:
    """A distribution function of counts, in its last argument."""
    return [
        row(f"scipy.special.{name}({arguments}, x)", k=k, n=DRAWS, x=value, fixed="k n",
            tolerance=1e-6)
        for k, value in ((COUNTS, x), (2.0, x), (COUNTS, float(x[0])))
    ]  # fmt: skip


DISTRIBUTIONS = [
    *(r for f in ("chdtr", "chdtrc") for r in of_order(f, 2.5 + ORDERS, positive(4))),
    *(r for f in ("chdtri", "stdtrit") for r in of_order(f, 2.5 + ORDERS, share(4))),
    *of_order("stdtr", 2.5 + ORDERS, normal(4)),
    *(row(f"scipy.special.{f}(3.5, n, x)", n=4.5, x=share(4), fixed="n", tolerance=1e-6)
      for f in ("fdtr", "fdtrc", "fdtri")),
    *(r for f in ("bdtr", "bdtrc", "bdtri") for r in counted(f, "k, n", share(4))),
    *(row(f"scipy.special.{f}(k, n, x)", k=k, n=4, x=share(4), fixed="k n", tolerance=1e-6)
      for f in ("nbdtr", "nbdtrc", "nbdtri") for k in (2.0, np.floor(COUNTS))),
    *(row(f"scipy.special.{f}(k, x)", k=k, x=share(4), fixed="k", tolerance=1e-6)
      for f in ("pdtr", "pdtrc", "pdtri") for k in (2, np.array([0, 1, 2, 3]))),
    *(row(f"scipy.special.{f}(a, 2.5, x)", a=share(3), x=share(3, seed=1), tolerance=1e-6)
      for f in ("gdtr", "gdtrc", "gdtrix", "gdtria")),
    row("scipy.special.gdtr(a, 2.5, x)", a=0.7, x=positive(3), tolerance=1e-6),
    *(row(f"scipy.special.{f}(x, 3.5, nc)", x=share(3), nc=positive(3), tolerance=1e-6)
      for f in ("chndtr", "chndtrix")),
    row("scipy.special.nrdtrimn(p, s, x)", p=share(3), s=positive(3), x=0.4, tolerance=1e-6),
    row("scipy.special.nrdtrisd(m, p, x)", m=0.2, p=0.5 + 0.4 * share(3), x=1.4, tolerance=1e-6),
    row("scipy.special.tklmbda(x, 0.3)", x=0.5 * share(3), tolerance=1e-6),
]  # fmt: skip

WAVES = [
    *(row(f"scipy.special.mathieu_{f}(2, 1.3, x)", x=20.0 * share(3), tolerance=1e-6)
      for f in ("cem", "sem")),
    *(row(f"scipy.special.mathieu_mod{f}(2, 1.3, x)", x=share(3), tolerance=1e-6)
      for f in ("cem1", "cem2", "sem1", "sem2")),
    *(row(f"scipy.special.pro_{f}(1, 2, 1.3, {cv}x)", x=gap + share(3), tolerance=1e-6)
      for name, gap in (("ang1", 0.0), ("rad1", 1.5))
      for f, cv in ((name, ""), (f"{name}_cv", "scipy.special.pro_cv(1, 2, 1.3), "))),
    *(row(f"scipy.special.obl_{f}(1, 2, 1.3, {cv}x)", x=share(3), tolerance=1e-6)
      for name in ("ang1", "rad1")
      for f, cv in ((name, ""), (f"{name}_cv", "scipy.special.obl_cv(1, 2, 1.3), "))),
]  # fmt: skip

ROWS = [*BESSEL, *INTEGRALS, *POLYNOMIALS, *DISTRIBUTIONS, *WAVES] if "scipy" in MODULES else []
