"""Programs of linear algebra beyond systems of equations, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import complex_matrices as c
from tests.programs import decompositions as p
from tests.programs import linear_algebra_of_scipy as s
from tests.support.samples import Draw, row


def with_real_eigenvalues(d: Draw, n: int):
    """A matrix of positive numbers whose eigenvalues are real and apart."""
    root = np.eye(n) + 0.2 * d.positive(n, n)
    return root @ np.diag(1.0 + np.arange(n)) @ np.linalg.inv(root)


def dominant(d: Draw, n: int, *shape: int):
    """A matrix with a large diagonal, well conditioned; given another shape."""
    a = d.normal(n, n) + 4.0 * np.eye(n)
    return a.reshape(shape) if shape else a


NUMPY = [
    row(p.nuclear_norm, "a", lambda d: (d.normal(4, 3),), lambda d: (d.normal(2, 2),)),
    row(p.explained_variance, "x", lambda d: (d.normal(6, 3), 2), lambda d: (d.normal(3, 4), 1)),
    row(
        p.first_component,
        "x y",
        lambda d: (d.normal(6, 3), d.normal(6)),
        lambda d: (d.normal(2, 3), d.normal(2)),
    ),
    row(
        p.lowest_level,
        "potential h",
        lambda d: (d.normal(5), 0.7),
        lambda d: (d.normal(1), 0.5),
    ),
    row(
        p.thermal_energy,
        "hamiltonian temperature",
        lambda d: (d.spd(4), 0.8),
        lambda d: (d.spd(1), 1.3),
    ),
    row(
        p.whitened,
        "x cov",
        lambda d: (d.normal(4, 3), d.spd(3)),
        lambda d: (d.normal(2, 1), d.spd(1)),
    ),
    row(p.sparse_root, "a", lambda d: (d.spd(3),), lambda d: (d.spd(1),)),
    row(
        p.growth_rate,
        "leslie",
        lambda d: (with_real_eigenvalues(d, 3),),
        lambda d: (with_real_eigenvalues(d, 2),),
    ),
    row(
        p.log_spectral_gap,
        "a",
        lambda d: (with_real_eigenvalues(d, 4),),
        lambda d: (with_real_eigenvalues(d, 2),),
    ),
    row(
        p.orthogonal_fit,
        "x y",
        lambda d: (d.normal(6, 3), d.normal(6)),
        lambda d: (d.normal(2, 2), d.normal(2)),
    ),
    row(p.volume, "frame", lambda d: (d.normal(5, 3),), lambda d: (d.normal(2, 4),)),
    row(
        p.polynomial_trend,
        "t y at",
        lambda d: (d.apart(6), d.normal(6), 0.4),
        lambda d: (d.apart(3), d.normal(3), -0.3),
    ),
    row(
        p.residual_variance,
        "x y",
        lambda d: (d.normal(6, 3), d.normal(6)),
        lambda d: (d.normal(3, 1), d.normal(3)),
    ),
    row(
        p.shortest_solution,
        "a b",
        lambda d: (d.normal(3, 5), d.normal(3)),
        lambda d: (d.normal(4, 2), d.normal(4)),
    ),
    row(
        p.regularised,
        "w x",
        lambda d: (d.apart(4, 3), d.apart(4)),
        lambda d: (d.apart(2, 5), d.apart(2)),
    ),
    row(
        p.any_norm,
        "x",
        lambda d: (d.apart(4, 3), 3, 0),
        lambda d: (d.apart(4, 3), "nuc", (0, 1)),
    ),
    row(p.conditioning, "a", lambda d: (dominant(d, 3),), lambda d: (dominant(d, 2),)),
    row(
        p.walk_returns,
        "weights",
        lambda d: (d.positive(3, 3), 4),
        lambda d: (d.positive(2, 2), 0),
    ),
    row(
        p.chain_of_maps,
        "a b x",
        lambda d: (d.normal(4, 3), d.normal(3, 2), d.normal(2)),
        lambda d: (d.normal(1, 2), d.normal(2, 1), d.normal(1)),
    ),
    row(
        p.stacked_spectra,
        "a",
        lambda d: (d.normal(2, 3, 3),),
        lambda d: (d.normal(1, 2, 2),),
    ),
    row(
        p.heat_between_plates,
        "conductance source",
        lambda d: (dominant(d, 6, 2, 3, 2, 3), d.normal(2, 3)),
        lambda d: (dominant(d, 2, 1, 2, 1, 2), d.normal(1, 2)),
    ),
]

SCIPY = [
    row(
        s.marginal_likelihood,
        "x y scale noise",
        lambda d: (d.apart(4), d.normal(4), 0.8, 0.3),
        lambda d: (d.apart(1), d.normal(1), 1.2, 0.5),
    ),
    row(
        s.upper_factor,
        "cov b",
        lambda d: (d.spd(3), d.normal(3, 2)),
        lambda d: (d.spd(1), d.normal(1, 1)),
    ),
    row(
        s.mahalanobis,
        "x mean cov",
        lambda d: (d.normal(3), d.normal(3), d.spd(3)),
        lambda d: (d.normal(1), d.normal(1), d.spd(1)),
    ),
    row(
        s.mahalanobis_by_upper,
        "x cov",
        lambda d: (d.normal(3), d.spd(3)),
        lambda d: (d.normal(2), d.spd(2)),
    ),
    row(
        s.one_matrix_two_systems,
        "a b",
        lambda d: (d.normal(4, 4), d.normal(4)),
        lambda d: (dominant(d, 2), d.normal(2)),
    ),
    row(
        s.stiffness,
        "k load",
        lambda d: (d.spd(3), d.normal(3)),
        lambda d: (d.spd(1), d.normal(1)),
    ),
    row(
        s.compartments,
        "rates start t",
        lambda d: (d.positive(3, 3), d.positive(3), 0.4),
        lambda d: (d.positive(2, 2), d.positive(2), 1.2),
    ),
    row(
        s.geodesic_distance,
        "a b",
        lambda d: (d.spd(3), 3.0 * d.spd(3)),
        lambda d: (d.spd(2), 3.0 * d.spd(2)),
    ),
    row(
        s.wasserstein,
        "a b",
        lambda d: (d.spd(3), d.spd(3)),
        lambda d: (d.spd(2), d.spd(2)),
    ),
    row(
        s.vibration,
        "stiff mass",
        lambda d: (d.spd(3), d.spd(3)),
        lambda d: (d.spd(1), d.spd(1)),
    ),
    row(
        s.critical_load,
        "stiff geometry",
        lambda d: (d.spd(3), d.spd(3)),
        lambda d: (d.spd(2), d.spd(2)),
    ),
    row(
        s.chain_spectrum,
        "site hop",
        lambda d: (d.apart(4), d.apart(3)),
        lambda d: (d.apart(2), d.apart(1)),
    ),
    row(
        s.stationary_gramian,
        "a q",
        lambda d: (-d.spd(3), d.normal(3, 3)),
        lambda d: (-d.spd(1), d.normal(1, 1)),
    ),
    row(
        s.coupled,
        "a b q",
        lambda d: (d.spd(3), d.spd(2), d.normal(3, 2)),
        lambda d: (d.spd(1), d.spd(2), d.normal(1, 2)),
    ),
    row(
        s.heat_step,
        "u diffusivity",
        lambda d: (d.normal(5), 0.4, 3),
        lambda d: (d.normal(3), 0.2, 1),
    ),
    row(
        s.linear_prediction,
        "correlations",
        lambda d: (np.array([2.0, 0.9, 0.5, -0.2]) + 0.1 * d.normal(4),),
        lambda d: (np.array([2.0, 0.9]) + 0.1 * d.normal(2),),
    ),
    row(
        s.filtered,
        "taps x",
        lambda d: (d.normal(3), d.normal(4)),
        lambda d: (d.normal(1), d.normal(2)),
    ),
    row(
        s.joint_precision,
        "a b",
        lambda d: (d.spd(3), d.spd(2)),
        lambda d: (d.spd(1), d.spd(2)),
    ),
    row(
        s.pivoted,
        "x y",
        lambda d: (d.normal(5, 3), d.normal(5)),
        lambda d: (d.normal(2, 2), d.normal(2)),
    ),
    row(
        s.low_rank_share,
        "x y",
        lambda d: (d.normal(5, 3), d.normal(5)),
        lambda d: (d.normal(3, 2), d.normal(3)),
    ),
    row(
        s.cost_to_go,
        "a b effort x",
        lambda d: (d.normal(3, 3), d.normal(3, 2), 0.7, d.normal(3)),
        lambda d: (d.normal(2, 2), d.normal(2, 1), 1.2, d.normal(2)),
    ),
    row(
        s.nearest_rotation,
        "a target",
        lambda d: (dominant(d, 3), d.normal(3, 3)),
        lambda d: (dominant(d, 2), d.normal(2, 2)),
    ),
    row(
        s.by_triangles,
        "a",
        lambda d: (dominant(d, 3),),
        lambda d: (dominant(d, 2),),
    ),
    row(s.qr, "a", lambda d: (d.normal(4, 3),), lambda d: (d.normal(2, 3),)),
]


def both_parts(d: Draw, *shape: int):
    return d.normal(*shape) + 3.0 * np.eye(shape[-1]), d.normal(*shape)


COMPLEX = [
    *(
        row(program, "re im", lambda d: both_parts(d, 3, 3), lambda d: both_parts(d, 2, 2))
        for program in (
            c.growth_of_modes,
            c.spin_in_a_field,
            c.phase_of_determinant,
            c.covariance_root,
        )
    ),
    row(
        c.spectrum_of_a_stack,
        "re im",
        lambda d: both_parts(d, 2, 3, 3),
        lambda d: both_parts(d, 1, 2, 2),
    ),
    row(c.damping, "a", lambda d: (d.normal(4, 4),), lambda d: (d.normal(3, 3),)),
]

ROWS = [*NUMPY, *SCIPY, *COMPLEX]
