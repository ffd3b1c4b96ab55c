"""Distribution functions of `scipy.special`, in the argument: the density; inverses: one over it.

The derivative by a parameter of shape has no closed form where it is that of an incomplete gamma
or beta function.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code="no-redef, arg-type"

import math

from gradgen.rules.registry import elementwise, refused

NO_FORM = "the derivative by this parameter has no closed form"
LOG, LOG1P = "scipy.special.xlogy", "scipy.special.xlog1py"
GAMMALN, BETALN = "scipy.special.gammaln", "scipy.special.betaln"


def distribution(
    name: str,
    parameters: str,
    log_density: str,
    complement: str = "",
    inverse: str = "",
    domain: str = "",
) -> None:
    """State the derivatives of a distribution function, its complement and their inverse.

    Parameters
    ----------
    name, complement, inverse
        The functions: `inverse` is that of the complement where there is one, and of `name` else.
    parameters
        What comes before the argument.
    log_density
        The logarithm of the slope, of `x`.
    """
    fixed = "".join(f"{parameter}: option, " for parameter in parameters.split())
    state = {"domain": domain, "why_option": NO_FORM}
    elementwise(f"scipy.special.{name}({fixed}x) -> y", x=f"np.exp({log_density})", **state)
    if complement:
        elementwise(
            f"scipy.special.{complement}({fixed}x) -> y", x=f"-np.exp({log_density})", **state
        )
    if inverse:
        sign = "-" if complement and inverse != "fdtri" else ""
        inside = log_density.replace("(x", "(y").replace("-x", "-y").replace(" x", " y")
        elementwise(
            f"scipy.special.{inverse}({fixed}p) -> y",
            p=f"{sign}1.0 / np.exp({inside})",
            domain="0 < p < 1",
            why_option=NO_FORM,
        )


distribution(
    "chdtr",
    "v",
    f"{LOG}(0.5 * v - 1.0, 0.5 * x) - 0.5 * x - {GAMMALN}(0.5 * v) - {math.log(2.0)}",
    complement="chdtrc",
    inverse="chdtri",
    domain="x > 0",
)
distribution(
    "stdtr",
    "df",
    f"{GAMMALN}(0.5 * (df + 1.0)) - {GAMMALN}(0.5 * df) - 0.5 * np.log(np.pi * df)"
    " - 0.5 * (df + 1.0) * np.log1p((x) ** 2 / df)",
    inverse="stdtrit",
)
distribution(
    "fdtr",
    "dfn dfd",
    f"{LOG}(0.5 * dfn, dfn / dfd) + {LOG}(0.5 * dfn - 1.0, x) - 0.5 * (dfn + dfd)"
    f" * np.log1p(dfn / dfd * x) - {BETALN}(0.5 * dfn, 0.5 * dfd)",
    complement="fdtrc",
    inverse="fdtri",
    domain="x > 0",
)

# Of counts `k`, in the probability or the mean: the slope is a probability
elementwise(
    "scipy.special.bdtr(k: option, n: option, p) -> y",
    p=f"-np.exp({LOG}(np.floor(k), p) + {LOG1P}(n - np.floor(k) - 1.0, -p)"
    f" - {BETALN}(n - np.floor(k), np.floor(k) + 1.0))",
    domain="0 < p < 1, k < n",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.bdtrc(k: option, n: option, p) -> y",
    p=f"np.exp({LOG}(np.floor(k), p) + {LOG1P}(n - np.floor(k) - 1.0, -p)"
    f" - {BETALN}(n - np.floor(k), np.floor(k) + 1.0))",
    domain="0 < p < 1, k < n",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.bdtri(k: option, n: option, q) -> y",
    q=f"-1.0 / np.exp({LOG}(np.floor(k), y) + {LOG1P}(n - np.floor(k) - 1.0, -y)"
    f" - {BETALN}(n - np.floor(k), np.floor(k) + 1.0))",
    domain="0 < q < 1, k < n",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.nbdtr(k: option, n: option, p) -> y",
    p=f"np.exp({LOG}(n - 1.0, p) + {LOG1P}(np.floor(k), -p) - {BETALN}(n, np.floor(k) + 1.0))",
    domain="0 < p < 1",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.nbdtrc(k: option, n: option, p) -> y",
    p=f"-np.exp({LOG}(n - 1.0, p) + {LOG1P}(np.floor(k), -p) - {BETALN}(n, np.floor(k) + 1.0))",
    domain="0 < p < 1",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.nbdtri(k: option, n: option, q) -> y",
    q=f"1.0 / np.exp({LOG}(n - 1.0, y) + {LOG1P}(np.floor(k), -y)"
    f" - {BETALN}(n, np.floor(k) + 1.0))",
    domain="0 < q < 1",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.pdtr(k: option, m) -> y",
    m=f"-np.exp({LOG}(np.floor(k), m) - m - {GAMMALN}(np.floor(k) + 1.0))",
    domain="m > 0",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.pdtrc(k: option, m) -> y",
    m=f"np.exp({LOG}(np.floor(k), m) - m - {GAMMALN}(np.floor(k) + 1.0))",
    domain="m > 0",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.pdtri(k: option, q) -> y",
    q=f"-1.0 / np.exp({LOG}(np.floor(k), y) - y - {GAMMALN}(np.floor(k) + 1.0))",
    domain="0 < q < 1",
    why_option=NO_FORM,
)

# With a rate `a`, which is a factor of the argument
DENSITY = f"np.exp({LOG}(b - 1.0, a * x) - a * x - {GAMMALN}(b))"
elementwise(
    "scipy.special.gdtr(a, b: option, x) -> y",
    a=f"x * {DENSITY}",
    x=f"a * {DENSITY}",
    domain="a > 0, x > 0",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.gdtrc(a, b: option, x) -> y",
    a=f"-x * {DENSITY}",
    x=f"-a * {DENSITY}",
    domain="a > 0, x > 0",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.gdtrix(a, b: option, p) -> y",
    a="-y / a",
    p=f"1.0 / (a * {DENSITY.replace('x)', 'y)').replace('* x', '* y')})",
    domain="0 < p < 1",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.gdtria(p, b: option, x) -> y",
    p=f"1.0 / (x * {DENSITY.replace('(a', '(y').replace('- a', '- y').replace(', a', ', y')})",
    x="-y / x",
    domain="0 < p < 1",
    why_option=NO_FORM,
)

# Non-central chi-square: a mixture of the central ones, so slopes are differences of neighbours
elementwise(
    "scipy.special.chndtr(x, df: option, nc) -> y",
    x="0.5 * (scipy.special.chndtr(x, df - 2.0, nc) - y)",
    nc="0.5 * (scipy.special.chndtr(x, df + 2.0, nc) - y)",
    domain="x > 0, df > 2",
    why_option=NO_FORM,
)
elementwise(
    "scipy.special.chndtrix(p, df: option, nc) -> y",
    p="2.0 / (scipy.special.chndtr(y, df - 2.0, nc) - p)",
    nc="-(scipy.special.chndtr(y, df + 2.0, nc) - p) / (scipy.special.chndtr(y, df - 2.0, nc) - p)",
    domain="0 < p < 1, df > 2",
    why_option=NO_FORM,
)

# The normal distribution, solved for its mean and for its width
elementwise(
    "scipy.special.nrdtrimn(p, std, x) -> y",
    p="-std * (2.0 * np.pi) ** 0.5 * np.exp(0.5 * ((x - y) / std) ** 2)",
    std="(y - x) / std",
    x="1.0",
    domain="0 < p < 1",
)
elementwise(
    "scipy.special.nrdtrisd(mn, p, x) -> y",
    mn="-y / (x - mn)",
    p="-(y**2) / (x - mn) * (2.0 * np.pi) ** 0.5 * np.exp(0.5 * ((x - mn) / y) ** 2)",
    x="y / (x - mn)",
    domain="0 < p < 1, p != 0.5",
)
elementwise(
    "scipy.special.tklmbda(x, lmbda: option) -> y",
    x="1.0 / (y ** (lmbda - 1.0) + (1.0 - y) ** (lmbda - 1.0))",
    domain="0 < y < 1",
    why_option=NO_FORM,
)

refused(
    "scipy.special.bdtrik scipy.special.bdtrin scipy.special.nbdtrik scipy.special.nbdtrin"
    " scipy.special.pdtrik scipy.special.btdtria scipy.special.btdtrib scipy.special.gdtrib"
    " scipy.special.chdtriv scipy.special.chndtridf scipy.special.chndtrinc scipy.special.fdtridfd"
    " scipy.special.stdtridf scipy.special.ncfdtridfd scipy.special.ncfdtridfn"
    " scipy.special.ncfdtrinc scipy.special.nctdtridf scipy.special.nctdtrinc",
    "it solves for a parameter of shape, and the derivative of a distribution function by that has"
    " no closed form",
    "give `gradgen` a rule for a function of your own that calls it",
)
refused(
    "scipy.special.ncfdtr scipy.special.ncfdtri scipy.special.nctdtr scipy.special.nctdtrit",
    "it is an infinite mixture whose density SciPy has as a quadrature only",
    "use the central one: `scipy.special.fdtr`, `scipy.special.stdtr`",
)
refused(
    "scipy.special.kolmogorov scipy.special.kolmogi scipy.special.smirnov scipy.special.smirnovi",
    "the density of this distribution is no public function of SciPy",
    "add up the series `2 * (-1)**(k - 1) * np.exp(-2 * k**2 * x**2)`",
)
