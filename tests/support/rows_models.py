"""The gallery, regression, learning and statistics, with their arguments."""

from __future__ import annotations

from tests.programs import gallery, ml, regression, statistics
from tests.support.samples import row

g = gallery
GALLERY = [
    row(
        g.mse,
        "w b",
        lambda d: (d.normal(3), 0.4, d.normal(5, 3), d.normal(5)),
        lambda d: (d.normal(1), 0.4, d.normal(1, 1), d.normal(1)),
        single=True,
    ),
    row(
        g.loss,
        "w1 b1 w2 b2",
        lambda d: (
            d.normal(3, 4),
            d.normal(4),
            d.normal(4, 2),
            d.normal(2),
            d.normal(5, 3),
            d.onehot(5, 2),
        ),
        lambda d: (
            d.normal(1, 2),
            d.normal(2),
            d.normal(2, 3),
            d.normal(3),
            d.normal(1, 1),
            d.onehot(1, 3),
        ),
        single=True,
    ),
    row(
        g.rollout,
        "theta x0",
        lambda d: (1.3, d.normal(4), 5),
        lambda d: (1.3, d.normal(2), 0),
        lambda d: (0.7, d.normal(1), 1),
        single=True,
    ),
    row(
        g.heat_misfit,
        "u0",
        lambda d: (d.normal(6), 0.1, d.normal(6), 4),
        lambda d: (d.normal(3), 0.1, d.normal(3), 0),
        single=True,
    ),
    row(
        g.heat_misfit,
        "u0 alpha target",
        lambda d: (d.normal(6), 0.1, d.normal(6), 4),
        lambda d: (d.normal(3), 0.1, d.normal(3), 0),
    ),
    row(g.soft_sqrt, "a", lambda d: (2.3,), lambda d: (-1.3,)),
    row(
        g.grow,
        "s rate",
        lambda d: (0.4, 1.1, 4),
        lambda d: (0.4, 1.3, 9),
        lambda d: (4.4, 1.3, 5),
        lambda d: (0.4, 1.3, 0),
        single=True,
    ),
    row(
        g.chain_energy,
        "x",
        lambda d: (d.normal(6),),
        lambda d: (d.normal(2),),
        lambda d: (d.normal(1),),
        single=True,
    ),
    row(
        g.kinetic,
        "q",
        lambda d: (d.normal(5), d.positive(5)),
        lambda d: (d.normal(1), d.positive(1)),
        single=True,
    ),
    row(
        g.kinetic,
        "q m",
        lambda d: (d.normal(5), d.positive(5)),
        lambda d: (d.normal(2), d.positive(2)),
    ),
    row(
        g.score,
        "w b",
        lambda d: (d.normal(3), d.normal(5, 3), 0.4),
        lambda d: (d.normal(3, 2), d.normal(5, 3), d.normal(2)),
        lambda d: (d.normal(2, 3, 2), d.normal(4, 3), d.normal(4, 2)),
        single=True,
    ),
]

r = regression
REGRESSION = [
    row(
        r.ridge_loss,
        "w",
        lambda d: (d.normal(3), d.normal(5, 3), d.normal(5)),
        lambda d: (d.normal(2), d.normal(1, 2), d.normal(1), 0.5),
        single=True,
    ),
    row(
        r.huber_loss,
        "w",
        lambda d: (d.normal(3), d.normal(6, 3), d.normal(6), 0.8),
        lambda d: (d.normal(2), d.normal(4, 2), d.normal(4), 0.1),
        single=True,
    ),
    row(
        r.poisson_deviance,
        "coef intercept",
        lambda d: (d.normal(2), 0.3, d.normal(5, 2), d.positive(5)),
        lambda d: (d.normal(1), -0.3, d.normal(1, 1), d.positive(1)),
    ),
    row(
        r.weighted_least_squares,
        "slope offset sigma",
        lambda d: (0.7, 0.2, d.normal(4), d.normal(4), d.positive(4)),
        lambda d: (0.7, 0.2, d.normal(1), d.normal(1), d.positive(1)),
    ),
    row(
        r.polynomial_misfit,
        "coefficients t",
        lambda d: (d.normal(4), d.normal(5), d.normal(5)),
        lambda d: (d.normal(1), d.normal(3), d.normal(3)),
        lambda d: (d.normal(0), d.normal(3), d.normal(3)),
    ),
    row(
        r.log_cosh_loss,
        "w",
        lambda d: (d.normal(3), d.normal(5, 3), d.normal(5)),
        lambda d: (d.normal(1), d.normal(2, 1), d.normal(2)),
    ),
    row(
        r.elastic_net,
        "w l1 l2",
        lambda d: (d.apart(3), d.normal(5, 3), d.normal(5), 0.2, 0.3),
        lambda d: (d.apart(1), d.normal(2, 1), d.normal(2), 0.2, 0.3),
    ),
    row(
        r.exponential_decay,
        "amplitude rate",
        lambda d: (1.2, 0.7, d.positive(5), d.normal(5)),
        lambda d: (1.2, 0.7, d.positive(1), d.normal(1)),
    ),
    row(
        r.multi_output,
        "weights bias",
        lambda d: (d.normal(3, 2), d.normal(2), d.normal(5, 3), d.normal(5, 2)),
        lambda d: (d.normal(1, 1), d.normal(1), d.normal(1, 1), d.normal(1, 1)),
    ),
]

