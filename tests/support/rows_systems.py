"""Physics, finance, control and linear algebra, with their arguments."""

from __future__ import annotations

import numpy as np

from tests.programs import control, finance, linalg, physics
from tests.support.samples import row

p = physics
PHYSICS = [
    row(
        p.pendulum_misfit,
        "state0 damping",
        lambda d: (d.normal(2), 0.2, d.normal(4)),
        lambda d: (d.normal(2), 0.2, d.normal(0), 0.05),
    ),
    row(
        p.lotka_volterra,
        "prey hunters rates",
        lambda d: (1.2, 0.7, d.positive(4), 5),
        lambda d: (1.2, 0.7, d.positive(4), 0, 0.1),
    ),
    row(
        p.damped_leapfrog,
        "q p k",
        lambda d: (d.normal(5), d.normal(5), 1.3, 4),
        lambda d: (d.normal(2), d.normal(2), 1.3, 0),
    ),
    row(
        p.nbody_energy,
        "positions velocities masses",
        lambda d: (d.normal(4, 3), d.normal(4, 3), d.positive(4)),
        lambda d: (d.normal(1, 3), d.normal(1, 3), d.positive(1), 0.3),
    ),
    row(
        p.nbody_vectorised,
        "positions masses",
        lambda d: (d.normal(4, 3), d.positive(4)),
        lambda d: (d.normal(2, 3), d.positive(2)),
    ),
    row(
        p.soft_ising,
        "angles coupling field",
        lambda d: (d.normal(3, 4), 0.7, 0.2),
        lambda d: (d.normal(1, 2), 0.7, 0.2),
    ),
    row(
        p.lennard_jones,
        "x epsilon sigma",
        lambda d: (np.arange(4) * 1.1 + d.uniform(0.0, 0.1, 4), 0.7, 1.0),
        lambda d: (np.array([0.3]), 0.7, 1.0),
    ),
    row(
        p.advection,
        "c velocity",
        lambda d: (d.normal(5), 0.4, 3),
        lambda d: (d.normal(4), -0.4, 2),
        lambda d: (d.normal(3), 0.4, 0),
    ),
    row(
        p.burgers,
        "u0 nu",
        lambda d: (d.normal(6), 0.4, 4),
        lambda d: (d.normal(3), 0.4, 0),
        lambda d: (d.normal(2), 0.4, 2),
    ),
    row(
        p.projectile,
        "speed angle drag",
        lambda d: (5.0, 0.7, 0.02, 50),
        lambda d: (5.0, 0.7, 0.02, 0),
        lambda d: (2.0, -0.3, 0.1, 7),
    ),
]

f = finance
FINANCE = [
    row(
        f.black_scholes,
        "spot vol rate maturity",
        lambda d: (1.1, 1.0, 0.3, 0.02, 0.7),
        lambda d: (0.8, 1.2, 0.5, 0.01, 2.0),
    ),
    row(
        f.option_book,
        "spot vol",
        lambda d: (1.1, d.uniform(0.2, 0.4, 3), d.positive(3), 0.8, d.normal(3)),
        lambda d: (1.1, d.uniform(0.2, 0.4, 1), d.positive(1), 0.8, d.normal(1)),
    ),
    row(f.bond_price, "yield_ coupon", lambda d: (0.04, 5.0, 6), lambda d: (0.04, 5.0, 0)),
    row(
        f.discount_curve,
        "rates cash",
        lambda d: (d.uniform(0.0, 0.1, 4), d.normal(4)),
        lambda d: (d.uniform(0.0, 0.1, 1), d.normal(1)),
    ),
    row(
        f.heston_payoff,
        "spot variance kappa theta",
        lambda d: (1.1, 0.3, 1.2, 0.3, d.normal(4, 3), d.normal(4, 3)),
        lambda d: (1.3, 0.3, 1.2, 0.3, d.normal(2, 1), d.normal(2, 1)),
    ),
    row(
        f.portfolio_variance,
        "weights covariance",
        lambda d: (d.normal(4), d.spd(4)),
        lambda d: (d.normal(1), d.spd(1)),
        single=True,
    ),
    row(
        f.sharpe_ratio,
        "weights risk_free",
        lambda d: (d.normal(3), d.normal(6, 3), 0.1),
        lambda d: (d.normal(1), d.normal(3, 1), 0.1),
    ),
    row(
        f.garch_likelihood,
        "params",
        lambda d: (np.array([0.1, 0.2, 0.6]), d.normal(6)),
        lambda d: (np.array([0.1, 0.2, 0.6]), d.normal(0)),
    ),
    row(
        f.binomial_tree,
        "spot up prob",
        lambda d: (1.1, 1.0, 1.13, 0.52, 4),
        lambda d: (1.1, 1.0, 1.13, 0.52, 0),
    ),
]

