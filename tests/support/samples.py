"""What a sample program is to the tests: a function, what to differentiate, and arguments.

A row of a table reads `row(mse, "w b", lambda d: (d.normal(3), d.normal(), ...), ...)`: a single
name in `wrt` asks for one gradient, several names for a tuple of them. Each maker draws one set of
arguments, away from kinks; `Call` carries keyword arguments beside them.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np


class Draw:
    """Arguments from a seeded generator; without a shape they are Python floats."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)

    def _made(self, value):
        return float(value) if np.ndim(value) == 0 else value

    def normal(self, *shape):
        return self._made(self.random.normal(size=shape))

    def uniform(self, low, high, *shape):
        return self._made(self.random.uniform(low, high, size=shape))

    def positive(self, *shape):
        return self.uniform(0.5, 2.0, *shape)

    def apart(self, *shape):
        """Numbers of both signs, no two equal in size and none near zero, in random order."""
        count = int(np.prod(shape))
        sizes = 0.3 + 0.25 * self.random.permutation(count) + self.uniform(0.0, 0.1, *(count,))
        signs = np.where(self.random.permutation(count) % 2 == 0, 1.0, -1.0)
        return self._made(np.reshape(sizes * signs, shape))

    def signs(self, *shape):
        return self.random.integers(0, 2, size=shape) * 2.0 - 1.0

    def onehot(self, n, classes):
        return np.eye(classes)[self.random.integers(0, classes, size=n)]

    def counts(self, high, n):
        return self.random.integers(0, high, size=n)

    def spd(self, n):
        """A symmetric positive definite matrix, well conditioned."""
        root = self.random.normal(size=(n, n))
        return root @ root.T / n + np.eye(n)


@dataclass(frozen=True)
class Call:
    """The arguments of one call."""

    args: tuple
    kwargs: Mapping[str, object] = field(default_factory=dict)

    def copy(self) -> Call:
        return Call(copy.deepcopy(self.args), copy.deepcopy(dict(self.kwargs)))

    def bound(self, function) -> dict[str, object]:
        """Return the arguments by parameter name."""
        return dict(inspect.signature(function).bind(*self.args, **self.kwargs).arguments)

    def replaced(self, function, changes: Mapping[str, object]) -> Call:
        """Return the call with other values for some parameters."""
        bound = inspect.signature(function).bind(*self.args, **self.kwargs)
        bound.arguments.update(changes)
        return Call(bound.args, bound.kwargs)

    def astype(self, dtype) -> Call:
        """Return the call with its floating arrays in another dtype."""

        def cast(value):
            floating = isinstance(value, np.ndarray) and value.dtype.kind == "f"
            return value.astype(dtype) if floating else value

        return Call(
            tuple(cast(value) for value in self.args),
            {name: cast(value) for name, value in self.kwargs.items()},
        )


Maker = Callable[[Draw], object]


@dataclass(frozen=True)
class Sample:
    """A program with arguments.

    `smooth` programs have a second derivative at their arguments; `single` ones keep float32.
    """

    name: str
    function: Callable[..., object]
    wrt: tuple[str, ...]
    one: bool
    makers: tuple[Maker, ...]
    smooth: bool = True
    single: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> str | tuple[str, ...]:
        """The value of gradgen's `wrt`."""
        return self.wrt[0] if self.one else self.wrt

    def call(self, k: int) -> Call:
        """Draw the arguments of the k-th maker."""
        made = self.makers[k](Draw(1000 + k))
        return made if isinstance(made, Call) else Call(made)

    def calls(self) -> list[Call]:
        """Draw all arguments."""
        return [self.call(k) for k in range(len(self.makers))]


def row(function, wrt: str, *makers: Maker, smooth: bool = True, single: bool = False) -> Sample:
    """Make a row of a table of samples."""
    names = tuple(wrt.split())
    theme = function.__module__.rpartition(".")[2]
    name = f"{theme}.{function.__name__}"
    return Sample(name, function, names, len(names) == 1, makers, smooth, single)
