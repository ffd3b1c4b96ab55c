"""What a function declares of its parameters: annotations, and the arguments of an example.

Annotations are read as text and never evaluated; jaxtyping need not be installed.

    b: float                              a number
    x: Float[np.ndarray, "n d"]           an array, its dimensions named
    x: np.ndarray[tuple[int, int], ...]   an array of rank 2
    x: NDArray[np.float64]                an array

What is not understood leaves the parameter undeclared.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from gradgen.analysis.guard_facts import read_back
from gradgen.analysis.shape_names import dtype_of_object, is_array
from gradgen.analysis.shape_tools import axis_symbol, product, shape_of_dims
from gradgen.analysis.shapes import undeclared
from gradgen.analysis.values import (
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    NO_FACTS,
    STRING,
    UNKNOWN_DIM,
    Dim,
    Dtype,
    Fact,
    Info,
    Kind,
    Shape,
    replace,
)
from gradgen.reader.unit import MISSING, Unit

NUMBERS = {"float": FLOAT, "int": INT, "bool": BOOL, "complex": COMPLEX}
WORDS: dict[str, Dtype | None] = {
    "float": "float", "bfloat": "float", "int": "int", "uint": "int", "integer": "int",
    "signedinteger": "int", "bool": "bool", "complex": "complex", "floating": "float",
    "inexact": None, "real": None, "num": None, "number": None, "shaped": None,
    "complexfloating": "complex", "double": "float", "single": "float", "any": None,
}  # fmt: skip
"""Names of dtypes, of NumPy's and of jaxtyping's, in lower case and without the bits."""

CONTAINERS: dict[str, Kind] = {"list": "list", "List": "list", "dict": "dict", "Dict": "dict"}
"""Annotations of containers; what they hold is not checked when the function is called."""

LETTERS = tuple("nmkpqrstuvwabcdefghijl")
"""Names for the dimensions of examples."""


def declared(unit: Unit, example: Sequence[object] | None = None) -> dict[str, Info]:
    """Return what is declared of each parameter.

    An annotation counts before an example. Equal sizes in an example get one symbol: the guard of
    the generated function checks that. The guard of a generated function counts as well.
    """
    arguments = unit.tree.args
    positional = [*arguments.posonlyargs, *arguments.args]
    found = {
        a.arg: parameter(a.arg, a.annotation, unit) for a in (*positional, *arguments.kwonlyargs)
    }
    if example is not None:
        sizes = _Sizes(unit)
        pairs = list(zip(positional, example, strict=False))
        for argument, value in pairs:
            sizes.take(found[argument.arg], value)
        for argument, value in pairs:
            if found[argument.arg] == undeclared(argument.arg) or found[argument.arg].rank is None:
                found[argument.arg] = sizes.info(argument.arg, value, found[argument.arg])
    return read_back(unit, found) if unit.generated else found


def parameter(name: str, annotation: ast.expr | None, unit: Unit) -> Info:
    """Return what the annotation of a parameter declares."""
    if annotation is None:
        return undeclared(name)
    found = _read(name, annotation, unit)
    return undeclared(name) if found is None else found


def number(name: str, kind: Info) -> Info:
    """Return what is known of a parameter that is declared a number."""
    facts = frozenset({Fact(name)})
    shape = replace(kind.shape, dims_facts=facts, token_facts=facts)
    dim = Dim.symbol(f"{name}=") if kind.dtype == "int" else None
    return replace(kind, shape=shape, dim=dim, dim_facts=facts if dim else NO_FACTS)


def array(name: str, dims: Sequence[Dim] | None, dtype: Dtype | None) -> Info:
    """Return what is known of a parameter that is declared an array."""
    shape = Shape(token=("param", name))
    if dims is not None:
        shape = shape_of_dims(dims, frozenset({Fact(name)}))
        if dims:
            shape = replace(shape, token=("param", name))
    facts = frozenset({Fact(name, "dtype")}) if dtype else NO_FACTS
    return Info("array", shape, dtype, facts)


# ---- annotations ----------------------------------------------------------------


def _read(name: str, node: ast.expr, unit: Unit) -> Info | None:
    """Return what an annotation says, None where it is not understood."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value.strip(), mode="eval").body
        except SyntaxError:
            return None
    if isinstance(node, ast.Subscript):
        return _read_subscript(name, node, unit)
    word = _last_word(node)
    if word is None:
        return None
    if word in NUMBERS:
        return number(name, NUMBERS[word])
    if word in ("ndarray", "Array", "ArrayLike", "NDArray"):
        return array(name, None, None) if word != "ArrayLike" else None
    if word == "str":
        return STRING
    if word in CONTAINERS:
        return Info(CONTAINERS[word])
    if isinstance(node, ast.Attribute) and word[:5] in ("float", "int64", "int32"):
        return number(name, FLOAT if word.startswith("float") else INT)
    return _read_object(name, unit.scope.lookup(node))


