"""Functions that go through complex numbers, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import waves as p
from tests.support.samples import row


def _array(d):
    return (d.apart(5),)


def _other(d):
    return (d.positive(4),)


def _square(d, n):
    return d.normal(n, n) + 3.0 * np.eye(n)


ROWS = [
    row(
        p.interference, "x wave_number", lambda d: (d.normal(4), 1.3), lambda d: (d.normal(1), -0.7)
    ),
    row(
        p.impedance,
        "resistance inductance capacitance measured",
        lambda d: (d.positive(3), 1.2, 0.3, 0.8, d.positive(3)),
        lambda d: (0.4, 2.0, 0.1, 0.5, 1.1),
    ),
    row(
        p.split_step,
        "psi potential dt",
        lambda d: (d.normal(6), d.normal(6), 0.3),
        lambda d: (d.positive(5), d.positive(5), -0.2),
    ),
    row(
        p.spectral_loss,
        "signal gains",
        lambda d: (d.normal(6), d.normal(4)),
        lambda d: (d.normal(5), d.positive(3)),
    ),
    row(p.autocorrelation, "x", _array, _other),
    row(
        p.expectation,
        "a x",
        lambda d: (d.normal(3, 3), d.normal(3)),
        lambda d: (d.normal(2, 2), d.positive(2)),
    ),
    row(
        p.iterated_map,
        "x",
        lambda d: (np.array([-0.3, 0.4]), 6),
        lambda d: (np.array([1.1, 0.9]), 9),
        lambda d: (np.array([0.1, 0.2]), 0),
    ),
    row(p.grown_phase, "x", _array, _other),
    row(p.polygon_area, "radii", _array, lambda d: (d.positive(5),)),
    row(
        p.phase_of_parts,
        "x y",
        lambda d: (d.positive(3), d.positive(3)),
        lambda d: (1.3, -0.4),
    ),
    row(p.mode_energies, "image", lambda d: (d.normal(3, 4),), lambda d: (d.positive(2, 2),)),
    row(
        p.solved_circuit,
        "g c omega",
        lambda d: (_square(d, 3), _square(d, 3), 0.7),
        lambda d: (_square(d, 2), _square(d, 2), 1.9),
    ),
    row(p.parts_of_a_sum, "x", _array, _other),
    row(p.constant_phase, "x", lambda d: (1.3,), lambda d: (-0.7,)),
]
