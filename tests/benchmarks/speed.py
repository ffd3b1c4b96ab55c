"""How fast the generated gradients are: `python -m tests.benchmarks.speed`.

Each generated gradient runs against the handwritten one in the same process, in turns, and the
median of the ratios counts. Also: growth with the length of a loop, the time of generation,
and what `import gradgen` brings in. Prints figures; exits 1 where one misses its target.
"""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from types import FunctionType

import numpy as np

import gradgen
from tests.benchmarks import kernels

MLP_LIMIT = 1.10
RK4_LIMIT = 1.30
GROWTH_LIMIT = 1.5  # time per element at the longest over that at the shortest
GENERATION_LIMIT = 0.100  # seconds
UNWANTED = ("black", "scipy", "cupy", "numpy", "astor")

Work = Callable[[], object]


def seconds(work: Work) -> float:
    """Return the time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ratio(generated: Work, by_hand: Work, rounds: int) -> tuple[float, float, float]:
    """Return the median seconds of both, and the median of the ratios, taken in turns."""
    generated(), by_hand()
    pairs = []
    for k in range(rounds):
        if k % 2:
            theirs, ours = seconds(by_hand), seconds(generated)
        else:
            ours, theirs = seconds(generated), seconds(by_hand)
        pairs.append((ours, theirs))
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    return ours, theirs, statistics.median(a / b for a, b in pairs)


def check_same(generated: object, by_hand: object) -> None:
    """Stop where the two gradients differ: a wrong gradient has no speed."""
    for a, b in zip(generated, by_hand, strict=True):  # type: ignore[call-overload]
        np.testing.assert_allclose(a, b, rtol=1e-8, atol=1e-12)


KEEPING = {"MALLOC_TRIM_THRESHOLD_": str(1 << 30), "MALLOC_MMAP_THRESHOLD_": str(1 << 30)}
"""Have the GNU allocator keep memory that is freed, rather than hand it back to the system."""


def perceptron() -> bool:
    """784-256-10, batch 128, against two handwritten gradients: in steps, and as short as can be.

    The short one gives no name to `grad_hidden`, and so holds one array of 256 KiB less. That is
    where the GNU allocator begins to hand memory back at the end of each call: to get the pages
    again costs more than anything that the functions compute, and whichever runs next pays. So
    this ratio is taken in a process whose allocator keeps memory, and printed without that too.
    """
    in_steps = perceptron_figures(kernels.mlp_loss_by_hand_in_steps)
    held = report_ratio("perceptron 784-256-10, batch 128", in_steps, MLP_LIMIT)
    command = [sys.executable, "-m", "tests.benchmarks.speed", "perceptron"]
    keeping = subprocess.run(command, env=os.environ | KEEPING, capture_output=True, text=True)
    print(keeping.stdout, end="")
    _, _, median = perceptron_figures(kernels.mlp_loss_by_hand)
    print(f"  with an allocator that hands memory back after each call: {median:.3f}")
    return held and keeping.returncode == 0


def perceptron_alone() -> bool:
    """The comparison with the short one, in this process."""
    figures = perceptron_figures(kernels.mlp_loss_by_hand)
    return report_ratio("  against the shortest by hand", figures, MLP_LIMIT)


def perceptron_figures(by_hand: Callable[..., object]) -> tuple[float, float, float]:
    """Four matrix products dominate."""
    rng = np.random.default_rng(0)
    w1, b1 = rng.normal(size=(784, 256)) / 28.0, rng.normal(size=256) / 10.0
    w2, b2 = rng.normal(size=(256, 10)) / 16.0, rng.normal(size=10) / 10.0
    x, onehot = rng.normal(size=(128, 784)), np.eye(10)[rng.integers(10, size=128)]
    arguments = w1, b1, w2, b2, x, onehot
    made = gradgen.grad(kernels.mlp_loss, wrt=("w1", "b1", "w2", "b2"))
    check_same(made(*arguments), by_hand(*arguments))
    return ratio(lambda: made(*arguments), lambda: by_hand(*arguments), 300)


def runge_kutta() -> bool:
    """A thousand scalar RK4 steps: the interpreter dominates."""
    arguments = 1.2, 0.7, 0.01, 1000
    made = gradgen.grad(kernels.decay, wrt=("x", "rate"))
    check_same(made(*arguments), kernels.decay_by_hand(*arguments))
    return report_ratio(
        "scalar RK4, 1,000 steps",
        ratio(lambda: made(*arguments), lambda: kernels.decay_by_hand(*arguments), 200),
        RK4_LIMIT,
    )


def report_ratio(name: str, figures: tuple[float, float, float], limit: float) -> bool:
    """Print one comparison; return whether it keeps to its limit."""
    ours, theirs, median = figures
    print(f"{name}: generated {ours * 1e3:.3f} ms, by hand {theirs * 1e3:.3f} ms")
    return report(f"  ratio {median:.3f}", median <= limit, f"at most {limit:.2f}")


def report(text: str, holds: bool, target: str) -> bool:
    """Print a figure beside its target."""
    print(f"{text} ({target}){'' if holds else '  <-- MISSED'}")
    return holds


def growth() -> bool:
    """The adjoint of an element read must cost O(1), so the loop costs O(n)."""
    made = gradgen.grad(kernels.neighbours)
    print("loop over elements:")
    sizes = (1_000, 10_000, 100_000)
    data = [np.linspace(0.0, 1.0, n) for n in sizes]
    each = [math.inf] * len(sizes)  # seconds an element, the best of the rounds
    for _ in range(5):
        for k, x in enumerate(data):
            calls = sizes[-1] // len(x)  # as much work for each size: they suffer alike
            spent = seconds(lambda x=x, calls=calls: [made(x) for _ in range(calls)])
            each[k] = min(each[k], spent / sizes[-1])
    for n, cost in zip(sizes, each, strict=True):
        print(f"  n = {n:>7,}: {cost * n * 1e3:9.3f} ms, {cost * 1e9:7.1f} ns an element")
    factor = each[-1] / each[0]
    return report(f"  growth per element {factor:.2f}", factor <= GROWTH_LIMIT, "linear: about 1")


def twin(function: Callable[..., object]) -> Callable[..., object]:
    """Return a function like the given one, of which gradgen has no derivative in store."""
    made = FunctionType(function.__code__, function.__globals__, function.__name__)
    made.__module__, made.__annotations__ = function.__module__, function.__annotations__
    return made


def generation() -> bool:
    """Fifty lines, after import, black included: the first, and then the median of ten."""
    first = seconds(lambda: gradgen.grad(kernels.mlp_loss, wrt="w1"))  # brings black in
    wrt = ("w1", "w2", "w3", "bias", "scale")
    twins = [twin(kernels.fifty_lines) for _ in range(11)]
    times = [seconds(lambda f=f: gradgen.grad(f, wrt=wrt)) for f in twins]
    print(f"generation: first function {first * 1e3:.0f} ms, fifty lines {times[0] * 1e3:.0f} ms")
    median = statistics.median(times[1:])
    return report(
        f"  fifty lines, median {median * 1e3:.0f} ms",
        median < GENERATION_LIMIT,
        f"under {GENERATION_LIMIT * 1e3:.0f} ms",
    )


def imports() -> bool:
    """`import gradgen` in a fresh interpreter: how long, and what comes with it."""
    code = (
        "import sys, time; began = time.perf_counter(); import gradgen; "
        "print(time.perf_counter() - began); "
        f"print(*(name for name in {UNWANTED!r} if name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    spent, brought = run.stdout.splitlines()
    print(f"import gradgen: {float(spent) * 1e3:.0f} ms")
    return report(f"  brings in: {brought or 'none of them'}", not brought, f"not {UNWANTED}")


def main() -> int:
    """Print every figure; return the exit status."""
    if sys.argv[1:] == ["perceptron"]:
        return int(not perceptron_alone())
    held = [check() for check in (imports, generation, perceptron, runge_kutta, growth)]
    return int(not all(held))


if __name__ == "__main__":
    raise SystemExit(main())
