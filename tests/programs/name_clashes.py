"""Variables and functions that are called as what a derivative calls its own."""
# ruff: noqa: A001, A002

import math

import numpy as np
from numpy import *  # noqa: F403
from numpy import sum as total

GAIN = 2.0
START = 2.0
LIMITS = (1.0, 3.0)


def many_gradients(grad_x, x):
    grad_x2 = grad_x * x
    grad_out = grad_x2 + x
    return np.sum(grad_out**2)


def many_tangents(d_x, x, d_d_x):
    d_out = d_x * x
    d_y = d_out * d_d_x
    return np.sum(d_y * d_x)


def saved_by_the_user(x, n):
    saved_x = []
    saved = 1.0
    for i in range(n):
        saved_x.append(x * saved)
        x = x * np.sin(x)
        saved = saved + i
    return np.sum(saved_x) * saved


def out_and_value(x, out):
    out = out * x
    value = np.sin(out)
    return np.sum(value * out)


def numbered(x, x2, x_2):
    x_squared = x * x2
    tmp1 = x_squared * x_2
    tmp2 = tmp1 + x_squared
    x_x2 = tmp2 * 2.0
    return np.sum(x_x2 * tmp1)


def nearly_keywords(lambda_, class_, if_=2.0):
    return lambda_**2 * class_ * if_


def greek(α, β, Ω̂):
    ñ = α * β
    Σ = np.sum(ñ * Ω̂)
    return Σ**2


def two_spellings_of_one_name(x):
    ﬁx = x * x  # noqa: PLC2401
    return fix * 2.0  # noqa: F405


def named(x):
    return x * x


def named_forward(x):
    return x * x * x


def named_backward(x):
    return x * 5.0


def calls_what_pairs_are_called(x):
    return named_forward(x) * named(x) + named_backward(x)


def parameters_called_as_builtins(sum, max, min):
    len = sum * max
    range = len * min
    return range**2


def exceptions_are_numbers(ValueError, x):
    return ValueError * np.sin(x)


def absolute(abs):
    y = abs * 2.0
    return np.abs(y) * y


def np_is_a_number(np, x):
    scale = np * x
    return scale * np


def np_is_a_count(x, np=3):
    u = zeros(np)  # noqa: F405
    for i in range(np):
        u[i] = x * i
    return total(u**2)


def sums_of_numpy(x):
    y = x * x
    return sum(y) + max(y) * min(x) + round(x)[0] * y[0]  # noqa: F405


def imports_in_a_loop(x):
    y = 0.0
    for i in range(2):
        import math as m

        y = y + m.sin(x) * i
    return y


def imports_what_is_there(x):
    try:
        import a_package_that_nobody_has as q
    except ImportError:
        import numpy as q
    return q.sum(q.sin(x) ** 2)


def imports_submodules(x):
    import numpy as q
    import numpy.linalg
    from numpy import exp as e

    return q.sum(e(x) * q.sin(x)) + numpy.linalg.norm(x)


def deleted_parameter(x, y):
    t = x * y
    del y
    u = t * x
    del t, x
    return np.sum(u)


def deleted_and_bound_again(x):
    t = x * 2.0
    del t
    t = x * x
    return t * 3.0


def deleted_each_round(x, n):
    result = 0.0
    for i in range(n):
        t = x * i
        result = result + t * t
        del t
    return result


def deleted_though_needed(x):
    y = np.sin(x)
    z = y * y
    del y
    y = z * x
    return np.sum(y)


def comprehension_hides_a_name(x):
    i = x * 2.0
    s = np.sum([i * i for i in (1.0, 2.0, 3.0)])
    return i * s


def comprehension_hides_its_source(x):
    squares = [x * x for x in x]
    return squares[0] * squares[1] + np.sum(x)


def lambda_hides_a_name(x):
    f = lambda x: x * x * GAIN  # noqa: E731
    return f(x * 2.0) * x


def dunders(x):
    __file__ = x * 2.0
    __name__ = __file__ * x
    return __name__


def keywords_of_derivatives(x, *, grad_out=2.0, d_x=3.0, out=1.5):
    return x**2 * grad_out * d_x * out


def parameter_grad_out(x, grad_out):
    return np.sum(x * grad_out)


def prefixes_taken(grad_x, grad2_x, grad3_x, x):
    return grad_x * grad2_x * grad3_x * x * x


def defaults_of_their_time(x, start=START, wide=START * 2.0, limits=LIMITS):
    return x * start + x**2 * wide * limits[1]


START = 7.0


def defaults_below(x):
    return defaults_of_their_time(x) * math.pi


def comment_beside_the_return(x):
    if x > 5.0:
        return 5.0 * x  # far out
    y = x * x  # a square
    return y * x  # and the rest
