"""Statements, loops, branches and names: one function a row."""

import contextlib
import warnings

import numpy as np

from tests.language.table import Section

X = np.array([0.5, -1.2, 2.0])

assigned = Section("Assignments and expressions")


@assigned((0.7,))
def plain_assignment(x):
    """`y = e`, `y += e`, `x = y = e`, `a, (b, c) = e, (f, g)`, annotations, semicolons"""
    y: float = x * x
    z = w = np.cos(x)
    y += z
    a, (b, c) = y, (w, x)
    return a * b * c


@assigned((X,))
def elements_written(x):
    """`u[i] = e`, `u[1:-1] += e`, masks, lists of positions, `...`"""
    u = x.copy()
    u[0] = u[1] * u[2]
    u[1:] += u[0]
    u[u > 0.0] *= 2.0
    u[[0, 2]] = u[[2, 0]]
    return np.sum(u * u)


@assigned((0.7,), (-0.7,))
def ternary(x):
    """`a if c else b`, nested, as an argument"""
    return np.exp(x if x > 0.0 else (2.0 * x if x > -1.0 else 0.0)) * x


@assigned((0.7, 2.0), (0.7, 0.0))
def values_of_and_or(x, y):
    """`a and b`, `a or b`, `not a`, as values"""
    z = (y or x) * x
    return (y and z * x) + z * (not y)


@assigned((0.7,), (-0.7,))
def chained_comparison(x):
    """`a < b < c`, each evaluated once"""
    return x * x if -1.0 < np.sin(x) < 0.9 <= 1.0 else x


@assigned((0.7, None), (0.7, [1, 2]))
def assignment_expression(x, values):
    """`:=`, also in the test of a loop and behind `and`, `or`"""
    if values is not None and (n := len(values)) > 1:
        x = x * n
    while (y := 0.5 * x) > 0.1:
        x = y * np.cos(y)
    return x * y


@assigned((0.7,), refused="GG112")
def assignment_expression_in_a_comprehension(x):
    """`:=` inside a comprehension"""
    powers = [(k := i) for i in range(3)]
    return x**k * len(powers)


@assigned((0.7,))
def deleted_name(x):
    """`del x`, `pass`, a docstring"""
    y = x * x
    z = y * x
    del y
    return z


@assigned((X,), refused="GG114")
def deleted_element(x):
    """`del x[i]`"""
    values = [x[0], x[1]]
    del values[0]
    return values[0] * 2.0


@assigned((X,))
def starred_target(x):
    """`first, *rest = values`"""
    first, *rest = x
    return first * rest[0]


branches = Section("Branches")


@branches((0.7, 0), (0.7, 1), (0.7, 2))
def branch(x, kind):
    """`if`, `elif`, `else`, at any depth; `return` in any branch"""
    if kind == 0:
        return x * x
    elif kind == 1:
        y = np.sin(x)
    else:
        y = x
    return y * x


@branches((X,), (-np.abs(X),))
def branch_on_an_array(x):
    """`if np.any(mask)`, `if mask.all()`"""
    mask = x > 0.0
    y = x[mask] if np.any(mask) else x
    return np.sum(y * y)


@branches((0.7, True), (0.7, False))
def defined_in_one_branch(x: float, known):
    """A number that one branch defines, and the same test guards"""
    if known:
        y = x * x
    return y * x if known else x


@branches((X, 3))
def array_defined_in_one_branch(x, n):
    """An array of unknown shape that one branch defines"""
    if n > 2:
        table = np.outer(x, x)
    if n > 2:
        return np.sum(table[0] * x)
    return np.sum(x)


@branches((0.7, "square"), (0.7, ("scale", 3.0)), (0.7, {"by": 2.0}), (0.7, 3))
def matched(x, spec):
    """`match`: constants, classes, sequences, mappings, captures, guards"""
    match spec:
        case "square":
            return x * x
        case ("scale", k):
            return k * x
        case {"by": by, **rest}:
            return x**by + len(rest)
        case int(n) if n > 2:
            return x**n
    return x


