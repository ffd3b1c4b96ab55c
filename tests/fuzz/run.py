"""The long run: `python -m tests.fuzz.run --programs 2000 --seed 0`; prints small reproducers."""

from __future__ import annotations

import argparse
import collections
import time

from tests.fuzz.oracle import judge
from tests.fuzz.programs import program
from tests.fuzz.shrink import shrink


def main() -> int:
    """Judge programs one after the other; return 1 if one of them has a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=1000, help="how many programs")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first one")
    parser.add_argument("--second-order", type=int, default=4, metavar="K", help="every K-th too")
    parser.add_argument("--no-shrink", action="store_true", help="print faulty programs whole")
    parser.add_argument("--refusals", action="store_true", help="count the reasons of refusals")
    options = parser.parse_args()
    counts: collections.Counter[str] = collections.Counter()
    reasons: collections.Counter[str] = collections.Counter()
    began, faults = time.monotonic(), 0
    for seed in range(options.seed, options.seed + options.programs):
        made = program(seed)
        second = bool(options.second_order) and seed % options.second_order == 0
        verdict = judge(made, second)
        counts[verdict.kind] += 1
        if verdict.kind == "refused":
            reasons[verdict.text.splitlines()[0]] += 1
        if verdict.fault:
            faults += 1
            small = made if options.no_shrink else shrink(made, verdict)
            verdict = judge(small, second)
            print(f"==== seed {seed}: {verdict.kind}\n{small.source}\n{small.args}", flush=True)
            print(f"---- {verdict.text}\n", flush=True)
    print(f"{dict(counts)} in {time.monotonic() - began:.0f} s", flush=True)
    if options.refusals:
        for reason, count in reasons.most_common():
            print(f"{count:6d} {reason}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
