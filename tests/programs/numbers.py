"""Numbers of every kind: integers, truth values, casts, remainders, bits."""

import math

import numpy as np


def integers_divided(x, n):
    half = n // 2
    rest = n % 2
    return x**half * (1 + rest) + x * divmod(n, 3)[1]


def quotients_of_integers(x, n):
    q, r = divmod(n, 3)
    return x * q + x**2 * r


def rest_of_numbers(x, p):
    return (x % p) * x + x % 1.5


def whole_part_times(x):
    return x * (x // 0.5)


def rest_with_sign(x):
    return math.fmod(x, 0.7) * x + np.fmod(x, 0.6)


def rests_of_arrays(x):
    return np.sum((x % 1.0) ** 2) + np.sum(np.mod(x, 0.7) * x) + np.sum(np.remainder(x, 0.9))


def rounded_constants(x, k):
    n = round(k)
    m = round(k, 1)
    return x**n * m


def rounded_values(x):
    return round(x) * x + round(x, 2) * 3.0 + x


def truncated_value(x):
    return int(x) * x + x


def steps_of_numbers(x):
    return math.trunc(x) * x + math.floor(x) + math.ceil(x) * x + np.floor(x) * x + np.rint(x)


def flags_as_bits(x, flags):
    if flags & 1:
        x = x * 2.0
    if flags >> 1 & 1:
        x = x * x
    m = flags ^ 3
    k = ~m & 7 | 1
    return x * (k << 1)


def masks_as_bits(x, mask):
    keep = ~mask & (np.arange(3) > 0)
    both = mask | keep
    x2 = np.where(both ^ keep, x, x * x)
    return np.sum(x2[keep]) + np.sum(x2)


def truth_in_arithmetic(x, flag):
    return x * flag + x**2 * (not flag) + (x > 0) * x + True * x


def masks_in_products(x):
    return np.sum((x > 0) * x**2 + (x <= 0) * 3.0 * x)


def integer_arrays_as_data(x, idx, counts):
    return np.sum(x[idx] * counts) / counts.sum() + np.sum(x ** counts[:3])


def integer_powers(x, n):
    return x**n + x**-n + x**0 + x**1 + (-x) ** n


def powers_by_integers(x):
    p = np.arange(3)
    return np.sum(x**p)


def integers_and_floats(x, n):
    y = n / 3
    z = n * 2 - 1
    return x * y + z * x**2


def complex_constant(x, c):
    w = abs(c) + c.real * c.imag
    return x * w


def numpy_scalars(x):
    a = np.float64(2.0)
    b = np.float64(x)
    c = np.int64(3)
    return a * b * c * x


def arrays_without_axes(x):
    a = np.array(x) * x
    return a.item() + a[()] * 2.0


def numbers_of_texts(x):
    return float(np.sum(x)) ** 2 + float(3) * float("1.5")


def smallest_from_infinity(x):
    best = float("inf")
    for v in x:
        if v < best:
            best = v
    return best**2


def sums_from_an_integer(x, n):
    k = 0
    total = 0
    while k < n:
        k += 1
        total += k * x
    return total


def squares_from_an_integer(x):
    total = 0
    for v in x:
        total += v * v
    return total


def positions_times(x):
    acc = np.zeros(3, dtype=int)
    for i in range(3):
        acc[i] = i * 2
    return np.sum(x * acc)


def cast_to_integers(x):
    k = x.astype(int)
    return np.sum(k * x)


def counted(x):
    n = np.sum(x > 0)
    return np.sum(x) / n + np.count_nonzero(x) * x[0]


def found_positions(x):
    k = np.argmax(x)
    return x[k] * k + x[int(np.argmin(x))]


def looked_up_interval(x, grid):
    k = np.searchsorted(grid, x)
    return x * k + grid[k - 1]


def powers_of_every_kind(x):
    return x**-2 + 2**x + 2.0**-x + (-2.0) ** 2 * x


def sums_of_integers(x):
    return sum([1, 2, 3]) * x + sum(range(4)) * x


def extremes_with_integers(x, n):
    return max(n, 2) * x + min(n, 3) * x**2 + max(x, 1) + min(x, 0)


def combinatorics(x, n):
    return math.comb(n, 2) * x + math.factorial(n) * x + math.gcd(n, 6) * x


def grid_of_integers(x, n):
    t = np.linspace(0, 1, n)
    return np.sum(np.sin(x * t))


def half_of_the_length(x):
    h = int(len(x) / 2)
    return np.sum(x[:h]) * np.prod(x[h:])


def quotients_of_arrays(x, k):
    q, r = np.divmod(k, 2)
    return np.sum(x * q + x**2 * r)


def asked_for_an_integer(x, y):
    return x * 2.0 if y.is_integer() else x * 3.0


def only_the_shape(x):
    return x.shape[0] * 2.0 + len(x) + x.size + x.ndim


def only_a_count(x):
    return int(np.sum(x > 0))


def one_branch_depends(x, y):
    if x > 0:
        return y
    return 2.0 * y


def integer_that_counts_as_real(n, x):
    return n / 2 * x
