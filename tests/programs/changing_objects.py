"""Objects that a function makes and changes: states, solvers, optimisers, records that replace."""

import dataclasses
from collections import namedtuple
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

State = namedtuple("State", "x v")


class Rates(NamedTuple):
    growth: float
    loss: float = 0.1


@dataclass
class Particle:
    place: float
    speed: float
    mass: float = 1.0

    def kinetic(self):
        return 0.5 * self.mass * self.speed**2

    @property
    def momentum(self):
        return self.mass * self.speed

    def step(self, dt):
        self.speed = self.speed - dt * np.sin(self.place)
        self.place = self.place + dt * self.speed

    def moved(self, dt):
        return Particle(self.place + dt * self.speed, self.speed - dt * self.place, self.mass)


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass
class Tally:
    total: float = 0.0
    count: int = 0
    seen: list = field(default_factory=list)

    def add(self, value):
        self.total += value
        self.count += 1
        self.seen.append(value)


class Cell:
    """A recurrent cell, which keeps its state."""

    def __init__(self, w, u):
        self.w = w
        self.u = u
        self.state = 0.0

    def step(self, x):
        self.state = np.tanh(self.w * self.state + self.u * x)
        return self.state


class Adam:
    def __init__(self, rate=0.1, decay=0.9, decay2=0.99):
        self.rate, self.decay, self.decay2 = rate, decay, decay2
        self.reset()

    def reset(self):
        self.mean = 0.0
        self.square = 0.0
        self.rounds = 0

    def update(self, w, slope):
        self.rounds += 1
        self.mean = self.decay * self.mean + (1.0 - self.decay) * slope
        self.square = self.decay2 * self.square + (1.0 - self.decay2) * slope**2
        mean = self.mean / (1.0 - self.decay**self.rounds)
        square = self.square / (1.0 - self.decay2**self.rounds)
        return w - self.rate * mean / (np.sqrt(square) + 1e-8)


class Controller:
    def __init__(self, proportional, integral):
        self.proportional = proportional
        self.integral = integral
        self.total = 0.0
        self.previous = None

    def __call__(self, error, dt):
        self.total += error * dt
        change = 0.0 if self.previous is None else (error - self.previous) / dt
        self.previous = error
        return self.proportional * error + self.integral * self.total + 0.1 * change


class Rod:
    """Heat in a rod: a field that is written in place."""

    def __init__(self, n, dx=0.1):
        self.n = n
        self.dx = dx
        self.heat = np.zeros(n)
        self.time = 0.0

    def warm(self, source):
        self.heat[0] = source
        for i in range(1, self.n):
            self.heat[i] = np.sin(self.heat[i - 1]) + source

    def step(self, dt):
        self.heat[1:-1] += dt * (self.heat[2:] - 2.0 * self.heat[1:-1] + self.heat[:-2]) / self.dx
        self.time += dt

    def energy(self):
        return np.sum(self.heat**2)


class Law:
    def __init__(self, k):
        self.k = k

    def energy(self, x):
        return self.k * x**2 + self.extra(x)

    def extra(self, x):
        return 0.0


class HardLaw(Law):
    def __init__(self, k, c):
        super().__init__(2.0 * k)
        self.c = c

    def extra(self, x):
        return self.c * x**4 + super().extra(x)


class Integrator:
    def __init__(self, rate, dt):
        self.rate = rate
        self.dt = dt

    def step(self, x):
        return x + self.dt * self.rate(x)


# ---- named tuples and dataclasses that are replaced --------------------------------
def replaced_state(x, n):
    state = State(x, 1.0)
    for _ in range(n):
        state = state._replace(v=state.v - 0.1 * state.x)
        state = state._replace(x=state.x + 0.1 * state.v)
    return state.x * state.v


def advanced(state, dt):
    return State(state.x + dt * state.v, state.v - dt * np.sin(state.x))


def state_through_calls(x, n):
    """A function that takes a state and returns the next one."""
    state = State(x, 1.0)
    for _ in range(n):
        state = advanced(state, 0.1)
    return state.x * state.v


def difference_to_previous(x, n):
    """The state before is kept under another name."""
    state = State(x, 1.0)
    total = 0.0
    for _ in range(n):
        previous = state
        state = State(state.x + 0.1 * state.v, state.v - 0.1 * state.x)
        total += (state.x - previous.x) ** 2
    return total + state.v


def replaced_fields(x):
    first = Particle(x, 1.0)
    second = replace(first, speed=x * x)
    third = dataclasses.replace(second, place=2.0 * second.place)
    return third.place * third.speed + second.kinetic() + first.momentum


def frozen_points(x):
    point = Point(x=x, y=x**2)
    other = replace(point, x=point.y)
    return other.x * other.y * point.x


def default_rates(x):
    rates = Rates(x)
    return rates.growth * rates.loss * np.sin(rates.growth)


# ---- functions that return objects ---------------------------------------------------
def started(x, fast):
    if fast:
        return Particle(x, 2.0 * x)
    return Particle(2.0 * x, x, mass=3.0)


def made_by_a_function(x, fast):
    particle = started(x, fast)
    return particle.place * particle.speed + particle.kinetic()


def moved_on(x, n):
    """A method that returns the next object, called in a loop and in a chain."""
    particle = Particle(x, 1.0)
    for _ in range(n):
        particle = particle.moved(0.1)
    last = Particle(particle.place, x).moved(0.1).moved(0.2)
    return particle.place * particle.speed + last.place


