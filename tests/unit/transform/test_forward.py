"""Forward mode: the texts that come out, and their numbers against differences."""

import copy
import inspect
import re

import numpy as np
import pytest
from jaxtyping import Float

import gradgen
from gradgen.check.differences import richardson
from gradgen.errors import UnsupportedError

Array = np.ndarray


# ---- texts ----------------------------------------------------------------------------
def kinetic(q: Float[Array, "n"], m: Float[Array, "n"]):
    v = np.diff(q)
    return 0.5 * np.sum(m[1:] * v**2)


def newton(x: float, n: int):
    for _ in range(n):
        # one step
        x = x - (x**2 - 2.0) / (2.0 * x)
    return x


def rows(x: Float[Array, "n m"]):
    total = 0.0
    for k, row in enumerate(x):
        total += k * np.sum(np.exp(row))
    return total


def relax(u: Float[Array, "n"], steps: int):
    for _ in range(steps):
        u[1:-1] = 0.5 * (u[2:] + u[:-2])
    return np.sum(u**2)


def branches(x: float, y: float):
    if x < 0.0:
        return -x
    return x * y


def swapped(a: float, b: float):
    a, b = b * a, a
    return a, b


def dense(x, w, b):
    return np.tanh(x @ w + b)


def two_layers(x: Float[Array, "n d"], w: Float[Array, "d d"], b: Float[Array, "d"]):
    h = dense(x, w, b)
    return np.sum(dense(h, w, b))


def power(x, n: int):
    if n == 0:
        return 1.0
    return x * power(x, n - 1)


def constant(x: Float[Array, "n"], c: float):
    return c**2


def loose(x, w, b):
    z = x @ w + b
    return np.sum(np.tanh(z))


def shifted(x: Float[Array, "n"], b: float):
    z = x + b
    return z


TEXTS = {
    kinetic: (
        "q",
        """
        v = np.diff(q)
        d_v = np.diff(d_q)
        out = 0.5 * np.sum(m[1:] * v**2)
        d_out = np.sum(m[1:] * v * d_v)
        return out, d_out
        """,
    ),
    newton: (
        "x",
        """
        for _ in range(n):
            # one step
            ratio2 = (x**2 - 2.0) / (2.0 * x)
            d_x = d_x * (1.0 - (x - ratio2) / x)
            x = x - ratio2
        return x, d_x
        """,
    ),
    rows: (
        "x",
        """
        total = 0.0
        d_total = 0.0
        for k, (row, d_row) in enumerate(zip(x, d_x)):
            exp_row = np.exp(row)
            total += k * np.sum(exp_row)
            d_total += k * np.sum(exp_row * d_row)
        return total, d_total
        """,
    ),
    relax: (
        "u",
        """
        if u.dtype.kind != "f" or d_u.dtype.kind != "f":
            raise ValueError("relax_jvp is for a floating-point u (n,)")
        d_u = d_u.copy()
        u = u.copy()
        for _ in range(steps):
            d_u[1:-1] = 0.5 * (d_u[2:] + d_u[:-2])
            u[1:-1] = 0.5 * (u[2:] + u[:-2])
        out = np.sum(u**2)
        d_out = 2.0 * np.sum(u * d_u)
        return out, d_out
        """,
    ),
    branches: (
        ("x", "y"),
        """
        if x < 0.0:
            return -x, -d_x
        out = x * y
        d_out = y * d_x + x * d_y
        return out, d_out
        """,
    ),
    swapped: (
        ("a", "b"),
        """
        d_a, d_b = a * d_b + b * d_a, d_a
        a, b = b * a, a
        return (a, b), (d_a, d_b)
        """,
    ),
    two_layers: (
        "w",
        """
        h, d_h = dense_jvp(x, w, b, d_w=d_w)
        dense_value, d_dense_value = dense_jvp2(h, w, b, d_x=d_h, d_w=d_w)
        out = np.sum(dense_value)
        d_out = np.sum(d_dense_value)
        return out, d_out

        def dense_jvp(x, w, b, *, d_w):
            out = np.tanh(x @ w + b)
            d_out = (1.0 - out**2) * (x @ d_w)
            return out, d_out

        def dense_jvp2(x, w, b, *, d_x, d_w):
            out = np.tanh(x @ w + b)
            d_out = (1.0 - out**2) * (d_x @ w + x @ d_w)
            return out, d_out
        """,
    ),
    power: (
        "x",
        """
        if n == 0:
            return 1.0, 0.0
        power_value, d_power_value = power_jvp(x, n - 1, d_x=d_x)
        out = x * power_value
        d_out = power_value * d_x + x * d_power_value
        return out, d_out
        """,
    ),
    constant: (
        "x",
        """
        out = c**2
        return out, 0.0
        """,
    ),
    loose: (
        "w",
        """
        z = x @ w + b
        d_z = x @ d_w
        tanh_z = np.tanh(z)
        out = np.sum(tanh_z)
        d_out = np.sum((1.0 - tanh_z**2) * d_z)
        return out, d_out
        """,
    ),
}


