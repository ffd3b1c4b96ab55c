"""Objects, and what they hold, in `check_grad`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

import gradgen


@dataclass(frozen=True)
class Kernel:
    length: float
    variance: float

    def __call__(self, x):
        return self.variance * np.exp(-((x / self.length) ** 2))


@dataclass
class Model:
    kernel: Kernel
    order: int
    offset: np.ndarray
    name: str = "plain"


class Line(NamedTuple):
    slope: float
    start: float


def energy(model: Model, x):
    return np.sum(model.kernel(x) ** model.order + model.offset * x)


def at(line: Line, x: float):
    return np.sin(line.slope * x + line.start)


def test_each_field_is_reported():
    model = Model(Kernel(0.8, 1.3), 2, np.array([0.1, 0.2]))
    report = gradgen.check_grad(energy, model, np.array([0.3, 0.4]))
    assert report.ok
    names = [argument.name for argument in report.arguments]
    assert names == ["model.kernel.length", "model.kernel.variance", "model.offset"]
    assert model == Model(Kernel(0.8, 1.3), 2, model.offset)


def test_a_wrong_field_is_found():
    model = Model(Kernel(0.8, 1.3), 2, np.array([0.1, 0.2]))

    def wrong(model, x):
        right = gradgen.grad(energy)(model, x)
        right.offset[0] += 1.0
        return right

    report = gradgen.check_grad(energy, model, np.array([0.3, 0.4]), derivative=wrong)
    assert [argument.name for argument in report.arguments if argument.verdict != "ok"] == [
        "model.offset"
    ]


def test_named_tuples():
    assert gradgen.check_grad(at, Line(0.5, 0.1), 0.7, wrt=("line", "x")).ok
