"""Polynomials as NumPy's older functions have them: the highest power first."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, linear, refused, tangent


@adjoint("numpy.polyval(p, x) -> y")
def polyval(y, p, x):
    if rank(x) == 1:
        grad[p] = grad[y] @ powers_like(x, p)
    else:
        grad[p] = np.ravel(grad[y]) @ powers_like(x, p)
    grad[x] = grad[y] * np.polyval(polynomial_slope(p), x)


@tangent("numpy.polyval(p, x) -> y")
def polyval(y, p, x):
    d[y] = np.polyval(d[p], x) + np.polyval(polynomial_slope(p), x) * d[x]


@adjoint("numpy.vander(x, N=None, increasing=False) -> y")
def vander(y, x, N, increasing):
    """The slope of a power is the column beside it, times the exponent."""
    grad[x] = np.sum(grad[y] * vander_slope(y, increasing), axis=1)


@tangent("numpy.vander(x, N=None, increasing=False) -> y")
def vander(y, x, N, increasing):
    d[y] = vander_slope(y, increasing) * np.expand_dims(d[x], 1)


@linear("numpy.polyadd(a1, a2) -> y")
def polyadd(y, a1, a2):
    grad[a1] = grad[y][-length(a1, 0) :]
    grad[a2] = grad[y][-length(a2, 0) :]


@linear("numpy.polysub(a1, a2) -> y")
def polysub(y, a1, a2):
    grad[a1] = grad[y][-length(a1, 0) :]
    grad[a2] = -grad[y][-length(a2, 0) :]


@adjoint("numpy.polyfit(x, y, deg: option) -> p", expensive=True)
def polyfit(p, x, y, deg):
    """With `V = np.vander(x)` and its pseudo-inverse `P`: `p = P @ y`, and `P.T @ grad[p]`.

    By `V` it is `outer(r, P @ P.T @ grad[p]) - outer(P.T @ grad[p], p)`, where `r = y - V @ p`:
    G. Golub and V. Pereyra, "The differentiation of pseudo-inverses" (1973). `V` has full rank.
    """
    if rank(y) != 1:
        refuse("`np.polyfit` of values that are not known to be a vector", "annotate their shape")
    powers = np.vander(x, deg + 1)
    inverse = np.linalg.pinv(powers)
    grad[y] = grad[p] @ inverse
    grad[x] = polyfit_grad_x(grad[p], x, y, p, powers, inverse)


@tangent("numpy.polyfit(x, y, deg: option) -> p")
def polyfit(p, x, y, deg):
    if rank(y) != 1:
        refuse("`np.polyfit` of values that are not known to be a vector", "annotate their shape")
    powers = np.vander(x, deg + 1)
    inverse = np.linalg.pinv(powers)
    d[p] = inverse @ d[y] + polyfit_tangent_x(d[x], y, p, powers, inverse)


refused(
    "numpy.polymul numpy.polydiv numpy.polyder numpy.polyint",
    "it leaves leading zeros out, so that its length depends on the values",
    "write `np.convolve(a, b)` for a product, or slices times `np.arange` for a derivative",
)
refused(
    "numpy.roots numpy.poly",
    "roots of real polynomials are complex, in an order that jumps",
    "solve for one root by Newton's iteration, which is differentiated",
)
