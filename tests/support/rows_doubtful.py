"""The doubtful programs: `(function, wrt, maker)`."""

from __future__ import annotations

from tests.programs import doubtful as p


def _vector(d):
    return (d.apart(4),)


def _with_number(d):
    return (d.apart(4), 0.7)


def _matrix(d):
    return (d.apart(3, 3),)


def _number(d):
    return (0.7,)


def _number_and_count(d):
    return (0.7, 4)


ROWS = [
    (p.ping_pong, "u", lambda d: (d.normal(4), 3)),
    (p.two_names_one_buffer, "x", _number),
    (p.view_then_write, "u", _vector),
    (p.write_through_view, "u", _vector),
    (p.write_through_reshape, "u", _vector),
    (p.write_through_ravel, "u", _vector),
    (p.write_through_transpose, "m", _matrix),
    (p.write_through_asarray, "u", _vector),
    (p.write_through_callee, "u", _vector),
    (p.callee_writes, "u", _with_number),
    (p.rows_written, "m", _matrix),
    (p.rows_of_loop_kept, "m", _matrix),
    (p.conditional_alias, "u", lambda d: (d.apart(4), True)),
    (p.conditional_alias, "u", lambda d: (d.apart(4), False)),
    (p.augmented_alias, "u", _vector),
    (p.augmented_parameter, "u", _with_number),
    (p.augmented_parameter, "u", lambda d: (1.3, 0.7)),
    (p.augmented_parameter_in_callee, "u", _with_number),
    (p.augmented_parameter_in_callee, "u", lambda d: (1.3, 0.7)),
    (p.output_argument, "u", _vector),
    (p.output_argument_other, "u", _vector),
    (p.output_argument_of_square, "u", _vector),
    (p.sorted_in_place, "u", _vector),
    (p.filled, "u", _with_number),
    (p.copied_to, "u", _vector),
    (p.added_at, "u", _vector),
    (p.diagonal_filled, "m", lambda d: (d.apart(3, 3), 0.7)),
    (p.put_along, "u", _with_number),
    (p.flat_written, "m", lambda d: (d.apart(3, 3), 0.7)),
    (p.list_of_buffers, "u", _vector),
    (p.list_appended, "x", _number_and_count),
    (p.comprehension, "x", _vector),
    (p.generator_expression, "x", _vector),
    (p.dictionary, "x", _number),
    (p.looked_up, "x", _number),
    (p.closure, "x", _number),
    (p.anonymous, "x", _number),
    (p.partial_call, "x", _number),
    (p.with_break, "x", _number_and_count),
    (p.with_break, "x", lambda d: (0.1, 2)),
    (p.with_continue, "x", _number_and_count),
    (p.return_in_loop, "x", _number_and_count),
    (p.return_in_loop, "x", lambda d: (0.1, 2)),
    (p.else_on_loop, "x", _number_and_count),
    (p.caught, "x", _number),
    (p.assigned_expression, "x", _number),
    (p.short_circuit, "x", lambda d: (0.7, 1.2)),
    (p.deleted, "x", _number),
    (p.matched, "x", lambda d: (0.7, "square")),
    (p.matched, "x", lambda d: (0.7, "")),
    (p.formatted, "x", _number),
    (p.converted, "x", _number),
    (p.truncated, "x", lambda d: (3.7,)),
    (p.rounded, "x", lambda d: (3.7,)),
    (p.integer_copy, "u", _vector),
    (p.read_only_start, "u", _with_number),
    (p.starred, "x", _number),
    (p.log_gamma, "x", _number),
    (p.normal_distribution, "x", _number),
    (p.shadowed_array, "x", _vector),
    (p.vectorised, "u", _vector),
    (p.applied, "m", _matrix),
    (p.attribute_of_shape, "u", _vector),
    (p.sequence_unpacked, "u", _vector),
    (p.negative_step, "u", _vector),
    (p.ellipsis_index, "m", _matrix),
    (p.newaxis_write, "u", _vector),
    (p.boolean_matrix, "m", _matrix),
    (p.mixed_index, "m", lambda d: (d.apart(3, 3), [0, 2])),
    (p.repeated_index_write, "c", _with_number),
    (p.maximum_tie, "x", lambda d: (3.0,)),
    (p.chained_methods, "m", _matrix),
    (p.star_arguments, "x", lambda d: (0.7, 1.0)),
    (p.called_with_star, "x", _number),
    (p.called_with_double_star, "x", _number),
    (p.tuple_indexed, "x", lambda d: (0.7, 1.2)),
    (p.read_after_write_in_loop, "x", lambda d: (0.7, 3)),
    (p.overwritten_in_loop, "x", lambda d: (0.7, 3)),
    (p.popped_and_appended, "x", lambda d: (0.7, 3)),
    (p.appended_twice, "x", lambda d: (0.7, 3)),
    (p.diagonal_doubled, "m", _matrix),
]
