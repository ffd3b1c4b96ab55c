"""By hand: element-by-element indexing. The adjoint accumulates in place: O(n)."""

import numpy as np
from jaxtyping import Float


def chain_energy_grad(x: Float[np.ndarray, "n"]):
    """Gradient of `chain_energy` with respect to `x`."""
    if x.ndim != 1 or x.dtype.kind != "f":
        raise ValueError("chain_energy_grad is for a floating-point x (n,)")

    # Backward pass (the value is only accumulated: nothing of it is needed)
    grad_x = np.zeros_like(x)
    for i in reversed(range(1, len(x))):
        # energy += np.sin(x[i]) * x[i - 1]
        grad_x[i] += np.cos(x[i]) * x[i - 1]
        grad_x[i - 1] += np.sin(x[i])
    return grad_x
