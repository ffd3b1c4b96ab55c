"""Nothing is declared: ranks are unknown."""

import numpy as np


def bilinear(a, x, y):
    return np.sum(x @ a * y)


def affine_sum(x, scale, shift):
    return np.sum(np.tanh(scale * x + shift))


def unknown_loop(state, drive, n):
    for k in range(n):
        state = np.tanh(state * drive + k)
    return np.sum(state)


def unknown_branch(x, flip):
    if flip:
        y = -x
    else:
        y = x**2
    return np.mean(y * x)


def unknown_elements(x):
    total = 0.0
    for i in range(len(x) - 1):
        total += x[i] * x[i + 1]
    return total


def unknown_inplace(x, c):
    y = x.copy()
    y[1:] += c * x[:-1]
    y[0] = c
    return np.sum(y**2)


def distance(a, b):
    return np.sqrt(np.sum((a - b) ** 2))


def triangle(a, b, c):
    return distance(a, b) + distance(b, c) * distance(c, a)


def shape_known_by_unpacking(x, w):
    n, d = x.shape
    z = x @ w
    return np.sum(z**2) / (n * d)


def asserted(x, w):
    assert x.ndim == 2
    assert w.shape == (x.shape[1],)
    return np.sum(np.exp(-(x @ w)))


def method_forms(x, y):
    z = x.dot(y)
    return (z * z).sum() + x.mean() * y.max() + x.T.sum()


def unknown_mean(x, y):
    return np.mean((x - y) ** 2)


def normalise(x):
    return x / np.sum(x)


def cross_entropy(p, q):
    return -np.sum(normalise(p) * np.log(normalise(q)))


def picked_again(x, positions):
    """Positions may repeat: what one of them gets is a sum."""
    return np.sum(x[positions] ** 2) + x[positions][0]
