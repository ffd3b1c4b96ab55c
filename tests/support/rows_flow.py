"""Branches, loops, returns, overwrites and calls, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import calls, control_flow, early_return, loops, overwrites
from tests.support.samples import Call, row

c = control_flow
CONTROL_FLOW = [
    row(c.leaky, "x slope", lambda d: (1.3, 0.2), lambda d: (-0.7, 0.2)),
    row(
        c.income_tax,
        "income rate",
        lambda d: (0.4, 0.3),
        lambda d: (1.4, 0.3),
        lambda d: (2.7, 0.3),
    ),
    row(
        c.nested_branches,
        "x y",
        lambda d: (0.8, 0.6),
        lambda d: (0.8, -0.6),
        lambda d: (-0.8, 1.6),
        lambda d: (-0.8, 0.6),
    ),
    row(c.friction, "v load", lambda d: (0.3, 1.2, True), lambda d: (-0.3, 1.2, False)),
    row(
        c.overwritten_in_branch,
        "x gain",
        lambda d: (d.positive(4), 0.7),
        lambda d: (-d.positive(3), 0.7),
        lambda d: (np.zeros(0), 0.7),
        single=True,
    ),
    row(
        c.branch_without_gradient,
        "x",
        lambda d: (d.normal(4), True),
        lambda d: (d.normal(2), False),
        single=True,
    ),
    row(c.overwritten_test, "x", lambda d: (0.4, 1.0), lambda d: (1.4, 1.0)),
    row(
        c.regime_switch,
        "x",
        lambda d: (d.apart(6), 2),
        lambda d: (d.apart(3), 7),
        lambda d: (np.zeros(0), 0),
    ),
    row(
        c.clipped_error,
        "x low high",
        lambda d: (0.3, 0.0, 1.0),
        lambda d: (-0.3, 0.1, 1.0),
        lambda d: (1.3, 0.0, 1.0),
    ),
    row(
        c.truthy_option,
        "x",
        lambda d: (d.normal(3),),
        lambda d: (d.normal(3), d.normal(3)),
        single=True,
    ),
    row(
        c.conjunction,
        "x y",
        lambda d: (0.5, 0.7),
        lambda d: (0.5, -0.7),
        lambda d: (-0.5, 1.7),
        lambda d: (-0.5, 0.7),
    ),
    row(c.chained_comparison, "x", lambda d: (0.5,), lambda d: (1.5,), lambda d: (-0.5,)),
    row(c.conditional_value, "x scale", lambda d: (0.5, 2.0), lambda d: (-0.5, 2.0)),
    row(c.last_branch_wins, "x", lambda d: (1.2, 5), lambda d: (1.2, 0), lambda d: (0.7, 2)),
]

p = loops
LOOPS = [
    row(p.shift_register, "x", lambda d: (0.7, 20), lambda d: (0.7, 13), lambda d: (0.7, 0)),
    row(
        p.sum_of_squares,
        "x",
        lambda d: (d.normal(5),),
        lambda d: (d.normal(1),),
        lambda d: (np.zeros(0),),
    ),
    row(p.over_values, "x", lambda d: (d.normal(4),), lambda d: (np.zeros(0),)),
    row(
        p.over_rows,
        "points center",
        lambda d: (d.normal(4, 3), d.normal(3)),
        lambda d: (d.normal(0, 2), d.normal(2)),
    ),
    row(
        p.zipped,
        "a b",
        lambda d: (d.normal(4), d.normal(4)),
        lambda d: (np.zeros(0), np.zeros(0)),
    ),
    row(
        p.enumerated,
        "x decay",
        lambda d: (d.normal(4), 0.8),
        lambda d: (d.normal(2), 1.3),
        lambda d: (np.zeros(0), 0.8),
    ),
    row(
        p.enumerate_zip,
        "a b",
        lambda d: (d.normal(4), d.normal(4)),
        lambda d: (np.zeros(0), np.zeros(0)),
    ),
    row(p.pairwise_potential, "x", lambda d: (d.normal(5),), lambda d: (d.normal(1),)),
    row(
        p.matrix_polynomial,
        "a v",
        lambda d: (d.normal(3, 3), d.normal(3), 4),
        lambda d: (d.normal(2, 2), d.normal(2), 0),
    ),
    row(p.target_reused, "s", lambda d: (1.3, 4), lambda d: (1.3, 0), lambda d: (0.4, 1)),
    row(
        p.target_between_loops,
        "s x",
        lambda d: (0.7, d.normal(4)),
        lambda d: (0.7, np.zeros(0)),
    ),
    row(p.value_after_loop, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),)),
    row(p.while_halving, "x", lambda d: (7.3,), lambda d: (0.4,)),
    row(p.newton_cube_root, "a", lambda d: (5.0,), lambda d: (0.6,)),
    row(p.history_matters, "a", lambda d: (1.3, 6), lambda d: (1.3, 0), lambda d: (-0.4, 1)),
    row(p.countdown, "c t", lambda d: (d.normal(5), 0.7), lambda d: (np.zeros(0), 0.7)),
    row(p.every_second, "x", lambda d: (d.normal(5),), lambda d: (d.normal(2),)),
    row(p.local_in_loop, "x w", lambda d: (d.normal(4), 0.8), lambda d: (np.zeros(0), 0.8)),
    row(p.two_saved, "x y", lambda d: (1.3, 0.6, 4), lambda d: (1.3, 0.6, 0)),
    row(p.saved_twice, "x", lambda d: (1.3, 4), lambda d: (1.3, 0)),
    row(
        p.nested_carried,
        "x",
        lambda d: (0.7, 3, 2),
        lambda d: (0.7, 2, 0),
        lambda d: (0.7, 0, 3),
    ),
    row(p.while_in_for, "x", lambda d: (np.array([1.7, 0.2, 2.1]),), lambda d: (np.zeros(0),)),
    row(p.running_mean, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),)),
    row(p.over_constants, "x", lambda d: (0.7,), lambda d: (-1.2,)),
    row(p.growing_tensor, "x", lambda d: (d.normal(3, 2),), lambda d: (d.normal(2, 0),)),
]

e = early_return
EARLY_RETURN = [
    row(e.signed_root, "x", lambda d: (2.3,), lambda d: (-1.3,)),
    row(
        e.guarded_log_likelihood,
        "x sigma",
        lambda d: (d.normal(3), 0.8),
        lambda d: (np.zeros(0), 0.8),
    ),
    row(e.three_exits, "x y", lambda d: (1.4, 0.3), lambda d: (0.4, 1.3), lambda d: (0.4, 0.3)),
    row(e.exit_after_work, "x limit", lambda d: (1.4, 1.5), lambda d: (0.2, 1.5)),
    row(
        e.exit_in_both,
        "x",
        lambda d: (d.normal(3), "log"),
        lambda d: (d.normal(4), "root"),
        lambda d: (d.normal(2), "none"),
    ),
    row(e.nested_exit, "x", lambda d: (1.4, 2), lambda d: (0.4, 2), lambda d: (0.4, 0)),
    row(e.exit_then_loop, "x", lambda d: (1.4, 3), lambda d: (-0.4, 2), lambda d: (0.4, 0)),
]

o = overwrites
OVERWRITES = [
    row(o.gain_schedule, "gain data", lambda d: (0.7, d.normal(4)), lambda d: (-1.1, d.normal(3))),
    row(o.repeated_wave, "x", lambda d: (d.normal(4),), lambda d: (np.zeros(0),), single=True),
    row(o.swap, "a b", lambda d: (0.7, -1.3), lambda d: (2.0, 0.4)),
    row(o.swap_in_loop, "a b", lambda d: (0.7, -0.3, 4), lambda d: (0.7, -0.3, 0)),
    row(o.tuple_assignment, "x c", lambda d: (d.apart(5), 0.7), lambda d: (d.apart(2), -0.7)),
    row(o.unpacked_array, "p", lambda d: (d.normal(3),), lambda d: (d.positive(3),)),
    row(o.chained_assignment, "x", lambda d: (0.7,), lambda d: (-1.7,)),
    row(o.same_name_three_times, "x", lambda d: (0.7,), lambda d: (-1.7,)),
    row(o.square_in_place, "alpha", lambda d: (0.7,), lambda d: (-1.7,)),
    row(
        o.parameter_overwritten,
        "w x",
        lambda d: (d.normal(4), d.normal(4)),
        lambda d: (d.normal(1), d.normal(1)),
    ),
    row(o.old_and_new, "b", lambda d: (0.7,), lambda d: (-1.7,)),
    row(o.constant_overwrite, "x y", lambda d: (0.7, 1.2), lambda d: (-1.7, 0.3)),
    row(o.power_tower, "x", lambda d: (1.2, 3), lambda d: (0.8, 0)),
    row(o.nested_unpacking, "x y z", lambda d: (0.7, 1.2, -0.4), lambda d: (2.0, 0.1, 0.3)),
]

f = calls
CALLS = [
    row(f.sum_of_calls, "x", lambda d: (d.normal(4),), lambda d: (d.normal(0),)),
    row(f.call_in_call, "x", lambda d: (0.7,), lambda d: (-1.2,)),
    row(f.keywords_any_order, "a c", lambda d: (0.7, 1.2), lambda d: (-1.7, 0.3)),
    row(f.defaults_used, "x", lambda d: (0.7,), lambda d: (-1.7,)),
    row(
        f.mix,
        "a c z",
        lambda d: Call((0.7, 1.1, 0.4), {"z": 0.2}),
        lambda d: Call((0.7,), {"c": 1.4, "z": -0.3}),
    ),
    row(f.tuple_result, "x y", lambda d: (0.7, 1.2), lambda d: (-0.7, 0.3)),
    row(f.one_of_two, "x y", lambda d: (0.7, 1.2), lambda d: (-0.7, 0.3)),
    row(f.recursive_power, "x", lambda d: (0.7, 3), lambda d: (1.7, 0)),
    row(f.mutual_recursion, "x", lambda d: (0.7, 4), lambda d: (0.7, 3), lambda d: (1.2, 0)),
    row(f.different_activity, "x s", lambda d: (d.normal(3), 0.7), lambda d: (d.normal(1), -0.4)),
    row(f.callee_with_buffer, "v c", lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 1.2)),
    row(
        f.call_in_loop,
        "h w",
        lambda d: (d.normal(3), d.normal(3, 3), 3),
        lambda d: (d.normal(2), d.normal(2, 2), 0),
    ),
    row(f.call_with_branches, "x", lambda d: (d.apart(5),), lambda d: (np.zeros(0),)),
    row(f.callee_with_loop, "x", lambda d: (0.7,), lambda d: (-0.3,)),
    row(
        f.call_inside_expression, "x w", lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 1.2)
    ),
    row(f.call_in_branch_test, "x y", lambda d: (1.7, 0.4), lambda d: (0.7, 0.4)),
    row(f.unused_argument, "x y", lambda d: (1.7, 0.4), lambda d: (0.7, 0.4)),
    row(
        f.positional_and_keyword,
        "a b scale",
        lambda d: Call((0.7, 1.2), {"scale": 0.4}),
        lambda d: Call((-0.7, 0.2), {"scale": -1.4}),
    ),
]

ROWS = [*CONTROL_FLOW, *LOOPS, *EARLY_RETURN, *OVERWRITES, *CALLS]