@branches((0.7, ("a", 2.0)), refused="GG106")
def matched_alternatives(x, spec):
    """`case A(k) | B(_, k)`: a capture from different places"""
    match spec:
        case ("a", k) | ("b", _, k):
            return k * x
    return x


loops = Section("Loops")


@loops((X,), (np.zeros(0),))
def loop_over_a_range(x):
    """`for i in range(...)`, with any step, any number of rounds"""
    total = 1.0
    for i in range(len(x) - 1, -1, -1):
        total = total * x[i] + x[i]
    return total


@loops((X,))
def loop_over_an_array(x):
    """`for row in x`, `reversed`, `zip` (also `strict`), `enumerate` (also with a start), nested
    unpacking"""
    total = 1.0
    for i, (a, b) in enumerate(zip(x, x[::-1], strict=True), start=1):
        total = total * a + b * i
    for a in reversed(x):
        total = total * a
    return total


@loops((X,))
def loop_over_an_expression(x):
    """`for row in x * 2.0`, `for a in x[::2]`"""
    total = 1.0
    for a in x * 2.0:
        total = total * a + np.sin(a)
    return total


@loops((X,))
def loop_both_ways(x):
    """`zip(x, reversed(x))`"""
    total = 0.0
    for a, b in zip(x, reversed(x), strict=True):
        total += a * b * b
    return total


@loops((0.7, {"a": 1.0, "b": 2.0}, "ss"))
def loop_over_inactive(x, weights, word):
    """`for` over dictionaries, sets, strings, generators that carry no gradient"""
    for name, weight in weights.items():
        x = x * weight + len(name) * x * x
    for letter in word:
        x = np.sin(x) if letter == "s" else x
    for k in {1, 2}:
        x = x + x**k
    return x


@loops((1.5, 0.1), (0.01, 0.1))
def while_loop(x, tolerance):
    """`while`, with a test that depends on the data"""
    while np.abs(x) > tolerance:
        x = 0.5 * x * np.cos(x)
    return x * x


@loops((X,))
def left_early(x):
    """`break`, `continue`, `else`, `return` from inside a loop"""
    total = 0.0
    for a in x:
        if a < 0.0:
            continue
        total = total + a * a
        if total > 100.0:
            return total
        if total > 50.0:
            break
    else:
        total = total * 2.0
    return total


@loops((X,))
def loop_variable_overwritten(x):
    """A loop variable that is overwritten, shared by two loops, used after the loop"""
    total = 0.0
    for a in x:
        a = np.sin(a)
        total = total + a * a
    return total * a


@loops((X,))
def collection_bound_again(x):
    """A loop that binds the name of what it walks"""
    total = 0.0
    for a in x:
        x = x * 0.5
        total = total + a * x[0]
    return total


@loops((X,), reverse="GG307")
def collection_changed(x):
    """A loop that writes to what it walks"""
    values = x * x
    total = 0.0
    for a in values:
        values[-1] += a
        total += a * a
    return total


@loops((X,), reverse="GG128")
def variable_of_the_round_before(x):
    """A variable that the first round does not find"""
    total = 0.0
    for i, a in enumerate(x):
        if i > 0:
            total = total + (a - before) ** 2
        before = a * a  # noqa: F841
    return total


@loops((X,))
def variable_of_the_round_before_given(x):
    """The same, with `before = None` above the loop"""
    before = None
    total = 0.0
    for a in x:
        if before is not None:
            total = total + (a - before) ** 2
        before = a * a
    return total


errors = Section("Errors and contexts")


@errors((0.7,))
def asserted(x):
    """`assert` with a message, `raise`, also `from`"""
    assert x > 0.0, f"x is {x}"
    if x > 10.0:
        raise ValueError("too large") from None
    return x * x


@errors((0.7, 2.0), (0.7, 0.0))
def tried(x, k):
    """`try` around assignments that are differentiated; `except`, `else`, `finally`"""
    try:
        y = x * x / k
    except ZeroDivisionError as error:
        y = x * len(error.args)
    else:
        y = y * x
    finally:
        print("done")
    return y * x


@errors((0.7, "2"), (0.7, "two"))
def tried_around_inactive(x, text):
    """`try` around anything that carries no gradient"""
    try:
        n = 0
        for letter in text:
            n += int(letter)
    except ValueError:
        n = 1
    return x ** (n + 1)


