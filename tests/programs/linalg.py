"""Linear algebra."""

import numpy as np
from jaxtyping import Float


def gaussian_logpdf(
    x: Float[np.ndarray, "n"], mean: Float[np.ndarray, "n"], cov: Float[np.ndarray, "n n"]
):
    """By a Cholesky factor."""
    factor = np.linalg.cholesky(cov)
    z = np.linalg.solve(factor, x - mean)
    log_det = 2.0 * np.sum(np.log(np.diag(factor)))
    return -0.5 * (z @ z + log_det + len(x) * np.log(2.0 * np.pi))


def gaussian_slogdet(x: Float[np.ndarray, "n"], cov: Float[np.ndarray, "n n"]):
    sign, log_det = np.linalg.slogdet(cov)
    return 0.5 * (x @ np.linalg.solve(cov, x) + log_det)


def ridge_solution_error(
    strength: float,
    x: Float[np.ndarray, "n d"],
    y: Float[np.ndarray, "n"],
    x_test: Float[np.ndarray, "m d"],
    y_test: Float[np.ndarray, "m"],
):
    """Test error as a function of the penalty."""
    n, d = x.shape
    w = np.linalg.solve(x.T @ x + strength * np.eye(d), x.T @ y)
    return np.mean((x_test @ w - y_test) ** 2)


def inverse_trace(a: Float[np.ndarray, "n n"]):
    return np.trace(np.linalg.inv(a))


def log_determinant(a: Float[np.ndarray, "n n"]):
    return np.log(np.linalg.det(a))


def quadratic_form(a: Float[np.ndarray, "n n"], x: Float[np.ndarray, "n"]):
    return x.T @ (a + a.T) @ x


def norms(a: Float[np.ndarray, "n m"], x: Float[np.ndarray, "m"]):
    return np.linalg.norm(a) * np.linalg.norm(a @ x)


def least_squares_residual(a: Float[np.ndarray, "n m"], b: Float[np.ndarray, "n"]):
    coef = np.linalg.solve(a.T @ a, a.T @ b)
    r = b - a @ coef
    return r @ r


def power_iteration(a: Float[np.ndarray, "n n"], v: Float[np.ndarray, "n"], steps: int):
    for _ in range(steps):
        v = a @ v
        v = v / np.linalg.norm(v)
    return v @ a @ v


def batched_matmul(a: Float[np.ndarray, "b n m"], x: Float[np.ndarray, "b m"]):
    y = np.einsum("bnm,bm->bn", a, x)
    return np.sum(np.tanh(y))


def back_substitution(u: Float[np.ndarray, "n n"], b: Float[np.ndarray, "n"]):
    """Upper triangular system, element by element."""
    x = np.zeros_like(b)
    for i in reversed(range(len(b))):
        x[i] = (b[i] - u[i, i + 1 :] @ x[i + 1 :]) / u[i, i]
    return np.sum(x**2)
