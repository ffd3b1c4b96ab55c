"""Products of vectors, matrices and stacks of them: matmul, dot, einsum and their kin."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, linear, tangent


@adjoint(
    "operator.matmul(a, b) -> y",
    also=["numpy.matmul"],
    expensive=True,
)
def matmul(y, a, b):
    if rank(a) is None or rank(b) is None:
        grad[a] = matmul_grad_left(grad[y], a, b)
        grad[b] = matmul_grad_right(grad[y], a, b)
    elif rank(a) == 1 and rank(b) == 1:
        grad[a] = grad[y] * b
        grad[b] = grad[y] * a
    elif rank(a) == 2 and rank(b) == 1:
        grad[a] = np.outer(grad[y], b)
        grad[b] = a.mT @ grad[y]
    elif rank(a) == 1 and rank(b) == 2:
        grad[a] = b @ grad[y]
        grad[b] = np.outer(a, grad[y])
    elif rank(a) == 2 and rank(b) == 2:
        grad[a] = grad[y] @ b.mT
        grad[b] = a.mT @ grad[y]
    elif rank(b) == 2:
        grad[a] = grad[y] @ b.mT
        grad[b] = matmul_grad_right(grad[y], a, b)
    else:
        grad[a] = matmul_grad_left(grad[y], a, b)
        grad[b] = matmul_grad_right(grad[y], a, b)


@tangent("operator.matmul(a, b) -> y", also=["numpy.matmul"])
def matmul(y, a, b):
    d[y] = d[a] @ b + a @ d[b]


@adjoint("numpy.dot(a, b) -> y", also=["ndarray.dot"], expensive=True)
def dot(y, a, b):
    if rank(a) is None or rank(b) is None:
        grad[a] = dot_grad_left(grad[y], a, b)
        grad[b] = dot_grad_right(grad[y], a, b)
    elif rank(a) == rank(b) and rank(a) < 2:
        grad[a] = grad[y] * b
        grad[b] = grad[y] * a
    elif rank(a) == 0:
        grad[a] = np.sum(grad[y] * b)
        grad[b] = grad[y] * a
    elif rank(b) == 0:
        grad[a] = grad[y] * b
        grad[b] = np.sum(grad[y] * a)
    elif rank(a) == 2 and rank(b) == 1:
        grad[a] = np.outer(grad[y], b)
        grad[b] = a.mT @ grad[y]
    elif rank(a) == 1 and rank(b) == 2:
        grad[a] = b @ grad[y]
        grad[b] = np.outer(a, grad[y])
    elif rank(a) == 2 and rank(b) == 2:
        grad[a] = grad[y] @ b.mT
        grad[b] = a.mT @ grad[y]
    else:
        grad[a] = dot_grad_left(grad[y], a, b)
        grad[b] = dot_grad_right(grad[y], a, b)


@tangent("numpy.dot(a, b) -> y", also=["ndarray.dot"])
def dot(y, a, b):
    d[y] = np.dot(d[a], b) + np.dot(a, d[b])


@adjoint("numpy.inner(a, b) -> y")
def inner(y, a, b):
    if rank(a) is None or rank(b) is None:
        grad[a] = inner_grad_left(grad[y], a, b)
        grad[b] = inner_grad_right(grad[y], a, b)
    elif rank(a) == rank(b) and rank(a) < 2:
        grad[a] = grad[y] * b
        grad[b] = grad[y] * a
    elif rank(a) == 0:
        grad[a] = np.sum(grad[y] * b)
        grad[b] = grad[y] * a
    elif rank(b) == 0:
        grad[a] = grad[y] * b
        grad[b] = np.sum(grad[y] * a)
    elif rank(a) == 2 and rank(b) == 2:
        grad[a] = grad[y] @ b
        grad[b] = grad[y].mT @ a
    else:
        grad[a] = inner_grad_left(grad[y], a, b)
        grad[b] = inner_grad_right(grad[y], a, b)


@tangent("numpy.inner(a, b) -> y")
def inner(y, a, b):
    d[y] = np.inner(d[a], b) + np.inner(a, d[b])


@adjoint("numpy.outer(a, b) -> y")
def outer(y, a, b):
    """Arguments of other ranks are flattened, as NumPy does."""
    if rank(a) == 1 and rank(b) == 1:
        grad[a] = grad[y] @ b
        grad[b] = a @ grad[y]
    else:
        grad[a] = np.reshape(grad[y] @ np.ravel(b), np.shape(a))
        grad[b] = np.reshape(np.ravel(a) @ grad[y], np.shape(b))


@tangent("numpy.outer(a, b) -> y")
def outer(y, a, b):
    d[y] = np.outer(d[a], b) + np.outer(a, d[b])


@adjoint("numpy.vdot(a, b) -> y")
def vdot(y, a, b):
    if rank(a) == 1 and rank(b) == 1:
        grad[a] = grad[y] * b
        grad[b] = grad[y] * a
    else:
        grad[a] = grad[y] * np.reshape(b, np.shape(a))
        grad[b] = grad[y] * np.reshape(a, np.shape(b))


@tangent("numpy.vdot(a, b) -> y")
def vdot(y, a, b):
    d[y] = np.vdot(d[a], b) + np.vdot(a, d[b])


@adjoint("numpy.tensordot(a, b, axes=2) -> y", expensive=True)
def tensordot(y, a, b, axes):
    if known(axes) and is_int(axes) and rank(a) is not None and rank(b) is not None:
        free_a = tuple(range(rank(a) - axes))
        free_b = tuple(range(axes - rank(b), 0))
        grad[a] = np.tensordot(grad[y], b, axes=(free_b, free_b))
        grad[b] = np.tensordot(a, grad[y], axes=(free_a, free_a))
    else:
        grad[a] = tensordot_grad_left(grad[y], a, b, axes)
        grad[b] = tensordot_grad_right(grad[y], a, b, axes)


@tangent("numpy.tensordot(a, b, axes=2) -> y")
def tensordot(y, a, b, axes):
    d[y] = np.tensordot(d[a], b, axes=axes) + np.tensordot(a, d[b], axes=axes)


@adjoint("numpy.einsum(subscripts: option, *operands) -> y", expensive=True, view="maybe")
def einsum(y, subscripts, operands):
    """The adjoint by an operand is an einsum of the adjoint of the result and the others.

    An index that only this operand has was summed over: the gradient is the same all along it.
    """
    if not known(subscripts) or not is_text(subscripts):
        refuse("`np.einsum` with subscripts that are not a literal text", "write them out")
    for k, operand in enumerate(operands):
        terms = adjoint_subscripts(subscripts, k)
        missing = missing_axes(subscripts, k)
        if terms is None:
            refuse(
                "`np.einsum` with `...`, or with an index twice in one operand",
                "write every index out; take `np.diagonal` first",
            )
        summed = np.einsum(terms, grad[y], *others(operands, k))
        fits = einsum_fits(subscripts, operands)
        if fits and not missing:
            grad[operand] = summed
        elif fits:
            grad[operand] = np.broadcast_to(np.expand_dims(summed, missing), np.shape(operand))
        elif not missing:
            grad[operand] = unbroadcast(summed, operand)
        else:
            grad[operand] = unbroadcast(np.expand_dims(summed, missing), operand)


@tangent("numpy.einsum(subscripts: option, *operands) -> y")
def einsum(y, subscripts, operands):
    for operand in operands:
        d[y] += np.einsum(subscripts, *with_tangent(operands, operand))


@adjoint("numpy.kron(a, b) -> y")
def kron(y, a, b):
    if rank(a) == 2 and rank(b) == 2:
        blocks = np.reshape(grad[y], (length(a, 0), length(b, 0), length(a, 1), length(b, 1)))
        grad[a] = np.einsum("ikjl,kl->ij", blocks, b)
        grad[b] = np.einsum("ikjl,ij->kl", blocks, a)
    else:
        refuse("`np.kron` of arrays that are not known to be matrices", "annotate their shapes")


@tangent("numpy.kron(a, b) -> y")
def kron(y, a, b):
    d[y] = np.kron(d[a], b) + np.kron(a, d[b])


@adjoint("numpy.cross(a, b) -> y")
def cross(y, a, b):
    """Turn the three around: `a . (b x c) = b . (c x a) = c . (a x b)`. Three components each."""
    if same_shape(a, b):
        grad[a] = np.cross(b, grad[y])
        grad[b] = np.cross(grad[y], a)
    else:
        grad[a] = unbroadcast(np.cross(b, grad[y]), a)
        grad[b] = unbroadcast(np.cross(grad[y], a), b)


@tangent("numpy.cross(a, b) -> y")
def cross(y, a, b):
    d[y] = np.cross(d[a], b) + np.cross(a, d[b])


@linear("numpy.trace(a) -> y", also=["ndarray.trace"])
def trace(y, a):
    grad[a] = on_diagonal(grad[y], a, 0)


# Stacks of vectors and matrices


@adjoint("numpy.vecdot(x1, x2) -> y")
def vecdot(y, x1, x2):
    grad[x1] = unbroadcast(np.expand_dims(grad[y], -1) * x2, x1)
    grad[x2] = unbroadcast(np.expand_dims(grad[y], -1) * x1, x2)


@tangent("numpy.vecdot(x1, x2) -> y")
def vecdot(y, x1, x2):
    d[y] = np.vecdot(d[x1], x2) + np.vecdot(x1, d[x2])


@adjoint("numpy.matvec(x1, x2) -> y", expensive=True)
def matvec(y, x1, x2):
    grad[x1] = unbroadcast(np.expand_dims(grad[y], -1) * np.expand_dims(x2, -2), x1)
    grad[x2] = unbroadcast(np.vecmat(grad[y], x1), x2)


@tangent("numpy.matvec(x1, x2) -> y")
def matvec(y, x1, x2):
    d[y] = np.matvec(d[x1], x2) + np.matvec(x1, d[x2])


@adjoint("numpy.vecmat(x1, x2) -> y", expensive=True)
def vecmat(y, x1, x2):
    grad[x1] = unbroadcast(np.matvec(x2, grad[y]), x1)
    grad[x2] = unbroadcast(np.expand_dims(x1, -1) * np.expand_dims(grad[y], -2), x2)


@tangent("numpy.vecmat(x1, x2) -> y")
def vecmat(y, x1, x2):
    d[y] = np.vecmat(d[x1], x2) + np.vecmat(x1, d[x2])
