"""`try` and `with`: what fails in the forward pass is known in the backward pass."""

import contextlib

import numpy as np
from jaxtyping import Float


def read_setting(x, text):
    """All four parts, around what carries no gradient."""
    try:
        n = int(text)
    except ValueError:
        n = 3
    else:
        n += 1
    finally:
        width = 2.0
    return x**n * width


def log_determinant(a: Float[np.ndarray, "n n"]):
    """A fallback for what may fail, both differentiated."""
    try:
        factor = np.linalg.cholesky(a)
    except np.linalg.LinAlgError:
        factor = np.linalg.cholesky(a + 8.0 * np.eye(len(a)))
    return 2.0 * np.sum(np.log(np.diag(factor)))


def quotient(x, k):
    """Returns from the body and from the handler."""
    try:
        return x * x / k
    except ZeroDivisionError:
        return x**3


def looked_up(x, table, key):
    """A handler that returns, in front of the rest."""
    try:
        k = table[key]
    except KeyError:
        return x * x
    return k * x**3


def numbers_in(x, words):
    """Rounds that are skipped, counted, and that end the loop."""
    total = x
    bad = 0
    for word in words:
        try:
            k = float(word)
        except ValueError:
            bad += 1
            continue
        total = total * x + k * x
    for word in words:
        try:
            k = float(word)
        except ValueError:
            break
        total = total * k * x
    else:
        total = total + x * x
    return total * (1 + bad)


def sums_of_known(x, table, keys):
    """Several values that are read only where all are there."""
    y = x
    for key in keys:
        try:
            z = x * x * table[key]
            w = z * z
        except KeyError:
            continue
        y = y + w * z
    return y


def told_apart(x, k, settings):
    """Two handlers, `else` and `finally`."""
    try:
        y = x ** settings["n"] / k
    except KeyError:
        y = x
    except (ZeroDivisionError, TypeError) as error:
        y = np.cos(x) * len(error.args)
    else:
        y = y * y
    finally:
        width = 2.0
    return y * x * width


def carried_over(x, k):
    """The old value stays where nothing new could be computed."""
    y = x * x
    try:
        y = y / k
    except ZeroDivisionError:
        pass
    try:
        y += y / (k - 1.0)
    except ZeroDivisionError:
        y = y * 3.0
    return y * x


def explained(x, k):
    """A handler that only raises: the body may be anything."""
    y = x
    try:
        for _ in range(3):
            y = y * x / k
    except ZeroDivisionError as error:
        raise ValueError("k must not be zero") from error
    return y


def tidied_up(x, seen):
    """`finally` around a result."""
    try:
        y = np.sin(x)
        return y * x
    finally:
        print(len(seen))


def checked(x):
    """Assertions with messages, and `raise`."""
    assert x > 0.0, f"x is {x}"
    y = np.log(x)
    if not np.isfinite(y):
        raise ValueError(f"no logarithm of {x}")
    assert np.isfinite(y), "y is not finite"
    return y * y


class Count:
    """A context that counts how often it is entered."""

    def __init__(self):
        self.entered = 0

    def __enter__(self):
        self.entered += 1
        return self

    def __exit__(self, *error):
        return None


@contextlib.contextmanager
def announced(text):
    print(text)
    yield
    print("done")


def under_contexts(x: Float[np.ndarray, "n"]):
    """Entered once, with a name; with a function; and one that sets a mode."""
    with Count() as count, announced("computing"):
        y = x * x
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.log(y) * x
        return np.sum(z * y) * count.entered
