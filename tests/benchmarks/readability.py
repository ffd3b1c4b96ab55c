"""How long the generated gradients are: `python -m tests.benchmarks.readability`.

Counts AST nodes of the generated function, with the forward and backward functions that it
calls, over those of the handwritten one; docstrings, annotations and helpers do not count.
Exits 1 beyond 1.10 in the geometric mean, or beyond 1.25 anywhere.
"""

from __future__ import annotations

import argparse
import ast
import math
from dataclasses import dataclass
from pathlib import Path

import gradgen
from gradgen.runtime import HELPERS
from tests.programs import gallery

MEAN_LIMIT = 1.10
WORST_LIMIT = 1.25
HANDWRITTEN = Path(__file__).parent / "handwritten"


@dataclass(frozen=True)
class Case:
    """A function of the gallery, the derivative asked for, and the file of the handwritten one."""

    file: str
    function: str
    operator: str
    wrt: str | tuple[str, ...]

    def generated(self) -> str:
        """Return the module that gradgen writes."""
        function = getattr(gallery, self.function)
        return str(getattr(gradgen, self.operator)(function, wrt=self.wrt).source)

    def handwritten(self) -> str:
        """Return the module that a person wrote."""
        return (HANDWRITTEN / self.file).read_text(encoding="utf-8")


CASES = (
    Case("linear_regression.py", "mse", "grad", ("w", "b")),
    Case("mlp.py", "loss", "grad", ("w1", "b1", "w2", "b2")),
    Case("rollout.py", "rollout", "grad", ("theta", "x0")),
    Case("heat.py", "heat_misfit", "grad", "u0"),
    Case("newton.py", "soft_sqrt", "grad", "a"),
    Case("neighbours.py", "chain_energy", "grad", "x"),
    Case("early_exit.py", "grow", "grad", ("s", "rate")),
    Case("forward_mode.py", "kinetic", "jvp", "q"),
    Case("unannotated.py", "score", "grad", ("w", "b")),
    Case("model_object.py", "trajectory_misfit", "grad", "model"),
)


class Bare(ast.NodeTransformer):
    """Takes away what does not count: docstrings and annotations."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:]
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node


def count(module: str) -> int:
    """Return the number of AST nodes of the functions of a module that are not helpers."""
    functions = [
        Bare().visit(node)
        for node in ast.parse(module).body
        if isinstance(node, ast.FunctionDef) and node.name not in HELPERS
    ]
    return sum(1 for function in functions for _ in ast.walk(function))


def main() -> int:
    """Print the table; return the exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--source", action="store_true", help="print the generated modules too")
    show_source = options.parse_args().source
    ratios = []
    print(f"{'function':<16}{'generated':>10}{'by hand':>10}{'ratio':>8}")
    for case in CASES:
        text = case.generated()
        made, by_hand = count(text), count(case.handwritten())
        ratios.append(made / by_hand)
        print(f"{case.function:<16}{made:>10}{by_hand:>10}{ratios[-1]:>8.2f}")
        if show_source:
            print(text)
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    worst = max(ratios)
    print(f"geometric mean {mean:.3f} (at most {MEAN_LIMIT})")
    print(f"worst          {worst:.3f} (at most {WORST_LIMIT})")
    return int(mean > MEAN_LIMIT or worst > WORST_LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
