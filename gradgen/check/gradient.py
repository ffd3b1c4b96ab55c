"""`check_grad` tells whether the gradient of a function is right at given arguments."""

from __future__ import annotations

import copy
import inspect
import math
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from gradgen import errors
from gradgen.check.compare import Along, compare, float_of
from gradgen.check.making import Wrt, make, wanted
from gradgen.check.nests import leaves, like, mapped
from gradgen.check.report import ArgumentReport, DotProduct, GradientMismatchError, Report


def check_grad(
    f: Callable[..., object],
    *args: object,
    wrt: Wrt = 0,
    rtol: float = 1e-6,
    derivative: Callable[..., object] | None = None,
    tangent: Callable[..., object] | None = None,
    raise_on_failure: bool = False,
    **kwargs: object,
) -> Report:
    """Compare the gradient of a scalar function with numerical differences of the function.

    The differences are central, extrapolated to step zero, and carry an estimate of their own
    error. Arguments of up to 64 elements are compared component by component, larger ones along
    random directions (always the same ones). Of a list, a tuple, a dict or an object each number
    and array is compared, and reported, by itself. Beside that, reverse mode is held against
    forward mode along one direction.

    Parameters
    ----------
    f : callable
        The function; it gives a scalar.
    *args, **kwargs
        Where to check: the arguments of `f`. They are not modified. Choose them away from kinks.
    wrt : int, str or tuple of them
        The parameters to check, by position or by name.
    rtol : float
        What may be missed, relative to the largest component; for single precision it is at least
        100 units of rounding.
    derivative : callable, optional
        The gradient to check, with the arguments of `f`. It gives one gradient for a single `wrt`,
        a tuple for a tuple. By default the one that gradgen writes.
    tangent : callable, optional
        A forward derivative like that of `gradgen.jvp`. By default the one that gradgen writes,
        unless `derivative` is given.
    raise_on_failure : bool
        Whether a failed check raises.

    Returns
    -------
    Report
        `report.ok` tells whether all is well, `print(report)` shows what was compared.

    Raises
    ------
    GradientMismatchError
        If the check fails and `raise_on_failure` is set; the message is the report.

    Examples
    --------
    >>> report = check_grad(lambda x: x**3, 2.0, derivative=lambda x: 3.0 * x**2)
    >>> report.ok
    True
    """
    names = wanted(f, wrt)
    signature = inspect.signature(f)
    bound = signature.bind(*args, **kwargs)
    for name in names:
        bound.arguments.setdefault(name, signature.parameters[name].default)
    value = _value(f, _called(f, signature, bound.arguments))
    found = _gradients(f, names, bound.arguments, wrt, derivative)
    random = np.random.default_rng(0)
    tolerance = max(rtol, 100.0 * _rounding(bound.arguments, names))

    def call(arguments: Mapping[str, object]) -> object:
        return _called(f, signature, arguments)

    reports = tuple(
        report
        for name, gradient in zip(names, found, strict=True)
        for report in _reports(call, bound.arguments, name, gradient, value, tolerance, random)
    )
    if tangent is None and derivative is None:
        tangent = _tangent(f, names)
    dot = None
    if tangent is not None and all(report.verdict != "shape" for report in reports):
        dot = _dot_product(f, names, bound.arguments, found, tangent, tolerance)
    report = Report(_name(f), reports, dot)
    if raise_on_failure and not report.ok:
        raise GradientMismatchError(_problem(report))
    return report


def _reports(
    call: Callable[..., object],
    arguments: Mapping[str, object],
    name: str,
    gradient: object,
    value: float,
    rtol: float,
    random: np.random.Generator,
) -> Iterator[ArgumentReport]:
    """Yield the report for each number and array of one argument."""
    if not like(gradient, arguments[name]):
        detail = "the gradient has other containers than the argument"
        yield ArgumentReport(name, (), 0, math.nan, math.nan, 0.0, "shape", detail)
        return
    for leaf in leaves(name, arguments[name]):
        yield compare(Along(call, arguments, leaf), leaf.of(gradient), value, rtol, random)


