"""Loops, branches and exits in every mix."""

import numpy as np


def for_in_while(x, n):
    s, k = 1.0, 0
    while k < n:
        for i in range(k):
            s = s * np.cos(x * i) + x
        k += 1
    return s


def while_in_for(x, n):
    s = 0.0
    for i in range(n):
        y = x
        while y < 3.0:
            y = y * 1.7 + 0.5
            s = s + y * np.sin(y)
    return s


def while_in_while(x):
    a, s = x, 0.0
    while a < 8.0:
        b = a
        while b > 1.0:
            b = b / 2.0
            if b < 1.2:
                break
            s += b * a
        a = a * 2.0
    return s


def three_loops(x, n):
    s = 0.0
    for i in range(n):
        for j in range(i, n):
            for k in range(j):
                s += x ** (i + 1) * np.sin(s + x * j * k)
    return s


def breaks_or_not(x, tol):
    for k in range(6):
        x = 0.5 * (x + 2.0 / x)
        if abs(x * x - 2.0) < tol:
            r = x * k
            break
    else:
        r = x * 100.0
    return r * x


def breaks_and_continues(x, n):
    s = 0.0
    for i in range(n):
        for j in range(n):
            if j > i:
                break
            if (i + j) % 2:
                continue
            s += x * (i + 1) * (j + 1) + s * x
        if s > 50:
            break
    return s


def returns_from_two_loops(x, n):
    for i in range(n):
        for j in range(3):
            if x > 3.0:
                return x * (i + 2 * j)
            x = x * 1.2 + 0.1
    return x**2


def returns_from_endless_loop(x):
    while True:
        if x > 10:
            return np.sqrt(x)
        x = x * x + 1.0


def returns_at_every_depth(x, y):
    if x > 0:
        if y > 0:
            return x * y
        elif y < -1:
            y = y * x
        else:
            return x - y**2
        x = x * y
    for k in range(2):
        if x < -3:
            return y * k + x
        x = x * 2.0
    return x + y


def bound_from_the_data(x):
    n = int(abs(x) * 3) + 1
    s = 0.0
    for i in range(n):
        s += np.sin(x * i)
    return s


def bound_changed_inside(x, n):
    s = 0.0
    for i in range(n):
        n = n + 5
        s += x * i * n
    return s * n


def counter_after_the_loop(x, n):
    for i in range(n):
        x = x * np.sin(x)
    return x * i


def element_after_the_loop(x):
    s = 0.0
    for v in x:
        s += v**2
    return s * v


def counter_overwritten(x, n):
    s = 0.0
    for i in range(n):
        i = i * 2 + 1
        s += x**i
        i = s * x
        s += i
    return s


def element_overwritten(x):
    s = 0.0
    for v in x:
        v = v * v
        v *= 2.0
        s += v * s + v
    return s


def counter_hides_a_value(x, n):
    i = x * 2.0
    s = i
    for i in range(n):
        s = s * x + i
    return s + i * x


def counter_hides_a_parameter(x, n):
    for n in range(n):
        x = x * np.cos(x) + n
    return x * n


def walks_a_tuple(x):
    s = 0.0
    for v in (x, 3.0, x**3):
        s += np.sin(v)
    return s


def walks_a_dict(x):
    d = {"a": x, "b": x * x}
    s = 0.0
    for k, v in d.items():
        s += v * len(k) + s * v
    for v in d.values():
        s *= v
    for k in d:
        s += d[k]
    for k in d.keys():
        s += d[k] ** 2
    return s


def counts_down(x, n):
    s = x
    for i in range(n, 0, -2):
        s = s * np.sin(x * i) + i
    return s


def sweeps_down(x):
    y = x.copy()
    for i in range(len(x) - 2, -1, -1):
        y[i] += y[i + 1] * y[i]
    return y[0]


def walks_three_strictly(x, y):
    s = 0.0
    for a, b, k in zip(x, y, range(4), strict=True):
        s += a * b * k + s * a
    return s


