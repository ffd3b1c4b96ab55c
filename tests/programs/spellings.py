"""Pairs of functions that are two spellings of one function: `NAME_a` and `NAME_b`."""

import math

import numpy
import numpy as np
from jaxtyping import Float
from numpy import tanh as t

Vector = Float[np.ndarray, "n"]
Matrix = Float[np.ndarray, "n m"]


def add_whole_a(x: Vector, c: float):
    y = np.sin(x)
    y += c
    return np.sum(y * y)


def add_whole_b(x: Vector, c: float):
    y = np.sin(x)
    y = y + c
    return np.sum(y * y)


def scale_whole_a(x: Vector, c: float):
    y = x * 2.0
    y *= c * y
    return np.sum(y)


def scale_whole_b(x: Vector, c: float):
    y = x * 2.0
    y = y * (c * y)
    return np.sum(y)


def add_element_a(x: Vector, c: float):
    v = x.copy()
    v[1] += c * v[1]
    return np.sum(v**2)


def add_element_b(x: Vector, c: float):
    v = x.copy()
    v[1] = v[1] + c * v[1]
    return np.sum(v**2)


def add_slice_a(x: Vector, c: float):
    v = x.copy()
    v[1:] -= c * v[:-1]
    return np.sum(v**2)


def add_slice_b(x: Vector, c: float):
    v = x.copy()
    v[1:] = v[1:] - c * v[:-1]
    return np.sum(v**2)


def scalar_augmented_a(s: float, c: float):
    s += s * s
    s /= c
    s -= 1.0
    s **= 3
    return s


def scalar_augmented_b(s: float, c: float):
    s = s + s * s
    s = s / c
    s = s - 1.0
    s = s**3
    return s


def method_sum_a(m: Matrix):
    return (m * m).sum(axis=0).max() + m.mean()


def method_sum_b(m: Matrix):
    return np.max(np.sum(m * m, axis=0)) + np.mean(m)


def method_shape_a(m: Matrix, w: Float[np.ndarray, "k"]):
    return np.sum(m.reshape(-1) * w) + m.T.ravel().dot(w)


def method_shape_b(m: Matrix, w: Float[np.ndarray, "k"]):
    return np.sum(np.reshape(m, -1) * w) + np.dot(np.ravel(np.transpose(m)), w)


def inline_a(x: Vector, w: float):
    z = w * x
    h = np.tanh(z)
    s = np.sum(h)
    return s * s


def inline_b(x: Vector, w: float):
    return np.sum(np.tanh(w * x)) * np.sum(np.tanh(w * x))


def import_a(x: Vector):
    return np.sum(np.tanh(x) * x)


def import_b(x: Vector):
    return numpy.sum(t(x) * x)


def loop_sum_a(x: Vector):
    total = 0.0
    for i in range(len(x)):
        total += x[i] * np.sin(x[i])
    return total


def loop_sum_b(x: Vector):
    return np.sum(x * np.sin(x))


def loop_values_a(x: Vector, y: Vector):
    total = 0.0
    for u, v in zip(x, y):
        total += u * v**2
    return total


def loop_values_b(x: Vector, y: Vector):
    total = 0.0
    for i in range(len(x)):
        total += x[i] * y[i] ** 2
    return total


def enumerate_a(x: Vector):
    total = 0.0
    for i, v in enumerate(x):
        total += (i + 1) * v**3
    return total


def enumerate_b(x: Vector):
    return np.sum(np.arange(1, len(x) + 1) * x**3)


def while_a(x: float, n: int):
    for _ in range(n):
        x = x + 0.2 * np.sin(x)
    return x


def while_b(x: float, n: int):
    k = 0
    while k < n:
        x = x + 0.2 * np.sin(x)
        k += 1
    return x


def branch_a(x: float):
    if x > 0.0:
        return x * x
    return -x


def branch_b(x: float):
    out = -x
    if x > 0.0:
        out = x * x
    return out


def conditional_a(x: float):
    y = x * x if x > 0.0 else -x
    return y * x


