"""Rows of integrals, convolutions and distances of SciPy."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import MODULES, row
from tests.unit.rules.rows.values import A34, normal, positive

TIMES = np.array([0.0, 0.3, 0.7, 1.4])
LATER = np.array([0.0, 0.3, 0.7, 1.4, 1.6, 2.5])
INTEGRALS = [
    *(row(f"scipy.integrate.simpson(y{option})", y=y)
      for y in (normal(n) for n in (2, 3, 4, 5, 6)) for option in ("", ", dx=0.3")),
    *(row(f"scipy.integrate.simpson(y{option})", y=A34)
      for option in ("", ", axis=0", ", axis=-1")),
    row("scipy.integrate.simpson(y, x, axis=1)", y=A34, x=TIMES),
    row("scipy.integrate.simpson(y, x=x, axis=0)", y=A34, x=TIMES[:3]),
    row("scipy.integrate.simpson(y, x=x)", y=A34, x=TIMES + positive(3, 1)),
    *(row("scipy.integrate.simpson(y, x=x)", y=normal(n), x=LATER[:n]) for n in (2, 3, 4, 5, 6)),
    row("scipy.integrate.simpson(y, dx=h)", y=A34, h=0.3),
    *(row(f"scipy.integrate.cumulative_trapezoid(y{option})", y=A34)
      for option in ("", ", axis=0", ", initial=0", ", dx=0.3, axis=0, initial=0")),
    *(row(f"scipy.integrate.cumulative_trapezoid(y, x{option})", y=A34, x=TIMES)
      for option in ("", ", axis=1, initial=0")),
    row("scipy.integrate.cumulative_trapezoid(y, x)", y=normal(4), x=TIMES),
    row("scipy.integrate.cumulative_trapezoid(y, x=x)", y=A34, x=TIMES + positive(3, 1)),
    row("scipy.integrate.cumulative_trapezoid(y, dx=h)", y=A34, h=0.3),
    row("scipy.integrate.trapezoid(y, x)", y=A34, x=TIMES),
]  # fmt: skip
SIGNALS = [
    row(f"scipy.signal.{name}(a, v{mode})", a=normal(*a), v=normal(*v))
    for name in ("convolve", "fftconvolve", "oaconvolve", "correlate")
    for mode in ("", ", mode='same'", ", 'valid'")
    for a, v in (((6,), (3,)), ((3,), (6,)), ((5, 6), (2, 3)), ((4,), (4,)))
]
DISTANCES = [
    row(f"scipy.spatial.distance.cdist(a, b{metric})", a=normal(3, 2), b=normal(4, 2))
    for metric in ("", ", 'euclidean'", ", metric='sqeuclidean'", ", metric='cityblock'")
]
ROWS = [*INTEGRALS, *SIGNALS, *DISTANCES] if "scipy" in MODULES else []
