"""Train two classifiers on handwritten digits, with gradients that gradgen writes.

Run it with `python docs/examples/digits.py`. It writes a gradient module for each model into
`generated/examples/`, imports it from there, hands it to SciPy's L-BFGS, and prints the accuracy
on digits that the training has not seen.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import classifiers
import numpy as np
from scipy.optimize import minimize
from sklearn.datasets import load_digits

import gradgen

HERE = Path(__file__).resolve().parent
GENERATED = HERE.parents[1] / "generated" / "examples"
TRAINING = 1200  # of 1797 samples

Arrays = list[np.ndarray]


def write_gradient(loss: Callable[..., object], wrt: tuple[str, ...]) -> tuple[Callable, Path]:
    """Write the module with the value and gradient of `loss`; return the function out of it."""
    derivative = gradgen.value_and_grad(loss, wrt=wrt)
    path = GENERATED / f"{derivative.__name__}.py"
    derivative.write(path)
    sys.path.insert(0, str(GENERATED))
    return getattr(__import__(derivative.__name__), derivative.__name__), path


def load() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pixels in 0..1, the labels, and the labels one-hot; shuffled, always the same way."""
    digits = load_digits()
    order = np.random.default_rng(0).permutation(len(digits.target))
    return digits.data[order] / 16.0, digits.target[order], np.eye(10)[digits.target[order]]


def unflatten(flat: np.ndarray, like: Arrays) -> Arrays:
    """Cut a flat vector into arrays of the given shapes."""
    ends = np.cumsum([array.size for array in like])
    return [piece.reshape(a.shape) for piece, a in zip(np.split(flat, ends), like, strict=False)]


def train(value_and_grad: Callable, start: Arrays, *data: object) -> Arrays:
    """Minimise over the parameters, which L-BFGS sees as one flat vector."""

    def objective(flat: np.ndarray) -> tuple[float, np.ndarray]:
        value, grads = value_and_grad(*unflatten(flat, start), *data)
        return value, np.concatenate([grad.ravel() for grad in grads])

    flat = np.concatenate([array.ravel() for array in start])
    found = minimize(objective, flat, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    print(f"  loss {found.fun:.4f} after {found.nit} iterations, {found.nfev} gradients")
    return unflatten(found.x, start)


def report(logits: np.ndarray, labels: np.ndarray, path: Path) -> None:
    """Print how many digits are read right, and where the gradient lies."""
    accuracy = np.mean(np.argmax(logits, axis=1) == labels)
    print(f"  accuracy {100.0 * accuracy:.1f} % on {len(labels)} digits not trained on")
    print(f"  gradient module: {path}")


def main() -> None:
    """Train both classifiers."""
    x, labels, onehot = load()
    seen = x[:TRAINING], onehot[:TRAINING], 1e-3
    x_new, labels_new = x[TRAINING:], labels[TRAINING:]
    rng = np.random.default_rng(1)

    print("multinomial logistic regression")
    softmax, path = write_gradient(classifiers.softmax_loss, wrt=("w", "b"))
    w, b = train(softmax, [np.zeros((64, 10)), np.zeros(10)], *seen)
    report(classifiers.softmax_logits(w, b, x_new), labels_new, path)

    print("two-layer perceptron")
    perceptron, path = write_gradient(classifiers.perceptron_loss, wrt=("w1", "b1", "w2", "b2"))
    start = [rng.normal(size=(64, 32)) / 8.0, np.zeros(32)]
    start += [rng.normal(size=(32, 10)) / 6.0, np.zeros(10)]
    w1, b1, w2, b2 = train(perceptron, start, *seen)
    report(classifiers.perceptron_logits(w1, b1, w2, b2, x_new), labels_new, path)


if __name__ == "__main__":
    main()
