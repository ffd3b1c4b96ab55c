"""The canonical dotted name of what is called: `numpy.tanh` for `np.tanh` and for `t`.

The rules know it by object identity; for what has no rule the object's own name serves.
"""

from __future__ import annotations

import ast
import builtins
import math
import sys

from gradgen import rules
from gradgen.analysis.values import NUMBER, Dim, Dtype, Info, Shape, constant, replace
from gradgen.reader.unit import MISSING, Unit


def resolve(node: ast.expr, unit: Unit) -> object:
    """Return the object that a free name or a chain of attributes means, or `MISSING`.

    In generated text `np` is NumPy, whatever the user calls it.
    """
    found = unit.scope.lookup(node)
    if found is not MISSING:
        return found
    chain: list[str] = []
    while isinstance(node, ast.Attribute):
        chain.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return MISSING
    found = sys.modules.get("numpy") if node.id == "np" else getattr(builtins, node.id, None)
    for attribute in reversed(chain):
        found = getattr(found, attribute, None)
    return MISSING if found is None else found


def canonical_name(found: object) -> str | None:
    """Return the dotted name of a function, or None for one that is not a library's."""
    rule = rules.find(found)
    if rule is not None:
        return rule.name
    name = getattr(found, "__name__", None)
    if not isinstance(name, str):
        return None
    if is_ufunc(found):
        return f"numpy.{name}"
    module = getattr(found, "__module__", None)
    if not isinstance(module, str):
        return None
    root = module.partition(".")[0]
    if root in ("builtins", "math", "operator", "_operator", "copy"):
        return f"{root.lstrip('_')}.{name}"
    if root == "scipy":
        return ".".join([*(part for part in module.split(".") if not part.startswith("_")), name])
    if root in ("numpy", "cupy"):
        inner = [part for part in module.split(".")[1:] if part in ("linalg", "fft", "random")]
        return ".".join(["numpy", *inner, name])
    return None


def is_ufunc(found: object) -> bool:
    """Tell whether a function is elementwise by its type, with one result."""
    return (
        type(found).__name__ == "ufunc"
        and getattr(found, "nout", 0) == 1
        and getattr(found, "signature", "") is None
    )


def is_math(name: str) -> bool:
    """Tell whether a function is one of `math`, which give numbers."""
    return name.startswith("math.") and hasattr(math, name[5:])


def is_array(found: object) -> bool:
    """Tell whether an object is an array of any library."""
    return all(hasattr(found, name) for name in ("shape", "ndim", "dtype"))


def dtype_of_object(found: object) -> Dtype | None:
    """Return the dtype of an array or NumPy scalar, as a word."""
    kind = getattr(getattr(found, "dtype", None), "kind", "")
    words: dict[str, Dtype] = {"f": "float", "i": "int", "u": "int", "b": "bool", "c": "complex"}
    return words.get(kind)


def info_of_object(found: object) -> Info:
    """Return what is known of a constant that the function reads from outside."""
    has_shape = isinstance(getattr(found, "shape", None), tuple)
    if has_shape and is_array(found) and not isinstance(found, (int, float, complex)):
        sizes: tuple[int, ...] = tuple(getattr(found, "shape", ()))
        dtype = dtype_of_object(found)
        if not sizes:
            return replace(NUMBER, dtype=dtype)
        dims = tuple(Dim((), size) for size in sizes)
        return Info("array", Shape(dims=dims, token=("constant", sizes)), dtype)
    if isinstance(found, type):
        return Info(kind="function", value=f"{found.__module__}.{found.__name__}", known=True)
    if callable(found):
        return Info(kind="function")
    return constant(found)
