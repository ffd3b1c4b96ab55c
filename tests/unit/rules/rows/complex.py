"""Rows of complex numbers, and of Fourier transforms."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import Row, row
from tests.unit.rules.rows.values import A34, normal, well_posed


def wild(*shape: int, seed: int = 0) -> np.ndarray:
    """Complex numbers away from 0 and from the cuts of logarithms and roots."""
    rng = np.random.default_rng([seed, 4, *shape])
    return rng.uniform(0.5, 1.5, shape) * np.exp(1j * rng.uniform(-1.2, 1.2, shape))


Z34, Z4 = wild(3, 4), wild(4)
HOLOMORPHIC = """
    exp exp2 expm1 log log2 log10 log1p sqrt square reciprocal sin cos tan arcsin arccos arctan
    sinh cosh tanh arcsinh arctanh negative positive
""".split()
NORMS = ("", ", norm='ortho'", ", norm='forward'", ", norm='backward'")

COMPLEX = [
    *(row(f"np.{name}(z)", z=Z34) for name in HOLOMORPHIC),
    row("np.arccosh(z)", z=2.0 + wild(3)),
    *(row(f"z {sign} x", z=Z34, x=x) for sign in "+-*/" for x in (A34, wild(4), normal(4))),
    *(row(f"x {sign} z", x=normal(4), z=Z34) for sign in "+-*/"),
    row("-z", z=Z34),
    row("+z", z=Z34),
    row("z ** 3", z=Z34),
    row("z ** w", z=Z34, w=wild(4, seed=1)),
    row("np.power(x, z)", x=np.abs(Z34), z=Z34),
    row("z @ x", z=Z34, x=normal(4)),
    row("np.matmul(x, z)", x=normal(2, 3), z=Z34),
    row("np.outer(x, z)", x=normal(3), z=Z4),
    row("np.einsum('ij,j->i', z, x)", z=Z34, x=normal(4)),
    row("np.tensordot(z, x, 1)", z=Z34, x=normal(4)),
    row("np.dot(z, x)", z=Z34, x=normal(4)),
    row("np.inner(z, x)", z=Z34, x=normal(4)),
    row("np.sum(z, axis=0)", z=Z34),
    row("np.mean(z)", z=Z34),
    row("np.prod(z, axis=1)", z=Z34),
    row("np.cumsum(z, axis=1)", z=Z34),
    row("np.linalg.solve(a, b)", a=well_posed(3, 3) + 0.3j * normal(3, 3), b=normal(3)),
    row("np.linalg.solve(a, b)", a=well_posed(3, 3), b=wild(3, 2)),
    row("np.linalg.inv(a)", a=well_posed(3, 3) + 0.3j * normal(3, 3)),
    row("np.linalg.det(a)", a=well_posed(3, 3) + 0.3j * normal(3, 3)),
    row("np.where(c, z, x)", c=A34 > 0, z=Z34, x=normal(4)),
    row("np.concatenate([z, x])", z=Z4, x=normal(3)),
    row("np.reshape(z, (2, 6))", z=Z34),
    row("z.T", z=Z34),
    row("z.real", z=Z34),
    row("z.imag", z=Z34),
    row("np.real(z)", z=Z34),
    row("np.imag(z)", z=Z34),
    row("np.real(x)", x=A34),
    row("np.imag(x)", x=A34),
    row("np.conj(z)", z=Z34),
    row("np.conjugate(x)", x=A34),
    row("z.conj()", z=Z34),
    row("z.conjugate()", z=Z34),
    row("np.angle(z)", z=Z34),
    row("np.angle(z, deg=True)", z=Z34),
    row("np.angle(x)", x=A34),
    row("np.abs(z)", z=Z34),
    row("abs(z)", z=Z4),
    row("np.vdot(z, w)", z=Z4, w=wild(4, seed=1)),
    row("np.vdot(z, x)", z=Z34, x=A34),
    row("np.vdot(x, z)", x=normal(12), z=Z34),
]  # fmt: skip

ALONG = ("", ", axis=0", ", 6", ", 2", ", n=7, axis=-2")
BOTH = ("", ", axes=(0, 1)", ", s=(2, 6), axes=(0, 1)", ", norm='ortho'")

FOURIER = [
    *(row(f"np.fft.{name}(z{how}{norm})", z=Z34)
      for name in ("fft", "ifft", "irfft", "hfft") for how in ALONG for norm in NORMS),
    *(row(f"np.fft.{name}(x{how}{norm})", x=A34)
      for name in ("fft", "rfft", "ihfft", "irfft", "hfft") for how in ALONG for norm in NORMS),
    row("np.fft.rfft(x)", x=normal(5)),
    row("np.fft.irfft(z, 5)", z=wild(3)),
    *(row(f"np.fft.{name}{dims}(z{how})", z=wild(2, 3, 4))
      for name in ("fft", "ifft", "irfft") for dims in "2n" for how in BOTH),
    *(row(f"np.fft.{name}{dims}(x{how})", x=normal(2, 3, 5))
      for name in ("fft", "rfft", "irfft") for dims in "2n" for how in BOTH),
    row("np.fft.fftshift(x)", x=normal(3, 5)),
    row("np.fft.fftshift(z, axes=1)", z=Z34),
    row("np.fft.ifftshift(x, axes=(0, 1))", x=normal(3, 5)),
    row("helper.resized_like(g, x)", g=normal(2, 5), x=A34, fixed="x"),
    row("helper.irfft_grad(g, z, (0,), None)", g=normal(5), z=wild(3), fixed="z"),
    row("helper.irfft_grad(g, z, None, 'ortho')", g=normal(3, 6), z=wild(3, 4), fixed="z"),
    row("helper.irfft_like(z, g, (-1,), None)", z=Z34, g=normal(3, 5), fixed="g"),
]  # fmt: skip

ROWS: list[Row] = [*COMPLEX, *FOURIER]