def body(function, wrt):
    """Return a generated text without its head, docstrings and helpers."""
    text = gradgen.jvp(function, wrt).source.partition("# ---- helpers")[0]
    text = re.sub(r' *"""(.|\n)*?"""\n', "", text)
    return text[re.search(r"\):\n", text).end() :]


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("function", TEXTS, ids=lambda function: function.__name__)
def test_texts(function):
    wrt, expected = TEXTS[function]
    wanted = lines(expected)
    assert lines(body(function, wrt))[: len(wanted)] == wanted


def test_parameters_are_keywords_after_those_of_the_function():
    signature = inspect.signature(gradgen.jvp(kinetic, ("q", "m")))
    assert list(signature.parameters) == ["q", "m", "d_q", "d_m"]
    assert signature.parameters["d_q"].kind is inspect.Parameter.KEYWORD_ONLY


def test_a_name_that_begins_like_a_tangent_is_not_in_the_way():
    def scaled(x: float):
        d_model = 3.0
        return d_model * x

    assert "d_x" in inspect.signature(gradgen.jvp(scaled)).parameters


def test_a_tangent_has_the_shape_of_its_value():
    x = np.arange(3.0)
    out, d_out = gradgen.jvp(shifted, "b")(x, 1.0, d_b=2.0)
    assert out.shape == d_out.shape == (3,)
    assert np.array_equal(d_out, np.full(3, 2.0))


# ---- numbers ----------------------------------------------------------------------------
def views(x: Float[Array, "n"]):
    u = np.zeros(3)
    v = u[1:]
    u[0] = 2.0 * x[0]
    v += x[1] * np.array([1.0, 2.0])
    w = u
    w *= x[2]
    v[0] -= u[2]
    return np.sum(u**3) + np.sum(v)


def fresh_is_not_shared(x: Float[Array, "n"]):
    y = x + 1.0
    y[0] = 3.0 * x[1]
    z = np.reshape(x + 1.0, (2, 2))
    z[0, 0] = 5.0
    return np.sum(y * x) + np.sum(np.ravel(z) * x)


def lists(x: Float[Array, "n"]):
    saved = []
    for k in range(3):
        saved.append(x + 0.0 * k)
        saved.append(x * np.sin(x))
    saved[0][1] = 7.0
    s = 0.0
    for k, v in enumerate(reversed(saved)):
        s += k * np.sum(v * v)
    last = saved.pop()
    both = saved + [last]  # noqa: RUF005
    return s + np.sum(both[-1]) * np.sum(both[0])


def tuples(x: Float[Array, "n"]):
    a, b = x[0], x[1]
    for _ in range(4):
        a, b = b * np.cos(a), a + b
        triple = (a, b, 3)
        c, d, e = triple
        a = c * d + e
    return a * b


def fill(u, c):
    u[1:] = c
    u *= c
    return u[0]


def writing_callee(x: Float[Array, "n"]):
    y = 2.0 * x
    r = fill(y, x[0])
    q = fill(y, 3.0)
    return r * q + np.sum(y**2)


def plus_one(x):
    return x + 1.0


def written_results(x: Float[Array, "n"]):
    y = plus_one(x)
    y[0] = 0.0
    z = plus_one(x * 1.0)
    z[1] = 2.0
    return np.sum(y * z * x)


def zipped(x):
    s = 0.0
    for row in x:
        for i, (a, b) in enumerate(zip(row, reversed(row), strict=True)):
            s = s + a * np.exp(b) * i
    for i, row in reversed(list(enumerate(x))):
        s = s * 0.5 + i * row[0]
    return s


def several_results(x: Float[Array, "n n"]):
    sign, logdet = np.linalg.slogdet(x @ x.T + np.eye(3))
    return sign * logdet + np.linalg.slogdet(x @ x.T + np.eye(3))[1]


def repeated_positions(x: Float[Array, "n"]):
    u = np.zeros(5)
    u[[0, 1, 1, 3]] += x
    np.add.at(u, np.array([1, 1, 2, 2]), x * x)
    return np.sum(u**2)


def whole_numbers(x: Float[Array, "n"]):
    return np.sum(x.astype(int) * x) + np.sum(np.floor(x))


def cancelled(x: Float[Array, "n"], b: float):
    z = x + b - x
    u = x - x
    return np.sum(z * z) + np.sum(u)


def update_of_itself(x: Float[Array, "n"]):
    x *= x[::-1]
    y = x
    y /= y[1]
    return np.sum(x**2)


def number_or_array(x, c):
    y = x
    y *= c
    y -= 0.5 * c
    return np.sum(y * x) * c


def broadcast_sum(x: Float[Array, "n m"], b: float):
    z = x + b
    return np.mean(z) + np.sum(x + b) + np.sum((x + b)[1:]) + np.sum(np.sum(z, axis=0) ** 2)


def nan_sum(x: Float[Array, "n"], c: float):
    return np.nansum(np.log(np.where(x > 0, x, np.nan)) + c)


