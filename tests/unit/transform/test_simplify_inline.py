"""Temporaries used once go back into expressions, and never across a write."""

from __future__ import annotations

import numpy as np
import pytest

from gradgen.analysis.effects import Effects
from gradgen.transform.program import MadeFunction
from gradgen.transform.simplify_body import Body
from gradgen.transform.simplify_inline import put_back
from tests.unit.transform.cleaning import check, parsed, shown, unit_of

X = np.array([0.3, -1.2, 0.7, 2.0])


def inlines(before: str, after: str, *arguments: object, **options: object) -> None:
    check(before, after, *arguments, passes=(put_back,), made="t s r", **options)


def stays(text: str, *arguments: object, **options: object) -> None:
    inlines(text, text, *arguments, **options)


def test_a_value_of_the_forward_pass_returns_to_its_place() -> None:
    inlines(
        """
        def f(x):
            # Forward pass
            z = x * 2.0
            # the exponential
            t = np.exp(-z)
            # Backward pass
            # return np.sum(np.exp(-z)) / z.size
            grad_z = -t / z.size
            return grad_z
        """,
        """
        def f(x):
            # Forward pass
            z = x * 2.0
            # Backward pass
            # return np.sum(np.exp(-z)) / z.size
            grad_z = -np.exp(-z) / z.size
            return grad_z
        """,
        X,
    )


def test_a_comment_of_the_users_stays_with_the_statement_it_was_written_for() -> None:
    inlines(
        """
        def f(x):
            # Forward pass
            # shifted by its largest
            t = np.max(x)
            z = x - t
            # Backward pass
            return z * z
        """,
        """
        def f(x):
            # Forward pass
            # shifted by its largest
            z = x - np.max(x)
            # Backward pass
            return z * z
        """,
        X,
    )


@pytest.mark.parametrize(
    "write",
    [
        "x = x + 1.0",
        "u += np.sin(u)",
        "u[1:] = 3.0",
        "v[0] = 3.0",
        "u.sort()",
        "np.multiply(u, 2.0, out=u)",
        "touch(v)",
        "hist[0][1:] = 2.0",
    ],
)
def test_nothing_crosses_a_write_to_what_it_reads(write: str) -> None:
    stays(
        f"""
        def f(x):
            u = x * 1.0
            v = u[1:]
            hist = [u]
            t = np.tanh(x) + u
            {write}
            y = np.sin(t)
            return y
        """,
        X,
        touch=lambda v: v.fill(7.0),
    )


def test_two_reads_keep_a_name() -> None:
    stays(
        """
        def f(x, b):
            t = np.tanh(x) + b
            b = b + np.sin(t)
            return b * np.cos(t)
        """,
        X,
        X + 1.0,
    )


def test_the_last_reader_may_overwrite_an_operand_once_it_is_read() -> None:
    inlines(
        """
        def f(x):
            t = np.sin(x)
            x = t * 2.0
            u = x.copy()
            s = u[1:] * 2.0
            u[:-1] = s
            return u
        """,
        """
        def f(x):
            x = np.sin(x) * 2.0
            u = x.copy()
            u[:-1] = u[1:] * 2.0
            return u
        """,
        X,
    )


def test_not_where_a_call_in_the_reader_writes_first() -> None:
    stays(
        """
        def f(x):
            saved = [x, x * 2.0]
            t = len(saved)
            y = saved.pop() * t
            return y * y
        """,
        X,
    )


def test_never_into_a_loop_or_a_function() -> None:
    stays(
        """
        def f(x, n):
            t = np.sin(x)
            for i in range(n):
                x = x + t
            s = x * 2.0
            r = [s[i] for i in range(2)]
            y = r[0] + 0.0 * r[1]
            return y
        """,
        X,
        3,
    )
    stays(
        """
        def f(x, n):
            t = n - 1
            while n > t:
                n = n - 1
            return n
        """,
        X,
        3,
    )


def test_within_a_loop_and_into_its_header() -> None:
    inlines(
        """
        def f(x, n):
            s = n + 1
            for i in range(s):
                t = np.cos(x)
                x = x * t
            return x
        """,
        """
        def f(x, n):
            for i in range(n + 1):
                x = x * np.cos(x)
            return x
        """,
        X,
        3,
    )


