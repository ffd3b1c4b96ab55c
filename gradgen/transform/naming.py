"""Names for what gradgen makes: free ones, and ones that tell what is held.

In: the names that are taken; an expression. Out: identifiers.

>>> names = Names({"x", "w", "grad_w"})
>>> names.fresh("x"), names.adjoint("w"), names.tangent("w")
('x2', 'grad2_w', 'd_w')
>>> from gradgen import syntax
>>> describe(syntax.expr("np.exp(shifted)"))
'exp_shifted'
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable

from gradgen.transform.describe import LONGEST, argument_name, describe, flag

_NEVER = frozenset({*dir(builtins), *keyword.kwlist, *keyword.softkwlist, "np"})


class Names:
    """The identifiers of one generated function: those taken, and those given out.

    Parameters
    ----------
    taken
        Every name of the user's function and every global that the generated text reads.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._source = frozenset(taken)
        self._taken = set(self._source)
        self._prefixes: dict[str, str] = {}
        self._derived: dict[tuple[str, str], str] = {}
        self.made: set[str] = set()

    def copy(self) -> Names:
        """Return the same names, to try something out with."""
        made = Names(self._source)
        made._taken, made.made = set(self._taken), set(self.made)
        made._prefixes, made._derived = dict(self._prefixes), dict(self._derived)
        return made

    def fresh(self, preferred: str) -> str:
        """Return `preferred` if it is free, else the first free of `preferred2`, `preferred3`."""
        base = _identifier(preferred)
        joint = "_" if base[-1].isdigit() else ""
        made, count = base, 1
        while made in self._taken or made in _NEVER:
            count += 1
            made = f"{base}{joint}{count}"
        self._taken.add(made)
        self.made.add(made)
        return made

    def __contains__(self, name: object) -> bool:
        """Tell whether a name is in use, for those who hold a set of names."""
        return name in self._taken or name in _NEVER

    def add(self, name: str) -> None:
        """Set one name aside."""
        self._taken.add(name)

    def is_free(self, name: str) -> bool:
        """Tell whether `fresh(name)` would be `name`."""
        return name not in self._taken and name not in _NEVER and _identifier(name) == name

    def take(self, *names: str) -> None:
        """Set names aside that the generated text will use for something else."""
        self._taken.update(names)

    def prefix(self, stem: str) -> str:
        """Return the first of `grad_`, `grad2_`, `grad3_`, … that begins no name of the source.

        Parameters
        ----------
        stem
            `"grad_"`, `"d_"` or `"saved_"`.
        """
        if stem not in self._prefixes:
            found, count = stem, 1
            while any(name.startswith(found) for name in self._source):
                count += 1
                found = f"{stem.removesuffix('_')}{count}_"
            self._prefixes[stem] = found
        return self._prefixes[stem]

    def settle(self, stem: str, variables: Iterable[str]) -> None:
        """Let `prefix(stem)` be the first that gives none of these names a name of the source.

        A keyword such as `d_x` is part of what a caller types: `d_model` is not in its way.
        """
        wanted, found, count = list(variables), stem, 1
        while any(found + name in self._source for name in wanted):
            count += 1
            found = f"{stem.removesuffix('_')}{count}_"
        self._prefixes[stem] = found

    def adjoint(self, name: str) -> str:
        """Return the name of the adjoint of `name`: always the same one."""
        return self._of("grad_", name)

    def adjoints(self) -> dict[str, str]:
        """Return whose adjoint each name is that `adjoint` has given."""
        return {made: name for (stem, name), made in self._derived.items() if stem == "grad_"}

    def tangent(self, name: str) -> str:
        """Return the name of the tangent of `name`: always the same one."""
        return self._of("d_", name)

    def saved(self, name: str) -> str:
        """Return a new name for a list of overwritten values of `name`: one for each call."""
        return self.fresh(self.prefix("saved_") + name)

    def _of(self, stem: str, name: str) -> str:
        if (stem, name) not in self._derived:
            self._derived[stem, name] = self.fresh(self.prefix(stem) + name)
        return self._derived[stem, name]


def _identifier(text: str) -> str:
    """Return `text` as Python would read it as a name, with what cannot stand in one replaced."""
    normal = unicodedata.normalize("NFKC", text)
    normal = re.sub(r"\W", "_", normal) or "value"
    return normal if normal.isidentifier() else f"_{normal}"


__all__ = ["LONGEST", "Names", "argument_name", "describe", "flag"]
