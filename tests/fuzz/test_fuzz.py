"""The quick run of the random programs; `python -m tests.fuzz.run` is the long one."""

from __future__ import annotations

import pytest

from tests.fuzz.oracle import judge
from tests.fuzz.programs import program

BLOCKS = [range(first, first + 6) for first in range(0, 48, 6)]
# Seeds of faults that are known, with what is wrong, to be taken out as they are mended.
KNOWN: dict[int, str] = {}


@pytest.mark.parametrize("seeds", BLOCKS, ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_random_programs_are_refused_or_right(seeds):
    faults = []
    for seed in seeds:
        verdict = judge(program(seed), second_order=seed % 4 == 0)
        if verdict.fault and seed not in KNOWN:
            faults.append(f"seed {seed}: {verdict.kind}\n{program(seed).source}\n{verdict.text}")
    assert not faults, "\n\n".join(faults)


def test_a_program_is_the_same_whenever_it_is_made():
    assert program(11).source == program(11).source


def test_most_programs_are_differentiated():
    kinds = [judge(program(seed)).kind for seed in range(100, 112)]
    assert kinds.count("right") >= 6
