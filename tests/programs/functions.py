"""Functions as values: closures, lambdas, functions that are handed on, stars, partials."""

import functools
import operator
from functools import partial, reduce

import numpy as np
from jaxtyping import Float

GRAVITY = 9.81


# ---- solvers that take a function -----------------------------------------------
def euler(rhs, x0, steps, dt=0.1):
    x = x0
    for _ in range(steps):
        x = x + dt * rhs(x)
    return x


def newton(f, df, x, steps=5):
    for _ in range(steps):
        x = x - f(x) / df(x)
    return x


def runge_kutta(rhs, y, t, dt, params):
    k1 = rhs(t, y, params)
    k2 = rhs(t + dt / 2, y + dt / 2 * k1, params)
    k3 = rhs(t + dt / 2, y + dt / 2 * k2, params)
    k4 = rhs(t + dt, y + dt * k3, params)
    return y + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def simpson(f, a, b, n=4):
    h = (b - a) / n
    total = f(a) + f(b)
    for i in range(1, n):
        weight = 4.0 if i % 2 == 1 else 2.0
        total = total + weight * f(a + i * h)
    return total * h / 3.0


def central(f, x, h=1e-2):
    """A difference of the user's own."""
    return (f(x + h) - f(x - h)) / (2 * h)


def twice(f, x):
    return f(f(x))


def compose(f, g, x):
    return f(g(x))


# ---- closures and lambdas --------------------------------------------------------
def decay_to(k: float, x0: float, steps: int):
    return euler(lambda x: -k * x, x0, steps)


def square_root(a: float):
    return newton(lambda x: x**2 - a, lambda x: 2 * x, 1.0)


def cubic_root(a: float, b: float):
    def residual(x):
        # depressed cubic
        y = x**3 - a * x
        return y - b

    def slope(x):
        return 3 * x**2 - a

    return newton(residual, slope, 2.0, steps=6)


def pendulum(t, y, params):
    g, length = params
    return np.array([y[1], -g / length * np.sin(y[0])])


def swing(y0: Float[np.ndarray, "2"], params: Float[np.ndarray, "2"]):
    y = y0
    for k in range(3):
        y = runge_kutta(pendulum, y, 0.1 * k, 0.1, params)
    return y[0] + y[1]


def reads_later_value(x: float, c: float):
    """A closure sees the value that a variable has when it is called."""
    scaled = lambda t: t * c  # noqa: E731
    before = scaled(x)
    c = c + 1.0
    return before + scaled(x) * c


def closure_in_loop(x: float, c: float):
    total = 0.0
    for k in range(3):
        total = total + twice(lambda t: t * c + k, x)
    return total


def default_is_early(x: float, c: float):
    """A default is evaluated where the function is defined."""
    scaled = lambda t, c=c: t * c  # noqa: E731
    c = c * 3.0
    return scaled(x) + c


def recursive_inside(x: float, n: int):
    def power(k):
        return 1.0 if k == 0 else x * power(k - 1)

    return power(n)


def nested_layers(x: float, deep: bool):
    act = np.tanh

    def layer(v):
        return act(v) + v

    def net(v):
        if deep:
            return layer(layer(v))
        return layer(v)

    return net(x)


def local_helper(x: Float[np.ndarray, "n"], a: float):
    def bump(i):
        centre = x[i] - a
        return np.exp(-(centre**2))

    total = 0.0
    for i in range(len(x)):
        total = total + bump(i)
    return total


def shadowing(x: float, y: float):
    """The parameter of the inner function hides the outer variable; another one is captured."""

    def inner(x):
        z = x * y
        return z * z

    def outer(y):
        return inner(y) + x

    return outer(x * x) * y


def dense_net(w: Float[np.ndarray, "d n n"], x: Float[np.ndarray, "n"]):
    def dense(h, k, act=np.tanh):
        return act(w[k] @ h)

    h = x
    for k in range(w.shape[0]):
        h = dense(h, k)
    return np.sum(dense(h, 0, act=lambda v: v * v))


def quadrature(a: float, w: float):
    return simpson(lambda t: np.exp(-a * t) * np.cos(w * t), 0.0, 1.0)


def integral_bound(b: float):
    return simpson(np.sin, 0.0, b)


def derivative_of_closure(x: float, a: float):
    return central(lambda t: a * t**3, x)


