"""The long test of a guard, laid out as black would: one alternative on a line.

>>> for line in laid_test("    if x.shape != (n,) or x.dtype.kind != 'f' or np.ndim(y) != 0:", 60):
...     print(line)
    if (
        x.shape != (n,)
        or x.dtype.kind != "f"
        or np.ndim(y) != 0
    ):
"""

from __future__ import annotations

import re

_LINE = re.compile(r"( *)if (.*):")
_NAME = r"(?!(?:and|else|for|if|in|is|lambda|not|or)\b)[A-Za-z_][\w.]*"
_CALL = rf"{_NAME}\({_NAME}\)"
_DIM = rf"(?:{_NAME}|\d+)(?: [-+*] (?:{_NAME}|\d+))?"
_TUPLE = rf"\((?:{_DIM},|{_DIM}(?:, {_DIM})+|)\)"
_TUPLES = rf"\({_TUPLE}(?:, {_TUPLE})+\)"
_SIDE = rf"(?:{_TUPLES}|{_TUPLE}|{_CALL}|{_NAME}|-?\d+(?:\.\d+)?|'[^'\"\\\\]*')"
_PLAIN = re.compile(rf"{_SIDE}(?: (?:!=|==|<|>|<=|>=) {_SIDE})?")
_FEWEST = 3  # of two alternatives, black may split one at its last bracket instead


def laid_test(line: str, width: int) -> list[str] | None:
    """Return the lines of a test with `or` that is too long for one; None where black is asked."""
    found = _LINE.fullmatch(line)
    if found is None or len(line) <= width or not line.isascii():
        return None
    indent, parts = found[1], found[2].split(" or ")
    if len(parts) < _FEWEST or not all(_PLAIN.fullmatch(part) for part in parts):
        return None
    laid = [f"{indent}    {'or ' if k else ''}{part}" for k, part in enumerate(parts)]
    if any(len(one) > width for one in laid):
        return None
    return [f"{indent}if (", *(one.replace("'", '"') for one in laid), f"{indent}):"]
