"""Counts the elements that NumPy writes while a function runs on counting arrays."""

from __future__ import annotations

import numpy as np


class Counting(np.ndarray):
    """An array that adds up the sizes of all results and of everything that is stored into it."""

    written = 0

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        plain = [_plain(value) for value in inputs]
        if out is not None:
            options["out"] = tuple(_plain(value) for value in out)
        result = getattr(ufunc, method)(*plain, **options)
        Counting.written += np.size(result)
        return result if out is None and np.ndim(result) == 0 else np.asarray(result).view(Counting)

    def __array_function__(self, function, types, args, kwargs):
        result = super().__array_function__(function, types, args, kwargs)
        if isinstance(result, np.ndarray):
            Counting.written += 0 if result.base is not None else result.size
        return result

    def __setitem__(self, index, value):
        Counting.written += np.size(self[index])
        super().__setitem__(index, _plain(value))

    def copy(self, order="C"):
        Counting.written += self.size
        return super().copy(order)


def _plain(value):
    return value.view(np.ndarray) if isinstance(value, Counting) else value


def counted(function, args, options) -> int:
    """Return the number of elements written by one call."""
    watched = [value.view(Counting) if isinstance(value, np.ndarray) else value for value in args]
    named = {
        name: value.view(Counting) if isinstance(value, np.ndarray) else value
        for name, value in options.items()
    }
    Counting.written = 0
    function(*watched, **named)
    return Counting.written
