"""What is known of names at each statement holds while the program runs, at every visit."""

from __future__ import annotations

import ast
import copy
import itertools
import textwrap
from collections.abc import Callable

import numpy as np
import pytest

from gradgen.analysis.declarations import declared
from gradgen.analysis.shapes import Shapes, infer
from gradgen.analysis.values import Dim, Info, equal_shapes
from tests.unit.analysis.units import unit_of

PROGRAMS = {
    "loop over steps": (
        """
        def f(theta: float, x0: Float[np.ndarray, "n"], steps: int):
            x = x0
            saved = []
            for t in range(steps):
                saved.append(x)
                x = np.sin(theta * x)
            for y in reversed(saved):
                z = y + x
            return np.sum(x)
        """,
        (0.5, np.ones(4), 3),
    ),
    "in place": (
        """
        def f(u0: Float[np.ndarray, "n"], alpha: float, target: Float[np.ndarray, "n"], steps: int):
            u = u0.copy()
            for _ in range(steps):
                new = u[2:] - 2 * u[1:-1] + u[:-2]
                u[1:-1] = u[1:-1] + alpha * new
            r = u - target
            return np.sum(r**2)
        """,
        (np.ones(6), 0.5, np.ones(6), 3),
    ),
    "shape that grows": (
        """
        def f(x, n: int):
            y = x[:1]
            z = y
            for i in range(n):
                z = y
                y = np.concatenate([y, y])
                w = y + 0.0
            return z
        """,
        (np.ones(3), 4),
    ),
    "int bound again and again": (
        """
        def f(x, n: int):
            last = x[:0]
            parts = []
            for i in range(n):
                k = i + 1
                a = x[:k]
                b = x[:k]
                c = x[k:]
                last, before = a, last
                parts.append(a)
            first = parts[0]
            k = 2
            d = x[:k]
            return last
        """,
        (np.ones(9), 4),
    ),
    "int that changes its meaning": (
        """
        def f(x: Float[np.ndarray, "n d"], k: int):
            n, d = x.shape
            a = np.zeros(n)
            n = d
            b = np.zeros(n)
            e = np.zeros(k)
            k = k + 1
            g = np.zeros(k)
            return a
        """,
        (np.ones((3, 5)), 4),
    ),
    "branches": (
        """
        def f(x, y, c: float):
            if x.ndim == 1:
                z = x
                w = x
            else:
                z = x[0]
                w = np.sum(x, axis=0)
            if c > 0.0:
                v = x
            else:
                v = y
            u = v + z
            return u
        """,
        (np.ones((2, 3)), np.ones((4, 3)), -1.0),
    ),
    "lengths that differ": (
        """
        def f(x: Float[np.ndarray, "n"], c: float):
            if c > 0.0:
                y = x
            else:
                y = x[1:]
            z = y + 1.0
            return z
        """,
        (np.ones(4), -1.0),
    ),
    "test of a rank that fails": (
        """
        def f(x):
            if x.ndim == 2:
                n, d = x.shape
                y = x.T
            else:
                y = x
            z = x
            return z
        """,
        (np.ones(3),),
    ),
    "early return and refusal": (
        """
        def f(x, y):
            if x.ndim != 2 or x.shape != y.shape:
                raise ValueError("x and y are matrices")
            if x.shape[0] != x.shape[1]:
                return x[0]
            z = x @ y
            return z
        """,
        (np.ones((3, 3)), np.ones((3, 3))),
    ),
    "one list under two names": (
        """
        def f(x):
            a = [1.0]
            b = a
            c = a[0]
            b.append(x)
            d = a[-1]
            e = [a, b]
            e[0].append(x[None])
            g = b[-1]
            h = d + g
            return h
        """,
        (np.ones(3),),
    ),
    "list that a function changes": (
        """
        def f(x):
            a = [1.0]
            def add():
                a.append(x)
            add()
            b = a[-1]
            return b
        """,
        (np.ones(3),),
    ),
    "while, break, continue, else": (
        """
        def f(x, n: int):
            s = 0.0
            k = 0
            while k < n:
                k += 1
                if k == 2:
                    continue
                if k > 3:
                    s = x
                    break
                y = x[:k] + 0.0
            else:
                s = x[None]
            t = s
            return t
        """,
        (np.ones(5), 6),
    ),
    "rows": (
        """
        def f(x: Float[np.ndarray, "n d"], w: Float[np.ndarray, "d"]):
            total = 0.0
            for i, (row, other) in enumerate(zip(x, reversed(x))):
                a = row * w
                b = other[1:] - row[:-1]
                for value in row:
                    total += value
            rows = [row * 2.0 for row in x]
            c = np.stack(rows)
            d = rows[0]
            return total
        """,
        (np.ones((3, 4)), np.ones(4)),
    ),
    "tuples": (
        """
        def f(x, y):
            pair = x, y
            a, b = pair
            (c, d), e = pair, 1.0
            a, b = b, a
            p = pair[1]
            q = pair[0:1][0]
            first, *rest = x
            return a
        """,
        (np.ones((3, 2)), np.ones(4)),
    ),
    "broadcasting in place of numbers": (
        """
        def f(x, s: float):
            y = 0.0
            for i in range(3):
                y += x
                z = y
            y = y + s
            t = 1.0
            t *= s
            return y
        """,
        (np.ones(4), 2.0),
    ),
    "caught": (
        """
        def f(x):
            y = 0.0
            try:
                y = x
                y = x.reshape(7, 7)
            except ValueError:
                z = y
            w = y
            return w
        """,
        (np.ones(3),),
    ),
    "asserted": (
        """
        def f(x, y, z):
            assert x.ndim == 2 and y.ndim == 1
            n, d = x.shape
            assert y.shape == (n,)
            assert z.shape == y.shape
            a = y + z
            b = x + y[:, None]
            c = x.T @ z
            m = len(z)
            e = np.zeros((m, 2 * d))
            g = e[:, d:]
            return a
        """,
        (np.ones((4, 3)), np.ones(4), np.ones(4)),
    ),
    "parts of a vector": (
        """
        def f(theta, n: int, d: int):
            w = theta[: n * d].reshape(n, d)
            b = theta[n * d : n * d + d]
            c = theta[n * d : n * d + d]
            z = w + b
            return z
        """,
        (np.ones(20), 3, 4),
    ),
    "with and match": (
        """
        def f(x, mode):
            with np.errstate(all="ignore"):
                y = np.log(x)
            match mode:
                case 1:
                    z = y
                case [a, *b]:
                    z = y[None]
                case _:
                    z = 0.0
            w = z
            del y
            return w
        """,
        (np.ones(3), [1, 2]),
    ),
}  # fmt: skip


