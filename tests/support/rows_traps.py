"""The traps, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import traps as t
from tests.support.samples import row

ROWS = [
    row(t.stale_temporary, "x b", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(1), -1.2)),
    row(t.conditional_save, "x", lambda d: (0.7, 5), lambda d: (0.7, 1), lambda d: (0.7, 0)),
    row(t.loop_test_overwritten, "x", lambda d: (0.4, 6), lambda d: (2.7, 1), lambda d: (1.4, 0)),
    row(t.two_levels, "x", lambda d: (0.7, 3, 2), lambda d: (0.7, 2, 0), lambda d: (0.7, 0, 2)),
    row(t.bound_overwritten, "x", lambda d: (0.7, 4), lambda d: (0.7, 0)),
    row(t.index_overwritten, "x", lambda d: (d.normal(4),), lambda d: (d.normal(3),)),
    row(t.element_swaps, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),)),
    row(t.bubble_sort, "x", lambda d: (d.apart(5),), lambda d: (d.apart(1),)),
    row(t.element_branch, "x", lambda d: (d.apart(5),), lambda d: (d.apart(1),)),
    row(t.overlapping_slices, "x", lambda d: (d.normal(5),), lambda d: (d.normal(2),)),
    row(t.shrinking, "x", lambda d: (d.normal(5), 3), lambda d: (d.normal(2), 0)),
    row(t.number_then_array, "x", lambda d: (d.normal(3), 3), lambda d: (d.normal(2), 0)),
    row(
        t.number_then_array_product,
        "scale x",
        lambda d: (0.7, d.normal(3), 3),
        lambda d: (0.7, d.normal(3), 0),
    ),
    row(t.picked_by_argmax, "x", lambda d: (d.normal(5),), lambda d: (d.normal(1),)),
    row(t.picked_by_loop, "x", lambda d: (d.normal(5),), lambda d: (d.normal(1),)),
    row(t.read_twice, "x", lambda d: (d.apart(4), 1), lambda d: (d.apart(3), 1)),
    row(t.saved_view, "x", lambda d: (d.normal(4), 3), lambda d: (d.normal(2), 1)),
    row(t.kept_reference, "x c", lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 1.3)),
    row(
        t.write_before_loop_read_in_it,
        "x",
        lambda d: (d.normal(4), 3),
        lambda d: (d.normal(2), 0),
    ),
    row(t.reset_in_loop, "x", lambda d: (d.normal(3), 4), lambda d: (d.normal(2), 1)),
    row(
        t.while_on_elements,
        "x",
        lambda d: (np.array([0.7, 0.4, 1.0]),),
        lambda d: (np.array([5.0, 0.4]),),
    ),
    row(t.zero_times, "x y", lambda d: (0.7, 1.2), lambda d: (-0.7, 0.2)),
    row(t.one_path_defines, "x", lambda d: (0.7, 4), lambda d: (0.7, 0)),
    row(t.nested_calls_overwrite, "x", lambda d: (0.7,), lambda d: (-0.4,)),
    row(t.carried_pair, "a b", lambda d: (0.7, 1.2, 4), lambda d: (0.7, 1.2, 0)),
    row(
        t.branches_in_nested_loops,
        "x c",
        lambda d: (d.apart(3, 2), 0.7),
        lambda d: (d.normal(0, 2), 0.7),
        lambda d: (d.normal(2, 0), 0.7),
    ),
    row(t.mean_of_one, "x", lambda d: (d.normal(3, 2),), lambda d: (d.normal(2, 1),)),
    row(
        t.square_or_vector,
        "x w",
        lambda d: (d.normal(3, 2), d.normal(2)),
        lambda d: (d.normal(3), d.normal(3, 2)),
        lambda d: (d.normal(3), d.normal(3)),
        lambda d: (d.normal(4, 2, 3), d.normal(3, 2)),
        lambda d: (d.normal(4, 2, 3), d.normal(3)),
        lambda d: (d.normal(2, 3), d.normal(4, 3, 2)),
    ),
    row(
        t.added_row,
        "m row",
        lambda d: (d.normal(3, 2), d.normal(2)),
        lambda d: (d.normal(1, 4), d.normal(4)),
    ),
]
