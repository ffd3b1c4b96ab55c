"""Functions that lengthen, shorten, cut and join arrays."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D401, F821

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
