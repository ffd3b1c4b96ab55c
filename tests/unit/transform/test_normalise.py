"""`normalise`: what a function is in the core language, as text, and that it computes the same."""
# ruff: noqa: B905, F841, F842

import ast
import inspect
import itertools
import textwrap

import numpy as np
import pytest

from gradgen.errors import UnsupportedError
from gradgen.reader import read
from gradgen.syntax import Comment, clone, walk_statements
from gradgen.transform.normalise import normalise, normalised
from gradgen.transform.program import MadeFunction, Program, Request


class _Shown(ast.NodeTransformer):
    """Comments as names, which print as they are: `# above` and `#> beside`."""

    def visit_Comment(self, node):
        return ast.Expr(ast.Name(("#> " if node.trailing else "# ") + node.text, ast.Load()))


class _Bare(ast.NodeTransformer):
    def visit_Comment(self, node):
        return None


def text_of(tree):
    return ast.unparse(ast.fix_missing_locations(_Shown().visit(clone(tree))))


def work_of(function, inputs=None):
    return normalised(read(function), inputs or tuple(inspect.signature(function).parameters))


def runnable(function, tree):
    bare = ast.fix_missing_locations(_Bare().visit(clone(tree)))
    namespace = dict(function.__globals__)
    exec(compile(ast.Module([bare], []), "<normalised>", "exec"), namespace)
    return namespace[function.__name__]


def same(a, b):
    if isinstance(a, tuple):
        return isinstance(b, tuple) and all(map(same, a, b)) and len(a) == len(b)
    return a is b if a is None else np.array_equal(a, b)


def is_comprehension(origin):
    return isinstance(origin, ast.Expr) and isinstance(
        origin.value, (ast.ListComp, ast.GeneratorExp)
    )


def bend(x):
    return x * x


def both(x, y):
    return x + y, x * y


def swap(x, y):
    return x, y


def pad(n):
    return n + 1


def becomes(text):
    """Say what a function becomes; it is also run, on arguments of both signs."""

    def mark(function):
        function.expected = textwrap.dedent(text).strip()
        CASES.append(function)
        return function

    return mark


CASES = []


@becomes("""
def early(a):
    # below zero
    if a < 0.0:
        #> rarely
        return -a * a
    else:
        # the rest
        b = a * 2
        #> twice
        # done
        return b
""")
def early(a):
    """Documented."""
    # below zero
    if a < 0.0:  # rarely
        return -a * a
    # the rest
    b = a * 2  # twice
    return b  # done


@becomes("""
def sometimes(a, b):
    if a > 0:
        if b > 0:
            return a
        else:
            c = a * b
            d = c + 1
            return d
    else:
        c = b
        d = c + 1
        return d
""")
def sometimes(a, b):
    if a > 0:
        if b > 0:
            return a
        c = a * b
    else:
        c = b
    d = c + 1
    return d


@becomes("""
def elifs(a):
    if a > 1:
        return a
    elif a > 0:
        return 2 * a
    else:
        return 3 * a
""")
def elifs(a):
    if a > 1:
        return a
    elif a > 0:
        return 2 * a
    return 3 * a


@becomes("""
def from_else(a):
    if a > 0:
        b = a
        return b + 1
    else:
        return a
""")
def from_else(a):
    if a > 0:
        b = a
    else:
        return a
    return b + 1


@becomes("""
def unreached(a):
    return a
""")
def unreached(a):
    return a
    return 2 * a


@becomes("""
def without_value(a):
    if a > 0:
        return None
    else:
        b = a
        return None
""")
def without_value(a):
    if a > 0:
        return
    b = a


@becomes("""
def raising(a):
    if a is None:
        raise ValueError
    return a
""")
def raising(a):
    if a is None:
        raise ValueError
    return a


@becomes("""
def inside_with(a):
    with np.errstate(all='ignore'):
        b = 2 * a
        if b > 0:
            out = b
        else:
            out = -b
    return out
""")
def inside_with(a):
    with np.errstate(all="ignore"):
        b = 2 * a
        return b if b > 0 else -b


@becomes("""
def ternaries(a, b):
    if a > 0:
        #> choose
        c = a
    elif b > 0:
        c = b
    else:
        c = 2.0
    if b > 0:
        value = a
    else:
        value = b
    d = 3 * value
    k = 1.0 if a > 0 else 2.0
    if a > 0:
        d += c
    else:
        d += 1.0
    if a > 0:
        return (d, k)
    else:
        return (c, 2 * c)
""")
def ternaries(a, b):
    c = a if a > 0 else b if b > 0 else 2.0  # choose
    d = 3 * (a if b > 0 else b)
    k = 1.0 if a > 0 else 2.0
    d += c if a > 0 else 1.0
    return (d, k) if a > 0 else (c, 2 * c)


