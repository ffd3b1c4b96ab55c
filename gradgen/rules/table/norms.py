"""Norms of vectors and of matrices, and the condition number.

Conventions: where a norm is 0, the subgradient 0; an element that is 0 has the derivative 0 in
every norm; elements, rows or singular values that tie for the largest share the gradient evenly.
The slope of a norm by singular values `U @ diag(w) @ Vh`: G. Watson, "Characterization of the
subdifferential of some matrix norms" (1992).
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, constant, reduction, tangent


@reduction("numpy.linalg.norm(x, ord=None, axis=None, keepdims=False) -> y", roles={"y": "norm"})
def norm(y, x, ord, axis, keepdims):
    """`ord=None` is the root of all squares added up, also of more than two axes."""
    norms = kept(y, axis, keepdims)
    if known(ord) and (ord is None or ord == "fro"):
        partial[x] = ratio(x, norms)
    elif not known(ord) or not known(axis):
        partial[x] = norm_slope(x, ord, axis)
    elif is_pair(axis):
        partial[x] = matrix_norm_slope(x, ord, axis)
    elif axis is None and rank(x) == 2:
        partial[x] = matrix_norm_slope(x, ord, (0, 1))
    elif axis is None and rank(x) != 1:
        partial[x] = norm_slope(x, ord, axis)
    elif ord == 2:
        partial[x] = ratio(x, norms)
    elif ord == 1:
        partial[x] = np.sign(x)
    elif ord == float("inf"):
        is_max = np.abs(x) == norms
        count = np.sum(is_max, axis=axis, keepdims=axis is not None, dtype=y.dtype)
        partial[x] = np.sign(x) * is_max / count
    elif ord == float("-inf"):
        is_min = np.abs(x) == norms
        count = np.sum(is_min, axis=axis, keepdims=axis is not None, dtype=y.dtype)
        partial[x] = np.sign(x) * is_min / count
    elif ord > 1:
        partial[x] = np.sign(x) * ratio(np.abs(x), norms) ** (ord - 1)
    else:
        partial[x] = vector_norm_slope(x, ord, axis)


@reduction(
    "numpy.linalg.vector_norm(x, *, axis=None, keepdims=False, ord=2) -> y", roles={"y": "norm"}
)
def vector_norm(y, x, axis, keepdims, ord):
    norms = kept(y, axis, keepdims)
    if known(ord) and ord == 2:
        partial[x] = ratio(x, norms)
    elif known(ord) and ord == 1:
        partial[x] = np.sign(x)
    elif known(ord) and ord > 1 and ord != float("inf"):
        partial[x] = np.sign(x) * ratio(np.abs(x), norms) ** (ord - 1)
    else:
        partial[x] = vector_norm_slope(x, ord, axis)


@adjoint("numpy.linalg.matrix_norm(x, *, keepdims=False, ord='fro') -> y", roles={"y": "norm"})
def matrix_norm(y, x, keepdims, ord):
    if known(ord) and (ord == "fro" or ord is None):
        slope = ratio(x, kept(y, (-2, -1), keepdims))
    elif known(ord):
        slope = matrix_norm_slope(x, ord, (-2, -1))
    else:
        slope = norm_slope(x, ord, (-2, -1))
    if rank(x) == 2:
        grad[x] = grad[y] * slope
    else:
        grad[x] = kept(grad[y], (-2, -1), keepdims) * slope


@tangent("numpy.linalg.matrix_norm(x, *, keepdims=False, ord='fro') -> y")
def matrix_norm(y, x, keepdims, ord):
    if known(ord) and (ord == "fro" or ord is None):
        slope = ratio(x, kept(y, (-2, -1), keepdims))
    elif known(ord):
        slope = matrix_norm_slope(x, ord, (-2, -1))
    else:
        slope = norm_slope(x, ord, (-2, -1))
    d[y] = np.sum(slope * d[x], axis=(-2, -1), keepdims=keepdims)


@adjoint("numpy.linalg.cond(x, p=None) -> y")
def cond(y, x, p):
    """The quotient of two singular values, or the product of the norms of `x` and its inverse."""
    if rank(x) == 2:
        grad[x] = grad[y] * cond_slope(x, p)
    else:
        relative = cond_slope(x, p) / np.expand_dims(y, (-2, -1))
        grad[x] = np.expand_dims(grad[y] * y, (-2, -1)) * relative


@tangent("numpy.linalg.cond(x, p=None) -> y")
def cond(y, x, p):
    d[y] = np.sum(cond_slope(x, p) * d[x], axis=(-2, -1))


constant("numpy.linalg.matrix_rank", "a count: it moves in jumps")
