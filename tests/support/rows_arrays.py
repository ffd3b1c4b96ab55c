"""Writes in place, aliases and shapes, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import aliases, inplace, shapes
from tests.support.samples import row

i = inplace
INPLACE = [
    row(i.element_write, "x c", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(5), -1.2)),
    row(i.element_augmented, "x c", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(5), -1.2)),
    row(i.slice_write, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),), single=True),
    row(i.strided_write, "x c", lambda d: (d.normal(5), 0.7), lambda d: (d.normal(2), -0.7)),
    row(
        i.stencil,
        "u",
        lambda d: (d.normal(6), 3),
        lambda d: (d.normal(5), 0),
        lambda d: (d.normal(2), 2),
        single=True,
    ),
    row(
        i.stencil_2d,
        "u0 kappa",
        lambda d: (d.normal(5, 4), 0.1, 2),
        lambda d: (d.normal(3, 3), 0.1, 0),
    ),
    row(i.recurrence, "x a", lambda d: (d.normal(5), 0.7), lambda d: (d.normal(1), 0.7)),
    row(i.fibonacci_like, "x0 x1", lambda d: (0.4, 0.7, 5), lambda d: (0.4, 0.7, 0)),
    row(i.used_before_and_after, "u", lambda d: (d.normal(5),), lambda d: (d.normal(2),)),
    row(
        i.gather,
        "table",
        lambda d: (d.normal(4), np.array([0, 2, 2, 1, 0])),
        lambda d: (d.normal(3), np.array([1])),
    ),
    row(i.gather_literal, "coef", lambda d: (d.normal(3),), lambda d: (d.normal(5),)),
    row(
        i.scatter,
        "x c",
        lambda d: (d.normal(5), np.array([3, 0]), 0.7),
        lambda d: (d.normal(4), np.array([2, -1]), -0.7),
    ),
    row(i.scatter_last_wins, "x c", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(2), 0.7)),
    row(
        i.mask_write,
        "x floor",
        lambda d: (d.apart(5), 0.7),
        lambda d: (d.positive(3), 0.7),
    ),
    row(i.mask_scale, "x slope", lambda d: (d.apart(5), 0.7), lambda d: (d.positive(3), 0.7)),
    row(i.mask_read, "x", lambda d: (d.apart(5),), lambda d: (-d.positive(3),)),
    row(i.row_normalise, "m", lambda d: (d.normal(3, 2),), lambda d: (d.normal(1, 4),)),
    row(
        i.column_write,
        "m v",
        lambda d: (d.normal(3, 4), d.normal(3)),
        lambda d: (d.normal(2, 2), d.normal(2)),
    ),
    row(
        i.table_fill,
        "x y",
        lambda d: (d.normal(3), d.normal(2)),
        lambda d: (d.normal(0), d.normal(2)),
    ),
    row(i.whole_write, "x c", lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), -0.7)),
    row(i.broadcast_write, "x c", lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), -0.7)),
    row(i.element_in_loop, "x", lambda d: (d.normal(3), 4), lambda d: (d.normal(2), 0)),
    row(
        i.histogram,
        "x",
        lambda d: (d.normal(6), d.counts(4, 6)),
        lambda d: (np.zeros(0), d.counts(4, 0)),
    ),
    row(i.augmented_whole, "x c", lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 0.2)),
    row(
        i.sweep,
        "u omega",
        lambda d: (d.normal(5), 1.2, 3),
        lambda d: (d.normal(4), 1.2, 0),
        lambda d: (d.normal(2), 1.2, 2),
    ),
    row(i.two_buffers, "u0", lambda d: (d.normal(6), 3), lambda d: (d.normal(4), 0)),
]

a = aliases
ALIASES = [
    row(a.alias_read, "x", lambda d: (d.normal(4),), lambda d: (np.zeros(0),)),
    row(a.alias_then_rebound, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),)),
    row(a.views_read, "u", lambda d: (d.normal(5),), lambda d: (d.normal(1),)),
    row(a.copy_then_write, "u", lambda d: (d.normal(5),), lambda d: (d.normal(3),)),
    row(a.transposed_view, "m", lambda d: (d.normal(3, 3),), lambda d: (d.normal(1, 1),)),
    row(
        a.view_dead_before_write,
        "u c",
        lambda d: (d.normal(5), 0.7),
        lambda d: (d.normal(2), 1.7),
    ),
    row(a.reshaped_view, "x", lambda d: (d.normal(6),), lambda d: (d.normal(2),)),
    row(a.row_alias_in_loop, "m", lambda d: (d.normal(4, 3),), lambda d: (d.normal(1, 2),)),
    row(a.history_by_name, "x", lambda d: (d.normal(4), 4), lambda d: (d.normal(2), 0)),
]

h = shapes
SHAPES = [
    row(
        h.reshaped,
        "x w",
        lambda d: (d.normal(6), d.normal(3)),
        lambda d: (d.normal(3), d.normal(3)),
    ),
    row(
        h.raveled,
        "m w",
        lambda d: (d.normal(2, 3), d.normal(6)),
        lambda d: (d.normal(1, 2), d.normal(2)),
    ),
    row(h.transposed, "a", lambda d: (d.normal(3, 2),), lambda d: (d.normal(1, 3),), single=True),
    row(
        h.axes_moved,
        "t w",
        lambda d: (d.normal(2, 3, 4), d.normal(4, 2)),
        lambda d: (d.normal(1, 2, 1), d.normal(1, 1)),
    ),
    row(
        h.broadcast_outer,
        "a b",
        lambda d: (d.normal(3), d.normal(2)),
        lambda d: (d.normal(1), d.normal(1)),
    ),
    row(
        h.broadcast_both,
        "a b c",
        lambda d: (d.normal(3, 1), d.normal(1, 2), 0.7),
        lambda d: (d.normal(1, 1), d.normal(1, 4), 0.7),
    ),
    row(
        h.broadcast_scalar_array,
        "c x",
        lambda d: (0.7, d.normal(3, 2)),
        lambda d: (0.7, d.normal(1, 1)),
    ),
    row(
        h.einsum_bilinear,
        "x w y",
        lambda d: (d.normal(4, 3), d.normal(3, 2), d.normal(4, 2)),
        lambda d: (d.normal(1, 1), d.normal(1, 2), d.normal(1, 2)),
    ),
    row(h.einsum_trace, "a", lambda d: (d.normal(3, 3),), lambda d: (d.normal(1, 1),)),
    row(
        h.concatenated,
        "a b",
        lambda d: (d.normal(3), d.normal(2)),
        lambda d: (d.normal(1), d.normal(0)),
    ),
    row(
        h.concatenated_columns,
        "a b",
        lambda d: (d.normal(3, 2), d.normal(3, 1)),
        lambda d: (d.normal(2, 0), d.normal(2, 3)),
    ),
    row(
        h.stacked,
        "a b",
        lambda d: (d.normal(3), d.normal(3)),
        lambda d: (d.normal(1), d.normal(1)),
    ),
    row(h.sums_over_axes, "t", lambda d: (d.normal(2, 3, 4),), lambda d: (d.normal(1, 2, 1),)),
    row(h.negative_indices, "m", lambda d: (d.normal(3, 4),), lambda d: (d.normal(1, 2),)),
    row(h.expanded, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),)),
    row(
        h.outer_and_diagonal,
        "x y",
        lambda d: (d.normal(3), d.normal(3)),
        lambda d: (d.normal(1), d.normal(1)),
    ),
    row(h.made_matrix, "a b", lambda d: (0.7, 1.2), lambda d: (-0.7, 0.2)),
    row(h.minimum_maximum, "x", lambda d: (d.apart(3, 2),), lambda d: (d.apart(1, 4),)),
    row(
        h.where_masked,
        "x y",
        lambda d: (d.normal(5), d.normal(5)),
        lambda d: (d.normal(1), d.normal(1)),
    ),
    row(h.products, "x", lambda d: (d.normal(3, 2),), lambda d: (d.normal(1, 3),)),
    row(h.tiled, "x", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
    row(h.sorted_gaps, "x", lambda d: (d.apart(5),), lambda d: (d.apart(1),)),
]

ROWS = [*INPLACE, *ALIASES, *SHAPES]