NUMBERS = [
    (views, "x", 4),
    (fresh_is_not_shared, "x", 4),
    (lists, "x", 3),
    (tuples, "x", 3),
    (writing_callee, "x", 4),
    (written_results, "x", 4),
    (zipped, "x", (3, 3)),
    (several_results, "x", (3, 3)),
    (repeated_positions, "x", 4),
    (whole_numbers, "x", 4),
    (cancelled, ("x", "b"), 4, ()),
    (cancelled, "b", 4, ()),
    (update_of_itself, "x", 4),
    (number_or_array, ("x", "c"), 4, ()),
    (number_or_array, ("x", "c"), (), ()),
    (broadcast_sum, "b", (3, 4), ()),
    (broadcast_sum, ("x", "b"), (3, 4), ()),
    (nan_sum, "c", 4, ()),
    (loose, "w", (3, 2), 2, 3),
    (loose, "w", (3, 2), 2, (4, 3)),
    (loose, "b", (3, 2), 2, ()),
    (two_layers, ("w", "b"), (3, 2), (2, 2), 2),
]


def drawn(shape, random):
    made = random.normal(size=shape)
    return made if np.ndim(made) else float(made)


def along(function, arguments, tangents):
    """Return the derivative of `function` along tangents, and its error, by differences."""

    def curve(t):
        moved = copy.deepcopy(arguments)
        for name, tangent in tangents.items():
            moved[name] = moved[name] + t * tangent
        return float(function(**moved))

    return richardson(curve)


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: f"{case[0].__name__}-{case[1]}")
def test_numbers(case):
    function, wrt, *shapes = case
    random = np.random.default_rng(7)
    names = list(inspect.signature(function).parameters)
    arguments = {n: drawn(s, random) for n, s in zip(names, shapes, strict=True)}
    wanted = [wrt] if isinstance(wrt, str) else wrt
    tangents = {name: drawn(np.shape(arguments[name]), random) for name in wanted}
    given = {f"d_{name}": tangent for name, tangent in tangents.items()}
    before = copy.deepcopy((arguments, given))
    out, d_out = gradgen.jvp(function, wrt)(**arguments, **given)
    for old, new in zip(before, (arguments, given), strict=True):
        assert all(np.array_equal(old[name], new[name]) for name in old)
    assert np.isclose(out, function(**copy.deepcopy(arguments)))
    value, error = along(function, arguments, tangents)
    assert abs(value - d_out) <= 1e-6 * abs(value) + 10 * error + 1e-9


# ---- over reverse mode --------------------------------------------------------------------
def energy(x: Float[Array, "n"], n: int):
    v = np.zeros_like(x)
    for _ in range(n):
        v[1:] = v[:-1] * 0.5 + np.sin(x[1:])
        x = x + 0.1 * v
    return np.sum(x**2)


def squeezed(x, n):
    s = 0.0
    while s < 3.0:
        s += np.sum(x * x) + 0.5
        x = x * np.cos(x)
    return s


def called(x: Float[Array, "n"], n: int):
    for _ in range(n):
        x = x * plus_one(np.sin(x))
    return np.sum(x)


@pytest.mark.parametrize("function", [energy, squeezed, called])
def test_hessian_times_a_direction(function):
    random = np.random.default_rng(3)
    x, direction, weights = random.normal(size=(3, 4))
    gradient = gradgen.grad(function)
    out, d_out = gradgen.jvp(gradient)(x, 3, d_x=direction)
    np.testing.assert_allclose(out, gradient(x, 3))
    value, error = along(lambda x: weights @ gradient(x, 3), {"x": x}, {"x": direction})
    assert abs(value - weights @ d_out) <= 1e-6 * abs(value) + 10 * error


def test_forward_over_forward():
    x, first, second = np.random.default_rng(3).normal(size=(3, 4))
    once = gradgen.jvp(energy)
    twice = gradgen.jvp(once, "x")
    (_, _), (_, mixed) = twice(x, 3, d_x=first, d2_x=second)
    value, error = along(lambda x: once(x, 3, d_x=first)[1], {"x": x}, {"x": second})
    assert abs(value - mixed) <= 1e-6 * abs(value) + 10 * error


# ---- refusals --------------------------------------------------------------------------------
def unknown_function(x):
    return np.sum(np.sort_complex(x))


def attribute(x, state):
    state.last = x
    return np.sum(x * state.last)


def copied_into(x):
    u = np.zeros(3)
    np.copyto(u, x, casting="no")
    return np.sum(u)


def captured(x, n):
    scales = [lambda t: t * x for _ in range(n)]
    return scales[0](2.0)


@pytest.mark.parametrize("function", [unknown_function, attribute, copied_into, captured])
def test_refused(function):
    with pytest.raises(UnsupportedError):
        gradgen.jvp(function)


def test_whole_numbers_would_be_cut_off():
    with pytest.raises(ValueError, match="floating"):
        gradgen.jvp(relax)(np.arange(4.0), 1, d_u=np.arange(4))
