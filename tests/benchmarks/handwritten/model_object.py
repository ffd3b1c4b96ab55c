"""By hand: a model as an object; the gradient is an object of the same class."""

import numpy as np
from jaxtyping import Float

from tests.programs.gallery import Oscillator


def trajectory_misfit_grad(model: Oscillator, observed: Float[np.ndarray, "n"], dt: float = 0.01):
    """Gradient of `trajectory_misfit` with respect to `model`.

    Returns
    -------
    grad_model : Oscillator, each field the derivative by that field of `model`
    """
    if observed.ndim != 1 or np.ndim(dt) != 0:
        raise ValueError("trajectory_misfit_grad is for observed (n,), dt ()")

    # Forward pass
    x, v = 1.0, 0.0
    saved = []
    for target in observed:
        before = x, v
        v = v + dt * model.force(x, v)
        x = x + dt * v
        saved.append((before, x))

    # Backward pass
    grad_stiffness = grad_damping = 0.0
    grad_x = grad_v = 0.0
    for target, ((x, v), new_x) in zip(reversed(observed), reversed(saved)):  # noqa: B905
        # misfit += (x - target) ** 2
        grad_x += 2.0 * (new_x - target)
        # x = x + dt * v
        grad_v += dt * grad_x
        # v = v + dt * model.force(x, v)
        grad_force = dt * grad_v
        grad_stiffness -= x * grad_force
        grad_damping -= v * grad_force
        grad_x -= model.stiffness * grad_force
        grad_v -= model.damping * grad_force
    return Oscillator(stiffness=grad_stiffness, damping=grad_damping)
