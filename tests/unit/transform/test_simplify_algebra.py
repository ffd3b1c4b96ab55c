"""Signs, ones and zeros of the text that gradgen made."""

from __future__ import annotations

import numpy as np

from gradgen.transform.simplify_algebra import tidy_algebra
from tests.unit.transform.cleaning import check

X = np.array([0.3, -1.2, 0.7, 2.0])


def tidies(before: str, after: str, *arguments: object) -> None:
    check(before, after, *arguments, passes=(tidy_algebra,))


def test_signs_move_into_the_operator() -> None:
    tidies(
        """
        def f(x):
            grad_x = x * 2.0
            grad_x += -x
            grad_x -= -2.0 * x * x
            grad_x = -(-grad_x) * x + -x / 2.0
            return grad_x
        """,
        """
        def f(x):
            grad_x = x * 2.0
            grad_x -= x
            grad_x += 2.0 * x * x
            grad_x = grad_x * x - x / 2.0
            return grad_x
        """,
        X,
    )


def test_ones_go_where_the_dtype_is_settled() -> None:
    tidies(
        """
        def f(x, n):
            grad_x = x * 2.0
            grad_y = 1.0 * grad_x * 1.0 / 1.0
            grad_n = n * 1.0
            y = x * 1.0
            return grad_y + 1.0, grad_n, y
        """,
        """
        def f(x, n):
            grad_x = x * 2.0
            grad_y = grad_x
            grad_n = n * 1.0
            y = x * 1.0
            return grad_y + 1.0, grad_n, y
        """,
        X,
        np.array([1, 2]),
    )


def test_a_zero_that_is_only_added_to_goes() -> None:
    tidies(
        """
        def f(x):
            grad_a = 0.0
            grad_b = 0.0
            # the first
            grad_a += np.sum(x)
            grad_b -= np.sum(x * x)
            return grad_a, grad_b
        """,
        """
        def f(x):
            # the first
            grad_a = np.sum(x)
            grad_b = -np.sum(x * x)
            return grad_a, grad_b
        """,
        X,
    )


def test_a_zero_stays_before_a_loop_and_where_memory_would_be_shared() -> None:
    text = """
        def f(x, n):
            grad_a = 0.0
            for i in range(n):
                grad_a += np.sum(x)
            grad_b = 0.0
            grad_b += x
            grad_b += 1.0
            return grad_a, grad_b
        """
    tidies(text, text, X, 2)


def test_the_first_addition_to_zeros_is_an_assignment() -> None:
    tidies(
        """
        def f(x):
            grad_x = np.zeros_like(x)
            grad_x[1:] += x[:-1]
            grad_x[0] += 2.0
            return grad_x
        """,
        """
        def f(x):
            grad_x = np.zeros_like(x)
            grad_x[1:] = x[:-1]
            grad_x[0] += 2.0
            return grad_x
        """,
        X,
    )


def test_the_users_own_text_is_left_alone() -> None:
    text = """
        def f(x):
            y = 0.0
            y += -x * 1.0
            z = x + -x
            return y * z
        """
    tidies(text, text, X)


def test_a_value_that_must_be_fresh_keeps_its_factor() -> None:
    text = """
        def f(x):
            grad_y = x * 2.0
            grad_x = 1.0 * grad_y
            grad_x += 3.0
            grad_z = 1.0 * grad_y
            return grad_z, grad_x, grad_y
        """
    tidies(text, text, X)
