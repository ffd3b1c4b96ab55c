"""Prints how many programs the tests differentiate, by theme.

python -m tests.support.count_programs
"""

from __future__ import annotations

from collections import Counter

from tests.support.registry import PAIRS, REFUSED, SAMPLES


def by_theme() -> Counter[str]:
    """Return the number of different functions with arguments, by the module they stand in."""
    samples = [*SAMPLES, *(sample for pair in PAIRS for sample in pair)]
    functions = {sample.function for sample in samples}
    return Counter(function.__module__.rpartition(".")[2] for function in functions)


def table(counts: Counter[str]) -> str:
    """Return the counts as lines of text, with their sum."""
    lines = [f"{count:5}  {theme}" for theme, count in sorted(counts.items())]
    return "\n".join([*lines, f"{sum(counts.values()):5}  in all"])


if __name__ == "__main__":
    print(table(by_theme()))
    print(f"{len({case.function for case in REFUSED}):5}  refused, or refused or right")
