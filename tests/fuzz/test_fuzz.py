"""The quick run of the random programs; `python -m tests.fuzz.run` is the long one."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.oracle import judge
from tests.fuzz.overlap import depends_on_overlap
from tests.fuzz.programs import RandomProgram, made, program
from tests.fuzz.pyflakes import problems, ruff
from tests.fuzz.rule_calls import SHAPES
from tests.fuzz.run import checks_of
from tests.fuzz.strategy import programs

BLOCKS = [range(first, first + 8) for first in range(0, 64, 8)]
EVERY = 8


@pytest.mark.parametrize("seeds", BLOCKS, ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_random_programs_are_refused_or_right(seeds):
    faults = []
    for seed in seeds:
        verdict = judge(program(seed), checks_of(seed, EVERY))
        if verdict.fault:
            faults.append(f"seed {seed}: {verdict.kind}\n{program(seed).source}\n{verdict.text}")
    assert not faults, "\n\n".join(faults)


@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)
@given(programs())
def test_programs_that_hypothesis_builds_are_refused_or_right(built):
    verdict = judge(built)
    assert not verdict.fault, f"{verdict.kind}\n{built.source}\n{built.args}\n{verdict.text}"


@pytest.mark.skipif(ruff() is None, reason="ruff is not installed")
def test_pyflakes_has_nothing_to_say_of_derivatives():
    texts = [text for seed in range(200, 216) for text in judge(program(seed)).texts]
    assert not problems({f"module{place}": text for place, text in enumerate(texts)})


def test_a_program_is_the_same_whenever_it_is_made():
    assert program(11).source == program(11).source
    assert program(11).source == made(random.Random(11), 11).source


def test_programs_that_rest_on_how_numpy_copies_overlaps_say_nothing():
    text = (
        "import numpy as np\n\n\ndef program0(w):\n    w[:, -1] = w[1]\n    return np.sum(w**2)\n"
    )
    overlapping = RandomProgram(0, text, "program0", ("w",), (np.arange(9.0).reshape(3, 3),))
    apart = replace(overlapping, source=text.replace("w[1]", "w[1].copy()"))
    assert depends_on_overlap(overlapping)
    assert not depends_on_overlap(apart)


def test_most_programs_are_differentiated():
    kinds = [judge(program(seed)).kind for seed in range(100, 120)]
    assert kinds.count("right") >= 14


def test_calls_are_drawn_from_the_table_of_rules():
    assert "np.arccosh(1.5 + ({}) ** 2)" in SHAPES["v->v"]
    assert "np.linalg.norm({})" in SHAPES["v->s"]
    assert min(map(len, (SHAPES["s->s"], SHAPES["v->v"], SHAPES["m->m"]))) > 30