@becomes("""
def logic(a, b):
    c = a
    if c:
        c = b
    value = b
    if not value:
        value = a
        if not value:
            value = 1.0
    d = 2 * value
    e = a > 0 and b > 0
    value2 = b
    if value2:
        value2 = a
    a = value2
    return (a, c, d, e)
""")
def logic(a, b):
    c = a and b
    d = 2 * (b or a or 1.0)
    e = a > 0 and b > 0
    a = b and a
    return a, c, d, e


@becomes("""
def walrus(a):
    n = bend(a)
    if n > 0:
        m = n
    else:
        m = a
    k = 2.0
    c = k + k * m
    last = a
    return (n, c, last)
""")
def walrus(a):
    if (n := bend(a)) > 0:
        m = n
    else:
        m = a
    c = (k := 2.0) + k * m
    return n, c, (last := a)


@becomes("""
def walrus_after_a_read(a):
    n = a
    twice_n = n * 2
    n = 3.0
    return twice_n + n
""")
def walrus_after_a_read(a):
    n = a
    return n * 2 + (n := 3.0)


@becomes("""
def chained(a):
    b = a * 2
    c = b
    #> both
    p = 0.0
    q = 0.0
    u = np.zeros(2)
    new_u = a
    u[0] = new_u
    d = new_u
    return (b, c, p, q, u, d)
""")
def chained(a):
    b = c = a * 2  # both
    p = q = 0.0
    u = np.zeros(2)
    u[0] = d = a
    return b, c, p, q, u, d


@becomes("""
def declarations(a):
    c = a * 2
    d = 2 * a
    if a > 0:
        pass
    else:
        c = a
    return c
""")
def declarations(a):
    b: float  # nothing yet
    c: float = a * 2
    "a note"
    d = 2 * a
    del d
    if a > 0:
        pass
    else:
        c = a
    return c


@becomes("""
def unpacking(a, b):
    a, b = (b, a)
    c, d, e = (a, b, 1.0)
    f_g, h = swap((a, b), c)
    f, g = f_g
    return (a, b, c, d, e, f, g, h)
""")
def unpacking(a, b):
    a, b = b, a
    [c, d], e = (a, b), 1.0
    (f, g), h = swap((a, b), c)
    return a, b, c, d, e, f, g, h


@becomes("""
def exchange(a, b):
    u = np.array([a, b])
    new_u = u[1]
    new_u2 = u[0]
    u[0] = new_u
    u[1] = new_u2
    return u
""")
def exchange(a, b):
    u = np.array([a, b])
    u[0], u[1] = u[1], u[0]
    return u


@becomes("""
def calls(a, b):
    bend_a = bend(a)
    bend_b = bend(b)
    bend_bend_b = bend(bend_b)
    c = 2.0 * bend_a + bend_bend_b
    d = bend(a + b)
    e, f = both(a, b)
    bend_c = bend(c)
    d += bend_c
    u = np.zeros(pad(2))
    bend_d = bend(d)
    u[0] = bend_d
    g = bend(a)
    h = bend(b)
    while bend(e) < 0:
        e = e + 1
    out = bend(u[0] + e + f + g + h)
    return out
""")
def calls(a, b):
    c = 2.0 * bend(a) + bend(bend(b))
    d = bend(a + b)
    e, f = both(a, b)
    d += bend(c)
    u = np.zeros(pad(2))
    u[0] = bend(d)
    g, h = bend(a), bend(b)
    while bend(e) < 0:
        e = e + 1
    return bend(u[0] + e + f + g + h)


@becomes("""
def several_results(a, b):
    bend_a = bend(a)
    bend_b = bend(b)
    return (bend_a, bend_b, a)
""")
def several_results(a, b):
    return bend(a), bend(b), a


@becomes("""
def lazily(a, b):
    if a > 0:
        value = bend(a)
    else:
        value = b
    c = 1 + value
    total = 0.0
    items = [a, b]
    for v in items:
        bend_v = bend(v)
        total = total + bend_v
    return c + total
""")
def lazily(a, b):
    c = 1 + (bend(a) if a > 0 else b)
    total = sum([bend(v) for v in (a, b)])
    return c + total


@becomes("""
def order(a):
    rest = [1.0, 2.0]
    pop = rest.pop()
    bend_a = bend(a)
    b = pop * bend_a + rest.pop()
    return b
""")
def order(a):
    rest = [1.0, 2.0]
    b = rest.pop() * bend(a) + rest.pop()
    return b


