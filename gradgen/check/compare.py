"""One gradient against differences of the original function, for one argument.

Small arguments are compared component by component, large ones along random directions.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradgen.check.differences import STEPS, richardson
from gradgen.check.nests import Leaf, mapped, replaced
from gradgen.check.report import ArgumentReport, Verdict

Numbers = NDArray[Any]
MANY = 64
DIRECTIONS = 8
TINY = 1e-14


@dataclass(frozen=True)
class Probe:
    """One derivative: along `direction` of an argument, `found` by gradgen, `expected` here."""

    label: str
    found: float
    expected: float
    error: float

    @property
    def miss(self) -> float:
        """How far the gradient is from the differences."""
        return abs(self.found - self.expected)


def float_of(value: object) -> float:
    """Return a scalar result as a float, nan for anything else."""
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return math.nan


def in_double(value: object) -> object:
    """Return floating arrays in double precision: differences need it. Anything else is copied."""
    return mapped(_in_double, value)


def _in_double(value: object) -> object:
    if isinstance(value, np.ndarray) and value.dtype.kind in "fc":
        return value.astype(np.complex128 if value.dtype.kind == "c" else np.float64)
    return copy.deepcopy(value)


class Along:
    """The function along a line through one argument, or one leaf of it, everything else held."""

    def __init__(
        self, call: Callable[..., object], arguments: Mapping[str, object], leaf: Leaf
    ) -> None:
        self.call = call
        self.arguments = arguments
        self.leaf = leaf
        self.name = leaf.label
        start = np.asarray(leaf.of(arguments[leaf.name]))
        self.start = start.astype(np.complex128 if start.dtype.kind == "c" else np.float64)

    def slope(self, direction: Numbers, size: float) -> tuple[float, float]:
        """Return the derivative along `direction` and its error; `size` is that of the argument."""

        def curve(t: float) -> float:
            moved = self.start + t * direction
            held = {name: in_double(value) for name, value in self.arguments.items()}
            place = self.leaf
            point = moved if moved.ndim else moved.item()
            held[place.name] = replaced(held[place.name], place.path, point)
            try:
                with np.errstate(all="ignore"):
                    return float_of(self.call(held))
            except (ArithmeticError, ValueError):
                return math.nan

        steps = tuple(step * scale for scale in {1.0, size} - {0.0} for step in STEPS)
        return richardson(curve, steps)


def directions(
    name: str, start: Numbers, random: np.random.Generator
) -> Iterator[tuple[str, Numbers, float]]:
    """Yield `(label, direction, size of the argument along it)`."""
    if start.size > MANY:
        size = float(np.max(np.abs(start)))
        for k in range(DIRECTIONS):
            drawn: NDArray[Any] = random.normal(size=start.shape)
            if start.dtype.kind == "c":
                drawn = drawn + 1j * random.normal(size=start.shape)
            yield f"{name} along direction {k}", drawn / np.linalg.norm(drawn), size
        return
    for index in np.ndindex(start.shape):
        unit = np.zeros(start.shape)
        unit[index] = 1.0
        place = f"[{', '.join(map(str, index))}]" if index else ""
        size = abs(start[index].item())
        if start.dtype.kind == "c":
            yield f"{name}{place}.real", unit, size
            yield f"{name}{place}.imag", 1j * unit, size
        else:
            yield f"{name}{place}", unit, size


def compare(
    line: Along, gradient: object, value: float, rtol: float, random: np.random.Generator
) -> ArgumentReport:
    """Return the report for one argument, whose `gradient` was computed where f is `value`."""
    shape = line.start.shape
    if np.asarray(gradient).shape != shape:
        detail = f"the gradient has shape {np.asarray(gradient).shape}"
        return ArgumentReport(line.name, shape, 0, math.nan, math.nan, 0.0, "shape", detail)
    computed = np.asarray(gradient)
    probes = [
        Probe(label, float(np.sum(computed * direction).real), *line.slope(direction, size))
        for label, direction, size in directions(line.name, line.start, random)
    ]
    return judged(line.name, shape, probes, value, rtol)


def judged(
    name: str, shape: tuple[int, ...], probes: list[Probe], value: float, rtol: float
) -> ArgumentReport:
    """Return the verdict on all derivatives of one argument."""
    if not probes:
        return ArgumentReport(name, shape, 0, 0.0, 0.0, 0.0, "ok")
    sizes = [abs(probe.expected) for probe in probes if math.isfinite(probe.expected)]
    size = max(sizes, default=0.0)
    excess = [probe.miss - _allowed(probe, size, rtol) for probe in probes]
    worst = probes[int(np.argmax(np.nan_to_num(excess, nan=np.inf, posinf=np.inf)))]
    verdict, detail = _verdict(probes, worst, size, value, rtol)
    return ArgumentReport(
        name,
        shape,
        len(probes),
        max(probe.miss for probe in probes),
        max(probe.error for probe in probes),
        _allowed(worst, size, rtol),
        verdict,
        detail,
    )


def _allowed(probe: Probe, size: float, rtol: float) -> float:
    return rtol * size + 10.0 * probe.error + TINY


def _verdict(
    probes: list[Probe], worst: Probe, size: float, value: float, rtol: float
) -> tuple[Verdict, str]:
    for probe in probes:
        if not math.isfinite(probe.found):
            return "not finite", f"{probe.label} is {probe.found}"
    for probe in probes:
        if not probe.error <= 1e-3 * max(size, abs(value)) + TINY:
            return "unclear", f"differences of {probe.label} do not settle: a kink or a pole?"
    if worst.miss <= _allowed(worst, size, rtol):
        return "ok", ""
    if all(probe.found == 0.0 for probe in probes):
        return "all zero", f"{worst.label} is 0 and should be {worst.expected:.6g}"
    detail = f"{worst.label} is {worst.found:.9g} and should be {worst.expected:.9g}"
    return "wrong", detail
