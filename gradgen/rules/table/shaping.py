"""Functions that move the elements of arrays: reshape, transpose, join, repeat, cut out."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F821

from gradgen.rules.registry import constant, linear, refused

# The same elements in another shape


@linear(
    "numpy.reshape(a, shape: option) -> y",
    also=["ndarray.reshape(a, *shape: option)"],
    cheap=True,
    view="maybe",
    view_of="a",
)
def reshape(y, a, shape):
    grad[a] = np.reshape(grad[y], np.shape(a))


@linear("numpy.ravel(a) -> y", also=["ndarray.ravel"], cheap=True, view="maybe", view_of="a")
def ravel(y, a):
    grad[a] = np.reshape(grad[y], np.shape(a))


@linear("ndarray.flatten(a) -> y")
def flatten(y, a):
    grad[a] = np.reshape(grad[y], np.shape(a))


@linear(
    "numpy.squeeze(a, axis=None) -> y",
    also=["ndarray.squeeze"],
    cheap=True,
    view="always",
    view_of="a",
)
def squeeze(y, a, axis):
    if known(axis) and axis is not None:
        grad[a] = np.expand_dims(grad[y], axis)
    else:
        grad[a] = np.reshape(grad[y], np.shape(a))


@linear("numpy.expand_dims(a, axis: option) -> y", cheap=True, view="always", view_of="a")
def expand_dims(y, a, axis):
    grad[a] = np.squeeze(grad[y], axis)


@linear(
    "numpy.atleast_1d(a) -> y",
    also=["numpy.atleast_2d", "numpy.atleast_3d"],
    view="maybe",
    view_of="a",
)
def atleast(y, a):
    grad[a] = np.reshape(grad[y], np.shape(a))


@linear("numpy.broadcast_to(array, shape: option) -> y", cheap=True, view="always", view_of="array")
def broadcast_to(y, array, shape):
    grad[array] = unbroadcast(grad[y], array)


# The same elements in another order


@linear(
    "numpy.transpose(a, axes=None) -> y",
    also=["ndarray.transpose(a, *axes: option)"],
    cheap=True,
    view="always",
    view_of="a",
)
def transpose(y, a, axes):
    if not known(axes):
        grad[a] = np.transpose(grad[y], np.argsort(axes))
    elif axes is None or len(axes) == 0:
        grad[a] = np.transpose(grad[y])
    else:
        grad[a] = np.transpose(grad[y], inverse(axes))


@linear("ndarray.T(a) -> y", cheap=True, view="always", view_of="a")
def T(y, a):
    grad[a] = grad[y].T


@linear(
    "ndarray.mT(a) -> y",
    also=["numpy.matrix_transpose"],
    cheap=True,
    view="always",
    view_of="a",
)
def mT(y, a):
    grad[a] = grad[y].mT


@linear(
    "numpy.swapaxes(a, axis1: option, axis2: option) -> y",
    also=["ndarray.swapaxes"],
    cheap=True,
    view="always",
    view_of="a",
)
def swapaxes(y, a, axis1, axis2):
    grad[a] = np.swapaxes(grad[y], axis1, axis2)


@linear(
    "numpy.moveaxis(a, source: option, destination: option) -> y",
    cheap=True,
    view="always",
    view_of="a",
)
def moveaxis(y, a, source, destination):
    grad[a] = np.moveaxis(grad[y], destination, source)


@linear("numpy.flip(m, axis=None) -> y", cheap=True, view="always", view_of="m")
def flip(y, m, axis):
    grad[m] = np.flip(grad[y], axis=axis)


@linear("numpy.fliplr(m) -> y", cheap=True, view="always", view_of="m")
def fliplr(y, m):
    grad[m] = np.fliplr(grad[y])


@linear("numpy.flipud(m) -> y", cheap=True, view="always", view_of="m")
def flipud(y, m):
    grad[m] = np.flipud(grad[y])


@linear("numpy.roll(a, shift: option, axis=None) -> y")
def roll(y, a, shift, axis):
    if known(shift):
        grad[a] = np.roll(grad[y], negated(shift), axis=axis)
    else:
        grad[a] = np.roll(grad[y], np.negative(shift), axis=axis)


# Arrays joined


@linear("numpy.concatenate(arrays: sequence, axis=0) -> y")
def concatenate(y, arrays, axis):
    if listed(arrays) and known(axis) and axis is not None:
        for k, array in enumerate(arrays):
            grad[array] = grad[y][part(axis, offset(k, axis), offset(k + 1, axis))]
    elif listed(arrays):
        pieces = split_like(grad[y], arrays, axis)
        for k, array in enumerate(arrays):
            grad[array] = pieces[k]
    else:
        grad[arrays] = split_like(grad[y], arrays, axis)


@linear(
    "numpy.split(ary, indices_or_sections: option, axis=0) -> y",
    also=["numpy.array_split"],
    view="maybe",
    view_of="ary",
)
def split(y, ary, indices_or_sections, axis):
    grad[ary] = np.concatenate(grad[y], axis=axis)


@linear("numpy.stack(arrays: sequence, axis=0) -> y")
def stack(y, arrays, axis):
    if not listed(arrays):
        grad[arrays] = list(np.moveaxis(grad[y], axis, 0))
    elif known(axis):
        for k, array in enumerate(arrays):
            grad[array] = grad[y][at(axis, k)]
    else:
        for k, array in enumerate(arrays):
            grad[array] = np.take(grad[y], k, axis=axis)


@linear("numpy.hstack(tup: sequence) -> y")
def hstack(y, tup):
    if listed(tup) and common_rank(tup) == 1:
        for k, array in enumerate(tup):
            grad[array] = grad[y][part(0, offset(k, 0), offset(k + 1, 0))]
    elif listed(tup) and None not in ranks(tup) and min(ranks(tup)) > 1:
        for k, array in enumerate(tup):
            grad[array] = grad[y][part(1, offset(k, 1), offset(k + 1, 1))]
    elif listed(tup):
        pieces = split_like(grad[y], tup, min(1, np.ndim(grad[y]) - 1))
        for k, array in enumerate(tup):
            grad[array] = pieces[k]
    else:
        grad[tup] = split_like(grad[y], tup, min(1, np.ndim(grad[y]) - 1))


@linear("numpy.vstack(tup: sequence) -> y", also=["numpy.row_stack"])
def vstack(y, tup):
    if listed(tup) and common_rank(tup) == 1:
        for k, array in enumerate(tup):
            grad[array] = grad[y][k]
    elif listed(tup) and None not in ranks(tup) and min(ranks(tup)) > 1:
        for k, array in enumerate(tup):
            grad[array] = grad[y][part(0, offset(k, 0), offset(k + 1, 0))]
    elif listed(tup):
        pieces = split_like(grad[y], tup, 0)
        for k, array in enumerate(tup):
            grad[array] = pieces[k]
    else:
        grad[tup] = split_like(grad[y], tup, 0)


@linear("numpy.column_stack(tup: sequence) -> y")
def column_stack(y, tup):
    if listed(tup) and common_rank(tup) == 1:
        for k, array in enumerate(tup):
            grad[array] = grad[y][:, k]
    elif listed(tup):
        pieces = split_like(grad[y], tup, 1)
        for k, array in enumerate(tup):
            grad[array] = pieces[k]
    else:
        grad[tup] = split_like(grad[y], tup, 1)


# Elements repeated


@linear("numpy.repeat(a, repeats: option, axis=None) -> y", also=["ndarray.repeat"])
def repeat(y, a, repeats, axis):
    grad[a] = repeat_grad(grad[y], a, repeats, axis)


@linear("numpy.tile(A, reps: option) -> y")
def tile(y, A, reps):
    grad[A] = tile_grad(grad[y], A, reps)


# Parts of arrays


@linear("numpy.diagonal(a, offset=0) -> y", also=["ndarray.diagonal"], view="always", view_of="a")
def diagonal(y, a, offset):
    if rank(a) == 2:
        grad[a] = on_diagonal(grad[y], a, offset)
    else:
        grad[a] = on_diagonal(np.moveaxis(grad[y], -1, 0), a, offset)


@linear("numpy.diag(v, k=0) -> y", view="maybe", view_of="v")
def diag(y, v, k):
    if rank(v) == 1:
        grad[v] = np.diagonal(grad[y], k)
    elif rank(v) == 2:
        grad[v] = on_diagonal(grad[y], v, k)
    else:
        grad[v] = diag_grad(grad[y], v, k)


@linear("numpy.diagflat(v, k=0) -> y")
def diagflat(y, v, k):
    grad[v] = np.reshape(np.diagonal(grad[y], k), np.shape(v))


@linear("numpy.tril(m, k=0) -> y")
def tril(y, m, k):
    grad[m] = np.tril(grad[y], k=k)


@linear("numpy.triu(m, k=0) -> y")
def triu(y, m, k):
    grad[m] = np.triu(grad[y], k=k)


@linear("numpy.take(a, indices: option, axis=None) -> y", also=["ndarray.take"])
def take(y, a, indices, axis):
    grad[a] = take_grad(grad[y], a, indices, axis)


constant(
    "numpy.shape numpy.ndim numpy.size ndarray.shape ndarray.size ndarray.ndim ndarray.dtype"
    " ndarray.itemsize ndarray.nbytes numpy.iscomplexobj numpy.isscalar numpy.result_type"
    " numpy.broadcast_shapes numpy.shares_memory numpy.may_share_memory",
    "a property of the array, not of its values",
)
refused("numpy.resize ndarray.resize", "its length changes", "write `np.reshape`")
