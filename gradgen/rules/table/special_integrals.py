"""Elliptic, exponential and trigonometric integrals of `scipy.special`, and others of their kind.

Formulas: NIST Digital Library of Mathematical Functions (https://dlmf.nist.gov), 19.4, 19.25 and
19.18 (elliptic integrals), 6.2, 8.19 (exponential integrals), 7.2 (Fresnel), 22.13 (Jacobi).
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, elementwise, tangent

# Elliptic integrals of Legendre: `(k(m) - e(m)) / m` is `elliprd(0, 1 - m, 1) / 3`, at 0 too
elementwise(
    "scipy.special.ellipk(m) -> y",
    m="(y - scipy.special.elliprd(0.0, 1.0 - m, 1.0) / 3.0) / (2.0 * (1.0 - m))",
    domain="m < 1",
)
elementwise(
    "scipy.special.ellipkm1(p) -> y",
    p="(scipy.special.elliprd(0.0, p, 1.0) / 3.0 - y) / (2.0 * p)",
    domain="0 < p",
)
elementwise(
    "scipy.special.ellipe(m) -> y",
    m="-scipy.special.elliprd(0.0, 1.0 - m, 1.0) / 6.0",
    domain="m < 1",
)
elementwise(
    "scipy.special.ellipkinc(phi, m) -> y",
    phi="1.0 / np.sqrt(1.0 - m * np.sin(phi) ** 2)",
    m="(scipy.special.ellipeinc(phi, m) / (1.0 - m) - y) / (2.0 * m)"
    " - np.sin(2.0 * phi) / (4.0 * (1.0 - m) * np.sqrt(1.0 - m * np.sin(phi) ** 2))",
    domain="0 < m < 1",
)
elementwise(
    "scipy.special.ellipeinc(phi, m) -> y",
    phi="np.sqrt(1.0 - m * np.sin(phi) ** 2)",
    m="(y - scipy.special.ellipkinc(phi, m)) / (2.0 * m)",
    domain="0 < m < 1",
)

# Elliptic integrals of Carlson, which are homogeneous: the slope by the last argument follows
RD, RF = "scipy.special.elliprd", "scipy.special.elliprf"
elementwise(
    "scipy.special.elliprc(a, b) -> y",
    a=f"-{RD}(b, b, a) / 6.0",
    b=f"(a * {RD}(b, b, a) / 6.0 - 0.5 * y) / b",
    domain="a > 0, b > 0",
)
elementwise(
    "scipy.special.elliprf(a, b, c) -> y",
    a=f"-{RD}(b, c, a) / 6.0",
    b=f"-{RD}(c, a, b) / 6.0",
    c=f"-{RD}(a, b, c) / 6.0",
    domain="a > 0, b > 0, c > 0",
)
elementwise(
    "scipy.special.elliprg(a, b, c) -> y",
    a=f"({RF}(a, b, c) - a * {RD}(b, c, a) / 3.0) / 4.0",
    b=f"({RF}(a, b, c) - b * {RD}(c, a, b) / 3.0) / 4.0",
    c=f"({RF}(a, b, c) - c * {RD}(a, b, c) / 3.0) / 4.0",
    domain="a > 0, b > 0, c > 0",
)


@elementwise("scipy.special.elliprd(a, b, c) -> y", domain="a, b > 0, c > 0, c != a, c != b")
def elliprd(y, a, b, c):
    by_a = (y - scipy.special.elliprd(b, c, a)) / (2.0 * (c - a))
    by_b = (y - scipy.special.elliprd(c, a, b)) / (2.0 * (c - b))
    partial[a] = by_a
    partial[b] = by_b
    partial[c] = -(1.5 * y + a * by_a + b * by_b) / c


@elementwise("scipy.special.elliprj(a, b, c, p) -> y", domain="a, b, c > 0, p > 0, p not one")
def elliprj(y, a, b, c, p):
    by_a = (y - scipy.special.elliprd(b, c, a)) / (2.0 * (p - a))
    by_b = (y - scipy.special.elliprd(c, a, b)) / (2.0 * (p - b))
    by_c = (y - scipy.special.elliprd(a, b, c)) / (2.0 * (p - c))
    partial[a] = by_a
    partial[b] = by_b
    partial[c] = by_c
    partial[p] = -(1.5 * y + a * by_a + b * by_b + c * by_c) / p


elementwise(
    "scipy.special.agm(a, b) -> y",
    a="2.0 * a * y**2 / (3.0 * np.pi) * scipy.special.elliprd(0.0, b**2, a**2)",
    b="2.0 * b * y**2 / (3.0 * np.pi) * scipy.special.elliprd(0.0, a**2, b**2)",
    domain="a > 0, b > 0",
)


@adjoint("scipy.special.ellipj(u, m: option) -> (sn, cn, dn, ph)",
         why_option="it is an integral of the others")  # fmt: skip
def ellipj(sn, cn, dn, ph, u, m):
    """The amplitude `ph` grows by `dn`, and `sn`, `cn` are its sine and cosine."""
    grad[u] += unbroadcast(grad[sn] * cn * dn, u)
    grad[u] += unbroadcast(-grad[cn] * sn * dn, u)
    grad[u] += unbroadcast(-grad[dn] * m * sn * cn, u)
    grad[u] += unbroadcast(grad[ph] * dn, u)


@tangent("scipy.special.ellipj(u, m: option) -> (sn, cn, dn, ph)")
def ellipj(sn, cn, dn, ph, u, m):
    d[sn] = cn * dn * d[u]
    d[cn] = -sn * dn * d[u]
    d[dn] = -m * sn * cn * d[u]
    d[ph] = dn * d[u]


# Exponential and trigonometric integrals
elementwise("scipy.special.expi(x) -> y", x="np.exp(x) / x", domain="x != 0")
elementwise("scipy.special.exp1(x) -> y", x="-np.exp(-x) / x", domain="x > 0")
elementwise(
    "scipy.special.expn(n: option, x) -> y",
    x="-scipy.special.expn(n - 1, x)",
    domain="x > 0, n > 0",
    why_option="the derivative by the order has no closed form",
)
elementwise("scipy.special.spence(x) -> y", x="-1.0 / scipy.special.exprel(np.log(x))",
            domain="x > 0")  # fmt: skip


@adjoint("scipy.special.sici(x) -> (si, ci)", domain="x > 0")
def sici(si, ci, x):
    grad[x] += grad[si] * np.sinc(x / np.pi)
    grad[x] += grad[ci] * np.cos(x) / x


@tangent("scipy.special.sici(x) -> (si, ci)")
def sici(si, ci, x):
    d[si] = np.sinc(x / np.pi) * d[x]
    d[ci] = np.cos(x) / x * d[x]


@adjoint("scipy.special.shichi(x) -> (shi, chi)", domain="x > 0")
def shichi(shi, chi, x):
    """`sinh(x) / x` is the mean of `exprel(x)` and `exprel(-x)`, at 0 too."""
    grad[x] += 0.5 * grad[shi] * (scipy.special.exprel(x) + scipy.special.exprel(-x))
    grad[x] += grad[chi] * np.cosh(x) / x


@tangent("scipy.special.shichi(x) -> (shi, chi)")
def shichi(shi, chi, x):
    d[shi] = 0.5 * (scipy.special.exprel(x) + scipy.special.exprel(-x)) * d[x]
    d[chi] = np.cosh(x) / x * d[x]


@adjoint("scipy.special.fresnel(z) -> (s, c)")
def fresnel(s, c, z):
    grad[z] += grad[s] * np.sin(0.5 * np.pi * z**2)
    grad[z] += grad[c] * np.cos(0.5 * np.pi * z**2)


@tangent("scipy.special.fresnel(z) -> (s, c)")
def fresnel(s, c, z):
    d[s] = np.sin(0.5 * np.pi * z**2) * d[z]
    d[c] = np.cos(0.5 * np.pi * z**2) * d[z]


# Others
elementwise("scipy.special.wrightomega(x) -> y", x="y / (1.0 + y)")
elementwise(
    "scipy.special.wright_bessel(a: option, b: option, x) -> y",
    x="scipy.special.wright_bessel(a, a + b, x)",
    domain="x > 0",
    why_option="the derivative by the order has no closed form",
)
elementwise(
    "scipy.special.log_wright_bessel(a: option, b: option, x) -> y",
    x="np.exp(scipy.special.log_wright_bessel(a, a + b, x) - y)",
    domain="x > 0",
    why_option="the derivative by the order has no closed form",
)


@elementwise("scipy.special.voigt_profile(x, sigma, gamma) -> y", domain="sigma > 0, gamma > 0")
def voigt_profile(y, x, sigma, gamma):
    """`y` and `other` are real and imaginary part of `w(z)`, with `w' = 2j / sqrt(pi) - 2 * z * w`.

    Here `z = (x + 1j * gamma) / (sigma * sqrt(2))`, and both are over `sigma * sqrt(2 * pi)`.
    """
    scaled = (x + 1j * gamma) / (sigma * 2.0**0.5)
    other = np.imag(scipy.special.wofz(scaled)) / (sigma * (2.0 * np.pi) ** 0.5)
    by_x = (gamma * other - x * y) / sigma**2
    by_gamma = (x * other + gamma * y - 1.0 / np.pi) / sigma**2
    partial[x] = by_x
    partial[gamma] = by_gamma
    partial[sigma] = -(y + x * by_x + gamma * by_gamma) / sigma