def _called(
    function: Callable[..., object],
    like: inspect.Signature,
    arguments: Mapping[str, object],
    **extra: object,
) -> object:
    """Call a function with copies of arguments given by the parameter names of a signature."""
    copies = OrderedDict(copy.deepcopy(dict(arguments)))
    bound = inspect.BoundArguments(like, copies)
    return function(*bound.args, **bound.kwargs, **extra)


def _value(f: Callable[..., object], value: object) -> float:
    shape = np.asarray(value).shape
    if shape != ():
        text = f"cannot check `{_name(f)}`: it gives an array of shape {shape}, not a scalar"
        raise errors.NotScalarError(
            errors.Problem("GG401", f"`{_name(f)}`", "it gives an array", "", text)
        )
    return float_of(value)


def _name(f: Callable[..., object]) -> str:
    return getattr(f, "__name__", repr(f))


def _gradients(
    f: Callable[..., object],
    names: tuple[str, ...],
    arguments: Mapping[str, object],
    wrt: Wrt,
    derivative: Callable[..., object] | None,
) -> tuple[object, ...]:
    """Return the gradients to check, as a tuple."""
    if derivative is None:
        found = _called(make("grad", f, names), inspect.signature(f), arguments)
    else:
        found = _called(derivative, inspect.signature(f), arguments)
        found = found if isinstance(wrt, tuple) else (found,)
    assert isinstance(found, tuple)
    return found


def _tangent(f: Callable[..., object], names: tuple[str, ...]) -> Callable[..., object] | None:
    """Return the forward derivative, None where gradgen has none."""
    try:
        return make("jvp", f, names)
    except errors.UnsupportedError:
        return None


def _rounding(arguments: Mapping[str, object], names: tuple[str, ...]) -> float:
    """Return the unit of rounding of the coarsest argument that is differentiated."""
    units = [np.finfo(np.float64).eps]
    for name in names:
        for leaf in leaves(name, arguments[name]):
            dtype = np.asarray(leaf.of(arguments[name])).dtype
            if dtype.kind in "fc":
                units.append(np.finfo(dtype).eps)
    return float(max(units))


def _dot_product(
    f: Callable[..., object],
    names: tuple[str, ...],
    arguments: Mapping[str, object],
    gradients: tuple[object, ...],
    tangent: Callable[..., object],
    rtol: float,
) -> DotProduct:
    """Compare `sum(gradient * direction)` with the tangent along a random direction."""
    random = np.random.default_rng(1)
    along: dict[str, object] = {}
    products = []
    keywords = _keywords(f, tangent, names)
    for name, keyword, gradient in zip(names, keywords, gradients, strict=True):
        direction = mapped(lambda value: _drawn(value, random), arguments[name])
        along[keyword] = direction
        for leaf in leaves(name, arguments[name]):
            found = np.asarray(leaf.of(gradient)) * np.asarray(leaf.of(direction))
            products.append(np.ravel(found.real))
    result = _called(tangent, inspect.signature(f), arguments, **along)
    assert isinstance(result, tuple)
    joined = np.concatenate([np.zeros(0), *products])
    tolerance = 1e-4 * rtol * float(np.sum(np.abs(joined))) + 1e-12
    return DotProduct(float(np.sum(joined)), float_of(result[1]), tolerance)


def _keywords(
    f: Callable[..., object], tangent: Callable[..., object], names: tuple[str, ...]
) -> list[str]:
    """Return what a forward derivative calls the directions: `d_x`, unless `f` has that name."""
    own = inspect.signature(f).parameters
    added = [name for name in inspect.signature(tangent).parameters if name not in own]
    return added if len(added) == len(names) else [f"d_{name}" for name in names]


def _drawn(value: object, random: np.random.Generator) -> object:
    """Return random numbers like a number or an array."""
    start = np.asarray(value)
    drawn = random.normal(size=start.shape)
    if start.dtype.kind == "c":
        drawn = drawn + 1j * random.normal(size=start.shape)
    dtype = start.dtype if start.dtype.kind in "fc" else np.dtype(np.float64)
    return drawn.astype(dtype) if start.ndim else drawn.item()


def _problem(report: Report) -> errors.Problem:
    text = str(report)
    return errors.Problem("GG601", f"`{report.function}`", "its gradient is wrong", "", text)
