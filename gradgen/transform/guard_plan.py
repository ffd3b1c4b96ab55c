"""Which names a guard binds, and which conditions check the shapes that are relied on.

Arrays of one shape are compared with the first of them. Where dimensions relate arrays of different
shapes, or the text needs one, they get names, from the arrays of the highest rank.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence, Set

from gradgen.analysis.values import Dim, Info
from gradgen.syntax import expr, name, number, statement
from gradgen.transform.opening import Opening

MANY = 4
"""So many comparisons of shapes are written as one comparison of tuples."""


def is_array_of_rank(info: Info) -> bool:
    """Tell whether something is declared an array with a rank of at least one."""
    return info.shape.dims is not None and len(info.shape.dims) > 0


class Plan:
    """The bindings and conditions for the shapes of some parameters.

    `asked` are the symbols that the text reads; `name_of` gives a symbol its name.
    """

    def __init__(
        self,
        declared: Mapping[str, Info],
        shaped: Sequence[str],
        asked: Set[str],
        opening: Opening,
        name_of: Callable[..., str],
    ) -> None:
        self.declared = declared
        self.opening = opening
        self.name_of = name_of
        self.bindings: list[ast.stmt] = []
        self.conditions: dict[str, list[ast.expr]] = {}
        self.comparisons: dict[int, tuple[ast.expr, ast.expr]] = {}
        self.bound: set[str] = set()
        arrays = [p for p in shaped if is_array_of_rank(declared[p])]
        for parameter in shaped:
            if parameter not in arrays:
                self.conditions[parameter] = [expr("np.ndim(x) != 0", x=name(parameter))]
        for parameter, names in opening.unpacked.items():
            self._open(parameter, names)
        arrays += self._holders(asked - self.bound, arrays)
        for component in self._components(arrays):
            self._check(component, asked)

    def dims(self, parameter: str) -> tuple[Dim, ...]:
        """Return the dimensions of an array."""
        return self.declared[parameter].shape.dims or ()

    def symbols(self, parameter: str) -> list[str]:
        """Return the symbols in the dimensions of an array."""
        return [s for dim in self.dims(parameter) for term, _ in dim.terms for s in term.split("*")]

    def _open(self, parameter: str, names: Sequence[str]) -> None:
        """Take over what the function unpacks in its first line."""
        if parameter in self.declared and len(names) == len(self.dims(parameter)):
            for dim, bound in zip(self.dims(parameter), names, strict=True):
                if dim.atom is not None:
                    self.opening.names.setdefault(dim.atom, bound)
                    self.bound.add(dim.atom)

    def _holders(self, asked: Set[str], arrays: Sequence[str]) -> list[str]:
        """Return arrays that give the symbols that no array relied on has."""
        have = {symbol for p in arrays for symbol in self.symbols(p)}
        found: list[str] = []
        for symbol in sorted(asked - have):
            holders = [p for p in self.declared if Dim.symbol(symbol) in self.dims(p)]
            found += [p for p in holders[:1] if p not in found]
        return found

    def _components(self, arrays: Sequence[str]) -> list[list[str]]:
        """Group arrays that share a symbol, in the order of the parameters."""
        groups: list[list[str]] = []
        for parameter in arrays:
            mine = set(self.symbols(parameter))
            met = [g for g in groups if any(mine & set(self.symbols(p)) for p in g)]
            groups = [g for g in groups if g not in met]
            groups.append([*(p for group in met for p in group), parameter])
        order = list(self.declared)
        return sorted((sorted(g, key=order.index) for g in groups), key=lambda g: order.index(g[0]))

    # ---- one group --------------------------------------------------------------

    def _check(self, group: Sequence[str], asked: Set[str]) -> None:
        symbols = {symbol for p in group for symbol in self.symbols(p)}
        opened = any(p in self.opening.unpacked for p in group)
        if not symbols & asked and not opened:
            if len(group) == 1:
                self._check_one(group[0])
                return
            if len({self.dims(p) for p in group}) == 1 and _are_distinct(self.dims(group[0])):
                self._check_one(group[0])
                for other in group[1:]:
                    self._compare(other, expr("x.shape", x=name(group[0])))
                return
        self._bind(group, symbols, asked)
        for parameter in group:
            self._check_named(parameter)

    def _check_one(self, parameter: str) -> None:
        """Check an array that relates to no other."""
        dims, x = self.dims(parameter), name(parameter)
        if all(dim.is_number for dim in dims):
            self._compare(parameter, _tuple([number(dim.constant) for dim in dims]))
            return
        tests = [expr("x.ndim != k", x=x, k=number(len(dims)))]
        for axis, dim in enumerate(dims):
            if dim.is_number:
                size = number(dim.constant)
            elif dim in dims[:axis]:
                size = expr("x.shape[k]", x=x, k=number(dims.index(dim)))
            else:
                continue
            tests.append(expr("x.shape[k] != size", x=x, k=number(axis), size=size))
        self.conditions[parameter] = tests

    def _bind(self, group: Sequence[str], symbols: Set[str], asked: Set[str]) -> None:
        """Name the dimensions of a group, from the last array of the highest rank on."""
        by_rank = sorted(group, key=lambda p: len(self.dims(p)))
        for parameter in reversed(by_rank):
            dims = self.dims(parameter)
            if not _are_distinct(dims) or any(d.atom in self.bound for d in dims):
                continue
            if not self._is_wanted(parameter, group, asked):
                continue
            names = [
                ast.Name(id=self.name_of(d.atom or "", parameter), ctx=ast.Store()) for d in dims
            ]
            target = ast.Tuple(elts=list(names), ctx=ast.Store())
            made = statement("target = x.shape", target=target, x=name(parameter))
            assert isinstance(made, ast.Assign)
            made.targets = [target]
            self.bindings.append(made)
            self.bound |= {d.atom for d in dims if d.atom is not None}
            self.conditions[parameter] = []
        for symbol in sorted(symbols - self.bound):
            count = sum(self.symbols(p).count(symbol) for p in group)
            if symbol in asked or count > 1:
                self._bind_axis(symbol, group)

    def _is_wanted(self, parameter: str, group: Sequence[str], asked: Set[str]) -> bool:
        others = {symbol for p in group if p != parameter for symbol in self.symbols(p)}
        return any(symbol in others | asked for symbol in self.symbols(parameter))

    def _bind_axis(self, symbol: str, group: Sequence[str]) -> None:
        for parameter in group:
            dims = self.dims(parameter)
            if Dim.symbol(symbol) in dims:
                axis = number(dims.index(Dim.symbol(symbol)))
                value = expr("x.shape[k]", x=name(parameter), k=axis)
                target = name(self.name_of(symbol, parameter))
                self.bindings.append(statement("target = value", target=target, value=value))
                self.bound.add(symbol)
                return

    def _check_named(self, parameter: str) -> None:
        """Compare an array with the names of its dimensions; those without name are free."""
        if parameter in self.conditions or self._is_opened(parameter):
            return
        dims, x = self.dims(parameter), name(parameter)
        texts = [self._text(dim) for dim in dims]
        known = [text for text in texts if text is not None]
        if len(known) == len(dims):
            self._compare(parameter, _tuple(known))
            return
        tests = [expr("x.ndim != k", x=x, k=number(len(dims)))]
        for axis, text in enumerate(texts):
            if text is not None:
                tests.append(expr("x.shape[k] != size", x=x, k=number(axis), size=text))
        self.conditions[parameter] = tests

    def _is_opened(self, parameter: str) -> bool:
        names = self.opening.unpacked.get(parameter)
        if names is None or len(names) != len(self.dims(parameter)):
            return False
        return _are_distinct(self.dims(parameter)) and all(
            self.opening.names.get(dim.atom or "") == bound
            for dim, bound in zip(self.dims(parameter), names, strict=True)
        )

    def _text(self, dim: Dim) -> ast.expr | None:
        """Return a dimension in bound names, None where one of them is free."""
        total: ast.expr | None = None
        for term, factor in dim.terms:
            if any(symbol not in self.bound for symbol in term.split("*")):
                return None
            text = " * ".join(self.name_of(symbol) for symbol in term.split("*"))
            text = text if abs(factor) == 1 else f"{abs(factor)} * {text}"
            if total is None:
                total = expr(text if factor > 0 else f"-({text})")
            else:
                total = expr(f"total {'+' if factor > 0 else '-'} {text}", total=total)
        if total is None:
            return number(dim.constant)
        if dim.constant:
            sign = "+" if dim.constant > 0 else "-"
            total = expr(f"total {sign} {abs(dim.constant)}", total=total)
        return total

    def _compare(self, parameter: str, shape: ast.expr) -> None:
        left = expr("x.shape", x=name(parameter))
        condition = expr("left != shape", left=left, shape=shape)
        self.comparisons[id(condition)] = (left, shape)
        self.conditions[parameter] = [condition]

    def gathered(self, conditions: Sequence[ast.expr]) -> list[ast.expr]:
        """Write many comparisons of shapes as one of tuples, in the place of the first."""
        pairs = [self.comparisons[id(c)] for c in conditions if id(c) in self.comparisons]
        if len(pairs) < MANY:
            return list(conditions)
        whole = expr(
            "left != right", left=_tuple([a for a, _ in pairs]), right=_tuple([b for _, b in pairs])
        )
        made: list[ast.expr] = []
        for condition in conditions:
            if id(condition) not in self.comparisons:
                made.append(condition)
            elif whole not in made:
                made.append(whole)
        return made


def _tuple(elements: Sequence[ast.expr]) -> ast.expr:
    return ast.Tuple(elts=list(elements), ctx=ast.Load())


def _are_distinct(dims: Sequence[Dim]) -> bool:
    atoms = [dim.atom for dim in dims]
    return None not in atoms and len(set(atoms)) == len(atoms)
