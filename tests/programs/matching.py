"""`match` on what carries no gradient: constants, classes, sequences, mappings, captures."""

import enum
from dataclasses import dataclass

import numpy as np


class Boundary(enum.Enum):
    OPEN = 1
    CLOSED = 2


@dataclass
class Gauss:
    mean: float
    width: float


@dataclass
class Box:
    low: float
    high: float


def by_name(x, kind):
    """Constants, one of them of several."""
    match kind:
        case "square":
            y = x * x
        case "cube" | "third":
            y = x**3
        case _:
            y = x
    return y * 2.0


def returns(x, order):
    match order:
        case 1:
            return x * x
        case 2:
            return x**3
    return x


def by_member(x, boundary):
    # what stands above stays there
    match boundary:
        case Boundary.OPEN:
            y = x * x
        case Boundary.CLOSED:
            # at the wall
            y = np.sin(x)
    return y


def log_prior(x, prior):
    """Classes: attributes by place and by name, and a guard."""
    match prior:
        case Gauss(mean, width):
            return -0.5 * ((x - mean) / width) ** 2
        case Box(low=a, high=b) if a < b:
            return x * x * (b - a)
        case _:
            raise TypeError("no such prior")


def steps(x, todo):
    """A small machine: patterns of every kind, in a loop."""
    for step in todo:
        match step:
            case ("scale", k):
                x = k * x
            case ("shift", k):
                x = x + k * x * x
            case "sine":
                x = np.sin(x)
            case int() | float() as n if n > 0:
                x = x**n
            case [first, *rest] if len(rest) > 2:
                x = x * first + rest[-1]
            case None:
                pass
    return x


def made_subject(x, settings):
    """The subject is an expression, and is evaluated once."""
    match settings["mode"].lower(), len(settings):
        case ("fast", 2):
            y = x
        case ("slow", n):
            y = x**n
        case (mode, _):
            y = x * len(mode)
    return y * y


def constants(x, value):
    """Numbers, signs, singletons and what is left."""
    match value:
        case 0 | 1:
            y = x
        case -1:
            y = -x * x
        case None:
            y = x**3
        case 2.5:
            y = x**4
        case _ if value > 10:
            y = np.exp(x)
        case factor:
            y = x * x * factor
    return y


def from_a_mapping(x, settings):
    """Keys that are there, one with a value, and what else is there."""
    match settings:
        case {"name": "bend", "by": by, **others}:
            return x * (x + by + len(others))
        case {"name": str() as name}:
            return x * x * len(name)
        case _:
            return x
