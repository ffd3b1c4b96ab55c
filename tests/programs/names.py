"""Names that generated text would like to have, and names with two meanings."""

import numpy as np
import numpy.linalg as la
from jaxtyping import Float
from numpy import *  # noqa: F403
from numpy import sin as the_sine

gain = 3.0


def takes_the_prefixes(x):
    grad_x = x * x
    d_x = np.sin(grad_x)
    saved_x = [1.0, 2.0]
    grad_y = d_x * grad_x
    grad2_x = grad_y * 2.0
    for grad_i in saved_x:
        grad2_x = grad2_x * grad_i + x
    return grad2_x


def takes_a_tangent(d_x, x):
    d_x2 = d_x * x
    return d_x2 * d_x


def takes_the_seed(x):
    grad_out = np.cos(x)
    out = x * x * grad_out
    tmp1 = out * out
    lambda_ = tmp1 * x
    return lambda_


def takes_its_own_name(takes_its_own_name_grad_x):
    takes_its_own_name_backward = takes_its_own_name_grad_x * 2.0
    takes_its_own_name_forward = takes_its_own_name_backward * takes_its_own_name_backward
    return takes_its_own_name_forward


def letters_of_the_world(θ, Δt=0.1):
    π = 3.14
    ψ = np.sin(θ * π)
    for _ in range(3):
        ψ = ψ + Δt * θ * ψ
    return ψ**2


def not_numpy(x):
    np = 2.0
    out = x * np
    return out * out


def a_parameter_called_np(np):
    return (np * np).sum()


def builtins_bound(list: Float[np.ndarray, "n"]):  # noqa: A002
    sum = 0.0  # noqa: A001
    len = 3  # noqa: A001
    range = [0, 1, 2]  # noqa: A001
    for max in range:  # noqa: A001
        sum = sum + list[max] ** 2 * len * sum + list[max]  # noqa: A001
    min = sum * sum  # noqa: A001
    return min * 2.0


def everything_imported(x):
    y = sin(x) * cos(x)  # noqa: F405
    return sum(y * exp(-y)) + dot(x, x) + abs(x[0]) + the_sine(x[0])  # noqa: F405


def modules_and_functions_renamed(x):
    q = np
    f = np.cos
    abs = np.abs  # noqa: A001
    y = q.sin(x)
    return q.sum(y * f(y)) * la.norm(x) + np.sum(abs(x))


def imports_inside(x):
    import math as m
    from math import pi

    import numpy as np

    return np.sin(x) * pi * m.cos(x)


def hides_a_global(x):
    gain = x * 2.0
    return gain * gain


def reads_a_global(x):
    return x * x * gain


def unbinds(x):
    sum = x * 2.0  # noqa: A001
    y = sum * x
    del sum
    return y * x


def underscores(_):
    __ = _ * _
    for _ in range(3):
        __ = __ * 0.5
    return __


def annotated(x: float) -> float:
    """A docstring, annotations, semicolons."""
    y: float = x * x
    k: int
    k = 2
    z: "np.ndarray" = y * k
    w = z * x
    return w  # noqa: E702
