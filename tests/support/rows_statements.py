"""Statements of every kind, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import assigned_in_tests, draws, exceptions, loop_headers, matching, names
from tests.support.samples import row

d_ = draws
DRAWS = [
    row(d_.noisy_energy, "x", lambda d: (d.normal(3), 0), lambda d: (np.zeros(0), 1)),
    row(d_.two_draws, "x", lambda d: (0.7, 0), lambda d: (-0.4, 5)),
    row(d_.old_style, "x", lambda d: (0.7, 1), lambda d: (-0.4, 4)),
    row(d_.price, "spot volatility", lambda d: (1.0, 0.2, 0), lambda d: (0.9, 0.3, 3, 1)),
    row(
        d_.dropout,
        "w",
        lambda d: (d.normal(3, 2), d.normal(4, 3), 0),
        lambda d: (d.normal(1, 1), d.normal(1, 1), 1),
    ),
    row(
        d_.sampled_descent,
        "w",
        lambda d: (1.3, [1.0, 2.0, 3.0], 0),
        lambda d: (0.3, [0.5], 1),
    ),
    row(d_.draws_in_a_function, "x", lambda d: (0.7, 0), lambda d: (-0.4, 5)),
    row(d_.active_function_draws, "x", lambda d: (0.7, 0), lambda d: (-0.4, 5)),
    row(
        d_.drawn_choice,
        "x",
        lambda d: (0.7, 0),
        lambda d: (0.3, 0),
        lambda d: (-0.4, 5),
    ),
    row(d_.drawn_array_is_overwritten, "u", lambda d: (d.normal(3), 0), lambda d: (d.normal(3), 1)),
    row(d_.order_is_drawn, "x", lambda d: (d.normal(4), 0), lambda d: (d.normal(1), 1)),
    row(d_.drawn_places, "x", lambda d: (0.7, 0), lambda d: (-0.4, 3)),
    row(d_.collected, "x", lambda d: (0.7, 0), lambda d: (-0.4, 3), smooth=False),
    row(d_.takes_off_a_list, "x", lambda d: (0.7,), lambda d: (-1.2,)),
    row(d_.warns, "x", lambda d: (0.7,), lambda d: (-1.2,)),
]

h = loop_headers
LOOP_HEADERS = [
    row(
        h.squares_overwritten,
        "x",
        lambda d: (d.normal(3),),
        lambda d: (d.normal(1),),
        lambda d: (np.zeros(0),),
    ),
    row(
        h.counter_overwritten,
        "x",
        lambda d: (d.normal(3),),
        lambda d: (d.normal(1),),
        lambda d: (np.zeros(0),),
    ),
    row(h.loops_share_a_name, "x", lambda d: (0.7,), lambda d: (-0.4,)),
    row(h.hides_its_collection, "u", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
    row(
        h.collection_bound_again,
        "x",
        lambda d: (d.normal(3),),
        lambda d: (d.normal(1),),
        lambda d: (np.zeros(0),),
    ),
    row(h.walks_expressions, "x", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
    row(h.targets_of_every_kind, "x", lambda d: (d.normal(3),), lambda d: (d.normal(2),)),
    row(h.walks_a_set, "x", lambda d: (0.7,), lambda d: (-0.4,)),
    row(
        h.walks_names,
        "x",
        lambda d: (0.7, {"a": 1.0, "b": 2.0}, "sds"),
        lambda d: (0.7, {}, ""),
        lambda d: (0.7, {"a": 0.5}, "s"),
    ),
    row(h.walks_every_way, "x", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
    row(h.walks_backwards, "x", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
    row(
        h.pairs_up_to_the_shorter,
        "x",
        lambda d: (d.normal(4), [0.5, 1.5]),
        lambda d: (d.normal(1), [0.5, 1.5]),
        lambda d: (d.normal(2), []),
    ),
    row(h.variable_after_the_loop, "x", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
]

m = matching
MATCHING = [
    row(
        m.by_name,
        "x",
        lambda d: (0.7, "square"),
        lambda d: (0.7, "third"),
        lambda d: (0.7, ""),
    ),
    row(m.returns, "x", lambda d: (0.7, 1), lambda d: (0.7, 2), lambda d: (0.7, 3)),
    row(
        m.by_member,
        "x",
        lambda d: (0.7, m.Boundary.OPEN),
        lambda d: (0.7, m.Boundary.CLOSED),
    ),
    row(
        m.log_prior,
        "x",
        lambda d: (0.7, m.Gauss(0.3, 2.0)),
        lambda d: (0.7, m.Box(1.0, 2.5)),
    ),
    row(
        m.steps,
        "x",
        lambda d: (0.7, [("scale", 2.0), "sine", None, ["shift", 0.3], 2, -1]),
        lambda d: (0.7, [[1.5, 0, 0, 0.2], [1.0], 2.0]),
        lambda d: (0.7, []),
        smooth=False,
    ),
    row(
        m.from_a_mapping,
        "x",
        lambda d: (0.7, {"name": "bend", "by": 0.3, "at": 1}),
        lambda d: (0.7, {"name": "stretch"}),
        lambda d: (0.7, "bend"),
    ),
    row(
        m.made_subject,
        "x",
        lambda d: (0.7, {"mode": "FAST", "n": 1}),
        lambda d: (0.7, {"mode": "slow", "n": 1, "k": 2}),
        lambda d: (0.7, {"mode": "none"}),
    ),
    row(
        m.constants,
        "x",
        *(lambda d, v=value: (0.7, v) for value in (0, -1, None, 2.5, 20, 7)),
    ),
]

a = assigned_in_tests
ASSIGNED_IN_TESTS = [
    row(a.relaxed, "x", lambda d: (1.2, 0.1), lambda d: (0.01, 0.1)),
    row(a.halved, "x", lambda d: (2.3,), lambda d: (0.3,), lambda d: (0.9,)),
    row(
        a.optional_mask,
        "x",
        lambda d: (1.2,),
        lambda d: (1.2, []),
        lambda d: (1.2, [1]),
        lambda d: (1.2, [1, 2, 3]),
    ),
    row(
        a.branches_of_a_choice,
        "x",
        lambda d: (1.2,),
        lambda d: (-0.7,),
        lambda d: (0.3,),
    ),
    row(a.first_of_a_chain, "x", lambda d: (1.3,), lambda d: (0.3,), lambda d: (-0.3,)),
    row(a.in_every_place, "x", lambda d: (d.normal(3),), lambda d: (d.normal(2),)),
]

e = exceptions
EXCEPTIONS = [
    row(e.read_setting, "x", lambda d: (0.7, "2"), lambda d: (0.7, "two")),
    row(e.log_determinant, "a", lambda d: (d.spd(3),), lambda d: (-d.spd(2),)),
    row(e.quotient, "x", lambda d: (0.7, 2.0), lambda d: (0.7, 0.0), smooth=False),
    row(e.looked_up, "x", lambda d: (0.7, {"k": 2.0}, "k"), lambda d: (0.7, {}, "k")),
    row(
        e.numbers_in,
        "x",
        lambda d: (0.7, ["1.5", "q", "2.5"]),
        lambda d: (0.7, ["1.5", "2"]),
        lambda d: (0.7, []),
        lambda d: (0.7, ["q"]),
    ),
    row(
        e.sums_of_known,
        "x",
        lambda d: (0.7, {"a": 1.5, "b": 2.0}, "aqb"),
        lambda d: (0.7, {}, ""),
        lambda d: (0.7, {}, "q"),
    ),
    row(
        e.told_apart,
        "x",
        lambda d: (0.7, 2.0, {"n": 2}),
        lambda d: (0.7, 2.0, {}),
        lambda d: (0.7, 0.0, {"n": 2}),
    ),
    row(
        e.carried_over,
        "x",
        lambda d: (0.7, 2.0),
        lambda d: (0.7, 0.0),
        lambda d: (0.7, 1.0),
    ),
    row(e.explained, "x", lambda d: (0.7, 2.0), lambda d: (1.7, -2.0)),
    row(e.tidied_up, "x", lambda d: (0.7, []), lambda d: (1.7, [1])),
    row(e.checked, "x", lambda d: (0.7,), lambda d: (1.7,)),
    row(e.under_contexts, "x", lambda d: (d.positive(3),), lambda d: (d.positive(1),)),
]

NAMES = [
    *(
        row(function, wrt, lambda d: (0.7,), lambda d: (-1.2,))
        for function, wrt in (
            (names.takes_the_prefixes, "x"),
            (names.takes_the_seed, "x"),
            (names.takes_its_own_name, "takes_its_own_name_grad_x"),
            (names.letters_of_the_world, "θ"),
            (names.not_numpy, "x"),
            (names.imports_inside, "x"),
            (names.hides_a_global, "x"),
            (names.reads_a_global, "x"),
            (names.unbinds, "x"),
            (names.underscores, "_"),
            (names.annotated, "x"),
        )
    ),
    row(names.takes_a_tangent, "d_x", lambda d: (0.7, 2.0), lambda d: (-1.2, 0.3)),
    row(names.a_parameter_called_np, "np", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
    row(names.builtins_bound, "list", lambda d: (d.normal(3),), lambda d: (d.apart(4),)),
    row(names.everything_imported, "x", lambda d: (d.apart(3),), lambda d: (d.apart(1),)),
    row(
        names.modules_and_functions_renamed,
        "x",
        lambda d: (d.apart(3),),
        lambda d: (d.apart(1),),
    ),
]

ROWS = [*NAMES, *EXCEPTIONS, *DRAWS, *LOOP_HEADERS, *MATCHING, *ASSIGNED_IN_TESTS]