class Sizes:
    """The sizes that symbols stand for at one moment; a symbol has one size."""

    def __init__(self) -> None:
        self.equations: dict[Dim, int] = {}

    def take(self, dim: Dim, size: int) -> None:
        """Note the size of a dimension, which must not contradict another."""
        if not dim.is_known or dim.constant < 0:
            return
        if dim.is_number:
            assert dim.constant == size
        free = Dim(dim.terms)
        assert self.equations.setdefault(free, size - dim.constant) == size - dim.constant, dim


def check(info: Info, value: object, sizes: Sizes) -> None:
    """Hold what is known of a value against the value."""
    if info.kind in ("tuple", "list") and info.items is not None and info.of_shape is None:
        assert isinstance(value, (tuple, list))
        assert len(value) == len(info.items)
        for item, part in zip(info.items, value, strict=True):
            check(item, part, sizes)
        return
    if info.kind in ("tuple", "list") and info.element is not None:
        for part in value:  # type: ignore[attr-defined]
            check(info.element, part, Sizes())
        return
    if info.kind == "array":
        assert isinstance(value, (np.ndarray, np.generic))
    if info.kind == "number":
        assert np.ndim(value) == 0
    if info.shape.dims is not None:
        shape = np.shape(value)  # type: ignore[arg-type]
        assert len(shape) == info.rank
        for dim, size in zip(info.shape.dims, shape, strict=True):
            sizes.take(dim, size)
    if info.dim is not None:
        assert isinstance(value, int)
        sizes.take(info.dim, value)
    if info.known:
        assert value == info.value


def watched(text: str, see: Callable[[ast.stmt, dict[str, object]], None]) -> Shapes:
    """Run a program that tells `see` what its names are before each statement."""
    unit = unit_of(text)
    shapes = infer(unit, unit.tree, declared(unit))
    statements = list(shapes.before)
    tree = copy.deepcopy(unit.tree)
    copies = dict(
        zip(
            (id(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)),
            (node for node in ast.walk(unit.tree) if isinstance(node, ast.stmt)),
            strict=True,
        )
    )
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if not isinstance(body, list) or isinstance(node, ast.Lambda):
                continue
            made: list[ast.stmt] = []
            for one in body:
                original = copies.get(id(one))
                if original in shapes.before:
                    made += ast.parse(f"_see({statements.index(original)}, locals())").body
                made.append(one)
            setattr(node, field, made)
    tree.decorator_list = []
    for argument in ast.walk(tree):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    code = compile(ast.fix_missing_locations(ast.Module([tree], [])), "program", "exec")
    space = {"np": np, "_see": lambda number, names: see(statements[number], names)}
    exec(code, space)
    shapes.__dict__["run"] = space["f"]
    return shapes


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("annotated", [True, False])
def test_holds_while_it_runs(name: str, annotated: bool) -> None:
    text, arguments = PROGRAMS[name]
    text = textwrap.dedent(text)
    if not annotated:
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.arg):
                node.annotation = None
        text = ast.unparse(tree)
    visits = 0

    def see(statement: ast.stmt, names: dict[str, object]) -> None:
        nonlocal visits
        visits += 1
        env = shapes.before[statement]
        sizes = Sizes()
        known = {name: info for name, info in env.items() if name in names}
        for name, info in known.items():
            check(info, names[name], sizes)
        for (one, a), (other, b) in itertools.combinations(known.items(), 2):
            if a.kind in ("array", "number", "unknown") and b.kind in (
                "array",
                "number",
                "unknown",
            ):
                if equal_shapes(a.shape, b.shape) is not None:
                    assert np.shape(names[one]) == np.shape(names[other]), (one, other)  # type: ignore[arg-type]

    shapes = watched(text, see)
    check(shapes.result, shapes.__dict__["run"](*arguments), Sizes())
    assert visits > 2


def test_every_reached_node_has_an_info() -> None:
    for text, _ in PROGRAMS.values():
        unit = unit_of(text)
        shapes = infer(unit, unit.tree, declared(unit))
        for statement in shapes.before:
            if isinstance(statement, (ast.Assign, ast.Return)) and statement.value is not None:
                assert statement.value in shapes.of
