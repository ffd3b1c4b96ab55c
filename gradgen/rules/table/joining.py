"""Functions that lengthen, shorten, cut and join arrays."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F821

from gradgen.rules.registry import linear

# Elements around an array


@linear("numpy.pad(array, pad_width: option, mode='constant', *, constant_values: data = 0) -> y")
def pad(y, array, pad_width, mode, constant_values):
    """An element takes the gradients of all the places that it was copied to."""
    if not known(mode):
        refuse("`np.pad` whose `mode` is not a literal", "write the mode out")
    elif mode == "constant" and known(pad_width) and rank(array) is not None:
        inner = grad[y][inside(array, pad_width)]
        grad[array] = inner
        grad[constant_values] = np.sum(grad[y]) - np.sum(inner)
    elif mode == "constant":
        inner = unpad(grad[y], array, pad_width)
        grad[array] = inner
        grad[constant_values] = np.sum(grad[y]) - np.sum(inner)
    elif mode in ("edge", "reflect", "symmetric", "wrap"):
        grad[array] = pad_grad(grad[y], array, pad_width, mode)
    elif mode in ("mean", "linear_ramp"):
        grad[array] = pad_grad_linear(grad[y], array, pad_width, mode)
    else:
        refuse(
            "`np.pad` with this `mode`",
            "join `np.max(x, axis=0, keepdims=True)` and the like to the array by `np.concatenate`",
        )


# Arrays joined and cut


@linear("numpy.append(arr, values, axis=None) -> y")
def append(y, arr, values, axis):
    if not known(axis):
        grad[arr] = cut_like(grad[y], 0, arr, axis)
        grad[values] = cut_like(grad[y], length_along(arr, axis), values, axis)
    elif axis is None and rank(arr) == 1 and rank(values) == 0:
        grad[arr] = grad[y][:-1]
        grad[values] = grad[y][-1]
    elif axis is None and rank(arr) == 1 and rank(values) == 1:
        grad[arr] = grad[y][: size(arr)]
        grad[values] = grad[y][size(arr) :]
    elif axis is None and rank(arr) == 1:
        grad[arr] = grad[y][: size(arr)]
        grad[values] = np.reshape(grad[y][size(arr) :], np.shape(values))
    elif axis is None:
        grad[arr] = np.reshape(grad[y][: size(arr)], np.shape(arr))
        grad[values] = np.reshape(grad[y][size(arr) :], np.shape(values))
    else:
        grad[arr] = grad[y][part(axis, None, length(arr, axis))]
        grad[values] = grad[y][part(axis, length(arr, axis), None)]


@linear("numpy.insert(arr, obj: option, values, axis=None) -> y")
def insert(y, arr, obj, values, axis):
    """Both take their gradients from where they were moved to."""
    grad[arr] = insert_grad(grad[y], arr, obj, axis)
    grad[values] = inserted_grad(grad[y], arr, obj, values, axis)


@linear("numpy.delete(arr, obj: option, axis=None) -> y")
def delete(y, arr, obj, axis):
    grad[arr] = delete_grad(grad[y], arr, obj, axis)


@linear("numpy.dstack(tup: sequence) -> y")
def dstack(y, tup):
    if listed(tup) and common_rank(tup) == 1:
        for k, array in enumerate(tup):
            grad[array] = grad[y][0, :, k]
    elif listed(tup) and common_rank(tup) == 2:
        for k, array in enumerate(tup):
            grad[array] = grad[y][:, :, k]
    elif listed(tup):
        pieces = split_like(grad[y], tup, 2)
        for k, array in enumerate(tup):
            grad[array] = pieces[k]
    else:
        grad[tup] = split_like(grad[y], tup, 2)


@linear("numpy.block(arrays: nested) -> y")
def block(y, arrays):
    if listed(arrays):
        for element in arrays:
            place = block_place(arrays_as_written(arrays), path(element))
            grad[element] = np.reshape(grad[y][place], np.shape(element))
    else:
        refuse("`np.block` of a list that is not written out", "join its parts by `np.concatenate`")


@linear("numpy.hsplit(ary, indices_or_sections: option) -> y", view="maybe", view_of="ary")
def hsplit(y, ary, indices_or_sections):
    if rank(ary) == 1:
        grad[ary] = np.concatenate(grad[y])
    elif rank(ary) is not None:
        grad[ary] = np.concatenate(grad[y], axis=1)
    else:
        grad[ary] = np.concatenate(grad[y], axis=min(1, np.ndim(ary) - 1))


@linear("numpy.vsplit(ary, indices_or_sections: option) -> y", view="maybe", view_of="ary")
def vsplit(y, ary, indices_or_sections):
    grad[ary] = np.concatenate(grad[y])


@linear("numpy.dsplit(ary, indices_or_sections: option) -> y", view="maybe", view_of="ary")
def dsplit(y, ary, indices_or_sections):
    grad[ary] = np.concatenate(grad[y], axis=2)


@linear("numpy.unstack(x, *, axis=0) -> y", view="maybe", view_of="x")
def unstack(y, x, axis):
    grad[x] = np.stack(grad[y], axis=axis)


@linear("numpy.rot90(m, k=1, axes=(0, 1)) -> y", view="maybe", view_of="m")
def rot90(y, m, k, axes):
    if known(k):
        grad[m] = np.rot90(grad[y], k=negated(k), axes=axes)
    else:
        grad[m] = np.rot90(grad[y], k=np.negative(k), axes=axes)


@linear("numpy.rollaxis(a, axis: option, start=0) -> y", view="always", view_of="a")
def rollaxis(y, a, axis, start):
    if not known(axis) or not known(start) or axis < 0 or start < 0:
        refuse("`np.rollaxis` with axes that are not literals from 0 on", "use `np.moveaxis`")
    elif axis < start:
        grad[a] = np.moveaxis(grad[y], start - 1, axis)
    else:
        grad[a] = np.moveaxis(grad[y], start, axis)


# Parts


@linear("numpy.compress(condition: option, a, axis=None) -> y")
def compress(y, condition, a, axis):
    grad[a] = take_grad(grad[y], a, np.flatnonzero(condition), axis)


@linear("ndarray.compress(a, condition: option, axis=None) -> y")
def compress_method(y, a, condition, axis):
    grad[a] = take_grad(grad[y], a, np.flatnonzero(condition), axis)


@linear("numpy.extract(condition: option, arr) -> y")
def extract(y, condition, arr):
    grad[arr] = take_grad(grad[y], arr, np.flatnonzero(condition), None)


# Choices


@linear("numpy.select(condlist: option, choicelist: sequence, default: data = 0) -> y",
        broadcasts=True)  # fmt: skip
def select(y, condlist, choicelist, default):
    """What was not selected gets 0, not 0 times a gradient that may be infinite."""
    if listed(choicelist):
        for k, choice in enumerate(choicelist):
            grad[choice] = np.select(condlist, grad_alone(choicelist, k), 0.0)
        grad[default] = np.select(condlist, grad_alone(choicelist, None), grad[y])
    else:
        refuse("`np.select` of choices that are not written out", "write the list out")


@linear("numpy.choose(a: option, choices: sequence) -> y", also=["ndarray.choose"], broadcasts=True)
def choose(y, a, choices):
    if listed(choices):
        for k, choice in enumerate(choices):
            grad[choice] = np.where(np.equal(a, k), grad[y], 0.0)
    else:
        refuse("`np.choose` of choices that are not written out", "use `np.take_along_axis`")


# Arrays against each other


@linear("numpy.broadcast_arrays(*args) -> y", view="maybe")
def broadcast_arrays(y, args):
    for k, x in enumerate(args):
        grad[x] = unbroadcast(grad[y][k], x)


@linear("numpy.meshgrid(*xi, indexing='xy', copy=True, sparse=False) -> y")
def meshgrid(y, xi, indexing, copy, sparse):
    if not known(indexing) or not known(sparse) or not known(copy) or not copy:
        refuse("`np.meshgrid` with options that are not literals, or views", "write them out")
    for k, x in enumerate(xi):
        summed = grad[y][k] if sparse else np.sum(grad[y][k], axis=grid_axes(xi, k, indexing))
        if ranks(xi)[k] == 1 and not sparse:
            grad[x] = summed
        else:
            grad[x] = np.reshape(summed, np.shape(x))
