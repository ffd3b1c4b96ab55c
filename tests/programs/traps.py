"""Programs that are easy to differentiate wrongly without noticing."""

import numpy as np
from jaxtyping import Float

Vector = Float[np.ndarray, "n"]


def stale_temporary(x: Vector, b: float):
    """A temporary used on both sides of an overwrite of its operand."""
    t = np.tanh(x) * b
    b = b * np.sum(t)
    x = x * b
    return np.sum(t * x) * b


def conditional_save(x: float, n: int):
    """An overwrite that happens in some rounds only."""
    y = 1.0
    for i in range(n):
        if i % 2 == 1:
            x = np.sin(x)
        y = y * x
    return y


def loop_test_overwritten(x: float, n: int):
    """The variable of the test is overwritten in the branch, in a loop."""
    for _ in range(n):
        if x > 1.0:
            x = np.log(x) * 2.0
        else:
            x = x * x + 0.7
    return x


def two_levels(x: float, n: int, m: int):
    """One variable is overwritten in an inner and in an outer loop."""
    for i in range(n):
        x = x + 0.1 * i
        for j in range(m):
            x = np.sin(x) + 0.2 * j * x
        x = x * x
    return x


def bound_overwritten(x: float, n: int):
    """The bound of the range changes in the body, and does not count."""
    for i in range(n):
        n = n - 1
        x = x * (1.0 + 0.1 * n) + np.sin(i * x)
    return x * n


def index_overwritten(x: Vector):
    """An index changes between a write and a later one."""
    y = x.copy()
    j = 1
    y[j] = y[j] ** 2 * y[0]
    j = j + 1
    y[j] += y[j - 1] * y[0]
    j = 0
    return np.sum(y**2) * y[j]


def element_swaps(x: Vector):
    """Elements change places."""
    y = x.copy()
    for i in range(len(y) - 1):
        y[i], y[i + 1] = y[i + 1] * 1.1, y[i]
    return np.sum(y**2 * np.arange(len(y)))


def bubble_sort(x: Vector):
    """The branch reads elements that it overwrites."""
    y = x.copy()
    for i in range(len(y)):
        for j in range(len(y) - 1 - i):
            if y[j] > y[j + 1]:
                t = y[j]
                y[j] = y[j + 1]
                y[j + 1] = t
    return np.sum(y**2 * np.arange(len(y)))


def element_branch(x: Vector):
    y = x.copy()
    for i in range(1, len(y)):
        if y[i - 1] > 0.0:
            y[i] = y[i] * y[i - 1]
        else:
            y[i] -= y[i - 1] ** 2
    return np.sum(y)


def overlapping_slices(x: Vector):
    """Source and target of one statement overlap."""
    y = x.copy()
    y[1:] += y[:-1] ** 2
    y[:-1] = y[1:] * y[:-1]
    y[:] = y[::-1] * y
    return np.sum(y * np.arange(len(y)))


def shrinking(x: Vector, n: int):
    """The array is shorter in each round."""
    for _ in range(n):
        x = x[1:] * x[:-1]
    return np.sum(x)


def number_then_array(x: Vector, n: int):
    """A float before the loop, an array in it."""
    total = 0.0
    for i in range(n):
        total = total + x * np.sin(i + x)
    return np.sum(total * total)


def number_then_array_product(scale: float, x: Vector, n: int):
    y = scale
    for _ in range(n):
        y = y * x
    return np.sum(y) + scale


def picked_by_argmax(x: Vector):
    k = np.argmax(x)
    return x[k] ** 2 + np.sum(x)


def picked_by_loop(x: Vector):
    """The best index so far is carried through the loop."""
    best = 0
    for i in range(len(x)):
        if x[i] > x[best]:
            best = i
    return x[best] ** 3


def read_twice(x: Vector, i: int):
    return x[i] * x[i] * x[-1 - i] - x[i] / x[-1 - i]


def saved_view(x: Vector, n: int):
    """A view of a buffer is carried to the next round, the buffer is made anew."""
    tail = x[1:]
    total = 0.0
    for _ in range(n):
        x = np.sin(x) * 1.5
        total += np.sum(tail * x[:-1])
        tail = x[1:] * 0.5
    return total


def kept_reference(x: Vector, c: float):
    """An array is kept by a second name, and the first is rebound, then written."""
    old = x * c
    new = old * old
    new[0] = c
    new = new * old
    new[-1] *= c
    return np.sum(new * old)


def write_before_loop_read_in_it(x: Vector, n: int):
    y = x * x
    y[0] = np.sin(y[0])
    for _ in range(n):
        x = x * y
        y[1] = y[1] * 0.5
    return np.sum(x)


def reset_in_loop(x: Vector, n: int):
    """A buffer is cleared in each round."""
    buffer = np.zeros_like(x)
    total = 0.0
    for k in range(n):
        buffer[:] = 0.0
        buffer[k % len(x)] = x[k % len(x)] ** 2
        buffer += x * (k + 1)
        total += np.sum(buffer**2)
    return total


def while_on_elements(x: Vector):
    y = x.copy()
    while y[0] < 4.0:
        y[0] = y[0] * 1.5 + 0.1 * y[1] ** 2
        y[1] = np.sin(y[1])
    return y[0] * y[1]


def zero_times(x: float, y: float):
    """A product with a constant zero is still a product."""
    z = 0.0 * x + y
    z = z * 0
    return z + x * y


def one_path_defines(x: float, n: int):
    """A variable that only the loop defines, read only where it was defined."""
    for i in range(n):
        last = x * i
        x = x + 0.5 * last
    if n > 0:
        x = x * last
    return x


def nested_calls_overwrite(x: float):
    x = twice(twice(x)) * x
    x = twice(x)
    return x


def twice(x):
    x = x * x
    x = x + x
    return x


def carried_pair(a: float, b: float, n: int):
    """The new values of a pair are made of the old ones of both."""
    for k in range(n):
        a, b = a * b, a + b * k
        a = np.tanh(a)
    return a - b


def branches_in_nested_loops(x: Float[np.ndarray, "n m"], c: float):
    total = 0.0
    n, m = x.shape
    for i in range(n):
        row = c
        for j in range(m):
            if x[i, j] > 0.0:
                row = row * x[i, j]
            else:
                row = row + x[i, j] ** 2
        total += np.sin(row)
        c = c + 0.1 * row
    return total * c


def mean_of_one(x: Float[np.ndarray, "n m"]):
    """Axes of length one are kept, dropped and broadcast again."""
    kept = np.sum(x, axis=1, keepdims=True)
    return np.sum((x - kept) ** 2 * np.sum(x, axis=1)[:, None])


def square_or_vector(x, w):
    """`@` of whatever ranks come."""
    return np.sum(np.tanh(x @ w) ** 2)


def added_row(m: Float[np.ndarray, "n d"], row: Float[np.ndarray, "d"]):
    """A broadcast operand is written into a slice of its own shape."""
    out = m + row
    out[0] = row * row
    out[1:] *= row
    return np.sum(out**2)