c = control
CONTROL = [
    row(
        c.lqr_rollout,
        "gain x0",
        lambda d: (d.normal(1, 2), d.normal(2, 2), d.normal(2, 1), d.normal(2), 3),
        lambda d: (d.normal(2, 2), d.normal(2, 2), d.normal(2, 2), d.normal(2), 0),
    ),
    row(
        c.kalman_likelihood,
        "a q r",
        lambda d: (d.normal(2, 2), d.normal(2, 2), d.spd(2), d.spd(2), d.normal(3, 2)),
        lambda d: (d.normal(2, 2), d.normal(1, 2), d.spd(2), d.spd(1), d.normal(0, 1)),
    ),
    row(
        c.pid_cost,
        "kp ki kd",
        lambda d: (0.7, 0.2, 0.05, d.normal(5)),
        lambda d: (0.7, 0.2, 0.05, d.normal(0)),
    ),
    row(
        c.trajectory_cost,
        "controls start",
        lambda d: (d.normal(4, 2), d.normal(3)),
        lambda d: (d.normal(0, 2), d.normal(3)),
    ),
    row(c.riccati, "q r a", lambda d: (0.7, 0.3, 1.2, 4), lambda d: (0.7, 0.3, 1.2, 0)),
]

a = linalg
LINALG = [
    row(
        a.gaussian_logpdf,
        "x mean cov",
        lambda d: (d.normal(3), d.normal(3), d.spd(3)),
        lambda d: (d.normal(1), d.normal(1), d.spd(1)),
    ),
    row(
        a.gaussian_slogdet,
        "x cov",
        lambda d: (d.normal(3), d.spd(3)),
        lambda d: (d.normal(1), d.spd(1)),
    ),
    row(
        a.ridge_solution_error,
        "strength x",
        lambda d: (0.4, d.normal(5, 2), d.normal(5), d.normal(3, 2), d.normal(3)),
        lambda d: (0.4, d.normal(2, 1), d.normal(2), d.normal(1, 1), d.normal(1)),
    ),
    row(a.inverse_trace, "a", lambda d: (d.spd(3),), lambda d: (d.spd(1),)),
    row(a.log_determinant, "a", lambda d: (d.spd(3),), lambda d: (d.spd(1),)),
    row(
        a.quadratic_form,
        "a x",
        lambda d: (d.normal(3, 3), d.normal(3)),
        lambda d: (d.normal(1, 1), d.normal(1)),
    ),
    row(
        a.norms,
        "a x",
        lambda d: (d.normal(3, 2), d.normal(2)),
        lambda d: (d.normal(1, 1), d.normal(1)),
    ),
    row(
        a.least_squares_residual,
        "a b",
        lambda d: (d.normal(5, 2), d.normal(5)),
        lambda d: (d.normal(2, 1), d.normal(2)),
    ),
    row(
        a.power_iteration,
        "a v",
        lambda d: (d.spd(3), d.normal(3), 4),
        lambda d: (d.spd(2), d.normal(2), 0),
    ),
    row(
        a.batched_matmul,
        "a x",
        lambda d: (d.normal(4, 2, 3), d.normal(4, 3)),
        lambda d: (d.normal(1, 1, 1), d.normal(1, 1)),
    ),
    row(
        a.back_substitution,
        "u b",
        lambda d: (d.spd(4), d.normal(4)),
        lambda d: (d.spd(1), d.normal(1)),
    ),
]

ROWS = [*PHYSICS, *FINANCE, *CONTROL, *LINALG]