def _last_word(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _read_object(name: str, found: object) -> Info | None:
    """Read what an alias means: `Vector = Float[np.ndarray, "n"]`, or a class of the user's."""
    if found is MISSING:
        return None
    dims = getattr(found, "dim_str", None)
    dtypes = getattr(found, "dtypes", None)
    if isinstance(dims, str):
        first = dtypes[0] if isinstance(dtypes, (list, tuple)) and dtypes else ""
        return array(name, dims_of_text(name, dims), dtype_word(str(first)))
    for word, kind in NUMBERS.items():
        if (
            getattr(found, "__name__", "") == word
            and getattr(found, "__module__", "") == "builtins"
        ):
            return number(name, kind)
    if isinstance(found, type) and found.__module__.partition(".")[0] not in ("builtins", "numpy"):
        return Info(kind="object")
    return None


def _read_subscript(name: str, node: ast.Subscript, unit: Unit) -> Info | None:
    word = _last_word(node.value) or ""
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if word == "NDArray":
        return array(name, None, dtype_word(_last_word(parts[0]) or ""))
    if word == "ndarray":
        dtype = parts[1] if len(parts) > 1 else None
        inner = dtype.slice if isinstance(dtype, ast.Subscript) else None
        return array(name, _ranked(name, parts[0]), dtype_word(_last_word(inner or parts[0]) or ""))
    if word in ("Annotated", "Final"):
        return _read(name, parts[0], unit)
    if word in CONTAINERS:
        return Info(CONTAINERS[word])
    text = parts[1] if len(parts) == 2 else None
    if isinstance(text, ast.Constant) and isinstance(text.value, str) and _is_dtype(word):
        return array(name, dims_of_text(name, text.value), dtype_word(word))
    return None


def _ranked(name: str, node: ast.expr) -> list[Dim] | None:
    """Return the dimensions of `tuple[int, int]`: as many, with no name of their own."""
    if not isinstance(node, ast.Subscript) or (_last_word(node.value) or "").lower() != "tuple":
        return None
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if any(isinstance(part, ast.Constant) and part.value is ... for part in parts):
        return None
    return [axis_symbol(("param", name), k) for k in range(len(parts))]


def _is_dtype(word: str) -> bool:
    return re.sub(r"[\d_]+$", "", word).lower() in WORDS


def dtype_word(word: str) -> Dtype | None:
    """Return the dtype that a name speaks of: `Float32`, `float64`, `Int`, `bool_`."""
    return WORDS.get(re.sub(r"[\d_]+$", "", word).lower())


def dims_of_text(name: str, text: str) -> list[Dim] | None:
    """Return the dimensions that a jaxtyping text names, None where the rank is open."""
    parts = text.split()
    if any(part == "..." or part.lstrip("#?_").startswith("*") for part in parts):
        return None
    return [_dim_of_part(name, k, part) for k, part in enumerate(parts)]


def _dim_of_part(name: str, axis: int, part: str) -> Dim:
    own = axis_symbol(("param", name), axis)
    if part.startswith(("#", "_", "?")):
        return own
    part = part.rpartition("=")[2]
    try:
        dim = _linear(ast.parse(part, mode="eval").body)
    except SyntaxError:
        return own
    return dim if dim.is_known else own


def _linear(node: ast.expr) -> Dim:
    """Return a dimension that is written as an expression, `n+1`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return Dim((), node.value)
    if isinstance(node, ast.Name):
        return Dim.symbol(node.id)
    if isinstance(node, ast.BinOp):
        left, right = _linear(node.left), _linear(node.right)
        if isinstance(node.op, (ast.Add, ast.Sub)):
            return left.plus(right, 1 if isinstance(node.op, ast.Add) else -1)
        if isinstance(node.op, ast.Mult):
            return product([left, right])
    return UNKNOWN_DIM


# ---- examples -------------------------------------------------------------------


class _Sizes:
    """The symbols of the sizes that occur in an example."""

    def __init__(self, unit: Unit) -> None:
        self.symbols: dict[int, str] = {}
        self.letters: Iterator[str] = (
            letter for letter in LETTERS if letter not in unit.scope.local_names
        )

    def take(self, info: Info, value: object) -> None:
        """Note which sizes the annotations have names for."""
        sizes = getattr(value, "shape", ())
        if info.shape.dims is not None and is_array(value) and len(sizes) == len(info.shape.dims):
            for dim, size in zip(info.shape.dims, sizes, strict=True):
                if dim.atom is not None and "." not in dim.atom:
                    self.symbols.setdefault(int(size), dim.atom)

    def info(self, name: str, value: object, annotated: Info) -> Info:
        """Return what an example tells of a parameter."""
        for kind in (bool, int, float, complex):
            if isinstance(value, kind):
                return number(name, NUMBERS[kind.__name__])
        if not is_array(value):
            return annotated
        if not hasattr(value, "__len__"):  # a NumPy number
            return number(name, replace(FLOAT, dtype=dtype_of_object(value)))
        dims = [self._dim(int(size)) for size in getattr(value, "shape", ())]
        return array(name, dims, annotated.dtype or dtype_of_object(value))

    def _dim(self, size: int) -> Dim:
        if size == 1:
            return Dim((), 1)
        if size not in self.symbols:
            self.symbols[size] = next(self.letters, f"n{len(self.symbols)}")
            while list(self.symbols.values()).count(self.symbols[size]) > 1:
                self.symbols[size] = next(self.letters, f"n{len(self.symbols)}")
        return Dim.symbol(self.symbols[size])
