"""Orthogonal polynomials of `scipy.special`, in the argument: polynomials of one degree less.

No quotient by `1 - x**2` stands in them, so the ends of the interval are no exception. Formulas:
NIST Digital Library of Mathematical Functions (https://dlmf.nist.gov), 18.9.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F821

from gradgen.rules.registry import elementwise

DEGREE = "a polynomial has whole degrees, and no closed form of its slope by its parameters"


def polynomial(name: str, x: str, parameters: str = "") -> None:
    """State the derivative of a polynomial `eval_name(n, ..., x)` by `x`."""
    fixed = "".join(f"{parameter}: option, " for parameter in parameters.split())
    elementwise(
        f"scipy.special.eval_{name}(n: option, {fixed}x) -> y",
        x=x.replace("eval_", "scipy.special.eval_"),
        why_option=DEGREE,
    )


polynomial("legendre", "0.5 * (n + 1) * eval_jacobi(n - 1, 1, 1, x)")
polynomial("jacobi", "0.5 * (n + a + b + 1) * eval_jacobi(n - 1, a + 1, b + 1, x)", "a b")
polynomial("gegenbauer", "2 * a * eval_gegenbauer(n - 1, a + 1, x)", "a")
polynomial("chebyt", "n * eval_chebyu(n - 1, x)")
polynomial("chebyu", "2 * eval_gegenbauer(n - 1, 2, x)")
polynomial("chebyc", "n * eval_chebys(n - 1, x)")
polynomial("chebys", "eval_gegenbauer(n - 1, 2, 0.5 * x)")
polynomial("sh_legendre", "(n + 1) * eval_jacobi(n - 1, 1, 1, 2 * x - 1)")
polynomial("sh_chebyt", "2 * n * eval_sh_chebyu(n - 1, x)")
polynomial("sh_chebyu", "4 * eval_gegenbauer(n - 1, 2, 2 * x - 1)")
polynomial("laguerre", "-eval_genlaguerre(n - 1, 1, x)")
polynomial("genlaguerre", "-eval_genlaguerre(n - 1, a + 1, x)", "a")
elementwise(
    "scipy.special.assoc_laguerre(x, n: option, k: option = 0.0) -> y",
    x="-scipy.special.eval_genlaguerre(n - 1, k + 1, x)",
    why_option=DEGREE,
)
elementwise(
    "scipy.special.lpmv(m: option, v: option, x) -> y",
    x="(v * x * y - (v + m) * scipy.special.lpmv(m, v - 1, x)) / (x**2 - 1.0)",
    domain="-1 < x < 1",
    why_option=DEGREE,
)

# These are not defined for the degree -1, which a constant polynomial would be led to


@elementwise("scipy.special.eval_hermite(n: option, x) -> y", why_option=DEGREE)
def eval_hermite(y, n, x):
    if known(n) and n > 0:
        partial[x] = 2.0 * n * scipy.special.eval_hermite(n - 1, x)
    else:
        partial[x] = 2.0 * n * scipy.special.eval_hermite(np.maximum(n - 1, 0), x)


@elementwise("scipy.special.eval_hermitenorm(n: option, x) -> y", why_option=DEGREE)
def eval_hermitenorm(y, n, x):
    if known(n) and n > 0:
        partial[x] = n * scipy.special.eval_hermitenorm(n - 1, x)
    else:
        partial[x] = n * scipy.special.eval_hermitenorm(np.maximum(n - 1, 0), x)


@elementwise("scipy.special.eval_sh_jacobi(n: option, p: option, q: option, x) -> y",
             why_option=DEGREE)  # fmt: skip
def eval_sh_jacobi(y, n, p, q, x):
    if known(n) and n > 0:
        partial[x] = n * scipy.special.eval_sh_jacobi(n - 1, p + 2, q + 1, x)
    else:
        partial[x] = n * scipy.special.eval_sh_jacobi(np.maximum(n - 1, 0), p + 2, q + 1, x)
