"""Objects: dataclasses, named tuples and plain classes, their methods, properties and heirs."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from jaxtyping import Float


@dataclass
class Spring:
    stiffness: float
    damping: float = 0.1
    gravity = 9.81

    def force(self, x, v):
        return -self.stiffness * x - self.damping * v

    def energy(self, x, v):
        kinetic = 0.5 * self.square(v)
        return kinetic + 0.5 * self.stiffness * self.square(x) + self.ratio * self.gravity

    @property
    def ratio(self):
        return self.damping / self.stiffness

    @staticmethod
    def square(x):
        y = x * x
        return y

    def __call__(self, x):
        return 2.0 * self.force(x, 0.0)


class StiffSpring(Spring):
    """Hardens where it is stretched."""

    def force(self, x, v):
        linear = super().force(x, v)
        return linear - 0.1 * x**3

    def power(self, x, v):
        return self.force(x, v) * v


class Net:
    """A network, as people write one without a library."""

    def __init__(self, w, b):
        self.w = w
        self.b = b

    def layer(self, h):
        return np.tanh(self.w @ h + self.b)

    def loss(self, x, y, rounds=2):
        h = x
        for _ in range(rounds):
            h = self.layer(h)
        return np.sum((h - y) ** 2)


class Bond(NamedTuple):
    length: float
    strength: float
    name: str = "CH"

    def pull(self, r):
        return self.strength * (r - self.length)


@dataclass
class Layer:
    w: Float[np.ndarray, "n n"]
    b: Float[np.ndarray, "n"]

    def __call__(self, h):
        return np.tanh(self.w @ h + self.b)


@dataclass
class Stack:
    first: Layer
    second: Layer
    scale: float
    rounds: int = 2
    labels: list[str] = field(default_factory=list)

    def out(self, x):
        h = self.first(x)
        for _ in range(self.rounds):
            h = self.second(h)
        return self.scale * h


class Decay:
    """Its `__init__` does more than keep what it is given."""

    def __init__(self, half_life, amount):
        self.rate = np.log(2.0) / half_life
        self.amount = amount

    def left(self, t):
        return self.amount * np.exp(-self.rate * t)


def euler(f, x, steps):
    for _ in range(steps):
        x = x + 0.1 * f(x)
    return x


# ---- objects that are constant ---------------------------------------------------
def methods(x: float, v: float, spring: Spring):
    return spring.force(x, v) * spring.energy(x, v) + spring(x) + spring.ratio * x


def heirs(x: float, spring: StiffSpring):
    return spring.power(x, 2.0 * x) + spring.energy(x, x)


def method_handed_on(x: Float[np.ndarray, "2"], net: Net):
    return np.sum(euler(net.layer, x, 3))


def function_of_the_class(x: float, spring: Spring):
    return Spring.force(spring, x, 0.5) + Spring.square(x)


def field_of_a_field(x: Float[np.ndarray, "2"], stack: Stack):
    return np.sum(stack.first.w @ stack.out(x))


# ---- objects that are differentiated by ------------------------------------------
def spring_energy(spring: Spring, x: float, v: float):
    return spring.energy(x, v) + spring.force(x, v) * v


def spring_path(spring: Spring, x: float, steps: int):
    v = 0.0
    for _ in range(steps):
        v = v + 0.1 * spring.force(x, v)
        x = x + 0.1 * v
    return x


def total_energy(spring: Spring, x: float):
    return through_a_function(spring, x) + spring.stiffness


def through_a_function(spring, x):
    pulled = euler(lambda y: spring.force(y, 0.0), x, 2)
    return spring.energy(pulled, 1.0)


def net_loss(net: Net, x: Float[np.ndarray, "2"], y: Float[np.ndarray, "2"]):
    return net.loss(x, y) + net.loss(y, x, rounds=1)


def bond_energy(bond: Bond, r: float):
    return 0.5 * bond.pull(r) * (r - bond.length)


def stack_loss(stack: Stack, x: Float[np.ndarray, "2"]):
    return np.sum(stack.out(x) ** 2)


def decayed(decay: Decay, t: float):
    return decay.left(t) - decay.rate


# ---- objects that the function makes ----------------------------------------------
class Point(NamedTuple):
    x: float
    v: float

    def energy(self):
        return 0.5 * self.x**2 + 0.5 * self.v**2


@dataclass
class Body:
    place: float
    speed: float
    mass: float = 2.0

    def kicked(self, force):
        impulse = 0.1 * force
        return self.speed + impulse / self.mass


def named_tuple(x: float):
    point = Point(x, v=x * x)
    place, speed = point
    return place * speed + point.energy() + point[0]


def made_in_each_round(x: float, steps: int):
    point = Point(x, 0.5)
    for _ in range(steps):
        point = Point(point.x + 0.1 * point.v, point.v - 0.1 * point.x)
    return point.x * point.energy()


def made_in_a_branch(x: float, heavy: bool):
    if heavy:
        other = Body(x, x * x)
    else:
        other = Body(2.0 * x, 1.0, mass=x)
    return other.kicked(other.place) * other.mass


def namespace(x: float):
    parts = SimpleNamespace(kinetic=0.5 * x**2, potential=np.cos(x))
    return parts.kinetic - parts.potential


def made_and_handed_on(x: float):
    body = Body(x, 1.0, x)
    return kicked_twice(body, 3.0) + kicked_twice(body, x)


def kicked_twice(body, force):
    return body.kicked(force) * body.place + body.kicked(2.0)


# ---- objects that change: refused -------------------------------------------------
class Worn:
    def __init__(self, grip):
        self.grip = grip

    def used(self, x):
        self.grip = 0.9 * self.grip
        return self.grip * x


def changes_itself(x: float, tyre: Worn):
    return tyre.grip * x + tyre.used(x)


def is_changed(x: float, tyre: Worn):
    before = tyre.grip * x
    tyre.grip = 2.0
    return before * before + tyre.grip * x
