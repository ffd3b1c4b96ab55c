"""Functions of `scipy.special` that statistics and machine learning use most.

Formulas: NIST Digital Library of Mathematical Functions (https://dlmf.nist.gov), chapters 5
(gamma), 7 (error functions) and 8 (incomplete gamma and beta functions).
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

import math

from gradgen.rules.registry import adjoint, elementwise, tangent

NO_FORM = "it has no closed form"
LOG_2, LOG_10 = math.log(2.0), math.log(10.0)

# Sums of exponentials


@adjoint("scipy.special.logsumexp(a, axis=None, b: data = None, keepdims=False) -> y",
         roles={"y": "log_sum"})  # fmt: skip
def logsumexp(y, a, axis, b, keepdims):
    """The weights are the softmax of `a`; with factors `b` they are `b * exp(a - y)`."""
    shares = np.exp(a - kept(y, axis, keepdims))
    if not given(b) and rank(a) is None:
        grad[a] = kept(grad[y], axis, keepdims) * shares
    elif not given(b):
        grad[a] = np.broadcast_to(kept(grad[y], axis, keepdims), np.shape(a)) * shares
    elif same_shape(a, b):
        grad[a] = np.broadcast_to(kept(grad[y], axis, keepdims), np.shape(a)) * b * shares
        grad[b] = np.broadcast_to(kept(grad[y], axis, keepdims), np.shape(a)) * shares
    else:
        grad[a] = unbroadcast(kept(grad[y], axis, keepdims) * b * shares, a)
        grad[b] = unbroadcast(kept(grad[y], axis, keepdims) * shares, b)


@tangent("scipy.special.logsumexp(a, axis=None, b: data = None, keepdims=False) -> y")
def logsumexp(y, a, axis, b, keepdims):
    shares = np.exp(a - kept(y, axis, keepdims))
    if given(b):
        d[y] = np.sum(b * shares * d[a] + shares * d[b], axis=axis, keepdims=keepdims)
    else:
        d[y] = np.sum(shares * d[a], axis=axis, keepdims=keepdims)


@adjoint("scipy.special.softmax(x, axis=None) -> y", roles={"y": "softmax"})
def softmax(y, x, axis):
    grad[x] = y * (grad[y] - np.sum(y * grad[y], axis=axis, keepdims=axis is not None))


@tangent("scipy.special.softmax(x, axis=None) -> y")
def softmax(y, x, axis):
    d[y] = y * (d[x] - np.sum(y * d[x], axis=axis, keepdims=axis is not None))


@adjoint("scipy.special.log_softmax(x, axis=None) -> y", roles={"y": "log_softmax"})
def log_softmax(y, x, axis):
    grad[x] = grad[y] - np.exp(y) * np.sum(grad[y], axis=axis, keepdims=axis is not None)


@tangent("scipy.special.log_softmax(x, axis=None) -> y")
def log_softmax(y, x, axis):
    d[y] = d[x] - np.sum(np.exp(y) * d[x], axis=axis, keepdims=axis is not None)


# Logistic functions
elementwise("scipy.special.expit(x) -> y", x="y * (1.0 - y)", roles={"y": "expit"})
elementwise("scipy.special.log_expit(x) -> y", x="scipy.special.expit(-x)")
elementwise("scipy.special.logit(x) -> y", x="1.0 / (x * (1.0 - x))", domain="0 < x < 1")
elementwise("scipy.special.softplus(x) -> y", x="scipy.special.expit(x)")

# Error functions and the normal distribution
elementwise("scipy.special.erf(x) -> y", x="2.0 * np.pi**-0.5 * np.exp(-(x**2))")
elementwise("scipy.special.erfc(x) -> y", x="-2.0 * np.pi**-0.5 * np.exp(-(x**2))")
elementwise("scipy.special.erfcx(x) -> y", x="2.0 * (x * y - np.pi**-0.5)")
elementwise("scipy.special.erfi(x) -> y", x="2.0 * np.pi**-0.5 * np.exp(x**2)")
elementwise("scipy.special.dawsn(x) -> y", x="1.0 - 2.0 * x * y")
elementwise("scipy.special.erfinv(x) -> y", x="0.5 * np.pi**0.5 * np.exp(y**2)",
            domain="-1 < x < 1")  # fmt: skip
elementwise("scipy.special.erfcinv(x) -> y", x="-0.5 * np.pi**0.5 * np.exp(y**2)",
            domain="0 < x < 2")  # fmt: skip
elementwise("scipy.special.ndtr(x) -> y", x="(2.0 * np.pi) ** -0.5 * np.exp(-0.5 * x**2)")
elementwise("scipy.special.log_ndtr(x) -> y", x="(2.0 * np.pi) ** -0.5 * np.exp(-0.5 * x**2 - y)")
elementwise("scipy.special.ndtri(x) -> y", x="(2.0 * np.pi) ** 0.5 * np.exp(0.5 * y**2)",
            domain="0 < x < 1")  # fmt: skip
elementwise("scipy.special.ndtri_exp(x) -> y", x="(2.0 * np.pi) ** 0.5 * np.exp(x + 0.5 * y**2)",
            domain="x < 0")  # fmt: skip
elementwise(
    "scipy.special.owens_t(h, a) -> y",
    h="-0.5 * (2.0 * np.pi) ** -0.5 * np.exp(-0.5 * h**2) * scipy.special.erf(a * h / 2.0**0.5)",
    a="np.exp(-0.5 * h**2 * (1.0 + a**2)) / (2.0 * np.pi * (1.0 + a**2))",
)

# Gamma functions
elementwise("scipy.special.gamma(x) -> y", x="y * scipy.special.digamma(x)")
elementwise("scipy.special.gammaln(x) -> y", also=["scipy.special.loggamma"],
            x="scipy.special.digamma(x)")  # fmt: skip
elementwise("scipy.special.rgamma(x) -> y", x="-y * scipy.special.digamma(x)", domain="x > 0")
elementwise("scipy.special.digamma(x) -> y", also=["scipy.special.psi"],
            x="scipy.special.zeta(2.0, x)")  # fmt: skip
elementwise("scipy.special.polygamma(n: option, x) -> y", x="scipy.special.polygamma(n + 1, x)",
            domain="x > 0")  # fmt: skip
elementwise("scipy.special.zeta(x: option, q) -> y", q="-x * scipy.special.zeta(x + 1, q)",
            domain="q > 0")  # fmt: skip


@elementwise("scipy.special.multigammaln(a, d: option) -> y", domain="a > (d - 1) / 2")
def multigammaln(y, a, d):
    """The sum of the digamma functions of `a`, `a - 1/2`, ..., `a - (d - 1) / 2`."""
    if rank(a) == 0:
        partial[a] = np.sum(scipy.special.digamma(a - 0.5 * np.arange(d, dtype=y.dtype)))
    else:
        steps = 0.5 * np.arange(d, dtype=y.dtype)
        partial[a] = np.sum(scipy.special.digamma(np.expand_dims(a, -1) - steps), axis=-1)


elementwise(
    "scipy.special.beta(a, b) -> y",
    a="y * (scipy.special.digamma(a) - scipy.special.digamma(a + b))",
    b="y * (scipy.special.digamma(b) - scipy.special.digamma(a + b))",
    domain="a > 0, b > 0",
)
elementwise(
    "scipy.special.betaln(a, b) -> y",
    a="scipy.special.digamma(a) - scipy.special.digamma(a + b)",
    b="scipy.special.digamma(b) - scipy.special.digamma(a + b)",
    domain="a > 0, b > 0",
)
elementwise(
    "scipy.special.binom(n, k) -> y",
    n="y * (scipy.special.digamma(n + 1.0) - scipy.special.digamma(n - k + 1.0))",
    k="y * (scipy.special.digamma(n - k + 1.0) - scipy.special.digamma(k + 1.0))",
    domain="n > k > 0",
)
elementwise(
    "scipy.special.poch(a, m) -> y",
    a="y * (scipy.special.digamma(a + m) - scipy.special.digamma(a))",
    m="y * scipy.special.digamma(a + m)",
    domain="a > 0, m > 0",
)

# Incomplete gamma and beta functions, in the last argument: the others have no closed form
elementwise(
    "scipy.special.gammainc(a: option, x) -> y",
    x="np.exp(scipy.special.xlogy(a - 1.0, x) - x - scipy.special.gammaln(a))",
    domain="x > 0",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.gammaincc(a: option, x) -> y",
    x="-np.exp(scipy.special.xlogy(a - 1.0, x) - x - scipy.special.gammaln(a))",
    domain="x > 0",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.gammaincinv(a: option, p) -> y",
    p="np.exp(scipy.special.gammaln(a) + y - scipy.special.xlogy(a - 1.0, y))",
    domain="0 < p < 1",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.gammainccinv(a: option, p) -> y",
    p="-np.exp(scipy.special.gammaln(a) + y - scipy.special.xlogy(a - 1.0, y))",
    domain="0 < p < 1",
    why_option=NO_FORM,
)
LOG_BETA_DENSITY = (
    "scipy.special.xlogy(a - 1.0, {x}) + scipy.special.xlog1py(b - 1.0, -{x})"
    " - scipy.special.betaln(a, b)"
)
elementwise(
    "scipy.special.betainc(a: option, b: option, x) -> y",
    x=f"np.exp({LOG_BETA_DENSITY.format(x='x')})",
    domain="0 < x < 1",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.betaincc(a: option, b: option, x) -> y",
    x=f"-np.exp({LOG_BETA_DENSITY.format(x='x')})",
    domain="0 < x < 1",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.betaincinv(a: option, b: option, p) -> y",
    p=f"1.0 / np.exp({LOG_BETA_DENSITY.format(x='y')})",
    domain="0 < p < 1",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.betainccinv(a: option, b: option, p) -> y",
    p=f"-1.0 / np.exp({LOG_BETA_DENSITY.format(x='y')})",
    domain="0 < p < 1",
    why_option=NO_FORM,
)

# Entropies: 0 * log(0) is 0, and so is what 0 gets of its slope by `b`
elementwise("scipy.special.xlogy(a, b) -> y", a="np.log(b)", b="slope_of_log(a, b)",
            domain="b > 0")  # fmt: skip
elementwise("scipy.special.xlog1py(a, b) -> y", a="np.log1p(b)", b="slope_of_log(a, 1.0 + b)",
            domain="b > -1")  # fmt: skip
elementwise("helper.slope_of_log(a, b) -> y", a="1.0 / b", b="-slope_of_log(y, b)",
            domain="b > 0")  # fmt: skip
elementwise("scipy.special.entr(x) -> y", x="-np.log(x) - 1.0", domain="x > 0")
elementwise("scipy.special.rel_entr(a, b) -> y", a="np.log(a / b) + 1.0", b="-a / b",
            domain="a > 0, b > 0")  # fmt: skip
elementwise("scipy.special.kl_div(a, b) -> y", a="np.log(a / b)", b="1.0 - a / b",
            domain="a > 0, b > 0")  # fmt: skip

# Losses
elementwise(
    "scipy.special.huber(delta, r) -> y",
    delta="np.maximum(np.abs(r) - delta, 0.0)",
    r="np.clip(r, -delta, delta)",
    domain="delta > 0",
)
elementwise(
    "scipy.special.pseudo_huber(delta, r) -> y",
    delta="(2.0 * y - r**2 / (1.0 + y / delta**2)) / delta",
    r="r / (1.0 + y / delta**2)",
    domain="delta > 0",
)

# Powers; `exprel(x)` is `(exp(x) - 1) / x`, the integral of `exp(s * x)` for `s` from 0 to 1, and
# `hyp1f1(2, 3, x) / 2` that of `s * exp(s * x)`: its slope, at 0 too
elementwise("scipy.special.exp2(x) -> y", x=f"{LOG_2} * y")
elementwise("scipy.special.exp10(x) -> y", x=f"{LOG_10} * y")
elementwise("scipy.special.expm1(x) -> y", x="y + 1.0")
elementwise("scipy.special.log1p(x) -> y", x="1.0 / (1.0 + x)", domain="x > -1")
elementwise("scipy.special.cbrt(x) -> y", x="1.0 / (3.0 * y**2)", domain="x != 0")
elementwise("scipy.special.exprel(x) -> y", x="0.5 * scipy.special.hyp1f1(2.0, 3.0, x)")
elementwise("scipy.special.powm1(a, b) -> y", a="b * a ** (b - 1.0)", b="(y + 1.0) * np.log(a)",
            domain="a > 0")  # fmt: skip
elementwise(
    "scipy.special.boxcox(x, lmbda) -> y",
    x="x ** (lmbda - 1.0)",
    lmbda="0.5 * np.log(x) ** 2 * scipy.special.hyp1f1(2.0, 3.0, lmbda * np.log(x))",
    domain="x > 0",
)
elementwise(
    "scipy.special.boxcox1p(x, lmbda) -> y",
    x="(1.0 + x) ** (lmbda - 1.0)",
    lmbda="0.5 * np.log1p(x) ** 2 * scipy.special.hyp1f1(2.0, 3.0, lmbda * np.log1p(x))",
    domain="x > -1",
)
elementwise(
    "scipy.special.inv_boxcox(x, lmbda) -> y",
    x="y ** (1.0 - lmbda)",
    lmbda="-0.5 * y ** (1.0 - lmbda) * np.log(y) ** 2"
    " * scipy.special.hyp1f1(2.0, 3.0, lmbda * np.log(y))",
    domain="lmbda * x > -1",
)
elementwise(
    "scipy.special.inv_boxcox1p(x, lmbda) -> y",
    x="(1.0 + y) ** (1.0 - lmbda)",
    lmbda="-0.5 * (1.0 + y) ** (1.0 - lmbda) * np.log1p(y) ** 2"
    " * scipy.special.hyp1f1(2.0, 3.0, lmbda * np.log1p(y))",
    domain="lmbda * x > -1",
)

# Angles
elementwise("scipy.special.cosm1(x) -> y", x="-np.sin(x)")
elementwise("scipy.special.sindg(x) -> y", x="np.pi / 180.0 * scipy.special.cosdg(x)")
elementwise("scipy.special.cosdg(x) -> y", x="-np.pi / 180.0 * scipy.special.sindg(x)")
elementwise("scipy.special.tandg(x) -> y", x="np.pi / 180.0 * (1.0 + y**2)")
elementwise("scipy.special.cotdg(x) -> y", x="-np.pi / 180.0 * (1.0 + y**2)", domain="x != 0")
elementwise(
    "scipy.special.radian(d, m, s) -> y",
    d="np.pi / 180.0", m="np.pi / 10800.0", s="np.pi / 648000.0",
)  # fmt: skip
elementwise(
    "scipy.special.diric(x, n: option) -> y",
    x="ratio(np.cos(0.5 * n * x) - y * np.cos(0.5 * x), 2.0 * np.sin(0.5 * x))",
)

# Hypergeometric functions, in the last argument: the others have no closed form
elementwise("scipy.special.hyp0f1(v: option, x) -> y", x="scipy.special.hyp0f1(v + 1.0, x) / v")
elementwise(
    "scipy.special.hyp1f1(a: option, b: option, x) -> y",
    x="a / b * scipy.special.hyp1f1(a + 1.0, b + 1.0, x)",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.hyp2f1(a: option, b: option, c: option, x) -> y",
    x="a * b / c * scipy.special.hyp2f1(a + 1.0, b + 1.0, c + 1.0, x)",
    domain="x < 1",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.hyperu(a: option, b: option, x) -> y",
    x="-a * scipy.special.hyperu(a + 1.0, b + 1.0, x)",
    domain="x > 0",
    why_option=NO_FORM,
)