m = ml
ML = [
    row(
        m.softmax_regression,
        "w b",
        lambda d: (d.normal(3, 4), d.normal(4), d.normal(5, 3), d.onehot(5, 4)),
        lambda d: (d.normal(1, 2), d.normal(2), d.normal(1, 1), d.onehot(1, 2)),
    ),
    row(
        m.logistic_loss,
        "w l2",
        lambda d: (d.normal(3), d.normal(5, 3), d.signs(5), 0.1),
        lambda d: (d.normal(1), d.normal(1, 1), d.signs(1), 0.1),
    ),
    row(
        m.hinge,
        "w",
        lambda d: (d.normal(3), d.normal(6, 3), d.signs(6)),
        lambda d: (d.normal(1), d.normal(2, 1), d.signs(2)),
        smooth=False,
    ),
    row(
        m.mlp_two_layers,
        "w1 b1 w2 b2",
        lambda d: (d.normal(3, 4), d.normal(4), d.normal(4), 0.3, d.normal(5, 3), d.normal(5)),
        lambda d: (d.normal(1, 2), d.normal(2), d.normal(2), 0.3, d.normal(1, 1), d.normal(1)),
    ),
    row(
        m.layer_norm,
        "x gain bias",
        lambda d: (d.normal(3, 4), d.normal(4), d.normal(4), d.normal(3, 4)),
        lambda d: (d.normal(1, 3), d.normal(3), d.normal(3), d.normal(1, 3)),
    ),
    row(
        m.attention,
        "q k v",
        lambda d: (d.normal(3, 2), d.normal(4, 2), d.normal(4, 3), d.normal(3, 3)),
        lambda d: (d.normal(1, 2), d.normal(2, 2), d.normal(2, 1), d.normal(1, 1)),
    ),
    row(
        m.rnn_loss,
        "wx wh b",
        lambda d: (d.normal(2, 3), d.normal(3, 3), d.normal(3), d.normal(4, 2), d.normal(3)),
        lambda d: (d.normal(2, 3), d.normal(3, 3), d.normal(3), d.normal(0, 2), d.normal(3)),
    ),
    row(
        m.gru,
        "wz wr wh",
        lambda d: (d.normal(2, 3), d.normal(2, 3), d.normal(2, 3), d.normal(4, 2)),
        lambda d: (d.normal(1, 2), d.normal(1, 2), d.normal(1, 2), d.normal(0, 1)),
    ),
    row(
        m.deep_net,
        "weights x",
        lambda d: (d.normal(3, 2, 2), d.normal(4, 2)),
        lambda d: (d.normal(0, 2, 2), d.normal(4, 2)),
    ),
    row(
        m.convolution_1d,
        "kernel signal",
        lambda d: (d.normal(3), d.normal(7)),
        lambda d: (d.normal(1), d.normal(2)),
        smooth=False,
    ),
    row(
        m.gaussian_process_score,
        "log_scale noise",
        lambda d: (0.2, d.normal(4), d.normal(4), 0.3),
        lambda d: (-0.2, d.normal(1), d.normal(1), 0.3),
    ),
    row(
        m.kmeans_inertia,
        "centers",
        lambda d: (d.normal(2, 3), d.normal(6, 3)),
        lambda d: (d.normal(1, 2), d.normal(3, 2)),
    ),
    row(
        m.gradient_descent,
        "w rate",
        lambda d: (d.normal(2), 0.05, d.normal(4, 2), d.normal(4), 3),
        lambda d: (d.normal(2), 0.05, d.normal(4, 2), d.normal(4), 0),
    ),
]

s = statistics
STATISTICS = [
    row(
        s.normal_likelihood,
        "mu log_sigma",
        lambda d: (0.4, -0.2, d.normal(5)),
        lambda d: (0.4, -0.2, d.normal(0)),
    ),
    row(
        s.correlation,
        "x y",
        lambda d: (d.normal(5), d.normal(5)),
        lambda d: (d.normal(3), d.normal(3)),
    ),
    row(s.standard_score_cubed, "x", lambda d: (d.normal(6),), lambda d: (d.normal(3),)),
    row(s.sample_variance, "x", lambda d: (d.normal(6),), lambda d: (d.normal(2),)),
    row(s.entropy, "logits", lambda d: (d.normal(4),), lambda d: (d.normal(2),)),
    row(
        s.kl_divergence,
        "p_logits q",
        lambda d: (d.normal(4), d.positive(4)),
        lambda d: (d.normal(1), d.positive(1)),
    ),
    row(
        s.mixture_likelihood,
        "means log_weights",
        lambda d: (d.normal(3), d.normal(3), d.normal(5)),
        lambda d: (d.normal(1), d.normal(1), d.normal(2)),
    ),
    row(
        s.covariance_shrinkage,
        "x weight",
        lambda d: (d.normal(5, 3), 0.3),
        lambda d: (d.normal(2, 1), 0.3),
    ),
    row(
        s.hidden_markov,
        "log_a emission",
        lambda d: (d.normal(3, 3), d.positive(4, 3)),
        lambda d: (d.normal(2, 2), d.positive(1, 2)),
    ),
    row(
        s.kernel_density,
        "points width",
        lambda d: (d.normal(4), d.normal(3), 0.6),
        lambda d: (d.normal(1), d.normal(1), 0.6),
    ),
]

ROWS = [*GALLERY, *REGRESSION, *ML, *STATISTICS]
