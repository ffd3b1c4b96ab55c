"""Functions in lists and dicts, functions that return functions, functions chosen by an option."""

import functools

import numpy as np


def relu(z):
    return np.maximum(z, 0.0)


def softplus(z):
    return np.log1p(np.exp(z))


ACTIVATIONS = {"tanh": np.tanh, "relu": relu, "softplus": softplus}
TRANSFORMS = [np.sin, softplus, lambda t: t * t]


# ---- dicts of functions ------------------------------------------------------------
def activation_by_name(x, name):
    activations = {"tanh": np.tanh, "relu": relu, "softplus": softplus}
    return activations[name](x) * x


def activation_of_the_module(x, w, name):
    act = ACTIVATIONS[name]
    hidden = act(w * x)
    return act(hidden - x) * w


def activation_with_default(x, name):
    act = ACTIVATIONS.get(name, np.sin)
    return act(x) * x


def known_activations(x):
    """The names are written out."""
    kinds = {"inner": relu, "outer": np.tanh}
    return kinds["outer"](kinds["inner"](x) + x) * ACTIVATIONS["softplus"](x)


def every_activation(x):
    total = 0.0
    for name, act in ACTIVATIONS.items():
        total += act(x) * (2.0 if name == "tanh" else 1.0)
    return total


def by_position(x, k):
    return TRANSFORMS[k](x) + x


def chosen_by_flag(x, smooth):
    act = softplus if smooth else np.sin
    return act(x) * act(2.0 * x)


def descended(f, x, steps=3):
    for _ in range(steps):
        x = x - 0.1 * f(x)
    return x


def chosen_and_handed_on(x, name):
    return descended(ACTIVATIONS[name], x) * x


# ---- lists of functions ------------------------------------------------------------
def layers(x, k):
    stack = [lambda t: k * t, np.tanh, lambda t: t + k]
    for layer in stack:
        x = layer(x)
    return x


def transforms_of_the_module(x):
    for transform in TRANSFORMS:
        x = transform(x) + 0.1
    return x


def weighted_terms(x):
    energy = 0.0
    for weight, term in [(1.0, np.sin), (2.0, softplus), (0.5, lambda t: t * x)]:
        energy += weight * term(x)
    return energy


def zipped_terms(x):
    terms = (np.sin, softplus)
    for k, (weight, term) in enumerate(zip((0.5, 2.0), reversed(terms))):
        x = weight * term(x) + k * x
    return x


def summed_terms(x):
    return sum(f(x) for f in (np.sin, np.cos, softplus)) * x


class Dense:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def __call__(self, x):
        return np.tanh(self.w * x + self.b)


def layers_that_are_objects(x, w):
    stack = [Dense(w, 0.1), np.sin, Dense(0.3, w)]
    for layer in stack:
        x = layer(x)
    return x


def partials(x):
    stages = [functools.partial(np.multiply, 2.0), functools.partial(np.power, x)]
    for stage in stages:
        x = stage(x)
    return x


# ---- functions that return functions -----------------------------------------------
def spring(k, scale=2.0):
    stiffness = k * scale

    def potential(x):
        return 0.5 * stiffness * x**2 + k

    return potential


def cubic(k, c=1.0):
    return lambda x: k * x**3 + c


def composed(f, g):
    return lambda x: f(g(x))


def slope(f, x, h=0.1):
    return (f(x + h) - f(x - h)) / (2.0 * h)


def made_at_once(x, k):
    return spring(k)(x) * cubic(2.0 * k)(x)


def made_and_named(x, k):
    """What a function holds is what it was when it was made."""
    soft = spring(k)
    hard = spring(3.0 * k, scale=x)
    k = 5.0 * k
    return soft(x) * hard(2.0 * x) + k


def made_and_handed_on(x, k):
    return slope(spring(k), x) + slope(cubic(k, c=x), x)


def made_of_functions(x, k):
    first = composed(np.sin, lambda t: k * t)
    second = composed(np.cos, spring(k))
    return first(x) * second(2.0 * x)


def made_in_a_loop(x, k, n):
    total = 0.0
    for i in range(n):
        well = spring(k * i)
        total += well(x)
    return total


# ---- refused, or right: what the lists hold is not what it seems ---------------------
def weights_before_they_change(x):
    w = 2.0 * x
    terms = [(w, np.sin), (1.0, np.cos)]
    w = 5.0 * x
    total = w
    for weight, term in terms:
        total += weight * term(x)
    return total


def elements_before_they_change(x):
    u = np.array([x, 2.0 * x])
    total = 0.0
    for weight, term in [(u[0], np.sin), (u[1], np.cos)]:
        total += weight * term(x)
        u[1] = 0.0
    return total


def defined_twice(x):
    def first(t):
        return t * x

    kept = [first, np.sin]

    def first(t):  # noqa: F811
        return t + x

    for function in kept:
        x = function(x)
    return x


def called_later(x):
    """A lambda sees the loop variable as it is in the end."""
    kept = []
    for k, term in [(1.0, np.sin), (2.0, np.cos)]:
        kept.append(lambda t: k * term(t))  # noqa: B023
    return kept[0](x) + kept[1](x)


def used_after_its_loop(x):
    for term in (np.sin, np.cos):
        x = term(x)
    return term(x)


def option_changes(x, name):
    kinds = {"sine": np.sin, "cosine": np.cos}
    function = kinds[name]
    name = "cosine"
    return function(x)


def dict_changes(x, name):
    kinds = {"sine": np.sin, "cosine": np.cos}
    kinds["sine"] = np.cos
    return kinds[name](x)
