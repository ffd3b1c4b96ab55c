"""Distributions of `scipy.stats`, in the data and in the parameters.

A distribution is stated by the slope of the logarithm of its density: by the data, and by each
parameter of shape. All else follows: with `z = (x - loc) / scale` the density is that of `z` over
`scale`, the slope of the distribution function is the density, and that of its inverse is one
over it. A distribution function has no closed form of its slope by most parameters of shape.
Formulas: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions".
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code="no-redef, arg-type"
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, constant, elementwise, refused, tangent

Z = "(x - loc) / scale"
NO_FORM = "a distribution function has no closed form of its slope by this one"
COUNT = "a count: it moves in jumps"


def _opposite(product: str) -> str:
    """Return a product, or a difference, with the other sign."""
    is_sum = " + " in product or " - " in product.replace("(x - loc)", "")
    return f"-({product})" if is_sum or product[0] != "-" else product[1:]


def continuous(
    name: str, data: str, scale: str, domain: str = "", cdf: str = "", **shapes: str
) -> None:
    """State the derivatives of a distribution with `loc` and `scale`.

    Parameters
    ----------
    name
        Its name in `scipy.stats`.
    data, scale
        The slope of the logarithm of the density by `x`, and by `scale`.
    domain
        Where the density has a slope.
    cdf
        The slope of the distribution function by its parameter of shape, over the density.
    **shapes
        The slope of the logarithm of the density by each parameter of shape.
    """
    whole = f"scipy.stats.{name}"
    given = "".join(f"{shape}, " for shape in shapes)
    fixed = given if cdf else "".join(f"{shape}: option, " for shape in shapes)
    names = f"{given}loc, scale"
    tail = "loc: data = 0, scale: data = 1) -> y"
    slopes = {
        "x": data,
        **shapes,
        "loc": _opposite(data),
        "scale": scale,
    }
    domain = domain.format(z=Z)
    elementwise(f"{whole}.logpdf(x, {given}{tail}", domain=domain, **slopes)
    products = {parameter: f"y * ({slope})" for parameter, slope in slopes.items()}
    elementwise(f"{whole}.pdf(x, {given}{tail}", domain=domain, **products)
    density, log_density = f"{whole}.pdf(x, {names})", f"{whole}.logpdf(x, {names})"
    by_shape = {next(iter(shapes)): cdf} if cdf else {}
    for method, factor in (
        ("cdf", density),
        ("sf", f"-{density}"),
        ("logcdf", f"np.exp({log_density} - y)"),
        ("logsf", f"-np.exp({log_density} - y)"),
    ):
        opposite = factor[1:] if factor[0] == "-" else f"-{factor}"
        partials = {
            "x": factor,
            **{shape: f"{factor} * ({slope})" for shape, slope in by_shape.items()},
            "loc": opposite,
            "scale": f"{opposite} * ({Z})",
        }
        elementwise(
            f"{whole}.{method}(x, {fixed}{tail}", domain=domain, why_option=NO_FORM, **partials
        )
    inside = f"{whole}.pdf(y, {names})"
    for method, sign in (("ppf", ""), ("isf", "-")):
        partials = {
            "q": f"{sign}1.0 / {inside}",
            **{shape: f"-({slope.replace('x', 'y')})" for shape, slope in by_shape.items()},
            "loc": "1.0",
            "scale": "(y - loc) / scale",
        }
        elementwise(
            f"{whole}.{method}(q, {fixed}{tail}", domain="0 < q < 1", why_option=NO_FORM, **partials
        )


continuous("norm", "-(x - loc) / scale**2", f"(({Z}) ** 2 - 1.0) / scale")
continuous(
    "t",
    "-(df + 1.0) * (x - loc) / (df * scale**2 + (x - loc) ** 2)",
    f"df * (({Z}) ** 2 - 1.0) / (({Z}) ** 2 + df) / scale",
    df="0.5 * (scipy.special.digamma(0.5 * (df + 1.0)) - scipy.special.digamma(0.5 * df)"
    f" - np.log1p(({Z}) ** 2 / df) + (({Z}) ** 2 - 1.0) / (({Z}) ** 2 + df))",
)
continuous(
    "chi2",
    "(0.5 * df - 1.0) / (x - loc) - 0.5 / scale",
    f"0.5 * ({Z} - df) / scale",
    "x > loc",
    df=f"0.5 * (np.log(0.5 * ({Z})) - scipy.special.digamma(0.5 * df))",
)
continuous(
    "gamma",
    "(a - 1.0) / (x - loc) - 1.0 / scale",
    f"({Z} - a) / scale",
    "x > loc",
    a=f"np.log({Z}) - scipy.special.digamma(a)",
)
continuous(
    "invgamma",
    "scale / (x - loc) ** 2 - (a + 1.0) / (x - loc)",
    "a / scale - 1.0 / (x - loc)",
    "x > loc",
    a=f"-np.log({Z}) - scipy.special.digamma(a)",
)
continuous(
    "beta",
    "(a - 1.0) / (x - loc) - (b - 1.0) / (loc + scale - x)",
    f"(b - 1.0) / (loc + scale - x) * ({Z}) - a / scale",
    "0 < {z} < 1",
    a=f"np.log({Z}) - scipy.special.digamma(a) + scipy.special.digamma(a + b)",
    b=f"np.log1p(-({Z})) - scipy.special.digamma(b) + scipy.special.digamma(a + b)",
)
continuous("expon", "-1.0 / scale", f"({Z} - 1.0) / scale", "x > loc")
continuous("uniform", "0.0", "-1.0 / scale", "0 < {z} < 1")
continuous(
    "lognorm",
    f"-(1.0 + np.log({Z}) / s**2) / (x - loc)",
    f"np.log({Z}) / (s**2 * scale)",
    "x > loc",
    cdf=f"-(x - loc) * np.log({Z}) / s",
    s=f"(np.log({Z}) ** 2 / s**2 - 1.0) / s",
)
continuous(
    "weibull_min",
    f"(c - 1.0 - c * ({Z}) ** c) / (x - loc)",
    f"c * (({Z}) ** c - 1.0) / scale",
    "x > loc",
    cdf=f"(x - loc) * np.log({Z}) / c",
    c=f"1.0 / c + np.log({Z}) * (1.0 - ({Z}) ** c)",
)
continuous(
    "pareto",
    "-(b + 1.0) / (x - loc)",
    "b / scale",
    "{z} > 1",
    cdf=f"(x - loc) * np.log({Z}) / b",
    b=f"1.0 / b - np.log({Z})",
)
continuous("laplace", "-np.sign(x - loc) / scale", f"(np.abs({Z}) - 1.0) / scale", "x != loc")
continuous(
    "logistic", f"-np.tanh(0.5 * ({Z})) / scale", f"({Z} * np.tanh(0.5 * ({Z})) - 1.0) / scale"
)
continuous(
    "cauchy",
    "-2.0 * (x - loc) / (scale**2 + (x - loc) ** 2)",
    f"(({Z}) ** 2 - 1.0) / (({Z}) ** 2 + 1.0) / scale",
)
continuous("halfnorm", "-(x - loc) / scale**2", f"(({Z}) ** 2 - 1.0) / scale", "x > loc")
continuous(
    "rayleigh",
    "1.0 / (x - loc) - (x - loc) / scale**2",
    f"(({Z}) ** 2 - 2.0) / scale",
    "x > loc",
)
continuous(
    "gumbel_r", f"(np.exp(-({Z})) - 1.0) / scale", f"(({Z}) * (1.0 - np.exp(-({Z}))) - 1.0) / scale"
)
continuous(
    "gumbel_l", f"(1.0 - np.exp({Z})) / scale", f"(({Z}) * (np.exp({Z}) - 1.0) - 1.0) / scale"
)

# Distributions of counts: the data move in jumps


def discrete(name: str, fixed: str = "", **shapes: str) -> None:
    """State the derivatives of a distribution of counts, by each of its parameters.

    Parameters
    ----------
    name
        Its name in `scipy.stats`.
    fixed
        Its parameters that have no derivative, as they stand in the signature.
    **shapes
        The slope of the logarithm of the probability by each parameter.
    """
    given = ", ".join(["k: option", *([fixed] if fixed else []), *shapes, "loc: option = 0"])
    products = {shape: f"y * ({slope})" for shape, slope in shapes.items()}
    elementwise(f"scipy.stats.{name}.logpmf({given}) -> y", why_option=COUNT, **shapes)
    elementwise(f"scipy.stats.{name}.pmf({given}) -> y", why_option=COUNT, **products)


discrete("poisson", mu="(k - loc) / mu - 1.0")
discrete("bernoulli", p="(k - loc) / p - (1.0 - k + loc) / (1.0 - p)")
discrete("binom", "n: option", p="(k - loc) / p - (n - k + loc) / (1.0 - p)")
discrete("geom", p="1.0 / p - (k - loc - 1.0) / (1.0 - p)")
discrete(
    "nbinom",
    n="np.log(p) + scipy.special.digamma(k - loc + n) - scipy.special.digamma(n)",
    p="n / p - (k - loc) / (1.0 - p)",
)
for method, sign, opposite in (("cdf", "-", ""), ("sf", "", "-")):
    elementwise(
        f"scipy.stats.poisson.{method}(k: option, mu, loc: option = 0) -> y",
        mu=f"{sign}scipy.stats.poisson.pmf(np.floor(k), mu, loc)",
        why_option=COUNT,
    )
    elementwise(
        f"scipy.stats.binom.{method}(k: option, n: option, p, loc: option = 0) -> y",
        p=f"{sign}n * scipy.stats.binom.pmf(np.floor(k), n - 1, p, loc)",
        why_option=COUNT,
    )
    elementwise(
        f"scipy.stats.geom.{method}(k: option, p, loc: option = 0) -> y",
        p=f"{opposite}np.maximum(np.floor(k - loc), 0.0) * (1.0 - p) ** (np.floor(k - loc) - 1.0)",
        why_option=COUNT,
    )
for method, sign in (("logcdf", "-"), ("logsf", "")):
    elementwise(
        f"scipy.stats.poisson.{method}(k: option, mu, loc: option = 0) -> y",
        mu=f"{sign}np.exp(scipy.stats.poisson.logpmf(np.floor(k), mu, loc) - y)",
        why_option=COUNT,
    )

# Distributions of vectors


@adjoint("scipy.stats.multivariate_normal.logpdf(x, mean, cov) -> y", expensive=True)
def mvn_logpdf(y, x, mean, cov):
    """With `cov @ dual = x - mean`: `-dual`, `dual` and half of `dual @ dual.T - inv(cov)`.

    The value for a stack of one point has no axis for it.
    SciPy reads the lower triangle of `cov` alone, so its gradient is lower triangular, as that of
    `np.linalg.cholesky`. K. B. Petersen, M. S. Pedersen, "The matrix cookbook", section 8.
    """
    if rank(x) == 1 and rank(mean) == 1 and rank(cov) == 2:
        dual = np.linalg.solve(cov, x - mean)
        grad[x] = -grad[y] * dual
        grad[mean] = grad[y] * dual
        grad[cov] = grad[y] * lower_half(np.outer(dual, dual) - np.linalg.inv(cov))
    elif rank(x) == 2 and rank(mean) == 1 and rank(cov) == 2:
        dual = np.linalg.solve(cov, (x - mean).T).T
        weighted = np.reshape(grad[y], (-1, 1)) * dual
        grad[x] = -weighted
        grad[mean] = np.sum(weighted, axis=0)
        grad[cov] = lower_half(weighted.T @ dual - np.sum(grad[y]) * np.linalg.inv(cov))
    elif rank(cov) == 0 or rank(cov) == 1:
        refuse(
            "`scipy.stats.multivariate_normal` with a `cov` that is not a matrix",
            "give it as one: `np.diag(variances)`",
        )
    else:
        dual = normal_dual(x, mean, cov)
        grad[x] = unbroadcast(-times_points(grad[y], dual), x)
        grad[mean] = unbroadcast(times_points(grad[y], dual), mean)
        grad[cov] = normal_grad_cov(grad[y], dual, cov)


@tangent("scipy.stats.multivariate_normal.logpdf(x, mean, cov) -> y")
def mvn_logpdf(y, x, mean, cov):
    dual = normal_dual(x, mean, cov)
    d[y] += np.reshape(np.sum(dual * (d[mean] - d[x]), axis=-1), np.shape(y))
    d[y] += np.reshape(normal_tangent_cov(d[cov], dual, cov), np.shape(y))


@adjoint("scipy.stats.multivariate_normal.pdf(x, mean, cov) -> y", expensive=True)
def mvn_pdf(y, x, mean, cov):
    """The density times the derivative of its logarithm."""
    dual = normal_dual(x, mean, cov)
    grad[x] = unbroadcast(-times_points(grad[y] * y, dual), x)
    grad[mean] = unbroadcast(times_points(grad[y] * y, dual), mean)
    grad[cov] = normal_grad_cov(grad[y] * y, dual, cov)


@tangent("scipy.stats.multivariate_normal.pdf(x, mean, cov) -> y")
def mvn_pdf(y, x, mean, cov):
    dual = normal_dual(x, mean, cov)
    d[y] += y * np.reshape(np.sum(dual * (d[mean] - d[x]), axis=-1), np.shape(y))
    d[y] += y * np.reshape(normal_tangent_cov(d[cov], dual, cov), np.shape(y))


@adjoint("scipy.stats.dirichlet.logpdf(x, alpha) -> y")
def dirichlet_logpdf(y, x, alpha):
    """The sum of `(alpha - 1) * log(x)`, for points that are given by all of their coordinates.

    `x` lies on the simplex: what leads off it is no matter of the density.
    """
    if rank(x) == 1 and same_shape(x, alpha):
        grad[x] = grad[y] * (alpha - 1.0) / x
        total = scipy.special.digamma(np.sum(alpha))
        grad[alpha] = grad[y] * (np.log(x) - scipy.special.digamma(alpha) + total)
    else:
        refuse(
            "`scipy.stats.dirichlet` of points that are not known to have the shape of `alpha`",
            "declare the shapes: `x: Float[np.ndarray, 'k'], alpha: Float[np.ndarray, 'k']`",
        )


@tangent("scipy.stats.dirichlet.logpdf(x, alpha) -> y")
def dirichlet_logpdf(y, x, alpha):
    if rank(x) == 1 and same_shape(x, alpha):
        total = scipy.special.digamma(np.sum(alpha))
        slope = np.log(x) - scipy.special.digamma(alpha) + total
        d[y] = np.sum((alpha - 1.0) / x * d[x]) + np.sum(slope * d[alpha])
    else:
        refuse(
            "`scipy.stats.dirichlet` of points that are not known to have the shape of `alpha`",
            "declare the shapes: `x: Float[np.ndarray, 'k'], alpha: Float[np.ndarray, 'k']`",
        )


@adjoint("scipy.stats.dirichlet.pdf(x, alpha) -> y")
def dirichlet_pdf(y, x, alpha):
    if rank(x) == 1 and same_shape(x, alpha):
        grad[x] = grad[y] * y * (alpha - 1.0) / x
        total = scipy.special.digamma(np.sum(alpha))
        grad[alpha] = grad[y] * y * (np.log(x) - scipy.special.digamma(alpha) + total)
    else:
        refuse(
            "`scipy.stats.dirichlet` of points that are not known to have the shape of `alpha`",
            "declare the shapes: `x: Float[np.ndarray, 'k'], alpha: Float[np.ndarray, 'k']`",
        )


@tangent("scipy.stats.dirichlet.pdf(x, alpha) -> y")
def dirichlet_pdf(y, x, alpha):
    if rank(x) == 1 and same_shape(x, alpha):
        total = scipy.special.digamma(np.sum(alpha))
        slope = np.log(x) - scipy.special.digamma(alpha) + total
        d[y] = y * (np.sum((alpha - 1.0) / x * d[x]) + np.sum(slope * d[alpha]))
    else:
        refuse(
            "`scipy.stats.dirichlet` of points that are not known to have the shape of `alpha`",
            "declare the shapes: `x: Float[np.ndarray, 'k'], alpha: Float[np.ndarray, 'k']`",
        )


# What is not differentiated

CONTINUOUS = (
    "norm t chi2 gamma invgamma beta expon uniform lognorm weibull_min pareto laplace logistic"
    " cauchy halfnorm rayleigh gumbel_r gumbel_l"
)
DISCRETE = "poisson bernoulli binom geom nbinom"
VECTORS = "multivariate_normal dirichlet"
refused(
    "scipy.stats.rv_frozen "
    + " ".join(f"scipy.stats.{name}" for name in f"{CONTINUOUS} {DISCRETE} {VECTORS}".split()),
    "a distribution that was made holds its parameters inside, where they are not differentiated",
    "call the method with the parameters: `scipy.stats.norm.logpdf(x, loc, scale)`",
)
refused(
    " ".join(
        f"scipy.stats.{name}.{method}"
        for name in f"{CONTINUOUS} {DISCRETE}".split()
        for method in "mean var std median stats moment entropy expect interval support".split()
    )
    + " scipy.stats.multivariate_normal.entropy scipy.stats.dirichlet.entropy"
    + " scipy.stats.dirichlet.mean scipy.stats.dirichlet.var",
    "it is evaluated by quadrature, or has a formula of its own for each distribution",
    "write the formula: `loc + scale * df / 2.0`",
)
refused(
    " ".join(
        f"scipy.stats.{name}.{method}"
        for name in DISCRETE.split()
        for method in ("cdf", "sf", "logcdf", "logsf")
        if name in ("bernoulli", "nbinom") or (name != "poisson" and method in ("logcdf", "logsf"))
    ),
    "it is a step function of the count",
    "write it with `scipy.special.betainc`, or take `np.log` of `cdf` and `sf`",
)
constant(
    " ".join(f"scipy.stats.{name}.{method}" for name in DISCRETE.split()
             for method in ("ppf", "isf")),
    "a count: it moves in jumps",
)  # fmt: skip
refused(
    "scipy.stats.multivariate_normal.cdf scipy.stats.multivariate_normal.logcdf",
    "it is found by integration on random lattices, and comes with no derivative",
    "for two dimensions use `scipy.special.owens_t`",
)
refused(
    " ".join(
        f"scipy.stats.{name}.{method}"
        for name in f"{CONTINUOUS} {DISCRETE} {VECTORS}".split()
        for method in ("rvs", "fit")
        if method == "rvs" or name not in f"{DISCRETE} dirichlet".split()
    ),
    "what is drawn, or found by a search, moves with the parameters in no way that is declared",
    "draw with fixed parameters, and compute with what was drawn",
)
