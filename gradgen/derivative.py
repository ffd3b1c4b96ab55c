"""What the operators give back: a function that shows its source, and writes it to a file.

>>> df = gradgen.grad(mse, wrt="w")  # doctest: +SKIP
>>> df(w, b, x, y)  # doctest: +SKIP
>>> print(df)  # doctest: +SKIP
>>> df.write("mse_grad.py")  # doctest: +SKIP
"""

from __future__ import annotations

import functools
import html
import importlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gradgen.errors import InputError, Problem
from gradgen.transform.program import Mode
from gradgen.writer.files import check_writable, module_path, write_text
from gradgen.writer.load import run_text


@dataclass(frozen=True)
class Generated:
    """A derivative as text, and what is needed to run it.

    `wrt` pairs each parameter with its position; that of a keyword-only one is out of reach. A
    `single` one gives a gradient, not a tuple of one. `complex` are the parameters of `wrt` that
    are declared complex.
    """

    text: str
    name: str
    mode: Mode
    wrt: tuple[tuple[str, int], ...]
    live: Mapping[str, object] = field(default_factory=dict)
    single: bool = True
    complex: frozenset[str] = frozenset()


_NESTS = (list, tuple, dict)


class Derivative:
    """A generated derivative: called like a function, printed as its source.

    It has the name, signature and docstring of the generated function. It can be
    differentiated again, and is pickled by its source.

    Attributes
    ----------
    source : text of the generated module
    function : the generated function itself
    primal : what was differentiated; None after unpickling where it cannot be imported
    wrt : names of the parameters that it is the derivative by
    mode : "grad", "value_and_grad", "vjp" or "jvp"
    order : 1 for the derivative of a function, 2 for that of a derivative, …
    """

    def __init__(
        self,
        generated: Generated,
        primal: Callable[..., Any] | None,
        function: Callable[..., Any] | None = None,
    ) -> None:
        if function is None:
            namespace = run_text(generated.text, generated.name, generated.live)
            function = namespace[generated.name]  # type: ignore[assignment]
        assert function is not None
        functools.update_wrapper(self, function)
        self.function: Callable[..., Any] = function
        self.primal = primal
        self.source = generated.text
        self.wrt = tuple(name for name, _ in generated.wrt)
        self.mode = generated.mode
        self.order: int = 1 + (primal.order if isinstance(primal, Derivative) else 0)
        self._generated = generated
        self._wrt = generated.wrt

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the generated function; integers given for what `wrt` names are refused first.

        So are complex numbers for what is not declared complex, and its gradient if it comes out
        complex: then something else was complex that is not declared to be.
        """
        nests = []
        for index, (name, position) in enumerate(self._wrt):
            value = args[position] if position < len(args) else kwargs.get(name)
            if type(value) is not float and _is_whole(value):
                raise _whole_number(self._generated.name, name, value)
            if type(value) is not float and _is_complex(value):
                if name not in self._generated.complex:
                    raise _undeclared_complex(self._generated.name, f"`{name}` is complex")
            if isinstance(value, _NESTS):
                nests.append((index, name, value))
        found = self.function(*args, **kwargs)
        if _is_complex(found):
            self._check_complex(found)
        if nests and self.mode != "jvp":
            gradients = found[1] if self.mode == "value_and_grad" else found
            gradients = (gradients,) if self._generated.single else gradients
            for index, name, value in nests:
                if not isinstance(gradients[index], _NESTS):
                    raise _not_an_array(self._generated.name, name, value)
        return found

    def _check_complex(self, found: Any) -> None:
        """Refuse a complex derivative of a real value, or by a real argument."""
        name = self._generated.name
        if self.mode == "jvp":
            if _is_complex(found[1]) and not _is_complex(found[0]):
                raise _undeclared_complex(name, "a real value has a tangent that is complex")
            return
        gradients = found[1] if self.mode == "value_and_grad" else found
        gradients = (gradients,) if self._generated.single else gradients
        for parameter, gradient in zip(self.wrt, gradients, strict=True):
            if parameter not in self._generated.complex and _is_complex(gradient):
                raise _undeclared_complex(name, f"the gradient by `{parameter}` is complex")

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write the module to a file, whole or not at all.

        Parameters
        ----------
        path : a file ending in `.py`, or a folder, in which the file is called as the function

        Returns
        -------
        path : the file that was written

        Raises
        ------
        InputError
            if the file exists and gradgen did not write it, or if the module needs an object
            that cannot be imported
        """
        check_writable(self._generated.live)
        return write_text(module_path(path, self._generated.name), self.source)

    def __str__(self) -> str:
        return self.source

    def __repr__(self) -> str:
        of = getattr(self.primal, "__name__", "a function")
        return f"<gradgen {self.mode} of {of} with respect to {', '.join(self.wrt)}>"

    def _repr_html_(self) -> str:
        """Return the source for a notebook, highlighted where Pygments is installed."""
        try:
            pygments = importlib.import_module("pygments")
            lexer = importlib.import_module("pygments.lexers").PythonLexer()
            formatter = importlib.import_module("pygments.formatters").HtmlFormatter(noclasses=True)
        except ImportError:
            return f"<pre>{html.escape(self.source)}</pre>"
        return str(pygments.highlight(self.source, lexer, formatter))

    def __copy__(self) -> Derivative:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Derivative:
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self._generated, _reference(self.primal))


