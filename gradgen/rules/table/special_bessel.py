"""Bessel functions of `scipy.special` and their kin, in the argument.

The derivative by the order is a series with no closed form. Formulas: NIST Digital Library of
Mathematical Functions (https://dlmf.nist.gov), 10.6, 10.29 (Bessel), 9.2 (Airy), 10.51 (spherical),
10.61 (Kelvin), 11.4 (Struve), 12.2 (parabolic cylinder).
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, elementwise, tangent

ORDER = "the derivative by the order has no closed form"

# Of the orders 0 and 1
elementwise("scipy.special.j0(x) -> y", x="-scipy.special.j1(x)")
elementwise("scipy.special.j1(x) -> y", x="0.5 * (scipy.special.j0(x) - scipy.special.jv(2, x))")
elementwise("scipy.special.y0(x) -> y", x="-scipy.special.y1(x)", domain="x > 0")
elementwise("scipy.special.y1(x) -> y", x="scipy.special.y0(x) - y / x", domain="x > 0")
elementwise("scipy.special.i0(x) -> y", x="scipy.special.i1(x)")
elementwise("scipy.special.i1(x) -> y", x="0.5 * (scipy.special.i0(x) + scipy.special.iv(2, x))")
elementwise("scipy.special.i0e(x) -> y", x="scipy.special.i1e(x) - np.sign(x) * y", domain="x != 0")
elementwise(
    "scipy.special.i1e(x) -> y",
    x="0.5 * (scipy.special.i0e(x) + scipy.special.ive(2, x)) - np.sign(x) * y",
    domain="x != 0",
)
elementwise("scipy.special.k0(x) -> y", x="-scipy.special.k1(x)", domain="x > 0")
elementwise("scipy.special.k1(x) -> y", x="-scipy.special.k0(x) - y / x", domain="x > 0")
elementwise("scipy.special.k0e(x) -> y", x="y - scipy.special.k1e(x)", domain="x > 0")
elementwise("scipy.special.k1e(x) -> y", x="y - scipy.special.k0e(x) - y / x", domain="x > 0")


def by_neighbours(name: str, formula: str, domain: str = "", also: str = "") -> None:
    """State the derivative of a function of an order `v` by those of the orders beside it."""
    call = f"scipy.special.{name}"
    below, above = f"{call}(v - 1, x)", f"{call}(v + 1, x)"
    elementwise(
        f"{call}(v: option, x) -> y",
        also=[f"scipy.special.{also}"] if also else [],
        x=formula.format(below=below, above=above),
        domain=domain,
        why_option=ORDER,
    )


# Of any order
by_neighbours("jv", "0.5 * ({below} - {above})", also="jn")
by_neighbours("yv", "0.5 * ({below} - {above})", domain="x > 0")
by_neighbours("yn", "0.5 * ({below} - {above})", domain="x > 0")
by_neighbours("iv", "0.5 * ({below} + {above})")
by_neighbours("kv", "-0.5 * ({below} + {above})", domain="x > 0")
by_neighbours("kn", "-0.5 * ({below} + {above})", domain="x > 0")
by_neighbours("jve", "0.5 * ({below} - {above})")
by_neighbours("yve", "0.5 * ({below} - {above})", domain="x > 0")
by_neighbours("ive", "0.5 * ({below} + {above}) - np.sign(x) * y", domain="x != 0")
by_neighbours("kve", "y - 0.5 * ({below} + {above})", domain="x > 0")
for name in ("jvp", "yvp", "ivp", "kvp"):
    elementwise(
        f"scipy.special.{name}(v: option, z, n=1) -> y",
        z=f"scipy.special.{name}(v, z, n + 1)",
        domain="z > 0",
        why_option=ORDER,
    )


# Spherical ones, which satisfy `z**2 * y'' + 2 * z * y' + (z**2 - n * (n + 1)) * y = 0`; the
# modified ones have the other sign before `z**2`


@elementwise("scipy.special.spherical_jn(n: option, z, derivative=False) -> y", why_option=ORDER)
def spherical_jn(y, n, z, derivative):
    if derivative:
        slope = n * (n + 1) / z**2 - 1.0
        partial[z] = slope * scipy.special.spherical_jn(n, z) - 2.0 * y / z
    else:
        partial[z] = scipy.special.spherical_jn(n, z, derivative=True)


@elementwise("scipy.special.spherical_yn(n: option, z, derivative=False) -> y", why_option=ORDER)
def spherical_yn(y, n, z, derivative):
    if derivative:
        slope = n * (n + 1) / z**2 - 1.0
        partial[z] = slope * scipy.special.spherical_yn(n, z) - 2.0 * y / z
    else:
        partial[z] = scipy.special.spherical_yn(n, z, derivative=True)


@elementwise("scipy.special.spherical_in(n: option, z, derivative=False) -> y", why_option=ORDER)
def spherical_in(y, n, z, derivative):
    if derivative:
        slope = n * (n + 1) / z**2 + 1.0
        partial[z] = slope * scipy.special.spherical_in(n, z) - 2.0 * y / z
    else:
        partial[z] = scipy.special.spherical_in(n, z, derivative=True)


@elementwise("scipy.special.spherical_kn(n: option, z, derivative=False) -> y", why_option=ORDER)
def spherical_kn(y, n, z, derivative):
    if derivative:
        slope = n * (n + 1) / z**2 + 1.0
        partial[z] = slope * scipy.special.spherical_kn(n, z) - 2.0 * y / z
    else:
        partial[z] = scipy.special.spherical_kn(n, z, derivative=True)


# Airy functions


@adjoint("scipy.special.airy(z) -> (ai, aip, bi, bip)")
def airy(ai, aip, bi, bip, z):
    """Both satisfy `w'' = z * w`."""
    grad[z] += grad[ai] * aip
    grad[z] += grad[aip] * z * ai
    grad[z] += grad[bi] * bip
    grad[z] += grad[bip] * z * bi


@tangent("scipy.special.airy(z) -> (ai, aip, bi, bip)")
def airy(ai, aip, bi, bip, z):
    d[ai] = aip * d[z]
    d[aip] = z * ai * d[z]
    d[bi] = bip * d[z]
    d[bip] = z * bi * d[z]


@adjoint("scipy.special.airye(z) -> (ai, aip, bi, bip)", domain="z > 0")
def airye(ai, aip, bi, bip, z):
    """Scaled by `exp(2 * z**1.5 / 3)` and its inverse."""
    root = np.sqrt(z)
    grad[z] += grad[ai] * (aip + root * ai)
    grad[z] += grad[aip] * (z * ai + root * aip)
    grad[z] += grad[bi] * (bip - root * bi)
    grad[z] += grad[bip] * (z * bi - root * bip)


@tangent("scipy.special.airye(z) -> (ai, aip, bi, bip)")
def airye(ai, aip, bi, bip, z):
    root = np.sqrt(z)
    d[ai] = (aip + root * ai) * d[z]
    d[aip] = (z * ai + root * aip) * d[z]
    d[bi] = (bip - root * bi) * d[z]
    d[bip] = (z * bi - root * bip) * d[z]


@adjoint("scipy.special.itairy(x) -> (apt, bpt, ant, bnt)")
def itairy(apt, bpt, ant, bnt, x):
    """The integrals of the Airy functions from 0 to `x`, and of those of `-t`."""
    grad[x] += grad[apt] * scipy.special.airy(x)[0]
    grad[x] += grad[bpt] * scipy.special.airy(x)[2]
    grad[x] += grad[ant] * scipy.special.airy(-x)[0]
    grad[x] += grad[bnt] * scipy.special.airy(-x)[2]


@tangent("scipy.special.itairy(x) -> (apt, bpt, ant, bnt)")
def itairy(apt, bpt, ant, bnt, x):
    d[apt] = scipy.special.airy(x)[0] * d[x]
    d[bpt] = scipy.special.airy(x)[2] * d[x]
    d[ant] = scipy.special.airy(-x)[0] * d[x]
    d[bnt] = scipy.special.airy(-x)[2] * d[x]


# Kelvin functions: `ber + 1j * bei` satisfies `x * w'' + w' = 1j * x * w`
for real, imag in (("ber", "bei"), ("ker", "kei")):
    elementwise(f"scipy.special.{real}(x) -> y", x=f"scipy.special.{real}p(x)", domain="x > 0")
    elementwise(f"scipy.special.{imag}(x) -> y", x=f"scipy.special.{imag}p(x)", domain="x > 0")
    elementwise(
        f"scipy.special.{real}p(x) -> y", x=f"-scipy.special.{imag}(x) - y / x", domain="x > 0"
    )
    elementwise(
        f"scipy.special.{imag}p(x) -> y", x=f"scipy.special.{real}(x) - y / x", domain="x > 0"
    )

# Struve functions, and integrals from 0 to `x` (the second of a pair: from `x` on)
for name in ("struve", "modstruve"):
    elementwise(
        f"scipy.special.{name}(v: option, x) -> y",
        x=f"scipy.special.{name}(v - 1, x) - v * y / x",
        domain="x > 0",
        why_option=ORDER,
    )
elementwise("scipy.special.itstruve0(x) -> y", x="scipy.special.struve(0, x)", domain="x > 0")
elementwise("scipy.special.itmodstruve0(x) -> y", x="scipy.special.modstruve(0, x)", domain="x > 0")
elementwise("scipy.special.it2struve0(x) -> y", x="-scipy.special.struve(0, x) / x", domain="x > 0")
elementwise(
    "scipy.special.besselpoly(a, lmb: option, nu: option) -> y",
    a="scipy.special.besselpoly(a, lmb + 1.0, nu - 1.0)"
    " - scipy.special.besselpoly(a, lmb + 1.0, nu + 1.0)",
    domain="a > 0, nu >= 1",
    why_option=ORDER,
)


@adjoint("scipy.special.itj0y0(x) -> (ij0, iy0)", domain="x > 0")
def itj0y0(ij0, iy0, x):
    grad[x] += grad[ij0] * scipy.special.j0(x)
    grad[x] += grad[iy0] * scipy.special.y0(x)


@tangent("scipy.special.itj0y0(x) -> (ij0, iy0)")
def itj0y0(ij0, iy0, x):
    d[ij0] = scipy.special.j0(x) * d[x]
    d[iy0] = scipy.special.y0(x) * d[x]


@adjoint("scipy.special.iti0k0(x) -> (ii0, ik0)", domain="x > 0")
def iti0k0(ii0, ik0, x):
    grad[x] += grad[ii0] * scipy.special.i0(x)
    grad[x] += grad[ik0] * scipy.special.k0(x)


@tangent("scipy.special.iti0k0(x) -> (ii0, ik0)")
def iti0k0(ii0, ik0, x):
    d[ii0] = scipy.special.i0(x) * d[x]
    d[ik0] = scipy.special.k0(x) * d[x]


@adjoint("scipy.special.it2j0y0(x) -> (ij0, iy0)", domain="x > 0")
def it2j0y0(ij0, iy0, x):
    """The integrals of `(1 - j0(t)) / t` from 0 to `x` and of `y0(t) / t` from `x` on."""
    grad[x] += grad[ij0] * (1.0 - scipy.special.j0(x)) / x
    grad[x] += -grad[iy0] * scipy.special.y0(x) / x


@tangent("scipy.special.it2j0y0(x) -> (ij0, iy0)")
def it2j0y0(ij0, iy0, x):
    d[ij0] = (1.0 - scipy.special.j0(x)) / x * d[x]
    d[iy0] = -scipy.special.y0(x) / x * d[x]


@adjoint("scipy.special.it2i0k0(x) -> (ii0, ik0)", domain="x > 0")
def it2i0k0(ii0, ik0, x):
    """The integrals of `(i0(t) - 1) / t` from 0 to `x` and of `k0(t) / t` from `x` on."""
    grad[x] += grad[ii0] * (scipy.special.i0(x) - 1.0) / x
    grad[x] += -grad[ik0] * scipy.special.k0(x) / x


@tangent("scipy.special.it2i0k0(x) -> (ii0, ik0)")
def it2i0k0(ii0, ik0, x):
    d[ii0] = (scipy.special.i0(x) - 1.0) / x * d[x]
    d[ik0] = -scipy.special.k0(x) / x * d[x]


# Parabolic cylinder functions, with their derivatives


@adjoint("scipy.special.pbdv(v: option, x) -> (d0, d1)", also=["scipy.special.pbvv"])
def pbdv(d0, d1, v, x):
    """Both satisfy `w'' = (x**2 / 4 - v - 1 / 2) * w`."""
    grad[x] += unbroadcast(grad[d0] * d1, x)
    grad[x] += unbroadcast(grad[d1] * (0.25 * x**2 - v - 0.5) * d0, x)


@tangent("scipy.special.pbdv(v: option, x) -> (d0, d1)", also=["scipy.special.pbvv"])
def pbdv(d0, d1, v, x):
    d[d0] = d1 * d[x]
    d[d1] = (0.25 * x**2 - v - 0.5) * d0 * d[x]


@adjoint("scipy.special.pbwa(a: option, x) -> (w, wp)")
def pbwa(w, wp, a, x):
    """The solution of `w'' = (a - x**2 / 4) * w`."""
    grad[x] += unbroadcast(grad[w] * wp, x)
    grad[x] += unbroadcast(grad[wp] * (a - 0.25 * x**2) * w, x)


@tangent("scipy.special.pbwa(a: option, x) -> (w, wp)")
def pbwa(w, wp, a, x):
    d[w] = wp * d[x]
    d[wp] = (a - 0.25 * x**2) * w * d[x]
