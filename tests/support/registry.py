"""All samples, all pairs of spellings, all refused programs.

`SAMPLES` are the programs with their arguments, `PAIRS` the spellings, `REFUSED` the programs
for which an error is due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.programs import refused
from tests.support import (
    rows_arrays,
    rows_containers,
    rows_distributions,
    rows_doubtful,
    rows_elements,
    rows_exits,
    rows_flow,
    rows_functions,
    rows_fuzzed,
    rows_in_place,
    rows_layouts,
    rows_linalg,
    rows_lists,
    rows_made,
    rows_memory,
    rows_mixed,
    rows_models,
    rows_names,
    rows_numbers,
    rows_objects,
    rows_parted,
    rows_procedures,
    rows_sciences,
    rows_second_order,
    rows_signals,
    rows_special,
    rows_spellings,
    rows_statements,
    rows_summaries,
    rows_systems,
    rows_traps,
    rows_values,
    rows_views,
    rows_waves,
    rows_written,
)
from tests.support.samples import Maker, Sample

SAMPLES: list[Sample] = [
    *rows_models.ROWS,
    *rows_systems.ROWS,
    *rows_flow.ROWS,
    *rows_exits.ROWS,
    *rows_arrays.ROWS,
    *rows_values.ROWS,
    *rows_functions.ROWS,
    *rows_objects.ROWS,
    *rows_traps.ROWS,
    *rows_procedures.ROWS,
    *rows_written.ROWS,
    *rows_parted.ROWS,
    *rows_views.ROWS,
    *rows_waves.ROWS,
    *rows_statements.ROWS,
    *rows_containers.ROWS,
    *rows_lists.ROWS,
    *rows_made.ROWS,
    *rows_names.ROWS,
    *rows_numbers.ROWS,
    *rows_mixed.ROWS,
    *rows_in_place.ROWS,
    *rows_fuzzed.ROWS,
    *rows_second_order.ROWS,
    *rows_sciences.ROWS,
    *rows_linalg.ROWS,
    *rows_signals.ROWS,
    *rows_distributions.ROWS,
    *rows_special.ROWS,
    *rows_summaries.ROWS,
    *rows_layouts.ROWS,
]
PAIRS: list[tuple[Sample, Sample]] = rows_spellings.PAIRS


@dataclass(frozen=True)
class Refused:
    """A program to refuse; `strictly` leaves no other outcome, else a right gradient will do.

    An empty code stands for any.
    """

    function: Callable[..., object]
    wrt: str
    code: str
    strictly: bool
    maker: Maker

    def __str__(self) -> str:
        return self.function.__name__


REFUSED: list[Refused] = [
    Refused(refused.view_read_after_write, "u", "", False, lambda d: (d.normal(3, 2), 0.7)),
    Refused(refused.argument_written, "x", "", False, lambda d: (d.normal(3), 0.7)),
    Refused(refused.argument_augmented, "x", "", False, lambda d: (d.normal(3), 0.7)),
    Refused(refused.alias_written, "x", "", False, lambda d: (d.normal(3), 0.7)),
    Refused(refused.global_written, "x", "", True, lambda d: (0.7,)),
    Refused(refused.global_statement, "x", "GG103", True, lambda d: (d.normal(3),)),
    Refused(refused.generator_function, "x", "GG101", True, lambda d: (0.7,)),
    Refused(refused.coroutine, "x", "GG102", True, lambda d: (0.7,)),
    Refused(refused.executed, "x", "GG104", True, lambda d: (0.7,)),
    Refused(refused.without_rule, "x", "", True, lambda d: (d.positive(3),)),
    Refused(refused.test_that_writes, "x", "", False, lambda d: (0.7,)),
    Refused(refused.bound_that_writes, "x", "GG305", True, lambda d: (0.7,)),
    Refused(refused.assertion_that_writes, "x", "GG305", True, lambda d: (0.7,)),
    Refused(refused.index_that_writes, "x", "GG302", True, lambda d: (0.7,)),
    Refused(refused.list_or_array, "x", "GG123", True, lambda d: (d.normal(2),)),
    Refused(refused.attribute_written, "x", "", True, lambda d: (0.7, None)),
    *(
        Refused(function, wrt, "", False, maker)
        for function, wrt, maker in (
            *rows_doubtful.ROWS,
            *rows_memory.ROWS,
            *rows_made.REFUSED,
            *rows_elements.ROWS,
            *rows_fuzzed.DOUBTFUL,
        )
    ),
]
