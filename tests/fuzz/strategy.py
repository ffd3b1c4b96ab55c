"""Programs as Hypothesis builds them: the grammar is the same, the choices are Hypothesis's.

Every choice that the grammar makes comes from a `random.Random`; this one is driven by Hypothesis,
which makes the choices smaller when a program is faulty, and so the program.
"""

from __future__ import annotations

from hypothesis import strategies as st

from tests.fuzz.page import Weights
from tests.fuzz.programs import RandomProgram, made

SMALL = Weights(helpers=0.4)


@st.composite
def programs(draw: st.DrawFn) -> RandomProgram:
    """Return a strategy for programs."""
    choices = draw(st.randoms(use_true_random=False))
    return made(choices, draw(st.integers(0, 1_000_000)), SMALL)
