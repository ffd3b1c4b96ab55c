"""What only makes the text better can be left out, and changes no number."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from gradgen import grad
from tests.fuzz.making import made_plainly


def relaxed(u: Float[np.ndarray, "n"], rate: float):
    u = u.copy()
    for _ in range(3):
        old = u.copy()
        u[1:-1] += rate * (old[2:] - 2.0 * old[1:-1] + old[:-2])
        if u[1] > 0.2:
            u *= 0.9
    return np.sum(u**2)


def test_the_gradients_are_the_same_and_the_text_is_longer():
    u = np.random.default_rng(0).normal(size=6)
    better, plain = grad(relaxed, wrt=("u", "rate")), made_plainly(relaxed, ("u", "rate"))
    for one, other in zip(better(u, 0.3), plain(u, 0.3), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13)
    assert len(plain.source) > len(better.source)
    assert "unbroadcast" in plain.source and "unbroadcast" not in better.source


def test_arguments_stay_as_they_are():
    u = np.linspace(0.0, 1.0, 5)
    before = u.copy()
    made_plainly(relaxed, ("u",))(u, 0.3)
    np.testing.assert_array_equal(u, before)
