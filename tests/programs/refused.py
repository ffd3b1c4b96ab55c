"""Functions that must be refused: a gradient could be wrong, or there is none."""

import numpy as np

TOTAL = np.zeros(3)


def view_read_after_write(u, c):
    """An alias by a view is read after the memory under it changes."""
    edge = u[0]
    flow = u.copy()
    row = flow[0]
    flow[0] = c * edge
    return np.sum(row * flow)


def argument_written(x, c):
    """The caller's array would be changed."""
    x[0] = c
    return np.sum(x**2)


def argument_augmented(x, c):
    """The same, through `+=` on an array parameter that is annotated as one."""
    x[1:] += c
    return np.sum(x**2)


def alias_written(x, c):
    """The same, through a second name."""
    y = x
    y[0] = c
    return np.sum(x**2)


def global_written(x):
    """A module array takes active values."""
    TOTAL[0] = x
    return np.sum(TOTAL)


def global_statement(x):
    global TOTAL
    TOTAL = x * 2.0
    return np.sum(TOTAL)


def generator_function(x):
    yield x * x


async def coroutine(x):
    return x * x


def executed(x):
    exec("y = x * x")
    return x


def without_rule(x):
    """A function with no source and no rule."""
    return np.sum(np.lib.scimath.logn(2.0, x))


def attribute_written(x, holder):
    holder.value = x * x
    return holder.value


def test_that_writes(x):
    """What the test writes is read after it."""
    buffer = np.zeros(2)
    if np.sum(np.multiply(x, np.ones(2), out=buffer)) > 0.0:
        return np.sum(buffer**2)
    return 0.0


def bound_that_writes(x):
    """What is written to find the number of rounds is read in them."""
    buffer = np.zeros(2)
    total = 0.0
    for _ in range(int(filled(buffer, x))):
        total += np.sum(buffer**2)
    return total


def filled(buffer, x):
    buffer[:] = x * x
    return 2.0


def assertion_that_writes(x):
    buffer = np.zeros(2)
    assert filled(buffer, x) > 0.0
    return np.sum(buffer)


def index_that_writes(x):
    buffer = np.zeros(2)
    c = np.ones(3)[int(filled(buffer, x))]
    return np.sum(buffer) * c


def list_or_array(x):
    """Nothing tells whether `+` joins or adds."""
    values = x + [1.0, 2.0]
    return values[0] * values[1]
