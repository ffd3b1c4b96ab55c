"""More helpers of `gradgen/runtime`: of arrays that are padded, cut and joined."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F821

from gradgen.rules.registry import constant, linear


@linear("helper.unpad(g, a: like, pad_width: option) -> y", view="maybe", view_of="g")
def unpad(y, g, a, pad_width):
    grad[g] = np.pad(grad[y], pad_width)


@linear("helper.pad_grad(g, a: like, pad_width: option, mode: option) -> y")
def pad_grad(y, g, a, pad_width, mode):
    grad[g] = np.pad(grad[y], pad_width, mode=mode)


@linear("helper.diffs_grad(g, n: option, axis: option) -> y", view="maybe", view_of="g")
def diffs_grad(y, g, n, axis):
    grad[g] = np.diff(grad[y], n=n, axis=axis)


@linear("helper.to_both_ends(half, axis: option) -> y")
def to_both_ends(y, half, axis):
    grad[half] = neighbour_sums(grad[y], axis)


@linear("helper.neighbour_sums(x, axis: option) -> y")
def neighbour_sums(y, x, axis):
    grad[x] = to_both_ends(grad[y], axis)


@linear(
    "helper.weights_along(weights, a: like, axis: option) -> y", view="maybe", view_of="weights"
)
def weights_along(y, weights, a, axis):
    grad[weights] = weights_grad(grad[y], weights, a, axis)


@linear("helper.as_rows(x, rowvar: option) -> y", view="maybe", view_of="x")
def as_rows(y, x, rowvar):
    grad[x] = rows_like(grad[y], x, rowvar)


@linear("helper.rows_like(rows, x: like, rowvar: option) -> y", view="maybe", view_of="rows")
def rows_like(y, rows, x, rowvar):
    grad[rows] = as_rows(grad[y], rowvar)


@linear("helper.reduceat_grad(g, a: like, indices: option, axis: option) -> y")
def reduceat_grad(y, g, a, indices, axis):
    grad[g] = np.add.reduceat(grad[y], indices, axis=axis)


constant("helper.places_of_extremes", "an index or a count: it moves in jumps")
constant(
    "helper.quantile_weights helper.quantile_weights_by helper.quantile_place"
    " helper.interpolated_start helper.ranks_along",
    "places in an order: they move in jumps",
)
constant(
    "helper.length_along helper.insert_places helper.block_length helper.block_place",
    "made of shapes alone",
)
