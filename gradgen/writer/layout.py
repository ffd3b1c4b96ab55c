"""Text to laid-out text: the only module that knows black, which it imports when first used.

>>> print(laid_out("y=2.0*x**2"), end="")
y = 2.0 * x**2
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gradgen.writer.settled import Runs

if TYPE_CHECKING:
    import black

LINE_LENGTH = 88


def laid_out(text: str) -> str:
    """Return a module's text in black's layout; laying out twice changes nothing."""
    import black

    runs = Runs(text, LINE_LENGTH)
    return runs.back_in(black.format_str(runs.rest, mode=_mode()))


@cache
def _mode() -> black.Mode:
    """Return black's settings: one object, which black compares with itself all the time."""
    import black
    from black.mode import TargetVersion

    return black.Mode(line_length=LINE_LENGTH, target_versions={TargetVersion.PY311})