def walks_to_the_shortest(x, y):
    s = 0.0
    for a, b in zip(x, y[1:]):
        s += a * b + s * a
    return s


def numbered_from_two(x):
    s = 0.0
    for k, v in enumerate(x, start=2):
        s += v**k
    for k, v in enumerate(x, 1):
        s += v * k * s
    return s * k


def numbered_pairs(x, y):
    s = 0.0
    for k, (a, b) in enumerate(zip(x, y)):
        s += a * b**k
    return s


def pairs_with_numbers(x, y):
    s = 0.0
    for (k, a), b in zip(enumerate(x), y):
        s += a * b * k + s
    return s


def first_and_others(x):
    s = 0.0
    for a, *rest in [(x, 1.0, 2.0), (x * x, x)]:
        s += a * len(rest) + rest[0]
    return s


def defined_in_one_branch(x, c):
    if c:
        y = x * 2.0
    z = x
    if c:
        z = y * z
    return z


def choices(x, c):
    return (x if x > c else c * x) * (2.0 if c else x) + (0.0 if x > 100 else x)


def values_of_and_or(x, y):
    return (x and y) * 2.0 + (x or y) * x


def guarded_division(x, k):
    if k != 0 and x / k > 1.0 or x > 5:
        return x * 2.0
    return x * 3.0


def chained_tests(x, y):
    if 0.0 < x < y <= 3.0:
        return x * y
    return x + y


def chained_as_values(x, y):
    flag = 0.0 < x < y
    return x * flag + y**2 * (not flag)


def halved_in_the_test(x):
    s = 0.0
    while (x := x * 0.5) > 0.1:
        s += x**2
    return s


def kinds_of_modes(x, mode):
    match mode:
        case "sq":
            r = x * x
        case ("pow", k):
            r = x**k
        case {"scale": s}:
            r = x * s
        case int() | float():
            r = x * mode
        case _:
            r = np.sin(x)
    return r * x


def exchanged_in_rounds(x, n):
    a, b = x, 1.0
    for _ in range(n):
        a, b = b * a + 0.1, a
    return a * b


def counts_to_zero(x, n):
    a, b = 0.0, x
    while n:
        a, b, n = b, a + b * x, n - 1
    return a


def returns_in_else(x):
    for v in x:
        if v > 100:
            break
    else:
        return np.sum(x**2)
    return x[0]


def walks_letters(x, word):
    for ch in word:
        x = x * (2.0 if ch == "a" else 0.5)
    return x


def tests_of_three_parts(x, n):
    i = 0
    while i < n and x < 10.0 and not x < -10.0:
        x = x * 1.5 + i
        i += 1
    return x * i


def loops_that_do_not_run(x, n):
    y = x * 2.0
    for i in range(n):
        y = y * x
    while n > 100:
        y = y * x
        n -= 1
    for v in []:
        y = v
    return y * x


def last_list_of_the_rounds(x, c):
    for a in range(3):
        kept = []
        for k in range(a + 1):
            kept.append(x[k] * c)
        kept.append(np.sum(x))
        c = np.sum(kept[0] ** 2)
    return np.sum(np.stack(kept) ** 2) + c


def last_part_of_the_rounds(x, c):
    s = 0.0
    y = x * c
    for k in (1, 3):
        s = s + np.sum(y[:1] ** 2)
        y = x[:k] * c
        s += np.sum(y**2)
    return s + np.sum(y)


def parts_in_rounds_of_rounds(x, c):
    s = 0.0
    for _ in range(2):
        for k in (1, 3):
            y = x[:k] * c
            s += np.sum(y**2)
        s = s * np.sum(y)
    return s


def perhaps_a_part_of_a_round(x, c, n):
    y = x * c
    s = 0.0
    for i in range(n):
        y = x[:i] + c
        s = s + np.sum(y**2)
    return s * np.sum(y)