def conditional_b(x: float):
    if x > 0.0:
        y = x * x
    else:
        y = -x
    return y * x


def elif_a(x: float):
    if x > 1.0:
        y = x
    elif x > 0.0:
        y = x * x
    else:
        y = -x
    return y * x


def elif_b(x: float):
    if x > 1.0:
        y = x
    else:
        if x > 0.0:
            y = x * x
        else:
            y = -x
    return y * x


def cube(x):
    return x**3


def called_a(x: Vector):
    return np.sum(cube(np.cos(x)))


def called_b(x: Vector):
    return np.sum(np.cos(x) ** 3)


def weigh(a, b=1.0, c=2.0):
    return a * b + c * b


def keywords_a(x: float, y: float):
    return weigh(x, y, 3.0) * weigh(y)


def keywords_b(x: float, y: float):
    return weigh(c=3.0, b=y, a=x) * weigh(a=y, c=2.0, b=1.0)


def swap_a(x: float, y: float):
    x, y = y * 2.0, x
    return x * y * y


def swap_b(x: float, y: float):
    old = x
    x = y * 2.0
    y = old
    return x * y * y


def unpack_a(p: Float[np.ndarray, "2"]):
    a, b = p
    return a * a * b


def unpack_b(p: Float[np.ndarray, "2"]):
    a = p[0]
    b = p[1]
    return a * a * b


def power_a(x: Vector):
    return np.sum(x**2 + 1.0 / x)


def power_b(x: Vector):
    return np.sum(np.square(x) + np.power(x, -1.0))


def operators_a(x: Vector, y: Vector):
    return np.sum(np.add(np.multiply(x, y), np.negative(np.divide(x, y))))


def operators_b(x: Vector, y: Vector):
    return np.sum(x * y + -(x / y))


def matmul_a(a: Matrix, x: Float[np.ndarray, "m"]):
    return np.sum((a @ x) ** 2)


def matmul_b(a: Matrix, x: Float[np.ndarray, "m"]):
    return np.sum(np.matmul(a, x) ** 2)


def matmul_loop_a(a: Matrix, x: Float[np.ndarray, "m"]):
    return np.sum(a @ x * np.arange(len(a)))


def matmul_loop_b(a: Matrix, x: Float[np.ndarray, "m"]):
    total = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            total += i * a[i, j] * x[j]
    return total


def math_a(x: float):
    return math.sin(x) * math.exp(-x) + math.sqrt(x)


def math_b(x: float):
    return np.sin(x) * np.exp(-x) + x**0.5


def unannotated_a(x: Vector, c: float):
    return np.sum((c * x + 1.0) ** 2)


def unannotated_b(x, c):
    return np.sum((c * x + 1.0) ** 2)


def newaxis_a(x: Vector, y: Float[np.ndarray, "m"]):
    return np.sum(np.exp(-((x[:, None] - y[None, :]) ** 2)))


def newaxis_b(x: Vector, y: Float[np.ndarray, "m"]):
    return np.sum(np.exp(-((np.expand_dims(x, 1) - y) ** 2)))


def stacked_a(x: Vector, y: Vector):
    return np.sum(np.stack([x, y]) ** 2 * np.array([[1.0], [2.0]]))


def stacked_b(x: Vector, y: Vector):
    rows = np.zeros((2, len(x)))
    rows[0] = x
    rows[1] = y
    return np.sum(rows**2 * np.array([[1.0], [2.0]]))


def cumulative_a(x: Vector):
    return np.sum(np.cumsum(x) ** 2)


def cumulative_b(x: Vector):
    y = x.copy()
    for i in range(1, len(y)):
        y[i] += y[i - 1]
    return np.sum(y**2)


def mask_a(x: Vector):
    y = x.copy()
    y[x < 0.0] = 0.0
    return np.sum(y**2)


def mask_b(x: Vector):
    return np.sum(np.where(x < 0.0, 0.0, x) ** 2)


def chained_target_a(x: float):
    a = b = x * x
    return a * np.sin(b)


def chained_target_b(x: float):
    a = x * x
    b = x * x
    return a * np.sin(b)
