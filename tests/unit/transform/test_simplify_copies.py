"""One name for one object, and one computation for one value."""

from __future__ import annotations

import numpy as np
import pytest

from gradgen.transform.simplify_copies import propagate_copies, share_repeats
from gradgen.transform.simplify_dead import remove_dead
from gradgen.transform.simplify_saved import remove_unread_saves
from tests.unit.transform.cleaning import check

X = np.array([0.3, -1.2, 0.7, 2.0])


def copies(before: str, after: str, *arguments: object, **options: object) -> None:
    check(before, after, *arguments, passes=(propagate_copies, remove_dead), made="t s", **options)


def test_a_copy_of_a_name_that_holds_goes() -> None:
    copies(
        """
        def f(x, n):
            saved_x = x
            y = saved_x * 2.0
            for i in range(n):
                y = y + saved_x[i]
            return y * saved_x
        """,
        """
        def f(x, n):
            y = x * 2.0
            for i in range(n):
                y = y + x[i]
            return y * x
        """,
        X,
        3,
    )


@pytest.mark.parametrize("write", ["x = x + 1.0", "x += 1.0", "x, y = y, x"])
def test_a_copy_stays_where_the_original_is_bound_again(write: str) -> None:
    text = f"""
        def f(x, y):
            x = x * 1.0
            saved_x = x
            {write}
            return (saved_x - x) * y
        """
    copies(text, text, X, 2.0 * X)


def test_a_copy_stays_where_a_loop_binds_the_original_again() -> None:
    text = """
        def f(x, n):
            saved_x = x
            for i in range(n):
                x = x + saved_x * i
            return x
        """
    copies(text, text, X, 3)


def test_the_last_use_may_bind_the_original() -> None:
    copies(
        """
        def f(x):
            t = x
            x = t * 2.0
            return x
        """,
        """
        def f(x):
            x = x * 2.0
            return x
        """,
        X,
    )


def test_a_value_that_is_brought_back_and_read_once() -> None:
    copies(
        """
        def f(x):
            # Forward pass
            saved_x = x
            x = np.sin(x)
            y = x * 2.0
            # Backward pass
            # y = x * 2.0
            grad_x = 2.0 * y
            # x = np.sin(x)
            x = saved_x
            grad_x = grad_x * np.cos(x)
            return grad_x
        """,
        """
        def f(x):
            # Forward pass
            saved_x = x
            x = np.sin(x)
            y = x * 2.0
            # Backward pass
            # y = x * 2.0
            grad_x = 2.0 * y
            # x = np.sin(x)
            grad_x = grad_x * np.cos(saved_x)
            return grad_x
        """,
        X,
    )


def test_a_gradient_that_is_handed_back_keeps_its_line() -> None:
    text = """
        def f(u):
            # Backward pass
            # return np.sum(u)
            grad_u = 2.0 * u
            # u = u0.copy()
            grad_u0 = grad_u
            return grad_u0
        """
    copies(text, text, X)


def test_a_copy_that_is_live_round_the_loop_stays() -> None:
    text = """
        def f(x, n):
            t = x
            for i in range(n):
                x = x + t
                s = x
                t = s * 1.0
            return x + t
        """
    copies(
        text,
        """
        def f(x, n):
            t = x
            for i in range(n):
                x = x + t
                t = x * 1.0
            return x + t
        """,
        X,
        3,
    )
    text = """
        def f(x, n):
            t = x
            for i in range(n):
                x = x + t
                t = x
            return x
        """
    copies(text, text, X, 3)


def test_equal_temporaries_become_one() -> None:
    check(
        """
        def f(x):
            t = np.exp(-x)
            y = t * x
            s = np.exp(-x)
            return y + s * t
        """,
        """
        def f(x):
            t = np.exp(-x)
            y = t * x
            return y + t * t
        """,
        X,
        passes=(share_repeats, propagate_copies, remove_dead),
        made="t s",
    )


@pytest.mark.parametrize("write", ["x = x + y", "x[0] = 2.0", "t[0] = 2.0", "v[1] = 3.0"])
def test_equal_texts_with_a_write_between_stay(write: str) -> None:
    text = f"""
        def f(x):
            x = x * 1.0
            v = x[1:]
            t = np.exp(-x)
            y = t * 2.0
            {write}
            s = np.exp(-x)
            return y + s * t
        """
    check(text, text, X, passes=(share_repeats, propagate_copies), made="t s")


def test_two_results_are_never_one_array() -> None:
    text = """
        def f(x):
            grad_a = np.sin(x)
            grad_b = np.sin(x)
            return grad_a, grad_b
        """
    check(text, text, X)


def test_an_item_that_is_never_read_is_not_saved() -> None:
    check(
        """
        def f(x, n):
            saved = []
            for i in range(n):
                saved.append((i, x, x * 2.0))
                x = np.sin(x)
            grad_x = 1.0
            for i, (k, x, y) in zip(reversed(range(n)), reversed(saved)):
                grad_x = grad_x * np.cos(x)
            return grad_x
        """,
        """
        def f(x, n):
            saved = []
            for i in range(n):
                saved.append(x)
                x = np.sin(x)
            grad_x = 1.0
            for i, x in zip(reversed(range(n)), reversed(saved)):
                grad_x = grad_x * np.cos(x)
            return grad_x
        """,
        X,
        3,
        passes=(remove_unread_saves,),
    )


def test_an_item_that_is_read_after_the_loop_is_saved() -> None:
    text = """
        def f(x, n):
            saved = []
            for i in range(n):
                saved.append((i, x))
                x = np.sin(x)
            grad_x = 1.0
            for i, x in reversed(saved):
                grad_x = grad_x * np.cos(i)
            return grad_x * x
        """
    check(text, text, X, 3, passes=(remove_unread_saves,))


def test_a_list_that_is_used_otherwise_stays() -> None:
    text = """
        def f(x, n):
            saved = []
            for i in range(n):
                saved.append((i, x))
            for i, x in reversed(saved):
                x = x * i
            return x, saved
        """
    check(text, text, X, 3, passes=(remove_unread_saves,))


def test_rounds_that_read_nothing_still_count() -> None:
    check(
        """
        def f(x):
            saved = []
            while x > 1.0:
                saved.append((x, x))
                x = 0.5 * x
            grad_x = 1.0
            for a, b in reversed(saved):
                grad_x = grad_x * 0.5
            return grad_x
        """,
        """
        def f(x):
            saved = []
            while x > 1.0:
                saved.append(x)
                x = 0.5 * x
            grad_x = 1.0
            for a in reversed(saved):
                grad_x = grad_x * 0.5
            return grad_x
        """,
        9.0,
        passes=(remove_unread_saves,),
    )
