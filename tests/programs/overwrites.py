"""Variables that are overwritten by values made of themselves."""

import numpy as np
from jaxtyping import Float


def gain_schedule(gain: float, data: Float[np.ndarray, "n"]):
    """The right side reads the variable that it adds to."""
    gain += gain * data[2]
    gain *= gain - data[0]
    return gain * np.sum(data)


def repeated_wave(x: Float[np.ndarray, "n"]):
    x = x * np.sin(x)
    x = x * np.sin(x)
    return np.sum(x)


def swap(a: float, b: float):
    a, b = b, a
    a = a * 2.0
    return a * b * b


def swap_in_loop(a: float, b: float, n: int):
    for _ in range(n):
        a, b = b, a + 0.5 * b * b
    return a * b


def tuple_assignment(x: Float[np.ndarray, "n"], c: float):
    low, high = np.min(x) * c, np.max(x) * c
    mid, width = (low + high) / 2.0, high - low
    return mid * width + mid**2


def unpacked_array(p: Float[np.ndarray, "3"]):
    a, b, c = p
    return a * np.exp(-b) + c**2 * a


def chained_assignment(x: float):
    a = b = np.sin(x)
    b = b * x
    return a * b


def same_name_three_times(x: float):
    y = x * x
    y = np.exp(-y)
    y = y / (1.0 + y)
    return y * x


def square_in_place(alpha: float):
    alpha += alpha * alpha
    alpha -= alpha * alpha
    return alpha


def parameter_overwritten(w: Float[np.ndarray, "n"], x: Float[np.ndarray, "n"]):
    """The parameter itself is rebound: its gradient is that of what was passed."""
    w = w / np.sqrt(np.sum(w**2))
    x = x - np.sum(w * x) * w
    w = np.tanh(x)
    return np.sum(w * x)


def old_and_new(b: float):
    b += np.sin(np.tanh(b) + b)
    return b * b


def constant_overwrite(x: float, y: float):
    """What was computed is thrown away."""
    z = np.exp(x)
    out = z * y
    z = 3.0
    out = out + z * y
    return out


def power_tower(x: float, n: int):
    y = x
    for _ in range(n):
        y **= 1.0 + 0.1 * x
    return y


def nested_unpacking(x: float, y: float, z: float):
    (first, second), third = (x * y, y * z), z * x
    return first * second + third**2