@becomes("""
def loops(a, b):
    u = np.zeros(2)
    items = [a, b]
    for item in items:
        #> each
        u[0] = item
        b = b + u[0]
    items2 = [a, b]
    items3 = [b, a]
    for i, (v, w) in enumerate(zip(items2, items3)):
        b = b + v * w * i
        # at the end
    return b
""")
def loops(a, b):
    u = np.zeros(2)
    for u[0] in (a, b):  # each
        b = b + u[0]
    for i, (v, w) in enumerate(zip((a, b), (b, a))):
        b = b + v * w * i
        # at the end
    return b


def arguments(function):
    count = len(inspect.signature(function).parameters)
    return itertools.product([-1.5, 0.0, 0.5, 2.0], repeat=count)


@pytest.mark.parametrize("function", CASES, ids=lambda function: function.__name__)
def test_text(function):
    assert text_of(work_of(function).tree) == function.expected


@pytest.mark.parametrize("function", CASES, ids=lambda function: function.__name__)
def test_computes_the_same(function):
    made = runnable(function, work_of(function).tree)
    for given in arguments(function):
        assert same(function(*given), made(*given))


@pytest.mark.parametrize("function", CASES, ids=lambda function: function.__name__)
def test_twice_is_once(function):
    unit = read(function)
    inputs = tuple(inspect.signature(function).parameters)
    once = normalised(unit, inputs)
    twice = normalised(unit, inputs, once.tree, once.origin, once.made)
    assert text_of(twice.tree) == text_of(once.tree)
    users = set(walk_statements(unit.tree.body))
    for work in (once, twice):
        origins = {work.origin[node] for node in walk_statements(work.tree.body)}
        assert {o for o in origins if not is_comprehension(o)} <= users | {unit.tree}
    assert once.made == twice.made


@pytest.mark.parametrize("function", CASES, ids=lambda function: function.__name__)
def test_users_tree_is_left_alone(function):
    unit = read(function)
    before = ast.dump(unit.tree)
    normalised(unit, tuple(inspect.signature(function).parameters))
    assert ast.dump(unit.tree) == before


def test_only_what_may_be_active_is_taken_apart():
    def mostly_inactive(x, n):
        k = bend(n) + (1 if n > 0 else 2)
        shape = pad(x.shape[0]) + pad(len(x))
        rows = x[pad(n)]
        return k * x if (n and k) else rows, shape, pad(n) if x > 0 else 3

    lines = text_of(work_of(mostly_inactive, ("x",)).tree).splitlines()
    assert lines[1:4] == [
        "    k = bend(n) + (1 if n > 0 else 2)",
        "    shape = pad(x.shape[0]) + pad(len(x))",
        "    rows = x[pad(n)]",
    ]
    assert lines[-1] == "    return (value, shape, pad(n) if x > 0 else 3)"


def test_activity_goes_through_memory():
    def through_memory(x):
        u = np.zeros(3)
        v = u[1:]
        np.copyto(v, x)
        w = 2 * bend(u)
        return w

    assert "    bend_u = bend(u)\n    w = 2 * bend_u" in text_of(work_of(through_memory).tree)


def test_origins_quote_the_user():
    unit = read(ternaries)
    work = normalised(unit, ("a", "b"))
    first = next(node for node in work.tree.body if isinstance(node, ast.If))
    assert unit.quote(work.origin[first]) == "c = a if a > 0 else b if b > 0 else 2.0"
    assert first.lineno == work.origin[first].lineno


def test_made_names_are_known():
    work = work_of(calls)
    assert {"bend_a", "bend_b", "out"} <= work.made
    assert not work.made & {"a", "b", "c", "d", "u"}


def test_update_of_what_is_assigned_in_the_value():
    def confusing(a):
        a += (a := 2.0)
        return a

    with pytest.raises(UnsupportedError) as caught:
        work_of(confusing)
    assert caught.value.code == "GG112"


def test_entangled_returns():
    def entangled(a):
        if a > 0:
            if a > 1:
                return a
        if a > 2:
            if a > 3:
                return a
        if a > 4:
            if a > 5:
                return a
        if a > 6:
            if a > 7:
                return a
        if a > 8:
            if a > 9:
                return a
        if a > 10:
            if a > 11:
                return a
        return 2 * a

    with pytest.raises(UnsupportedError) as caught:
        work_of(entangled)
    assert caught.value.code == "GG117"


def test_program():
    unit = read(early)
    request = Request("grad", ("a",), True)
    program = Program(unit, request, "early_grad", [MadeFunction(unit.tree, unit)])
    made = normalise(normalise(program))
    (function,) = made.functions
    assert text_of(function.tree) == early.expected
    assert any(isinstance(node, Comment) for node in walk_statements(function.tree.body))
    assert set(walk_statements(function.tree.body)) <= set(made.origin)
