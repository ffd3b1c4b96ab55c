"""The long run: `python -m tests.fuzz.run --programs 2000 --seed 0 --jobs 2`.

Prints a small reproducer of each fault, then how many programs were judged how, what was refused,
by code, and how many programs a second that were.
"""

from __future__ import annotations

import argparse
import collections
import multiprocessing
import time
from collections.abc import Iterator
from functools import partial

from tests.fuzz.oracle import Checks, Verdict, judge
from tests.fuzz.programs import RandomProgram, program
from tests.fuzz.pyflakes import problems
from tests.fuzz.shrink import shrink

BATCH = 50


def checks_of(seed: int, every: int) -> Checks:
    """Return the checks of a seed: the slow ones for each so-manieth program."""
    if not every:
        return Checks()
    turn = seed % every
    return Checks(
        second_order=turn == 0,
        both_forms=turn == 0,
        twice=turn == every // 2,
        plainly=turn == every - 1,
        laid_out=turn == every // 2,
    )


def judged(seeds: range, every: int, small: bool) -> list[tuple[RandomProgram, Verdict]]:
    """Judge a batch of programs; what ruff says of their derivatives is a fault too."""
    found = []
    modules: dict[str, str] = {}
    for seed in seeds:
        made, checks = program(seed), checks_of(seed, every)
        verdict = judge(made, checks)
        if verdict.fault and small:
            made = shrink(made, verdict, checks)
            verdict = judge(made, checks)
        found.append((made, verdict))
        if not verdict.fault:  # what was made small may have lost an import
            modules |= {f"seed{seed}_{place}": text for place, text in enumerate(verdict.texts)}
    for line in problems(modules):
        name = line.partition(".py:")[0]
        seed = int(name.removeprefix("seed").partition("_")[0])
        found.append((program(seed), Verdict("pyflakes", f"{line}\n{modules[name]}")))
    return found


def batches(first: int, count: int) -> Iterator[range]:
    """Yield the seeds, some at a time."""
    for start in range(first, first + count, BATCH):
        yield range(start, min(start + BATCH, first + count))


class Count:
    """What was found, over all programs."""

    def __init__(self) -> None:
        self.kinds: collections.Counter[str] = collections.Counter()
        self.codes: collections.Counter[str] = collections.Counter()
        self.reasons: collections.Counter[str] = collections.Counter()
        self.began = time.monotonic()
        self.faults = 0

    def add(self, made: RandomProgram, verdict: Verdict) -> None:
        """Count a verdict, and print it if it is a fault."""
        self.kinds[verdict.kind] += 1
        self.codes.update(verdict.codes)
        if verdict.kind == "refused":
            self.reasons[_reason(verdict)] += 1
        if verdict.fault:
            self.faults += 1
            print(f"==== seed {made.seed}: {verdict.kind}\n{made.source}\n{made.args}", flush=True)
            print(f"---- {verdict.text}\n", flush=True)

    def report(self, reasons: bool) -> None:
        """Print the counts."""
        seconds = time.monotonic() - self.began
        programs = sum(self.kinds.values()) - self.kinds["pyflakes"]
        print(f"{dict(self.kinds)} in {seconds:.0f} s, {programs / seconds:.1f} a second")
        useful = max(1, programs - self.kinds["useless"])
        for code, count in sorted(self.codes.items(), key=lambda pair: -pair[1]):
            print(f"{count:6d} {100 * count / useful:5.1f} %  {code}")
        for reason, count in self.reasons.most_common() if reasons else ():
            print(f"{count:6d} {reason}")


def _reason(verdict: Verdict) -> str:
    """Return the line of a message that points at something, names taken out of it."""
    lines = [line for line in verdict.text.splitlines() if "^" in line]
    text = lines[0].rpartition("^")[2].strip() if lines else verdict.text.splitlines()[0]
    parts = text.split("`")
    return f"{verdict.codes[0]}  {'`_`'.join(parts[::2])}"


def main() -> int:
    """Judge programs; return 1 if one of them has a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=1000, help="how many programs")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first one")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--every", type=int, default=8, metavar="K", help="the slow checks")
    parser.add_argument("--no-shrink", action="store_true", help="print faulty programs whole")
    parser.add_argument("--refusals", action="store_true", help="count the reasons of refusals")
    options = parser.parse_args()
    work = partial(judged, every=options.every, small=not options.no_shrink)
    count, parts = Count(), batches(options.seed, options.programs)
    if options.jobs == 1:
        for part in parts:
            for made, verdict in work(part):
                count.add(made, verdict)
    else:
        with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
            for results in pool.imap(work, parts):
                for made, verdict in results:
                    count.add(made, verdict)
    count.report(options.refusals)
    return 1 if count.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
