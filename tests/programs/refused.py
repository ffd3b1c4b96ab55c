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
