"""A strict stand-in for an array of another device: it never becomes a NumPy array by itself.

It speaks `__array_ufunc__` and `__array_function__` alone. Conversion to a host array or a
Python number, arithmetic with a host array, and functions and keywords that CuPy does not have,
raise `TransferError`; truth of a 0-d array is
allowed, as in CuPy; reductions and elements give 0-d arrays, not NumPy scalars.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from gradgen.rules import cupy
from tests.support.nests import mapped


class TransferError(TypeError):
    """Data would have moved between device and host without being asked."""


class DeviceArray(NDArrayOperatorsMixin):
    """An array that lives elsewhere."""

    def __init__(self, data) -> None:
        self._data = np.asarray(data)

    def to_host(self) -> np.ndarray:
        """Return the data; the one way out."""
        return self._data.copy()

    shape = property(lambda self: self._data.shape)
    ndim = property(lambda self: self._data.ndim)
    size = property(lambda self: self._data.size)
    dtype = property(lambda self: self._data.dtype)
    T = property(lambda self: DeviceArray(self._data.T))
    mT = property(lambda self: DeviceArray(self._data.mT))
    real = property(lambda self: DeviceArray(self._data.real))
    imag = property(lambda self: DeviceArray(self._data.imag))

    def __repr__(self) -> str:
        return f"DeviceArray({self._data!r})"

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __bool__(self) -> bool:
        if self.ndim:
            raise TransferError("truth of a device array")
        return bool(self._data)

    def _refused(self, *args, **kwargs):
        raise TransferError("a device array was to be copied to the host")

    __array__ = __float__ = __int__ = __index__ = __complex__ = tolist = _refused

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        name = f"cupy.{ufunc.__name__}" + ("" if method == "__call__" else f".{method}")
        if not cupy.has(name):
            raise TransferError(f"CuPy has no {name}")
        plain = [_unwrapped(value) for value in inputs]
        options = {name: _unwrapped(value) for name, value in options.items()}
        if out is not None:
            options["out"] = tuple(_unwrapped(value) for value in out)
        result = getattr(ufunc, method)(*plain, **options)
        return out[0] if out is not None else _wrapped(result)

    def __array_function__(self, function, types, args, kwargs):
        check_known(function, kwargs)
        plain = [_unwrapped(value) for value in args]
        options = {name: _unwrapped(value) for name, value in kwargs.items()}
        return _wrapped(function(*plain, **options))

    def __getitem__(self, index):
        return DeviceArray(self._data[_unwrapped(index)])

    def __setitem__(self, index, value) -> None:
        self._data[_unwrapped(index)] = _unwrapped(value)


def check_known(function, keywords) -> None:
    """Refuse a function, or a keyword of it, that CuPy does not have."""
    name = cupy.cupy_name(f"{function.__module__}.{function.__name__}")
    if not cupy.has(name):
        raise TransferError(f"CuPy has no {name}")
    known = cupy.recorded().get(name)
    for keyword in keywords if known is not None else ():
        if keyword not in known:
            raise TransferError(f"{name} of CuPy has no `{keyword}`")


def _method(name):
    def call(self, *args, **kwargs):
        plain = [_unwrapped(value) for value in args]
        options = {key: _unwrapped(value) for key, value in kwargs.items()}
        return _wrapped(getattr(self._data, name)(*plain, **options))

    call.__name__ = name
    return call


for _name in (
    "all any argmax argmin astype clip conj conjugate copy cumsum choose compress diagonal "
    "dot fill flatten item max mean min prod ravel repeat reshape sort squeeze std sum swapaxes "
    "take trace transpose var"
).split():
    setattr(DeviceArray, _name, _method(_name))


def _rebuilt(value, items):
    """Return a tuple or list, a named one perhaps, of other elements."""
    return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)


def _unwrapped(value):
    """Return what NumPy may see: device data as it is, no host arrays."""
    if isinstance(value, DeviceArray):
        return value._data
    if isinstance(value, np.ndarray) and value.ndim:
        raise TransferError("a host array meets a device array")
    if isinstance(value, (tuple, list)):
        return mapped(_unwrapped, value)
    return value


def _wrapped(value):
    if isinstance(value, (np.ndarray, np.generic)):
        return DeviceArray(value)
    if isinstance(value, (tuple, list)) and any(isinstance(v, np.ndarray) for v in value):
        return mapped(_wrapped, value)
    return value


def to_device(value):
    """Return arrays as device arrays, anything else as it is."""
    if isinstance(value, (list, tuple, dict)):
        return mapped(to_device, value)
    return DeviceArray(value.copy()) if isinstance(value, np.ndarray) else value


def to_host(value):
    """Return device arrays as host arrays, anything else as it is."""
    return value.to_host() if isinstance(value, DeviceArray) else value


class DeviceModule:
    """What `cp` is to a generated module: NumPy by its names in CuPy, making device arrays."""

    def __init__(self, module=np, name="cupy") -> None:
        self._module, self._name = module, name

    def __getattr__(self, name):
        found = getattr(self._module, name)
        dotted = f"{self._name}.{name}"
        if isinstance(found, type(np)):
            return DeviceModule(found, dotted)
        if isinstance(found, type) or not callable(found):
            return found
        if not cupy.has(dotted):
            raise TransferError(f"CuPy has no {dotted}")
        if isinstance(found, np.ufunc):
            return found
        known = cupy.recorded().get(dotted)

        def call(*args, **kwargs):
            for keyword in kwargs if known is not None else ():
                if keyword not in known:
                    raise TransferError(f"{dotted} of CuPy has no `{keyword}`")
            plain = [_unwrapped(value) for value in args]
            options = {key: _unwrapped(value) for key, value in kwargs.items()}
            return _wrapped(found(*plain, **options))

        return call
