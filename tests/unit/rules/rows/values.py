"""Values for rows, and rows that stand for many."""

from __future__ import annotations

import numpy as np

from tests.unit.rules.battery import Row, row


def normal(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


def positive(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng([seed, 1, *shape]).uniform(0.5, 2.0, shape)


def within(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng([seed, 2, *shape]).uniform(-0.9, 0.9, shape)


def spread(*shape: int, seed: int = 0) -> np.ndarray:
    """Values that are at least 0.2 apart, and away from 0."""
    count = int(np.prod(shape))
    steps = 0.3 * (np.arange(count) - count / 2 + 0.25)
    return np.random.default_rng([seed, 3, *shape]).permutation(steps).reshape(shape)


def definite(*shape: int) -> np.ndarray:
    a = normal(*shape)
    return a @ np.swapaxes(a, -1, -2) + 3.0 * np.eye(shape[-1])


def well_posed(*shape: int) -> np.ndarray:
    return normal(*shape) + 4.0 * np.eye(shape[-1])


A34, B34, ROW4, COL3 = normal(3, 4), normal(3, 4, seed=1), normal(4), normal(3, 1)


def unary(names: str, *values: object) -> list[Row]:
    return [row(f"{name}(x)", x=value) for name in names.split() for value in values]


def binary(text: str, make=normal) -> list[Row]:
    """Every way to broadcast."""
    pairs = [
        (make(3, 4), make(3, 4, seed=1)),
        (make(3, 4), make(4, seed=1)),
        (make(3, 1), make(1, 4, seed=1)),
        (make(4), float(make(1, seed=1)[0])),
        (float(make(1)[0]), make(4, seed=1)),
        (float(make(1)[0]), float(make(1, seed=1)[0])),
        (make(), make(2, seed=1)),
    ]
    return [row(text, a=a, b=b) for a, b in pairs]
