"""Products, powers and parts of matrices in `numpy.linalg`.

Powers: the derivative of a function of a matrix is a block of the same function of a block matrix,
R. Mathias, "A chain rule for matrix functions and applications" (1996).
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, alias, linear, tangent

alias("numpy.linalg.matmul(a, b) -> y", of="numpy.matmul")
alias("numpy.linalg.outer(a, b) -> y", of="numpy.outer")
alias("numpy.linalg.tensordot(a, b, *, axes=2) -> y", of="numpy.tensordot")
alias("numpy.linalg.matrix_transpose(a) -> y", of="numpy.matrix_transpose")


@adjoint("numpy.linalg.cross(a, b, *, axis=-1) -> y")
def cross(y, a, b, axis):
    """Turn the three around: `a . (b x c) = b . (c x a) = c . (a x b)`."""
    if same_shape(a, b):
        grad[a] = np.linalg.cross(b, grad[y], axis=axis)
        grad[b] = np.linalg.cross(grad[y], a, axis=axis)
    else:
        grad[a] = unbroadcast(np.linalg.cross(b, grad[y], axis=axis), a)
        grad[b] = unbroadcast(np.linalg.cross(grad[y], a, axis=axis), b)


@tangent("numpy.linalg.cross(a, b, *, axis=-1) -> y")
def cross(y, a, b, axis):
    d[y] = np.linalg.cross(d[a], b, axis=axis) + np.linalg.cross(a, d[b], axis=axis)


@adjoint("numpy.linalg.vecdot(a, b, *, axis=-1) -> y")
def vecdot(y, a, b, axis):
    if rank(a) == 1 and rank(b) == 1:
        grad[a] = grad[y] * b
        grad[b] = grad[y] * a
    elif same_shape(a, b):
        grad[a] = np.expand_dims(grad[y], axis) * b
        grad[b] = np.expand_dims(grad[y], axis) * a
    else:
        grad[a] = unbroadcast(np.expand_dims(grad[y], axis) * b, a)
        grad[b] = unbroadcast(np.expand_dims(grad[y], axis) * a, b)


@tangent("numpy.linalg.vecdot(a, b, *, axis=-1) -> y")
def vecdot(y, a, b, axis):
    d[y] = np.linalg.vecdot(d[a], b, axis=axis) + np.linalg.vecdot(a, d[b], axis=axis)


@linear("numpy.linalg.diagonal(a, *, offset=0) -> y", view="always", view_of="a")
def diagonal(y, a, offset):
    """Of the last two axes."""
    if rank(a) == 2:
        grad[a] = on_diagonal(grad[y], a, offset)
    else:
        grad[a] = on_last_diagonal(grad[y], a, offset)


@linear("numpy.linalg.trace(a, *, offset=0) -> y")
def trace(y, a, offset):
    """Of the last two axes."""
    if rank(a) == 2:
        grad[a] = on_diagonal(grad[y], a, offset)
    else:
        grad[a] = on_last_diagonal(np.expand_dims(grad[y], -1), a, offset)


@linear("helper.on_last_diagonal(g, a: like, k: option) -> y")
def on_last_diagonal(y, g, a, k):
    grad[g] = unbroadcast(np.linalg.diagonal(grad[y], offset=k), g)


@adjoint("numpy.linalg.multi_dot(arrays: sequence) -> y", expensive=True)
def multi_dot(y, arrays):
    """By each factor: the products before it and behind it, transposed, around the adjoint."""
    if not listed(arrays):
        refuse("`np.linalg.multi_dot` of a list that is not written out", "write it out")
    for k, array in enumerate(arrays):
        grad[array] = multi_dot_grad(grad[y], arrays, k)


@tangent("numpy.linalg.multi_dot(arrays: sequence) -> y")
def multi_dot(y, arrays):
    if not listed(arrays):
        refuse("`np.linalg.multi_dot` of a list that is not written out", "write it out")
    for array in arrays:
        d[y] += np.linalg.multi_dot(with_tangent(arrays, array))


@adjoint("numpy.linalg.matrix_power(a, n: option) -> y", expensive=True)
def matrix_power(y, a, n):
    """The sum of `a.T**k @ grad[y] @ a.T**(n - 1 - k)`."""
    if known(n) and n == 0:
        grad[a] = np.zeros_like(a)
    elif known(n) and n == 1:
        grad[a] = grad[y]
    elif known(n) and n == 2:
        grad[a] = grad[y] @ a.mT + a.mT @ grad[y]
    elif known(n) and n == -1:
        grad[a] = -y.mT @ grad[y] @ y.mT
    else:
        grad[a] = matrix_power_tangent(grad[y], a.mT, n)


@tangent("numpy.linalg.matrix_power(a, n: option) -> y")
def matrix_power(y, a, n):
    if known(n) and n == 0:
        d[y] = np.zeros_like(a)
    elif known(n) and n == 1:
        d[y] = d[a]
    elif known(n) and n == 2:
        d[y] = d[a] @ a + a @ d[a]
    elif known(n) and n == -1:
        d[y] = -y @ d[a] @ y
    else:
        d[y] = matrix_power_tangent(d[a], a, n)


# Inverses and systems of equations for tensors


@adjoint("numpy.linalg.tensorinv(a, ind=2) -> y", expensive=True)
def tensorinv(y, a, ind):
    """The inverse of a matrix of the first `ind` axes by the others."""
    grad[a] = tensorinv_grad(grad[y], a, y)


@tangent("numpy.linalg.tensorinv(a, ind=2) -> y")
def tensorinv(y, a, ind):
    d[y] = tensorinv_tangent(d[a], y)


@adjoint("numpy.linalg.tensorsolve(a, b, axes=None) -> y", expensive=True)
def tensorsolve(y, a, b, axes):
    """The solution of a system whose matrix is `a`, the axes of `y` (`axes`) its columns."""
    matrix = tensor_as_matrix(a, axes, y)
    dual = np.linalg.solve(matrix.T, np.ravel(grad[y]))
    grad[a] = matrix_as_tensor(-np.outer(dual, np.ravel(y)), a, axes, y)
    grad[b] = np.reshape(dual, np.shape(b))


@tangent("numpy.linalg.tensorsolve(a, b, axes=None) -> y")
def tensorsolve(y, a, b, axes):
    moved = np.ravel(d[b]) - tensor_as_matrix(d[a], axes, y) @ np.ravel(y)
    d[y] = np.reshape(np.linalg.solve(tensor_as_matrix(a, axes, y), moved), np.shape(y))


@linear("helper.tensor_as_matrix(a, axes: option, x: like) -> y")
def tensor_as_matrix(y, a, axes, x):
    grad[a] = matrix_as_tensor(grad[y], a, axes, x)


@linear("helper.matrix_as_tensor(matrix, a: like, axes: option, x: like) -> y")
def matrix_as_tensor(y, matrix, a, axes, x):
    grad[matrix] = tensor_as_matrix(grad[y], axes, x)
