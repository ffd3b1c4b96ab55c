"""Numbers, undeclared parameters and module constants, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import globals as module_globals
from tests.programs import scalars, unannotated
from tests.support.samples import row

s = scalars
SCALARS = [
    row(s.trigonometry, "x y", lambda d: (0.7, 1.2), lambda d: (-0.7, 0.2)),
    row(s.hyperbolic, "x", lambda d: (0.7,), lambda d: (-1.7,)),
    row(s.roots_and_logs, "x", lambda d: (0.7,), lambda d: (3.7,)),
    row(s.imported_names, "x", lambda d: (0.7,), lambda d: (-0.3,)),
    row(
        s.integer_argument,
        "x",
        lambda d: (0.7, 5),
        lambda d: (0.7, 0),
        lambda d: (-1.2, 2),
    ),
    row(s.int_for_real, "x", lambda d: (2,), lambda d: (0.7,)),
    row(s.powers, "x p", lambda d: (0.7, 1.4), lambda d: (1.7, -0.4)),
    row(s.builtin_abs, "x", lambda d: (0.7,), lambda d: (-1.7,)),
    row(
        s.builtin_max,
        "x y",
        lambda d: (0.7, 1.2),
        lambda d: (1.7, 0.2),
        lambda d: (1.7, 1.2),
    ),
    row(s.long_formula, "a b c", lambda d: (0.7, 3.2, 0.4), lambda d: (1.7, -4.2, 0.4)),
    row(s.hypotenuse, "x y", lambda d: (0.7, 1.2), lambda d: (-0.7, 0.2)),
    row(s.independent, "x y", lambda d: (0.7, 1.2), lambda d: (1.2, 0.7)),
    row(s.constant, "x", lambda d: (0.7,), lambda d: (1.2,)),
    row(s.linear, "x", lambda d: (0.7,), lambda d: (1.2,)),
    row(s.division_chain, "x y", lambda d: (0.7, 1.2), lambda d: (1.2, 0.7)),
    row(s.error_functions, "x", lambda d: (0.7,), lambda d: (2.2,)),
]

u = unannotated
UNANNOTATED = [
    row(
        u.bilinear,
        "a x y",
        lambda d: (d.normal(3, 2), d.normal(3), d.normal(2)),
        lambda d: (d.normal(3, 2), d.normal(4, 3), d.normal(2)),
    ),
    row(
        u.affine_sum,
        "x scale shift",
        lambda d: (d.normal(3, 2), 0.7, d.normal(2)),
        lambda d: (d.normal(2), d.normal(3, 1), d.normal(3, 2)),
        lambda d: (0.4, 0.7, d.normal(2)),
    ),
    row(
        u.unknown_loop,
        "state drive",
        lambda d: (d.normal(3), d.normal(3), 3),
        lambda d: (0.4, 0.7, 2),
        lambda d: (d.normal(3), 0.7, 0),
    ),
    row(
        u.picked_again,
        "x",
        lambda d: (d.normal(3), np.array([1, 0, 1, 1])),
        lambda d: (d.normal(3), [2, 2, 0]),
    ),
    row(u.unknown_branch, "x", lambda d: (d.normal(3), True), lambda d: (d.normal(2, 2), False)),
    row(u.unknown_elements, "x", lambda d: (d.normal(4),), lambda d: (d.normal(1),)),
    row(u.unknown_inplace, "x c", lambda d: (d.normal(4), 0.7), lambda d: (d.normal(1), 0.7)),
    row(
        u.triangle,
        "a b c",
        lambda d: (d.normal(3), d.normal(3), d.normal(3)),
        lambda d: (d.normal(2, 3), d.normal(3), d.normal(2, 1)),
    ),
    row(
        u.shape_known_by_unpacking,
        "w",
        lambda d: (d.normal(4, 3), d.normal(3)),
        lambda d: (d.normal(4, 3), d.normal(3, 2)),
    ),
    row(
        u.asserted,
        "w",
        lambda d: (d.normal(4, 3), d.normal(3)),
        lambda d: (d.normal(1, 2), d.normal(2)),
    ),
    row(
        u.method_forms,
        "x y",
        lambda d: (d.normal(4, 3), d.normal(3)),
        lambda d: (d.normal(2), d.normal(2)),
    ),
    row(
        u.unknown_mean,
        "x y",
        lambda d: (d.normal(4, 3), d.normal(3)),
        lambda d: (0.7, d.normal(2)),
        lambda d: (0.7, 0.2),
    ),
    row(
        u.cross_entropy,
        "p q",
        lambda d: (d.positive(4), d.positive(4)),
        lambda d: (d.positive(2, 2), d.positive(2, 2)),
    ),
]

g = module_globals
GLOBALS = [
    row(g.falling, "height v", lambda d: (0.7, 1.2), lambda d: (1.2, 0.7)),
    row(g.weighted, "x", lambda d: (d.normal(3),), lambda d: (d.positive(3),)),
    row(g.stepped, "x", lambda d: (0.7,), lambda d: (-0.7,)),
    row(g.from_origin, "x y", lambda d: (0.7, 1.2), lambda d: (1.2, 0.7)),
    row(g.fourier, "x", lambda d: (d.normal(3), 2), lambda d: (d.normal(1), 0)),
    row(g.renamed, "x", lambda d: (d.normal(3),), lambda d: (d.normal(1),)),
    row(g.local_hides_global, "x", lambda d: (0.7,), lambda d: (-1.2,)),
    row(
        g.adjoint_like_names,
        "grad_x d_y saved_x",
        lambda d: (0.7, 1.2, 0.4),
        lambda d: (-0.7, 0.2, 1.4),
    ),
]

ROWS = [*SCALARS, *UNANNOTATED, *GLOBALS]
