"""What a check found, as data and as a table.

check_grad of `mse`: FAILED
argument  shape  max error  difference ±  verdict
w         (3,)   4.2e-16    1.1e-14       ok
b         ()     5.1e-01    8.0e-15       wrong: b is 0.51 and should be 1.02
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gradgen.errors import GradgenError

Verdict = Literal["ok", "wrong", "all zero", "not finite", "shape", "unclear"]


@dataclass(frozen=True)
class ArgumentReport:
    """The comparison for one argument.

    Attributes
    ----------
    name, shape : of the argument
    directions : how many derivatives were compared: one a component, or random directions
    max_error : the largest difference between the gradient and the differences
    difference_error : the largest estimated error of the differences themselves
    tolerance : what was allowed at the worst place
    verdict : "ok", or what is wrong
    detail : the worst place in words, empty where all is well
    """

    name: str
    shape: tuple[int, ...]
    directions: int
    max_error: float
    difference_error: float
    tolerance: float
    verdict: Verdict
    detail: str = ""

    @property
    def ok(self) -> bool:
        """Whether the gradient of this argument is confirmed."""
        return self.verdict == "ok"


@dataclass(frozen=True)
class DotProduct:
    """Reverse against forward: `sum(gradient * direction)` and the tangent along `direction`."""

    reverse: float
    forward: float
    tolerance: float

    @property
    def ok(self) -> bool:
        """Whether both modes agree."""
        return abs(self.reverse - self.forward) <= self.tolerance


@dataclass(frozen=True)
class Report:
    """What `check_grad` found; `print(report)` shows a table.

    Attributes
    ----------
    function : the name of the function
    arguments : one `ArgumentReport` for each of `wrt`, in its order
    dot_product : reverse against forward mode, or None where there is no forward derivative
    """

    function: str
    arguments: tuple[ArgumentReport, ...]
    dot_product: DotProduct | None = None

    @property
    def ok(self) -> bool:
        """Whether every comparison came out well."""
        agreed = self.dot_product is None or self.dot_product.ok
        return agreed and all(argument.ok for argument in self.arguments)

    def __str__(self) -> str:
        head = ("argument", "shape", "max error", "difference ±", "verdict")
        rows = [head, *(_cells(argument) for argument in self.arguments)]
        widths = [max(len(row[k]) for row in rows) for k in range(len(head))]
        lines = [f"check_grad of `{self.function}`: {'passed' if self.ok else 'FAILED'}"]
        lines += [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        if self.dot_product is not None:
            dot = self.dot_product
            verdict = "ok" if dot.ok else "wrong: the two modes disagree"
            lines.append(f"reverse {dot.reverse:.12g}, forward {dot.forward:.12g}: {verdict}")
        return "\n".join(lines)


class GradientMismatchError(GradgenError):
    """A gradient that differs from what numerical differences say."""


def _cells(argument: ArgumentReport) -> tuple[str, ...]:
    verdict = f"{argument.verdict}: {argument.detail}" if argument.detail else argument.verdict
    return (
        argument.name,
        str(argument.shape),
        f"{argument.max_error:.1e}",
        f"{argument.difference_error:.1e}",
        verdict,
    )
