"""Eigenvalues, singular values, QR, least squares, norms of matrices."""

import numpy as np
from jaxtyping import Float


def explained_variance(x: Float[np.ndarray, "n d"], components: int):
    """The share of the variance that the first principal components have."""
    centred = x - np.mean(x, axis=0)
    _, s, _ = np.linalg.svd(centred, full_matrices=False)
    return np.sum(s[:components] ** 2) / np.sum(s**2)


def first_component(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]):
    """How well the scores on the first principal axis fit a target."""
    u, s, vh = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
    scores = u[:, 0] * s[0] * np.sign(vh[0, 0])
    return np.sum((scores - y) ** 2)


def lowest_level(potential: Float[np.ndarray, "n"], h: float):
    """The ground state of a particle on a line, by finite differences."""
    n = len(potential)
    kinetic = (2.0 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)) / h**2
    return np.linalg.eigvalsh(kinetic + np.diag(potential))[0]


def thermal_energy(hamiltonian: Float[np.ndarray, "n n"], temperature: float):
    levels = np.linalg.eigh(hamiltonian).eigenvalues
    weights = np.exp(-(levels - np.min(levels)) / temperature)
    return np.sum(levels * weights) / np.sum(weights)


def whitened(x: Float[np.ndarray, "n d"], cov: Float[np.ndarray, "d d"]):
    """Whitening by the symmetric root of a covariance."""
    result = np.linalg.eigh(cov + cov.T)
    root = result.eigenvectors @ np.diag(result.eigenvalues**-0.5) @ result.eigenvectors.T
    return np.sum(np.tanh(x @ root))


def sparse_root(a: Float[np.ndarray, "n n"]):
    """A symmetric matrix squared under the root of its eigenvalues, upper triangle read."""
    w, v = np.linalg.eigh(a, UPLO="U")
    return np.sum((v * np.sqrt(w)) @ v.T)


def growth_rate(leslie: Float[np.ndarray, "n n"]):
    """The dominant eigenvalue of a population model."""
    rates, stages = np.linalg.eig(leslie)
    largest = np.argmax(rates)
    share = stages[:, largest] / np.sum(stages[:, largest])
    return np.log(rates[largest]) + share[0]


def log_spectral_gap(a: Float[np.ndarray, "n n"]):
    values = np.sort(np.linalg.eigvals(a))
    return np.log(values[-1] - values[-2])


def orthogonal_fit(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]):
    """Least squares by a QR factorisation."""
    q, r = np.linalg.qr(x)
    coef = np.linalg.solve(r, q.T @ y)
    return np.sum(coef**2)


def volume(frame: Float[np.ndarray, "n d"]):
    """The volume that the columns of a frame span."""
    return np.prod(np.abs(np.diag(np.linalg.qr(frame, mode="r"))))


def polynomial_trend(t: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"], at: float):
    design = np.stack([np.ones_like(t), t, t**2], axis=1)
    coef, *_ = np.linalg.lstsq(design, y, rcond=None)
    return coef[0] + coef[1] * at + coef[2] * at**2


def residual_variance(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]):
    n, d = x.shape
    coef, residuals, rank, s = np.linalg.lstsq(x, y)
    return residuals[0] / (n - d) + 0.1 * np.sum(coef**2) + np.log(s[0] / s[-1])


def shortest_solution(a: Float[np.ndarray, "m n"], b: Float[np.ndarray, "m"]):
    """The shortest of all solutions of a system with more unknowns than equations."""
    return np.linalg.norm(np.linalg.pinv(a) @ b)


def regularised(w: Float[np.ndarray, "n m"], x: Float[np.ndarray, "n"]):
    """Penalties on a matrix by its singular values, its columns and its rows."""
    nuclear = np.linalg.norm(w, "nuc")
    spectral = np.linalg.norm(w, 2)
    columns, rows = np.linalg.norm(w, 1), np.linalg.norm(w, np.inf)
    group = np.sum(np.linalg.norm(w, axis=1))
    return nuclear + 0.5 * spectral**2 + columns * rows + group + np.linalg.norm(x, 3)


def any_norm(x: Float[np.ndarray, "n m"], order, axis):
    return np.sum(np.linalg.norm(x, order, axis) ** 2)


def conditioning(a: Float[np.ndarray, "n n"]):
    return np.log(np.linalg.cond(a)) + np.log(np.linalg.cond(a, "fro"))


def walk_returns(weights: Float[np.ndarray, "n n"], steps: int):
    """The chance that a random walk is back after some steps."""
    chances = weights / np.sum(weights, axis=1, keepdims=True)
    return np.trace(np.linalg.matrix_power(chances, steps))


def chain_of_maps(
    a: Float[np.ndarray, "n k"], b: Float[np.ndarray, "k m"], x: Float[np.ndarray, "m"]
):
    return np.sum(np.linalg.multi_dot([a, b, x]) ** 2)


def stacked_spectra(a: Float[np.ndarray, "b n n"]):
    """Eigenvalues, determinants and traces of a stack of matrices."""
    symmetric = a + np.swapaxes(a, -1, -2)
    levels = np.linalg.eigvalsh(symmetric)
    return np.sum(levels[:, 0] ** 2) + np.sum(np.linalg.trace(a) * np.linalg.diagonal(a)[:, 0])


def heat_between_plates(
    conductance: Float[np.ndarray, "p q p q"], source: Float[np.ndarray, "p q"]
):
    temperatures = np.linalg.tensorsolve(conductance, source)
    return np.sum(temperatures**2)


def nuclear_norm(a):
    """Nothing is declared of the argument, so that branches for other orders stay in helpers."""
    return np.linalg.norm(a, "nuc") + np.linalg.cond(a)