# ---- attributes that are set -----------------------------------------------------------
def set_attributes(x, n):
    particle = Particle(x, 1.0)
    for _ in range(n):
        particle.speed -= 0.1 * np.sin(particle.place)
        particle.place = particle.place + 0.1 * particle.speed
    return particle.place * particle.speed


def stepping(x, n):
    particle = Particle(x, 1.0)
    for _ in range(n):
        particle.step(0.1)
    return particle.place * particle.kinetic()


def set_in_a_branch(x):
    particle = Particle(x, 1.0)
    if x > 0.0:
        particle.speed = x * x
    else:
        particle = Particle(2.0 * x, x)
    return particle.place * particle.speed


def two_names_for_one(x):
    """The other name sees what is set."""
    first = Particle(x, 1.0)
    second = first
    second.place = x * x
    return first.place * second.speed


def object_in_an_object(x):
    particle = Particle(x, 1.0)
    world = SimpleNamespace(particle=particle, wind=x)
    world.particle.place = x * x
    particle.speed = particle.speed * 2.0 + world.wind
    return particle.place * world.particle.speed


def namespace_as_state(x, n):
    state = SimpleNamespace(x=x, v=1.0, t=0)
    while state.t < n:
        state.v -= 0.1 * state.x
        state.x += 0.1 * state.v
        state.t += 1
    return state.x


def kick(state, dt):
    state.v = state.v - dt * state.x
    state.x = state.x + dt * state.v
    return state.x


def changed_by_a_function(x, n):
    state = SimpleNamespace(x=x, v=1.0)
    path = 0.0
    for _ in range(n):
        path += kick(state, dt=0.1)
    kick(dt=0.2, state=state)
    return path * state.v


# ---- objects with methods that change them ------------------------------------------------
def tallied(values):
    tally = Tally()
    for value in values:
        tally.add(value**2)
    return tally.total / tally.count + sum(tally.seen)


def recurrent(w, xs):
    cell = Cell(w, 0.7)
    out = 0.0
    for x in xs:
        out += 2.0 * cell.step(x)
    return out * cell.state


def adam_steps(w, n):
    optimiser = Adam(rate=0.05)
    for _ in range(n):
        w = optimiser.update(w, 2.0 * np.cos(w))
    return w**2


def controlled(proportional, integral, n):
    control = Controller(proportional, integral)
    y = 0.0
    for _ in range(n):
        y = y + 0.1 * (control(1.0 - y, 0.1) - y)
    return (y - 1.0) ** 2


def heated(x, n):
    rod = Rod(5)
    rod.warm(x)
    for _ in range(n):
        rod.step(0.01)
    return rod.energy() * (1.0 + rod.time)


def energy_of_an_heir(x, k):
    law = HardLaw(k, 0.2 * k)
    law.k = 1.5 * law.k
    return law.energy(x)


def integrated(x, k):
    """An object that is given a function."""
    solver = Integrator(lambda y: -k * y, 0.1)
    for _ in range(3):
        x = solver.step(x)
    return x


# ---- refused -------------------------------------------------------------------------------
class Doubled:
    def __init__(self, a):
        self._a = a

    @property
    def a(self):
        return self._a

    @a.setter
    def a(self, value):
        self._a = 2.0 * value


def set_by_a_property(x):
    holder = Doubled(x)
    holder.a = x * x
    return holder.a


class Shared:
    total = 1.0

    def add(self, x):
        self.total += x


def started_by_the_class(x):
    shared = Shared()
    shared.add(x)
    return shared.total


def kept_in_a_list(x):
    particle = Particle(x, 1.0)
    kept = [particle]
    particle.place = x * x
    return kept[0].place


def itself(particle):
    return particle


def known_by_a_call(x):
    first = Particle(x, 1.0)
    second = itself(first)
    second.place = x * x
    return first.place


def previous_is_changed(x, n):
    state = SimpleNamespace(x=x, v=1.0)
    total = 0.0
    for _ in range(n):
        previous = state
        state = SimpleNamespace(x=state.x + 0.1 * state.v, v=state.v)
        previous.x = 2.0
        total += (state.x - previous.x) ** 2
    return total


class OnlyOne:
    """Making it again gives the same object."""

    kept = None

    def __new__(cls, *_):
        if cls.kept is None:
            cls.kept = object.__new__(cls)
        return cls.kept

    def __init__(self, k):
        self.k = k


def made_once_only(x):
    first = OnlyOne(x)
    second = OnlyOne(2.0 * x)
    return first.k * second.k * x


class Slow:
    def __init__(self, k):
        self.k = k
        self.done = 0.0

    def step(self, x):
        self.done += x
        return self.done * 2.0


class Quick:
    def __init__(self, k):
        self.k = k
        self.done = 0.0

    def step(self, x):
        self.done += 3.0 * x
        return self.done


def one_of_two_classes(x, slow):
    if slow:
        clock = Slow(1.0)
    else:
        clock = Quick(1.0)
    return x * x * clock.step(2.0)


def changed_in_a_test(x):
    cell = Cell(0.5, 0.7)
    out = 0.0
    if cell.step(x) > 0.0:
        out = cell.step(x)
    return out * cell.state


def changed_twice_in_a_line(x):
    cell = Cell(0.5, 0.7)
    return cell.step(x) * cell.step(2.0 * x) + cell.state


def changed_in_a_comprehension(x):
    cell = Cell(0.5, 0.7)
    return sum([cell.step(x * k) for k in range(3)]) * cell.state


def names_swapped(x):
    first = Particle(x, 1.0)
    second = Particle(2.0 * x, x)
    first, second = second, first
    return first.place * 3.0 + second.place