def _reference(primal: Callable[..., Any] | None) -> object:
    """Return what a pickle holds of the function that was differentiated."""
    if primal is None or isinstance(primal, Derivative):
        return primal
    name = getattr(primal, "__qualname__", "")
    module = getattr(primal, "__module__", None) or ""
    return (module, name) if _imported(module, name) is primal else None


def _restored(generated: Generated, reference: object) -> Derivative:
    if isinstance(reference, tuple):
        module, name = reference
        return Derivative(generated, _imported(module, name))
    return Derivative(generated, reference if isinstance(reference, Derivative) else None)


def _imported(module: str, name: str) -> Any:
    """Return a member of a module, or None if it is not there."""
    try:
        __import__(module)
        found: Any = sys.modules[module]
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError, KeyError, ValueError):
        return None
    return found


def _is_whole(value: object) -> bool:
    """Tell whether a value cannot carry a derivative: booleans, and integers but for an `int`."""
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind is not None:
        return kind in ("b", "i", "u")
    if isinstance(value, (list, tuple)):
        return any(type(element) is int or _is_whole(element) for element in value)
    return isinstance(value, bool)


def _is_complex(value: object) -> bool:
    """Tell whether a value is complex, or holds a complex number."""
    dtype = getattr(value, "dtype", None)
    if dtype is not None:
        return getattr(dtype, "kind", "") == "c"
    if isinstance(value, (list, tuple)):
        return any(map(_is_complex, value))
    if isinstance(value, dict):
        return any(map(_is_complex, value.values()))
    return isinstance(value, complex)


def _not_an_array(function: str, name: str, value: object) -> InputError:
    reason = f"`{name}` is a {type(value).__name__}, and is used as an array"
    help = f"give `np.array({name})`"
    text = f"{function} cannot be called so\n   = {reason}\n   = help: {help}"
    return InputError(Problem("GG403", f"with respect to `{name}`", reason, help, text))


def _undeclared_complex(function: str, what: str) -> InputError:
    reason = f"{what}, and what is not declared is taken as real"
    help = 'declare what is complex: `z: complex`, `z: Complex[np.ndarray, "n"]`'
    text = f"{function} cannot be called so\n   = {reason}\n   = help: {help}"
    return InputError(Problem("GG129", f"`{function}`", reason, help, text))


def _whole_number(function: str, name: str, value: object) -> InputError:
    dtype = getattr(value, "dtype", None)
    what = f"an array of {dtype}" if getattr(value, "ndim", 0) else f"a {dtype}"
    way_out = f"{name}.astype(float)"
    if dtype is None:
        what = f"a {type(value).__name__}" + (" of integers" if not isinstance(value, bool) else "")
        way_out = f"float({name})" if isinstance(value, bool) else f"np.array({name}, dtype=float)"
    reason = f"`{name}` is {what}, and a derivative is with respect to real numbers"
    help = f"give `{way_out}`"
    text = f"{function} cannot be called so\n   = {reason}\n   = help: {help}"
    return InputError(Problem("GG403", f"with respect to `{name}`", reason, help, text))
