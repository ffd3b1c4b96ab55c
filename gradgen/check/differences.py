"""Central differences, extrapolated to step zero, with an estimate of their error.

>>> slope, error = richardson(lambda t: (1.0 + t) ** 3)
>>> abs(slope - 3.0) < 1e-9
True
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable

SHRINK = 1.6
ROUNDS = 12
STEPS = (0.02, 0.0005)


def ridders(curve: Callable[[float], float], step: float) -> tuple[float, float]:
    """Return the derivative of `curve` at 0 and an estimate of its error.

    The tableau of Ridders (1982): central differences at shrinking steps in its first column, the
    polynomial extrapolation of them to step zero in the others. It ends when rounding takes over.
    Where nothing could be estimated the error is infinite.
    """
    best, error = math.nan, math.inf
    previous: list[float] = []
    for _ in range(ROUNDS):
        after, before = curve(step), curve(-step)
        rounding = sys.float_info.epsilon * (abs(after) + abs(before)) / (2.0 * step)
        line = [(after - before) / (2.0 * step)]
        factor = SHRINK**2
        for k, coarser in enumerate(previous):
            line.append((line[k] * factor - coarser) / (factor - 1.0))
            factor *= SHRINK**2
            doubt = max(abs(line[-1] - line[-2]), abs(line[-1] - coarser), rounding)
            if doubt <= error:
                best, error = line[-1], doubt
        if previous and abs(line[-1] - previous[-1]) > 4.0 * error:
            break
        previous = line
        step /= SHRINK
    return best, error


def richardson(
    curve: Callable[[float], float], steps: tuple[float, ...] = STEPS
) -> tuple[float, float]:
    """Return the derivative of `curve` at 0 and an estimate of its error.

    Long and short first steps are tried: a long one has less rounding, a short one stays clear of
    kinks and poles nearby.
    """
    return min((ridders(curve, step) for step in steps), key=lambda pair: pair[1])
