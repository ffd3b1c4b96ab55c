"""What is predicted of NumPy's results is what NumPy gives, for sizes and ranks of all sorts."""

from __future__ import annotations

import ast
import itertools

import numpy as np
import pytest

from gradgen.analysis.declarations import declared
from gradgen.analysis.shapes import info_of
from gradgen.analysis.values import Dim, Info, equal_shapes
from tests.unit.analysis.units import unit_of

HEAD = """
def f(
    x: Float[np.ndarray, "n d"],
    y: Float[np.ndarray, "n"],
    z: Float[np.ndarray, "d"],
    w: Float[np.ndarray, "d k"],
    a: Float[np.ndarray, "n n"],
    t: Float[np.ndarray, "b n d"],
    v: Float[np.ndarray, "3"],
    i: Int[np.ndarray, "m"],
    s: float,
    n: int,
):
    return 0.0
"""
SIZES = {"n": 5, "d": 4, "k": 3, "b": 2, "m": 6}

EXPRESSIONS = """
x + y[:, None]
x * z
x * s + z
y - y[0]
x @ z
x.T @ y
x @ w
t @ w
y @ y
np.dot(x, w)
np.dot(y, y)
np.outer(y, z)
np.inner(x, x)
np.tensordot(x, w, 1)
np.tensordot(x, x, ((0,), (0,)))
np.tensordot(x, x, axes=([0], [0]))
np.einsum('ij,jk->ik', x, w)
np.einsum('ij->j', x)
np.einsum('ij,ij', x, x)
np.kron(x, w)
np.trace(a)
np.diag(y)
np.diag(a)
np.diag(x)
np.diagonal(a)
np.tril(a)
np.triu(x, 1)
np.sum(x)
np.sum(x, axis=0)
np.sum(x, axis=-1, keepdims=True)
x.sum(0)
x.mean(axis=(0, 1))
t.mean(axis=(0, 2))
np.max(x, axis=1, keepdims=True)
x.max(1)
np.std(x, axis=0)
np.var(y)
np.median(x, axis=0)
np.average(x, axis=0)
np.argmax(x, axis=1)
np.all(x > 0)
np.any(x > 0, axis=0)
np.linalg.norm(x, axis=1)
np.linalg.norm(x)
np.cumsum(y)
np.cumsum(x)
np.cumsum(x, axis=0)
np.cumprod(x, 1)
np.sort(y)
np.argsort(x, axis=0)
np.diff(y)
np.diff(x, axis=0)
np.diff(x, 2, axis=1)
np.gradient(y)
np.flip(x)
np.roll(y, 1)
y[1:-1]
y[2:]
y[:-2]
y[::-1]
y[::2]
y[-3:]
y[:3]
y[1:3]
v[1:]
v[:2]
v[0:7]
v[-2:]
v[::2]
y[:n]
y[: n - 1]
y[1:n]
y[0]
y[-1]
x[0]
x[1:, 0]
x[:, 1:-1]
x[..., 0]
x[None]
x[:, None, :]
x[..., None]
t[0, :, 1]
t[:, 0]
t[..., 1:]
y[i]
x[i]
x[:, i - 1 - i]
x[i, 0]
x[[0, 1]]
x[[0, 1], [1, 2]]
t[:, [0, 1], [1, 2]]
t[[0, 1], :, [1, 2]]
t[0, :, [1, 2]]
y[y > 0]
x[x > 0]
x[y > 0]
x[y > 0, 1:]
x.reshape(-1)
x.reshape(-1, 1)
x.reshape((n, -1))
x.reshape(x.shape)
y.reshape(n, 1)
y.reshape(1, -1)
np.reshape(x, (2, -1))
t.reshape(t.shape[0], -1)
x.ravel()
x.flatten()
x.T
t.T
t.transpose(1, 0, 2)
np.transpose(t, (2, 0, 1))
np.swapaxes(t, 0, 1)
np.swapaxes(t, -1, -2)
np.moveaxis(t, 0, -1)
np.moveaxis(t, 2, 0)
np.expand_dims(y, 0)
np.expand_dims(x, -1)
np.expand_dims(x, (0, 2))
np.squeeze(y[:, None], 1)
np.squeeze(np.sum(x, axis=0, keepdims=True))
np.squeeze(x[None], axis=0)
np.atleast_1d(s)
np.broadcast_to(z, x.shape)
np.broadcast_to(y, (3, n))
np.concatenate([y, y])
np.concatenate((y, z))
np.concatenate([y[1:], y[:1]])
np.concatenate([x, x], axis=1)
np.concatenate([x, y[:, None]], axis=1)
np.concatenate([[0.0], y])
np.concatenate([x, x], axis=None)
np.stack([y, y])
np.stack((y, y), axis=1)
np.stack([y, y, y], axis=-1)
np.hstack([y, z])
np.hstack([x, x])
np.vstack([y, y])
np.vstack([x, z])
np.column_stack([y, y])
np.column_stack([x, y])
np.append(y, 1.0)
np.split(v, 3)[0]
np.split(x, 2, axis=1)[0]
np.tile(y, 2)
np.tile(y, (3, 1))
np.repeat(y, 2)
np.repeat(x, 3, axis=1)
np.take(y, i)
np.take(x, i % 4, axis=1)
np.take_along_axis(x, np.argsort(x, axis=1), axis=1)
np.meshgrid(y, z)[0]
np.meshgrid(y, z, indexing='ij')[1]
np.pad(y, 1)
np.zeros(3)
np.zeros(n)
np.zeros((n, 2))
np.zeros(x.shape)
np.zeros(x.shape[1])
np.zeros((x.shape[1], len(x)))
np.zeros(x.shape[1:])
np.ones_like(x)
np.zeros_like(y[1:])
np.full(n, 2.0)
np.full((2, n), s)
np.full_like(x, 1.0)
np.eye(3)
np.eye(n)
np.eye(len(x), 2)
np.identity(n)
np.arange(4)
np.arange(n)
np.arange(1, n)
np.arange(0.0, 1.0, 0.25)
np.arange(len(y)) * y
np.linspace(0.0, 1.0, n)
np.linspace(0.0, 1.0, 7)
np.linspace(0.0, 1.0)
np.array([1.0, 2.0])
np.array([[1.0, 2.0, s], [3.0, 4.0, s]])
np.array([y, y])
np.asarray(x)
np.array(s)
x.copy()
x.astype(float)
np.where(x > 0, x, 0.0)
np.where(y > 0, s, y)
np.clip(x, 0.0, 1.0)
x.clip(0.0, z)
np.maximum(x, z)
np.exp(-x) / (1.0 + np.exp(-x))
np.arctan2(y, y)
np.hypot(s, y)
np.round(x, 2)
np.linalg.inv(a + 9.0 * np.eye(n))
np.linalg.det(a)
np.linalg.solve(a + 9.0 * np.eye(n), y)
np.linalg.solve(a + 9.0 * np.eye(n), x)
np.linalg.pinv(x)
np.linalg.eigvalsh(a)
np.linalg.eigh(a)[1]
np.linalg.slogdet(a)[1]
np.linalg.cholesky(a @ a.T + np.eye(n))
np.cross(v, v)
np.interp(y, v, v)
np.convolve(y, v)
np.searchsorted(v, y)
x.shape[0]
x.size * s
len(x) * y
float(s)
abs(y)
-x
x ** 2
x > 0
sum([y, y])
sum(v)
max(s, 1.0)
[s, 2.0] * y[:2]
x if n > 3 else x + 1.0
np.prod(x, axis=0)
x.dot(z)
x.trace()
y.item(0)
np.isfinite(x)
np.nan_to_num(x)
np.vdot(y, y)
np.ravel(s)
""".strip().splitlines()