def composed(x: float):
    return compose(np.sqrt, lambda t: 1.0 + t * t, x) + compose(abs, np.sin, x)


def helper_given_two_ways(x: float, c: float):
    """The same helper with an active and with a constant function."""
    return twice(lambda t: c * t, x) + twice(lambda t: 0.5 * t, x) * twice(np.sin, 0.3)


# ---- partials, map, reduce -------------------------------------------------------
def law(rate, limit, x):
    return rate * x * (1.0 - x / limit)


def logistic(rate: float, limit: float, x0: float):
    return euler(partial(law, rate, limit), x0, steps=4)


def partial_by_name(k: float, x: float):
    damped = functools.partial(law, limit=4.0 * k)
    k = k * k
    return damped(k, x=x) + damped(1.0, x=2.0)


def product(values: Float[np.ndarray, "n"]):
    return reduce(lambda a, b: a * b, values, 1.0)


def product_by_operator(values: Float[np.ndarray, "n"], x: float):
    return reduce(operator.mul, values) * operator.add(x, 2.0)


# ---- stars -----------------------------------------------------------------------
def bell(t, height, centre, width):
    return height * np.exp(-(((t - centre) / width) ** 2))


def fit(theta: Float[np.ndarray, "3"], t: Float[np.ndarray, "n"], y: Float[np.ndarray, "n"]):
    residual = bell(t, *theta) - y
    return np.sum(residual**2)


def hypotenuse(a, b, *, scale=2.0):
    return scale * np.sqrt(a * a + b * b)


def stars(x: float, y: float):
    sides = (x, x * y)
    options = {"scale": y}
    return hypotenuse(*sides) + hypotenuse(*sides, **options) + hypotenuse(*(y, x), scale=3.0)


def positional_only(x: float, y: float):
    def ratio(a, /, b, *, power=2):
        return (a / b) ** power

    return ratio(x, y) + ratio(y, b=x, power=3)


def weighted(x, *weights):
    return x * weights[0] + x**2 * weights[1] * len(weights)


def several(x: float, a: float, b: float):
    return weighted(x, a, b) + weighted(b, x, a, 1.0)


def material(x, **options):
    stiffness = options["stiffness"]
    offset = options.get("offset", 0.5)
    return stiffness * x * x + offset


def by_name(x: float, k: float):
    return material(x, stiffness=k) + material(k, stiffness=2.0, offset=x)


def logged(function, *args, **kwargs):
    """Calls with whatever it is given."""
    return function(*args, **kwargs)


def through_a_wrapper(x: float, y: float):
    return logged(hypotenuse, x, y, scale=x) + logged(np.sin, y)


# ---- functions under other names -------------------------------------------------
def alias(x: float):
    f = law
    g = f
    s = np.sinh
    return g(x, 3.0, s(x))


def method_of_array_by_closure(x: Float[np.ndarray, "n"]):
    norm = lambda v: (v * v).sum() ** 0.5  # noqa: E731
    unit = lambda v: v / norm(v)  # noqa: E731
    return unit(x)[0] * norm(x + 1.0)


# ---- decorated functions ---------------------------------------------------------
def scaled_by(factor):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return factor * function(*args, **kwargs)

        return wrapper

    return decorate


def checked(function):
    @functools.wraps(function)
    def wrapper(x, *rest):
        if x < -100.0:
            raise ValueError("out of range")
        return function(x * x, *rest)

    return wrapper


@scaled_by(3.0)
def tripled(x: float, y: float, *, power=2):
    return x * y**power


@checked
def of_the_square(x, y):
    z = x * y
    return z + y


@functools.lru_cache
def remembered(x, n):
    y = x**n
    return y


def calls_decorated(x: float, y: float):
    return tripled(x, y) + tripled(y, x, power=3) + of_the_square(x, y) + remembered(x, 3)


# ---- functions that may be missing -----------------------------------------------
def relaxed(f, x, damping=None, steps=3):
    for _ in range(steps):
        change = f(x)
        if damping is not None:
            change = damping(change)
        x = x + change
    return x


def optional_function(x: float, k: float):
    plain = relaxed(lambda y: -0.1 * k * y, x)
    return relaxed(lambda y: -0.1 * k * y, x, damping=np.tanh) + plain