@errors((0.7, 2.0))
def handlers_that_raise(x, k):
    """`try` around anything, if its handlers all raise"""
    y = x
    try:
        for _ in range(3):
            y = y * x / k
    except ZeroDivisionError as error:
        raise ValueError("k is zero") from error
    return y


def quotient(x, k):
    return x * x / k


@errors((0.7, 2.0), (0.7, 0.0), forward="GG105")
def tried_call(x, k):
    """`try` around the call of a function of the user's"""
    try:
        return quotient(x, k) + x
    except ZeroDivisionError:
        return x


@errors((0.7, 2.0), refused="GG105")
def tried_writes(x, k):
    """`try` around writes or loops, where the function goes on after an exception"""
    u = np.zeros(2)
    try:
        u[0] = x
        u[1] = x / k
    except ZeroDivisionError:
        u[1] = x
    return np.sum(u * u)


@errors((X,))
def under_a_context(x):
    """`with` around code that is differentiated: `np.errstate`, locks, timers, one's own
    contexts that let exceptions pass"""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        y = x * x
    with contextlib.nullcontext():
        return np.sum(y * x)


@errors((0.7, 2.0), refused="GG132")
def under_a_context_that_swallows(x, k):
    """`with` of what may swallow an exception"""
    y = x
    with contextlib.suppress(ZeroDivisionError):
        y = x / k
    return y


@errors((0.7, True), refused="GG111")
def return_in_a_context(x, early):
    """`return` from the midst of a `with` block"""
    with np.errstate(all="ignore"):
        if early:
            return x
        x = x * x
    return x


effects = Section("Effects")


@effects((0.7,))
def reported(x):
    """`print`, `logging`, `warnings.warn`, `file.write(f"...")`: in the forward pass, once"""
    y = x * x
    print("y is", y)
    return y * x


@effects((X, 3))
def drawn(x, seed):
    """Random draws, in the forward pass, once: the gradient is that of the draw"""
    rng = np.random.default_rng(seed)
    y = x * rng.normal(size=len(x)) + rng.uniform()
    return np.sum(y * y) * rng.random()


@effects((0.7, np.random.default_rng(0)), refused="GG201")
def drawn_with_active_parameters(x, rng):
    """Random draws whose parameters carry a gradient"""
    return rng.normal(x, 1.0) ** 2


TOTAL = 1.0


@effects((0.7,), refused="GG103")
def global_assigned(x):
    """`global`, `nonlocal`"""
    global TOTAL
    TOTAL = x
    return TOTAL * x


@effects((0.7,), refused="GG104")
def evaluated(x):
    """`eval`, `exec`, `locals()`, `globals()`"""
    return eval("x * x")


@effects((0.7,), refused="GG101")
def generator(x):
    """`yield`"""
    yield x * x


@effects((0.7,), refused="GG102")
async def asynchronous(x):
    """`async`, `await`"""
    return x * x


@effects((0.7,), refused="GG107")
def class_inside(x):
    """`class` inside of a function"""

    class Local:
        pass

    return x * x if Local else x


names = Section("Names")


@names((0.7,))
def names_of_derivatives(x):
    """Variables called `grad_x`, `d_x`, `saved_x`, `out`"""
    grad_x = x * x
    d_x = np.sin(grad_x)
    out = saved_x = d_x * grad_x
    return out * saved_x


@names((X,))
def shadowed_builtins(list):
    """Variables called `list`, `sum`, `len`, and `np`"""
    sum = 0.0
    for len in list:
        sum = sum + len * len
    np = sum * 2.0
    return np * sum


@names((X, 2.0), reverse="GG118")
def name_of_a_helper(x, b):
    """Variables called as a helper that the derivative needs"""
    unbroadcast = x * b
    return np.sum(unbroadcast)


@names((0.7,))
def other_names(x):
    """`import` in the body, `q = np`, `f = np.cos`, `from m import *`, letters of any alphabet"""
    import math as m

    q = np
    f = np.cos
    π = m.pi
    return f(x) * q.sin(x) * π