def value(dim: Dim, sizes: dict[str, int]) -> int:
    """The size that a dimension stands for; a length cut below zero is zero."""
    total = dim.constant
    for symbol, factor in dim.terms:
        total += factor * int(np.prod([sizes[part.rstrip("=")] for part in symbol.split("*")]))
    return max(total, 0)


@pytest.fixture(scope="module")
def arguments() -> dict[str, object]:
    draw = np.random.default_rng(0)
    n, d, k, b, m = (SIZES[name] for name in "ndkbm")
    return {
        "x": draw.random((n, d)), "y": draw.random(n), "z": draw.random(d),
        "w": draw.random((d, k)), "a": draw.random((n, n)), "t": draw.random((b, n, d)),
        "v": np.array([0.0, 1.0, 2.0]), "i": draw.integers(0, 4, m), "s": 0.5, "n": n, "np": np,
    }  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_prediction(text: str, arguments: dict[str, object]) -> None:
    unit = unit_of(HEAD)
    info = info_of(ast.parse(text, mode="eval").body, declared(unit), unit)
    actual = eval(text, arguments)
    shape = np.shape(actual)
    if info.shape.dims is not None:
        assert info.rank == len(shape), info.shape
        for dim, size in zip(info.shape.dims, shape, strict=True):
            assert not dim.is_known or value(dim, SIZES) == size, (info.shape, shape)
    if info.kind == "number":
        assert shape == ()
    if info.kind == "array":
        assert not isinstance(actual, float)
    letters = {"f": "float", "i": "int", "u": "int", "b": "bool", "c": "complex"}
    if info.dtype is not None:
        assert letters[np.asarray(actual).dtype.kind] == info.dtype
    if info.dim is not None:
        assert value(info.dim, SIZES) == actual


