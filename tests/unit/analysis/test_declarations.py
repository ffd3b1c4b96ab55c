"""What annotations and examples declare of parameters."""

from __future__ import annotations

import numpy as np
import pytest

from gradgen.analysis.declarations import declared
from gradgen.analysis.guard_facts import guard_of
from gradgen.analysis.values import Fact, Info
from tests.unit.analysis.units import unit_of


def text_of(info: Info) -> str:
    if info.shape.dims is None:
        return f"{info.kind} {info.dtype}"
    dims = []
    for dim in info.shape.dims:
        terms = [symbol if factor == 1 else f"{factor}{symbol}" for symbol, factor in dim.terms]
        dims.append("+".join([*terms, *([str(dim.constant)] if dim.constant or not terms else [])]))
    return f"{info.kind} {info.dtype} ({' '.join(dims)})"


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("float", "number float ()"),
        ("int", "number int ()"),
        ("bool", "number bool ()"),
        ("complex", "number complex ()"),
        ("'float'", "number float ()"),
        ("np.float64", "number float ()"),
        ('Float[np.ndarray, "n d"]', "array float (n d)"),
        ('Float32[np.ndarray, "n 3"]', "array float (n 3)"),
        ('jaxtyping.Float64[Array, "n"]', "array float (n)"),
        ("'Float[np.ndarray, \"n\"]'", "array float (n)"),
        ('Int[np.ndarray, "m"]', "array int (m)"),
        ('UInt8[np.ndarray, "m"]', "array int (m)"),
        ('Bool[np.ndarray, "m"]', "array bool (m)"),
        ('Complex[np.ndarray, "m"]', "array complex (m)"),
        ('Shaped[np.ndarray, "m"]', "array None (m)"),
        ('Real[np.ndarray, "n n"]', "array None (n n)"),
        ('Float[np.ndarray, ""]', "array float ()"),
        ('Float[np.ndarray, "*batch n"]', "array float"),
        ('Float[np.ndarray, "... n"]', "array float"),
        ('Float[np.ndarray, "n+1 2*n"]', "array float (n+1 2n)"),
        ('Float[np.ndarray, "n-1"]', "array float (n+-1)"),
        ('Float[np.ndarray, "rows=4 n"]', "array float (4 n)"),
        ('Float[np.ndarray, "_ #n"]', "array float (x.0 x.1)"),
        ('Float[np.ndarray, "min(n,m)"]', "array float (x.0)"),
        ("np.ndarray", "array None"),
        ("NDArray[np.float64]", "array float"),
        ("np.ndarray[tuple[int, int], np.dtype[np.float64]]", "array float (x.0 x.1)"),
        ("np.ndarray[tuple[int, ...], np.dtype[np.int32]]", "array int"),
        ("np.ndarray[Any, np.dtype[np.float32]]", "array float"),
        ("float | np.ndarray", "unknown None"),
        ("Optional[float]", "unknown None"),
        ("ArrayLike", "unknown None"),
        ("'not valid['", "unknown None"),
        ("str", "string None"),
    ],
)
def test_annotations(annotation: str, expected: str) -> None:
    unit = unit_of(f"def f(x: {annotation}):\n    return x")
    assert text_of(declared(unit)["x"]) == expected


def test_facts_and_tokens() -> None:
    unit = unit_of('def f(x: Float[np.ndarray, "n"], b: float, c):\n    return x')
    found = declared(unit)
    assert found["x"].shape.token == ("param", "x")
    assert found["x"].shape.token_facts == frozenset()
    assert found["x"].shape.dims_facts == {Fact("x")}
    assert found["x"].dtype_facts == {Fact("x", "dtype")}
    assert found["b"].shape.dims_facts == found["b"].shape.token_facts == {Fact("b")}
    assert found["c"].shape.token == ("param", "c")


def test_an_alias_is_read_from_its_object() -> None:
    class Alias:
        dim_str = "n 3"
        dtypes = ("float16", "float32")

    unit = unit_of(
        "def f(x: Points, s: Real, m: Model):\n    return x",
        {"Points": Alias, "Real": float, "Model": Alias},
    )
    assert text_of(declared(unit)["x"]) == "array float (n 3)"
    assert text_of(declared(unit)["s"]) == "number float ()"


def test_an_example_declares_what_annotations_leave_open() -> None:
    text = 'def f(x, y: Float[np.ndarray, "rows"], a, s, k, m, o, t=0.0):\n    n = 1\n    return n'
    example = (np.ones((5, 7)), np.ones(5), np.ones((7, 1, 4)), 2.0, 3, np.float32(1.0), "other")
    found = declared(unit_of(text), example)
    assert [text_of(info) for info in found.values()] == [
        "array float (rows p)",
        "array float (rows)",
        "array float (p 1 q)",
        "number float ()",
        "number int ()",
        "number float ()",
        "unknown None",
        "unknown None",
    ]


GUARDED = '''
def f_grad(w, b, x, y, t):
    """Gradient."""
    n, d = x.shape
    if w.shape != (d,) or np.ndim(b) != 0 or y.shape != (n,) or y.dtype.kind != "f":
        raise ValueError("f_grad is for w (d,), b (), x (n, d), …")
    return x.T @ y
'''


def test_the_guard_of_a_generated_function_is_read_back() -> None:
    unit = unit_of(GUARDED, generated=True)
    found = declared(unit)
    assert {name: text_of(info) for name, info in found.items()} == {
        "w": "array None (d)",
        "b": "number None ()",
        "x": "array None (n d)",
        "y": "array float (n)",
        "t": "unknown None",
    }
    assert found["y"].shape.dims_facts == {Fact("y")}
    assert found["y"].dtype_facts == {Fact("y", "dtype")}
    guard = guard_of(unit.tree)
    assert guard is unit.tree.body[2]
    assert guard_of(unit_of("def f(x):\n    y = x\n    return y").tree) is None


def test_the_checks_of_the_user_are_not_a_guard() -> None:
    text = "def f(x):\n    if x.ndim != 1:\n        raise ValueError('a vector')\n    return x"
    assert text_of(declared(unit_of(text, generated=True))["x"]) == "unknown None"
