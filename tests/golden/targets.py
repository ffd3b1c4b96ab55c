"""What is generated for keeps: each module under `generated/`, and what it is made from."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.generated import made
from tests.support.registry import SAMPLES
from tests.support.samples import Sample

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "generated"
EXAMPLES = ROOT / "docs" / "examples"

Wrt = str | tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """A derivative to keep: `operators` are applied from the left, each with its own `wrt`."""

    room: str  # the folder under generated/: gallery, examples, or programs/THEME
    module: str
    function: str
    operators: tuple[tuple[str, Wrt], ...]

    def __str__(self) -> str:
        return f"{self.room}/{self.name}"

    @property
    def name(self) -> str:
        """The name of the derivative, and of its file."""
        return "_".join([self.function, *(operator for operator, _ in self.operators)])

    @property
    def path(self) -> Path:
        """The file that holds the derivative."""
        return GENERATED / self.room / f"{self.name}.py"

    def text(self) -> str:
        """Generate the module, in memory."""
        if self.room == "examples" and str(EXAMPLES) not in sys.path:
            sys.path.insert(0, str(EXAMPLES))
        found: Callable[..., object] = getattr(importlib.import_module(self.module), self.function)
        for operator, wrt in self.operators:
            found = made(operator, found, wrt)
        return str(found.source)  # type: ignore[attr-defined]


def gallery(function: str, operator: str, wrt: Wrt) -> Target:
    """Return the target for a function of the design's gallery."""
    return Target("gallery", "tests.programs.gallery", function, ((operator, wrt),))


def example(module: str, function: str, *operators: tuple[str, Wrt]) -> Target:
    """Return the target for a model of docs/examples/."""
    return Target("examples", module, function, operators)


def program(sample: Sample) -> Target:
    """Return the target for a sample program."""
    module = sample.function.__module__
    room = f"programs/{module.rpartition('.')[2]}"
    return Target(room, module, sample.function.__name__, (("grad", sample.asked),))


def programs() -> list[Target]:
    """Return a target for each sample program, the gallery's aside."""
    found = [program(sample) for sample in SAMPLES]
    return list({str(target): target for target in found if "gallery" not in target.room}.values())


TARGETS = (
    gallery("mse", "grad", ("w", "b")),
    gallery("loss", "grad", ("w1", "b1", "w2", "b2")),
    gallery("rollout", "grad", ("theta", "x0")),
    gallery("heat_misfit", "grad", "u0"),
    gallery("soft_sqrt", "grad", "a"),
    gallery("chain_energy", "grad", "x"),
    gallery("kinetic", "jvp", "q"),
    gallery("grow", "grad", ("s", "rate")),
    gallery("score", "grad", ("w", "b")),
    gallery("trajectory_misfit", "grad", "model"),
    example("classifiers", "softmax_loss", ("value_and_grad", ("w", "b"))),
    example("classifiers", "perceptron_loss", ("value_and_grad", ("w1", "b1", "w2", "b2"))),
    example("populations", "misfit", ("value_and_grad", ("growth", "feeding"))),
    example("options", "call_value", ("grad", ("spot", "volatility", "rate"))),
    example("options", "call_value", ("grad", "spot"), ("jvp", "spot")),
    *programs(),
)
