"""Linear algebra. Formulas: M. Giles, "Collected matrix derivative results" (2008)."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F811, F821

from gradgen.rules.registry import adjoint, tangent

# Systems of equations and inverses


@adjoint("numpy.linalg.solve(a, b) -> y", expensive=True)
def solve(y, a, b):
    """With `a.T @ dual = grad[y]`: `grad[b] = dual` and `grad[a] = -dual @ y.T`."""
    if rank(a) == 2 and rank(b) == 1:
        dual = np.linalg.solve(a.mT, grad[y])
        grad[a] = -np.outer(dual, y)
        grad[b] = dual
    elif rank(a) == 2 and rank(b) == 2:
        dual = np.linalg.solve(a.mT, grad[y])
        grad[a] = -dual @ y.mT
        grad[b] = dual
    else:
        dual = solve_dual(grad[y], a, b)
        grad[a] = solve_grad_left(dual, y, a, b)
        grad[b] = unbroadcast(dual, b)


@tangent("numpy.linalg.solve(a, b) -> y")
def solve(y, a, b):
    """Differentiate `a @ y = b`: `a @ d[y] = d[b] - d[a] @ y`."""
    if rank(a) == 2 and (rank(b) == 1 or rank(b) == 2):
        d[y] = np.linalg.solve(a, d[b] - d[a] @ y)
    else:
        d[y] = np.linalg.solve(a, d[b]) - solve_tangent(d[a], y, a, b)


@adjoint("numpy.linalg.inv(a) -> y", expensive=True)
def inv(y, a):
    grad[a] = -y.mT @ grad[y] @ y.mT


@tangent("numpy.linalg.inv(a) -> y")
def inv(y, a):
    d[y] = -y @ d[a] @ y


# Determinants


@adjoint("numpy.linalg.det(a) -> y", expensive=True)
def det(y, a):
    """`y * inv(a).T`: a singular matrix raises `LinAlgError`."""
    if rank(a) == 2:
        grad[a] = grad[y] * y * np.linalg.inv(a).mT
    else:
        grad[a] = np.expand_dims(grad[y] * y, (-2, -1)) * np.swapaxes(np.linalg.inv(a), -1, -2)


@tangent("numpy.linalg.det(a) -> y")
def det(y, a):
    if rank(a) == 2:
        d[y] = y * np.trace(np.linalg.solve(a, d[a]))
    else:
        d[y] = y * np.sum(np.swapaxes(np.linalg.inv(a), -1, -2) * d[a], axis=(-2, -1))


@adjoint("numpy.linalg.slogdet(a) -> (sign, logabsdet)", expensive=True)
def slogdet(sign, logabsdet, a):
    if rank(a) == 2:
        grad[a] += grad[logabsdet] * np.linalg.inv(a).mT
    else:
        grad[a] += np.expand_dims(grad[logabsdet], (-2, -1)) * np.swapaxes(np.linalg.inv(a), -1, -2)


@tangent("numpy.linalg.slogdet(a) -> (sign, logabsdet)")
def slogdet(sign, logabsdet, a):
    if rank(a) == 2:
        d[sign] = 0.0
        d[logabsdet] = np.trace(np.linalg.solve(a, d[a]))
    else:
        d[sign] = np.zeros_like(sign)
        d[logabsdet] = np.sum(np.swapaxes(np.linalg.inv(a), -1, -2) * d[a], axis=(-2, -1))


# Factorisations


@adjoint("numpy.linalg.cholesky(a, *, upper=False) -> y", expensive=True)
def cholesky(y, a, upper):
    """NumPy reads one triangle of `a` alone, so the gradient is in that triangle.

    The formula: I. Murray, arXiv:1602.07527.
    """
    if not known(upper):
        refuse("`np.linalg.cholesky` whose `upper` is not a literal", "write it out")
    elif upper:
        grad[a] = upper_cholesky_grad(grad[y], y)
    else:
        grad[a] = cholesky_grad(grad[y], y)


@tangent("numpy.linalg.cholesky(a, *, upper=False) -> y")
def cholesky(y, a, upper):
    if not known(upper):
        refuse("`np.linalg.cholesky` whose `upper` is not a literal", "write it out")
    elif upper:
        d[y] = upper_cholesky_tangent(d[a], y)
    else:
        d[y] = cholesky_tangent(d[a], y)
