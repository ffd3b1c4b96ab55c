"""Linear algebra of complex matrices: what does not depend on phases."""

import numpy as np
import scipy.linalg
from jaxtyping import Float


def growth_of_modes(re: Float[np.ndarray, "n n"], im: Float[np.ndarray, "n n"]):
    a = re + 1j * im
    values, modes = np.linalg.eig(a)
    return np.sum(np.abs(values) ** 1.5) + np.sum(np.abs(modes[0]) ** 3)


def spin_in_a_field(re: Float[np.ndarray, "n n"], im: Float[np.ndarray, "n n"]):
    """The ground state of a Hermitian matrix, its energy and where it is."""
    h = re + 1j * im
    energies, states = np.linalg.eigh(h + np.conj(h.T))
    return energies[0] + np.sum(np.abs(states[:, 0]) ** 4)


def spectrum_of_a_stack(re: Float[np.ndarray, "b n n"], im: Float[np.ndarray, "b n n"]):
    h = re + 1j * im
    values = np.linalg.eigvalsh(h + np.conj(np.swapaxes(h, -1, -2)))
    return np.sum(np.tanh(values))


def phase_of_determinant(re: Float[np.ndarray, "n n"], im: Float[np.ndarray, "n n"]):
    a = re + 1j * im
    sign, log_size = np.linalg.slogdet(a)
    return sign.real + log_size


def covariance_root(re: Float[np.ndarray, "n n"], im: Float[np.ndarray, "n n"]):
    a = re + 1j * im
    root = np.linalg.cholesky(a @ np.conj(a.T) + np.eye(len(a)))
    return np.sum(np.abs(root) ** 3) + np.linalg.norm(root) ** 2


def damping(a: Float[np.ndarray, "n n"]):
    """The eigenvalues of a real matrix by SciPy, which gives complex ones in any case."""
    values, modes = scipy.linalg.eig(a)
    return np.sum(values.real**2) + np.sum(np.abs(values)) + np.sum(np.abs(modes[0]) ** 3)
