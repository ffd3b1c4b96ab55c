"""The message of a guard: which arguments the generated function is for.

mse_grad is for w (d,), b (), x (n, d), y (n,)
chain_energy_grad is for a floating-point x (n,)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from gradgen.analysis.values import Dim, Info

WORDS = {"int": "an integer", "bool": "a boolean", "complex": "a complex"}
LETTERS = "nmkpqrstuvwabcdefghijl"
COLUMNS = 88
SHOWN = 4
"""More arguments than this are cut to three and `…`."""


def message(
    title: str,
    parameters: Sequence[str],
    declared: Mapping[str, Info],
    typed: Set[str],
    own: Set[str],
    real: Set[str] = frozenset(),
) -> str:
    """Return the message; arguments that are not the user's own (`grad_out`) are left out."""
    named = [p for p in parameters if p in own] or list(parameters)
    letters = _Letters(declared, named)
    items = [_item(p, declared[p], _word(p, declared[p], typed, real), letters) for p in named]
    if len(items) <= SHOWN:
        whole = f"{title} is for {', '.join(items)}"
        if len(whole) <= COLUMNS - len('        raise ValueError("")'):
            return whole
    count = min(3, len(items) - 1)
    while True:
        shown = f"{title} is for {', '.join([*items[:count], '…'])}"
        if count <= 1 or len(shown) <= COLUMNS - len('        raise ValueError("")'):
            return shown if count else f"{title} is for {items[0]}"
        count -= 1


class _Letters:
    """Names for the dimensions that have none."""

    def __init__(self, declared: Mapping[str, Info], parameters: Sequence[str]) -> None:
        dims = [dim for p in parameters for dim in declared[p].shape.dims or ()]
        used = {symbol for dim in dims for symbol, _ in dim.terms}
        self.free = iter([letter for letter in LETTERS if letter not in used] + ["…"] * 99)
        self.given: dict[str, str] = {}

    def symbol(self, symbol: str) -> str:
        """Return the name of a symbol in the message."""
        if "." not in symbol:
            return symbol
        if symbol not in self.given:
            self.given[symbol] = next(self.free)
        return self.given[symbol]

    def dim(self, dim: Dim) -> str:
        """Return a dimension as it stands in the message."""
        text = ""
        for symbol, factor in dim.terms:
            sign = (" + " if factor > 0 else " - ") if text else ("" if factor > 0 else "-")
            times = "" if abs(factor) == 1 else f"{abs(factor)} * "
            named = " * ".join(self.symbol(part) for part in symbol.split("*"))
            text += f"{sign}{times}{named}"
        if not text:
            return str(dim.constant)
        if dim.constant:
            text += f" {'+' if dim.constant > 0 else '-'} {abs(dim.constant)}"
        return text


def _word(parameter: str, info: Info, typed: Set[str], real: Set[str]) -> str:
    """Return what a parameter has to be, with its article."""
    if parameter in real:
        return "a real "
    return f"{WORDS.get(info.dtype or '', 'a floating-point')} " if parameter in typed else ""


def _item(parameter: str, info: Info, word: str, letters: _Letters) -> str:
    text = word + parameter
    if info.shape.dims is None:
        return text
    dims = [letters.dim(dim) for dim in info.shape.dims]
    return f"{text} ({', '.join(dims)}{',' if len(dims) == 1 else ''})"
