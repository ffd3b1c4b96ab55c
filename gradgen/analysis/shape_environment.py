"""Environments: what is known of each name at a place, and how lists in them change.

Lists are followed by where they were made (`Info.origins`): an `append` to one name is an append
to every name that may be the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gradgen.analysis.shape_tools import Token, element_of, join, join_all
from gradgen.analysis.values import UNKNOWN, UNKNOWN_DIM, Dim, Info, Shape, replace

Env = dict[str, Info]


def join_envs(envs: Sequence[Env | None]) -> Env | None:
    """Return what is known where several paths meet; None where none of them arrives.

    A name that one path does not bind is what the other made it: to read it after the first would
    be an error.
    """
    reached = [env for env in envs if env is not None]
    if not reached:
        return None
    joined = dict(reached[0])
    for env in reached[1:]:
        for name, info in env.items():
            joined[name] = join(joined[name], info) if name in joined else info
    return joined


def widened(old: Env, new: Env) -> Env:
    """Give up what still changes."""
    return {name: info if old.get(name) == info else UNKNOWN for name, info in new.items()}


def value_symbol(name: str, number: int) -> str:
    """Return the symbol of the value that an int has where it is bound."""
    return f"{name}={number}"


# ---- lists ----------------------------------------------------------------------


def add_to_list(env: Env, origins: frozenset[object], added: Info | None) -> None:
    """Let every list that may be the one made at `origins` have this element too."""

    def change(info: Info) -> Info:
        if info.kind != "list" or not (info.origins & origins):
            return info
        old = element_of(info)
        parts = [part for part in (old, added) if part is not None]
        element = join_all(parts) if parts else UNKNOWN
        return replace(info, items=None, element=element)

    _change(env, change)


def forget_lists(env: Env, lists: Iterable[Info]) -> None:
    """Forget what is in lists that something unknown was given."""
    origins = frozenset[object]().union(*(_all_origins(info) for info in lists))
    if not origins:
        return

    def change(info: Info) -> Info:
        if info.kind != "list" or not (info.origins & origins):
            return info
        return replace(info, items=None, element=UNKNOWN)

    _change(env, change)


def _all_origins(info: Info) -> frozenset[object]:
    inner = [*(info.items or ()), *([info.element] if info.element is not None else [])]
    return info.origins.union(*(_all_origins(one) for one in inner))


def _change(env: Env, change: Callable[[Info], Info]) -> None:
    for name, info in env.items():
        env[name] = mapped(info, change)


def mapped(info: Info, change: Callable[[Info], Info]) -> Info:
    """Return an info changed from the inside out; the same object where nothing changes."""
    items = info.items
    if items is not None:
        inner = tuple(mapped(item, change) for item in items)
        if any(a is not b for a, b in zip(inner, items, strict=True)):
            info = replace(info, items=inner)
    if info.element is not None:
        element = mapped(info.element, change)
        if element is not info.element:
            info = replace(info, element=element)
    return change(info)


# ---- symbols and shapes ---------------------------------------------------------


def rebind(env: Env, symbol: str) -> None:
    """Forget what speaks of the value that an int had before it is bound anew at the same place."""

    def dim(one: Dim) -> Dim:
        return UNKNOWN_DIM if _in_dim(symbol, one) else one

    def shape(one: Shape) -> Shape:
        dims = None if one.dims is None else tuple(map(dim, one.dims))
        named = None if mentions(symbol, one.token) else one.token
        return (
            one if (dims, named) == (one.dims, one.token) else replace(one, dims=dims, token=named)
        )

    def change(info: Info) -> Info:
        made = shape(info.shape)
        if made is not info.shape:
            info = replace(info, shape=made)
        if info.dim is not None and _in_dim(symbol, info.dim):
            info = replace(info, dim=None)
        if info.of_shape is not None:
            info = replace(info, of_shape=shape(info.of_shape))
        return info

    _change(env, change)


def _in_dim(symbol: str, dim: Dim) -> bool:
    return any(symbol in one.split("*") for one, _ in dim.terms)


def mentions(symbol: str, part: object, seen: set[int] | None = None) -> bool:
    """Tell whether a token speaks of a symbol."""
    seen = set() if seen is None else seen
    if isinstance(part, Dim):
        return _in_dim(symbol, part)
    if isinstance(part, Token):
        if part.serial in seen:
            return False
        seen.add(part.serial)
        part = part.parts
    return isinstance(part, (tuple, frozenset)) and any(mentions(symbol, p, seen) for p in part)


def reshaped(env: Env, known: Shape, found: Shape) -> None:
    """Let everything of the shape `known` have the shape `found`, which was found equal to it."""

    def shape(one: Shape) -> Shape:
        if one == known or (known.token is not None and one.token == known.token):
            dims, named = found.dims, found.token if found.token is not None else one.token
            if dims is None:
                return replace(one, token=named, token_facts=one.token_facts | found.token_facts)
            return Shape(dims, named, found.dims_facts, found.token_facts)
        return one

    def change(info: Info) -> Info:
        made = shape(info.shape)
        if made is not info.shape:
            kind = info.kind
            if kind == "unknown" and made.dims is not None:
                kind = "array" if made.dims else "number"
            info = replace(info, shape=made, kind=kind)
        if info.of_shape is not None:
            info = replace(info, of_shape=shape(info.of_shape))
        return info

    _change(env, change)