@pytest.mark.parametrize("text", [text for text in EXPRESSIONS if "squeeze(np.sum" not in text])
def test_rank_is_known(text: str) -> None:
    unit = unit_of(HEAD)
    assert info_of(ast.parse(text, mode="eval").body, declared(unit), unit).rank is not None


# ---- with no rank known ---------------------------------------------------------

OPEN = [text for text in EXPRESSIONS if not any(name in text for name in ("eig", "chol", "pinv"))]
OPEN += ["x + x", "x * y", "y * x", "x + y + x", "np.exp(x)", "x.T.T", "x[:]", "x[...]", "x[0:]"]
OPEN += ["x[1:-1]", "x[2:]", "x[:-2]", "np.dot(x, y)", "np.dot(y, x)", "x @ y", "np.sum(x, 0)"]
OPEN += ["np.zeros_like(x)", "np.zeros(x.shape)", "np.zeros(len(x))", "np.reshape(y, x.shape)"]
OPEN += ["np.ravel(x)", "np.ravel(y)", "np.swapaxes(x, -1, -2)", "x[0]", "x[1]", "x * s", "y[:n]"]
OPEN += [
    "np.diff(x)",
    "np.expand_dims(x, 0)",
    "x[None]",
    "np.stack([x, x])",
    "np.where(x > 0, x, y)",
]

SHAPES: list[dict[str, tuple[int, ...]]] = [
    {"x": (3,), "y": (3,), "z": (3,), "a": (3, 3)},
    {"x": (4, 3), "y": (3,), "z": (4, 1), "a": (4, 4)},
    {"x": (3, 3), "y": (3, 3), "z": (3,), "a": (3,)},
    {"x": (1, 3), "y": (3, 1), "z": (), "a": (1, 1)},
    {"x": (), "y": (), "z": (2,), "a": ()},
    {"x": (2, 4, 3), "y": (3,), "z": (2, 4, 1), "a": (5, 5)},
]


def test_equal_shapes_are_equal() -> None:
    unit = unit_of("def f(x, y, z, w, a, t, v, i, s: float, n: int):\n    return 0.0")
    env = declared(unit)
    infos: list[tuple[str, Info]] = []
    for text in OPEN:
        infos.append((text, info_of(ast.parse(text, mode="eval").body, env, unit)))
    pairs = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(infos, 2)
        if a.shape.dims is None
        and b.shape.dims is None
        and equal_shapes(a.shape, b.shape) is not None
    ]
    assert len(pairs) > 50
    for shapes in SHAPES:
        values: dict[str, object] = {name: np.ones(shape) for name, shape in shapes.items()}
        values |= {"w": np.ones(3), "t": np.ones(3), "v": np.ones(3), "i": np.arange(2)}
        values |= {"s": 0.5, "n": 2, "np": np}
        for one, other in pairs:
            try:
                a, b = (np.shape(eval(text, dict(values))) for text in (one, other))
            except (ValueError, IndexError, TypeError, AttributeError, np.linalg.LinAlgError):
                continue
            assert a == b, (one, other, shapes)
