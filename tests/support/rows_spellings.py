"""The pairs of spellings, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import spellings, spellings_data
from tests.support.samples import Maker, Sample, row

TABLE: list[tuple[str, str, tuple[Maker, ...]]] = [
    ("add_whole", "x c", (lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 0.7))),
    ("scale_whole", "x c", (lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 0.7))),
    ("add_element", "x c", (lambda d: (d.normal(4), 0.7), lambda d: (d.normal(2), 0.7))),
    ("add_slice", "x c", (lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 0.7))),
    ("scalar_augmented", "s c", (lambda d: (0.4, 0.7), lambda d: (-1.4, 1.7))),
    ("method_sum", "m", (lambda d: (d.normal(3, 2),), lambda d: (d.normal(1, 1),))),
    (
        "method_shape",
        "m w",
        (lambda d: (d.normal(3, 2), d.normal(6)), lambda d: (d.normal(1, 1), d.normal(1))),
    ),
    ("inline", "x w", (lambda d: (d.normal(4), 0.7), lambda d: (d.normal(0), 0.7))),
    ("import", "x", (lambda d: (d.normal(4),), lambda d: (d.normal(0),))),
    ("loop_sum", "x", (lambda d: (d.normal(4),), lambda d: (d.normal(0),))),
    (
        "loop_values",
        "x y",
        (lambda d: (d.normal(4), d.normal(4)), lambda d: (np.zeros(0), np.zeros(0))),
    ),
    ("enumerate", "x", (lambda d: (d.normal(4),), lambda d: (d.normal(0),))),
    ("while", "x", (lambda d: (0.7, 4), lambda d: (0.7, 0))),
    ("branch", "x", (lambda d: (0.7,), lambda d: (-0.7,))),
    ("conditional", "x", (lambda d: (0.7,), lambda d: (-0.7,))),
    ("elif", "x", (lambda d: (1.7,), lambda d: (0.7,), lambda d: (-0.7,))),
    ("called", "x", (lambda d: (d.normal(4),), lambda d: (d.normal(0),))),
    ("keywords", "x y", (lambda d: (0.4, 0.7), lambda d: (-1.4, 1.7))),
    ("swap", "x y", (lambda d: (0.4, 0.7), lambda d: (-1.4, 1.7))),
    ("unpack", "p", (lambda d: (d.normal(2),), lambda d: (d.positive(2),))),
    ("power", "x", (lambda d: (d.apart(4),), lambda d: (d.normal(0),))),
    (
        "operators",
        "x y",
        (lambda d: (d.normal(4), d.positive(4)), lambda d: (d.normal(1), d.positive(1))),
    ),
    (
        "matmul",
        "a x",
        (lambda d: (d.normal(3, 2), d.normal(2)), lambda d: (d.normal(1, 1), d.normal(1))),
    ),
    (
        "matmul_loop",
        "a x",
        (lambda d: (d.normal(3, 2), d.normal(2)), lambda d: (d.normal(1, 1), d.normal(1))),
    ),
    ("math", "x", (lambda d: (0.7,), lambda d: (1.7,))),
    ("unannotated", "x c", (lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 0.7))),
    (
        "newaxis",
        "x y",
        (lambda d: (d.normal(3), d.normal(2)), lambda d: (d.normal(1), d.normal(1))),
    ),
    (
        "stacked",
        "x y",
        (lambda d: (d.normal(3), d.normal(3)), lambda d: (d.normal(1), d.normal(1))),
    ),
    ("cumulative", "x", (lambda d: (d.normal(4),), lambda d: (d.normal(1),))),
    ("mask", "x", (lambda d: (d.apart(4),), lambda d: (d.positive(1),))),
    ("chained_target", "x", (lambda d: (0.7,), lambda d: (1.7,))),
]

DATA: list[tuple[str, str, tuple[Maker, ...]]] = [
    ("repeat", "x", (lambda d: (0.7, 3), lambda d: (0.7, 1))),
    ("union", "params", (lambda d: ({"k": 0.7},), lambda d: ({"m": 0.7, "k": 0.3},))),
    ("default", "x", (lambda d: (0.7, 4), lambda d: (0.7, 2))),
    ("order", "x", (lambda d: (d.apart(4),), lambda d: (d.normal(1),))),
    ("names", "theta", (lambda d: (d.normal(2),), lambda d: (d.positive(2),))),
    ("columns", "x", (lambda d: (0.7, 4), lambda d: (0.7, 1))),
    ("insert", "x", (lambda d: (0.7,), lambda d: (-0.7,))),
    ("turned", "u", (lambda d: (d.normal(4),), lambda d: (d.normal(1),))),
]

PAIRS: list[tuple[Sample, Sample]] = [
    (
        row(getattr(module, f"{name}_a"), wrt, *makers, smooth=module is spellings),
        row(getattr(module, f"{name}_b"), wrt, *makers, smooth=module is spellings),
    )
    for module, table in ((spellings, TABLE), (spellings_data, DATA))
    for name, wrt, makers in table
]
