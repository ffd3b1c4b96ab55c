"""The derivatives of the samples, each made once a test session."""

from __future__ import annotations

import functools

import numpy as np

import gradgen
from tests.support.nests import mapped
from tests.support.samples import Call, Sample


@functools.cache
def _outcome(mode: str, function, wrt):
    """Return the derivative or the error of making it, so that neither is made twice."""
    try:
        return getattr(gradgen, mode)(function, wrt=wrt)
    except Exception as error:
        return error


def _or_raised(outcome):
    if isinstance(outcome, Exception):
        raise outcome.with_traceback(None)
    return outcome


def made(mode: str, function, wrt):
    """Return `gradgen.MODE(function, wrt=wrt)`."""
    return _or_raised(_outcome(mode, function, wrt))


def made_of_made(outer: str, inner: str, function, inner_wrt, wrt):
    """Return `gradgen.OUTER(gradgen.INNER(function, wrt=inner_wrt), wrt=wrt)`."""
    return _or_raised(_outcome(outer, made(inner, function, inner_wrt), wrt))


def gradients(sample: Sample, call: Call) -> tuple:
    """Return the gradients of a sample as a tuple, in the order of `wrt`."""
    found = made("grad", sample.function, sample.asked)(*call.args, **call.kwargs)
    return (found,) if sample.one else found


def state(call: Call) -> list:
    """Return the arguments as bytes where they are arrays, to see that nothing changed them."""
    return [_state(value) for value in (*call.args, *call.kwargs.values())]


def _state(value: object) -> object:
    if isinstance(value, np.ndarray):
        return value.tobytes(), value.shape, value.dtype.str
    return mapped(_state, value) if isinstance(value, (list, tuple, dict)) else value
