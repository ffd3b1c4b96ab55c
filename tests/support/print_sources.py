"""Print a digest of each of many generated texts: run under several hash seeds, to compare."""

from __future__ import annotations

import hashlib

from tests.support.generated import made, made_of_made
from tests.support.registry import SAMPLES

EVERY = 9


def main() -> None:
    """Print one line a text."""
    for sample in SAMPLES[::EVERY]:
        texts = {mode: made(mode, sample.function, sample.asked) for mode in ("grad", "jvp")}
        if sample.smooth:
            name = sample.wrt[0]
            texts["vjp of grad"] = made_of_made("vjp", "grad", sample.function, name, name)
        for mode, derivative in texts.items():
            digest = hashlib.sha256(derivative.source.encode()).hexdigest()
            print(f"{sample} {mode} {digest}")


if __name__ == "__main__":
    main()
