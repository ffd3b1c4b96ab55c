"""Subscripts of `einsum`: the adjoint of an einsum is an einsum with other subscripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Subscripts:
    """Parsed subscripts: one text for each operand, and that of the result."""

    operands: tuple[str, ...]
    result: str


def parse_subscripts(text: str) -> Subscripts:
    """Read `"ij,jk->ik"`; without an arrow the result has the indices that occur once, sorted."""
    text = text.replace(" ", "")
    left, arrow, right = text.partition("->")
    operands = tuple(left.split(","))
    if not arrow:
        letters = left.replace(",", "").replace("...", "")
        once = sorted(letter for letter in set(letters) if letters.count(letter) == 1)
        right = ("..." if "..." in left else "") + "".join(once)
    return Subscripts(operands, right)


def adjoint_subscripts(text: str, k: int) -> str | None:
    """Return the subscripts of the adjoint by operand `k`, or None where it is no einsum.

    The operands of the adjoint are the adjoint of the result and then the other operands, in
    order. An index that only operand `k` has is left out: the gradient is the same all along it.

    >>> adjoint_subscripts("ij,jk->ik", 0)
    'ik,jk->ij'
    """
    parsed = parse_subscripts(text)
    own = parsed.operands[k]
    others = [operand for j, operand in enumerate(parsed.operands) if j != k]
    if _repeats(own) or any("..." in part for part in (*parsed.operands, parsed.result)):
        return None
    found = set("".join([parsed.result, *others]))
    target = "".join(letter for letter in own if letter in found)
    return f"{','.join([parsed.result, *others])}->{target}"


def missing_axes(text: str, k: int) -> tuple[int, ...]:
    """Return the axes of operand `k` whose index nothing else has: it is summed over there.

    >>> missing_axes("ij->i", 0)
    (1,)
    """
    parsed = parse_subscripts(text)
    found = set("".join([parsed.result, *_others(parsed.operands, k)]))
    return tuple(j for j, letter in enumerate(parsed.operands[k]) if letter not in found)


def has_one_length_each(text: str, shapes: Sequence[Sequence[object] | None]) -> bool:
    """Tell whether every index is known to have one length, so that nothing is stretched."""
    lengths: dict[str, object] = {}
    for operand, dims in zip(parse_subscripts(text).operands, shapes, strict=True):
        if dims is None or len(dims) != len(operand):
            return False
        for letter, dim in zip(operand, dims, strict=True):
            if lengths.setdefault(letter, dim) != dim:
                return False
    return True


def _others(operands: Sequence[str], k: int) -> list[str]:
    return [operand for j, operand in enumerate(operands) if j != k]


def _repeats(subscripts: str) -> bool:
    return len(set(subscripts)) < len(subscripts)
