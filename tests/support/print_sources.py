"""Print a digest of each of many generated texts: run under several hash seeds, to compare."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

from gradgen.errors import GradgenError
from tests.support.generated import made, made_of_made
from tests.support.registry import SAMPLES

EVERY = 31  # the goldens are made under two seeds as well


def main() -> None:
    """Print one line a text."""
    for sample in SAMPLES[::EVERY]:
        name = sample.wrt[0]
        for mode in ("grad", "jvp"):
            print(sample, mode, digest(partial(made, mode, sample.function, sample.asked)))
        print(
            sample,
            "vjp of grad",
            digest(partial(made_of_made, "vjp", "grad", sample.function, name, name)),
        )


def digest(make: Callable[[], object]) -> str:
    """Return a digest of a text, or of the message where it is refused."""
    try:
        text = make().source
    except GradgenError as error:
        text = str(error)
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main()
