"""Fit a predator-prey model through its Runge-Kutta loop: `python docs/examples/lotka_volterra.py`.

The gradient comes from `generated/examples/misfit_value_and_grad.py`, which gradgen wrote from
`populations.py`; gradgen itself is not imported here.
"""

import sys
from pathlib import Path

import numpy as np
from populations import rk4_step
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "generated" / "examples"))
from misfit_value_and_grad import misfit_value_and_grad

GROWTH = np.array([1.1, -0.4])
FEEDING = np.array([[0.0, -0.4], [0.1, 0.0]])
DT = 0.05
SUBSTEPS = 5


def observe(count: int) -> np.ndarray:
    """Return the populations at `count` times, as the true rates make them."""
    states = [np.array([10.0, 5.0])]
    while len(states) < count:
        u = states[-1]
        for _ in range(SUBSTEPS):
            u = rk4_step(u, GROWTH, FEEDING, DT)
        states.append(u)
    return np.stack(states)


def main() -> None:
    """Start a fifth away from the true rates, and find them back."""
    observed = observe(40)

    def objective(flat: np.ndarray) -> tuple[float, np.ndarray]:
        growth, feeding = flat[:2], flat[2:].reshape(2, 2)
        value, grads = misfit_value_and_grad(growth, feeding, observed, DT, SUBSTEPS)
        return value, np.concatenate([grad.ravel() for grad in grads])

    true = np.concatenate([GROWTH, FEEDING.ravel()])
    found = minimize(objective, 0.8 * true, jac=True, method="L-BFGS-B", options={"ftol": 1e-14})
    print(f"misfit {objective(0.8 * true)[0]:.3f} -> {found.fun:.2e} in {found.nit} iterations")
    print("growth  true", GROWTH, " found", found.x[:2].round(4))
    print("feeding true", FEEDING.ravel(), " found", found.x[2:].round(4))
    print("largest error of a rate:", f"{np.max(np.abs(found.x - true)):.1e}")


if __name__ == "__main__":
    main()
