"""By hand: `break` and `continue`. Each round that ran to its end left its state."""

import numpy as np


def grow_grad(s: float, rate: float, n: int):
    """Gradient of `grow` with respect to `s` and `rate`."""
    if np.ndim(s) != 0 or np.ndim(rate) != 0:
        raise ValueError("grow_grad is for s (), rate ()")

    # Forward pass
    saved_s = []
    broke = False
    for i in range(n):
        if i % 3 == 2:
            continue
        before = s
        s = rate * s
        if s > 3.0:
            broke = True
            break
        saved_s.append((before, s))
        s = s + np.sin(s)

    # Backward pass
    # return s * s
    grad_s = 2.0 * s
    grad_rate = 0.0
    if broke:
        # s = rate * s, in the round that broke
        grad_rate += before * grad_s
        grad_s = rate * grad_s
    for before, s in reversed(saved_s):
        # s = s + np.sin(s)
        grad_s = grad_s * (1.0 + np.cos(s))
        # s = rate * s
        grad_rate += before * grad_s
        grad_s = rate * grad_s
    return grad_s, grad_rate