def test_a_value_carried_round_a_loop_stays() -> None:
    stays(
        """
        def f(x, n):
            t = 0.0
            for i in range(n):
                x = x + t
                t = np.sin(x)
            return x
        """,
        X,
        3,
    )


def test_into_a_branch_that_leaves_the_operands_alone() -> None:
    inlines(
        """
        def f(x, n):
            t = np.sin(x)
            y = x
            if n > 1:
                y = y * t
            return y * y
        """,
        """
        def f(x, n):
            y = x
            if n > 1:
                y = y * np.sin(x)
            return y * y
        """,
        X,
        3,
    )
    stays(
        """
        def f(x, n):
            t = np.sin(x)
            if n > 1:
                x = x + 1.0
                y = x * t
            else:
                y = x
            return y * y
        """,
        X,
        3,
    )


def test_nothing_impure_moves() -> None:
    stays(
        """
        def f(x, rng):
            t = rng.normal(size=4)
            y = x + t
            saved = [x]
            s = saved.pop()
            r = touch(x)
            return y + s * 2.0 + r
        """,
        touch=lambda x: x,
    )


def test_what_is_changed_in_place_stays() -> None:
    stays(
        """
        def f(x):
            t = np.zeros_like(x)
            t[0] = 1.0
            return x * 1.0
        """,
        X,
    )


def test_gradients_of_the_users_variables_keep_their_names() -> None:
    stays(
        """
        def f(x, y):
            # Backward pass
            # z = x * y
            grad_x = y * 2.0
            # x = np.sin(x)
            grad_y = np.cos(x) * grad_x
            return grad_y
        """,
        X,
        X,
    )


def test_nothing_leaves_the_lines_under_its_quoted_statement() -> None:
    stays(
        """
        def f(x):
            # Backward pass
            # z = np.sin(x) * x
            t = np.cos(x) * x
            # y = 2.0 * z
            grad_a = 2.0 * t
            return grad_a
        """,
        X,
    )


def test_an_early_return_gives_its_value_directly() -> None:
    inlines(
        """
        def f(a, x):
            if a < 0.0:
                # return -a * a
                grad_a = -2.0 * a
                return grad_a
            # return x
            grad_a = x * 2.0
            return grad_a
        """,
        """
        def f(a, x):
            if a < 0.0:
                # return -a * a
                return -2.0 * a
            # return x
            grad_a = x * 2.0
            return grad_a
        """,
        -2.0,
        3.0,
    )


def test_a_line_never_becomes_long() -> None:
    stays(
        """
        def f(first_long_name, second_long_name):
            t = np.sum(first_long_name * second_long_name + first_long_name)
            y = np.exp(second_long_name - first_long_name) * t
            return y * y
        """,
        X,
        X + 1.0,
    )


def test_unless_the_line_is_the_users() -> None:
    line = (
        "y = np.exp(second_long_name - first_long_name)"
        " * np.sum(np.sqrt(first_long_name * first_long_name))"
    )
    text = f"def f(first_long_name, second_long_name):\n    {line}\n    return y * y"
    split = """
        def f(first_long_name, second_long_name):
            s = np.sqrt(first_long_name * first_long_name)
            t = np.sum(s)
            y = np.exp(second_long_name - first_long_name) * t
            return y * y
        """
    unit = unit_of(text)
    function = MadeFunction(parsed(split), unit, made={"s", "t"})
    put_back(Body(function, Effects(unit)))
    assert shown(function.tree) == shown(parsed(text))


def test_names_that_are_to_be_kept_and_captured_names_stay() -> None:
    stays(
        """
        def f(x):
            t = np.sin(x)
            g = lambda: t
            return g() * 2.0
        """,
        X,
    )


def test_values_that_are_read_twice_over_and_over_are_looked_through_no_further() -> None:
    chain = "".join(f"    t{k + 1} = np.sin(t{k}) * np.cos(t{k})\n" for k in range(60))
    long = " + ".join(f"x * {k}.5" for k in range(9))
    text = f"def f(x):\n    t0 = x * x\n{chain}    u = {long}\n    return u * t60 + {long}\n"
    made = " ".join(["u", *(f"t{k}" for k in range(61))])
    check(text, text, X, passes=(put_back,), made=made)
