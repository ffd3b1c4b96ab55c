"""Numbers in front of products: arithmetic on what is written, so that 0.1 times 3 is 0.3.

In: literals, as trees or as numbers. Out: numbers that print well, or None where a number cannot
hold the result.

>>> multiply(0.1, 3)
0.3
>>> simplest(2, 6)
(1, 3)
"""

from __future__ import annotations

import ast
import math
from decimal import Decimal

from gradgen import syntax

Number = int | float

_LARGEST_WHOLE = 2.0**53
_LARGEST_EXPONENT = 64


def tidy(number: Number) -> Number:
    """Return a float that is whole as an int, anything else as it is."""
    if isinstance(number, float) and number.is_integer() and abs(number) < _LARGEST_WHOLE:
        return int(number)
    return number


def _decimal(number: Number) -> Decimal:
    return Decimal(number) if isinstance(number, int) else Decimal(repr(number))


def _checked(value: Decimal | Number) -> Number | None:
    """Return a number that a float can hold, or None."""
    try:
        result = float(value)
    except OverflowError:
        return None
    if not math.isfinite(result) or (result == 0 and value != 0):
        return None
    return value if isinstance(value, int) else result


def add(a: Number, b: Number) -> Number | None:
    """Return `a + b`, rounded once from what is written."""
    if isinstance(a, int) and isinstance(b, int):
        return _checked(a + b)
    return _checked(_decimal(a) + _decimal(b))


def multiply(a: Number, b: Number) -> Number | None:
    """Return `a * b`, rounded once from what is written; None if it over- or underflows."""
    if isinstance(a, int) and isinstance(b, int):
        return _checked(a * b)
    return _checked(_decimal(a) * _decimal(b))


def raised(base: Number, exponent: Number) -> Number | None:
    """Return `base ** exponent` for a small whole exponent that is not negative, else None."""
    exponent = tidy(exponent)
    if not isinstance(exponent, int) or not 0 <= exponent <= _LARGEST_EXPONENT:
        return None
    if isinstance(base, int):
        return _checked(base**exponent)
    return _checked(_decimal(base) ** exponent)


def simplest(coefficient: Number, divisor: Number) -> tuple[Number, Number]:
    """Reduce `coefficient / divisor`; the divisor stays where the quotient is not exact."""
    if divisor == 1:
        return coefficient, 1
    if divisor == 0:
        raise ZeroDivisionError("a product cannot be divided by the number zero")
    if divisor < 0:
        coefficient, divisor = -coefficient, -divisor
    if coefficient == divisor:
        return 1, 1
    top, bottom = tidy(coefficient), tidy(divisor)
    if isinstance(top, int) and isinstance(bottom, int):
        common = math.gcd(top, bottom)
        coefficient, divisor = top // common, bottom // common
        if divisor == 1:
            return coefficient, 1
    if math.frexp(divisor)[0] == 0.5 and divisor <= 8 and _checked(coefficient / divisor):
        return tidy(coefficient / divisor), 1
    return coefficient, divisor


def literal(node: ast.expr) -> Number | None:
    """Return the value of a tree of literals, or None; a quotient that is not exact is none."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
            return None
        return _checked(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        value = literal(node.operand)
        if value is None:
            return None
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        left, right = literal(node.left), literal(node.right)
        if left is not None and right is not None:
            return _operated(node.op, left, right)
    return None


def _operated(operator: ast.operator, left: Number, right: Number) -> Number | None:
    if isinstance(operator, ast.Add):
        return add(left, right)
    if isinstance(operator, ast.Sub):
        return add(left, -right)
    if isinstance(operator, ast.Mult):
        return multiply(left, right)
    if isinstance(operator, ast.Pow):
        return raised(left, right)
    if isinstance(operator, ast.Div) and right != 0:
        value, divisor = simplest(left, right)
        return float(value) if divisor == 1 else None
    return None


def written(number: Number) -> ast.expr:
    """Write a coefficient: always as a float, `2.0`."""
    return syntax.number(float(number))
