"""The programs that share memory: `(function, wrt, maker)`, to be refused or to be right."""

from __future__ import annotations

from tests.programs import procedures
from tests.programs import shared_memory as p

ROWS = [
    (p.view_across_a_write, "w", lambda d: (d.normal(3), d.normal(3, 3))),
    (p.spread_back_into_itself, "x", lambda d: (d.normal(3),)),
    (p.last_round_changed_later, "x", lambda d: (d.normal(3),)),
    (p.round_changed_in_the_next, "x", lambda d: (d.normal(3), 2)),
    (p.list_of_live_views, "x", lambda d: (d.normal(3), d.normal(3, 3))),
    (p.list_of_live_views, "w", lambda d: (d.normal(3), d.normal(3, 3))),
    (p.doubled_in_a_branch, "x", lambda d: (d.normal(3), 0.5)),
    (p.doubled_in_a_branch, "x", lambda d: (d.normal(3), 30.5)),
    (p.written_to_itself, "x", lambda d: (d.normal(3), 0.7)),
    (p.written_to_itself, "c", lambda d: (d.normal(3), 0.7)),
    (p.buffers_change_roles, "u", lambda d: (d.normal(5), 3)),
    (p.copied_buffer, "u", lambda d: (d.normal(5), 3)),
    (procedures.coupled_arguments, "a", lambda d: (d.normal(5), d.normal(5))),
    (procedures.coupled_arguments, "b", lambda d: (d.normal(5), d.normal(5))),
    (p.history_of_states, "u", lambda d: (d.normal(4), 3)),
    (p.result_updated, "x", lambda d: (d.normal(3),)),
    (p.result_updated_in_part, "x", lambda d: (d.normal(3),)),
    (p.same_array_twice, "x", lambda d: (d.normal(3),)),
    (p.neighbouring_views, "x", lambda d: (d.normal(4),)),
    (p.written_through_a_call, "x", lambda d: (d.normal(3),)),
    (p.array_without_axes, "x", lambda d: (d.normal(3),)),
]
