"""Names of one thing after another, of parts on some ways only, and of what may be a number."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float


@dataclass
class Probe:
    gain: float
    u: np.ndarray


def wave_named_twice(x: Float[np.ndarray, "n"], angle: float):
    """One name is a function, and then another one."""
    wave = np.sin
    y = wave(angle * x)
    wave = lambda t: t * np.cos(angle * t)
    return np.sum(y * wave(x))


def row_in_place_of_argument(x: Float[np.ndarray, "n"], m: Float[np.ndarray, "m n"]):
    """The name of an argument is given to a row of another one, which changes."""
    m = m * x
    x = m[2]
    x += x[0] * m[1]
    return np.sum(m**2)


def edge_kept_by_loop(x: Float[np.ndarray, "n"], gain: float):
    """A part that the rounds of a loop name is used below it."""
    u = x**2
    for k in range(2):
        edge = u[1:]
        u[k] += gain * edge[0]
    u[1] *= gain
    return np.sum(edge**2) * u[0]


def part_named_where_needed(x: Float[np.ndarray, "n"], gain: float):
    u = x * gain
    if gain > 0.0:
        inner = u[1:-1]
        u[1] = gain * u[0]
    else:
        inner = u[1:-1]
        inner += gain
    return np.sum(u**2) * np.sum(inner)


def state_and_next(x: Float[np.ndarray, "n"], rate: float):
    """What the old name stood for goes on under the new one."""
    u = x.copy()
    state = u
    state[0] = rate * u[1]
    u[1] = state[0] ** 2
    u = np.sin(state)
    state[-1] *= rate
    return np.sum(u * state)


def first_of_some(x, y, rate):
    """Nothing tells how many axes there are, but that the first is used as a number."""
    z = np.where(y > 0.0, x * y, y)
    first = z[0]
    z[0] = rate * first * z[1]
    return np.sum(z) * first


def ends_of_some(x, rate):
    z = x / np.sum(x**2)
    a, b, *_ = z
    z[0] = rate * a
    for value in np.cos(z):
        value *= b
        rate += value
    z[1] += rate
    return np.sum(z) * a


def chosen_by_count(x: Float[np.ndarray, "n"], gain: float, count: int):
    """Functions and objects are made in the cases of a choice."""
    match count:
        case 0:
            probe = Probe(gain, x * gain)
            found = probe.gain * np.sum(probe.u)
        case 1:
            scale = lambda t: t * gain
            found = np.sum(scale(x))
        case _:

            def scale(t):
                return np.sin(t) * gain

            found = np.sum(scale(x))
    return found * gain


def repeated_display(x: Float[np.ndarray, "n"], gain: float):
    values = [np.sum(x * gain), gain] * 2
    values.append(x[0])
    weights = 3 * [gain * x[1]]
    return sum(value**2 for value in values) + sum(weights)


def spread_into_list(x: Float[np.ndarray, "n"], gain: float):
    """The elements of an array are numbers in a list: they stay as they are."""
    u = x * gain
    values = [gain, *u]
    u[1:] -= gain
    return sum(values) * np.sum(u**2)


def last_round_used(x: Float[np.ndarray, "n"], gain: float):
    """Three rounds surely run: what they define is there below."""
    for k in range(3):
        part = np.outer(x, x)[k]
        gain = gain + part[0]
    if part[1] > 0.0:
        gain = gain * part[2]
    part = part * gain
    return np.sum(part)


def entries_changed(x: Float[np.ndarray, "n"], table: dict):
    """An entry that is not asked for again changes on one way."""
    table = table.copy()
    x = x * table["gain"]
    if np.sum(x) < 10.0:
        table["offset"] = np.sum(x)
    return np.sum(x**2)


def smoothed(u, v, weight):
    u[1:] += weight * v[:-1]
    u = np.sin(u)
    return u[0] * v[1]


def given_twice(x: Float[np.ndarray, "n"], weight: float):
    """The argument that is written is given by two names, and bound again."""
    y = x * weight
    found = smoothed(y, y[::-1], weight)
    return np.sum(y**2) * found


def counted(table, values, x):
    table["sum"] = table["sum"] + np.sum(x)
    values.append(x[0] * table["sum"])
    x *= 2.0
    return len(values)


def containers_written(x: Float[np.ndarray, "n"], gain: float):
    """A function writes to a dict, to a list that is made for it, and to an array made for it."""
    table = {"sum": gain}
    count = counted(table, [gain], x * gain)
    count += counted(table, [], x + gain)
    return table["sum"] ** 2 * count


def work_given(u, work):
    work *= u[0]
    u[0] += work[1] * u[1]


def work_made_for_it(x: Float[np.ndarray, "n"]):
    u = x.copy()
    work_given(u, np.ones(3))
    work_given(u, x.copy())
    return np.sum(u**2)


def scaled_by(u, weights):
    u *= np.vdot(weights[1], weights[-1])


def product_given_to_writer(x: Float[np.ndarray, "n"], parts: list):
    """What is given to a function that writes is computed where the call stands."""
    u = x.copy()
    scaled_by(u, np.einsum("i,i->i", parts[0], parts[-1]))
    return np.sum(u**2)


def first_scaled(arrays, gain):
    arrays[0][1] *= gain


def element_of_an_element(x: Float[np.ndarray, "n"], parts, gain: float):
    """The arrays of a list change element by element, in a function of their own."""
    parts = [part * x for part in parts]
    first_scaled(parts, gain)
    return np.sum(np.stack(parts) ** 2)


def guarded_captures(x: Float[np.ndarray, "n"], gain: float, count: int):
    """A capture has the name of what comprehensions go through elsewhere."""
    match count:
        case 0:
            gain = gain * x[0]
        case k if k > 1:
            gain = gain * k
        case _:
            gain = gain + sum([k * value for k, value in enumerate(x)])
    return np.sum(x * gain)


def elements_kept(x, y, gain: float):
    """Elements of an array are put into a list before they change."""
    z = np.where(y > 0.0, x, 2.0 * x)
    kept = [gain]
    kept.append(z[-1])
    z[1] = gain * z[0]
    kept.append(z[1] * 2.0)
    return np.sum(z) * kept[1] + sum(kept)
