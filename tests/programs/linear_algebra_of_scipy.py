"""Factorisations, structured systems and functions of matrices by `scipy.linalg`."""

import numpy as np
import scipy.linalg
from jaxtyping import Float
from scipy import linalg
from scipy.linalg import cho_factor, cho_solve, expm, lu_factor, lu_solve


def marginal_likelihood(
    x: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"], scale: float, noise: float
):
    """A Gaussian process by a Cholesky factor that is handed on whole."""
    kernel = np.exp(-0.5 * (x[:, None] - x) ** 2 / scale**2) + noise * np.eye(len(x))
    factor = cho_factor(kernel, lower=True)
    alpha = cho_solve(factor, y)
    return -0.5 * y @ alpha - np.sum(np.log(np.diag(factor[0])))


def upper_factor(cov: Float[np.ndarray, "n n"], b: Float[np.ndarray, "n m"]):
    c, is_lower = cho_factor(cov)
    return np.sum(cho_solve((c, is_lower), b) ** 2)


def mahalanobis(
    x: Float[np.ndarray, "n"], mean: Float[np.ndarray, "n"], cov: Float[np.ndarray, "n n"]
):
    root = linalg.cholesky(cov, lower=True)
    z = linalg.solve_triangular(root, x - mean, lower=True)
    return z @ z + 2.0 * np.sum(np.log(np.diag(root)))


def mahalanobis_by_upper(x: Float[np.ndarray, "n"], cov: Float[np.ndarray, "n n"]):
    root = scipy.linalg.cholesky(cov)
    z = scipy.linalg.solve_triangular(root, x, trans="T")
    return z @ z


def one_matrix_two_systems(a: Float[np.ndarray, "n n"], b: Float[np.ndarray, "n"]):
    """Both systems of a matrix and its transposed by one LU factorisation."""
    factors = lu_factor(a)
    x = lu_solve(factors, b)
    return x @ lu_solve(factors, b, trans=1)


def stiffness(k: Float[np.ndarray, "n n"], load: Float[np.ndarray, "n"]):
    """The work of a load on a structure."""
    return load @ linalg.solve(k, load, assume_a="pos")


def compartments(rates: Float[np.ndarray, "n n"], start: Float[np.ndarray, "n"], t: float):
    """What is where after some time, by the exponential of a rate matrix."""
    transfer = rates - np.diag(np.sum(rates, axis=0))
    return np.sum((expm(t * transfer) @ start) ** 2)


def geodesic_distance(a: Float[np.ndarray, "n n"], b: Float[np.ndarray, "n n"]):
    """The distance of positive definite matrices."""
    logarithm = linalg.logm(linalg.solve(a, b))
    return np.sqrt(np.sum(logarithm * logarithm.T))


def wasserstein(a: Float[np.ndarray, "n n"], b: Float[np.ndarray, "n n"]):
    """The distance of two normal distributions with these covariances."""
    root = linalg.sqrtm(a)
    return np.trace(a + b - 2.0 * linalg.sqrtm(root @ b @ root))


def vibration(stiff: Float[np.ndarray, "n n"], mass: Float[np.ndarray, "n n"]):
    """The lowest frequency, and how much the first part moves in that mode."""
    squares, modes = linalg.eigh(stiff, mass)
    return np.sqrt(squares[0]) + modes[0, 0] ** 2


def critical_load(stiff: Float[np.ndarray, "n n"], geometry: Float[np.ndarray, "n n"]):
    return linalg.eigvalsh(stiff, geometry)[0]


def chain_spectrum(site: Float[np.ndarray, "n"], hop: Float[np.ndarray, "m"]):
    levels, states = linalg.eigh_tridiagonal(site, hop)
    return levels[0] + np.sum(states[:, 0] ** 4)


def stationary_gramian(a: Float[np.ndarray, "n n"], q: Float[np.ndarray, "n n"]):
    """The energy of a stable system that noise drives."""
    return np.trace(linalg.solve_continuous_lyapunov(a, -q @ q.T))


def coupled(a: Float[np.ndarray, "n n"], b: Float[np.ndarray, "m m"], q: Float[np.ndarray, "n m"]):
    return np.sum(np.sin(linalg.solve_sylvester(a, b, q)))


def heat_step(u: Float[np.ndarray, "n"], diffusivity: float, steps: int):
    """Implicit steps of a heat equation, by its diagonals."""
    n = len(u)
    bands = np.stack(
        [
            -diffusivity * np.ones(n),
            (1.0 + 2.0 * diffusivity) * np.ones(n),
            -diffusivity * np.ones(n),
        ]
    )
    for _ in range(steps):
        u = linalg.solve_banded((1, 1), bands, u)
    return np.sum(u**2)


def linear_prediction(correlations: Float[np.ndarray, "n"]):
    """How well a signal is predicted from its past, by Yule and Walker."""
    weights = linalg.solve_toeplitz(correlations[:-1], correlations[1:])
    return correlations[0] - weights @ correlations[1:]


def filtered(taps: Float[np.ndarray, "k"], x: Float[np.ndarray, "n"]):
    by_matrix = linalg.toeplitz(np.concatenate([taps, np.zeros(2)]), np.zeros(len(x))) @ x
    around = linalg.circulant(x) @ x
    return np.sum(by_matrix**2) + np.sum(linalg.hankel(x) @ around)


def joint_precision(a: Float[np.ndarray, "n n"], b: Float[np.ndarray, "m m"]):
    return np.log(linalg.det(linalg.block_diag(a, b))) + np.sum(linalg.inv(a)) + linalg.norm(b)


def pivoted(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]):
    q, r, order = linalg.qr(x, mode="economic", pivoting=True)
    coef = linalg.solve_triangular(r, q.T @ y)
    return np.sum(coef**2) + np.sum(linalg.pinv(x) ** 2)


def low_rank_share(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]):
    u, s, vh = linalg.svd(x, full_matrices=False)
    coef = linalg.lstsq(x, y)[0]
    return s[0] / np.sum(linalg.svdvals(x)) + np.sum(coef**2) + u[0, 0] * vh[0, 0]


def cost_to_go(
    a: Float[np.ndarray, "n n"],
    b: Float[np.ndarray, "n m"],
    effort: float,
    x: Float[np.ndarray, "n"],
):
    """What the best control of a linear system costs, in continuous time and in steps."""
    weight, price = np.diag(1.0 + x**2), effort * np.eye(b.shape[1])
    continuous = linalg.solve_continuous_are(a, b, weight, price)
    discrete = linalg.solve_discrete_are(a, b, weight, price)
    return x @ continuous @ x + x @ discrete @ x


def nearest_rotation(a: Float[np.ndarray, "n n"], target: Float[np.ndarray, "n n"]):
    rotation, stretch = linalg.polar(a)
    return np.sum((rotation - target) ** 2) + np.sum(stretch**3)


def by_triangles(a: Float[np.ndarray, "n n"]):
    p, lower, upper = linalg.lu(a)
    r, q = linalg.rq(a)
    return np.sum(np.tanh(lower)) + np.sum(upper**2) + r[0, 0] ** 2 + q[0, 0] ** 3


def qr(a: Float[np.ndarray, "m n"]):
    """The name of its gradient is that of a helper."""
    return np.sum(np.abs(np.linalg.qr(a).R) ** 3)
