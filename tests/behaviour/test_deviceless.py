"""Whatever function runs on a device array, its gradient does too, with no transfer."""

import numpy as np
import pytest

from tests.behaviour.cases import ALL, each_sample
from tests.support.deviceless import DeviceArray, TransferError, to_device, to_host
from tests.support.generated import gradients
from tests.support.nests import flat, leaves, mapped
from tests.support.samples import Call


def on_device(call: Call) -> Call:
    return Call(
        tuple(to_device(value) for value in call.args),
        {name: to_device(value) for name, value in call.kwargs.items()},
    )


def runs_on_device(sample) -> bool:
    """Tell whether a function of arrays keeps its data on the device."""
    for k in range(len(sample.makers)):
        call = on_device(sample.call(k))
        if not any(isinstance(value, DeviceArray) for value in call.args):
            return False
        try:
            sample.function(*call.args, **call.kwargs)
        except (TypeError, ValueError):  # NumPy wraps the first in the second
            return False
    return True


# Host arrays are made by one of the samples, by the adjoint of `np.squeeze` of a number, and of a
# list of numbers.
MIXED = {
    "array_functions_of_lists.list_times_array",
    "calls.different_activity",
    "parted.spread_into_list",
    "sciences.hidden_chain",
    "shapes.expanded",
}
CLEAN = [sample for sample in ALL if sample.name not in MIXED and runs_on_device(sample)]


def test_many_samples_run_on_a_device():
    assert len(CLEAN) >= 100


def test_device_array_refuses_transfers():
    x = DeviceArray([1.0, 2.0])
    for act in (np.asarray, float, lambda v: v + np.ones(2), lambda v: np.array([v, v]), bool):
        with pytest.raises(TransferError):
            act(x)
    with pytest.raises(TransferError):
        float(np.sum(x))
    assert isinstance(np.sum(x), DeviceArray)
    assert isinstance(x[0] + 1.0, DeviceArray)
    assert bool(np.sum(x) > 1.0)


@each_sample(CLEAN)
def test_gradient_stays_on_the_device(sample):
    for call in sample.calls():
        expected = gradients(sample, call)
        bound = call.bound(sample.function)
        for name, got, on_host in zip(
            sample.wrt, gradients(sample, on_device(call)), expected, strict=True
        ):
            for part, given in zip(leaves(got), leaves(bound[name]), strict=True):
                assert isinstance(part, DeviceArray) or not np.ndim(given)
            on_device_too = flat(mapped(to_host, got))
            np.testing.assert_allclose(on_device_too, flat(on_host), rtol=1e-12, atol=1e-14)
