"""The work of a gradient grows as that of its function: counted in elements written, not timed."""

import numpy as np
import pytest

from tests.programs import gallery, inplace, loops, ml, unannotated
from tests.support.counting import counted
from tests.support.generated import made

LINEAR = [
    (gallery.chain_energy, "x", lambda x: (x,)),
    (loops.sum_of_squares, "x", lambda x: (x,)),
    (loops.over_values, "x", lambda x: (x,)),
    (loops.countdown, "c", lambda x: (x, 0.7)),
    (loops.local_in_loop, "x", lambda x: (x, 0.7)),
    (loops.every_second, "x", lambda x: (x,)),
    (inplace.recurrence, "x", lambda x: (x, 0.7)),
    (inplace.histogram, "x", lambda x: (x, np.arange(len(x)) % 4)),
    (ml.convolution_1d, "signal", lambda x: (x[:3], x)),
    (unannotated.unknown_elements, "x", lambda x: (x,)),
]


@pytest.mark.parametrize("mode", ["grad", "jvp"])
@pytest.mark.parametrize(
    ("function", "wrt", "make"), LINEAR, ids=[function.__name__ for function, *_ in LINEAR]
)
def test_loops_over_elements_stay_linear(function, wrt, make, mode):
    counts = []
    for n in (100, 200, 400):
        x = np.linspace(0.1, 1.0, n)
        options = {f"d_{wrt}": x} if mode == "jvp" else {}
        counts.append(counted(made(mode, function, wrt), make(x), options))
    first, second = counts[1] - counts[0], counts[2] - counts[1]
    assert counts[-1] > 0 or mode == "jvp"  # a tangent of numbers writes no element at all
    assert second <= 2.2 * first, counts


def by_hand(x):
    grad_x = np.zeros_like(x)
    for i in range(1, len(x)):
        grad_x[i] += np.cos(x[i]) * x[i - 1]
        grad_x[i - 1] += np.sin(x[i])
    return grad_x


def by_hand_quadratic(x):
    grad_x = np.zeros_like(x)
    for i in range(1, len(x)):
        term = np.zeros_like(x)
        term[i] = np.cos(x[i]) * x[i - 1]
        grad_x = grad_x + term
    return grad_x


def test_the_count_tells_linear_from_quadratic():
    sizes = (100, 200, 400)
    linear = [counted(by_hand, (np.linspace(0.1, 1.0, n),), {}) for n in sizes]
    quadratic = [counted(by_hand_quadratic, (np.linspace(0.1, 1.0, n),), {}) for n in sizes]
    assert linear[2] - linear[1] <= 2.2 * (linear[1] - linear[0])
    assert quadratic[2] - quadratic[1] > 3.0 * (quadratic[1] - quadratic[0])
