"""Rows of `scipy.special` with complex numbers."""

from __future__ import annotations

from tests.unit.rules.battery import MODULES, row
from tests.unit.rules.rows.complex import wild
from tests.unit.rules.rows.values import positive

Z34, Z3 = wild(3, 4), wild(3)
ORDERED = "jv yv iv kv jvp yvp ivp kvp hankel1 hankel1e hankel2 hankel2e h1vp h2vp"

ROWS = [
    *(
        row(f"scipy.special.{name}(z)", z=z, tolerance=1e-6)
        for name in "gamma loggamma rgamma erf erfc erfcx erfi dawsn ndtr log_ndtr expm1 log1p"
        " spence exp1 expi wofz lambertw wrightomega sici fresnel airy".split()
        for z in (Z34, complex(Z3[0]))
    ),
    *(row(f"scipy.special.{name}(1.3, z)", z=Z3, tolerance=1e-6) for name in ORDERED.split()),
    *(row(f"scipy.special.{name}(2, z, 2)", z=Z3, tolerance=1e-6) for name in ("h1vp", "h2vp")),
    *(
        row(f"scipy.special.spherical_{name}(2, z{option})", z=Z3, tolerance=1e-6)
        for name in ("jn", "yn", "in", "kn")
        for option in ("", ", True")
    ),
    row("scipy.special.hyp0f1(0.7, z)", z=Z3),
    row("scipy.special.hyp1f1(0.7, 1.3, z)", z=Z3),
    row("scipy.special.hyp2f1(0.7, 1.3, 2.1, z)", z=0.4 * Z3, tolerance=1e-6),
    row("scipy.special.elliprf(z, 2.1, 3.2)", z=Z3),
    row("scipy.special.elliprc(z, 2.1)", z=Z3),
    row("scipy.special.elliprd(z, 2.1, 3.2)", z=Z3),
    *(
        row(f"scipy.special.eval_{name}(3, z)", z=Z3)
        for name in ("legendre", "chebyt", "chebyu", "laguerre")
    ),
    row("scipy.special.eval_jacobi(3, 0.4, 0.7, z)", z=Z3),
    row("scipy.special.eval_gegenbauer(3, 0.4, z)", z=Z3),
    row("scipy.special.eval_genlaguerre(3, 0.4, z)", z=Z3),
    # complex for real arguments
    *(row(f"scipy.special.{name}(x)", x=positive(3)) for name in ("lambertw", "wofz")),
    row("scipy.special.lambertw(x, -1)", x=-0.1 * positive(3)),
    *(row(f"scipy.special.{name}(1.3, x)", x=positive(3), tolerance=1e-6)
      for name in ORDERED.split()[8:]),
]  # fmt: skip
if "scipy" not in MODULES:
    ROWS = []
