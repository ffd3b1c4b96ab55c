"""Functions of plain numbers, with the standard library's `math`."""

import math
from math import exp, sin


def trigonometry(x: float, y: float):
    return math.sin(x) * math.cos(y) + math.tan(0.3 * x) + math.atan2(y, x)


def hyperbolic(x: float):
    return math.tanh(x) + math.log(math.cosh(x)) - math.sinh(0.1 * x)


def roots_and_logs(x: float):
    return math.sqrt(x) * math.log(x) + math.log1p(x) + math.expm1(-x) + math.log10(x)


def imported_names(x: float):
    return exp(-x * x) * sin(3.0 * x)


def integer_argument(x: float, n: int):
    """Whole numbers are constants of the formula."""
    half = n // 2
    return x**n + half * x + n % 3 * x**2


def int_for_real(x: float):
    """A Python int given for a real number."""
    return 3 * x * x - 2 * x + 1


def powers(x: float, p: float):
    return x**p + 2.0**x + p**2


def builtin_abs(x: float):
    return abs(x) * x + pow(x, 3)


def builtin_max(x: float, y: float):
    return max(x, y) * min(x, 2.0 * y)


def long_formula(a: float, b: float, c: float):
    discriminant = b * b - 4.0 * a * c
    root = (-b + math.sqrt(discriminant)) / (2.0 * a)
    return root**2 / (1.0 + root)


def hypotenuse(x: float, y: float):
    return math.hypot(x, y) * x


def independent(x: float, y: float):
    """Nothing depends on the second argument."""
    return x * 3.0


def constant(x: float):
    """Nothing depends on anything."""
    return 4.0


def linear(x: float):
    return -(2.0 * x - 1.0) + +x


def division_chain(x: float, y: float):
    return x / y / (1.0 + x) / y * 2.0 - 1.0 / x


def error_functions(x: float):
    return x + math.erf(x) * math.erfc(0.5 * x)
