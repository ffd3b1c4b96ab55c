"""Assignment expressions: where they always run, and where they may not."""

import numpy as np


def relaxed(x, tolerance):
    """In the test of a loop, inside a call."""
    while abs(step := 0.5 * np.sin(x)) > tolerance:
        x = x - step
    return x * x + step


def halved(x):
    """As the left side of the test; one round in two is cut short."""
    rounds = 0
    while (y := 0.5 * x) > 0.2:
        rounds += 1
        if rounds % 2:
            x = y * np.cos(y)
            continue
        x = y * y + 0.1
    return x + y * y


def optional_mask(x, mask=None):
    """Behind `or` and `and`, in a chain of branches."""
    if mask is None or (k := len(mask)) == 0:
        return x
    elif (double := k * 2) > 3 and (odd := double - 1) > 2:
        return x**odd
    else:
        return x * k * double * x


def branches_of_a_choice(x):
    y = (a := x * x) if x > 0.0 else (a := -x)
    return a * y + ((b := np.cos(y)) if y > 1.0 else (b := 2.0 * y)) * b


def first_of_a_chain(x):
    if 0.0 < (y := np.sin(x)) < 0.9:
        return y * y
    return y


def in_every_place(x):
    """In an assertion, an argument, an index."""
    assert (n := len(x)) > 0, "nothing to sum"
    total = np.sum((y := x * n) ** 2) + (z := y[0]) * z
    return total * x[(last := n - 1)] * last
