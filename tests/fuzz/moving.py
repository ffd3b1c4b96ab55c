"""Arguments moved along directions, and slopes compared with differences."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from gradgen.check.differences import richardson
from tests.support import nests

TOLERANCE = 1e-6
NEARBY = (1e-4, 1e-5)
Direction = tuple[object, ...]


def directions(
    args: tuple[object, ...], places: Sequence[int], count: int, seed: int = 0
) -> Iterator[Direction]:
    """Yield directions in the space of the arguments that are differentiated."""
    numbers = np.random.default_rng(seed)
    for _ in range(count):
        yield tuple(nests.normal_like(numbers, args[place]) for place in places)


def dot(a: Sequence[object], b: Sequence[object]) -> float:
    """Return the sum of products of the numbers in two lists of nests."""
    return sum(nests.dot(one, other) for one, other in zip(a, b, strict=True))


def miss(
    function: Callable[..., float],
    args: tuple[object, ...],
    places: Sequence[int],
    direction: Direction,
    slope: float,
) -> str:
    """Return how a slope differs from differences, or "" if it does not, or if they say nothing.

    They say nothing near a jump, or at a kink, where the slopes to both sides differ, or where the
    program does not run nearby.
    """

    def curve(t: float) -> float:
        moved = list(copy.deepcopy(args))
        for place, d in zip(places, direction, strict=True):
            moved[place] = nests.mapped(lambda leaf, step: leaf + t * step, moved[place], d)
        return float(function(*moved))

    try:
        wanted, error = richardson(curve)
    except Exception:  # whatever a program may raise beside the place where it ran
        return ""
    if not np.isfinite(wanted) or error > 1e-7 * (1.0 + abs(wanted)):
        return ""
    if abs(wanted - slope) <= TOLERANCE * (1.0 + abs(wanted)) + 10.0 * error:
        return ""
    if is_kink(curve):
        return ""
    return f"slope {slope} where differences give {wanted} +- {error}"


def is_kink(curve: Callable[[float], float]) -> bool:
    """Tell whether a curve has two slopes at 0, which differences to both sides do not show."""
    here = curve(0.0)
    for step in NEARBY:
        after, before = (curve(step) - here) / step, (here - curve(-step)) / step
        if abs(after - before) < 100.0 * step * (1.0 + abs(after) + abs(before)):
            return False
    return True
